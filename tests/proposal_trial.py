"""A proposal of every kind of block, typed in by hand for the Word tests; all names and figures are invented."""

# ruff: noqa: E501 - sentences of a document read better whole

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pandas as pd

from codesign import figures
from codesign.proposal.blocks import (
    AuthorBox,
    Block,
    Contents,
    Document,
    FigureBlock,
    Heading,
    Landscape,
    PageBreak,
    Paragraph,
    Run,
    Runs,
    Table,
    text,
)

EMPLOYERS = 12
FINDINGS = (
    ("F1", "New hires cannot make a hydrogen system safe before work on it.", 11, 0, "High"),
    ("F2", "Trades already working with gas move over fastest.", 8, 2, "Moderate"),
    ("F3", "Employers trust an assessor at a real skid, not a badge.", 9, 1, "Moderate"),
    ("F4", "Detectors drift in winter, and nobody is taught to notice.", 2, 0, "Low"),
)
QUOTES = (
    "We had a fellow with twenty years on natural gas who bled a line straight to the building. He was not careless. Nobody had ever told him it is different.",
    "I do not need another certificate on the wall. Put him at the skid, let him isolate it and purge it, and let somebody who has done it for a living sign the sheet.",
    "The detector said zero. It had said zero since November. That is not the same as there being none.",
    "Honestly, I would rather train a millwright than argue with a chemist, but do not write that down as if everybody thinks so.",
)
DUTIES = {
    "A. Make safe": (
        "A1 Isolate and lock out a hydrogen system",
        "A2 Purge with nitrogen and prove it",
        "A3 Check the permit against the drawing",
        "A4 Vent to a safe place",
    ),
    "B. Find leaks": (
        "B1 Bump-test a detector",
        "B2 Survey fittings with a sniffer",
        "B3 Read a fixed-detector trend",
        "B4 Mark and report a leak",
        "B5 Decide to stop work",
    ),
    "C. Keep running": (
        "C1 Change a compressor diaphragm",
        "C2 Log vibration and oil",
        "C3 Torque a fitting to the maker's figure",
    ),
    "D. Respond": (
        "D1 Raise the alarm and clear the zone",
        "D2 Hand over to the fire service",
        "D3 Preserve the scene",
    ),
}


def link(words: str, anchor: str) -> Runs:
    return (Run(words, anchor=anchor),)


def document(**changes: object) -> Document:
    """Return the trial proposal; named fields replace its own."""
    fields: dict[str, object] = {
        "title": "Hydrogen Systems Safety",
        "subject": "Program proposal: microcredential",
        "author": "School of Energy",
        "language": "en-CA",
        "data_date": "2026-10-30",
        "fingerprint": "7f3a 91c2",
        "stamp": "SAMPLE · DRAFT: 2 boxes not yet written",
        "scalars": {
            "institution": "Prairie Polytechnic",
            "unit": "School of Energy",
            "contact": "Dana Okafor",
            "credential": "microcredential",
            "credit": "non-credit",
            "hours": "54",
            "start_on": "2027-05-03",
        },
        "sections": sections(),
    }
    return Document(**{**fields, **changes})  # type: ignore[arg-type]


