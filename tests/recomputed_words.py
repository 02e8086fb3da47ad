"""What was worked out again, in the words of a proposal: sentences, and rows of tables as "cell | cell".

Nothing of the package is imported: see recomputed.py, whose numbers these are.
"""

# ruff: noqa: E501 - rows of tables read better whole

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from statistics import mean, stdev

from recomputed import QUESTIONS, SCALES, WAYS, Reckoning, Row, joined, largest_remainder, plural, rows_of

BOXES = 21
RUNGS = {
    "interviewed": ("Interviewed", "gave an interview"),
    "checked tasks": ("Checked tasks", "checked or rated the task list"),
    "agreed competencies": ("Agreed competencies", "agreed to the competencies"),
    "will assess": ("Will assess", "will help assess"),
    "will interview graduates": ("Will interview graduates", "will interview graduates"),
}
FAMILIES = {
    "skill gaps": "skill-gap",
    "who can move": "can-move",
    "hiring challenges": "hiring-challenge",
    "credential": "credential-signal",
    "delivery": "delivery",
    "pathway": "pathway",
}


@dataclass(frozen=True)
class Told:
    """Words that one line below a heading has, in this order; a table's row is a line, its cells held apart by " | "."""

    heading: str
    parts: tuple[str, ...]
    offered: bool = False
    """Whether the document may choose not to say it."""


def told(r: Reckoning) -> list[Told]:
    """Return everything with a number that a proposal of this scope says, by the heading it stands under."""
    found = []
    for heading, lines in {**demand(r), **job(r), **plan(r), **method(r), **register(r)}.items():
        found += [Told(heading, line if isinstance(line, tuple) else (line,)) for line in lines]
    return found + [Told(heading, line, offered=True) for heading, line in offered(r)]


Lines = dict[str, list[str | tuple[str, ...]]]


def offered(r: Reckoning) -> list[tuple[str, tuple[str, ...]]]:
    """What a proposal chooses from: claims of page one, what is not known."""
    lines = [(row["statement"], f" | {r.evidence_of(row)} ({row['id']}) | ") for row in r.findings]
    gaps = [
        (f"{plural(r.employers, 'employer')} were heard; a count of so few is a sign, not a measure.",),
        *[(line,) for line in known_gaps(r)],
    ]
    return [
        ("", (f"DRAFT: {unwritten(r)} boxes not yet written",)),
        *[("The case in five claims", line) for line in lines],
        *[
            (heading, line)
            for heading in ("What we do not know", "Risks and mitigation", "Known gaps")
            for line in gaps
        ],
    ]


def who_is_thinnest(r: Reckoning) -> tuple[Row, list[Row]]:
    """The finding with the fewest employers behind it, of several the one with the fewest other bodies, and who these are."""
    people = {
        row["id"]: [one["person"] for one in row["codings"] if one["polarity"] == "supports"] for row in r.findings
    }

    def behind(row: Row) -> tuple[int, int]:
        kinds = r.bodies(people[row["id"]])
        return len(kinds.get("employer", ())), sum(map(len, kinds.values()))

    thinnest = min(r.findings, key=behind)
    return thinnest, people[thinnest["id"]]


def unwritten(r: Reckoning) -> int:
    return BOXES - len({row["box"] for row in r.tables["author_texts"] if r.here(row)})


def known_gaps(r: Reckoning) -> list[str]:
    thinnest, people = who_is_thinnest(r)
    flips = [row["id"] for row in r.tasks if r.flips_at(row["id"])]
    silent = sum(row["consent"] in ("", "no-quote") for row in r.people)
    named = ", ".join(flips[:6]) + (" and others" if len(flips) > 6 else "")
    bare = [task for task in r.trained if not r.shown.get(task)]
    return [
        f"{plural(len(bare), 'chosen task')} ({', '.join(bare)}) rest{'s' if len(bare) == 1 else ''} on raters only; no interview shows {'it' if len(bare) == 1 else 'them'}.",
        f"The thinnest finding, {thinnest['id']}, rests on {r.said_by(people) or 'nobody' + chr(39) + 's support'}: {thinnest['statement']}",
        f"{len(flips)} task decisions would change if the cut-off moved by a quarter point or less: {named}.",
        f"{plural(silent, 'interview')} {'counts' if silent == 1 else 'count'} but {'is' if silent == 1 else 'are'} not quoted",
        f"{unwritten(r)} boxes only a person can write are not yet written",
    ]


