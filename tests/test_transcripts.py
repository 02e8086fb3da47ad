import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign.errors import RefusedFile
from codesign.readers import read_document
from codesign.transcripts import (
    code_points_to_utf16,
    find_quote,
    guess_interviewers,
    layout,
    nearest_quote,
    paragraph_at,
    segments,
    sentence_at,
    sha256_of,
    speaker_turns,
    spoken_words,
    utf16_to_code_points,
    word_bounds,
)


def spoken(text: str) -> list[str]:
    """The turns as "speaker|time|words"."""
    turns = speaker_turns(text)
    return [f"{turn.speaker}|{turn.time}|{text[turn.start : turn.end]}" for turn in turns.itertuples()]


# layouts ----------------------------------------------------------------------------------------------

LAYOUTS = {
    "Word Transcribe": (
        "Audio file\na.mp3\n\nTranscript\n\n00:00:12 Speaker 1\n\nWhy?\n\n00:01:05 Speaker 2\n\nBecause.\n\nReally.",
        ["Speaker 1|00:00:12|Why?", "Speaker 2|00:01:05|Because.\n\nReally."],
    ),
    "speaker and time": (
        "Title: x\n=====\n\nSpeaker 7 [10:06:58 AM]\nGood morning.\n\nSpeaker 1 [10:07:01 AM]\nThank you.\n",
        ["Speaker 7|10:06:58 AM|Good morning.", "Speaker 1|10:07:01 AM|Thank you."],
    ),
    "captions as read": (
        "Anna Smith [00:00:05]\nHello. We train.\n\n[00:00:09]\nwho?\n\nbo | Acme [00:01:10]\nNote: why?",
        ["Anna Smith|00:00:05|Hello. We train.", "|00:00:09|who?", "bo | Acme|00:01:10|Note: why?"],
    ),
    "Teams": (
        "Anna Smith   0:03\nHello.\n\nBo Li   0:09\nHi.\n\nAnna Smith   0:12\nSo.\n\nBo Li   1:02\nYes.",
        ["Anna Smith|0:03|Hello.", "Bo Li|0:09|Hi.", "Anna Smith|0:12|So.", "Bo Li|1:02|Yes."],
    ),
    "name and colon": (
        "Interview 7\n\nInterviewer: Why?\nAnna: We need people.\n\nTwo of them.\nInterviewer: And?\nAnna: Yes.",
        ["Interviewer||Why?", "Anna||We need people.\n\nTwo of them.", "Interviewer||And?", "Anna||Yes."],
    ),
    "name, time and colon": (
        "Q (00:12): Why?\nMarie Roy (00:15) : Parce que.\nQ (00:20): Et?\nMarie Roy (00:31) : Oui.",
        ["Q|00:12|Why?", "Marie Roy|00:15|Parce que.", "Q|00:20|Et?", "Marie Roy|00:31|Oui."],
    ),
    "bold": (
        "**Jo:** Why?\n\n**Al:** \\[04:18\\] We do.\n\n\\[08:01\\] And \\[laughs\\].\n\n**Break:** \\[09:00\\]\n\n"
        "**Jo:** So.\n\n**Al:** No.",
        ["Jo||Why?", "Al|04:18|We do.", "Al|08:01|And \\[laughs\\].", "Jo||So.", "Al||No."],
    ),
    "arrows": (
        "Channel: 4\n====\n\n[9:33:56 AM]\n\n>> Good morning. \n>> Thank you for\n\n[9:34:56 AM]\n\nhaving me.\n",
        ["|9:33:56 AM|Good morning.", "||Thank you for", "|9:34:56 AM|having me."],
    ),
    "assistant and user": (
        "# A\n\n---\n\nAssistant: How?\n\nFor example: so.\n\nUser: Like so: ok.\n\nAI: And?\n\nUser: OK.\n\nAI: Bye.",
        ["Assistant||How?\n\nFor example: so.", "User||Like so: ok.", "AI||And?", "User||OK.", "AI||Bye."],
    ),
    "chat": (
        "00:06:15\tlumi | Labs:\tHello 😅\n00:07:10\tAnna:\tReplying\n\nthey are\n",
        ["lumi | Labs|00:06:15|Hello 😅", "Anna|00:07:10|Replying\n\nthey are"],
    ),
    "table": (
        "Interviewer\tWhy?\n\nAnna\tBecause.\n\nInterviewer\tAnd?\n\nAnna\tYes.",
        ["Interviewer||Why?", "Anna||Because.", "Interviewer||And?", "Anna||Yes."],
    ),
    "paragraphs": ("One.\nstill one.\n\n  Two.  \n\n\n", ["||One.\nstill one.", "||Two."]),
    "lines": ("One.\nTwo.\n", ["||One.", "||Two."]),
    "nothing": (" \n\n", []),
}


