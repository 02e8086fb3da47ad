"""Program: what is assessed where, hours and money that add up, and a pathway that leads somewhere."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign import program, schemas

COMPETENCIES = schemas.frame(
    "competencies",
    [
        {"competency_id": "C-01", "title": "Purge lines", "statement": "Purge lines"},
        {"competency_id": "C-02", "title": "Test seals", "statement": "Test seals"},
    ],
)
CRITERIA = schemas.frame(
    "performance_criteria",
    [
        {"criterion_id": "C-01.1", "competency_id": "C-01", "text": "Isolates"},
        {"criterion_id": "C-01.2", "competency_id": "C-01", "text": "Vents"},
        {"criterion_id": "C-02.1", "competency_id": "C-02", "text": "Sprays"},
        {"criterion_id": "C-09.1", "competency_id": "C-09", "text": "Of another run"},
    ],
)
ASSESSMENTS = schemas.frame(
    "assessments",
    [
        {"assessment_id": "AS-1", "title": "Purge a rig", "method": "simulation", "workplace_evidence": "Site log"},
        {"assessment_id": "AS-2", "title": "Talk", "method": "structured conversation"},
        {"assessment_id": "AS-9", "title": "Elsewhere", "method": "case", "workplace_evidence": "Case"},
    ],
)
SHOWN = schemas.frame(
    "assessment_criteria",
    [
        {"assessment_id": "AS-1", "criterion_id": "C-01.1"},
        {"assessment_id": "AS-9", "criterion_id": "C-09.1"},
    ],
)
MODULES = schemas.frame("modules", [{"module_id": "M1", "title": "Lines"}, {"module_id": "M2", "title": "Seals"}])
HOURS = schemas.frame(
    "module_competencies",
    [
        {"module_id": "M1", "competency_id": "C-01", "hours": 7.5},
        {"module_id": "M1", "competency_id": "C-02", "hours": 2},
    ],
)


def steps(**leads_to):
    kinds = {"P": "prior learning", "X": "this credential"}
    return schemas.frame(
        "pathway_steps",
        [
            {
                "step_id": name,
                "title": f"Step {name}",
                "kind": kinds.get(name, "job"),
                "leads_to": to,
                "status": "agreed",
            }
            for name, to in leads_to.items()
        ],
    )


def employers(*names, **more):
    return schemas.frame(
        "participants",
        [{"participant_id": f"P-{n}", "employer": name, "consent": "named", **more} for n, name in enumerate(names)],
    )


# assessments ------------------------------------------------------------------------------------------


def test_the_matrix_counts_criteria_and_hides_no_orphan():
    table = program.matrix(COMPETENCIES, CRITERIA, ASSESSMENTS, SHOWN)
    assert table.drop(columns="title").values.tolist() == [["C-01", 2, 1, 1, 0, 0], ["C-02", 1, 0, 0, 0, 0]]
    assert list(table.columns[-3:]) == ["AS-1", "AS-2", "AS-9"]


def test_a_criterion_assessed_twice_is_assessed_once():
    shown = schemas.frame(
        "assessment_criteria", [{"assessment_id": name, "criterion_id": "C-01.1"} for name in ("AS-1", "AS-2")]
    )
    row = program.matrix(COMPETENCIES, CRITERIA, ASSESSMENTS, shown).iloc[0]
    assert (row["assessed"], row["AS-1"], row["AS-2"]) == (1, 1, 1)


def test_every_gap_of_the_matrix_is_a_sentence():
    kept = program.assessments_in_scope(COMPETENCIES, CRITERIA, ASSESSMENTS, SHOWN)
    found = program.assessment_gaps(COMPETENCIES, CRITERIA, kept, SHOWN)
    assert found[["kind", "id"]].values.tolist() == [
        ["competency without assessment", "C-02"],
        ["criterion without assessment", "C-01.2"],
        ["criterion without assessment", "C-02.1"],
        ["assessment without criteria", "AS-2"],
        ["assessment without workplace evidence", "AS-2"],
    ]
    assert found["sentence"].iloc[0] == "Competency C-02 “Test seals” is not assessed anywhere."


def test_a_competency_without_criteria_is_a_gap():
    found = program.assessment_gaps(COMPETENCIES, schemas.empty("performance_criteria"), ASSESSMENTS, SHOWN)
    assert found["kind"].tolist()[:2] == ["competency without criteria"] * 2


def test_assessments_of_other_runs_go_and_those_tied_to_nothing_stay():
    kept = program.assessments_in_scope(COMPETENCIES, CRITERIA, ASSESSMENTS, SHOWN)
    assert kept["assessment_id"].tolist() == ["AS-1", "AS-2"]


def test_a_link_to_an_assessment_that_is_gone_assesses_nothing():
    shown = schemas.frame("assessment_criteria", [{"assessment_id": "AS-7", "criterion_id": "C-01.1"}])
    assert program.matrix(COMPETENCIES, CRITERIA, ASSESSMENTS, shown)["assessed"].tolist() == [0, 0]
    assert "C-01.1" in set(program.assessment_gaps(COMPETENCIES, CRITERIA, ASSESSMENTS, shown)["id"])


# hours ------------------------------------------------------------------------------------------------


def test_hours_are_summed_by_module_and_by_competency():
    assert program.hours(MODULES, HOURS)[["module_id", "hours"]].values.tolist() == [["M1", 9.5], ["M2", 0]]
    by_competency = program.competency_hours(COMPETENCIES, HOURS)
    assert by_competency[["modules", "hours"]].values.tolist() == [["M1", 7.5], ["M1", 2]]


def test_hours_that_do_not_add_up_are_told_with_both_numbers():
    assert program.hours_gaps(MODULES, HOURS, COMPETENCIES, program_hours=45) == [
        "Module M2 “Seals” has no hours.",
        "The modules add up to 9.5 hours; the program states 45.",
    ]
    assert program.hours_gaps(MODULES.iloc[:1], HOURS, COMPETENCIES, program_hours=9.5) == []
    assert "The hours of the program are not stated." in program.hours_gaps(
        MODULES, HOURS, COMPETENCIES, program_hours=0
    )


def test_modules_of_other_runs_go_and_empty_ones_stay():
    kept = program.modules_in_scope(MODULES, HOURS.assign(competency_id="C-09"), COMPETENCIES)
    assert kept["module_id"].tolist() == ["M2"]


# plan -------------------------------------------------------------------------------------------------


def test_enrolment_is_multiplied_out_and_totalled():
    rows = [{"year": "2027-28", "intakes": 2, "seats": 16, "completion_share": 0.8},
            {"year": "2028-29", "intakes": 3, "seats": 16, "completion_share": 0.85}]  # fmt: skip
    table = program.enrolment_table(schemas.frame("enrolments", rows))
    assert table[["year", "learners", "completers"]].values.tolist() == [
        ["2027-28", 32, 26], ["2028-29", 48, 41], ["Total", 80, 67],
    ]  # fmt: skip


def test_a_missing_share_leaves_the_completers_open():
    table = program.enrolment_table(schemas.frame("enrolments", [{"year": "2027-28", "seats": 10}]))
    assert table["completers"].tolist() == [None, None]


def test_the_rows_of_the_sector_go_before_those_for_all():
    rows = [{"year": "1", "sector": "", "seats": 30}, {"year": "1", "sector": "hydrogen", "seats": 10},
            {"year": "2", "sector": "", "seats": 40}]  # fmt: skip
    frame = schemas.frame("enrolments", rows)
    assert program.enrolment_table(frame, sector="hydrogen")["learners"].tolist() == [10, 40, 50]
    assert program.enrolment_table(frame)["learners"].tolist() == [30, 40, 70]


def test_the_budget_balances_money_and_keeps_gifts_in_kind_apart():
    rows = [{"line_id": "1", "kind": "revenue", "item": "Tuition", "year": "1", "amount": 1000.1},
            {"line_id": "2", "kind": "cost", "item": "Staff", "year": "1", "amount": 700.2},
            {"line_id": "3", "kind": "cost", "item": "Staff", "year": "2", "amount": 100},
            {"line_id": "4", "kind": "contribution", "item": "Rig", "year": "", "amount": 5000}]  # fmt: skip
    table = program.budget_table(schemas.frame("budget_lines", rows)).set_index("item")
    assert list(table.columns) == ["kind", "1", "2", "no year", "total"]
    assert table.loc["Balance (revenue less cost)"].tolist() == ["total", 299.9, -100, 0, 199.9]
    assert table.loc["Total contributions in kind", "total"] == 5000


LINES = st.tuples(st.sampled_from(["revenue", "cost"]), st.sampled_from(["1", "2", ""]), st.integers(-9999, 9999))


@given(st.lists(LINES, min_size=1, max_size=12))
def test_the_balance_is_what_comes_in_less_what_goes_out(lines):
    rows = [
        {"line_id": str(n), "kind": kind, "item": "x", "year": year, "amount": cents / 100}
        for n, (kind, year, cents) in enumerate(lines)
    ]
    table = program.budget_table(schemas.frame("budget_lines", rows))
    expected = sum(cents if kind == "revenue" else -cents for kind, _, cents in lines) / 100
    assert table.iloc[-1]["total"] == pytest.approx(expected)


def test_the_ladder_counts_interviewed_employers_on_each_rung():
    rows = [{"employer": "E1", "rung": "checked tasks"}, {"employer": "E2", "rung": "checked tasks"},
            {"employer": "E9", "rung": "checked tasks"}]  # fmt: skip
    table = program.ladder(schemas.frame("commitments", rows), employers("E1", "E2", "E3", "E3"))
    assert table[["employers", "of", "beyond"]].values.tolist()[:3] == [[3, 3, 0], [2, 3, 1], [0, 3, 0]]
    assert table["sentence"].tolist()[:2] == [
        "3 employers were interviewed",
        "2 of 3 interviewed employers checked tasks",
    ]


def test_a_check_of_tasks_that_were_reworded_since_is_counted_and_called_so():
    rows = [{"employer": f"E{n}", "rung": rung} for n in (1, 2) for rung in ("checked tasks", "will assess")]
    table = program.ladder(schemas.frame("commitments", rows), employers("E1", "E2"), {"E1", "E9"}).set_index("rung")
    assert table["outdated"].tolist() == [0, 1, 0, 0, 0]
    assert table.loc["checked tasks", "sentence"] == (
        "2 of 2 interviewed employers checked tasks; 1 of them before a task they checked was reworded"
    )
    assert table.loc["will assess", "sentence"] == "2 of 2 interviewed employers will assess"


def test_a_union_on_a_rung_is_named_beside_the_employers_and_is_not_taken_for_a_stranger():
    rows = [{"employer": name, "rung": "will assess"} for name in ("E1", "Local 12", "E9")]
    heard = pd.concat([employers("E1", "E2"), employers("Local 12", kind="union").assign(participant_id="P-U")])
    table = program.ladder(schemas.frame("commitments", rows), heard).set_index("rung")
    assert table.loc["will assess", ["employers", "of", "others", "beyond"]].tolist() == [1, 2, "a union", 1]
    assert table.loc["interviewed", ["employers", "others"]].tolist() == [2, "a union"]


def test_withdrawn_and_other_bodies_are_no_interviewed_employers():
    heard = pd.concat([employers("E1", consent="withdrawn"), employers("Union", kind="union")])
    assert program.ladder(schemas.empty("commitments"), heard)["of"].tolist() == [0] * 5


# pathway ----------------------------------------------------------------------------------------------


def test_a_sound_pathway_has_no_problem():
    assert program.pathway_problems(steps(P="X", X="J; D", J="", D="J")).empty


def test_unknown_steps_circles_and_orphans_are_told():
    found = program.pathway_problems(steps(P="X", X="J;Q", J="P", O=""))
    assert found[["step_id", "kind"]].values.tolist() == [
        ["X", "unknown step"],
        ["P", "leads to itself"],
        ["O", "orphan"],
    ]
    assert found["sentence"].iloc[1] == "The pathway runs in a circle: Step P, Step X, Step J."


def test_a_step_that_leads_to_itself_is_a_circle():
    assert "leads to itself" in set(program.pathway_problems(steps(P="X", X="X;J", J=""))["kind"])


def test_a_step_of_another_run_is_not_unknown():
    assert program.pathway_problems(steps(P="X", X="J;R", J=""), other_steps=["R"]).empty


def test_a_pathway_needs_this_credential_with_something_before_and_after():
    assert program.pathway_problems(steps(P="J", J=""))["kind"].tolist() == ["no credential"]
    assert "nothing leads to it" in program.pathway_problems(steps(X="J", J=""))["sentence"].iloc[0]


def test_routes_that_share_no_step_are_apart_and_what_is_tied_to_nothing_comes_last():
    parts = program.routes_apart(steps(O="", P="X", Q="Y;gone", X="J", Y="", J=""))
    assert [part["step_id"].tolist() for part in parts] == [["P", "X", "J"], ["Q", "Y"], ["O"]]
    assert program.routes_apart(steps(P=""))[0]["step_id"].tolist() == ["P"]


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=14))
def test_no_circle_is_found_where_edges_only_go_forward(pairs):
    forward = {str(n): [str(b) for a, b in pairs if a == n < b] for n in range(7)}
    assert program.circles(forward) == []
    assert program.circles({**forward, "0": ["1"], "1": ["0"]})


# checks -----------------------------------------------------------------------------------------------


def test_scope_holds_when_tasks_are_few_and_hours_allotted():
    links = schemas.frame("competency_tasks", [{"competency_id": "C-01", "task_id": "A1"},
                                               {"competency_id": "C-02", "task_id": "A1"},
                                               {"competency_id": "C-02", "task_id": "A2"}])  # fmt: skip
    check = program.scope(COMPETENCIES, links, HOURS, program_hours=9.5)
    assert check == program.Check("scope", True, "2 competencies cover 2 tasks, 1 to 2 each, in 9.5 of 9.5 hours.")
    assert not program.scope(COMPETENCIES, links, HOURS, program_hours=45).holds
    assert not program.scope(COMPETENCIES, links.iloc[:1], HOURS, program_hours=9.5).holds


def test_authenticity_names_the_assessments_without_real_work():
    check = program.authenticity(ASSESSMENTS)
    sentence = "2 of 3 assessments name evidence from real work; AS-2 “Talk” names none."
    assert (check.holds, check.sentence) == (False, sentence)
    assert program.authenticity(ASSESSMENTS.iloc[[0, 2]]).holds


def led_to(*kinds, status="agreed"):
    """A pathway with prior learning before this credential, and steps of these kinds after it."""
    after = [f"S{place}" for place in range(len(kinds))]
    table = steps(P="X", X="; ".join(after), **dict.fromkeys(after, ""))
    own = table["step_id"].isin(after)
    table.loc[own, "kind"] = kinds
    table.loc[own, "status"] = status
    return table


def test_the_stack_holds_where_a_further_credential_is_agreed_or_in_place():
    for status in ("agreed", "in place"):
        check = program.stack(led_to("credential", "job", status=status))
        assert check.holds
        assert check.sentence == "The credential leads to 1 further credential, 1 in place or agreed."


def test_a_job_is_no_stacking_however_firmly_it_is_promised():
    check = program.stack(led_to("job", "job", status="in place"))
    assert (check.holds, check.sentence) == (
        False, "The credential leads to 2 steps, none of them a further credential.")  # fmt: skip


def test_a_further_credential_that_is_only_proposed_is_no_stacking():
    check = program.stack(led_to("credential", "credential", status="proposed"))
    assert (check.holds, check.sentence) == (
        False, "The credential leads to 2 further credentials, none in place or agreed yet.")  # fmt: skip


def test_where_a_program_has_several_credentials_each_must_stack():
    two = pd.concat([led_to("credential"), led_to("job").replace({"X": "Y", "P": "Q", "S0": "J0"})], ignore_index=True)
    check = program.stack(two)
    assert not check.holds
    assert check.sentence.endswith("Of the 2 credentials of this program, 1 can be stacked so.")


def test_a_credential_that_leads_nowhere_is_no_stacking():
    assert not program.stack(steps(P="X", X="")).holds
    assert not program.stack(schemas.empty("pathway_steps")).holds


# tables -----------------------------------------------------------------------------------------------


def test_empty_tables_never_stop_anything():
    none = {name: schemas.empty(name) for name in schemas.TABLES}
    four = [none[name] for name in ("competencies", "performance_criteria", "assessments", "assessment_criteria")]
    assert program.matrix(*four).empty
    assert program.assessment_gaps(*four).empty
    assert program.assessments_in_scope(*four).empty
    assert program.hours(none["modules"], none["module_competencies"]).empty
    assert program.enrolment_table(none["enrolments"]).empty
    assert program.budget_table(none["budget_lines"]).empty
    assert program.ladder(none["commitments"], none["participants"])["employers"].tolist() == [0] * 5
    assert program.pathway_problems(none["pathway_steps"]).empty
    assert not program.authenticity(none["assessments"]).holds
    assert not program.scope(
        none["competencies"], none["competency_tasks"], none["module_competencies"], program_hours=0
    ).holds


def test_tables_are_not_changed():
    tables = [COMPETENCIES, CRITERIA, ASSESSMENTS, SHOWN, MODULES, HOURS]
    before = [table.copy(deep=True) for table in tables]
    made = program.assessments_in_scope(*tables[:4])
    made.loc[:, "title"] = "x"
    program.matrix(*tables[:4])
    program.hours_gaps(MODULES, HOURS, COMPETENCIES, program_hours=1)
    for table, kept in zip(tables, before, strict=True):
        pd.testing.assert_frame_equal(table, kept)
