"""Whole runs of the sample study, each made once for all tests of all workers; tests read them and change nothing."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = "clean-energy"
NO_OFFICE = "none"
"""LibreOffice takes half of a run, for page numbers and the PDF; here it is the run that is looked at."""
GUARD = """
import os, socket
def allowed(family, address):
    return family == getattr(socket, "AF_UNIX", None) or str(address[0]) in ("127.0.0.1", "::1", "localhost", "")
def guarded(name):
    real = getattr(socket.socket, name)
    def call(self, address, *rest):
        if not allowed(self.family, address):
            with open(os.environ["ATTEMPTS"], "a") as file:
                file.write(f"{address}\\n")
            raise OSError("no network in this test")
        return real(self, address, *rest)
    setattr(socket.socket, name, call)
guarded("connect"); guarded("connect_ex")
"""


@dataclass(frozen=True)
class SampleRun:
    """A run of the sample: its project, what lay in interview_data before, its output folder, how the run ended."""

    root: Path
    before: dict[str, list[Any]]
    folder: Path
    ok: bool
    said: str
    attempts: str = ""
    """The addresses that anything tried to reach."""

    @property
    def proposal(self) -> bytes:
        return (self.folder / "proposal.docx").read_bytes()


def contents(folder: Path) -> dict[str, list[Any]]:
    """The checksum and the time of change of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): [hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns]
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def project_of_sample(folder: Path) -> Path:
    """A project of its own with the sample study, so that no test writes into the real one."""
    for name in ("workbooks", "templates", f"interview_data/{SAMPLE}"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], SampleRun]) -> SampleRun:
    """Return the run of that name: the first worker that asks for it makes it, and every other waits and reads it."""
    own = factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / f"run-{name}"
    told = folder / "run.json"
    with FileLock(folder.with_suffix(".lock")):
        if not told.is_file():
            shutil.rmtree(folder, ignore_errors=True)
            run = make(folder)
            told.write_text(json.dumps(vars(run), default=str), encoding="utf-8")
    kept = json.loads(told.read_text(encoding="utf-8"))
    return SampleRun(**{**kept, "root": Path(kept["root"]), "folder": Path(kept["folder"])})


def guarded_environment(folder: Path) -> dict[str, str]:
    """An environment in which whatever Python connects to beyond this machine is refused and written down."""
    (folder / "sitecustomize.py").write_text(GUARD)
    (folder / "attempts").write_text("")
    keep = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    return {**keep, "CODESIGN_SOFFICE": NO_OFFICE, "PYTHONPATH": str(folder), "ATTEMPTS": str(folder / "attempts")}


def without_network() -> list[str]:
    """The command below which a process has no network at all; nothing where one has no right to leave it."""
    command = ["unshare", "--net"]
    tried = [*command, sys.executable, "-c", ""]
    can = shutil.which("unshare") is not None and subprocess.run(tried, capture_output=True).returncode == 0
    return command if can else []


def run_apart(root: Path, engine: str, *by: str) -> SampleRun:
    """Run the sample in a process of its own, started by another command, with every connection refused."""
    before, output = contents(root / "interview_data"), root / "outputs" / engine
    command = [*by, sys.executable, "-m", "codesign.cli", "run", SAMPLE, "--engine", engine, "--output", output]
    environment = guarded_environment(root.parent)
    ran = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)
    return SampleRun(root, before, output, ran.returncode == 0, ran.stderr, Path(environment["ATTEMPTS"]).read_text())


def outputs_deleted(run: SampleRun, folder: Path) -> Path:
    """The project of a run as it is when somebody has deleted its outputs."""
    shutil.copytree(run.root, folder)
    shutil.rmtree(folder / "outputs")
    return folder


@pytest.fixture(scope="session")
def sample_run(tmp_path_factory: pytest.TempPathFactory) -> SampleRun:
    """The sample run in forked children, without any network where that can be had."""

    def run(folder: Path) -> SampleRun:
        return run_apart(project_of_sample(folder / "co-design"), "forked", *without_network())

    return made_once(tmp_path_factory, "sample", run)


@pytest.fixture(scope="session")
def kernel_run(tmp_path_factory: pytest.TempPathFactory, sample_run: SampleRun) -> SampleRun:
    """The sample run again after its outputs were deleted, in kernels, with every connection refused."""

    def run(folder: Path) -> SampleRun:
        return run_apart(outputs_deleted(sample_run, folder / "co-design"), "kernel")

    return made_once(tmp_path_factory, "kernel", run)
