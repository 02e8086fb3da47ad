"""Demand, consultation and fit: what employers said, who was asked, and what only people can judge."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from codesign import discretion, figures, market, program, voices
from codesign.phrases import count_of, listed
from codesign.proposal.blocks import Block, FigureBlock, Paragraph, Run
from codesign.proposal.boxes import author_box
from codesign.proposal.facts import QUESTIONS, Facts
from codesign.proposal.finding import Finding
from codesign.proposal.layout import bold, heading, link, para, sentence, shown, table
from codesign.schemas import FAMILIES, RUNGS

TITLES = {
    "skill gaps": "Which skill gaps must be bridged",
    "who can move": "Who can move into the role",
    "hiring challenges": "What makes hiring hard",
    "credential": "What a credential would have to show",
    "delivery": "How employers want it delivered",
    "pathway": "Where it should lead",
}
MOST_BARS = 8
ENROLMENT = {
    "year": ("Year", 0.12),
    "sector": ("Sector", 0.16),
    "intakes": ("Intakes", 0.11),
    "seats": ("Seats", 0.1),
    "learners": ("Learners", 0.12),
    "completers": ("Complete", 0.13),
    "assumption": ("Assumption", 0.42),
}
LEADS = {"supports": "", "qualifies": "But: ", "contradicts": "Against it: "}
COUNTED = ("intakes", "seats", "learners", "completers")


def demand(facts: Facts) -> list[Block]:
    """Return demand: fields 10 to 15 and the confidence of each finding."""
    blocks: list[Block] = [heading("Demand", 1, "sec_demand"), *_interviewed(facts)]
    for question in TITLES:
        blocks += _question(facts, question)
    return [*blocks, *_postings(facts), *_cited(facts), *_learners(facts), *_enrolment(facts)]


def consultation(facts: Facts) -> list[Block]:
    """Return who was consulted, what changed, and what employers committed to: fields 16 to 18."""
    return [
        heading("Consultation and commitment", 1, "sec_consultation"),
        heading("What changed as a result", 2, "sec_changes"),
        *_changes(facts),
        author_box("consultation", facts.tables["author_texts"]),
        heading("What employers have committed to", 2, "sec_ladder"),
        *_ladder(facts),
        heading("Indigenous, community, union and regulator engagement", 2, "sec_groups"),
        _bodies(facts),
        author_box("groups", facts.tables["author_texts"]),
    ]


def fit(facts: Facts) -> list[Block]:
    """Return what only the institution can say: fields 19 to 22."""
    texts = facts.tables["author_texts"]
    return [
        heading("Fit", 1, "sec_fit"),
        heading("Mandate, plan and priorities", 2, "sec_mandate"),
        author_box("mandate", texts),
        heading("Existing programs here", 2, "sec_existing"),
        author_box("existing_programs", texts),
        heading("Similar programs elsewhere", 2, "sec_duplication"),
        author_box("duplication", texts),
        heading("Alternatives considered", 2, "sec_alternatives"),
        author_box("alternatives", texts),
    ]


def finding_anchor(finding: Finding) -> str:
    """Return the place of a finding in the document."""
    return f"finding_{finding.finding_id}"


def _interviewed(facts: Facts) -> list[Block]:
    heard, people = facts.heard, discretion.interviewed(facts.tables)
    k = facts.parameters.small_group
    opening = para(
        f"{count_of(heard['interviews'], 'interview')} with {count_of(heard['participants'], 'person', 'people')} from "
        f"{voices.bodies_in_words(facts.bodies_heard)}. Groups of fewer than {k} are not broken down, and one more is "
        "hidden where the total would give the hidden one back."
    )
    blocks: list[Block] = [heading("Who was interviewed", 2, "sec_interviewed"), opening]
    rows = [row for column in ("sector", "region", "size") for row in _groups(people, column, k)]
    caption = f"Who was interviewed, {count_of(len(people), 'person', 'people')} in all"
    return [
        *blocks,
        table(
            caption,
            ("Attribute", "Group", "Interviewed"),
            rows,
            widths=(0.25, 0.5, 0.25),
            numeric=(2,),
            anchor="table_interviewed",
        ),
    ]


def _groups(people: pd.DataFrame, column: str, small_group: int) -> list[tuple[str, str, str]]:
    groups = discretion.by_group(people, column, small_group)
    shown_ones = groups[groups["interviewed"].notna()]
    rows = [(column.capitalize(), str(row[column]), str(row["interviewed"])) for row in shown_ones.to_dict("records")]
    hidden = len(groups) - len(shown_ones)
    sizes = people.groupby(column).size()
    too_small = sum(discretion.count_told(int(size), small_group) is None for size in sizes)
    why = "too small to show" if too_small == hidden else "too small to show, or held back so that none is given away"
    hidden_groups = f"{count_of(hidden, 'group')}, {why}"
    return [*rows, (column.capitalize(), hidden_groups, "–")] if hidden else rows


def _question(facts: Facts, question: str) -> list[Block]:
    anchor = f"sec_{question.replace(' ', '_')}"
    findings = [finding for finding in facts.findings if finding.question == question]
    blocks: list[Block] = [heading(TITLES[question], 2, anchor), _spoken_of(facts, question, is_written=bool(findings))]
    figure = _bars(facts, question)
    blocks += [figure] if figure is not None else []
    for finding in findings:
        blocks += _finding(facts, finding)
    return blocks


def _spoken_of(facts: Facts, question: str, *, is_written: bool) -> Paragraph:
    """Say how many employers spoke of the question at all, and whether anybody has drawn a finding from it."""
    family = QUESTIONS[question]
    codes = facts.tables["codes"].loc[facts.tables["codes"]["family"] == family, "code_id"]
    own = facts.evidence[facts.evidence["code_id"].isin(codes)]
    if own.empty:
        return para(f"No passage has been coded “{FAMILIES[family]}” yet.", style="gap")
    speaking = voices.of_all(own).speaking
    employers = f"{speaking.get(voices.EMPLOYER, 0)} of {count_of(facts.heard['employers'], 'employer')}"
    spoken = (
        f"{listed([employers, *voices.other_bodies(speaking)])} spoke of it, for or against, in "
        f"{count_of(own['transcript_id'].nunique(), 'interview')}."
    )
    return para(spoken) if is_written else para(f"{spoken} No finding has been written yet.", style="gap")


def _bars(facts: Facts, question: str) -> FigureBlock | None:
    family = QUESTIONS[question]
    codes = facts.code_counts[(facts.code_counts["family"] == family) & (facts.code_counts["supports"] > 0)]
    below = codes[codes["parent_id"] != ""].sort_values(["supports", "name"], ascending=[False, True], kind="stable")
    if len(below) < 2:
        return None
    top, of = below.head(MOST_BARS), facts.heard["employers"]
    against = [facts.code_voices[code].against for code in top["code_id"]]
    first = top.iloc[0]
    title = f"{first['name']}: {first['supports']} of {count_of(of, 'employer')}"
    picture = figures.employer_bars(
        title,
        list(top["name"]),
        [int(value) for value in top["supports"]],
        of,
        colours=[family] * len(top),
        contradicts=against,
    )
    caption = f"{FAMILIES[family]}: employers who said so, of {of}" + (
        "; whoever disagrees is counted" if any(against) else ""
    )
    return FigureBlock(picture, caption, f"bars_{family.replace('-', '_')}")


def _finding(facts: Facts, finding: Finding) -> list[Block]:
    quotes = facts.quoted_for(finding.finding_id)
    sure = finding.confidence
    judged = (
        f"{sure.level.capitalize()} confidence"
        + (f" ({sure.judged_by})" if sure.judged_by else "")
        + (f", judged and written for {sure.written_for}" if sure.written_for else "")
        + (f": {sure.reason}" if sure.reason else "")
    )
    return [
        Paragraph(
            (
                Run(f"{finding.finding_id}. {sentence(finding.statement)} ", bold=True),
                Run(f"{finding.in_words}."),
            ),
            "body",
            finding_anchor(finding),
        ),
        *(quote for polarity in LEADS for quote in _quotes(quotes, polarity)),
        para(
            f"{judged.rstrip('.')}. Evidence: ",
            link("every passage", f"behind_finding_{finding.finding_id}"),
            ".",
            style="note",
        ),
    ]


def _quotes(quotes: pd.DataFrame, polarity: str) -> list[Block]:
    chosen, lead = quotes[quotes["polarity"] == polarity], LEADS[polarity]
    return [
        para(
            lead,
            f"“{row['quote']}” – {row['source']} (",
            link(row["evidence_id"], f"ev_{row['evidence_id']}"),
            ")",
            style="quote",
        )
        for row in chosen.to_dict("records")
    ]


def _postings(facts: Facts) -> list[Block]:
    blocks: list[Block] = [heading("What job postings ask for", 2, "sec_postings")]
    if facts.tables["postings"].empty:
        return [*blocks, para("No job postings were scanned.", style="gap")]
    counts = facts.posting_counts
    counts = counts[counts["task_id"] != ""]
    of = len(facts.tables["postings"])
    scanned = (
        f"{count_of(of, 'posting was', 'postings were')} scanned, sentence by sentence: a match has the verb of a task "
        "and what it is done to together. A share is told only where people read matches and found "
        f"{market.LEAST_PRECISION:.0%} or more of them right."
    )
    mentioned = counts[counts["postings"].map(bool).astype(bool)]
    shown = [para(scanned), _mentioned(mentioned)] if len(mentioned) else [para(scanned + " There is none so far.")]
    return [*blocks, *shown, *_in_no_posting(counts), *_not_told(counts)]


def _mentioned(mentioned: pd.DataFrame) -> Block:
    top = mentioned.sort_values(["postings", "task_id"], ascending=[False, True], kind="stable").head(10)
    rows = [
        (
            link(row["task_id"], f"task_{row['task_id']}"),
            row["label"],
            f"{row['postings']} of {row['of']}",
            f"{row['right']} of {row['judged']}",
        )
        for row in top.to_dict("records")
    ]
    return table(
        "Tasks that job postings mention",
        ("Task", "Label", "Postings", "Judged right"),
        rows,
        widths=(0.12, 0.53, 0.17, 0.18),
        numeric=(2, 3),
        anchor="table_postings",
    )


def _in_no_posting(counts: pd.DataFrame) -> list[Block]:
    """Return how many tasks no posting mentions, so that they are not taken for a list cut short."""
    without = int((counts["postings"] == 0).sum())
    if not without:
        return []
    verb = "is" if without == 1 else "are"
    return [
        para(
            f"{without} of {count_of(len(counts), 'task')} {verb} in no posting in such words. That does not say that "
            "the work is not done: postings tell little of tasks.",
            style="note",
        )
    ]


def _not_told(counts: pd.DataFrame) -> list[Block]:
    """Return of which tasks no share is told, and why."""
    silent = counts[counts["postings"].isna()]
    why = "; ".join(_why(row) for row in silent.to_dict("records"))
    return [para(f"No share of postings is told of these tasks: {why}.", style="note")] if why else []


def _why(row: Mapping[Any, Any]) -> str:
    return f"{row['task_id']}, {str(row['sentence']).rpartition('”: ')[2]}"


def _cited(facts: Facts) -> list[Block]:
    cited = facts.tables["cited_sources"]
    blocks: list[Block] = [
        heading("Published labour-market figures", 2, "sec_labour_market"),
        author_box("labour_market", facts.tables["author_texts"]),
    ]
    if cited.empty:
        return [*blocks, para("No published figure is cited.", style="gap")]
    rows = [
        (
            row["statement"],
            row["publisher"] or "publisher not recorded",
            Run("address", url=row["url"]) if row["url"] else "no address recorded",
            row["accessed_on"] or "no date recorded",
        )
        for row in cited.to_dict("records")
    ]
    return [
        *blocks,
        table(
            "Published figures cited",
            ("Figure", "Publisher", "Source", "Read on"),
            rows,
            widths=(0.5, 0.22, 0.12, 0.16),
            anchor="table_cited",
        ),
    ]


def _learners(facts: Facts) -> list[Block]:
    blocks: list[Block] = [heading("Learner demand", 2, "sec_student_demand")]
    survey = facts.survey
    if facts.tables["survey_responses"].empty:
        blocks.append(para("No learner survey was read.", style="gap"))
    else:
        rows = [row for question in dict.fromkeys(survey["question"]) for row in _answers(survey, question)]
        blocks += [
            para(
                f"{count_of(len(facts.tables['survey_responses']), 'learner')} answered. This says what those who "
                "answered want; it is not a forecast of enrolment."
            ),
            table(
                "What learners answered",
                ("Question", "Answer", "Learners", "Of"),
                rows,
                widths=(0.3, 0.4, 0.18, 0.12),
                numeric=(2, 3),
                anchor="table_survey",
            ),
        ]
    return [*blocks, author_box("student_demand", facts.tables["author_texts"])]


def _answers(survey: pd.DataFrame, question: str) -> list[tuple[str, str, str, str]]:
    asked = survey[survey["question"] == question]
    answers = asked[asked["count"].notna()].to_dict("records")
    rows = [(str(row["answer"]), str(row["count"]), shown(row["n"], 0)) for row in answers]
    if rare := market.rare_in_words(asked):
        rows.append((rare, "–", "–"))
    return [(question if place == 0 else "", *row) for place, row in enumerate(rows)]


def _enrolment(facts: Facts) -> list[Block]:
    blocks: list[Block] = [heading("Enrolment plan", 2, "sec_enrolment")]
    plan = program.enrolment_table(facts.tables["enrolments"], sector=facts.parameters.sector)
    if plan.empty:
        return [*blocks, para("No enrolment plan is recorded.", style="gap")]
    plan = plan if plan["sector"].replace("", pd.NA).nunique() > 1 else plan.drop(columns="sector")
    chosen = [name for name in ENROLMENT if name in plan]
    heads, widths = zip(*(ENROLMENT[name] for name in chosen), strict=True)
    return [
        *blocks,
        table(
            "Planned enrolment: learners are intakes times seats",
            heads,
            [[_planned(row[name]) for name in chosen] for row in plan.to_dict("records")],
            widths=[width / sum(widths) for width in widths],
            numeric=[place for place, name in enumerate(chosen) if name in COUNTED],
            anchor="table_enrolment",
        ),
    ]


def _planned(value: object) -> str:
    return value if isinstance(value, str) else shown(value, 0)


def _changes(facts: Facts) -> list[Block]:
    changes = facts.tables["consultation_changes"]
    if changes.empty:
        return [para("No change is recorded.", style="gap")]
    rows = [(row["who"], row["said"], row["changed"], row["on_date"] or "–") for row in changes.to_dict("records")]
    return [
        table(
            "What was said, and what changed",
            ("Who", "What they said", "What changed, or why not", "Date"),
            rows,
            widths=(0.18, 0.34, 0.34, 0.14),
            anchor="table_changes",
        )
    ]


def _ladder(facts: Facts) -> list[Block]:
    those = facts.bodies_heard
    heard = f"{voices.bodies_in_words(those)} {'was' if sum(those.values()) < 2 else 'were'}"
    meaning = {
        RUNGS[0]: "gave an interview",
        RUNGS[1]: "checked or rated the task list",
        RUNGS[2]: "agreed to the competencies",
        RUNGS[3]: "will help assess",
        RUNGS[4]: "will interview graduates",
    }
    rows = [
        (row["rung"].capitalize(), meaning[row["rung"]], _on_rung(facts, row["rung"], row["outdated"]))
        for row in facts.ladder.to_dict("records")
    ]
    return [
        table(
            f"The commitment ladder (E1); {heard} interviewed for this run",
            ("Rung", "What it means", "Who"),
            rows,
            widths=(0.28, 0.36, 0.36),
            anchor="table_ladder",
        )
    ]


def _on_rung(facts: Facts, rung: str, outdated: int) -> str:
    """Return who stands on a rung; whose check is older than a task's wording is said, as it stands for other words."""
    who = voices.bodies_in_words(facts.committed[rung])
    return f"{who}; {program.before_a_change(outdated)}" if outdated else who


def _bodies(facts: Facts) -> Paragraph:
    people = discretion.interviewed(facts.tables)
    kinds = people.groupby("kind")["participant_id"].nunique()
    others = {str(kind): int(count) for kind, count in kinds.items() if kind != "employer"}
    if not others:
        here = f" for {scope}" if (scope := facts.parameters.sector or facts.parameters.region) else ""
        return para(
            f"Only employers were interviewed{here}: no union, regulator, association, Indigenous or community body.",
            style="gap",
        )
    bodies = listed([count_of(count, f"{kind} interview") for kind, count in sorted(others.items())])
    return para(
        bold("Beside employers: "),
        f"{bodies}. They count as interviews, never as employers; what they say for or against a claim stands beside "
        "the employers, by the kind of body.",
    )
