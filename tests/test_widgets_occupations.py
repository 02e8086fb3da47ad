"""The screen of occupations: searched and linked, tasks held beside the board, and what is decided of each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import frameworks_trial
import pytest
import store_trial
from study_trial import empty_study, puts

from codesign import proposal, schemas
from codesign.intake.taxonomies import import_taxonomies
from codesign.journal import Change
from codesign.proposal.blocks import Paragraph, Table
from codesign.study import Study
from codesign.workbook.notebook import Workbook

NOC, CODE = "NOC 2021", "72990"


class Browser(store_trial.Browser):
    """A page that asks, and whose acts are each another one."""

    def ask(self, **content: Any) -> None:
        self.say(content)

    def act(self, **content: Any) -> dict[str, Any]:
        return self.change(f"m{len(self.heard)}", **content)


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Study:
    """A study with one task and a file of each framework."""
    monkeypatch.setenv("CODESIGN_HOME", str(tmp_path / "home"))
    study = empty_study(tmp_path)
    import_taxonomies(study, [frameworks_trial.write_files(tmp_path / "files")])
    task = {"task_id": "A1", "duty_id": "A", "label": "Install heat pumps", "position": 1}
    study.save(puts({"duties": [{"duty_id": "A", "title": "Fit heat pumps"}], "tasks": [task]}))
    return study


def work(study: Study, person: str = "Kim") -> Workbook:
    own = Study.open(study.folder, person=person, device=person)
    return Workbook(own, {"study": "trial"}, study.root)


def screen(study: Study, person: str = "Kim") -> Browser:
    return Browser(work(study, person).occupations())


def linked(study: Study) -> Browser:
    browser = screen(study)
    browser.act(action="link", framework=NOC, code=CODE)
    return browser


def tasks(browser: Browser) -> dict[str, dict[str, Any]]:
    return {row["text"]: row for row in browser.last("saved", "rows", "snapshot")["tasks"]["rows"]}


def rows(study: Study, table: str) -> list[dict[str, Any]]:
    return schemas.records(Study.open(study.folder).read()[table])


def test_without_any_framework_the_screen_says_what_to_do(tmp_path: Path) -> None:
    browser = screen(empty_study(tmp_path))
    assert "Everything else works without" in browser.last("snapshot")["empty"]
    browser.ask(type="look")
    assert browser.last("suggested")["suggested"] == []


def test_results_say_code_framework_and_why_they_rank(study: Study) -> None:
    browser = screen(study)
    browser.ask(type="search", words="geothermal", framework="", number=1)
    first = browser.last("results")["results"][0]
    assert (first["framework"], first["code"], first["why"]) == (NOC, CODE, "Also called “geothermal fitter”")
    browser.ask(type="search", words="heat pump", framework="ESCO", number=2)
    assert [row["code"] for row in browser.last("results")["results"]] == ["7127.9"]


def test_the_study_looks_like_the_occupation_of_its_tasks(study: Study) -> None:
    browser = screen(study)
    browser.ask(type="look")
    first = browser.last("suggested")["suggested"][0]
    assert (first["code"], first["why"]) == (CODE, "1 of 1 tasks shares words with its own")


def test_a_link_is_an_alignment_of_the_program_with_its_version(study: Study) -> None:
    browser = linked(study)
    row = rows(study, "alignments")[0]
    assert (row["aligned"], row["framework"], row["code"], row["title"], row["version"]) == (
        "program", NOC, CODE, "Heat pump fitters", "2021 v1.0",
    )  # fmt: skip
    assert list(work(study).tables["alignments"]["alignment_id"]) == ["AL-01"]
    assert work(study).facts.noc == [CODE]
    browser.act(action="unlink", item=row["alignment_id"])
    assert rows(study, "alignments") == []


def test_two_people_who_link_the_same_occupation_make_one_link(study: Study) -> None:
    ana, bo = screen(study, "Ana"), screen(study, "Bo")
    for browser in (ana, bo):
        browser.act(action="link", framework=NOC, code=CODE)
    assert len(rows(study, "alignments")) == 1


def test_each_task_says_whether_the_board_has_it(study: Study) -> None:
    shown = tasks(linked(study))
    installs = shown["Install heat pumps and connect their refrigerant lines"]
    assert (installs["state"], installs["nearest"]) == ("alike", "A1 Install heat pumps")
    assert installs["status"] == "May be covered by A1 Install heat pumps (both say install, heat, pumps)."
    assert shown["Estimate the cost of repairs"]["status"] == "May be missing: no task of the board is like it."


def test_a_task_is_proposed_to_the_board_once_and_in_its_own_words(study: Study) -> None:
    browser = linked(study)
    task = tasks(browser)["Commission heat pumps and record their readings"]
    for _ in range(2):
        browser.act(action="propose", task=task["id"])
    own = rows(study, "task_proposals")
    assert [(row["text"], row["came_from"], row["named"]) for row in own] == [
        ("Commission heat pumps and record their readings", "occupation", "NOC 72990, OaSIS")
    ]
    assert tasks(browser)[task["text"]]["state"] == "proposed"
    study.save([Change("put", "task_proposals", {**own[0], "outcome": "left out", "reason": "the maker does it"})])
    assert "left out on the board: the maker does it" in tasks(screen(study))[task["text"]]["status"]


def test_a_proposal_and_its_answer_are_taken_back_together(study: Study) -> None:
    browser = linked(study)
    task = tasks(browser)["Estimate the cost of repairs"]
    browser.act(action="propose", task=task["id"])
    browser.act(action="undo")
    assert (rows(study, "task_proposals"), rows(study, "occupation_answers")) == ([], [])
    browser.act(action="redo")
    assert len(rows(study, "task_proposals")) == 1
    browser.act(action="take_back", task=task["id"])
    assert (rows(study, "task_proposals"), rows(study, "occupation_answers")) == ([], [])


def test_a_task_is_left_out_with_a_reason_only(study: Study) -> None:
    browser = linked(study)
    task = tasks(browser)["Estimate the cost of repairs"]
    refused = browser.act(action="leave_out", task=task["id"], reason=" ")
    assert "say in a few words why" in refused["sentence"]
    browser.act(action="leave_out", task=task["id"], reason="the office does it")
    answer = rows(study, "occupation_answers")[0]
    assert (answer["answer"], answer["reason"], answer["decided_by"]) == (
        "not part of this job",
        "the office does it",
        "Kim",
    )
    assert tasks(browser)[task["text"]]["status"] == "Not part of this job, says Kim: the office does it"


def test_an_answer_that_a_task_covers_it_goes_when_that_task_goes(study: Study) -> None:
    browser = linked(study)
    task = tasks(browser)["Install heat pumps and connect their refrigerant lines"]
    browser.act(action="cover", task=task["id"])
    assert tasks(browser)[task["text"]]["status"] == "Covered by A1 Install heat pumps, says Kim."
    study.save([Change("delete", "tasks", {"task_id": "A1"})])
    assert tasks(screen(study))[task["text"]]["state"] == "missing"


def test_what_a_team_mate_decides_comes(study: Study) -> None:
    browser = linked(study)
    task = tasks(browser)["Estimate the cost of repairs"]
    screen(study, "Bo").act(action="leave_out", task=task["id"], reason="no")
    browser.ask(type="refresh")
    assert tasks(browser)[task["text"]]["state"] == "left"


def test_files_come_in_on_the_screen_in_pieces(study: Study) -> None:
    browser, content = screen(study), frameworks_trial.NOC_FRENCH.encode()
    browser.ask(type="file", name="fr.csv", number=0, is_first=True, buffers=[content[:50]])
    browser.ask(type="file", name="fr.csv", number=0, is_first=False, buffers=[content[50:]])
    browser.ask(type="import", sizes=[len(content)])
    assert browser.last("imported")["reports"][0]["is_in"]
    browser.ask(type="search", words="thermopompe", framework="", number=1)
    assert browser.last("results")["results"][0]["code"] == CODE
    browser.ask(type="import", sizes=[3])
    assert "Not all of the files arrived" in browser.last("imported")["failed"]


def test_the_page_without_a_workbook_has_the_links_and_how_their_tasks_stand(study: Study) -> None:
    linked(study)
    page = work(study).occupations().static()._repr_html_()
    assert "72990 Heat pump fitters" in page
    assert "3 tasks, 1 may be covered, 2 may be missing" in page


def test_the_proposal_prints_the_files_and_the_licence_of_each_framework_once(study: Study) -> None:
    blocks = proposal.build(work(study).facts, fingerprint="0").sections["appendix_audit"]
    table = next(one for one in blocks if isinstance(one, Table) and one.anchor == "table_frameworks_imported")
    assert len(table.rows) == len(frameworks_trial.files())
    words = ["".join(run.text for run in one.runs) for one in blocks if isinstance(one, Paragraph)]
    assert sum("Open Government Licence" in line for line in words) == 3
    assert any("CC BY 4.0. O*NET is a trademark" in line for line in words)
