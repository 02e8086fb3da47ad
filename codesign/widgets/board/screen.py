"""The screen of the task board: what it sends, what it saves, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from codesign import board, schemas
from codesign.board import Scope, TaskBoard
from codesign.display import Html
from codesign.errors import StudyDataError
from codesign.journal import Act, Change, Saved
from codesign.widgets.board.static import chart_table
from codesign.widgets.board.sent import Sent
from codesign.widgets.screen import POLL_SECONDS, Message, Refused, Screen, Texts, now, study_key, tables_of, texts_of

UndoWithin = Callable[[], "Saved | None"]
NO_UNDO = {"undo": "", "redo": ""}


class BoardScreen(Screen):
    """Duties as rows, tasks as cards, passages beside them; every act is saved at once and can be taken back."""

    name = "board"

    def __init__(
        self,
        read: Callable[[], tuple[schemas.Tables, Texts]],
        *,
        person: str,
        scope: Scope,
        on_save: Callable[[list[Change]], Saved],
        study: str,
        on_undo: UndoWithin | None,
        on_redo: UndoWithin | None,
    ) -> None:
        super().__init__()
        self._read, self._on_save = read, on_save
        self._ways = {"undo": on_undo, "redo": on_redo}
        tables, texts = read()
        self.board = TaskBoard(board.Rows(tables), texts, scope, person)
        self._key = study_key(tables, study)
        self._sent = Sent()
        self._undo = dict(NO_UNDO)

    def snapshot(self) -> Message:
        """Return the whole board; passages are sent when they are asked for."""
        shown = self._sent.all(self._parts())
        return {"key": f"board:{self._key}" if self._key else "", "poll": POLL_SECONDS, "empty": "", **shown}

    def _parts(self) -> Message:
        return {**board.view(self.board), "undo": dict(self._undo)}

    def change(self, message: Message) -> Message:
        """Save an act, or take the last one back."""
        action = str(message.get("action"))
        if action in self._ways:
            return self._take_back(action)
        done = board.done(self.board, action, message)
        saved = self._on_save(list(done.changes)) if done.changes else None
        if saved is not None:
            self.board.apply(done.changes)
            self._undo = {"undo": done.called, "redo": ""}
        return {"at": saved.at if saved else now(), "said": done.sentence, **self._news()}

    def _news(self) -> Message:
        return self._sent.news(self._parts())

    def _take_back(self, action: str) -> Message:
        way = self._ways[action]
        try:
            saved = way() if way else None
        except StudyDataError as error:
            raise Refused(f"Not {'undone' if action == 'undo' else 'done again'}: {error}") from error
        if saved is None:
            return {"at": "", "said": f"There is nothing to {action}.", **self._news()}
        self.board.replace(*self._latest())
        done = "Undone" if action == "undo" else "Done again"
        return {"at": saved.at or now(), "said": f"{done}.", **self._news()}

    def _latest(self) -> tuple[dict[str, Any], Mapping[str, str]]:
        read = self._read()
        return tables_of(read), texts_of(read, self.board.texts)

    def refresh(self) -> None:
        """Show what others moved, worded, linked or rated: the parts that changed."""
        if self.board.replace(*self._latest()):
            news = self._news()
            if news:
                self.send({"type": "rows", **news})

    def static(self) -> Html:
        """Return the chart as a table; no words of an interview."""
        return chart_table(self.board)


def task_board(
    read: Callable[[], tuple[schemas.Tables, Texts]],
    *,
    on_save: Callable[[list[Change]], Saved],
    person: str = "",
    scope: Scope | None = None,
    study: str = "",
    on_undo: UndoWithin | None = None,
    on_redo: UndoWithin | None = None,
) -> BoardScreen:
    """Return the board on which a team lists, orders and judges the tasks of the job.

    `read` returns the tables and texts of the whole study as it stands; `scope` says what part of it counts.
    """
    return BoardScreen(
        read,
        person=person,
        scope=scope or Scope(),
        on_save=on_save,
        study=study,
        on_undo=on_undo,
        on_redo=on_redo,
    )
