"""The boxes only a person can write: which field each answers, what it asks, and how long it may be."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from codesign.proposal.blocks import AuthorBox


@dataclass(frozen=True)
class BoxAsk:
    """What a box asks: its key, its title on screen, the prompt, the most words."""

    box: str
    title: str
    prompt: str
    word_limit: int = 150


BOXES: tuple[BoxAsk, ...] = (
    BoxAsk(
        "case",
        "The case in your own words",
        "Why should the committee say yes? Name the one thing the evidence shows and the one thing it does not.",
        120,
    ),
    BoxAsk("purpose", "Purpose and rationale", "What is this program for, and why now?"),
    BoxAsk("learners", "Target learners and prerequisites", "Who is it for, and what must they bring?"),
    BoxAsk(
        "labour_market",
        "Labour-market outlook",
        "What do published figures say that the interviews cannot? Cite each one.",
    ),
    BoxAsk(
        "student_demand",
        "Learner demand beyond the survey",
        "What do wait lists, inquiries and applications show? Employer interviews cannot answer this.",
    ),
    BoxAsk("consultation", "What the consultation taught us", "Who disagreed, and what did you do about it?"),
    BoxAsk(
        "groups",
        "Indigenous, community, union and regulator engagement",
        "Who was asked, who has not been, and what is planned?",
    ),
    BoxAsk(
        "mandate",
        "Mandate, plan and priorities",
        "Which lines of the institution's plan and of provincial priorities does it serve?",
    ),
    BoxAsk(
        "existing_programs", "Existing programs here", "Which of our own programs does it touch, and what did they say?"
    ),
    BoxAsk(
        "duplication",
        "Similar programs elsewhere",
        "What similar programs exist in the region and province? If there is duplication, why is it warranted?",
    ),
    BoxAsk("alternatives", "Alternatives considered", "What else could have met the need, and why is this best?", 120),
    BoxAsk(
        "assessment_policy",
        "Assessment arrangements",
        "Who assesses, how are judgements checked, and how is prior learning recognised?",
    ),
    BoxAsk(
        "delivery_rationale",
        "Why this delivery",
        "How does the schedule fit the lives of the learners you heard from?",
        120,
    ),
    BoxAsk(
        "pathways_note", "Stacking, laddering and credit", "What does it stack into, and what is agreed in writing?"
    ),
    BoxAsk(
        "recognition_plan", "Plan for recognition", "How will employers' HR, associations and unions come to use it?"
    ),
    BoxAsk(
        "resources",
        "Staff, facilities, equipment and placements",
        "What is needed, what is there, and what do partners bring?",
    ),
    BoxAsk(
        "budget_note", "Budget and affordability", "What do the figures rest on, and how does tuition compare?", 120
    ),
    BoxAsk("risks", "Risks and mitigation", "What could go wrong, how would you notice, and what would you do?"),
    BoxAsk("equity", "Access, equity and accommodation", "Who might be left out, and what is done about it?"),
    BoxAsk(
        "quality_review", "Quality assurance and review", "How will you know it works, who reviews it, and when?", 120
    ),
    BoxAsk("method_limits", "Limits of the method", "What could the way the interviews were done have hidden?", 120),
)
ASKED: Mapping[str, BoxAsk] = {ask.box: ask for ask in BOXES}


def author_box(box: str, author_texts: pd.DataFrame) -> AuthorBox:
    """Return a box with its text where somebody has written it; the text for the sector goes before the general one."""
    ask = ASKED[box]
    written = author_texts[(author_texts["box"] == box) & (author_texts["text"] != "")].sort_values("sector")
    if written.empty:
        return AuthorBox(box, ask.prompt, word_limit=ask.word_limit)
    row = written.iloc[-1]
    return AuthorBox(box, ask.prompt, row["text"], row["author"], row["written_on"], ask.word_limit)


def author_boxes(author_texts: pd.DataFrame) -> list[AuthorBox]:
    """Return every box of the proposal in order, written or not."""
    return [author_box(ask.box, author_texts) for ask in BOXES]


def unwritten(author_texts: pd.DataFrame, boxes: Collection[str] | None = None) -> list[str]:
    """Return the titles of the boxes nobody has written yet, of all or of those that a form has."""
    asked = [box for box in author_boxes(author_texts) if boxes is None or box.box in boxes]
    return [ASKED[box.box].title for box in asked if not box.text]