@cache
def sections() -> Mapping[str, tuple[Block, ...]]:
    """Return every section of the contract; made once, since drawing the figures takes most of the time."""
    return {
        "front": front(),
        "contents": (Heading("Contents", 1, "sec_contents"), Contents(2), Heading("Words used here", 2), *words_used()),
        "summary": summary(),
        "purpose": purpose(),
        "demand": demand(),
        "consultation": consultation(),
        "fit": (
            Heading("Fit with mandate and neighbours", 1, "sec_fit"),
            AuthorBox(
                "duplication",
                "What similar programs exist in the region and province? If there is duplication, why is it warranted?",
            ),
        ),
        "occupation": occupation(),
        "competencies": competencies(),
        "assessment": (
            Heading("Assessment", 1, "sec_assessment"),
            Paragraph(
                (
                    Run("Every competency is judged at work or at a real skid; see "),
                    Run("", anchor="table_matrix"),
                    Run("."),
                )
            ),
        ),
        "structure": (Heading("Structure and delivery", 1), *steps()),
        "pathways": pathways(),
        "recognition": (
            Heading("Recognition", 1),
            Paragraph(
                text(
                    "The badge is issued on an open standard and holds the criteria, the assessor's name and the date."
                )
            ),
        ),
        "resources": resources(),
        "equity": (
            Heading("Access and equity", 1),
            AuthorBox(
                "equity",
                "Who might be left out, and what is done about it?",
                "Night sections were asked for by three employers.\n\nBursaries cover travel from the north.",
                "Dana Okafor",
                "2026-11-02",
            ),
        ),
        "quality": (
            Heading("Quality and review", 1),
            Paragraph(text("The program is reviewed two years after first delivery, with the same employers.")),
        ),
        "method": method(),
        "appendix_evidence": evidence(),
        "appendix_codebook": (
            Heading("Appendix B: Codebook", 1),
            Table(
                "Codes and their definitions",
                ("Code", "Definition", "Highlights"),
                tuple(
                    (text(c), text(d), text(n))
                    for c, d, n in (
                        ("Isolation", "Making a system safe to open.", "41"),
                        ("Detector drift", "A detector that reads wrong and is believed.", "6"),
                    )
                ),
                (0.25, 0.6, 0.15),
                numeric=(2,),
            ),
        ),
        "appendix_audit": (
            Heading("Appendix C: How this was made", 1, "sec_audit"),
            Heading("Raw data", 2),
            Paragraph(text("14 transcripts, 11 of which may be quoted.")),
            Heading("Process notes", 2),
            Paragraph(text("Two coders worked apart on eight interviews; percent agreement was 84.")),
        ),
        "appendix_crosswalk": (
            Heading("Appendix D: Crosswalk", 1),
            Table(
                "Where each framework's elements are",
                ("Element", "Where"),
                (
                    (text("Learning outcomes (EU Annex I, 6)"), link("Competencies", "sec_competencies")),
                    (text("Type of assessment (EU Annex I, 9)"), link("Assessment", "sec_assessment")),
                ),
            ),
        ),
    }


def front() -> tuple[Block, ...]:
    rows = [
        (
            text(claim),
            link(f"{said} of {EMPLOYERS}{f'; {against} disagree' if against else ' employers'} ({key})", f"sec_{key}"),
            text(sure),
        )
        for key, claim, said, against, sure in FINDINGS
    ]
    rows.append(
        (
            text("Five employers will sit on assessment panels; three will interview graduates."),
            link("commitments (E1)", "table_ladder"),
            text("Recorded"),
        )
    )
    return (
        Paragraph(text("Program proposal · microcredential · School of Energy"), "kicker"),
        Paragraph(text("Hydrogen Systems Safety"), "title"),
        Paragraph(
            text(
                "54 hours, hybrid · for gasfitters, millwrights and compressor technicians moving into hydrogen work · evidence to 2026-10-30"
            ),
            "lead",
        ),
        Paragraph(
            (
                Run("Motion. ", bold=True),
                Run(
                    "That the committee approve Hydrogen Systems Safety as a non-credit microcredential for first delivery in May 2027."
                ),
            ),
            "motion",
        ),
        Heading("The case in five claims", 2, "sec_claims"),
        Table(
            "",
            ("Claim", "Evidence", "Confidence"),
            tuple(rows),
            (0.59, 0.28, 0.13),
            summary="Five claims, how many employers support each, and how sure we are.",
        ),
        Heading("What we do not know", 2),
        Paragraph(
            text("No union or regulator was interviewed; recognition by either is planned, not agreed."), "bullet"
        ),
        Paragraph(text("All twelve employers are within 300 km; nothing here speaks for the north."), "bullet"),
        Paragraph(
            (
                Run("The thinnest finding, detector drift ("),
                Run("F4", anchor="sec_F4"),
                Run("), rests on two employers and would fall out if the cut-off rose by a quarter point."),
            ),
            "bullet",
        ),
        Heading("What changed because employers read it", 2),
        Paragraph(
            (
                Run(
                    "Two tasks were dropped (B4, D3), one was split (A1), and the flame response assessment moved from a written test to the burn pad. "
                ),
                Run("Record, appendix C.", anchor="sec_audit"),
            )
        ),
    )


