"""The engines: the same outputs either way, isolation, and endings told as what they were."""

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from codesign.errors import RunError
from codesign.runs import engine, execution

ENGINES = ("forked", "kernel")
EXECUTE = """
import sys
from pathlib import Path
from codesign.runs import execution
source, target, which, timeout = sys.argv[1:]
papermill = execution.load_papermill()
name = {"forked": "codesign-forked", "kernel": "codesign-kernel"}[which]
options = {"execution_timeout": int(timeout)} if timeout != "0" else {}
papermill.execute_notebook(source, target, {"n": 5}, engine_name=name, progress_bar=False, **options)
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


def toy(folder: Path, *cells: str) -> Path:
    """Write a notebook with these code cells, the first of them the parameters, and return its path."""
    notebook = new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "x", "language": "python"}})
    notebook.cells = [
        new_code_cell("n = 1", metadata={"tags": ["parameters"]}),
        *(new_code_cell(cell) for cell in cells),
    ]
    path = folder / "toy.ipynb"
    nbformat.write(notebook, path)
    return path


def executed(source: Path, which: str, timeout: int = 0) -> tuple[dict[str, Any], str]:
    """Execute a notebook in a process of its own and return it with what that process said."""
    target = source.with_name(f"{which}.ipynb")
    environment = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    command = [sys.executable, "-c", EXECUTE, str(source), str(target), which, str(timeout)]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    return json.loads(target.read_text("utf-8")), ran.stderr


def outputs(notebook: dict[str, Any]) -> list[Any]:
    """Return source, count and outputs of every cell, without what differs from process to process."""
    cells = [(cell["source"], cell.get("execution_count"), cell.get("outputs")) for cell in notebook["cells"]]
    words = re.sub(r"ipykernel_\d+", "ipykernel", json.dumps(cells))
    return json.loads(re.sub(r" at 0x[0-9a-f]+", "", words))


def test_both_engines_show_the_same(tmp_path: Path) -> None:
    source = toy(tmp_path, *CELLS)
    forked, kernel = (outputs(executed(source, which)[0]) for which in ENGINES)
    for ours, theirs in zip(forked, kernel, strict=True):
        assert ours == theirs
    assert "ZeroDivisionError" in json.dumps(forked)


def test_an_error_has_papermills_red_marker_and_the_rest_is_not_run(tmp_path: Path) -> None:
    notebook, said = executed(toy(tmp_path, "1 / 0", "print('never')"), "forked")
    assert "ZeroDivisionError" in said
    assert "papermill-error-cell" in json.dumps(notebook["cells"])
    assert notebook["cells"][-1]["outputs"] == []


@pytest.mark.parametrize("which", ENGINES)
@pytest.mark.parametrize(("cell", "sentence"), [
    ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "ended"),
    ("import os; os._exit(0)", "ended"),
    ("import time; time.sleep(60)", "took longer than 2 seconds"),
])  # fmt: skip
def test_a_process_that_ends_early_is_never_completed(tmp_path: Path, which: str, cell: str, sentence: str) -> None:
    source = toy(tmp_path, "print('before')", cell, "print('never')")
    notebook, said = executed(source, which, timeout=2 if "sleep" in cell else 0)
    status = [cell["metadata"]["papermill"]["status"] for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert "PapermillExecutionError" in said
    assert sentence in json.dumps(notebook)
    assert status[-2:] == ["failed", "pending"]


def test_a_kill_is_told_with_its_signal(tmp_path: Path) -> None:
    source = toy(tmp_path, "import os; os.kill(os.getpid(), 9)")
    assert "ended by signal 9 (SIGKILL)" in json.dumps(executed(source, "forked")[0])


def test_nothing_one_notebook_does_is_seen_by_the_next(tmp_path: Path) -> None:
    execution.load_papermill()
    source = toy(tmp_path, "import os, json; os.environ['LEAK'] = '1'; json.leak = 1; leak = 1")
    with (tmp_path / "log").open("w") as noise:
        execution.execute(source, tmp_path / "a.ipynb", {}, engine="forked", noise=noise)
    assert "LEAK" not in os.environ
    assert not hasattr(json, "leak")


def test_processes_a_cell_left_behind_are_ended(tmp_path: Path) -> None:
    source = toy(tmp_path, "import subprocess; p = subprocess.Popen(['sleep', '600']); print(p.pid)")
    pid = int(executed(source, "forked")[0]["cells"][-1]["outputs"][0]["text"][0])
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
