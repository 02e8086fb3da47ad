"""Real interviews, as a team would bring them in: who answers is never assumed, and a study becomes a proposal."""

from __future__ import annotations

import html
import re
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from docx import Document

from codesign import runs, transcripts, word
from codesign.intake import ImportReport, import_files
from codesign.proposal import Facts, claims
from codesign.runs import RunResult
from codesign.study import Study
from codesign.workbook import Workbook

ROOT = Path(__file__).resolve().parent.parent

ANSWERED = "Interviewer: How is hiring?\n{0}: Slow.\nInterviewer: Why?\n{0}: Few apply.\n"
PANEL = "Jo Host: {q}\nAnn Lee: We look for people who test their work.\nBo Ray: We train them on site for a year.\n"


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """An empty study."""
    folder = tmp_path / "interview_data" / "real-skills"
    return Study.create(folder, ROOT / "templates" / "study", person="Kim", device="test")


def bring_in(study: Study, name: str, text: str) -> ImportReport:
    path = study.folder.parent.parent / name
    path.write_text(text, encoding="utf-8")
    return import_files(study, [path])[0]


def participant_of(study: Study, transcript_id: str) -> str:
    rows = study.read()["transcripts"].set_index("transcript_id")
    return str(rows.loc[transcript_id, "participant_id"])


def test_a_file_name_that_may_hold_a_name_never_becomes_an_id(study: Study) -> None:
    report = bring_in(study, "Interview with Dana Smith of Acme 2025-09-11.txt", ANSWERED.format("Dana"))
    assert report.transcript_id == "INT-01"
    assert not [path for path in study.folder.rglob("*") if "smith" in path.name.lower()]


def test_a_file_that_is_numbered_keeps_its_number(study: Study) -> None:
    names = ("int-07.txt", "P 12 second talk.txt", "00157.txt", "Employer-3.txt", "smith2.txt")
    found = [bring_in(study, name, ANSWERED.format(f"Ann{name[0]}")).transcript_id for name in names]
    assert found == ["INT-07", "P-12", "00157", "EMPLOYER-3", "INT-13"]


def test_only_a_file_that_is_numbered_belongs_to_the_person_of_that_number(study: Study) -> None:
    bring_in(study, "participants.csv", "participant_id,employer,consent\nP-11,Employer 11,organisation\n")
    first = bring_in(study, "hearing of september 11.txt", ANSWERED.format("Ann"))
    second = bring_in(study, "INT-11.txt", ANSWERED.format("Bo"))
    assert participant_of(study, first.transcript_id) == "INT-12"
    assert participant_of(study, second.transcript_id) == "P-11"


def test_several_who_answer_are_not_one_participant(study: Study) -> None:
    report = bring_in(study, "panel.txt", "".join(PANEL.format(q=f"Question {n}?") for n in range(5)) + "Jo Host: Bye")
    assert "Several people answer: Ann Lee, Bo Ray." in str(report)
    assert participant_of(study, report.transcript_id) == ""
    assert "nobody who answers is a participant yet" in str(study.problems()[0])


def test_a_text_that_only_marks_changes_of_speaker_asks_for_turns(study: Study) -> None:
    report = bring_in(study, "hearing.txt", ">> Order.\n>> I run a small mill.\n>> And you?\n>> A shop.\n")
    assert "“turn 12”" in str(report)
    assert participant_of(study, report.transcript_id) == ""


def test_a_list_of_participants_fills_the_rows_an_import_made(study: Study) -> None:
    bring_in(study, "INT-01.txt", ANSWERED.format("Ann"))
    report = bring_in(
        study, "participants.csv", "participant_id,employer,consent\nINT-01,Employer 01,unnamed\nP-02,Mill,no-quote\n"
    )
    assert "2 people: 1 new, 1 that were there" in str(report)
    assert list(study.read()["participants"]["employer"]) == ["Employer 01", "Mill"]


