"""Workbooks that employers fill in: made for each rater, and taken in again whatever a person did to the file."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest
from study_trial import empty_study, received

from codesign import readers, schemas, tasks
from codesign.errors import RefusedFile, SaveError, StudyError
from codesign.intake import ImportReport, import_files, preview_files
from codesign.intake.column_choice import receive
from codesign.intake.employer_workbooks import make_workbooks
from codesign.journal import Change
from codesign.study import Study

FEW, MANY = 3, 40
DUTIES = {"A": "Make the work safe", "B": "Test the system"}
STATEMENTS = {
    "A1": "Lock out each source of energy and verify that none is left.",
    "A2": "Mark isolation points on the drawings before work starts.",
    "A3": "Monitor the work area with a bump-tested detector.",
    "B1": "Purge each line with nitrogen until the reading is below the limit.",
    "B2": "Test piping in stages behind an exclusion distance.",
    "B3": "=Record the results & hand over <the file>.",
}
FIRST = 3
"""The first line below the headings."""
COLUMNS = {"importance": "C", "frequency": "D", "difficulty": "E", "done_here": "F", "first_day": "G", "comment": "H"}
TODAY = "2026-11-29"


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """A study with six tasks and three employers who were interviewed and have rated nothing yet."""
    return study_of(tmp_path, FEW)


def study_of(folder: Path, employers: int) -> Study:
    copytree(_project(), folder, dirs_exist_ok=True)
    study = Study.open(folder / "interview_data" / "trial", person="Kim", device="desk")
    rows = (
        f"P-{n:02d},Employer {n:02d},{'wind' if n % 2 else 'solar'},North,50-199,lead\n" for n in counted_to(employers)
    )
    (study.folder / "participants.csv").write_text("participant_id,employer,sector,region,size,role\n" + "".join(rows))
    return study


@cache
def _project() -> Path:
    """The project of that study, made once."""
    _made_once.append(TemporaryDirectory())
    folder = Path(_made_once[0].name)
    study = empty_study(folder)
    study.save([Change("put", "duties", {"duty_id": duty, "title": title}) for duty, title in DUTIES.items()])
    study.save(
        [
            Change("put", "tasks", {"task_id": t, "duty_id": t[0], "label": t, "statement": s, "position": n})
            for n, (t, s) in enumerate(STATEMENTS.items())
        ]
    )
    study.save_settings({"program": {"institution": "A College", "role": "wind technician", "title": "Wind"}})
    return folder


_made_once: list[TemporaryDirectory] = []


def counted_to(employers: int) -> range:
    return range(1, employers + 1)


@dataclass
class Sheet:
    """A workbook as a person has it open: the list of tasks, and the answers about themselves."""

    path: Path
    book: Any

    @property
    def list(self) -> Any:
        return self.book.worksheets[1]

    def line(self, number: str) -> int:
        return next(row for row in range(FIRST, self.list.max_row + 1) if self.list.cell(row, 1).value == number)

    def put(self, number: str, **answers: Any) -> None:
        for asked, value in answers.items():
            self.list[f"{COLUMNS[asked]}{self.line(number)}"] = value

    def cell(self, number: str, asked: str) -> str:
        return f"{COLUMNS[asked]}{self.line(number)}"

    def about(self, heading: str, value: str) -> None:
        first = self.book.worksheets[0]
        first.cell(next(row for row in range(1, 40) if first.cell(row, 1).value == heading), 2).value = value

    def missing(self, after: str, words: str) -> None:
        rows = range(self.line(after), self.list.max_row + 1)
        self.list.cell(next(row for row in rows if self.list.cell(row, 1).value in ("Missing?", "À ajouter")), 2, words)

    def saved(self, name: str = "") -> Path:
        path = self.path.with_name(name) if name else self.path
        self.book.save(path)
        return path


def made(study: Study, tag: str = "en-CA", **more: Any) -> list[Path]:
    return list(make_workbooks(study, study.root / f"to-send-{tag}", tag=tag, today=TODAY, **more).files)


def opened(path: Path) -> Sheet:
    return Sheet(path, openpyxl.load_workbook(path))


def filled(study: Study, **answers: Any) -> Sheet:
    """The first employer's workbook with answers to A1."""
    sheet = opened(made(study)[0])
    sheet.put("A1", **answers)
    return sheet


def taken_in(study: Study, *paths: Path) -> list[ImportReport]:
    return import_files(study, paths)


