"""Tables of survey programs come in column by column: good cells in, bad ones set aside, remembered the next time."""

from __future__ import annotations

from pathlib import Path

import pytest
from study_trial import empty_study, filled_study, puts

from codesign import tasks
from codesign.errors import RefusedFile
from codesign.intake.mapping import MappedTable, mapped_rows
from codesign.intake.received import Received
from codesign.journal import Change
from codesign.study import Study

HEAD = "ID,Start time,Completion time,Email,Name,"
FORMS = f"""{HEAD}How important? [A1. Purge a line],How often? [A1],Test a sensor,Your employer
1,a,b,ana@one.ca,Ana,5,4-5,3,Acme
2,a,b,bo@two.ca,Bo,"4,0",4,n/a,Employer 01
"""
CHOSEN = {"H": "importance A2", "I": "employer"}


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """A study with two tasks and three raters who rated the first."""
    study = filled_study(tmp_path)
    study.save(puts({"tasks": [{"task_id": "A2", "duty_id": "A", "label": "Test a sensor"}]}))
    return study


def table(study: Study, text: str = FORMS, kind: str = "ratings", name: str = "forms.csv") -> MappedTable:
    return MappedTable(study, Received.opened(name, text.encode()), kind)


def rated(study: Study) -> list[tuple[str, str, int | None, int | None]]:
    """Return what came in: employer, task, importance, frequency."""
    tables = study.read()
    employers = dict(zip(tables["raters"]["rater_id"], tables["raters"]["employer"], strict=True))
    return [
        (employers[row["rater_id"]], row["task_id"], row["importance"], row["frequency"])
        for row in tables["ratings"].to_dict("records")
        if row["rater_id"].startswith("rater-")
    ]


def in_words(sentences: object) -> str:
    return "\n".join(map(str, sentences))  # type: ignore[call-overload]


# what is asked -----------------------------------------------------------------------------------------


def test_what_is_plain_is_decided_and_what_is_near_is_asked(study: Study):
    columns = {one.letter: one for one in table(study).mapping({}).columns}
    assert {letter: (one.part, one.task) for letter, one in columns.items() if one.is_decided and one.part} == {
        "A": ("who", ""), "D": ("who", ""), "E": ("who", ""), "F": ("importance", "A1"), "G": ("frequency", "A1"),
    }  # fmt: skip
    assert columns["H"].why == "by its words; it does not say which scale"
    assert (columns["I"].part, columns["I"].is_decided) == ("employer", False)


def test_the_preview_says_what_would_come_in_and_writes_nothing(study: Study):
    before = study.state()
    reading = table(study).mapping(CHOSEN)
    assert "4 answers of 2 raters would come in." in reading.sentences
    assert [str(one) for one in reading.asides] == [
        "Row 2, column G (How often? [A1]): “4-5”: write one whole number from 1 to 5.",
        "Row 3, column H (Test a sensor): “n/a”: it says that there is no answer; nothing needs to be done.",
    ]
    assert study.state() is before


def test_names_and_addresses_are_shown_nowhere_and_kept_nowhere(study: Study, tmp_path: Path):
    reading = table(study).mapping(CHOSEN)
    assert all(one.example == "" for one in reading.columns if one.letter in "ADE")
    report = table(study).take_in(CHOSEN)
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    for name in (b"ana@one", b"Ana", b"Acme"):
        assert not any(name in content for content in files)
        assert name.decode() not in str(report)


# taking in ----------------------------------------------------------------------------------------------


def test_good_cells_come_in_and_an_employer_gets_a_pseudonym(study: Study):
    report = table(study).take_in(CHOSEN)
    (acme, *first), *others = rated(study)
    assert acme.startswith("Employer ")
    assert (first, others) == (["A1", 5, None], [(acme, "A2", 3, None), ("Employer 01", "A1", 4, 4)])
    assert "1 employer is no pseudonym of this study" in str(report)
    assert study.problems() == []