@pytest.mark.parametrize(("text", "turns"), LAYOUTS.values(), ids=LAYOUTS)
def test_turns_hold_the_spoken_words_alone(text: str, turns: list[str]) -> None:
    assert spoken(text) == turns


def test_each_layout_has_its_own_name() -> None:
    names = {name: layout(text) for name, (text, _) in LAYOUTS.items()}
    assert names["Word Transcribe"] == "time and speaker on a line before each turn (Word Transcribe)"
    assert names["arrows"] == ">> before each turn"
    assert names["lines"] == names["paragraphs"] == names["nothing"] == "paragraphs without speakers"
    assert len(set(names.values())) == 9


@pytest.mark.parametrize(
    "label",
    [
        "Note",
        "Example",
        "For example",
        "Step 2",
        "The point is this",
        "He said",
        "https",
        "What matters most",
        "Résumé",
    ],
)
def test_words_before_a_colon_are_no_speaker(label: str) -> None:
    text = f"Anna: We do.\n{label}: one thing.\nBo: Yes.\n{label}: another thing.\nAnna: So.\nBo: Right."
    assert set(speaker_turns(text)["speaker"]) == {"Anna", "Bo"}


def test_a_name_used_once_stays_in_the_turn_before_it() -> None:
    assert len(spoken("Anna: a\nBo: b\nReceptionist: Come in.\nAnna: c\nBo: d")) == 4


def test_a_role_is_a_speaker_even_if_used_once() -> None:
    turns = speaker_turns("Interviewer: Why?\nParticipant 3 (welder): Because.")
    assert list(turns["speaker"]) == ["Interviewer", "Participant 3 (welder)"]


@pytest.mark.parametrize(
    "name", ["Mme Hélène d'Arc", "Dr. O'Brien-Smith", "Smith, Anna", "אנה", "Ludwig van der Berg", "MR. LEE"]
)
def test_names_of_many_kinds_are_speakers(name: str) -> None:
    assert spoken(f"{name}: one\nBo: two\n{name}: three\nBo: four")[0] == f"{name}||one"


def test_one_speaker_spelt_in_two_cases_is_one() -> None:
    assert set(speaker_turns("ANNA: a\nBO: b\nAnna: c\nBo: d")["speaker"]) == {"ANNA", "BO"}


WORDS = st.text(alphabet="abc é😀שد'.,?\n", min_size=1, max_size=30).filter(str.strip)
NAMES = st.sampled_from(["Anna", "Speaker 2", "Interviewer", "Zoé Roy"])
STYLES = st.sampled_from(
    ["{n}: {w}\n", "**{n}:** {w}\n\n", "{n} [00:01:02]\n{w}\n\n", "00:01:02 {n}\n{w}\n", "{n}\t{w}\n\n"]
)


@given(STYLES, st.lists(st.tuples(NAMES, WORDS), min_size=4, max_size=8))
def test_no_turn_holds_a_label_and_no_turns_overlap(style: str, said: list[tuple[str, str]]) -> None:
    names = {name for name, _ in said}
    text = "".join(style.format(n=name, w=words) for name, words in said + said)
    turns = speaker_turns(text)
    edges = [place for start, end in zip(turns["start"], turns["end"], strict=True) for place in (start, end)]
    assert edges == sorted(edges)
    assert all(0 <= place <= len(text) for place in edges)
    assert [turn.split("|")[2] for turn in spoken(text)] == [words.strip() for _, words in said + said]
    assert set(turns["speaker"]) == names


