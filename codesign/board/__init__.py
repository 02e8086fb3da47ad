"""The task board: duties and tasks as cards, with what is known of them and every act on them; no files, no screens."""

from codesign.board.acts import ACTIONS, done
from codesign.board.cards import view
from codesign.board.done import BoardError, Done
from codesign.board.facts import Scope
from codesign.board.rows import Rows
from codesign.board.task_board import TABLES, TaskBoard

__all__ = ["ACTIONS", "TABLES", "BoardError", "Done", "Rows", "Scope", "TaskBoard", "done", "view"]
