"""Where a study stands: for each workbook what is done, and what is missing, in plain words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from codesign import coding, competencies, discretion, schemas, tasks, voices, wording
from codesign.phrases import count_of
from codesign.proposal import ASKED, Facts, unwritten

MOST_NAMED = 6
FEWEST_WORDS = 4
CARRIED = ("title", "institution", "role", "hours")
"""Facts about the program without which page one reads badly."""
DESIGNED = {
    "use_cases": "use case",
    "pathway_steps": "pathway",
    "recognition_actions": "action towards recognition",
    "commitments": "commitment of an employer",
    "enrolments": "planned enrolment",
    "budget_lines": "budget",
}
"""Tables a program design fills, each with the word for one of its rows."""


@dataclass(frozen=True)
class Step:
    """One workbook: what the study holds of it, and what is missing."""

    workbook: str
    done: str
    missing: tuple[str, ...]


def steps(facts: Facts) -> list[Step]:
    """Return the six steps of the method in order."""
    return [step(facts, workbook[:2]) for workbook in STEPS]


def step(facts: Facts, number: str) -> Step:
    """Return one step by the number of its workbook, such as "03"."""
    workbook = next(name for name in STEPS if name.startswith(number))
    done, missing = STEPS[workbook]
    return Step(workbook, done(facts), tuple(missing(facts)))


# done ---------------------------------------------------------------------------------------------------


def _coded(facts: Facts) -> str:
    heard, codings = facts.heard, facts.tables["codings"]
    return (
        f"{count_of(heard['interviews'], 'interview')} with {voices.bodies_in_words(facts.bodies_heard)}; "
        f"{count_of(len(codings), 'coding')} by {count_of(codings['coder'].nunique(), 'coder')}."
    )


def _scanned(facts: Facts) -> str:
    postings, answers = len(facts.tables["postings"]), len(facts.tables["survey_responses"])
    return f"{count_of(postings, 'job posting')}; {count_of(answers, 'learner')} answered the survey."


def _analysed(facts: Facts) -> str:
    raters = facts.tables["ratings"]["rater_id"].nunique()
    duties, tasks = count_of(len(facts.tables["duties"]), "duty", "duties"), count_of(len(facts.in_chart), "task")
    trained = count_of(len(facts.tasks_in), "task")
    return f"{duties}, {tasks}, rated by {count_of(raters, 'person', 'people')}; {trained} will be trained."


def _drafted(facts: Facts) -> str:
    return (
        f"{count_of(len(facts.competencies), 'competency', 'competencies')} with "
        f"{count_of(len(facts.criteria), 'performance criterion', 'performance criteria')}."
    )


def _designed(facts: Facts) -> str:
    return (
        f"{count_of(len(facts.assessments), 'assessment')}, {count_of(len(facts.modules), 'module')}, "
        f"{count_of(len(facts.tables['pathway_steps']), 'pathway step')}."
    )


def _written(facts: Facts) -> str:
    open_boxes = len(unwritten(facts.tables["author_texts"]))
    if not open_boxes:
        return "Every text only a person can write is written."
    return f"{count_of(open_boxes, 'text')} only a person can write {'is' if open_boxes == 1 else 'are'} still open."


# missing ------------------------------------------------------------------------------------------------


def _missing_codings(facts: Facts) -> Iterator[str]:
    if not facts.heard["interviews"]:
        yield f"No interviews yet. Bring them in: workbook import {facts.parameters.study} FILES."
        return
    coded = set(facts.tables["codings"]["transcript_id"])
    yield from _named(
        "Not coded yet", [name for name in facts.tables["transcripts"]["transcript_id"] if name not in coded]
    )
    aside = sorted(set(coding.uncounted(facts.tables)["transcript_id"]))
    yield from _named(
        "Words of an interviewer, or of nobody who is a participant, are coded and do not count in", aside
    )
    people = facts.tables["participants"]
    without = people[(people["employer"] == "") | (people["sector"] == "")]
    yield from _named("participants.csv says neither employer nor sector of", list(without["participant_id"]))
    yield from _named(
        "The example is words of somebody who may not be quoted; write another for", _quoted_examples(facts)
    )
    if not len(facts.tables["findings"]):
        yield "No findings yet: say in one sentence each what the codings add up to."


def _quoted_examples(facts: Facts) -> list[str]:
    """Return the names of the codes whose example stands in speech without consent to quote it."""
    silent = discretion.unquotable(facts.tables["participants"])["participant_id"]
    turns = facts.tables["segments"][facts.tables["segments"]["participant_id"].isin(silent)]
    places = zip(turns["transcript_id"], turns["start"], turns["end"], strict=True)
    spoken = " ".join(facts.texts.get(name, "")[start:end] for name, start, end in places)
    examples = zip(facts.tables["codes"]["name"], facts.tables["codes"]["example"], strict=True)
    return [code for code, example in examples if len(example.split()) > FEWEST_WORDS and example.strip(" .") in spoken]


def _missing_market(facts: Facts) -> Iterator[str]:
    if not len(facts.tables["postings"]):
        study = facts.parameters.study
        yield f"No job postings. Bring them in, as tables or texts: workbook import {study} FILES --as postings."
    if not len(facts.tables["survey_responses"]):
        yield "No learner survey: bring in a table learner_survey.csv."
    counts = facts.posting_counts
    unjudged = [str(row["task_id"] or row["label"]) for row in schemas.records(counts) if _is_unjudged(row)]
    yield from _named("Judge what was found in postings for", unjudged)
    if not len(facts.tables["cited_sources"]):
        yield "No published labour-market figure is cited."


def _is_unjudged(count: Mapping[str, Any]) -> bool:
    return count["postings"] is None and count["precision"] is None and "general" not in str(count["sentence"])


def _missing_tasks(facts: Facts) -> Iterator[str]:
    if not len(facts.tables["tasks"]):
        yield "No tasks yet: list what the job consists of, duty by duty."
        return
    chart = facts.in_chart
    shown = tasks.tasks_shown(facts.task_counts)
    yield from _named("No interview shows", [task for task in chart["task_id"] if task not in shown])
    yield from _named("Nobody has rated", list(chart.loc[chart["raters"] == 0, "task_id"]))
    yield from _named("Under no duty", list(chart.loc[chart["duty_id"] == "", "task_id"]))
    if waiting := int((facts.tables["task_proposals"]["outcome"] == "").sum()):
        verb = "waits" if waiting == 1 else "wait"
        yield f"{count_of(waiting, 'proposed task')} {verb} on the board for a decision."
    remarks = wording.open_remarks(facts.task_remarks, facts.tables["wording_overrides"])
    for row in schemas.records(remarks[remarks["level"] == "error"]):
        yield f"{row['task']}: {row['sentence']}"
    yield from _unsettled(facts.tables)


def _unsettled(tables: schemas.Tables) -> Iterator[str]:
    """Yield what employers' workbooks leave open: cells set aside, and ratings of words that are others now."""
    waiting = tasks.waiting_answers(tables["set_aside_answers"], tables["returned_workbooks"])
    if len(waiting):
        yield f"{count_of(len(waiting), 'cell')} of returned workbooks set aside: settle under “Employer workbooks”."
    older = tasks.of_older_wordings(tables["ratings"], tables["tasks"])["task_id"]
    yield from _named("Rated before it was reworded", list(dict.fromkeys(older)))


