"""Charts and shaded tables for the page: real tables with every number written out, drawn by the browser.

A chart has one message, which is its caption, and alternative text that says the message and the numbers. They follow
the page's own colours, light or dark, and cost nothing to draw; `figures` makes pictures for paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import pandas as pd

from codesign.display import Html
from codesign.figures import ACCENT, FAMILY_COLOURS

DEEPEST = 45
"""The strongest tint in per cent: words on it keep their contrast in light and dark."""

STYLE = """
.cw-page figure.cw-chart,.cw-page figure.cw-heat{margin:.6em 0 1.4em;max-width:66rem}
.cw-page .cw-chart table.cw-table{width:100%;margin:0}
.cw-page .cw-chart .cw-table th[scope=row]{font-weight:400;width:17rem;padding-right:1em}
.cw-page .cw-chart .cw-length{min-width:8rem;width:32%;vertical-align:middle}
.cw-page .cw-chart .cw-length div{background:color-mix(in srgb,currentColor 9%,transparent);border-radius:2px}
.cw-page .cw-chart .cw-length div div{height:.95em;min-width:2px}
.cw-page .cw-heat table.cw-table th,.cw-page .cw-heat table.cw-table td{padding:.35em .55em}
.cw-page .cw-heat .cw-table th[scope=row]{font-weight:400;white-space:nowrap}
.cw-page .cw-heat .cw-table td,.cw-page .cw-heat .cw-table thead th+th{text-align:right;min-width:2.2em;
font-variant-numeric:tabular-nums}
.cw-page .cw-heat .cw-table td{background:color-mix(in srgb,#2a8fae var(--cw-tint,0%),transparent)}
@media (forced-colors:active){.cw-page .cw-chart .cw-length div div{forced-color-adjust:none}}
""".replace("\n", "")


def bars(
    message: str, labels: Sequence[str], counts: Sequence[int], words: Sequence[str], of: int, *, family: str = ""
) -> Html:
    """Return horizontal bars of how many of `of`, with `words` beside each bar, in the hue of a code family."""
    hue = FAMILY_COLOURS.get(family, ACCENT)
    rows = "".join(
        f'<tr><th scope="row">{_text(label)}</th><td class="cw-length"><div aria-hidden="true">'
        f'<div style="width:{_share(count, of)}%;background:{hue}"></div></div></td><td>{_text(phrase)}</td></tr>'
        for label, count, phrase in zip(labels, counts, words, strict=True)
    )
    numbers = "; ".join(f"{label}: {phrase}" for label, phrase in zip(labels, words, strict=True))
    return _figure("cw-chart", f"{message}. {numbers}.", message, f"<tbody>{rows}</tbody>")


def shaded(message: str, counts: pd.DataFrame, shares: pd.DataFrame, *, total: str = "") -> Html:
    """Return a table of counts; the tint of a cell goes with its share, from 0 to 1. Nought is a dot.

    Both have the same index and columns. Where these are the same names, a column is headed by the number of its row,
    to stay narrow. `total` heads a last column with the sum of each row, which has no tint.
    """
    rows = [str(name) for name in counts.index]
    columns = [str(name) for name in counts.columns]
    numbered = rows == columns
    heads = [(str(place) if numbered else name, name) for place, name in enumerate(columns, start=1)]
    head = "".join(f'<th scope="col" abbr="{_text(name)}">{_text(short)}</th>' for short, name in heads)
    last = f'<th scope="col">{_text(total)}</th>' if total else ""
    lines = [
        f'<tr><th scope="row">{f"{place} " if numbered else ""}{_text(name)}</th>'
        f"{_cells(counts.iloc[place - 1], shares.iloc[place - 1])}{_sum(counts.iloc[place - 1], total)}</tr>"
        for place, name in enumerate(rows, start=1)
    ]
    head = f'<thead><tr><th scope="col">Code</th>{head}{last}</tr></thead>'
    return _figure("cw-heat", message, message, f"{head}<tbody>{''.join(lines)}</tbody>")


def _sum(counts: pd.Series[int], total: str) -> str:
    return f"<td>{counts.sum()}</td>" if total else ""


def _cells(counts: pd.Series[int], shares: pd.Series[float]) -> str:
    tints = [f' style="--cw-tint:{round(share * DEEPEST)}%"' if share else "" for share in shares]
    return "".join(f"<td{tint}>{count or '·'}</td>" for count, tint in zip(counts, tints, strict=True))


def _figure(kind: str, alternative: str, message: str, body: str) -> Html:
    table = f'<table class="cw-table"><caption>{_text(message)}</caption>{body}</table>'
    inside = f'<div class="cw-scroll">{table}</div>'
    return Html(f'<style>{STYLE}</style><figure class="{kind}" aria-label="{_text(alternative)}">{inside}</figure>')


def _share(count: int, of: int) -> int:
    return round(100 * count / of) if of else 0


def _text(words: str) -> str:
    return escape(words, quote=True)
