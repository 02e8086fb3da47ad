"""How far a workbook is, and what it still lacks."""

from codesign import parameters, schemas
from codesign.proposal import Facts
from codesign.workbook import progress


def test_a_codebook_example_in_words_nobody_may_quote_is_named() -> None:
    words = "Nobody here would ever sign that paper."
    rows = {
        "participants": {"participant_id": "P-1", "employer": "A", "sector": "s", "consent": "no-quote"},
        "transcripts": {"transcript_id": "T", "participant_id": "P-1"},
        "segments": {"segment_id": "T-1", "transcript_id": "T", "start": 0, "end": 39, "participant_id": "P-1"},
        "codes": {"code_id": "paper", "name": "Paper", "family": "delivery", "example": words},
    }
    tables = schemas.complete({name: schemas.frame(name, [row]) for name, row in rows.items()})
    facts = Facts(tables, {"T": words}, parameters.checked({"study": "x"}))
    assert any("may not be quoted; write another for: Paper" in told for told in progress.step(facts, "01").missing)
