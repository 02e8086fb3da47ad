"""What docs/methods.md describes can be seen: every public formula is used by a screen, a result or the proposal."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

FORMULAS = ("agreement", "analysis", "coding", "competencies", "market", "program", "saturation", "tasks", "wording")
SHOWN = ("cli", "proposal", "widgets", "workbook")
FOR_PYTHON = {"agreement": "coefficients", "tasks": "intraclass"}
"""What is for Python alone: coefficients of any table, which `by_code` and `reliability` give of a study's."""
OF_NUMBERS = {
    "Mean, n, standard deviation": "summary",
    "r<sub>wg</sub>": "summary",
    "Criticality": "summary",
    "Additive index": "ranks",
    "Duty weight": "duty_weights",
    "ICC(2,1), ICC(2,k)": "reliability",
    "Shares of the differences": "reliability",
    "Raters needed": "sentences",
    "Distribution": "distribution",
    "Relevance, first day": "summary",
    "Raters and interviews differ": "apart",
    "Means by group": "breakdown",
    "Criteria by assessment": "matrix",
    "Hours": "competency_hours",
    "Learners, completers": "enrolment_table",
    "Budget": "budget_table",
    "Commitment ladder": "ladder",
    "Scope check": "scope",
    "Authenticity check": "authenticity",
    "Stack check": "stack",
}
"""The function behind each number of two sections of docs/methods.md."""


def functions_of(package: str) -> list[str]:
    """The public functions of a package or module."""
    module = importlib.import_module(f"codesign.{package}")
    own = getattr(module, "__all__", None) or [name for name in vars(module) if not name.startswith("_")]
    return [
        name
        for name in own
        if inspect.isfunction(getattr(module, name)) and getattr(module, name).__module__.startswith(module.__name__)
    ]


def used_in(node: ast.AST) -> set[str]:
    return {
        part.id if isinstance(part, ast.Name) else part.attr
        for part in ast.walk(node)
        if isinstance(part, (ast.Name, ast.Attribute))
    }


def definitions(folder: Path) -> Iterator[tuple[str, set[str]]]:
    """Every function of the package with the names it uses."""
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                yield node.name, used_in(node)


def reached(folder: Path) -> set[str]:
    """The names that are used, by whatever way, from what people are shown."""
    uses: dict[str, set[str]] = {}
    for name, inner in definitions(folder):
        uses.setdefault(name, set()).update(inner - {name})
    names = {
        name
        for room in SHOWN
        for path in (folder / room).rglob("*.py")
        for name in used_in(ast.parse(path.read_text(encoding="utf-8")))
    }
    waiting = list(names)
    while waiting:
        new = uses.get(waiting.pop(), set()) - names
        names |= new
        waiting += new
    return names


@pytest.fixture(scope="module")
def shown(root: Path) -> set[str]:
    return reached(root / "codesign")


def asked_for(folder: Path) -> set[str]:
    """What screens, results and the proposal ask the formulas for themselves, such as `tasks.ranks(...)`."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for room in SHOWN for path in (folder / room).rglob("*.py")]
    calls = [call.func for tree in trees for call in ast.walk(tree) if isinstance(call, ast.Call)]
    return {
        call.attr
        for call in calls
        if isinstance(call, ast.Attribute) and isinstance(call.value, ast.Name) and call.value.id in FORMULAS
    }


def numbers_of(page: str, section: str) -> list[str]:
    """The numbers described in the first table of a section."""
    lines = page.partition(f"\n## {section}\n")[2].partition("\n## ")[0].splitlines()
    rows = [line.split(" | ")[0].removeprefix("| ") for line in lines if line.startswith("| ")]
    return rows[1:]


def is_for_python(package: str, name: str) -> bool:
    whole = importlib.import_module(f"codesign.{package}")
    own = FOR_PYTHON.get(package, "")
    return name in (own, "bootstrap_interval") or getattr(whole, name).__module__.endswith(f".{own or '-'}")


@pytest.mark.parametrize("package", FORMULAS)
def test_every_public_formula_reaches_a_screen_a_result_or_the_proposal(shown: set[str], package: str) -> None:
    unseen = [name for name in functions_of(package) if name not in shown and not is_for_python(package, name)]
    assert unseen == []


@pytest.mark.parametrize("section", ["Task ratings", "Program arithmetic"])
def test_every_number_described_is_asked_for_where_people_look(root: Path, section: str) -> None:
    numbers = numbers_of((root / "docs" / "methods.md").read_text(encoding="utf-8"), section)
    asked = asked_for(root / "codesign")
    assert len(numbers) > 7
    assert [number for number in numbers if OF_NUMBERS.get(number) not in asked] == []


def test_a_function_that_the_page_of_methods_names_is_public_and_seen(root: Path, shown: set[str]) -> None:
    page = (root / "docs" / "methods.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z_]+)`", page))
    public = {name for package in FORMULAS for name in functions_of(package)}
    assert sorted((named & public) - shown) == []
