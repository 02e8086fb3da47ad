"""A finished proposal that says two different things of the same is refused, with both places and both values."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import etree
from whole_runs import SampleRun

from codesign import proposal, word
from codesign.errors import ProposalError
from codesign.study import Study
from codesign.word.consistency import consistency
from codesign.word.opened import Finding, Opened
from codesign.word.xml import Element, qn
from codesign.workbook import Workbook, make_proposal

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "interview_data" / "clean-energy"
SECTORS = ("hydrogen", "building retrofit", "energy efficiency")
DOCUMENT = "word/document.xml"
NOBODY = "; nobody qualified or contradicted it."


def made(template: str = "proposal.docx", **changes: str) -> bytes:
    """The finished proposal of the sample, without running its workbooks."""
    work = Workbook(Study.open(SAMPLE, person="Reader", device="test"), changes, ROOT)
    document = proposal.build(work.facts, fingerprint=work.fingerprint)
    return word.render(document, (ROOT / "templates" / template).read_bytes())


@pytest.fixture(scope="module")
def hydrogen() -> bytes:
    return made(sector="hydrogen")


@pytest.fixture(scope="module")
def before(hydrogen: bytes) -> set[Finding]:
    """What the check says of the document that nobody changed."""
    return set(contradictions(hydrogen))


def contradictions(docx: bytes) -> list[Finding]:
    return consistency(Opened.read(docx))


# editing a finished document ----------------------------------------------------------------------------------


def edited(docx: bytes, change: Callable[[Element], None], part: str = DOCUMENT) -> bytes:
    """The same file with another part of the text."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if re.fullmatch(part, name):
                tree = etree.fromstring(content)
                change(tree)
                content = etree.tostring(tree)
            new.writestr(name, content)
    return written.getvalue()


def words(element: Element) -> str:
    return "".join(text.text or "" for text in element.iter(qn("w:t")))


def write(element: Element, start: int, end: int, instead: str) -> None:
    """Put other letters where those of a paragraph or a row stand, whatever runs they are in."""
    place = 0
    for text in element.iter(qn("w:t")):
        letters = text.text or ""
        if place <= start < place + len(letters):
            assert end <= place + len(letters), "the words lie in two runs"
            text.text = letters[: start - place] + instead + letters[end - place :]
            return
        place += len(letters)


@dataclass(frozen=True)
class Planted:
    """A document with one value changed, what stood there, and what stands there now."""

    docx: bytes
    old: str
    new: str


def planted(docx: bytes, pattern: str, instead: str = "", *, kind: str = "w:p", part: str = DOCUMENT) -> Planted:
    """Change what the group of a pattern takes, in the first paragraph or row that fits: to the next number up."""
    values: list[tuple[str, str]] = []

    def change(tree: Element) -> None:
        for element in tree.iter(qn(kind)):
            match = re.search(pattern, words(element))
            if match and not values:
                old = match.group(1)
                values.append((old, instead or following(old)))
                write(element, *match.span(1), values[0][1])

    return Planted(edited(docx, change, part), *(values[0] if values else pytest.fail(f"nothing fits {pattern}")))


def following(value: str) -> str:
    """The next number up, with as many places after the point: 4.6 for 4.5."""
    whole, point, places = value.partition(".")
    return f"{float(value) + 10 ** -len(places):.{len(places)}f}" if point else str(int(whole) + 1)


def with_paragraph(docx: bytes, sentence: str) -> bytes:
    """The same document with a sentence of the form before everything else."""
    return with_xml(docx, f"<w:p><w:r><w:t>{sentence}</w:t></w:r></w:p>")


def with_xml(docx: bytes, xml: str) -> bytes:
    """The same document with an element of Word's before everything else."""

    def change(tree: Element) -> None:
        (element,) = etree.fromstring(f'<w:body xmlns:w="{tree.nsmap["w"]}">{xml}</w:body>')
        body = tree.find(qn("w:body"))
        assert body is not None
        body.insert(0, element)

    return edited(docx, change)


# what is planted ----------------------------------------------------------------------------------------------

