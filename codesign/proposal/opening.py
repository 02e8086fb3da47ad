"""The front page, the summary of identity, and the purpose of the program."""

from __future__ import annotations

from collections.abc import Collection

from codesign import discretion, market, parameters, voices
from codesign.phrases import count_of, listed
from codesign.proposal.blocks import Block, Contents, Paragraph, Run
from codesign.proposal.boxes import author_box, unwritten
from codesign.proposal.claims import claims, unknowns
from codesign.proposal.facts import Facts
from codesign.proposal.layout import bold, bullets, heading, link, para, sentence, shown, table
from codesign.schemas import FAMILIES

MOST_UNKNOWNS = 4
NUMBERS = ("no", "one", "two", "three", "four", "five")


def front(facts: Facts, boxes: Collection[str] | None = None) -> list[Block]:
    """Return page one: the motion, the claims, what is not known, what changed."""
    own, program = facts.parameters, facts.parameters.program
    case = claims(facts)
    number = NUMBERS[len(case)]
    kicker = " · ".join(
        part for part in ("Program proposal", own.credential, program.unit or program.institution) if part
    )
    return [
        Paragraph((Run(kicker),), "kicker"),
        Paragraph((Run(parameters.title(own)),), "title"),
        Paragraph((Run(_lead(facts)),), "lead"),
        para(bold("Motion. "), _motion(facts), style="motion"),
        heading(f"The case in {number} claims", 2, "sec_claims"),
        table(
            "",
            ("Claim", "Evidence", "Confidence"),
            [(claim.text, link(claim.count, claim.anchor), claim.confidence) for claim in case],
            widths=(0.56, 0.28, 0.16),
            anchor="table_claims",
            summary=f"The {number} claims, the evidence for each and how sure we are",
        ),
        heading("What we do not know", 2, "sec_unknown"),
        *bullets(_first_unknowns(facts, boxes)),
        heading("What changed because employers read it", 2, "sec_changed"),
        _changed(facts),
    ]


def contents(_facts: Facts) -> list[Block]:
    """Return the table of contents and what the words mean."""
    words = [
        (
            bold("Employer count. "),
            "“9 of 12 employers” means that nine of the twelve employers interviewed support it in one passage at "
            "least. Who says yes with limits qualifies it, who says no contradicts it; one employer can do all three, "
            "and counts in each. Unions, associations, regulators and others are named beside them. Highlights "
            "are never votes, and the interviewer's words never count.",
        ),
        (
            bold("Confidence. "),
            "Entered by a named person after GRADE-CERQual, adapted: interviews stand in place of "
            "studies. It speaks of how well the interviews support a statement, not of how true it is elsewhere.",
        ),
        (
            bold("Task, competency. "),
            "A task is a piece of work an employer can see done. A competency is doing it to a "
            "standard, under stated conditions, in front of an assessor.",
        ),
        (
            bold("Microcredential. "),
            "A short credential that certifies assessed competencies; it is not a certificate of "
            "attendance, and it does not replace a trade certificate.",
        ),
    ]
    return [
        heading("Contents", 1, "sec_contents"),
        Contents(2),
        heading("Words used here", 2, "sec_words"),
        *bullets(words),
    ]


def summary(facts: Facts) -> list[Block]:
    """Return who proposes what: fields 1 to 7."""
    return [
        heading("Identity and summary", 1, "sec_summary"),
        table(
            "The program in facts", ("Field", "Value"), _identity(facts), widths=(0.32, 0.68), anchor="table_identity"
        ),
        heading("Version, evidence and approvals", 2, "sec_version"),
        para(
            f"Version {facts.parameters.program.version}. Evidence to "
            f"{facts.parameters.data_date or 'a date not recorded'}: "
            f"{count_of(facts.heard['interviews'], 'interview')} with "
            f"{voices.bodies_in_words(facts.bodies_heard)}, {_interview_months(facts)}. The footer carries a "
            "fingerprint of everything this document was made from; the same inputs give the same document."
        ),
        *_approvals(facts),
        heading("The case in short", 2, "sec_case"),
        author_box("case", facts.tables["author_texts"]),
    ]


def purpose(facts: Facts) -> list[Block]:
    """Return purpose, use case, learners and prerequisites: fields 8 and 9."""
    return [
        heading("Purpose and learners", 1, "sec_purpose"),
        heading("Purpose and rationale", 2, "sec_rationale"),
        author_box("purpose", facts.tables["author_texts"]),
        heading("Use case: who it is for, and when it matters", 2, "sec_use_case"),
        *_use_cases(facts),
        heading("Target learners and prerequisites", 2, "sec_learners"),
        author_box("learners", facts.tables["author_texts"]),
        _who_moves(facts),
    ]


def _lead(facts: Facts) -> str:
    program, total = facts.parameters.program, parameters.hours(facts.parameters)
    hours = f"{total:g} hours" if total else ""
    use = facts.tables["use_cases"]
    own = use[(use["sector"] == facts.parameters.sector) & (use["who"] != "")]
    audience = f"for {_lowered(own.iloc[0]['who'])}" if len(own) else ""
    first = ", ".join(part for part in (hours, program.delivery) if part)
    dated = f"evidence to {facts.parameters.data_date}" if facts.parameters.data_date else ""
    return " · ".join(part for part in (first, audience, dated) if part)


