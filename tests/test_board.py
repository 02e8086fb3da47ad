"""The task board without a screen: every act, what it writes, what is said of it, and that it can be taken back."""

from __future__ import annotations

import random
from typing import Any

import pytest
from board_trial import Board, chart_of_six, empty_board, some_act
from study_trial import filled_study, tables_of

from codesign import board, schemas
from codesign.board import BoardError
from codesign.board.chart import chart_of
from codesign.board.likeness import Repeats, groups, stems
from codesign.board.positions import STEP, placed
from codesign.board.words import cardinal, named, ordinal
from codesign.journal import Change
from codesign.market import stem

SAFE, RUN = "Make it safe", "Run it"


# places -----------------------------------------------------------------------------------------------------


def test_a_move_into_room_writes_one_row():
    assert placed(["b", "a", "c"], {"a"}, {"a": 10, "b": 20, "c": 30}) == {"a": 25}


def test_a_move_to_either_end_writes_one_row_however_dense_the_rest_is():
    dense = {"a": 1, "b": 2, "c": 3}
    assert placed(["c", "a", "b"], {"c"}, dense) == {"c": 1 - STEP}
    assert placed(["b", "c", "a"], {"a"}, dense) == {"a": 3 + STEP}


def test_where_there_is_no_room_as_few_neighbours_as_it_takes_go_along():
    dense = {one: at for at, one in enumerate("abcdefgh", 1)}
    written = placed(list("ahbcdefg"), {"h"}, dense)
    assert set(written) == {"h", "a"}
    order = sorted("abcdefgh", key=lambda one: {**dense, **written}[one])
    assert order == list("ahbcdefg")


def test_equal_positions_of_an_old_study_stay_equal_but_for_those_beside_what_is_moved():
    zeros = dict.fromkeys("abcdef", 0)
    assert placed(list("fabcde"), {"f"}, zeros) == {"f": -STEP}
    written = placed(list("abfcde"), {"f"}, zeros)
    assert sorted(written) == ["a", "b", "f"]
    assert written["a"] < written["b"] < written["f"] < 0


@pytest.mark.parametrize("seed", range(20))
def test_whatever_is_moved_whereto_the_order_holds(seed: int):
    dice = random.Random(seed)
    names = [f"t{at:02d}" for at in range(dice.randint(1, 12))]
    positions = {one: dice.choice((0, 0, 1, 2, 5, 10, 40)) for one in names}
    order = sorted(names, key=lambda one: (positions[one], one))
    moved = dice.sample(names, dice.randint(1, len(names)))
    staying = [one for one in order if one not in moved]
    place = dice.randint(0, len(staying))
    wanted = [*staying[:place], *moved, *staying[place:]]
    written = placed(wanted, set(moved), positions)
    assert sorted(names, key=lambda one: ({**positions, **written}[one], one)) == wanted


def test_words_for_places_and_numbers():
    assert [ordinal(one) for one in (1, 10, 11, 12, 22, 103)] == ["first", "tenth", "11th", "12th", "22nd", "103rd"]
    assert (cardinal(4), cardinal(1400)) == ("four", "1,400")
    assert (named(["A1", "B2"]), named(["A1"] * 7)) == ("A1 and B2", "7 tasks")


# tasks and duties --------------------------------------------------------------------------------------------


def test_a_board_begins_with_nothing():
    one = empty_board()
    assert one.act("add_duty", title=" Make  it safe ") == "Added the duty “Make it safe”."
    assert one.act("add_task", duty=one.id_of(SAFE), label="Lock out skid") == "Added “Lock out skid” to Make it safe."
    assert one.act("add_task", label="Look around") == "Added “Look around” to Without a duty."
    assert one.chart() == {SAFE: ["Lock out skid"], "Without a duty": ["Look around"]}
    assert one.numbers() == ["A1", "T1"]