def test_the_next_export_of_the_same_survey_is_not_asked_and_changes_nothing_else(study: Study):
    table(study).take_in(CHOSEN)
    before, ratings = study.read()["raters"], rated(study)
    report = table(study).take_in({})
    assert "All of it was there already: nothing changed." in str(report)
    longer = FORMS + "3,a,b,cy@three.ca,Cy,2,2,2,Employer 02\n"
    assert "Its columns are read as last time." in str(table(study, longer).take_in({}))
    assert rated(study)[: len(ratings)] == ratings
    assert rated(study)[-2:] == [("Employer 02", "A1", 2, 2), ("Employer 02", "A2", 2, None)]
    assert len(study.read()["raters"]) == len(before) + 1


def test_a_blank_erases_nothing_and_a_new_answer_replaces_the_old(study: Study):
    table(study).take_in(CHOSEN)
    later = FORMS.replace('2,a,b,bo@two.ca,Bo,"4,0",4,n/a,Employer 01', "2,a,b,bo@two.ca,Bo,,2,5,")
    report = table(study, later).take_in({})
    assert "Answers that came earlier and are others now: 1." in str(report)
    assert rated(study)[-2:] == [("Employer 01", "A1", 4, 2), ("Employer 01", "A2", 5, None)]


def test_who_answers_twice_is_one_rater_and_the_later_row_stands(study: Study):
    twice = FORMS + "3,a,b,ANA@one.ca,Ana,1,,,\n"
    report = table(study, twice).take_in(CHOSEN)
    assert "1 respondent answered more than once (rows 2 and 4)" in str(report)
    assert [row[2] for row in rated(study)] == [1, 3, 4]


def test_a_rater_that_somebody_put_right_stays_right(study: Study):
    table(study).take_in(CHOSEN)
    rater = study.read()["raters"].iloc[-2]["rater_id"]
    study.save(puts({"raters": [{"rater_id": rater, "employer": "Employer 07"}]}))
    table(study).take_in({})
    assert "Employer 07" in set(study.read()["raters"]["employer"])


def test_raters_have_numbers_people_can_say(study: Study):
    table(study).take_in(CHOSEN)
    numbers = study.read()["numbers"]
    assert set(numbers["numbered"]) == {"raters"}
    assert numbers["number"].str.fullmatch(r"R-\d+").all()


def test_a_task_somebody_misses_waits_as_a_proposal(study: Study):
    text = FORMS.replace("Your employer\n", "Your employer,Is a task missing?\n").replace(
        "Acme\n", "Acme,Grease the pump\n"
    )
    for _time in range(2):
        table(study, text).take_in({**CHOSEN, "J": "proposal"})
    proposals = study.read()["task_proposals"]
    assert proposals["text"].tolist() == ["Grease the pump"]
    assert proposals["came_from"].tolist() == ["employer"]


def test_copies_of_a_form_count_from_1_and_their_raters_are_not_one(study: Study):
    first = (
        FORMS.replace("ana@one.ca", "anonymous").replace("bo@two.ca", "anonymous").replace("Ana", "").replace("Bo", "")
    )
    table(study, first).take_in(CHOSEN)
    table(study, first.replace(",a,b,", ",c,d,")).take_in({})
    assert len(study.read()["raters"]) == 3 + 4


def test_employers_told_by_their_addresses_are_not_one(study: Study):
    text = FORMS.replace("Acme", "office@acme.ca").replace("Employer 01", "office@best.ca")
    table(study, text).take_in(CHOSEN)
    assert len({row[0] for row in rated(study)}) == 2


def test_sectors_are_spelled_as_in_the_study(study: Study):
    text = FORMS.replace("Your employer\n", "Sector\n").replace("Acme\n", '"Hydrogen, Retrofit"\n')
    table(study, text).take_in({**CHOSEN, "I": "sector"})
    assert "hydrogen; retrofit" in study.read()["raters"]["sector"].iloc[3:].tolist()


def test_a_statement_that_a_form_asks_of_twice_is_the_same_task(study: Study):
    text = f"{HEAD}Purge a line,Test a sensor,Purge a line2,Test a sensor2\n1,a,b,ana@one.ca,Ana,5,4,3,2\n"
    columns = table(study, text).mapping({}).columns[5:]
    assert [(one.task, one.is_decided) for one in columns] == [(task, False) for task in ("A1", "A2", "A1", "A2")]


