"""environment.yml, pyproject.toml and the two locks name the same packages, in the same ranges."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml
from left_out import NO_REAL_DATA, is_announced
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

CONDA_NAMES = {"matplotlib-base": "matplotlib"}
LOCKS = ("requirements.lock", "requirements-test.lock")
PIN = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[^\s;\\]+)(?: ; (?P<marker>.+?))? \\$", re.MULTILINE)

RUN_NOT_IMPORTED = {
    "defusedxml": "openpyxl reads received spreadsheets with it where it is there",
    "hatchling": "builds the package",
    "ipywidgets": "brings JupyterLab's half of a screen",
    "jupyterlab": "started by `workbook open`",
}
"""Packages that are asked for without being imported by name, each with why."""
CHECKS = {"import-linter", "mypy", "nbstripout", "pre-commit", "ruff"}
"""Programs among the tests' packages, run by `make test` and before a commit."""


def ranges(requirements: list[str]) -> dict[str, SpecifierSet]:
    """Return the range of each package, by its normal name."""
    named = [Requirement(requirement) for requirement in requirements]
    return {canonicalize_name(each.name): each.specifier for each in named}


def declared(root: Path) -> dict[str, list[str]]:
    """Return pyproject.toml's direct requirements, without and with those of the tests."""
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    own = project["dependencies"]
    return {LOCKS[0]: own, LOCKS[1]: own + project["optional-dependencies"]["test"]}


def conda_requirements(root: Path) -> list[str]:
    """Return environment.yml's packages, those by conda and those by pip, as pip would write them."""
    entries = yaml.safe_load((root / "environment.yml").read_text())["dependencies"]
    by_conda = [entry.split(" ", 1) for entry in entries if isinstance(entry, str) and entry != "pip"]
    by_pip = next(entry["pip"] for entry in entries if isinstance(entry, dict))
    return [" ".join([CONDA_NAMES.get(name, name), *rest]) for name, *rest in by_conda] + by_pip


def pins(lock: str) -> dict[str, list[str]]:
    """Return the versions a lock pins, by package: more than one where Python's version decides."""
    versions: dict[str, list[str]] = {}
    for pin in PIN.finditer(lock):
        versions.setdefault(canonicalize_name(pin["name"]), []).append(pin["version"])
    return versions


@pytest.fixture(params=LOCKS)
def lock(request: pytest.FixtureRequest, root: Path) -> tuple[str, str]:
    """A lock's name and its text."""
    return request.param, (root / request.param).read_text()


def test_conda_and_pip_users_get_the_same_packages_in_the_same_ranges(root: Path):
    by_conda = conda_requirements(root)
    assert by_conda.pop() == "-e ."
    python = f"python {tomllib.loads((root / 'pyproject.toml').read_text())['project']['requires-python']}"
    assert ranges(by_conda) == ranges([python, *declared(root)[LOCKS[0]]])


def test_conda_and_pip_users_get_the_same_extras(root: Path):
    own = {str(Requirement(each)) for each in declared(root)[LOCKS[0]] if "[" in each}
    assert own == {str(Requirement(each)) for each in conda_requirements(root) if "[" in each}


def test_conda_asks_one_channel_only(root: Path):
    channels = yaml.safe_load((root / "environment.yml").read_text())["channels"]
    assert channels == ["conda-forge", "nodefaults"]


def test_every_package_is_locked_within_its_range(root: Path, lock: tuple[str, str]):
    name, text = lock
    locked = pins(text)
    for package, allowed in ranges(declared(root)[name]).items():
        assert locked[package], package
        assert all(version in allowed for version in locked[package]), package


def test_every_locked_version_has_its_hashes(lock: tuple[str, str]):
    entries = [entry for entry in re.split(r"\n(?=\S)", lock[1]) if entry and not entry.startswith("#")]
    assert len(entries) == len(PIN.findall(lock[1])) > 50
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_a_lock_names_no_address_and_no_folder(lock: tuple[str, str]):
    assert re.findall(r"://|--index|--find-links|--extra-index|@ ?file|^-e|(?:^|\s)/\S+", lock[1], re.MULTILINE) == []


