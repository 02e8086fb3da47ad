"""What a team asks of its codings, as a workbook shows it and as files: counts only, no words of interviews."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from codesign.errors import StudyError

if TYPE_CHECKING:
    import pandas as pd

    from codesign.display import Html
    from codesign.proposal import Facts
    from codesign.workbook.session import Session

MOST_TOGETHER = 12
NOTHING_ELSE = (
    "Nothing is told of this sector or region: it has too few employers to be told apart, or would give a smaller "
    "group away to whoever sees the whole study as well."
)
TOO_SMALL = "This run is on fewer employers than a group must have to be told apart, so nothing is told of them."


def strength(facts: Facts) -> Html:
    """Return for each of the three questions how many employers stand behind each answer, as a chart with its words."""
    from codesign import analysis, discretion, display

    met = discretion.interviewed(facts.tables)
    if discretion.is_too_small(met, facts.parameters):
        return display.sentence(TOO_SMALL)
    answers = analysis.strength(facts.evidence, facts.tables["codes"], met, facts.parameters.small_group)
    shown = [
        _question(own, analysis.QUESTIONS[str(question)]) for question, own in answers.groupby("question", sort=False)
    ]
    return sum(shown, display.Html("")) if shown else display.sentence("The codebook has no codes for the questions.")


def _question(answers: pd.DataFrame, family: str) -> Html:
    """Return the chart of one question; its first row is the question as a whole."""
    from codesign import charts, display

    whole, codes = answers.iloc[0], answers.iloc[1:]
    title = display.label(str(whole["question"]))
    if not whole["employers"]:
        return display.heading(title) + display.sentence("No employer has said anything of it yet.", note=True)
    headline = display.heading(f"{title}: {whole['strength']}")
    if codes.empty:
        return headline
    return headline + charts.bars(
        _most_named(codes),
        codes["name"].tolist(),
        codes["employers"].tolist(),
        codes["strength"].tolist(),
        whole["of"],
        family=family,
    )


def _most_named(codes: pd.DataFrame) -> str:
    """Return the message of a chart: what most employers name."""
    most, of = codes["employers"].max(), codes["of"].iloc[0]
    first = codes.loc[codes["employers"] == most, "name"].tolist()
    by = f"by {most} of {of} employers"
    if len(first) == 1:
        return f"“{first[0]}” is named most, {by}"
    named = f"“{first[0]}” and “{first[1]}”" if len(first) == 2 else f"{len(first)} answers"
    return f"{named} are named most, each {by}"


def groups(facts: Facts) -> Html:
    """Return how many employers of each sector, region, size and kind support each code, where that may be told."""
    from codesign import analysis, discretion, display

    sheets, untold = {}, []
    met, parameters = discretion.interviewed(facts.tables), facts.parameters
    is_told = not discretion.is_too_small(met, parameters)
    for column in analysis.ATTRIBUTES:
        if is_told and discretion.may_be_divided(met, column, parameters.small_group):
            sheets[column] = analysis.by_attribute_sheet(
                facts.evidence, facts.tables["codes"], met, column, parameters.small_group
            )
        else:
            untold.append(column)
    few = f"fewer than two groups have {parameters.small_group} employers or more"
    blank = f"blank where fewer than {parameters.small_group} employers say so, or it would give such a code away"
    shown = [
        display.table(
            table.where(table != analysis.NOT_TOLD, None),
            empty="Nothing is coded yet.",
            caption=f"Employers who say so, by {column}; {blank}",
        )
        for column, table in sheets.items()
    ]
    left_out = f"Not told by {', '.join(untold)}: {few} without giving a smaller one away." if untold else ""
    return sum(shown, display.Html("")) + display.sentence(left_out, note=True)


def interviews(facts: Facts) -> Html:
    """Return how many passages of each code each interview has; not in a public edition."""
    from codesign import analysis, charts, discretion, display

    if not discretion.tells_by_interview(facts.parameters):
        return display.sentence("A public edition has no table by interview.", note=True)
    codes, transcripts = facts.tables["codes"], facts.tables["transcripts"]
    by_code = analysis.code_by_interview(facts.evidence, codes, transcripts)
    by_code = by_code[by_code["passages"] > 0]
    if by_code.empty:
        return display.sentence("Nothing is coded yet.", note=True)
    counts = by_code.set_index("name")[transcripts["transcript_id"].tolist()]
    message = "Passages by code and interview; a code counts those below it; strongest tint where it has most"
    return charts.shaded(message, counts, counts.div(counts.max(axis=1), axis=0), total="All")


def together(facts: Facts) -> Html:
    """Return in how many answers two codes meet, for the codes that meet most, and the pairs that share most words."""
    from codesign import analysis, charts, display

    codes = facts.tables["codes"]
    pairs = analysis.co_occurrence(facts.evidence, codes)
    if not pairs["answers"].any():
        return display.sentence("No answer has two codes yet.", note=True)
    counts, shares = _square(pairs, codes)
    message = "In how many answers two codes meet; the stronger the tint, the larger the share of their answers"
    sheet = analysis.pairs_sheet(pairs, codes)
    same_words = sheet[sheet["Overlaps"] > 0].head(MOST_TOGETHER)
    table = display.table(
        same_words, caption="Codes most often on the same words", empty="No words have two codes yet."
    )
    return charts.shaded(message, counts, shares) + table


def _square(pairs: pd.DataFrame, codes: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return answers in which codes meet and their Jaccard index, as squares of the codes that meet most."""
    import pandas as pd

    both = pd.concat([pairs, pairs.rename(columns={"code_id": "other_id", "other_id": "code_id"})])
    most: set[str] = set()
    ranked = pairs[pairs["answers"] > 0].sort_values("answers", ascending=False, kind="stable")
    for pair in zip(ranked["code_id"], ranked["other_id"], strict=True):
        most |= set(pair) if len(most | set(pair)) <= MOST_TOGETHER else set()
    order = [code for code in codes["code_id"] if code in most]
    names = codes.set_index("code_id")["name"].reindex(order).tolist()
    squares = [
        both.pivot(index="code_id", columns="other_id", values=value).reindex(index=order, columns=order).fillna(0)
        for value in ("answers", "answer_jaccard")
    ]
    counts, shares = (square.set_axis(names).set_axis(names, axis=1) for square in squares)
    return counts.astype(int), shares