def test_a_list_of_participants_never_changes_a_consent_that_was_given(study: Study) -> None:
    bring_in(study, "participants.csv", "participant_id,employer,consent\nP-01,Mill,no-quote\n")
    report = bring_in(study, "participants.csv", "participant_id,employer,consent\nP-01,Mill,organisation\n")
    assert not report.is_in
    assert "is “no-quote” in participants.csv" in str(report)
    assert list(study.read()["participants"]["consent"]) == ["no-quote"]


def test_a_speaker_without_a_name_can_be_given_a_role(study: Study) -> None:
    bring_in(study, "hearing.txt", ">> Order.\n>> I run a small mill.\n>> And you?\n>> A shop.\n")
    bring_in(study, "participants.csv", "participant_id,employer\nP-01,Mill\n")
    report = bring_in(
        study,
        "speakers.csv",
        "transcript_id,speaker,role,participant_id\nINT-01,,interviewer,\nINT-01,turn 2,respondent,P-01\n",
    )
    assert report.is_in, str(report)
    assert list(study.read()["segments"]["role"]) == ["interviewer", "respondent", "interviewer", "interviewer"]


CODINGS = "transcript_id,quote,code_id,coder\n"


def test_codings_of_a_question_come_in_and_are_said_not_to_count(study: Study) -> None:
    bring_in(study, "INT-01.txt", ANSWERED.format("Ann"))
    report = bring_in(
        study, "codings.csv", CODINGS + "INT-01,How is hiring?,hiring-challenge,Kim\nINT-01,Few apply.,skill-gap,Kim\n"
    )
    assert "1 of them counts nowhere" in str(report)
    assert "in INT-01" in str(report)


def test_evidence_of_a_passage_that_nobody_coded_is_told_by_its_words(study: Study) -> None:
    bring_in(study, "INT-01.txt", ANSWERED.format("Ann"))
    report = bring_in(
        study, "task_evidence.csv", "task_id,transcript_id,quote,code_id,coder\nA1,INT-01,Few apply.,job-task,Kim\n"
    )
    assert "“Few apply.” is not coded as job-task by Kim" in str(report)


# six real interviews, from import to proposal ---------------------------------------------------------------

REAL = {
    "us_house_hearings_2025": ("*118585*.txt", "*118563*.txt", "*118586*.txt"),
    "changelog_hiring_skills": (
        "podcast/the-changelog-462.md",
        "podcast/the-changelog-572.md",
        "gotime/go-time-138.md",
    ),
}
"""Public hearings in both layouts, and podcasts; in the last one two people answer."""
FAMILIES = ("skill-gap", "job-task", "can-move", "hiring-challenge", "credential-signal", "delivery")
NO_QUOTE = "P-04"


def write(folder: Path, table: str, rows: Sequence[dict[str, Any]]) -> Path:
    path = folder / f"{table}.csv"
    pd.DataFrame(rows, dtype=object).to_csv(path, index=False)
    return path


def long_turns(study: Study) -> pd.DataFrame:
    """The turns of two hundred characters and more, but for the interviewers a name or a habit gives away."""
    turns = study.read()["segments"]
    return turns[(turns["end"] - turns["start"] >= 200) & (turns["role"] == "respondent")]


def people_and_speakers(turns: pd.DataFrame) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Two people answer in each interview: in a hearing every other long turn is one person's, else by name."""
    people, speakers = [], []
    for number, (transcript, own) in enumerate(turns.groupby("transcript_id", sort=False)):
        names = [name for name in dict.fromkeys(own["speaker"]) if name and not name.startswith("Speaker")]
        for place in range(2):
            person = f"P-{2 * number + place + 1:02d}"
            consent = "no-quote" if person == NO_QUOTE else ("organisation", "unnamed")[place]
            sector = ("software", "operations")[number % 2]
            employer = f"Employer {person[2:]}"
            people.append({"participant_id": person, "employer": employer, "consent": consent, "sector": sector})
            whose = names[place : place + 1] if names else [f"turn {at}" for at in own["position"].iloc[place:12:2]]
            speakers += [{"transcript_id": transcript, "speaker": name, "participant_id": person} for name in whose]
        if not names:
            others = dict.fromkeys(own["speaker"])
            speakers += [{"transcript_id": transcript, "speaker": name, "role": "interviewer"} for name in others]
    return people, [{"role": "respondent", "participant_id": "", **row} for row in speakers]


