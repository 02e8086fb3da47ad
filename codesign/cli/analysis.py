"""The commands that tell how firm the coding is: agreement between coders, and how much new still came."""

from __future__ import annotations

import json
import math
import shutil
import sys
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from codesign.cli.commands import FILE, _refuse_beside, _shown, _study, main

if TYPE_CHECKING:
    import pandas as pd

    from codesign.proposal import Facts
    from codesign.workbook import Workbook

SHOWN = {"percent_agreement": "percent", "cohen_kappa": "kappa", "scott_pi": "pi", "fleiss_kappa": "Fleiss",
         "krippendorff_alpha": "alpha", "gwet_ac1": "AC1"}  # fmt: skip
PERCENT = ("percent_agreement",)
LEVELS = {"characters": "By characters", "turns": "By turns (answers), coded where any of a turn is"}
NOT_KNOWN = "–"
HELD_BACK = "n too small"
NARROWEST = 12


OUT = click.option("--out", "target", type=FILE, help="Write the tables into this .xlsx, or into a .csv each.")


def options(command: Any) -> Any:
    """Add what both commands take: the study, its sector and region, and the form of the answer."""
    as_json = click.option("--json", "as_json", is_flag=True, help="Write JSON, for other programs.")
    region = click.option("--region", default="", help="Only interviews of this region.")
    sector = click.option("--sector", default="", help="Only interviews of this sector.")
    return click.argument("study")(sector(region(as_json(command))))


@main.command()
@options
@OUT
def agreement(study: str, sector: str, region: str, as_json: bool, target: Path | None) -> None:
    """Tell how far coders agree, code by code.

    Only respondents' words in interviews that two people coded are compared, by characters and by turns, as each
    person coded them: what the team decided afterwards changes no number. In brackets: 95 % bootstrap intervals over
    interviews. docs/methods.md says what each number means.

    \b
    Examples:  workbook agreement clean-energy
               workbook agreement clean-energy --json
               workbook agreement clean-energy --out agreement.xlsx
    """  # noqa: D301
    from codesign.workbook import reliability

    _refuse_beside({"--out": target}, {"--json": as_json})
    work = _work(study, sector, region)
    facts = work.facts
    parts = reliability.agreement_tables(facts.tables)
    if target:
        click.echo(_written(target, parts, work))
    elif as_json:
        of = _of_the_proposal(facts)
        _write_json(
            work,
            proposal=of,
            by_code=parts["codes"],
            by_family=parts["families"],
            codes_in_families=parts["codes_in_families"],
        )
    elif parts["codes"].empty:
        click.echo("Agreement cannot be measured yet: no interview was coded by two people.")
    else:
        _say(reliability.compared(facts.tables))
        _say(reliability.of_the_proposal(facts))
        _tell_agreement(parts)


@main.command()
@options
@OUT
def saturation(study: str, sector: str, region: str, as_json: bool, target: Path | None) -> None:
    """Tell how much new each interview still brought.

    Base size, run length and threshold after Guest, Namey and Chen 2020, as a grid, and the same for orders of the
    interviews drawn at random. There is no single verdict: docs/methods.md says why.

    \b
    Examples:  workbook saturation clean-energy
               workbook saturation clean-energy --sector hydrogen --json
               workbook saturation clean-energy --out saturation.xlsx
    """  # noqa: D301
    from codesign import coding
    from codesign.workbook import reliability

    _refuse_beside({"--out": target}, {"--json": as_json})
    work = _work(study, sector, region)
    tables = work.tables
    parts, interviews = reliability.saturation_tables(tables, work.parameters), coding.heard(tables)["interviews"]
    if target:
        click.echo(_written(target, parts, work))
    elif as_json:
        _write_json(work, interviews=interviews, coded=len(parts["curve"]), **parts)
    elif parts["curve"].empty:
        click.echo("There is nothing to tell yet: no interview has been coded.")
    else:
        _tell_saturation(parts, interviews, reliability.readings(parts["grid"]))


# agreement ----------------------------------------------------------------------------------------------


def _of_the_proposal(facts: Facts) -> dict[str, Any]:
    """Return what the proposal says of agreement, by the names of docs/commands.md."""
    from codesign.proposal.agreed import WEAKEST

    whole = facts.agreement
    numbers = {
        "alpha": whole.pooled,
        "percent_agreement": whole.share,
        "judgements": whole.judgements,
        "mean_alpha": whole.mean,
        "codes": len(whole.codes),
        "weak": whole.weak,
        "reason": whole.reason,
    }
    weakest = [{"code": facts.code_names.get(code.code_id, code.code_id), "krippendorff_alpha": code.alpha,
                "used": code.used, "units": code.of} for code in whole.codes[:WEAKEST]]  # fmt: skip
    return {
        "units": "an answer and a code",
        **{name: _plain(value) for name, value in numbers.items()},
        "weakest": weakest,
    }