def test_a_survey_with_one_more_question_is_asked_about_that_only_and_keeps_its_raters(study: Study):
    begun = FORMS.replace(",a,b,", ",2026-03-01 10:00:01,b,").replace("Test a sensor", "And to test a sensor?")
    begun = begun.replace("ana@one.ca", "anonymous").replace("bo@two.ca", "anonymous")
    table(study, begun).take_in({**CHOSEN, "I": ""})
    raters = len(study.read()["raters"])
    head, *rows = begun.splitlines()
    more = "\n".join([f"{head},How hard is it?", *(f"{row},3" for row in rows)])
    reading = table(study, more).mapping({})
    assert {one.letter: one.why for one in reading.columns}["H"] == "as in an earlier table"
    table(study, more).take_in({})
    assert len(study.read()["raters"]) == raters


def test_a_rating_says_which_wording_was_rated_where_the_heading_has_it(study: Study):
    text = FORMS.replace("A1. Purge a line", "A1. Purge a line twice")
    table(study, text).take_in({**CHOSEN, "G": ""})
    marks = study.read()["ratings"].set_index(["task_id"])["statement_sha256"]
    today = tasks.wording_marks(study.read()["tasks"])
    assert set(marks["A1"]) == {"", today["A1"]}
    study.save(puts({"tasks": [{"task_id": "A1", "statement": "Purge a line three times"}]}))
    assert len(tasks.of_older_wordings(study.read()["ratings"], study.read()["tasks"])) == 2


# words and other scales ---------------------------------------------------------------------------------


WORDS = "Timestamp,Importance [A1. Purge a line],Importance [A2]\nt1,Very important,Important\nt2,Important,5\n"


def test_answers_in_words_wait_until_somebody_says_what_they_mean(study: Study):
    reading = table(study, WORDS).mapping({})
    assert [(one.part, one.answers, one.is_confirmed) for one in reading.words] == [
        ("importance", [("Important", 2, "4"), ("Very important", 1, "5")], False)
    ]
    assert "Importance: 3 answers in words stay out until you say which number each means." in reading.sentences
    table(study, WORDS).take_in({}, {"importance": {"Important": "4", "Very important": "5"}})
    assert [row[2] for row in rated(study)] == [5, 4, 4, 5]


def test_what_words_mean_is_remembered_and_a_new_word_is_asked(study: Study):
    table(study, WORDS).take_in({}, {"importance": {"Important": "4", "Very important": "5"}})
    reading = table(study, WORDS + "t3,Vital,Important\n").mapping({})
    assert [one.is_confirmed for one in reading.words] == [False]
    assert [one.value for one in reading.asides] == ["Vital"]


def test_a_column_on_a_scale_to_10_gives_no_ratings(study: Study):
    text = "Timestamp,Importance [A1],Frequency [A1]\n" + "".join(f"t{one},{one},3\n" for one in range(11))
    reading = table(study, text).mapping({})
    assert "11 answers of 11 raters would come in." in reading.sentences
    assert "has numbers up to 10: it is on another scale than 1 to 5" in in_words(reading.sentences)
    assert reading.asides == []


# what cannot be -----------------------------------------------------------------------------------------


def test_two_columns_for_one_task_and_scale_are_told_and_nothing_comes_in(study: Study):
    text = "Timestamp,Importance [A1],How important is A1. Purge a line\nt1,4,5\n"
    columns = table(study, text).mapping({}).columns
    assert [one.is_decided for one in columns[1:]] == [False, False]
    assert columns[1].why == "columns B and C say the same; choose one"
    both = {"B": "importance A1", "C": "importance A1"}
    assert "Columns B and C are both importance of A1 Purge a line." in in_words(
        table(study, text).mapping(both).sentences
    )
    with pytest.raises(RefusedFile, match="Choose one; the other"):
        table(study, text).take_in(both)