def test_what_has_no_words_is_refused_with_a_sentence():
    one = empty_board()
    for action in ("add_duty", "add_task", "list_add"):
        with pytest.raises(BoardError, match="Nothing was changed"):
            one.act(action, kind="trends", title=" ", label="", text="\n")
    with pytest.raises(BoardError, match="taken away meanwhile"):
        one.act("move", tasks=["task-0000000000000000"], duty="")


def test_a_move_says_where_the_card_is_now_and_a_new_duty_gives_a_new_number():
    one = chart_of_six()
    said = one.act("move", tasks=[one.id_of(f"{SAFE}, third")], duty=one.id_of(SAFE), place=1)
    assert said == "A3 is now second of three in Make it safe."
    assert one.writes == 1
    one.act("move", tasks=[one.id_of(f"{SAFE}, third")], duty=one.id_of(RUN), place=0)
    assert one.chart()[RUN][0] == f"{SAFE}, third"
    assert one.numbers() == ["A1", "A2", "B4", "B1", "B2", "B3"]
    assert one.view()["cards"][one.id_of(f"{SAFE}, third")]["was"] == "A3"


def test_several_cards_move_together_in_the_order_they_are_named():
    one = chart_of_six()
    moved = [one.id_of(f"{RUN}, third"), one.id_of(f"{SAFE}, first")]
    assert one.act("move", tasks=moved, duty=one.id_of(RUN), place=1).startswith("B3 and A1 are now second of four")
    assert one.chart()[RUN] == [f"{RUN}, first", f"{RUN}, third", f"{SAFE}, first", f"{RUN}, second"]


def test_duties_are_moved_worded_and_taken_away_only_with_a_word_on_their_tasks():
    one = chart_of_six()
    run = one.id_of(RUN)
    assert one.act("move_duty", duty=run, place=0) == "Run it is now first of two duties."
    assert one.act("word_duty", duty=run, title="Run the plant") == "B is “Run the plant” now."
    with pytest.raises(BoardError, match="Run the plant has 3 tasks"):
        one.act("drop_duty", duty=run)
    one.act("drop_duty", duty=run, keep_tasks=True)
    assert list(one.chart()) == [SAFE, "Without a duty"]
    assert len(one.chart()["Without a duty"]) == 3


def test_a_card_is_worded_and_says_of_the_first_day():
    one = chart_of_six()
    task = one.id_of(f"{SAFE}, first")
    one.act("word", task=task, label="Lock out skid")
    one.act("word", task=task, statement="Lock out the skid.")
    one.act("entry", task=task, value=True)
    card = one.view()["cards"][task]
    assert (card["label"], card["statement"], card["entry"]) == ("Lock out skid", "Lock out the skid.", True)
    one.act("entry", task=task, value=None)
    assert one.view()["cards"][task]["entry"] is None


# what hangs on a task ----------------------------------------------------------------------------------------


@pytest.fixture
def five(tmp_path: Any) -> Board:
    """The study of five people: one task with evidence, ratings and a competency, and a second one beside it."""
    study = filled_study(tmp_path)
    one = Board(study.read(), study.texts())
    one.act("add_task", duty="A", label="Vent a line", codings=["c1-skill-gap-Kim"])
    return one


def test_a_card_says_who_is_for_it_how_it_is_rated_and_what_the_rule_decides(five: Board):
    card = five.view()["cards"]["A1"]
    assert card["evidence"] == "3 of 3 for · a union"
    assert card["rating"] == "importance 5.0 · 3 raters"
    assert (card["decision"]["kind"], card["decision"]["by"]) == ("train", "rule")
    new = five.view()["cards"][five.id_of("Vent a line")]
    assert (new["evidence"], new["marks"]) == ("1 of 3 for", ["thin"])
    assert new["missing"] == ["has no full statement", "nobody rated it"]
    assert five.view()["duties"]["A"]["weight"] == "100 %, 1 of 2 tasks rated"


