"""The coding panel on a page without a live workbook: how far it is, and no words of an interview."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from codesign import coding, schemas
from codesign.display import Html, table

NO_CODES = "No codes yet. Add codes to the codebook, then run this workbook again."


def interviews(tables: Mapping[str, pd.DataFrame]) -> Html:
    """Return how far each interview is."""
    people = tables["participants"][["participant_id", "employer", "sector"]]
    done = coding.progress(tables).merge(people, on="participant_id", how="left")
    done = done.assign(share=done["coded"].astype(str) + " of " + done["answers"].astype(str))
    columns = {"transcript_id": "Interview", "employer": "Employer", "sector": "Sector", "share": "Answers coded",
               "codings": "Codings", "coders": "Coders"}  # fmt: skip
    return table(done, caption="Interviews", columns=columns)


def codes(tables: Mapping[str, pd.DataFrame], progress: Mapping[str, Any]) -> Html:
    """Return how many interviews say each code."""
    every = tables["codes"]
    interviews_with = [f"{progress['counts'].get(code, 0)} of {progress['of']}" for code in every["code_id"]]
    families = every["family"].map(lambda family: schemas.FAMILIES.get(family, family))
    shown = every.assign(interviews=interviews_with, family=families)
    columns = {
        "name": "Code",
        "family": "Family",
        "interviews": "Interviews that say it",
        "definition": "When to use it",
    }
    return table(shown, caption="Codes", columns=columns, empty=NO_CODES)
