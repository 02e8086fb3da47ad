"""The screens that join a study with what a person types or starts: each is one line in a workbook."""

from __future__ import annotations

import base64
import html
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from codesign.errors import RunError

if TYPE_CHECKING:
    from codesign.display import Html
    from codesign.figures import Figure
    from codesign.proposal import Facts
    from codesign.study import Workbook

Progress = Callable[[float, str], None]


def person(work: Workbook) -> Any:
    """Return the field for the name of the person who sits here."""
    from codesign import widgets

    return widgets.person_field(work.person, on_save=lambda name: _remember(work, name))


def overview(work: Workbook) -> Html:
    """Return what each workbook of the study holds and what is missing."""
    from codesign import display
    from codesign.pipeline import state

    found = state.as_table(state.steps(_facts(work)))
    return display.table(found, caption=f"The study {work.parameters.study}: what is done and what is missing")


def missing(work: Workbook, number: str) -> Html:
    """Return what one workbook still misses, such as `missing(work, "03")`."""
    from codesign import display
    from codesign.pipeline import state

    gaps = state.step(_facts(work), number).missing
    if not gaps:
        return display.sentence("Nothing is missing here.")
    return display.heading(f"Still missing ({len(gaps)})") + display.listing(gaps)


def unfinished(work: Workbook) -> list[str]:
    """Return what every workbook still misses, each with the workbook's name."""
    from codesign.pipeline import state

    return [f"{step.workbook}: {words}" for step in state.steps(_facts(work)) for words in step.missing]


def conflicts(work: Workbook) -> Html:
    """Return where two people chose differently without seeing each other's choice."""
    from codesign import display

    found = [str(conflict) for conflict in work.conflicts]
    return display.listing(found, empty="No two people have chosen differently.")


def claim_lines(facts: Facts) -> list[str]:
    """Return what page one claims, each with its count and how sure it is."""
    from codesign import proposal

    lines = ((claim.text, claim.count, claim.confidence) for claim in proposal.claims(facts))
    return [" - ".join(part for part in parts if part) for parts in lines]


def picture(figure: Figure) -> Html:
    """Return a figure as a picture with its alternative text."""
    from codesign.display import Html

    pixels = base64.b64encode(figure.png).decode("ascii")
    return Html(f'<img alt="{html.escape(figure.alt)}" style="max-width: 100%" src="data:image/png;base64,{pixels}">')


def parameters(work: Workbook) -> Any:
    """Return the form of the study's own parameters; saving writes study.yaml."""
    from codesign import widgets

    people = work.everything["participants"]
    choices = {name: sorted(set(people[name]) - {""}) for name in ("sector", "region")}
    templates = sorted(path.name for path in (work.root / "templates").glob("*.docx"))
    return widgets.parameter_form(work.study.parameters, choices={**choices, "template": templates},
                                  on_save=lambda changes: _save_settings(work, changes))  # fmt: skip


def authors(work: Workbook) -> Any:
    """Return the editor of the texts only a person can write."""
    from codesign import widgets
    from codesign.proposal import ASKED, author_boxes

    boxes = [
        (box.box, f"{ASKED[box.box].title}: {box.prompt}", box.text, box.author, box.word_limit)
        for box in author_boxes(work.tables["author_texts"])
    ]
    chosen = work.parameters
    return widgets.author_editor(boxes, on_save=work.save, sector=chosen.sector, study=chosen.study)


def run_everything(work: Workbook) -> Any:
    """Return the button that runs all workbooks, with the parameters this workbook was opened with."""
    from codesign import widgets

    return widgets.run_button(lambda progress: run_apart(work, progress))


def run_apart(work: Workbook, progress: Progress) -> str:
    """Run all workbooks in a process of their own and return what to tell: the person's session is left alone."""
    request = {"study": str(work.study.folder.absolute()), "root": str(work.root.absolute()), "changes": _changes(work)}
    environment = {**os.environ, "CODESIGN_HEADLESS": "1"}
    command = [sys.executable, "-m", "codesign.pipeline", json.dumps(request)]
    result: dict[str, Any] = {}
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        options: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": said, "encoding": "utf-8"}
        with subprocess.Popen(command, env=environment, **options) as process:
            for line in process.stdout or ():
                result = _heard(json.loads(line), progress) or result
        said.seek(0)
        last = said.read().strip().splitlines()[-1:]
    if not result:
        raise RunError(" ".join(["The run stopped before its end.", *last]))
    return "\n".join(result["sentences"])


def _heard(told: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Pass progress on, or return the result."""
    if "part" in told:
        progress(told["part"], told["words"])
        return {}
    return told


def _remember(work: Workbook, name: str) -> str:
    from codesign.study import remember_person

    work.study.person = remember_person(name)
    return work.study.person


def _facts(work: Workbook) -> Facts:
    from codesign.proposal import Facts

    return Facts(work.tables, work.texts, work.parameters)


def _changes(work: Workbook) -> dict[str, Any]:
    """Return the parameters of this workbook that differ from study.yaml."""
    own, chosen = work.study.parameters.model_dump(), work.parameters.model_dump()
    return {name: value for name, value in chosen.items() if value != own[name] and name != "study"}


def _save_settings(work: Workbook, changes: Mapping[str, Any]) -> str:
    work.study.save_settings(changes)
    return "Saved in study.yaml. Run this workbook again to see the study with these parameters."


def main(request: str) -> int:
    """Run what `run_apart` asked for and tell it line by line; return the exit code."""
    from codesign import pipeline
    from codesign.errors import CodesignError

    asked = json.loads(request)
    try:
        result = pipeline.run(Path(asked["study"]), root=Path(asked["root"]), changes=asked["changes"], progress=_tell)
    except CodesignError as error:
        _say(ok=False, sentences=str(error).splitlines())
        return 1
    _say(ok=result.ok, sentences=result.sentences)
    return 0 if result.ok else 1


def _tell(part: float, words: str) -> None:
    _say(part=part, words=words)


def _say(**told: Any) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
