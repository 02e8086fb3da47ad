"""A whole run is made by the first test that asks for it, whichever worker that is, and read by all others."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from whole_runs import SampleRun, made_once


@pytest.fixture
def made() -> list[Path]:
    """The folders in which a run was made."""
    return []


@pytest.fixture
def make(made: list[Path]) -> Any:
    """A run that takes no time."""

    def made_in(folder: Path) -> SampleRun:
        made.append(folder)
        (folder / "outputs").mkdir(parents=True)
        return SampleRun(folder, {"study.yaml": ["sum", 1]}, folder / "outputs", True, "said")

    return made_in


def worker(folder: Path) -> Any:
    """What gives a worker its folders: its own lies beside those of the others."""
    return SimpleNamespace(getbasetemp=lambda: folder)


def test_two_workers_share_one_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: list[Path], make: Any
) -> None:
    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw0")
    first, second = (made_once(worker(tmp_path / name), "quick", make) for name in ("gw0", "gw1"))
    assert made == [tmp_path / "run-quick"]
    assert first == second
    assert (first.root, first.before, first.ok) == (tmp_path / "run-quick", {"study.yaml": ["sum", 1]}, True)


def test_without_workers_a_run_lies_in_the_folder_of_the_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: list[Path], make: Any
) -> None:
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    made_once(worker(tmp_path), "quick", make)
    assert made == [tmp_path / "run-quick"]


def test_a_run_that_could_not_be_made_is_tried_again_from_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: list[Path], make: Any
) -> None:
    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw0")

    def interrupted(folder: Path) -> SampleRun:
        make(folder)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        made_once(worker(tmp_path / "gw0"), "quick", interrupted)
    assert made_once(worker(tmp_path / "gw0"), "quick", make).ok
    assert len(made) == 2