def demand(r: Reckoning) -> Lines:
    """Page one, who was interviewed, findings, postings, learners, enrolment and commitments."""
    total = sum(r.criticality(task) or 0 for task in r.rated)
    share = sum(r.criticality(task) or 0 for task in r.trained) / total
    taught = {
        task
        for competency, tasks in r.covered.items()
        if any(competency in hours for hours in r.hours.values())
        and any(competency in shown for shown in r.assessed.values())
        for task in tasks
    }
    missing = len(set(r.trained) - taught)
    rungs = ladder(r)
    n, people = len(r.interviews), r.said_by(r.people)
    hours = f"{r.program['sector_hours'].get(r.sector, r.program['hours'])} hours"
    lines: Lines = {
        "": [f"{hours}, {r.program['delivery']}"],
        "The case in five claims": [
            f"{len(r.trained)} tasks carry {share:.0%} of the criticality; "
            + (f"{missing} of them not yet taught and assessed." if missing else "all are taught and assessed.")
            + f" | {plural(len(r.raters), 'rater')}, {len(r.tasks)} tasks (T1) | ",
            f"{rungs['will assess']} will help assess; {rungs['will interview graduates']} will interview graduates. | {rungs['agreed competencies']} agreed the competencies (E1) | ",
        ],
        "Identity and summary": [f"Length | {hours} over {r.program['weeks']} weeks"],
        "Version, evidence and approvals": [f"{n} interviews with {people}, "],
        "Target learners and prerequisites": [most_named(r)],
        "Who was interviewed": [
            f"{n} interviews with {len(r.people)} people from {people}.",
            f"Groups of fewer than {r.limit} are not broken down",
            f"Who was interviewed, {len(r.people)} people in all",
        ],
        "What job postings ask for": [
            f"{len(r.postings)} postings were scanned",
            "A share is told only where people read matches and found 70% or more of them right.",
            *[
                (f"{task} | ", f" | {count} of {len(r.postings)} | {own['right']} of {own['judged']}")
                for task, count, own in r.mentioned()[:10]
            ],
            f"{sum(not own['judged'] for own in r.scan.values())} of {len(r.tasks)} tasks are in no posting in such words.",
            *[
                f"{task}, the words do not find it reliably ({own['right']} of {own['judged']} judged right)"
                for task, own in r.unreliable()
            ],
        ],
        "Learner demand": [
            f"{len([row for row in rows_of(r.folder / 'sources/learner_survey.csv') if not r.sector or row['sector'] == r.sector])} learners answered.",
            *[" | ".join(row) for row in r.survey()],
        ],
        "Enrolment plan": enrolment(r),
        "What employers have committed to": [
            f"The commitment ladder (E1); {people} were interviewed for this run",
            *[f"{' | '.join(RUNGS[rung])} | {count or '–'}" for rung, count in rungs.items()],
        ],
    }
    for column in ("sector", "region", "size"):
        groups, hidden, held = r.told_apart(column)
        lines["Who was interviewed"] += [f"{column.title()} | {group} | {count}" for group, count in groups.items()]
        if hidden:
            lines["Who was interviewed"].append(
                f"{column.title()} | {plural(hidden, 'group')}, too small to show{', or held back so that none is given away' if held else ''} | –"
            )
    for question, heading in QUESTIONS.items():
        lines[heading] = [*spoke_of_it(r, FAMILIES[question])]
        for row in (one for one in r.findings if one["question"] == question):
            evidence = r.evidence_of(row)
            nobody = "" if ";" in evidence else "; nobody qualified or contradicted it"
            lines[heading].append(f"{row['id']}. {row['statement']} {of_sector(r, row)}{evidence}{nobody}.")
            lines[heading] += [capped[1]] if (capped := cap(r, row)) else []
    others = Counter(row["kind"] for row in r.people if row["kind"] not in ("", "employer"))
    if others:
        lines["Indigenous, community, union and regulator engagement"] = [
            f"Beside employers: {joined([plural(others[kind], f'{kind} interview') for kind in sorted(others)])}."
        ]
    return lines


def of_sector(r: Reckoning, finding: Row) -> str:
    """What a run on all sectors says of a finding on one."""
    return f"In {finding['sector']}: " if finding.get("sector") and not r.sector else ""


