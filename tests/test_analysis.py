"""What a team asks of its codings, on tables typed in, against counting by hand and by brute force."""

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from study_trial import ROOT, filled_study, tables_of

from codesign import analysis, coding, discretion, schemas
from codesign.cli import main
from codesign.errors import CodesignError
from codesign.study import Study
from codesign.workbook import Workbook
from codesign.workbook.analyses import NOTHING_ELSE, write_analysis

CODES = schemas.frame(
    "codes",
    [
        {"code_id": "skills", "name": "Skill gap", "family": "skill-gap"},
        {"code_id": "purge", "name": "Purging", "family": "skill-gap", "parent_id": "skills"},
        {"code_id": "wages", "name": "Outbid on wages", "family": "hiring-challenge"},
        {"code_id": "trades", "name": "Pipe trades", "family": "can-move"},
    ],
)
PERSON = {"kind": "employer", "consent": "unnamed"}


def evidence_of(*rows):
    """Evidence as `coding.attributed` gives it: transcript number, start, end, code, and what else differs."""
    filled = [
        {
            "coding_id": f"c{place}", "transcript_id": f"INT-{number}", "segment_id": f"INT-{number}-{start // 100}",
            "start": start, "end": end, "code_id": code, "coder": "Kim", "polarity": "supports", "memo": "",
            "participant_id": f"P-{number}", "speaker": f"Employer {number}", "time": "", "employer": f"E{number}",
            "sector": "", "region": "", "size": "", "role": "", "interviewed_on": "", **PERSON, **more,
        }
        for place, (number, start, end, code, more) in enumerate((*row, {})[:5] for row in rows)
    ]  # fmt: skip
    columns = [*schemas.columns("codings"), "segment_id", "speaker", "time", *coding.PERSON_COLUMNS]
    return pd.DataFrame(filled, columns=list(dict.fromkeys(columns)))


def transcripts(*numbers):
    return schemas.frame("transcripts", [{"transcript_id": f"INT-{number}"} for number in numbers])


# codes by interview ---------------------------------------------------------------------------------------


def test_a_passage_two_coders_mark_is_one_in_the_table_by_interview():
    said = evidence_of(
        (1, 0, 40, "wages"), (1, 20, 60, "wages", {"coder": "Ravi"}), (1, 60, 70, "wages"), (2, 0, 40, "wages")
    )
    table = analysis.code_by_interview(said, CODES, transcripts(1, 2, 3)).set_index("code_id")
    assert table.loc["wages", ["INT-1", "INT-2", "INT-3", "passages"]].tolist() == [2, 1, 0, 3]
    assert table.loc["skills", "passages"] == 0


def test_a_code_counts_what_stands_below_it_unless_asked_not_to():
    said = evidence_of((1, 0, 40, "purge"), (1, 10, 20, "skills"), (1, 50, 60, "purge"))
    with_below = analysis.code_by_interview(said, CODES, transcripts(1)).set_index("code_id")
    alone = analysis.code_by_interview(said, CODES, transcripts(1), with_below=False).set_index("code_id")
    assert with_below.loc[["skills", "purge"], "INT-1"].tolist() == [2, 2]
    assert alone.loc[["skills", "purge"], "INT-1"].tolist() == [1, 2]


def test_places_in_two_interviews_never_join():
    said = evidence_of((1, 0, 90, "wages"), (2, 10, 20, "wages"), (3, 0, 90, "wages"))
    assert analysis.stretches(said, ["code_id", "transcript_id"])["start"].tolist() == [0, 10, 0]


def test_a_study_without_codings_has_a_table_of_noughts():
    table = analysis.code_by_interview(evidence_of(), CODES, transcripts(1, 2))
    assert table[["INT-1", "INT-2", "passages"]].to_numpy().tolist() == [[0, 0, 0]] * 4


# codes together -------------------------------------------------------------------------------------------


def test_two_codes_meet_on_the_same_words_in_the_same_answer_and_in_the_same_interview():
    said = evidence_of(
        (1, 0, 40, "skills"),
        (1, 30, 50, "wages"),
        (1, 60, 70, "wages"),
        (1, 110, 120, "skills"),
        (2, 0, 10, "skills"),
        (2, 110, 120, "wages"),
        (3, 0, 10, "skills"),
    )
    (row,) = schemas.records(analysis.co_occurrence(said, CODES))
    assert (row["code_id"], row["other_id"]) == ("skills", "wages")
    assert [row["overlaps"], row["answers"], row["interviews"]] == [1, 1, 2]
    # 10 characters of 70 and 40, 1 answer of 4 and 2, 2 interviews of 3 and 2
    assert [row[f"{name}_jaccard"] for name in ("overlap", "answer", "interview")] == [10 / 100, 1 / 5, 2 / 3]