def test_joined_tasks_share_passages_and_competencies_and_ratings_are_not_averaged(five: Board):
    said = five.act("merge", tasks=["A1"], into=five.id_of("Vent a line"), label="Purge and vent a line")
    assert said == (
        "A1 is part of A2 now, with its passages. 3 ratings of A1 are not taken over; the journal keeps them."
    )
    task = five.id_of("Purge and vent a line")
    rows = five.own.rows
    assert {row["task_id"] for row in rows.of("task_evidence").values()} == {task}
    assert [row["task_id"] for row in rows.of("competency_tasks").values()] == [task]
    assert not rows.of("ratings")
    assert list(five.own.tasks) == [task]
    with pytest.raises(BoardError, match="Choose another task"):
        five.act("merge", tasks=[task], into=task)


def test_a_task_is_split_and_each_part_gets_the_passages_named(five: Board):
    parts = [
        {"label": "Purge a line", "statement": "", "codings": ["c1-job-task-Kim"]},
        {"label": "Prove a line", "statement": "Prove a line.", "codings": ["c2-job-task-Kim", "c1-job-task-Kim"]},
    ]
    said = five.act("split", task="A1", parts=parts)
    assert said == "A1 is two tasks now: “Purge a line” and “Prove a line”. Its ratings stay with the first."
    assert five.chart()["Keep lines safe"] == ["Purge a line", "Prove a line", "Vent a line"]
    assert set(five.own.facts.linked(five.id_of("Prove a line"))) == {"c1-job-task-Kim", "c2-job-task-Kim"}
    assert "c2-job-task-Kim" not in five.own.facts.linked("A1")
    assert len(five.own.facts.linked("A1")) == 4
    assert five.view()["cards"]["A1"]["rating"] == "importance 5.0 · 3 raters"


def test_a_task_goes_with_everything_that_hangs_on_it_and_that_is_told(five: Board):
    said = five.act("drop", tasks=["A1"])
    assert said == (
        "A1 is taken away, with 5 ties to passages, 3 ratings and 1 tie to a competency. Undo brings it back."
    )
    tables = five.own.rows.tables()
    assert schemas.reference_problems({name: tables[name] for name in board.TABLES if name in tables} | tables) == []


def test_passages_are_put_on_a_card_and_taken_off(five: Board):
    task = five.id_of("Vent a line")
    assert five.act("link", codings=["c2-job-task-Kim", "c4-job-task-Kim"], task=task) == "2 passages are on A2."
    assert five.view()["cards"][task]["evidence"] == "2 of 3 for · a union"
    assert five.act("unlink", codings=["c2-job-task-Kim"], task=task) == "1 passage is no longer on A2."
    assert five.view()["cards"][task]["evidence"] == "1 of 3 for · a union"


def test_all_coders_codings_of_the_same_words_go_together_whatever_their_codes(five: Board):
    task = five.id_of("Vent a line")
    assert set(five.own.facts.linked(task)) == {"c1-job-task-Kim", "c1-skill-gap-Kim", "c1-skill-gap-Ravi"}


def test_a_withdrawn_persons_words_count_nowhere_and_lie_nowhere(five: Board):
    lying = [one for row in five.own.facts.evidence.beside for one in row["coding_ids"]]
    assert "c5-job-task-Kim" not in lying
    assert five.view()["waiting"] == 0
    five.act("drop", tasks=["A1"])
    assert five.view()["waiting"] == 3


# judging -----------------------------------------------------------------------------------------------------


