"""Occupational frameworks: told by their headings, read with the faults of published files, searched and compared."""

from __future__ import annotations

import random
import time
from pathlib import Path

import frameworks_trial as trial
import pytest

from codesign import spreadsheets, taxonomies
from codesign.study import taxonomy_files
from codesign.taxonomies import Arrived, Finder, Library, Part
from codesign.taxonomies.words import folded, stem

REAL = Path(__file__).parents[2] / "shared" / "data" / "taxonomies"
HEAT_PUMPS = (trial.NOC, trial.OASIS_LABELS, trial.OASIS_DUTIES, trial.OASIS_TITLES)


# recognised -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "layout", "called", "version"),
    [
        (trial.NOC, "NOC, structure", "NOC 2021", "2021 v1.0"),
        (trial.NOC_FRENCH, "NOC, structure", "NOC 2021", "2021 v1.0"),
        (trial.NOC_ELEMENTS, "NOC, elements", "NOC 2021", "2021 v1.0"),
        (trial.TEER, "NOC, TEER of each unit group", "NOC 2021", "2021"),
        (trial.OASIS_LABELS, "OaSIS, labels", "OaSIS", "2023"),
        (trial.OASIS_DUTIES, "OaSIS, main duties", "OaSIS", "2023"),
        (trial.ESCO_OCCUPATIONS, "ESCO, occupations", "ESCO", ""),
        (trial.ESCO_RELATIONS, "ESCO, skills of each occupation", "ESCO", ""),
        (trial.ONET_TECHNOLOGY, "O*NET, Technology Skills", "O*NET", ""),
        (trial.SKILLS_FOR_SUCCESS, "Skills for Success", "Skills for Success", ""),
    ],
)
def test_a_file_is_told_by_its_headings(text: str, layout: str, called: str, version: str):
    part = trial.part(text)
    assert (part.layout, part.called, part.version) == (layout, called, version)


def test_a_file_that_lacks_a_column_is_told_which():
    assert taxonomies.recognised(["O*NET-SOC Code", "Title", "Task", "Task Type"]) is None
    sentence = taxonomies.why_none(["O*NET-SOC Code", "Title", "Task", "Task Type"])
    assert "looks like “O*NET, Task Statements”, and a column is missing: “task id”" in sentence


def test_a_file_of_no_framework_is_told_what_was_looked_for():
    sentence = taxonomies.why_none(["Name", "Colour"])
    assert "no file of a framework" in sentence
    assert all(name in sentence for name in ("NOC 2021", "OaSIS", "O*NET", "ESCO", "Skills for Success"))


def test_every_framework_has_a_licence_line():
    assert all(one.licence.endswith(".") for one in taxonomies.frameworks().values())


# read -------------------------------------------------------------------------------------------------


def test_codes_keep_and_get_back_their_leading_zeros():
    library = trial.library(trial.NOC, trial.TEER)
    assert library.occupation("NOC 2021", "00019") is not None
    assert trial.part(trial.TEER).records["levels"][0][0] == "00019"
    assert "1 code had lost leading zeros" in trial.part(trial.TEER).notes[0]
    taken_for_numbers = trial.NOC.replace(",00019,", ",19,")
    assert trial.library(taken_for_numbers).occupation("NOC 2021", "00019") is not None


def test_a_profile_of_oasis_that_a_spreadsheet_took_for_a_number_is_the_same_one():
    library = trial.library(trial.OASIS_LABELS, trial.OASIS_DUTIES)
    assert len(library.tasks("OaSIS", "72990.00")) == 3
    assert [task.code for task in library.tasks("OaSIS", "72991.10")] == ["72991.10"]


def test_a_task_that_only_some_do_loses_may_and_says_so():
    tasks = trial.library(trial.OASIS_LABELS, trial.OASIS_DUTIES).tasks("OaSIS", "72990.00")
    assert ("Estimate the cost of repairs", "done by some") in [(task.text, task.kind) for task in tasks]