def most_named(r: Reckoning) -> str:
    named = {
        code: len(r.bodies([row["person"] for row in r.under(code) if row["polarity"] == "supports"])["employer"])
        for code, row in r.codes.items()
        if row.get("parent_id") == "can-move"
    }
    first = sorted(named, key=lambda code: (-named[code], r.codes[code]["name"]))
    return (
        "Employers named who moves into this work: "
        + joined([f"{r.codes[code]['name']} ({named[code]} of {r.employers})" for code in first if named[code]][:5])
        + "."
    )


def spoke_of_it(r: Reckoning, family: str) -> list[str]:
    """Who spoke of a family of codes, and what its chart says."""
    top = next(code for code, row in r.codes.items() if row["family"] == family and not row.get("parent_id"))
    spoke = r.under(top)
    lines = [
        f"{r.said_by([row['person'] for row in spoke], r.employers)} spoke of it, for or against, in {len({row['transcript_id'] for row in spoke})} interviews."
    ]
    bars = {}
    for code, row in r.codes.items():
        if row.get("parent_id") == top:
            sides = {
                side: r.bodies([one["person"] for one in r.under(code) if one["polarity"] == side])
                for side in ("supports", "contradicts")
            }
            bars[row["name"]] = (
                len(sides["supports"].get("employer", ())),
                sum(map(len, sides["contradicts"].values())),
            )
    any_against = any(against for count, against in bars.values() if count)
    lines.append(
        f"{r.codes[top]['name']}: employers who said so, of {r.employers}"
        + ("; whoever disagrees is counted" if any_against else "")
    )
    told_bars = [
        f"{name}: {count} of {r.employers}" + (f"; {against} disagree{'s' if against == 1 else ''}" if against else "")
        for name, (count, against) in sorted(bars.items(), key=lambda bar: (-bar[1][0], bar[0]))
        if count
    ]
    lines.append(f"{told_bars[0].split(';')[0]} employers. {'; '.join(told_bars)}.")
    return lines


def ladder(r: Reckoning) -> dict[str, str]:
    """Who stands on each rung, of those interviewed in this scope."""
    one_of = {row["employer"]: row for row in r.people}
    on = defaultdict(list)
    for row in r.tables["commitments"]:
        if row["employer"] in one_of:
            on[row["rung"]].append(one_of[row["employer"]])
    return {rung: r.said_by(on[rung]) for rung in RUNGS}


def enrolment(r: Reckoning) -> list[str | tuple[str, ...]]:
    lines: list[str | tuple[str, ...]] = []
    totals = [0, 0, 0]
    for row in r.tables["enrolments"]:
        if r.here(row):
            learners = row["intakes"] * row["seats"]
            complete = math.floor(learners * row["completion_share"] + 0.5 + 1e-9)
            lines.append(
                f"{row['year']} | {'' if r.sector else row['sector'] + ' | '}{row['intakes']} | {row['seats']} | {learners} | {complete} | "
            )
            totals = [total + one for total, one in zip(totals, (row["intakes"], learners, complete), strict=True)]
    return [*lines, f"Total | {'' if r.sector else ' | '}{totals[0]} | – | {totals[1]} | {totals[2]} | "]


