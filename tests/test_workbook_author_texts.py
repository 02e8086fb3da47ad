"""Texts typed into a proposal in Word: whoever edited which copy, nothing is lost or comes to a wrong place."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import docx as word_files
import pytest
from author_texts_trial import (
    PROGRAMS,
    PURPOSE,
    RISKS,
    TEMPLATE,
    converted,
    edited,
    proposal_of,
    rows,
    through_google_docs,
    with_properties,
    without,
    without_properties,
    written,
)
from click.testing import CliRunner
from study_trial import empty_study, filled_study

from codesign import word
from codesign.cli import main
from codesign.journal import Change
from codesign.proposal import ASKED
from codesign.study import Study
from codesign.workbook import Workbook, author_texts, progress

LEARNERS = ASKED["learners"].prompt


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """A study with a text for all sectors and one for hydrogen alone."""
    own = filled_study(tmp_path)
    written(own, "purpose", PURPOSE)
    written(own, "risks", RISKS, sector="hydrogen")
    return own


def take(study: Study, docx: bytes, author: str = "Ana", sector: str = "", name: str = "copy.docx") -> list[str]:
    """Take a copy in as the command does, and return what was told."""
    origin = author_texts.origin_of(study, study.root, docx)
    of = author_texts.sector_of(study, origin, sector)
    assert of is not None, "nobody can be asked here"
    brought = author_texts.taking_in(study, name, docx, origin, of)
    study.save(brought.changes(author))
    return list(brought.sentences)


# what programs do to the marks of a box ------------------------------------------------------------------


def two_copies(made: bytes) -> dict[str, bytes]:
    """What one proposal becomes: a copy nobody touched, and two that two people edited in the same box."""
    return {
        "untouched": made,
        "Ana's": edited(made, {"Too few teachers.": "Too few teachers, and Ana knows why."}),
        "Bo's": edited(made, {"Too few places.": "Places enough, says Bo.", LEARNERS: "Pipefitters."}),
    }


def nothing_is_lost_or_misplaced(study: Study, copies: dict[str, bytes]) -> None:
    """The journey of two people's copies of one proposal for hydrogen while the study went on."""
    written(study, "purpose", "Written anew meanwhile.")
    before = rows(study)
    take(study, copies["untouched"])
    assert rows(study) == before, "an untouched copy changes nothing, however old"
    take(study, copies["Ana's"], "Ana")
    ana = "Too few places.\n\nToo few teachers, and Ana knows why."
    assert rows(study) == {**before, ("risks", "hydrogen"): ana}
    assert not rows(study, "text_choices")
    take(study, copies["Bo's"], "Bo")
    assert rows(study) == {**before, ("risks", "hydrogen"): ana, ("learners", "hydrogen"): "Pipefitters."}
    assert rows(study, "text_choices") == {("risks", "hydrogen"): "Places enough, says Bo.\n\nToo few teachers."}
    signed = study.read()["author_texts"].set_index("box")["author"]
    assert (signed["risks"], signed["learners"], signed["purpose"]) == ("Ana", "Bo", "Kim")
    again = rows(study), rows(study, "text_choices")
    for copy in copies.values():
        take(study, copy)
    assert (rows(study), rows(study, "text_choices")) == again, "the same copies once more change nothing"


@pytest.mark.parametrize("program", PROGRAMS)
def test_two_peoples_copies_come_back_whatever_saved_them(program: str, study: Study) -> None:
    copies = {name: PROGRAMS[program](docx) for name, docx in two_copies(proposal_of(study, "hydrogen")).items()}
    nothing_is_lost_or_misplaced(study, copies)


@pytest.mark.parametrize("steps", [("docx",), ("odt", "docx")], ids="-".join)
def test_two_peoples_copies_come_back_from_libreoffice(
    steps: tuple[str, ...], study: Study, soffice: Path, tmp_path: Path
) -> None:
    made = proposal_of(study, "hydrogen")
    saved = converted(soffice, tmp_path, {"made": made}, *steps)["made"]
    nothing_is_lost_or_misplaced(study, two_copies(saved))


