"""The command line: help, exit codes, and sentences instead of tracebacks."""

import io
import json
import os
import shlex
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx import Document
from docx.oxml.ns import qn
from study_trial import filled_study, received, transcript

from codesign import __version__, proposal, word
from codesign.cli import analysis, main
from codesign.cli.assignments import assigned
from codesign.errors import ParameterError
from codesign.study import Study
from codesign.workbook import Workbook


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
        "small_group": 3,
        "cut_off": 3.5,
        "sample": True,
        "program": {"hours": 40.0, "version": "2"},
        "sector": "1",
    }


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


def in_project(root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("workbooks", "templates"):
        shutil.copytree(root / name, folder / name)
    (folder / "interview_data").mkdir()
    monkeypatch.chdir(folder)


@pytest.mark.parametrize("given", ["/", "..", "./", "   ", "日本語"])
def test_no_study_is_made_without_a_name(given: str, tmp_path, root, monkeypatch) -> None:
    in_project(root, tmp_path, monkeypatch)
    before = sorted(tmp_path.rglob("*"))
    done = CliRunner().invoke(main, ["new", given])
    assert (done.exit_code, "Nothing was made." in done.output) == (1, True)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_study_that_could_not_be_made_leaves_its_name_free(tmp_path, root, monkeypatch) -> None:
    in_project(root, tmp_path, monkeypatch)

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr("codesign.study.folder.write_whole", full)
        done = CliRunner().invoke(main, ["new", "wind"])
    assert (done.exit_code, "wind could not be made: the disk is full." in done.output) == (1, True)
    assert CliRunner().invoke(main, ["new", "wind"]).exit_code == 0


def test_stopping_a_command_says_what_is_safe_and_keeps_what_came_in(tmp_path, root, monkeypatch) -> None:
    in_project(root, tmp_path, monkeypatch)
    CliRunner().invoke(main, ["new", "wind"])
    files = [str(received(tmp_path, f"INT-{number:02d}.txt", transcript(number))) for number in (1, 2)]
    read, stopped = Path.read_bytes, iter([False, True])

    def reading(path: Path) -> bytes:
        if path.parent == tmp_path and next(stopped):
            raise KeyboardInterrupt
        return read(path)

    with monkeypatch.context() as keys:
        keys.setattr(Path, "read_bytes", reading)
        done = CliRunner().invoke(main, ["import", "wind", *files])
    assert (done.exit_code, "INT-01.txt: came in." in done.output, "INT-02" in done.output) == (130, True, False)
    assert "What was saved before is safe" in done.output
    done = CliRunner().invoke(main, ["import", "wind", *files])
    assert "already here as INT-01" in done.output
    assert "2 of 2 files came in." in done.output


@pytest.mark.parametrize("command", ["check", "run"])
def test_a_template_that_is_not_there_is_told_before_anything_is_run(command: str, tmp_path, root, monkeypatch) -> None:
    in_project(root, tmp_path, monkeypatch)
    CliRunner().invoke(main, ["new", "wind"])
    settings = tmp_path / "interview_data" / "wind" / "study.yaml"
    text = settings.read_text(encoding="utf-8").replace('"proposal.docx"', r"'C:\Users\me\form.docx'")
    settings.write_text(text, encoding="utf-8")
    done = CliRunner().invoke(main, [command, "wind"])
    assert (done.exit_code, "%" in done.output) == (1, False)
    assert r"There is no template “C:\Users\me\form.docx” in the folder templates; there are:" in done.output
    assert not (tmp_path / "outputs").exists()


def test_workbooks_that_cannot_be_copied_are_not_opened(tmp_path, root, monkeypatch) -> None:
    in_project(root, tmp_path, monkeypatch)
    CliRunner().invoke(main, ["new", "wind"])
    (tmp_path / "outputs").write_text("a file where the folder should be", encoding="utf-8")
    done = CliRunner().invoke(main, ["open", "wind"])
    assert (done.exit_code, "Nothing was opened" in done.output) == (1, True)


def test_the_list_of_commands_tells_each_purpose_whole() -> None:
    words = CliRunner().invoke(main, ["--help"], terminal_width=80).output
    assert "..." not in words.partition("Commands:")[2]


def test_what_a_dean_types_into_the_word_file_comes_back_and_is_kept_by_the_next_proposal(tmp_path, root) -> None:
    study = filled_study(tmp_path).folder
    shutil.copytree(root / "templates", tmp_path / "templates")
    work = Workbook(Study.open(study, person="Dean", device="test"), {"sector": "hydrogen"}, tmp_path)
    path = tmp_path / "proposal.docx"
    path.write_bytes(typed_into(made(work), "duplication", "No other college in the province assesses this."))
    result = CliRunner().invoke(main, ["import", str(study), str(path), "--author-texts", "--author", "Dean"])
    assert result.exit_code == 0, result.output
    boxes = {box.box: box.text for box in proposal.author_boxes(work.tables["author_texts"])}
    assert boxes["duplication"] == "No other college in the province assesses this."
    assert word.author_texts(made(work))["duplication"] == "No other college in the province assesses this."


def test_the_command_that_a_run_prints_takes_the_texts_to_the_sector_of_that_run(tmp_path, root, monkeypatch) -> None:
    study = filled_study(tmp_path).folder
    shutil.copytree(root / "templates", tmp_path / "templates")
    monkeypatch.chdir(tmp_path)
    work = Workbook(Study.open(study, person="Dean", device="test"), {"sector": "hydrogen"}, tmp_path)
    work.output.mkdir(parents=True)
    (work.output / "proposal.docx").write_bytes(typed_into(made(work), "duplication", "Nobody else assesses this."))
    told = next(sentence for sentence in work.make_proposal().sentences if "Take them in with: " in sentence)
    command = told.partition("Take them in with: ")[2]
    assert not set(command) & set("“”’")
    program, *words_typed = shlex.split(command)
    assert program == "workbook"
    result = CliRunner().invoke(main, [*words_typed, "--author", "Dean"])
    assert result.exit_code == 0, result.output
    rows = Study.open(study).read()["author_texts"]
    assert rows[["box", "sector"]].values.tolist() == [["duplication", "hydrogen"]]


def made(work: Workbook) -> bytes:
    document = proposal.build(work.facts, fingerprint="0000 0000")
    return word.render(document, work.template)


def typed_into(docx: bytes, box: str, words: str) -> bytes:
    document = Document(io.BytesIO(docx))
    control = document.element.body.xpath(f".//w:sdt[w:sdtPr/w:tag/@w:val='author.{box}']")[0]
    first, *rest = control.iter(qn("w:t"))
    first.text = words
    for text in rest:
        text.text = ""
    for mark in list(control.iter(qn("w:showingPlcHdr"))):
        mark.getparent().remove(mark)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


# options that do not go together ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "ignored"),
    [
        (["--analysis", "a.xlsx", "--to", "tables"], "--to"),
        (["--analysis", "a.xlsx", "--codings", "c.csv", "--sector", "hydrogen"], "--sector"),
        (["--codebook", "c.qdc", "--refi", "p.qdpx", "--region", "Calgary"], "--region"),
        (["--codings", "c.csv", "--to", "tables"], "--to"),
    ],
    ids=str,
)
def test_an_export_that_would_ignore_an_option_writes_nothing(tmp_path, root, monkeypatch, options, ignored) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["export", str(root / "interview_data" / "clean-energy"), *options])
    assert (done.exit_code, done.output.startswith(f"{ignored} would be ignored beside ")) == (1, True)
    assert not list(tmp_path.iterdir())