def words_used() -> tuple[Block, ...]:
    return (
        Paragraph(
            (
                Run("Employer count. ", bold=True),
                Run(
                    "“9 of 12 employers” means that nine of the twelve employers interviewed said it at least once. Highlights are never counted as votes."
                ),
            ),
            "bullet",
        ),
        Paragraph(
            (
                Run("Task, competency. ", bold=True),
                Run(
                    "A task is a piece of work an employer can see done. A competency is doing it to a standard, under stated conditions, in front of an assessor."
                ),
            ),
            "bullet",
        ),
    )


def summary() -> tuple[Block, ...]:
    facts = (
        ("Title", "Hydrogen Systems Safety"),
        ("Institution", "Prairie Polytechnic"),
        ("Credential", "microcredential"),
        ("NOC 2021", "72302, 72400"),
        ("CIP Canada 2021", "15.0503"),
        ("Length", "54 hours over 9 weeks"),
        ("Delivery", "hybrid · Leduc yard"),
    )
    return (
        Heading("Identity and summary", 1, "sec_summary"),
        Table("The program in facts", ("Field", "Value"), tuple((text(a), text(b)) for a, b in facts), (0.32, 0.68)),
        Heading("The case in short", 2),
        AuthorBox(
            "case",
            "Why should the committee say yes? Name the one thing the evidence shows and the one thing it does not.",
            word_limit=120,
        ),
        Paragraph(text("No sign-off is recorded yet."), "gap"),
    )


def purpose() -> tuple[Block, ...]:
    return (
        Heading("Purpose and learners", 1, "sec_purpose"),
        Paragraph(
            text(
                "The program takes people who already work with gas or rotating equipment and makes them safe and useful on hydrogen systems. It does one thing: it certifies that a named assessor saw them do it."
            )
        ),
        Heading("Who it is for", 2),
        Paragraph(
            (
                Run("Upskilling. ", bold=True),
                Run("Gasfitters whose employer is adding hydrogen; it matters before the first commissioning."),
            ),
            "bullet",
        ),
        Paragraph(
            (
                Run("Newcomers and career changers. ", bold=True),
                Run(
                    "Internationally trained process technicians without Canadian tickets; it matters at the first application."
                ),
            ),
            "bullet",
        ),
        Heading("What learners bring", 3),
        Paragraph(
            (
                Run("A trade ticket or two years at a plant. Rules on prior learning are on "),
                Run("the institution's page", url="https://example.org/prior-learning?who=trades&when=2027"),
                Run("."),
            )
        ),
    )


def demand() -> tuple[Block, ...]:
    blocks: list[Block] = [
        Heading("Demand", 1, "sec_demand"),
        Paragraph(
            (
                Run(
                    "Twelve employers were asked which skill gaps must be bridged, who could move into the role, and what makes hiring hard. "
                ),
                Run("", anchor="fig_gaps"),
                Run(" shows what they named; each finding follows with its words."),
            )
        ),
        FigureBlock(
            figures.employer_bars(
                "Eleven of twelve employers say new hires cannot make a system safe",
                [f[1].rstrip(".") for f in FINDINGS],
                [f[2] for f in FINDINGS],
                EMPLOYERS,
                colours=["skill-gap", "can-move", "credential-signal", "tool"],
                contradicts=[f[3] for f in FINDINGS],
            ),
            "Findings by the number of employers who said so.",
            "fig_gaps",
        ),
    ]
    for (key, claim, said, against, sure), quote in zip(FINDINGS, QUOTES, strict=True):
        blocks += [
            Heading(f"{key}. {claim.rstrip('.')}", 2, f"sec_{key}"),
            Paragraph(
                (
                    Run(
                        f"{said} of {EMPLOYERS} employers said so{f', {against} said otherwise' if against else ''}. Confidence: {sure.lower()}. Evidence: "
                    ),
                    Run(f"E-0{said}", anchor=f"ev_{key}"),
                    Run("."),
                )
            ),
            Paragraph(text(f"“{quote}”"), "quote"),
            Paragraph(text("Operations lead, mid-size employer, hydrogen. Quoted with consent, unnamed."), "note"),
        ]
    return tuple(blocks)