def test_a_decision_otherwise_needs_a_reason_and_can_be_left_to_the_rule_again(five: Board):
    with pytest.raises(BoardError, match="Say why"):
        five.act("decide", task="A1", decision="no train", reason=" ")
    assert (
        five.act("decide", task="A1", decision="no train", reason="Taught at work.") == "A1: the team decided no train."
    )
    decision = five.view()["cards"]["A1"]["decision"]
    assert (decision["kind"], decision["by"]) == ("no train", "team")
    assert decision["reason"].startswith("Taught at work. (The rule alone:")
    row = next(iter(five.own.rows.of("task_decisions").values()))
    assert (row["decided_by"], row["decided_on"]) == ("Kim", "2026-11-29")
    five.act("decide", task="A1", decision="")
    assert five.view()["cards"]["A1"]["decision"]["by"] == "rule"


def test_a_remark_that_was_set_aside_stands_again_when_the_wording_changes(five: Board):
    five.act("word", task="A1", label="Effectively purge a line", statement="")
    remarks = board.remarks_on(five.own, five.own.tasks["A1"])
    rule = remarks[0]["rule"]
    before = five.view()["cards"]["A1"]["remarks"]
    five.act("set_aside", task="A1", rule=rule, reason="They say it so.")
    assert five.view()["cards"]["A1"]["remarks"] < before
    aside = board.remarks_on(five.own, five.own.tasks["A1"])[0]["set_aside"]
    assert aside == {"by": "Kim", "on": "2026-11-29", "reason": "They say it so."}
    five.act("word", task="A1", label="Effectively purge each line")
    assert five.view()["cards"]["A1"]["remarks"] == before
    five.act("word", task="A1", label="Effectively purge a line")
    five.act("set_aside", task="A1", rule=rule, reason="")
    assert not five.own.rows.of("wording_overrides")


def test_ratings_are_from_1_to_5_and_blank_means_cannot_say(five: Board):
    five.act("rate", task="A1", rater="R-0", values={"importance": "2", "frequency": ""})
    body = board.opened(five.own, "A1")
    assert body["own"]["R-0"] | {"comment": ""} == {
        "importance": "2", "frequency": "", "difficulty": "4", "done_here": "", "first_day": "", "comment": ""
    }  # fmt: skip
    five.act("rate", task="A1", rater="R-0", values={"done_here": "no", "comment": "Seldom."})
    assert board.opened(five.own, "A1")["comments"] == [{"who": "R-0", "text": "Seldom."}]
    assert body["ratings"][0]["counts"] == [0, 1, 0, 0, 2]
    for values in ({"importance": "6"}, {"importance": "4-5"}, {"first_day": "7"}, {"beauty": "1"}):
        with pytest.raises(BoardError, match="Nothing was changed"):
            five.act("rate", task="A1", rater="R-0", values=values)
    with pytest.raises(BoardError, match="Choose who rates"):
        five.act("rate", task="A1", rater="", values={"importance": "1"})


def test_a_rater_made_on_a_screen_is_called_by_a_number(five: Board):
    rater = "rater-0123456789abcdef"
    five.own.apply([Change("put", "raters", {"rater_id": rater, "employer": "Employer 09"})])
    five.own.replace(five.own.rows.tables(), five.own.texts)
    assert {"value": rater, "label": "R-03 Employer 09"} in five.view()["raters"]
    assert five.act("rate", task="A1", rater=rater, values={"importance": "3"}) == "A1 is rated by R-03."


def test_a_rating_of_words_that_changed_since_is_shown_as_such(five: Board):
    five.act("rate", task="A1", rater="R-0", values={"importance": "2"})
    assert board.opened(five.own, "A1")["stale"] == ""
    five.act("word", task="A1", statement="Purge a line three times.")
    assert board.opened(five.own, "A1")["stale"] == "1 of 3 ratings answer an earlier wording."


def test_an_opened_card_tells_everything_of_its_task(five: Board):
    body = board.opened(five.own, "A1")
    assert [quote["who"] for quote in body["quotes"]] == ["Employer 01", "Employer 02", "Employer 03", "Local 12"]
    assert body["uncounted"].startswith("1 coding tied to it does not count here")
    assert body["used"] == ["C-01"]
    assert body["criticality"] == "criticality .75, first of 1"
    assert body["decision"]["why"] == "important (5.0), difficult (4.0) and frequent (4.0), 3 raters: train"
    assert body["flips"] == "Would not change at ±.25."


