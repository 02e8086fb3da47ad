"""What the coding panel changes on the page is what it would draw afresh, whatever was done before, in any order."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator

import pytest
from jupyter_trial import PANEL, Lab, Screen, open_notebook, write_notebook
from playwright.sync_api import Browser

from codesign.intake import import_files
from codesign.journal import Change
from codesign.study import Study

TURNS, CODINGS, ACTS = 60, 150, 24
ALL_THERE = """number => document.querySelector(".cw-panel .cw-side-codings h3").textContent.endsWith(` ${number}`)"""
DRAWN = """async (turn) => {
  const frames = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const within = (element, selector) => [...element.querySelectorAll(selector)];
  const panel = document.querySelector(".cw-panel");
  const turns = within(panel, ".cw-turn").slice(turn, turn + 3);
  const list = panel.querySelector(".cw-side-codings");
  list.scrollTop = 0;
  for (let round = 0; round < 3; round += 1) {
    turns[0].scrollIntoView({ block: "start" });
    await frames();
  }
  const painted = [...CSS.highlights].flatMap(([name, highlight]) => [...highlight]
    .filter((range) => turns.some((one) => one.contains(range.startContainer)))
    .map((range) => [name.replace(/^cw-[0-9a-f]+-/, ""), range.startOffset, range.endOffset].join(" "))).sort();
  const told = (row) => [row.firstChild.textContent, row.className, row.ariaPosInSet, row.ariaSetSize,
    row.innerText];
  return {
    painted,
    rows: within(list, "li[data-row]").slice(0, 12).map(told),
    title: list.querySelector("h3").textContent,
    labels: turns.map((one) => within(one, ".cw-label").map((label) => [label.textContent, label.className,
      label.style.top])),
    shown: panel.querySelector(".cw-shown").textContent,
    filters: within(panel, ".cw-filter select").map((select) => [select.value, select.innerText]),
  };
}"""


@pytest.fixture
def long_panel(browser: Browser, lab: Lab) -> Iterator[tuple[Screen, Study]]:
    """The panel on a long interview with more codings than the page draws at once."""
    folder = lab.root / "interview_data" / "long"
    shutil.rmtree(folder, ignore_errors=True)
    study = Study.create(folder, lab.root / "templates" / "study", person="Bo", device="other")
    rest = "Nobody checks the seals before a run. " * 6
    said = [f"Ana: Answer {turn} tells of valves. {rest}" for turn in range(TURNS)]
    (lab.root / "INT-01.txt").write_text("\n\n".join(said), encoding="utf-8")
    assert all(report.is_in for report in import_files(study, [lab.root / "INT-01.txt"]))
    chance = random.Random(3)
    study.save([Change("put", "codings", row) for row in rows(study, chance)])
    write_notebook(lab.root, "long", PANEL.replace("browser", "long"))
    screen = open_notebook(browser, lab, "long")
    screen.ready()
    yield screen, study
    screen.page.close()


def rows(study: Study, chance: random.Random) -> Iterator[dict[str, object]]:
    """Codings of two people on words of the interview, many of them overlapping and no two the same."""
    turns = study.read()["segments"].to_dict("records")
    for number in range(CODINGS):
        turn = chance.choice(turns)
        start = turn["start"] + 38 * chance.randrange(3)
        code, coder = chance.choice(["skill-gap", "tool", "knowledge"]), chance.choice(["Ana", "Bo"])
        yield {"coding_id": f"c{number}", "transcript_id": "INT-01", "start": start, "end": start + 10 + number % 60,
               "code_id": code, "coder": coder}  # fmt: skip


def act(screen: Screen, study: Study, chance: random.Random) -> None:
    """Do one of the things a person, or a team mate, does."""
    press = screen.page.keyboard.press
    select = screen.page.get_by_label("Show the codings with this code").first
    what = chance.choice(["code", "code", "remove", "undo", "walk", "filter", "everything", "team mate"])
    if what == "code":
        for key in ("Control+ArrowDown", "s", chance.choice("123")):
            press(key)
    elif what in ("remove", "walk"):
        for key in ("j", "j", "Delete") if what == "remove" else ("k",):
            press(key)
    elif what == "undo":
        press("Control+z")
    elif what == "team mate":
        study.save(
            [Change("put", "codings", {**next(rows(study, chance)), "coding_id": f"t{chance.random()}", "coder": "Bo"})]
        )
    else:
        select.select_option("tool" if what == "filter" else "")
    screen.page.locator(".cw-panel .cw-text").first.focus()


def test_after_any_acts_the_page_shows_what_a_fresh_drawing_shows(long_panel: tuple[Screen, Study]) -> None:
    screen, study = long_panel
    chance = random.Random(11)
    page = screen.page
    page.locator(".cw-panel .cw-text").first.focus()
    for number in range(ACTS):
        act(screen, study, chance)
        if number % 4 < 3:
            continue
        page.wait_for_function("!document.querySelector('.cw-panel .cw-light').textContent.startsWith('Saving')")
        page.wait_for_function(ALL_THERE, arg=len(study.read()["codings"]))
        page.wait_for_timeout(700)
        turn = chance.randrange(TURNS - 6)
        kept = page.evaluate(DRAWN, turn)
        page.locator(".cw-interview").first.click()
        page.wait_for_timeout(700)
        assert kept == page.evaluate(DRAWN, turn)
        assert kept["rows"]
        page.locator(".cw-panel .cw-text").first.focus()
    assert screen.errors == []


def test_a_long_list_draws_some_rows_says_which_of_how_many_and_is_walked_to_its_end(
    long_panel: tuple[Screen, Study],
) -> None:
    page = long_panel[0].page
    listed = page.locator(".cw-codings li[data-row]")
    assert page.locator(".cw-side-codings h3").first.inner_text().endswith(str(CODINGS))
    assert listed.count() < CODINGS
    page.locator("button.cw-coding").first.focus()
    for _ in range(CODINGS - 1):
        page.keyboard.press("Tab")
    last = page.evaluate("document.activeElement.closest('li').ariaPosInSet")
    assert last == str(CODINGS)
    told = page.evaluate("document.activeElement.textContent")
    assert told.startswith(f"INT-01, {CODINGS} of {CODINGS}, ")
