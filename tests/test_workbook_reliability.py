"""How firm the coding is, as a team reads it: words, tables and files."""

import io
import json

import pandas as pd
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from study_trial import ROOT, coded, empty_study, filled_study, received, tables_of

from codesign import parameters, proposal
from codesign.cli import main
from codesign.intake import import_files
from codesign.journal import Change
from codesign.proposal import Facts
from codesign.study import Study
from codesign.workbook import reliability

SAME = [(1, 0, 19, "weld", "ana"), (1, 0, 19, "weld", "ben")]


def facts(*codings, sectors=(), decided=()):
    """Facts of interviews with four answers each and codings (interview, start, end, code, coder)."""
    names = [f"T{place}" for place in range(1, max(1, len(sectors)) + 1)]
    turns = [{"segment_id": f"{name}-{place}", "transcript_id": name, "position": place, "start": 20 * place,
              "end": 20 * place + 19, "role": "respondent", "participant_id": f"P-{name}"}
             for name in names for place in range(4)]  # fmt: skip
    rows = [{"coding_id": f"k{place}", "transcript_id": f"T{name}", "start": start, "end": end, "code_id": code,
             "coder": coder} for place, (name, start, end, code, coder) in enumerate(codings)]  # fmt: skip
    people = [
        {"participant_id": f"P-{name}", "employer": name, "sector": sector, "consent": "unnamed"}
        for name, sector in zip(names, sectors or [""], strict=True)
    ]
    codes = [{"code_id": code, "name": code.title(), "family": "tool"} for code in ("leak", "weld")]
    held = [{"transcript_id": name, "participant_id": f"P-{name}"} for name in names]
    tables = tables_of(
        segments=turns, codings=rows, codes=codes, participants=people, transcripts=held, reconciliations=list(decided)
    )
    return Facts(tables, {}, parameters.Parameters(study="s", small_group=3))


def test_the_codes_agreed_on_least_stand_first_below_all_of_them():
    shown = str(reliability.agreement(facts(*SAME, (1, 20, 39, "leak", "ana"), (1, 40, 59, "leak", "ben"))))
    assert shown.index("All codes pooled</td>") < shown.index("Leak</td>") < shown.index("Weld</td>")
    assert "By answers" in shown
    assert "By characters" in shown


def test_it_says_who_is_compared_and_what_the_proposal_says():
    found = facts(*SAME, (1, 20, 39, "leak", "ana"))
    shown = str(reliability.agreement(found))
    assert "Compared are ana and ben, on the 1 interview that two or more of them coded: 4 answers" in shown
    assert "The proposal says: On the 1 interview that two or more of them coded" in shown
    assert "Weakest, with the answers to which somebody gave it: Leak 0.00 (1 of 4 answers) and Weld 1.00" in shown


def test_a_missing_interval_says_why_in_both_tables():
    shown = str(reliability.agreement(facts(*SAME, (1, 20, 39, "leak", "ana"))))
    assert shown.count("no 95% intervals: there are fewer than 5 interviews to draw from (1)") == 3


def test_what_is_undefined_says_why():
    shown = str(reliability.agreement(facts(*[(1, 0, 79, "weld", coder) for coder in ("ana", "ben")])))
    assert "the values do not vary" in shown
    assert "nan" not in shown


def test_without_two_coders_agreement_says_so_and_shows_no_table():
    shown = str(reliability.agreement(facts((1, 0, 19, "weld", "ana"))))
    assert "cannot be measured yet" in shown
    assert "<table" not in shown


def test_a_decision_shows_beside_its_disagreement_and_changes_no_number():
    rows = [*SAME, (1, 20, 39, "leak", "ana")]
    one = {"reconciliation_id": "r", "transcript_id": "T1", "start": 20, "end": 39, "code_id": "leak",
           "decision": "remove", "reason": "Not said", "decided_by": "ana"}  # fmt: skip
    before, after = facts(*rows).tables, facts(*rows, decided=[one]).tables
    tables = reliability.agreement_tables(after)
    row = tables["disagreements"].iloc[0]
    assert (row["code"], row["coders"], row["others"], row["decision"], row["reason"]) == (
        "Leak",
        "ana",
        "ben",
        "remove",
        "Not said",
    )
    pd.testing.assert_frame_equal(tables["codes"], reliability.agreement_tables(before)["codes"])