def ratings(study: Study) -> dict[tuple[str, str], dict[str, Any]]:
    """Every rating by employer and task."""
    tables = study.read()
    employers = {row["rater_id"]: row["employer"] for row in schemas.records(tables["raters"])}
    return {(employers[row["rater_id"]], row["task_id"]): row for row in schemas.records(tables["ratings"])}


def asides(study: Study) -> list[dict[str, Any]]:
    return schemas.records(study.read()["set_aside_answers"])


def parts(path: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)


# made -------------------------------------------------------------------------------------------------


def test_each_employer_gets_a_workbook_named_after_the_pseudonym(study: Study):
    assert [path.name for path in made(study)] == [f"employer-{n:02d}.xlsx" for n in counted_to(FEW)]


def test_raters_of_the_study_are_asked_by_their_numbers_where_an_employer_has_two(study: Study):
    rows = [{"rater_id": f"R-0{n}", "employer": "Employer 01"} for n in (1, 2)]
    study.save([Change("put", "raters", row) for row in rows])
    assert [path.name for path in made(study)][:3] == [
        "employer-01-r-01.xlsx",
        "employer-01-r-02.xlsx",
        "employer-02.xlsx",
    ]


def test_somebody_who_withdrew_is_not_asked(study: Study):
    people = study.folder / "participants.csv"
    people.write_text(
        people.read_text().replace("lead\n", "lead,withdrawn\n", 1).replace("role\n", "role,consent\n", 1)
    )
    assert made(study)[0].name == "employer-02.xlsx"


def test_the_same_workbook_is_made_of_the_same_bytes(study: Study):
    first = made(study)[0].read_bytes()
    assert make_workbooks(study, study.root / "again").files[0].read_bytes() == first


def test_making_them_again_changes_nothing_in_the_study(study: Study):
    made(study)
    before = study.state()
    made(study)
    assert study.state() is before


def test_a_workbook_that_was_filled_in_is_never_written_over(study: Study):
    sheet = filled(study, importance=4)
    sheet.saved()
    with pytest.raises(SaveError, match="may have been filled in already"):
        made(study)


def test_only_cells_for_answers_can_be_written_in_and_no_password_is_needed(study: Study):
    sheet = opened(made(study)[0])
    assert sheet.list.protection.sheet
    assert not sheet.list.protection.password
    open_cells = [cell for row in sheet.list.iter_rows() for cell in row if not cell.protection.locked]
    rooms = 2 + 5
    assert len(open_cells) == len(STATEMENTS) * len(COLUMNS) + rooms
    assert all(cell.value is None for cell in open_cells)


def test_nothing_in_a_workbook_is_run_or_leads_out_of_it(study: Study):
    for name, part in parts(made(study)[0]):
        assert b"<f>" not in part, name
        assert b'TargetMode="External"' not in part, name
        assert b"vbaProject" not in part, name


def test_the_marks_by_which_lines_are_known_are_hidden(study: Study):
    sheet = opened(made(study)[0])
    assert sheet.book.worksheets[2].sheet_state == "veryHidden"
    assert sheet.list.row_dimensions[1].hidden
    assert all(sheet.list.column_dimensions[letter].hidden for letter in "IJK")
    assert sheet.list[f"I{sheet.line('A1')}"].value == "A1"


def test_a_workbook_is_one_page_wide_with_frozen_headings_a_title_and_a_language(study: Study):
    sheet = opened(made(study, "fr-CA")[0])
    assert sheet.list.freeze_panes == "C3"
    assert sheet.list.print_title_rows == "$2:$2"
    assert (sheet.list.page_setup.fitToWidth, sheet.list.page_setup.fitToHeight) == (1, 0)
    assert sheet.book.properties.language == "fr-CA"
    assert sheet.book.properties.title == "Les tâches de cet emploi\u00a0: wind technician"


def test_what_a_person_is_shown_beside_a_cell_is_as_short_as_excel_shows_it(study: Study):
    for tag in ("en-CA", "fr-CA"):
        book = opened(made(study, tag)[0]).book
        checks = [check for sheet in book.worksheets for check in sheet.data_validations.dataValidation]
        assert len(checks) == 6
        for check in checks:
            choices = check.formula1.strip('"')
            assert len(choices) <= 255
            assert choices.count(",") in (1, 2, 4), choices
            assert len(check.promptTitle or "") <= 32
            assert len(check.prompt or "") < 255
            assert len(check.error) < 225


def test_a_statement_that_looks_like_a_formula_stays_words(study: Study):
    sheet = opened(made(study)[0])
    assert sheet.list.cell(sheet.line("B3"), 2).data_type == "s"


