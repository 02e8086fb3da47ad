"""The screens without a browser: what they send, what they save, what they refuse, what they never carry."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from store_trial import AT, CANARY, SPOKEN, TEXT, Browser, Store

from codesign import parameters, schemas, widgets
from codesign.errors import SaveError
from codesign.journal import Change, Saved
from codesign.widgets.evidence_choice import Offered, OfferedFinding, OfferedPassage
from codesign.widgets.interviews import CodingPanel, Part, Units
from codesign.widgets.interviews.undoing import Undoing
from codesign.widgets.screen import Message


@pytest.fixture
def panel(store: Store) -> Browser:
    browser = Browser(
        widgets.coding_panel(store.tables, {"INT-01": TEXT}, person="Ana", on_save=store.save, refresh=store.reread)
    )
    browser.say({"type": "open", "transcript": "INT-01"})
    return browser


def code(panel: Browser, start: int, end: int, identity: str = "m1", name: str = "gap") -> dict[str, Any]:
    return panel.change(identity, action="code", transcript="INT-01", start=start, end=end, code=name)


def second_voice(store: Store, consent: str) -> CodingPanel:
    """The panel on an interview in which the last sentence is somebody else's."""
    last = AT + SPOKEN.index("Nobody")
    people = [*store.tables["participants"].to_dict("records"), {"participant_id": "P-02", "consent": consent}]
    asked, said = store.tables["segments"].to_dict("records")
    turns = [
        asked,
        {**said, "end": last - 1},
        {**said, "segment_id": "INT-01-3", "position": 3, "start": last, "speaker": "Bo", "participant_id": "P-02"},
    ]
    store.tables = {
        **store.tables,
        "participants": schemas.frame("participants", people),
        "segments": schemas.frame("segments", turns),
    }
    return widgets.coding_panel(store.tables, {"INT-01": TEXT}, person="Ana", on_save=store.save, refresh=store.reread)


def every_screen(store: Store) -> list[widgets.Screen]:
    return [
        widgets.coding_panel(store.tables, {"INT-01": TEXT}, person="Ana", on_save=store.save),
        widgets.table_editor("tasks", store.tables, on_save=store.save),
        widgets.table_editor("task_evidence", store.tables, on_save=store.save),
        widgets.rating_grid(store.tables, person="Ana", on_save=store.save),
        widgets.reconcile(store.tables, {"INT-01": TEXT}, person="Ana", on_save=store.save),
        widgets.parameter_form(parameters.Parameters(study="s"), choices={"sector": ["hydrogen"]}, on_save=str),
        widgets.run_button(str),
        widgets.author_editor([("need", "Need: say why", CANARY, "")], on_save=store.save),
        widgets.person_field("Ana", on_save=str),
        widgets.evidence_choice(offered, on_save=store.save),
    ]


def offered() -> Offered:
    """One finding with one passage, to choose from."""
    passage = OfferedPassage("E-001", ("c1",), CANARY, "an employer", "Employer 01", "supports", "INT-01")
    finding = OfferedFinding("F1", "F1", "Skill gaps", "Purging is hard.", "1 of 1 employer", (passage,), ("c1",))
    return Offered((finding,), ("F1",))


# the coding panel -----------------------------------------------------------------------------------


def test_a_coding_is_saved_before_it_is_called_saved(panel: Browser, store: Store) -> None:
    answer = code(panel, AT, AT + 9)
    assert (answer["type"], answer["at"], answer["id"]) == ("saved", "10:42:07", "m1")
    row = store.saved[0][0].row
    assert (TEXT[row["start"] : row["end"]], row["code_id"], row["coder"]) == ("Zirconium", "gap", "Ana")


