"""Learners' answers stand beside what employers said; small groups are hidden by one rule, and no group that is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from study_trial import filled_study, puts

from codesign import market, proposal, schemas
from codesign.parameters import checked
from codesign.study import Study
from codesign.workbook import learners


def asked(limit: int = 4, **columns: list[Any]) -> list[dict[str, Any]]:
    """Return the findings of a survey in which the columns were answered so."""
    rows = [
        {"response_id": str(number), **dict(zip(columns, values, strict=True))}
        for number, values in enumerate(zip(*columns.values(), strict=True))
    ]
    return schemas.records(market.survey_findings(schemas.frame("survey_responses", rows), small_group=limit))


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """Employers who spoke of delivery and of what is hard in hiring, and twelve learners."""
    study = filled_study(tmp_path)
    codes = study.read()["codes"]
    code = codes.loc[codes["family"] == "delivery", "code_id"].iloc[0]
    study.save(puts({"codings": [{"coding_id": f"c{one}-job-task-Kim", "code_id": code} for one in (1, 3)]}))
    answers = ["Online; Evenings"] * 5 + ["Evenings"] * 5 + ["On the back of a horse"] * 2
    rows = "".join(f"L-{number},{answer}\n" for number, answer in enumerate(answers))
    (study.folder / "sources").mkdir(exist_ok=True)
    (study.folder / "sources" / "learner_survey.csv").write_text(f"response_id,delivery\n{rows}")
    return study


def page(study: Study) -> proposal.Facts:
    return proposal.Facts(study.read(), study.texts(), checked({"small_group": 4}))


def test_each_of_several_options_is_counted_and_the_total_is_of_learners():
    rows = asked(delivery=["Online; Evenings"] * 5 + ["Evenings"] * 5)
    assert [(row["answer"], row["count"], row["n"], row["share"]) for row in rows] == [
        ("Evenings", 10, 10, 1.0),
        ("Online", 5, 10, 0.5),
    ]


@pytest.mark.parametrize("limit", [1, 2, 4, 5])
def test_a_group_as_large_as_the_limit_is_shown_and_a_smaller_one_is_not(limit: int):
    for sizes in ([9, 5, 2], [5, 4, 4], [6, 5, 1, 1], [4, 4], [5]):
        rows = asked(limit, pays=[f"answer {place}" for place, size in enumerate(sizes) for _one in range(size)])
        shown = {row["count"] for row in rows if row["count"] is not None}
        assert shown == {size for size in sizes if size >= limit}


def test_what_few_wrote_is_not_shown_in_their_words(study: Study):
    html = str(learners.answers(page(study)))
    assert "horse" not in html
    assert "another answer, or none: too few to show" in html


def test_learners_stand_beside_the_employers_who_spoke_of_the_same(study: Study):
    html = str(learners.beside_employers(page(study)))
    assert html.index("Preferred delivery") < html.index("Employers, on delivery preference")
    assert "2 of 4 employers" in html
    assert "Main barrier" not in html


def test_without_a_survey_it_says_so(tmp_path: Path):
    assert "No learner survey yet." in str(learners.beside_employers(page(filled_study(tmp_path))))
