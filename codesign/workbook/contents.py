"""The seven workbooks in their order: where one is, and how much is missing in each."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from codesign.display import Html

if TYPE_CHECKING:
    from codesign.proposal import Facts

FIRST = "00 Start here"


def workbook_list(facts: Facts, number: str) -> Html:
    """Return links to all workbooks with what each still misses; the one of this number, such as "03", is marked."""
    from codesign.workbook import progress

    missing = {step.workbook: len(step.missing) for step in progress.steps(facts)}
    items = "".join(
        _item(title, count, is_here=title[:2] == number) for title, count in {FIRST: None, **missing}.items()
    )
    return Html(f'<nav class="cw-contents" aria-label="Workbooks"><ol>{items}</ol></nav>')


def file_name(title: str) -> str:
    """Return the file of a workbook by its title: "01 Interview coding" is 01_interview_coding.ipynb."""
    return title.lower().replace(" ", "_").replace("-", "_") + ".ipynb"


def _item(title: str, missing: int | None, *, is_here: bool) -> str:
    name = escape(title)
    place = f'<span aria-current="page">{name}</span>' if is_here else f'<a href="{file_name(title)}">{name}</a>'
    return f"<li>{place}{_left(missing)}</li>"


def _left(missing: int | None) -> str:
    """Return how much is missing, as it stands after a title."""
    if missing is None:
        return ""
    words = f"{missing} to do" if missing else "nothing missing"
    return f' <span class="cw-note">{words}</span>'
