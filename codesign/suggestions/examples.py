"""What suggestions are learned from: the coded passages of a study, its codes, and which passage carries which code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

Flags: TypeAlias = npt.NDArray[np.bool_]


def coded_passages(codings: pd.DataFrame, texts: Mapping[str, str]) -> pd.DataFrame:
    """Return the coded passages of a study as `learn` takes them: one row a passage, whoever coded it.

    Columns: passage_id (the id of its first coding), document, text, codes. Codings outside their text are left out.
    """
    rows = []
    for place, group in codings.groupby(["transcript_id", "start", "end"], sort=True):
        document, start, end = cast(tuple[str, int, int], place)
        text = texts.get(document, "")[int(start) : int(end)]
        if text.strip():
            rows.append((group["coding_id"].iloc[0], document, text, sorted(set(group["code_id"]))))
    return pd.DataFrame(rows, columns=["passage_id", "document", "text", "codes"])


def checked_passages(passages: pd.DataFrame) -> pd.DataFrame:
    """Return the passages with ids and with text in every row."""
    _require(passages, ["document", "text", "codes"], "passages")
    if any(isinstance(codes, str) for codes in passages["codes"]):
        raise ValueError("The codes of each passage are a list, such as ['safety'], not a text.")
    ids = passages["passage_id"] if "passage_id" in passages else passages.index.to_series()
    lists = passages["codes"].map(_labels).astype(object)
    filled = passages.assign(document=_filled(passages["document"]), text=_filled(passages["text"]).astype(str))
    filled = filled.assign(codes=lists)
    return filled.assign(passage_id=ids.astype(object)).reset_index(drop=True)


def checked_codebook(codes: pd.DataFrame, passages: pd.DataFrame) -> pd.DataFrame:
    """Return code, name and the codebook's words for each code, then the codes that only passages name."""
    book = codes.rename(columns={"code_id": "code"}) if "code" not in codes else codes
    _require(book, ["code", "name"], "codes")
    book = book[_filled(book["code"]) != ""]
    columns = [name for name in ("name", "definition", "include", "example") if name in book]
    words = book[columns].apply(_filled).astype(str).agg(" ".join, axis=1) if len(book) else pd.Series(dtype=object)
    listed = book[["code", "name"]].assign(words=words).drop_duplicates("code")
    used = sorted({str(code) for codes in passages["codes"] for code in codes} - set(listed["code"].astype(str)))
    others = pd.DataFrame({"code": used, "name": used, "words": ""}, columns=["code", "name", "words"], dtype=object)
    return pd.concat([listed.astype(object), others], ignore_index=True)


def _labels(codes: object) -> list[object]:
    """Return the codes of a passage; what is missing or empty, as in a list made of blank cells, is none."""
    return [code for code in codes if not _is_missing(code)] if isinstance(codes, Iterable) else []


def _is_missing(code: object) -> bool:
    return code is None or code is pd.NA or code != code or code == ""


def _filled(column: pd.Series[Any]) -> pd.Series[Any]:
    """Return a column with "" where nothing is, whatever its type: a column all of whose cells are blank is a float."""
    return column.astype(object).where(column.notna(), "")


def _require(table: pd.DataFrame, columns: Sequence[str], name: str) -> None:
    missing = [column for column in columns if column not in table]
    if missing:
        raise ValueError(f"The table of {name} has no column {', '.join(missing)}; it needs {', '.join(columns)}.")


def incidence(codes: pd.Series[Any], order: pd.Series[Any]) -> Flags:
    """Return a row for each passage and a column for each code, true where the passage carries it."""
    places = {str(code): place for place, code in enumerate(order)}
    has = np.zeros((len(codes), len(order)), dtype=bool)
    for row, of_passage in enumerate(codes):
        has[row, [places[str(code)] for code in of_passage]] = True
    return has