def test_the_line_that_announces_the_duties_is_none():
    library = trial.library(trial.NOC, trial.NOC_ELEMENTS)
    assert [task.text for task in library.tasks("NOC 2021", "72991")] == ["Wire kilns to the drawing"]
    assert library.names("NOC 2021", "72991").titles == ("furnace wirer",)


def test_a_unit_group_of_the_noc_has_the_tasks_and_titles_of_its_profiles():
    library = trial.library(*HEAT_PUMPS)
    assert library.tasks("NOC 2021", "72990")[0].named == "NOC 72990, OaSIS"
    assert "geothermal fitter" in library.names("NOC 2021", "72990").titles


def test_headings_with_unbreakable_spaces_name_a_skill_and_0_is_none():
    library = trial.library(trial.OASIS_LABELS, trial.OASIS_SKILLS, trial.OASIS_GUIDE)
    assert [(one.name, one.kind, one.value) for one in library.traits("OaSIS", "72990.00")] == [
        ("Setting up", "skills", 4)
    ]


def onet() -> Library:
    sheets = [
        spreadsheets.read_rows("a.xlsx", trial.sheet(rows)) for rows in (trial.ONET_OCCUPATIONS, trial.ONET_TASKS)
    ]
    sheets.append([dict(zip(trial.ONET_RATINGS.splitlines()[0].split("\t"), line.split("\t"), strict=True))
                   for line in trial.ONET_RATINGS.splitlines()[1:]])  # fmt: skip
    seen = [(taxonomies.recognised(list(rows[0])), rows) for rows in sheets]
    return Library(Arrived(taxonomies.part_of(one, rows), "29.3") for one, rows in seen if one)


def test_onet_tasks_have_relevance_and_importance_and_what_is_to_be_suppressed_is_left_out():
    tasks = {task.identity: task for task in onet().tasks("O*NET", "49-9999.01")}
    assert (tasks["901"].relevance, tasks["901"].importance, tasks["901"].kind) == (88.0, 4.2, "core")
    assert (tasks["902"].importance, tasks["902"].kind) == (None, "supplemental")


def test_an_onet_task_without_a_type_is_not_supplemental():
    assert {task.identity: task.kind for task in onet().tasks("O*NET", "49-9999.01")}["903"] == ""


def test_esco_names_stand_on_lines_of_their_own_and_its_skills_are_what_is_done():
    library = trial.library(trial.ESCO_OCCUPATIONS, trial.ESCO_SKILLS, trial.ESCO_RELATIONS)
    assert library.names("ESCO", "7127.9").titles == ("pump hand", "heat engineer")
    assert [(task.text, task.kind) for task in library.tasks("ESCO", "7127.9")] == [("place heat pumps", "essential")]
    assert [one.name for one in library.traits("ESCO", "7127.9")] == ["thermodynamics"]


def test_technology_is_among_the_names_of_an_occupation():
    occupations = "O*NET-SOC Code,Title,Description\n49-9999.01,Heat Pump Installers,Install.\n"
    assert trial.library(occupations, trial.ONET_TECHNOLOGY).names("O*NET", "49-9999.01").tools == ("LoadCalc",)


def test_letters_in_another_encoding_are_told_with_an_example():
    part = trial.part(trial.NOC.replace("Kiln electricians wire", "MaÃ®tres wire"))
    assert "1 row has letters that were written in another encoding, such as “MaÃ®tres" in part.notes[0]


def test_french_titles_are_searched_and_english_ones_shown():
    finder = trial.finder(trial.NOC, trial.NOC_FRENCH)
    assert finder.search("electriciens de fours")[0].occupation.title == "Kiln electricians"
    alone = trial.finder(trial.NOC_FRENCH)
    assert alone.search("thermopompe")[0].occupation.title == "Monteurs/monteuses de thermopompes"


