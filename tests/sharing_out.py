"""How `pytest -n` shares the tests out: file by file, so that what a file makes is made once, and heavy files first."""

from __future__ import annotations

from pathlib import Path

from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

BROWSER = "browser"
"""All tests in a browser go to one worker: two browsers at a time slow each other down."""
HEAVIEST = (
    BROWSER,
    "test_runs.py",
    "test_invariants.py",
    "test_journal.py",
    "test_engine.py",
    "test_study_saving.py",
    "test_cli.py",
    "test_proposal.py",
    "test_evidence.py",
    "test_real_input.py",
    "test_agreement.py",
    "test_codebook_screen.py",
    "test_intake_corrections.py",
    "test_readers.py",
    "test_bad_input.py",
    "test_codebooks.py",
    "test_word_rendering.py",
    "test_suggestions.py",
)
"""What takes longest, longest first: begun early, nothing long is left for one worker alone at the end."""


def needs_browser(nodeid: str) -> bool:
    """Return whether a test runs in a browser, by the name of its file."""
    return _file(nodeid).startswith("test_browser_")


def scope(nodeid: str) -> str:
    """Return what a test is given out with: all tests in a browser, or the tests of its file."""
    return BROWSER if needs_browser(nodeid) else _file(nodeid)


def _file(nodeid: str) -> str:
    return Path(nodeid.partition("::")[0]).name


class FileByFile(LoadScopeScheduling):
    """Gives a worker that is free the heaviest file that is left; after those of the list, the one of most tests."""

    def _split_scope(self, nodeid: str) -> str:
        return scope(nodeid)

    def _assign_work_unit(self, node: WorkerController) -> None:
        heaviest = next((name for name in HEAVIEST if name in self.workqueue), next(iter(self.workqueue)))
        self.workqueue.move_to_end(heaviest, last=False)
        super()._assign_work_unit(node)
