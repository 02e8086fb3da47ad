"""Whole runs of the sample study: the same proposal whichever way, told plainly when it fails, and no network."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import programs
import pytest
import yaml
from click.testing import CliRunner
from whole_runs import NO_OFFICE, SAMPLE, SampleRun, guarded_environment, project_of_sample, without_network

from codesign import runs, workbook
from codesign.cli import main
from codesign.errors import ParameterError, RunError
from codesign.study import Study
from codesign.workbook import Workbook
from codesign.workbook.run_apart import run_apart

ROOT = Path(__file__).resolve().parent.parent
STUDY = SAMPLE
PLAIN = """
import sys
from pathlib import Path
import papermill
from papermill.cli import papermill as command
root, study, out = map(Path, sys.argv[1:])
*first, last = sorted((root / "workbooks").glob("*.ipynb"))
for source in first:
    papermill.execute_notebook(source, out / source.name, progress_bar=False, cwd=root / "workbooks")
command([str(last.relative_to(root)), str(out / last.name), "-f", str(study)])
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of its own with the sample study, so that no test writes into the real one."""
    return project_of_sample(tmp_path_factory.mktemp("project") / "co-design")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same project with a study that has just begun: nothing coded, nothing decided; a run is quick."""
    folder = tmp_path_factory.mktemp("small") / "co-design"
    for name in ("workbooks", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    left = shutil.ignore_patterns("journal", "transcripts", "originals", "job_postings.csv")
    shutil.copytree(ROOT / "interview_data" / STUDY, folder / "interview_data" / STUDY, ignore=left)
    return folder


@pytest.fixture(scope="module", autouse=True)
def quick() -> Iterator[None]:
    """Runs without LibreOffice, whose seconds would be spent a dozen times: what is tested here is the run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CODESIGN_SOFFICE", NO_OFFICE)
        yield


def folder_of(project: Path, name: str) -> Path:
    return project / "outputs" / name


@pytest.fixture(scope="module")
def plain(project: Path) -> Path:
    """The seven workbooks run by papermill itself, the last by its command, with nothing of ours around it."""
    output = folder_of(project, "plain") / "workbooks"
    output.mkdir(parents=True)
    command = [sys.executable, "-c", PLAIN, project, project / "interview_data" / STUDY / "study.yaml", output]
    environment = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    subprocess.run(command, cwd=project, check=True, capture_output=True, env=environment)
    return output.parent


@pytest.fixture(scope="module")
def made_by_papermill(plain: Path, project: Path) -> Path:
    """Where the workbooks put what they make when nobody names a folder."""
    return project / "outputs" / STUDY / "all-sectors"


def notebooks(folder: Path) -> dict[str, dict[str, Any]]:
    found = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted((folder / "workbooks").glob("*.ipynb"))}
    assert len(found) == 7
    return found


def shown(folder: Path) -> list[Any]:
    """Return what every cell of a run shows, with its own folder's name taken out."""
    cells = [
        (name, "".join(cell["source"]), cell.get("execution_count"), cell.get("outputs"))
        for name, notebook in notebooks(folder).items()
        for cell in notebook["cells"]
    ]
    words = json.dumps(cells).replace(str(folder), "OUT").replace(f"outputs/{folder.name}", "OUT")
    words = words.replace(str(folder.parents[1]), "ROOT")
    return json.loads(re.sub(r"ipykernel_\d+", "ipykernel", words))


# the same, whichever way ------------------------------------------------------------------------------------


def test_a_run_makes_the_proposal_its_tables_and_the_record(sample_run: SampleRun) -> None:
    assert sample_run.ok, sample_run.said
    made = {path.relative_to(sample_run.folder).as_posix() for path in sample_run.folder.rglob("*")}
    assert {"proposal.docx", "tables.xlsx", "run.json", "workbooks/06_program_proposal.ipynb"} <= made
    assert "tables/participants.csv" in made


def test_every_workbook_shows_the_same_in_a_forked_child_and_in_a_kernel(
    sample_run: SampleRun, kernel_run: SampleRun
) -> None:
    for ours, theirs in zip(shown(sample_run.folder), shown(kernel_run.folder), strict=True):
        assert ours == theirs


def test_the_proposal_has_the_same_bytes_whichever_way_it_is_made(
    sample_run: SampleRun, kernel_run: SampleRun, made_by_papermill: Path
) -> None:
    folders = (sample_run.folder, kernel_run.folder, made_by_papermill)
    assert len({(folder / "proposal.docx").read_bytes() for folder in folders}) == 1


def test_tables_have_the_same_bytes_too(sample_run: SampleRun, made_by_papermill: Path) -> None:
    for path in [*(sample_run.folder / "tables").glob("*.csv"), sample_run.folder / "tables.xlsx"]:
        made = made_by_papermill / path.relative_to(sample_run.folder)
        assert path.read_bytes() == made.read_bytes(), path.name


def test_papermills_command_with_study_yaml_makes_the_same_proposal(
    sample_run: SampleRun, made_by_papermill: Path
) -> None:
    assert (made_by_papermill / "proposal.docx").read_bytes() == sample_run.proposal


def test_no_executed_notebook_of_a_run_has_widget_state(sample_run: SampleRun, kernel_run: SampleRun) -> None:
    for folder in (sample_run.folder, kernel_run.folder):
        assert not any("widgets" in notebook["metadata"] for notebook in notebooks(folder).values())


def test_even_plain_papermill_stores_no_words_of_a_transcript(plain: Path, project: Path) -> None:
    state = json.dumps([notebook["metadata"].get("widgets", {}) for notebook in notebooks(plain).values()])
    texts = [path.read_text("utf-8") for path in (project / "interview_data" / STUDY / "transcripts").glob("*.txt")]
    lines = [json.dumps(line.strip())[1:-1] for text in texts for line in text.splitlines() if len(line.split()) > 7]
    assert lines
    assert not [line for line in lines if line in state]


def test_words_without_consent_are_in_no_executed_notebook(plain: Path, sample_run: SampleRun, project: Path) -> None:
    study = Study.open(project / "interview_data" / STUDY)
    tables, texts = study.read(), study.texts()
    silent = tables["participants"].query("consent in ('no-quote', 'withdrawn', '')")["participant_id"]
    spoken = tables["segments"][tables["segments"]["participant_id"].isin(silent)]
    sentences = [
        part for row in spoken.itertuples() for part in texts[row.transcript_id][row.start : row.end].split(". ")
    ]
    secret = [json.dumps(part.strip(), ensure_ascii=False)[1:-1] for part in sentences if len(part.split()) > 7]
    everything = "".join(
        path.read_text("utf-8") for folder in (plain, sample_run.folder) for path in folder.rglob("*.ipynb")
    )
    assert secret
    assert not [part for part in secret if part in everything]


def test_the_button_runs_everything_in_a_process_of_its_own(small: Path) -> None:
    work = Workbook(Study.open(small / "interview_data" / STUDY), {"edition": "public"}, small)
    heard: list[tuple[float, str]] = []
    told = run_apart(work, lambda part, words: heard.append((part, words)))
    assert f"outputs/{STUDY}/public/proposal.docx" in told
    assert [part for part, _ in heard] == sorted(part for part, _ in heard)
    assert heard[-1] == (1.0, "Done")


@pytest.fixture(scope="module")
def for_one_sector(small: Path) -> runs.RunResult:
    """A run for one sector, with LibreOffice where it is installed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CODESIGN_SOFFICE", str(programs.soffice() or NO_OFFICE))
        return runs.run(small / "interview_data" / STUDY, root=small, changes={"sector": "hydrogen"}, engine="forked")


def test_with_libreoffice_there_is_a_pdf_beside_it(for_one_sector: runs.RunResult, soffice: Path) -> None:
    assert for_one_sector.pdf is not None
    assert for_one_sector.pdf.read_bytes().startswith(b"%PDF")


# parameters ---------------------------------------------------------------------------------------------------


def test_an_unknown_parameter_is_refused_before_anything_runs(project: Path) -> None:
    output = folder_of(project, "refused")
    with pytest.raises(ParameterError, match="Did you mean “sector”"):
        runs.run(project / "interview_data" / STUDY, root=project, changes={"sectr": "x"}, output=output)
    assert not output.exists()


@pytest.mark.parametrize("engine", ["codesign-forked", "nbclient"])
def test_papermill_with_an_unknown_parameter_stops_with_did_you_mean(
    project: Path, tmp_path: Path, engine: str
) -> None:
    command = [sys.executable, "-m", "papermill", "workbooks/06_program_proposal.ipynb", tmp_path / "out.ipynb",
               "-p", "sectr", "hydrogen", "-p", "output", tmp_path, "--engine", engine]  # fmt: skip
    ran = subprocess.run(command, cwd=project, capture_output=True, text=True)
    assert ran.returncode != 0
    assert "Did you mean “sector”" in ran.stderr
    assert not (tmp_path / "proposal.docx").exists()


def test_a_person_who_mistypes_a_name_in_the_parameters_cell_is_told(project: Path, tmp_path: Path) -> None:
    notebook = json.loads((project / "workbooks" / "02_labour_market_scan.ipynb").read_text("utf-8"))
    cell = next(cell for cell in notebook["cells"] if "parameters" in cell["metadata"].get("tags", []))
    cell["source"] = [line.replace("sector = None", "sectr = 'hydrogen'") for line in cell["source"]]
    copy = project / "workbooks" / "copy.ipynb"
    copy.write_text(json.dumps(notebook), "utf-8")
    command = [sys.executable, "-m", "papermill", copy, tmp_path / "out.ipynb", "--engine", "codesign-forked"]
    ran = subprocess.run(command, cwd=project, capture_output=True, text=True)
    copy.unlink()
    assert "Did you mean “sector”" in ran.stderr


def test_a_sector_nobody_spoke_for_is_refused_with_the_nearest(project: Path) -> None:
    with pytest.raises(ParameterError, match="hydrogen"):
        runs.run(project / "interview_data" / STUDY, root=project, changes={"sector": "hydrogn"})


def test_values_that_are_not_plain_are_refused(project: Path) -> None:
    with pytest.raises(RunError, match="Nothing was run"):
        runs.run(project / "interview_data" / STUDY, root=project, changes={"program": {"noc": {"1"}}})


def test_a_run_for_one_sector_has_its_own_folder_and_differs(for_one_sector: runs.RunResult, small: Path) -> None:
    assert for_one_sector.ok, for_one_sector.sentences
    assert for_one_sector.folder == small / "outputs" / STUDY / "hydrogen"
    assert for_one_sector.proposal is not None
    of_all = workbook.make_proposal(Workbook(Study.open(small / "interview_data" / STUDY), {}, small)).proposal
    assert for_one_sector.proposal.read_bytes() != of_all.read_bytes()


# the record ---------------------------------------------------------------------------------------------------


def test_the_record_says_what_the_run_was_made_from(sample_run: SampleRun, project: Path) -> None:
    record = json.loads((sample_run.folder / "run.json").read_text("utf-8"))
    inputs = set(record["inputs"])
    assert record["status"] == "made"
    assert {
        f"interview_data/{STUDY}/study.yaml",
        "templates/proposal.docx",
        "workbooks/03_job_task_analysis.ipynb",
    } <= inputs
    for kind in ("journal", "transcripts"):
        files = (project / "interview_data" / STUDY / kind).glob("*.*")
        assert {f"interview_data/{STUDY}/{kind}/{path.name}" for path in files} <= inputs
    assert {"python", "pandas", "papermill", "codesign-workbook"} <= set(record["versions"])
    assert [step["status"] for step in record["workbooks"]] == ["made"] * 7
    assert record["parameters"]["study"] == STUDY


def test_nothing_a_run_makes_but_its_record_holds_the_time(sample_run: SampleRun) -> None:
    record = json.loads((sample_run.folder / "run.json").read_text("utf-8"))
    day = record["started"][:10]
    texts = [
        path for path in sample_run.folder.rglob("*") if path.suffix in {".csv", ".json"} and path.name != "run.json"
    ]
    assert texts
    assert not [path.name for path in texts if day in path.read_text("utf-8")]


# failures -----------------------------------------------------------------------------------------------------


@pytest.fixture
def broken(small: Path, tmp_path: Path) -> Path:
    """A project of the last five workbooks whose second one stops under the heading of its ratings."""
    copy = tmp_path / "broken"
    shutil.copytree(small, copy, ignore=shutil.ignore_patterns("outputs", "00_*", "01_*"))
    path = copy / "workbooks" / "03_job_task_analysis.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    cell = next(cell for cell in notebook["cells"] if cell["id"] == "ratings")
    cell["source"] = ["1 / 0"]
    path.write_text(json.dumps(notebook), "utf-8")
    return copy


@pytest.mark.parametrize("engine", ["forked", "kernel"])
def test_a_workbook_that_stops_is_named_with_its_heading(broken: Path, engine: Any) -> None:
    result = runs.run(broken / "interview_data" / STUDY, root=broken, changes={}, engine=engine)
    told = result.sentences[-1]
    assert not result.ok
    assert "03_job_task_analysis at “Rate the tasks”: ZeroDivisionError" in told
    assert "nothing in the study was changed" in told
    record = json.loads((result.folder / "run.json").read_text("utf-8"))
    assert record["status"] == "failed"
    assert [step["status"] for step in record["workbooks"]] == ["made"] + ["failed"] + ["not run"] * 3
    assert "ZeroDivisionError" in (result.folder / "workbooks" / "03_job_task_analysis.ipynb").read_text("utf-8")


def test_a_failed_run_exits_with_1_and_no_traceback(broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(broken)
    result = CliRunner().invoke(main, ["run", str(broken / "interview_data" / STUDY)])
    assert result.exit_code == 1
    assert "Traceback" not in result.output


def test_a_run_that_fails_leaves_no_record_of_an_earlier_success(broken: Path) -> None:
    folder = broken / "outputs" / STUDY / "all-sectors"
    folder.mkdir(parents=True)
    (folder / "run.json").write_text('{"status": "made"}')
    runs.run(broken / "interview_data" / STUDY, root=broken, changes={}, engine="forked")
    assert json.loads((folder / "run.json").read_text())["status"] == "failed"


def test_two_runs_do_not_write_one_folder(project: Path, tmp_path: Path) -> None:
    from filelock import FileLock

    with FileLock(tmp_path / ".run.lock"), pytest.raises(RunError, match="at this moment"):
        runs.run(project / "interview_data" / STUDY, root=project, changes={}, output=tmp_path)


def test_an_output_folder_that_cannot_be_made_is_told(project: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RunError, match="cannot be written"):
        runs.run(project / "interview_data" / STUDY, root=project, changes={}, output=tmp_path / "file" / "x")


# a proposal that is open, or was edited -----------------------------------------------------------------------


@pytest.fixture
def work(small: Path, tmp_path: Path) -> Any:
    return Workbook(Study.open(small / "interview_data" / STUDY), {"output": str(tmp_path)}, small)


@pytest.mark.parametrize("owner", ["~$oposal.docx", ".~lock.proposal.docx#"])
def test_a_proposal_open_elsewhere_is_left_alone_and_the_new_one_lies_beside_it(work: Any, owner: str) -> None:
    (work.output / "proposal.docx").write_bytes(workbook.make_proposal(work).proposal.read_bytes())
    before = (work.output / "proposal.docx").stat().st_mtime_ns
    (work.output / owner).write_bytes(b"")
    made = workbook.make_proposal(work)
    assert re.fullmatch(r"proposal \(\d\d\.\d\d\)\.docx", made.proposal.name)
    assert any("Close proposal.docx" in sentence for sentence in made.sentences)
    assert (work.output / "proposal.docx").stat().st_mtime_ns == before


def test_a_proposal_somebody_edited_is_kept(work: Any) -> None:
    (work.output / "proposal.docx").write_bytes(b"edited by a person")
    made = workbook.make_proposal(work)
    assert (work.output / "proposal kept 1.docx").read_bytes() == b"edited by a person"
    assert any("proposal kept 1.docx" in sentence for sentence in made.sentences)


def test_making_the_same_proposal_again_keeps_nothing(work: Any) -> None:
    first = workbook.make_proposal(work).proposal.read_bytes()
    assert workbook.make_proposal(work).proposal.read_bytes() == first
    assert not list(work.output.glob("proposal kept*"))


# no network ---------------------------------------------------------------------------------------------------


def test_the_guard_sees_a_connection(tmp_path: Path) -> None:
    code = "import socket; socket.create_connection(('192.0.2.1', 80), 1)"
    ran = subprocess.run([sys.executable, "-c", code], env=guarded_environment(tmp_path), capture_output=True)
    assert ran.returncode != 0
    assert "192.0.2.1" in (tmp_path / "attempts").read_text()


@pytest.mark.parametrize("run", ["sample_run", "kernel_run"])
def test_the_chain_runs_without_any_connection(request: pytest.FixtureRequest, run: str) -> None:
    made: SampleRun = request.getfixturevalue(run)
    assert made.ok, made.said
    assert made.attempts == ""


@pytest.mark.platform_specific
def test_the_chain_runs_where_there_is_no_network_at_all(sample_run: SampleRun) -> None:
    if not without_network():
        pytest.skip("needs the right to leave the network, as root on Linux has it")
    assert sample_run.ok, sample_run.said


def test_study_yaml_is_a_papermill_parameter_file(project: Path) -> None:
    values = yaml.safe_load((project / "interview_data" / STUDY / "study.yaml").read_text("utf-8"))
    assert json.loads(json.dumps(values)) == values
