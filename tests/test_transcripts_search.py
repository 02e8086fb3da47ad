"""Words are found in every interview as people say them, and the passages around them are whole."""

from __future__ import annotations

import unicodedata

import pandas as pd
import pytest

from codesign import transcripts

TEXT = (
    "Interviewer: Do you purge the line?\n\n"
    "Ana: We lock-out the skid. Nobody can’t purge. Purging a line 😀 takes nitrogen, and café time!\n\n"
    "Then we purge\nthe line again. We check the oxygen.\n\n"
    "Interviewer: And then?\n\nAna: PURGE, purge, purge.\n"
)


def segments(text: str = TEXT, name: str = "INT-01") -> pd.DataFrame:
    turns = transcripts.speaker_turns(text)
    roles = ["interviewer" if speaker == "Interviewer" else "respondent" for speaker in turns["speaker"]]
    return turns.assign(transcript_id=name, role=roles)


def said(words: str, text: str = TEXT, **how: bool) -> list[str]:
    hits = transcripts.find_words({"INT-01": text}, segments(text), words, **how)
    return [text[row["start"] : row["end"]] for _, row in hits.iterrows()]


def passages(words: str, reach: transcripts.Reach, text: str = TEXT, **how: bool) -> list[str]:
    texts = {"INT-01": text}
    found = transcripts.passages_around(transcripts.find_words(texts, segments(text), words, **how), texts, reach)
    return [text[row["start"] : row["end"]] for _, row in found.iterrows()]


def test_whole_words_are_found_whatever_their_letter_case():
    assert said("purge") == ["purge", "purge", "PURGE", "purge", "purge"]


def test_parts_of_words_are_found_when_asked_for():
    assert said("purg", whole_words=False) == ["purg", "Purg", "purg", "PURG", "purg", "purg"]
    assert said("itrog", whole_words=False) == ["itrog"]
    assert said("itrog") == []


def test_a_star_stands_for_any_ending():
    assert said("purg*") == ["purge", "Purging", "purge", "PURGE", "purge", "purge"]
    assert said("purg* a line") == ["Purging a line"]
    assert said("*") == []


def test_several_words_are_a_phrase_across_lines():
    assert said("purge the line") == ["purge\nthe line"]
    assert said("“purge the line”") == ["purge\nthe line"]


def test_the_interviewers_words_count_only_when_asked_for():
    assert said("purge the line", interviewers=True) == ["purge the line", "purge\nthe line"]
    assert said("do you") == []


def test_words_may_stand_anywhere_in_one_sentence():
    assert passages("nitrogen purging", "sentence", in_one_sentence=True) == [
        "Purging a line 😀 takes nitrogen, and café time!"
    ]
    assert said("oxygen purge", in_one_sentence=True) == []


def test_every_word_of_a_sentence_is_marked():
    hits = transcripts.find_words({"INT-01": TEXT}, segments(), "line nitrogen", in_one_sentence=True)
    assert [TEXT[start:end] for start, end in hits["marks"].iloc[0]] == ["line", "nitrogen"]


@pytest.mark.parametrize(("words", "found"), [("cafe", []), ("café", ["café"]), ("CAFÉ", ["café"]), ("caf", [])])
def test_accents_are_kept(words, found):
    assert said(words) == found
    assert said(unicodedata.normalize("NFD", words)) == found
    apart = unicodedata.normalize("NFD", TEXT)
    assert said(words, apart) == [unicodedata.normalize("NFD", one) for one in found]


def test_a_part_of_a_word_never_cuts_a_letter_from_its_accent():
    apart = "Ana: The cafe\u0301 is open.\n\nBo: Yes.\n\nAna: So.\n"
    assert said("cafe", apart, whole_words=False) == []
    assert said("caf", apart, whole_words=False) == ["caf"]


def test_an_apostrophe_is_found_however_it_is_typed():
    assert said("can't") == said("can’t") == ["can’t"]


def test_drawn_characters_are_found_whole():
    thumbs = "Ana: Good 👍🏽 work.\n\nBo: Yes 👍 sure.\n\nAna: So.\n"
    assert said("👍", thumbs) == ["👍"]
    assert said("👍🏽", thumbs) == ["👍🏽"]
    assert said("😀") == ["😀"]