# lists and proposals -----------------------------------------------------------------------------------------


def test_the_lists_beside_the_chart_are_kept_in_order_with_who_names_what(five: Board):
    five.act("list_add", kind="trends", text="Hydrogen blends", codings=["c1-job-task-Kim"])
    five.act("list_add", kind="trends", text="Remote control", place=0)
    lines = next(one for one in five.view()["lists"] if one["kind"] == "trends")["items"]
    assert [(one["text"], one["evidence"]) for one in lines] == [
        ("Remote control", ""),
        ("Hydrogen blends", "1 of 3 employers"),
    ]
    first = lines[0]["id"]
    five.act("list_move", item=first, place=1)
    five.act("list_word", item=first, text="Control from afar")
    five.act("list_link", item=first, codings=["c2-job-task-Kim"])
    lines = next(one for one in five.view()["lists"] if one["kind"] == "trends")["items"]
    assert [one["text"] for one in lines] == ["Hydrogen blends", "Control from afar"]
    five.act("list_drop", item=first)
    assert not [row for row in five.own.rows.of("side_list_evidence").values() if row["item_id"] == first]


def proposing(**row: str) -> Board:
    proposal = {"proposal_id": "proposal-1", "text": "Purge a line with nitrogen", "came_from": "employer", **row}
    return Board(tables_of(
        duties=[{"duty_id": "A", "title": "Keep lines safe"}],
        tasks=[{"task_id": "A1", "duty_id": "A", "label": "Purge lines with nitrogen", "position": 0}],
        task_proposals=[proposal],
    ))  # fmt: skip


def test_a_proposal_waits_with_who_made_it_and_what_it_resembles():
    one = proposing(named="Employer 04", duty_id="A")
    waiting = one.view()["proposals"][0]
    assert proposing(came_from="posting", named="7 of 40 postings").view()["proposals"][0]["who"] == "7 of 40 postings"
    assert (waiting["who"], waiting["under"]) == ("an employer (Employer 04)", "A. Keep lines safe")
    assert [task["number"] for task in waiting["alike"]] == ["A1"]


def test_a_proposal_becomes_a_task_joins_one_or_is_left_out_with_a_reason():
    one = proposing(duty_id="A")
    one.act("propose", proposal="proposal-1", outcome="made a task", label="Purge with nitrogen")
    assert one.chart()["Keep lines safe"] == ["Purge lines with nitrogen", "Purge with nitrogen"]
    assert one.view()["proposals"] == []
    with pytest.raises(BoardError, match="was made a task meanwhile"):
        one.act("propose", proposal="proposal-1", outcome="left out", reason="no")
    other = proposing()
    other.act("propose", proposal="proposal-1", outcome="joined to a task", task="A1")
    assert other.own.rows.of("task_proposals")["proposal-1"]["task_id"] == "A1"
    third = proposing()
    with pytest.raises(BoardError, match="Say why"):
        third.act("propose", proposal="proposal-1", outcome="left out")
    third.act("propose", proposal="proposal-1", outcome="left out", reason="Not of this job.")
    assert third.view()["proposals"] == []


def test_a_task_that_a_proposal_became_lets_it_wait_again_when_it_is_taken_away():
    one = proposing(duty_id="A")
    one.act("propose", proposal="proposal-1", outcome="made a task")
    one.act("drop", tasks=[one.id_of("Purge a line with nitrogen")])
    assert [waiting["id"] for waiting in one.view()["proposals"]] == ["proposal-1"]


