"""Charts of the proposal: one message, the numbers beside it and in words, the same bytes each time."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import matplotlib
import numpy as np
import pandas as pd
import pytest
from matplotlib import image

from codesign import figures
from codesign.word.accessibility import contrast

COLUMNS = ["step_id", "title", "kind", "leads_to", "status", "credit"]


def steps(*rows: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS)


def pixels(figure: figures.Figure) -> np.ndarray:
    return image.imread(io.BytesIO(figure.png))


def margins_are_clear(figure: figures.Figure) -> bool:
    """Whether nothing is cut at an edge: the outermost pixels are white."""
    shown = pixels(figure)[:, :, :3]
    return bool((shown[:, -2:] > 0.98).all() and (shown[-1:] > 0.98).all() and (shown[:1] > 0.98).all())


def bars(**options: object) -> figures.Figure:
    labels = ["Isolation and purging", "Leak detection, and keeping detectors honest over a long winter on site"]
    return figures.employer_bars("Eleven of twelve say so", labels, [11, 2], 12, **options)  # type: ignore[arg-type]


def test_the_words_of_a_bar_chart_say_message_and_numbers() -> None:
    assert bars(contradicts=[0, 1]).alt == (
        "Eleven of twelve say so. Isolation and purging: 11 of 12; Leak detection, and keeping detectors honest over "
        "a long winter on site: 2 of 12; 1 disagrees."
    )


def test_the_size_on_paper_is_the_size_of_the_picture() -> None:
    figure = bars()
    high, wide = pixels(figure).shape[:2]
    assert wide == pytest.approx(figure.width_cm / 2.54 * 200, abs=1)
    assert high == pytest.approx(figure.height_cm / 2.54 * 200, abs=1)


@pytest.mark.parametrize("colours", [None, ["skill-gap", "tool"], ["#123456", "#654321"]])
def test_bars_take_the_colours_of_families(colours: list[str] | None) -> None:
    shown = (pixels(bars(colours=colours))[:, :, :3] * 255).round().astype(int).reshape(-1, 3)
    wanted = figures.FAMILY_COLOURS.get(colours[0], colours[0]) if colours else figures.ACCENT
    red, green, blue = (int(wanted[place : place + 2], 16) for place in (1, 3, 5))
    assert (shown == [red, green, blue]).all(axis=1).any()


def test_a_longer_bar_is_a_larger_count() -> None:
    def inked(count: int) -> int:
        shown = figures.employer_bars("Said", ["It"], [count], 12, colours=["#ff0000"])
        red = (pixels(shown)[:, :, :3] * 255).round() == [255, 0, 0]
        return int(red.all(axis=2).sum(axis=1).max())

    assert inked(6) == pytest.approx(2 * inked(3), rel=0.02)


def test_a_chart_of_nothing_says_so() -> None:
    assert figures.employer_bars("No gaps are coded yet", [], [], 0).alt == "No gaps are coded yet. Nothing to show."
    assert figures.flow([], title="No interviews").alt == "No interviews. Nothing to show."
    assert figures.pathway(steps(), title="No pathway").alt == "No pathway. No steps are recorded."


def test_labels_and_counts_must_match() -> None:
    with pytest.raises(ValueError, match="same length"):
        figures.employer_bars("x", ["a", "b"], [1], 2)


@pytest.mark.parametrize("words", ["$x_2^", "\x00\x0b\ud800", "W" * 60, "emoji 😀 שלום", "a\nb"])
@pytest.mark.filterwarnings("ignore:Glyph")
def test_any_words_can_be_drawn(words: str) -> None:
    assert figures.employer_bars(words, [words], [1], 2).png
    assert figures.flow([(words, 1)] * 7, title=words).png
    assert figures.pathway(steps(("a", words, "job", "", "agreed", words)), title=words).png


def test_the_flow_is_told_in_order() -> None:
    figure = figures.flow([("interviewed", 14), ("may be quoted", 11)], title="From 14 interviews")
    assert figure.alt == "From 14 interviews. 14 interviewed; then 11 may be quoted."


def test_the_pathway_names_its_routes_and_how_firm_they_are() -> None:
    told = figures.pathway(
        steps(
            ("a", "Ticket", "prior learning", "b", "in place", ""),
            ("b", "Badge", "this credential", "c", "in place", ""),
            ("c", "Job", "job", "", "proposed", ""),
        ),
        title="One way in",
    ).alt
    assert told == "One way in. Ticket leads to Badge (in place); Badge leads to Job (proposed, not yet agreed)."


def test_a_pathway_that_leads_back_is_drawn_and_says_so() -> None:
    told = figures.pathway(
        steps(("a", "One", "job", "b", "agreed", ""), ("b", "Two", "job", "a;b;gone", "agreed", "")), title="Round"
    ).alt
    assert "The route from Two leads back to One." in told
    assert "The route from Two leads back to Two." in told


def test_a_box_of_the_pathway_is_as_high_as_its_words() -> None:
    rows = [(str(n), "Ticket", "prior learning", "badge", "agreed", "") for n in range(6)]
    badge = ("badge", "Badge", "this credential", "", "agreed", "")
    long = ("long", "A step told in many words, " * 4, "prior learning", "badge", "agreed", "some credit " * 9)
    plain = figures.pathway(steps(*rows, badge), title="Routes").height_cm
    assert figures.pathway(steps(*rows, long, badge), title="Routes").height_cm < plain * 1.8


@pytest.mark.parametrize("count", [1, 3, 6])
def test_nothing_is_cut_at_the_edges(count: int) -> None:
    title = "A long title that says the message of the picture and needs more than one line to say all of it plainly"
    rows = [
        (str(n), f"Step number {n} with a long name", "job", str(n + 1), "proposed", "some credit")
        for n in range(count)
    ]
    assert margins_are_clear(figures.pathway(steps(*rows), title=title))
    assert margins_are_clear(figures.flow([("competencies kept in the end", 123)] * count, title=title))
    assert margins_are_clear(bars(contradicts=[0, 11]))


def test_the_readers_own_settings_change_nothing() -> None:
    before = bars().png
    with matplotlib.rc_context({"font.size": 40, "savefig.dpi": 30, "axes.facecolor": "red", "text.color": "red"}):
        assert bars().png == before


def test_the_same_input_gives_the_same_bytes_in_another_process(root: Path) -> None:
    program = (
        "import hashlib; from codesign import figures; "
        "print(hashlib.sha256(figures.flow([('a', 1), ('b', 2)], title='t').png).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert len(digests) == 1


@pytest.mark.parametrize("colour", [*figures.FAMILY_COLOURS.values(), figures.ACCENT, figures.INK, figures.GREY])
def test_every_colour_can_be_read_on_white(colour: str) -> None:
    assert contrast(colour[1:], "FFFFFF") >= 4.5


def grown(*new: int) -> pd.DataFrame:
    """A curve of `saturation.curve`: new codes by interview, the band one code either side."""
    known = pd.Series(new).cumsum()
    return pd.DataFrame({"position": range(1, len(new) + 1), "transcript_id": [f"I{n}" for n in range(len(new))],
                         "new_codes": new, "known_codes": known, "low": known - 1, "high": known + 1})  # fmt: skip


def test_a_growth_curve_tells_every_interview_in_words() -> None:
    figure = figures.growth(grown(4, 2, 0), title="Little new came last")
    assert margins_are_clear(figure)
    assert figure.alt == (
        "Little new came last. 1. I0: 4 new, 4 so far (3 to 5 in other orders); 2. I1: 2 new, 6 so far (5 to 7 in "
        "other orders); 3. I2: 0 new, 6 so far (5 to 7 in other orders)."
    )


@pytest.mark.parametrize("interviews", [0, 1, 70])
def test_a_growth_curve_holds_few_and_many_interviews(interviews: int) -> None:
    curve = grown(*[1] * interviews)
    assert figures.growth(curve, title="T").png == figures.growth(curve, title="T").png


def rated(*places: tuple[float, float]) -> figures.Figure:
    tasks = [figures.RatedTask(f"A{n}", i, d, "train") for n, (i, d) in enumerate(places, start=1)]
    return figures.rated_tasks("One of two rated tasks is both important and hard to learn", tasks, 3.0)


def test_the_chart_of_ratings_tells_every_task_in_words() -> None:
    assert rated((4.5, 2.25), (1, 5)).alt.endswith(
        "A1: importance 4.5, difficulty 2.2; A2: importance 1.0, difficulty 5.0."
    )
    assert rated().alt.endswith("Nothing to show.")


def test_the_chart_of_ratings_holds_tasks_at_the_ends_and_many_at_one_place() -> None:
    corners = [(1, 1), (1, 5), (5, 1), (5, 5)]
    assert margins_are_clear(rated(*corners, *[(3.3, 3.3)] * 60))
    assert rated(*corners).height_cm == rated((3, 3)).height_cm


def test_a_task_further_to_the_right_is_more_important_and_higher_up_harder_to_learn() -> None:
    nothing = pixels(rated())

    def at(importance: float, difficulty: float) -> tuple[float, float]:
        rows, columns = np.nonzero((pixels(rated((importance, difficulty))) != nothing).any(axis=2))
        return float(columns.mean()), float(rows.mean())

    (left, low), (right, high) = at(2, 2), at(4, 4)
    assert right > left
    assert high < low
