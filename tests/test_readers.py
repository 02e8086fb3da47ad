import io
import re
import struct
import time
import zipfile
from pathlib import Path

import docx
import pytest
import webvtt
from hypothesis import given
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentText
from odf.text import LineBreak, Note, NoteBody, P

from codesign.errors import RefusedFile
from codesign.readers import ACCEPTED, clean, decode, preflight, read_document, xml_root
from codesign.transcripts import layout, speaker_turns

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TYPES = f'<Types><Override PartName="/word/document.xml" ContentType="{WORD}"/></Types>'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONSHIPS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
BODY = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>{}</w:body></w:document>'
)


ODF = "urn:oasis:names:tc:opendocument:xmlns"
ODT = (
    f'<office:document-content xmlns:office="{ODF}:office:1.0" xmlns:text="{ODF}:text:1.0"><office:body><office:text>'
    '<text:p>Anna<text:s text:c="2"/>one<text:line-break/>two</text:p></office:text></office:body>'
    "</office:document-content>"
)
ODT_PARTS = {
    "mimetype": "application/vnd.oasis.opendocument.text",
    "META-INF/manifest.xml": (
        f'<m:manifest xmlns:m="{ODF}:manifest:1.0">'
        '<m:file-entry m:full-path="/" m:media-type="application/vnd.oasis.opendocument.text"/>'
        '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>'
    ),
}


def archive(**parts: str | bytes) -> bytes:
    holder = io.BytesIO()
    with zipfile.ZipFile(holder, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in {"[Content_Types].xml": TYPES, "_rels/.rels": RELATIONSHIPS, **parts}.items():
            opened.writestr(name, content)
    return holder.getvalue()


def word(body: str) -> bytes:
    return archive(**{"word/document.xml": BODY.format(body)})


def paragraph(inside: str) -> str:
    return f"<w:p>{inside}</w:p>"


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def outcome(name: str, content: bytes) -> str:
    """The sentence a file is refused with, or nothing where it is read."""
    try:
        text = read_document(name, content).text
    except RefusedFile as refused:
        return str(refused)
    assert clean(text)[0] == text
    return ""


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(RefusedFile) as caught:
        preflight(name, content)
    assert str(caught.value).startswith(name)
    return str(caught.value)


# characters -------------------------------------------------------------------------------------------


def test_line_ends_of_every_system_become_line_feeds() -> None:
    assert clean("a\r\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h")[0] == "a\nb\nc\nd\ne\nf\ng\nh"


def test_control_characters_are_replaced_and_counted() -> None:
    text, notes = clean("a\x00b\x1fc\x9fd\ud800e\uffffz\tq")
    assert text == "a\ufffdb\ufffdc\ufffdd\ufffde\ufffdz\tq"
    assert notes == ("5 control characters were replaced by “\ufffd”.",)


def test_a_byte_order_mark_goes_and_accents_are_composed() -> None:
    text, notes = clean("\ufeffcafe\u0301")
    assert text == "caf\u00e9"
    assert notes == ("Letters and their accents were joined into single characters.",)


def test_direction_controls_stay_and_are_told() -> None:
    text, notes = clean("abc \u202etxt.exe")
    assert text == "abc \u202etxt.exe"
    assert notes[0].startswith("Bi-directional control characters found")


def test_an_emoji_written_as_two_halves_is_one_character_again() -> None:
    assert clean("a\ud83d\ude00b") == ("a😀b", ())


@given(st.text(alphabet=st.characters()))
def test_cleaning_a_clean_text_changes_nothing(text: str) -> None:
    once, _ = clean(text)
    assert clean(once)[0] == once
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]", once)


# encodings --------------------------------------------------------------------------------------------

