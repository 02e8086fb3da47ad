"""A study made from nothing by keys alone, on the screens of the workbooks, and the proposal that comes of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import docx
from page_trial import BareScreen, Desk, open_notebook
from playwright.sync_api import Browser, Locator
from screen_trial import INTERVIEW

from codesign import numbering, schemas
from codesign.intake import import_files
from codesign.journal import Change
from codesign.study import Study
from codesign.workbook import Workbook

MADE = re.compile(r"\b[a-z]+-[0-9a-f]{16}")
PEOPLE = "participant_id,employer,sector,consent,kind\nP-01,Employer 01,hydrogen,unnamed,employer\n"
NAME = "nothing"


def new_study(desk: Desk, tmp_path: Path) -> Study:
    """One interview with one coding, and nothing decided."""
    study = Study.create(
        desk.root / "interview_data" / NAME, desk.root / "templates" / "study", person="Ana", device="test"
    )
    (tmp_path / "participants.csv").write_text(PEOPLE)
    (tmp_path / "INT-01.txt").write_text(INTERVIEW)
    assert all(report.is_in for report in import_files(study, [tmp_path / "participants.csv", tmp_path / "INT-01.txt"]))
    answer = schemas.records(study.read()["segments"].query("role == 'respondent'"))[0]
    place = {"transcript_id": "INT-01", "start": answer["start"], "end": answer["end"]}
    study.save([Change("put", "codings", {"coding_id": "c1", **place, "code_id": "skill-gap"})])
    return study


def opened(browser: Browser, desk: Desk, workbook: str) -> BareScreen:
    """A workbook of the study, opened as a person opens it: its parameters name the study."""
    path = desk.root / "workbooks" / f"{workbook}.ipynb"
    path.write_text(path.read_text("utf-8").replace('study = \\"clean-energy\\"', f'study = \\"{NAME}\\"'), "utf-8")
    screen = open_notebook(browser, desk, workbook)
    screen.settled()
    return screen


def table(screen: BareScreen, title: str) -> Locator:
    return screen.page.get_by_role("region", name=title, exact=True)


def add(screen: BareScreen, title: str, row: Mapping[str, str]) -> None:
    """Type a row into a table by keys: what it holds by the titles of its columns, in their order."""
    place = table(screen, title)
    unfold = place.get_by_role("button", name="Open the table")
    if unfold.is_visible():
        unfold.press("Enter")
    place.get_by_role("button", name="Add row").press("Enter")
    titles = [one.strip() for one in place.locator("thead th").all_inner_texts()]
    for column, words in row.items():
        screen.page.keyboard.press("Home")
        for _ in range(titles.index(column)):
            screen.page.keyboard.press("ArrowRight")
        screen.page.keyboard.press("Enter")
        screen.page.keyboard.type(words)
        screen.page.keyboard.press("Tab")
    screen.answered()
    screen.light("Saved", f'[aria-label="{title}"]')


def test_a_study_is_made_from_nothing_by_keys_and_its_proposal_names_nothing_that_nobody_would_say(
    browser: Browser, desk: Desk, tmp_path: Path
) -> None:
    study = new_study(desk, tmp_path)
    screen = opened(browser, desk, "03_job_task_analysis")
    for title in ("Install lines", "Hand over"):
        add(screen, "Duties as a table", {"Title": title})
    for duty, label in (("A", "Purge lines"), ("A", "Test joints"), ("B", "Train owners")):
        add(screen, "Tasks as a table", {"Duty": duty, "Label": label, "Statement": f"{label} by the book."})
    add(screen, "Passages of tasks as a table", {"Task": "A1", "Coding": "INT-01"})
    for employer in ("Employer 01", "Employer 02"):
        add(screen, "Raters", {"Employer": employer, "Sector": "hydrogen"})
    screen.page.locator(".cw-rating").scroll_into_view_if_needed()  # What cannot be seen does not look.
    screen.page.locator(".cw-rating td").filter(has_text="Purge lines").press("ArrowRight")
    screen.page.keyboard.type("543")
    screen.answered()
    screen = opened(browser, desk, "04_competency_drafting")
    add(screen, "Competencies", {"Title": "Purge lines", "Statement": "Purge a line without leaks"})
    add(screen, "Competencies and tasks", {"Competency": "C-01", "Task": "A1"})
    for text in ("Vents first", "Tests after"):
        add(screen, "Performance criteria", {"Competency": "C-01", "Text": text})
    screen = opened(browser, desk, "05_program_design")
    add(screen, "Assessments", {"Title": "Purge a rig", "Method": "simulation"})
    add(screen, "Assessments and criteria", {"Assessment": "AS-1", "Criterion": "C-01.2"})
    add(screen, "Modules", {"Title": "Gas"})
    add(screen, "Hours by module and competency", {"Module": "M1", "Competency": "C-01", "Hours": "12"})
    add(screen, "Pathway steps", {"Title": "Technician", "Kind": "job"})
    add(screen, "Pathway steps", {"Title": "This badge", "Kind": "this", "Leads to": "Technician"})
    screen = opened(browser, desk, "01_interview_coding")
    add(screen, "Findings", {"Question": "skill", "Statement": "New people do not purge."})
    add(screen, "Findings and codes", {"Finding": "F1", "Code": "Skill"})
    tables = study.read()
    by = numbering.numbers(tables).by_table
    assert {name: list(own.values()) for name, own in by.items()} == {
        "duties": ["A", "B"],
        "tasks": ["A1", "A2", "B1"],
        "findings": ["F1"],
        "raters": ["R-01", "R-02"],
        "competencies": ["C-01"],
        "performance_criteria": ["C-01.1", "C-01.2"],
        "assessments": ["AS-1"],
        "modules": ["M1"],
        "pathway_steps": ["P-1", "P-2"],
    }
    shown = numbering.called_by_number(tables, numbering.numbers(tables))
    assert shown["pathway_steps"]["leads_to"].tolist() == ["", "P-1"]
    assert shown["assessment_criteria"].values.tolist() == [["AS-1", "C-01.2"]]
    assert shown["ratings"][["task_id", "importance"]].values.tolist() == [["A1", 5]]
    words = proposal_of(study, desk)
    assert "A1" in words
    assert not MADE.search(words)


def proposal_of(study: Study, desk: Desk) -> str:
    """The words of the proposal that the study makes."""
    made = Workbook(study, {}, desk.root).make_proposal()
    assert made.proposal is not None
    return "\n".join(
        paragraph.text for paragraph in docx.Document(str(made.proposal)).element.body.iter() if paragraph.text
    )
