"""The invariants of the design at the level of a study, its tables and its proposal; each check can fail."""

import html
import re
import shutil
from functools import cache
from html.parser import HTMLParser
from unittest.mock import patch

import pandas as pd
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from study_trial import ROOT, SAID, coded, filled_study, puts, received, tables_of, transcript
from whole_runs import SAMPLE, contents

from codesign import coding, display, figures, parameters, proposal, schemas, word, workbook
from codesign.cli import main
from codesign.errors import CodesignError
from codesign.intake import import_files
from codesign.journal import Change
from codesign.proposal import Facts, blocks, claims
from codesign.study import Study
from codesign.workbook import Workbook
from codesign.workbook.published_tables import tables_for_people, write_tables


@pytest.fixture
def study(tmp_path):
    made = filled_study(tmp_path / "project")
    words = "posting_id,title,sector\nJ-1,Technician,hydrogen\n"
    import_files(made, [received(tmp_path / "project", "job_postings.csv", words)])
    return made


@pytest.fixture(scope="module")
def of_sample():
    """The proposal of the sample for these parameters, made once for all tests that only read it."""
    study = Study.open(ROOT / "interview_data" / SAMPLE, person="Reader", device="test")
    return cache(lambda **changes: document_of(study, **changes))


def document_of(study, **changes):
    """The proposal of a run, without the pictures that take most of its time."""
    work = Workbook(study, changes, study.root)
    drawn = dict.fromkeys(("employer_bars", "pathway", "flow"), lambda *_args, **_named: figures.Figure(b"", "", 1, 1))
    with patch.multiple(figures, **drawn):
        return proposal.build(work.facts, fingerprint="x"), work


# 1: received files are never written after import ---------------------------------------------------------


def received_files(study):
    return {name: found for name, found in contents(study.folder).items() if name.split("/")[0] in RECEIVED}


RECEIVED = ("originals", "transcripts", "sources")


def brought(study, name, content):
    return import_files(study, [received(study.root, name, content)])


FIRST = SAID[1][:20]
OPERATIONS = {
    "reading": lambda study: (study.read(), study.texts(), study.problems(), study.conflicts(), study.inputs()),
    "saving": lambda study: study.save([coded(2, "nights", "tool")]),
    "undo and redo": lambda study: (study.undo(), study.redo(), study.undo()),
    "settings": lambda study: study.save_settings({"small_group": 3}),
    "the same files again": lambda study: import_files(study, sorted((study.folder / "originals").iterdir())),
    "another file of the same name": lambda study: brought(study, "INT-01.txt", transcript(1) + "One more line.\n"),
    "other postings": lambda study: brought(study, "job_postings.csv", "posting_id\nJ-9\n"),
    "a list of people": lambda study: brought(study, "participants.csv", "participant_id\nP-9\n"),
    "codings": lambda study: brought(study, "codings.csv", f"transcript_id,quote,code_id\nINT-01,{FIRST},tool\n"),
    "a refused file": lambda study: brought(study, "INT-01.docx", b"PK\x03\x04"),
    "the proposal": lambda study: workbook.make_proposal(Workbook(study, {}, study.root)),
    "the tables": lambda study: write_tables(work := Workbook(study, {}, study.root), work.facts),
    "check": lambda study: CliRunner().invoke(main, ["check", str(study.folder)], catch_exceptions=False),
}


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
def test_received_files_are_never_written_again(study, operation, monkeypatch):
    monkeypatch.setenv("CODESIGN_SOFFICE", "none")
    shutil.copytree(ROOT / "templates", study.root / "templates")
    before = received_files(study)
    assert {name.split("/")[0] for name in before} == set(RECEIVED)
    operation(study)
    after = received_files(study)
    assert {name: after.get(name) for name in before} == before


WRITERS = [
    ("export", "--codings", ".xlsx"),
    ("export", "--codebook", ".qdc"),
    ("export", "--refi", ".qdpx"),
    ("export", "--analysis", ".xlsx"),
    ("agreement", "--out", ".xlsx"),
    ("saturation", "--out", ".csv"),
]


