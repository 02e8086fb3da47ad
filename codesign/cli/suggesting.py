"""The command that tells how often suggested codes would have hit, measured on the study's own codings."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING

import click

from codesign.cli.analysis import _number, _tell_table, _work, _write_json, options
from codesign.cli.commands import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd


@main.command()
@options
def suggest(study: str, sector: str, region: str, as_json: bool) -> None:
    """Tell how often suggested codes hit, measured on the study.

    Each interview in turn is left out, the rest is learned from, and codes are suggested for its coded passages.
    Beside our way stand three simple ones. Nothing is coded. docs/methods.md says what each number means.

    \b
    Examples:  workbook suggest clean-energy
               workbook suggest clean-energy --json
    """  # noqa: D301
    from codesign import coding, suggestions

    work = _work(study, sector, region)
    passages = suggestions.coded_passages(coding.attributed(work.tables), work.texts)
    with _telling() as tell:
        measured = suggestions.leave_one_out(passages, work.tables["codes"], before_each=tell)
    if as_json:
        counts = {name: int(measured[name].iloc[0]) for name in ("n", "codes", "documents")}
        named = measured[suggestions.MEASURES].reset_index()
        _write_json(
            work,
            coded=len(passages),
            passages=counts["n"],
            codes=counts["codes"],
            interviews=counts["documents"],
            methods=named,
        )
    else:
        _tell(measured, len(passages))


def _tell(measured: pd.DataFrame, coded: int) -> None:
    from codesign import suggestions

    n, documents, codes = (int(measured[name].iloc[0]) for name in ("n", "documents", "codes"))
    if measured["hit@1"].isna().any():
        click.echo(
            f"Suggestions cannot be measured yet: {_passages(coded)} coded. It takes codes with "
            f"{suggestions.LEAST_USES} uses or more, in two interviews at least."
        )
        return
    click.echo(
        f"{_passages(n)} of {documents} interviews, {codes} codes with {suggestions.LEAST_USES} uses or more; "
        "each interview in turn left out of what is learned."
    )
    rows = [[str(name), *(_number(row[one]) for one in suggestions.MEASURES)] for name, row in measured.iterrows()]
    _tell_table(
        "Share of passages with one of their codes among the first 1, 3, 5; macro-F1 of the first",
        ["", *suggestions.MEASURES],
        rows,
    )


@contextmanager
def _telling() -> Iterator[Callable[[], None]]:
    """Say on a terminal which interview is left out, since that takes a while, and wipe the line in the end."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    number, line = count(1), "\rLeaving out interview {} … "
    try:
        yield lambda: click.echo(line.format(next(number)), nl=False, err=True)
    finally:
        click.echo(f"\r{' ' * len(line.format(next(number)))}\r", nl=False, err=True)


def _passages(number: int) -> str:
    return f"{number:,} passage" + ("" if number == 1 else "s")
