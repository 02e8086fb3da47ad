"""A college's own form: read safely, checked in sentences, filled without losing what it has."""

from __future__ import annotations

import importlib.util
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx as word_files
import proposal_trial
import pytest
from docx.oxml.ns import qn

from codesign import proposal, word
from codesign.errors import TemplateError
from codesign.parameters import Parameters
from codesign.proposal import Facts
from codesign.proposal.blocks import AuthorBox, Heading, Paragraph, Table, text
from codesign.proposal.boxes import BOXES
from codesign.word.template import SCALARS, SECTIONS, author_boxes


def form(*paragraphs: str, header: str = "", title: str = "") -> bytes:
    """A form as a college would type it in Word: the plainest there is."""
    document = word_files.Document()
    for words in paragraphs:
        document.add_paragraph(words)
    document.sections[0].header.paragraphs[0].text = header
    document.core_properties.title = title
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def told(docx: bytes) -> str:
    return "\n".join(
        "".join(t.text or "" for t in p.iter(qn("w:t")))
        for p in word_files.Document(io.BytesIO(docx)).element.body.iter(qn("w:p"))
    )


@pytest.fixture(scope="session")
def templates(root: Path) -> Path:
    return root / "templates"


@pytest.mark.parametrize("name", ["proposal.docx", "designation_form.docx"])
def test_the_script_makes_the_templates_part_for_part(name: str, templates: Path) -> None:
    spec = importlib.util.spec_from_file_location("make_templates", templates / "make_templates.py")
    assert spec is not None
    assert spec.loader is not None
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    kept, made = (
        zipfile.ZipFile(io.BytesIO(content))
        for content in ((templates / name).read_bytes(), getattr(maker, name.removesuffix(".docx"))())
    )
    assert {part: kept.read(part) for part in kept.namelist()} == {part: made.read(part) for part in made.namelist()}


def test_our_template_places_every_section_in_order(templates: Path) -> None:
    template = (templates / "proposal.docx").read_bytes()
    assert word.check_template(template) == []
    placed = [name.removeprefix("section.") for name in word.placeholders(template) if name.startswith("section.")]
    assert sorted(placed) == sorted(SECTIONS)


def test_the_trial_has_the_sections_of_the_contract() -> None:
    assert tuple(proposal_trial.sections()) == SECTIONS


def test_the_designation_form_is_clean_in_its_own_order(templates: Path) -> None:
    made = word.render(proposal_trial.document(), (templates / "designation_form.docx").read_bytes())
    assert word.problems(made) == []
    words = told(made)
    places = [words.index(asked) for asked in ("A1. Program", "B1. Fit", "B3. Labour", "C2. Competencies", "D1.")]
    assert places == sorted(places)


def test_microsofts_validator_accepts_the_form(
    templates: Path, word_validator: Callable[[Path], list[str]], tmp_path: Path
) -> None:
    made = word.render(proposal_trial.document(), (templates / "designation_form.docx").read_bytes())
    (tmp_path / "form.docx").write_bytes(made)
    assert word_validator(tmp_path / "form.docx") == []


def test_a_bare_form_is_given_the_styles_it_lacks(word_validator: Callable[[Path], list[str]], tmp_path: Path) -> None:
    template = form("Program: {{ title }}", *(f"{{{{p section.{name} }}}}" for name in SECTIONS))
    (tmp_path / "bare.docx").write_bytes(word.render(proposal_trial.document(), template))
    assert word_validator(tmp_path / "bare.docx") == []
    assert [f for f in word.problems((tmp_path / "bare.docx").read_bytes()) if f.rule != "contrast"] == []


def test_a_form_without_lists_or_styles_still_gets_them() -> None:
    document = word_files.Document()
    for style in list(document.styles.element):
        if style.tag == qn("w:style"):
            document.styles.element.remove(style)
    document.add_paragraph()._p.append(document.element.body.makeelement(qn("w:r")))
    body = document.element.body
    run = body.xpath(".//w:r")[0]
    words = run.makeelement(qn("w:t"))
    words.text = "{{p section.structure }}"
    run.append(words)
    written = io.BytesIO()
    document.save(written)
    made = word.render(proposal_trial.document(), written.getvalue())
    assert not [f for f in word.problems(made) if f.rule in {"style-missing", "list-missing"}]


