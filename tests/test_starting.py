"""The empty panel without a browser: files that come in piece by piece, and the codebook to begin with."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from codesign import refi, schemas, widgets
from codesign.errors import CodesignError
from codesign.journal import Change
from codesign.study import Study
from codesign.widgets.screen import BUFFERS
from codesign.workbook import Workbook

SAID = "Interviewer: What is hard?\n\nAna: Purging the line. Nobody shows them how.\n"


class Page:
    """Stands for the page: keeps what Python sends and sends what a person does."""

    def __init__(self, work: Workbook, **more: Any) -> None:
        self.heard: list[dict[str, Any]] = []
        offers = {
            "on_import": work.import_files,
            "starter": work.starter_codebook,
            **more,
        }
        self.panel = widgets.coding_panel(
            work.everything,
            work.texts,
            person="Kim",
            on_save=work.save,
            study="new",
            refresh=work.reread,
            on_undo=work.undo,
            **offers,
        )
        self.panel.view.send = self.heard.append
        self.panel.receive({"type": "hello"})

    def bring(self, files: dict[str, bytes], piece: int = 7) -> dict[str, Any]:
        for number, (name, content) in enumerate(files.items()):
            for at in range(0, max(1, len(content)), piece):
                part = {"number": number, "is_first": at == 0, BUFFERS: [memoryview(content[at : at + piece])]}
                self.panel.receive({"type": "file", "name": name, **part})
        self.panel.receive({"type": "import", "sizes": [len(content) for content in files.values()]})
        return self.last("imported")

    def change(self, action: str, identity: str) -> dict[str, Any]:
        self.panel.receive({"type": "change", "id": identity, "action": action, "transcript": ""})
        return self.last("saved", "refused")

    def last(self, *kinds: str) -> dict[str, Any]:
        return next(message for message in reversed(self.heard) if message["type"] in kinds)


@pytest.fixture
def work(tmp_path: Path, root: Path) -> Workbook:
    shutil.copytree(root / "templates", tmp_path / "templates")
    study = Study.create(
        tmp_path / "interview_data" / "new", tmp_path / "templates" / "study", person="Kim", device="t"
    )
    study.save([Change("delete", "codes", {"code_id": one}) for one in study.read()["codes"]["code_id"]])
    return Workbook(study, {"study": "new"}, tmp_path)


def test_files_come_in_piece_by_piece_each_with_a_report(work: Workbook) -> None:
    told = Page(work).bring({"INT-01.txt": SAID.encode(), "empty.txt": b"", "photo.png": b"PNG"})
    assert [(one["name"], one["is_in"]) for one in told["reports"]] == [
        ("INT-01.txt", True), ("empty.txt", False), ("photo.png", False)]  # fmt: skip
    assert all(one["sentences"] for one in told["reports"])
    assert work.texts == {"INT-01": SAID}
    assert (work.study.folder / "originals" / "INT-01.txt").read_bytes() == SAID.encode()


def test_a_project_of_another_program_can_be_chosen_and_one_undo_takes_its_codings_back(work: Workbook) -> None:
    work.study.save([Change("put", "codes", {"code_id": "gap", "name": "Gap", "family": "skill-gap"})])
    texts = {"INT-01": SAID}
    row = {"coding_id": "c1", "transcript_id": "INT-01", "start": 32, "end": 39, "code_id": "gap", "coder": "Ana"}
    tables = work.everything | {
        "codings": schemas.frame("codings", [row]),
        "transcripts": schemas.frame("transcripts", [{"transcript_id": "INT-01", "original": "INT-01.txt"}]),
    }
    content = refi.project_bytes(tables, texts, "theirs")
    page = Page(work)
    assert ".qdpx" in page.last("snapshot")["starting"]["files"]
    assert page.bring({"theirs.qdpx": content}, piece=500)["reports"][0]["is_in"]
    assert len(work.everything["codings"]) == 1
    work.undo()
    assert work.everything["codings"].empty


MARKS = "Where,What they said,Theme,By\nINT-01,Purging the line,Purging,Bo\n"
SAID_SO = {"transcript": "Where", "quote": "What they said", "code": "Theme"}


def test_a_table_of_another_program_comes_in_by_the_columns_a_person_chooses(work: Workbook) -> None:
    page = Page(work)
    told = page.bring({"INT-01.txt": SAID.encode(), "marks.csv": MARKS.encode()})
    [table] = told["tables"]
    assert [one["name"] for one in told["reports"]] == ["INT-01.txt"]
    assert table["headings"] == ["Where", "What they said", "Theme", "By"]
    assert (table["kind"], table["chosen"]["code"], table["fits"]) == ("codings", "", False)
    assert table["sentences"][0].startswith("Choose the column of the codes")
    page.panel.receive({"type": "map", "table": table["table"], "columns": SAID_SO})
    mapped = page.last("mapped")
    assert mapped["fits"]
    assert mapped["sentences"][:2] == [
        "1 coding with 1 code, such as:",
        "INT-01 33 to 49, Purging, by Kim: “Purging the line”",
    ]
    assert work.everything["codings"].empty
    page.panel.receive({"type": "take", "table": table["table"], "columns": SAID_SO | {"coder": "By"}})
    assert page.last("imported")["reports"][0]["is_in"]
    assert work.everything["codings"]["coder"].tolist() == ["Bo"]
    page.panel.receive({"type": "take", "table": table["table"], "columns": SAID_SO})
    assert "no longer here" in page.last("imported")["failed"]


def test_a_column_that_was_recognised_can_be_left_out(work: Workbook) -> None:
    page = Page(work)
    content = b"document,content,tag,coder\nINT-01,Purging the line,Purging,Bo\n"
    [table] = page.bring({"INT-01.txt": SAID.encode(), "marks.csv": content})["tables"]
    assert table["fits"]
    page.panel.receive({"type": "map", "table": table["table"], "columns": table["chosen"] | {"coder": ""}})
    assert "by Kim" in page.last("mapped")["sentences"][1]
    page.panel.receive({"type": "map", "table": table["table"], "columns": {"code": "Nothing"}})
    assert page.last("mapped")["sentences"] == [
        "There is no column “Nothing”. The columns are document, content, tag, coder."
    ]
    page.panel.receive({"type": "leave", "table": table["table"]})
    page.panel.receive({"type": "map", "table": table["table"], "columns": table["chosen"]})
    assert not page.last("mapped")["fits"]
    assert work.everything["codings"].empty


def test_a_table_that_was_refused_is_kept_until_it_comes_in(work: Workbook) -> None:
    page = Page(work)
    [table] = page.bring({"INT-01.txt": SAID.encode(), "marks.csv": MARKS.encode()})["tables"]
    page.panel.receive({"type": "take", "table": table["table"], "columns": SAID_SO | {"code": ""}})
    told = page.last("imported")
    assert (told["taken"], told["reports"][0]["is_in"]) == (table["table"], False)
    page.panel.receive({"type": "take", "table": table["table"], "columns": SAID_SO})
    assert page.last("imported")["reports"][0]["is_in"]


def test_a_codebook_of_another_program_is_shown_and_tables_of_the_study_come_in_at_once(work: Workbook) -> None:
    page = Page(work)
    people = b"participant_id,employer\nP-01,Employer 01\n"
    told = page.bring(
        {"participants.csv": people, "book.csv": b"Label,Meaning\nPurging,Clearing a line\n", "bad.xlsx": b"x"}
    )
    assert {one["name"]: one["is_in"] for one in told["reports"]} == {"participants.csv": True, "bad.xlsx": False}
    [table] = told["tables"]
    page.panel.receive({"type": "map", "table": table["table"], "columns": {"name": ""}})
    asked = page.last("mapped")
    assert (asked["kind"], asked["sentences"]) == ("codebook", ["Choose the column with the names of the codes."])
    chosen = {"name": "Label", "definition": "Meaning"}
    page.panel.receive({"type": "map", "table": table["table"], "columns": chosen})
    assert page.last("mapped")["sentences"] == ["1 code, such as:", "“Purging”: Clearing a line"]
    page.panel.receive({"type": "take", "table": table["table"], "columns": chosen})
    assert work.everything["codes"]["name"].tolist() == ["Purging"]


def test_the_page_gets_the_interviews_before_the_report(work: Workbook) -> None:
    page = Page(work)
    page.bring({"INT-01.txt": SAID.encode()})
    assert [message["type"] for message in page.heard[-2:]] == ["snapshot", "imported"]
    assert [one["empty"] != "" for one in (page.heard[0], page.heard[-2])] == [True, False]


def test_files_of_which_a_piece_is_missing_are_not_imported(work: Workbook) -> None:
    page = Page(work)
    page.panel.receive({"type": "file", "name": "INT-01.txt", "number": 0, "is_first": True, BUFFERS: [b"Ana: half"]})
    page.panel.receive({"type": "import", "sizes": [len(SAID)]})
    assert page.last("imported")["failed"].startswith("Not all of the files arrived")
    assert work.texts == {}


@pytest.mark.parametrize("name", ["../../INT-01.txt", "..\\INT-01.txt", "/INT-01.txt"])
def test_a_file_named_like_a_path_stays_in_its_place(work: Workbook, name: str) -> None:
    before = {path for path in work.root.parent.rglob("*.txt") if "interview_data" not in path.parts}
    assert Page(work).bring({name: SAID.encode()})["reports"][0]["is_in"]
    assert before == {path for path in work.root.parent.rglob("*.txt") if "interview_data" not in path.parts}
    assert list(work.texts) == ["INT-01"]


@pytest.mark.parametrize("trouble", [CodesignError("The disk is full."), OSError("gone"), ValueError("odd")])
def test_whatever_goes_wrong_with_an_import_is_told(work: Workbook, trouble: Exception) -> None:
    def fails(_files: object) -> list[Any]:
        raise trouble

    assert str(trouble) in Page(work, on_import=fails).bring({"INT-01.txt": b"Ana: yes"})["failed"]


def test_no_path_of_the_computer_stands_in_what_is_told(work: Workbook, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_files: object) -> Any:
        return (work.root / ("x" * 300)).stat()

    page = Page(work, on_import=fails)
    failed = page.bring({"INT-01.txt": SAID.encode()})["failed"]
    assert "the folder cannot be written (File name too long)" in failed
    monkeypatch.setattr(page.panel, "refresh", fails)
    page.panel.receive({"type": "look"})
    said = page.last("looked")["said"]
    assert "the folder cannot be read (File name too long)" in said
    assert not any(part in told for told in (failed, said) for part in ("xxx", "/", "Errno"))


def test_one_code_that_comes_in_is_one(work: Workbook) -> None:
    page = Page(work)
    page.change("starter", "m1")
    work.save([Change("delete", "codes", {"code_id": work.everything["codes"]["code_id"].iloc[-1]})])
    page.panel.receive({"type": "refresh"})
    assert page.change("starter", "m2")["said"].startswith("1 code came in; saved")


def test_looking_again_finds_what_a_command_put_in(work: Workbook) -> None:
    page = Page(work)
    page.panel.receive({"type": "look"})
    assert page.last("looked")["said"] == "No interview is there yet."
    work.import_files([("INT-01.txt", SAID.encode())])
    page.panel.receive({"type": "look"})
    assert [one["id"] for one in page.last("snapshot")["interviews"]] == ["INT-01"]


def test_the_starter_codebook_is_one_act_and_one_undo(work: Workbook) -> None:
    page = Page(work)
    assert len(page.change("starter", "m1")["codes"]) == len(work.everything["codes"]) == 11
    assert page.change("starter", "m2")["sentence"] == "Not saved: these codes are in the codebook already."
    page.change("undo", "m3")
    assert work.everything["codes"].empty


def test_a_panel_that_cannot_import_names_the_command(work: Workbook) -> None:
    offered = Page(work, on_import=None, starter=None).last("snapshot")["starting"]
    assert (offered["files"], offered["codes"], offered["command"]) == ([], False, "workbook import new FILES")
