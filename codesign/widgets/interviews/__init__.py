"""The coding panel: an interview's words, the codes, and what was coded, saved coding by coding.

It is made of parts: each declares the acts and questions it answers, and the panel hands them on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from codesign import schemas
from codesign.codebooks import CodeHistory
from codesign.journal import Change, Saved
from codesign.widgets.interviews.coding_acts import CodingActs
from codesign.widgets.interviews.gone_codes import GoneCodes
from codesign.widgets.interviews.panel import CodingPanel
from codesign.widgets.interviews.parts import Part
from codesign.widgets.interviews.preferring import OnPreference, Preferring
from codesign.widgets.interviews.searching import Searching
from codesign.widgets.interviews.starting import OnImport, StarterCodes, Starting
from codesign.widgets.interviews.suggesting import Suggesting
from codesign.widgets.interviews.undoing import Undoing
from codesign.widgets.interviews.who_speaks import WhoSpeaks
from codesign.widgets.screen import Refresh, Texts
from codesign.widgets.units import Units

__all__ = ["CodingPanel", "Part", "Units", "coding_panel"]


def coding_panel(
    tables: schemas.Tables,
    texts: Texts,
    *,
    person: str,
    on_save: Callable[[list[Change]], Saved],
    refresh: Refresh | None = None,
    on_undo: Callable[[], Saved | None] | None = None,
    on_redo: Callable[[], Saved | None] | None = None,
    hot: Sequence[str] = (),
    study: str = "",
    preferences: Mapping[str, Any] | None = None,
    on_preference: OnPreference | None = None,
    history: Callable[[], CodeHistory] | None = None,
    on_import: OnImport | None = None,
    starter: StarterCodes | None = None,
) -> CodingPanel:
    """Return the panel in which a person codes interviews.

    `on_save` gets the changes of one act and returns when they are on the disk; `refresh` reads tables and texts again,
    for team mates' codings and after an undo; `on_undo` and `on_redo` take back and redo the person's last act. `hot`
    names up to nine codes for the keys 1 to 9; without it the first codes of each family have them. `study` names the
    place in the browser where changes wait that could not be saved. `preferences` are the person's: their own keys,
    whether they took the first steps, and the place they left; `on_preference` gets the name and value of one changed.
    `history` returns what became of the codes: one that is gone while codings have it is named and brought back.
    `on_import` takes files by name and content into the study and returns the reports on them, and the tables of other
    programs that wait until a person has chosen their columns; `starter` returns the changes that bring in the
    codebook a new study begins with. An empty panel offers them.
    """
    parts = (CodingActs, Searching, WhoSpeaks, Suggesting, lambda panel: Undoing(panel, on_undo, on_redo),
             lambda panel: Preferring(panel, preferences or {}, on_preference),
             lambda panel: GoneCodes(panel, history),
             lambda panel: Starting(panel, on_import, starter, study))  # fmt: skip
    return CodingPanel(
        tables, texts, person=person, on_save=on_save, refresh=refresh, hot=hot, study=study, parts=parts
    )