def test_a_section_may_be_typed_without_the_p() -> None:
    made = word.render(proposal_trial.document(), form("{{ section.quality }}"))
    assert "reviewed two years after first delivery" in told(made)


def test_a_section_stands_in_a_table_cell_of_the_form() -> None:
    document = word_files.Document()
    document.add_table(1, 2).rows[0].cells[1].paragraphs[0].text = "{{p section.demand }}"
    written = io.BytesIO()
    document.save(written)
    made = word.render(proposal_trial.document(), written.getvalue())
    assert "Twelve employers were asked" in told(made)
    assert not [f for f in word.problems(made) if f.rule in {"cell-without-paragraph", "wrong-child", "row-too-long"}]


def test_an_author_box_can_be_placed_alone() -> None:
    made = word.render(proposal_trial.document(), form("{{p author.equity }}"))
    assert word.author_texts(made)["equity"].startswith("Night sections")


def test_ours_go_one_level_below_the_forms_heading() -> None:
    document = word_files.Document()
    document.add_heading("4. Need", 2)
    document.add_paragraph("{{p section.purpose }}")
    written = io.BytesIO()
    document.save(written)
    purpose = (Heading("Purpose", 1, "sec"), Heading("Who", 2), Paragraph(text("Them.")))
    made = word.render(proposal_trial.document(sections={"purpose": purpose}), written.getvalue())
    headings = [(p.text, p.style.name) for p in word_files.Document(io.BytesIO(made)).paragraphs if p.text]
    assert headings[:2] == [("4. Need", "Heading 2"), ("Who", "Heading 3")]


def test_a_misspelt_placeholder_is_named_with_the_nearest() -> None:
    told_by = word.check_template(form("Name of program: {{ titel }}"))
    assert told_by == [
        "In the text, “Name of program: {{ titel }}”: the placeholder “titel” is not known. Did you mean “title”?"
    ]


def test_a_misspelt_section_stops_the_run_with_a_sentence() -> None:
    with pytest.raises(TemplateError, match=r"“section\.demnd” is not known. Did you mean “section\.demand”"):
        word.render(proposal_trial.document(), form("{{p section.demnd }}"))


def test_sections_that_are_not_placed_are_listed() -> None:
    told_by = word.check_template(form("{{ title }}", *(f"{{{{p section.{name} }}}}" for name in SECTIONS[:-2])))
    missing = "Not placed in this template, so not in the document: appendix_audit, appendix_crosswalk."
    assert told_by == [f"{missing} To place one, type {{{{p section.appendix_audit }}}}."]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Start {% if title %} and no end", "something that was opened is not closed"),
        ("Program {{ title unit }}", "this placeholder cannot be read"),
        ("Words before {{ section.demand }} and after", "shares its paragraph with other words"),
    ],
)
def test_a_mistake_is_told_with_the_words_around_it(typed: str, said: str) -> None:
    told_by = word.check_template(form("Quite another paragraph.", typed))
    assert len(told_by) == 1
    assert said in told_by[0]
    assert typed[:12] in told_by[0] or "section.demand" in told_by[0]


def test_a_section_in_a_header_is_refused() -> None:
    assert (
        word.check_template(form("x", header="{{ section.demand }}"))[0]
        == "In a header: “section.demand” can only stand in the text, in a paragraph of its own."
    )


