"""The screen of the task board: what it sends, what it saves, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from codesign import board, schemas
from codesign.board import Done, Scope, TaskBoard
from codesign.display import Html
from codesign.errors import StudyDataError
from codesign.journal import Change, Conflict, Saved
from codesign.widgets.board.sent import Sent
from codesign.widgets.board.static import chart_table
from codesign.widgets.board.taking_back import DONE, TakingBack, Ways
from codesign.widgets.screen import POLL_SECONDS, Message, Refused, Screen, Texts, now, study_key, tables_of, texts_of

LARGE = 300
"""A board of so many tasks is drawn before all its wordings were looked at."""
Read = Callable[[], "tuple[schemas.Tables, Texts]"]
Conflicts = Callable[[], Sequence[Conflict]]


def no_conflicts() -> Sequence[Conflict]:
    """Return that nobody chose differently, for a board without a journal."""
    return ()


class BoardScreen(Screen):
    """Duties as rows, tasks as cards, passages beside them; every act is saved at once and can be taken back."""

    name = "board"

    def __init__(
        self,
        read: Read,
        *,
        person: str,
        scope: Scope,
        on_save: Callable[[list[Change]], Saved],
        study: str,
        ways: Ways | None,
        conflicts: Conflicts,
    ) -> None:
        super().__init__()
        self._read, self._on_save, self._conflicts = read, on_save, conflicts
        tables, texts = read()
        self.board = TaskBoard(board.Rows(tables), dict(texts), scope, person)
        self._key = study_key(tables, study)
        self._sent, self._back = Sent(), TakingBack(ways)
        self._opened: dict[str, Message] = {}
        self.board.looks_at_wording = len(self.board.tasks) < LARGE

    def _hear(self, message: Message) -> None:
        """Draw a large board at once, and say a moment later what there is to remark on its wordings."""
        super()._hear(message)
        if message.get("type") == "hello" and not self.board.looks_at_wording:
            self.board.looks_at_wording = True
            news = self._news()
            if news:
                self.send({"type": "rows", **news})

    # sending ----------------------------------------------------------------------------------------------

    def snapshot(self) -> Message:
        """Return the whole board; passages are sent when they are asked for."""
        self._look_around()
        shown = self._sent.all(self._parts())
        return {"key": f"board:{self._key}" if self._key else "", "poll": POLL_SECONDS, "empty": "", **shown}

    def _parts(self) -> Message:
        return {**board.view(self.board), "undo": dict(self._back.words)}

    def _news(self) -> Message:
        return self._sent.news(self._parts())

    def _look_around(self) -> None:
        """Look up in the journal what can be taken back, and what others chose at the same time."""
        self._back.look(self.board)
        self.board.choices = board.choices_in_words(self._conflicts(), self.board)

    # acts -------------------------------------------------------------------------------------------------

    def change(self, message: Message) -> Message:
        """Save an act, or take the last one back."""
        action = str(message.get("action"))
        if action in DONE:
            return self._take_back(action)
        done, saved = self._done(action, message)
        if saved is not None:
            self.board.apply(done.changes)
            self._back.did(saved, done.called)
            self._settle(done.changes)
        made = {"made": list(done.made)} if done.made else {}
        return {"at": saved.at if saved else now(), "said": done.sentence, **made, **self._news(), **self._of_opened()}

    def _done(self, action: str, message: Message) -> tuple[Done, Saved | None]:
        """Save an act; one that rests on what a team mate has taken away meanwhile is looked at anew."""
        try:
            return self._saved(board.done(self.board, action, message))
        except StudyDataError:
            if not self.board.replace(*self._latest()):
                raise
        return self._saved(board.done(self.board, action, message))

    def _saved(self, done: Done) -> tuple[Done, Saved | None]:
        return done, self._on_save(list(done.changes)) if done.changes else None

    def _settle(self, changes: Sequence[Change]) -> None:
        """Choices of others are looked up again where a card in question was changed."""
        if any(one.table == "tasks" and one.row["task_id"] in self.board.choices for one in changes):
            self.board.choices = board.choices_in_words(self._conflicts(), self.board)

    def _take_back(self, action: str) -> Message:
        name = self._back.words[action]
        try:
            saved = self._back.take(action)
        except StudyDataError as error:
            raise Refused(self._back.refusal(action, error, self.board)) from error
        if saved is None:
            return {"at": "", "said": f"There is nothing to {action}.", **self._news()}
        self.board.replace(*self._latest())
        self._look_around()
        return {"at": saved.at or now(), "said": f"{DONE[action]}: {name}.", **self._news(), **self._of_opened()}

    def _of_opened(self) -> Message:
        """Return what an opened card shows, where that is other than it was."""
        news: dict[str, Message] = {}
        for task in [one for one in self._opened if one in self.board.tasks]:
            body = board.opened(self.board, task)
            if body != self._opened[task]:
                self._opened[task] = news[task] = body
        return {"bodies": news} if news else {}

    # asked ------------------------------------------------------------------------------------------------

    def ask(self, message: Message) -> None:
        """Answer what changes nothing: an opened card, passages, remarks on what is typed, a draft."""
        kind = message.get("type")
        answers: Mapping[object, Callable[[Message], Message | None]] = {
            "open": self._open,
            "close": self._close,
            "tray": self._tray,
            "remarks": self._remarks,
            "draft": self._draft,
        }
        answer = answers[kind](message) if kind in answers else None
        if answer is not None:
            self.send(answer)

    def _open(self, message: Message) -> Message | None:
        task = str(message.get("task"))
        if task not in self.board.tasks:
            return None
        self._opened[task] = board.opened(self.board, task)
        near = board.view_card(self.board, task)
        return {"type": "opened", "task": task, "card": near, "body": self._opened[task]}

    def _close(self, message: Message) -> None:
        self._opened.pop(str(message.get("task")), None)

    def _tray(self, message: Message) -> Message:
        by, find = str(message.get("by") or "likeness"), str(message.get("find") or "")
        first = int(message.get("from") or 0)
        return {"type": "tray", **board.tray(self.board, by=by, find=find, every=bool(message.get("all")), first=first)}

    def _remarks(self, message: Message) -> Message:
        row = {name: str(message.get(name) or "").strip() for name in ("label", "statement")}
        worded = {**row, "task_id": str(message.get("task") or "")}
        return {"type": "remarks", "for": message.get("for"), "remarks": board.remarks_on(self.board, worded)}

    def _draft(self, message: Message) -> Message:
        drafted = board.draft_of(self.board, [str(one) for one in message.get("codings") or ()])
        return {"type": "draft", "for": message.get("for"), **drafted}

    # others -----------------------------------------------------------------------------------------------

    def _latest(self) -> tuple[dict[str, Any], Mapping[str, str]]:
        read = self._read()
        return tables_of(read), texts_of(read, self.board.texts)

    def refresh(self) -> None:
        """Show what others moved, worded, linked or rated: the parts that changed."""
        if not self.board.replace(*self._latest()):
            return
        self._look_around()
        news = {**self._news(), **self._of_opened()}
        if news:
            self.send({"type": "rows", **news})

    def static(self) -> Html:
        """Return the chart as a table; no words of an interview."""
        return chart_table(self.board)


def task_board(
    read: Read,
    *,
    on_save: Callable[[list[Change]], Saved],
    person: str = "",
    scope: Scope | None = None,
    study: str = "",
    ways: Ways | None = None,
    conflicts: Conflicts = no_conflicts,
) -> BoardScreen:
    """Return the board on which a team lists, orders and judges the tasks of the job.

    `read` returns the tables and texts of the whole study as it stands; `scope` says what part of it counts; `ways`
    takes acts back; `conflicts` returns where two people changed one card at once.
    """
    return BoardScreen(
        read, person=person, scope=scope or Scope(), on_save=on_save, study=study, ways=ways, conflicts=conflicts
    )
