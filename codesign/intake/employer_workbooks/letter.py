"""The words of an employer workbook's first sheet: who asks, what for, what becomes of the answers, where to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from codesign import parameters
from codesign.intake.employer_workbooks.questions import MOST_TASKS, SECONDS_A_TASK, Chart
from codesign.languages import Language
from codesign.parameters import Parameters

NAME = "{{employer}}"
"""What stands for the pseudonym until a workbook is made for one rater."""


@dataclass(frozen=True)
class Letter:
    """The sheet's title and its paragraphs, each under a heading."""

    title: str
    paragraphs: Sequence[tuple[str, str]]


def letter(chart: Chart, chosen: Parameters, language: Language) -> Letter:
    """Return what an employer reads first; what the study does not say yet is marked as to be filled in."""
    _ = language.gettext
    role = parameters.role(chosen)
    title = _("The tasks of this job: {role}").format(role=role) if role else _("The tasks of the job")
    return Letter(
        title,
        (
            (_("For"), NAME),
            (_("Who we are"), _who(chosen, language)),
            (_("What we ask"), _what(chart, language)),
            (_("What happens to your answers"), _answers(chosen, language)),
            (_("How to return it"), _return(chosen, language)),
        ),
    )


def gaps(chosen: Parameters) -> list[str]:
    """Return which parameters of the program a letter needs and does not find, by name."""
    program = chosen.program
    needed = {
        "program.institution": program.institution,
        "program.title": parameters.title(chosen) if program.title or program.sector_titles else "",
        "program.role": parameters.role(chosen),
        "program.contact": program.contact,
        "program.return_to": program.return_to or program.contact,
        "program.return_by": program.return_by,
    }
    return [name for name, value in needed.items() if not value]


def warnings(chart: Chart, chosen: Parameters) -> list[str]:
    """Return what to look at before the workbooks are sent."""
    missing = gaps(chosen)
    sentences = []
    if missing:
        places = "a place says" if len(missing) == 1 else f"{len(missing)} places say"
        sentences.append(
            f"In the workbooks {places} “to be filled in”: give {', '.join(missing)} in study.yaml or in 00, and make "
            "them again before you send them."
        )
    if len(chart.tasks) > MOST_TASKS:
        sentences.append(
            f"{len(chart.tasks)} tasks are more than people rate with care in one sitting; about {MOST_TASKS} are "
            "enough. Ask one sector at a time (--sector), or merge tasks on the board first."
        )
    if chosen.sample:
        sentences.append("This is a sample study: each workbook is marked SAMPLE.")
    return sentences


def _who(chosen: Parameters, language: Language) -> str:
    _ = language.gettext
    program, blank = chosen.program, _("[to be filled in]")
    unit = f"{program.institution or blank}, {program.unit}" if program.unit else program.institution or blank
    title = parameters.title(chosen) if program.title or program.sector_titles else blank
    who = _("{institution} is designing a program together with employers: “{title}”.").format(
        institution=unit, title=title
    )
    role = parameters.role(chosen)
    if not role:
        return who
    return f"{who} " + _("It prepares people for this job: {role}.").format(role=role)


def _what(chart: Chart, language: Language) -> str:
    _ = language.gettext
    minutes = max(5, -(-len(chart.tasks) * SECONDS_A_TASK // 300) * 5)
    return " ".join(
        [
            language.ngettext(
                "The next sheet has {number} task of this job.",
                "The next sheet has {number} tasks of this job.",
                len(chart.tasks),
            ),
            _(
                "For each task, say on a scale of 1 to 5 how important it is, how often it is done and how hard it is "
                "to learn; say whether it is done where you work, and whether a new person needs it on the first day."
            ),
            _("Leave blank what you cannot judge: a blank never counts as an answer."),
            _("If a task is missing, write it in your own words below its duty."),
            language.ngettext("That takes about {number} minute.", "That takes about {number} minutes.", minutes),
        ]
    )


def _answers(chosen: Parameters, language: Language) -> str:
    _ = language.gettext
    sentences = [
        _("This file carries the pseudonym above, not your name; please do not write names into it."),
        _("The team that designs the program sees your answers."),
        _(
            "What is published joins them with those of other employers; groups smaller than {count} are not shown."
        ).format(count=chosen.small_group),
        _("Comments are quoted only if you say so below."),
    ]
    if chosen.program.retention_until:
        day = language.date(chosen.program.retention_until)
        sentences.append(_("Your answers are destroyed on {date}.").format(date=day))
    return " ".join(sentences)


def _return(chosen: Parameters, language: Language) -> str:
    _ = language.gettext
    program, blank = chosen.program, _("[to be filled in]")
    to = program.return_to or program.contact or blank
    by = language.date(program.return_by) or blank
    sentences = [
        _("Save this file as an Excel workbook (.xlsx), whichever program you fill it in with."),
        _("Send it to: {to}.").format(to=to.rstrip(".")),
        _("Please return it by {date}.").format(date=by),
    ]
    if program.contact and program.contact != to:
        sentences.append(_("Questions: {contact}.").format(contact=program.contact.rstrip(".")))
    return " ".join(sentences)