# any acts ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_done_every_task_stands_once_numbers_are_unique_and_undo_leads_back(seed: int):
    dice = random.Random(seed)
    one = chart_of_six() if seed % 3 else empty_board()
    first = one.view()
    begun = len(one.before)
    for _ in range(25):
        action, asked = some_act(one.own, dice)
        one.act(action, **asked)
        placed_tasks = [task for duty in one.own.chart.rows for task in one.own.chart.of(duty)]
        assert sorted(placed_tasks) == sorted(one.own.tasks)
        numbers = one.numbers()
        assert len(numbers) == len(set(numbers))
        assert one.own.chart == chart_of(one.own.duties, one.own.tasks, one.own.numbers)
    while len(one.before) > begun:
        one.undo()
    assert one.view() == first


# likeness ----------------------------------------------------------------------------------------------------


def test_tasks_that_nearly_repeat_each_other_are_the_same_as_when_all_are_held_against_all():
    dice = random.Random(4)
    words = [f"{a}{b}{c}" for a in "bdfgk" for b in "aeo" for c in "lmnr"]
    texts = {f"t{at}": " ".join(dice.sample(words[:25], dice.randint(1, 7))) for at in range(120)}
    repeats = Repeats(0.6)
    repeats.of(dict.fromkeys(list(texts)[:40], "elsewhere altogether"))
    near = repeats.of(texts)

    def share(one: str, other: str) -> float:
        bags = stems(texts[one]), stems(texts[other])
        return len(bags[0] & bags[1]) / len(bags[0] | bags[1])

    expected = {one: {two for two in texts if two != one and share(one, two) >= 0.6} for one in texts}
    assert {one: set(others) for one, others in near.items()} == {one: two for one, two in expected.items() if two}


def test_a_task_that_repeats_another_says_which():
    one = chart_of_six()
    first, second = one.id_of(f"{SAFE}, first"), one.id_of(f"{RUN}, third")
    one.act("word", task=first, label="Purge the hydrogen line", statement="")
    one.act("word", task=second, label="Purge hydrogen lines", statement="")
    assert one.view()["cards"][first]["alike"] == [second]
    one.act("word", task=second, label="Calibrate a detector")
    assert one.view()["cards"][first]["alike"] == []


def test_passages_of_the_same_words_lie_together_and_the_rest_by_themselves():
    texts = {
        "a": "we purge the line with nitrogen",
        "b": "the manager retires",
        "c": "purging lines, nitrogen first",
        "d": "calibrate the detectors monthly",
    }
    assert groups(texts) == [["a", "c"], ["b"], ["d"]]


def test_stems_hold_what_a_text_is_about():
    assert stems("You know, we were purging the lines") == {stem("purge"), stem("line")}


# passages and drafts -----------------------------------------------------------------------------------------


def coded_board(codes: list[dict[str, Any]], said: dict[str, str]) -> Board:
    """A board of a study in which each code was used once, by one employer, on the words given for it."""
    text, codings, segments = "", [], []
    for number, (code, words) in enumerate(said.items(), 1):
        start = len(text) + len("Ana: ")
        text += f"Ana: {words}\n\n"
        place = {"transcript_id": "INT-01", "start": start, "end": start + len(words)}
        codings.append({"coding_id": f"c{number}", **place, "code_id": code, "coder": "Kim"})
        turn = {"segment_id": f"INT-01-{number}", "position": number, "speaker": "Ana", "role": "respondent"}
        segments.append({**place, **turn, "participant_id": "P-01", "time": ""})
    tables = tables_of(
        participants=[{"participant_id": "P-01", "employer": "Employer 01", "consent": "unnamed"}],
        transcripts=[{"transcript_id": "INT-01", "participant_id": "P-01"}],
        segments=segments,
        codes=[{"family": "job-task", **code} for code in codes],
        codings=codings,
    )
    return Board(tables, {"INT-01": text})


