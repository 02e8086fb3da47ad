"""How firm the coding is, as a team reads it: agreement between coders, and how much new still came."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from codesign import agreement as agreements
from codesign import coding, discretion, display, figures, schemas
from codesign import saturation as saturations
from codesign.display import Html
from codesign.phrases import count_of
from codesign.workbook.screens import picture

if TYPE_CHECKING:
    from codesign.parameters import Parameters
    from codesign.proposal import Facts

NOT_KNOWN = "–"
HELD_BACK = "n too small"
LEVELS = {
    "turns": "By answers: an answer has a code where any of it has",
    "characters": "By characters: where a passage begins and ends counts too",
}
COEFFICIENTS = {"percent_agreement": "Agree", "krippendorff_alpha": "Alpha", "cohen_kappa": "Kappa", "scott_pi": "Pi",
                "fleiss_kappa": "Fleiss", "gwet_ac1": "AC1"}  # fmt: skip
ALPHAS = {"u_alpha": "u", "binary_alpha": "Binary", "cu_alpha": "cu"}
OF_ALPHAS = "u: where passages lie and what they are; binary: only where; cu: only what, where coders overlap"
POOLED = "All codes pooled"


# agreement ----------------------------------------------------------------------------------------------


def agreement_tables(tables: schemas.Tables) -> dict[str, pd.DataFrame]:
    """Return everything that is measured of agreement, by name: codes, families, codes_in_families, disagreements.

    Numbers are whole, as `codesign.agreement` gives them; codes have their names beside their ids. Disagreements are
    places with what was decided there; no words of an interview.
    """
    named = partial(_with_names, codes=tables["codes"])
    return {
        "codes": named(agreements.by_code(tables)),
        "families": agreements.by_family(tables),
        "codes_in_families": named(agreements.by_code_of_family(tables)),
        "disagreements": named(_disagreements(tables)),
    }


def _with_names(table: pd.DataFrame, codes: pd.DataFrame) -> pd.DataFrame:
    names = {"": POOLED, **dict(zip(codes["code_id"], codes["name"], strict=True))}
    place = list(table.columns).index("code_id") + 1
    code_names = [names.get(code, code) for code in table["code_id"]]
    return pd.concat(
        [table.iloc[:, :place], pd.Series(code_names, table.index, dtype=object, name="code"), table.iloc[:, place:]],
        axis=1,
    )


def _disagreements(tables: schemas.Tables) -> pd.DataFrame:
    decided = tables["reconciliations"][["reconciliation_id", "other_code_id", "reason", "decided_by"]]
    differences = agreements.with_decisions(agreements.disagreements(tables), tables["reconciliations"])
    table = differences.merge(decided, on="reconciliation_id", how="left").drop(columns="reconciliation_id").fillna("")
    return table.assign(
        kind=[agreements.KINDS[kind] for kind in table["kind"]],
        coders=["; ".join(names) for names in table["coders"]],
        others=["; ".join(names) for names in table["others"]],
        instead=["; ".join(f"{coder}: {code}" for coder, code in pairs) for pairs in table["instead"]],
    )


def agreement(facts: Facts) -> Html:
    """Return how far coders agree: who is compared, the proposal's number, and every code at both levels."""
    tables = facts.tables
    codes = _with_names(facts.code_agreement, tables["codes"])
    if codes.empty:
        return display.sentence("Agreement cannot be measured yet: no interview was coded by two people.")
    alphas = agreements.by_family(tables)
    intervals = _about_intervals(alphas, "u_alpha")
    families = _with_bounds(alphas, ALPHAS).assign(
        family=[schemas.FAMILIES.get(family, family) for family in alphas["family"]]
    )
    shown = {"family": "Family", **ALPHAS, "reason": f"Why {NOT_KNOWN}"}
    return (
        display.sentence(compared(tables))
        + display.sentence(of_the_proposal(facts))
        + display.sentence(spread(codes))
        + _by_level(codes)
        + display.fold(
            "Where passages begin and end, by family (unitizing alphas)",
            display.table(families, caption=f"{OF_ALPHAS}; {intervals}", columns=_used(families, shown)),
        )
    )


def compared(tables: schemas.Tables) -> str:
    """Return who is compared, on what."""
    speech = agreements.laid_out(tables)
    named = f"{', '.join(speech.coders[:-1])} and {speech.coders[-1]}"
    interviews = count_of(len(speech.interviews), "interview")
    return (
        f"Compared are {named}, on the {interviews} that two or more of them coded: {len(speech.edges) - 1:,} "
        "answers, and only what respondents said. What the team decided afterwards changes nothing here."
    )


