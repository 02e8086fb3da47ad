"""The proposal says what the tables say, where forms ask for it, and says aloud what is missing."""

import itertools
import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from unittest.mock import patch

import pytest

from codesign import coding, figures, proposal, schemas
from codesign.parameters import checked, overlaid
from codesign.proposal import blocks, opening
from codesign.proposal.appendix import register
from codesign.proposal.fields import FIELDS, FRAMEWORKS
from codesign.study import Study
from codesign.workbook.session import Session

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
    everything = study.read()
    tables, kinds = coding.in_scope(everything, sector), everything["participants"]["kind"]
    facts = proposal.Facts(tables, study.texts(), parameters, kinds_elsewhere=kinds)
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
    assert counted["employers"] < counted["speaking"]
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


# one truth about counting and scope ---------------------------------------------------------------------

SECTORS = ["hydrogen", "energy efficiency", "building retrofit"]
every_run = pytest.mark.parametrize("sector", ["", *SECTORS])
every_sector = pytest.mark.parametrize("sector", SECTORS)


def bodies(passages, polarity):
    """Who says so in these passages: kind and body, each once."""
    own = passages[passages["polarity"] == polarity]
    return {(row["kind"], row["employer"] or row["participant_id"]) for row in schemas.records(own)}


def paragraph(document, anchor):
    (block,) = [block for block in walk(document) if isinstance(block, blocks.Paragraph) and block.anchor == anchor]
    return blocks.plain(block.runs)


def rows_of(document, anchor):
    return next(cells(b) for b in walk(document) if isinstance(b, blocks.Table) and b.anchor == anchor)


@every_run
def test_nobody_against_is_printed_only_above_findings_that_nobody_at_all_speaks_against(study, sector):
    facts, document = built(study, sector)
    assert facts.findings
    for finding in facts.findings:
        behind = facts.behind("finding", finding.finding_id)
        against = bodies(behind, "qualifies") | bodies(behind, "contradicts")
        shown = paragraph(document, f"finding_{finding.finding_id}")
        assert ("nobody qualified or contradicted it" in shown) == (not against)
        for polarity in ("qualifies", "contradicts"):
            employers = sum(kind == "employer" for kind, _ in bodies(behind, polarity))
            assert employers == getattr(finding.voices, polarity).get("employer", 0)
            others = {kind for kind, _ in bodies(behind, polarity)} - {"employer"}
            assert all(re.search(rf"\b{kind}\b", shown) for kind in others)


def test_a_unions_dissent_stands_beside_the_finding_and_beside_its_claim_on_page_one(study, hydrogen):
    assert "2 of 4 employers; a union contradicts it" in paragraph(hydrogen[1], "finding_F11")
    claim = next(claim for claim in proposal.claims(built(study)[0]) if claim.anchor == "finding_F11")
    assert "a union contradicts it" in claim.count


@every_run
def test_one_count_of_employers_stands_in_findings_tasks_codebook_and_competencies(study, sector):
    facts, document = built(study, sector)
    of = facts.heard["employers"]

    def employers(passages):
        return sum(kind == "employer" for kind, _ in bodies(passages, "supports"))

    behind = coding.with_ancestors(facts.evidence, facts.tables["codes"])
    codebook = dict(zip([row[0] for row in rows_of(document, "table_codebook")],
                        [row[2] for row in rows_of(document, "table_codebook")], strict=True))  # fmt: skip
    for code, name in facts.code_names.items():
        if name in codebook:
            assert f"{employers(behind[behind['counted_as'] == code])} of {of} employer" in codebook[name]
    for anchor in ("table_decisions", "table_out"):
        for number, _, raised, why, *_ in rows_of(document, anchor):
            task = number.split()[0]
            count = employers(facts.behind("task", task))
            assert f"{count} of {of} employer" in raised
            is_shown = len(facts.behind("task", task)) > 0
            assert bool(re.search(r"\bthin\b", why, re.IGNORECASE)) == (count < 3 and is_shown)
    for competency in facts.competencies["competency_id"]:
        own = facts.taught.loc[facts.taught["competency_id"] == competency, "task_id"]
        count = employers(facts.behind_tasks(own))
        assert facts.behind_tasks(own).empty or f"{count} of {of} employer" in rests_on(document, competency)


def rests_on(document, competency):
    """The paragraph that says on which tasks a competency rests."""
    own = list(walk(document))
    start = next(place for place, block in enumerate(own) if getattr(block, "anchor", "") == f"competency_{competency}")
    return next(blocks.plain(b.runs) for b in own[start:] if isinstance(b, blocks.Paragraph) and b.style == "note")


