"""The proposal says what the tables say, where forms ask for it, and says aloud what is missing."""

import itertools
import re
from functools import cache
from pathlib import Path
from unittest.mock import patch

import pytest

from codesign import coding, figures, proposal, schemas
from codesign.parameters import checked, overlaid
from codesign.proposal import blocks, opening
from codesign.proposal.appendix import register
from codesign.proposal.fields import FIELDS, FRAMEWORKS
from codesign.study import Study

PICTURES = {name: getattr(figures, name) for name in ("employer_bars", "pathway", "flow")}
SAMPLE = Path(__file__).parent.parent / "interview_data" / "clean-energy"


@pytest.fixture(scope="module", autouse=True)
def quick():
    """Proposals without their pictures, which take most of their time."""
    drawn = figures.Figure(b"", "", 1, 1)
    with patch.multiple(figures, **dict.fromkeys(PICTURES, lambda *_args, **_named: drawn)):
        yield


@pytest.fixture(scope="module")
def study():
    return Study.open(SAMPLE, person="Reader", device="test")


def anew(study, sector="", edition="committee"):
    parameters = checked(overlaid(study.settings, {"sector": sector, "edition": edition}))
    tables = coding.in_scope(study.read(), sector)
    facts = proposal.Facts(tables, study.texts(), parameters)
    return facts, proposal.build(facts, fingerprint="0000 0000")


built = cache(anew)
"""The same, once for all tests that only read it."""


@pytest.fixture(scope="module")
def hydrogen(study):
    return built(study, "hydrogen")


@pytest.fixture(scope="module")
def retrofit(study):
    return built(study, "building retrofit")


def walk(document):
    for section in document.sections.values():
        for block in section:
            yield block
            if isinstance(block, blocks.Landscape):
                yield from block.blocks


def runs_of(block):
    if isinstance(block, blocks.Paragraph):
        return list(block.runs)
    if isinstance(block, blocks.Table):
        return [run for row in block.rows for cell in row for run in cell]
    return []


def words(document):
    parts = []
    for block in walk(document):
        parts += [run.text for run in runs_of(block)]
        parts += [block.text] if isinstance(block, blocks.Heading | blocks.AuthorBox) else []
        parts += [block.caption] if isinstance(block, blocks.Table | blocks.FigureBlock) else []
    return "\n".join(parts)


def anchors(document):
    found = set()
    for block in walk(document):
        found |= {getattr(block, "anchor", "")} | set(getattr(block, "row_anchors", ()))
    return found - {""}


@pytest.mark.parametrize("sector", ["", "hydrogen", "energy efficiency", "building retrofit"])
def test_every_link_leads_to_a_place_in_the_document(study, sector):
    _, document = built(study, sector)
    linked = {run.anchor for block in walk(document) for run in runs_of(block)} - {""}
    assert linked - anchors(document) == set()


def test_no_two_places_share_a_name(hydrogen):
    places = [getattr(block, "anchor", "") for block in walk(hydrogen[1])]
    places += [name for block in walk(hydrogen[1]) for name in getattr(block, "row_anchors", ())]
    named = [place for place in places if place]
    assert [place for place in set(named) if named.count(place) > 1] == []


def test_all_forty_five_fields_have_their_place(hydrogen):
    assert [field.number for field in FIELDS] == list(range(1, 46))
    assert {field.anchor for field in FIELDS} <= anchors(hydrogen[1])
    assert {anchor for asked in FRAMEWORKS.values() for _, anchor in asked} <= anchors(hydrogen[1])


def test_every_author_box_stands_in_the_document_once(hydrogen):
    boxes = [block.box for block in walk(hydrogen[1]) if isinstance(block, blocks.AuthorBox)]
    assert sorted(boxes) == sorted(ask.box for ask in proposal.BOXES)
    assert {field.box for field in FIELDS} - {""} == set(boxes)


def quotes_of(document, finding):
    """The quotes that stand under a finding, with what is said before each."""
    demand = list(document.sections["demand"])
    at = next(n for n, block in enumerate(demand) if getattr(block, "anchor", "") == f"finding_{finding}")
    under = itertools.takewhile(lambda block: getattr(block, "style", "") == "quote", demand[at + 1 :])
    return ["".join(run.text for run in block.runs) for block in under]


def test_a_finding_on_pure_hydrogen_is_quoted_with_pure_hydrogen_and_with_who_disagrees(study):
    for sector in ("", "hydrogen"):
        quotes = quotes_of(built(study, sector)[1], "F1")
        assert "put his hand toward a flange to feel for the leak" in quotes[0]
        assert not any("twenty percent" in quote for quote in quotes)
        assert [quote.split("“")[0] for quote in quotes] == ["", "", "But: ", "Against it: "]