def test_of_two_versions_the_newer_is_searched_and_codes_of_both_are_there():
    old = trial.part(trial.NOC.replace("2021 V1.0", "2021 V0.9").replace("72991", "72995"))
    new = trial.part(trial.NOC)
    for arrived in ([old, new], [new, old]):
        library = Library(Arrived(one, one.version) for one in arrived)
        assert library.frameworks == {"NOC 2021": "2021 v1.0"}
        assert library.occupation("NOC 2021", "72995") is None
        assert library.has_code("NOC 2021", "72995")


def test_a_part_is_the_same_after_it_was_written_as_lines():
    part = trial.part(trial.OASIS_DUTIES)
    again = Part.of_lines(part.as_lines())
    assert (again.layout, again.version) == (part.layout, part.version)
    assert [list(row) for row in again.records["tasks"]] == [list(row) for row in part.records["tasks"]]
    with pytest.raises(ValueError, match="lines"):
        Part.of_lines(part.as_lines()[:1])


@pytest.mark.parametrize("seed", range(40))
def test_spoilt_cells_are_read_as_they_are_and_nothing_fails(seed: int):
    chance = random.Random(seed)
    arrived = []
    for name, content in chance.sample(sorted(trial.files().items()), 6):
        rows = taxonomy_files.rows_of(name, content)
        for _ in range(3):
            row = chance.choice(rows)
            row[chance.choice(list(row))] = chance.choice(["", "n/a", "\u00a0", "Ã©", "=1", "9" * 30, ".", "5."])
        seen = taxonomies.recognised(list(rows[0]))
        assert seen
        part = Part.of_lines(taxonomies.part_of(seen, rows).as_lines())
        arrived.append(Arrived(part, part.version))
    finder = Finder(Library(arrived))
    for query in ("heat pump", "7", "x" * 300):
        finder.search(query)
    finder.suggested(["heat"], ["install heat pumps"])
    finder.unknown_code("NOC 2021", "72992")
    assert all(finder.library.names(one.framework, one.code) for one in finder.library.occupations)


# searched ---------------------------------------------------------------------------------------------


def test_accents_case_and_endings_do_not_matter():
    assert folded("Électricien\u00a0 É") == "electricien e"
    assert stem("welders") == stem("welding") == stem("weld")
    assert stem("operators") == stem("operation") == stem("operate")


@pytest.mark.parametrize(
    "query", ["heat pump", "HEAT PUMPS fitting", "geothermal", "heat pum", "72990", "7299", "fitter"]
)
def test_an_occupation_is_found_by_title_other_title_beginning_or_code(query: str):
    assert trial.finder(*HEAT_PUMPS).search(query)[0].occupation.code == "72990"


def test_a_result_says_why_it_ranks():
    finder = trial.finder(*HEAT_PUMPS)
    first = finder.search("geothermal fitter")[0]
    assert (first.where, first.words) == ("also called “geothermal fitter”", ("geothermal", "fitter"))
    assert finder.search("houses ")[0].where == "definition"


def test_a_profile_that_is_a_whole_unit_group_is_not_offered_twice():
    codes = [match.occupation.code for match in trial.finder(*HEAT_PUMPS).search("heat pump fitters")]
    assert codes.count("72990") == 1
    assert "72990.00" not in codes


def test_nothing_fits_words_that_are_nowhere():
    assert trial.finder(*HEAT_PUMPS).search("zymurgy") == []
    assert Finder(Library([])).search("heat") == []


def test_a_study_looks_like_the_occupation_of_its_titles_and_tasks():
    finder = trial.finder(*HEAT_PUMPS)
    assert finder.suggested(["Geothermal technician"], [])[0].occupation.code == "72990"
    assert finder.suggested([], ["Wire kilns"])[0].occupation.code in ("72991", "72991.01", "72991.10")
    assert finder.suggested([], []) == []


def test_the_nearest_task_of_ours_covers_what_says_much_the_same():
    tasks = trial.library(*HEAT_PUMPS).tasks("NOC 2021", "72990")
    near = taxonomies.nearest(tasks, {"t1": ["Install heat pumps", ""], "t2": ["Sweep floors"]})
    by_text = {task.text: near.get(task.identity) for task in tasks}
    installs = by_text["Install heat pumps and connect their refrigerant lines"]
    assert installs is not None
    assert (installs.task_id, installs.covers) == ("t1", True)
    commissions = by_text["Commission heat pumps and record their readings"]
    assert commissions is None or not commissions.covers
    assert by_text["Estimate the cost of repairs"] is None