def test_a_finding_on_one_sector_says_so_in_a_run_on_all_and_counts_as_in_its_own(study):
    facts, document = built(study)
    declared = facts.tables["findings"].set_index("finding_id")["sector"].to_dict()
    of_one = [finding for finding in facts.findings if declared[finding.finding_id]]
    assert {declared[finding.finding_id] for finding in of_one} == set(SECTORS)
    for finding in of_one:
        sector = declared[finding.finding_id]
        alone = next(one for one in built(study, sector)[0].findings if one.finding_id == finding.finding_id)
        assert (finding.voices, finding.of) == (alone.voices, alone.of)
        assert set(facts.behind("finding", finding.finding_id)["sector"]) == {sector}
        assert f"In {sector}: {alone.in_words}" in paragraph(document, f"finding_{finding.finding_id}")
        assert "In " not in alone.in_words


@every_sector
def test_nothing_declared_for_another_sector_is_printed(study, sector):
    facts, document = built(study, sector)
    everything, shown = study.read(), words(document)
    for name, column in (("findings", "statement"), ("recognition_actions", "action")):
        others = everything[name][~everything[name]["sector"].isin(["", sector])]
        assert len(others)
        assert not [row[column] for row in others.to_dict("records") if row[column] in shown]
    nocs = {row[2] for row in rows_of(document, "table_alignment") if row[:2] == ("program", "NOC 2021")}
    assert nocs == set(facts.noc) == set(document.scalars["noc"].split(", "))


def test_what_is_declared_for_a_sector_says_so_in_a_run_on_all(study):
    facts, document = built(study)
    actions = {row[1]: row[0] for row in rows_of(document, "table_recognition")}
    for row in facts.tables["recognition_actions"].to_dict("records"):
        assert actions[row["action"]].endswith(f", for {row['sector']}") == bool(row["sector"])
    whole = [row[0] for row in rows_of(document, "table_alignment") if row[0].startswith("program")]
    assert whole
    assert all(any(sector in one for sector in SECTORS) for one in whole)


@every_run
def test_a_competency_rests_on_tasks_that_are_taught_and_as_many_are_counted_as_covered(study, sector):
    facts, document = built(study, sector)
    chosen = {row[0].split()[0] for row in rows_of(document, "table_decisions")}
    named = {competency: set(re.findall(r"\b[A-Z]\d+\b", rests_on(document, competency).partition(";")[0]))
             for competency in facts.competencies["competency_id"]}  # fmt: skip
    assert all(own <= chosen for own in named.values())
    (scope,) = [row[1] for row in rows_of(document, "table_three") if row[0].startswith("Specific")]
    covered = set().union(*named.values())
    assert f"{len(named)} competencies cover {len(covered)} tasks" in scope
    trace = {row[0]: set(row[1].split(", ")) for row in rows_of(document, "table_trace")}
    assert trace == named


def test_a_task_a_competency_names_that_is_not_trained_is_said_not_to_be(study):
    tables = dict(coding.in_scope(study.read(), "hydrogen"))
    link = {"competency_id": "C-01", "task_id": "A2"}
    links = [*tables["competency_tasks"].to_dict("records"), link]
    tables["competency_tasks"] = schemas.frame("competency_tasks", links)
    facts = proposal.Facts(tables, {}, checked(overlaid(study.settings, {"sector": "hydrogen"})))
    shown = rests_on(proposal.build(facts, fingerprint="0"), "C-01")
    assert "It names A2 too, which is not trained." in shown
    assert "A2" not in shown.partition(";")[0]


@every_sector
def test_who_was_not_interviewed_is_said_of_the_study_and_of_the_sector_apart(study, sector):
    facts, document = built(study, sector)
    kinds = set(facts.tables["participants"]["kind"])
    others = {"union": "a union", "association": "an association"}
    elsewhere = " and ".join(words_of for kind, words_of in others.items() if kind not in kinds)
    assert proposal.unknowns(facts)[0] == (
        f"No regulator or Indigenous organisation was interviewed, and {elsewhere} only for other sectors; what they "
        "would recognise is not known."
    )
    assert not re.search(r"No (union|association|regulator, association)", words(document))


