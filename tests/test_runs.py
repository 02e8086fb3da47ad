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

import pytest
import yaml
from click.testing import CliRunner

from codesign import runs, workbook
from codesign.cli import main
from codesign.errors import ParameterError, RunError

ROOT = Path(__file__).resolve().parent.parent
STUDY = "clean-energy"
PLAIN = """
import sys
from pathlib import Path
import papermill
root, out = Path(sys.argv[1]), Path(sys.argv[2])
for source in sorted((root / "workbooks").glob("*.ipynb")):
    papermill.execute_notebook(source, out / "workbooks" / source.name, {"output": str(out)}, progress_bar=False,
                               cwd=root / "workbooks")
"""
GUARD = """
import os, socket
def allowed(family, address):
    return family == getattr(socket, "AF_UNIX", None) or str(address[0]) in ("127.0.0.1", "::1", "localhost", "")
def guarded(name):
    real = getattr(socket.socket, name)
    def call(self, address, *rest):
        if not allowed(self.family, address):
            with open(os.environ["ATTEMPTS"], "a") as file:
                file.write(f"{address}\\n")
            raise OSError("no network in this test")
        return real(self, address, *rest)
    setattr(socket.socket, name, call)
guarded("connect"); guarded("connect_ex")
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of its own with the sample study, so that no test writes into the real one."""
    folder = tmp_path_factory.mktemp("project") / "co-design"
    for name in ("workbooks", "templates", f"interview_data/{STUDY}"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


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
        patch.setenv("CODESIGN_SOFFICE", "none")
        yield


def folder_of(project: Path, name: str) -> Path:
    return project / "outputs" / name


@pytest.fixture(scope="module")
def forked(project: Path) -> runs.RunResult:
    output = folder_of(project, "forked")
    return runs.run(project / "interview_data" / STUDY, root=project, changes={}, output=output, engine="forked")


@pytest.fixture(scope="module")
def kernel(project: Path) -> runs.RunResult:
    output = folder_of(project, "kernel")
    return runs.run(project / "interview_data" / STUDY, root=project, changes={}, output=output, engine="kernel")


@pytest.fixture(scope="module")
def plain(project: Path) -> Path:
    """The seven workbooks run by papermill itself, with nothing of ours around it."""
    output = folder_of(project, "plain")
    (output / "workbooks").mkdir(parents=True)
    environment = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    subprocess.run([sys.executable, "-c", PLAIN, project, output], check=True, capture_output=True, env=environment)
    return output


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
    return json.loads(re.sub(r"ipykernel_\d+", "ipykernel", words))


# the same, whichever way ------------------------------------------------------------------------------------


def test_a_run_makes_the_proposal_its_tables_and_the_record(forked: runs.RunResult) -> None:
    assert forked.ok, forked.sentences
    made = {path.relative_to(forked.folder).as_posix() for path in forked.folder.rglob("*")}
    assert {"proposal.docx", "tables.xlsx", "run.json", "workbooks/06_program_proposal.ipynb"} <= made
    assert "tables/participants.csv" in made


def test_every_workbook_shows_the_same_in_a_forked_child_and_in_a_kernel(
    forked: runs.RunResult, kernel: runs.RunResult
) -> None:
    for ours, theirs in zip(shown(forked.folder), shown(kernel.folder), strict=True):
        assert ours == theirs


def test_the_proposal_has_the_same_bytes_whichever_way_it_is_made(
    forked: runs.RunResult, kernel: runs.RunResult, plain: Path
) -> None:
    proposals = {(folder / "proposal.docx").read_bytes() for folder in (forked.folder, kernel.folder, plain)}
    assert len(proposals) == 1


def test_tables_have_the_same_bytes_too(forked: runs.RunResult, plain: Path) -> None:
    for path in [*(forked.folder / "tables").glob("*.csv"), forked.folder / "tables.xlsx"]:
        assert path.read_bytes() == (plain / path.relative_to(forked.folder)).read_bytes(), path.name


def test_papermills_command_with_study_yaml_makes_the_same_proposal(forked: runs.RunResult, project: Path) -> None:
    study = project / "interview_data" / STUDY / "study.yaml"
    command = [sys.executable, "-m", "papermill", "workbooks/06_program_proposal.ipynb", "out.ipynb", "-f", study]
    subprocess.run(command, cwd=project, check=True, capture_output=True)
    made = project / "outputs" / STUDY / "all-sectors" / "proposal.docx"
    assert made.read_bytes() == forked.proposal.read_bytes()


def test_no_executed_notebook_of_a_run_has_widget_state(forked: runs.RunResult, kernel: runs.RunResult) -> None:
    for folder in (forked.folder, kernel.folder):
        assert not any("widgets" in notebook["metadata"] for notebook in notebooks(folder).values())


def test_even_plain_papermill_stores_no_words_of_a_transcript(plain: Path, project: Path) -> None:
    state = json.dumps([notebook["metadata"].get("widgets", {}) for notebook in notebooks(plain).values()])
    texts = [path.read_text("utf-8") for path in (project / "interview_data" / STUDY / "transcripts").glob("*.txt")]
    lines = [json.dumps(line.strip())[1:-1] for text in texts for line in text.splitlines() if len(line.split()) > 7]
    assert lines
    assert not [line for line in lines if line in state]


def test_words_without_consent_are_in_no_executed_notebook(plain: Path, forked: runs.RunResult, project: Path) -> None:
    from codesign.study import Study

    study = Study.open(project / "interview_data" / STUDY)
    tables, texts = study.read(), study.texts()
    silent = tables["participants"].query("consent in ('no-quote', 'withdrawn', '')")["participant_id"]
    spoken = tables["segments"][tables["segments"]["participant_id"].isin(silent)]
    sentences = [
        part for row in spoken.itertuples() for part in texts[row.transcript_id][row.start : row.end].split(". ")
    ]
    secret = [json.dumps(part.strip(), ensure_ascii=False)[1:-1] for part in sentences if len(part.split()) > 7]
    everything = "".join(
        path.read_text("utf-8") for folder in (plain, forked.folder) for path in folder.rglob("*.ipynb")
    )
    assert secret
    assert not [part for part in secret if part in everything]


def test_the_button_runs_everything_in_a_process_of_its_own(small: Path) -> None:
    from codesign.study import Study
    from codesign.workbook import Workbook, run_apart

    work = Workbook(Study.open(small / "interview_data" / STUDY), {"edition": "public"}, small)
    heard: list[tuple[float, str]] = []
    told = run_apart.run_apart(work, lambda part, words: heard.append((part, words)))
    assert f"outputs/{STUDY}/public/proposal.docx" in told
    assert [part for part, _ in heard] == sorted(part for part, _ in heard)
    assert heard[-1] == (1.0, "Done")


def test_with_libreoffice_there_is_a_pdf_beside_it(small: Path, tmp_path: Path, soffice: Path,
                                                   monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.setenv("CODESIGN_SOFFICE", str(soffice))
    result = runs.run(small / "interview_data" / STUDY, root=small, changes={}, output=tmp_path / "out")
    assert result.pdf is not None
    assert result.pdf.read_bytes().startswith(b"%PDF")


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


def test_a_run_for_one_sector_has_its_own_folder_and_differs(project: Path, forked: runs.RunResult) -> None:
    study = project / "interview_data" / STUDY
    result = runs.run(study, root=project, changes={"sector": "hydrogen"}, engine="forked")
    assert result.ok, result.sentences
    assert result.folder == project / "outputs" / STUDY / "hydrogen"
    assert result.proposal.read_bytes() != forked.proposal.read_bytes()


# the record ---------------------------------------------------------------------------------------------------


def test_the_record_says_what_the_run_was_made_from(forked: runs.RunResult, project: Path) -> None:
    record = json.loads((forked.folder / "run.json").read_text("utf-8"))
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


def test_nothing_a_run_makes_but_its_record_holds_the_time(forked: runs.RunResult) -> None:
    record = json.loads((forked.folder / "run.json").read_text("utf-8"))
    day = record["started"][:10]
    texts = [path for path in forked.folder.rglob("*") if path.suffix in {".csv", ".json"} and path.name != "run.json"]
    assert texts
    assert not [path.name for path in texts if day in path.read_text("utf-8")]


# failures -----------------------------------------------------------------------------------------------------


@pytest.fixture
def broken(small: Path, tmp_path: Path) -> Path:
    """A project whose fourth workbook stops under the heading of its ratings."""
    copy = tmp_path / "broken"
    shutil.copytree(small, copy, ignore=shutil.ignore_patterns("outputs"))
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
    assert [step["status"] for step in record["workbooks"]] == ["made"] * 3 + ["failed"] + ["not run"] * 3
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
    from codesign.study import Study
    from codesign.workbook import Workbook

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


def guarded_environment(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "sitecustomize.py").write_text(GUARD)
    (tmp_path / "attempts").write_text("")
    keep = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    return {**keep, "PYTHONPATH": str(tmp_path), "ATTEMPTS": str(tmp_path / "attempts")}


def test_the_guard_sees_a_connection(tmp_path: Path) -> None:
    code = "import socket; socket.create_connection(('192.0.2.1', 80), 1)"
    ran = subprocess.run([sys.executable, "-c", code], env=guarded_environment(tmp_path), capture_output=True)
    assert ran.returncode != 0
    assert "192.0.2.1" in (tmp_path / "attempts").read_text()


@pytest.mark.parametrize(("where", "engine"), [("project", "forked"), ("small", "kernel")])
def test_the_chain_runs_without_any_connection(
    request: pytest.FixtureRequest, tmp_path: Path, where: str, engine: str
) -> None:
    command = [sys.executable, "-m", "codesign.cli", "run", STUDY, "--engine", engine, "--output", tmp_path / "out"]
    folder = request.getfixturevalue(where)
    ran = subprocess.run(command, cwd=folder, env=guarded_environment(tmp_path), capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "attempts").read_text() == ""


@pytest.mark.platform_specific
def test_the_chain_runs_where_there_is_no_network_at_all(small: Path, tmp_path: Path) -> None:
    alone = ["unshare", "--net", sys.executable]
    if shutil.which("unshare") is None or subprocess.run([*alone, "-c", ""], capture_output=True).returncode:
        pytest.skip("needs the right to leave the network, as root on Linux has it")
    command = [*alone, "-m", "codesign.cli", "run", STUDY, "--engine", "forked", "--output", tmp_path]
    ran = subprocess.run(command, cwd=small, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr


def test_study_yaml_is_a_papermill_parameter_file(project: Path) -> None:
    values = yaml.safe_load((project / "interview_data" / STUDY / "study.yaml").read_text("utf-8"))
    assert json.loads(json.dumps(values)) == values