@pytest.mark.parametrize("way", ["as it is", "by a link", "by ..", "as a new file"])
@pytest.mark.parametrize(("command", "option", "ending"), WRITERS, ids=[f"{one} {two}" for one, two, _ in WRITERS])
def test_no_command_writes_over_a_received_file(study, tmp_path, command, option, ending, way):
    kept = received(study.folder / "sources", f"sent{ending}", "as it was sent")
    received(study.folder / "sources", f"sent-curve{ending}", "as it was sent")
    (tmp_path / "link").symlink_to(kept.parent, target_is_directory=True)
    targets = {
        "as it is": kept,
        "by a link": tmp_path / "link" / kept.name,
        "as a new file": kept.with_stem("new"),
        "by ..": study.folder / "journal" / ".." / "sources" / kept.name,
    }
    before = contents(study.folder)
    done = CliRunner().invoke(main, [command, str(study.folder), option, str(targets[way])], catch_exceptions=False)
    assert (done.exit_code, "may lie in the folder of a study" in done.output) == (1, True)
    assert "Name another place. Nothing was written." in done.output
    assert contents(study.folder) == before


# 3: a run writes nothing among what was received and decided -----------------------------------------------


def test_a_run_writes_nothing_into_interview_data(sample_run):
    assert sample_run.ok, sample_run.said
    assert contents(sample_run.root / "interview_data") == sample_run.before


def test_deleting_the_outputs_loses_nothing(sample_run, kernel_run):
    assert kernel_run.proposal == sample_run.proposal
    assert contents(kernel_run.root / "interview_data") == sample_run.before


# 5: every claim leads to evidence in the document, every number is that of the study ---------------------------


def all_blocks(document):
    for section in document.sections.values():
        for block in section:
            yield from block.blocks if isinstance(block, blocks.Landscape) else [block]


def all_runs(document):
    for block in all_blocks(document):
        if isinstance(block, blocks.Paragraph):
            yield from block.runs
        if isinstance(block, blocks.Table):
            yield from (run for row in block.rows for cell in row for run in cell)


def anchors(document):
    found = set()
    for block in all_blocks(document):
        found |= {getattr(block, "anchor", ""), *getattr(block, "row_anchors", ())}
    return found - {""}


EDITIONS = [
    {},
    {"sector": "hydrogen"},
    {"sector": "building retrofit"},
    {"edition": "public", "sector": "energy efficiency"},
    {"region": "Calgary region"},
]


@pytest.mark.parametrize("changes", EDITIONS, ids=str)
def test_every_claim_leads_to_passages_of_the_register_or_says_it_has_none(of_sample, changes):
    document, work = of_sample(**changes)
    there = anchors(document)
    for claim in claims(Facts(work.tables, work.texts, work.parameters)):
        assert claim.anchor in there
        assert claim.has_evidence or claim.confidence == "No evidence"
        places = {f"ev_{one}" if one.startswith("E-") else one for one in claim.evidence_ids}
        assert places <= there


@pytest.mark.parametrize("changes", EDITIONS, ids=str)
def test_every_link_leads_to_a_place_that_is_there(of_sample, changes):
    document, _ = of_sample(**changes)
    links = {run.anchor for run in all_runs(document) if run.anchor}
    assert len(links) > 50
    assert links - anchors(document) == set()


def bodies_by_hand(tables, codes, polarity, sector=""):
    """Count who speaks under codes, by kind, with nothing but loops; with a sector, people of that sector alone."""
    people = {row["participant_id"]: row for row in schemas.records(tables["participants"])}
    turns = [row for row in schemas.records(tables["segments"]) if row["role"] == "respondent"]
    found = {}
    for row in schemas.records(tables["codings"]):
        if row["code_id"] in codes and row["polarity"] == polarity:
            for turn in turns:
                inside = turn["start"] <= row["start"] < turn["end"]
                if turn["transcript_id"] == row["transcript_id"] and inside and turn["participant_id"] in people:
                    person = people[turn["participant_id"]]
                    if sector in ("", person["sector"]):
                        found.setdefault(person["kind"], set()).add(person["employer"])
    return {kind: len(names) for kind, names in found.items()}


def below(tables, code):
    parents = {row["code_id"]: row["parent_id"] for row in schemas.records(tables["codes"])}
    return {one for one in parents if one == code or parents[one] == code or parents.get(parents[one]) == code}


@pytest.mark.parametrize("changes", EDITIONS, ids=str)
def test_every_count_of_a_finding_is_what_counting_by_hand_gives(of_sample, changes):
    document, work = of_sample(**changes)
    tables = work.tables
    facts = Facts(tables, work.texts, work.parameters)
    own = work.parameters.sector
    declared = tables["findings"].set_index("finding_id")["sector"].to_dict()
    words = " ".join(run.text for run in all_runs(document))
    assert facts.findings
    for finding in facts.findings:
        named = tables["finding_codes"].loc[tables["finding_codes"]["finding_id"] == finding.finding_id, "code_id"]
        codes, sector = set().union(*(below(tables, code) for code in named)), declared[finding.finding_id]
        counted = [bodies_by_hand(tables, codes, polarity, sector) for polarity in coding.POLARITIES]
        assert [finding.voices.supports, finding.voices.qualifies, finding.voices.contradicts] == counted
        people = [row for row in schemas.records(tables["participants"]) if sector in ("", row["sector"])]
        of = len({row["employer"] for row in people if row["kind"] == "employer"})
        assert (finding.of, finding.sector) == (of, "" if sector == own else sector)
        assert f"{counted[0].get('employer', 0)} of {of} employers" in words


