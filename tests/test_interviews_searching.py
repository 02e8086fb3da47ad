"""Search across interviews without a browser: what is found, what coding all of it saves, and one undo for the lot."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from study_trial import SAID, filled_study

from codesign import widgets
from codesign.journal import Change
from codesign.study import Study


class Page:
    """Stands for the browser: a panel on a study on disk, and what it was sent."""

    def __init__(self, study: Study) -> None:
        self.study, self.heard = study, list[dict[str, Any]]()
        self.panel = widgets.coding_panel(
            study.read(),
            study.texts(),
            person=study.person,
            on_save=study.save,
            refresh=lambda: (study.read(), study.texts()),
            on_undo=study.undo,
            on_redo=study.redo,
        )
        self.panel.view.send = self.heard.append
        self.panel.receive({"type": "hello"})

    def search(self, words: str, **how: Any) -> dict[str, Any]:
        self.panel.receive({"type": "search", "number": 1, "words": words, **how})
        return self.heard[-1]

    def change(self, **content: Any) -> dict[str, Any]:
        self.panel.receive({"type": "change", "id": f"m{len(self.heard)}", **content})
        return self.heard[-1]

    def code_all(self, found: dict[str, Any], code: str = "delivery") -> dict[str, Any]:
        places = [{name: hit[name] for name in ("transcript", "start", "end", "check")} for hit in found["passages"]]
        return self.change(action="code_all", code=code, polarity="supports", passages=places)

    def coded(self, code: str = "delivery") -> list[str]:
        """Return the words on the disk that have a code."""
        codings, texts = self.study.read()["codings"], self.study.texts()
        rows = codings[codings["code_id"] == code].sort_values(["transcript_id", "start"])
        return [texts[row["transcript_id"]][row["start"] : row["end"]] for _, row in rows.iterrows()]


@pytest.fixture
def page(tmp_path: Path) -> Page:
    return Page(filled_study(tmp_path))


def words_of(hit: dict[str, Any]) -> str:
    return "".join(text for text, _ in hit["pieces"])


def test_hits_come_by_interview_with_the_found_words_marked(page: Page) -> None:
    found = page.search("purg*")
    assert [hit["transcript"] for hit in found["passages"]] == ["INT-01", "INT-02", "INT-03", "INT-04"]
    assert found["passages"][0]["pieces"] == [
        ("We ", False),
        ("purge", True),
        (SAID[1].removeprefix("We purge"), False),
    ]
    assert found["said"] == "4 passages in 4 interviews."


def test_interviewers_and_people_who_withdrew_are_not_searched(page: Page) -> None:
    assert page.search("how do people purge")["passages"] == []
    assert page.search("how do people", interviewers=True)["total"] == 4
    assert page.search("take my words out")["passages"] == []
    assert page.search("take my words out", interviewers=True)["passages"] == []


def test_a_hit_tells_which_codes_this_person_has_on_it(page: Page) -> None:
    assert page.search("forget the second time")["passages"][0]["codes"] == ["job-task", "skill-gap"]
    page.study.save([Change("delete", "codings", {"coding_id": "c1-skill-gap-Kim"})])
    page.panel.receive({"type": "refresh"})
    assert page.search("forget the second time")["passages"][0]["codes"] == ["job-task"]


@pytest.mark.parametrize(("reach", "words"), [("words", "badge"), ("sentence", SAID[4]), ("answer", SAID[4])])
def test_the_passage_that_is_coded_is_the_one_asked_for(page: Page, reach: str, words: str) -> None:
    page.code_all(page.search("badge", reach=reach))
    assert page.coded() == [words]


def test_all_passages_are_one_act_with_one_undo_and_redo(page: Page) -> None:
    before = page.study.read()["codings"]
    answer = page.code_all(page.search("purg*"))
    assert answer["type"] == "saved"
    assert answer["said"].startswith("4 passages coded")
    assert page.coded() == [SAID[number] for number in (1, 2, 3, 4)]
    assert len({operation.group for operation in page.study.folded().operations[-4:]}) == 1
    page.change(action="undo")
    assert page.study.read()["codings"].equals(before)
    page.change(action="redo")
    assert len(page.coded()) == 4


def test_one_undo_takes_all_back_after_a_restart_too(page: Page) -> None:
    page.code_all(page.search("purg*", reach="words"))
    again = Page(Study.open(page.study.folder, person="Kim", device="desk"))
    assert len(again.coded()) == 4
    assert again.change(action="undo")["said"] == "Undone in INT-01, INT-02, INT-03, INT-04."
    assert again.coded() == []
    assert Page(Study.open(page.study.folder, person="Kim", device="desk")).change(action="redo")["type"] == "saved"
    assert len(again.coded()) == 4


def test_passages_that_have_the_code_stay_and_are_told(page: Page) -> None:
    page.code_all(page.search("badge"))
    answer = page.code_all({"passages": [*page.search("badge")["passages"], *page.search("nights")["passages"]]})
    assert "1 passage coded" in answer["said"]
    assert "1 had it already" in answer["said"]
    assert "already have" in page.code_all(page.search("badge"))["said"]
    assert page.coded() == [SAID[2], SAID[4]]


def test_nothing_is_saved_where_one_passage_has_other_words_now(page: Page) -> None:
    found = page.search("purg*")
    found["passages"][2]["check"] = "0" * 12
    answer = page.code_all(found)
    assert answer["type"] == "refused"
    assert "INT-03" in answer["sentence"]
    assert page.coded() == []


def test_an_unknown_code_and_an_interview_of_somebody_gone_are_refused(page: Page) -> None:
    found = page.search("badge")
    assert "no longer in the codebook" in page.code_all(found, "nothing-such")["sentence"]
    gone = [{**found["passages"][0], "transcript": "INT-05"}]
    assert "no longer in the study" in page.code_all({"passages": gone})["sentence"]


def test_too_little_to_look_for_is_told(page: Page) -> None:
    assert page.search("") == {"type": "found", "number": 1, "passages": [], "total": 0, "said": ""}
    assert "two letters" in page.search("e", parts=True)["said"]
    assert "No interview" in page.search("zeppelin")["said"]


def test_more_than_anybody_reads_is_cut_and_said(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("codesign.widgets.interviews.searching.MOST", 2)
    found = page.search("purg*")
    assert (len(found["passages"]), found["total"]) == (2, 4)
    assert "Found in 4 places in 4 interviews. The first 2" in found["said"]


def test_no_found_word_stands_on_a_page_without_a_live_workbook(page: Page) -> None:
    page.search("purg*")
    page.code_all(page.search("nights"))
    static = page.panel._repr_mimebundle_()
    assert "nights" not in json.dumps({kind: static[kind] for kind in ("text/plain", "text/html")})
    assert "nights" not in json.dumps(page.panel.view.get_state(), default=str)
