"""A number with its noun, and several things in a row."""

import pytest

from codesign import phrases


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 competencies"), (1, "1 competency"), (2, "2 competencies"), (1000, "1000 competencies")]
)
def test_only_one_is_told_in_the_singular(number, said):
    assert phrases.count_of(number, "competency", "competencies") == said


def test_nothing_in_a_row_is_told_as_asked():
    assert (phrases.listed([]), phrases.listed((), "nobody named")) == ("none", "nobody named")