@every_sector
def test_what_was_written_for_all_sectors_says_so_in_a_run_on_one(study, sector):
    facts, document = built(study, sector)
    declared = facts.tables["findings"].set_index("finding_id")
    confidence = {row[0]: row[4] for row in rows_of(document, "table_confidence")}
    for finding in facts.findings:
        row = declared.loc[finding.finding_id]
        is_marked = confidence[finding.finding_id].startswith("Judged and written for all sectors: ")
        assert is_marked == (row["sector"] == "" and row["reason"] in confidence[finding.finding_id])
    for _, _, _, why, *_ in (*rows_of(document, "table_decisions"), *rows_of(document, "table_out")):
        assert ("The rule alone" in why) == ("(written for all sectors)" in why)
    own = list(walk(document))
    texts = facts.tables["author_texts"].set_index("box")["sector"].to_dict()
    for box, after in pairwise(own):
        if isinstance(box, blocks.AuthorBox):
            marked = isinstance(after, blocks.Paragraph) and blocks.plain(after.runs).startswith(
                "Written for all sectors"
            )
            assert marked == (texts.get(box.box) == "")


def test_nothing_is_written_for_more_than_a_run_on_all_sectors(study):
    assert "for all sectors" not in words(built(study)[1])


@every_run
def test_the_audit_counts_the_codes_and_decisions_of_its_run(study, sector):
    facts, document = built(study, sector)
    audit = dict(rows_of(document, "table_audit"))
    assert f"with {len(set(facts.tables['codings']['code_id']))} codes" in audit["Data reduction"]
    against = [row for anchor in ("table_decisions", "table_out") for row in rows_of(document, anchor)
               if "The rule alone" in row[3]]  # fmt: skip
    assert audit["Process notes"].startswith(f"{len(against)} decision")


@every_run
def test_the_sample_stacks_nowhere_since_no_credential_step_is_agreed(study, sector):
    (row,) = [row for row in rows_of(built(study, sector)[1], "table_three") if row[0] == "Stackable"]
    assert row[2] == "not yet"
    assert "none in place or agreed yet" in row[1]


@every_run
def test_a_task_whose_criticality_reads_nought_says_why(study, sector):
    _, document = built(study, sector)
    nil = [row[0] for row in rows_of(document, "table_ratings") if row[8] == "0.00"]
    assert (sector not in {"", "hydrogen"}) or nil == ["C3"]
    for task in nil:
        assert re.search(rf"{task} has importance 5.0 and criticality 0.00, since its frequency is", words(document))


@every_run
def test_every_answer_of_enough_learners_is_shown(study, sector):
    facts, document = built(study, sector)
    shown = [(row[1], row[2]) for row in rows_of(document, "table_survey")]
    column = facts.tables["survey_responses"]["pays"]
    sizes = column[column != ""].value_counts()
    limit = facts.parameters.small_group
    assert {(answer, str(size)) for answer, size in sizes.items() if size >= limit} <= set(shown)


def test_a_finding_on_a_sector_of_too_few_is_left_out_of_a_run_on_all_and_said_to_be(study):
    tables = coding.in_scope(study.read())
    own = checked(overlaid(study.settings, {"small_group": 5}))
    facts = proposal.Facts(tables, study.texts(), own)
    declared = tables["findings"].set_index("finding_id")["sector"]
    assert {declared[finding.finding_id] for finding in facts.findings} == {""}
    assert set(facts.uses.loc[facts.uses["used_in"] == "finding", "used_id"]) <= set(declared[declared == ""].index)
    left = "F1, F2, F8 and F21 speak of hydrogen only, where too few employers were heard to be told apart: left out."
    assert left in proposal.unknowns(facts)
    alone = proposal.Facts(coding.in_scope(study.read(), "hydrogen"), {}, own.model_copy(update={"sector": "hydrogen"}))
    assert {"F1", "F2", "F8", "F21"} <= {finding.finding_id for finding in alone.findings}


def test_where_everybody_is_of_one_sector_its_findings_are_told_however_few_there_are(study):
    tables = coding.in_scope(study.read(), "hydrogen")
    facts = proposal.Facts(tables, {}, checked(overlaid(study.settings, {"small_group": 20})))
    assert facts.untold_findings.empty
    assert "F21" in {finding.finding_id for finding in facts.findings}


def test_a_study_knows_in_each_run_which_bodies_it_heard_elsewhere(study):
    work = Session(study, {"sector": "hydrogen"}, SAMPLE.parent.parent)
    assert {"association", "union", "employer"} == work.facts.kinds_elsewhere


@pytest.mark.parametrize("sector", ["", "hydrogen", "energy efficiency", "building retrofit"])
def test_a_form_names_the_occupations_that_the_facts_table_names(study, sector):
    _, document = built(study, sector)
    facts_table = dict(cells(table_named(document, "The program in facts")))
    assert document.scalars["noc"] == facts_table["NOC 2021"]
    assert document.scalars["noc"]