def test_codes_of_two_coders_on_the_same_words_meet_once():
    said = evidence_of((1, 0, 40, "skills"), (1, 5, 40, "skills", {"coder": "Ravi"}), (1, 0, 40, "wages"))
    (row,) = schemas.records(analysis.co_occurrence(said, CODES))
    assert [row["overlaps"], row["overlap_jaccard"]] == [1, 1.0]


def test_codes_that_only_touch_do_not_overlap():
    (row,) = schemas.records(analysis.co_occurrence(evidence_of((1, 0, 40, "skills"), (1, 40, 80, "wages")), CODES))
    assert [row["overlaps"], row["answers"]] == [0, 1]


def test_codes_that_share_no_interview_have_no_row():
    assert analysis.co_occurrence(evidence_of((1, 0, 40, "skills"), (2, 0, 40, "wages")), CODES).empty
    assert analysis.co_occurrence(evidence_of(), CODES).columns.tolist() == analysis.meeting.PAIR_COLUMNS


def marks(said):
    """For each interview and code the characters under it, one by one, and the answers, as sets."""
    characters, answers, interviews = {}, {}, {}
    for row in schemas.records(said):
        places = {(row["transcript_id"], place) for place in range(row["start"], row["end"])}
        characters.setdefault(row["code_id"], set()).update(places)
        answers.setdefault(row["code_id"], set()).add(row["segment_id"])
        interviews.setdefault(row["code_id"], set()).add(row["transcript_id"])
    return characters, answers, interviews


@pytest.mark.parametrize("seed", range(5))
def test_meetings_are_what_counting_character_by_character_gives(seed, monkeypatch):
    monkeypatch.setattr(analysis.meeting, "AT_ONCE", 7)
    chance = np.random.default_rng(seed)
    drawn = chance.integers(0, [3, 300, 60, 4], (80, 4))
    said = evidence_of(*((n, start, start + 1 + size, CODES["code_id"][code]) for n, start, size, code in drawn))
    for row in schemas.records(analysis.co_occurrence(said, CODES)):
        for name, found in zip(("overlap", "answer", "interview"), marks(said), strict=True):
            one, other = found[row["code_id"]], found[row["other_id"]]
            assert row[f"{name}_jaccard"] == len(one & other) / len(one | other)
        passages = analysis.stretches(said, ["code_id", "transcript_id"])
        both = passages.merge(passages, on="transcript_id").query(f"code_id_x == '{row['code_id']}'")
        both = both[(both["code_id_y"] == row["other_id"])]
        assert row["overlaps"] == ((both["start_x"] < both["end_y"]) & (both["start_y"] < both["end_x"])).sum()


def test_the_tables_of_the_study_give_evidence_to_analyse():
    tables = tables_of(codes=[{"code_id": "skills", "name": "Skill gap", "family": "skill-gap"}])
    said = coding.attributed(tables)
    assert analysis.co_occurrence(said, tables["codes"]).empty
    assert analysis.code_by_interview(said, tables["codes"], tables["transcripts"])["passages"].tolist() == [0]


# employers by attribute -----------------------------------------------------------------------------------


def people(*groups, column="sector"):
    """Participants P-1, P-2 and on, one a group named; E1, E2 and on are their employers."""
    rows = [
        {"participant_id": f"P-{place}", "employer": f"E{place}", column: group, **PERSON}
        for place, group in enumerate(groups, start=1)
    ]
    return schemas.frame("participants", rows)


def said_by(*numbers, code="wages", **more):
    return [(number, 0, 40, code, more) for number in numbers]


def test_employers_are_counted_by_group_beside_how_many_there_are():
    met = people(*["hydrogen"] * 4, *["retrofit"] * 3)
    table = analysis.code_by_attribute(evidence_of(*said_by(1, 2, 2, 5)), CODES, met, "sector", 3).set_index("code_id")
    assert table.loc["wages", ["employers", "hydrogen", "retrofit"]].tolist() == [3, 2, 1]
    assert table.loc["trades", ["employers", "hydrogen", "retrofit"]].tolist() == [0, None, None]
    assert schemas.records(discretion.attribute_groups(met, "sector", 3)) == [
        {"group": "hydrogen", "employers": 4},
        {"group": "retrofit", "employers": 3},
    ]


