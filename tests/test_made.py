"""What a run made, as a notebook shows it."""

from pathlib import Path

from codesign.workbook.made import MIME, Made


def test_what_was_made_is_escaped_and_carries_its_sentences() -> None:
    made = Made(
        Path("proposal.docx"), "outputs/<x>", ("a.csv",), ("The proposal is there.",), (), ("No <b>evidence</b>.",)
    )
    bundle = made._repr_mimebundle_()
    assert "&lt;b&gt;" in bundle["text/html"]
    assert Path(bundle[MIME]["proposal"]).name == "proposal.docx"
