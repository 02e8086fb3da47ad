"""The layers of the design hold, and the contracts that hold them would notice a breach."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import packages
import pytest

CONTRACTS = {
    "layers": "A module imports only from the layers below it",
    "core": "The core takes tables and returns new ones",
    "screens": "Only widgets knows the notebook's front end",
    "word": "Only word, and readers for received files, know Word",
    "templates": "Only word fills Word templates",
    "notebooks": "Only runs runs notebooks",
    "commands": "Only cli knows the command line",
    "circles": "No two parts of a package import each other, by whatever way round",
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


BREACHES = [
    ("layers", "schemas/row.py", "import codesign.tasks", "codesign.schemas is not allowed to import codesign.tasks"),
    ("layers", "lab.py", "import codesign.word", "codesign.lab is not allowed to import codesign.word"),
    ("layers", "utils.py", "", "codesign.utils"),
    ("core", "schemas/page.py", "from pathlib import Path", "codesign.schemas.page -> pathlib"),
    ("core", "evidence.py", "import subprocess", "codesign.evidence -> subprocess"),
    ("screens", "lab.py", "import anywidget", "codesign.lab -> anywidget"),
    ("word", "lab.py", "from docx import Document", "codesign.lab -> docx"),
    ("templates", "lab.py", "import docxtpl", "codesign.lab -> docxtpl"),
    ("notebooks", "lab.py", "import papermill", "codesign.lab -> papermill"),
    ("commands", "lab.py", "import click", "codesign.lab -> click"),
    ("circles", "journal/records.py", "import codesign.journal.fold", ".records -> .fold"),
]
"""Each contract, a line that breaks it, the module it is written into, and how the breach is named."""


@pytest.fixture(scope="module")
def broken(root: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """What lint-imports says of a copy of the package in which every contract is broken."""
    folder = tmp_path_factory.mktemp("broken")
    shutil.copytree(root / "codesign", folder / "codesign", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(root / "pyproject.toml", folder)
    for _contract, module, line, _named in BREACHES:
        with (folder / "codesign" / module).open("a", encoding="utf-8") as source:
            source.write(f"\n{line}\n")
    code, said = findings(folder)
    assert code == 1
    assert f"0 kept, {len(CONTRACTS)} broken." in said
    return said.split("Broken contracts")[1]


def test_the_contracts_hold(root: Path):
    code, said = findings(root)
    assert code == 0, said
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in said


@pytest.mark.parametrize(("contract", "module", "line", "named"), BREACHES)
def test_a_breach_is_noticed(broken: str, contract: str, module: str, line: str, named: str):
    after = broken.split(f"{CONTRACTS[contract]} -----")[1]
    others = [after.index(f"{name} -----") for name in CONTRACTS.values() if f"{name} -----" in after]
    assert named in after[: min(others, default=None)]


def test_the_picture_of_the_packages_is_that_of_the_imports(root: Path):
    shown = packages.PLACE.search((root / "docs" / "architecture.md").read_text("utf-8"))
    assert shown is not None
    assert shown.group() == packages.picture()


def test_the_picture_leaves_out_an_arrow_only_where_a_longer_way_leads_to_the_same_package():
    imported = {"a": {"b", "c"}, "b": {"c"}, "c": set()}
    assert packages.without_shortcuts(imported) == {"a": {"b"}, "b": {"c"}, "c": set()}


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