def consultation() -> tuple[Block, ...]:
    ladder = (
        ("Interviewed", "12"),
        ("Checked the task list", "8"),
        ("Agreed the competencies", "6"),
        ("Will sit on assessment panels", "5"),
        ("Will interview graduates", "3"),
    )
    return (
        Heading("Consultation", 1, "sec_consultation"),
        FigureBlock(
            figures.flow(
                [
                    ("interviews held", 14),
                    ("may be quoted", 11),
                    ("highlights", 312),
                    ("tasks named", 41),
                    ("tasks kept", 31),
                    ("competencies", 8),
                ],
                title="From fourteen interviews to eight competencies",
            ),
            "What became of the interviews.",
            "fig_flow",
        ),
        Table(
            "What employers have committed to",
            ("Step", "Employers of 12"),
            tuple((text(a), text(b)) for a, b in ladder),
            (0.75, 0.25),
            (1,),
            "table_ladder",
            "The commitment ladder: how many of twelve employers took each step.",
        ),
        Heading("What changed because of it", 2),
        Paragraph(
            text(
                "Two tasks were dropped, one was split. The flame response assessment moved from a written test to the burn pad."
            ),
            "body",
        ),
    )


def occupation() -> tuple[Block, ...]:
    most = max(len(tasks) for tasks in DUTIES.values())
    rows = tuple(
        (text(duty, bold=True), *(text(task) for task in tasks), *((Run(""),) for _ in range(most - len(tasks))))
        for duty, tasks in DUTIES.items()
    )
    ratings = tuple(
        (
            text(task),
            text(f"{4.6 - n * 0.11:.1f}"),
            text(f"{3.9 - n * 0.08:.1f}"),
            text("8"),
            text("in" if n < 11 else "out"),
            text(
                "important and frequent"
                if n < 11
                else "below the cut-off of 3.0 in this sector; employers asked for it in onboarding instead"
            ),
        )
        for n, task in enumerate(task for tasks in DUTIES.values() for task in tasks)
    )
    return (
        Heading("The occupation", 1, "sec_occupation"),
        Paragraph(
            text("A panel of eight workers and supervisors named the duties and tasks; the chart keeps their words.")
        ),
        Landscape(
            (
                Heading("DACUM chart", 2, "sec_dacum"),
                Table(
                    "Duties and tasks of a hydrogen systems technician",
                    ("Duty", *(f"Task {n + 1}" for n in range(most))),
                    rows,
                    (1.1, *([1.0] * most)),
                    anchor="table_dacum",
                    summary="One row a duty, its tasks to the right.",
                    chart=True,
                ),
            )
        ),
        Heading("Tasks in and tasks out", 2),
        Table(
            "Task decisions with the rule and the reason",
            ("Task", "Import.", "Freq.", "n", "In or out", "Reason"),
            ratings,
            (0.36, 0.09, 0.08, 0.06, 0.1, 0.31),
            (1, 2, 3),
            "table_decisions",
            row_anchors=tuple(f"task_{n}" for n in range(len(ratings))),
        ),
    )


def competencies() -> tuple[Block, ...]:
    names = (
        "Make a hydrogen system safe to open",
        "Find and report a leak",
        "Keep a detector honest",
        "Respond to an unignited release",
    )
    blocks: list[Block] = [Heading("Competencies", 1, "sec_competencies")]
    for n, name in enumerate(names, 1):
        blocks += [
            Heading(f"C{n}. {name}", 2, f"sec_C{n}"),
            Paragraph(
                text(
                    "Given a running skid, a permit and the site drawing, isolates, vents and purges the section named on the permit, to the maker's purge figure, without prompting."
                )
            ),
            Heading("Criteria", 3),
            Paragraph(text("Locks and tags each isolation point before the first fitting is loosened."), "number"),
            Paragraph(text("Proves the purge with a reading and says what the reading means."), "number"),
            Paragraph(
                (Run("Stops when a reading is not understood. Evidence: "), Run("E-011", anchor="ev_F1"), Run(".")),
                "number",
            ),
        ]
    rows = tuple(
        (
            link(f"C{n}", f"sec_C{n}"),
            text(name),
            text("A1, A2" if n == 1 else "B1–B5"),
            text("Observed at the skid" if n != 3 else "No workplace assessment yet"),
            text("5"),
        )
        for n, name in enumerate(names, 1)
    )
    blocks.append(
        Table(
            "Each competency with its tasks and its assessment",
            ("", "Competency", "Tasks", "Assessment", "Panel"),
            rows,
            (0.06, 0.38, 0.16, 0.3, 0.1),
            (4,),
            "table_matrix",
        )
    )
    return tuple(blocks)


