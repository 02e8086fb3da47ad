"""A name says what it holds, as the field calls it, and a file of tests says what it tests."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

SAY_NOTHING = {"found", "kept", "known", "said", "told"}
OF_THE_WHOLE = {
    "architecture": "the layers of the package and its drawing",
    "bad_input": "what goes wrong with a team's files, folders and computers",
    "docs": "what the documentation names",
    "environment": "the packages that are asked for",
    "invariants": "what must always hold, from the study to the proposal",
    "methods": "the page of methods, and whether what it describes can be seen",
    "names": "this file",
    "real_input": "real interviews, from the files to the proposal",
    "workbooks": "the notebooks",
}
IN_A_BROWSER = "browser_"


def bound(tree: ast.AST, *, in_schemas: bool = False) -> Iterator[str]:
    """Yield every name that is given to a variable, a parameter, a field, a function or an import, once each time.

    A field of a class in schemas is a column of a table, and so is named by those who fill the table.
    """
    columns = {id(field.target) for field in _fields(tree)} if in_schemas else set()
    for node in ast.walk(tree):
        if id(node) not in columns:
            yield from _given(node)


def _fields(tree: ast.AST) -> Iterator[ast.AnnAssign]:
    classes = (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
    return (field for one in classes for field in one.body if isinstance(field, ast.AnnAssign))


def _given(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()) | ast.arg(arg=name):
            yield name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.alias(name=name, asname=other):
            yield other or name
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            yield name
        case _:
            return


def test_a_name_says_what_it_holds(root: Path):
    package = root / "codesign"
    wrong = {}
    for path in sorted(package.rglob("*.py")):
        place = path.relative_to(package)
        names = bound(ast.parse(path.read_text("utf-8")), in_schemas=place.parts[0] == "schemas")
        if counts := Counter(name for name in names if name.strip("_") in SAY_NOTHING):
            wrong[place.as_posix()] = dict(counts)
    assert wrong == {}, "say what was found, as the field calls it: passages, places, sentences, people, rows"


@pytest.mark.parametrize(
    "code",
    [
        "found = 1",
        "found: int = 1",
        "found += 1",
        "a, (b, *found) = c",
        "for found in a: pass",
        "[found for found in a]",
        "with a as found: pass",
        "if (found := a): pass",
        "lambda found: a",
        "def f(a, *, found=1): pass",
        "def f(*found): pass",
        "def found(): pass",
        "class A:\n    found: int",
        "a.found = 1",
        "import a as found",
        "try: pass\nexcept A as found: pass",
        "match a:\n    case [1, *found]: pass",
    ],
)
def test_a_name_that_says_nothing_is_noticed(code: str):
    assert "found" in bound(ast.parse(code))


def test_a_column_of_a_table_keeps_the_name_people_know():
    columns = ast.parse("class Change:\n    said: str\n    def f(self, told): pass")
    assert set(bound(columns, in_schemas=True)) & SAY_NOTHING == {"told"}


def without_module(names: set[str], package: Path) -> set[str]:
    """Return the names that are not those of one module, with as many of its folders before it as needed."""
    paths = [path.relative_to(package).with_suffix("") for path in package.rglob("*.py")]
    named = [path.parent.parts if path.name == "__init__" else path.parts for path in paths]
    shared = Counter("_".join(parts[first:]) for parts in named for first in range(len(parts)))
    whole = {"_".join(parts) for parts in named}
    return {name for name in names if name not in whole and shared[name] != 1}


def test_every_file_of_tests_names_what_it_tests(root: Path):
    names = {path.stem.removeprefix("test_") for path in (root / "tests").glob("test_*.py")}
    assert set(OF_THE_WHOLE) <= names
    of_modules = {name for name in names if not name.startswith(IN_A_BROWSER)} - set(OF_THE_WHOLE)
    of_tests = {path.stem for folder in ("tests", "tests/tools") for path in (root / folder).glob("*.py")}
    assert without_module(of_modules, root / "codesign") - of_tests == set()


def test_a_name_of_two_modules_or_of_none_is_noticed(tmp_path: Path):
    for place in ("study/folder.py", "word/tables.py", "schemas/tables.py", "word/__init__.py"):
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / place).touch()
    names = {"folder", "study_folder", "word", "word_tables", "tables", "pipeline"}
    assert without_module(names, tmp_path) == {"tables", "pipeline"}
