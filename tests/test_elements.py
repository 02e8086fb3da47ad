"""A piece of a page as elements: as it is in a notebook's output, and nothing that a page would run or fetch."""

from __future__ import annotations

import pandas as pd
import pytest

from codesign import display
from codesign.display import Html
from codesign.widgets.elements import elements

CANARY = "<img src=x onerror=window.pwned=1>"


def test_words_stay_words_whatever_they_look_like() -> None:
    style, page = elements(display.sentence(CANARY))
    assert style == ["style", {}, [display.STYLE]]
    assert page == ["div", {"class": "cw-page"}, [["p", {}, [CANARY]]]]


def test_a_table_keeps_its_cells_and_a_line_break_is_one_element() -> None:
    [_, [_, _, [scroll]]] = elements(display.table(pd.DataFrame({"label": ["one\ntwo"]})))
    [_, _, [head, body]] = scroll[2][0]
    assert head == ["thead", {}, [["tr", {}, [["th", {"scope": "col"}, ["Label"]]]]]]
    assert body == ["tbody", {}, [["tr", {}, [["td", {}, ["one", ["br", {}, []], "two"]]]]]]


def test_nothing_to_show_is_no_element() -> None:
    assert elements(Html("")) == []


@pytest.mark.parametrize(
    "body",
    [
        "<script>1</script>",
        '<p onclick="1">x</p>',
        '<img alt="" src="https://example.org/x.png">',
        '<a href="javascript:1">x</a>',
        '<a href="//example.org">x</a>',
        "<iframe></iframe>",
    ],
)
def test_what_a_page_would_run_or_fetch_is_refused(body: str) -> None:
    with pytest.raises(ValueError, match="A result"):
        elements(Html(body))