def test_a_part_adds_acts_questions_and_words_for_the_start(store: Store) -> None:
    class Twice(Part):
        @property
        def acts(self) -> Mapping[str, Callable[[Message], Message]]:
            return {"twice": self._twice}

        @property
        def asks(self) -> Mapping[str, Callable[[Message], None]]:
            return {"who": lambda _message: self.panel.send({"type": "this", "person": self.panel.person})}

        def snapshot(self) -> Message:
            return {"twice": True}

        def _twice(self, message: Message) -> Message:
            start, end = self.panel.passage("INT-01", message["start"], message["end"])
            rows = [self.panel.new_coding("INT-01", start, end, name) for name in ("gap", "purge")]
            return self.panel.answer(self.panel.save(*(Change("put", "codings", row) for row in rows)).at)

    browser = Browser(
        CodingPanel(
            store.tables,
            {"INT-01": TEXT},
            person="Ana",
            on_save=store.save,
            refresh=None,
            hot=(),
            study="",
            parts=(Undoing, Twice),
        )
    )
    assert browser.last("snapshot")["twice"]
    browser.say({"type": "who"})
    assert browser.last("this")["person"] == "Ana"
    assert browser.change("m1", action="twice", start=AT, end=AT + 9)["type"] == "saved"
    assert len(store.saved) == 1
    browser.change("m2", action="undo")
    assert store.tables["codings"].empty


def test_offsets_after_an_emoji_are_code_points_in_python_and_utf16_in_the_page(panel: Browser, store: Store) -> None:
    start = len(TEXT[: TEXT.index("valves")].encode("utf-16-le")) // 2
    answer = code(panel, start, start + 6)
    row = store.saved[0][0].row
    assert TEXT[row["start"] : row["end"]] == "valves"
    assert (answer["put"][0]["start"], answer["put"][0]["end"]) == (start, start + 6)
    assert row["start"] == start - 1


def test_space_around_a_passage_is_left_out_and_space_alone_refused(panel: Browser, store: Store) -> None:
    code(panel, AT - 1, AT + 10)
    assert TEXT[store.saved[0][0].row["start"] : store.saved[0][0].row["end"]] == "Zirconium"
    answer = code(panel, AT + 9, AT + 10, "m2")
    assert answer["type"] == "refused"
    assert len(store.saved) == 1


def test_the_same_code_on_the_same_words_by_the_same_coder_is_one_coding(panel: Browser, store: Store) -> None:
    code(panel, AT, AT + 9)
    assert code(panel, AT, AT + 9, "m2")["type"] == "saved"
    assert len(store.saved) == 1


def test_a_change_sent_twice_is_saved_once(panel: Browser, store: Store) -> None:
    first = code(panel, AT, AT + 9)
    assert code(panel, AT, AT + 9) == first
    assert len(store.saved) == 1


def test_a_refused_save_says_why_and_stays_in_the_browser(panel: Browser, store: Store) -> None:
    store.trouble = SaveError("Not saved: the folder is read-only. Ask for the right to write.")
    answer = code(panel, AT, AT + 9)
    assert (answer["type"], answer["keep"]) == ("refused", True)
    assert answer["sentence"].startswith("Not saved: the folder is read-only")
    store.trouble = None
    assert code(panel, AT, AT + 9)["type"] == "saved"


def test_an_unexpected_failure_is_a_sentence_too(panel: Browser, store: Store) -> None:
    store.trouble = RuntimeError("boom")
    assert "Not saved: something unexpected happened" in code(panel, AT, AT + 9)["sentence"]


@pytest.mark.parametrize("trouble", [ValueError("odd"), PermissionError(13, "Permission denied", "/home/ana/study")])
@pytest.mark.parametrize("asked", ["hello", "open", "refresh"])
def test_a_question_that_fails_is_a_sentence_too(store: Store, trouble: Exception, asked: str) -> None:
    class Failing(Part):
        def snapshot(self) -> Message:
            raise trouble

        @property
        def asks(self) -> Mapping[str, Callable[[Message], None]]:
            raise trouble

        reread = snapshot

    screen = CodingPanel(
        store.tables,
        {"INT-01": TEXT},
        person="Ana",
        on_save=store.save,
        refresh=store.reread,
        hot=(),
        study="",
        parts=[Failing],
    )
    screen.view.send = (heard := list[dict[str, Any]]()).append
    screen.receive({"type": asked, "transcript": "INT-01"})
    if asked == "refresh" and isinstance(trouble, OSError):
        assert heard == []  # The next look may find the study readable again.
        return
    assert [message["type"] for message in heard] == ["trouble"]
    assert heard[0]["sentence"].startswith("Not shown: ")
    assert "/home" not in heard[0]["sentence"]


