"""Passages are found again in a corrected text on the very same words, or a person is asked."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign import transcripts
from codesign.transcripts import Anchor, anchors, difference, same_share, same_turns

OLD = "We purge the line twice. New people forget the second time. Then we log it. We purge the line twice."
WORDS = [
    "purge",
    "line",
    "twice",
    "the",
    "we",
    "cafe\u0301",
    "café",
    "😀",
    "👩🏽‍🔧",
    "שלום",
    "مرحبا",
    "안전",
    "安全",
    "ok",
    "x_1",
    "42",
]


def one(new: str, words: str, old: str = OLD, nth: int = 0) -> tuple[Anchor, str]:
    """Where words of the old text stand in the new one."""
    start = transcripts.find_quote(old, words)[nth]
    (found,) = anchors(old, new, [(start, start + len(words))])
    return found, new[found.start : found.end]


def test_words_before_the_first_correction_stand_exactly():
    assert one(OLD + " Yes.", "New people forget") == (Anchor("exact", 25, 42, 1), "New people forget")


def test_words_after_a_correction_are_moved():
    found, words = one(OLD.replace("We purge", "Well, we purge", 1), "forget the second time")
    assert (found.kind, words) == ("moved", "forget the second time")


def test_the_second_of_two_same_sentences_stays_the_second():
    new = "Indeed. " + OLD
    found, _ = one(new, "We purge the line twice.", nth=1)
    assert (found.kind, found.start) == ("moved", new.rindex("We purge"))


def test_a_sentence_that_stood_twice_and_stands_once_is_asked_about():
    found, _ = one(
        "We purge the line twice.", "We purge the line twice.", "We purge the line twice. We purge the line twice."
    )
    assert found.kind == "unclear"


def test_other_words_are_proposed_and_never_taken():
    found, words = one(OLD.replace("forget", "forgot"), "people forget the second")
    assert (found.kind, words) == ("changed", "people forgot the second")


def test_a_word_that_is_spelled_otherwise_is_proposed():
    found, words = one(OLD.replace("log", "logg"), "log")
    assert (found.kind, words) == ("changed", "logg")


def test_words_that_are_gone_are_lost_where_they_stood():
    new = OLD.replace("New people forget the second time. ", "")
    found, _ = one(new, "New people forget the second time.")
    assert (found.kind, new[found.start :].startswith("Then")) == ("lost", True)


def test_a_sentence_that_was_put_elsewhere_moves_with_its_words():
    sentence = "New people forget the second time. "
    found, words = one(sentence + OLD.replace(sentence, ""), sentence.strip())
    assert (found.kind, words) == ("moved", sentence.strip())


def test_one_word_whose_neighbours_are_others_is_asked_about():
    found, _ = one("Somebody shut that log then.", "log", "Then we log it.")
    assert found.kind == "unclear"


@pytest.mark.parametrize("words", ["people who", "weld"])
@pytest.mark.parametrize("nth", [0, 1])
def test_words_two_people_say_stay_with_nobody_else_when_their_turns_change_places(words, nth):
    ana = "Ana: Exactly. We need people who weld. A badge would not help.\n\n"
    between = "Bo: Nobody learns this at school, so we train them for half a year.\n\n"
    old = f"{ana}{between}Cy: It depends. We need people who weld. Ask again.\n\n"
    found, _ = one(f"Cy: We need people who weld. Ask again.\n\n{between}{ana}", words, old, nth)
    assert found.kind == "unclear"


def test_words_that_went_and_came_somewhere_else_are_asked_about():
    old = "We log it. Yes. They know. We log it. Yes. They know. And we go on. We log it. Yes. They know."
    found, _ = one(
        old.replace("We log it. Yes. They know. And", "And", 1) + " We log it. Yes. They know.", "Yes", old, 1
    )
    assert found.kind == "unclear"


def test_two_words_with_signs_are_no_long_passage():
    old = "Ana: It pays. So, that's why we hire. Bo: So, yes, that's a look at it."
    found, _ = one("Ana: It pays. That is why we hire. Bo: So, that's a look at it.", "So, that's", old)
    assert found.kind == "unclear"


def test_line_breaks_alone_change_no_words():
    found, words = one(OLD.replace(" ", "\n"), "forget the second time")
    assert (found.kind, words) == ("exact", "forget\nthe\nsecond\ntime")


@pytest.mark.parametrize("span", [(0, 0), (5, 3), (-1, 4), (0, 10_000), (8, 9)])
def test_what_is_no_passage_is_lost(span: tuple[int, int]):
    assert anchors(OLD, OLD, [span])[0].kind == "lost"


def test_a_part_of_a_word_stays_that_part():
    found, words = one("So. " + OLD, "cond ti")
    assert (found.kind, words) == ("moved", "cond ti")


def same_words(one: str, other: str) -> bool:
    return "".join(one.split()) == "".join(other.split())


EDITS = st.lists(
    st.tuples(st.sampled_from(["insert", "delete", "replace"]), st.integers(0, 200), st.sampled_from(WORDS)),
    max_size=12,
)


@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=60),
    EDITS,
    st.lists(st.tuples(st.integers(0, 300), st.integers(1, 60)), max_size=8),
)
def test_what_is_taken_over_is_always_the_very_same_words(words, edits, places):
    old = " ".join(words)
    for kind, at, word in edits:
        place = at % (len(words) + 1)
        words = {
            "insert": [*words[:place], word, *words[place:]],
            "delete": words[:place] + words[place + 1 :],
            "replace": [*words[:place], word, *words[place + 1 :]],
        }[kind]
    new = " ".join(words)
    for (start, length), found in zip(places, anchors(old, new, [(at, at + size) for at, size in places]), strict=True):
        assert 0 <= found.start <= found.end <= len(new)
        if found.is_certain:
            assert same_words(old[start : start + length], new[found.start : found.end])


@given(st.lists(st.sampled_from(WORDS), min_size=3, max_size=60), st.data())
def test_a_text_that_did_not_change_keeps_every_passage(words, data):
    text = " ".join(words)
    start = data.draw(st.integers(0, len(text) - 2))
    end = data.draw(st.integers(start + 1, len(text)))
    (found,) = anchors(text, text, [(start, end)])
    assert found.is_certain == bool(text[start:end].strip())
    assert same_words(text[start:end], text[found.start : found.end])


@given(st.lists(st.sampled_from(WORDS), max_size=40), st.lists(st.sampled_from(WORDS), max_size=40))
def test_the_difference_holds_every_character_of_both(old, new):
    first, second = difference(" ".join(old), " ".join(new))
    assert ("".join(part for part, _ in first), "".join(part for part, _ in second)) == (" ".join(old), " ".join(new))
    assert same_words("".join(p for p, same in first if same), "".join(p for p, same in second if same))


def test_how_much_is_the_same_is_counted_in_words():
    assert same_share("We purge it.", "We purge it.") == 1
    assert same_share("We purge it.", "We vent it.") == 2 * 2 / 6
    assert same_share("", "") == 1


SPOKEN = "Ana: Why is it so?\n\nBo: Because we purge it twice.\n\nAna: I see that now.\n\nBo: Then we log it."


def test_turns_are_the_same_ones_although_some_words_differ():
    assert same_turns(SPOKEN, SPOKEN.replace("purge", "purged")) == {1: 1, 2: 2, 3: 3, 4: 4}


def test_turns_after_a_new_one_have_other_numbers():
    new = SPOKEN.replace("Bo: Because", "Bo: Well well.\n\nAna: Yes or no?\n\nBo: Because")
    assert same_turns(SPOKEN, new) == {1: 1, 2: 4, 3: 5, 4: 6}


def test_turns_that_were_divided_are_nobodys():
    assert 2 not in same_turns(SPOKEN, SPOKEN.replace("Because we purge", "Because\n\nAna: we purge"))


def test_a_real_hearing_with_one_word_in_twenty_corrected_keeps_every_coding_or_asks(shared_data):
    path = min((shared_data / "interviews" / "us_house_hearings_2025").glob("*.txt"))
    old = path.read_text("utf-8", errors="replace")[:60_000]
    chance = random.Random(7)
    words = old.split(" ")
    new = " ".join(
        word[:-2] + word[-1] + word[-2] if len(word) > 4 and chance.random() < 0.05 else word for word in words
    )
    spans = [transcripts.word_bounds(old, at, at + 80) for at in range(0, len(old) - 100, 150)]
    found = anchors(old, new, spans)
    kept = [(span, place) for span, place in zip(spans, found, strict=True) if place.is_certain]
    assert all(same_words(old[slice(*span)], new[place.start : place.end]) for span, place in kept)
    untouched = [span for span in spans if old[slice(*span)] in new]
    assert len(kept) >= 0.9 * len(untouched) > 50
    assert not [place for place in found if place.kind == "lost"]
