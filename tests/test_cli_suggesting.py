"""The command `workbook suggest`: how often suggested codes hit on a study's own codings."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from codesign import suggestions
from codesign.cli import main


@pytest.fixture(scope="module")
def measured_once() -> Iterator[None]:
    """The hit rates of the sample are measured by the first command that asks for them; the others get the same."""
    measure, told = suggestions.leave_one_out, dict[int, pd.DataFrame]()

    def measured(passages: pd.DataFrame, codes: pd.DataFrame, before_each: Callable[[], None]) -> pd.DataFrame:
        if len(passages) not in told:
            told[len(passages)] = measure(passages, codes, before_each=before_each)
        return told[len(passages)].copy()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(suggestions, "leave_one_out", measured)
        yield


@pytest.fixture(scope="module")
def on_a_terminal(root: Path, measured_once: None) -> Result:
    """What the command tells on a terminal, where it measures; nothing is written to the sample."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        terminal = SimpleNamespace(stderr=SimpleNamespace(isatty=lambda: True))
        patch.setattr("codesign.cli.suggesting.sys", terminal)
        return CliRunner().invoke(main, ["suggest", "clean-energy", "--sector", "hydrogen"])


@pytest.fixture
def suggest(root: Path, on_a_terminal: Result, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """The command for one sector of the sample, with more options."""
    monkeypatch.chdir(root)
    return lambda *options: CliRunner().invoke(main, ["suggest", "clean-energy", "--sector", "hydrogen", *options])


def test_the_hit_rates_of_a_sector_are_told_beside_three_simple_ways(suggest: Callable[..., Result]) -> None:
    result = suggest()
    assert result.exit_code == 0, result.output
    assert "passages of 5 interviews" in result.output
    assert all(f"  {method} " in result.output for method in suggestions.METHODS)
    assert not any(word in result.output for word in ("nan", "NaN"))


def test_hit_rates_as_json_are_those_of_the_table(suggest: Callable[..., Result]) -> None:
    told = json.loads(suggest("--json").stdout)
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


def test_on_a_terminal_the_answer_stands_on_a_line_of_its_own(on_a_terminal: Result) -> None:
    *told, wiped, answer = on_a_terminal.output.split("\r")
    assert told[-1].startswith("Leaving out interview 5 ")
    assert (wiped.strip(), len(wiped) >= len(told[-1])) == ("", True)
    assert " passages of 5 interviews" in answer.splitlines()[0]
    assert "Leaving out" not in on_a_terminal.stdout
