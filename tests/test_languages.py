"""Words for people outside the team: every sentence is translated, in the typography of its language."""

from __future__ import annotations

import re
import string

import catalogues
import pytest

from codesign.languages import LANGUAGES, language

TRANSLATED = [tag for tag in LANGUAGES if tag != "en-CA"]
NO_BREAK = "\u00a0"


def every(tag: str) -> list[tuple[str, str]]:
    """Every sentence with its translation, singular and plural."""
    pairs = []
    for message in catalogues.catalogue(tag):
        if message.id:
            several = isinstance(message.id, tuple)
            ours, theirs = (message.id, message.string) if several else ((message.id,), (message.string,))
            pairs += list(zip(ours, theirs, strict=True))
    return pairs


def fields(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


@pytest.mark.parametrize("tag", TRANSLATED)
def test_the_catalogue_has_what_the_code_says_and_nothing_else(tag: str):
    """`python tests/tools/catalogues.py` brings it up to date; a person translates what is new."""
    assert (catalogues.CATALOGUES / f"{tag}.po").read_bytes() == catalogues.text(tag)


@pytest.mark.parametrize("tag", TRANSLATED)
def test_no_sentence_is_untranslated(tag: str):
    assert [ours for ours, theirs in every(tag) if not theirs.strip()] == []
    assert not any(message.fuzzy for message in catalogues.catalogue(tag) if message.id)


@pytest.mark.parametrize("tag", TRANSLATED)
def test_a_translation_has_the_same_places_to_fill(tag: str):
    assert [ours for ours, theirs in every(tag) if fields(ours) != fields(theirs)] == []


def test_french_is_set_as_the_office_quebecois_says_for_word_processors():
    wrong = []
    for _, words in every("fr-CA"):
        plain = re.sub(r"\{\w+\}", "x", words)
        wrong += [words] if re.search(rf"[^{NO_BREAK}]:(?!\d)", plain) else []  # a no-break space before a colon
        wrong += [words] if re.search(r"\s[;!?,.]", plain) else []  # none before these
        wrong += [words] if re.search(rf"«[^{NO_BREAK}]|[^{NO_BREAK}]»", plain) else []
        wrong += [words] if "'" in plain or '"' in plain or "“" in plain else []
    assert wrong == []


def test_a_plural_follows_the_language():
    one, many = "That takes about {number} minute.", "That takes about {number} minutes."
    french, english = language("fr-CA"), language("en-CA")
    assert [french.ngettext(one, many, n) for n in (1, 5)] == [
        "Il faut environ 1 minute.",
        "Il faut environ 5 minutes.",
    ]
    assert [english.ngettext(one, many, n) for n in (0, 1)] == [
        "That takes about 0 minutes.",
        "That takes about 1 minute.",
    ]


def test_numbers_and_days_are_written_as_in_canada():
    french, english = language("fr-CA"), language("en-CA")
    assert (french.number(0.71), french.number(25330)) == ("0,71", f"25{NO_BREAK}330")
    assert (french.date("2026-11-28"), english.date("2026-11-28")) == ("28 novembre 2026", "November 28, 2026")
    assert french.date("") == ""


def test_a_language_nobody_translated_is_refused_with_those_there_are():
    with pytest.raises(ValueError, match="en-CA, fr-CA"):
        language("de-CH")