def test_only_employers_who_support_are_counted_and_unions_are_not():
    met = people(*["hydrogen"] * 4, *["retrofit"] * 4)
    met.loc[0, "kind"] = "union"
    said = evidence_of(*said_by(1, 2, 3, 5), *said_by(4, 6, polarity="contradicts"))
    table = analysis.code_by_attribute(said, CODES, met, "sector", 3).set_index("code_id")
    assert table.loc["wages", ["employers", "hydrogen", "retrofit"]].tolist() == [3, 2, 1]


def test_a_small_group_is_not_told_and_not_given_away_by_the_total():
    sizes = {"hydrogen": 6, "retrofit": 5, "biogas": 2}
    met = people(*(name for name, size in sizes.items() for _ in range(size)))
    groups = dict(discretion.attribute_groups(met, "sector", 4).itertuples(index=False))
    assert groups == {"biogas": None, "hydrogen": 6, "retrofit": None}
    table = analysis.code_by_attribute(evidence_of(*said_by(*range(1, 14))), CODES, met, "sector", 4)
    assert table.columns.tolist() == ["code_id", "name", "family", "employers", "hydrogen"]


def test_a_code_that_few_employers_support_is_counted_but_not_by_group():
    met = people(*["hydrogen"] * 5, *["retrofit"] * 5)
    table = analysis.code_by_attribute(evidence_of(*said_by(1, 2)), CODES, met, "sector", 3).set_index("code_id")
    assert table.loc["wages", ["employers", "hydrogen", "retrofit"]].tolist() == [2, None, None]


def test_who_has_withdrawn_leaves_every_table(tmp_path):
    study = filled_study(tmp_path / "project")
    tables = Workbook(study, {}, study.root).tables
    said, met = coding.attributed(tables), discretion.interviewed(tables)
    assert "P-05" not in set(met["participant_id"])
    assert "INT-05" not in analysis.code_by_interview(said, tables["codes"], tables["transcripts"]).columns
    assert analysis.strength(said, tables["codes"], met, 3)["of"].unique().tolist() == [3]
    assert "INT-05" not in set(said["transcript_id"])


# strength -------------------------------------------------------------------------------------------------


def strengths(said, met, small_group=3):
    rows = schemas.records(analysis.strength(said, CODES, met, small_group))
    return {(row["question"], row["name"]): row["strength"] for row in rows}


def test_evidence_is_told_in_words_for_each_question_and_code():
    met = people(*["hydrogen"] * 4, *["retrofit"] * 4, *["biogas"] * 4)
    said = evidence_of(
        *said_by(1, 2, 5, 9),
        *said_by(3, polarity="contradicts"),
        *said_by(6, 7, polarity="qualifies"),
        *said_by(1, 2, code="purge"),
    )
    assert strengths(said, met) == {
        ("skill gaps", ""): "2 of 12 employers",
        ("skill gaps", "Purging"): "2 of 12 employers",
        ("who can move", ""): "0 of 12 employers",
        ("hiring challenges", ""): "4 of 12 employers, 3 of 3 sectors, 2 qualify, 1 contradicts",
    }


def test_sectors_too_small_to_be_told_apart_are_not_counted():
    met = people(*["hydrogen"] * 4, *["retrofit"] * 4, "biogas", "biogas", "solar", "solar")
    found = strengths(evidence_of(*said_by(1, 2, 5, 9, 11)), met, 4)
    assert found["hiring challenges", ""] == "5 of 12 employers, 2 of 2 sectors"
    assert (
        strengths(evidence_of(*said_by(1, 2, 3)), people(*["hydrogen"] * 4))["hiring challenges", ""]
        == "3 of 4 employers"
    )


def test_one_employer_is_written_as_one():
    assert strengths(evidence_of(), people("hydrogen"))["who can move", ""] == "0 of 1 employer"


# finding again ---------------------------------------------------------------------------------------------