def test_two_peoples_copies_come_back_without_any_mark_where_the_run_wrote_down_how_it_looked(
    study: Study, root: Path
) -> None:
    made = made_by_a_run(study, root, "hydrogen")
    copies = {name: through_google_docs(docx) for name, docx in two_copies(made).items()}
    assert word.box_texts(copies["Ana's"]) == {}
    nothing_is_lost_or_misplaced(study, copies)


def made_by_a_run(study: Study, root: Path, sector: str) -> bytes:
    """The whole proposal of a sector, with what is written beside it."""
    shutil.copytree(root / "templates", study.root / "templates", dirs_exist_ok=True)
    return Workbook(study, {"sector": sector}, study.root).make_proposal().proposal.read_bytes()


def test_every_text_reads_the_same_whatever_saved_it(study: Study) -> None:
    for number, box in enumerate(ASKED):
        written(study, box, f"One of {number}.\n\nTwo of\n{number}.\n\nNot yet written. This is a text all the same.")
    made = proposal_of(study)
    whole = word.box_texts(made)
    assert {len(texts) for texts in whole.values()} == {1}
    assert {name: word.box_texts(program(made)) for name, program in PROGRAMS.items()} == dict.fromkeys(PROGRAMS, whole)
    take(study, made)
    assert not rows(study, "text_choices")


ODD = (
    "Not yet written. Nobody knows.",
    "\n\nWritten by Ana, 2026-01-01",
    "\tA tab,\u00a0spaces  and\r\na line",
    "Signed.\n\nWritten by Ana, 2026-01-01",
    "\u2028é\u200b\u2011\x07 At most 150 words.",
    "e\u0301 😀",
)


@pytest.mark.parametrize("words", ODD, ids=ascii)
def test_odd_texts_that_nobody_touched_are_no_change_and_no_choice(words: str, study: Study) -> None:
    written(study, "case", words)
    copy = proposal_of(study)
    written(study, "case", OTHER)
    take(study, copy)
    assert (rows(study)["case", ""], rows(study, "text_choices")) == (OTHER, {})


# a table of copies ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """A copy of a proposal for a sector, what became of the study meanwhile, and what must stand there then."""

    sector: str = "hydrogen"
    edit: dict[str, str] = field(default_factory=dict)
    meanwhile: dict[tuple[str, str], str] = field(default_factory=dict)
    changes: dict[tuple[str, str], str] = field(default_factory=dict)
    choices: dict[tuple[str, str], str] = field(default_factory=dict)
    act: Callable[[bytes], bytes] = lambda docx: docx
    sector_given: str = ""
    sentence: str = ""