def test_what_the_letter_lacks_is_marked_in_it_and_told(study: Study):
    done = make_workbooks(study, study.root / "to-send")
    assert "program.contact, program.return_to, program.return_by" in done.sentences[0]
    first = opened(done.files[0]).book.worksheets[0]
    assert any("[to be filled in]" in str(cell.value) for (cell,) in first["B1:B12"])


def test_more_tasks_than_people_rate_with_care_are_told(study: Study):
    many = [{"task_id": f"A{n}", "duty_id": "A", "label": f"Do thing {n}"} for n in range(10, 75)]
    study.save([Change("put", "tasks", row) for row in many])
    assert "71 tasks are more than people rate with care" in make_workbooks(study, study.root / "x").sentences[-1]


def test_only_tasks_of_the_sector_are_asked_and_only_its_employers(study: Study):
    study.save([Change("put", "raters", {"rater_id": "R-01", "employer": "Employer 01", "sector": "wind"})])
    study.save([Change("put", "ratings", {"rater_id": "R-01", "task_id": "A1", "importance": 4})])
    decided = {"task_id": "B1", "sector": "wind", "override": "train", "reason": "the committee asked"}
    study.save([Change("put", "task_decisions", decided)])
    done = make_workbooks(study, study.root / "wind", sector="wind")
    assert done.tasks == 2
    assert [path.name for path in done.files] == [f"employer-{n:02d}.xlsx" for n in counted_to(FEW) if n % 2]


@pytest.mark.parametrize(
    ("sector", "sentence"), [("winds", "Did you mean “wind”"), ("solar", "no task of the sector “solar” to ask")]
)
def test_where_there_is_nothing_to_ask_nothing_is_made(study: Study, sector: str, sentence: str):
    with pytest.raises(StudyError, match=sentence):
        made(study, sector=sector)
    assert not (study.root / "to-send-en-CA").exists()


def test_workbooks_are_never_made_in_the_folder_of_a_study(study: Study):
    with pytest.raises(StudyError, match="Nothing that is made may lie in the folder of a study"):
        make_workbooks(study, study.folder / "to-send")


# taken in ---------------------------------------------------------------------------------------------


def test_answers_come_in_with_the_wording_that_was_answered_and_the_rater_is_made(study: Study):
    sheet = filled(study, importance=4, frequency=2, difficulty=5, done_here="yes", first_day="no", comment="Often.")
    report = taken_in(study, sheet.saved())[0]
    assert report.is_in
    assert "Employer 01: 6 answers to 1 of 6 tasks." in report.sentences
    row = ratings(study)["Employer 01", "A1"]
    assert [row[asked] for asked in COLUMNS] == [4, 2, 5, True, False, "Often."]
    assert row["statement_sha256"] == tasks.statement_sha256(STATEMENTS["A1"])
    rater = schemas.records(study.read()["raters"])[0]
    assert (rater["sector"], rater["region"], rater["size"], rater["role"]) == ("wind", "North", "50-199", "lead")


def test_nothing_of_a_preview_is_saved_and_it_says_the_same(study: Study):
    path = filled(study, importance="4-5", frequency=2).saved()
    before = study.state()
    previewed = preview_files(study, [path])[0]
    assert study.state() is before
    assert previewed.sentences == taken_in(study, path)[0].sentences


GOOD = [
    ("importance", 4.0, 4),
    ("importance", "4", 4),
    ("importance", " 4 ", 4),
    ("importance", "4,0", 4),
    ("importance", "4.0", 4),
    ("done_here", "Oui", True),
    ("done_here", "o", True),
    ("done_here", "NON", False),
    ("done_here", "n", False),
    ("done_here", "x", True),
    ("done_here", True, True),
    ("first_day", "Y", True),
    ("comment", 12, "12"),
]


@pytest.mark.parametrize(("asked", "typed", "answer"), GOOD)
def test_an_answer_is_taken_however_it_is_plainly_written(study: Study, asked: str, typed: Any, answer: Any):
    taken_in(study, filled(study, **{asked: typed}).saved())
    assert ratings(study)["Employer 01", "A1"][asked] == answer
    assert asides(study) == []


