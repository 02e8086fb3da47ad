"""Passages found again: the files a team takes away, and what others never get in one."""

import pandas as pd
import pytest
from openpyxl import load_workbook
from study_trial import ROOT, SAID, filled_study

from codesign.analysis import Filters
from codesign.errors import CodesignError
from codesign.study import Study
from codesign.workbook import Workbook
from codesign.workbook.found_passages import export_passages


@pytest.fixture
def work(tmp_path):
    study = filled_study(tmp_path / "project")
    study.save_settings({"small_group": 3})
    return Workbook(study, {}, study.root)


def test_a_file_for_the_team_says_confidential_in_its_name_and_its_rows(work):
    said = export_passages(work, Filters(code="skill-gap"), ".xlsx", False)
    path = work.output / "passages CONFIDENTIAL.xlsx"
    assert f"{path.relative_to(work.root).as_posix()}" in said
    rows = pd.read_excel(path)
    assert set(rows["marked"]) == {"CONFIDENTIAL"}
    assert SAID[2] in rows["words"].tolist()
    assert SAID[5] not in rows["words"].tolist()
    assert "CONFIDENTIAL" in str([cell.value for cell in load_workbook(path)["about"]["B"]])


def test_a_file_for_others_has_only_what_may_be_quoted(work):
    export_passages(work, Filters(), ".csv", True)
    rows = pd.read_csv(work.output / "passages.csv")
    assert rows.columns.tolist() == ["code", "polarity", "quote", "source"]
    assert set(rows["quote"]) == {SAID[1], SAID[4]}
    assert set(rows["source"]) == {"Employer 01", "a union"}


def test_a_sample_study_is_marked_in_every_file_of_passages(work):
    work.study.save_settings({"sample": True})
    sample = Workbook(work.study, {}, work.root)
    export_passages(sample, Filters(), ".csv", False)
    export_passages(sample, Filters(), ".csv", True)
    names = sorted(path.name for path in sample.output.iterdir())
    assert names == ["passages CONFIDENTIAL SAMPLE.csv", "passages SAMPLE.csv"]
    assert set(pd.read_csv(sample.output / names[1])["marked"]) == {"SAMPLE"}


def test_an_earlier_file_is_never_written_over(work):
    export_passages(work, Filters(), ".csv", False)
    assert "passages CONFIDENTIAL (2).csv" in export_passages(work, Filters(), ".csv", False)


@pytest.mark.parametrize(
    ("filters", "is_quotable"),
    [
        ({"region": "South"}, True),
        ({"sector": "hydrogen"}, True),
        ({"interview": "INT-01"}, True),
        ({"coder": "x"}, False),
    ],
    ids=str,
)
def test_others_get_nothing_of_one_interview_or_of_a_small_group(work, filters, is_quotable):
    with pytest.raises(CodesignError, match="othing was written"):
        export_passages(work, Filters(**filters), ".csv", is_quotable)
    assert not work.output.exists()


@pytest.fixture
def sample(tmp_path):
    """The sample study, its files written elsewhere."""
    study = Study.open(ROOT / "interview_data" / "clean-energy", person="Reader", device="test")
    return lambda **changes: Workbook(study, {"output": str(tmp_path / "out"), **changes}, ROOT)


def test_groups_that_are_large_alone_and_one_employer_together_are_not_for_others(sample):
    work = sample(small_group=3)
    alone = [Filters(sector="energy efficiency"), Filters(region="Edmonton region")]
    assert all("Wrote" in export_passages(work, filters, ".csv", True) for filters in alone)
    both = Filters(sector="energy efficiency", region="Edmonton region")
    with pytest.raises(CodesignError, match=r"“energy efficiency” and “Edmonton region” together .* leave out one"):
        export_passages(work, both, ".csv", True)
    assert "Wrote" in export_passages(work, both, ".csv", False)


def test_a_filter_that_leaves_one_employer_of_the_run_is_not_for_others(sample):
    work = sample(small_group=3, sector="energy efficiency")
    with pytest.raises(CodesignError, match="Nothing was written"):
        export_passages(work, Filters(region="Edmonton region"), ".csv", True)


@pytest.mark.parametrize("filters", [Filters(), Filters(code="skill-gap")], ids=str)
def test_a_run_on_too_few_employers_gives_others_nothing_whatever_is_looked_for(sample, filters):
    work = sample(sector="hydrogen", region="Northern Alberta")
    with pytest.raises(CodesignError, match="without its sector or region"):
        export_passages(work, filters, ".csv", True)
    assert not work.output.exists()
    assert "CONFIDENTIAL" in export_passages(work, filters, ".csv", False)
