"""The commands that tell how firm the coding is: agreement between coders, and how much new still came."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from codesign.cli.commands import _study, main

if TYPE_CHECKING:
    import pandas as pd

    from codesign.study import Workbook

SHOWN = {"percent_agreement": "percent", "cohen_kappa": "kappa", "scott_pi": "pi", "fleiss_kappa": "Fleiss",
         "krippendorff_alpha": "alpha", "gwet_ac1": "AC1"}  # fmt: skip
LEVELS = {"characters": "By characters", "turns": "By turns, coded where any of a turn is"}
NOT_KNOWN = "-"
HELD_BACK = "n too small"


def options(command: Any) -> Any:
    """Add what both commands take: the study, its sector and region, and the form of the answer."""
    as_json = click.option("--json", "as_json", is_flag=True, help="Write JSON, for other programs.")
    region = click.option("--region", default="", help="Only interviews of this region.")
    sector = click.option("--sector", default="", help="Only interviews of this sector.")
    return click.argument("study")(sector(region(as_json(command))))


@main.command()
@options
def agreement(study: str, sector: str, region: str, as_json: bool) -> None:
    """Tell how far coders agree, code by code.

    Only respondents' words in interviews that two people coded are compared, by characters and by turns.
    In brackets: 95 % bootstrap intervals over interviews. docs/methods.md says what each number means.

    \b
    Examples:  workbook agreement clean-energy
               workbook agreement clean-energy --json
    """  # noqa: D301
    from codesign import agreement

    work = _work(study, sector, region)
    codes, families = agreement.by_code(work.tables), agreement.by_family(work.tables)
    if as_json:
        _write_json(work, by_code=codes, by_family=families)
    elif codes.empty:
        click.echo("Agreement cannot be measured yet: no interview was coded by two people.")
    else:
        _tell_agreement(codes, families, work.tables["codes"])


@main.command()
@options
def saturation(study: str, sector: str, region: str, as_json: bool) -> None:
    """Tell how much new each interview still brought.

    Base size, run length and threshold after Guest, Namey and Chen 2020, as a grid, and the same for orders of the
    interviews drawn at random. There is no single verdict: docs/methods.md says why.

    \b
    Examples:  workbook saturation clean-energy
               workbook saturation clean-energy --sector hydrogen --json
    """  # noqa: D301
    from codesign import coding, saturation

    work = _work(study, sector, region)
    evidence = coding.attributed(work.tables)
    order = saturation.interview_order(evidence)
    people = work.tables["participants"]
    shown = partial(coding.shown_groups, people, small_group=work.parameters.small_group)
    parts = {
        "curve": saturation.curve(evidence, order),
        "grid": saturation.grid(evidence, order),
        "tail": saturation.tail(evidence, order),
        **{f"by_{name}": saturation.by_group(evidence, order, name, shown(name)) for name in ("sector", "size")},
    }
    if as_json:
        _write_json(work, interviews=coding.heard(work.tables)["interviews"], coded=len(order), **parts)
    elif not order:
        click.echo("There is nothing to tell yet: no interview has been coded.")
    else:
        names = dict(zip(work.tables["codes"]["code_id"], work.tables["codes"]["name"], strict=True))
        named = parts["tail"].assign(code_id=[names.get(code, code) for code in parts["tail"]["code_id"]])
        _tell_saturation({**parts, "tail": named}, coding.heard(work.tables)["interviews"], len(order))


# agreement ----------------------------------------------------------------------------------------------


def _tell_agreement(codes: pd.DataFrame, families: pd.DataFrame, codebook: pd.DataFrame) -> None:
    names = {"": "All codes pooled", **dict(zip(codebook["code_id"], codebook["name"], strict=True))}
    click.echo(f"{codes['interviews'].iloc[0]} interviews that two people coded, {codes['coders'].iloc[0]} coders; "
               "only what respondents said.")  # fmt: skip
    for level, title in LEVELS.items():
        own = codes[codes["level"] == level]
        rows = [[names.get(row["code_id"], row["code_id"]), *_coefficients(row)] for row in own.to_dict("records")]
        heads = ["code", *SHOWN.values(), "alpha, 95 %"]
        _tell_table(f"{title} ({own['units'].min():,} {level} compared for each code)", heads, rows)
        click.echo(_spread(own[own["code_id"] != ""], names))
    _tell_reasons({names.get(code, code): why for code, why in zip(codes["code_id"], codes["reason"], strict=True)})
    columns = ["u_alpha", "binary_alpha", "cu_alpha"]
    rows = [[row["family"], *(_number(row[name]) for name in columns)] for row in families.to_dict("records")]
    _tell_table("Where passages begin and end, by family (unitizing alphas)", ["family", "u", "binary", "cu"], rows)
    _tell_reasons(dict(zip(families["family"], families["reason"], strict=True)))


def _coefficients(row: Mapping[Any, Any]) -> list[str]:
    low, high = (row[f"krippendorff_alpha_{end}"] for end in ("low", "high"))
    between = NOT_KNOWN if math.isnan(low) else f"[{_number(low)}, {_number(high)}]"
    return [*(_number(row[name]) for name in SHOWN), between]


def _spread(codes: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Return the mean and the lowest alpha of the codes as a sentence."""
    defined = codes.dropna(subset=["krippendorff_alpha"])
    if defined.empty:
        return "No code has an alpha."
    lowest = defined.sort_values("krippendorff_alpha", kind="stable").iloc[0]
    name, least = names.get(lowest["code_id"], lowest["code_id"]), _number(lowest["krippendorff_alpha"])
    mean = _number(float(defined["krippendorff_alpha"].mean()))
    return f"Alpha of {len(defined)} single codes: mean {mean} (a summary, not a coefficient), lowest {least} ({name})."