# codes ------------------------------------------------------------------------------------------------


def test_a_code_that_does_not_exist_is_told_with_the_nearest():
    finder = trial.finder(*HEAT_PUMPS)
    sentence = finder.unknown_code("NOC 2021", "72992")
    assert sentence.startswith("is no code of NOC 2021 (2021 v1.0). The nearest are: 729")
    assert "72990 Heat pump fitters" in finder.unknown_code("NOC", "12345", "heat pump fitters")


@pytest.mark.parametrize(
    ("framework", "code"),
    [
        ("NOC 2021", "72990"),
        ("NOC", "00"),
        ("NOC 2016", "1234"),
        ("CIP 2021", "15.0503"),
        ("O*NET", "1"),
        ("NOC 2021", ""),
    ],
)
def test_codes_that_exist_and_frameworks_that_are_not_here_are_let_be(framework: str, code: str):
    assert trial.finder(*HEAT_PUMPS).unknown_code(framework, code) == ""


# real files -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real() -> Finder:
    """The search through NOC 2021 and OaSIS 2023 as published, and what of O*NET is read quickly."""
    if not REAL.is_dir():
        pytest.skip("the real taxonomies are not here: ../shared/data/taxonomies")
    places = [*REAL.glob("noc_2021/*.csv"), *REAL.glob("oasis_2023/*.csv"), *REAL.glob("esco_sample/*.csv")]
    places += [REAL / "onet_29_3" / f"{name}.xlsx" for name in ("Occupation Data", "Task Statements")]
    parts = []
    for place in places:
        rows = spreadsheets.read_rows(place.name, place.read_bytes())
        seen = taxonomies.recognised(list(rows[0]))
        assert seen, place.name
        parts.append(taxonomies.part_of(seen, rows))
    return Finder(Library(Arrived(one, one.version) for one in parts))


def test_the_published_files_are_all_recognised_and_counted_as_described(real: Finder):
    library = real.library
    families = [one.family for one in library.occupations]
    assert {name: families.count(name) for name in ("NOC", "OaSIS", "O*NET")} == {
        "NOC": 516,
        "OaSIS": 900,
        "O*NET": 1016,
    }
    kinds = [
        task.kind for one in library.occupations if one.family == "O*NET" for task in library.tasks("O*NET", one.code)
    ]
    assert (kinds.count("core"), kinds.count("supplemental"), kinds.count("")) == (13_417, 4_222, 1_157)
    assert sum(len(library.tasks("OaSIS", one.code)) for one in library.occupations if one.family == "OaSIS") >= 4_900


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("gas fitter", "72302"),
        ("industrial mechanic", "72400"),
        ("heating refrigeration mechanic", "72402"),
        ("refrigeration mechanic", "72402"),
        ("welder", "72106.01"),
        ("wind turbine tech", "49-9081.00"),
    ],
)
def test_what_people_type_finds_the_occupation_among_the_first_three(real: Finder, query: str, code: str):
    assert code in [match.occupation.code for match in real.search(query)[:3]]


def test_every_title_of_the_noc_finds_its_own_code_first(real: Finder):
    own = [one for one in real.library.occupations if one.family == "NOC"][::8]
    first = [real.search(one.title, framework="NOC 2021", limit=1)[0].occupation.code for one in own]
    assert first == [one.code for one in own]


def test_a_search_of_all_occupations_and_tasks_is_quick(real: Finder):
    real.search("warm up")
    real.tasks("warm up")
    for search in (real.search, real.tasks):
        started = time.process_time()
        for query in ("inspect", "maintain equip", "industrial mechanic", "w", "heat pump installer"):
            search(query)
        assert (time.process_time() - started) / 5 < 0.2  # .05 s on a machine that does nothing else
