"""The codebook screen without a browser: each act is one undo, answers are sentences, the page keeps no words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from study_trial import SAID, filled_study

from codesign import schemas
from codesign.journal import Change
from codesign.study import Study
from codesign.widgets import codebook_screen, coding_panel
from codesign.widgets.codebook_screen import CodebookScreen
from codesign.workbook import Workbook

WORDS = SAID[1][:20]


class Page:
    """A screen and what it sent to the page."""

    def __init__(self, study: Study) -> None:
        self.study = study
        work = Workbook(study, {}, study.root)
        self.screen: CodebookScreen = codebook_screen(
            work.everything,
            work.texts,
            person=work.person,
            on_save=work.save,
            refresh=work.reread,
            on_undo=work.undo,
            on_redo=work.redo,
            history=work.code_history,
            study="trial",
        )
        self.sent: list[dict[str, Any]] = []
        self.screen.send = self.sent.append  # type: ignore[method-assign]
        self.number = 0

    def act(self, action: str, **content: Any) -> dict[str, Any]:
        self.number += 1
        self.screen.receive({"type": "change", "id": str(self.number), "action": action, **content})
        return self.sent[-1]

    def ask(self, kind: str, code: str, **content: Any) -> dict[str, Any]:
        self.screen.receive({"type": kind, "code": code, **content})
        return self.sent[-1]

    def state(self) -> dict[str, Any]:
        self.screen.receive({"type": "hello"})
        return self.sent[-1]

    def code(self, code_id: str) -> dict[str, Any]:
        return next((code for code in self.state()["codes"] if code["id"] == code_id), {})


@pytest.fixture
def page(tmp_path: Path) -> Page:
    return Page(filled_study(tmp_path))


def test_a_code_shows_the_employers_who_say_it_and_all_its_codings(page: Page):
    gap = page.code("skill-gap")
    assert (page.state()["of"], gap["employers"], gap["codings"], gap["coders"]) == (3, 3, 6, 2)


def test_nothing_the_page_keeps_or_prints_holds_words_of_an_interview(page: Page):
    assert WORDS not in str(page.state())
    assert WORDS not in str(page.screen.static())
    assert "Skill gap" in str(page.screen.static())
    assert any(WORDS in row["words"] for row in page.ask("passages", "skill-gap")["rows"])


def test_words_of_somebody_who_withdrew_are_not_listed_but_their_codings_follow_a_merge(page: Page):
    assert "INT-05" not in {row["transcript"] for row in page.ask("passages", "skill-gap")["rows"]}
    page.act("merge", code="skill-gap", into="job-task", texts=[])
    assert set(page.study.read()["codings"]["code_id"]) == {"job-task"}


ACTS: list[tuple[str, dict[str, Any], str]] = [
    ("add", {"name": "Purging", "family": "tool", "parent": "", "definition": "Gas out."},
     "New code “Purging” in Tool"),
    ("rename", {"code": "tool", "name": "Tools"}, "“Tool or equipment” renamed to “Tools”."),
    ("describe", {"code": "tool", "field": "example", "words": "A gauge."}, "“Tool or equipment” described."),
    ("move", {"code": "tool", "family": "", "parent": "job-task"}, "“Tool or equipment” moved below “Job task”"),
    ("shift", {"code": "tool", "way": "up"}, "“Tool or equipment” moved to the top of Job task."),
    ("merge", {"code": "job-task", "into": "tool", "texts": ["definition"]},
     "“Job task” merged into “Tool or equipment”"),
    ("split", {"code": "job-task", "name": "Purging", "definition": "", "codings": ["c1-job-task-Kim"]},
     "with 1 coding of"),
    ("remove", {"code": "job-task", "withCodings": True}, "“Job task” removed with 5 codings of 1 coder."),
]  # fmt: skip


@pytest.mark.parametrize(("action", "content", "said"), ACTS)
def test_every_act_is_one_undo_and_one_redo_also_in_a_workbook_opened_later(page: Page, action, content, said):
    before, groups = rows_of(page.study), len(page.study.folded().operations)
    answer = page.act(action, **content)
    after = rows_of(page.study)
    assert (answer["type"], answer["undo"] != "", after != before) == ("saved", True, True)
    assert said in answer["said"]
    assert len({one.group for one in page.study.folded().operations[groups:]}) == 1
    later = Page(Study.open(page.study.folder, person="Kim", device="desk"))
    assert later.act("undo")["said"].startswith("Undone: ")
    assert rows_of(later.study) == before
    assert later.act("redo")["said"].startswith("Done again: ")
    assert rows_of(later.study) == after


def rows_of(study: Study) -> dict[str, list[str]]:
    return {name: sorted(map(str, schemas.records(table))) for name, table in study.read().items()}


@pytest.mark.parametrize(
    ("action", "content", "said"),
    [
        (
            "rename",
            {"code": "tool", "name": "JOB-TASK"},
            "Not saved: “Job task” in Job task has this name already. Merge",
        ),
        ("add", {"name": " ", "family": "tool", "parent": "", "definition": ""}, "Not saved: type a name"),
        ("remove", {"code": "job-task"}, "Not saved: “Job task” has 5 codings of 1 coder."),
        ("move", {"code": "gone", "family": "tool", "parent": ""}, "Not saved: the code “gone” is no longer in"),
        ("split", {"code": "job-task", "name": "X", "definition": "", "codings": []}, "Not saved: choose at least one"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_nothing_changes(page: Page, action, content, said):
    before = rows_of(page.study)
    answer = page.act(action, **content)
    assert (answer["type"], answer["keep"], rows_of(page.study)) == ("refused", False, before)
    assert said in answer["sentence"]


def test_a_merge_says_before_what_it_will_touch_and_offers_the_words(page: Page):
    told = page.ask("preview", "skill-gap", into="job-task")
    assert told["sentences"] == [
        "6 codings of 2 coders get “Job task”; each stays its coder's.",
        "5 of them join a coding of the same coder on the same passage, which keeps both memos.",
        "1 finding rests on it and will rest on “Job task”.",
    ]
    assert [text["name"] for text in told["texts"]] == ["definition", "include", "exclude", "example"]
    assert page.ask("preview", "tool")["sentences"] == ["Nothing names this code: it only leaves the codebook."]
    assert "no longer in the codebook" in page.ask("preview", "tool", into="gone")["sentences"][0]


def test_a_code_that_is_gone_while_a_team_mate_uses_it_is_named_and_brought_back(page: Page):
    ravi = Study.open(page.study.folder, person="Ravi", device="laptop")
    page.act("add", name="Rigging", family="tool", parent="", definition="Lifting.")
    ravi.save(
        [
            Change(
                "put",
                "codings",
                {"coding_id": "r1", "transcript_id": "INT-01", "start": 30, "end": 40, "code_id": "rigging"},
            )
        ]
    )
    gone = page.act("undo")["gone"]
    assert [(one["name"], one["person"], one["codings"], one["named"]) for one in gone] == [("Rigging", "Kim", 1, True)]
    assert page.act("restore", code="rigging")["gone"] == []
    assert page.code("rigging")["definition"] == "Lifting."
    assert page.ask("history", "rigging")["rows"][0]["words"] == "Brought back"
    page.act("undo")
    assert page.act("merge", code="rigging", into="tool", texts=[])["gone"][0]["named"] is False
    assert dict(page.study.read()["codings"][["coding_id", "code_id"]].values)["r1"] == "tool"


def test_a_circle_and_a_parent_that_is_gone_are_told_and_the_codes_still_shown(page: Page):
    page.study.save([Change("put", "codes", {"code_id": one, "name": one, "family": "tool"}) for one in "ab"])
    save_unseen(page.study, "a", "b")
    save_unseen(page.study, "b", "a")
    save_unseen(page.study, "tool", "never")
    page.screen.refresh()
    told = [problem["sentence"] for problem in page.state()["problems"]]
    assert any("“a” below “b” below “a” is a circle" in sentence for sentence in told)
    assert any("“Tool or equipment”: the code it stands below is gone" in sentence for sentence in told)
    assert page.act("rename", code="a", name="Still here")["type"] == "saved"
    assert page.act("move", code="a", family="tool", parent="")["type"] == "saved"
    assert not any("circle" in problem["sentence"] for problem in page.state()["problems"])


def save_unseen(study: Study, code: str, parent: str) -> None:
    """Write a move past the check, as happens when two people move codes at once."""
    from codesign.study import saving

    folded = study.folded()
    study._append(saving.drafts([Change("put", "codes", {"code_id": code, "parent_id": parent})], folded), folded)


def test_what_team_mates_change_appears_and_nothing_is_sent_when_nothing_changed(page: Page):
    page.state()
    number = len(page.sent)
    page.screen.refresh()
    assert len(page.sent) == number
    Study.open(page.study.folder, person="Ravi", device="laptop").save(
        [Change("put", "codes", {"code_id": "tool", "name": "Gear"})]
    )
    page.screen.refresh()
    assert page.sent[-1]["type"] == "state"
    assert any(code["name"] == "Gear" for code in page.sent[-1]["codes"])


# the coding panel ---------------------------------------------------------------------------------------


class Panel(Page):
    """The coding panel and what it sent to the page."""

    def __init__(self, study: Study) -> None:
        super().__init__(study)
        work = Workbook(study, {}, study.root)
        self.screen = coding_panel(  # type: ignore[assignment]
            work.everything,
            work.texts,
            person=work.person,
            on_save=work.save,
            refresh=work.reread,
            on_undo=work.undo,
            on_redo=work.redo,
            history=work.code_history,
            study="trial",
        )
        self.screen.send = self.sent.append  # type: ignore[method-assign]


def test_the_panel_names_a_code_that_was_taken_back_and_brings_it_back_in_one_act(page: Page):
    panel = Panel(page.study)
    assert panel.state()["gone"] == []
    page.act("add", name="Rigging", family="tool", parent="", definition="Lifting.")
    ravi = Study.open(page.study.folder, person="Ravi", device="laptop")
    ravi.save(
        [
            Change(
                "put",
                "codings",
                {"coding_id": "r1", "transcript_id": "INT-01", "start": 30, "end": 40, "code_id": "rigging"},
            )
        ]
    )
    panel.screen.refresh()
    panel.act("undo")
    told = next(message["gone"] for message in reversed(panel.sent) if message["type"] == "gone")
    assert [(code["id"], code["name"], code["person"]) for code in told] == [("rigging", "Rigging", "Kim")]
    answer = panel.act("restore", code="rigging")
    assert (answer["type"], answer["gone"], "Rigging” brought back" in answer["said"]) == ("saved", [], True)
    assert any(code["id"] == "rigging" for code in answer["codes"])
    assert panel.act("restore", code="rigging")["sentence"] == "Not saved: this code is in the codebook already."