def job(r: Reckoning) -> Lines:
    """Tasks, their ratings, and what is decided."""
    duties = [row for row in r.tables["duties"] if any(task["duty_id"] == row["id"] for task in r.tasks)]
    out = [row["id"] for row in r.tasks if row["id"] not in r.trained]
    beyond = [row for row in r.all_tasks if row not in r.tasks]
    weights = [sum(r.criticality(row["id"]) or 0 for row in r.tasks if row["duty_id"] == duty["id"]) for duty in duties]
    lines: Lines = {
        "The job": [
            f"{len(duties)} duties and {len(r.tasks)} tasks of this run, from {len(r.interviews)} interviews and {plural(len(r.raters), 'rater')}."
        ],
        "How the tasks were rated": [
            *[row_of_ratings(r, row) for row in r.tasks if row["id"] in r.rated],
            *[reliability_line(r, scale) for scale in SCALES],
            chart_of_ratings(r),
            f"twice the importance plus the frequency, {r.moved_by_the_other_index()} of {len(r.rated)} rated tasks would stand more than a tenth",
        ],
        "Tasks in, and tasks out": [
            f"Tasks in: {len(r.trained)}",
            f"Tasks out: {len(out)}",
            f"at a cut-off of {r.settings['cut_off']:g}.",
        ],
        "DACUM chart": [
            f"DACUM chart: {len(r.tasks)} tasks under {len(duties)} duties; who raised each, of {r.employers} employers, and the decision"
        ],
        "Beside the chart": lists_beside(r),
        "What a graduate can do": [],
    }
    for duty, share in zip(duties, largest_remainder(weights), strict=True):
        tasks = [row["id"] for row in r.tasks if row["duty_id"] == duty["id"]]
        rated = sum(task in r.rated for task in tasks)
        lines["How the tasks were rated"].append(f"{duty['id']} | {duty['title']} | {rated} of {len(tasks)} | {share}%")
    for row in r.tasks:
        if f"{r.criticality(row['id']) or 1:.2f}" == "0.00" or r.criticality(row["id"]) == 0:
            lines["How the tasks were rated"].append(
                (
                    f"{row['id']} has importance {r.average(row['id'], 'importance'):.1f} and criticality 0.00",
                    f"({r.average(row['id'], 'frequency'):.1f})",
                )
            )
        lines["Tasks in, and tasks out"].append(row_of_decision(r, row))
        label = f"{row['id']} {row['label']}"
        lines["DACUM chart"].append(
            f"{label} / {raised(r, row['id']) if r.shown.get(row['id']) else 'no interview yet'} · {r.outcome(row['id'])}".replace(
                "no formal training", "no training"
            )
        )
    if beyond:
        names = "; ".join(f"{row['id']} {row['label']}" for row in beyond)
        lines["Tasks in, and tasks out"].append(
            f"{len(beyond)} tasks of the study are out of scope here (no interview in this sector shows it): {names}."
        )
    for competency, tasks in r.covered.items():
        title = next(row["title"] for row in r.tables["competencies"] if row["id"] == competency)
        codings = [one for task in tasks for one in r.shown.get(task, [])]
        lines[f"{competency} {title}"] = [
            f"Rests on. {'task' if len(tasks) == 1 else 'tasks'} {', '.join(tasks)}; raised by {r.for_and_against(codings, r.employers, 'some of it')}."
        ]
    return lines


def raised(r: Reckoning, task: str) -> str:
    return r.for_and_against(r.shown.get(task, []), r.employers)


def lists_beside(r: Reckoning) -> list[str]:
    """The lists beside the chart, a line each; in a sector's run only what is said there."""
    named, lines = r.tied("side_list_evidence", "item_id"), []
    for kind in ("knowledge and skills", "tools and equipment", "worker behaviours", "trends"):
        rows = sorted(
            (row for row in r.tables["side_list_items"] if row["kind"] == kind), key=lambda row: row["position"]
        )
        told = [
            f"{row['text']} ({r.for_and_against(named[row['id']], r.employers)})" for row in rows if row["id"] in named
        ]
        if told:
            lines.append(f"{kind.capitalize()}: {'; '.join(told)}.")
    return lines


def chart_of_ratings(r: Reckoning) -> str:
    """The alternative text of the picture of rated tasks."""
    places = [(row["id"], r.average(row["id"], "importance"), r.average(row["id"], "difficulty")) for row in r.tasks]
    rated = [(task, i, d) for task, i, d in places if i is not None and d is not None]
    both = sum(min(i, d) >= r.settings["cut_off"] - 1e-9 for _, i, d in rated)
    numbers = "; ".join(f"{task}: importance {i:.1f}, difficulty {d:.1f}" for task, i, d in rated)
    return f"{both} of {len(rated)} rated tasks are both important and hard to learn. {numbers}."


def row_of_ratings(r: Reckoning, row: Row) -> str:
    means = [f"{r.average(row['id'], scale):.1f}" for scale in SCALES]
    scores = [r.scores(row["id"], scale) for scale in SCALES]
    spread = [stdev(ones) for ones in scores if len(ones) > 1]
    cells = [
        row["id"],
        row["label"],
        *means,
        f"{max(spread):.1f}" if spread else "–",
        str(len(r.ratings[row["id"]])),
        "yes" if row.get("entry_level") else "no",
    ]
    return " | ".join([*cells, f"{r.criticality(row['id']):.2f}"])