CODES = [
    {"code_id": "job-task", "name": "Job task"},
    {"code_id": "safe", "name": "Make it safe", "parent_id": "job-task"},
    {"code_id": "lock", "name": "Lock out skid", "parent_id": "safe"},
    {"code_id": "purge", "name": "Purge lines", "parent_id": "safe"},
    {"code_id": "unused", "name": "Look around", "parent_id": "safe"},
    {"code_id": "drive", "name": "Drive to site", "parent_id": "job-task"},
]
USED = {
    "lock": "First we lock out the skid with two locks.",
    "purge": "Then I purge the lines with nitrogen.",
    "drive": "We drive to the site.",
    "job-task": "There is much to do.",
}


def test_all_codes_below_job_task_make_the_first_draft_of_a_board_in_one_act():
    one = coded_board(CODES, USED)
    assert one.view()["can_make_all"] == 3
    said = one.act("make_all")
    assert one.view()["can_make_all"] == 0
    assert said.startswith("Made 3 tasks, 1 duty and 3 codings on them.")
    assert one.chart() == {SAFE: ["Lock out skid", "Purge lines"], "Without a duty": ["Drive to site"]}
    assert one.view()["cards"][one.id_of("Purge lines")]["evidence"] == "1 of 1 for"
    assert one.view()["waiting"] == 1
    with pytest.raises(BoardError, match="nothing to make tasks of"):
        one.act("make_all")
    one.undo()
    assert one.chart() == {}


def test_a_code_that_has_a_task_of_its_name_gets_no_second_one():
    one = coded_board(CODES, USED)
    one.act("add_duty", title=SAFE)
    one.act("add_task", duty=one.id_of(SAFE), label="purge lines")
    one.act("make_all")
    assert one.chart()[SAFE] == ["purge lines", "Lock out skid"]


def test_a_draft_is_the_verb_its_object_and_what_qualifies_it():
    drafted = board.draft(["You know, we always purge the hydrogen line with nitrogen, twice.", "They purge lines."])
    assert (drafted.label, drafted.statement) == ("Purge hydrogen line", "Purge the hydrogen line with nitrogen.")
    assert drafted.words == "All 2 passages name this act."


def test_what_was_said_otherwise_is_told():
    drafted = board.draft(
        ["We purge the hydrogen line first.", "I purge the line.", "Then you flush the hydrogen line."]
    )
    assert drafted.label == "Purge hydrogen line"
    assert "Said otherwise: “flush hydrogen line”" in drafted.words


def test_the_name_of_a_code_that_begins_with_a_verb_is_the_label():
    drafted = board.draft(["We lock out the skid with two locks.", "Locks on everything."], "Lock out skid")
    assert (drafted.label, drafted.statement) == ("Lock out skid", "Lock out skid with two locks.")


def test_the_name_of_a_standard_or_tool_is_no_task():
    codes = [
        {"code_id": "standard", "name": "Standard", "family": "standard"},
        {"code_id": "rules", "name": "Building rules", "parent_id": "standard", "family": "standard"},
    ]
    one = coded_board(codes, {"rules": "There is the energy code."})
    assert board.draft_of(one.own, ["c1"])["label"] == ""


def test_words_that_name_no_act_give_no_label():
    drafted = board.draft(["It is a nightmare, honestly."])
    assert (drafted.label, drafted.statement) == ("", "")
    assert "Say what is done" in drafted.words


SPOKEN = "we you purge purging the lines with nitrogen before and then seal sealed joints never a gauge of it so"


@pytest.mark.parametrize("seed", range(10))
def test_a_draft_says_nothing_that_was_not_said(seed: int):
    dice = random.Random(seed)
    words = SPOKEN.split()
    passages = [" ".join(dice.choices(words, k=dice.randint(3, 14))) for _ in range(dice.randint(1, 5))]
    drafted = board.draft(passages)
    said = {stem(word) for text in passages for word in text.split()}
    assert {stem(word) for word in f"{drafted.label} {drafted.statement}".lower().replace(".", "").split()} <= said
    assert len(drafted.label.split()) <= 8