@pytest.mark.parametrize(
    "attack",
    [
        "{{ cycler.__init__.__globals__.os.system('touch pwned') }}",
        "{{ title.__class__.__mro__ }}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{{ 'a' * 99999999 }}",
        "{% for n in range(999999999) %}{{ n }}{% endfor %}",
        "{% include '/etc/passwd' %}",
    ],
)
@pytest.mark.parametrize("place", ["text", "header", "title"])
def test_a_template_cannot_run_code(attack: str, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    template = form(
        attack if place == "text" else "x",
        header=attack if place == "header" else "",
        title=attack if place == "title" else "",
    )
    with pytest.raises(TemplateError, match="cannot be filled; nothing was written"):
        word.render(proposal_trial.document(), template)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"not a zip", r"is not a \.docx file inside, or is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "is in an old Office format"),
        (b"PK\x05\x06" + b"\0" * 18, "is not a Word document inside"),
    ],
)
def test_what_is_not_a_word_file_is_refused_in_a_sentence(content: bytes, said: str) -> None:
    with pytest.raises(TemplateError, match=f"The Word template {said}"):
        word.placeholders(content)


def test_the_forms_thumbnail_and_maker_do_not_reach_the_proposal() -> None:
    made = word.render(proposal_trial.document(), form("{{ title }}"))
    archive = zipfile.ZipFile(io.BytesIO(made))
    assert not [name for name in archive.namelist() if "thumbnail" in name]
    assert b"python-docx" not in archive.read("docProps/core.xml")


def test_conditions_and_filters_work_in_a_form() -> None:
    made = word.render(proposal_trial.document(), form("{% if stamp %}Draft of {{ title|upper }}{% endif %}"))
    assert "Draft of HYDROGEN SYSTEMS SAFETY" in told(made)


def test_a_placeholder_split_by_words_own_runs_is_found() -> None:
    document = word_files.Document()
    paragraph = document.add_paragraph("Name: {{ ti")
    paragraph.add_run("tle }}").bold = True
    written = io.BytesIO()
    document.save(written)
    assert word.placeholders(written.getvalue()) == ["title"]
    assert "Name: Hydrogen Systems Safety" in told(word.render(proposal_trial.document(), written.getvalue()))


def test_two_boxes_of_one_name_keep_numbers_of_their_own() -> None:
    table = Table("", ("a",), ((text("1"),),))
    sections = {"purpose": (AuthorBox("fit", "Why?"), table, table)}
    made = word.render(proposal_trial.document(sections=sections), form("{{p section.purpose }}", "{{p author.fit }}"))
    assert not [f for f in word.problems(made) if f.rule in {"control-id", "bookmark-name", "bookmark-id"}]


def test_the_list_of_placeholders_is_what_a_proposal_offers() -> None:
    built = proposal.build(Facts({}, {}, Parameters()), fingerprint="0000 0000")
    own = {"title", "subject", "author", "stamp", "fingerprint", "data_date"}
    assert {*built.scalars, *own} == set(SCALARS)
    assert tuple(built.sections) == SECTIONS
    assert {box.box for box in author_boxes(built)} <= {ask.box for ask in BOXES}


def test_the_readme_of_the_templates_names_every_placeholder(templates: Path) -> None:
    told_by = (templates / "README.md").read_text(encoding="utf-8")
    wanted = [f"{{{{ {name} }}}}" for name in SCALARS] + [f"{{{{p section.{name} }}}}" for name in SECTIONS]
    wanted += [f"{{{{p author.{ask.box} }}}}" for ask in BOXES]
    assert [name for name in wanted if f"`{name}`" not in told_by] == []


def test_a_proposal_without_any_evidence_is_still_a_clean_document(templates: Path) -> None:
    built = proposal.build(Facts({}, {}, Parameters()), fingerprint="0000 0000")
    made = word.render(built, (templates / "proposal.docx").read_bytes())
    assert [str(f) for f in word.problems(made) if f.rule != "title"] == []


def test_pages_are_counted_only_for_a_form_that_lists_them() -> None:
    def never(_: bytes) -> dict[str, int]:
        raise AssertionError("nothing here shows a page number")

    assert word.render(proposal_trial.document(), form("{{p section.quality }}"), page_numbers=never)