def test_the_proposal_says_what_was_talked_over_and_that_agreement_is_from_before():
    one = {"reconciliation_id": "r", "transcript_id": "T1", "start": 20, "end": 39, "code_id": "leak"}
    rows = [*SAME, (1, 20, 39, "leak", "ana")]
    told = {}
    for name, decided in {"before": [], "after": [{**one, "decision": "remove"}]}.items():
        found = facts(*rows, decided=decided)
        told[name] = str(proposal.build(found, fingerprint="x").sections["method"])
    assert "talked over" not in told["before"]
    assert "talked over 1 passage they had treated differently: 1 left out, 0 on which" in told["after"]
    assert f"All codes together reach {found.agreement.pooled:.2f}, over 8 judgements" in told["after"]
    assert f"All codes together reach {found.agreement.pooled:.2f}, over 8 judgements" in told["before"]


def test_saturation_shows_a_picture_in_words_too_and_gives_no_verdict():
    rows = [(place, 0, 19, "leak" if place < 7 else "weld", "ana") for place in range(1, 8)]
    shown = str(reliability.saturation(facts(*rows, sectors=["wind"] * 7)))
    assert 'alt="Of 2 codes, 1 came first in the last three interviews. 1. T1: 1 new, 1 so far' in shown
    assert "No setting is the right one" in shown
    assert "saturated" not in shown


def test_one_code_is_told_as_one():
    found = facts(*SAME)
    curve = reliability.saturation_tables(found.tables, found.parameters)["curve"]
    assert reliability.newest(curve) == "Of 1 code, 1 came first in the only interview"
    codes = reliability.agreement_tables(found.tables)["codes"]
    assert reliability.spread(codes).startswith("Alpha of 1 single code by answers: mean 1.00 ")
    assert reliability.spread(codes, "characters").startswith("Alpha of 1 single code by characters: mean 1.00 ")


def test_the_command_tells_the_lowest_alpha_in_the_words_of_the_workbook(project, monkeypatch):
    told = said(project, monkeypatch, "agreement", "trial")
    codes = reliability.agreement_tables(Study.open(project / "interview_data" / "trial").read())["codes"]
    assert reliability.spread(codes) in told
    assert reliability.spread(codes, "characters") in told


def test_small_groups_are_held_back_in_saturation():
    rows = [(place, 0, 19, "leak", "ana") for place in range(1, 5)]
    shown = str(reliability.saturation(facts(*rows, sectors=["wind", "wind", "wind", "solar"])))
    assert "n too small" in shown


def test_a_group_is_held_back_while_few_of_its_interviews_are_coded():
    rows = [(place, 0, 19, "leak", "ana") for place in (1, 2, 5, 6, 7)]
    found = facts(*rows, sectors=["wind"] * 4 + ["solar"] * 3)
    groups = reliability.saturation_tables(found.tables, found.parameters)["by_sector"].set_index("sector")
    assert groups["interviews"].to_dict() == {"solar": None, "wind": None}
    found = facts(*rows, (3, 0, 19, "leak", "ana"), sectors=["wind"] * 4 + ["solar"] * 3)
    groups = reliability.saturation_tables(found.tables, found.parameters)["by_sector"].set_index("sector")
    assert groups["interviews"].to_dict() == {"solar": 3, "wind": 3}


def test_settings_that_too_few_interviews_allow_are_not_told_as_unmet():
    grids = [
        reliability.saturation_tables(found.tables, found.parameters)["grid"]
        for found in (
            facts(*[(place, 0, 19, "leak", "ana") for place in range(1, many + 1)], sectors=["wind"] * many)
            for many in (5, 6, 9)
        )
    ]
    none, some, every = map(reliability.readings, grids)
    assert none == "No setting of Guest, Namey and Chen can be read yet: the least of them needs six coded interviews."
    assert some.startswith("By 2 of 2 settings of Guest, Namey and Chen that can be read on so few interviews (12 in")
    assert every.startswith("By 12 of 12 settings of Guest, Namey and Chen new codes had become few")


def test_sizes_of_employers_stand_in_their_order():
    found = facts(*[(place, 0, 19, "leak", "ana") for place in range(1, 4)], sectors=["wind"] * 3)
    people = found.tables["participants"].assign(size=["200+", "50-199", ""])
    parts = reliability.saturation_tables({**found.tables, "participants": people}, found.parameters)
    assert parts["by_size"]["size"].tolist() == ["50-199", "200+", "not recorded"]