def of_the_proposal(facts: Facts) -> str:
    """Return what the proposal says of agreement, and its weakest codes."""
    from codesign import proposal

    words = " ".join(proposal.agreement_words(facts.agreement))
    return f"The proposal says: {words} {proposal.weakest_words(facts.agreement, facts.code_names)}".rstrip()


def spread(codes: pd.DataFrame, level: str = "turns") -> str:
    """Return the mean and the lowest alpha of single codes, by answers or by characters."""
    single = codes[(codes["code_id"] != "") & (codes["level"] == level)].dropna(subset=["krippendorff_alpha"])
    if single.empty:
        return "No single code has an alpha."
    lowest = single.sort_values("krippendorff_alpha", kind="stable").iloc[0]
    mean, least = two(single["krippendorff_alpha"].mean()), two(lowest["krippendorff_alpha"])
    return (
        f"Alpha of {count_of(len(single), 'single code')} by {'answers' if level == 'turns' else level}: mean "
        f"{mean} (a summary, not a coefficient), lowest {least} ({lowest['code']})."
    )


def _by_level(codes: pd.DataFrame) -> Html:
    shown = _with_bounds(codes, COEFFICIENTS, percent=("percent_agreement",))
    names = [name for name in COEFFICIENTS if codes[name].notna().any() or name != "fleiss_kappa"]
    if codes["coders"].max() == 2:
        names = [name for name in names if name != "fleiss_kappa"]
    columns = {"code": "Code", **{name: COEFFICIENTS[name] for name in names}, "reason": f"Why {NOT_KNOWN}"}
    parts = Html("")
    for level, title in LEVELS.items():
        own = shown[shown["level"] == level]
        order = own.assign(alpha=codes["krippendorff_alpha"]).sort_values("alpha", kind="stable", na_position="last")
        order = pd.concat([order[order["code_id"] == ""], order[order["code_id"] != ""]])
        units = f"{int(own['units'].min()):,} {'answers' if level == 'turns' else 'characters'} for each code"
        caption = f"{units}; lowest alpha first; {_about_intervals(own, 'krippendorff_alpha')}"
        table = display.table(order, caption=caption, columns=_used(order, columns))
        parts += display.fold(title, table, is_open=level == "turns")
    return parts


def _about_intervals(table: pd.DataFrame, name: str) -> str:
    reasons = set(table["interval_reason"]) - {""}
    if len(reasons) == 1 and table[f"{name}_low"].isna().all():
        return f"no 95% intervals: {reasons.pop()}"
    missing = f"; none where {' or '.join(sorted(reasons))}" if reasons else ""
    return f"in brackets 95% intervals over interviews{missing}"


def _with_bounds(table: pd.DataFrame, names: Iterable[str], percent: Iterable[str] = ()) -> pd.DataFrame:
    """Return the table with numbers as people read them, intervals in brackets."""
    cells = {
        name: [_number(row, name, "percent" if name in percent else "") for row in table.to_dict("records")]
        for name in names
    }
    return table.assign(**{name: pd.Series(values, table.index, dtype=object) for name, values in cells.items()})


def _number(row: Mapping[Any, Any], name: str, kind: str) -> str:
    form = share if kind else two
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    return form(row[name]) if math.isnan(low) else f"{form(row[name])} [{form(low)}, {form(high)}]"


def _used(table: pd.DataFrame, columns: Mapping[str, str]) -> dict[str, str]:
    """Return the columns without the one for reasons where there is none."""
    return {name: words for name, words in columns.items() if name != "reason" or (table["reason"] != "").any()}


# saturation ---------------------------------------------------------------------------------------------


def saturation_tables(tables: schemas.Tables, parameters: Parameters) -> dict[str, pd.DataFrame]:
    """Return how much new still came, by name: curve, grid, tail, by_sector and by_size.

    Groups with few people in coded interviews are held back, however many are still to be coded.
    """
    evidence, people = coding.attributed(tables), tables["participants"]
    order = saturations.interview_order(evidence)
    counted = people[people["participant_id"].isin(evidence["participant_id"])]
    shown = partial(discretion.shown_groups, counted, small_group=parameters.small_group)
    groups = {name: saturations.by_group(evidence, order, name, shown(name)) for name in ("sector", "size")}
    return {
        "curve": saturations.curve(evidence, order),
        "grid": saturations.grid(evidence, order),
        "tail": _with_names(saturations.tail(evidence, order), tables["codes"]),
        **{f"by_{name}": _in_order(table, name) for name, table in groups.items()},
    }


def _in_order(table: pd.DataFrame, name: str) -> pd.DataFrame:
    groups = list(table[name])
    return table.iloc[sorted(range(len(groups)), key=lambda place: discretion.in_order(groups[place]))]


