"""The definition in open formats is what the standards' own schemas allow, and the same each time."""

import json

import jsonschema
import pytest

from codesign import proposal, schemas, standards
from codesign.parameters import checked

COMPETENCIES = schemas.frame(
    "competencies",
    [{"competency_id": "C-01", "title": "Purge a line", "statement": "Purge hydrogen lines to the procedure."}],
)
CRITERIA = schemas.frame(
    "performance_criteria",
    [{"criterion_id": "C-01.1", "competency_id": "C-01", "text": "Records two oxygen readings."}],
)
ASSESSMENTS = schemas.frame(
    "assessments", [{"assessment_id": "AS-1", "title": "Purge on a real skid", "method": "direct observation"}]
)
ALIGNMENTS = schemas.frame(
    "alignments",
    [{"alignment_id": "1", "aligned": "program", "framework": "NOC 2021", "code": "00012", "title": "Seniors"}],
)
PARAMETERS = checked(
    {"study": "s", "data_date": "2026-10-30", "program": {"title": "Hydrogen", "institution": "College"}}
)


@pytest.fixture
def made():
    return standards.files(COMPETENCIES, CRITERIA, ASSESSMENTS, ALIGNMENTS, PARAMETERS)


@pytest.fixture
def badge_schema(shared_data):
    path = shared_data.parent / "schemas" / "open_badges_3" / "ob_v3p0_achievementcredential_schema.json"
    whole = json.loads(path.read_text(encoding="utf-8"))
    return {"$schema": whole["$schema"], "$defs": whole["$defs"], "$ref": "#/$defs/Achievement"}


@pytest.fixture
def case_schema(shared_data):
    path = shared_data.parent / "schemas" / "case_1_1" / "official-case-v1p1-cfpackage.json"
    return json.loads(path.read_text(encoding="utf-8"))


def validate(content, schema):
    jsonschema.validate(content, schema, format_checker=jsonschema.FormatChecker())


def test_the_achievement_is_valid_open_badges(made, badge_schema):
    validate(made["open_badges_achievement.json"], badge_schema)


@pytest.mark.parametrize(
    ("field", "value"), [("criteria", None), ("achievementType", "Microcredential"), ("type", "Achievement")]
)
def test_a_broken_achievement_is_not_valid(made, badge_schema, field, value):
    broken = {**made["open_badges_achievement.json"], field: value}
    with pytest.raises(jsonschema.ValidationError):
        validate(broken, badge_schema)


def test_the_package_is_valid_case(made, case_schema):
    validate(made["case_package.json"], case_schema)


def test_an_unknown_key_makes_the_package_invalid(made, case_schema):
    broken = {**made["case_package.json"], "hours": 40}
    with pytest.raises(jsonschema.ValidationError):
        validate(broken, case_schema)


def test_codes_keep_their_leading_zeros(made):
    assert made["open_badges_achievement.json"]["alignment"][-1]["targetCode"] == "00012"


def test_the_same_study_gives_the_same_ids(made):
    assert standards.files(COMPETENCIES, CRITERIA, ASSESSMENTS, ALIGNMENTS, PARAMETERS) == made


def test_a_criterion_stands_below_its_competency(made):
    package = made["case_package.json"]
    by_code = {item["humanCodingScheme"]: item["identifier"] for item in package["CFItems"]}
    link = package["CFAssociations"][-1]
    assert (link["originNodeURI"]["identifier"], link["destinationNodeURI"]["identifier"]) == (
        by_code["C-01.1"],
        by_code["C-01"],
    )


NOCS = [("10001", ""), ("20002", "hydrogen"), ("30003", "retrofit")]


@pytest.mark.parametrize(
    ("aligned", "sector", "codes"),
    [
        (NOCS, "", ["10001"]),
        (NOCS, "hydrogen", ["20002"]),
        (NOCS[:1], "hydrogen", ["10001"]),
        (NOCS[1:], "", ["99999"]),
        (NOCS[2:], "hydrogen", ["99999"]),
    ],
)
def test_an_occupation_of_one_sector_is_of_no_other_run(aligned, sector, codes):
    rows = [{"alignment_id": code, "aligned": "program", "framework": "NOC 2021", "code": code, "sector": of}
            for code, of in aligned]  # fmt: skip
    alignments = schemas.frame("alignments", rows)
    own = checked({"study": "s", "sector": sector, "program": {"noc": ["99999"]}})
    made = standards.files(COMPETENCIES, CRITERIA, ASSESSMENTS, alignments, own)
    targets = made["open_badges_achievement.json"]["alignment"]
    assert [one["targetCode"] for one in targets if one["targetType"] == "ext:Occupation"] == codes
    assert proposal.Facts({"alignments": alignments}, {}, own).noc == codes


def test_an_empty_program_still_makes_valid_files(badge_schema, case_schema):
    empty = [schemas.empty(name) for name in ("competencies", "performance_criteria", "assessments", "alignments")]
    made = standards.files(*empty, checked({}))
    validate(made["open_badges_achievement.json"], badge_schema)
    validate(made["case_package.json"], case_schema)