def reliability_line(r: Reckoning, scale: str) -> str:
    one = r.reliability(scale)
    shares = "{}% lie between tasks, {}% between milder and stricter raters, and {}% in neither".format(*one["shares"])
    return (
        f"{scale.title()}: {one['cells']} ratings of {one['tasks']} tasks by {one['raters']} raters. The mean of a task rests on {one['each']:.1f} raters "
        f"and has a reliability of {one['together']:.2f}; one rater alone has {one['alone']:.2f}. Of the differences between ratings, {shares}. "
        f"For a mean reliable to 0.80 each task needs {plural(one['needed'], 'rater')}."
    )


def row_of_decision(r: Reckoning, row: Row) -> tuple[str, ...]:
    task = row["id"]
    employers = len(
        r.bodies([one["person"] for one in r.shown.get(task, []) if one["polarity"] == "supports"]).get("employer", ())
    )
    why, flips = r.why(task), r.flips_at(task)
    notes = ["thin"] if employers < 3 else []
    if not r.shown.get(task):
        notes = ["raters only, no interview"]
    notes += [f"would change at a cut-off of {math.ceil(flips * 100 - 1e-6) / 100:.2f}"] if flips else []
    tail = f". {joined(notes).capitalize()}." if notes else ""
    start = f"{task} | {row['label']} | {raised(r, task)} | "
    if task in r.decisions:
        return (
            start,
            f"(The rule alone: {why}: {r.by_rule(task)}.) ({r.decisions[task]['decided_by']}){tail} | {entries(r, task)}",
        )
    return (start + f"{why[0].upper()}{why[1:]}: {r.outcome(task)}{tail} | {entries(r, task)}",)


def entries(r: Reckoning, task: str) -> str:
    names = r.numbered
    own = sorted({names[row["id"]] for row in r.shown.get(task, [])})
    return (", ".join(own[:6]) + (f", {len(own) - 6} more" if len(own) > 6 else "")) or "none recorded"


def plan(r: Reckoning) -> Lines:
    """Competencies, assessment, hours, pathway and money."""
    total = sum(hours for module in r.hours.values() for hours in module.values())
    stated = r.program["sector_hours"].get(r.sector, r.program["hours"])
    sizes = sorted(len(tasks) for tasks in r.covered.values())
    covered = {task for tasks in r.covered.values() for task in tasks}
    lines: Lines = {
        "From evidence to assessment": [],
        "Every competency, and how it is shown": [],
        "Modules and hours": [
            f"The hours of the modules add up to the {stated:g} hours of the program."
            if total == stated
            else f"{total:g}"
        ],
        "Pathways": [
            f"{sum(row.get('status', 'proposed') != 'proposed' for row in r.steps)} of {len(r.steps)} steps are in place or agreed."
        ],
        "What the credential says": [
            f"Workload | {stated:g} hours",
            f"reviewed after {r.program['review_years']} years",
        ],
        "Quality assurance and review": [f"First review after {r.program['review_years']} years."],
        "Three features employers trust": [
            f"{len(r.covered)} competencies cover {len(covered)} tasks, {sizes[0]} to {sizes[-1]} each, in {total:g} of {stated:g} hours.",
            f"{sum(bool(row.get('workplace_evidence')) for row in r.tables['assessments'] if row['id'] in r.assessed)} of {len(r.assessed)} assessments name evidence from real work.",
            stacking(r),
        ],
        "Budget and affordability": budget(r),
    }
    labels = {row["id"]: row["label"] for row in r.tasks}
    alone = [task for task in r.trained if task not in covered]
    lines["What the competencies do not cover"] = [
        f"Task {task} “{labels[task]}” is trained, and no competency covers it." for task in alone
    ]
    for row in r.tables["performance_criteria"]:
        if row["competency_id"] in r.covered and row["id"] in r.not_assessed(row["competency_id"]):
            lines["Every competency, and how it is shown"].append(
                f"Criterion {row['id']} “{row['text']}” is not assessed anywhere."
            )
    names = r.numbered
    for row in r.tables["competencies"]:
        if (own := row["id"]) in r.covered:
            found = sorted({names[one["id"]] for task in r.covered[own] for one in r.shown.get(task, [])})
            tests = [test for test, shown in r.assessed.items() if shown.get(own)]
            lines["From evidence to assessment"].append(
                f"{own} | {', '.join(r.covered[own])} | {', '.join(found[:6])} ({len(found)} in all) | {', '.join(tests)}"
            )
            cells = [str(shown.get(own) or "–") for shown in r.assessed.values()]
            met = len(r.criteria[own]) - len(r.not_assessed(own))
            lines["Every competency, and how it is shown"].append(
                " | ".join([f"{own} {row['title']}", *cells, f"{met} of {len(r.criteria[own])}"])
            )
    for row in r.tables["modules"]:
        if hours := r.hours.get(row["id"]):
            each = joined([f"{competency} ({number:g} h)" for competency, number in hours.items()])
            lines["Modules and hours"].append(
                f"{row['id']} | {row['title']} | {each} | {row['delivery']} | {sum(hours.values()):g}"
            )
    return lines


