"""What goes wrong with a team's files, folders and computers ends in a clear sentence, and nothing is lost.

Codebooks with two codes of one name or a circle: `test_codebooks.py`, `test_refi.py`. What a browser does while the
workbook does not answer: `test_browser_jupyter.py`. Kills, torn and damaged journals: `test_journal.py`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from study_trial import ROOT, SAID, coded, empty_study, filled_study, received, transcript
from test_refi import AT, WORDS, U, V, qdpx, quotes
from test_refi import coded as selection

from codesign import widgets
from codesign.cli import main
from codesign.journal import Change
from codesign.journal import file as journal_file
from codesign.study import Study, remember_person
from codesign.workbook import Workbook

TEXT = transcript(1)


def not_on_windows(test: Callable[..., None]) -> Callable[..., None]:
    """Leave out on Windows, where the limits of files and the rights of folders are others."""
    return pytest.mark.platform_specific(pytest.mark.skipif(sys.platform == "win32", reason="as on Unix")(test))


def run(study: Study, monkeypatch: pytest.MonkeyPatch, *arguments: object) -> Result:
    """Run the command as a person in the project folder does."""
    monkeypatch.chdir(study.root)
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def decided(study: Study) -> dict[str, str]:
    """Every decided table as text."""
    return {name: table.to_csv() for name, table in study.read().items()}


# projects of other programs -----------------------------------------------------------------------------


def test_a_project_without_its_texts_brings_the_codes_and_names_what_is_missing(tmp_path, monkeypatch):
    study = empty_study(tmp_path)
    path = received(tmp_path, "p.qdpx", qdpx(selection(*AT), path="internal://gone.txt"))
    done = run(study, monkeypatch, "import", "trial", path)
    assert (
        done.exit_code,
        "its text is missing from the project, so 1 coded passage did not come in" in done.output,
    ) == (0, True)
    assert "Purging" in set(study.read()["codes"]["name"])
    assert [kept.read_bytes() for kept in (study.folder / "sources").glob("*.qdpx")] == [path.read_bytes()]


@pytest.mark.parametrize("folder", ["Sources", "SOURCES", "sources"])
def test_a_project_with_its_texts_in_a_folder_of_other_letters_comes_in(tmp_path, monkeypatch, folder):
    study = empty_study(tmp_path)
    path = received(tmp_path, "p.qdpx", qdpx(selection(*AT), member=f"{folder}/a.txt"))
    assert run(study, monkeypatch, "import", "trial", path).exit_code == 0
    assert quotes(study) == [WORDS]


def test_passages_without_length_or_outside_the_text_are_told_and_the_others_come_in(tmp_path, monkeypatch):
    study = empty_study(tmp_path)
    path = received(tmp_path, "p.qdpx", qdpx(selection(*AT) + selection(5, 5) + selection(9000, 9100, name="Much")))
    done = run(study, monkeypatch, "import", "trial", path)
    assert "2 coded passages without a place in the text, still in the file that was kept" in done.output
    assert "5 to 5 (no length); 9000 to 9100 (outside the text, “Much”)" in done.output
    assert quotes(study) == [WORDS]


@pytest.mark.parametrize(("start", "end"), [(4, 4), (9, 4), (0, 90_000), (-3, 9)])
def test_a_row_of_codings_outside_its_text_is_told_with_its_line_and_no_row_comes_in(tmp_path, monkeypatch, start, end):
    study = filled_study(tmp_path)
    before = decided(study)
    table = f"coding_id,transcript_id,start,end,code_id\nx1,INT-01,0,5,tool\nx2,INT-01,{start},{end},tool\n"
    done = run(study, monkeypatch, "import", "trial", received(tmp_path, "codings.csv", table))
    assert (done.exit_code, "codings.csv line 3" in done.output) == (1, True)
    assert decided(study) == before


def test_a_panel_refuses_words_that_are_none(tmp_path):
    study = filled_study(tmp_path)
    panel = Tab(study)
    assert "select words first, not only space" in panel.code(12, 12)["sentence"]
    assert "the words of INT-01 have changed" in panel.code(0, 90_000)["sentence"]


# two people of one name, one person in two tabs ---------------------------------------------------------


class Tab:
    """A coding panel in a browser tab of its own, with the study opened on its own."""

    def __init__(self, study: Study) -> None:
        self.study = Study(study.folder, person=study.person, device=study.device)
        work = Workbook(self.study, {}, study.root)
        self.heard: list[dict[str, Any]] = []
        self.panel = widgets.coding_panel(
            work.everything,
            work.texts,
            person=work.person,
            on_save=work.save,
            refresh=work.reread,
            on_undo=work.undo,
            on_redo=work.redo,
        )
        self.panel.view.send = self.heard.append
        self.panel.receive({"type": "hello"})
        self.panel.receive({"type": "open", "transcript": "INT-01"})

    def act(self, **content: Any) -> dict[str, Any]:
        self.panel.receive({"type": "change", "id": f"{id(self)}-{len(self.heard)}", **content})
        return next(message for message in reversed(self.heard) if message["type"] in ("saved", "refused"))

    def code(self, start: int, end: int, code: str = "tool") -> dict[str, Any]:
        return self.act(action="code", transcript="INT-01", start=start, end=end, code=code)


def test_two_people_in_a_project_who_share_a_name_stay_two_coders_and_it_is_told(tmp_path, monkeypatch):
    study = empty_study(tmp_path)
    users = f'<Users><User guid="{U}" name="Maya"/><User guid="{V}" name="Maya"/></Users>'
    path = received(tmp_path, "p.qdpx", qdpx(selection(*AT, user=U) + selection(*AT, user=V), before=users))
    done = run(study, monkeypatch, "import", "trial", path)
    assert "Two people are called “Maya”; the second is “Maya (2)” here, and their codings stay apart." in done.output
    assert sorted(study.read()["codings"]["coder"]) == ["Maya", "Maya (2)"]


def test_two_people_called_maya_on_two_computers_lose_nothing_and_are_told(tmp_path, monkeypatch):
    study = filled_study(tmp_path)
    one, other = (Study(study.folder, person="Maya", device=name) for name in ("desk", "laptop"))
    for number, maya in enumerate([one, other, one, other]):
        maya.save([Change("put", "tasks", {"task_id": f"B{number}", "duty_id": "A", "label": "l"})])
    assert set(study.read()["tasks"]["task_id"]) >= {"B0", "B1", "B2", "B3"}
    assert {path.name for path in (study.folder / "journal").glob("maya*")} == {"maya.desk.jsonl", "maya.laptop.jsonl"}
    (study.root / "templates").symlink_to(ROOT / "templates")
    done = run(study, monkeypatch, "check", "trial")
    assert (
        "“Maya” works on desk and laptop by turns. If these are two people, one of them takes another name"
        in done.output
    )
    assert done.exit_code == 0


def test_a_person_who_changes_to_another_computer_is_one_person(tmp_path):
    study = filled_study(tmp_path)
    for device in ("desk", "laptop"):
        Study(study.folder, person="Maya", device=device).save(
            [Change("put", "tasks", {"task_id": device, "duty_id": "A", "label": "l"})]
        )
    assert not [problem for problem in study.problems() if "by turns" in str(problem)]


def test_two_names_that_make_one_file_name_stay_two_coders(tmp_path):
    study = filled_study(tmp_path)
    for name in ("Zoé", "Zoe"):
        Study(study.folder, person=name, device="desk").save([coded(2, SAID[2], "tool", coder=name)])
    assert {path.name for path in (study.folder / "journal").glob("zoe*")} == {"zoe.desk.jsonl"}
    assert {"Zoé", "Zoe"} <= set(study.read()["codings"]["coder"])
    Study(study.folder, person="Zoe", device="desk").undo()
    assert set(study.read().get("codings")["coder"]) & {"Zoé", "Zoe"} == {"Zoé"}


def test_one_name_typed_on_two_keyboards_is_one_coder(tmp_path, monkeypatch):
    monkeypatch.setenv("CODESIGN_HOME", str(tmp_path))
    assert remember_person("Zoe\u0301 K.") == remember_person("Zo\u00e9 K.") == "Zo\u00e9 K."


def test_one_person_in_two_tabs_keeps_every_coding_and_each_tab_sees_the_other(tmp_path):
    study = filled_study(tmp_path)
    first, second = Tab(study), Tab(study)
    places = [(TEXT.index(words), TEXT.index(words) + len(words)) for words in SAID[1].split()[:8]]
    for number, place in enumerate(places):
        assert (first, second)[number % 2].code(*place)["type"] == "saved"
    assert len(study.read()["codings"].query("code_id == 'tool'")) == 8
    first.panel.refresh()
    assert len([row for row in first.panel.codings.values() if row["code_id"] == "tool"]) == 8


def test_the_same_code_on_the_same_words_in_two_tabs_is_one_coding(tmp_path):
    study = filled_study(tmp_path)
    place = TEXT.index("every line"), TEXT.index("every line") + 10
    first, second = Tab(study), Tab(study)
    assert first.code(*place)["type"] == second.code(*place)["type"] == "saved"
    assert len(study.read()["codings"].query("code_id == 'tool'")) == 1


def test_undo_in_one_tab_takes_back_what_the_other_did_last(tmp_path):
    study = filled_study(tmp_path)
    first, second = Tab(study), Tab(study)
    second.code(TEXT.index("every line"), TEXT.index("every line") + 10)
    assert first.act(action="undo", transcript="INT-01")["type"] == "saved"
    assert study.read()["codings"].query("code_id == 'tool'").empty


# disks, folders and clocks ------------------------------------------------------------------------------


def limited(study: Study, size: int, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command where no file may grow beyond a size, as on a disk that is full."""
    import resource

    command = [sys.executable, "-m", "codesign.cli", *(str(argument) for argument in arguments)]
    return subprocess.run(
        command,
        cwd=study.root,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "CODESIGN_HOME": str(study.root / "home"), "PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
    )


