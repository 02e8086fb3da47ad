"""The layers of the design hold, and the contracts that hold them would notice a breach."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

CONTRACTS = {
    "layers": "A module imports only from the layers below it",
    "core": "The core takes tables and returns new ones",
    "screens": "Only widgets knows the notebook's front end",
    "word": "Only word, and readers for received files, know Word",
    "templates": "Only word fills Word templates",
    "notebooks": "Only runs runs notebooks",
    "commands": "Only cli knows the command line",
}


def contracts(root: Path) -> dict[str, dict]:
    """Return the contracts of pyproject.toml by id."""
    settings = tomllib.loads((root / "pyproject.toml").read_text())
    return {contract["id"]: contract for contract in settings["tool"]["importlinter"]["contracts"]}


def findings(folder: Path) -> tuple[int, str]:
    """Return lint-imports' exit code and what it says of the package in a folder."""
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    return done.returncode, " ".join(done.stdout.split())


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    """A copy of the package and its contracts, to be broken."""
    shutil.copytree(root / "codesign", tmp_path / "codesign", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(root / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_layers_of_the_design_hold(copy: Path):
    code, said = findings(copy)
    assert code == 0, said
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in said


@pytest.mark.parametrize(
    ("module", "line", "broken"),
    [
        ("schemas.py", "import codesign.tasks", "layers"),
        ("utils.py", "", "layers"),
        ("lab.py", "import codesign.word", "layers"),
        ("schemas.py", "from pathlib import Path", "core"),
        ("evidence.py", "import codesign.journal", "core"),
        ("lab.py", "import anywidget", "screens"),
        ("lab.py", "from docx import Document", "word"),
        ("lab.py", "import docxtpl", "templates"),
        ("lab.py", "import papermill", "notebooks"),
        ("lab.py", "import click", "commands"),
    ],
)
def test_a_breach_is_noticed(copy: Path, module: str, line: str, broken: str):
    with (copy / "codesign" / module).open("a") as source:
        source.write(f"\n{line}\n")
    code, said = findings(copy)
    assert code == 1
    assert f"{CONTRACTS[broken]}" in said.split("Broken contracts")[1]


def layers(root: Path) -> list[list[str]]:
    """Return the names of each layer, highest first; a name in parentheses is still to be written."""
    return [layer.split(" | ") for layer in contracts(root)["layers"]["layers"]]


def test_every_module_of_the_core_is_held_to_the_cores_rule(root: Path):
    named = layers(root)
    core = {name for layer in named[named.index(["proposal"]) :] for name in layer if "(" not in name}
    expected = {f"codesign.{name}" for name in core - {"journal", "readers"}}
    assert set(contracts(root)["core"]["source_modules"]) == expected


def test_the_architecture_shows_the_layers_as_they_are_held(root: Path):
    shown = (root / "docs" / "architecture.md").read_text("utf-8").split("## The modules\n\n")[1].split("\n\n")[0]
    lines = [re.split(" {2,}", line.removeprefix("    "))[0] for line in shown.splitlines()]
    written = [[name for name in layer if "(" not in name] for layer in layers(root)]
    assert [line.split(" | ") for line in lines if line] == written


def test_only_layers_still_to_be_written_are_optional(root: Path):
    written = {path.stem for path in (root / "codesign").glob("*.py")}
    written |= {path.parent.name for path in (root / "codesign").glob("*/__init__.py")}
    optional = {name.strip("()") for layer in layers(root) for name in layer if "(" in name}
    assert optional & written == set()