def test_scripts_without_spaces_are_found_within_a_run():
    assert said("安全", "Ana: 我们需要安全培训。\n\nBo: 是。\n\nAna: 好。\n") == ["安全"]


@pytest.mark.parametrize("words", ["ß", "İSTANBUL", "istanbul", "ΟΔΟΣ", "οδος"])
def test_letters_whose_small_form_is_longer_move_no_place(words):
    text = "Ana: İstanbul Straße ΟΔΟΣ İstanbul end.\n\nBo: Yes.\n\nAna: So.\n"
    assert all(len(one) == len(words) for one in said(words, text, whole_words=False))
    assert said("end", text) == ["end"]


def test_marks_of_patterns_are_only_marks():
    assert said("time!") == ["time!"]
    assert said("(.*)+$") == []
    assert said("(a+)+" * 20) == []


def test_the_passage_is_the_words_the_sentence_or_the_answer():
    assert passages("oxygen", "words") == ["oxygen"]
    assert passages("oxygen", "sentence") == ["We check the oxygen."]
    assert passages("oxygen", "answer") == [TEXT[TEXT.index("We lock") : TEXT.index("oxygen.") + 7]]


def test_passages_of_words_are_whole_words():
    assert passages("lock", "words") == ["lock-out"]
    assert passages("itrog", "words", whole_words=False) == ["nitrogen"]


def test_two_hits_in_one_passage_are_one_passage_with_two_marks():
    texts = {"INT-01": TEXT}
    hits = transcripts.find_words(texts, segments(), "purge")
    found = transcripts.passages_around(hits, texts, "sentence")
    assert [len(marks) for marks in found["marks"]] == [1, 1, 3]
    assert len(transcripts.passages_around(hits, texts, "answer")) == 2


def test_a_sentence_ends_with_its_paragraph():
    assert passages("again", "sentence") == ["Then we purge\nthe line again."]
    assert passages("café", "sentence") == ["Purging a line 😀 takes nitrogen, and café time!"]


def test_interviews_come_in_order_and_those_without_text_are_left_out():
    both = pd.concat([segments(name="INT-02"), segments(name="INT-01"), segments(name="INT-09")])
    hits = transcripts.find_words({"INT-01": TEXT, "INT-02": TEXT}, both, "nitrogen")
    assert hits["transcript_id"].tolist() == ["INT-01", "INT-02"]


@pytest.mark.parametrize("words", ["", "   ", "*", "“”", "* *"])
def test_nothing_to_look_for_finds_nothing(words):
    hits = transcripts.find_words({"INT-01": TEXT}, segments(), words)
    assert hits.empty
    assert transcripts.passages_around(hits, {"INT-01": TEXT}).empty


def test_the_sentences_of_a_turn_are_those_found_one_by_one():
    for turn in segments().itertuples():
        found = transcripts.sentences(TEXT, turn.start, turn.end)
        assert found == sorted({transcripts.sentence_at(TEXT, start) for start, _ in found})
        assert {TEXT[place] for place in range(turn.start, turn.end)} - set(" \n") <= {
            letter for start, end in found for letter in TEXT[start:end]
        }


def test_an_excerpt_is_the_sentence_in_pieces_on_one_line():
    text = "We purge\n the line. Then purge again."
    assert transcripts.excerpt(text, (0, 19), [(3, 8), (24, 29)]) == (
        [("We ", False), ("purge", True), (" the line.", False)],
        1,
    )
    assert transcripts.excerpt(text, (3, 19), [(3, 8), (5, 8)])[0][0] == ("purge", True)


def test_a_long_excerpt_is_cut_between_words_around_the_hit():
    text = "word " * 40 + "purge " + "word " * 40
    pieces, hidden = transcripts.excerpt(text, (0, len(text)), [(200, 205)], longest=60)
    said = "".join(piece for piece, _ in pieces)
    assert (hidden, len(said) <= 66, ("purge", True) in pieces) == (0, True, True)
    assert said.startswith("… word ")
    assert said.endswith(" word …")
    unbroken = "x" * 300 + "purge" + "y" * 300
    assert transcripts.excerpt(unbroken, (0, 605), [(300, 305)])[0] == [("… ", False), ("purge", True), (" …", False)]