def steps() -> tuple[Block, ...]:
    return (
        Paragraph(text("Make safe, 18 hours, in the yard."), "number"),
        Paragraph(text("Find and keep honest, 24 hours, half at work."), "number"),
        Paragraph(text("Respond, 12 hours, on the burn pad."), "number"),
    )


def pathways() -> tuple[Block, ...]:
    rows = (
        ("a", "Gasfitter (Class B) ticket", "prior learning", "c", "in place", "module 1 by prior learning"),
        ("b", "Millwright or compressor technician", "prior learning", "c", "in place", ""),
        ("c", "Hydrogen Systems Safety microcredential", "this credential", "d;e", "proposed", ""),
        ("d", "Hydrogen operations technician", "job", "", "agreed", ""),
        ("e", "Certificate in Clean Energy Systems", "credential", "", "agreed", "6 of 30 credits"),
    )
    table = pd.DataFrame(rows, columns=["step_id", "title", "kind", "leads_to", "status", "credit"])
    return (
        Heading("Pathways", 1),
        FigureBlock(
            figures.pathway(table, title="Two trades lead in; a job and a certificate lead out"),
            "Routes into and out of the microcredential.",
            "fig_pathway",
        ),
    )


def resources() -> tuple[Block, ...]:
    rows = (
        ("Instructor time", "$18,400"),
        ("Skid and gas", "$6,250"),
        ("Assessor fees", "$4,000"),
        ("Tuition, 16 learners", "−$24,000"),
        ("To be found", "$4,650"),
    )
    return (
        PageBreak(),
        Heading("Resources, budget and risk", 1),
        Table(
            "Budget of one delivery",
            ("Line", "Canadian dollars"),
            tuple((text(a), text(b)) for a, b in rows),
            (0.75, 0.25),
            (1,),
        ),
        Paragraph(text("The skid is shared with two employers; a written agreement is not yet signed."), "gap"),
    )


def method() -> tuple[Block, ...]:
    return (
        Heading("Method", 1, "sec_method"),
        Paragraph(
            text(
                "Interviews followed one guide, were recorded with consent and transcribed word for word. Interviewer speech was never counted."
            )
        ),
        Table(
            "Agreement between coders",
            ("Code", "Alpha", "Interviews"),
            ((text("Isolation"), text("0.81"), text("8")), (text("Detector drift"), text("0.64"), text("8"))),
            numeric=(1, 2),
        ),
    )


def evidence() -> tuple[Block, ...]:
    blocks: list[Block] = [
        Heading("Appendix A: Evidence", 1, "sec_evidence"),
        Paragraph(text("Each entry says where in this document it is used."), "note"),
    ]
    for key, claim, said, _, _ in FINDINGS:
        blocks.append(Heading(f"{key}. {claim.rstrip('.')}", 2, f"ev_{key}"))
        for n in range(said):
            words = QUOTES[n % len(QUOTES)]
            blocks.append(
                Paragraph(
                    (
                        Run(f"{key}-{n + 1:02}", bold=True),
                        Run(f"\t“{words}” Participant {n + 3:02}, employer {n % 12 + 1:02}, supports. Used in "),
                        Run("", anchor=f"sec_{key}"),
                        Run("."),
                    ),
                    "evidence",
                    f"ev_{key}_{n}",
                )
            )
    return tuple(blocks)
