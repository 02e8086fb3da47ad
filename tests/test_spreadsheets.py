"""Tables in and out of spreadsheets: every word exact, nothing run, bad files refused in a sentence."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codesign.errors import RefusedFile
from codesign.spreadsheets import csv_bytes, read_lines, read_rows, workbook_bytes

HOSTILE = [
    '=HYPERLINK("x")',
    "+1",
    "-1+2",
    "@SUM(A1)",
    "\tx",
    "R&D <lead>",
    "{{ 7*7 }}",
    "'=1",
    "😀 שלום",
    "a\nb",
    "00012",
]


def sheet(*rows: list[object], formats: dict[str, str] | None = None) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    for place, pattern in (formats or {}).items():
        book.active[place].number_format = pattern
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def first_sheet(content: bytes) -> openpyxl.worksheet.worksheet.Worksheet:
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]


@pytest.mark.parametrize("words", HOSTILE)
def test_text_stays_text_in_a_workbook(words: str) -> None:
    cell = first_sheet(workbook_bytes({"codings": pd.DataFrame({"quote": [words]})}))["A2"]
    assert cell.value == words
    assert cell.data_type == "s"
    assert cell.quotePrefix == words.startswith(("=", "+", "-", "@", "\t"))


@pytest.mark.parametrize("words", [w for w in HOSTILE if w == w.strip()])
def test_text_comes_back_as_it_was(words: str) -> None:
    table = pd.DataFrame({"quote": [words], "n": ["1"]})
    assert read_rows("t.csv", csv_bytes(table, for_people=False)) == [{"quote": words, "n": "1"}]
    assert read_rows("t.xlsx", workbook_bytes({"t": table})) == [{"quote": words, "n": "1"}]


@pytest.mark.parametrize(
    "words", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\n=1", "\uff1d1", "\uff0b1", "\uff0d1", "\uff20x"]
)
def test_a_csv_for_people_runs_nothing(words: str) -> None:
    told = csv_bytes(pd.DataFrame({words: [words]}), for_people=True).decode("utf-8-sig")
    assert told.count(f"'{words}") == 2


def test_numbers_stay_numbers() -> None:
    table = pd.DataFrame({"n": [-3, 2.5, None, float("nan"), pd.NA, pd.NaT, True]}, dtype=object)
    values = [row[0].value for row in first_sheet(workbook_bytes({"t": table})).iter_rows(min_row=2, max_row=8)]
    assert values == [-3, 2.5, None, None, None, None, True]
    assert csv_bytes(table, for_people=True).decode("utf-8-sig").split("\r\n")[1:6] == ["-3", "2.5", '""', '""', '""']


def test_text_too_long_for_a_cell_is_marked() -> None:
    value = str(first_sheet(workbook_bytes({"t": pd.DataFrame({"text": ["x" * 40_000]})}))["A2"].value)
    assert len(value) == 32_767
    assert value.endswith(" (continues; see the .csv)")


def test_control_characters_are_replaced() -> None:
    table = pd.DataFrame({"text": ["a\x00b\x1fc\ud800d\ufffee"]})
    assert first_sheet(workbook_bytes({"t": table}))["A2"].value == "a\ufffdb\ufffdc\ufffdd\ufffde"
    assert csv_bytes(table, for_people=False).decode().splitlines()[1] == "a\ufffdb\ufffdc\ufffdd\ufffde"


def test_accents_open_in_excel() -> None:
    assert csv_bytes(pd.DataFrame({"é": []}), for_people=True).startswith(b"\xef\xbb\xbf")


def test_the_same_tables_give_the_same_bytes_in_another_process(root: Path) -> None:
    program = (
        "import hashlib, pandas as pd; from codesign.spreadsheets import workbook_bytes; "
        "print(hashlib.sha256(workbook_bytes({'t': pd.DataFrame({'a': ['x', 1]})})).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=root,
            env={**os.environ, "TZ": zone, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for zone, seed in (("UTC", "1"), ("Asia/Tokyo", "2"))
    }
    assert len(digests) == 1


# the workbook, as other programs open it ------------------------------------------------------------------

EVERYTHING = [
    *HOSTILE,
    "a\r\nb",
    "  spaces  ",
    "_x000D_ stays",
    "a_x005F_x000D_b",
    "&amp; <b> ]]> \"'",
    "x" * 500,
    "\x85 ",
]


def test_the_file_keeps_every_rule_of_the_format(tmp_path: Path, word_validator: Callable[[Path], list[str]]) -> None:
    numbers = pd.DataFrame({"code": ["a", "b"], "n": [1, 2.5], "share": [None, 0.1]})
    sheets = {"quotes": pd.DataFrame({"quote": EVERYTHING, "n": range(len(EVERYTHING))}), "numbers & more": numbers}
    (tmp_path / "t.xlsx").write_bytes(workbook_bytes(sheets))
    assert word_validator(tmp_path / "t.xlsx") == []


def test_every_word_and_number_comes_back_through_openpyxl() -> None:
    words = [word for word in EVERYTHING if "_x0" not in word]
    table = pd.DataFrame({"quote": words, "n": range(len(words))})
    read = [[cell.value for cell in row] for row in first_sheet(workbook_bytes({"t": table})).iter_rows(min_row=2)]
    assert read == [[word, place] for place, word in enumerate(words)]


def test_words_that_look_like_an_escape_come_back_as_they_were() -> None:
    content = workbook_bytes({"t": pd.DataFrame({"quote": ["_x000D_ stays", "a_x005F_x000D_b"]})})
    assert [row["quote"] for row in read_rows("t.xlsx", content)] == ["_x000D_ stays", "a_x005F_x000D_b"]


def test_the_heading_stays_in_sight_and_the_columns_fit_their_words() -> None:
    table = pd.DataFrame({"code": ["a" * 20], "quote": ["b" * 500], "n": [1]})
    shown = first_sheet(workbook_bytes({"codings": table}))
    assert shown.freeze_panes == "A2"
    assert [shown.column_dimensions[letter].width for letter in "ABC"] == [22, 60, 8]
    assert [cell.font.b for cell in shown["A"]] == [True, False]
    assert shown.dimensions == "A1:C2"


def test_a_workbook_says_who_made_it_and_carries_no_date_of_today() -> None:
    told = openpyxl.load_workbook(io.BytesIO(workbook_bytes({}))).properties
    assert told.creator == "Co-design Workbook"
    assert told.created == told.modified == datetime(2000, 1, 1)  # noqa: DTZ001


def test_sheets_have_names_that_excel_takes() -> None:
    names = ["a/b:c", "A_B_C", "x" * 40, "x" * 31, "'quoted'", "", "R&D <1>"]
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes({name: pd.DataFrame({"a": [1]}) for name in names})))
    assert book.sheetnames == ["a_b_c", "A_B_C 2", "x" * 31, f"{'x' * 28} 2", "quoted", "sheet", "R&D <1>"]


def test_more_columns_than_letters_are_written() -> None:
    table = pd.DataFrame([range(800)], columns=[f"c{number}" for number in range(800)])
    shown = first_sheet(workbook_bytes({"t": table}))
    assert [shown[place].value for place in ("Z2", "AA2", "ZZ2", "AAA2", "ADT2")] == [25, 26, 701, 702, 799]


def test_two_columns_of_one_name_are_both_written() -> None:
    table = pd.DataFrame([["x", 1]], columns=["a", "a"])
    assert [cell.value for cell in first_sheet(workbook_bytes({"t": table}))[2]] == ["x", 1]
    assert csv_bytes(table, for_people=True).decode("utf-8-sig") == "a,a\r\nx,1\r\n"


def test_a_table_longer_than_a_sheet_is_refused_before_anything_is_written() -> None:
    with pytest.raises(RefusedFile, match=r"1,048,576 rows are more .* \.csv"):
        workbook_bytes({"t": pd.DataFrame({"a": pd.RangeIndex(1_048_576)})})


def test_length_is_counted_as_excel_counts() -> None:
    value = str(first_sheet(workbook_bytes({"t": pd.DataFrame({"text": ["😀" * 20_000]})}))["A2"].value)
    assert len(value.encode("utf-16-le")) // 2 in {32_766, 32_767}
    assert value.endswith("😀 (continues; see the .csv)")


@settings(max_examples=60)
@given(st.lists(st.one_of(st.text(), st.integers(-(2**53), 2**53), st.floats(allow_nan=False, allow_infinity=False))))
def test_whatever_is_written_is_a_workbook_with_the_same_cells(values: list[str | float]) -> None:
    table = pd.DataFrame({"first": "x", "value": pd.Series(values, dtype=object)})
    rows = list(first_sheet(workbook_bytes({"t": table})).iter_rows(min_row=2, min_col=2, max_col=2))
    for value, (cell,) in zip(values, rows, strict=True):
        assert cell.data_type in ("s", "inlineStr") if value and isinstance(value, str) else cell.data_type == "n"
        assert (cell.value or 0) == value if not isinstance(value, str) else cell.data_type != "f"


# reading ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_separator_and_encoding_are_found(separator: str, encoding: str) -> None:
    content = f'id{separator}"name, in; full"\r\n012{separator}Édmonton – “yes”\r\n'.encode(encoding)
    assert read_rows("t.csv", content) == [{"id": "012", "name, in; full": "Édmonton – “yes”"}]


def test_excels_own_separator_line_is_followed() -> None:
    assert read_rows("t.csv", b"sep=;\r\na;b,c\r\n1;2\r\n") == [{"a": "1", "b,c": "2"}]


def test_a_cell_may_hold_lines_and_quotation_marks() -> None:
    content = b'id,quote\n1,"He said ""no"",\nand left."\n2,plain "inner" marks\n'
    assert [row["quote"] for row in read_rows("t.csv", content)] == ['He said "no",\nand left.', 'plain "inner" marks']


def test_a_very_long_cell_is_read() -> None:
    assert len(read_rows("t.csv", b"a,b\n" + b"x" * 300_000 + b",1\n")[0]["a"]) == 300_000


def test_empty_rows_and_columns_are_left_out() -> None:
    assert read_rows("t.csv", b"\n,,\na,b,\n1,2,\n,,\n\n3,,\n") == [{"a": "1", "b": "2"}, {"a": "3", "b": ""}]
    assert read_rows("t.xlsx", sheet(["a", None], [], ["1", None], [None, None])) == [{"a": "1"}]


def test_a_header_alone_is_no_rows() -> None:
    assert read_rows("t.csv", b"a,b\n") == []


def test_a_workbook_shows_what_its_reader_sees() -> None:
    row: list[object] = [12, 72302.0, 0.1, date(2026, 10, 30), datetime(2026, 10, 30, 9, 5), True, "00012"]  # noqa: DTZ001
    content = sheet(list("abcdefg"), row, formats={"A2": "00000"})
    expected = ["00012", "72302", "0.1", "2026-10-30", "2026-10-30 09:05", "True", "00012"]
    assert list(read_rows("t.xlsx", content)[0].values()) == expected


def test_a_formula_is_read_as_its_result_and_never_run() -> None:
    assert read_rows("t.xlsx", sheet(["a", "b"], ["x", '=HYPERLINK("http://example.org")'])) == [{"a": "x", "b": ""}]


def test_the_first_visible_sheet_with_cells_is_read() -> None:
    book = openpyxl.load_workbook(io.BytesIO(sheet(["hidden"], ["no"])))
    book.worksheets[0].sheet_state = "hidden"
    book.create_sheet("empty")
    book.create_sheet("rows").append(["a"])
    book["rows"].append(["1"])
    written = io.BytesIO()
    book.save(written)
    assert read_rows("t.xlsx", written.getvalue()) == [{"a": "1"}]


def test_a_wrong_size_in_the_file_loses_no_rows() -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sheet(["a", "b"], ["1", "2"]))) as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'<dimension ref="A1:B2"', b'<dimension ref="A1"'))
    assert read_rows("t.xlsx", written.getvalue()) == [{"a": "1", "b": "2"}]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("t.csv", b"a,b,a\n1,2,3\n", "The column “a” stands there twice"),
        ("t.csv", b"a,b\n1,2\n3,4,more\n", "Line 3: “more” stands under no column"),
        ("t.csv", b'a,b\n1,"open\n3,4\n', "From line 2 on, a quotation mark opens"),
        ("t.csv", b"", "is empty"),
        ("t.docx", b"PK", ""),
        ("t.txt", b"a,b\n1,2\n", "is not a table"),
        ("t.xlsx", b"not a workbook", ""),
        ("t.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "save it as .xlsx"),
    ],
)
def test_a_bad_file_is_refused_in_a_sentence(name: str, content: bytes, said: str) -> None:
    with pytest.raises(RefusedFile) as refused:
        read_rows(name, content)
    assert said in str(refused.value)
    assert name in str(refused.value)
    assert str(refused.value).endswith(".")


def test_a_damaged_workbook_is_refused_in_a_sentence() -> None:
    whole = sheet(["a"], ["1"])
    for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"):
        written = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(written, "w") as new:
            for name in old.namelist():
                new.writestr(name, b"<broken" if name == part else old.read(name))
        with pytest.raises(RefusedFile, match=r"save it again as \.xlsx"):
            read_rows("t.xlsx", written.getvalue())


def test_headings_that_are_sentences_do_not_decide_what_separates_cells():
    text = "ID;Inspect, clean, and oil the pump, if needed, daily;Note\n1;4,0;a, b\n2;5;c\n"
    assert read_rows("a.csv", text.encode())[0] == {
        "ID": "1",
        "Inspect, clean, and oil the pump, if needed, daily": "4,0",
        "Note": "a, b",
    }


def test_rows_have_the_numbers_a_spreadsheet_shows():
    lines, empty = read_lines("a.csv", b'a,b\n1,"two\nlines"\n,\n\n3,4\n')
    assert ([row for row, _cells in lines], empty) == ([1, 2, 5], 2)
