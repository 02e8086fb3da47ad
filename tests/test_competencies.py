"""Competencies: nothing a run drops or leaves uncovered goes unsaid."""

import pandas as pd

from codesign import schemas
from codesign.competencies import coverage, dropped, gaps, in_scope, trace_problems
from codesign.tasks.selection import COUNT_COLUMNS
from codesign.wording import competency_problems

TASKS = schemas.frame(
    "tasks", [{"task_id": name, "duty_id": "A", "label": f"Do {name}"} for name in ("A1", "A2", "A3")]
)
COMPETENCIES = schemas.frame(
    "competencies",
    [
        {"competency_id": "C-01", "title": "Purge lines", "statement": "Purge lines"},
        {"competency_id": "C-02", "title": "Seal walls", "statement": "Seal walls"},
        {"competency_id": "C-03", "title": "Work safely", "statement": "Work safely"},
    ],
)
LINKS = schemas.frame(
    "competency_tasks", [{"competency_id": "C-01", "task_id": "A1"}, {"competency_id": "C-02", "task_id": "A2"}]
)


def decisions(**by_task):
    rows = [
        {"task_id": task, "decision": words, "is_in": words in {"train", "overtrain"}}
        for task, words in by_task.items()
    ]
    return pd.DataFrame(rows, columns=["task_id", "decision", "is_in"]).astype({"is_in": bool})


def counts(*tasks):
    rows = [{"task_id": task, "employers": 1, "interviews": 1, "raised": 1} for task in tasks]
    return pd.DataFrame(rows, columns=["task_id", *COUNT_COLUMNS])


DECISIONS = decisions(A1="train", A2="out of scope", A3="overtrain")


def test_a_run_keeps_competencies_whose_tasks_are_trained_and_those_with_none():
    assert in_scope(COMPETENCIES, LINKS, DECISIONS)["competency_id"].tolist() == ["C-01", "C-03"]


def test_a_dropped_competency_says_why():
    out = dropped(COMPETENCIES, LINKS, DECISIONS)
    assert out.to_dict("records") == [
        {"competency_id": "C-02", "title": "Seal walls", "reason": "none of its tasks is trained: A2 out of scope"}
    ]


def test_kept_and_dropped_make_the_whole():
    kept, out = in_scope(COMPETENCIES, LINKS, DECISIONS), dropped(COMPETENCIES, LINKS, DECISIONS)
    assert sorted([*kept["competency_id"], *out["competency_id"]]) == COMPETENCIES["competency_id"].tolist()


def test_coverage_names_tasks_without_competency_and_competencies_without_task():
    found = coverage(COMPETENCIES, LINKS, DECISIONS, TASKS)
    assert found[["kind", "task_id", "competency_id"]].values.tolist() == [
        ["task without competency", "A3", ""],
        ["competency without trained task", "", "C-02"],
        ["competency without task", "", "C-03"],
    ]
    assert found["sentence"].iloc[0] == "Task A3 “Do A3” is trained, and no competency covers it."


def test_a_task_covered_only_by_a_competency_of_another_run_is_uncovered():
    found = coverage(COMPETENCIES.iloc[1:], LINKS, DECISIONS, TASKS)
    assert found[found["kind"] == "task without competency"]["task_id"].tolist() == ["A1", "A3"]


def test_a_competency_traces_to_a_task_to_evidence_and_to_a_framework():
    found = trace_problems(COMPETENCIES, LINKS, DECISIONS, counts("A1"), schemas.empty("alignments"))
    assert found[["competency_id", "rule", "level"]].values.tolist() == [
        ["C-01", "T3", "warning"],
        ["C-02", "T1", "error"], ["C-02", "T2", "error"], ["C-02", "T3", "warning"],
        ["C-03", "T1", "error"], ["C-03", "T2", "error"], ["C-03", "T3", "warning"],
    ]  # fmt: skip


def test_a_named_expert_stands_in_for_an_interview():
    named = COMPETENCIES.assign(decided_by="Dana")
    assert "T2" not in set(trace_problems(named, LINKS, DECISIONS, counts(), schemas.empty("alignments"))["rule"])


def test_contradicting_words_alone_do_not_show_a_task():
    shown = counts("A1").assign(raised=0)
    found = trace_problems(COMPETENCIES.iloc[:1], LINKS, DECISIONS, shown, schemas.empty("alignments"))
    assert "T2" in set(found["rule"])


def test_an_alignment_of_the_competency_or_its_task_counts_only_with_its_version():
    rows = [{"alignment_id": "1", "aligned": "A1", "framework": "OaSIS", "version": "2023"},
            {"alignment_id": "2", "aligned": "C-03", "framework": "ESCO", "version": ""}]  # fmt: skip
    found = trace_problems(COMPETENCIES, LINKS, DECISIONS, counts("A1"), schemas.frame("alignments", rows))
    assert found[found["rule"] == "T3"]["competency_id"].tolist() == ["C-02", "C-03"]


def test_gaps_are_sentences_and_say_nothing_twice():
    found = coverage(COMPETENCIES, LINKS, DECISIONS, TASKS)
    trace = trace_problems(COMPETENCIES, LINKS, DECISIONS, counts("A1"), schemas.empty("alignments"))
    wording = competency_problems(COMPETENCIES.iloc[:1], schemas.empty("performance_criteria"))
    sentences = gaps(found, trace, wording)
    assert len([sentence for sentence in sentences if "C-02" in sentence]) == 2
    assert "C-01 Purge lines: It has 0 performance criteria; 3 to 8 are needed." in sentences
    assert not any("framework" in sentence for sentence in sentences)


def test_empty_tables_have_no_gaps():
    none = {name: schemas.empty(name) for name in schemas.TABLES}
    found = coverage(none["competencies"], none["competency_tasks"], decisions(), none["tasks"])
    trace = trace_problems(none["competencies"], none["competency_tasks"], decisions(), counts(), none["alignments"])
    assert gaps(found, trace) == []
    assert in_scope(none["competencies"], none["competency_tasks"], decisions()).empty
    assert dropped(none["competencies"], none["competency_tasks"], decisions()).empty


def test_tables_are_not_changed():
    tables = [COMPETENCIES, LINKS, DECISIONS, TASKS]
    before = [table.copy(deep=True) for table in tables]
    kept = in_scope(COMPETENCIES, LINKS, DECISIONS)
    kept.loc[:, "title"] = "x"
    coverage(COMPETENCIES, LINKS, DECISIONS, TASKS)
    trace_problems(COMPETENCIES, LINKS, DECISIONS, counts("A1"), schemas.empty("alignments"))
    for table, copy in zip(tables, before, strict=True):
        pd.testing.assert_frame_equal(table, copy)