ROW = "w:tr"
NUMBERS = {
    "interviews": ("the interviews", r"(\d+) interviews with \d+ people", "w:p"),
    "employers in a chart": (
        "the employers interviewed",
        r"(?:employers of|raised each, of) (\d+) (?:who|employers)",
        "w:p",
    ),
    "employers of a task": ("the employers who raised task A4", r"^A4 .*?(\d+) of \d+ employers", "w:p"),
    "employers of a finding on page one": ("the employers for finding", r"^(\d+) of \d+ employers.*\(F\d+\)$", "w:p"),
    "the thinnest finding": ("the employers for finding", r"The thinnest finding, \S+, rests on (\d+)", "w:p"),
    "raters": ("the raters", r"(\d+) raters, \d+ tasks \(T1\)", "w:p"),
    "tasks in a caption": ("the tasks chosen", r"Tasks in: (\d+)", "w:p"),
    "tasks left out in a caption": ("the tasks left out", r"Tasks out: (\d+)", "w:p"),
    "duties": ("the duties of the job", r"(\d+) duties and \d+ tasks", "w:p"),
    "tasks that are covered": ("the tasks that the competencies cover", r"competencies cover (\d+) task", "w:p"),
    "a mean rating": ("the mean importance of task", r"^Important \((\d\.\d)\)", "w:p"),
    "criteria": ("the performance criteria of C-01", r"^C-01 .*\d of (\d)$", ROW),
    "criteria that are assessed": ("the criteria of C-01 that are assessed", r"^C-01 .*(\d) of \d$", ROW),
    "assessments": ("the assessments", r"of (\d+) assessments name", "w:p"),
    "hours of the program": ("the hours of the program", r"^(\d+) hours, ", "w:p"),
    "hours of a competency": ("the hours of module M", r"C-01 \((\d+) h\)", "w:p"),
    "hours in all": ("the hours that the competencies add up to", r"in (\d+) of \d+ hours", "w:p"),
    "passages that are counted": ("how many passages support", r"supports \((\d+)\)", "w:p"),
    "passages of the register": ("the passages that stand behind", r"^(\d+) passages stand behind", "w:p"),
    "commitments": ("the employers who will help assess", r"^(\d+) employers.* will help assess", "w:p"),
    "steps of the pathway": ("the steps of the pathway in place or agreed", r"^(\d+) of \d+ steps", "w:p"),
    "job postings": ("the job postings scanned", r"(\d+) postings were scanned", "w:p"),
    "the next review": ("the years until the first review", r"First review after (\d) years", "w:p"),
    "small groups": ("how small a group is not broken down", r"Groups of fewer than (\d)", "w:p"),
    "learners planned": ("the total under “Learners”", r"^Total\d\d?–(\d\d)\d\d$", ROW),
}
"""A number somewhere in the finished document, and what the sentence about it names."""
PLACE = re.compile(
    r" (?:in|at the end of) (?:“|the |its |Table \d+|a table)| from the rows above| before the first heading"
)


@pytest.mark.parametrize("name", NUMBERS)
def test_a_count_beside_another_of_the_same_thing_is_refused(name: str, hydrogen: bytes, before: set[Finding]) -> None:
    about, pattern, kind = NUMBERS[name]
    plant = planted(hydrogen, pattern, kind=kind)
    wrong = [one for one in contradictions(plant.docx) if one not in before and about in one.sentence]
    assert wrong, [one.sentence for one in contradictions(plant.docx)]
    assert {one.level for one in wrong} == {"error"}
    assert all(value in wrong[0].sentence for value in (plant.old, plant.new))
    assert len(PLACE.findall(wrong[0].sentence)) > 1


def sentences(docx: bytes, before: set[Finding]) -> str:
    return "\n".join(one.sentence for one in contradictions(docx) if one not in before and one.level == "error")


def test_nobody_contradicts_above_a_contradiction_is_refused(hydrogen: bytes, before: set[Finding]) -> None:
    plant = planted(hydrogen, r"^F1\. .*employers[^;]*(; 1 .*)$", NOBODY)
    assert "whether anybody contradicts finding F1:" in sentences(plant.docx, before)
    assert "“Against it: “…”" in sentences(plant.docx, before)


def test_a_claim_of_page_one_without_its_dissent_is_refused(hydrogen: bytes, before: set[Finding]) -> None:
    plant = planted(hydrogen, r"^\d of \d employers[^;]*(; .*(?:disagree|contradict)\w*(?: it)?) \(F\d+\)$", " ")
    assert "whether anybody contradicts finding F" in sentences(plant.docx, before)


