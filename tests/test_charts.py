"""Charts of the page: real tables, every number written out, nothing told by colour alone."""

import pandas as pd
import pytest
from study_trial import ROOT, tables_of
from test_invariants import HOSTILE, Page

from codesign import charts, parameters
from codesign.proposal import Facts
from codesign.study import Study
from codesign.workbook import Workbook, analyses


def page_of(piece):
    page = Page()
    page.feed(piece._repr_html_())
    return page


def test_a_bar_has_its_label_and_its_number_in_words():
    chart = charts.bars(
        "Wages are named most", ["Wages", "Shifts"], [8, 2], ["8 of 11 employers", "2 of 11 employers"], 11
    )
    assert page_of(chart).words[-5:] == [
        "Wages are named most",
        "Wages",
        "8 of 11 employers",
        "Shifts",
        "2 of 11 employers",
    ]
    assert 'aria-label="Wages are named most. Wages: 8 of 11 employers; Shifts: 2 of 11 employers."' in str(chart)
    assert "width:73%" in str(chart)


def test_a_bar_is_as_long_as_its_share_and_never_longer():
    assert "width:0%" in str(charts.bars("x", ["a"], [0], ["0 of 0"], 0))
    assert "width:100%" in str(charts.bars("x", ["a"], [4], ["4 of 4"], 4))


def test_a_shaded_table_writes_every_number_and_a_dot_for_nought():
    counts = pd.DataFrame([[0, 3], [3, 0]], index=["Wages", "Shifts"], columns=["Wages", "Shifts"])
    words = page_of(charts.shaded("Together", counts, counts / 3)).words
    assert words[-9:] == ["Code", "1", "2", "1 Wages", "·", "3", "2 Shifts", "3", "·"]
    assert str(charts.shaded("Together", counts, counts / 3)).count("--cw-tint:45%") == 2


def test_a_table_of_interviews_is_headed_by_their_names_and_has_sums():
    counts = pd.DataFrame([[1, 2]], index=["Wages"], columns=["INT-01", "INT-02"])
    words = page_of(charts.shaded("By interview", counts, counts / 2, total="All")).words
    assert words[-8:] == ["Code", "INT-01", "INT-02", "All", "Wages", "1", "2", "3"]


def test_hostile_names_stay_words_in_a_chart():
    for odd in HOSTILE:
        counts = pd.DataFrame([[1]], index=[odd], columns=[odd])
        both = charts.bars(odd, [odd], [1], [odd], 1) + charts.shaded(odd, counts, counts)
        page = page_of(both)
        assert page.elements <= {"style", "div", "figure", "table", "caption", "thead", "tbody", "tr", "th", "td"}
        assert "".join(page.words).count(odd) >= 4


# what workbook 01 shows of the sample ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def facts():
    def of(**changes):
        work = Workbook(Study.open(ROOT / "interview_data" / "clean-energy", person="R", device="t"), changes, ROOT)
        return Facts(work.tables, work.texts, work.parameters)

    return of


def test_each_question_has_a_chart_with_one_message(facts):
    words = page_of(analyses.strength(facts())).words
    assert "“Outbid on wages” is named most, by 7 of 11 employers" in words
    assert "8 of 11 employers, 3 of 3 sectors, 1 qualifies, 4 contradict; a union qualifies it" in words
    gaps = next(one for one in words if one.startswith("Skill gaps: "))
    assert gaps.startswith("Skill gaps: 11 of 11 employers, 3 of 3 sectors, 9 qualify, 4 contradict; ")
    assert gaps.endswith("a union and an association qualify it; a union contradicts it")


def test_groups_that_are_not_told_are_named_with_the_reason(facts):
    words = page_of(analyses.groups(facts())).words
    why = "fewer than two groups have 4 employers or more without giving a smaller one away."
    assert f"Not told by region, size, kind: {why}" in words
    assert "Hydrogen (of 4)" in words
    assert "Not told by sector, region, size, kind" in str(analyses.groups(facts(small_group=5)))


def test_every_code_on_the_square_meets_another(facts):
    page = str(analyses.together(facts()))
    rows = [row for row in page.split("<tr>") if 'scope="row"' in row and "<td" in row and "·" in row]
    assert len(rows) == 12
    assert not [row for row in rows if row.count("·") == 12]


def test_a_run_on_too_few_employers_shows_nothing_of_them(facts):
    north = facts(region="Northern Alberta")
    assert page_of(analyses.strength(north)).words[-1] == analyses.TOO_SMALL
    assert "Employers who say so" not in str(analyses.groups(north))


def test_no_table_by_interview_is_in_a_public_edition(facts):
    assert "INT-01" in str(analyses.interviews(facts()))
    assert "INT-01" not in str(analyses.interviews(facts(edition="public")))


def test_a_study_without_codings_says_so():
    nothing = Facts(tables_of(), {}, parameters.checked({}))
    for show in (analyses.strength, analyses.groups, analyses.interviews, analyses.together):
        assert show(nothing)._repr_html_()
