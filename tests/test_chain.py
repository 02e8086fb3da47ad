"""A run proves what it ran: what was asked for reaches every workbook, and nothing else counts as made."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx as word_files
import pytest
from click.testing import CliRunner
from form_trial import form, with_field, with_relation
from study_trial import filled_study
from whole_runs import NO_OFFICE

from codesign import runs, workbook
from codesign.cli import main
from codesign.errors import ParameterError, RunError, TemplateError
from codesign.journal import Change
from codesign.proposal import BOXES
from codesign.study import Study
from codesign.workbook import Workbook
from codesign.workbook.run_apart import run_apart

ROOT = Path(__file__).resolve().parent.parent
FIRST, LAST = "02_labour_market_scan.ipynb", "06_program_proposal.ipynb"
Cell = dict[str, Any]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs without LibreOffice: what is tested here is the run."""
    monkeypatch.setenv("CODESIGN_SOFFICE", NO_OFFICE)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small study and two of the workbooks, the first a quick one."""
    folder = tmp_path / "co-design"
    filled_study(folder)
    shutil.copytree(ROOT / "templates", folder / "templates")
    for name in (FIRST, LAST):
        shutil.copy(ROOT / "workbooks" / name, folder / "workbooks" / name)
        edited(folder, name, of_study)
    return folder


def edited(project: Path, name: str, edit: Callable[[list[Cell]], None]) -> None:
    path = project / "workbooks" / name
    notebook = json.loads(path.read_text("utf-8"))
    edit(notebook["cells"])
    path.write_text(json.dumps(notebook), "utf-8")


def parameters_of(cells: list[Cell]) -> Cell:
    return next(cell for cell in cells if "parameters" in cell["metadata"].get("tags", []))


def of_study(cells: list[Cell]) -> None:
    cell = parameters_of(cells)
    cell["source"] = "".join(cell["source"]).replace('study = "clean-energy"', 'study = "trial"')


def typed(**values: Any) -> Callable[[list[Cell]], None]:
    """Somebody's own values in the cell with the parameters, as its text invites to."""

    def edit(cells: list[Cell]) -> None:
        cell = parameters_of(cells)
        for name, value in values.items():
            assert f"{name} = None" in cell["source"]
            cell["source"] = cell["source"].replace(f"{name} = None", f"{name} = {value!r}")

    return edit


def run(project: Path, **more: Any) -> runs.RunResult:
    options = {"changes": {}, "engine": "forked", **more}
    return runs.run(project / "interview_data" / "trial", root=project, **options)


def recorded(result: runs.RunResult) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((result.folder / "run.json").read_text("utf-8"))
    return record


def test_values_left_in_a_workbook_by_hand_do_not_leak_into_a_run(project: Path) -> None:
    clean = run(project)
    before = (clean.folder / "proposal.docx").read_bytes()
    edited(project, LAST, typed(sector="hydrogen", small_group=3, output="elsewhere"))
    result = run(project)
    assert result.ok, result.sentences
    assert result.folder.name == "all-sectors"
    assert result.proposal == result.folder / "proposal.docx"
    assert result.proposal.read_bytes() == before
    assert not (project / "elsewhere").exists()
    assert recorded(result)["parameters"]["small_group"] == 5


def two_cells(cells: list[Cell]) -> None:
    cells.insert(3, {**parameters_of(cells), "id": "second", "source": "region = None"})


def no_cell(cells: list[Cell]) -> None:
    parameters_of(cells)["metadata"]["tags"].remove("parameters")


@pytest.mark.parametrize(("edit", "number"), [(two_cells, "2 cells"), (no_cell, "no cell")])
def test_a_workbook_without_exactly_one_cell_of_parameters_is_refused_before_anything_runs(
    project: Path, edit: Callable[[list[Cell]], None], number: str
) -> None:
    edited(project, LAST, edit)
    with pytest.raises(RunError, match=f"06_program_proposal.ipynb has {number}"):
        run(project, changes={"sector": "hydrogen"})
    assert not (project / "outputs").exists()


def set_again(cells: list[Cell]) -> None:
    cells.insert(3, {**parameters_of(cells), "id": "again", "metadata": {}, "source": "small_group = 3"})


def not_opened(cells: list[Cell]) -> None:
    cell = next(cell for cell in cells if "open_workbook" in "".join(cell["source"]))
    cell["source"] = "from codesign.workbook import Workbook"
    del cells[cells.index(cell) + 1 :]


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (set_again, "was not run with what was asked for: small_group is “3”, not “5”"),
        (not_opened, "does not say what it was run with"),
    ],
)
def test_a_workbook_that_did_not_run_with_what_was_asked_stops_the_run(
    project: Path, edit: Callable[[list[Cell]], None], sentence: str
) -> None:
    edited(project, FIRST, edit)
    result = run(project)
    assert not result.ok
    assert sentence in result.sentences[-1]
    assert recorded(result)["status"] == "failed"
    assert not (result.folder / "proposal.docx").exists()


