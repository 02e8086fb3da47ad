"""REFI-QDA and coded tables: what leaves a study comes back whole, and what other programs write is understood."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from lxml import etree

from codesign import refi, schemas
from codesign.errors import StudyError
from codesign.refi import CodeNote, code_description, code_note, coding_note, coding_text
from codesign.study import Study, exports

CODES = schemas.frame(
    "codes",
    [
        {"code_id": "gap", "name": "Skill gap", "family": "skill-gap", "definition": "What <people> lack & need."},
        {"code_id": "purge", "name": "Purging", "family": "skill-gap", "parent_id": "gap", "include": "Lines.\nTanks."},
    ],
)


@pytest.fixture(scope="module")
def sample(root: Path) -> Study:
    return Study.open(root / "interview_data" / "clean-energy")


@pytest.fixture(scope="module")
def project(sample: Study) -> bytes:
    chosen = exports.given(sample)
    return refi.project_bytes(chosen.tables, chosen.texts, sample.name)


@pytest.fixture
def schema(root: Path, shared_data: Path):
    return lambda name: etree.XMLSchema(etree.parse(shared_data.parent / "schemas" / name))


def test_the_codebook_is_valid(schema) -> None:
    schema("Codebook.xsd").assertValid(etree.fromstring(refi.codebook_bytes(CODES)))


def test_the_project_of_the_sample_is_valid(schema, project: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(project)) as archive:
        schema("Project.xsd").assertValid(etree.fromstring(archive.read("project.qde")))


def test_a_project_without_anything_is_valid(schema) -> None:
    nothing = refi.project_bytes(schemas.complete({}), {}, "new")
    with zipfile.ZipFile(io.BytesIO(nothing)) as archive:
        schema("Project.xsd").assertValid(etree.fromstring(archive.read("project.qde")))


def test_the_same_study_gives_the_same_bytes(sample: Study, project: bytes) -> None:
    chosen = exports.given(sample)
    assert refi.project_bytes(chosen.tables, chosen.texts, sample.name) == project


def test_a_codebook_without_codes_is_refused() -> None:
    with pytest.raises(StudyError, match="no codes"):
        refi.codebook_bytes(schemas.empty("codes"))


def test_a_circle_in_the_hierarchy_loses_no_code() -> None:
    written = refi.codebook_bytes(CODES.assign(parent_id=["purge", "gap"]))
    assert [code.get("name") for code in etree.fromstring(written).iter("{*}Code")] == ["Skill gap", "Purging"]


def test_every_part_of_a_code_comes_back_from_its_description() -> None:
    note = CodeNote("First.\nInclude: as a word.\n\\Family: x", "a\n\nb", "Example: no", "", "skill-gap", "purge-2")
    assert code_note(code_description(note)) == note


def test_the_description_of_another_program_is_all_definition() -> None:
    assert code_note("Means this.\r\nAnd that.") == CodeNote("Means this.\nAnd that.")


@pytest.mark.parametrize("memo", ["", "ask again", "Polarity: contradicts, she says", "Polarity: qualifies"])
@pytest.mark.parametrize("polarity", ["supports", "qualifies", "contradicts"])
def test_polarity_and_memo_come_back_from_a_note(polarity: str, memo: str) -> None:
    assert coding_text(coding_note(polarity, memo)) == (polarity, memo)


def test_a_usual_coding_without_a_memo_has_no_note() -> None:
    assert coding_note("supports", "") == ""


def test_the_coding_table_has_the_words(sample: Study) -> None:
    chosen = exports.given(sample)
    table = exports.coding_table(chosen.tables, chosen.texts)
    assert list(table.columns) == exports.CODING_COLUMNS
    assert all(table["quote"].str.len() == table["end"] - table["start"])


def test_who_withdrew_does_not_leave_with_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = schemas.complete(
        {
            "participants": schemas.frame("participants", [{"participant_id": "P-1", "employer": "E", "consent": c}
                                                           for c in ["withdrawn"]]),
            "transcripts": schemas.frame("transcripts", [{"transcript_id": "INT-1", "participant_id": "P-1"}]),
        }
    )  # fmt: skip
    study = Study(tmp_path)
    monkeypatch.setattr(study, "read", lambda: tables)
    monkeypatch.setattr(study, "texts", lambda: {"INT-1": "words"})
    chosen = exports.given(study)
    assert (chosen.texts, chosen.withdrawn) == ({}, ("INT-1",))
    assert isinstance(chosen.tables["codings"], pd.DataFrame)