def test_a_code_that_is_gone_or_words_outside_the_interview_are_refused(panel: Browser, store: Store) -> None:
    assert "no longer in the codebook" in code(panel, AT, AT + 9, name="gone")["sentence"]
    assert code(panel, 0, 10**6, "m2")["type"] == "refused"
    assert store.saved == []


def test_polarity_and_memo_change_only_what_was_changed(panel: Browser, store: Store) -> None:
    coding = code(panel, AT, AT + 9)["put"][0]["id"]
    answer = panel.change("m2", action="edit", coding=coding, polarity="contradicts")
    assert answer["put"][0]["polarity"] == "contradicts"
    assert dict(store.saved[1][0].row) == {"coding_id": coding, "polarity": "contradicts"}
    assert panel.change("m3", action="edit", coding=coding, polarity="perhaps")["type"] == "refused"


def test_only_the_coder_can_remove_a_coding(store: Store) -> None:
    other = {"coding_id": "c1", "transcript_id": "INT-01", "start": AT, "end": AT + 9, "code_id": "gap", "coder": "Bo"}
    store.tables = {**store.tables, "codings": schemas.frame("codings", [other])}
    panel = Browser(widgets.coding_panel(*store.reread(), person="Ana", on_save=store.save))
    assert "only Bo can change" in panel.change(action="remove", coding="c1")["sentence"]
    assert store.saved == []


def test_undo_takes_back_a_removed_coding_with_its_memo(panel: Browser, store: Store) -> None:
    coding = code(panel, AT, AT + 9)["put"][0]["id"]
    panel.change("m2", action="edit", coding=coding, memo="look again")
    assert panel.change("m3", action="remove", coding=coding)["removed"] == [coding]
    assert panel.change("m4", action="undo")["put"][0]["memo"] == "look again"
    assert store.tables["codings"]["memo"].tolist() == ["look again"]


def test_undo_goes_through_the_journal_where_the_workbook_gives_it(store: Store) -> None:
    def undo() -> Saved:
        store.tables = {**store.tables, "codings": schemas.empty("codings")}
        return Saved("g", "10:43:00", 1)

    panel = Browser(
        widgets.coding_panel(*store.reread(), person="Ana", on_save=store.save, refresh=store.reread, on_undo=undo)
    )
    panel.say({"type": "open", "transcript": "INT-01"})
    coding = code(panel, AT, AT + 9)["put"][0]["id"]
    answer = panel.change("m2", action="undo")
    assert (answer["removed"], answer["said"]) == ([coding], "Undone in INT-01.")


def test_what_team_mates_coded_appears_at_the_next_look(panel: Browser, store: Store) -> None:
    other = {"coding_id": "c1", "transcript_id": "INT-01", "start": AT, "end": AT + 9, "code_id": "gap", "coder": "Bo"}
    store.tables = {**store.tables, "codings": schemas.frame("codings", [other])}
    panel.say({"type": "refresh"})
    assert panel.last("codings")["put"][0]["coder"] == "Bo"
    assert panel.last("progress")["presence"].startswith("Bo coded 1 at ")


def test_counts_are_of_interviews_and_follow_when_the_person_pauses(panel: Browser) -> None:
    code(panel, AT, AT + 9)
    code(panel, AT, AT + 12, "m2", "purge")
    panel.say({"type": "count"})
    told = panel.last("progress")
    assert (told["of"], told["counts"]) == (1, {"gap": 1, "purge": 1, "task": 1})
    assert told["done"] == {"INT-01": {"coded": 1, "answers": 1}}


def test_interviewer_speech_never_counts(panel: Browser) -> None:
    code(panel, 13, 26)
    panel.say({"type": "count"})
    assert panel.last("progress")["counts"]["gap"] == 0


def test_who_speaks_who_coded_and_what_they_noted_travel_with_the_interview_for_the_filters(store: Store) -> None:
    row = {"transcript_id": "INT-01", "start": AT, "end": AT + 9, "code_id": "gap"}
    rows = [{**row, "coding_id": "c1", "coder": "Bo", "memo": "sure?", "polarity": "qualifies"},
            {**row, "coding_id": "c2", "coder": "Ana"}]  # fmt: skip
    store.tables = {**store.tables, "codings": schemas.frame("codings", rows)}
    panel = Browser(widgets.coding_panel(*store.reread(), person="Ana", on_save=store.save))
    panel.say({"type": "open", "transcript": "INT-01"})
    sent = panel.last("interview")
    told = [(one["coder"], one["mine"], one["polarity"], one["memo"]) for one in sent["codings"]]
    assert told == [("Bo", False, "qualifies", "sure?"), ("Ana", True, "supports", "")]
    assert [turn["role"] for turn in sent["turns"]] == ["interviewer", "respondent"]


