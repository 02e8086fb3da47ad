"""One look at a study for all screens of a workbook, and news for those that are seen."""

from __future__ import annotations

import pytest

from codesign.display import Html, sentence
from codesign.errors import SaveError
from codesign.widgets.screen import POLL_SECONDS, Message, Screen
from codesign.widgets.watch import LEAST_SECONDS, Watch


class Shown(Screen):
    """A screen that counts how often it reads the study again, and keeps what it tells its page."""

    def __init__(self) -> None:
        super().__init__()
        self.reads = 0
        self.heard: list[str] = []

    def static(self) -> Html:
        return sentence("Here.")

    def snapshot(self) -> Message:
        return {}

    def refresh(self) -> None:
        self.reads += 1

    def send(self, message: Message) -> None:
        self.heard.append(message["type"])


class Study:
    """The mark of a study, and how often it was asked for."""

    def __init__(self) -> None:
        self.mark, self.looks = object(), 0

    def state(self) -> object:
        self.looks += 1
        return self.mark


@pytest.fixture
def study() -> Study:
    return Study()


@pytest.fixture
def watch(study: Study) -> Watch:
    return Watch(study.state)


def look(screen: Screen) -> None:
    screen._next_look = 0.0
    screen.receive({"type": "refresh"})


def test_sixty_screens_that_ask_at_once_cost_one_look_at_the_study(study: Study, watch: Watch) -> None:
    for screen in [watch.over(Shown()) for _ in range(60)]:
        look(screen)
    assert study.looks == 1


def test_a_screen_reads_again_when_the_study_changed_and_not_when_it_did_not(
    study: Study, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("codesign.widgets.watch.LEAST_SECONDS", 0)
    monkeypatch.setattr("codesign.widgets.watch.SHARE_OF_TIME", 0)
    screen = watch.over(Shown())
    for _ in range(5):
        look(screen)
    assert screen.reads == 1
    study.mark = object()
    look(screen)
    look(screen)
    assert screen.reads == 2


def test_what_was_saved_here_is_seen_at_once(study: Study, watch: Watch) -> None:
    screen = watch.over(Shown())
    look(screen)
    study.mark = object()
    watch.news()
    look(screen)
    assert screen.reads == 2


def test_news_go_to_screens_that_somebody_looks_at_and_to_no_others(watch: Watch) -> None:
    seen, unseen = watch.over(Shown()), watch.over(Shown())
    seen.receive({"type": "hello"})
    watch.news()
    assert (seen.heard, unseen.heard) == (["snapshot", "elsewhere"], [])


def test_a_study_that_cannot_be_reached_is_looked_for_again(study: Study, watch: Watch) -> None:
    def gone() -> object:
        raise SaveError("The drive is gone.")

    screen = watch.over(Shown())
    watch._state = gone
    look(screen)
    assert screen.reads == 0
    watch._state = study.state
    watch.news()
    look(screen)
    assert screen.reads == 1


def test_a_screen_that_reads_slowly_gives_way_to_acts(study: Study, watch: Watch) -> None:
    screen = watch.over(Shown())
    look(screen)
    screen._took = 1.0
    study.mark = object()
    watch.news()
    look(screen)
    assert screen.reads == 1


def test_two_seconds_are_enough_to_see_what_a_team_mate_saved() -> None:
    assert POLL_SECONDS + LEAST_SECONDS < 2
