"""How often suggested codes hit, on real codings: `python benchmarks/suggestions.py [folder of gennovate]`."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pandas as pd

from codesign.suggestions import leave_one_out

GENNOVATE = Path(__file__).resolve().parents[2] / "shared" / "data" / "coded" / "gennovate"
# The settings were chosen on these; the others show what to expect of a study never seen.
CHOSEN_ON = ("ET1", "ET4", "IN3", "IN9", "NP2")


def rows(path: Path) -> pd.DataFrame:
    """Return a table as text; most of these files are in Windows' Western encoding."""
    try:
        return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except UnicodeDecodeError:
        return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="cp1252")


def coded(folder: Path) -> pd.DataFrame:
    """Return the coded passages of all documents; a passage coded twice in one document is one, with both codes."""
    files = sorted(folder.glob("template_*_*_*.csv"))
    tables = [rows(path).assign(document=path.stem.removeprefix("template_")) for path in files]
    codings = pd.concat([table[["document", "category_label", "text"]] for table in tables])
    codings = codings.assign(text=codings["text"].str.split().str.join(" "), code=codings["category_label"].str.strip())
    codings = codings[(codings["text"] != "") & (codings["code"] != "")]
    return codings.groupby(["document", "text"], sort=False)["code"].agg(list).reset_index(name="codes")


def codebook(folder: Path) -> pd.DataFrame:
    """Return the codebook: the category as the code's name, the indicator it belongs to as its definition."""
    table = rows(folder / "codebook.csv")
    columns = {"category_label": "code", "indicator_category": "name", "indicator": "definition"}
    return table.rename(columns=columns)[list(columns.values())]


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else GENNOVATE
    if not folder.is_dir():
        print("Not measured: the GENNOVATE codings (CC0) are not part of the project. Name the folder they are in.")
        return
    passages, codes = coded(folder), codebook(folder)
    chosen_on = passages["document"].str.startswith(CHOSEN_ON)
    parts = {"documents no setting was chosen on": passages[~chosen_on], "all documents": passages}
    for title, part in parts.items():
        start = time.perf_counter()
        table = leave_one_out(part, codes)
        print(f"{title}, {time.perf_counter() - start:.0f} s\n{table.round(3).to_string()}\n")


if __name__ == "__main__":
    main()