@given(st.text(alphabet=st.sampled_from(list("Aan:>*[]\\0123 \t\nQ?")), max_size=120))
def test_any_text_gives_turns_in_order_without_space_around(text: str) -> None:
    end = 0
    for turn in speaker_turns(text).itertuples():
        assert end <= turn.start < turn.end <= len(text)
        assert text[turn.start : turn.end] == text[turn.start : turn.end].strip()
        end = turn.end


# segments ---------------------------------------------------------------------------------------------


def test_segments_carry_ids_roles_and_participants() -> None:
    speakers = pd.DataFrame(
        [
            ("INT-07", "Q", "interviewer", ""),
            ("INT-07", "Anna", "respondent", "P-07"),
            ("INT-08", "Bo", "respondent", "P-08"),
        ],
        columns=["transcript_id", "speaker", "role", "participant_id"],
    )
    found = segments("INT-07", "Q: Why?\nAnna: Because.\nBo: I see.\nQ: And?\nAnna: Yes.\nBo: So.", speakers)
    assert list(found["segment_id"]) == [f"INT-07-000{n}" for n in range(1, 7)]
    assert list(found["role"])[:3] == ["interviewer", "respondent", "other"]
    assert list(found["participant_id"])[:3] == ["", "P-07", ""]


def test_words_across_a_label_are_given_without_the_name_and_the_time() -> None:
    text = "Dana Roy [0:01:00]\nWe hire anybody who\n\nDana Roy [0:02:00]\ncan read a drawing.\n\nKim [0:03:00]\nGood."
    start, end = text.index("hire"), text.index(" drawing")
    assert spoken_words(text, start, end) == "hire anybody who can read a"
    assert spoken_words("Just a note.", 5, 11) == "a note"


def test_a_quote_is_found_across_the_label_that_stands_amid_it() -> None:
    text = ">> We hire those who\n\n[2:40:11 PM]\n\ncan read.\n>> Good."
    found = nearest_quote(text, "hire those who can read")
    assert found is not None
    assert text[found[0] : found[1]].split() == ["hire", "those", "who", "[2:40:11", "PM]", "can", "read"]


def test_a_row_for_a_turn_says_who_speaks_where_the_text_names_nobody() -> None:
    speakers = pd.DataFrame(
        [
            ("H-1", "", "interviewer", ""),
            ("H-1", "turn 2", "respondent", "P-01"),
            ("H-1", "Turns 4–5", "respondent", "P-02"),
            ("H-2", "turn 3", "respondent", "P-03"),
        ],
        columns=["transcript_id", "speaker", "role", "participant_id"],
    )
    found = segments("H-1", ">> Order.\n>> I run a shop.\n>> And you?\n>> A mill.\n>> Since May.\n>> Thanks.", speakers)
    assert list(found["participant_id"]) == ["", "P-01", "", "P-02", "P-02", ""]
    assert list(found["role"])[2:4] == ["interviewer", "respondent"]


def test_segments_of_an_empty_text_have_all_columns() -> None:
    none = pd.DataFrame(columns=["transcript_id", "speaker", "role", "participant_id"])
    found = segments("INT-01", "", none)
    assert found.empty
    assert list(found) == [
        "segment_id", "transcript_id", "position", "start", "end", "speaker", "role", "participant_id", "time",
    ]  # fmt: skip


# interviewers -----------------------------------------------------------------------------------------


def interview(asks: str, answers: str) -> str:
    return "".join(f"{asks}: Why {n}?\n{answers}: Because we always did it, for {n} years.\n" for n in range(8))


def test_names_tell_interviewers() -> None:
    for name in ("Interviewer", "Researcher 2", "Assistant", "Moderator", "Host", "Q", "Intervieweuse"):
        assert guess_interviewers(speaker_turns(interview(name, "Anna"))) == {name}


def test_who_asks_in_shorter_turns_is_taken_for_the_interviewer() -> None:
    assert guess_interviewers(speaker_turns(interview("Bo", "Anna"))) == {"Bo"}