def stacking(r: Reckoning) -> str:
    """How many further credentials the credential leads to in one step."""
    steps = {row["id"]: row for row in r.steps}
    nexts = {
        to.strip() for row in r.steps if row["kind"] == "this credential" for to in row.get("leads_to", "").split(";")
    }
    further = [
        steps[one].get("status", "proposed") for one in nexts if one in steps and steps[one]["kind"] == "credential"
    ]
    firm = sum(status != "proposed" for status in further)
    return f"The credential leads to {plural(len(further), 'further credential')}, {firm or 'none'} in place or agreed{'' if firm else ' yet'}."


def money(amount: float) -> str:
    return f"{'−' if amount < 0 else ''}${abs(amount):,.0f}"


def budget(r: Reckoning) -> list[str | tuple[str, ...]]:
    rows = [row for row in r.tables["budget_lines"] if r.here(row)]
    years = sorted({row["year"] for row in rows})
    sums: dict[str, dict[str, Counter[str]]] = {
        kind: defaultdict(Counter) for kind in ("revenue", "cost", "contribution")
    }
    for row in rows:
        sums[row["kind"]][row["item"]][row["year"]] += row.get("amount", 0)
    whole = {kind: sum(items.values(), Counter()) for kind, items in sums.items()}

    def line(start: str, by_year: dict[str, float]) -> str:
        return " | ".join([start, *[money(by_year.get(year, 0)) for year in years], money(sum(by_year.values()))])

    lines: list[str | tuple[str, ...]] = [
        line(f"{kind} | {item}", own) for kind, items in sums.items() for item, own in items.items()
    ]
    named = {"revenue": "revenue", "cost": "cost", "contribution": "contributions in kind"}
    lines += [line(f"total | Total {named[kind]}", own) for kind, own in whole.items()]
    balance = {year: whole["revenue"][year] - whole["cost"][year] for year in years}
    return [
        *lines,
        line("total | Balance (revenue less cost)", balance),
        f"Tuition: ${r.program['tuition']:,} for one learner.",
    ]