NEW, OTHER = "Too few places, said Ana.", "Written at the screen."
ANAS = {("risks", "hydrogen"): f"{NEW}\n\nToo few teachers."}
EDIT = {"Too few places.": NEW}
CASES = {
    "untouched": Case(sentence="No box of this file was changed"),
    "untouched and old": Case(meanwhile={("risks", "hydrogen"): OTHER}, changes={("risks", "hydrogen"): OTHER}),
    "edited": Case(edit=EDIT, changes=ANAS, sentence="Taken in: Risks and mitigation."),
    "edited where the study changed another box": Case(
        edit=EDIT, meanwhile={("purpose", ""): OTHER}, changes={**ANAS, ("purpose", ""): OTHER}
    ),
    "edited where the study changed the same box": Case(
        edit=EDIT,
        meanwhile={("risks", "hydrogen"): OTHER},
        changes={("risks", "hydrogen"): OTHER},
        choices=ANAS,
        sentence="Both texts are there: choose in workbook 06",
    ),
    "edited to what the study says by now": Case(edit=EDIT, meanwhile=ANAS, changes=ANAS),
    "a text of all sectors edited for one": Case(
        edit={"The first paragraph.": "First, for hydrogen."},
        changes={("purpose", "hydrogen"): PURPOSE.replace("The first paragraph.", "First, for hydrogen.")},
    ),
    "a text of all sectors edited for all": Case(
        sector="",
        edit={"The first paragraph.": "First, for all."},
        changes={("purpose", ""): PURPOSE.replace("The first paragraph.", "First, for all.")},
    ),
    "edited for another sector": Case(
        sector="retrofit",
        edit={"The third and last.": "The third, for retrofit."},
        changes={("purpose", "retrofit"): PURPOSE.replace("The third and last.", "The third, for retrofit.")},
    ),
    "written where nobody had written": Case(
        edit={LEARNERS: "Fitters."}, changes={("learners", "hydrogen"): "Fitters."}
    ),
    "written in both where nobody had written": Case(
        edit={LEARNERS: "Fitters."},
        meanwhile={("learners", ""): "Welders."},
        changes={("learners", ""): "Welders."},
        choices={("learners", "hydrogen"): "Fitters."},
    ),
    "words of no box edited": Case(edit={"Words of no box.": "Words of nobody."}),
    "a box emptied": Case(edit={"Too few places.": "", "Too few teachers.": ""}, sentence="Empty in this file: Risks"),
    "a box deleted": Case(act=lambda docx: without(docx, "risks"), sentence="Not in this file any more: Risks"),
    "a paragraph added": Case(
        edit={"Too few teachers.": "Too few teachers.\n\nToo little time."},
        changes={("risks", "hydrogen"): f"{RISKS}\n\nToo little time."},
    ),
    "without properties, untouched": Case(act=without_properties, sector_given="hydrogen"),
    "without properties, untouched and old": Case(
        act=without_properties,
        sector_given="hydrogen",
        meanwhile={("risks", "hydrogen"): OTHER},
        changes={("risks", "hydrogen"): OTHER},
    ),
    "without properties, edited": Case(
        act=without_properties,
        sector_given="hydrogen",
        edit=EDIT,
        choices=ANAS,
        sentence="it cannot be told whether the study's own was written before or after",
    ),
    "without properties, written where nobody had written": Case(
        act=without_properties,
        sector_given="all",
        sector="",
        edit={LEARNERS: "Fitters."},
        changes={("learners", ""): "Fitters."},
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_a_copy_changes_what_was_changed_in_it_and_nothing_else(case: Case, study: Study) -> None:
    docx = case.act(edited(proposal_of(study, case.sector), case.edit))
    for (box, sector), words in case.meanwhile.items():
        written(study, box, words, sector=sector)
    before = {("purpose", ""): PURPOSE, ("risks", "hydrogen"): RISKS}
    sentences = " ".join(take(study, docx, sector=case.sector_given))
    assert rows(study) == {**before, **case.changes}
    assert rows(study, "text_choices") == case.choices
    assert case.sentence in sentences
    assert not any(box in sentences for box in ("text_choices", "author_texts", "choice-", "_"))


# what only a person can say -------------------------------------------------------------------------------


def command(study: Study, docx: bytes, *options: str, name: str = "copy.docx") -> tuple[int, str]:
    """What the command says of a copy, and how it ends."""
    path = study.root / name
    path.write_bytes(docx)
    done = CliRunner().invoke(main, ["import", str(study.folder), str(path), "--author-texts", *options])
    return done.exit_code, done.output


def test_the_author_is_asked_for_and_never_guessed(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    copy, before = edited(proposal_of(study, "hydrogen"), EDIT), rows(study)
    code, words = command(study, copy)
    assert (code, rows(study)) == (1, before)
    assert 'Who wrote the texts in copy.docx? Say it: --author "Their name"' in words
    monkeypatch.setattr("codesign.cli.typed_texts._is_asked_here", lambda: True)
    monkeypatch.setattr("click.prompt", lambda question: "Ana Diaz" if "Risks and mitigation" in question else "")
    assert command(study, copy)[0] == 0
    assert study.read()["author_texts"].set_index("box")["author"]["risks"] == "Ana Diaz"


def test_an_untouched_copy_asks_for_no_author(study: Study) -> None:
    code, words = command(study, proposal_of(study, "hydrogen"))
    assert (code, "nothing to take in" in words) == (0, True)


def test_the_sector_is_asked_for_where_nothing_says_it(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = edited(without_properties(proposal_of(study, "retrofit")), {LEARNERS: "Insulators."})
    code, words = command(study, copy, "--author", "Ana")
    assert (code, "does not say for which sector it was made" in words) == (1, True)
    monkeypatch.setattr("codesign.cli.typed_texts._is_asked_here", lambda: True)
    monkeypatch.setattr("click.prompt", lambda _question: "retrofit")
    assert command(study, copy, "--author", "Ana")[0] == 0
    assert rows(study)["learners", "retrofit"] == "Insulators."


def test_a_run_says_beside_the_proposal_what_a_program_drops_from_it(study: Study, root: Path) -> None:
    made = made_by_a_run(study, root, "retrofit")
    copy = edited(without_properties(made), {LEARNERS: "Insulators."})
    written(study, "purpose", OTHER)
    assert command(study, copy, "--author", "Ana", name="renamed (2).docx")[0] == 0
    assert rows(study)["learners", "retrofit"] == "Insulators."
    assert not rows(study, "text_choices"), "the run wrote down what the file no longer says"


@pytest.mark.parametrize(
    ("sector", "sentence"),
    [("retrofit", "was made for hydrogen, not for retrofit"), ("all", "not for all sectors"), ("gas", "no interview")],
)
def test_a_copy_does_not_go_to_another_sector_than_its_own(sector: str, sentence: str, study: Study) -> None:
    before = rows(study)
    code, words = command(study, edited(proposal_of(study, "hydrogen"), EDIT), "--author", "Ana", "--sector", sector)
    assert (code, rows(study), sentence.lower() in words.lower()) == (1, before, True)


def test_a_copy_is_taken_in_although_the_folder_of_its_study_was_renamed(study: Study) -> None:
    copy = edited(proposal_of(study, "hydrogen"), EDIT)
    folder = study.folder.rename(study.folder.with_name("renamed"))
    renamed = Study.open(folder, person="Kim", device="desk")
    assert command(renamed, copy, "--author", "Ana")[0] == 0
    assert rows(renamed)["risks", "hydrogen"] == ANAS["risks", "hydrogen"]


def test_a_copy_of_another_study_is_refused(study: Study, tmp_path: Path) -> None:
    copy = edited(proposal_of(study, "hydrogen"), EDIT)
    other = empty_study(tmp_path / "elsewhere", "wind")
    code, words = command(other, copy, "--author", "Ana")
    assert (code, rows(other)) == (1, {})
    assert "made from the study “trial”, and this is wind" in words


def test_a_file_that_is_no_proposal_says_so(study: Study) -> None:
    document = word_files.Document()
    document.add_paragraph("Minutes of a meeting.")
    saved = io.BytesIO()
    document.save(saved)
    code, words = command(study, saved.getvalue(), "--author", "Ana", "--sector", "all")
    assert (code, "No author box can be told in this file" in words) == (1, True)


def test_two_texts_wait_in_workbook_06_until_somebody_chose(study: Study) -> None:
    copy = edited(proposal_of(study, "hydrogen"), EDIT)
    written(study, "risks", OTHER, sector="hydrogen")
    take(study, copy, "Ana", name="dean.docx")
    work = Workbook(study, {"sector": "hydrogen"}, study.root)
    waiting = [one for one in progress.step(work.facts, "06").missing if one.startswith("Two texts")]
    assert waiting == [
        "Two texts for hydrogen, one of them out of dean.docx; choose one or keep both: Risks and mitigation."
    ]
    (choice,) = author_texts.choices(work.everything)
    assert (choice["ours"]["text"], choice["ours"]["author"]) == (OTHER, "Kim")
    assert (choice["other"]["text"], choice["other"]["author"]) == (ANAS["risks", "hydrogen"], "Ana")
    study.save([Change("delete", "text_choices", {"choice_id": choice["choice"]})])
    take(study, copy, "Ana")
    assert not rows(study, "text_choices"), "what was chosen once is not asked again"


def test_a_proposal_says_of_which_study_and_sector_it_is_and_holds_no_words_of_its_texts(study: Study) -> None:
    made = proposal_of(study, "hydrogen")
    own = word.origin(made)
    assert (own.facts["study"], own.facts["sector"]) == ("trial", "hydrogen")
    assert set(own.boxes) == set(ASKED)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert b"Too few places" not in archive.read("docProps/custom.xml")


def test_what_a_form_says_of_itself_stays_and_what_an_earlier_proposal_said_goes(study: Study) -> None:
    form = with_properties(TEMPLATE.read_bytes(), {"Department": "Energy", "codesign.sector": "stale"})
    made = proposal_of(study, "hydrogen", template=form)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        properties = archive.read("docProps/custom.xml").decode()
    assert (properties.count("Energy"), properties.count("stale"), properties.count("codesign.sector")) == (1, 0, 1)
    assert word.origin(made).facts["sector"] == "hydrogen"