def create(panel: Browser, name: str, identity: str = "m1", **more: Any) -> dict[str, Any]:
    return panel.change(
        identity, action="create", transcript="INT-01", start=AT, end=AT + 9, name=name, family="tool", **more
    )


def test_a_new_code_and_its_coding_are_one_act_and_one_undo(panel: Browser, store: Store) -> None:
    answer = create(panel, "  Leak  test ")
    assert [change.table for change in store.saved[0]] == ["codes", "codings"]
    assert store.tables["codes"].iloc[-1][["code_id", "name", "family", "parent_id"]].tolist() == [
        "leak-test",
        "Leak test",
        "tool",
        "",
    ]
    assert (answer["put"][0]["code"], answer["codes"][-1]["name"]) == ("leak-test", "Leak test")
    undone = panel.change("m2", action="undo")
    assert (len(store.tables["codings"]), [row["id"] for row in undone["codes"]]) == (0, ["gap", "task", "purge"])


def test_a_code_of_that_name_is_put_on_and_not_made_twice(panel: Browser, store: Store) -> None:
    assert create(panel, "SKILL gap")["put"][0]["code"] == "gap"
    assert [change.table for change in store.saved[0]] == ["codings"]


def test_a_new_code_gets_an_id_nobody_has(panel: Browser, store: Store) -> None:
    create(panel, "Purge!")
    create(panel, "😀", "m2")
    assert store.tables["codes"]["code_id"].tolist() == ["gap", "purge", "task", "purge-2", "code"]


@pytest.mark.parametrize("name", ["", "x" * 81])
def test_a_new_code_needs_a_name_of_some_length(panel: Browser, store: Store, name: str) -> None:
    assert "name" in create(panel, name)["sentence"]
    assert store.saved == []


def test_no_other_code_changes_its_number_when_one_is_made(panel: Browser) -> None:
    answer = panel.change(action="create", transcript="INT-01", start=AT, end=AT + 9, name="New", family="skill-gap")
    assert {row["id"]: row["hot"] for row in answer["codes"]} == {"gap": 1, "new": 3, "task": 2, "purge": None}


def test_words_that_may_not_be_quoted_do_not_become_the_name_of_a_code(panel: Browser, store: Store) -> None:
    assert create(panel, "Zirconium", spoken=True)["type"] == "saved"
    for consent in ("no-quote", ""):
        people = store.tables["participants"].assign(consent=consent)
        other = Browser(
            widgets.coding_panel(
                {**store.tables, "participants": people}, {"INT-01": TEXT}, person="Ana", on_save=store.save
            )
        )
        assert "no consent to quote INT-01" in create(other, "valves leak", spoken=True)["sentence"]
    assert len(store.saved) == 1


def test_no_code_is_named_by_words_of_a_second_voice_that_may_not_be_quoted(store: Store) -> None:
    panel = Browser(second_voice(store, "no-quote"))
    start = Units(TEXT).out(AT + SPOKEN.index("Nobody"))
    spoken = {"action": "create", "transcript": "INT-01", "family": "skill-gap", "spoken": True}
    theirs = panel.change("m1", **spoken, name="Nobody purges", start=start, end=start + 13)
    both = panel.change("m2", **spoken, name="valves leak nobody", start=AT, end=start + 6)
    assert all("no consent to quote INT-01" in answer["sentence"] for answer in (theirs, both))
    assert panel.change("m3", **spoken, name="Zirconium", start=AT, end=AT + 9)["type"] == "saved"


def test_who_speaks_decides_what_may_name_a_code_and_not_whose_interview_it_is(store: Store) -> None:
    screen = second_voice(store, "named")
    people = store.tables["participants"].assign(consent=["no-quote", "named"])
    screen = widgets.coding_panel(
        {**store.tables, "participants": people}, screen.texts, person="Ana", on_save=store.save
    )
    start = Units(TEXT).out(AT + SPOKEN.index("Nobody"))
    answer = Browser(screen).change(
        action="create",
        transcript="INT-01",
        start=start,
        end=start + 13,
        spoken=True,
        name="Nobody purges",
        family="skill-gap",
    )
    assert answer["type"] == "saved"


