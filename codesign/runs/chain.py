"""A run: the seven workbooks in order into one folder, the PDF, and the record of the run last."""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from codesign.errors import RunError, why_refused
from codesign.runs import execution
from codesign.runs.execution import Engine, workbooks
from codesign.runs.record import NAME, Step, checksums, record
from codesign.workbook.made import MIME, USED, used

if TYPE_CHECKING:
    from codesign.workbook import Workbook

Progress = Callable[[float, str], None]
LOG = "run.log"


@dataclass(frozen=True)
class RunResult:
    """What a run gave: its folder, the proposal and the PDF if they were made, and what to tell a person."""

    folder: Path
    proposal: Path | None
    pdf: Path | None
    ok: bool
    sentences: list[str]


def run(
    study_folder: Path,
    *,
    root: Path,
    changes: Mapping[str, Any],
    output: Path | None = None,
    engine: Engine = "auto",
    progress: Progress | None = None,
) -> RunResult:
    """Execute the workbooks of a study and return what was made; the record says the same in run.json.

    `changes` are parameters that differ from study.yaml. Raises CodesignError before anything is run when a
    parameter, the study or the output folder cannot be used; a workbook that stops gives a result that is not ok.
    """
    from filelock import FileLock, Timeout

    execution.require_parameters(workbooks(root))
    work = _opened(study_folder, root, changes, output)
    work.require_template()  # told before the workbooks have run, not after
    folder = work.output.absolute()
    _prepare(folder)
    try:
        with FileLock(folder / ".run.lock", timeout=0):
            return _Run(work, folder, changes, execution.chosen_engine(engine), progress or _silent).result()
    except Timeout as error:
        raise RunError(
            f"Another window is making {folder.name} at this moment. Wait for it, or choose another "
            "folder with --output. Nothing was run."
        ) from error


def _silent(_part: float, _words: str) -> None:
    return None


def _opened(study_folder: Path, root: Path, changes: Mapping[str, Any], output: Path | None) -> Workbook:
    """Return the study seen through the parameters of the run, which checks both."""
    from codesign.study import Study
    from codesign.workbook import Workbook

    given = {name: value for name, value in changes.items() if value is not None}
    try:
        json.dumps(given)
    except TypeError as error:
        raise RunError(
            f"A parameter is not text, a number, a list or names with values: {error}. Nothing was run."
        ) from error
    where = {"output": str(output.absolute())} if output else {}
    return Workbook(Study.open(study_folder.absolute()), {**given, **where}, root.absolute())


def _prepare(folder: Path) -> None:
    try:
        (folder / "workbooks").mkdir(parents=True, exist_ok=True)
        (folder / NAME).unlink(missing_ok=True)
        (folder / LOG).write_text("", encoding="utf-8")
    except OSError as error:
        raise RunError(
            f"The folder {folder} cannot be written: {why_refused(error)}. Choose another with --output, or ask "
            "whoever looks after the folder. Nothing was run."
        ) from error