@pytest.mark.parametrize("changes", EDITIONS, ids=str)
def test_the_table_from_competency_to_quote_has_the_competencies_and_tasks_of_its_run(of_sample, changes):
    _, work = of_sample(**changes)
    traced = tables_for_people(work.facts)["trace"]
    assert set(traced["competency_id"]) == set(work.facts.competencies["competency_id"])
    assert set(traced["task_id"]) - {""} <= set(work.facts.tasks_in)


# 6: consent, and small groups -------------------------------------------------------------------------------


def stretches(words, size=7):
    parts = re.findall(r"\w+", words.lower())
    return {" ".join(parts[at : at + size]) for at in range(len(parts) - size + 1)}


@pytest.mark.parametrize("changes", EDITIONS, ids=str)
def test_no_seven_words_of_somebody_who_did_not_say_yes_stand_in_the_proposal(of_sample, changes):
    document, work = of_sample(**changes)
    everything, texts = work.everything, work.texts
    consent = everything["participants"].set_index("participant_id")["consent"].to_dict()
    said = {True: set(), False: set()}
    for turn in schemas.records(everything["segments"]):
        if turn["role"] == "respondent":
            may = consent.get(turn["participant_id"]) in ("named", "organisation", "unnamed")
            said[may] |= stretches(texts[turn["transcript_id"]][turn["start"] : turn["end"]])
    quotes = [run.text for run in all_runs(document) if "“" in run.text]
    printed = set().union(*map(stretches, quotes), set())
    assert said[False]
    assert printed & said[False] == set()
    assert printed & said[True] or changes.get("edition") == "public"


def interviewed_table(document):
    (table,) = [block for block in all_blocks(document) if getattr(block, "anchor", "") == "table_interviewed"]
    return [tuple(blocks.plain(cell) for cell in row) for row in table.rows]


@pytest.mark.parametrize("small_group", [3, 4, 5, 6])
def test_no_group_below_the_limit_is_told_in_the_proposal(of_sample, small_group):
    document, work = of_sample(small_group=small_group)
    people = work.tables["participants"]
    shown = {(column.lower(), group): number for column, group, number in interviewed_table(document) if number != "–"}
    assert all(int(number) >= small_group for number in shown.values())
    register = " ".join(
        block.text for block in all_blocks(document) if isinstance(block, blocks.Heading) and block.level == 3
    )
    for sector, size in people.groupby("sector").size().items():
        if ("sector", sector) not in shown:
            assert f"an employer, {sector}" not in register
            assert not [run for run in all_runs(document) if f"an employer, {sector}" in run.text]
        else:
            assert int(shown["sector", sector]) == size


# 7: words are words ------------------------------------------------------------------------------------------

HOSTILE = ("{{7*7}}", "{% for x in y %}", '=HYPERLINK("http://x","y")', "<img src=x onerror=alert(1)>", "R&D <lead>",
           "</w:t><w:t>", "+1", "@SUM(A1)", "{{ title }}", "<script>1</script>", "&lt;b&gt;", "a\u202eb")  # fmt: skip


