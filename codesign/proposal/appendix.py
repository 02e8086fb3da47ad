"""The appendices: every passage with the way back to what it is used for, the codebook, the audit trail, crosswalks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from codesign import discretion, evidence, schemas, voices
from codesign.phrases import count_of, listed
from codesign.proposal.blocks import Block, Paragraph, Run
from codesign.proposal.claims import claims
from codesign.proposal.facts import Facts
from codesign.proposal.fields import FIELDS, FRAMEWORKS, state
from codesign.proposal.layout import bold, evidence_links, heading, link, para, table
from codesign.schemas import FAMILIES

ORDER = ("supports", "qualifies", "contradicts")


def appendix_evidence(facts: Facts) -> list[Block]:
    """Return the register: what stands behind each finding and task, then every passage with links back."""
    used = register(facts)
    left = len(facts.passages) - len(used)
    blocks: list[Block] = [
        heading("Appendix A: Evidence register", 1, "sec_register"),
        *_edition(facts),
        para(
            f"{count_of(len(used), 'passage stands', 'passages stand')} behind the findings and tasks of this "
            f"proposal. {count_of(left, 'further passage was', 'further passages were')} coded and not used; these "
            "stand at the end. Each entry leads back to what it is used for."
        ),
        heading("Behind each finding", 2, "sec_behind_findings"),
        *(_behind(facts, "finding", finding.finding_id) for finding in facts.findings),
        *_behind_codes(facts),
        heading("Behind each task", 2, "sec_behind_tasks"),
        *(_behind(facts, "task", task) for task in facts.in_chart["task_id"]),
    ]
    # Several people may answer in one interview, each under an own consent.
    for (transcript, _), group in used.groupby(["transcript_id", "participant_id"], sort=False):
        blocks.append(heading(f"{transcript}, {discretion.named(group.iloc[0].to_dict(), facts.parameters)}", 3))
        blocks += [_entry(facts, row) for row in schemas.records(group)]
    return [*blocks, *_not_used(facts, set(used["evidence_id"]))]


def _not_used(facts: Facts, used: set[str]) -> list[Block]:
    """Return the passages nothing rests on yet, so that no coding is lost from sight."""
    rest = facts.passages[~facts.passages["evidence_id"].isin(used)]
    if rest.empty:
        return []
    shown = evidence.quoted(rest, facts.texts) if discretion.quotes_anywhere(facts.parameters) else rest
    entries = [_entry(facts, row, otherwise=f"{row['transcript_id']}.") for row in schemas.records(shown)]
    return [heading("Coded, and not used here", 2, "sec_not_used"), *entries]


def appendix_codebook(facts: Facts) -> list[Block]:
    """Return the codes with their definitions and counts."""
    of, nobody = facts.heard["employers"], voices.Voices()
    definitions = facts.tables["codes"].set_index("code_id")["definition"].to_dict()
    shown = facts.code_counts[(facts.code_counts["interviews"] > 0) | (facts.code_counts["parent_id"] == "")]
    left = len(facts.code_counts) - len(shown)
    table_of = shown.assign(_family=shown["family"].map(list(FAMILIES).index))
    table_of = table_of.sort_values(["_family", "parent_id", "name"], kind="stable")
    rows = [
        (
            row["name"] if row["parent_id"] else bold(row["name"]),
            definitions[row["code_id"]] or "not defined",
            voices.support_in_words(claim, of),
            voices.bodies_in_words(claim.qualifies, "–"),
            voices.bodies_in_words(claim.contradicts, "–"),
        )
        for row, claim in ((row, facts.code_voices.get(row["code_id"], nobody)) for row in table_of.to_dict("records"))
    ]
    return [
        heading("Appendix B: Codebook", 1, "sec_codebook"),
        para(f"{count_of(left, 'code')} that no passage of this run bears {'is' if left == 1 else 'are'} left out.")
        if left
        else para("Every code of the study is shown."),
        table(
            "Codes, what they mean, and who speaks for and against them",
            ("Code", "Definition", "Support", "Qualify", "Contradict"),
            rows,
            widths=(0.21, 0.34, 0.16, 0.14, 0.15),
            anchor="table_codebook",
            row_anchors=[f"code_{code}" for code in table_of["code_id"]],
        ),
    ]


def appendix_audit(facts: Facts, fingerprint: str) -> list[Block]:
    """Return the audit trail under Halpern's six headings (Lincoln and Guba 1985)."""
    tables = facts.tables
    coders = listed(sorted(set(facts.evidence["coder"]))) if len(facts.evidence) else "nobody yet"
    decided = facts.in_chart[facts.in_chart["override"] != ""]
    people = {*decided["decided_by"], *(finding.confidence.judged_by for finding in facts.findings)}
    codes = tables["codings"]["code_id"].nunique()
    rows = [
        (
            "Raw data",
            f"{count_of(len(tables['transcripts']), 'interview')}, {count_of(len(tables['postings']), 'job posting')}, "
            f"{count_of(len(tables['survey_responses']), 'survey answer')}; kept as received, never changed",
        ),
        (
            "Data reduction",
            f"{count_of(len(tables['codings']), 'coding')} with {count_of(codes, 'code')}, by {coders}",
        ),
        (
            "Reconstruction",
            f"{count_of(len(facts.findings), 'finding')}, {count_of(len(facts.in_chart), 'task')}, "
            f"{count_of(len(facts.competencies), 'competency', 'competencies')}, "
            f"{count_of(len(facts.assessments), 'assessment')}",
        ),
        (
            "Process notes",
            f"{count_of(len(decided), 'decision')} against the rule, with reasons; decided or judged "
            f"by {listed(sorted(people - {''}), 'nobody named')}",
        ),
        ("Intentions", f"{count_of(len(tables['author_texts']), 'author text')}, signed"),
        ("Instruments", f"codebook in appendix B; rule and cut-off in the section on tasks; fingerprint {fingerprint}"),
    ]
    texts = [
        (row["transcript_id"], row["layout"] or "not recorded", row["sha256"][:12])
        for row in tables["transcripts"].to_dict("records")
    ]
    return [
        heading("Appendix C: Audit trail", 1, "sec_audit"),
        table("How this was made", ("What", "Where it stands"), rows, widths=(0.22, 0.78), anchor="table_audit"),
        table(
            "Interviews as imported; the checksum proves the text has not changed",
            ("Interview", "Layout", "Checksum"),
            texts,
            widths=(0.24, 0.5, 0.26),
            anchor="table_texts",
        )
        if texts
        else para("No interview was imported.", style="gap"),
        *_frameworks(facts),
    ]


