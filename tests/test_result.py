"""A result looks again when the study changed, beside the person's acts, and says what is wrong when it fails."""

from __future__ import annotations

import threading
from types import SimpleNamespace
from typing import Any

import pytest

from codesign.display import Html, sentence
from codesign.errors import StudyDataError, StudyError
from codesign.widgets.elements import elements
from codesign.widgets.result import Result
from codesign.widgets.screen import Message
from codesign.widgets.watch import Watch

SECONDS = 20


class Study:
    """A study that is one number, the watch over it, and a result of it that counts how often it is drawn."""

    def __init__(self) -> None:
        self.number: Any = 1
        self.mark = object()
        self.drawn: list[Any] = []
        self.heard: list[Message] = []
        self.gate = threading.Event()
        self.gate.set()
        self.watch = Watch(lambda: self.mark)

    def result(self) -> Result:
        result = Result("Number", lambda: self.number, self._draw, watch=self.watch)
        result.send = self.heard.append  # type: ignore[method-assign]
        return result

    def _draw(self, number: Any) -> Html:
        self.gate.wait(SECONDS)
        self.drawn.append(number)
        if isinstance(number, Exception):
            raise number
        return sentence(f"It is {number}.")

    def become(self, number: Any) -> None:
        """Change as by a team mate; the next look sees it."""
        self.number, self.mark, self.watch._next_look = number, object(), 0.0

    def look(self, result: Result) -> None:
        """Let the page ask what changed, and wait until it is told."""
        result._next_look = 0.0
        result.receive({"type": "refresh"})
        result.wait(SECONDS)


@pytest.fixture
def study(monkeypatch: pytest.MonkeyPatch) -> Study:
    monkeypatch.delenv("CODESIGN_HEADLESS", raising=False)
    return Study()


def shown(number: int) -> list[Any]:
    return elements(sentence(f"It is {number}."))


def test_the_first_drawing_on_the_page_is_what_the_notebook_keeps(study: Study) -> None:
    result = study.result()
    result.receive({"type": "hello"})
    assert study.heard[0]["elements"] == elements(result.static()) == shown(1)
    assert study.drawn == [1]


def test_without_a_browser_a_notebook_keeps_the_very_same_as_of_a_piece_of_a_page(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CODESIGN_HEADLESS", "1")
    piece = sentence("It is 1.")
    kept = study.result()._repr_mimebundle_()
    assert kept == {"text/html": piece._repr_html_(), "text/plain": repr(piece)}


def test_papermill_and_nbconvert_which_nobody_can_type_into_keep_no_widget(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kept(allow_stdin: bool) -> set[str]:
        shell = SimpleNamespace(kernel=SimpleNamespace(_allow_stdin=allow_stdin))
        monkeypatch.setattr("IPython.get_ipython", lambda: shell)
        return set(study.result()._repr_mimebundle_())

    assert kept(allow_stdin=False) == {"text/html", "text/plain"}
    assert kept(allow_stdin=True) == {"text/html", "text/plain", "application/vnd.jupyter.widget-view+json"}


def test_nothing_is_drawn_while_nothing_changed(study: Study) -> None:
    result = study.result()
    for _ in range(3):
        study.look(result)
    assert study.drawn == [1]
    assert study.heard == []


def test_a_result_that_changed_says_that_it_looks_and_then_shows_the_new_one(study: Study) -> None:
    result = study.result()
    study.become(2)
    study.look(result)
    assert [message["type"] for message in study.heard] == ["looking", "result"]
    assert study.heard[-1]["elements"] == shown(2)


def test_a_result_that_came_out_the_same_is_not_sent_again(study: Study) -> None:
    result = study.result()
    study.become(1)
    study.look(result)
    assert study.heard == [{"type": "looking"}, {"type": "result", "failure": ""}]


def test_the_old_result_stays_until_the_new_one_is_there(study: Study) -> None:
    result = study.result()
    study.become(2)
    study.gate.clear()
    result.receive({"type": "refresh"})
    assert result.snapshot()["elements"] == shown(1)
    study.gate.set()
    result.wait(SECONDS)
    assert result.snapshot()["elements"] == shown(2)


def test_while_somebody_acts_a_slow_result_rests_and_then_draws_only_the_last_change(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("codesign.widgets.result.QUIET_SECONDS", 0.3)
    result = study.result()
    result._drawing_took = 60
    for number in (2, 3, 4):
        study.become(number)
        study.watch.news()
        result._next_look = 0.0
        result.receive({"type": "refresh"})
        assert study.drawn == [1]
    result.wait(SECONDS)
    assert study.drawn == [1, 4]


def test_a_result_that_fails_says_so_in_a_sentence_beside_the_last_one_and_recovers_by_itself(study: Study) -> None:
    result = study.result()
    study.become(ZeroDivisionError("by nought"))
    study.look(result)
    failure = study.heard[-1]["failure"]
    assert "Not shown as it stands: something unexpected happened (ZeroDivisionError: by nought)" in failure
    assert result.snapshot()["elements"] == shown(1)
    study.number = 2
    study.look(result)
    assert study.heard[-1] == {"type": "result", "elements": shown(2), "failure": ""}


def test_a_study_that_cannot_be_read_says_so_and_is_told_once(study: Study) -> None:
    result = study.result()
    study.become(2)

    def unreadable() -> Any:
        raise StudyError("participants.csv cannot be read.")

    result._given = unreadable
    study.look(result)
    study.look(result)
    assert [message["type"] for message in study.heard] == ["looking", "result"]
    assert "participants.csv cannot be read." in study.heard[-1]["failure"]


def test_a_result_that_fails_at_first_is_a_sentence_where_a_person_sits_and_stops_a_run(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    study.number = StudyDataError([])
    assert "Not shown as it stands" in str(study.result().static())
    monkeypatch.setenv("CODESIGN_HEADLESS", "1")
    with pytest.raises(StudyDataError):
        study.result()
