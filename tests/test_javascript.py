"""The checks of JavaScript: pinned, made where Node is, named as skipped where it is not, and never skipped in CI."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import checks
import pytest

CHECKS = ("tsc", "biome check", "node --test")


@pytest.fixture
def tools(root: Path) -> Path:
    return root / "tests" / "tools"


@pytest.fixture
def lock(tools: Path) -> dict[str, Any]:
    return json.loads((tools / "package-lock.json").read_text("utf-8"))


def test_the_lock_of_what_comes_from_npm_names_no_address(tools: Path, lock: dict[str, Any]):
    for package in lock["packages"].values():
        package.pop("funding", None)  # Where a project takes gifts is no place that anything is fetched from.
    assert "resolved" not in json.dumps(lock)
    assert "://" not in json.dumps(lock) + "".join((tools / name).read_text() for name in ("package.json", ".npmrc"))


def test_what_comes_from_npm_is_pinned_to_one_version(tools: Path, lock: dict[str, Any]):
    asked = json.loads((tools / "package.json").read_text("utf-8"))["devDependencies"]
    assert {"typescript", "@biomejs/biome"} <= set(asked)
    assert {name: lock["packages"][f"node_modules/{name}"]["version"] for name in asked} == asked


def test_the_types_are_checked_strictly_and_what_is_unused_is_an_error(root: Path):
    options = json.loads((root / "tsconfig.json").read_text("utf-8"))["compilerOptions"]
    assert all(options[name] for name in ("checkJs", "strict", "noUnusedLocals", "noUnusedParameters"))
    rules = json.loads((root / "biome.json").read_text("utf-8"))
    wanted = {"noUndeclaredVariables", "noUnusedImports", "noUnusedVariables"}
    assert {name for name, level in rules["linter"]["rules"]["correctness"].items() if level == "error"} >= wanted
    assert rules["assist"]["actions"]["source"]["organizeImports"] == "on"


@pytest.mark.parametrize(("ci", "code"), [("", 0), ("true", 1)])
def test_without_node_each_check_is_named_as_skipped_and_fails_in_ci(tools: Path, tmp_path: Path, ci: str, code: int):
    environment = {**os.environ, "PATH": str(tmp_path), "TEST_TOOLS": str(tmp_path), "CI": ci}
    command = [sys.executable, str(tools / "javascript.py")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert f"Skipped, since Node or what it needs from npm is not here: {', '.join(CHECKS)}." in done.stdout


def test_make_test_checks_javascript_and_making_a_proposal_needs_no_node(root: Path):
    commands = (root / "Makefile").read_text("utf-8")
    assert "tests/tools/checks.py" in commands.partition("\ntest:")[2].partition("\nbenchmark:")[0]
    assert "tests/tools/javascript.py" in checks.READING["JavaScript"]
    others = commands.partition("\ntest:")[0] + commands.partition("$(VENV)/.installed:")[2]
    assert re.findall(r"\b(?:javascript|node|npm)\b", others) == []


def test_what_makes_our_files_modules_makes_no_modules_of_those_in_the_environment_below(root: Path):
    """Node takes the nearest package.json above a file; JupyterLab's own scripts in .venv are no modules."""
    assert not (root / "package.json").exists()
    for folder in ("codesign/widgets/static", "codesign/lab/extension", "tests/js"):
        assert json.loads((root / folder / "package.json").read_text("utf-8"))["type"] == "module"
