"""The task board in a notebook: cards of tasks under their duties, moved, worded, joined, rated and decided upon."""

from codesign.widgets.board.screen import BoardScreen, task_board
from codesign.widgets.board.taking_back import Ways

__all__ = ["BoardScreen", "Ways", "task_board"]