BAD = [
    ("importance", "4-5", "holds two numbers"),
    ("importance", "4 à 5", "holds two numbers"),
    ("importance", "n/a", "says that there is no answer"),
    ("importance", "s.o.", "says that there is no answer"),
    ("importance", "four", "is words where a number is asked"),
    ("importance", 6, "is outside 1 to 5"),
    ("importance", 0, "is outside 1 to 5"),
    ("importance", "4,5", "is no whole number"),
    ("importance", 3.5, "is no whole number"),
    ("importance", True, "is TRUE or FALSE"),
    ("importance", "=2+2", "holds a formula without a result"),
    ("importance", "#N/A", "holds an error"),
    ("done_here", "sometimes", "is neither yes nor no"),
    ("done_here", 1, "is neither yes nor no"),
    ("comment", "=A1", "holds a formula without a result"),
]


@pytest.mark.parametrize(("asked", "typed", "why"), BAD)
def test_what_is_no_answer_is_set_aside_with_its_place_and_the_rest_comes_in(
    study: Study, asked: str, typed: Any, why: str
):
    sheet = filled(study, **{asked: typed})
    sheet.put("A2", importance=3)
    report = taken_in(study, sheet.saved())[0]
    assert ratings(study)["Employer 01", "A2"]["importance"] == 3
    assert ("Employer 01", "A1") not in ratings(study)
    (aside,) = asides(study)
    assert (aside["cell"], aside["asked"], aside["task_id"]) == (sheet.cell("A1", asked), asked, "A1")
    assert aside["why"].startswith(why)
    assert aside["what_to_do"]
    assert any(f"{sheet.cell('A1', asked)} (A1, {asked.replace('_', ' ')}): “" in line for line in report.sentences)


def test_a_date_that_a_spreadsheet_made_of_an_answer_is_set_aside(study: Study):
    taken_in(study, filled(study, importance=date(2026, 5, 4)).saved())
    (aside,) = asides(study)
    assert (aside["value"], aside["why"][:9]) == ("2026-05-04", "is a date")


def test_a_formula_counts_by_its_last_result(study: Study):
    path = with_parts(filled(study, importance="=2+2").saved(), "<f>2+2</f><v></v>", "<f>2+2</f><v>4</v>")
    taken_in(study, path)
    assert ratings(study)["Employer 01", "A1"]["importance"] == 4


def with_parts(path: Path, before: str, after: str) -> Path:
    """A file in which something of its XML is another."""
    changed = {name: part.replace(before.encode(), after.encode()) for name, part in parts(path)}
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in changed.items():
            archive.writestr(name, part)
    return path


def test_lines_that_were_sorted_are_matched_by_their_hidden_ids(study: Study):
    sheet = filled(study, importance=5)
    sheet.put("B2", importance=2)
    swap(sheet, "A1", "B2")
    report = taken_in(study, sheet.saved())[0]
    assert {key[1]: row["importance"] for key, row in ratings(study).items()} == {"A1": 5, "B2": 2}
    assert any("another order" in line for line in report.sentences)


def swap(sheet: Sheet, one: str, other: str, columns: range = range(1, 12)) -> None:
    first, second = sheet.line(one), sheet.line(other)
    for column in columns:
        a, b = sheet.list.cell(first, column), sheet.list.cell(second, column)
        a.value, b.value = b.value, a.value


def test_lines_of_which_only_what_is_seen_was_sorted_are_known_by_their_words(study: Study):
    sheet = filled(study, importance=5)
    swap(sheet, "A1", "B2", range(1, 9))
    report = taken_in(study, sheet.saved())[0]
    assert {key[1]: row["importance"] for key, row in ratings(study).items()} == {"A1": 5}
    assert asides(study) == []
    assert any("2 lines had lost the hidden id" in line for line in report.sentences)


def test_a_line_of_which_only_the_hidden_id_is_left_is_no_second_answer(study: Study):
    sheet = filled(study, importance=5)
    line, last = sheet.line("A1"), sheet.list.max_row
    for column in range(1, 9):
        first, end = sheet.list.cell(line, column), sheet.list.cell(last, column)
        end.value, first.value = first.value, None
    report = taken_in(study, sheet.saved())[0]
    assert ratings(study)["Employer 01", "A1"]["importance"] == 5
    assert asides(study) == []
    assert any("1 line had lost the hidden id" in line for line in report.sentences)


def test_answers_to_words_that_somebody_changed_are_kept_as_answers_to_those_words(study: Study):
    sheet = filled(study, importance=5)
    words = STATEMENTS["A1"] + " Twice a day"
    sheet.list.cell(sheet.line("A1"), 2, words)
    report = taken_in(study, sheet.saved())[0]
    row = ratings(study)["Employer 01", "A1"]
    assert (row["importance"], row["statement_sha256"]) == (5, tasks.statement_sha256(words))
    assert any(f"B{sheet.line('A1')} (A1): “{words}”" in line for line in report.sentences)


