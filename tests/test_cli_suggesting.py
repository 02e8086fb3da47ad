"""The command `workbook suggest`: how often suggested codes hit on a study's own codings."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from codesign import suggestions
from codesign.cli import main


@pytest.fixture
def sample(root: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The sample study, from the project's folder; nothing is written to it."""
    monkeypatch.chdir(root)
    return "clean-energy"


def test_the_hit_rates_of_a_sector_are_told_beside_three_simple_ways(sample: str) -> None:
    result = CliRunner().invoke(main, ["suggest", sample, "--sector", "hydrogen"])
    assert result.exit_code == 0, result.output
    assert "passages of 5 interviews" in result.output
    assert all(f"  {method} " in result.output for method in suggestions.METHODS)
    assert not any(word in result.output for word in ("nan", "NaN"))


def test_hit_rates_as_json_are_those_of_the_table(sample: str) -> None:
    told = json.loads(CliRunner().invoke(main, ["suggest", sample, "--sector", "hydrogen", "--json"]).stdout)
    assert [row["method"] for row in told["methods"]] == list(suggestions.METHODS)
    assert all(0 <= row[name] <= 1 for row in told["methods"] for name in suggestions.MEASURES)
    assert (told["interviews"], told["passages"] <= told["coded"]) == (5, True)


def test_a_study_without_codings_is_told_so(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(root / "templates" / "study", tmp_path / "templates" / "study")
    for name in ("interview_data", "workbooks"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["new", "empty"]).exit_code == 0
    assert "cannot be measured yet: 0 passages coded" in CliRunner().invoke(main, ["suggest", "empty"]).output
    told = json.loads(CliRunner().invoke(main, ["suggest", "empty", "--json"]).stdout)
    assert {row["hit@1"] for row in told["methods"]} == {None}


def test_on_a_terminal_the_answer_stands_on_a_line_of_its_own(sample: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("codesign.cli.suggesting.sys", SimpleNamespace(stderr=SimpleNamespace(isatty=lambda: True)))
    result = CliRunner().invoke(main, ["suggest", sample, "--sector", "hydrogen"])
    *told, wiped, answer = result.output.split("\r")
    assert told[-1].startswith("Leaving out interview 5 ")
    assert (wiped.strip(), len(wiped) >= len(told[-1])) == ("", True)
    assert " passages of 5 interviews" in answer.splitlines()[0]
    assert "Leaving out" not in result.stdout
