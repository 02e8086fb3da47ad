"""Passages found again in a workbook, and the files a team takes them away in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from codesign.errors import CodesignError

if TYPE_CHECKING:
    import pandas as pd

    from codesign.analysis import Filters
    from codesign.widgets import Screen
    from codesign.workbook.session import Session

ENDINGS = (".xlsx", ".csv")
CONFIDENTIAL = "CONFIDENTIAL: words of interviews, whatever may be quoted of them. Keep it within the team."
SOUGHT = {"code": "code", "family": "family", "interview": "interview", "sector": "sector", "region": "region",
          "size": "size", "kind": "kind of body", "coder": "coder", "polarity": "bears on the code", "memo": "memo",
          "also": "and also", "but_not": "but not"}  # fmt: skip


def passages(work: Session) -> Screen:
    """Return the screen on which coded passages are found again and written out."""
    from codesign import widgets

    return widgets.passages(
        work.tables,
        work.texts,
        refresh=lambda: (work.tables, work.texts),
        on_export=lambda *asked: export_passages(work, *asked),
    )


def export_passages(work: Session, filters: Filters, ending: str, is_quotable: bool) -> str:
    """Write the passages that fit into the outputs of the run and return the sentence that says where.

    With `is_quotable` only words that may be quoted are in it, and nobody is named beyond their consent. Without it
    the file is for the team, and says CONFIDENTIAL in its name and in every row. A sample study says SAMPLE likewise.
    """
    from codesign import analysis, coding, spreadsheets

    tables = work.tables
    if is_quotable:
        _refuse_small_groups(work, filters)
    codings = analysis.retrieved(coding.attributed(tables), tables["codes"], filters)
    sheet = quotable_sheet(work, codings) if is_quotable else team_sheet(codings, tables["codes"], work.texts)
    if ending not in ENDINGS or sheet.empty:
        reason = "Nothing of it may be quoted" if len(codings) and is_quotable else "Nothing fits"
        raise CodesignError(f"{reason}, so nothing was written.")
    marks = [mark for mark, is_so in (("CONFIDENTIAL", not is_quotable), ("SAMPLE", work.parameters.sample)) if is_so]
    sheet = sheet.assign(marked=", ".join(marks)) if marks else sheet
    cover = about(work, filters, analysis.found_in_words(codings), marks)
    content = spreadsheets.workbook_bytes({"passages": sheet, "about": cover}) if ending == ".xlsx" else None
    path = _free(work.output, " ".join(["passages", *marks]), ending)
    work.write_bytes(path.name, content or spreadsheets.csv_bytes(sheet, for_people=True))
    left_out = f"{len(codings)} codings were found; what may not be quoted is left out, and memos are."
    return f"Wrote {len(sheet)} rows to {_shown(path, work.root)}. {left_out if is_quotable else CONFIDENTIAL}"


def team_sheet(codings: pd.DataFrame, codes: pd.DataFrame, texts: dict[str, str]) -> pd.DataFrame:
    """Return the codings with their words and everything that is known of them, one row a coding."""
    import pandas as pd

    from codesign import transcripts

    places = zip(codings["transcript_id"], codings["start"], codings["end"], strict=True)
    words = [transcripts.spoken_words(texts.get(one, ""), start, end) for one, start, end in places]
    named = codings.assign(
        words=pd.Series(words, index=codings.index, dtype=object), code=_named(codings["code_id"], codes)
    )
    columns = {"transcript_id": "interview", "time": "time", "employer": "employer", "sector": "sector",
               "region": "region", "size": "size", "role": "role", "kind": "kind", "consent": "consent", "code": "code",
               "polarity": "polarity", "coder": "coder", "memo": "memo", "words": "words"}  # fmt: skip
    return named[list(columns)].rename(columns=columns)


def quotable_sheet(work: Session, codings: pd.DataFrame) -> pd.DataFrame:
    """Return the passages that may be quoted, as the proposal quotes them: who as far as consent goes, 40 words."""
    from codesign import discretion, evidence

    clear = discretion.without_small_sectors(codings, work.tables["participants"], work.parameters)
    quoted = evidence.quoted(evidence.passages(clear), work.texts, "code_id")
    quoted = discretion.cleared(quoted, "code_id", work.parameters)
    quotes = quoted[quoted["quote"] != ""].reset_index(drop=True)
    quotes = quotes.assign(code=_named(quotes["code_id"], work.tables["codes"]))
    return quotes[["code", "polarity", "quote", "source"]].sort_values("code", kind="stable", ignore_index=True)


def about(work: Session, filters: Filters, count_in_words: str, marks: list[str]) -> pd.DataFrame:
    """Return what was looked for and what a reader must know, as a table of its own."""
    import pandas as pd

    codes = work.tables["codes"].set_index("code_id")["name"].to_dict()
    sought = {words: getattr(filters, name) for name, words in SOUGHT.items() if getattr(filters, name)}
    if "memo" in sought and "CONFIDENTIAL" not in marks:
        sought["memo"] = "with certain words"
    named = [f"{words}: {codes.get(value, value)}" for words, value in sought.items()]
    lines = {"Study": work.parameters.study, "Looked for": "; ".join(named) or "everything", "Found": count_in_words}
    lines |= {"Marked": ", ".join(marks)} if marks else {}
    lines |= {"For whom": CONFIDENTIAL} if "CONFIDENTIAL" in marks else {}
    lines |= {"SAMPLE": "Everything in it is fictional."} if "SAMPLE" in marks else {}
    return pd.DataFrame({"About": list(lines), "": list(lines.values())})


def _refuse_small_groups(work: Session, filters: Filters) -> None:
    """Refuse to give others what was said in one interview, or in a group that is not told apart."""
    from codesign import analysis, discretion

    met, small_group = discretion.interviewed(work.tables), work.parameters.small_group
    if not discretion.may_leave_the_team(work.everything, work.parameters):
        raise CodesignError(
            f"This run is on a group of fewer than {small_group} employers, or would give such a group away to those "
            "who know the whole study. For others, run it without its sector or region. Nothing was written."
        )
    chosen = {column: getattr(filters, column) for column in analysis.ATTRIBUTES if getattr(filters, column)}
    for column, group in discretion.not_told_apart(met, chosen, small_group).items():
        raise CodesignError(
            f"“{group}” is too small a group to be told apart from others, or would give one away. For others, "
            f"leave out what is chosen under {column}. Nothing was written."
        )
    if discretion.too_few_in_common(met, chosen, small_group):
        raise CodesignError(
            f"{' and '.join(f'“{group}”' for group in chosen.values())} together leave fewer than {small_group} "
            "employers, and would give one away. For others, leave out one of them. Nothing was written."
        )
    if filters.interview:
        raise CodesignError("For others, leave out the interview: it is one person's. Nothing was written.")


def _named(ids: pd.Series[Any], codes: pd.DataFrame) -> pd.Series[Any]:
    names = codes.set_index("code_id")["name"]
    return ids.map(names).fillna(ids)


def _free(folder: Path, stem: str, ending: str) -> Path:
    """Return a name that no file has yet: an earlier file may hold another search."""
    names = (f"{stem}{number}{ending}" for number in ("", *(f" ({one})" for one in range(2, 10_000))))
    return next(folder / name for name in names if not (folder / name).exists())


def _shown(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