def test_answers_beside_words_of_another_task_are_set_aside(study: Study):
    sheet = filled(study, importance=5)
    sheet.list.cell(sheet.line("A1"), 2, "Handle complaints at the counter")
    taken_in(study, sheet.saved())
    assert ratings(study) == {}
    assert "“Handle complaints at the counter”" in asides(study)[0]["why"]


@pytest.mark.parametrize("first", [1, 2])
def test_columns_that_were_moved_are_read_as_their_headings_say(study: Study, first: int):
    sheet = filled(study, importance=5, frequency=1)
    for row in range(first, sheet.list.max_row + 1):
        c, d = sheet.list.cell(row, 3), sheet.list.cell(row, 4)
        c.value, d.value = d.value, c.value
    taken_in(study, sheet.saved())
    row = ratings(study)["Employer 01", "A1"]
    assert (row["importance"], row["frequency"]) == (5, 1)


def test_a_column_and_a_line_that_were_added_are_set_aside_by_the_cell(study: Study):
    sheet = filled(study, importance=5)
    sheet.list["P2"], sheet.list["P4"] = "Notes", "ask Sam"
    last = sheet.list.max_row + 2
    sheet.list[f"B{last}"] = "Another task"
    taken_in(study, sheet.saved())
    assert ratings(study)["Employer 01", "A1"]["importance"] == 5
    assert {row["cell"]: row["value"] for row in asides(study)} == {"P4": "ask Sam", f"B{last}": "Another task"}


def test_lines_that_were_deleted_are_told_and_the_rest_comes_in(study: Study):
    sheet = filled(study, importance=5)
    sheet.list.delete_rows(sheet.line("A2"))
    report = taken_in(study, sheet.saved())[0]
    assert "1 task (A2) that was asked about is not in the file any more: the lines were deleted." in report.sentences
    assert ratings(study)["Employer 01", "A1"]["importance"] == 5


def test_a_line_that_was_pasted_over_another_is_set_aside_with_it(study: Study):
    sheet = filled(study, importance=5, frequency=2)
    for column in range(1, 12):
        sheet.list.cell(sheet.line("A1") + 1, column).value = sheet.list.cell(sheet.line("A1"), column).value
    sheet.list.cell(sheet.line("A1") + 1, 3).value = 3
    report = taken_in(study, sheet.saved())[0]
    assert ratings(study) == {}
    assert sorted(row["cell"] for row in asides(study)) == ["C4", "C5", "D4", "D5"]
    assert any("1 task (A2) that was asked about is not in the file" in line for line in report.sentences)


def test_merged_cells_count_for_the_first_and_the_others_are_named(study: Study):
    sheet = filled(study, importance=5)
    sheet.list.merge_cells(f"{sheet.cell('A1', 'importance')}:{sheet.cell('A2', 'importance')}")
    taken_in(study, sheet.saved())
    assert {key[1]: row["importance"] for key, row in ratings(study).items()} == {"A1": 5}
    (aside,) = asides(study)
    assert (aside["cell"], aside["task_id"], aside["value"]) == (sheet.cell("A2", "importance"), "A2", "5")
    assert "cells were merged" in aside["why"]


def test_a_sheet_of_their_own_and_renamed_sheets_do_no_harm(study: Study):
    sheet = filled(study, importance=5)
    sheet.list.title, sheet.book.worksheets[0].title = "Feuil1", "Sheet9"
    sheet.book.create_sheet("Extra", 0)["B2"] = "Call us"
    taken_in(study, sheet.saved())
    assert ratings(study)["Employer 01", "A1"]["importance"] == 5
    (aside,) = asides(study)
    assert (aside["sheet"], aside["cell"], aside["value"]) == ("Extra", "B2", "Call us")


def test_a_hidden_line_counts_and_is_told(study: Study):
    sheet = filled(study, importance=5)
    sheet.list.row_dimensions[sheet.line("A1")].hidden = True
    report = taken_in(study, sheet.saved())[0]
    assert ratings(study)["Employer 01", "A1"]["importance"] == 5
    assert any("hidden lines" in line for line in report.sentences)


@pytest.mark.parametrize(("separator", "encoding"), [(",", "utf-8-sig"), (";", "cp1252")])
def test_a_csv_that_was_saved_of_the_list_comes_in_too(study: Study, separator: str, encoding: str):
    sheet = filled(study, importance=5, comment="à faire")
    text = io.StringIO()
    rows = ([("" if cell is None else cell) for cell in row] for row in sheet.list.iter_rows(values_only=True))
    csv.writer(text, delimiter=separator).writerows(rows)
    path = received(study.root, "tasks.csv", text.getvalue().encode(encoding, "replace"))
    report = taken_in(study, path)[0]
    assert report.is_in
    assert ratings(study)["Employer 01", "A1"]["comment"] == "à faire"


