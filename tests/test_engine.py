"""The engines: the same outputs either way, isolation, and endings told as what they were."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from codesign.errors import RunError
from codesign.runs import engine, execution

ENGINES = ("forked", "kernel")
EXECUTE = """
import json, sys, traceback
from pathlib import Path
from codesign.runs import execution
papermill = execution.load_papermill()
for source, target, timeout in json.loads(sys.argv[1]):
    options = {"execution_timeout": timeout} if timeout else {}
    engine = Path(target).stem
    try:
        papermill.execute_notebook(source, target, {"n": 5}, engine_name=engine, progress_bar=False, **options)
    except Exception:
        Path(target).with_suffix(".txt").write_text(traceback.format_exc())
"""
CELLS = (
    "import os, subprocess, sys, warnings\nfrom IPython.display import HTML, Markdown, clear_output, display",
    "n + 1",
    "print('out'); print('err', file=sys.stderr); 'the last expression'",
    "display(HTML('<b>bold</b>')); HTML('<i>slanted</i>')",
    # The ordinary kernel reads its descriptors in a thread, and what that reads after the cell's end is nobody's.
    "os.write(1, b'below Python\\n'); subprocess.run(['echo', 'from a child']); __import__('time').sleep(1); None",
    "import pandas as pd; pd.DataFrame({'a': [1, 2]})",
    "warnings.warn('careful')",
    "handle = display('one', display_id='shown')",
    "handle.update('two')",
    "print('gone'); clear_output(); print('stays')",
    "print('goes later'); clear_output(wait=True); print('instead')",
    "class Both:\n    def _repr_mimebundle_(self, **_): return {'text/html': '<p>x</p>', 'text/plain': 'x'}\nBoth()",
    "(__name__, sorted(_oh), len(In))",
    "await __import__('asyncio').sleep(0, 'awaited')",
    "display(1); print('between'); display(2); 3;",
    "%pwd",
    "from matplotlib.figure import Figure; f = Figure(); f.text(0, 0, 'a'); f",
    "1 / 0",
)


ENDINGS = {
    "is killed": ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "ended"),
    "exits": ("import os; os._exit(0)", "ended"),
    "takes too long": ("import time; time.sleep(60)", "took longer than 2 seconds"),
}
TOYS = {
    "everything": CELLS,
    "an error": ("1 / 0", "print('never')"),
    "leaves a process": ("import subprocess; p = subprocess.Popen(['sleep', '600']); print(p.pid)",),
    **{name: ("print('before')", cell, "print('never')") for name, (cell, _) in ENDINGS.items()},
}
Ran = tuple[dict[str, Any], str]
"""An executed notebook, and what its execution raised."""


def toy(folder: Path, *cells: str) -> Path:
    """Write a notebook with these code cells, the first of them the parameters, and return its path."""
    notebook = new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "x", "language": "python"}})
    notebook.cells = [
        new_code_cell("n = 1", metadata={"tags": ["parameters"]}),
        *(new_code_cell(cell) for cell in cells),
    ]
    folder.mkdir(exist_ok=True)
    path = folder / "toy.ipynb"
    nbformat.write(notebook, path)
    return path


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Ran]:
    """Every toy executed by both engines, in one process that is not this one: to start it takes longest."""
    folder = tmp_path_factory.mktemp("toys")
    sources = {name: toy(folder / name, *cells) for name, cells in TOYS.items()}
    work = [
        [str(source), str(source.with_name(f"codesign-{which}.ipynb")), 2 if name == "takes too long" else 0]
        for which in ENGINES
        for name, source in sources.items()
    ]
    environment = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    command = [sys.executable, "-c", EXECUTE, json.dumps(work)]
    subprocess.run(command, env=environment, capture_output=True, timeout=240, check=True)

    def ran(name: str, which: str) -> Ran:
        target = folder / name / f"codesign-{which}.ipynb"
        said = target.with_suffix(".txt")
        return json.loads(target.read_text("utf-8")), said.read_text("utf-8") if said.exists() else ""

    return ran


def outputs(notebook: dict[str, Any]) -> list[Any]:
    """Return source, count and outputs of every cell, without what differs from process to process."""
    cells = [(cell["source"], cell.get("execution_count"), cell.get("outputs")) for cell in notebook["cells"]]
    words = re.sub(r"ipykernel_\d+", "ipykernel", json.dumps(cells))
    return json.loads(re.sub(r" at 0x[0-9a-f]+", "", words))


def test_both_engines_show_the_same(executed: Callable[[str, str], Ran]) -> None:
    forked, kernel = (outputs(executed("everything", which)[0]) for which in ENGINES)
    for ours, theirs in zip(forked, kernel, strict=True):
        assert ours == theirs
    assert "ZeroDivisionError" in json.dumps(forked)


def test_an_error_has_papermills_red_marker_and_the_rest_is_not_run(executed: Callable[[str, str], Ran]) -> None:
    notebook, said = executed("an error", "forked")
    assert "ZeroDivisionError" in said
    assert "papermill-error-cell" in json.dumps(notebook["cells"])
    assert notebook["cells"][-1]["outputs"] == []


@pytest.mark.parametrize("which", ENGINES)
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_process_that_ends_early_is_never_completed(
    executed: Callable[[str, str], Ran], which: str, ending: str
) -> None:
    notebook, said = executed(ending, which)
    status = [cell["metadata"]["papermill"]["status"] for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert "PapermillExecutionError" in said
    assert ENDINGS[ending][1] in json.dumps(notebook)
    assert status[-2:] == ["failed", "pending"]


def test_a_kill_is_told_with_its_signal(executed: Callable[[str, str], Ran]) -> None:
    assert "ended by signal 9 (SIGKILL)" in json.dumps(executed("is killed", "forked")[0])


def test_nothing_one_notebook_does_is_seen_by_the_next(tmp_path: Path) -> None:
    execution.load_papermill()
    source = toy(tmp_path, "import os, json; os.environ['LEAK'] = '1'; json.leak = 1; leak = 1")
    with (tmp_path / "log").open("w") as noise:
        execution.execute(source, tmp_path / "a.ipynb", {}, engine="forked", noise=noise)
    assert "LEAK" not in os.environ
    assert not hasattr(json, "leak")


def test_processes_a_cell_left_behind_are_ended(executed: Callable[[str, str], Ran]) -> None:
    pid = int(executed("leaves a process", "forked")[0]["cells"][-1]["outputs"][0]["text"][0])
    time.sleep(0.2)
    state = Path(f"/proc/{pid}/stat")
    assert not state.exists() or state.read_text().split()[2] == "Z"


def test_papermill_finds_the_engine_by_its_entry_point(tmp_path: Path) -> None:
    source, target = toy(tmp_path, "n * 2"), tmp_path / "out.ipynb"
    command = [sys.executable, "-m", "papermill", str(source), str(target), "--engine", engine.NAME, "-p", "n", "21"]
    subprocess.run(command, check=True, capture_output=True)
    assert json.loads(target.read_text())["cells"][-1]["outputs"][0]["data"]["text/plain"] == ["42"]


def test_the_slow_grammar_library_stays_out() -> None:
    code = "import sys, codesign.runs.execution as e; e.load_papermill(); print(sys.modules['rfc3987_syntax'])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "None\n"


def test_a_cell_that_exits_quietly_is_not_a_whole_workbook(tmp_path: Path) -> None:
    source = toy(tmp_path, "import sys; sys.exit(0)", "print('never')")
    with (tmp_path / "log").open("w") as noise, pytest.raises(RunError, match="before its end"):
        execution.execute(source, tmp_path / "out.ipynb", {}, engine="forked", noise=noise)


def test_a_folder_with_braces_in_its_name_can_be_used(tmp_path: Path) -> None:
    folder = tmp_path / "a {b} c"
    folder.mkdir()
    with (tmp_path / "log").open("w") as noise:
        execution.execute(toy(folder, "n"), folder / "out.ipynb", {}, engine="forked", noise=noise)
    assert (folder / "out.ipynb").exists()


def test_a_failure_names_the_heading_above_the_cell() -> None:
    notebook = new_notebook(
        cells=[new_markdown_cell("# Title"), new_markdown_cell("## Rate the tasks"), new_code_cell("x")]
    )
    error = type("Failed", (Exception,), {"cell_index": 2, "ename": "StudyError", "evalue": "There is no study."})()
    told = execution.stopped(error, notebook)
    assert (told.heading, told.why, told.is_ours) == ("Rate the tasks", "There is no study.", True)