@not_on_windows
def test_an_interview_for_which_the_disk_has_no_room_is_told_and_comes_in_later(tmp_path, monkeypatch):
    study = filled_study(tmp_path)
    before = decided(study)
    path = received(tmp_path, "INT-09.txt", transcript(1) * 500)
    done = limited(study, 20_000, "import", "trial", path)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "INT-09.txt could not be written: File too large. What was there before is as it was." in done.stderr
    assert decided(study) == before
    assert run(study, monkeypatch, "import", "trial", path).exit_code == 0


@not_on_windows
def test_a_journal_that_cannot_grow_says_not_saved_and_keeps_what_was_there(tmp_path, monkeypatch):
    study = filled_study(tmp_path)
    before = decided(study)
    (own,) = (study.folder / "journal").glob("*.jsonl")
    table = "task_id,duty_id,label\n" + "".join(f"T{number},A,Label {number}\n" for number in range(40))
    monkeypatch.setenv("CODESIGN_PERSON", "Kim")
    (study.root / "home").mkdir()
    (study.root / "home" / "device").write_text("desk")
    done = limited(study, own.stat().st_size + 400, "import", "trial", received(tmp_path, "tasks.csv", table))
    assert (done.returncode, "Not saved" in done.stderr, "What was saved before is safe" in done.stderr) == (
        1,
        True,
        True,
    )
    assert decided(Study(study.folder, person="Kim", device="desk")) == before
    assert study.problems() == []