def test_nobody_is_guessed_where_it_is_not_clear() -> None:
    both_ask = "Bo: Why so?\nAnna: Why not then?\n" * 6
    meeting = "".join(f"Speaker {n % 8 + 1}: Is it {n}?\n" for n in range(48))
    for text in (both_ask, meeting, "One?\n\nTwo.", ""):
        assert guess_interviewers(speaker_turns(text)) == set()


# passages ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("selection", "words"),
    [
        ("ock-ou", "lock-out"),
        ("on't kno", "don't know"),
        (" know ", "know"),
        ("fé", "café"),
        ("s y", "is your"),
        ("\u0301", "e\u0301lan"),
        ("🏽", "👍🏽"),
        ("ילים מ", "מילים מעטות"),
        ("e, 4", "yes, e, 4"),
        ("  ", ""),
    ],
)
def test_a_selection_grows_to_whole_words(selection: str, words: str) -> None:
    text = "I don't know  the lock-out, is your café open; yes, e, 4 e\u0301lan 👍🏽 מילים מעטות."
    start = text.index(selection)
    if words == "yes, e, 4":
        start, words = text.index("s, e, 4"), "yes, e, 4"
        selection = "s, e, 4"
    first, last = word_bounds(text, start, start + len(selection))
    assert text[first:last] == words


@given(st.text(alphabet="ab é'-\u0301😀\n.", max_size=30), st.integers(-5, 40), st.integers(-5, 40))
def test_whole_words_hold_the_selection_and_do_not_grow_again(text: str, start: int, end: int) -> None:
    first, last = word_bounds(text, start, end)
    assert 0 <= first <= last <= len(text)
    assert text[first:last] == text[first:last].strip()
    assert word_bounds(text, first, last) == (first, last)


def test_a_sentence_ends_at_its_stop_and_not_at_mr_or_a_decimal() -> None:
    text = "Anna: Mr. Lee pays $4.50 an hour, e.g. now. “Why?” Well... maybe so. Yes\nQ: So?\nAnna: Ja.\nQ: No?"
    sentences = {text[slice(*sentence_at(text, place))] for place in range(text.index("Mr."), text.index("Q: So"))}
    assert sentences - {""} == {"Mr. Lee pays $4.50 an hour, e.g. now.", "“Why?”", "Well... maybe so.", "Yes"}


def test_a_paragraph_stays_inside_its_turn() -> None:
    text = "Anna: One.\nQ: Two?\n\nAnna: Three\nfour.\n\nFive.\nQ: Six?"
    assert text[slice(*paragraph_at(text, text.index("Two")))] == "Two?"
    assert text[slice(*paragraph_at(text, text.index("four")))] == "Three\nfour."
    assert text[slice(*paragraph_at(text, text.index("Five")))] == "Five."


@given(st.text(alphabet="aB. ?\n:Q", max_size=60), st.integers(0, 60))
def test_sentences_lie_in_paragraphs(text: str, position: int) -> None:
    start, end = paragraph_at(text, position)
    first, last = sentence_at(text, position)
    assert start <= first <= last <= end
    assert text[first:last] == text[first:last].strip()


# offsets ----------------------------------------------------------------------------------------------


def test_offsets_of_a_browser_count_an_emoji_twice() -> None:
    text = "a😀b\r\ne\u0301 שלום 👩‍🔧"
    for place, character in enumerate(text):
        units = len(text[:place].encode("utf-16-le")) // 2
        assert code_points_to_utf16(text, place) == units
        assert utf16_to_code_points(text, units) == place
        assert text[utf16_to_code_points(text, units)] == character


def test_an_offset_inside_a_character_becomes_the_one_before() -> None:
    assert utf16_to_code_points("a😀b", 2) == 1
    assert utf16_to_code_points("😀", 1) == 0


@given(st.text(max_size=30), st.data())
def test_offsets_go_to_the_browser_and_back(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text)))
    assert utf16_to_code_points(text, code_points_to_utf16(text, place)) == place


