"""Passages found again: what the screen sends and never sends."""

import pytest
from study_trial import SAID, coded, filled_study

from codesign.analysis import Filters
from codesign.widgets.passages import passages
from codesign.workbook import Workbook


@pytest.fixture
def work(tmp_path):
    study = filled_study(tmp_path / "project")
    study.save_settings({"small_group": 3})
    return Workbook(study, {}, study.root)


@pytest.fixture
def screen(work):
    heard = []
    made = passages(
        work.tables, work.texts, on_export=lambda *asked: str(asked), refresh=lambda: (work.tables, work.texts)
    )
    made.view.send = heard.append
    made.heard = heard
    made.receive({"type": "hello"})
    return made


def find(screen, **filters):
    screen.receive({"type": "find", "filters": filters})
    return screen.heard[-1]


def test_the_page_starts_without_words_of_an_interview(screen):
    (start,) = screen.heard
    assert start["type"] == "snapshot"
    assert not any(said[:20] in str(start) for said in SAID.values())
    assert not any(said[:20] in screen.static()._repr_html_() for said in SAID.values())
    assert "9 codings on 4 passages" in str(screen.static())


def test_passages_come_with_who_said_them_and_how_they_may_be_quoted(screen):
    found = find(screen, code="skill-gap", interview="INT-02")
    (row,) = found["rows"]
    assert found["said"] == "1 coding on 1 passage, in 1 interview, by 1 employer."
    assert [row["words"], row["who"], row["consent"]] == [SAID[2], "Employer 02 · hydrogen", "may not be quoted"]


def test_coders_who_say_the_same_of_the_same_words_stand_together(work):
    study = work.study
    study.save([coded(4, SAID[4], "skill-gap", coder="Ravi", memo="ask again")])
    screen = passages(work.tables, work.texts, on_export=str)
    found = screen._page(Filters(code="skill-gap", interview="INT-04"), 0)
    (row,) = found["rows"]
    assert [row["coders"], row["memos"], found["total"]] == ["Kim, Ravi", ["Ravi: ask again"], 1]
    assert found["said"].startswith("2 codings on 1 passage")


def test_who_has_withdrawn_is_never_found(screen):
    assert {row["interview"] for row in find(screen)["rows"]} == {"INT-01", "INT-02", "INT-03", "INT-04"}
    assert find(screen, interview="INT-05")["total"] == 0


def test_an_answer_is_shown_with_the_question_before_it(screen):
    row = find(screen, coder="Ravi")["rows"][0]
    screen.receive({"type": "around", "coding": row["id"]})
    asked, answer = screen.heard[-1]["turns"]
    assert asked["role"] == "interviewer"
    assert "".join(answer["parts"]) == SAID[1]
    assert answer["parts"][1] == "forget the second time" == row["words"]


def test_as_many_are_found_again_as_were_shown(screen, monkeypatch):
    monkeypatch.setitem(passages.__globals__, "AT_ONCE", 2)
    screen.receive({"type": "find", "filters": {}, "first": 0, "number": 3})
    assert len(screen.heard[-1]["rows"]) == 3
    assert len(find(screen)["rows"]) == 2


def test_filters_that_do_not_exist_are_left_out(screen):
    assert find(screen, nonsense="x", with_below=False)["said"].startswith("9 codings")
    screen.receive({"type": "around", "coding": "none of ours"})
    assert screen.heard[-1]["turns"] == []


def test_an_export_is_told_when_it_is_written(screen):
    screen.receive({"type": "change", "action": "export", "id": "1", "ending": ".csv", "filters": {"code": "tool"}})
    assert screen.heard[-1]["said"] == str((Filters(code="tool"), ".csv", False))