@pytest.mark.parametrize("sector", ["", "hydrogen", "energy efficiency", "building retrofit"])
def test_what_speaks_against_a_finding_is_quoted_wherever_it_may_be(study, sector):
    facts, document = built(study, sector)
    for finding in facts.findings:
        behind = facts.behind("finding", finding.finding_id)
        may = behind[behind["consent"].isin(("named", "organisation", "unnamed")) & (behind["polarity"] != "supports")]
        against = [quote for quote in quotes_of(document, finding.finding_id) if quote.startswith(("But: ", "Against"))]
        assert bool(against) == bool(len(may)), finding.finding_id


def test_page_one_says_how_many_claims_it_has(study):
    facts = proposal.Facts(
        {**built(study, "hydrogen")[0].tables, "chosen_claims": schemas.frame("chosen_claims", [{"finding_id": "F1"}])},
        study.texts(),
        built(study, "hydrogen")[0].parameters,
    )
    headings = [block.text for block in opening.front(facts) if isinstance(block, blocks.Heading)]
    assert headings[0] == "The case in three claims"
    assert proposal.claims(facts)[0].anchor == "finding_F1"


def test_page_one_has_five_claims_with_counts_and_passages(hydrogen):
    claims = proposal.claims(hydrogen[0])
    known = set(register(hydrogen[0])["evidence_id"]) | {"table_ladder"}
    assert len(claims) == 5
    assert all(claim.has_evidence and set(claim.evidence_ids) <= known for claim in claims)


def test_a_claim_without_evidence_says_so_and_is_listed_as_a_gap():
    facts = proposal.Facts({}, {}, checked({}))
    assert not any(claim.has_evidence for claim in proposal.claims(facts))
    document = proposal.build(facts, fingerprint="0000 0000")
    assert words(document).count("Claim without evidence") == 5


def test_every_count_of_a_finding_is_that_of_its_passages(hydrogen):
    facts, _ = hydrogen
    for finding in facts.findings:
        behind = facts.behind("finding", finding.finding_id)
        employers = behind[(behind["kind"] == "employer") & (behind["polarity"] == "supports")]["employer"].nunique()
        assert (finding.employers, finding.of) == (employers, facts.heard["employers"])


def test_hydrogen_and_retrofit_differ_for_reasons_one_can_read(hydrogen, retrofit):
    assert set(hydrogen[0].tasks_in) != set(retrofit[0].tasks_in)
    assert set(hydrogen[0].competencies["competency_id"]) != set(retrofit[0].competencies["competency_id"])
    for facts, document in (hydrogen, retrofit):
        said = words(document)
        left = facts.decisions[facts.decisions["decision"] == "out of scope"]
        assert len(left)
        assert all(re.search(rf"\b{task} ", said) for task in left["task_id"])
        assert "no interview in this sector" in said


def test_no_word_of_a_person_who_may_not_be_quoted_is_printed(study):
    facts, document = built(study)
    said = words(document)
    people = facts.tables["participants"]
    silent = set(people.loc[~people["consent"].isin(["named", "organisation", "unnamed"]), "participant_id"])
    passages = facts.passages[facts.passages["participant_id"].isin(silent)]
    assert len(silent) >= 3
    assert len(passages) > 20
    for row in passages.to_dict("records"):
        assert facts.texts[row["transcript_id"]][row["start"] : row["end"]] not in said


def test_at_most_two_quotes_an_employer_stand_under_one_finding(hydrogen):
    uses = hydrogen[0].uses
    quotes = uses[uses["quote"] != ""].groupby(["use", "employer"]).size()
    assert quotes.max() == 2


def test_a_public_edition_names_nobody_and_quotes_no_small_group(study):
    facts, document = built(study, "hydrogen", edition="public")
    speaking = facts.uses.groupby("use")["employer"].nunique()
    quoted = set(facts.uses.loc[facts.uses["quote"] != "", "use"])
    assert quoted
    assert all(speaking[use] >= 3 for use in quoted)
    register = words(document).partition("Appendix A")[2].partition("Appendix B")[0]
    assert "operations manager" not in register
    assert "operations manager" in words(built(study, "hydrogen")[1]).partition("Appendix A")[2]


def test_a_group_smaller_than_the_limit_is_not_broken_down(study):
    facts, document = built(study)
    sizes = facts.tables["participants"].groupby("region").size()
    small = sizes[sizes < facts.parameters.small_group].index
    (table,) = [b for b in walk(document) if isinstance(b, blocks.Table) and b.anchor == "table_interviewed"]
    shown = {blocks.plain(row[1]) for row in table.rows}
    assert len(small)
    assert shown.isdisjoint(small)


