"""A person may set a remark aside with a reason; it comes back when the wording changes."""

from __future__ import annotations

from codesign import parameters, schemas
from codesign.proposal import Facts, learning
from codesign.wording import open_remarks, reasons, remarks_set_aside, task_problems, wording_sha256
from codesign.workbook import progress, results

BOLT = {"task_id": "A1", "duty_id": "A", "label": "Lift and bolt posts", "statement": ""}
KNOW = {"task_id": "A2", "duty_id": "A", "label": "Know the safety code", "statement": ""}


def override(task: dict[str, str], rule: str, **changes: str) -> dict[str, str]:
    sha256 = wording_sha256(task["label"], task["statement"])
    named = {"worded": "tasks", "row": task["task_id"], "rule": rule, "wording_sha256": sha256}
    return {**named, "reason": "one move of two people", "decided_by": "Ana", **changes}


def problems(*tasks: dict[str, str]):
    return task_problems(schemas.frame("tasks", list(tasks)))


def overrides(*rows: dict[str, str]):
    return schemas.frame("wording_overrides", list(rows))


def test_a_remark_that_was_set_aside_is_open_no_more_and_is_listed_with_its_reason() -> None:
    aside = overrides(override(BOLT, "B1"))
    assert open_remarks(problems(BOLT), aside).empty
    row = remarks_set_aside(problems(BOLT), aside).iloc[0]
    assert (row["rule"], row["reason"], row["decided_by"]) == ("B1", "one move of two people", "Ana")


def test_another_rule_another_row_and_another_wording_stay_open() -> None:
    for other in (override(BOLT, "L1"), override(BOLT, "B1", row="A9"), override(BOLT, "B1", wording_sha256="old")):
        assert list(open_remarks(problems(BOLT), overrides(other))["rule"]) == ["B1"]
        assert remarks_set_aside(problems(BOLT), overrides(other)).empty


def test_it_lapses_when_a_word_changes() -> None:
    aside = overrides(override(BOLT, "B1"))
    assert len(open_remarks(problems({**BOLT, "label": "Lift and bolt beams"}), aside)) == 1
    assert open_remarks(problems(BOLT), overrides(override(BOLT, "B1", wording_sha256=""))).empty
    assert wording_sha256("a", "b") != wording_sha256("a b", "")


def test_one_task_is_asked_by_rule_as_it_is_typed() -> None:
    rows = [override(BOLT, "B1")]
    assert reasons(rows, "A1", wording_sha256(BOLT["label"], "")) == {"B1": "one move of two people"}
    assert reasons(rows, "A1", wording_sha256("Lift posts", "")) == {}


def test_tables_without_remarks_and_without_overrides_are_fine() -> None:
    assert open_remarks(problems(), overrides()).empty
    assert remarks_set_aside(problems(BOLT), overrides()).empty
    assert len(open_remarks(problems(BOLT), overrides())) == 1


def facts(*aside: dict[str, str]) -> Facts:
    rows = {"duties": [{"duty_id": "A", "title": "Posts"}], "tasks": [BOLT, KNOW], "wording_overrides": list(aside)}
    tables = {name: schemas.frame(name, own) for name, own in rows.items()}
    return Facts(schemas.complete(tables), {}, parameters.checked({"study": "x"}))


def test_what_was_set_aside_is_missing_no_more() -> None:
    assert any("“Know” cannot be watched" in gap for gap in progress.step(facts(), "03").missing)
    assert not any("“Know”" in gap for gap in progress.step(facts(override(KNOW, "V2")), "03").missing)


def test_the_result_lists_what_was_set_aside_with_who_and_why() -> None:
    page = str(results.task_wording(facts(override(BOLT, "B1"))))
    remarks, aside = page.split("Remarks set aside with a reason")
    assert "A2 Know the safety code" in remarks
    assert "A1 Lift and bolt posts" not in remarks
    assert "one move of two people" in aside
    assert "Remarks set aside" not in str(results.task_wording(facts()))


def test_a_competency_with_its_remark_set_aside_is_no_gap() -> None:
    row = {"competency_id": "C-01", "title": "Lift posts", "statement": "Lift and bolt posts on a live site to code"}
    own = schemas.frame("competencies", [{**row, "conditions": "in pairs", "standard": "code", "level": "apply"}])

    def gaps(*aside: dict[str, str]) -> list[str]:
        tables = {"competencies": own, "wording_overrides": overrides(*aside)}
        return list(
            progress.step(Facts(schemas.complete(tables), {}, parameters.checked({"study": "x"})), "04").missing
        )

    sha256 = wording_sha256(row["title"], row["statement"], "in pairs", "code", "apply")
    aside = {"worded": "competencies", "row": "C-01", "rule": "B1", "wording_sha256": sha256, "reason": "one move"}
    assert any("more than one thing" in gap for gap in gaps())
    assert not any("more than one thing" in gap for gap in gaps(aside))


def test_the_proposal_says_which_errors_were_set_aside_and_why() -> None:
    row = {"competency_id": "C-01", "title": "Lift posts", "statement": "Lift and bolt posts on a live site to code"}
    aside = {"worded": "competencies", "row": "C-01", "rule": "B1", "reason": "one move", "decided_by": "Ana"}
    tables = {"competencies": schemas.frame("competencies", [row]), "wording_overrides": overrides(aside)}
    own = Facts(schemas.complete(tables), {}, parameters.checked({"study": "x"}))
    assert list(own.wording_set_aside["reason"]) == ["one move"]
    assert "B1" not in set(own.wording["rule"])
    assert "Ana set this aside: one move" in str(learning.competency_section(own))


def test_where_nothing_is_remarked_the_table_still_has_its_columns() -> None:
    none = problems({**BOLT, "label": "Bolt posts", "statement": "Bolt each post to its base plate with four bolts."})
    assert none.empty
    assert list(open_remarks(none, overrides()).columns) == list(none.columns)