def test_a_workbook_that_is_dropped_where_interviews_come_in_is_known(study: Study):
    path = filled(study, importance=5).saved()
    arrived = receive(study, [(path.name, path.read_bytes())])
    assert [report.is_in for report in arrived.reports] == [True]
    assert arrived.tables == []
    assert ratings(study)["Employer 01", "A1"]["importance"] == 5


# rounds -----------------------------------------------------------------------------------------------


def test_the_same_file_again_changes_nothing(study: Study):
    path = filled(study, importance=5).saved()
    taken_in(study, path)
    before = study.state()
    assert "already here" in taken_in(study, path)[0].sentences[0]
    assert study.state() is before


def test_a_corrected_file_takes_the_place_of_the_first_and_blanks_erase_nothing(study: Study):
    sheet = filled(study, importance=5, frequency=2)
    first = sheet.saved("first.xlsx")
    sheet.put("A1", importance=3, frequency=None)
    second = sheet.saved("second.xlsx")
    taken_in(study, first)
    taken_in(study, second)
    row = ratings(study)["Employer 01", "A1"]
    assert (row["importance"], row["frequency"]) == (3, 2)
    outcomes = sorted(schemas.records(study.read()["returned_workbooks"]), key=lambda one: one["outcome"])
    assert [one["outcome"] for one in outcomes] == ["in use", "replaced"]
    folder = study.folder / "originals" / "employer_workbooks"
    assert {path.read_bytes() for path in folder.iterdir()} == {first.read_bytes(), second.read_bytes()}


def test_one_undo_takes_a_file_back_whole(study: Study):
    sheet = filled(study, importance="4-5", frequency=2)
    sheet.missing("A1", "Rig a load")
    path = sheet.saved()
    before = {name: len(table) for name, table in study.read().items()}
    taken_in(study, path)
    study.undo()
    assert {name: len(table) for name, table in study.read().items()} == before
    assert taken_in(study, path)[0].is_in


def test_two_people_with_one_workbook_are_told_apart_and_nothing_is_guessed(study: Study):
    sheet = filled(study, importance=5)
    sheet.about("Filled in by (your role)", "site supervisor")
    first = sheet.saved("first.xlsx")
    sheet.about("Filled in by (your role)", "owner")
    sheet.put("A1", importance=1)
    second = sheet.saved("second.xlsx")
    reports = taken_in(study, first, second)
    assert [report.is_in for report in reports] == [True, False]
    assert "by “site supervisor” and by “owner”" in reports[1].sentences[0]
    assert str(reports[1]).startswith("second.xlsx: was set aside as a whole.")
    assert ratings(study)["Employer 01", "A1"]["importance"] == 5
    assert any(
        path.read_bytes() == second.read_bytes() for path in (study.folder / "originals/employer_workbooks").iterdir()
    )


def test_the_second_person_counts_once_the_first_was_taken_back(study: Study):
    sheet = filled(study, importance=5)
    sheet.about("Filled in by (your role)", "site supervisor")
    first = sheet.saved("first.xlsx")
    sheet.about("Filled in by (your role)", "owner")
    sheet.put("A1", importance=1)
    second = sheet.saved("second.xlsx")
    taken_in(study, first)
    taken_in(study, second)
    assert "It is here already, and set aside" in str(taken_in(study, second)[0])
    study.undo("ratings")
    assert taken_in(study, second)[0].is_in
    assert ratings(study)["Employer 01", "A1"]["importance"] == 1
    assert list(study.read()["returned_workbooks"]["outcome"]) == ["in use"]


def test_a_second_file_that_answers_most_questions_otherwise_is_set_aside_too(study: Study):
    sheet = opened(made(study)[0])
    for task in STATEMENTS:
        sheet.put(task, importance=5, frequency=4)
    first = sheet.saved("first.xlsx")
    for task in STATEMENTS:
        sheet.put(task, importance=2, frequency=4 if task < "A3" else 1)
    reports = taken_in(study, first, sheet.saved("second.xlsx"))
    assert [report.is_in for report in reports] == [True, False]
    assert "answer 10 of 12 questions otherwise" in reports[1].sentences[0]
    assert ratings(study)["Employer 01", "A1"]["importance"] == 5