def test_two_confidences_of_a_finding_are_refused(hydrogen: bytes, before: set[Finding]) -> None:
    plant = planted(hydrogen, r"^F2.*(moderate)methodological", "high", kind=ROW)
    assert "the confidence in finding F2: “Moderate confidence” in" in sentences(plant.docx, before)


def test_a_task_that_is_in_and_on_a_card_without_training_is_refused(hydrogen: bytes, before: set[Finding]) -> None:
    plant = planted(hydrogen, r"^A4 .* · (train)$", "no training")
    assert "whether task A4 is chosen" in sentences(plant.docx, before)


def test_thin_beside_three_employers_is_refused(hydrogen: bytes, before: set[Finding]) -> None:
    plant = planted(hydrogen, r"^B5.*: (train)E-", "train. Thin.", kind=ROW)
    assert "whether fewer than three employers raised task B5" in sentences(plant.docx, before)


def test_a_passage_that_is_not_in_the_register_is_refused(hydrogen: bytes, before: set[Finding]) -> None:
    plant = planted(hydrogen, r"^But: .*\((E-\d+)\)$", "E-999")
    assert "an entry E-999 in the evidence register: “But: “…”" in sentences(plant.docx, before)


def test_an_entry_that_is_used_where_no_list_has_it_is_refused(hydrogen: bytes, before: set[Finding]) -> None:
    plant = planted(hydrogen, r"^E-001.*Used in: (F1),", "F2")
    assert "what E-001 is used in" in sentences(plant.docx, before)


def test_a_competency_that_rests_on_a_task_left_to_other_sectors_is_refused(
    hydrogen: bytes, before: set[Finding]
) -> None:
    plant = planted(hydrogen, r"^C-01(B1), B2", "D1", kind=ROW)
    wrong = sentences(plant.docx, before)
    assert "whether task D1 belongs to this run" in wrong
    assert "the tasks that C-01 rests on" in wrong


def test_a_finding_that_stands_nowhere_is_refused(hydrogen: bytes, before: set[Finding]) -> None:
    plant = planted(hydrogen, r"of \d employers.*\((F\d+)\)$", "F99")
    assert "whether there is a finding F99" in sentences(plant.docx, before)


def test_no_union_above_a_union_interview_is_refused(hydrogen: bytes, before: set[Finding]) -> None:
    plant = planted(hydrogen, r"^No (regulator)[ ,].* was interviewed", "union")
    assert "whether any union was interviewed: “No union" in sentences(plant.docx, before)


def test_a_gap_that_is_denied_is_refused(hydrogen: bytes, before: set[Finding]) -> None:
    plant = planted(hydrogen, r"^C-02 .*(\d) of \d$", "3", kind=ROW)
    assert "whether every performance criterion is assessed" in sentences(plant.docx, before)


def test_a_budget_that_does_not_add_up_is_refused(hydrogen: bytes, before: set[Finding]) -> None:
    plant = planted(hydrogen, r"Total cost(\$\d)", "$9", kind=ROW)
    assert "“Total cost” of 2027-28" in sentences(plant.docx, before)


def test_a_share_that_its_column_does_not_give_is_refused(hydrogen: bytes, before: set[Finding]) -> None:
    plant = planted(hydrogen, r"carry (\d+)% of the criticality", "40")
    assert "“14 tasks carry 40%” " in sentences(plant.docx, before).replace("% of the criticality”", "%” ")


def test_a_stamp_that_counts_other_boxes_is_refused(hydrogen: bytes, before: set[Finding]) -> None:
    plant = planted(hydrogen, r"DRAFT: (\d+) box", part=r"word/header\d*\.xml")
    assert "the boxes not yet written" in sentences(plant.docx, before)
    assert f"“DRAFT: {plant.new} box” at the head of the pages" in sentences(plant.docx, before)


def test_two_counts_of_a_code_are_refused_where_one_is_in_the_words_for_a_picture(
    hydrogen: bytes, before: set[Finding]
) -> None:
    def change(tree: Element) -> None:
        for picture in tree.iter(qn("wp:docPr")):
            picture.set("descr", str(picture.get("descr")).replace("Purging and pressure testing: 2", "…: 2"))
            picture.set("descr", str(picture.get("descr")).replace("…: 2", "Purging and pressure testing: 1"))

    wrong = sentences(edited(hydrogen, change), before)
    assert "the employers of the code “Purging and pressure testing”" in wrong
    assert "in the words for a picture in “Which skill gaps must be bridged”" in wrong