def _tell_agreement(parts: Mapping[str, pd.DataFrame]) -> None:
    from codesign import schemas
    from codesign.phrases import count_of
    from codesign.workbook import reliability

    codes, inner = parts["codes"], parts["codes_in_families"]
    families = parts["families"].assign(family=parts["families"]["family"].replace(schemas.FAMILIES))
    for level, title in LEVELS.items():
        own = codes[codes["level"] == level]
        rows = [[row["code"], *_coefficients(row)] for row in own.to_dict("records")]
        heads = ["code", *SHOWN.values(), "alpha, 95 %"]
        _tell_table(f"{title} ({own['units'].min():,} {level} compared for each code)", heads, rows)
        _tell_reasons(own, "code")
        _say(reliability.spread(codes, level))
    rows = [[row["family"], *_alphas(row)] for row in families.to_dict("records")]
    heads = ["family", "u", "95 %", "binary", "95 %", "cu", "95 %"]
    _tell_table("Where passages begin and end, by family (unitizing alphas)", heads, rows)
    _tell_reasons(families, "family")
    rows = [[row["code"], _number(row["kcu_alpha"]), _number(row["coverage"])] for row in inner.to_dict("records")]
    _tell_table("Each code among those of its family, where coders overlap", ["code", "(k)cu", "coverage"], rows)
    _tell_reasons(inner.assign(interval_reason=""), "code")
    disagreements = parts["disagreements"]
    settled = int((disagreements["decision"] != "").sum())
    passages = f"{count_of(len(disagreements), 'passage')} {'is' if len(disagreements) == 1 else 'are'}"
    _say(f"{passages} treated differently, and {settled} decided. Talk them over in workbook 01.", before="\n")


def _coefficients(row: Mapping[Any, Any]) -> list[str]:
    from codesign.workbook import reliability

    cells = [reliability.share(row[name]) if name in PERCENT else _number(row[name]) for name in SHOWN]
    return [*cells, _between(row, "krippendorff_alpha")]


def _alphas(row: Mapping[Any, Any]) -> list[str]:
    names = ("u_alpha", "binary_alpha", "cu_alpha")
    return [cell for name in names for cell in (_number(row[name]), _between(row, name))]


def _between(row: Mapping[Any, Any], name: str) -> str:
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    return NOT_KNOWN if math.isnan(low) else f"[{_number(low)}, {_number(high)}]"


def _tell_reasons(table: pd.DataFrame, name: str) -> None:
    """Say why numbers of a table are missing and why intervals are; `name` is the column that names its rows."""
    for column, mark in (("reason", NOT_KNOWN), ("interval_reason", "No interval")):
        by_reason: dict[str, list[str]] = {}
        for who, reason in zip(table[name], table[column], strict=True):
            for part in filter(None, reason.split("; ")):
                by_reason.setdefault(part, []).append(who)
        for reason, names in by_reason.items():
            _say(f"{mark} where {reason}: {'all' if len(names) == len(table) else ', '.join(names)}.")


# saturation ---------------------------------------------------------------------------------------------


def _tell_saturation(parts: Mapping[str, pd.DataFrame], interviews: int, words: str) -> None:
    from codesign.workbook import reliability

    coded = len(parts["curve"])
    _say(f"{coded} of {interviews} interviews are coded; those count, in the order they were held. {words}")
    columns = {"transcript_id": "interview", "codes": "codes", "new_codes": "new", "known_codes": "so far",
               "low": "5 %", "median": "50 %", "high": "95 %"}  # fmt: skip
    _tell_frame("Codes by interview; on the right, codes so far in orders drawn at random", parts["curve"], columns)
    readings = parts["grid"].assign(
        threshold=[f"{value:.0%}" for value in parts["grid"]["threshold"]],
        ratio=[_number(value) for value in parts["grid"]["ratio"]],
        orders=[reliability.share(value) for value in parts["grid"]["orders"]],
        met=[_met(row) for row in parts["grid"].to_dict("records")],
    )
    columns = {"base": "base", "run": "run", "threshold": "at most", "base_codes": "codes in base", "met": "met at",
               "ratio": "ratio", "later_codes": "new after", "orders": "orders meeting it"}  # fmt: skip
    _tell_frame("When little new came (interviews before the run + the run)", readings, columns)
    for reason in dict.fromkeys(filter(None, parts["grid"]["reason"])):
        _say(f"{NOT_KNOWN} where: {reason}.")
    columns = {"code": "code", "first_heard": "first heard in interview", "interviews": "interviews"}
    _tell_frame("The tail: heard in one interview only, or first in the last three", parts["tail"], columns)
    columns = {"interviews": "interviews", "codes": "codes", "once": "in one only", "last_new": "new in last 3",
               "reached": "settings met", "settings": "of"}  # fmt: skip
    for name in ("sector", "size"):
        groups = parts[f"by_{name}"].assign(interviews=parts[f"by_{name}"]["interviews"].fillna(HELD_BACK))
        _tell_frame(f"By {name} (small groups are held back)", groups, {name: name, **columns})