def test_a_study_without_interviews_or_codes_says_what_to_do() -> None:
    empty = widgets.coding_panel(schemas.complete({}), {}, person="Ana", on_save=Store({}).save)
    assert "No interviews yet" in empty.snapshot()["empty"]
    assert "No interviews yet" in empty.static().body


def test_withdrawn_interviews_are_not_shown(store: Store) -> None:
    people = store.tables["participants"].assign(consent="withdrawn")
    panel = widgets.coding_panel(
        {**store.tables, "participants": people}, {"INT-01": TEXT}, person="Ana", on_save=store.save
    )
    assert panel.snapshot()["interviews"] == []


def test_an_interview_is_not_shown_or_searched_where_a_second_voice_has_withdrawn(store: Store) -> None:
    page = Browser(second_voice(store, "withdrawn"))
    assert page.last("snapshot")["interviews"] == []
    page.say({"type": "open", "transcript": "INT-01"})
    page.say({"type": "search", "words": "zirconium", "number": 1})
    assert (page.heard[-1]["passages"], page.heard[-1]["total"]) == ([], 0)
    assert "Zirconium" not in json.dumps(page.heard)


def test_an_interview_leaves_the_page_when_somebody_in_it_withdraws_meanwhile(store: Store) -> None:
    page = Browser(second_voice(store, "named"))
    page.say({"type": "open", "transcript": "INT-01"})
    people = store.tables["participants"].assign(consent=["unnamed", "withdrawn"])
    store.tables = {**store.tables, "participants": people}
    page.say({"type": "refresh"})
    assert (page.last("snapshot")["interviews"], page.last("snapshot")["open"]) == ([], "")
    assert "no longer in the study" in code(page, AT, AT + 9)["sentence"]
    assert store.saved == []


@pytest.mark.parametrize("text", ["plain", "a😀b", "😀😀", "é😀e\u0301"])
def test_every_offset_survives_the_way_to_the_page_and_back(text: str) -> None:
    for offset in range(len(text) + 1):
        assert Units(text).out(offset) == len(text[:offset].encode("utf-16-le")) // 2


# every screen ---------------------------------------------------------------------------------------


def test_no_screen_carries_words_of_an_interview_in_its_state_or_its_table(store: Store) -> None:
    for screen in every_screen(store):
        state = json.dumps(screen.view.get_state(), default=str) + json.dumps(screen._repr_mimebundle_())
        for word in ("Zirconium", "valves", "purges"):
            assert word not in state, screen.name


def test_nothing_a_team_typed_becomes_markup(store: Store) -> None:
    store.tables = {**store.tables, "tasks": store.tables["tasks"].assign(label=CANARY)}
    for screen in every_screen(store):
        assert CANARY not in screen.static().body, screen.name
        assert "<img" not in screen.static().body, screen.name


def test_a_screen_is_live_and_static_in_one(store: Store) -> None:
    for screen in every_screen(store):
        bundle = screen._repr_mimebundle_()
        assert "application/vnd.jupyter.widget-view+json" in bundle
        assert '<div class="cw-page">' in bundle["text/html"]


def test_a_run_without_a_person_shows_the_static_table_alone(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODESIGN_HEADLESS", "1")
    for screen in every_screen(store):
        assert set(screen._repr_mimebundle_()) == {"text/plain", "text/html"}
        assert screen._view is None


def test_each_kind_of_screen_keeps_its_own_style_sheet_in_the_page(store: Store) -> None:
    sheets: dict[str, str] = {}
    for screen in every_screen(store):
        identity = screen.view._anywidget_id
        assert sheets.setdefault(identity, screen.view._css) == screen.view._css
    assert len(sheets) == 8


def test_no_script_makes_markup_of_text_or_asks_the_network(store: Store) -> None:
    for screen in every_screen(store):
        script = screen.view._esm
        for forbidden in (
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "import(",
            "fetch(",
        ):
            assert forbidden not in script, (screen.name, forbidden)
        assert not re.search(r"https?://", script)
        assert 'data-lm-suppress-shortcuts": "true"' in script
