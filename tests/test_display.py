"""Tables and sentences on the page: escaped, captioned, with numbers that line up."""

import re

import pandas as pd
import pytest

from codesign import display
from codesign.errors import Problem

CANARY = "<img src=x onerror=window.pwned=1></script>\"'&"


@pytest.fixture
def counts() -> pd.DataFrame:
    return pd.DataFrame({"code": ["Purge <line>", "Permit"], "employers": [9, 12], "mean": [3.25, None]})


def test_a_table_has_a_caption_and_column_headings(counts: pd.DataFrame) -> None:
    page = display.table(counts, caption="Skill gaps")._repr_html_()
    assert "<caption>Skill gaps</caption>" in page
    assert re.findall(r'<th scope="col"[^>]*>([^<]*)</th>', page) == ["Code", "Employers", "Mean"]


def test_numbers_stand_right_and_words_left(counts: pd.DataFrame) -> None:
    page = display.table(counts).body
    assert '<td class="cw-number">9</td>' in page
    assert '<td class="cw-number">3.25</td>' in page
    assert "<td>Permit</td>" in page


def test_numbers_of_a_column_have_equally_many_decimals() -> None:
    page = display.table(pd.DataFrame({"mean": [4.5, 3.875, 5, None], "raters": [8.0, 3, 2, 2]})).body
    assert re.findall(r'<td class="cw-number">([^<]*)</td>', page) == ["4.50", "8", "3.88", "3", "5.00", "2", "", "2"]


def test_a_missing_number_is_an_empty_cell(counts: pd.DataFrame) -> None:
    assert '<td class="cw-number"></td>' in display.table(counts).body


@pytest.mark.parametrize(
    "build",
    [
        lambda: display.sentence(CANARY),
        lambda: display.listing([CANARY]),
        lambda: display.heading(CANARY),
        lambda: display.table(pd.DataFrame({CANARY: [CANARY]}), caption=CANARY),
        lambda: display.table(pd.DataFrame({"a": []}), caption=CANARY, empty=CANARY),
        lambda: display.problems([Problem(CANARY, CANARY, CANARY, CANARY, CANARY)]),
    ],
)
def test_nothing_from_a_study_becomes_markup(build) -> None:  # type: ignore[no-untyped-def]
    body = build().body
    assert "<img" not in body
    assert "</script" not in body
    assert "&lt;img src=x onerror=window.pwned=1&gt;" in body


def test_columns_choose_order_and_name(counts: pd.DataFrame) -> None:
    page = display.table(counts, columns={"employers": "of 12 employers", "code": "Code"}).body
    assert page.index("of 12 employers") < page.index("Code")
    assert "3.25" not in page


def test_people_read_names_not_the_ids_of_columns_and_families() -> None:
    page = display.table(pd.DataFrame({"finding_id": ["F1"], "family": ["can-move"]})).body
    assert re.findall(r"<th[^>]*>([^<]*)</th>", page) == ["Finding", "Family"]
    assert "<td>Can move into the role</td>" in page


def test_an_empty_table_says_what_to_do_next() -> None:
    page = display.table(pd.DataFrame({"task": []}), caption="Tasks", empty="No tasks yet. Add a duty first.").body
    assert "No tasks yet. Add a duty first." in page
    assert "<table" not in page


def test_problems_keep_errors_apart_from_what_is_unfinished() -> None:
    found = [
        Problem("tasks", "label", "", "must be filled in", "A1"),
        Problem("raters", "", "", "nobody has rated yet", level="unfinished"),
    ]
    page = display.problems(found).body
    assert page.index("To put right (1)") < page.index("must be filled in") < page.index("Unfinished (1)")
    assert display.problems([]).body == "<p>Nothing is wrong.</p>"


def test_pieces_add_up_to_one_page() -> None:
    both = display.sentence("One.") + display.listing(["Two"])
    assert both._repr_html_().count("<style>") == 1
    assert "<p>One.</p><ul><li>Two</li></ul>" in both._repr_html_()


def test_a_line_break_stays_a_line_break_and_a_blank_line_a_paragraph() -> None:
    assert display.sentence("a\nb\n\nc").body == "<p>a<br>b</p><p>c</p>"


def test_identifiers_stay_text_and_truth_is_said_in_words() -> None:
    page = display.table(pd.DataFrame({"noc": ["00012"], "entry": [True]}, dtype=object)).body
    assert "<td>00012</td>" in page
    assert "<td>yes</td>" in page
