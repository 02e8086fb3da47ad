"""The screen where a team decides: what it sends, what it saves in one act, what it refuses, what it never carries."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from study_trial import SAID as SPOKEN
from study_trial import filled_study, received, tables_of, transcript
from test_widgets import Browser, Store

from codesign import agreement, coding, widgets
from codesign.intake.corrections import import_correction
from codesign.study import Study
from codesign.workbook import Workbook

TEXT = "Interviewer: What is hard?\n\nAna: Zirconium 😀 valves leak. Nobody purges twice. It is cold here.\n"
SAID = {"leak": "Zirconium 😀 valves leak", "more": "valves leak. Nobody purges", "cold": "It is cold here."}
WORDS = {name: (TEXT.index(words), TEXT.index(words) + len(words)) for name, words in SAID.items()}


def coded(coder: str, words: str, code: str) -> dict[str, Any]:
    start, end = WORDS[words]
    return {"coding_id": f"{coder}-{code}-{words}", "transcript_id": "I1", "start": start, "end": end, "code_id": code,
            "coder": coder, "memo": f"note of {coder}"}  # fmt: skip


def store(consent: str = "unnamed") -> Store:
    said = TEXT.index("Zirconium")
    return Store(tables_of(
        participants=[{"participant_id": "P1", "employer": "Employer 1", "sector": "hydrogen", "consent": consent}],
        transcripts=[{"transcript_id": "I1", "participant_id": "P1"}],
        segments=[{"segment_id": "I1-1", "transcript_id": "I1", "position": 1, "start": 13, "end": 26,
                   "speaker": "Interviewer", "role": "interviewer"},
                  {"segment_id": "I1-2", "transcript_id": "I1", "position": 2, "start": said, "end": len(TEXT) - 1,
                   "speaker": "Ana", "role": "respondent", "participant_id": "P1", "time": "00:01"}],
        codes=[{"code_id": "gap", "name": "Skill gap", "family": "skill-gap", "definition": "What they cannot do"},
               {"code_id": "tool", "name": "Tool", "family": "tool"}],
        codings=[coded("Ana", "leak", "gap"), coded("Ben", "more", "gap"), coded("Ben", "cold", "tool")],
    ))  # fmt: skip


class Team(Browser):
    """A browser on the screen of a store."""

    def __init__(self, kept: Store) -> None:
        self.kept = kept
        super().__init__(
            widgets.reconcile(
                kept.tables, {"I1": TEXT}, person="Kim", on_save=kept.save, refresh=lambda: (kept.tables, {"I1": TEXT})
            )
        )

    def item(self, code: str) -> str:
        return next(one["id"] for one in self.screen.snapshot()["items"] if one["code"] == code)

    def opened(self, code: str) -> dict[str, Any]:
        self.say({"type": "open", "item": self.item(code)})
        return self.last("item")

    def decide(self, code: str, decision: str, identity: str = "m1", **more: Any) -> dict[str, Any]:
        return self.change(identity, action="decide", item=self.item(code), decision=decision, **more)


@pytest.fixture
def team() -> Team:
    return Team(store())


def test_the_list_has_each_passage_with_a_few_words_and_the_rest_comes_when_it_is_opened(team: Team) -> None:
    gap, tool = sorted(team.last("snapshot")["items"], key=lambda one: one["code"])
    assert (gap["kind"], gap["coders"], gap["time"]) == ("boundaries", ("Ana", "Ben"), "00:01")
    assert (tool["words"], tool["others"]) == ("It is cold here.", ("Ana",))
    opened = team.opened("gap")
    assert opened["turns"][0]["parts"] == ["", "Zirconium 😀 valves leak. Nobody purges", " twice. It is cold here."]
    assert [(one["coder"], one["codings"][0]["words"]) for one in opened["put"]] == [
        ("Ana", "Zirconium 😀 valves leak"), ("Ben", "valves leak. Nobody purges"),
    ]  # fmt: skip


def test_boundaries_can_be_as_a_coder_has_it_what_all_have_all_of_it_or_the_answer(team: Team) -> None:
    assert [(one["label"], one["words"]) for one in team.opened("gap")["spans"]] == [
        ("as Ana has it", "Zirconium 😀 valves leak"),
        ("as Ben has it", "valves leak. Nobody purges"),
        ("only what all of them have", "valves leak"),
        ("everything one of them has", "Zirconium 😀 valves leak. Nobody purges"),
        ("the whole answer", "Zirconium 😀 valves leak. Nobody purges twice. It is cold here."),
    ]


def test_decision_reason_and_amended_definition_are_one_act(team: Team) -> None:
    answer = team.decide("gap", "boundaries", span=2, reason="Only this ", amended={"definition": "What is missing"})
    assert answer["type"] == "saved"
    (act,) = team.kept.saved
    assert [(one.op, one.table) for one in act] == [("put", "reconciliations"), ("put", "codes")]
    row = team.kept.tables["reconciliations"].iloc[0]
    assert (TEXT[row["agreed_start"] : row["agreed_end"]], row["reason"], row["decided_by"], row["coders"]) == (
        "valves leak",
        "Only this",
        "Kim",
        "Ana; Ben",
    )
    assert act[1].row == {"code_id": "gap", "definition": "What is missing"}
    spans = {TEXT[start:end] for start, end in coding.attributed(team.kept.tables)[["start", "end"]].to_numpy()}
    assert spans == {"valves leak", "It is cold here."}


def test_a_passage_put_for_and_against_is_decided_for_one_of_them() -> None:
    kept = store()
    rows = kept.tables["codings"]
    rows.loc[rows["coding_id"] == "Ben-gap-more", ["start", "end", "polarity"]] = [*WORDS["leak"], "contradicts"]
    team = Team(kept)
    kinds = {one["code"]: one["kind"] for one in team.last("snapshot")["items"]}
    assert kinds == {"gap": "polarity", "tool": "missing"}
    assert "support, qualify or contradict" in team.decide("gap", "keep")["sentence"]
    assert team.decide("gap", "keep", "m2", polarity="qualifies")["type"] == "saved"
    assert team.opened("gap")["decided"]["agreed_polarity"] == "qualifies"
    assert set(coding.attributed(kept.tables).query("code_id == 'gap'")["polarity"]) == {"qualifies"}
    team.decide("gap", "remove", "m3", polarity="qualifies")
    assert team.opened("gap")["decided"]["agreed_polarity"] == ""


def test_undo_takes_back_the_decision_and_the_definition_together(team: Team) -> None:
    before = team.kept.tables
    team.decide("gap", "remove", amended={"definition": "Other words"})
    assert team.change("m2", action="undo")["said"] == "Undone."
    assert team.kept.tables["reconciliations"].empty
    assert team.kept.tables["codes"].equals(before["codes"])
    assert team.change("m3", action="undo")["said"] == "There is nothing to undo."


def test_nobodys_coding_changes(team: Team) -> None:
    before = team.kept.tables["codings"]
    for number, (code, decision) in enumerate([("gap", "remove"), ("tool", "keep")]):
        assert team.decide(code, decision, f"m{number}")["type"] == "saved"
    assert team.kept.tables["codings"].equals(before)
    assert set(team.kept.tables["reconciliations"]["decision"]) == {"remove", "keep"}


def test_a_decision_is_changed_and_taken_back_under_one_id(team: Team) -> None:
    team.decide("tool", "remove")
    team.decide("tool", "keep", "m2", reason="It is said")
    assert team.kept.tables["reconciliations"][["decision", "reason"]].values.tolist() == [["keep", "It is said"]]
    assert team.opened("tool")["decided"]["decided_by"] == "Kim"
    assert team.change("m3", action="withdraw", item=team.item("tool"))["type"] == "saved"
    assert team.kept.tables["reconciliations"].empty


def test_two_people_who_decide_the_same_passage_write_the_same_row(team: Team) -> None:
    other = Team(store())
    team.decide("gap", "keep")
    other.decide("gap", "remove")
    ids = {one.kept.tables["reconciliations"]["reconciliation_id"].iloc[0] for one in (team, other)}
    assert len(ids) == 1


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"decision": "other code", "other": "gap"}, "choose the other code"),
        ({"decision": "other code", "other": "nonsense"}, "choose the other code"),
        ({"decision": "boundaries", "span": 9}, "choose where"),
        ({"decision": "boundaries"}, "choose where"),
        ({"decision": "perhaps"}, "is not allowed"),
    ],
)
def test_what_is_no_decision_is_refused_with_a_sentence(team: Team, wrong: dict[str, Any], told: str) -> None:
    answer = team.change("m1", action="decide", item=team.item("gap"), **wrong)
    assert answer["type"] == "refused"
    assert told in answer["sentence"]
    assert team.kept.saved == []


def test_a_passage_somebody_changed_in_the_meantime_is_refused(team: Team) -> None:
    item = team.item("tool")
    team.kept.tables = {**team.kept.tables, "codings": team.kept.tables["codings"].iloc[:2]}
    team.say({"type": "refresh"})
    assert team.last("items")["removed"] == [item]
    assert "in the meantime" in team.change("m1", action="decide", item=item, decision="keep")["sentence"]


def opened_study(folder: Path, *, is_live: bool = True) -> tuple[Study, Browser]:
    """The small study, and a browser on what its two coders put differently in INT-01."""
    study = filled_study(folder)
    work = Workbook(study, {}, study.root)
    screen = widgets.reconcile(
        work.everything, work.texts, person="Kim", on_save=work.save, refresh=work.reread if is_live else None
    )
    return study, Browser(screen)


def correct(study: Study) -> None:
    text = transcript(1).replace("How do people", "So, how do people")
    assert import_correction(study, "INT-01", received(study.root, "fixed.txt", text)).is_in


def decide_first(browser: Browser, identity: str) -> dict[str, Any]:
    item = min(one["id"] for one in browser.screen.snapshot()["items"])
    return browser.change(identity, action="decide", item=item, decision="keep")


def test_a_decision_on_a_text_that_was_corrected_in_the_meantime_is_refused(tmp_path: Path) -> None:
    study, browser = opened_study(tmp_path)
    correct(study)
    assert "the text of INT-01 was corrected in the meantime" in decide_first(browser, "m1")["sentence"]
    assert study.folded().table("reconciliations").empty
    assert browser.last("items")["removed"]
    assert decide_first(browser, "m2")["type"] == "saved"
    row = study.read()["reconciliations"].iloc[0]
    assert study.texts()["INT-01"][row["start"] : row["end"]] == SPOKEN[1]


def test_a_decision_says_which_text_it_was_made_on_and_counts_in_no_other(tmp_path: Path) -> None:
    study, browser = opened_study(tmp_path, is_live=False)
    correct(study)
    assert decide_first(browser, "m1")["type"] == "saved"
    assert study.folded().table("reconciliations")["text_sha256"].tolist() == [""]
    assert study.read()["reconciliations"].empty


def test_without_a_live_workbook_there_are_counts_by_code_and_no_words(team: Team) -> None:
    team.decide("tool", "keep")
    shown = team.screen.static()._repr_html_()
    assert "Where coders differ, by code" in shown
    assert "Zirconium" not in shown
    assert "cold" not in shown
    assert "note of" not in shown


def test_no_words_are_in_the_state_of_the_screen(team: Team) -> None:
    team.opened("gap")
    state = json.dumps({name: str(value) for name, value in team.screen.view.get_state().items() if name[0] != "_"})
    assert "Zirconium" not in state


def test_interviews_of_people_who_withdrew_are_not_shown() -> None:
    gone = Team(store("withdrawn"))
    assert gone.last("snapshot")["items"] == []
    assert "Nothing to talk over" in str(gone.screen.static())


def test_agreement_stays_what_it_was(team: Team) -> None:
    before = agreement.by_code(team.kept.tables)
    team.decide("gap", "boundaries", span=3)
    assert agreement.by_code(team.kept.tables).equals(before)
