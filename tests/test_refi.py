"""REFI-QDA: what leaves a study comes back whole, and what other programs write is understood."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from lxml import etree
from study_trial import empty_study, received

from codesign import refi, schemas
from codesign.cli import main
from codesign.errors import RefusedFile, SaveError, StudyError
from codesign.intake import exports, import_files
from codesign.refi import (
    CodeNote,
    Convention,
    Mark,
    Settled,
    code_description,
    code_note,
    coding_note,
    coding_text,
    kept_places,
    moved_places,
    read_codebook,
    read_project,
    settled,
    settled_together,
)
from codesign.study import Study

CODES = schemas.frame(
    "codes",
    [
        {"code_id": "gap", "name": "Skill gap", "family": "skill-gap", "definition": "What <people> lack & need."},
        {"code_id": "purge", "name": "Purging", "family": "skill-gap", "parent_id": "gap", "include": "Lines.\nTanks."},
    ],
)


@pytest.fixture(scope="module")
def sample(root: Path) -> Study:
    return Study.open(root / "interview_data" / "clean-energy")


@pytest.fixture(scope="module")
def project(sample: Study) -> bytes:
    chosen = exports.given(sample)
    return refi.project_bytes(chosen.tables, chosen.texts, sample.name)


@pytest.fixture
def schema(root: Path, shared_data: Path):
    return lambda name: etree.XMLSchema(etree.parse(shared_data.parent / "schemas" / name))


def test_the_codebook_is_valid(schema) -> None:
    schema("Codebook.xsd").assertValid(etree.fromstring(refi.codebook_bytes(CODES)))


def test_the_project_of_the_sample_is_valid(schema, project: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(project)) as archive:
        schema("Project.xsd").assertValid(etree.fromstring(archive.read("project.qde")))


def test_a_project_without_anything_is_valid(schema) -> None:
    nothing = refi.project_bytes(schemas.complete({}), {}, "new")
    with zipfile.ZipFile(io.BytesIO(nothing)) as archive:
        schema("Project.xsd").assertValid(etree.fromstring(archive.read("project.qde")))


def test_coder_memo_and_polarity_stand_at_the_selection_where_other_programs_look(tmp_path: Path) -> None:
    rows = [
        {"coding_id": f"c{number}", "transcript_id": "INT-01", "start": 27, "end": 38, "code_id": code, "coder": coder,
         "polarity": polarity, "memo": memo}
        for number, (code, coder, polarity, memo) in enumerate([
            ("gap", "Ana", "supports", ""), ("purge", "Ana", "supports", ""), ("gap", "Ben", "contradicts", "Odd")])
    ]  # fmt: skip
    tables = {
        "codes": CODES,
        "codings": schemas.frame("codings", rows),
        "transcripts": schemas.frame("transcripts", [{"transcript_id": "INT-01"}]),
    }
    with zipfile.ZipFile(io.BytesIO(refi.project_bytes(tables, {"INT-01": TEXT}, "p"))) as archive:
        root = etree.fromstring(archive.read("project.qde"))
    users = {user.get("guid"): user.get("name") for user in root.iter("{*}User")}
    found = [
        (users[one.get("creatingUser")], one.findtext("{*}Description") or "", len(one.findall("{*}Coding")))
        for one in root.iter("{*}PlainTextSelection")
    ]
    assert found == [("Ana", "", 2), ("Ben", "Polarity: contradicts\n\nOdd", 1)]
    assert root.find("{*}Notes") is None


def test_the_same_study_gives_the_same_bytes(sample: Study, project: bytes) -> None:
    chosen = exports.given(sample)
    assert refi.project_bytes(chosen.tables, chosen.texts, sample.name) == project


def test_a_codebook_without_codes_is_refused() -> None:
    with pytest.raises(StudyError, match="no codes"):
        refi.codebook_bytes(schemas.empty("codes"))


def test_a_circle_in_the_hierarchy_loses_no_code() -> None:
    written = refi.codebook_bytes(CODES.assign(parent_id=["purge", "gap"]))
    assert [code.get("name") for code in etree.fromstring(written).iter("{*}Code")] == ["Skill gap", "Purging"]


def test_every_part_of_a_code_comes_back_from_its_description() -> None:
    note = CodeNote("First.\nInclude: as a word.\n\\Family: x", "a\n\nb", "Example: no", "", "skill-gap", "purge-2")
    assert code_note(code_description(note)) == note


def test_the_description_of_another_program_is_all_definition() -> None:
    assert code_note("Means this.\r\nAnd that.") == CodeNote("Means this.\nAnd that.")


@pytest.mark.parametrize("memo", ["", "ask again", "Polarity: contradicts, she says", "Polarity: qualifies"])
@pytest.mark.parametrize("polarity", ["supports", "qualifies", "contradicts"])
def test_polarity_and_memo_come_back_from_a_note(polarity: str, memo: str) -> None:
    assert coding_text(coding_note(polarity, memo)) == (polarity, memo)


def test_a_usual_coding_without_a_memo_has_no_note() -> None:
    assert coding_note("supports", "") == ""


def test_the_coding_table_has_the_words(sample: Study) -> None:
    chosen = exports.given(sample)
    table = exports.coding_table(chosen.tables, chosen.texts)
    assert list(table.columns) == exports.CODING_COLUMNS
    assert all(table["quote"].str.len() == table["end"] - table["start"])


def test_who_withdrew_does_not_leave_with_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = schemas.complete(
        {
            "participants": schemas.frame(
                "participants", [{"participant_id": "P-1", "employer": "E", "consent": c} for c in ["withdrawn"]]
            ),
            "transcripts": schemas.frame("transcripts", [{"transcript_id": "INT-1", "participant_id": "P-1"}]),
        }
    )
    study = Study(tmp_path)
    monkeypatch.setattr(study, "read", lambda: tables)
    monkeypatch.setattr(study, "texts", lambda: {"INT-1": "words"})
    chosen = exports.given(study)
    assert (chosen.texts, chosen.withdrawn) == ({}, ("INT-1",))
    assert isinstance(chosen.tables["codings"], pd.DataFrame)


# coming back -------------------------------------------------------------------------------------------


def place_columns(study: Study, tables=None) -> pd.DataFrame:
    columns = ["transcript_id", "start", "end", "code_id", "coder", "polarity", "memo"]
    found = (tables or study.read())["codings"][columns]
    return found.sort_values(columns[:5]).reset_index(drop=True)


def codes_by_id(tables) -> dict[str, dict[str, str]]:
    return {row["code_id"]: row for row in schemas.records(tables["codes"])}


def test_the_sample_comes_back_whole(sample: Study, project: bytes, tmp_path: Path) -> None:
    fresh = empty_study(tmp_path)
    [report] = import_files(fresh, [received(tmp_path, "p.qdpx", project)])
    assert report.is_in, str(report)
    before, after = exports.given(sample), fresh.read()
    pd.testing.assert_frame_equal(place_columns(sample, before.tables), place_columns(fresh, after))
    assert fresh.texts() == before.texts
    assert codes_by_id(after) == codes_by_id(before.tables)
    assert "704 codings: 704 new" in str(report)


def test_coming_back_twice_changes_nothing(project: bytes, tmp_path: Path) -> None:
    fresh = empty_study(tmp_path)
    path = received(tmp_path, "p.qdpx", project)
    import_files(fresh, [path])
    before = fresh.inputs()
    [again] = import_files(fresh, [path])
    assert "0 new, 704 that were here" in str(again)
    assert fresh.inputs() == before


def test_a_codebook_comes_back_whole(sample: Study, tmp_path: Path) -> None:
    codes = sample.read()["codes"]
    fresh = empty_study(tmp_path)
    import_files(fresh, [received(tmp_path, "codes.qdc", refi.codebook_bytes(codes))])
    assert codes_by_id(fresh.read()) == codes_by_id({"codes": codes})


# what other programs write ------------------------------------------------------------------------------

A, B, C, U, V, S, N = (f"{number:08d}-0000-0000-0000-000000000000" for number in range(1, 8))
TEXT = "Interviewer: Who purges?\n\nEmployer 01: We purge every line twice, and people forget."
CODEBOOK = f'<CodeBook><Codes><Code guid="{A}" name="Purging" isCodable="true"/></Codes></CodeBook>'


def coded(start: int, end: int, code: str = A, *, user: str = "", name: str = "", inside: str = "") -> str:
    who = f' creatingUser="{user}"' if user else ""
    return (
        f'<PlainTextSelection guid="{S}" startPosition="{start}" endPosition="{end}" name="{name}">{inside}'
        f'<Coding guid="{N}"{who}><CodeRef targetGUID="{code}"/></Coding></PlainTextSelection>'
    )


def qdpx(
    selections: str = "",
    *,
    text: bytes = TEXT.encode(),
    member: str = "sources/a.txt",
    path: str = "internal://a.txt",
    before: str = "",
    codebook: str = CODEBOOK,
    described: str = "project.qde",
    more: str = "",
) -> bytes:
    """A small project by hand."""
    xml = (
        f'<Project xmlns="urn:QDA-XML:project:1.0" name="p">{before}{codebook}<Sources><TextSource guid="{B}" '
        f'name="INT-01" plainTextPath="{path}">{selections}</TextSource>{more}</Sources></Project>'
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(described, xml)
        archive.writestr(member, text)
    return packed.getvalue()


def brought(folder: Path, content: bytes, name: str = "p.qdpx") -> tuple[Study, str]:
    study = empty_study(folder)
    [report] = import_files(study, [received(folder, name, content)])
    return study, str(report)


def quotes(study: Study) -> list[str]:
    rows = schemas.records(study.read()["codings"])
    return [study.texts()[row["transcript_id"]][row["start"] : row["end"]] for row in rows]


WORDS = "purge every line"
AT = TEXT.index(WORDS), TEXT.index(WORDS) + len(WORDS)
OF_ALL = f'<Coding guid="{N}"><CodeRef targetGUID="{A}"/></Coding>'


@pytest.mark.parametrize(
    "unusual",
    [
        {"member": "Sources/a.txt"},
        {"member": "SOURCES/A.TXT"},
        {"path": "relative:///a.txt"},
        {"path": "relative://sources/a.txt"},
        {"path": "absolute:///C:/Projects/a.txt"},
        {"path": "internal://My%20talk.txt", "member": "sources/My talk.txt"},
        {"path": "internal://{ab-1}.txt", "member": "sources/AB-1.txt"},
        {"described": "Project.qde"},
        {"described": "My study.qde"},
    ],
    ids=str,
)
def test_a_text_is_found_whatever_its_path(unusual: dict[str, str], tmp_path: Path) -> None:
    study, said = brought(tmp_path, qdpx(coded(*AT), **unusual))
    assert quotes(study) == [WORDS], said


def test_the_formatted_text_is_read_where_the_plain_one_is_missing(tmp_path: Path) -> None:
    content = qdpx(coded(*AT), path='gone.txt" richTextPath="internal://a.md', member="sources/a.md")
    assert quotes(brought(tmp_path, content)[0]) == [WORDS]


def test_a_project_that_holds_nothing_is_refused(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("project.qde", '<Project xmlns="urn:QDA-XML:project:1.0" name="p"/>')
    study, said = brought(tmp_path, packed.getvalue())
    assert "holds neither codes nor texts, so nothing came in" in said
    assert not list((study.folder / "sources").glob("*.qdpx"))


def test_a_missing_text_is_told_and_the_rest_comes_in(tmp_path: Path) -> None:
    study, said = brought(tmp_path, qdpx(coded(*AT), path="internal://gone.txt"))
    assert "its text is missing from the project, so 1 coded passage did not come in" in said
    assert "Purging" in set(study.read()["codes"]["name"])
    assert len(list((study.folder / "sources").glob("*.qdpx"))) == 1


def test_passages_without_length_or_beyond_the_text_are_told(tmp_path: Path) -> None:
    study, said = brought(tmp_path, qdpx(coded(*AT) + coded(5, 5) + coded(9, 2) + coded(90, 4000, name="Much")))
    assert quotes(study) == [WORDS]
    assert "3 coded passages without a place" in said
    assert "9 to 2 (ends before it begins)" in said
    assert "5 to 5 (no length)" in said
    assert "90 to 4000 (outside the text, “Much”)" in said


def test_a_full_disk_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    study = empty_study(tmp_path)
    import_files(study, [received(tmp_path, "INT-01.txt", TEXT)])
    path = received(tmp_path, "p.qdpx", qdpx(coded(*AT)))

    def full(changes):
        raise SaveError("The disk is full.")

    with monkeypatch.context() as disk:
        disk.setattr(study, "save", full)
        [report] = import_files(study, [path])
    assert not report.is_in
    assert "Import it again: nothing comes twice." in str(report)
    assert import_files(study, [path])[0].is_in
    assert quotes(study) == [WORDS]


def test_two_people_of_one_name_stay_two(tmp_path: Path) -> None:
    users = f'<Users><User guid="{U}" name="Anna"/><User guid="{V}" name="Anna"/></Users>'
    study, said = brought(tmp_path, qdpx(coded(*AT, user=U) + coded(*AT, user=V), before=users))
    assert sorted(study.read()["codings"]["coder"]) == ["Anna", "Anna (2)"]
    assert "Two people are called “Anna”" in said


def test_work_nobody_signed_is_of_who_imports(tmp_path: Path) -> None:
    study, _ = brought(tmp_path, qdpx(coded(*AT)))
    assert list(study.read()["codings"]["coder"]) == ["Kim"]


def test_a_comment_on_a_passage_becomes_its_memo(tmp_path: Path) -> None:
    study, _ = brought(tmp_path, qdpx(coded(*AT, inside="<Description>Ask again</Description>")))
    assert list(study.read()["codings"]["memo"]) == ["Ask again"]


def test_a_comment_without_a_code_is_told(tmp_path: Path) -> None:
    comment = f'<PlainTextSelection guid="{S}" startPosition="0" endPosition="4"><Description>Odd</Description></PlainTextSelection>'  # noqa: E501
    assert "a comment without a code stays in the file that was kept: “Odd”" in brought(tmp_path, qdpx(comment))[1]


def test_many_comments_without_a_code_are_one_sentence(tmp_path: Path) -> None:
    one = f'<PlainTextSelection guid="{S}" startPosition="0" endPosition="4"><Description>Odd</Description></PlainTextSelection>'  # noqa: E501
    said = brought(tmp_path, qdpx(one * 40))[1]
    assert "40 comments without a code stay in the file that was kept: “Odd”, “Odd”, “Odd” and 37 more." in said


def test_a_memo_on_a_code_joins_its_definition_and_other_memos_are_counted(tmp_path: Path) -> None:
    codebook = (
        f'<CodeBook><Codes><Code guid="{A}" name="Purging" isCodable="true"><Description>Cleaning a line</Description>'
        f'<NoteRef targetGUID="{U}"/></Code></Codes></CodeBook>'
    )
    notes = (
        f'<Notes><Note guid="{U}" name="Memo"><PlainTextContent>Only gas</PlainTextContent></Note>'
        f'<Note guid="{V}" name="Journal"><PlainTextContent>First day</PlainTextContent></Note></Notes>'
    )
    study, said = brought(tmp_path, qdpx(coded(*AT), codebook=codebook, before=notes))
    codes = study.read()["codes"].set_index("name")
    assert codes.loc["Purging", "definition"] == "Cleaning a line\n\nOnly gas"
    assert "the workbook has no place for them: 1 memo." in said


def test_a_memo_in_a_file_of_its_own_is_read(tmp_path: Path) -> None:
    noted = coded(*AT).replace("</Coding>", f'<NoteRef targetGUID="{U}"/></Coding>')
    packed = io.BytesIO(qdpx(noted, before=f'<Notes><Note guid="{U}" plainTextPath="internal://memo.txt"/></Notes>'))
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("Sources/memo.txt", b"\xef\xbb\xbfAsk again\r\nsoon")
    assert list(brought(tmp_path, packed.getvalue())[0].read()["codings"]["memo"]) == ["Ask again\nsoon"]


def test_many_interviews_that_are_counted_alike_are_one_sentence(tmp_path: Path) -> None:
    def source(number: int, selections: str) -> str:
        text = TEXT.replace("01", f"{number:02d}")
        inside = f"<PlainTextContent>{text}</PlainTextContent>{selections}"
        return f'<TextSource guid="{U[:-2]}{number:02d}" name="INT-{number:02d}">{inside}</TextSource>'

    good = "".join(source(number, coded(*AT)) for number in range(2, 9))
    lost = f'<TextSource guid="{C}" name="INT-10" plainTextPath="internal://no.txt">{coded(*AT)}</TextSource>'
    said = brought(tmp_path, qdpx(coded(*AT), more=good + source(9, coded(AT[0] + 1, AT[1] - 1)) + lost))[1]
    assert "8 interviews: positions counted as characters, line ends as they stand" in said
    assert "; 16 of 16 starts and ends fall on words: INT-01, INT-02," in said
    assert said.count("positions counted") == 2
    assert "INT-09: positions counted as" in said
    assert "Look at some of its passages in 01 before you trust the others." in said


def test_a_second_source_with_the_same_text_is_told(tmp_path: Path) -> None:
    more = f'<TextSource guid="{C}" name="Copy of 1" plainTextPath="internal://a.txt">{coded(*AT)}</TextSource>'
    assert "“Copy of 1” is INT-01, which has the same text." in brought(tmp_path, qdpx(coded(*AT), more=more))[1]


def test_an_interview_that_is_here_with_other_line_breaks_does_not_come_twice(tmp_path: Path) -> None:
    study = empty_study(tmp_path)
    import_files(study, [received(tmp_path, "INT-07.txt", TEXT)])
    spaced = TEXT.replace("\n\n", "\r\n").replace(": ", ":\u00a0")
    start = spaced.index(WORDS)
    content = qdpx(coded(start, start + len(WORDS)) + OF_ALL, text=spaced.encode())
    said = str(import_files(study, [received(tmp_path, "p.qdpx", content)])[0])
    assert list(study.texts().items()) == [("INT-07", TEXT)]
    assert sorted(quotes(study)) == sorted([WORDS, TEXT])
    assert "“INT-01” is INT-07, which has the same words with other line breaks or spaces; its text stays." in said
    assert "2 codings: 0 new, 2 that were here." in str(import_files(study, [tmp_path / "p.qdpx"])[0])
    assert len(quotes(study)) == 2


def test_an_interview_of_a_known_name_with_other_words_is_told(tmp_path: Path) -> None:
    study = empty_study(tmp_path)
    import_files(study, [received(tmp_path, "INT-01.txt", TEXT)])
    content = qdpx(coded(*AT), text=(TEXT + " Always.").encode())
    said = str(import_files(study, [received(tmp_path, "p.qdpx", content)])[0])
    assert "INT-01 is here with other words, so INT-01-2 is another interview" in said


def test_a_coding_with_a_case_or_an_unknown_code_is_told(tmp_path: Path) -> None:
    cases = f'<Cases><Case guid="{C}" name="E1"/></Cases>'
    study, said = brought(tmp_path, qdpx(coded(*AT, code=C) + coded(*AT, code=V), before=cases))
    assert "and so are none here: 1." in said
    assert f"Missing code {V[:8]}" in set(study.read()["codes"]["name"])
    assert quotes(study) == [WORDS]


def test_a_coding_of_the_whole_source_covers_its_text(tmp_path: Path) -> None:
    whole = f'<Coding guid="{N}"><CodeRef targetGUID="{{{A.lower()}}}"/></Coding>'
    study, said = brought(tmp_path, qdpx(whole))
    assert quotes(study) == [study.texts()["INT-01"]]
    assert "whole interview" in said


def test_the_text_of_a_pdf_is_taken_and_a_picture_is_told(tmp_path: Path) -> None:
    more = (
        f'<PDFSource guid="{U}" name="INT-02"><Representation guid="{V}"><PlainTextContent>Employer 02: {WORDS}'
        f'</PlainTextContent>{coded(13, 29)}</Representation></PDFSource><PictureSource guid="{C}" name="Board"/>'
        f'<AudioSource guid="{S}" name="Tape">{OF_ALL}{OF_ALL}</AudioSource>'
    )
    study, said = brought(tmp_path, qdpx(more=more))
    assert quotes(study) == [WORDS]
    assert "“Board” is a picture without words; it stays in the file that was kept." in said
    assert "“Tape” is a recording without a transcript; it stays in the file that was kept, and so do its 2 cod" in said


def test_a_coding_of_a_whole_pdf_marks_its_text(tmp_path: Path) -> None:
    inside = f'<Representation guid="{V}"><PlainTextContent>Employer 02: {WORDS}</PlainTextContent></Representation>'
    study, _ = brought(tmp_path, qdpx(more=f'<PDFSource guid="{U}" name="INT-02">{inside}{OF_ALL}</PDFSource>'))
    assert quotes(study) == [f"Employer 02: {WORDS}"]


def test_a_recording_is_coded_through_its_transcript(tmp_path: Path) -> None:
    more = (
        f'<AudioSource guid="{U}" name="INT-02"><Transcript guid="{V}"><PlainTextContent>Employer 02: {WORDS}'
        f'</PlainTextContent><SyncPoint guid="{C}" position="13"/><SyncPoint guid="{S}" position="29"/>'
        f'<TranscriptSelection guid="{B}" fromSyncPoint="{C}" toSyncPoint="{S}"><Coding guid="{N}"><CodeRef '
        f'targetGUID="{A}"/></Coding></TranscriptSelection></Transcript></AudioSource>'
    )
    assert quotes(brought(tmp_path, qdpx(more=more))[0]) == [WORDS]


# positions ----------------------------------------------------------------------------------------------

SPOKEN = "Employer 01: We \U0001f525 purge lines.\r\nThen we \U0001f525 test twice.\r\n\r\nAnd wait for hours."
PASSAGES = ("purge lines", "test twice", "wait for hours")


def counted(convention: Convention, raw: str, words: str) -> Mark:
    """Where words stand in a text, for a program that counts this way."""

    def position(offset: int) -> int:
        before = raw[:offset]
        if convention.line_end == 1:
            before = before.replace("\r\n", "\n")
        astral = sum(character > "\uffff" for character in before) if convention.utf16 else 0
        return len(before) + astral + convention.first

    start = raw.index(words)
    return Mark(position(start), position(start + len(words)) - convention.last_in)


WAYS = [
    Convention(utf16, ends, first, last)
    for utf16 in (False, True)
    for ends in (1, 2)
    for first in (0, 1)
    for last in (False, True)
]


@pytest.mark.parametrize("convention", WAYS, ids=str)
@pytest.mark.parametrize("is_named", [True, False])
def test_each_way_of_counting_is_recognised(convention: Convention, is_named: bool) -> None:
    marks = [counted(convention, SPOKEN, words) for words in PASSAGES]
    marks = [Mark(mark.start, mark.end, words if is_named else "") for mark, words in zip(marks, PASSAGES, strict=True)]
    text = SPOKEN.replace("\r\n", "\n")
    found = settled(SPOKEN, marks)
    assert [text[place[0] : place[1]] for place in found.places if place] == list(PASSAGES), found


def test_the_standard_is_kept_where_nothing_speaks_against_it() -> None:
    assert settled("One two three", [Mark(4, 8)]).convention == Convention()


def test_another_way_has_to_lead_where_that_is_asked() -> None:
    spoken, mark = "Who? \r\nWe purge lines", [Mark(6, 14)]
    assert settled(spoken, mark).convention != Convention()
    assert settled(spoken, mark, lead=2).convention == Convention()


def test_one_passage_in_an_interview_is_counted_as_the_rest_of_the_project() -> None:
    way = Convention(utf16=True, line_end=2)
    told = "Employer 02: A \U0001f525 was here.\r\nPlan A B comes next."
    one = [counted(way, told, "A B")]
    one = [Mark(one[0].start, one[0].start + 1)]
    others = [(SPOKEN, [counted(way, SPOKEN, words) for words in PASSAGES])]

    def words(found: Settled) -> str:
        return refi.line_feeds(told)[slice(*(found.places[0] or ()))]

    assert words(settled(told, one)) == "B"
    assert words(settled_together([*others, (told, one)])[1]) == "A"


def test_places_move_with_what_cleaning_takes_away() -> None:
    text = "a\ufeffb e\u0301 c"
    assert kept_places(text, [(3, 4), (4, 6), (7, 8), None, (1, 2)], lambda piece: refi_clean(piece)) == [
        (2, 3),
        (3, 4),
        (5, 6),
        None,
        None,
    ]


def test_places_move_to_a_text_with_other_white_space() -> None:
    assert moved_places("a  b\nc", "\na b  c ", [(0, 1), (0, 4), (1, 5), (1, 3), None, (0, 6)]) == [
        (1, 2),
        (1, 4),
        (3, 4),
        None,
        None,
        (1, 7),
    ]


def refi_clean(piece: str) -> str:
    from codesign.readers import clean

    return clean(piece)[0]


def test_the_report_says_how_positions_were_counted(tmp_path: Path) -> None:
    marks = [counted(Convention(utf16=True, line_end=2), SPOKEN, words) for words in PASSAGES]
    content = qdpx("".join(coded(mark.start, mark.end) for mark in marks), text=SPOKEN.encode("utf-8-sig"))
    study, said = brought(tmp_path, content)
    assert sorted(quotes(study)) == sorted(PASSAGES)
    assert "positions counted as UTF-16 units" in said


# codebooks that are not as they should be ----------------------------------------------------------------


def qdc(codes: str, namespace: str = "urn:QDA-XML:codebook:1.0") -> bytes:
    return f'<CodeBook xmlns="{namespace}"><Codes>{codes}</Codes></CodeBook>'.encode()


@pytest.mark.parametrize("namespace", ["urn:QDA-XML:codebook:0:4", "urn:QDA-XML:codebook:1:0"])
def test_every_namespace_in_the_wild_is_read(namespace: str) -> None:
    assert read_codebook("a.qdc", qdc(f'<Code guid="{A}" name="X"/>', namespace)).codes[0].name == "X"


def test_two_codes_of_one_name_are_both_kept(tmp_path: Path) -> None:
    codes = f'<Code guid="{A}" name="Weld"/><Code guid="{B}" name="Weld"/>'
    study, said = brought(tmp_path, qdc(codes), "c.qdc")
    assert {"weld", "weld-2"} <= set(study.read()["codes"]["code_id"])
    assert "2 codes are called “Weld”; each is kept: weld, weld-2" in said


def test_a_code_below_itself_is_kept_once() -> None:
    codes = f'<Code guid="{A}" name="X"><Code guid="{B}" name="Y"><Code guid="{A}" name="X"/></Code></Code>'
    found = read_codebook("c.qdc", qdc(codes))
    assert [code.name for code in found.codes] == ["X", "Y"]
    assert "stands below itself" in found.sentences[0]


def test_our_own_table_of_codes_with_a_circle_is_refused_with_its_lines(tmp_path: Path) -> None:
    rows = "code_id,name,family,parent_id\nx,X,tool,y\ny,Y,tool,x\nz,Z,tool,y\n"
    study, said = brought(tmp_path, rows.encode(), "codes.csv")
    assert "codes.csv line 2 (x), parent_id: “y” would put the code below itself" in said
    assert "line 3" in said
    assert "line 4" not in said
    assert "x" not in set(study.read()["codes"]["code_id"])


def test_a_code_without_a_name_gets_one(tmp_path: Path) -> None:
    study, said = brought(tmp_path, qdc(f'<Code guid="{A}" name=""/>'), "c.qdc")
    assert "Code without a name 1" in set(study.read()["codes"]["name"])
    assert "has no name" in said


def test_a_qdc_of_taguette_has_its_hierarchy_too(tmp_path: Path) -> None:
    study = empty_study(tmp_path)
    codes = f'<Code guid="{A}" name="skills"/><Code guid="{B}" name="skills.weld"/>'
    book = f'<CodeBook origin="Taguette 1.5.2"><Codes>{codes}</Codes><Sets/></CodeBook>'
    import_files(study, [received(tmp_path, "t.qdc", book)])
    assert codes_by_id(study.read())["weld"]["parent_id"] == "skills"


# files that are not safe -----------------------------------------------------------------------------------


def hostile(kind: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", "<!DOCTYPE x><Project/>" if kind == "type" else "<Project/>")
        if kind == "leaves":
            archive.writestr("../../evil.txt", "x")
        if kind == "bomb":
            archive.writestr("sources/a.txt", b"0" * 5_000_000)
    return packed.getvalue()[:60] if kind == "cut" else packed.getvalue()


@pytest.mark.parametrize("kind", ["type", "leaves", "bomb", "cut"])
def test_a_hostile_project_is_refused_and_nothing_written(kind: str, tmp_path: Path) -> None:
    study = empty_study(tmp_path)
    before = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    [report] = import_files(study, [received(tmp_path, "p.qdpx", hostile(kind))])
    assert not report.is_in
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file() and path.name != "p.qdpx") == before
    assert not os.path.lexists(tmp_path.parent / "evil.txt")


@pytest.mark.parametrize(
    "content", [b"<CodeBook", b"<html/>", b"<CodeBook/>", b'<!DOCTYPE a [<!ENTITY b "c">]><CodeBook/>']
)
def test_a_damaged_codebook_is_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(RefusedFile, match=r"c\.qdc"):
        read_codebook("c.qdc", content)


def test_a_project_without_a_description_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(RefusedFile, match="no description"):
        read_project("p.qdpx", packed.getvalue())


def test_files_for_other_programs_hold_the_whole_study_or_nothing(tmp_path: Path) -> None:
    target = tmp_path / "c.csv"
    done = CliRunner().invoke(main, ["export", "clean-energy", "--codings", str(target), "--sector", "hydrogen"])
    assert (done.exit_code, target.exists()) == (1, False)
    done = CliRunner().invoke(main, ["export", "clean-energy", "--codings", str(target)])
    assert (done.exit_code, target.read_bytes()[:16]) == (0, b"\xef\xbb\xbftranscript,st")