def test_offsets_outside_the_text_are_an_error() -> None:
    for convert, offset in ((utf16_to_code_points, 3), (code_points_to_utf16, 2), (utf16_to_code_points, -1)):
        with pytest.raises(ValueError, match="outside the text"):
            convert("😀", offset)


# quotes -----------------------------------------------------------------------------------------------


def test_every_place_of_a_quote_is_found() -> None:
    assert find_quote("aXaXa", "aXa") == [0, 2]
    assert find_quote("abc", "") == find_quote("abc", "d") == []


@pytest.mark.parametrize(
    "quote",
    [
        'they don\'t -- "ever" -- train',
        "They don’t — “ever” — train",
        "they  don’t —\n“ever” — train",
        "'they don’t — “ever” — train'",
    ],
)
def test_a_quote_typed_otherwise_is_found_where_it_stands(quote: str) -> None:
    text = "Well, they don’t — “ever” — train them."
    found = nearest_quote(text, quote.replace("--", "-"))
    assert found is not None
    assert text[found[0] : found[1]] == "they don’t — “ever” — train"
    assert 0.7 < found[2] < 1


def test_an_exact_quote_has_likeness_one_and_the_nearest_place() -> None:
    assert nearest_quote("yes and yes", "yes") == (0, 3, 1.0)
    assert nearest_quote("yes and yes", "yes", near=9) == (8, 11, 1.0)
    assert nearest_quote("yes", "no") is None
    assert nearest_quote("yes", " ") is None


@given(st.text(alphabet="ab ’'—-…İß\n", min_size=1, max_size=40), st.data())
def test_the_nearest_quote_of_a_part_is_that_part(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    if text[start:end].strip():
        assert nearest_quote(text, text[start:end], near=start) == (start, end, 1.0)


def test_the_fingerprint_is_of_the_text_in_utf8() -> None:
    assert sha256_of("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert sha256_of("é") != sha256_of("e\u0301")


# real transcripts -------------------------------------------------------------------------------------


def test_real_interviews_have_the_layout_of_their_folder(shared_data: Path) -> None:
    expected = {
        "anthropic_interviewer": {"speaker and a colon before each turn"},
        "changelog_hiring_skills": {"speaker in bold before each turn (Markdown)"},
        "us_house_hearings_2025": {SPEAKER_AND_TIME, ">> before each turn", "times without speakers"},
    }
    for folder, layouts in expected.items():
        files = [file for file in (shared_data / "interviews" / folder).rglob("*.*") if "LICENSE" not in file.name]
        texts = [read_document(file.name, file.read_bytes()).text for file in files]
        assert {layout(text) for text in texts} == layouts
        assert min(len(speaker_turns(text)) for text in texts) > 12


SPEAKER_AND_TIME = "speaker and time on a line before each turn"
LABEL = re.compile(r"^(>>|\*\*[^*]+:\*\*|\[[\d:]+|Speaker \d+ \[|(User|AI|Assistant): )", re.MULTILINE)


def test_no_real_turn_holds_a_label(shared_data: Path) -> None:
    for file in [*(shared_data / "interviews").rglob("*.*"), *(shared_data / "messy").rglob("*.vtt")]:
        try:
            text = read_document(file.name, file.read_bytes()).text
        except RefusedFile:
            continue
        turns = speaker_turns("" if "LICENSE" in file.name else text)
        for start, end in zip(turns["start"], turns["end"], strict=True):
            assert not LABEL.search(text[start:end]), file.name


def test_interviewers_of_real_interviews_are_guessed_right_or_not_at_all(shared_data: Path) -> None:
    hosts = {
        "Adam Stacoviak",
        "Jerod Santo",
        "Jon Calhoun",
        "Natalie Pistunovich",
        "Gerhard Lazu",
        "Daniel Whitenack",
        "Chris Benson",
    }
    guessed = 0
    for file in (shared_data / "interviews/changelog_hiring_skills").rglob("*.md"):
        turns = speaker_turns(read_document(file.name, file.read_bytes()).text)
        found = guess_interviewers(turns)
        guessed += bool(found)
        assert found in (set(), hosts & set(turns["speaker"])), file.name
    assert guessed >= 10