def test_the_tests_run_with_the_versions_people_get(root: Path):
    own, tested = (pins((root / name).read_text()) for name in LOCKS)
    assert {package: tested.get(package) for package in own} == own


@cache
def imported(folder: Path) -> set[str]:
    """Return the packages that the Python files of a folder import, by their normal name, without our own modules."""
    distributions, names = packages_distributions(), set[str]()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.split(".")[0])
    own = {"codesign", *(path.stem for path in folder.rglob("*.py"))}
    asked = names - own - set(sys.stdlib_module_names)
    return {canonicalize_name(distributions.get(name, [name])[0]) for name in asked}


@pytest.mark.parametrize(("folder", "lock_name"), [("codesign", 0), ("tests", 1), ("benchmarks", 1)])
def test_every_package_that_is_imported_is_declared(root: Path, folder: str, lock_name: int):
    assert imported(root / folder) - set(ranges(declared(root)[LOCKS[lock_name]])) == set()


def test_every_package_that_is_declared_is_imported_or_said_to_be_run(root: Path):
    own = set(ranges(declared(root)[LOCKS[0]]))
    assert own - imported(root / "codesign") == set(RUN_NOT_IMPORTED)


def test_every_package_of_the_tests_is_imported_there_or_is_a_check(root: Path):
    extra = set(ranges(declared(root)[LOCKS[1]])) - set(ranges(declared(root)[LOCKS[0]]))
    stubs = {name for name in extra if name.endswith("-stubs") or name.startswith("types-")}
    assert extra - stubs - imported(root / "tests") == CHECKS


@pytest.fixture
def jobs(root: Path) -> dict[str, dict]:
    """The jobs of the workflow that a published project would run."""
    return yaml.safe_load((root / ".github" / "workflows" / "checks.yml").read_text("utf-8"))["jobs"]


def commands(job: dict) -> list[str]:
    """Return the commands of a job, in order."""
    return [step["run"] for step in job["steps"] if "run" in step]


def test_the_workflow_runs_every_python_that_is_promised_on_three_systems(root: Path, jobs: dict[str, dict]):
    promised = SpecifierSet(tomllib.loads((root / "pyproject.toml").read_text())["project"]["requires-python"])
    matrix = jobs["everywhere"]["strategy"]["matrix"]
    assert matrix["python"] == [version for version in map("3.{}".format, range(20)) if version in promised]
    assert [system.partition("-")[0] for system in matrix["system"]] == ["ubuntu", "macos", "windows"]


def test_the_workflow_names_only_files_that_are_there(root: Path, jobs: dict[str, dict]):
    words = [word for job in jobs.values() for command in commands(job) for word in command.split()]
    files = [word for word in words if "/" in word or word.endswith((".lock", ".py"))]
    assert {"requirements-test.lock", "tests/tools/set_up.py", "tests/tools/checks.py", ".ci/run"} == set(files)
    assert [name for name in files if not (root / name).is_file()] == []


def test_the_workflow_installs_as_make_does_and_makes_the_checks_of_make_test(root: Path, jobs: dict[str, dict]):
    rules = (root / "Makefile").read_text("utf-8")
    for command in commands(jobs["everywhere"]):
        tool, *words = command.removeprefix("python ").removeprefix("-m ").split()
        assert tool in {"pip", "tests/tools/set_up.py", "tests/tools/checks.py"}
        assert " ".join(words).removeprefix("install ") in rules
        assert tool == "pip" or tool in rules


def test_the_workflow_says_that_real_interviews_are_absent_in_words_that_the_tests_know(root: Path):
    workflow = yaml.safe_load((root / ".github" / "workflows" / "checks.yml").read_text("utf-8"))
    assert is_announced(NO_REAL_DATA, workflow["env"])