def _frameworks(facts: Facts) -> list[Block]:
    """Return the files of occupational frameworks that the study has, and the licence line of each framework."""
    files = schemas.records(facts.tables["taxonomies"])
    files.sort(key=lambda row: (row["framework"], row["version"], row["file"]))
    if not files:
        return []
    rows = [
        (f"{row['framework']}, {row['version']}", row["file"], f"{row['rows']:,}", row["sha256"][:12]) for row in files
    ]
    return [
        table(
            "Occupational frameworks as imported",
            ("Framework", "File", "Rows", "Checksum"),
            rows,
            widths=(0.24, 0.44, 0.1, 0.22),
            anchor="table_frameworks_imported",
        ),
        *(para(licence, style="note") for licence in dict.fromkeys(row["licence"] for row in files)),
    ]


def appendix_crosswalk(facts: Facts) -> list[Block]:
    """Return where each field of the forms is answered, and three frameworks beside it."""
    fields = [(str(field.number), field.name, link("", field.anchor), state(field, facts)) for field in FIELDS]
    elements = [
        (framework, element, link("", anchor)) for framework, asked in FRAMEWORKS.items() for element, anchor in asked
    ]
    return [
        heading("Appendix D: Where each question is answered", 1, "sec_crosswalk"),
        table(
            "The fields approval forms ask for",
            ("No.", "Field", "Where", "How"),
            fields,
            widths=(0.07, 0.43, 0.2, 0.3),
            anchor="table_fields",
        ),
        table(
            "Three frameworks for microcredentials",
            ("Framework", "Element", "Where"),
            elements,
            widths=(0.42, 0.36, 0.22),
            anchor="table_frameworks",
        ),
    ]


def _edition(facts: Facts) -> list[Block]:
    note = discretion.edition_note(facts.parameters)
    return [para(note, style="note")] if note else []


def register(facts: Facts) -> pd.DataFrame:
    """Return the passages the proposal uses, each once, in order, with the quote the strictest limit leaves."""
    claimed = {identity for claim in claims(facts) for identity in claim.evidence_ids}
    uses = facts.uses
    used = facts.passages[facts.passages["evidence_id"].isin(claimed | set(uses["evidence_id"]))]
    quoted = uses[uses["quote"] != ""].drop_duplicates("evidence_id").set_index("evidence_id")["quote"].to_dict()
    free = dict(zip(used["evidence_id"], used["quote"], strict=True))
    in_use = set(uses["evidence_id"])
    quotes = [str(quoted.get(name, "" if name in in_use else free[name])) for name in used["evidence_id"]]
    return used.assign(quote=quotes).reset_index(drop=True)


def _behind(facts: Facts, kind: str, identity: str) -> Paragraph:
    passages = facts.behind(kind, identity)
    parts: list[str | Run] = [link(identity, facts.anchor(kind, identity))]
    for polarity in ORDER:
        ids = list(dict.fromkeys(passages.loc[passages["polarity"] == polarity, "evidence_id"]))
        if ids:
            parts += [f" {polarity} ({len(ids)}): ", *evidence_links(ids), ";"]
    parts[-1] = "." if len(parts) > 1 else parts[-1]
    return para(
        *parts,
        *([": no passage; see the decision."] if passages.empty else []),
        style="evidence",
        anchor=f"behind_{kind}_{identity}",
    )


def _behind_codes(facts: Facts) -> list[Block]:
    """Return what stands behind the claims nobody has written as a finding yet."""
    return [
        para(
            link(claim.text, "sec_claims"),
            " ",
            *evidence_links(claim.evidence_ids),
            style="evidence",
            anchor=claim.anchor,
        )
        for claim in claims(facts)
        if claim.anchor.startswith("behind_code_")
    ]


def _entry(facts: Facts, row: Mapping[Any, Any], otherwise: str = "Used on page one.") -> Paragraph:
    quote = f"“{row['quote']}”." if row["quote"] else _unquoted(row)
    back = _back(facts, facts.used_by.get(row["evidence_id"], [])) or [Run(otherwise)]
    return Paragraph(
        (
            Run(row["evidence_id"], bold=True),
            Run(f" {facts.code_names[row['code_id']]}, {row['polarity']}. {quote} "),
            Run(f"Coded by {listed(list(row['coders']))}. ", italic=True),
            *back,
        ),
        "evidence",
        f"ev_{row['evidence_id']}",
    )


def _unquoted(row: Mapping[Any, Any]) -> str:
    if not discretion.may_quote(str(row["consent"])):
        return "Counted, not quoted: no consent to quote."
    return "Counted, not quoted: two passages of this employer already are."


def _back(facts: Facts, uses: Iterable[tuple[str, str]]) -> list[Run]:
    parts: list[Run] = []
    for kind, identity in uses:
        parts += [Run(", " if parts else "Used in: "), link(identity, facts.anchor(kind, identity))]
    return [*parts, Run(".")] if parts else []