def test_a_proposal_that_this_run_did_not_make_does_not_count(project: Path) -> None:
    old = project / "outputs" / "trial" / "old" / "proposal.docx"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"old")

    def named(cells: list[Cell]) -> None:
        cell = next(cell for cell in cells if "make_proposal" in "".join(cell["source"]))
        cell["source"] = (
            f"from pathlib import Path\nfrom codesign.workbook.made import Made\nMade(Path({str(old)!r}), 'old')"
        )

    edited(project, LAST, named)
    result = run(project)
    assert not result.ok
    assert "no proposal of this run" in result.sentences[-1]


def test_kernels_run_with_this_python_whatever_a_workbook_names(project: Path) -> None:
    for name in (FIRST, LAST):
        path = project / "workbooks" / name
        notebook = json.loads(path.read_text("utf-8"))
        notebook["metadata"]["kernelspec"] = {"name": "of-another-computer", "display_name": "R", "language": "R"}
        path.write_text(json.dumps(notebook), "utf-8")
    result = run(project, engine="kernel")
    assert result.ok, result.sentences


@pytest.fixture
def two_sectors(project: Path) -> Iterator[Path]:
    """The project, with the folder of the first sector's run locked by another window."""
    from filelock import FileLock

    folder = project / "outputs" / "trial" / "hydrogen"
    folder.mkdir(parents=True)
    with FileLock(folder / ".run.lock"):
        yield project


def test_one_sector_that_fails_leaves_the_others(two_sectors: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(two_sectors)
    result = CliRunner().invoke(main, ["run", "trial", "--each-sector", "--engine", "forked"])
    assert result.exit_code == 1
    assert "hydrogen: Another window is making" in result.output
    assert "Not made: hydrogen." in result.output
    assert (two_sectors / "outputs" / "trial" / "retrofit" / "proposal.docx").is_file()


def test_a_value_that_the_sectors_own_stands_before_is_refused_with_the_reason(project: Path) -> None:
    path = project / "interview_data" / "trial" / "study.yaml"
    path.write_text(path.read_text("utf-8").replace("sector_hours: {}", "sector_hours: {hydrogen: 40}"), "utf-8")
    assert "hydrogen: 40" in path.read_text("utf-8")
    with pytest.raises(
        ParameterError, match=r"“program.hours” has no effect here: the sector hydrogen has its own, “40"
    ):
        run(project, changes={"sector": "hydrogen", "program": {"hours": 41.0}})


# the form -----------------------------------------------------------------------------------------------------

FAULTS = {
    "a field that runs": (with_field(" DDEAUTO cmd.exe x "), "a field that can fetch or run something"),
    "a picture on the web": (with_relation("image", "https://evil.example/p.png"), "a picture that is not in the form"),
    "a misspelt name": (form("Program {{ titel }}"), "Did you mean “title”?"),
    "words beside a section": (form("Our words {{p section.demand }}"), "shares its paragraph with other words"),
    "no Word file": (b"%PDF-1.7", "Rename it to end in .pdf"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_the_form_is_told_before_the_first_workbook_runs(project: Path, name: str) -> None:
    content, sentence = FAULTS[name]
    (project / "templates" / "ours.docx").write_bytes(content)
    with pytest.raises(TemplateError, match=r"ours\.docx: The Word template cannot be filled") as refused:
        run(project, changes={"template": "ours.docx"})
    assert sentence in str(refused.value)
    assert not (project / "outputs").exists()


def test_the_command_line_and_the_panel_tell_a_fault_of_the_form_at_once(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "templates" / "ours.docx").write_bytes(FAULTS["a field that runs"][0])
    monkeypatch.chdir(project)
    result = CliRunner().invoke(main, ["run", "trial", "-p", "template=ours.docx"])
    assert result.exit_code == 1
    work = Workbook(Study.open(project / "interview_data" / "trial"), {"template": "ours.docx"}, project)
    steps: list[str] = []
    for words in (result.output, run_apart(work, lambda _part, step: steps.append(step))):
        assert "In the text, near “{{ title }}”: a field that can fetch or run something" in words
    assert steps == []
    assert not (project / "outputs").exists()


def made_with(project: Path, *paragraphs: str) -> Any:
    (project / "templates" / "ours.docx").write_bytes(form(*paragraphs))
    study = Study.open(project / "interview_data" / "trial")
    return workbook.make_proposal(Workbook(study, {"template": "ours.docx", "sample": False}, project))


def test_the_stamp_counts_the_boxes_that_the_form_has_and_goes_when_they_are_written(project: Path) -> None:
    lines = ("Mark: {{ stamp }}.", "{{p section.purpose }}", "{{p author.risks }}")
    made = made_with(project, *lines)
    assert first_line(made) == "Mark: DRAFT: 3 boxes not yet written."
    assert [gap for gap in made.gaps if gap.startswith("Not yet written")] == [
        "Not yet written: Purpose and rationale.",
        "Not yet written: Target learners and prerequisites.",
        "Not yet written: Risks and mitigation.",
    ]
    assert "In it: Purpose and learners." in " ".join(made.sentences)
    study = Study.open(project / "interview_data" / "trial")
    boxes = ("purpose", "learners", "risks")
    study.save([Change("put", "author_texts", {"box": box, "text": "Written.", "author": "Kim"}) for box in boxes])
    assert first_line(made_with(project, *lines)) == "Mark: ."
    assert len(BOXES) > len(boxes)


def first_line(made: Any) -> str:
    return str(word_files.Document(str(made.proposal)).paragraphs[0].text)
