"""The screen on which a team chooses the findings of page one and the passages that stand for each finding."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from store_trial import Browser
from study_trial import PEOPLE, SAID, coded, filled_study, puts

from codesign.intake import import_files
from codesign.journal import Change
from codesign.proposal import claims
from codesign.study import Study
from codesign.workbook.notebook import Workbook

FIRST, UNION = "c1-skill-gap-Kim", "c4-skill-gap-Kim"


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """Five people, four findings on the same codes; the union contradicts."""
    study = filled_study(tmp_path)
    findings = [
        {"finding_id": f"F{number}", "question": "skill gaps", "statement": f"Finding {number}", "position": number}
        for number in range(2, 5)
    ]
    codes = [{"finding_id": row["finding_id"], "code_id": "skill-gap"} for row in findings]
    study.save(puts({"findings": findings, "finding_codes": codes}))
    study.save([Change("put", "codings", {"coding_id": UNION, "polarity": "contradicts"})])
    study.save([coded(1, "purge every line twice", "job-task", coder="Ravi")])
    return study


def work(study: Study, person: str = "Kim", **parameters: Any) -> Workbook:
    root = study.folder.parent.parent
    own = Study.open(study.folder, person=person, device=person)
    return Workbook(own, {"study": "trial", **parameters}, root)


def screen(study: Study, **parameters: Any) -> Browser:
    return Browser(work(study, **parameters).evidence_choice())


def shown(browser: Browser, identity: str = "F1") -> dict[str, Any]:
    rows = browser.last("snapshot", "saved", "rows")["findings"]
    return next(row for row in rows if row["id"] == identity)


def standing(study: Study, identity: str = "F1", **parameters: Any) -> list[str]:
    return list(work(study, **parameters).facts.quoted_for(identity)["participant_id"])


def on_page_one(study: Study) -> list[str]:
    return [claim.text for claim in claims(work(study).facts)][:-2]


def test_what_the_proposal_will_print_is_marked_before_anybody_chose(study: Study) -> None:
    browser = screen(study)
    browser.say({"type": "open", "finding": "F1"})
    passages = browser.last("passages")["passages"]["F1"]
    assert [(one["stands"], one["polarity"]) for one in passages] == [(True, "supports"), (True, "contradicts")]
    assert (shown(browser)["quotes"], shown(browser)["own"]) == ("2 passages, proposed", False)
    assert standing(study) == ["P-01", "P-04"]


def test_passages_stand_with_their_words_and_who_is_named_as_the_proposal_names_them(study: Study) -> None:
    browser = screen(study)
    browser.say({"type": "open", "finding": "F1"})
    first = browser.last("passages")["passages"]["F1"][0]
    assert (first["words"], first["who"]) == (SAID[1], "Employer 01")
    assert "coded by 2 people" in first["note"]


def test_words_that_may_not_be_quoted_are_counted_and_never_sent(study: Study) -> None:
    browser = screen(study)
    browser.say({"type": "open", "finding": "F1"})
    assert shown(browser)["unquoted"] == "2 more passages count for it and may not be quoted."
    assert not any(SAID[number] in str(browser.heard) for number in (2, 3, 5))


def test_a_choice_is_saved_and_printed_and_can_be_given_up(study: Study) -> None:
    browser = screen(study)
    answer = browser.change(action="stand", finding="F1", passage=FIRST, stands=False)
    assert (answer["type"], answer["said"]) == ("saved", "E-002 no longer stands for F1.")
    assert shown(browser)["quotes"] == "1 passage, chosen by the team"
    assert standing(study) == ["P-04"]
    browser.change("m2", action="propose", finding="F1")
    assert study.read()["chosen_quotes"].empty
    assert standing(study) == ["P-01", "P-04"]


def test_the_passage_that_speaks_against_a_finding_cannot_be_taken_away(study: Study) -> None:
    browser = screen(study)
    answer = browser.change(action="stand", finding="F1", passage=UNION, stands=False)
    assert (answer["type"], answer["keep"]) == ("refused", False)
    assert "what speaks against a finding stands beside it" in answer["sentence"]
    assert study.read()["chosen_quotes"].empty


def test_findings_are_chosen_for_page_one_up_to_its_places(study: Study) -> None:
    browser = screen(study)
    assert [row["page"] for row in browser.last("snapshot")["findings"]] == [True, False, False, False]
    for number, one in enumerate(("F4", "F2", "F3")):
        answer = browser.change(f"m{number}", action="page", finding=one, stands=True)
    assert answer["sentence"].startswith("Not saved: page one has 3 places for findings.")
    assert on_page_one(study) == ["New people forget to purge twice.", "Finding 4", "Finding 2"]
    browser.change("n1", action="page", finding="F1", stands=False)
    assert on_page_one(study) == ["Finding 4", "Finding 2"]
    browser.change("n2", action="propose", finding="")
    assert on_page_one(study)[0] == "New people forget to purge twice."


def test_page_one_and_a_finding_are_never_left_without_anything(study: Study) -> None:
    browser = screen(study)
    assert (
        "one finding stands on page one at least"
        in browser.change(action="page", finding="F1", stands=False)["sentence"]
    )
    study.save([Change("put", "codings", {"coding_id": UNION, "polarity": "supports"})])
    again = screen(study)
    again.change("m1", action="stand", finding="F1", passage=UNION, stands=False)
    answer = again.change("m2", action="stand", finding="F1", passage=FIRST, stands=False)
    assert "one passage stands for a finding at least" in answer["sentence"]


def test_the_last_choice_of_either_kind_is_taken_back_and_done_again(study: Study) -> None:
    screen(study).change("m1", action="page", finding="F2", stands=True)
    browser = screen(study)
    browser.change("m2", action="stand", finding="F1", passage=FIRST, stands=False)
    assert browser.change("m3", action="undo")["said"] == "Undone: the choice of passages."
    assert browser.change("m4", action="undo")["said"] == "Undone: the choice for page one."
    assert browser.change("m5", action="undo")["said"] == "There is nothing to undo."
    assert browser.change("m6", action="redo")["said"] == "Done again: the choice for page one."
    assert on_page_one(study)[1] == "Finding 2"


def test_what_a_team_mate_chose_is_shown(study: Study) -> None:
    browser = screen(study)
    screen(study, person="Ravi").change(action="page", finding="F3", stands=True)
    browser.say({"type": "refresh"})
    assert browser.last("rows")["about"].startswith("2 of 3 places on page one, chosen by the team")


def test_a_chosen_passage_that_may_no_longer_be_quoted_is_not_printed_and_said(study: Study) -> None:
    screen(study).change(action="stand", finding="F1", passage=FIRST, stands=True)
    withdrawn = PEOPLE.replace("North,organisation", "North,no-quote")
    (study.folder / "participants.csv").write_text(withdrawn, encoding="utf-8")
    assert standing(study) == ["P-04"]
    browser = screen(study)
    assert shown(browser)["lost"].startswith("1 chosen passage is no longer there or may no longer be quoted")
    assert "1 chosen passage is no longer there" in browser.screen.static().body


def test_a_chosen_passage_that_was_deleted_leaves_its_place_to_the_proposal(study: Study) -> None:
    browser = screen(study)
    browser.change(action="stand", finding="F1", passage=FIRST, stands=False)
    for coder in ("Kim", "Ravi"):
        study.save([Change("delete", "codings", {"coding_id": f"c1-skill-gap-{coder}"})])
    study.save([Change("delete", "codings", {"coding_id": UNION})])
    assert standing(study) == []
    assert shown(screen(study))["lost"]


def test_what_is_chosen_in_a_sectors_run_stands_in_that_run_alone(study: Study) -> None:
    assert standing(study, sector="retrofit") == ["P-04"]
    screen(study, sector="hydrogen").change(action="page", finding="F3", stands=True)
    screen(study, sector="hydrogen").change(action="stand", finding="F1", passage=FIRST, stands=True)
    assert standing(study) == ["P-01", "P-04"]
    assert on_page_one(study)[0] == "New people forget to purge twice."
    assert [row["sector"] for row in study.read()["chosen_claims"].to_dict("records")] == ["hydrogen", "hydrogen"]


def test_a_choice_for_all_sectors_is_no_loss_where_a_sector_hears_others(study: Study) -> None:
    screen(study).change(action="stand", finding="F1", passage=FIRST, stands=True)
    browser = screen(study, sector="retrofit")
    assert shown(browser)["lost"] == ""
    assert standing(study, sector="retrofit") == ["P-04"]


def test_a_static_page_says_what_stands_and_holds_no_words_of_an_interview(study: Study) -> None:
    page = work(study).evidence_choice().static().body
    assert "E-002, E-008" in re.sub(r"<[^>]*>", " ", page)
    assert not any(words in page for words in SAID.values())


def test_a_study_without_findings_says_what_to_do(tmp_path: Path) -> None:
    study = Study.create(tmp_path / "interview_data" / "trial", Path("templates/study").resolve(), person="Kim")
    (tmp_path / "workbooks").mkdir()
    assert import_files(study, []) == []
    assert screen(study).last("snapshot")["empty"].startswith("No finding rests on a passage yet.")