def _met(row: Mapping[Any, Any]) -> str:
    return NOT_KNOWN if row["reason"] else f"{row['before_run']}+{row['run']}"


# what both share ----------------------------------------------------------------------------------------


def _work(study: str, sector: str, region: str) -> Workbook:
    from codesign.workbook import Workbook

    opened = _study(study)
    return Workbook(opened, {"sector": sector, "region": region}, opened.root)


def _write_json(work: Workbook, **parts: Any) -> None:
    """Write tables as lists of rows; what is undefined is null.

    Other letters than ASCII are written as codes: Windows gives them to another program in a code page of its own.
    """
    plain = {name: part if isinstance(part, (int, dict)) else _rows(part) for name, part in parts.items()}
    click.echo(json.dumps({"study": work.parameters.study, **plain}, indent=2, allow_nan=False))


def _written(target: Path, tables: Mapping[str, pd.DataFrame], work: Workbook) -> str:
    """Write tables as sheets of one .xlsx, or as a .csv each, and return what to tell; a sample says so."""
    from codesign import spreadsheets
    from codesign.errors import StudyError
    from codesign.intake.exports import sample_sheet
    from codesign.study.files import outside_studies, write_whole

    parts = {**tables, **sample_sheet(work.parameters.sample)}
    outside_studies(target, work.root, work.study.folder)
    if target.suffix.lower() not in (".xlsx", ".csv"):
        raise StudyError(f"{target.name} must end in .xlsx or .csv. Nothing was written.")
    if target.suffix.lower() == ".xlsx":
        write_whole(target.absolute(), spreadsheets.workbook_bytes(parts))
        return f"Wrote {_shown(target.absolute())}: {', '.join(parts)}."
    each = {target.absolute().with_stem(f"{target.stem}-{name}"): table for name, table in parts.items()}
    for path, table in each.items():
        write_whole(path, spreadsheets.csv_bytes(table, for_people=True))
    return f"Wrote {', '.join(_shown(path) for path in each)}."


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    whole = table.astype(object)
    return [{str(name): _plain(value) for name, value in row.items()} for row in whole.to_dict("records")]


def _plain(value: Any) -> Any:
    plain = value.item() if hasattr(value, "item") else value
    return None if isinstance(plain, float) and math.isnan(plain) else plain


def _number(value: float | None) -> str:
    """Return a number as the workbooks show it."""
    from codesign.workbook import reliability

    return reliability.two(value)


def _tell_frame(title: str, table: pd.DataFrame, columns: Mapping[str, str]) -> None:
    rows = [[_cell(row[name]) for name in columns] for row in table.to_dict("records")]
    _tell_table(title, list(columns.values()), rows)


def _cell(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return NOT_KNOWN
    return f"{value:g}" if isinstance(value, float) else str(value)


def _tell_table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write a table of aligned columns: words to the left, all after the first to the right.

    In a window that is too narrow, the words of the first column are cut; in a file or a pipe nothing is.
    """
    _say(f"{title}:", before="\n")
    if not rows:
        click.echo("  none")
        return
    widths = [max(len(row[place]) for row in [heads, *rows]) for place in range(len(heads))]
    if room := _room():
        widths[0] = min(widths[0], max(NARROWEST, room - 2 * len(widths) - sum(widths[1:])))
    for row in [heads, *rows]:
        first = row[0] if len(row[0]) <= widths[0] else f"{row[0][: widths[0] - 1].rstrip()}…"
        rest = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
        click.echo("  " + "  ".join([first.ljust(widths[0]), *rest]).rstrip())


def _say(words: str, before: str = "") -> None:
    """Write a sentence, broken between words in a window."""
    click.echo(before + (textwrap.fill(words, room, break_on_hyphens=False) if (room := _room()) else words))


def _room() -> int:
    """Return how many characters a line of the window holds; 0 where the words go into a file or a pipe."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