ENGLISH = "Interviewer: Don’t you train them?\nAnna: “We do” – about ½ a year, at Café René, 40 °C.\n" * 3
RUSSIAN = "Мы ищем людей, которые умеют читать схемы. Обучение занимает около полутора лет.\n" * 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
@pytest.mark.parametrize("text", [ENGLISH, RUSSIAN, "שלום עולם\n", "😀 emoji and é\n"])
def test_unicode_is_read_with_and_without_a_mark(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding))[0] == text


@pytest.mark.parametrize(("text", "encoding"), [(ENGLISH, "cp1252"), (RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r")])
def test_eight_bit_files_are_read_as_they_were_written(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding))[0] == text


def test_an_old_macintosh_file_keeps_its_apostrophes() -> None:
    text = "We don’t do that. It’s café, déjà vu.\n" * 4
    assert decode(text.encode("mac_roman"))[:2] == (text, "Mac Roman")


def test_utf8_with_one_foreign_byte_is_still_utf8() -> None:
    text, encoding, notes = decode("We don’t, they don’t – café ".encode() + b"\x93no\x94 " + "naïve ‘yes’".encode())
    assert text == "We don’t, they don’t – café “no” naïve ‘yes’"
    assert (encoding, notes) == ("UTF-8", ("2 bytes that did not fit UTF-8 read as Windows-1252.",))


def test_a_reading_says_how_it_was_read() -> None:
    reading = read_document("a.txt", "Anna: café\n".encode("cp1252"))
    assert (reading.text, reading.encoding, reading.notes) == (
        "Anna: café\n",
        "Windows-1252",
        ("Read as Windows-1252.",),
    )


@pytest.mark.parametrize(
    ("folder", "encoding"),
    [
        ("windows-1251-russian", "cp1251"),
        ("windows-1252", "cp1252"),
        ("windows-1255-hebrew", "cp1255"),
        ("windows-1256-arabic", "cp1256"),
        ("UTF-16LE", "utf-16-le"),
        ("utf-8-sig", "utf-8-sig"),
    ],
)
def test_real_files_in_many_encodings_are_not_garbled(shared_data: Path, folder: str, encoding: str) -> None:
    for file in (shared_data / "messy/text_encodings" / folder).iterdir():
        assert decode(file.read_bytes())[0] == file.read_bytes().decode(encoding), file.name


def test_focus_groups_in_windows_1252_keep_their_quotation_marks(shared_data: Path) -> None:
    for file in (shared_data / "coded/gennovate").glob("*.csv"):
        preflight(file.name, file.read_bytes())
        text, encoding, _ = decode(file.read_bytes())
        assert encoding in ("UTF-8", "Windows-1252")
        assert not set(text) & set("ÆŐżš\ufffd"), file.name


# markup -----------------------------------------------------------------------------------------------


def test_xml_is_parsed_by_one_set_of_rules(root: Path) -> None:
    with_rules = [path.name for path in (root / "codesign").rglob("*.py") if "XMLParser" in path.read_text("utf-8")]
    assert with_rules == ["markup.py"]


def test_no_entity_of_a_file_unfolds_and_nothing_is_fetched() -> None:
    part = b'<!DOCTYPE a [<!ENTITY b "words"><!ENTITY c SYSTEM "file:///etc/hostname">]><a>&b;&c;<!-- aside --></a>'
    assert xml_root(part).text is None
    assert [child.text for child in xml_root(b"<a><!-- aside --><?b c?></a>", elements_only=True)] == []


# preflight --------------------------------------------------------------------------------------------


def test_a_zip_bomb_is_refused_within_a_second() -> None:
    bomb = archive(**{"word/document.xml": "<a>" + "b" * 150_000_000})
    began = time.perf_counter()
    assert "grows more than 200 times" in refusal("bomb.docx", bomb)
    assert time.perf_counter() - began < 1


def test_many_parts_that_unpack_to_too_much_are_refused() -> None:
    many = archive(**{f"part{number}": b"a" * 900_000 for number in range(240)})
    assert "would unpack to 216 MB; at most 200 MB" in refusal("big.docx", many)


def test_a_file_of_more_than_two_thousand_parts_is_refused() -> None:
    assert "holds 2,003 parts" in refusal("a.docx", archive(**{f"part{n}": "" for n in range(2001)}))


@pytest.mark.parametrize("coding", ["utf-8", "utf-16", "utf-16-be"])
def test_a_document_type_declaration_is_refused(coding: str) -> None:
    part = '<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode(coding)
    assert "declares a document type in word/document.xml" in refusal("a.docx", archive(**{"word/document.xml": part}))


def test_a_document_type_behind_a_long_comment_is_refused() -> None:
    part = f"<!--{'x ' * 40_000}--><!DOCTYPE a><a/>"
    assert "does not begin as it should" in refusal("a.docx", archive(**{"word/document.xml": part}))


@pytest.mark.parametrize("member", ["../x", "a/../../x", "/etc/x", "C:\\x", "..\\x"])
def test_a_part_that_would_leave_the_file_is_refused(member: str) -> None:
    assert "leads out of the file" in refusal("a.docx", archive(**{member: ""}))


def test_macros_are_refused() -> None:
    assert "macros" in refusal("a.docm", word(""))
    assert "macros" in refusal("a.docx", archive(**{"word/document.xml": "<a/>", "word/vbaProject.bin": "x"}))
    assert "macros" in refusal(
        "a.docx", archive(**{"[Content_Types].xml": TYPES.replace("document.main", "macroEnabled.main")})
    )


def test_a_cut_file_is_refused_as_damaged() -> None:
    assert "is damaged or not complete" in refusal("a.docx", word(paragraph(run("hello")))[:-40])


def test_an_encrypted_file_is_refused_with_what_to_do() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    assert "is protected by a password. Open it, remove the password" in refusal("a.docx", ole)
    assert "old Office format" in refusal("a.docx", ole[:300])


def test_an_encrypted_part_is_refused() -> None:
    content = bytearray(word(paragraph(run("hello"))))
    central = content.rindex(b"PK\x01\x02")
    content[central + 8 : central + 10] = struct.pack("<H", 1)
    assert "is protected by a password" in refusal("a.docx", bytes(content))


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.docx", b"%PDF-1.7", "is a .pdf file by its content. Rename it to end in .pdf"),
        ("a.txt", b"{\\rtf1 x}", "is a .rtf file by its content"),
        ("a.docx", b"plain words", "is not a .docx file inside"),
        ("a.pdf", b"plain words", "is not a .pdf file inside"),
        ("a.txt", bytes(range(1, 30)) * 50, "holds no text"),
        ("a.txt", b"", "is empty"),
        ("a.docx", bytes(500), "is empty"),
        ("a.mp3", b"ID3", "Have the recording transcribed"),
        ("a.doc", b"x", "save it as .docx"),
        ("a", b"x", "is not a kind of file"),
        ("a.txt", b"x" * 20_000_001, "at most 20 MB"),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_refused(name: str, content: bytes, reason: str) -> None:
    assert reason in refusal(name, content)


def test_a_word_file_named_otherwise_is_recognised() -> None:
    for name in ("a.txt", "a.xlsx", "a.pdf"):
        assert (
            refusal(name, word("")).removeprefix(name).startswith((" is a .docx file by", " is not an Excel workbook"))
        )


@given(st.binary(max_size=200), st.sampled_from(ACCEPTED))
def test_any_bytes_are_read_or_refused_with_a_sentence(content: bytes, ending: str) -> None:
    assert outcome("a" + ending, content)[-1:] in ("", ".")


@given(st.data())
def test_a_word_file_with_damaged_bytes_is_read_or_refused(data: st.DataObject) -> None:
    content = bytearray(word(paragraph(run("Anna: we train them ourselves"))))
    for _ in range(3):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    assert outcome("a.docx", bytes(content))[:7] in ("", "a.docx ")


@given(st.data(), st.sampled_from(["docx", "odt"]))
def test_a_document_with_damaged_markup_is_read_or_refused(data: st.DataObject, kind: str) -> None:
    body = paragraph(run("Anna") + '<w:r><w:sym w:char="F0A8"/><w:tab/></w:r>') + "<w:tbl><w:tr><w:tc/></w:tr></w:tbl>"
    markup = {"docx": BODY.format(body), "odt": ODT}[kind]
    place = data.draw(st.integers(0, len(markup)))
    markup = markup[:place] + data.draw(st.text(alphabet='<>/"&;=aw: F', max_size=5)) + markup[place + 1 :]
    parts = {"docx": {"word/document.xml": markup}, "odt": ODT_PARTS | {"content.xml": markup}}[kind]
    assert outcome(f"a.{kind}", archive(**parts))[:2] in ("", "a.")


def test_a_part_damaged_far_inside_is_refused() -> None:
    document = BODY.format("".join(paragraph(run(f"{n} {n * 7919 % 10007}")) for n in range(9_000)))
    content = bytearray(archive(**{"word/document.xml": document}))
    middle = len(content) * 2 // 3
    content[middle : middle + 40] = bytes(40)
    preflight("a.docx", bytes(content))
    assert outcome("a.docx", bytes(content)).startswith("a.docx is damaged inside")


# Word -------------------------------------------------------------------------------------------------


def test_insertions_stay_and_deletions_and_comments_go() -> None:
    inserted = f"<w:ins>{run('read ')}</w:ins>"
    deleted = "<w:del><w:r><w:delText>write </w:delText></w:r></w:del>"
    comment = '<w:r><w:commentReference w:id="1"/></w:r>'
    reading = read_document("a.docx", word(paragraph(run("they ") + inserted + deleted + run("schematics") + comment)))
    assert reading.text == "they read schematics"
    assert reading.notes == (
        "1 comment and 1 deleted or moved passage left out.",
        "Tracked insertions are kept as text.",
    )


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    first = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" + run("one ")
    assert read_document("a.docx", word(paragraph(first) + paragraph(run("two")))).text == "one two"


def test_moved_words_stand_only_where_they_went() -> None:
    body = paragraph(f"<w:moveFrom>{run('moved ')}</w:moveFrom>{run('stays ')}<w:moveTo>{run('moved')}</w:moveTo>")
    assert read_document("a.docx", word(body)).text == "stays moved"


def test_soft_returns_tabs_and_hard_hyphens_are_kept() -> None:
    body = paragraph(f"{run('a')}<w:r><w:br/></w:r>{run('b')}<w:r><w:tab/><w:noBreakHyphen/></w:r>{run('c')}")
    assert read_document("a.docx", word(body)).text == "a\nb\t\u2011c"


def test_content_controls_links_and_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent>{paragraph(run('in the box'))}</w:txbxContent>"
    drawn = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    control = f"<w:sdt><w:sdtContent>{paragraph(run('controlled'))}</w:sdtContent></w:sdt>"
    body = control + paragraph(f"<w:hyperlink>{run('linked')}</w:hyperlink><w:r>{drawn}</w:r>")
    assert read_document("a.docx", word(body)).text == "controlled\n\nlinked\n\nin the box"


def test_hidden_words_are_left_out_and_told() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>"
    shown = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>shown</w:t></w:r>'
    reading = read_document("a.docx", word(paragraph(hidden + shown)))
    assert (reading.text, reading.notes) == ("shown", ("1 hidden passage left out.",))


def test_a_two_column_interview_gives_speakers() -> None:
    document, holder = docx.Document(), io.BytesIO()
    table = document.add_table(4, 2)
    for row, cells in enumerate(
        [("Interviewer", "Why?"), ("Anna", "Because.\nReally."), ("Interviewer", "And?"), ("Anna", "Yes.")]
    ):
        table.cell(row, 0).text, table.cell(row, 1).text = cells
    document.save(holder)
    text = read_document("a.docx", holder.getvalue()).text
    turns = speaker_turns(text)
    assert list(turns["speaker"]) == ["Interviewer", "Anna", "Interviewer", "Anna"]
    assert text[turns["start"][1] : turns["end"][1]] == "Because.\nReally."


def test_no_word_of_a_real_word_file_is_lost(shared_data: Path) -> None:
    for file in sorted((shared_data / "messy").glob("docx_*/*.docx")):
        try:
            text = read_document(file.name, file.read_bytes()).text
        except RefusedFile:
            continue
        with zipfile.ZipFile(file) as opened:
            xml = opened.read("word/document.xml").decode()
        plain = re.sub(r"<w:moveFrom .*?</w:moveFrom>|<mc:Fallback>.*?</mc:Fallback>", "", xml, flags=re.DOTALL)
        words = set(re.findall(r"<w:t(?: [^>]*)?>(\w{4,})</w:t>", plain))
        assert words <= set(re.findall(r"\w+", text)) | {w for w in words if w in text}, file.name


# other documents --------------------------------------------------------------------------------------


def test_open_document_text_keeps_its_spaces_and_soft_returns() -> None:
    assert read_document("a.odt", archive(**ODT_PARTS, **{"content.xml": ODT})).text == "Anna  one\ntwo"


def test_open_document_text_is_read_with_breaks_and_footnotes() -> None:
    document, holder = OpenDocumentText(), io.BytesIO()
    spoken, note, body = P(text="Anna: one"), Note(noteclass="footnote"), NoteBody()
    spoken.addElement(LineBreak())
    spoken.addText("two")
    body.addElement(P(text="a note"))
    note.addElement(body)
    spoken.addElement(note)
    document.text.addElement(spoken)
    document.save(holder)
    reading = read_document("a.odt", holder.getvalue())
    assert (reading.text, reading.notes) == ("Anna: one\ntwo\n\na note", ("1 footnote placed after the text.",))


def test_rich_text_is_read_without_deleted_and_hidden_words() -> None:
    source = rb"{\rtf1\ansi Anna: caf\'e9 \u8211? yes {\deleted no {\b never}} {\v hidden}\line soft\par R&D\par}"
    reading = read_document("a.rtf", source)
    assert reading.text.split() == ["Anna:", "café", "–", "yes", "soft", "R&D"]
    assert "yes" in reading.text.split("\n")[0]
    assert reading.notes == ("Deleted or hidden passages were left out.",)


def test_rich_text_keeps_soft_returns_apart_from_paragraphs() -> None:
    assert read_document("a.rtf", rb"{\rtf1 one\line two\par three\par}").text == "one\ntwo\n\nthree"


def pdf(lines: list[str]) -> bytes:
    drawn = " ".join(f"({line}) Tj 0 -14 Td" for line in lines)
    stream = f"BT /F1 12 Tf 40 700 Td {drawn} ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    content, places = "%PDF-1.4\n", []
    for number, inside in enumerate(objects, start=1):
        places.append(len(content))
        content += f"{number} 0 obj{inside}endobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 6\n0000000000 65535 f \n{table}trailer<</Size 6/Root 1 0 R>>\nstartxref\n{len(content)}\n%%EOF"
    return (content + end).encode("latin-1")


def test_the_lines_of_a_pdf_are_joined_but_never_across_speakers() -> None:
    lines = ["Anna: we need people who can", "read a schematic and who can", "Interviewer: why is that so now"]
    text = read_document("a.pdf", pdf(lines)).text
    assert text == "Anna: we need people who can read a schematic and who can\nInterviewer: why is that so now"


def test_a_pdf_of_pictures_is_refused_with_advice() -> None:
    with pytest.raises(RefusedFile, match="recognised"):
        read_document("a.pdf", pdf([]))


# captions ---------------------------------------------------------------------------------------------

ZOOM = """WEBVTT

1
00:00:05.000 --> 00:00:06.000
Anna Smith: Hello.

2
00:00:06.500 --> 00:00:09.000
Anna Smith: We train them here.

3
00:01:10.000 --> 00:01:11.000
bo: Note: why?
"""
TEAMS = """WEBVTT

a1b2/3-0
00:00:05.000 --> 00:00:06.000
<v Anna Smith>We hire R&amp;D
&lt;leads&gt;</v>

a1b2/4-0
00:00:06.000 --> 00:00:09.000
<v Anna Smith>every year.</v><v Bo>Why?</v>
"""


def test_zoom_captions_of_one_speaker_are_one_turn() -> None:
    reading = read_document("a.vtt", ZOOM.encode())
    assert reading.text == "Anna Smith [00:00:05]\nHello. We train them here.\n\nbo [00:01:10]\nNote: why?"
    assert reading.layout == "captions with a speaker and a time before each turn"


def test_teams_voice_tags_become_speakers_and_entities_characters() -> None:
    assert read_document("a.vtt", TEAMS.encode()).text == (
        "Anna Smith [00:00:05]\nWe hire R&D <leads> every year.\n\nBo [00:00:06]\nWhy?"
    )


def test_captions_are_found_again_as_turns() -> None:
    turns = speaker_turns(read_document("a.vtt", ZOOM.encode()).text)
    assert list(turns["speaker"]) == ["Anna Smith", "bo"]
    assert list(turns["time"]) == ["00:00:05", "00:01:10"]


def test_captions_without_names_are_divided_at_pauses() -> None:
    times = [
        "00:00:01,000 --> 00:00:02,000\nOne",
        "00:00:02,000 --> 00:00:03,000\ntwo.",
        "00:00:09,000 --> 00:00:10,000\nThree.",
    ]
    srt = "\n\n".join(f"{number}\n{cue}" for number, cue in enumerate(times, start=1))
    text = read_document("a.srt", srt.encode()).text
    assert text == "[00:00:01]\nOne two.\n\n[00:00:09]\nThree."
    assert layout(text) == "times without speakers"


def test_broken_captions_keep_their_words_and_say_so() -> None:
    vtt = "WEBVTT\n\n00:01.000 --> 00:02.x\nOne\n\nloose words\n\n00:00:03.000 --> 00:00:04.000\nTwo\n"
    reading = read_document("a.vtt", vtt.encode())
    assert reading.text == "[00:00:00]\nOne loose words Two"
    assert reading.notes == (
        "1 caption time could not be read; the words were kept.",
        "1 line outside any caption kept with the caption before.",
    )


def test_our_captions_hold_every_word_webvtt_finds(shared_data: Path) -> None:
    for file in sorted((shared_data / "messy").rglob("*.vtt")):
        try:
            ours = read_document(file.name, file.read_bytes()).text
            theirs = webvtt.from_string(file.read_text(encoding="utf-8-sig"))
        except (RefusedFile, webvtt.errors.MalformedFileError):
            continue
        assert {w for cue in theirs for w in re.findall(r"\w+", cue.text)} <= set(re.findall(r"\w+", ours)), file.name


# every real file --------------------------------------------------------------------------------------


def test_every_real_transcript_reads_or_is_refused_with_a_sentence(shared_data: Path) -> None:
    files = [
        file for folder in ("interviews", "coded/gennovate", "messy") for file in (shared_data / folder).rglob("*")
    ]
    outcomes = [outcome(file.name, file.read_bytes()) for file in files if file.is_file()]
    refused = [sentence for sentence in outcomes if sentence]
    assert all(re.fullmatch(r"\S.* .*[.]", sentence) for sentence in refused)
    assert len(refused) > 20
    assert len(outcomes) - len(refused) > 150


def test_no_real_interview_is_refused(shared_data: Path) -> None:
    interviews = [file for file in (shared_data / "interviews").rglob("*.*") if file.suffix in (".md", ".txt")]
    assert len([read_document(file.name, file.read_bytes()) for file in interviews]) > 90