def test_the_stamp_counts_what_is_unwritten_and_goes_when_all_is_written(study):
    facts, document = built(study)
    missing = proposal.unwritten(facts.tables["author_texts"])
    assert document.stamp == f"SAMPLE · DRAFT: {len(missing)} boxes not yet written"
    written = schemas.frame("author_texts", [{"box": ask.box, "text": "Said."} for ask in proposal.BOXES])
    own = facts.parameters.model_copy(update={"sample": False})
    signed = proposal.Facts({**facts.tables, "author_texts": written}, {}, own)
    assert proposal.build(signed, fingerprint="0").stamp == ""


def test_the_text_of_the_sector_goes_before_the_general_one(hydrogen):
    boxes = {block.box: block for block in walk(hydrogen[1]) if isinstance(block, blocks.AuthorBox)}
    own = hydrogen[0].tables["author_texts"]
    named = own[own["sector"] == "hydrogen"]
    assert len(named)
    assert all(boxes[row["box"]].text == row["text"] for row in named.to_dict("records"))


def test_a_form_of_the_sector_gets_the_sectors_own_hours_and_title(hydrogen):
    assert hydrogen[1].scalars["hours"] == "40"
    assert hydrogen[1].scalars["title"].startswith("Hydrogen")


def test_an_empty_study_makes_a_document_that_says_what_is_missing():
    document = proposal.build(proposal.Facts({}, {}, checked({})), fingerprint="0000 0000")
    gaps = [block for block in walk(document) if isinstance(block, blocks.Paragraph) and block.style == "gap"]
    assert len(gaps) > 12
    assert not re.search(r"\b(nan|None|NaN)\b", words(document))


def test_one_posting_and_one_passage_are_spoken_of_as_one(study):
    tables = dict(coding.in_scope(study.read(), "hydrogen"))
    tables |= {name: tables[name].head(1) for name in ("postings", "codings")}
    facts = proposal.Facts(tables, study.texts(), checked(study.settings))
    said = words(proposal.build(facts, fingerprint="0000 0000"))
    assert "1 posting was scanned" in said
    assert not re.search(r"\b1 (posting|passage|further passage) (were|stand)\b", said)


def test_hostile_words_stay_words():
    hostile = '=HYPERLINK("x") <img src=x onerror=alert(1)> {{7*7}} R&D <lead>'
    tables = {"tasks": schemas.frame("tasks", [{"task_id": "A1", "duty_id": "A", "label": hostile}])}
    tables["duties"] = schemas.frame("duties", [{"duty_id": "A", "title": hostile}])
    document = proposal.build(proposal.Facts(tables, {}, checked({})), fingerprint="0")
    assert words(document).count(hostile) >= 2


def test_a_capped_confidence_says_what_was_entered_and_why(study):
    facts, _ = built(study, "hydrogen")
    capped = [finding for finding in facts.findings if finding.confidence.level != finding.confidence.entered]
    assert capped
    assert all("whole study" in finding.confidence.reason for finding in capped)


def test_the_same_tables_give_the_same_document(study):
    with patch.multiple(figures, **PICTURES):
        assert anew(study, "hydrogen")[1] == anew(study, "hydrogen")[1]


def table_named(document, caption):
    return next(block for block in walk(document) if isinstance(block, blocks.Table) and block.caption == caption)


def cells(table):
    return [tuple("".join(run.text for run in cell) for cell in row) for row in table.rows]


def test_who_moves_is_counted_in_the_summary_as_in_the_figure(study):
    facts, document = built(study)
    counted = facts.code_counts[facts.code_counts["name"] == "Internationally trained people"].iloc[0]
    assert counted["supports"] < counted["employers"]
    assert f"Internationally trained people ({counted['supports']} of {facts.heard['employers']})" in words(document)


def test_an_occupation_two_sectors_share_is_listed_once(study):
    facts, document = built(study)
    rows = cells(table_named(document, "Alignment to frameworks"))
    assert facts.tables["alignments"].duplicated(["aligned", "framework", "code"]).any()
    assert len(rows) == len(set(rows))


def test_a_plan_of_several_sectors_says_which_sector_each_line_is_of(study, hydrogen):
    caption = "Planned enrolment: learners are intakes times seats"
    of_all, of_one = (table_named(document, caption) for document in (built(study)[1], hydrogen[1]))
    assert {row[1] for row in cells(of_all)} == {"hydrogen", "building retrofit", "energy efficiency", ""}
    assert "Sector" not in of_one.header