def _lowered(words: str) -> str:
    """Lower the first letter, except of an abbreviation."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def _motion(facts: Facts) -> str:
    own, program = facts.parameters, facts.parameters.program
    starting = f" for first delivery on {program.start_on}" if program.start_on else ""
    return f"That the committee approve {parameters.title(own)} as a {program.credit} {own.credential}{starting}."


def _first_unknowns(facts: Facts, boxes: Collection[str] | None) -> list[str]:
    missing = unwritten(facts.tables["author_texts"], boxes)
    unsaid = (
        [
            f"{count_of(len(missing), 'box', 'boxes')} only a person can write "
            f"{'is' if len(missing) == 1 else 'are'} not yet "
            f"written: {listed(missing[:3])}{' and others' if len(missing) > 3 else ''}."
        ]
        if missing
        else []
    )
    return [*unknowns(facts)[: MOST_UNKNOWNS - len(unsaid)], *unsaid] or [
        "Nothing is known to be missing; that itself is worth a question."
    ]


def _changed(facts: Facts) -> Paragraph:
    changes = facts.tables["consultation_changes"]
    if changes.empty:
        return para("Nothing is recorded yet. ", link("Consultation", "sec_consultation"), style="body")
    changed = " ".join(sentence(change) for change in changes["changed"].head(3))
    return para(changed + " ", link("Record of consultation.", "table_changes"))


def _identity(facts: Facts) -> list[tuple[str, str]]:
    own, program, hours = facts.parameters, facts.parameters.program, parameters.hours(facts.parameters)
    length = " over ".join(
        part
        for part in (
            f"{hours:g} hours" if hours else "",
            f"{program.weeks:g} weeks" if program.weeks else "",
        )
        if part
    )
    rows = [
        ("Title", parameters.title(own)),
        ("Short title for the badge", parameters.short_title(own)),
        ("Institution", program.institution),
        ("School or department", program.unit),
        ("Contact", program.contact),
        ("Awarding body", program.awarding_body),
        ("Credential", own.credential),
        ("Credit", program.credit),
        ("Level", program.level),
        ("Job it prepares for", parameters.role(own)),
        ("Sector", own.sector or "all sectors of the study"),
        ("Region", own.region),
        ("NOC 2021", ", ".join(facts.noc)),
        ("CIP Canada 2021", program.cip),
        ("First delivery", program.start_on),
        ("Length", length),
        ("Credits", shown(program.credits, 0) if program.credits else "none; non-credit"),
        ("Delivery", " · ".join(part for part in (program.delivery, program.location) if part)),
        ("Ethics route of the interviews", program.ethics),
    ]
    optional = {"Region"}
    return [(name, value or "not recorded") for name, value in rows if value or name not in optional]


def _interview_months(facts: Facts) -> str:
    return market.month_range(discretion.interviewed(facts.tables)["interviewed_on"]) or "dates not recorded"


def _approvals(facts: Facts) -> list[Block]:
    table_of = facts.tables["approvals"]
    if table_of.empty:
        return [para("No sign-off is recorded yet.", style="gap")]
    rows = [
        (row["body"], row["name"] or "–", row["outcome"] or "not yet asked", row["decided_on"] or "–")
        for row in table_of.to_dict("records")
    ]
    return [
        table(
            "Sign-offs asked for and given",
            ("Body", "Person", "Outcome", "Date"),
            rows,
            widths=(0.4, 0.25, 0.2, 0.15),
            anchor="table_approvals",
        )
    ]


def _use_cases(facts: Facts) -> list[Block]:
    cases = facts.tables["use_cases"]
    if cases.empty:
        return [
            para(
                "No use case has been chosen yet: upskilling, newcomers and career changers, re-entry, or an emerging "
                "role.",
                style="gap",
            )
        ]
    return list(
        bullets(
            (
                bold(f"{row['kind'].capitalize()}{facts.of_sector(row)}. "),
                f"{sentence(row['who'], capital=True)} ",
                sentence(row["when_it_matters"], capital=True),
            )
            for row in cases.to_dict("records")
        )
    )


def _who_moves(facts: Facts) -> Paragraph:
    codes = facts.code_counts
    spoken = codes[(codes["family"] == "can-move") & (codes["supports"] > 0)]
    if spoken.empty:
        return para(f"No passage has been coded “{FAMILIES['can-move']}” yet.", style="gap")
    below = spoken[spoken["parent_id"] != ""]
    moving = below if len(below) else spoken
    moving = moving.sort_values(["supports", "name"], ascending=[False, True], kind="stable").head(5)
    movers = [f"{row['name']} ({row['supports']} of {facts.heard['employers']})" for row in moving.to_dict("records")]
    return para(
        f"Employers named who moves into this work: {listed(movers)}. ", link("Who can move.", "sec_who_can_move")
    )