SAID = evidence_of(
    (1, 0, 40, "purge", {"memo": "ask Ravi", "sector": "hydrogen"}),
    (1, 30, 50, "wages", {"coder": "Ravi"}),
    (1, 60, 80, "skills"),
    (2, 10, 20, "wages", {"polarity": "contradicts"}),
    (2, 20, 30, "skills"),
)


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, ["c0", "c1", "c2", "c3", "c4"]),
        ({"code": "skills"}, ["c0", "c2", "c4"]),
        ({"code": "skills", "with_below": False}, ["c2", "c4"]),
        ({"family": "hiring-challenge"}, ["c1", "c3"]),
        ({"interview": "INT-2", "coder": "Kim"}, ["c3", "c4"]),
        ({"sector": "hydrogen"}, ["c0"]),
        ({"polarity": "contradicts"}, ["c3"]),
        ({"memo": "RAVI"}, ["c0"]),
        ({"memo": "."}, []),
        ({"code": "skills", "also": "wages"}, ["c0"]),
        ({"code": "skills", "but_not": "wages"}, ["c2", "c4"]),
        ({"code": "wages", "also": "skills"}, ["c1"]),
        ({"code": "trades"}, []),
    ],
    ids=str,
)
def test_codings_are_found_again_by_every_filter(filters, found):
    assert analysis.retrieved(SAID, CODES, analysis.Filters(**filters))["coding_id"].tolist() == found


@pytest.mark.parametrize("seed", range(5))
def test_what_meets_another_code_is_what_holding_each_against_each_gives(seed):
    drawn = np.random.default_rng(seed).integers(0, [3, 300, 60, 4], (60, 4))
    said = evidence_of(*((n, start, start + 1 + size, CODES["code_id"][code]) for n, start, size, code in drawn))
    rows = schemas.records(said)
    meets = {
        one["coding_id"]
        for one in rows
        for other in rows
        if other["code_id"] == "wages"
        and one["transcript_id"] == other["transcript_id"]
        and one["start"] < other["end"]
        and other["start"] < one["end"]
    }
    assert set(analysis.retrieved(said, CODES, analysis.Filters(also="wages"))["coding_id"]) == meets
    assert not meets & set(analysis.retrieved(said, CODES, analysis.Filters(but_not="wages"))["coding_id"])


def test_how_much_was_found_is_told_in_words():
    assert analysis.found_in_words(SAID) == "5 codings on 4 passages, in 2 interviews, by 2 employers; 1 contradicts."
    assert analysis.found_in_words(SAID.head(1)) == "1 coding on 1 passage, in 1 interview, by 1 employer."
    assert analysis.found_in_words(SAID.head(0)) == "Nothing fits."


def test_a_union_whose_words_are_found_is_named():
    said = SAID.assign(kind=["union", *SAID["kind"].iloc[1:]], employer=["Local 12", *SAID["employer"].iloc[1:]])
    assert analysis.found_in_words(said.head(1)).endswith("by a union.")
    assert analysis.found_in_words(said).split(", ")[-1].startswith("by 2 employers and a union")


# tables for people -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample():
    """The sample study, as a run of all sectors sees it."""
    study = Study.open(ROOT / "interview_data" / "clean-energy", person="Reader", device="test")
    return lambda **changes: Workbook(study, changes, ROOT)


def test_the_tables_for_people_name_codes_and_say_of_how_many(sample):
    found = analysis.sheets(sample().tables, sample().parameters)
    assert list(found) == ["about", "strength", "by_interview", "by_sector", "together"]
    assert found["by_sector"].columns.tolist()[2:] == [
        "Employers",
        "building retrofit (of 4)",
        "energy efficiency (of 4)",
        "hydrogen (of 4)",
    ]
    assert "clean-energy (SAMPLE: everything in it is fictional)" in found["about"][""].tolist()
    assert "by region, by size, by kind" in found["about"][""].tolist()


def test_evidence_is_written_in_words_and_as_numbers_to_sort_by(sample):
    strength = analysis.sheets(sample().tables, sample().parameters)["strength"]
    assert strength.columns.tolist()[:3] == ["Question", "Code", "Evidence"]
    for row in schemas.records(strength):
        headings = {"employers": "Employers", "of": "Of", "qualifies": "Qualify", "contradicts": "Contradict",
                    "others": "Other bodies"}  # fmt: skip
        numbers = {name: row[heading] for name, heading in headings.items()}
        told = {"sectors": row["Sectors"], "of_sectors": row["Of sectors"]}
        untold = told == {"sectors": analysis.NOT_TOLD, "of_sectors": analysis.NOT_TOLD}
        assert row["Evidence"] == analysis.in_words({**numbers, **(dict.fromkeys(told) if untold else told)})
    assert analysis.NOT_TOLD in strength["Sectors"].tolist()