def test_a_workbook_in_which_nothing_is_filled_in_changes_nothing(study: Study):
    path = made(study)[0]
    before = study.state()
    report = taken_in(study, path)[0]
    assert str(report).startswith("employer-01.xlsx: holds no answer.")
    assert study.state() is before


def test_a_file_under_the_name_of_another_is_known_by_what_is_inside_and_told(study: Study):
    path = filled(study, importance=5).saved("employer-02 (1).xlsx")
    report = taken_in(study, path)[0]
    assert "called as that of Employer 02 is; by its hidden ids it is that of Employer 01" in str(report)
    assert ratings(study)["Employer 01", "A1"]["importance"] == 5


def test_a_cross_is_taken_for_yes_and_told(study: Study):
    sheet = filled(study, done_here="x", first_day=False)
    report = taken_in(study, sheet.saved())[0]
    row = ratings(study)["Employer 01", "A1"]
    assert (row["done_here"], row["first_day"]) == (True, False)
    assert any("F4 “x”, G4 “FALSE”" in line for line in report.sentences)


def test_two_missing_tasks_in_one_line_are_kept_as_written_and_told(study: Study):
    sheet = filled(study, importance=5)
    sheet.missing("B1", "Rig a load / Sign off")
    report = taken_in(study, sheet.saved())[0]
    assert list(study.read()["task_proposals"]["text"]) == ["Rig a load / Sign off"]
    assert any("More than one missing task may stand in B" in line for line in report.sentences)


def test_an_answer_to_a_wording_that_changed_since_is_in_and_shown_as_such(study: Study):
    path = filled(study, importance=5).saved()
    study.save([Change("put", "tasks", {"task_id": "A1", "statement": "Lock out and tag out."})])
    report = taken_in(study, path)[0]
    assert any("1 wording has changed since (A1)" in line for line in report.sentences)
    tables = study.read()
    older = tasks.of_older_wordings(tables["ratings"], tables["tasks"])
    assert list(older["task_id"]) == ["A1"]


def test_an_answer_to_an_earlier_wording_never_replaces_one_to_todays(study: Study):
    sheet = filled(study, importance=1)
    old = sheet.saved("old.xlsx")
    study.save([Change("put", "tasks", {"task_id": "A1", "statement": "Lock out and tag out."})])
    newer = opened(make_workbooks(study, study.root / "newer").files[0])
    newer.put("A1", importance=5)
    taken_in(study, newer.saved())
    taken_in(study, old)
    assert ratings(study)["Employer 01", "A1"]["importance"] == 5
    assert "an earlier wording" in asides(study)[0]["why"]


def test_an_answer_about_a_task_that_is_gone_is_set_aside(study: Study):
    sheet = filled(study, importance=5, comment="Always")
    sheet.put("A2", importance=4)
    path = sheet.saved()
    study.save([Change("delete", "tasks", {"task_id": "A1"})])
    taken_in(study, path)
    assert {row["asked"] for row in asides(study)} == {"importance", "comment"}
    assert all("not on the chart any more" in row["why"] for row in asides(study))
    assert ratings(study)["Employer 01", "A2"]["importance"] == 4


def test_missing_tasks_wait_on_the_board_under_their_duty(study: Study):
    sheet = filled(study, importance=5)
    sheet.missing("B1", "Rig a  load")
    sheet.list.cell(sheet.list.max_row, 2, "Talk to the owner")
    taken_in(study, sheet.saved())
    rows = [(row["duty_id"], row["text"], row["came_from"], row["named"], row["outcome"])
            for row in schemas.records(study.read()["task_proposals"])]  # fmt: skip
    assert sorted(rows) == [
        ("", "Talk to the owner", "employer", "Employer 01", ""),
        ("B", "Rig a  load", "employer", "Employer 01", ""),
    ]


def test_a_workbook_of_another_study_is_refused_with_its_name(study: Study, tmp_path: Path):
    path = filled(study, importance=5).saved()
    other = empty_study(tmp_path / "elsewhere", "other")
    report = import_files(other, [path])[0]
    assert not report.is_in
    assert "made for another study, “trial”" in report.sentences[0]


def test_a_file_without_its_hidden_columns_is_refused(study: Study):
    sheet = filled(study, importance=5)
    sheet.list.delete_cols(9, 3)
    sheet.book.remove(sheet.book.worksheets[2])
    assert "hidden columns" in taken_in(study, sheet.saved())[0].sentences[0]