def test_numbers_that_few_interviews_do_not_allow_are_never_told_as_nan(tmp_path, monkeypatch):
    (tmp_path / "templates").symlink_to(ROOT / "templates")
    study = empty_study(tmp_path)
    people = "participant_id,employer\n" + "".join(f"P-0{place},Employer 0{place}\n" for place in range(1, 8))
    files = [received(tmp_path, f"INT-0{place}.txt", f"Employer 0{place}: We weld pipe.\n") for place in range(1, 8)]
    import_files(study, [received(tmp_path, "participants.csv", people), *files])
    study.save(
        [
            Change(
                "put",
                "codings",
                {
                    "coding_id": f"k{place}",
                    "transcript_id": f"INT-0{place}",
                    "start": 16,
                    "end": 20,
                    "code_id": "job-task",
                },
            )
            for place in range(1, 8)
        ]
    )
    told = said(tmp_path, monkeypatch, "saturation", "trial")
    assert "needs 9 coded interviews; there are 7" in told
    assert "nan" not in told


def test_nothing_coded_is_said_and_not_drawn():
    shown = str(reliability.saturation(facts()))
    assert "nothing to tell yet" in shown
    assert "<img" not in shown


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("project")
    (folder / "templates").symlink_to(ROOT / "templates")
    study = filled_study(folder)
    study.save([coded(2, "purging goes wrong", "job-task", coder="Ravi")])
    return folder


def said(project, monkeypatch, *words):
    monkeypatch.chdir(project)
    result = CliRunner().invoke(main, list(words))
    assert result.exit_code == 0, result.output
    return result.output


def test_agreement_goes_into_a_spreadsheet_with_places_and_without_words(project, monkeypatch):
    told = said(project, monkeypatch, "agreement", "trial", "--out", "firm.xlsx")
    assert "Wrote firm.xlsx: codes, families, codes_in_families, disagreements." in told
    book = load_workbook(io.BytesIO((project / "firm.xlsx").read_bytes()))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "disagreements" in book.sheetnames
    assert not [cell for cell in cells if "purg" in cell.lower() and "goes wrong" in cell]


def test_saturation_goes_into_one_csv_a_table(project, monkeypatch):
    told = said(project, monkeypatch, "saturation", "trial", "--out", "new.csv")
    assert "Wrote new-curve.csv, new-grid.csv, new-tail.csv, new-by_sector.csv, new-by_size.csv." in told
    assert "low" in (project / "new-curve.csv").read_text(encoding="utf-8-sig").splitlines()[0]


def test_another_ending_is_refused_before_anything_is_written(project, monkeypatch):
    monkeypatch.chdir(project)
    result = CliRunner().invoke(main, ["agreement", "trial", "--out", "firm.pdf"])
    assert result.exit_code == 1
    assert "firm.pdf" in result.output
    assert not (project / "firm.pdf").exists()


def test_the_command_tells_what_the_proposal_says_which_is_of_all_codes_pooled(project, monkeypatch):
    told = said(project, monkeypatch, "agreement", "trial")
    assert "The proposal says: " in told
    assert "All codes pooled" in told
    found = json.loads(said(project, monkeypatch, "agreement", "trial", "--json"))
    pooled = next(row for row in found["by_code"] if (row["code_id"], row["level"]) == ("", "turns"))
    assert found["proposal"]["units"] == "an answer and a code"
    assert found["proposal"]["alpha"] == pooled["krippendorff_alpha"]
    assert found["proposal"]["judgements"] == pooled["units"]
    assert {row["code_id"] for row in found["by_code"]} >= {"", "job-task"}
    assert found["codes_in_families"]


def test_a_decision_moves_with_its_words_when_the_text_is_corrected(tmp_path, monkeypatch):
    (tmp_path / "templates").symlink_to(ROOT / "templates")
    study = filled_study(tmp_path)
    start = study.texts()["INT-01"].index("We purge")
    study.save([Change("put", "reconciliations", {
        "reconciliation_id": "r", "transcript_id": "INT-01", "start": start, "end": start + 8, "code_id": "skill-gap",
        "decision": "keep"})])  # fmt: skip
    longer = study.texts()["INT-01"].replace("How do people", "How exactly do people")
    (tmp_path / "INT-01.txt").write_text(longer, encoding="utf-8")
    said(tmp_path, monkeypatch, "import", "trial", "--correct", "INT-01", "INT-01.txt")
    row = study.read()["reconciliations"].iloc[0]
    assert study.texts()["INT-01"][row["start"] : row["end"]] == "We purge"