def test_a_public_edition_has_no_table_by_interview(sample):
    work = sample(edition="public")
    assert "by_interview" not in analysis.sheets(work.tables, work.parameters)


def test_a_run_on_too_few_employers_tells_nothing(sample):
    work = sample(region="Northern Alberta")
    assert list(analysis.sheets(work.tables, work.parameters)) == ["about"]


@pytest.mark.parametrize("small_group", [3, 4, 5, 6])
def test_no_table_for_people_tells_of_a_group_below_the_limit(sample, small_group):
    work = sample(small_group=small_group)
    met = discretion.interviewed(work.tables)
    for name, table in analysis.sheets(work.tables, work.parameters).items():
        for heading in table.columns[3:] if name.startswith("by_") and name != "by_interview" else []:
            group = heading.rpartition(" (of ")[0]
            own = met[(met[name.removeprefix("by_")] == group) & (met["kind"] == "employer")]
            assert own["employer"].nunique() >= small_group
            assert heading == f"{group} (of {own['employer'].nunique()})"


def test_no_table_for_people_has_words_of_an_interview(sample):
    work = sample()
    cells = {
        str(cell) for table in analysis.sheets(work.tables, work.parameters).values() for cell in table.to_numpy().flat
    }
    said = " ".join(work.texts.values())
    assert not [cell for cell in cells if len(cell.split()) > 6 and cell in said]


def test_the_analysis_is_written_as_one_workbook_or_a_folder(sample, tmp_path):
    work = sample()
    write_analysis(work, tmp_path / "analysis.xlsx")
    write_analysis(work, tmp_path / "analysis")
    assert load_workbook(tmp_path / "analysis.xlsx").sheetnames == [
        "about",
        "strength",
        "by_interview",
        "by_sector",
        "together",
    ]
    assert min(path.name for path in (tmp_path / "analysis").iterdir()) == "about SAMPLE.csv"
    assert "all codes" in (tmp_path / "analysis" / "strength SAMPLE.csv").read_text("utf-8-sig")


def test_one_table_alone_is_not_told_as_several(sample, tmp_path):
    few, all_of_it = sample(region="Northern Alberta"), sample()
    assert write_analysis(few, tmp_path / "few.xlsx") == ["1 table: about.", NOTHING_ELSE]
    assert write_analysis(few, tmp_path / "few") == ["1 table: about.", NOTHING_ELSE]
    assert write_analysis(all_of_it, tmp_path / "all.xlsx")[0].startswith("5 tables, a sheet each: about, strength,")


@pytest.mark.parametrize("region", ["Calgary region", "Edmonton region"])
def test_no_run_on_a_region_is_written_where_taking_it_from_the_whole_study_leaves_few(sample, tmp_path, region):
    # Four employers each, and three in all other regions: the whole study less both would tell of those three.
    work = sample(region=region)
    assert write_analysis(work, tmp_path / "one.xlsx") == ["1 table: about.", NOTHING_ELSE]
    assert load_workbook(tmp_path / "one.xlsx").sheetnames == ["about"]
    sector = write_analysis(sample(sector="hydrogen"), tmp_path / "sector.xlsx")
    assert sector == ["4 tables, a sheet each: about, strength, by_interview, together."]


@pytest.mark.parametrize("name", ["analysis.docx", "analysis.csv"])
def test_an_ending_that_holds_no_tables_is_refused(sample, tmp_path, name):
    with pytest.raises(CodesignError, match="must end in"):
        write_analysis(sample(), tmp_path / name)


def test_no_analysis_is_written_among_what_was_received(sample):
    with pytest.raises(CodesignError, match="Nothing was written"):
        write_analysis(sample(), ROOT / "interview_data" / "clean-energy" / "analysis.xlsx")


def test_the_command_writes_the_analysis_of_one_sector_and_says_what_is_in_it(tmp_path):
    target = tmp_path / "analysis.xlsx"
    command = [
        "export",
        str(ROOT / "interview_data" / "clean-energy"),
        "--analysis",
        str(target),
        "--sector",
        "hydrogen",
    ]
    done = CliRunner().invoke(main, command, catch_exceptions=False)
    assert done.exit_code == 0
    assert "SAMPLE: everything in it is fictional." in done.output
    assert load_workbook(target).sheetnames == ["about", "strength", "by_interview", "together"]