def test_consent_to_quote_is_recorded_in_either_language_and_a_blank_means_none(study: Study):
    sheet = opened(made(study, "fr-CA")[0])
    sheet.put("A1", importance=5)
    sheet.about("Pouvons-nous citer vos commentaires?", "Oui – sans nous nommer")
    other = opened(made(study, "fr-CA")[1])
    other.put("A1", importance=5)
    taken_in(study, sheet.saved("one.xlsx"), other.saved("two.xlsx"))
    quotes = {row["workbook_id"]: row["quotes"] for row in schemas.records(study.read()["returned_workbooks"])}
    assert sorted(quotes.values()) == ["no-quote", "unnamed"]


def test_the_ladder_grows_from_what_came_back_and_keeps_what_a_person_recorded(study: Study):
    study.save([Change("put", "commitments", {"employer": "Employer 02", "rung": "checked tasks", "note": "by phone"})])
    paths = []
    for number in (0, 1):
        sheet = opened(made(study)[number])
        sheet.put("A1", importance=5)
        paths.append(sheet.saved(f"{number}.xlsx"))
    taken_in(study, *paths)
    notes = {row["employer"]: row["note"] for row in schemas.records(study.read()["commitments"])}
    assert notes == {"Employer 01": "returned workbook employer-01.xlsx: 1 of 6 tasks", "Employer 02": "by phone"}


def test_a_rater_without_an_employer_commits_nobody(study: Study):
    study.save([Change("put", "raters", {"rater_id": "R-01", "role": "foreman"})])
    sheet = opened(made(study)[0])
    assert sheet.path.name == "r-01.xlsx"
    sheet.put("A1", importance=5)
    assert "r-01: 1 answer to 1 of 6 tasks." in str(taken_in(study, sheet.saved())[0])
    assert study.read()["commitments"].empty


# forty ------------------------------------------------------------------------------------------------

FAULTS: list[tuple[str, Callable[[Sheet], None], int]] = [
    ("nothing", lambda _sheet: None, 0),
    ("a range", lambda sheet: sheet.put("A2", importance="4-5"), 1),
    ("n/a", lambda sheet: sheet.put("A2", difficulty="n/a"), 1),
    ("a word", lambda sheet: sheet.put("A3", frequency="four"), 1),
    ("too much", lambda sheet: sheet.put("A3", frequency=6), 1),
    ("a formula", lambda sheet: sheet.put("B1", frequency="=1+1"), 1),
    ("sorted", lambda sheet: swap(sheet, "A1", "B3"), 0),
    ("a column", lambda sheet: sheet.list.__setitem__("P4", "stray"), 1),
    ("a sheet", lambda sheet: sheet.book.create_sheet("More").__setitem__("A1", "stray"), 1),
    ("maybe", lambda sheet: sheet.put("B2", first_day="peut-être"), 1),
]


@pytest.mark.parametrize("tag", ["en-CA", "fr-CA"])
def test_of_forty_workbooks_every_good_cell_comes_in_and_every_fault_is_named(tmp_path: Path, tag: str):
    study = study_of(tmp_path, MANY)
    expected, faults, paths = {}, 0, []
    for number, path in enumerate(made(study, tag), start=1):
        sheet = opened(path)
        yes = "oui" if tag == "fr-CA" else "yes"
        for place, task in enumerate(STATEMENTS):
            sheet.put(task, importance=1 + (number + place) % 5, frequency="3", difficulty=2.0, done_here=yes)
        sheet.put("B3", comment=f"Remark {number}")
        _, spoil, count = FAULTS[number % len(FAULTS)]
        spoil(sheet)
        faults += count
        expected[f"Employer {number:02d}"] = 25 - (count if FAULTS[number % len(FAULTS)][0] in SPOILT else 0)
        paths.append(sheet.saved())
    reports = taken_in(study, *paths)
    assert all(report.is_in for report in reports)
    assert {employer: counted(study, employer) for employer in expected} == expected
    assert len(asides(study)) == faults


SPOILT = {"a range", "n/a", "a word", "too much", "a formula"}
"""The faults that stand in place of a good answer."""


def counted(study: Study, employer: str) -> int:
    """How many answers of an employer are in."""
    rows = [row for (name, _), row in ratings(study).items() if name == employer]
    return sum(row[asked] not in (None, "") for row in rows for asked in COLUMNS)


def test_a_file_that_cannot_be_read_says_why(study: Study):
    path = received(study.root, "back.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600)
    assert "save it as .xlsx" in taken_in(study, path)[0].sentences[0]
    with pytest.raises(RefusedFile, match="password"):
        readers.preflight("b.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
