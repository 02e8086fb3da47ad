"""The tests are shared out so that no file is begun twice and nothing heavy is left for the end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from sharing_out import BROWSER, HEAVIEST, FileByFile, scope

SECONDS = {BROWSER: 30, "test_runs.py": 9, "test_invariants.py": 5, "test_small.py": 1, "test_many.py": 0.5}
COLLECTED = [
    *(f"tests/test_browser_{screen}.py::test_{number}" for screen in ("coding", "search") for number in range(3)),
    *(f"tests/test_many.py::test_{number}" for number in range(40)),
    *(f"tests/test_small.py::test_{number}[a::b/c.py]" for number in range(4)),
    *(f"tests/test_runs.py::test_{number}" for number in range(5)),
    *(f"tests/test_invariants.py::TestGroup::test_{number}" for number in range(4)),
]


class Worker:
    """A worker as the scheduler sees it, which writes down what it was given."""

    def __init__(self) -> None:
        self.gateway = SimpleNamespace(id="worker")
        self.given: list[int] = []
        self.shutting_down = False

    def send_runtest_some(self, tests: list[int]) -> None:
        self.given += tests

    def shutdown(self) -> None:
        self.shutting_down = True


@pytest.fixture
def files(pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What each of two workers is given, file by file, where a file takes its SECONDS."""
    monkeypatch.setattr(pytestconfig.option, "tx", ["2*popen"])
    scheduler, workers = FileByFile(pytestconfig), [Worker(), Worker()]
    for worker in workers:
        scheduler.add_node(worker)
        scheduler.add_node_collection(worker, COLLECTED)
    scheduler.schedule()
    clocks = {0: 0.0, 1: 0.0}
    done = {0: 0, 1: 0}
    while busy := [at for at in done if done[at] < len(workers[at].given)]:
        at = min(busy, key=lambda one: clocks[one])
        test = workers[at].given[done[at]]
        clocks[at] += SECONDS[scope(COLLECTED[test])] / sum(map(scope_of(test), COLLECTED))
        done[at] += 1
        scheduler.mark_test_complete(workers[at], test)
    return [list(dict.fromkeys(scope(COLLECTED[test]) for test in worker.given)) for worker in workers]


def scope_of(test: int) -> Callable[[str], bool]:
    return lambda other: scope(other) == scope(COLLECTED[test])


def test_every_file_is_given_to_one_worker_alone(files: list[list[str]]) -> None:
    assert sorted(files[0] + files[1]) == sorted(SECONDS)


def test_the_heaviest_files_are_begun_first_and_all_browser_tests_by_one_worker(files: list[list[str]]) -> None:
    assert files == [[BROWSER], ["test_runs.py", "test_invariants.py", "test_many.py", "test_small.py"]]


def test_every_file_that_is_said_to_be_heavy_is_there(root: Path) -> None:
    assert [name for name in HEAVIEST if name != BROWSER and not (root / "tests" / name).is_file()] == []