class Page(HTMLParser):
    """The elements and the words of a page."""

    def __init__(self):
        super().__init__()
        self.elements, self.words = set(), []

    def handle_starttag(self, tag, _attrs):
        self.elements.add(tag)

    def handle_data(self, data):
        self.words.append(data)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A study with odd words in answers and in everything a person can type, and its proposal with its pictures."""
    study = filled_study(tmp_path_factory.mktemp("hostile") / "project")
    interviews = {f"INT-{number}": odd for number, odd in enumerate(HOSTILE, 11)}
    files = [received(study.root, "participants.csv", HEADS + "".join(map(person_of, interviews, HOSTILE)))]
    for name, odd in interviews.items():
        said = f"Interviewer: How?\n\nEmployer {name[-2:]}: We say {odd} every day.\n"
        files.append(received(study.root, f"{name}.txt", said))
    assert all(report.is_in for report in import_files(study, files))
    texts = study.texts()
    study.save([change for name, odd in interviews.items() for change in typed(name, odd, texts[name])])
    study.save_settings({"program": {"title": " ".join(HOSTILE), "institution": " ".join(HOSTILE)}})
    work = Workbook(study, {"output": "out"}, study.root)
    return work, proposal.build(work.facts, fingerprint="x")


HEADS = "participant_id,employer,role,sector,consent\n"


def person_of(interview, odd):
    """The line of somebody whose employer and role are odd words."""
    cell = '"' + odd.replace('"', '""') + '"'
    return f"{interview.replace('INT', 'P')},{cell},{cell},hydrogen,organisation\n"


def typed(interview, odd, text):
    """Everything a person can type, with odd words in it: about one interview and what rests on it."""
    number = interview.removeprefix("INT-")
    start, end = text.index("We say"), text.index("day.") + 4
    place = {"transcript_id": interview, "start": start, "end": end, "code_id": f"odd-{number}"}
    return [Change("put", "codings", {"coding_id": f"odd-{number}", **place, "memo": odd}), *puts({
        "codes": [{"code_id": f"odd-{number}", "name": odd, "family": "skill-gap", "definition": odd}],
        "findings": [{"finding_id": f"F{number}", "question": "skill gaps", "statement": odd, "reason": odd,
                      "judged_by": odd}],
        "finding_codes": [{"finding_id": f"F{number}", "code_id": f"odd-{number}"}],
        "tasks": [{"task_id": f"A{number}", "duty_id": "A", "label": odd, "statement": odd}],
        "competencies": [{"competency_id": f"C-{number}", "title": odd, "statement": odd, "conditions": odd}],
        "assessments": [{"assessment_id": f"AS-{number}", "title": odd, "method": "simulation"}],
        "author_texts": [{"box": proposal.BOXES[int(number) % len(proposal.BOXES)].box, "text": odd, "author": odd}],
        "task_evidence": [{"task_id": f"A{number}", "coding_id": f"odd-{number}"}],
    })]  # fmt: skip


@pytest.mark.parametrize("odd", HOSTILE)
def test_hostile_words_stay_words_in_tables_pages_and_the_proposal(hostile, odd):
    work, document = hostile
    tasks, competencies = work.tables["tasks"], work.tables["competencies"]
    assert tasks.loc[tasks["label"] == odd, "statement"].tolist() == [odd]
    assert f"“We say {odd} every day.”" in " ".join(run.text for run in all_runs(document))
    assert odd in document.title
    page = Page()
    page.feed(display.table(competencies[competencies["title"] == odd], caption=odd)._repr_html_())
    assert page.elements <= {"style", "div", "table", "caption", "thead", "tbody", "tr", "th", "td"}
    assert page.words.count(odd) >= 4 or html.unescape("".join(page.words)).count(odd) >= 4


@pytest.fixture(scope="module")
def written(hostile):
    """The tables of that study as they were written, and the paragraphs of its proposal in Word."""
    work, document = hostile
    write_tables(work, work.facts)
    made = word.render(document, (ROOT / "templates" / "proposal.docx").read_bytes())
    printed = "\n".join(paragraph.text for paragraph in _paragraphs(made))
    return load_workbook(work.output / "tables.xlsx")["tasks"], work.output / "tables" / "tasks.csv", printed


@pytest.mark.parametrize("odd", HOSTILE)
def test_hostile_words_stay_words_in_spreadsheets_and_in_word(written, odd):
    sheet, table, printed = written
    row = f"A{HOSTILE.index(odd) + 11}"
    (cells,) = [cells for cells in sheet.iter_rows(min_row=2) if cells[0].value == row]
    assert [(cell.value, cell.data_type) for cell in cells[2:4]] == [(odd, "s"), (odd, "s")]
    raw = pd.read_csv(table, dtype=str).set_index("task_id")["label"][row]
    assert raw in (odd, f"'{odd}")
    assert (raw == odd) != odd.startswith(("=", "+", "@"))
    assert f"“We say {odd} every day.”" in printed


def _paragraphs(content):
    import io

    from docx import Document
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph

    opened = Document(io.BytesIO(content))
    return [Paragraph(element, opened) for element in opened.element.body.iter(qn("w:p"))]


def test_a_parameter_is_never_run(study):
    for words in ("__import__('os')", "{{7*7}}", "../../etc"):
        with pytest.raises(CodesignError):
            Workbook(study, {"sector": words}, study.root)
    assert parameters.checked({"program": {"title": "{{7*7}}"}}).program.title == "{{7*7}}"


def test_a_study_of_nothing_claims_nothing():
    facts = Facts(tables_of(), {}, parameters.checked({}))
    assert all(not claim.has_evidence and claim.confidence == "No evidence" for claim in claims(facts))
