"""The task board: duties and tasks as cards, with what is known of them and every act on them; no files, no screens."""

from codesign.board.acts import ACTIONS, done
from codesign.board.called import called
from codesign.board.cards import view, view_card
from codesign.board.choices import choices_in_words
from codesign.board.done import BoardError, Done
from codesign.board.drafting import Draft, draft
from codesign.board.facts import Scope
from codesign.board.from_passages import draft_of
from codesign.board.opened import opened, remarks_on
from codesign.board.rows import Rows
from codesign.board.task_board import ALONG, TABLES, TAKEN_BACK, TaskBoard
from codesign.board.tray import tray

__all__ = [
    "ACTIONS",
    "ALONG",
    "TABLES",
    "TAKEN_BACK",
    "BoardError",
    "Done",
    "Draft",
    "Rows",
    "Scope",
    "TaskBoard",
    "called",
    "choices_in_words",
    "done",
    "draft",
    "draft_of",
    "opened",
    "remarks_on",
    "tray",
    "view",
    "view_card",
]
