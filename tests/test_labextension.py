"""The extension that runs a workbook when it is opened is kept built, and knows the workbooks as they are."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import labextension
import pytest

MAKE_ANEW = f"Made from older workbooks or an older source. Make it anew: {labextension.COMMAND}"


def test_the_fingerprints_are_those_of_the_workbooks() -> None:
    kept = labextension.FINGERPRINTS.read_text("utf-8")
    assert kept == labextension.fingerprints(labextension.WORKBOOKS), MAKE_ANEW


def test_the_built_file_is_made_from_the_source() -> None:
    assert labextension.BUILT.read_text("utf-8") == labextension.built(labextension.SOURCE), MAKE_ANEW


def test_the_built_file_is_the_same_each_time_and_is_made_without_node(root: Path, tmp_path: Path) -> None:
    code = "import labextension; print(labextension.built(labextension.SOURCE), end='')"
    environment = {**os.environ, "PATH": str(tmp_path), "PYTHONIOENCODING": "utf-8"}
    command, folder = [sys.executable, "-c", code], root / "tests" / "tools"
    texts = {
        subprocess.run(
            command,
            cwd=folder,
            env={**environment, "PYTHONHASHSEED": seed, "PYTHONPATH": f"{folder}{os.pathsep}{root}"},
            capture_output=True,
            encoding="utf-8",
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert texts == {labextension.built(labextension.SOURCE)}


@pytest.mark.parametrize("part", ["source", "outputs", "text above"])
def test_only_code_is_in_a_fingerprint(part: str, root: Path, tmp_path: Path) -> None:
    workbook = json.loads((root / "workbooks" / "00_start_here.ipynb").read_text("utf-8"))
    cells = {cell["id"]: cell for cell in workbook["cells"]}
    match part:
        case "source":
            cells["overview"]["source"] = ["work.overview() "]
        case "outputs":
            cells["overview"]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["x"]}]
        case _:
            cells["about-overview"]["source"] = ["## Other words"]
    (tmp_path / "00_start_here.ipynb").write_text(json.dumps(workbook), encoding="utf-8")
    lines = labextension.fingerprints(tmp_path).splitlines()
    known = labextension.fingerprints(root / "workbooks").splitlines()
    assert len([line for line in lines if line not in known]) == (1 if part == "source" else 0)


def test_the_extension_is_named_as_its_folder_and_its_file_is_there() -> None:
    folder = labextension.LABEXTENSIONS / labextension.NAME
    package = json.loads((folder / "package.json").read_text("utf-8"))
    assert package["name"] == labextension.NAME
    assert folder / package["jupyterlab"]["_build"]["load"] == labextension.BUILT
    assert f'["{labextension.NAME}"] =' in labextension.BUILT.read_text("utf-8")