def saturation(facts: Facts) -> Html:
    """Return how much new each interview still brought: picture, words, the settings, the tail, and by group."""
    parts = saturation_tables(facts.tables, facts.parameters)
    if parts["curve"].empty:
        return display.sentence("There is nothing to tell yet: no interview has been coded.")
    tail = {"code": "Code", "first_heard": "First heard in interview", "interviews": "Interviews"}
    late = count_of(len(parts["tail"]), "code")
    return (
        display.sentence(f"{len(parts['curve'])} of {facts.heard['interviews']} interviews are coded; those count.")
        + _drawn(parts["curve"])
        + display.sentence(readings(parts["grid"]))
        + display.fold("Every setting: when little new came", settings_table(parts["grid"]))
        + display.fold(
            f"The tail: {late} heard in one interview only, or first in the last three",
            display.table(parts["tail"], columns=tail, empty="No code came late or once."),
        )
        + display.fold("By sector and by size of employer", group_table(parts, "sector") + group_table(parts, "size"))
    )


def _drawn(curve: pd.DataFrame) -> Html:
    return Html(f'<div style="max-width:46rem">{picture(figures.growth(curve, title=newest(curve)))}</div>')


def newest(curve: pd.DataFrame) -> str:
    """Return what the last three interviews brought, as the message of the picture."""
    late, heard = int(curve["new_codes"].tail(saturations.LAST).sum()), int(curve["known_codes"].iloc[-1])
    last = min(saturations.LAST, len(curve))
    which = "the only interview" if len(curve) == 1 else f"the last {'two' if last == 2 else 'three'} interviews"
    return f"Of {count_of(heard, 'code')}, {late or 'none'} came first in {which}"


def readings(grid: pd.DataFrame) -> str:
    """Return what the settings say together, without a verdict."""
    tried, met = grid[grid["base_codes"].notna()], grid[grid["reason"] == ""]
    if tried.empty:
        return "No setting of Guest, Namey and Chen can be read yet: the least of them needs six coded interviews."
    which = f"{len(tried)} settings of Guest, Namey and Chen"
    which += "" if len(tried) == len(grid) else f" that can be read on so few interviews ({len(grid)} in all)"
    if met.empty:
        return f"By none of {which} had new codes become few."
    after = int(met["later_codes"].max())
    first, last = met["interviews"].min(), met["interviews"].max()
    when = f"after {first} interviews" if first == last else f"after {first} to {last} interviews"
    later = (
        f"and up to {after} codes were first heard after that" if after else "and no code was first heard after that"
    )
    return (
        f"By {len(met)} of {which} new codes had become few {when}, {later}. "
        "No setting is the right one, and none says that enough people were heard."
    )


def settings_table(grid: pd.DataFrame) -> Html:
    """Return the grid of settings as a table."""
    rows = grid.assign(
        threshold=[share(value) for value in grid["threshold"]],
        met=[NOT_KNOWN if row["reason"] else f"{row['before_run']}+{row['run']}" for row in grid.to_dict("records")],
        ratio=[two(value) for value in grid["ratio"]],
        orders=[share(value) for value in grid["orders"]],
    )
    columns = {"base": "Base", "run": "Run", "threshold": "At most", "base_codes": "Codes in base", "met": "Met at",
               "ratio": "New / base", "later_codes": "New after", "orders": "Orders meeting it",
               "reason": f"Why {NOT_KNOWN}"}  # fmt: skip
    caption = "Met at: interviews before the run + the run. Orders: of the same interviews, drawn at random"
    return display.table(rows, caption=caption, columns=_used(rows, columns))


def group_table(parts: Mapping[str, pd.DataFrame], name: str) -> Html:
    """Return how much new came within each sector, or size of employer; small groups are held back."""
    columns = {name: display.label(name), "interviews": "Interviews", "codes": "Codes", "once": "In one only",
               "last_new": "New in last three", "met": "Settings met"}  # fmt: skip
    table = parts[f"by_{name}"]
    met = [
        NOT_KNOWN if row["reached"] is None else f"{row['reached']} of {row['settings']}"
        for row in table.to_dict("records")
    ]
    shown = table.assign(interviews=table["interviews"].fillna(HELD_BACK), met=pd.Series(met, dtype=object))
    return display.table(shown, caption=f"By {name}; small groups are held back", columns=columns, empty="Nobody yet.")


# numbers ------------------------------------------------------------------------------------------------


def two(value: float | None) -> str:
    """Return two decimals; a value just below nought has no sign."""
    return NOT_KNOWN if value is None or math.isnan(value) else f"{round(float(value), 2) + 0.0:.2f}"


def share(value: float | None) -> str:
    """Return a share in per cent."""
    return NOT_KNOWN if value is None or math.isnan(value) else f"{value:.0%}"
