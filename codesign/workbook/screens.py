"""The screens that join a study with what a person types or starts: each is one line in a workbook."""

from __future__ import annotations

import base64
import html
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from codesign.display import Html
    from codesign.figures import Figure
    from codesign.widgets import Screen
    from codesign.workbook.session import Session


def person(work: Session) -> Screen:
    """Return the field for the name of the person who sits here."""
    from codesign import widgets

    return widgets.person_field(work.person, on_save=lambda name: _remember(work, name))


def unfinished(work: Session) -> list[str]:
    """Return what every workbook still misses, each with the workbook's name."""
    from codesign.workbook import progress

    return [f"{step.workbook}: {words}" for step in progress.steps(work.facts) for words in step.missing]


def picture(figure: Figure) -> Html:
    """Return a figure as a picture with its alternative text."""
    from codesign.display import Html

    pixels = base64.b64encode(figure.png).decode("ascii")
    return Html(f'<img alt="{html.escape(figure.alt)}" style="max-width: 100%" src="data:image/png;base64,{pixels}">')


def parameters(work: Session) -> Screen:
    """Return the form of the study's own parameters; saving writes study.yaml."""
    from codesign import tasks, widgets

    people = work.everything["participants"]
    choices = {name: sorted(set(people[name]) - {""}) for name in ("sector", "region")}
    templates = sorted(path.name for path in (work.root / "templates").glob("*.docx"))
    rules = sorted({*tasks.own_rules(), *(path.stem for path in (work.root / "templates" / "rules").glob("*.yaml"))})
    return widgets.parameter_form(
        work.study.parameters,
        choices={**choices, "template": templates, "rule": rules},
        on_save=lambda changes: _save_settings(work, changes),
    )


def authors(work: Session) -> Screen:
    """Return the editor of the texts only a person can write."""
    from codesign import widgets
    from codesign.proposal import ASKED, author_boxes
    from codesign.workbook import author_texts

    boxes = [
        (box.box, f"{ASKED[box.box].title}: {box.prompt}", box.text, box.author, box.word_limit)
        for box in author_boxes(work.tables["author_texts"])
    ]
    chosen = work.parameters
    return widgets.author_editor(
        boxes,
        on_save=work.save,
        sector=chosen.sector,
        study=chosen.study,
        choices=lambda: author_texts.choices(work.everything),
    )


def _remember(work: Session, name: str) -> str:
    from codesign.study import remember_person

    work.study.person = remember_person(name)
    return work.study.person


def _save_settings(work: Session, changes: Mapping[str, Any]) -> str:
    work.study.save_settings(changes)
    return "Saved in study.yaml. Run this workbook again to see the study with these parameters."