def test_two_titles_are_refused(hydrogen: bytes, before: set[Finding]) -> None:
    plant = planted(hydrogen, r"That the committee approve (Hydrogen) ", "Deep Retrofit")
    assert "the title of the program" in sentences(plant.docx, before)


# who said it --------------------------------------------------------------------------------------------------


def test_a_sentence_of_a_form_that_disagrees_is_refused(hydrogen: bytes, before: set[Finding]) -> None:
    wrong = sentences(with_paragraph(hydrogen, "For this program 9 employers were interviewed."), before)
    assert "“9 employers were interviewed” before the first heading" in wrong


def test_what_an_author_wrote_in_a_box_is_told_and_not_refused(hydrogen: bytes, before: set[Finding]) -> None:
    plant = planted(hydrogen, r"^(Three measures are reported)", "We interviewed nine employers. Three are")
    (written,) = [one for one in contradictions(plant.docx) if one not in before]
    assert written.level == "look"
    assert "“interviewed 9 employers” in “Quality assurance and review”" in written.sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "Nous avons mené 9 entretiens avec 7 employeurs.",
        "Elsewhere, 9 of 12 employers in another province asked for it.",
        "The board of “9 employers were interviewed” meets in May.",
        "Policy E-99 asks for 3 references; Table 40 of the handbook lists them.",
        "Of all 9 applicants, 7 had employers.",
        "Explain if fewer than 3 employers were interviewed; at least 5 employers were interviewed in most cases.",
    ],
)
def test_words_that_state_no_count_of_ours_raise_no_alarm(sentence: str, hydrogen: bytes, before: set[Finding]) -> None:
    assert set(contradictions(with_paragraph(hydrogen, sentence))) == before


def test_a_last_row_that_is_no_sum_is_told_in_a_table_of_a_form_and_not_refused(
    hydrogen: bytes, before: set[Finding]
) -> None:
    rows = (("Year", "Seats"), ("2027", "12"), ("2028", "14"), ("Total", "30"))
    cells = ["".join(f"<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>" for cell in row) for row in rows]
    own = f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"
    (added,) = [one for one in contradictions(with_xml(hydrogen, own)) if one not in before]
    assert added.level == "look"
    assert "the total under “Seats” in a table" in added.sentence
    assert "“30” in its last row, and 26 added from the rows above it" in added.sentence


# the sample ---------------------------------------------------------------------------------------------------


def test_no_statement_of_the_whole_sample_disagrees(sample_run: SampleRun) -> None:
    assert contradictions(sample_run.proposal) == []


@pytest.mark.parametrize("sector", SECTORS)
def test_no_statement_of_a_sector_of_the_sample_disagrees(sector: str) -> None:
    assert contradictions(made(sector=sector)) == []


def test_no_statement_of_the_public_edition_or_of_another_form_disagrees() -> None:
    assert contradictions(made(sector="hydrogen", edition="public")) == []
    assert contradictions(made("designation_form.docx", sector="hydrogen")) == []


# what becomes of a proposal that is refused -------------------------------------------------------------------


@pytest.fixture
def begun(tmp_path: Path) -> Workbook:
    """A study that has just begun, in a project of its own with a form of its own."""
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    left = shutil.ignore_patterns("journal", "transcripts", "originals", "job_postings.csv")
    shutil.copytree(SAMPLE, tmp_path / "interview_data" / "begun", ignore=left)
    return Workbook(Study.open(tmp_path / "interview_data" / "begun", person="Kim", device="test"), {}, tmp_path)


def test_a_refused_proposal_leaves_the_last_one_and_is_kept_to_be_looked_at(
    begun: Workbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CODESIGN_SOFFICE", "none")
    old = make_proposal(begun).proposal.read_bytes()
    form = begun.root / "templates" / begun.parameters.template
    plain = form.read_bytes()
    form.write_bytes(with_paragraph(plain, "For this program 9 employers were interviewed."))
    with pytest.raises(ProposalError, match=r"says two different things.*“9 employers were interviewed”.*Look at both"):
        make_proposal(again(begun))
    assert (begun.output / "proposal.docx").read_bytes() == old
    assert b"word/document.xml" in (begun.output / "proposal refused.docx").read_bytes()
    form.write_bytes(plain)
    make_proposal(again(begun))
    assert not (begun.output / "proposal refused.docx").exists()


def again(work: Workbook) -> Workbook:
    return Workbook(work.study, {}, work.root)
