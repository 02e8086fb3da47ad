"""What the coding panel changes on the page is what it would draw afresh, whatever was done before, in any order."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

import pandas as pd
import pytest
from page_trial import BareScreen, Desk, open_notebook
from playwright.sync_api import Browser
from screen_trial import PANEL, write_notebook

from codesign.intake import import_files
from codesign.journal import Change
from codesign.study import Study

TURNS, CODINGS, ACTS = 60, 150, 24
ALL_THERE = """number => document.querySelector(".cw-panel .cw-side-codings h3").textContent.endsWith(` ${number}`)"""
TURNS_THERE = "number => document.querySelectorAll('.cw-panel .cw-turn').length === number"
IS_DRAWN = """!document.querySelector(".cw-panel .cw-light").textContent.startsWith("Saving")
  && !document.querySelector(".cw-panel[data-drawing], .cw-panel [data-counting]")"""
DRAWN = """async (turn) => {
  const frames = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const within = (element, selector) => [...element.querySelectorAll(selector)];
  const panel = document.querySelector(".cw-panel");
  const turns = within(panel, ".cw-turn").slice(turn, turn + 3);
  const list = panel.querySelector(".cw-side-codings");
  const listed = () => within(list, "li[data-row]");
  // Codings are listed in the order of the words, so those of a turn stand about as far down as it does.
  const first = Math.floor((Number(listed()[0]?.ariaSetSize || 0) * turn) / within(panel, ".cw-turn").length);
  for (let round = 0; round < 3; round += 1) {
    turns[0].scrollIntoView({ block: "start" });
    list.scrollTop = first * 62;
    await frames();
  }
  const painted = [...CSS.highlights].flatMap(([name, highlight]) => [...highlight]
    .filter((range) => turns.some((one) => one.contains(range.startContainer)))
    .map((range) => [name.replace(/^cw-[0-9a-f]+-/, ""), range.startOffset, range.endOffset].join(" ")))
    .filter((range) => !/^(current|selection) /.test(range)).sort();
  const classes = (element) => element.className.replace("cw-is", "").trim();
  const told = (row) => [row.firstChild.textContent, classes(row), row.ariaPosInSet, row.ariaSetSize,
    row.querySelector("button").innerText];
  return {
    painted,
    rows: listed().filter((row) => row.ariaPosInSet > first && row.ariaPosInSet <= first + 12).map(told),
    title: list.querySelector("h3").textContent,
    labels: turns.map((one) => within(one, ".cw-label").map((label) => [label.textContent, classes(label),
      label.style.top])),
    shown: panel.querySelector(".cw-shown").textContent,
    filters: within(panel, ".cw-filter select").map((select) => [select.value, select.innerText]),
  };
}"""


@pytest.fixture
def long_panel(browser: Browser, desk: Desk) -> tuple[BareScreen, Study]:
    """The panel on a long interview with more codings than the page draws at once."""
    folder = desk.root / "interview_data" / "long"
    study = Study.create(folder, desk.root / "templates" / "study", person="Bo", device="other")
    rest = "Nobody checks the seals before a run. " * 6
    said = [f"Ana: Answer {turn} tells of valves. {rest}" for turn in range(TURNS)]
    for name, turns in {"INT-01.txt": said, "INT-02.txt": said[:2]}.items():
        (desk.root / name).write_text("\n\n".join(turns), encoding="utf-8")
        assert all(report.is_in for report in import_files(study, [desk.root / name]))
    chance = random.Random(3)
    study.save([Change("put", "codings", row) for row in rows(study, chance)])
    write_notebook(desk.root, "long", PANEL.replace("browser", "long"))
    screen = open_notebook(browser, desk, "long")
    screen.ready()
    return screen, study


def rows(study: Study, chance: random.Random) -> Iterator[dict[str, object]]:
    """Codings of two people on words of the interview, many of them overlapping and no two the same."""
    turns = study.read()["segments"].query("transcript_id == 'INT-01'").to_dict("records")
    for number in range(CODINGS):
        turn = chance.choice(turns)
        start = turn["start"] + 38 * chance.randrange(3)
        code, coder = chance.choice(["skill-gap", "tool", "knowledge"]), chance.choice(["Ana", "Bo"])
        yield {"coding_id": f"c{number}", "transcript_id": "INT-01", "start": start, "end": start + 10 + number % 60,
               "code_id": code, "coder": coder}  # fmt: skip


def act(screen: BareScreen, study: Study, chance: random.Random) -> None:
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


def touched(study: Study, before: pd.DataFrame, now: pd.DataFrame, chance: random.Random) -> int:
    """A turn, of those that can be compared, in which a coding came or went; any other where none did."""
    changed = pd.concat([before, now]).drop_duplicates("coding_id", keep=False)["start"]
    turns = study.read()["segments"].query("transcript_id == 'INT-01'")
    where = [int((turns["start"] <= start).sum()) - 1 for start in sorted(changed)]
    return min(chance.choice(where or range(TURNS)), TURNS - 6)


def drawn(screen: BareScreen) -> None:
    """Wait until everything is saved, answered and drawn."""
    screen.answered()
    screen.page.wait_for_function(IS_DRAWN)


def differences(kept: dict[str, Any], fresh: dict[str, Any]) -> list[str]:
    """Where two drawings differ, each part in a few words: the whole page would tell nobody anything."""
    return [f"{part}: {_first(kept[part], fresh[part])}" for part in kept if kept[part] != fresh[part]]


def _first(kept: object, fresh: object) -> str:
    if isinstance(kept, list) and isinstance(fresh, list):
        pairs = enumerate(zip_longest(kept, fresh))
        kept, fresh = next(([at, one], [at, other]) for at, (one, other) in pairs if one != other)
    return f"{str(kept)[:120]} instead of {str(fresh)[:120]}"


def test_after_any_acts_the_page_shows_what_a_fresh_drawing_shows(long_panel: tuple[BareScreen, Study]) -> None:
    screen, study = long_panel
    chance = random.Random(11)
    page = screen.page
    page.locator(".cw-panel .cw-text").first.focus()
    before = study.read()["codings"]
    for number in range(ACTS):
        act(screen, study, chance)
        if number % 4 < 3:
            continue
        drawn(screen)
        now = study.read()["codings"]
        page.wait_for_function(ALL_THERE, arg=len(now))
        drawn(screen)
        turn, before = touched(study, before, now, chance), now
        kept = page.evaluate(DRAWN, turn)
        for interview, turns in ((1, 2), (0, TURNS)):
            page.locator(".cw-interview").nth(interview).click()
            page.wait_for_function(TURNS_THERE, arg=turns)
        drawn(screen)
        assert differences(kept, page.evaluate(DRAWN, turn)) == []
        assert kept["rows"]
        page.locator(".cw-panel .cw-text").first.focus()
    assert screen.errors == []


def test_a_long_list_draws_some_rows_says_which_of_how_many_and_is_walked_to_its_end(
    long_panel: tuple[BareScreen, Study],
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