def _missing_competencies(facts: Facts) -> Iterator[str]:
    tables = facts.tables
    if not len(facts.competencies):
        yield "No competencies yet: say what somebody must be able to do."
    covered = competencies.coverage(facts.competencies, tables["competency_tasks"], facts.decisions, tables["tasks"])
    traced = competencies.trace_problems(
        facts.competencies, tables["competency_tasks"], facts.decisions, facts.task_counts, tables["alignments"]
    )
    yield from competencies.gaps(covered, facts.wording, traced)


def _missing_design(facts: Facts) -> Iterator[str]:
    tables = facts.tables
    assessed = set(tables["assessment_criteria"]["criterion_id"])
    yield from _named("No assessment shows", [name for name in facts.criteria["criterion_id"] if name not in assessed])
    taught = set(tables["module_competencies"]["competency_id"])
    yield from _named(
        "No module gives hours to", [name for name in facts.competencies["competency_id"] if name not in taught]
    )
    yield from (f"No {name} yet." for table, name in DESIGNED.items() if not len(tables[table]))


def _missing_texts(facts: Facts) -> Iterator[str]:
    program = facts.parameters.program
    yield from _named("Not recorded in study.yaml", [name for name in CARRIED if not getattr(program, name)])
    strangers = sorted(set(facts.tables["author_texts"]["box"]) - set(ASKED))
    yield from _named("Texts for boxes the proposal does not have", strangers)
    yield from map(_two_texts, schemas.records(facts.tables["text_choices"]))
    yield from (f"Not yet written: {title}." for title in unwritten(facts.tables["author_texts"]))


def _two_texts(choice: Mapping[str, str]) -> str:
    of = f" for {choice['sector']}" if choice["sector"] else ""
    name = ASKED[choice["box"]].title if choice["box"] in ASKED else choice["box"]
    return f"Two texts{of}, one of them out of {choice['file'] or 'a Word file'}; choose one or keep both: {name}."


def _named(words: str, names: list[str]) -> Iterator[str]:
    if names:
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        yield f"{words}: {', '.join(names[:MOST_NAMED])}{more}."


STEPS: Mapping[str, tuple[Callable[[Facts], str], Callable[[Facts], Iterator[str]]]] = {
    "01 Interview coding": (_coded, _missing_codings),
    "02 Labour-market scan": (_scanned, _missing_market),
    "03 Job task analysis": (_analysed, _missing_tasks),
    "04 Competency drafting": (_drafted, _missing_competencies),
    "05 Program design": (_designed, _missing_design),
    "06 Program proposal": (_written, _missing_texts),
}
"""Each workbook with what says what is done and what says what is missing."""


def as_table(all_steps: list[Step]) -> pd.DataFrame:
    """Return the steps as a table with the columns workbook, done, missing."""
    rows = [(one.workbook, one.done, " ".join(one.missing[:3]) + _more(one.missing) or "Nothing.") for one in all_steps]
    return pd.DataFrame(rows, columns=["workbook", "done", "missing"])


def _more(missing: tuple[str, ...]) -> str:
    return f" And {len(missing) - 3} more." if len(missing) > 3 else ""
