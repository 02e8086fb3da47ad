"""The tables a person or another program may want: what was decided, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from codesign.parameters import Parameters
    from codesign.study import Workbook


def tables_for_people(tables: Mapping[str, pd.DataFrame], texts: Mapping[str, str], parameters: Parameters
                      ) -> dict[str, pd.DataFrame]:  # fmt: skip
    """Return every table with rows, in the order of the method; quotes only as far as consent goes.

    Beside the study's own tables: code_counts, task_selection, posting_counts, learner_findings, commitment_ladder,
    evidence_register and trace. Speakers stay out: a transcript may call people by their names.
    """
    from codesign import evidence, schemas
    from codesign.proposal.facts import Facts

    facts = Facts(tables, texts, parameters)
    own = {name: tables[name] for name, row in schemas.TABLES.items() if row.origin != "derived" and name != "speakers"}
    derived = {
        "code_counts": facts.code_counts,
        "task_selection": facts.task_table,
        "posting_counts": facts.posting_counts,
        "learner_findings": facts.survey,
        "commitment_ladder": facts.ladder,
        "evidence_register": facts.passages,
        "trace": evidence.trace(facts.tables, {} if parameters.edition == "public" else texts),
    }
    return {name: table for name, table in {**own, **derived}.items() if len(table)}


def write_tables(work: Workbook) -> list[str]:
    """Write the tables into the output folder, tables.xlsx and tables/*.csv, and return their names.

    Beside the tables of a sample study lies one that says so.
    """
    from codesign import spreadsheets
    from codesign.study.exports import sample_sheet

    chosen = tables_for_people(work.tables, work.texts, work.parameters) | sample_sheet(work.parameters.sample)
    for stale in (work.output / "tables").glob("*.csv"):
        if stale.stem not in chosen:
            stale.unlink()
    for name, table in chosen.items():
        work.write_table(name, table)
    work.write_bytes("tables.xlsx", spreadsheets.workbook_bytes(chosen))
    return list(chosen)