def method(r: Reckoning) -> Lines:
    """Agreement, confidence, the codebook and the audit trail."""
    one = r.agreement
    alphas = {code: value for code, value in one["alphas"].items() if value is not None}
    weakest = sorted(alphas, key=lambda code: (round(alphas[code], 6), -one["used"][code], r.codes[code]["name"]))
    weakest, others = weakest[:3], weakest[3:]
    alike = sum(round(alphas[code] + 0.0, 2) == round(alphas[weakest[-1]] + 0.0, 2) for code in others)
    weak = sum(value < 0.667 for value in alphas.values())
    lines: Lines = {
        "How the evidence was made": [
            f"{len(one['coders'])} people coded. On the {one['interviews']} interviews that two or more of them coded",
            f"All codes together reach {one['pooled']:.2f}, over {one['units']:,} judgements of a code and an answer; {one['alike']:.0%} of these were alike",
            f"Single codes reach {mean(alphas.values()):.2f} on average, and {weak} of {len(alphas)} codes are under 0.667.",
            f"The 3 codes that coders agree on least, of {len(alphas)}",
            f"Groups of fewer than {r.limit} are not broken down.",
            f"From {len(r.interviews)} interviews to {len(r.covered)} competencies.",
            f"{len(r.interviews)} interviews; then {len(r.passages)} passages coded; then {len(r.tasks)} tasks found; then {len(r.trained)} tasks chosen; then {len(r.covered)} competencies; then {len(r.assessed)} assessments.",
            *[
                f"{r.codes[code]['name']} | {alphas[code] + 0.0:.2f} | {one['used'][code]} of {one['answers']}".replace(
                    "| -0.00", "| 0.00"
                ).replace("| -", "| −")
                for code in weakest
            ],
            *(
                [
                    f"moves its alpha far. {plural(alike, 'more code')} {'has' if alike == 1 else 'have'} the alpha of the last."
                ]
                if alike
                else []
            ),
        ],
        "Confidence in each finding, and why": [
            f"{row['id']} | {of_sector(r, row)}{r.evidence_of(row)} | " for row in r.findings
        ],
        "Appendix B: Codebook": codebook(r),
        "Appendix C: Audit trail": [
            f"Raw data | {len(r.interviews)} interviews, {len(r.postings)} job postings, {len([row for row in rows_of(r.folder / 'sources/learner_survey.csv') if not r.sector or row['sector'] == r.sector])} survey answers",
            f"Data reduction | {len(r.codings)} codings with {len({row['code_id'] for row in r.codings})} codes, by {joined(one['coders'])}",
            f"Reconstruction | {len(r.findings)} findings, {len(r.tasks)} tasks, {len(r.covered)} competencies, {len(r.assessed)} assessments",
            f"Process notes | {sum(row['id'] in r.decisions for row in r.tasks)} decisions against the rule",
            f"Intentions | {len({row['box'] for row in r.tables['author_texts'] if r.here(row)})} author texts",
        ],
    }
    for row in r.findings:
        if (capped := cap(r, row)) is not None:
            lines["Confidence in each finding, and why"].append((f"{row['id']} | ", f" | {capped[0]} | ", capped[1]))
    return lines


def cap(r: Reckoning, finding: Row) -> tuple[str, str] | None:
    """The level and the sentence of a finding whose confidence may not stand as it was entered."""
    levels = ["very low", "low", "moderate", "high"]
    employers = len(
        r.bodies([row["person"] for row in finding["codings"] if row["polarity"] == "supports"]).get("employer", ())
    )
    top = "low" if employers < 2 else "moderate" if employers < 3 else "high"
    own_reason = finding.get("reason") and (not r.sector or finding.get("sector"))
    if own_reason or levels.index(finding["confidence"]) <= levels.index(top):
        return None
    who = (
        f"only {plural(employers, 'employer')} support{'s' if employers == 1 else ''} it"
        if employers
        else "no employer supports it"
    )
    return top, f"Entered as {finding['confidence']} for the whole study; here {who}"


def codebook(r: Reckoning) -> list[str | tuple[str, ...]]:
    lines: list[str | tuple[str, ...]] = []
    borne = [code for code in r.codes if r.under(code)]
    for code in borne:
        sides = {side: [row["person"] for row in r.under(code) if row["polarity"] == side] for side in WAYS}
        others = " | ".join(r.said_by(sides[side]) or "–" for side in ("qualifies", "contradicts"))
        lines.append((f"{r.codes[code]['name']} | ", f" | {r.said_by(sides['supports'], r.employers)} | {others}"))
    if len(borne) < len(r.codes):
        lines.append(f"{len(r.codes) - len(borne)} codes that no passage of this run bears are left out.")
    return lines


def register(r: Reckoning) -> Lines:
    """The register: how many passages stand behind what."""
    names = r.numbered
    behind = {row["id"]: row["codings"] for row in r.findings} | {
        row["id"]: r.shown.get(row["id"], []) for row in r.tasks
    }
    used = r.passages_among([row for codings in behind.values() for row in codings])
    lines: Lines = {
        "Appendix A: Evidence register": [
            f"{used} passages stand behind the findings and tasks of this proposal. {len(r.passages) - used} further passages were coded and not used"
        ]
    }
    for name, codings in behind.items():
        by_side = {side: sorted({names[row["id"]] for row in codings if row["polarity"] == side}) for side in WAYS}
        sides = [f"{side} ({len(own)}): {', '.join(own)}" for side, own in by_side.items() if own]
        if sides:
            lines.setdefault("Behind each finding" if name.startswith("F") else "Behind each task", []).append(
                f"{name} {'; '.join(sides)}."
            )
    return lines
