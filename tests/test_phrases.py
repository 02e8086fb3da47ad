"""A number with its noun, and several things in a row."""

import re
import shlex

import pytest

from codesign import phrases


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 competencies"), (1, "1 competency"), (2, "2 competencies"), (1000, "1000 competencies")]
)
def test_only_one_is_told_in_the_singular(number, said):
    assert phrases.count_of(number, "competency", "competencies") == said


def test_nothing_in_a_row_is_told_as_asked():
    assert (phrases.listed([]), phrases.listed((), "nobody named")) == ("none", "nobody named")


SIGNS = "".join(map(chr, range(32, 127))) + "“”„‘’éß–"
IN_QUOTES = {"bash": set('$`\\!"'), "PowerShell": set('$`"“”„'), "cmd": set('%!"')}
"""What each of the three reads as something else between double quotes."""


@pytest.mark.parametrize("sign", SIGNS)
def test_a_command_is_the_same_words_in_bash_powershell_and_cmd_or_is_not_offered(sign):
    words = ["import", f"wind{sign}", f"outputs/a {sign}/proposal kept 1.docx", "--author-texts"]
    printed = phrases.command(*words)
    if any(sign in read for read in IN_QUOTES.values()):
        assert printed == ""
        return
    assert shlex.split(printed) == ["workbook", *words]
    bare = re.sub(r'"[^"]*"', "", printed)
    assert re.fullmatch(r"[A-Za-z0-9_./:= -]*", bare), "outside quotes stands nothing that any of them reads"
