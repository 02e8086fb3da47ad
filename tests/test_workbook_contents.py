"""All workbooks at the top of each: links to the others, where one is, and how much is missing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace

import pytest

from codesign import parameters, schemas
from codesign.proposal import Facts
from codesign.workbook import contents, progress

NUMBERS = ["00", "01", "02", "03", "04", "05", "06"]


@pytest.fixture
def work() -> SimpleNamespace:
    """A study in which nothing is done yet."""
    return SimpleNamespace(facts=Facts(schemas.complete({}), {}, parameters.checked({"study": "new"})))


def items(work: SimpleNamespace, number: str) -> Mapping[str, str]:
    """Each workbook's part of the list, by its number."""
    parts = re.findall(r"<li>(.*?)</li>", str(contents.workbook_list(work.facts, number)))
    return {re.search(r">(\d\d) ", part)[1]: part for part in parts}


def test_all_workbooks_stand_there_in_their_order(work: SimpleNamespace) -> None:
    assert list(items(work, "03")) == NUMBERS


@pytest.mark.parametrize("number", NUMBERS)
def test_the_one_that_is_open_is_marked_and_all_others_are_links(number: str, work: SimpleNamespace) -> None:
    listed = items(work, number)
    assert [one for one, part in listed.items() if 'aria-current="page"' in part] == [number]
    assert [one for one, part in listed.items() if "<a " in part] == [one for one in NUMBERS if one != number]


def test_every_link_leads_to_a_workbook_of_that_title(work: SimpleNamespace, root: Path) -> None:
    for titles in (contents.workbook_list(work.facts, "00"), contents.workbook_list(work.facts, "06")):
        for place, title in re.findall(r'<a href="([^"]+)">([^<]+)</a>', str(titles)):
            assert f"# {title[3:]}\\n" in (root / "workbooks" / place).read_text("utf-8")


def test_how_much_is_missing_is_what_progress_finds_missing(work: SimpleNamespace) -> None:
    listed = items(work, "00")
    for step in progress.steps(work.facts):
        assert f">{len(step.missing)} to do<" in listed[step.workbook[:2]], step
    assert "to do" not in listed["00"]


def test_in_a_study_in_which_nothing_is_done_no_workbook_says_that_nothing_is_missing(work: SimpleNamespace) -> None:
    assert "nothing missing" not in str(contents.workbook_list(work.facts, "00"))


def test_where_nothing_is_missing_it_says_so(work: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    done = [progress.Step(name, "", ()) for name in progress.STEPS]
    monkeypatch.setattr(progress, "steps", lambda _facts: done)
    assert all(">nothing missing<" in part for number, part in items(work, "01").items() if number != "00")


def test_the_list_is_navigation_with_a_name(work: SimpleNamespace) -> None:
    assert '<nav class="cw-contents" aria-label="Workbooks"><ol>' in str(contents.workbook_list(work.facts, "02"))
