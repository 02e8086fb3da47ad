"""What waits in the workbooks that employers sent back."""

from __future__ import annotations

import pandas as pd


def waiting_answers(set_aside: pd.DataFrame, returned: pd.DataFrame) -> pd.DataFrame:
    """Return the cells that were set aside and not settled; those of a file that a later one replaced wait no more."""
    replaced = returned.loc[returned["outcome"] == "replaced", ["workbook_id", "file_sha256"]]
    gone = set(replaced.itertuples(index=False, name=None))
    places = list(set_aside[["workbook_id", "file_sha256"]].itertuples(index=False, name=None))
    waits = [place not in gone for place in places]
    return set_aside[(set_aside["outcome"] == "") & pd.Series(waits, set_aside.index, dtype=bool)]