@dataclass
class _Run:
    work: Workbook
    folder: Path
    changes: Mapping[str, Any]
    engine: Any
    progress: Progress
    steps: list[Step] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)

    def result(self) -> RunResult:
        """Run everything and write the record, whatever happens."""
        started, inputs = datetime.now(UTC), self._inputs()
        proposal, pdf = None, None
        try:
            with (self.folder / LOG).open("a", encoding="utf-8") as noise, execution.headless(self.work.root):
                last = self._all_workbooks(noise)
            proposal = self._proposal(last)
            pdf = self._pdf(proposal)
            if self._inputs() != inputs:
                self.sentences.append(
                    "The study changed while this run was under way. Run it again to be sure it is whole."
                )
        except RunError as error:
            self.sentences.append(str(error))
        finally:
            self._write_record(started, inputs, proposal)
        return RunResult(self.folder, proposal, pdf, proposal is not None, self.sentences)

    def _all_workbooks(self, noise: IO[str]) -> Any:
        paths = workbooks(self.work.root)
        self.progress(0.0, "Getting ready")
        if self.engine == "forked":
            execution.warm()
        notebook = None
        for number, path in enumerate(paths):
            self.progress((number + 0.3) / (len(paths) + 1), execution.title(path))
            notebook = self._workbook(path, noise)
        return notebook

    def _workbook(self, source: Path, noise: IO[str]) -> Any:
        target, began = self.folder / "workbooks" / source.name, time.perf_counter()
        target.unlink(missing_ok=True)
        try:
            notebook = execution.execute(source, target, self._values(), engine=self.engine, noise=noise)
        except Exception as error:
            self._step(source, "failed", began)
            raise RunError(self._failure(source, target, error, noise)) from error
        self._step(source, "made", began)
        self._require_what_was_asked(source, notebook)
        return notebook

    def _require_what_was_asked(self, source: Path, notebook: Any) -> None:
        """Stop where a workbook read another study, or with other parameters, than the run was asked for."""
        reported = next(_shown(notebook, USED), None)
        if reported is None:
            raise RunError(
                f"{source.name} does not say what it was run with: the cell that opens the study is not in it any "
                "more. Put the workbook back. No proposal was made."
            )
        asked = used(self.work)
        others = [name for name, value in asked.items() if reported.get(name) != value]
        if others:
            named = "; ".join(f"{name} is “{reported.get(name)}”, not “{asked[name]}”" for name in others)
            raise RunError(
                f"{source.name} was not run with what was asked for: {named}. A cell below the one with the parameters "
                "sets it again; take it out. No proposal was made."
            )

    def _step(self, source: Path, status: str, began: float) -> None:
        self.steps.append(Step(source.stem, status, round(time.perf_counter() - began, 3), self.engine))

    def _values(self) -> dict[str, Any]:
        """Return every parameter for papermill, so that a value left in a workbook's own cell counts for nothing."""
        study, inside = self.work.study.folder, self.work.root / "interview_data"
        named = study.name if study.parent == inside else str(study)
        return {**self.work.parameters.model_dump(mode="json"), "study": named, "output": str(self.folder)}

    def _failure(self, source: Path, target: Path, error: Exception, noise: IO[str]) -> str:
        """Return what to tell when a workbook stops, and put the details into the log."""
        notebook = _notebook(source)
        why = execution.stopped(error, notebook)
        noise.write(f"{source.stem}: {why.heading}\n{_plain(why.details)}\n")
        place = f" at “{why.heading}”" if why.heading else ""
        sentence = f"The run stopped in {source.stem}{place}: {_plain(why.why).rstrip()}"
        seen = f"What was run is kept in {_place(self.work, target)}."
        todo = (
            "Put that right and run again."
            if why.is_ours
            else f"The details are in {_place(self.work, self.folder / LOG)}."
        )
        return f"{sentence.rstrip('.')}. No proposal was made and nothing in the study was changed. {seen} {todo}"

    def _proposal(self, notebook: Any) -> Path:
        """Return the proposal the last workbook says it made."""
        for made in _shown(notebook, MIME):
            path = Path(made["proposal"])
            if path.parent != self.folder or not path.is_file() or _sha256(path) != made["sha256"]:
                raise RunError(
                    f"The last workbook says that it made {path}, which is no proposal of this run. Nothing counts as "
                    "made."
                )
            self.sentences += [*made["sentences"], *_judged(made)]
            return path
        raise RunError(
            "The last workbook ran but made no proposal: the cell that makes it is not in "
            "workbooks/06_program_proposal.ipynb any more. Put the workbook back."
        )

    def _pdf(self, proposal: Path) -> Path | None:
        from codesign import word

        self.progress(0.95, "PDF")
        target = proposal.with_suffix(".pdf")
        content = word.to_pdf(proposal.read_bytes())
        if content is None:
            target.unlink(missing_ok=True)
            self.sentences.append("No PDF was made: LibreOffice was not found. Word can save the proposal as PDF.")
            return None
        self.work.write_bytes(target.name, content)
        return target

    def _inputs(self) -> dict[str, str]:
        root, study = self.work.root, self.work.study
        files = {f"interview_data/{study.name}/{name}": sha for name, sha in study.inputs().items()}
        template = root / "templates" / self.work.parameters.template
        others = [*workbooks(root), *([template] if template.is_file() else [])]
        return {**files, **checksums(others, root)}

    def _write_record(self, started: datetime, inputs: Mapping[str, str], proposal: Path | None) -> None:
        ran = {step.name for step in self.steps}
        left = [Step(path.stem, "not run") for path in workbooks(self.work.root) if path.stem not in ran]
        content = record(
            status="made" if proposal else "failed",
            parameters=self.work.parameters.model_dump(),
            changes=self.changes,
            inputs=inputs,
            steps=[*self.steps, *left],
            started=started.isoformat(timespec="seconds"),
            finished=datetime.now(UTC).isoformat(timespec="seconds"),
            folder=self.folder,
            sentences=self.sentences,
        )
        self.work.write_bytes(NAME, content)
        self.progress(1.0, "Done" if proposal else "Stopped")


def _shown(notebook: Any, kind: str) -> Iterator[Any]:
    """Yield what the cells of an executed notebook showed of a kind."""
    for output in (output for cell in notebook.cells for output in cell.get("outputs", [])):
        if kind in output.get("data", {}):
            yield output["data"][kind]


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _judged(made: Mapping[str, Any]) -> list[str]:
    """Return what the document check found, and how much the proposal says it lacks."""
    check = [f"The document check found: {finding}" for finding in made["findings"]]
    lacks = [f"It says itself what it lacks ({len(made['gaps'])}); the last workbook lists it."] if made["gaps"] else []
    return [*(check or ["The document check found nothing wrong."]), *lacks]


def _place(work: Workbook, path: Path) -> str:
    root = work.root.absolute()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def _notebook(path: Path) -> Any:
    import nbformat

    read: Any = nbformat.read
    return read(path, as_version=4)


def _plain(words: str) -> str:
    """Return words without the colours of a terminal."""
    return re.sub(r"\x1b\[[0-9;]*m", "", words)