def generated_codings(study: Study) -> list[dict[str, Any]]:
    """A code on the first sentence of the first long answers of everybody; every other one by two coders."""
    known, texts = long_turns(study), study.texts()
    rows: list[dict[str, Any]] = []
    for _, own in known[known["participant_id"] != ""].groupby("participant_id", sort=True):
        for _, turn in own.head(5).iterrows():
            text = texts[turn["transcript_id"]]
            start, end = transcripts.sentence_at(text, turn["start"])
            if len(transcripts.find_quote(text, text[start:end])) == 1:
                place = len({(row["transcript_id"], row["quote"]) for row in rows})
                row = {
                    "transcript_id": turn["transcript_id"],
                    "quote": text[start:end],
                    "coder": "Kim",
                    "code_id": FAMILIES[place % len(FAMILIES)],
                    "polarity": "supports",
                }
                rows += [row, {**row, "coder": "Ravi"}] if place % 2 else [row]
    return rows


def design(codings: Sequence[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Tasks shown by the codings, four raters, three competencies with criteria, all assessed and taught."""
    tasks = [f"{duty}{number}" for duty in "ABC" for number in range(1, 5)]
    shown = [row for row in codings if row["code_id"] == "job-task"]
    kept = ("transcript_id", "quote", "code_id", "coder")
    competencies = [f"C-0{number}" for number in range(1, 4)]
    criteria = [(competency, f"{competency}.{number}") for competency in competencies for number in range(1, 4)]
    return {
        "findings": [{"finding_id": "F1", "question": "skill gaps", "statement": "A gap is named."},
                     {"finding_id": "F2", "question": "who can move", "statement": "Some can move."}],
        "finding_codes": [{"finding_id": "F1", "code_id": "skill-gap"}, {"finding_id": "F2", "code_id": "can-move"}],
        "duties": [{"duty_id": duty, "title": f"Duty {duty}", "position": at} for at, duty in enumerate("ABC")],
        "tasks": [{"task_id": task, "duty_id": task[0], "label": f"Check system {task}", "position": task[1:],
                   "statement": f"Check system {task} against its record"} for task in tasks],
        "task_evidence": [{"task_id": tasks[at % len(tasks)], **{name: row[name] for name in kept}}
                          for at, row in enumerate(shown)],
        "raters": [{"rater_id": f"R-{at}", "employer": f"Employer 0{at}", "sector": "software; operations"}
                   for at in range(1, 5)],
        "ratings": [{"rater_id": f"R-{rater}", "task_id": task, "importance": 3 + (at + rater) % 3,
                     "frequency": 2 + at % 4, "difficulty": 3 + (at * rater) % 3}
                    for rater in range(1, 5) for at, task in enumerate(tasks)],
        "competencies": [{"competency_id": name, "title": f"Check systems {name}", "standard": "no fault is missed",
                          "statement": "Check a system against its record", "conditions": "Given its record"}
                         for name in competencies],
        "competency_tasks": [{"competency_id": competencies["ABC".index(task[0])], "task_id": task} for task in tasks],
        "performance_criteria": [{"criterion_id": name, "competency_id": competency, "text": "Names each fault found"}
                                 for competency, name in criteria],
        "assessments": [{"assessment_id": "AS-1", "title": "Find a planted fault", "method": "simulation"}],
        "assessment_criteria": [{"assessment_id": "AS-1", "criterion_id": name} for _, name in criteria],
        "modules": [{"module_id": "M1", "title": "Checks"}],
        "module_competencies": [{"module_id": "M1", "competency_id": name, "hours": 12} for name in competencies],
    }  # fmt: skip


def brought_in(study: Study, paths: Sequence[Path]) -> list[ImportReport]:
    reports = import_files(study, paths)
    assert all(report.is_in for report in reports), "\n".join(map(str, reports))
    return reports


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of its own: nothing real is ever written beside the code."""
    folder = tmp_path_factory.mktemp("real") / "co-design"
    for name in ("workbooks", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def real(project: Path, shared_data: Path) -> Study:
    """A study of six real interviews, coded and designed through the tables a team can bring in."""
    study = Study.create(project / "interview_data" / "real", ROOT / "templates" / "study", person="Kim", device="test")
    folder = shared_data / "interviews"
    brought_in(study, [next((folder / name).glob(one)) for name, files in REAL.items() for one in files])
    people, speakers = people_and_speakers(long_turns(study))
    brought_in(study, [write(project, "participants", people), write(project, "speakers", speakers)])
    codings = generated_codings(study)
    tables = {"codings": codings, **design(codings)}
    brought_in(study, [write(project, name, rows) for name, rows in tables.items()])
    return study


@pytest.fixture(scope="module")
def made(project: Path, real: Study) -> Iterator[RunResult]:
    """The run of that study, without LibreOffice."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CODESIGN_SOFFICE", "none")
        yield runs.run(real.folder, root=project, changes={})


def test_real_interviews_come_in_with_speakers_and_times_of_three_layouts(real: Study) -> None:
    tables = real.read()
    assert set(tables["transcripts"]["layout"]) == {
        ">> before each turn",
        "speaker and time on a line before each turn",
        "speaker in bold before each turn (Markdown)",
    }
    assert len(tables["segments"]) > 1000
    assert len(tables["participants"]) >= 9
    assert not [problem for problem in real.problems() if problem.level == "error"]


def test_codings_of_real_words_are_found_again_and_all_count(real: Study) -> None:
    facts = Facts(real.read(), real.texts(), real.parameters)
    assert len(facts.tables["codings"]) >= 40
    assert set(facts.evidence["coding_id"]) == set(facts.tables["codings"]["coding_id"])
    assert facts.evidence["coder"].nunique() == 2


def test_real_interviews_become_a_proposal_whose_linter_is_clean(made: RunResult) -> None:
    assert made.ok, made.sentences
    assert made.proposal is not None
    assert [str(found) for found in word.problems(made.proposal.read_bytes()) if found.level == "error"] == []


def test_every_claim_on_real_evidence_leads_to_passages_in_the_document(
    made: RunResult, real: Study, project: Path
) -> None:
    assert made.proposal is not None
    body = zipfile.ZipFile(made.proposal).read("word/document.xml").decode()
    places = set(re.findall(r'<w:bookmarkStart[^>]* w:name="([^"]+)"', body))
    links = re.findall(r'<w:hyperlink[^>]* w:anchor="([^"]+)"[^>]*>(.*?)</w:hyperlink>', body, re.DOTALL)
    leads = {html.unescape(re.sub("<[^>]+>", "", words)): anchor for anchor, words in links}
    work = Workbook(real, {}, project)
    found = claims(Facts(work.tables, work.texts, work.parameters))
    behind = {passage for claim in found for passage in claim.evidence_ids if passage.startswith("E-")}
    entries = {paragraph.text.split("\t")[0] for paragraph in Document(str(made.proposal)).paragraphs}
    assert behind
    assert behind <= entries
    assert {claim.count for claim in found} <= set(leads)
    assert set(leads.values()) <= places


def test_nobody_who_refused_is_quoted_in_the_document_or_in_a_workbook(made: RunResult, real: Study) -> None:
    assert made.proposal is not None
    tables, texts = real.read(), real.texts()
    facts = Facts(tables, texts, real.parameters)
    refused = facts.evidence[facts.evidence["participant_id"] == NO_QUOTE]
    quotes = [texts[row["transcript_id"]][row["start"] : row["end"]] for _, row in refused.iterrows()]
    body = zipfile.ZipFile(made.proposal).read("word/document.xml").decode()
    shown = html.unescape(re.sub(r"<[^>]+>", "", body)) + "".join(
        path.read_text() for path in made.folder.rglob("*.ipynb")
    )
    quotes = [quote for quote in quotes if len(quote.split()) >= 5]
    assert quotes
    assert not [quote for quote in quotes if " ".join(quote.split()[:12]) in " ".join(shown.split())]