def test_an_analysis_of_all_and_the_codings_are_written_by_one_command(tmp_path, root, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    options = ["--analysis", "a.xlsx", "--codings", "c.csv"]
    done = CliRunner().invoke(main, ["export", str(root / "interview_data" / "clean-energy"), *options])
    assert (done.exit_code, sorted(path.name for path in tmp_path.iterdir())) == (0, ["a.xlsx", "c.csv"])


@pytest.mark.parametrize(
    ("options", "ignored"),
    [
        (["--correct", "INT-01", "--participant", "P-77"], "--participant"),
        (["--correct", "INT-01", "--participant", "P-77", "--columns", "quote=x"], "--participant and --columns"),
        (["--author-texts", "--correct", "INT-01"], "--correct"),
        (["--author-texts", "--another-text", "--columns", "quote=x"], "--columns and --another-text"),
        (["--sector", "hydrogen"], "--sector"),
    ],
    ids=str,
)
def test_an_import_that_would_ignore_an_option_brings_nothing_in(tmp_path, monkeypatch, options, ignored) -> None:
    study = filled_study(tmp_path)
    monkeypatch.chdir(tmp_path)
    before = {name: table.to_csv() for name, table in study.read().items()}
    path = received(tmp_path, "fixed.txt", transcript(1).replace("twice", "two times"))
    done = CliRunner().invoke(main, ["import", "trial", str(path), *options])
    assert (done.exit_code, done.output.startswith(ignored)) == (1, True)
    assert {name: table.to_csv() for name, table in study.read().items()} == before


@pytest.mark.parametrize("sector", [["--sector", "hydrogen"], ["-p", "sector=hydrogen"]], ids=str)
def test_a_run_of_each_sector_and_of_one_is_refused_before_it_starts(tmp_path, sample, sector) -> None:
    output = tmp_path / "out"
    done = CliRunner().invoke(main, ["run", sample, "--each-sector", *sector, "--output", str(output)])
    assert (done.exit_code, "--sector would be ignored beside --each-sector" in done.output) == (1, True)
    assert not output.exists()


# agreement and saturation -------------------------------------------------------------------------------


@pytest.fixture
def sample(root: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The sample study, from the project's folder; nothing is written to it."""
    monkeypatch.chdir(root)
    return "clean-energy"


@cache
def told_of(sample: str, command: str, *options: str) -> Result:
    """What a command tells of a study, asked once for all tests that only read the answer."""
    return CliRunner().invoke(main, [command, sample, *options])


def test_agreement_is_told_code_by_code_with_both_levels(sample: str) -> None:
    result = told_of(sample, "agreement")
    assert result.exit_code == 0
    assert "By characters" in result.output
    assert "By turns" in result.output
    assert "All codes pooled" in result.output
    assert "and values must exclude each other: Can move into the role" in result.output
    assert not any(word in result.output for word in ("nan", "NaN", "-0.00"))


def test_agreement_as_json_has_null_where_a_value_is_undefined(sample: str) -> None:
    told = json.loads(told_of(sample, "agreement", "--json").stdout, parse_constant=pytest.fail)
    assert told["study"] == sample
    pooled = told["by_code"][0]
    assert (pooled["code_id"], pooled["code"], pooled["level"], pooled["coders"]) == (
        "",
        "All codes pooled",
        "characters",
        2,
    )
    assert pooled["krippendorff_alpha_low"] < pooled["krippendorff_alpha"] < pooled["krippendorff_alpha_high"]
    undefined = [row for row in told["by_family"] if row["u_alpha"] is None]
    assert undefined
    assert all(row["reason"] for row in undefined)
    assert pooled["code"] == "All codes pooled"
    without = [row for row in told["by_code"] if row["krippendorff_alpha_low"] is None]
    assert without
    assert all(row["interval_reason"] for row in without)


@pytest.mark.parametrize("command", ["agreement", "saturation"])
def test_every_name_in_json_is_in_the_page_of_commands(root: Path, sample: str, command: str) -> None:
    told = json.loads(told_of(sample, command, "--json").stdout)
    rows = [part[0] if isinstance(part, list) else part for part in told.values() if isinstance(part, (list, dict))]
    names = {*told, *(name for row in rows for name in row if not name.endswith(("_low", "_high")))}
    page = (root / "docs" / "commands.md").read_text(encoding="utf-8")
    assert [name for name in sorted(names) if f"`{name}`" not in page] == []


@pytest.mark.parametrize("columns", [80, 120])
def test_in_a_window_no_line_is_wider_than_it(sample: str, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setattr(analysis, "_room", lambda: columns)
    for command in ("agreement", "saturation"):
        lines = CliRunner().invoke(main, [command, sample]).output.splitlines()
        assert [line for line in lines if len(line) > columns] == []


def test_in_a_pipe_no_name_is_cut(sample: str) -> None:
    assert "…" not in told_of(sample, "agreement").output


def test_saturation_is_told_as_a_grid_and_gives_no_verdict(sample: str) -> None:
    result = told_of(sample, "saturation")
    assert result.exit_code == 0
    assert "14 of 14 interviews are coded" in result.output
    assert sum(line.strip().startswith(("4 ", "5 ", "6 ")) for line in result.output.splitlines()) == 12
    assert "saturated" not in result.output.lower()
    assert "n too small" in result.output


def test_saturation_as_json_holds_every_part(sample: str) -> None:
    told = json.loads(told_of(sample, "saturation", "--json").stdout, parse_constant=pytest.fail)
    assert set(told) == {"study", "interviews", "coded", "curve", "grid", "tail", "by_sector", "by_size"}
    assert (len(told["curve"]), len(told["grid"])) == (told["coded"], 12)
    assert sorted(row["interviews"] for row in told["by_sector"]) == [4, 5, 5]
    assert all(row["interviews"] is None for row in told["by_size"])


def test_a_study_without_codings_is_told_so(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(root / "templates" / "study", tmp_path / "templates" / "study")
    for name in ("interview_data", "workbooks"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["new", "empty"]).exit_code == 0
    assert "no interview was coded by two people" in CliRunner().invoke(main, ["agreement", "empty"]).output
    told = json.loads(CliRunner().invoke(main, ["agreement", "empty", "--json"]).stdout)
    assert (told["proposal"]["alpha"], bool(told["proposal"]["reason"])) == (None, True)
    assert "no interview has been coded" in CliRunner().invoke(main, ["saturation", "empty"]).output


@pytest.mark.parametrize("command", ["agreement", "saturation"])
def test_json_and_a_file_at_once_are_refused(sample: str, command: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(main, [command, sample, "--json", "--out", str(tmp_path / "a.csv")])
    assert (result.exit_code, "--json would be ignored beside --out" in result.output) == (1, True)
    assert not list(tmp_path.iterdir())


def test_an_unknown_sector_is_a_sentence_for_agreement_too(sample: str) -> None:
    result = CliRunner().invoke(main, ["agreement", sample, "--sector", "hydrogn"])
    assert result.exit_code == 1
    assert "hydrogn" in result.output
    assert "Traceback" not in result.output


def test_a_letter_the_code_page_lacks_is_no_fault(root: Path, tmp_path: Path) -> None:
    (tmp_path / "日本 Ωmega.txt").write_text("", encoding="utf-8")
    command = [sys.executable, "-m", "codesign.cli", "import", "clean-energy", str(tmp_path / "日本 Ωmega.txt")]
    done = subprocess.run(
        command, capture_output=True, cwd=root, env={**os.environ, "PYTHONIOENCODING": "cp1252"}, check=False
    )
    assert done.returncode == 1
    assert b"?? ?mega.txt: was refused." in done.stderr
    assert "0 of 1 files came in." in done.stdout.decode("cp1252")


def test_json_is_the_same_in_every_code_page(sample: str) -> None:
    told = told_of(sample, "agreement", "--json").stdout
    assert told.isascii()
    assert "Cannot tell from the résumé" in {row["code"] for row in json.loads(told)["by_code"]}


@pytest.mark.skipif(sys.platform == "win32", reason="needs the command head")
@pytest.mark.platform_specific
def test_a_reader_that_stops_reading_is_no_fault(root: Path) -> None:
    command = f'"{sys.executable}" -m codesign.cli saturation clean-energy | head -1'
    done = subprocess.run(command, shell=True, cwd=root, capture_output=True, text=True, timeout=120, check=False)
    assert "14 of 14" in done.stdout
    assert "fault" not in done.stderr