def test_a_full_disk_in_the_panel_says_not_saved_keeps_the_coding_and_saves_it_later(tmp_path, monkeypatch):
    study = filled_study(tmp_path)
    tab, place = Tab(study), (TEXT.index("every line"), TEXT.index("every line") + 10)

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(journal_file.os, "write", full)
        answer = tab.code(*place)
    assert (answer["type"], answer["keep"]) == ("refused", True)
    assert answer["sentence"].startswith("Not saved: the disk is full")
    assert tab.code(*place)["type"] == "saved"


@contextmanager
def as_anybody() -> Iterator[None]:
    """Let the administrator, who may write anywhere, be nobody for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Study]:
    """A study in a folder in which nobody may write."""
    root = Path(tempfile.mkdtemp(prefix="codesign-"))
    root.chmod(0o755)
    study = filled_study(root / "project")
    study.read()
    folders = [root, *(path for path in root.rglob("*") if path.is_dir())]
    for path in root.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield study
    for path in folders:
        path.chmod(0o755)
    shutil.rmtree(root)


@not_on_windows
def test_a_read_only_folder_is_told_in_the_panel_and_the_study_can_still_be_read(read_only):
    before, tab = decided(read_only), Tab(read_only)
    with as_anybody():
        answer = tab.code(TEXT.index("every line"), TEXT.index("every line") + 10)
        undone = tab.act(action="undo", transcript="INT-01")
        fresh = decided(Study(read_only.folder, person="Kim", device="desk"))
    assert (answer["type"], answer["keep"]) == ("refused", True)
    told = "Not saved: the folder or file is read-only"
    assert (answer["sentence"].startswith(told), undone["sentence"].startswith(told)) == (True, True)
    assert fresh == before == decided(read_only)


def test_an_interview_for_a_read_only_folder_is_refused_with_the_reason(tmp_path, monkeypatch):
    study = filled_study(tmp_path)
    before = decided(study)

    def refused(*_args: object, **_more: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as folder:
        folder.setattr("codesign.study.files.tempfile.mkstemp", refused)
        done = run(study, folder, "import", "trial", received(tmp_path, "INT-09.txt", transcript(2) * 2))
    assert (done.exit_code, "could not be written: the folder or file is read-only." in done.output) == (1, True)
    assert decided(study) == before


def test_a_clock_400_days_ahead_is_told_and_wins_nothing(tmp_path, monkeypatch):
    study = filled_study(tmp_path)
    ahead = Study(study.folder, person="Noor", device="laptop")

    class Ahead(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:  # noqa: ARG003
            return datetime.now(UTC) + timedelta(days=400, minutes=1)

    with monkeypatch.context() as clock:
        clock.setattr(journal_file, "datetime", Ahead)
        ahead.save([Change("put", "tasks", {"task_id": "A1", "label": "from the future"})])
    study.save([Change("put", "tasks", {"task_id": "A1", "label": "today"})])
    assert study.read()["tasks"].set_index("task_id").loc["A1", "label"] == "today"
    (study.root / "templates").symlink_to(ROOT / "templates")
    done = run(study, monkeypatch, "check", "trial")
    assert "“laptop” has a clock that runs 400 days ahead of this one (Noor). Nothing is lost" in done.output
    assert ahead.undo() is not None
    assert study.read()["tasks"].set_index("task_id").loc["A1", "label"] == "today"