def test_a_task_that_was_deleted_since_is_asked_anew(study: Study):
    table(study).take_in(CHOSEN)
    study.save(_deleted(study))
    reading = table(study).mapping({})
    column = next(one for one in reading.columns if one.letter == "H")
    assert (column.is_decided, column.why) == (False, "last time it was about a task that is there no more")
    assert "1 column (H) is not decided and would stay out: say what each holds." in reading.sentences


def _deleted(study: Study) -> list[Change]:
    ratings = study.read()["ratings"]
    keys = ratings.loc[ratings["task_id"] == "A2", ["rater_id", "task_id"]].to_dict("records")
    return [*(Change("delete", "ratings", key) for key in keys), Change("delete", "tasks", {"task_id": "A2"})]


def test_without_tasks_ratings_wait(tmp_path: Path):
    reading = table(empty_study(tmp_path)).mapping({})
    assert not reading.fits
    assert "The study has no tasks yet." in in_words(reading.sentences)


def test_what_a_command_names_must_be_there(study: Study):
    forms = table(study)
    assert forms.choices_named({"importance A2": "Test a sensor", "employer": "I"}) == CHOSEN
    with pytest.raises(RefusedFile, match="“importence” is none of"):
        forms.choices_named({"importence A2": "H"})
    with pytest.raises(RefusedFile, match="There is no column “Testing”"):
        forms.choices_named({"importance A2": "Testing"})


# learners and postings ----------------------------------------------------------------------------------


LEARNERS = """Timestamp,Email Address,Interest,Preferred delivery,Main barrier,Hours a week
t1,ana@one.ca,5,"Online, Evenings",Cost,8
t2,bo@two.ca,4,Evenings,"Cost, Child care",5-10
t3,cy@three.ca,3,Online,Child care,"7,5"
"""


def test_learners_come_in_by_pseudonym_with_each_option_apart(study: Study):
    chosen = {"D": "delivery", "E": "barrier", "F": "hours_per_week", "C": "interest"}
    report = table(study, LEARNERS, "survey").take_in(chosen)
    rows = study.read()["survey_responses"]
    assert rows["delivery"].tolist() == ["Online; Evenings", "Evenings", "Online"]
    assert rows["barrier"].tolist() == ["Cost", "Cost; Child care", "Child care"]
    assert rows["hours_per_week"].tolist() == [8.0, None, 7.5]
    assert "3 learners came in. 3 new, 0 changed, 0 as before; 3 rows in learner_survey.csv." in str(report)
    assert "Row 3, column F (Hours a week): “5-10”: write one number of hours a week, such as 8." in str(report)
    longer = LEARNERS.replace("5-10", "6") + "t4,di@four.ca,1,Online,,\n"
    assert "1 new, 1 changed, 2 as before" in str(table(study, longer, "survey").take_in({}))
    assert "one.ca" not in (study.folder / "sources" / "learner_survey.csv").read_text()
    assert study.problems() == []


POSTINGS = """Job Title,Company,Location,Posted,Description,Requirements,URL
Welder,Acme,Red Deer,25/03/2026,Weld pipe.,Ticket B,https://jobs.example/1
Fitter,,Calgary,03/04/2026,Fit pipe.,,
"""


def test_postings_are_rows_by_our_columns_and_their_days_are_read_by_the_whole_column(study: Study):
    received = Received.opened("jobs.csv", POSTINGS.encode())
    rows, remarks = mapped_rows(study, received, "postings")
    assert [(row["title"], row["posted_on"]) for row in rows] == [("Welder", "2026-03-25"), ("Fitter", "2026-04-03")]
    assert rows[0]["text"] == "Weld pipe.\n\nTicket B"
    assert "2 postings would come in." in remarks
    table(study, POSTINGS, "postings").take_in({})
    assert study.read()["postings"]["employer"].tolist() == ["Acme", ""]
    assert "0 new, 0 changed, 2 as before" in str(table(study, POSTINGS, "postings").take_in({}))


def test_a_day_that_could_be_two_days_is_set_aside(study: Study):
    received = Received.opened("jobs.csv", b"Title,Posted\nWelder,03/04/2026\n")
    rows, remarks = mapped_rows(study, received, "postings")
    assert "posted_on" not in rows[0]
    assert "nothing in the column says whether the day or the month is first" in in_words(remarks)
