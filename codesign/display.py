"""Tables and sentences for the page, as escaped HTML: what a workbook shows under a cell.

Nothing that comes from a study is ever markup here. Colours are JupyterLab's own, with fallbacks for a page
that is opened elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from numbers import Real
from typing import Any

import pandas as pd

from codesign import schemas
from codesign.errors import Problem

STYLE = """
.cw-page{color:var(--jp-ui-font-color1,#1c2733);font:15px/1.5 var(--jp-ui-font-family,system-ui,"Segoe UI",sans-serif);
max-width:75rem}
.cw-page p{margin:.5em 0;max-width:46rem}
.cw-page .cw-note{color:var(--jp-ui-font-color2,#5a6675)}
.cw-page .cw-scroll{overflow-x:auto}
.cw-page table.cw-table{border-collapse:collapse;margin:.4em 0 1em;border:0;font-size:14px;width:auto;max-width:100%}
.cw-page .cw-table caption{caption-side:top;text-align:left;font-weight:600;padding:0 0 .4em;
color:var(--jp-ui-font-color1,#1c2733)}
.cw-page .cw-table th,.cw-page .cw-table td{text-align:left;vertical-align:top;padding:.35em 1.4em .35em 0;border:0;
border-top:1px solid var(--jp-border-color2,#d5dbe1);background:none;max-width:34rem;
white-space:normal;overflow-wrap:break-word;min-width:3.6em}
.cw-page .cw-table thead th{border-top:0;font-weight:600;color:var(--jp-ui-font-color2,#5a6675);vertical-align:bottom;
overflow-wrap:normal}
.cw-page .cw-table tbody tr:nth-child(n){background:none}
.cw-page .cw-table .cw-number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.cw-page .cw-table .cw-date{white-space:nowrap}
.cw-page ul{margin:.4em 0 1em;padding-left:1.3em;max-width:46rem}
.cw-page li{margin:.15em 0}
.cw-page h3{font-size:16px;font-weight:600;margin:1em 0 .3em}
.cw-page .cw-contents ol{display:grid;grid-template-columns:repeat(auto-fit,minmax(6.6rem,1fr));gap:.5em .6em;
list-style:none;margin:.4em 0;padding:0;max-width:none;font-size:14px;line-height:1.4}
.cw-page .cw-contents li{margin:0;padding:.35em 0 0;border-top:3px solid var(--jp-border-color2,#d5dbe1)}
.cw-page .cw-contents li:has([aria-current]){border-top-color:var(--jp-content-link-color,#0a5c73)}
.cw-page .cw-contents [aria-current]{font-weight:600}
.cw-page .cw-contents .cw-note{display:block;font-size:13px}
.cw-page .cw-fold{margin:.5em 0;border-top:1px solid var(--jp-border-color2,#d5dbe1)}
.cw-page .cw-fold summary{cursor:pointer;font-weight:600;padding:.4em 0;width:fit-content}
.cw-page .cw-fold summary:focus-visible{outline:3px solid #b34700;outline-offset:2px}
""".replace("\n", "")
"""The style of every piece, scoped to its own class."""


@dataclass(frozen=True)
class Html:
    """A piece of a page, already escaped; pieces add up."""

    body: str

    def __add__(self, other: Html) -> Html:
        return Html(self.body + other.body)

    def _repr_html_(self) -> str:
        return f'<style>{STYLE}</style><div class="cw-page">{self.body}</div>' if self.body else ""

    def __str__(self) -> str:
        return self.body


def sentence(text: str, *, note: bool = False) -> Html:
    """Return the text as a paragraph; a blank line starts a new one; `note` sets it in grey."""
    mark = ' class="cw-note"' if note else ""
    parts = [part.strip() for part in text.split("\n\n") if part.strip()]
    return Html("".join(f"<p{mark}>{_text(part)}</p>" for part in parts))


def heading(text: str) -> Html:
    """Return the text as a small heading."""
    return Html(f"<h3>{_text(text)}</h3>")


def listing(items: Iterable[str], *, empty: str = "") -> Html:
    """Return the items as a bulleted list, or the sentence `empty` where there are none."""
    lines = "".join(f"<li>{_text(item)}</li>" for item in items)
    return Html(f"<ul>{lines}</ul>") if lines else sentence(empty)


def table(df: pd.DataFrame, *, caption: str = "", columns: Mapping[str, str] | None = None, empty: str = "") -> Html:
    """Return the frame as a table with caption and column headings; numbers stand right, in figures of one width.

    `columns` chooses, orders and names the columns; without it every column is shown under its `label`. A family of
    codes is shown by its name. Where the frame has no rows, the caption and the sentence `empty` are returned.
    """
    names = dict(columns) if columns is not None else {str(name): label(str(name)) for name in df.columns}
    if df.empty:
        return _nothing(caption, empty)
    if "family" in names:
        df = df.assign(family=df["family"].replace(schemas.FAMILIES))
    numeric = {name for name in names if _is_numeric(df[name])}
    df = df.assign(**{name: _aligned(df[name]) for name in numeric})
    head = "".join(_heading(text, name in numeric) for name, text in names.items())
    rows = (tuple(row) for row in df[list(names)].itertuples(index=False, name=None))
    body = "".join(_row(row, list(names), numeric) for row in rows)
    title = f"<caption>{_text(caption)}</caption>" if caption else ""
    return Html(
        f'<div class="cw-scroll"><table class="cw-table">{title}<thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def fold(title: str, content: Html, *, is_open: bool = False) -> Html:
    """Return the content under a title that opens and closes it."""
    mark = " open" if is_open else ""
    return Html(f'<details class="cw-fold"{mark}><summary>{_text(title)}</summary>{content}</details>')


def problems(all_problems: Iterable[Problem], *, empty: str = "Nothing is wrong.") -> Html:
    """Return what is wrong and what is unfinished as two lists, or the sentence `empty`."""
    listed = list(all_problems)
    wrong = [str(problem) for problem in listed if problem.level == "error"]
    unfinished = [str(problem) for problem in listed if problem.level != "error"]
    parts = []
    if wrong:
        parts += [heading(f"To put right ({len(wrong)})"), listing(wrong)]
    if unfinished:
        parts += [heading(f"Unfinished ({len(unfinished)})"), listing(unfinished)]
    return sum(parts, Html("")) if parts else sentence(empty)


def label(name: str) -> str:
    """Return a column name as words: `interviewed_on` is "Interviewed on", `task_id` is "Task"."""
    words = name.removesuffix("_id").replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def _nothing(caption: str, empty: str) -> Html:
    return (heading(caption) if caption else Html("")) + sentence(empty or "Nothing here yet.", note=True)


def _heading(text: str, numeric: bool) -> str:
    return f'<th scope="col"{_numeric_class(numeric)}>{_text(text)}</th>'


def _row(values: tuple[Any, ...], names: list[str], numeric: set[str]) -> str:
    cells = zip(names, values, strict=True)
    return "<tr>" + "".join(f"<td{_cell_class(v, n in numeric)}>{_text(_shown(v))}</td>" for n, v in cells) + "</tr>"


def _cell_class(value: Any, numeric: bool) -> str:
    """Return the class of a cell; a date is not broken at its hyphens."""
    is_date = isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value)
    return ' class="cw-date"' if is_date else _numeric_class(numeric)


def _numeric_class(numeric: bool) -> str:
    return ' class="cw-number"' if numeric else ""


def _is_missing(value: Any) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and value != value)


def _is_numeric(column: pd.Series[Any]) -> bool:
    present = [value for value in column if not _is_missing(value) and value != ""]
    return bool(present) and all(isinstance(value, Real) and not isinstance(value, bool) for value in present)


def _aligned(column: pd.Series[Any]) -> list[Any]:
    """Numbers with as many decimals as the longest of them needs, two at most: a column of them lines up."""
    texts = ["" if _is_missing(value) else f"{float(value):.2f}" for value in column if value != ""]
    decimals = max((len(text.rstrip("0").partition(".")[2]) for text in texts), default=0)
    return ["" if _is_missing(value) or value == "" else f"{float(value):.{decimals}f}" for value in column]


def _shown(value: Any) -> str:
    if _is_missing(value):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(str(item) for item in (sorted(value) if isinstance(value, (set, frozenset)) else value))
    return str(value)


def _text(text: str) -> str:
    return escape(str(text), quote=True).replace("\n", "<br>")
