"""The command line: help, exit codes, and sentences instead of tracebacks."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from codesign import __version__
from codesign.cli import main
from codesign.cli.assignments import assigned
from codesign.errors import ParameterError


def test_every_command_has_a_purpose_and_an_example() -> None:
    for command in main.commands.values():
        assert command.help
        assert "Example" in command.help
        assert command.get_short_help_str(100).endswith(".")


def test_help_names_the_way_from_nothing_to_a_proposal() -> None:
    words = CliRunner().invoke(main, ["--help"]).output
    assert all(f"workbook {command}" in words for command in ("new", "import", "open", "run"))


def test_the_version_is_that_of_the_package() -> None:
    assert __version__ in CliRunner().invoke(main, ["--version"]).output


def test_help_loads_neither_pandas_nor_papermill() -> None:
    code = "import sys; from codesign.cli import main; main(['--help'], standalone_mode=False); print([*sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "'click'" in loaded
    assert not any(f"'{name}'" in loaded for name in ("pandas", "papermill", "docx", "IPython"))


def test_a_noc_code_keeps_its_leading_zeros() -> None:
    assert assigned(["program.noc=00012,72400"]) == {"program": {"noc": ["00012", "72400"]}}
    assert assigned(["noc=00012"]) == {"program": {"noc": ["00012"]}}


def test_types_come_from_the_schema() -> None:
    given = ["small_group=3", "cut_off=3.5", "sample=yes", "program.hours=40", "program.version=2", "sector=1"]
    assert assigned(given) == {
        "small_group": 3, "cut_off": 3.5, "sample": True, "program": {"hours": 40.0, "version": "2"}, "sector": "1",
    }  # fmt: skip


def test_a_title_for_one_sector_may_hold_an_equals_sign() -> None:
    assert assigned(["program.sector_titles.hydrogen=H2 = safe"]) == {
        "program": {"sector_titles": {"hydrogen": "H2 = safe"}}
    }


def test_hours_for_one_sector_are_a_number() -> None:
    assert assigned(["program.sector_hours.hydrogen=42"]) == {"program": {"sector_hours": {"hydrogen": 42.0}}}


def test_unknown_names_are_all_told_with_the_nearest_one() -> None:
    with pytest.raises(ParameterError, match="Did you mean “sector”") as caught:
        assigned(["sectr=x", "program.huors=3"])
    assert "Did you mean “hours”" in str(caught.value)


def test_a_name_without_a_value_is_refused() -> None:
    with pytest.raises(ParameterError, match="-p sector=value"):
        assigned(["sector"])


def test_a_value_that_is_no_number_is_left_for_the_check_to_name() -> None:
    assert assigned(["small_group=few"]) == {"small_group": "few"}


def test_a_fault_is_a_sentence_and_a_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_name: str) -> None:
        raise ZeroDivisionError("in the depths")

    (tmp_path / "interview_data").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("codesign.cli.commands._study", broken)
    result = CliRunner().invoke(main, ["check", "x"])
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert "in the depths" in next((tmp_path / "outputs").glob("fault-*.log")).read_text()
