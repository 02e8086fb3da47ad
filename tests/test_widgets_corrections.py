"""The screen of corrected interviews: what waits is decided by a person, act by act, each with one undo."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from study_trial import SAID, coded, filled_study, received, tables_of, transcript

from codesign import schemas
from codesign.intake.corrections import import_correction
from codesign.journal import Change, Saved
from codesign.study import Study
from codesign.transcripts import Waiting
from codesign.widgets import correction_review, corrections
from codesign.widgets.screen import rows_of
from codesign.workbook import Workbook

FIXED = (
    transcript(1).replace("How do people", "So 😀, how do people").replace("forget the second time", "forget it twice")
)


class Page:
    """Stands for the browser."""

    def __init__(self, study: Study) -> None:
        self.study, self.heard = study, list[dict[str, Any]]()
        self.screen = screen(study)
        self.screen.view.send = self.heard.append
        self.say(type="hello")

    def say(self, **message: Any) -> dict[str, Any]:
        self.screen.receive(message)
        return self.heard[-1]

    def act(self, action: str, **content: Any) -> dict[str, Any]:
        return self.say(type="change", id=f"m{len(self.heard)}", action=action, **content)

    def item(self, identity: str) -> dict[str, Any]:
        page = next(message for message in reversed(self.heard) if "items" in message)
        return next(item for item in page["items"] if item["id"] == identity)

    def take(self, identity: str, **place: Any) -> dict[str, Any]:
        item = {**self.item(identity), **place}
        return self.act(
            "take", places=[{"coding": identity, **{name: item[name] for name in ("start", "end", "text")}}]
        )


def screen(study: Study) -> Any:
    work = Workbook(study, {}, study.root)
    return correction_review(work.corrections, on_save=work.save, on_undo=work.undo, on_redo=work.redo, study="trial")


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """The study with its first interview corrected: three codings wait."""
    made = filled_study(tmp_path)
    import_correction(made, "INT-01", received(tmp_path, "fixed.txt", FIXED))
    return made


@pytest.fixture
def page(study: Study) -> Page:
    return Page(study)


def words(study: Study, identity: str) -> str:
    rows = study.read()["codings"]
    row = rows[rows["coding_id"] == identity].iloc[0]
    return study.texts()[row["transcript_id"]][row["start"] : row["end"]]


def test_old_words_stand_beside_those_proposed_with_what_differs(page):
    item = page.item("c1-skill-gap-Ravi")
    assert "".join(part for part, _ in item["old"]) == "forget the second time"
    assert "".join(part for part, _ in item["new"]) == "forget it twice"
    assert [part.strip() for part, same in item["new"] if not same] == ["it twice"]
    assert (item["why"], item["coder"]) == ("other words stand there now", "Ravi")


def test_a_proposal_that_is_taken_stands_and_one_undo_brings_it_back(page, study):
    answer = page.take("c1-skill-gap-Ravi")
    assert (answer["type"], answer["total"]) == ("saved", 2)
    assert words(study, "c1-skill-gap-Ravi") == "forget it twice"
    assert page.act("undo")["total"] == 3
    assert page.act("redo")["total"] == 2


def test_all_proposals_that_are_shown_are_one_act(page, study):
    items = page.heard[-1]["items"]
    places = [{"coding": item["id"], **{name: item[name] for name in ("start", "end", "text")}} for item in items]
    assert page.act("take", places=places)["total"] == 0
    assert study.problems() == []
    study.undo()
    assert len(study.waiting().codings) == 3


def test_other_words_can_be_chosen_and_offsets_after_an_emoji_hold(page, study):
    found = page.say(type="find", coding="c1-skill-gap-Ravi", start=0, end=0, words="new people")
    excerpt = found["words"].encode("utf-16-le")
    start, end = (2 * (found[name] - found["from"]) for name in ("start", "end"))
    assert excerpt[start:end].decode("utf-16-le") == "new people"
    page.take("c1-skill-gap-Ravi", start=found["start"], end=found["end"])
    assert words(study, "c1-skill-gap-Ravi") == "new people"


def test_words_that_do_not_stand_there_are_told(page):
    assert page.say(type="find", coding="c1-skill-gap-Ravi", start=0, end=0, words="submarine")["words"] is None


def test_a_coding_that_is_removed_is_gone_with_one_undo(page, study):
    assert page.act("remove", coding="c1-skill-gap-Ravi")["total"] == 2
    assert "c1-skill-gap-Ravi" not in set(study.folded().table("codings")["coding_id"])
    assert page.act("undo")["total"] == 3


def test_what_somebody_decided_in_the_meantime_is_not_decided_twice(page, study):
    study.save([Change("delete", "codings", {"coding_id": "c1-skill-gap-Ravi"})])
    assert "somebody has decided this in the meantime" in page.take("c1-skill-gap-Ravi")["sentence"]
    assert "somebody has decided this in the meantime" in page.act("remove", coding="c1-skill-gap-Ravi")["sentence"]


def test_a_proposal_for_a_text_that_was_corrected_again_is_refused(page, study):
    import_correction(study, "INT-01", received(study.root, "again.txt", FIXED.replace("We purge", "We do purge")))
    page.screen.refresh()
    stale = page.take("c1-skill-gap-Ravi", text="0" * 64)
    assert "corrected again in the meantime" in stale["sentence"]


def test_a_coding_that_arrives_late_on_the_same_words_is_taken_over_by_one_button(study):
    row = {**coded(1, "every line", "tool").row, "text_sha256": ""}
    study.save([Change("put", "codings", row)])
    page = Page(study)
    assert page.heard[-1]["same"] == 1
    page.act("take_same")
    assert words(study, str(row["coding_id"])) == "every line"


def test_a_coding_that_was_put_on_anew_meanwhile_is_joined_with_it(page, study):
    place = page.item("c1-job-task-Kim")
    text = study.texts()["INT-01"]
    start = text.index("We purge")
    row = {
        "coding_id": "anew",
        "transcript_id": "INT-01",
        "start": start,
        "end": text.index("twice.") + 6,
        "code_id": "job-task",
    }
    study.save([Change("put", "codings", row)])
    page.screen.refresh()
    assert place["kind"] == "changed"
    page.take("c1-job-task-Kim")
    assert words(study, "anew").startswith("We purge")
    assert "anew" in set(study.read()["task_evidence"]["coding_id"])
    assert not set(study.read()["task_evidence"]["coding_id"]) - set(study.folded().table("codings")["coding_id"])


def test_a_coding_that_joins_one_of_another_polarity_leaves_it_in_words(page, study):
    study.save([Change("put", "codings", {"coding_id": "c1-job-task-Kim", "polarity": "contradicts", "memo": "Hm."})])
    text = study.texts()["INT-01"]
    place = {"start": text.index("We purge"), "end": text.index("twice.") + 6}
    row = {"coding_id": "anew", "transcript_id": "INT-01", **place, "code_id": "job-task", "memo": "Mine."}
    study.save([Change("put", "codings", row)])
    page.take("c1-job-task-Kim")
    kept = study.read()["codings"].set_index("coding_id").loc["anew"]
    assert (kept["polarity"], kept["memo"]) == ("supports", "Mine.\nHm.\nAs “Job task”: contradicts.")


def test_waiting_codings_that_come_to_the_same_words_in_one_act_become_one(study):
    here = transcript(1)
    for number, (said, memo) in enumerate([("every line twice", "One."), ("every line", "Two."), ("line", "Three.")]):
        place = {"start": here.index(said), "end": here.index(said) + len(said), "text_sha256": ""}
        row = {"coding_id": f"w{number}", "transcript_id": "INT-01", "code_id": "tool", **place, "memo": memo}
        link = {"task_id": "A1", "coding_id": f"w{number}"}
        study.save([Change("put", "codings", row), Change("put", "task_evidence", link)])
    page = Page(study)
    same = {name: page.item("w0")[name] for name in ("start", "end", "text")}
    answer = page.act("take", places=[{"coding": f"w{number}", **same} for number in (0, 1, 2, 2)])
    assert answer["said"].startswith("3 codings taken over")
    kept = study.read()["codings"].query("code_id == 'tool'")
    assert (kept["coding_id"].tolist(), kept["memo"].tolist()) == (["w0"], ["One.\nTwo.\nThree."])
    linked = {one for one in study.read()["task_evidence"]["coding_id"] if one.startswith("w")}
    assert (words(study, "w0"), linked) == ("every line twice", {"w0"})
    page.act("undo")
    assert set(study.waiting().codings["coding_id"]) >= {"w0", "w1", "w2"}


def test_a_thousand_codings_are_taken_over_without_looking_at_all_others_for_each(monkeypatch):
    codings = [coding_at(f"s{one}", "INT-02", one) for one in range(1000)]
    waiting = [{**coding_at(f"w{one}", "INT-01", one), "text_sha256": "before"} for one in range(100)]
    text = " ".join(f"word{one:03d}" for one in range(500))
    tables = tables_of(transcripts=[{"transcript_id": name} for name in ("INT-01", "INT-02")], codings=codings)
    waits = Waiting(schemas.frame("codings", waiting), schemas.empty("speakers"), {("INT-01", "before"): text})
    counted: list[int] = []
    monkeypatch.setattr(corrections, "rows_of", lambda table: counted.append(len(table)) or rows_of(table))
    saved: list[list[Change]] = []
    review = correction_review(
        lambda: (tables, {"INT-01": text}, waits),
        on_undo=lambda: None,
        on_redo=lambda: None,
        on_save=lambda changes: saved.append(changes) or Saved("g", "10:00:00", 1),
    )
    review.change({"action": "take_same"})
    assert len(saved[0]) == 100
    assert sum(counted) < 3000


def coding_at(identity: str, transcript_id: str, start: int) -> dict[str, Any]:
    return {"coding_id": identity, "transcript_id": transcript_id, "start": 8 * start, "end": 8 * start + 39,
            "code_id": "tool", "coder": "Kim"}  # fmt: skip


def test_rows_for_turns_are_named_anew(tmp_path):
    made = filled_study(tmp_path)
    row = {"transcript_id": "INT-01", "speaker": "turn 2", "role": "respondent", "participant_id": "P-01"}
    made.save([Change("put", "speakers", row)])
    text = transcript(1).replace("twice, and new people", "twice.\n\nInterviewer: Well?\n\nEmployer 01: And new people")
    import_correction(made, "INT-01", received(tmp_path, "fixed.txt", text))
    page = Page(made)
    (turn,) = page.heard[-1]["turns"]
    assert "Not saved: write “turn 12”" in page.act("turns", row=turn["id"], speaker="turns 3-99")["sentence"]
    assert page.act("turns", row=turn["id"], speaker="turns 2-4")["turns"] == []
    assert "turns 2-4" in set(made.read()["speakers"]["speaker"])


def said_by(study: Study) -> dict[str, str]:
    rows = study.folded().table_rows("speakers")
    return {row["speaker"]: row["participant_id"] for row in rows if row["speaker"].startswith("turn")}


def of_turn(speaker: str, who: str) -> Change:
    row = {"transcript_id": "INT-01", "speaker": speaker, "role": "respondent", "participant_id": who}
    return Change("put", "speakers", row)


def test_a_row_for_turns_that_somebody_wrote_meanwhile_is_never_written_over(tmp_path):
    made = filled_study(tmp_path)
    made.save([of_turn("turn 2", "P-01")])
    text = transcript(1).replace("twice, and new people", "twice.\n\nInterviewer: Well?\n\nEmployer 01: And new people")
    import_correction(made, "INT-01", received(tmp_path, "fixed.txt", text))
    made.save([of_turn("turn 4", "P-02")])
    page = Page(made)
    (turn,) = page.heard[-1]["turns"]
    for name in ("turn 4", "Turns 4-4"):
        assert "“turn 4” is said to be P-02 already" in page.act("turns", row=turn["id"], speaker=name)["sentence"]
    assert said_by(made) == {"turn 2": "P-01", "turn 4": "P-02"}
    assert page.act("turns", row=turn["id"], speaker="turn 3")["type"] == "saved"
    assert said_by(made) == {"turn 3": "P-01", "turn 4": "P-02"}


def test_a_row_for_turns_does_not_take_the_name_of_one_that_waits_too(tmp_path):
    made = filled_study(tmp_path)
    made.save([of_turn("turn 2", "P-01"), of_turn("turn 3", "P-02")])
    text = transcript(1).replace(SAID[1], "Other words altogether.").replace("Thank you", "Many thanks to all of you")
    import_correction(made, "INT-01", received(tmp_path, "fixed.txt", text), is_another=True)
    page = Page(made)
    first, _ = page.heard[-1]["turns"]
    assert "“turn 3” waits too" in page.act("turns", row=first["id"], speaker="turn 3")["sentence"]
    assert said_by(made) == {"turn 2": "P-01", "turn 3": "P-02"}


def test_the_static_page_counts_and_holds_no_words(study):
    html = screen(study).static()._repr_html_()
    assert "Other words" in html
    assert "forget" not in html
    assert "forget" not in str(screen(study).view.get_state())


def test_nothing_waits_is_said_only_when_nothing_does(study, tmp_path_factory):
    told = "Nothing waits: every coding stands on the words it was put on."
    assert told not in screen(study).static()._repr_html_()
    study.undo()
    assert told in screen(study).static()._repr_html_()


def test_the_words_of_somebody_who_withdrew_are_not_shown(study):
    path = study.folder / "participants.csv"
    path.write_text(path.read_text("utf-8").replace("organisation", "withdrawn"), encoding="utf-8")
    assert Page(study).heard[-1]["items"] == []


def test_an_interview_in_which_a_second_voice_withdrew_is_not_shown(study):
    study.save(
        [
            Change(
                "put",
                "speakers",
                {"transcript_id": "INT-01", "speaker": "turn 3", "role": "respondent", "participant_id": "P-05"},
            )
        ]
    )
    assert "P-05" in set(study.read()["segments"].query("transcript_id == 'INT-01'")["participant_id"])
    assert Page(study).heard[-1]["items"] == []
