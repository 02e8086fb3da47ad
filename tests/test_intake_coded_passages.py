"""Coded passages and codebooks in the tables of other programs: each row at its place, or told with its line."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from study_trial import empty_study, received
from test_refi import AT, codes_by_id, place_columns, qdpx, quotes
from test_refi import coded as selection

from codesign import schemas
from codesign.cli import main
from codesign.intake import exports, import_files, preview_files
from codesign.journal import Change
from codesign.study import Study

SAID = "Interviewer: Who purges?\n\nEmployer 01: =We purge every line twice. Yes. People forget. Yes.\n"


@pytest.fixture(scope="module")
def sample(root: Path) -> Study:
    return Study.open(root / "interview_data" / "clean-energy")


def with_interview(folder: Path) -> Study:
    study = empty_study(folder)
    import_files(study, [received(folder, "INT-01.txt", SAID)])
    return study


def table_import(folder: Path, content: str, **columns: str) -> tuple[Study, str]:
    study = with_interview(folder)
    [report] = import_files(study, [received(folder, "highlights.csv", content)], columns=columns)
    return study, str(report)


@pytest.mark.parametrize("name", ["mine.csv", "mine.xlsx", "codings.csv"])
def test_our_own_codings_come_back_whole(name: str, tmp_path: Path) -> None:
    study = with_interview(tmp_path)
    start = SAID.index("=We")
    rows = [
        {"coding_id": "a", "transcript_id": "INT-01", "start": start, "end": start + 9, "code_id": "job-task",
         "coder": "Ana", "polarity": "contradicts", "memo": "- look,\nagain"},
        {"coding_id": "b", "transcript_id": "INT-01", "start": start - 1, "end": start + 40, "code_id": "tool",
         "coder": "Bo"},
    ]  # fmt: skip
    study.save([Change("put", "codings", row) for row in rows])
    exports.export_codings(study, tmp_path / name)
    (tmp_path / "there").mkdir()
    there = with_interview(tmp_path / "there")
    [report] = import_files(there, [tmp_path / name])
    pd.testing.assert_frame_equal(place_columns(study), place_columns(there), obj=str(report))


def test_codings_leave_with_the_names_of_their_codes_in_the_order_of_the_interview(tmp_path: Path) -> None:
    study = with_interview(tmp_path)
    codes = [("purge-1", "Purging, twice"), ("a", "Lines"), ("b", "lines"), ("c", "Tool")]
    study.save([Change("put", "codes", {"code_id": one, "name": name, "family": "tool"}) for one, name in codes])
    places = [("purge-1", 50, 60), ("a", 40, 45), ("b", 40, 45), ("c", 30, 35), ("tool", 30, 34), ("gone", 1, 3)]
    rows = [
        {"coding_id": f"n{start}{code}", "transcript_id": "INT-01", "start": start, "end": end, "code_id": code}
        for code, start, end in places
    ]
    tables = study.read() | {"codings": schemas.frame("codings", rows)}
    table = exports.coding_table(tables, study.texts())
    assert table["code"].tolist() == ["gone", "Tool or equipment", "c", "a", "b", "Purging, twice"]


def test_the_question_who_can_move_is_a_family_too(tmp_path: Path) -> None:
    content = "quote,code\nPeople forget,Who can move into the role\n"
    study, told = table_import(tmp_path, content)
    codes = study.read()["codes"].set_index("name")
    assert (codes.loc["Who can move into the role", "family"], "none of our families" in told) == ("can-move", False)


def test_a_table_without_a_row_is_refused_as_such(tmp_path: Path) -> None:
    exports.export_codings(with_interview(tmp_path), tmp_path / "mine.csv")
    [report] = import_files(Study(tmp_path), [tmp_path / "mine.csv"])
    assert not report.is_in
    assert "mine.csv has no row below its headings" in str(report)


@pytest.mark.parametrize("name", ["book.csv", "book.xlsx"])
def test_our_own_codebook_comes_back_from_a_table(sample: Study, name: str, tmp_path: Path) -> None:
    exports.export_codebook(sample, tmp_path / name)
    fresh = empty_study(tmp_path)
    [report] = import_files(fresh, [tmp_path / name])
    assert codes_by_id(fresh.read()) == codes_by_id(sample.read()), str(report)


def test_highlights_of_taguette_come_in_by_their_words(tmp_path: Path) -> None:
    words = "We purge every line"
    rows = f"id,document,tag,content\n1,INT-01.docx,Purging,{words}\n1,INT-01.docx,Skill gap,{words}\n"
    study, said = table_import(tmp_path, rows)
    assert quotes(study) == ["We purge every line"] * 2
    assert {"purging", "skill-gap"} == set(study.read()["codings"]["code_id"])
    assert "quote from “content”, code from “tag”. Not read: id." in said


def test_a_document_of_another_name_is_known_by_its_passages(tmp_path: Path) -> None:
    study, said = table_import(tmp_path, "document,tag,content\nBob in May.docx,Tool,every line twice\n")
    assert "“Bob in May.docx” is taken as INT-01: 1 of 1 passages" in said
    assert quotes(study) == ["every line twice"]


def test_rows_that_find_no_place_are_told_with_their_line(tmp_path: Path) -> None:
    cells = [
        "document,tag,content",
        "INT-01,Tool,We purge",
        "INT-01,Tool,never said",
        "INT-01,Tool,Yes",
        "INT-01,,forget",
    ]
    rows = "\n".join([*cells, "X,Tool,no"])
    _, said = table_import(tmp_path, rows)
    assert "2 rows did not come in" in said
    assert "line 3 is no passage of INT-01: “never said”" in said
    assert "line 4 (“Yes”) stands 2 times in INT-01" in said
    assert "1 row without a code did not come in: line 5." in said
    assert "“X” is no transcript of the study, so line 6 did not come in" in said


def test_a_document_that_could_be_two_interviews_is_neither(tmp_path: Path) -> None:
    study = with_interview(tmp_path)
    import_files(study, [received(tmp_path, "INT-02.txt", SAID + "\n\nEmployer 02: Bye.")])
    quote = SAID[SAID.index("We purge") :].split(".")[0]
    path = received(tmp_path, "highlights.csv", f'document,tag,content\nTalk,Tool,"{quote}"\n')
    assert "“Talk” is no transcript of the study" in str(import_files(study, [path])[0])


def test_a_column_said_to_be_none_is_not_read(tmp_path: Path) -> None:
    study = with_interview(tmp_path)
    marks = received(tmp_path, "marks.csv", "transcript,quote,code,coder\nINT-01,purge,Gas,Bo\n")
    [report] = preview_files(study, [marks], columns={"coder": ""})
    assert "Not read: coder." in str(report)


def test_a_table_that_names_no_interview_asks_for_the_column(tmp_path: Path) -> None:
    _, said = table_import(tmp_path, "tag,content,where\nTool,Yes,INT-01\n")
    assert "Nothing says which interview line 2 is of" in said
    assert "--columns transcript=File" in said


def test_a_few_positions_without_words_are_never_counted_another_way(tmp_path: Path) -> None:
    begin = SAID.index("purge") + 1
    study, _ = table_import(tmp_path, f"transcript,start,end,code\nINT-01,{begin},{begin + 3},Tool\n")
    assert quotes(study) == ["urg"]


def test_a_polarity_that_is_none_is_told(tmp_path: Path) -> None:
    study, said = table_import(tmp_path, "transcript,quote,code,polarity\nINT-01,We purge,Tool,Contradicting\n")
    assert list(study.read()["codings"]["polarity"]) == ["supports"]
    assert "such as “Contradicting”, in line 2; these codings are kept as “supports”" in said


def test_passages_whose_words_stand_under_an_unknown_heading_are_no_codebook(tmp_path: Path) -> None:
    study, said = table_import(tmp_path, "Document,Citation,Code\nINT-01,We purge,Safety\n")
    assert "was refused" in said
    assert "Its columns are Document, Citation, Code. If it holds coded passages" in said
    assert "Safety" not in set(study.read()["codes"]["name"])


def test_codes_of_one_passage_on_lines_of_one_cell_are_several(tmp_path: Path) -> None:
    study, _ = table_import(tmp_path, 'Document,Quotation Content,Codes\nINT-01,We purge,"Gas\nSafety, old"\n')
    assert set(study.read()["codings"]["code_id"]) == {"gas", "safety", "old"}


def test_a_table_divided_by_tabs_is_told_what_to_save_it_as(tmp_path: Path) -> None:
    [report] = import_files(with_interview(tmp_path), [received(tmp_path, "marks.tsv", "tag\tcontent\nGas\tpurge\n")])
    assert "Open it in a spreadsheet and save it as .csv." in str(report)


def test_a_table_without_rows_is_told_as_such(tmp_path: Path) -> None:
    assert "has no row below its headings" in table_import(tmp_path, "document,tag,content\n")[1]


def test_a_preview_shows_how_a_table_is_read_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = with_interview(tmp_path)
    before = {path: path.read_bytes() for path in study.folder.rglob("*") if path.is_file()}
    path = received(tmp_path, "marks.csv", "file,etikett,content\nINT-01,Safety,We purge\nINT-01,Safety,never\n")
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["import", "trial", str(path), "--preview", "--columns", "code=etikett"])
    assert done.exit_code == 0, done.output
    assert "marks.csv: would come in." in done.output
    assert "code from “etikett”" in done.output
    assert "1 coding with 1 code, such as:" in done.output
    assert re.search(r"INT-01 \d+ to \d+, Safety, by .+: “We purge”", done.output)
    assert "line 3 is no passage of INT-01" in done.output
    assert "Nothing was changed: leave --preview out to bring them in." in done.output
    assert {path: path.read_bytes() for path in study.folder.rglob("*") if path.is_file()} == before


def test_a_heading_with_a_comma_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_interview(tmp_path)
    path = received(tmp_path, "marks.csv", 'file,"words, spoken",tag\nINT-01,We purge,Gas\n')
    monkeypatch.chdir(tmp_path)
    asked = ["import", "trial", str(path), "--preview", "--columns", "quote=words, spoken, code=tag"]
    assert "quote from “words, spoken”" in CliRunner().invoke(main, asked).output


def test_a_preview_of_a_codebook_shows_its_codes_and_other_files_have_none(tmp_path: Path) -> None:
    study = empty_study(tmp_path)
    book = received(tmp_path, "book.csv", "tag,description\nWeld,How\n")
    told, others = (
        str(one) for one in preview_files(study, [book, received(tmp_path, "p.qdpx", qdpx(selection(*AT)))])
    )
    assert "“Weld”: How" in told
    assert others.startswith("p.qdpx: has no preview.")
    assert "Weld" not in set(study.read()["codes"]["name"])


def test_positions_decide_between_the_same_words(tmp_path: Path) -> None:
    second = SAID.rindex("Yes")
    rows = f"document,code,text,start,end\nINT-01,Tool,Yes,{second + 1},{second + 4}\nINT-01,Tool,forget,{SAID.index('forget') + 1},{SAID.index('forget') + 7}\n"  # noqa: E501
    study, said = table_import(tmp_path, rows)
    assert second in set(study.read()["codings"]["start"])
    assert "counted as characters, line ends as they stand, from 1" in said


def test_positions_that_lead_elsewhere_give_way_to_the_words(tmp_path: Path) -> None:
    study, said = table_import(tmp_path, "Document name,Code,Segment,Beginning,End\nINT-01,Tool,every line,3,3\n")
    assert quotes(study) == ["every line"]
    assert "do not lead to the words" in said


def test_columns_can_be_named(tmp_path: Path) -> None:
    study, _ = table_import(tmp_path, "Wer,Wort\nA > B,every line\n", quote="Wort", code="Wer")
    assert quotes(study) == ["every line"]
    assert codes_by_id(study.read())["b"]["parent_id"] == "a"


@pytest.mark.parametrize(
    ("columns", "told"),
    [({"quot": "Wort"}, "Did you mean “quote”"), ({"quote": "Word"}, "no column “Word”. The columns are Wer, Wort")],
)
def test_a_column_that_is_not_there_is_told(columns: dict[str, str], told: str, tmp_path: Path) -> None:
    assert told in table_import(tmp_path, "Wer,Wort\nA,every line\n", **columns)[1]


def test_several_tags_in_one_cell_are_several_codings(tmp_path: Path) -> None:
    study, _ = table_import(tmp_path, 'document,tags,content\nINT-01,"Tool or equipment; Purging",every line\n')
    assert set(study.read()["codings"]["code_id"]) == {"tool", "purging"}


def test_a_name_with_a_comma_that_is_known_stays_whole_among_several_tags(tmp_path: Path) -> None:
    study = with_interview(tmp_path)
    study.save([Change("put", "codes", {"code_id": "loto", "name": "Lock-out, tag-out", "family": "knowledge"})])
    rows = 'document,tags,content\nINT-01,"Lock-out, tag-out; Purging, Tool or equipment",every line\n'
    import_files(study, [received(tmp_path, "highlights.csv", rows)])
    assert set(study.read()["codings"]["code_id"]) == {"loto", "purging", "tool"}


def test_one_more_row_that_did_not_come_in_is_one_row(tmp_path: Path) -> None:
    _, said = table_import(tmp_path, "document,tag,content\nINT-01,Tool,every line\n" + "INT-01,Tool,never said\n" * 6)
    assert "; and 1 more row." in said


@pytest.mark.parametrize("stated", [("contradicts", ""), ("", "contradicts"), ("contradicts", "qualifies")])
def test_a_stated_polarity_beats_the_default_of_another_row_and_both_are_told(
    stated: tuple[str, str], tmp_path: Path
) -> None:
    rows = "".join(f"INT-01,every line,Tool,Zoe,{one},memo {one}\n" for one in stated)
    study, said = table_import(tmp_path, f"document,content,code,coder,polarity,memo\n{rows}")
    [coding] = schemas.records(study.read()["codings"])
    assert (coding["polarity"], coding["memo"].count("memo")) == ("contradicts", 2)
    assert "Joined with them: 1 more of the same code on the same words." in said
    assert "1 of them came with more than one polarity; the first other than “supports” stays." in said


def test_a_codebook_of_taguette_comes_in(tmp_path: Path) -> None:
    study, said = table_import(tmp_path, "tag,description,number of highlights\nWeld,How,1\n,none,0\n")
    assert codes_by_id(study.read())["weld"]["definition"] == "How"
    assert "Line 3 has no name and did not come in" in said


@pytest.mark.parametrize("order", [("book.csv", "marks.csv"), ("marks.csv", "book.csv")])
def test_a_dot_in_a_tag_of_taguette_is_its_hierarchy(order: tuple[str, ...], tmp_path: Path) -> None:
    study = with_interview(tmp_path)
    received(tmp_path, "book.csv", "tag,description\nskills,All\nskills.node.js,\nskills.,\n2.5 hours,\n")
    received(tmp_path, "marks.csv", "id,document,tag,content\n1,INT-01,skills.node.js,We purge\n1,INT-01,skills,We\n")
    for name in order:
        import_files(study, [tmp_path / name])
    codes = codes_by_id(study.read())
    assert {"node.js": "skills", "2.5 hours": ""}.items() <= {
        row["name"]: row["parent_id"] for row in codes.values()
    }.items()
    assert "skills.node.js" not in {row["name"] for row in codes.values()}
    [coding] = [row for row in schemas.records(study.read()["codings"]) if codes[row["code_id"]]["name"] == "node.js"]
    assert codes[coding["code_id"]]["parent_id"] == "skills"


def test_taguette_finds_the_description_of_our_codebook(sample: Study, tmp_path: Path) -> None:
    exports.export_codebook(sample, tmp_path / "codes.csv")
    with (tmp_path / "codes.csv").open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert {"name", "description"} <= rows[0].keys()
    assert not {"tag", "path"} & rows[0].keys()
    assert all(row["definition"] in row["description"] for row in rows)
    assert any("Include: " in row["description"] for row in rows)
    study = empty_study(tmp_path)
    assert import_files(study, [tmp_path / "codes.csv"])[0].is_in
    assert codes_by_id(study.read()) == codes_by_id(sample.read())


def test_a_codebook_with_other_headings_comes_in_when_told(tmp_path: Path) -> None:
    study, _ = table_import(tmp_path, "Etikett,Gruppe\nWeld,Joining\n", name="Etikett", parent="Gruppe")
    assert codes_by_id(study.read())["weld"]["parent_id"] == "joining"


def test_a_file_where_no_row_fits_is_refused(tmp_path: Path) -> None:
    study, said = table_import(tmp_path, "document,tag,content\nX,Tool,no\n")
    assert "was refused" in said
    assert study.read()["codings"].empty
