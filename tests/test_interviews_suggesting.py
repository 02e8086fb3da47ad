"""Suggestions without a browser: what is offered and why, what an answer saves, and what never teaches anything."""

from __future__ import annotations

import gc
import json
import weakref
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from study_trial import SAID, filled_study, puts
from test_interviews_searching import Page

from codesign.journal import Change
from codesign.study import Study
from codesign.widgets.interviews import learner
from codesign.widgets.interviews.learner import Learner, coded_words
from codesign.widgets.interviews.suggesting import Suggesting

SAYS = "Our members purge lines in every shop"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing rests for long in these tests."""
    monkeypatch.setattr(learner, "QUIET_SECONDS", 0.01)


@pytest.fixture
def page(tmp_path: Path) -> Page:
    study = filled_study(tmp_path)
    study.save([Change("delete", "codings", {"coding_id": f"c4-{code}-Kim"}) for code in ("job-task", "skill-gap")])
    return Page(study)


def part(page: Page) -> Suggesting:
    return next(one for one in page.panel._parts if isinstance(one, Suggesting))


def place(page: Page, words: str = SAYS, name: str = "INT-04") -> dict[str, Any]:
    start = page.study.texts()[name].index(words)
    return {"transcript": name, "start": start, "end": start + len(words)}


def suggested(page: Page, **where: Any) -> dict[str, Any]:
    asked = where or place(page)
    page.panel.receive({"type": "learn", "transcript": asked["transcript"]})
    part(page).learner.wait(60)
    page.panel.receive({"type": "suggest", "name": "here", **asked})
    return page.heard[-1]


def answer(page: Page, action: str, row: dict[str, Any], **more: Any) -> dict[str, Any]:
    kept = {name: row[name] for name in ("code", "position", "score")}
    return page.change(action=action, **place(page), **kept, **more)


def taught(page: Page) -> None:
    """Code enough in two interviews that suggestions are learned from codings, and can be measured."""
    texts, rows = page.study.texts(), list[dict[str, Any]]()
    for number in (1, 2):
        text = texts[f"INT-{number:02d}"]
        for at in range(6):
            start = text.index(SAID[number]) + 3 * at
            for coded in ("tool", "delivery"):
                rows.append({"coding_id": f"t{number}{at}{coded}", "transcript_id": f"INT-{number:02d}", "start": start,
                             "end": start + 30, "code_id": coded, "coder": "Ravi"})  # fmt: skip
    page.study.save(puts({"codings": rows}))
    page.panel.receive({"type": "refresh"})


def test_before_enough_is_coded_names_and_definitions_alone_suggest_and_it_is_said(page: Page) -> None:
    offered = suggested(page)
    assert 1 <= len(offered["rows"]) <= 3
    assert all("near the code’s name and definition" in row["why"] for row in offered["rows"])
    assert "Too little is coded" in offered["said"]
    assert page.study.read()["suggestion_answers"].empty


def test_learned_suggestions_tell_the_words_and_the_nearest_coded_passage_and_how_often_they_hit(page: Page) -> None:
    taught(page)
    offered = suggested(page)
    assert any("as in INT-0" in row["why"] and "purge" in row["why"] for row in offered["rows"])
    assert offered["said"].startswith("Right among the first three in ")
    assert "of your own passages, measured with each interview left out" in offered["said"]


def test_accepting_saves_coding_and_answer_as_one_act_with_one_undo(page: Page) -> None:
    row = suggested(page)["rows"][0]
    before = page.study.read()
    assert answer(page, "accept", row, polarity="qualifies")["type"] == "saved"
    tables = page.study.read()
    kept = tables["suggestion_answers"].iloc[0]
    assert (kept["answer"], kept["code_id"], kept["person"], kept["position"]) == ("accepted", row["code"], "Kim", 1)
    coded = tables["codings"][tables["codings"]["transcript_id"] == "INT-04"].iloc[0]
    assert (coded["code_id"], coded["polarity"], coded["start"]) == (row["code"], "qualifies", kept["start"])
    page.change(action="undo")
    after = page.study.read()
    assert all(after[name].equals(before[name]) for name in ("codings", "suggestion_answers"))


def test_a_refused_code_is_not_suggested_for_these_words_again_until_it_is_undone(page: Page) -> None:
    row = suggested(page)["rows"][0]
    assert "not suggested for these words again" in answer(page, "refuse", row)["said"]
    assert row["code"] not in [one["code"] for one in suggested(page)["rows"]]
    almost = place(page, SAYS.removeprefix("Our "))
    assert row["code"] not in [one["code"] for one in suggested(page, **almost)["rows"]]
    again = Page(Study.open(page.study.folder, person="Kim", device="desk"))
    assert row["code"] not in [one["code"] for one in suggested(again)["rows"]]
    again.change(action="undo")
    assert row["code"] in [one["code"] for one in suggested(again)["rows"]]


def test_a_refusal_holds_for_the_person_who_refused(page: Page) -> None:
    row = suggested(page)["rows"][0]
    answer(page, "refuse", row)
    ravi = Page(Study.open(page.study.folder, person="Ravi", device="other"))
    assert row["code"] in [one["code"] for one in suggested(ravi)["rows"]]


def test_a_code_the_person_has_on_the_words_is_not_suggested(page: Page) -> None:
    row = suggested(page)["rows"][0]
    answer(page, "accept", row)
    assert row["code"] not in [one["code"] for one in suggested(page)["rows"]]
    assert "already has this code" in answer(page, "accept", row)["said"]


def test_how_many_of_those_shown_were_accepted_is_told(page: Page) -> None:
    rows = suggested(page)["rows"]
    answer(page, "accept", rows[0])
    answer(page, "refuse", rows[1])
    told = suggested(page)["said"]
    assert "You accepted 1 of " in told
    assert "1 of 2 answered so far by the team were accepted." in told


def test_interviewers_words_get_no_suggestions_and_teach_nothing(page: Page) -> None:
    question = place(page, "How do people purge a line?")
    assert suggested(page, **question)["rows"] == []
    page.study.save(puts({"codings": [{"coding_id": "q", "transcript_id": "INT-04", "start": question["start"],
                                       "end": question["end"], "code_id": "tool", "coder": "Kim"}]}))  # fmt: skip
    words = coded_words(page.study.read(), page.study.texts())["text"]
    assert not words.str.contains("How do people").any()


def test_people_who_withdrew_teach_nothing(page: Page) -> None:
    tables = page.study.read()
    assert (tables["codings"]["transcript_id"] == "INT-05").any()
    assert "INT-05" not in set(coded_words(tables, page.study.texts())["document"])
    assert "INT-05" not in set(page.panel.tables["suggestion_answers"]["transcript_id"])


def test_it_is_learned_again_only_when_enough_changed(page: Page) -> None:
    suggested(page)
    first = part(page).learner.lesson
    page.code_all(page.search("badge"))
    suggested(page)
    assert part(page).learner.lesson is first
    taught(page)
    suggested(page)
    assert part(page).learner.lesson is not first


def test_a_code_that_is_gone_while_codings_have_it_is_no_reason_to_learn_again_and_again(page: Page) -> None:
    taught(page)
    suggested(page)
    before = part(page).learner.lesson
    page.study.save([Change("delete", "codes", {"code_id": "delivery"})])
    page.panel.refresh()
    suggested(page)
    learned = part(page).learner.lesson
    suggested(page)
    assert learned is not before
    assert part(page).learner.lesson is learned


def test_before_anything_is_learned_the_page_is_told_to_ask_again(page: Page) -> None:
    page.panel.receive({"type": "suggest", "name": "here", **place(page)})
    offered = page.heard[-1]
    assert (offered["rows"], offered["waits"], offered["name"]) == ([], True, "here")
    part(page).learner.wait(60)
    assert suggested(page)["rows"]


def test_learning_that_fails_is_a_sentence_and_coding_goes_on(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learner, "coded_words", lambda *_: pd.DataFrame())
    offered = suggested(page)
    assert (offered["rows"], offered["waits"]) == ([], False)
    assert "Coding works as before" in offered["said"]
    assert page.code_all(page.search("badge"))["type"] == "saved"


def test_learning_rests_while_the_person_acts_and_ends_by_itself(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learner, "QUIET_SECONDS", 1.0)
    learning = Learner()
    learning.give_way()
    learning.start(page.study.read(), [], page.study.texts())
    assert (learning.is_learning, learning.lesson) == (True, None)
    thread, kept = learning._thread, weakref.ref(learning)
    del learning
    assert thread is not None
    assert thread.daemon
    thread.join(30)
    gc.collect()
    assert (thread.is_alive(), kept()) == (False, None)


def test_an_answer_outside_the_words_or_to_a_code_that_is_gone_is_refused(page: Page) -> None:
    row = suggested(page)["rows"][0]
    assert "no longer in the codebook" in answer(page, "refuse", {**row, "code": "gone"})["sentence"]
    assert page.study.read()["suggestion_answers"].empty


def test_no_reason_stands_on_a_page_without_a_live_workbook(page: Page) -> None:
    taught(page)
    suggested(page)
    shown = page.panel._repr_mimebundle_()
    assert "as in INT-0" not in json.dumps({kind: shown[kind] for kind in ("text/plain", "text/html")})
    assert "as in INT-0" not in json.dumps(page.panel.view.get_state(), default=str)


def test_a_second_coder_is_not_led_by_what_the_first_put_on_the_same_interview(page: Page) -> None:
    taught(page)
    first, second = "INT-01", "INT-02"
    of_ravi = page.study.read()["codings"].query("coder == 'Ravi'")
    offered = suggested(page, **place(page, SAID[1], first))
    learned = part(page).learner.lesson.learned_from
    assert not learned & set(of_ravi.query("transcript_id == @first")["coding_id"])
    assert learned >= set(of_ravi.query("transcript_id == @second")["coding_id"])
    assert not any(f"as in {first}" in row["why"] for row in offered["rows"] if row["code"] in ("tool", "delivery"))
    page.panel.receive({"type": "suggest", "name": "here", **place(page, SAID[2], second)})
    assert (page.heard[-1]["rows"], page.heard[-1]["waits"]) == ([], True)
    assert suggested(page, **place(page, SAID[2], second))["rows"]
    assert part(page).learner.lesson.learned_from >= set(of_ravi.query("transcript_id == @first")["coding_id"])
