"""The tables a person or another program may want: what was decided, and what follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from codesign.proposal import Facts
    from codesign.workbook.session import Session

NOT_FOR_PEOPLE = (
    "speakers", "numbers", "text_choices", "employer_workbooks", "returned_workbooks", "set_aside_answers",
    "column_mappings", "pseudonym_salts", "scan_verdicts",
)  # fmt: skip
"""A transcript may call speakers by their names; every table has the numbers of its rows; a choice is not made yet.
What employers sent back says who filled it in, in their words, and workbook 03 shows it to the team. How a survey is
read is for its next table, and the salt keeps pseudonyms from being traced. A verdict names a sentence of a posting by
its checksum, and what it adds up to stands in posting_counts."""


def tables_for_people(facts: Facts) -> dict[str, pd.DataFrame]:
    """Return every table with rows, in the order of the method; quotes only as far as consent goes.

    Beside the study's own tables: code_counts, task_selection, posting_counts, learner_findings, commitment_ladder,
    evidence_register and trace.
    """
    from codesign import discretion, evidence, schemas

    names = [name for name, row in schemas.TABLES.items() if row.origin != "derived" and name not in NOT_FOR_PEOPLE]
    own = {name: facts.tables[name] for name in names}
    quotable = facts.texts if discretion.quotes_anywhere(facts.parameters) else {}
    run = {**facts.tables, "competencies": facts.competencies, "competency_tasks": facts.taught}
    derived = {
        "code_counts": facts.code_counts,
        "task_selection": facts.task_table,
        "posting_counts": facts.posting_counts,
        "learner_findings": facts.survey,
        "commitment_ladder": facts.ladder,
        "evidence_register": facts.passages,
        "trace": evidence.trace(run, quotable),
    }
    return {name: table for name, table in {**own, **derived}.items() if len(table)}


def write_tables(work: Session, facts: Facts) -> list[str]:
    """Write the tables of a run into its output folder, tables.xlsx and tables/*.csv, and return their names.

    Beside the tables of a sample study lies one that says so.
    """
    from codesign import spreadsheets
    from codesign.intake.exports import sample_sheet

    chosen = tables_for_people(facts) | sample_sheet(work.parameters.sample)
    for stale in (work.output / "tables").glob("*.csv"):
        if stale.stem not in chosen:
            stale.unlink()
    for name, table in chosen.items():
        work.write_table(name, table)
    work.write_bytes("tables.xlsx", spreadsheets.workbook_bytes(chosen))
    return list(chosen)