def write_analysis(work: Session, path: Path) -> list[str]:
    """Write the tables of `analysis.sheets` and return what a person should know; StudyError where they cannot lie.

    The tables of a sample study say SAMPLE, and so do the names of the .csv files.
    """
    from codesign import analysis, spreadsheets
    from codesign.study.files import write_whole

    _refuse(work, path)
    tables = analysis.sheets(work.tables, work.parameters, whole=work.everything)
    why = [NOTHING_ELSE] if list(tables) == ["about"] else []
    if path.suffix.lower() == ".xlsx":
        write_whole(path, spreadsheets.workbook_bytes(tables))
        return [_listed(tables, "a sheet each"), *why]
    mark = " SAMPLE" if work.parameters.sample else ""
    for name, table in tables.items():
        write_whole(path / f"{name}{mark}.csv", spreadsheets.csv_bytes(table, for_people=True))
    return [_listed(tables, "a .csv each"), *why]


def _listed(names: Collection[str], how: str) -> str:
    return f"{len(names)} tables, {how}: {', '.join(names)}." if len(names) > 1 else f"1 table: {', '.join(names)}."


def _refuse(work: Session, path: Path) -> None:
    from codesign.study.files import outside_studies

    outside_studies(path, work.root, work.study.folder)
    if path.suffix.lower() != ".xlsx" and (path.suffix or path.is_file()):
        raise StudyError(f"{path.name} must end in .xlsx, or be a folder for .csv files. Nothing was written.")
