"""The parameters of a run: unknown names and wrong values are refused in a sentence, the rest is carried exactly."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from codesign import parameters
from codesign.errors import ParameterError, StudyError
from codesign.study.settings import read_settings, settings_text

WRONG = {
    "a word for a number": ({"small_group": "five"}, "“small_group” cannot be “five”: it must be a whole number"),
    "too small a group": ({"small_group": 2}, "“small_group” cannot be “2”: 3 is the least allowed"),
    "an edition there is not": ({"edition": "press"}, "“edition” cannot be “press”: choose 'committee' or 'public'"),
    "a number for text": (
        {"program": {"version": 1}},
        "“program.version” cannot be “1”: it must be text; in study.yaml write it in",
    ),
    "a number for a code": (
        {"program": {"noc": [72302]}},
        "“program.noc.0” cannot be “72302”: it must be text; in study.yaml",
    ),
    "a code that is too short": (
        {"program": {"noc": ["12"]}},
        "“program.noc.0” cannot be “12”: it must be five digits",
    ),
    "a day there is not": ({"data_date": "2026-13-01"}, "“data_date” cannot be “2026-13-01”: there is no such day"),
    "a date in another order": ({"program": {"start_on": "1.2.2027"}}, "write YYYY-MM-DD"),
    "no value": ({"sector": None}, "“sector” cannot be empty"),
    "an infinite tuition": ({"program": {"tuition": float("inf")}}, "“program.tuition” cannot be “inf”"),
    "a program that is a word": ({"program": "short"}, "it must hold lines of its own"),
}


@pytest.mark.parametrize(("values", "told"), WRONG.values(), ids=WRONG)
def test_a_wrong_value_is_refused_with_its_name_what_was_found_and_what_is_allowed(values, told):
    with pytest.raises(ParameterError) as caught:
        parameters.checked(values)
    assert told in str(caught.value)
    assert str(caught.value).endswith("Nothing was run.")


@pytest.mark.parametrize(
    ("values", "near"), [({"sektor": "x"}, "sector"), ({"SECTOR": "x"}, "sector"), ({"program": {"huors": 3}}, "hours")]
)
def test_a_mistyped_name_is_refused_with_the_nearest_one(values, near):
    with pytest.raises(ParameterError, match=f"Did you mean “{near}”"):
        parameters.checked(values)


def test_a_name_that_is_like_none_is_refused_with_those_there_are():
    with pytest.raises(ParameterError, match="There are: study, sector, region"):
        parameters.checked({"zzz": 1})


def test_everything_wrong_is_told_at_once():
    with pytest.raises(ParameterError) as caught:
        parameters.checked({"sektor": "x", "small_group": 99, "program": {"cip": "1"}})
    assert len(str(caught.value).splitlines()) == 3


def test_a_sector_nobody_speaks_of_is_met_with_those_there_are():
    assert parameters.nearest("Hydrogn", ["hydrogen", "retrofit"]) == " Did you mean “hydrogen”?"
    assert parameters.nearest("wind", ["hydrogen", "retrofit"]) == " There are: hydrogen, retrofit."
    assert parameters.nearest("wind", []) == " There are: none."


def test_parameters_laid_over_each_other_keep_what_is_not_named():
    base = {"sector": "a", "program": {"hours": 40.0, "title": "T", "sector_titles": {"a": "A", "b": "B"}}}
    laid = parameters.overlaid(
        base, {"sector": None, "region": "north", "program": {"hours": 8.0, "sector_titles": {"b": "C"}}}
    )
    assert laid == {
        "sector": "a",
        "region": "north",
        "program": {"hours": 8.0, "title": "T", "sector_titles": {"a": "A", "b": "C"}},
    }
    assert base["program"]["hours"] == 40.0


def test_a_program_left_empty_in_the_file_can_be_filled_from_the_command_line():
    assert parameters.overlaid({"program": None}, {"program": {"hours": 8.0}}) == {"program": {"hours": 8.0}}


def test_title_hours_and_role_are_the_sectors_own_where_it_has_them():
    program = {"title": "All", "hours": 40, "role": "worker", "sector_titles": {"h": "H"}, "sector_hours": {"h": 8}}
    own = parameters.checked({"sector": "h", "program": program})
    assert (parameters.title(own), parameters.hours(own), parameters.role(own)) == ("H", 8, "worker")
    every = parameters.checked({"program": program})
    assert (parameters.title(every), parameters.hours(every)) == ("All", 40)
    assert parameters.title(parameters.checked({})) == "Untitled program"


def test_a_sector_never_has_the_badge_title_of_the_whole_program_or_of_another_sector():
    program = {
        "short_title": "All",
        "sector_short_titles": {"h": "H badge"},
        "sector_titles": {"e": "E", "l": "L" * 41},
    }
    badges = {
        sector: parameters.short_title(parameters.checked({"sector": sector, "program": program}))
        for sector in ("", "h", "e", "l", "other")
    }
    assert badges == {"": "All", "h": "H badge", "e": "E", "l": "", "other": "All"}


# study.yaml -------------------------------------------------------------------------------------------


def settings(tmp_path, text):
    path = tmp_path / "study.yaml"
    path.write_text(text, encoding="utf-8")
    return read_settings(path)


def test_a_date_without_quotes_is_text(tmp_path):
    read = settings(tmp_path, "data_date: 2026-11-20\nprogram:\n  start_on: 2028-01-10\n")
    assert read == {"data_date": "2026-11-20", "program": {"start_on": "2028-01-10"}}
    assert parameters.checked(read).data_date == "2026-11-20"


BROKEN = {
    "a tab": (
        "study: a\nprogram:\n\ttitle: x\n",
        "study.yaml line 3, column 1 cannot be read: there is a tab; use spaces",
    ),
    "bad indentation": (
        "program:\n  title: x\n unit: y\n",
        "study.yaml line 3, column 2 cannot be read: a line before",
    ),
    "a colon too many": ("study: a: b\n", "study.yaml line 1, column 9 cannot be read: a line before"),
    "an open quote": ('study: "a\n', "study.yaml line 2, column 1 cannot be read: a quotation mark is not closed"),
    "an open bracket": (
        "program:\n  noc: ['1'\nstudy: a\n",
        "line 3, column 1 cannot be read: a bracket is not closed",
    ),
    "an empty bracket": ("study: [\n", "line 2, column 1 cannot be read: a bracket is not closed"),
    "a path of Windows": ('template: "C:\\Users\\form.docx"\n', "a backslash stands in double quotes; write / instead"),
    "a sign": ("study: @home\n", "line 1, column 8 cannot be read: a value begins with a sign"),
    "a name alone": ("study: a\nregion\n", "cannot be read: a name has no colon behind it"),
    "a byte that is no text": ("study: \x00\n", "it is no text of names and values"),
}


@pytest.mark.parametrize(("text", "told"), BROKEN.values(), ids=BROKEN)
def test_a_file_that_cannot_be_read_is_told_with_its_line(tmp_path, text, told):
    with pytest.raises(StudyError) as caught:
        settings(tmp_path, text)
    assert told in str(caught.value)
    assert "Nothing was changed" in str(caught.value)


def test_a_file_that_is_no_list_of_names_is_refused(tmp_path):
    with pytest.raises(ParameterError, match="must hold lines such as “sector: hydrogen”"):
        settings(tmp_path, "- a\n- b\n")


def test_a_code_written_without_quotes_is_told_and_never_read_as_another_number(tmp_path):
    with pytest.raises(ParameterError, match="in quotes"):
        parameters.checked(settings(tmp_path, "program:\n  noc: [00012]\n"))


words = st.text(st.characters(exclude_categories=["Cs"])).map(str.strip)


@given(words, words, st.lists(st.from_regex(r"[0-9]{5}", fullmatch=True), max_size=3), st.floats(0, 5000))
def test_settings_written_are_read_back_equal(title, sector, noc, hours):
    program = {
        "title": title,
        "noc": noc,
        "hours": hours,
        "sector_titles": {sector: title},
        "sector_hours": {title: hours},
    }
    chosen = parameters.checked({"study": "s", "sector": sector, "program": program})
    assert parameters.checked(yaml.safe_load(settings_text(chosen))) == chosen


def test_settings_written_are_a_parameter_file_for_papermill(root, tmp_path):
    from papermill.cli import read_yaml_file

    path = tmp_path / "study.yaml"
    own = parameters.checked(read_settings(root / "interview_data" / "clean-energy" / "study.yaml"))
    path.write_text(settings_text(own), encoding="utf-8")
    assert parameters.checked(read_yaml_file(str(path))) == own


def test_every_parameter_is_explained_in_the_file():
    lines = settings_text(parameters.checked({})).splitlines()
    named = [line.split(":")[0].strip() for line in lines if ":" in line and not line.startswith("#")]
    assert named == [
        *(name for name in parameters.names() if name != "program"),
        "program",
        *parameters.program_names(),
    ]
    assert all("#" in line for line in lines if line)
