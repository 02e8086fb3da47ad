"""The documentation names everything there is: commands, tables, placeholders, boxes, fields."""

import doctest
import importlib
import pkgutil
import re

import pytest
from click.testing import CliRunner

import codesign
from codesign import parameters, proposal, schemas
from codesign.cli import main
from codesign.proposal.boxes import BOXES
from codesign.proposal.fields import FIELDS
from codesign.word.template import SECTIONS


@pytest.fixture(scope="module")
def docs(root):
    return {path.name: path.read_text(encoding="utf-8") for path in (root / "docs").glob("*.md")}


@pytest.fixture(scope="module")
def document():
    return proposal.build(proposal.Facts({}, {}, parameters.checked({})), fingerprint="x")


def test_the_page_of_tables_is_what_the_schemas_say(docs):
    assert docs["tables.md"] == schemas.tables_page(), "make it anew: python -m codesign.schemas > docs/tables.md"


def test_every_table_and_column_has_its_line(docs):
    for row in schemas.ROWS:
        section = docs["tables.md"].split(f"\n## {row.table}\n")[1].split("\n## ")[0]
        assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == schemas.columns(row.table)
        assert (row.__doc__ or "").strip() in section
        assert all(field.description for field in row.model_fields.values())


def test_every_allowed_value_is_named(docs):
    for value in [*schemas.FAMILIES, *schemas.RUNGS, "no-quote", "contradicts", "very low", "third-party report"]:
        assert f"`{value}`" in docs["tables.md"]


def test_every_command_is_explained(docs):
    for name, command in main.commands.items():
        assert f"`workbook {name} " in docs["commands.md"]
        assert command.name in CliRunner().invoke(main, ["--help"]).output


def test_no_command_is_explained_that_is_not_there(docs):
    words = " ".join(docs.values())
    assert set(re.findall(r"`workbook ([a-z-]+)", words)) <= set(main.commands)


def test_every_placeholder_of_a_proposal_is_named(docs, document):
    own = ["title", "subject", "author", "stamp", "fingerprint", "data_date"]
    for name in {*own, *document.scalars}:
        assert f"| `{{{{ {name} }}}}` |" in docs["proposal.md"]
    for name in SECTIONS:
        assert f"| `{{{{p section.{name} }}}}` |" in docs["proposal.md"]
    assert list(document.sections) == list(SECTIONS)


def test_no_placeholder_is_named_that_is_not_there(docs, document):
    named = set(re.findall(r"`\{\{p? ?([\w.]+) \}\}`", docs["proposal.md"]))
    own = {"title", "subject", "author", "stamp", "fingerprint", "data_date", *document.scalars}
    sections = {f"section.{name}" for name in SECTIONS}
    assert named <= own | sections | {f"author.{box.box}" for box in BOXES}


@pytest.mark.parametrize("box", BOXES, ids=lambda box: box.box)
def test_every_author_box_stands_there_with_its_prompt(docs, box):
    line = f"| `{{{{p author.{box.box} }}}}` | {box.title} | {box.prompt} | {box.word_limit} |"
    assert line in docs["proposal.md"]


def test_all_forty_five_fields_stand_there_with_their_place(docs):
    lines = [f"| {field.number} | {field.name} | {field.how} | `{field.anchor}` |" for field in FIELDS]
    assert len(lines) == 45
    assert [line for line in lines if line not in docs["proposal.md"]] == []


def test_links_between_pages_lead_somewhere(root, docs):
    for name, words in docs.items():
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", words):
            assert (root / "docs" / target).exists(), f"{name}: {target}"


def test_every_benchmark_is_told_and_run_by_make_benchmark_and_none_by_make_test(root, docs):
    named = {path.stem for path in (root / "benchmarks").glob("*.py") if "\ndef main(" in path.read_text("utf-8")}
    makefile = (root / "Makefile").read_text("utf-8")
    assert set(re.search(r"^BENCHMARKS = (.*)$", makefile, re.MULTILINE)[1].split()) == named
    assert all(f"| `{name}` |" in docs["benchmarks.md"] for name in named)
    assert "benchmark" not in makefile.split("\ntest:")[1].split("\n\n")[0]


def test_every_example_in_the_code_gives_what_it_says():
    names = [name for _, name, _ in pkgutil.walk_packages(codesign.__path__, "codesign.") if "__main__" not in name]
    results = {name: doctest.testmod(importlib.import_module(name)) for name in names}
    assert {name: found.failed for name, found in results.items() if found.failed} == {}
    assert sum(found.attempted for found in results.values()) >= 20