def _tell_reasons(reasons: Mapping[str, str]) -> None:
    by_reason: dict[str, list[str]] = {}
    for name, reason in reasons.items():
        for part in filter(None, reason.split("; ")):
            by_reason.setdefault(part, []).append(name)
    for reason, who in by_reason.items():
        click.echo(f"{NOT_KNOWN} where {reason}: {', '.join(who)}.")


# saturation ---------------------------------------------------------------------------------------------


def _tell_saturation(parts: Mapping[str, pd.DataFrame], interviews: int, coded: int) -> None:
    click.echo(f"{coded} of {interviews} interviews are coded; those count, in the order they were held.")
    columns = {"transcript_id": "interview", "codes": "codes", "new_codes": "new", "known_codes": "so far",
               "low": "5 %", "median": "50 %", "high": "95 %"}  # fmt: skip
    _tell_frame("Codes by interview; on the right, codes so far in orders drawn at random", parts["curve"], columns)
    readings = parts["grid"].assign(
        threshold=[f"{value:.0%}" for value in parts["grid"]["threshold"]],
        ratio=[_number(value) for value in parts["grid"]["ratio"]],
        orders=[NOT_KNOWN if value is None else f"{value:.0%}" for value in parts["grid"]["orders"]],
        met=[_met(row) for row in parts["grid"].to_dict("records")],
    )
    columns = {"base": "base", "run": "run", "threshold": "threshold", "base_codes": "codes in base", "met": "met at",
               "ratio": "ratio", "later_codes": "new after", "orders": "orders meeting it"}  # fmt: skip
    _tell_frame("When little new came (interviews before the run + the run)", readings, columns)
    for reason in dict.fromkeys(filter(None, parts["grid"]["reason"])):
        click.echo(f"{NOT_KNOWN} where: {reason}.")
    columns = {"code_id": "code", "first_heard": "first heard in interview", "interviews": "interviews"}
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
    from codesign.study import Workbook

    opened = _study(study)
    return Workbook(opened, {"sector": sector, "region": region}, opened.root)


def _write_json(work: Workbook, **parts: Any) -> None:
    """Write tables as lists of rows; what is undefined is null."""
    plain = {name: part if isinstance(part, int) else _rows(part) for name, part in parts.items()}
    click.echo(json.dumps({"study": work.parameters.study, **plain}, ensure_ascii=False, indent=2, allow_nan=False))


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    whole = table.astype(object)
    return [{str(name): _plain(value) for name, value in row.items()} for row in whole.to_dict("records")]


def _plain(value: Any) -> Any:
    plain = value.item() if hasattr(value, "item") else value
    return None if isinstance(plain, float) and math.isnan(plain) else plain


def _number(value: float | None) -> str:
    """Return two decimals; a value just below nought has no sign."""
    if value is None or math.isnan(value):
        return NOT_KNOWN
    return f"{round(value, 2) + 0.0:.2f}"


def _tell_frame(title: str, table: pd.DataFrame, columns: Mapping[str, str]) -> None:
    rows = [[_cell(row[name]) for name in columns] for row in table.to_dict("records")]
    _tell_table(title, list(columns.values()), rows)


def _cell(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return NOT_KNOWN
    return f"{value:g}" if isinstance(value, float) else str(value)


def _tell_table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write a table of aligned columns: words to the left, all after the first to the right."""
    click.echo(f"\n{title}:")
    if not rows:
        click.echo("  none")
        return
    widths = [max(len(row[place]) for row in [heads, *rows]) for place in range(len(heads))]
    for row in [heads, *rows]:
        first = row[0].ljust(widths[0])
        rest = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
        click.echo("  " + "  ".join([first, *rest]).rstrip())
