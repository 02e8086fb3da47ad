"""What learners answered, and beside it what employers said of the same; a group is told of by one rule everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from codesign import display, market, schemas, voices
from codesign.display import Html
from codesign.phrases import listed

if TYPE_CHECKING:
    from codesign.proposal import Facts

COLUMNS = {"question": "Question", "answer": "Answer", "count": "Learners", "n": "Of"}
SAID = {"code": "What employers spoke of", "family": "Family", "said": "Who said so"}
EMPTY = "No learner survey yet."


def answers(facts: Facts) -> Html:
    """Return what learners answered; answers that few gave are one line, and their words are not shown."""
    return display.table(_shown(facts.survey), columns=COLUMNS, caption="Learner survey", empty=EMPTY)


def beside_employers(facts: Facts) -> Html:
    """Return, for each question that employers spoke of as well, both one below the other."""
    asked = [question for question in market.beside() if question in set(facts.survey["question"])]
    if not asked:
        return display.sentence(
            EMPTY if facts.survey.empty else "Employers were asked nothing of what learners answered."
        )
    parts = [_pair(facts, question) for question in asked]
    note = "The two are different people asked in different ways: read what differs, and subtract nothing."
    return display.sentence(note, note=True) + sum(parts[1:], parts[0])


def _pair(facts: Facts, question: str) -> Html:
    shown = _shown(facts.survey[facts.survey["question"] == question])
    columns = {name: title for name, title in COLUMNS.items() if name != "question"}
    families = listed([schemas.FAMILIES[family].lower() for family in market.beside()[question]])
    ours = display.table(shown, columns=columns, caption="Learners")
    spoken = _spoken_of(facts, question)
    if spoken.empty:
        return display.heading(question) + ours + display.sentence(f"No employer spoke of {families}.")
    return display.heading(question) + ours + display.table(spoken, columns=SAID, caption=f"Employers, on {families}")


def _spoken_of(facts: Facts, question: str) -> pd.DataFrame:
    """Return the codes of the families of a question that somebody spoke of, those most employers raised first."""
    codes = schemas.records(facts.tables["codes"])
    own = [row for row in codes if row["family"] in market.beside()[question] and row["code_id"] in facts.code_voices]
    own.sort(key=lambda row: (-facts.code_voices[row["code_id"]].employers, row["name"]))
    of = facts.heard["employers"]
    rows = [
        {
            "code": row["name"],
            "family": schemas.FAMILIES[row["family"]],
            "said": voices.short_words(facts.code_voices[row["code_id"]], of),
        }
        for row in own
    ]
    return pd.DataFrame(rows, columns=list(SAID))


def _shown(survey: pd.DataFrame) -> pd.DataFrame:
    """Return answers with those that too few gave as one line each question."""
    rows = []
    for question in dict.fromkeys(survey["question"]):
        asked = survey[survey["question"] == question]
        rows += schemas.records(asked.loc[asked["count"].notna(), list(COLUMNS)])
        if rare := market.rare_in_words(asked):
            rows.append({"question": question, "answer": rare, "count": "–", "n": "–"})
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
