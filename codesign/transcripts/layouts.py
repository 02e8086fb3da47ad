"""The ways transcripts say who speaks and when, and where those labels stand in a text.

A layout is a pattern for labels. The one with the most labels wins; with none, the text is paragraphs of an
unknown speaker. Where a label is only a name and a colon, "Note: the valve was shut" would look like one. So
there a label counts only if it is shaped like a name (at most six words, each with a capital letter, apart
from particles such as "de"), is not a word that heads notes ("Example", "Summary"), and either comes back at
least once or names a role ("Interviewer", "Participant 3"). A name that is used only once therefore stays in
the turn before it, unless it is in bold among others in bold. Text before the first label is a heading, not speech.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True)
class Label:
    """Where a label stands, and what it says; `speaker` is None where only a time is given amid a turn."""

    start: int
    end: int
    speaker: str | None
    time: str


@dataclass(frozen=True)
class Turn:
    """Words of one speaker between two labels, without the space around them."""

    start: int
    end: int
    speaker: str
    time: str


@dataclass(frozen=True)
class _Layout:
    sentence: str
    pattern: re.Pattern[str]
    least: int = 2
    names_are_certain: bool = False
    names_are_marked: bool = False
    times: re.Pattern[str] | None = None


PARAGRAPHS = "paragraphs without speakers"
TIMES = "times without speakers"

_T = r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?(?:[ \u00a0\u202f]?[AaPp]\.?[Mm]\.?)?"
_TIME = rf"(?P<time>{_T})"
_IN_BRACKETS = rf"\\?[\[(][ \t]*{_TIME}[ \t]*\\?[\])]"
_COLON = r"[ \u00a0\u202f]?[:：](?=\s|$)[ \t]*"


def _lines(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.MULTILINE)


# A time at the start of a line, alone or before words; it divides a turn and keeps its speaker.
_TIME_MARK = _lines(rf"^[ \t]*{_IN_BRACKETS}[ \t]*")

_LAYOUTS = (
    _Layout(
        "speaker and time on a line before each turn",
        _lines(rf"^(?:(?P<speaker>[^\s\[(>][^\n]{{0,70}}?)[ \t]*)?{_IN_BRACKETS}[ \t]*$"),
        least=1,
        names_are_certain=True,
    ),
    _Layout(
        "speaker and time on a line before each turn (Teams)",
        _lines(rf"^(?P<speaker>[^\s\[(>][^\n]{{0,70}}?)(?:[ \u00a0]+|\t){_TIME}[ \t]*$"),
    ),
    _Layout(
        "time and speaker on a line before each turn (Word Transcribe)",
        _lines(rf"^{_TIME}[ \t\u00a0]+(?P<speaker>[^\s:][^\n:]{{0,60}}?)[ \t]*$"),
    ),
    _Layout(
        "time and speaker before each message (chat)",
        _lines(rf"^{_TIME}\t(?:From[ ]+)?(?P<speaker>[^\t\n]{{1,80}}?)[ ]?:(?:\t|$)"),
        names_are_certain=True,
    ),
    _Layout(
        ">> before each turn",
        re.compile(rf">>+[ \t]*(?:(?P<speaker>[^\W\d_][^\n:>]{{0,60}}?){_COLON})?"),
        times=_TIME_MARK,
    ),
    _Layout(
        "speaker in bold before each turn (Markdown)",
        _lines(
            r"^[ \t]*(?:\*\*|__)(?P<speaker>[^*\n]{1,60}?)[ ]?"
            rf"(?:[:：][ ]?(?:\*\*|__)|(?:\*\*|__)[ ]?[:：])[ \t]*(?:{_IN_BRACKETS}[ \t]*)?"
        ),
        names_are_marked=True,
        times=_TIME_MARK,
    ),
    _Layout(
        "speaker and a colon before each turn",
        _lines(
            rf"^[ \t]*(?:[\[(]?(?P<time_before>{_T})[\])]?[ \t]+(?:[-–—][ \t]+)?)?"
            rf"(?P<speaker>[^\W\d_][^\n:：\t]{{0,60}}?)(?:[ \t]*\\?[\[(](?P<time_amid>{_T})\\?[\])])?"
            rf"{_COLON}(?:{_IN_BRACKETS}[ \t]*)?"
        ),
        times=_TIME_MARK,
    ),
    _Layout(
        "speaker in the first column of a table",
        _lines(rf"^(?:(?P<time_before>{_T})\t)?(?P<speaker>[^\W\d_][^\n\t]{{0,60}}?)[ ]?[:：]?\t(?:{_TIME}\t)?"),
    ),
    _Layout(TIMES, _TIME_MARK, least=1),
    _Layout(TIMES, _lines(rf"^{_TIME}(?:[ \t]+[-–—]?[ \t]*|$)"), least=3),
)

_ROLES = (
    "interviewer|interviewee|researcher|respondent|participant|speaker|moderator|facilitator|host|guest|assistant|"
    "user|ai|employer|student|intervieweur|intervieweuse|enquêteur|enquêtrice|chercheur|chercheuse|animateur|"
    "animatrice|participante|répondant|répondante|locuteur|locutrice|personne interviewée|int|res|[piqrs](?=\\d)"
)
_ROLE = re.compile(rf"(?:{_ROLES})[ _#-]?\d{{0,3}}[a-z]?(?:\s*\(.*\))?", re.IGNORECASE)
_PARTICLE = re.compile("of|the|and|et|de|du|des|la|le|les|von|van|der|den|da|di|del|dos|bin|al|el|y|e", re.IGNORECASE)
_NEVER_NAME = re.compile(
    r"notes?|nb|n\.b|ps|p\.s|examples?|exemple|remarque|important|warning|tip|summary|résumé|update|caution|sources?|"
    r"question|answer|question/answer|date|time|place|location|title|subject|topic|duration|recorded|file|transcript|"
    r"interview|project|company|participants|present|attendees|pros|cons|goals?|results?|facts?|definition|reasons?|"
    r"problem|solution|background|conclusion|introduction|context|actions?|agenda|purpose|objectives?|description|"
    r"channel|language|version|total|re|cc|to|from|https?",
    re.IGNORECASE,
)
_NUMBERED_HEADS = re.compile(r"(?:step|option|part|section|chapter|figure|table|item|point|phase|level|page|day)\b")
_NOT_IN_NAMES = re.compile(r"[?!;\"“”=<>{}\\\[\]…]")


def layout(text: str) -> str:
    """How the text says who speaks, in words that can stand in a sentence."""
    return _best(text)[0]


def turns(text: str) -> tuple[Turn, ...]:
    """Every run of speech between two labels, in order."""
    return _best(text)[1]


@lru_cache(maxsize=64)
def _best(text: str) -> tuple[str, tuple[Turn, ...]]:
    best, most = PARAGRAPHS, tuple[Turn, ...]()
    for candidate in _LAYOUTS:
        spoken = _between(text, _labels(text, candidate))
        if len(spoken) >= candidate.least and len(spoken) > len(most):
            best, most = candidate.sentence, spoken
    if best == _LAYOUTS[0].sentence and not any(turn.speaker for turn in most):
        best = TIMES
    return (best, most) if most else (PARAGRAPHS, _paragraph_turns(text))


def _paragraph_turns(text: str) -> tuple[Turn, ...]:
    return tuple(Turn(start, end, "", "") for start, end in paragraph_bounds(text))


@lru_cache(maxsize=64)
def paragraph_bounds(text: str) -> tuple[tuple[int, int], ...]:
    """Where paragraphs stand: parted by blank lines, or one a line in a text without blank lines."""
    blank = re.compile(r"\n[^\S\n]*\n\s*" if re.search(r"\S[^\S\n]*\n[^\S\n]*\n\s*\S", text) else r"\n\s*")
    edges = [0, *(place for gap in blank.finditer(text) for place in gap.span()), len(text)]
    stretches = (trimmed(text, start, end) for start, end in zip(edges[0::2], edges[1::2], strict=True))
    return tuple((start, end) for start, end in stretches if start < end)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the stretch without white space at its ends; empty, at its start, where it holds nothing else."""
    words = text[start:end]
    inner = words.strip()
    if not inner:
        return start, start
    first = start + len(words) - len(words.lstrip())
    return first, first + len(inner)


# labels -----------------------------------------------------------------------------------------------


def _labels(text: str, candidate: _Layout) -> list[Label]:
    labels = [_label(match) for match in candidate.pattern.finditer(text)]
    certain = candidate.names_are_certain
    names = _accepted_names([label.speaker for label in labels if label.speaker], marked=candidate.names_are_marked)
    accepted = [label for label in labels if certain or not label.speaker or _key(label.speaker) in names]
    if not accepted or candidate.times is None:
        return accepted
    marks = [_label(match) for match in candidate.times.finditer(text)]
    return sorted(_apart(accepted, [_without_speaker(mark) for mark in marks]), key=lambda label: label.start)


def _label(match: re.Match[str]) -> Label:
    groups = {key: value or "" for key, value in match.groupdict().items()}
    time = next((value for key, value in groups.items() if key.startswith("time") and value), "")
    return Label(match.start(), match.end(), _plain_name(groups.get("speaker", "")), time)


def _without_speaker(label: Label) -> Label:
    return Label(label.start, label.end, None, label.time)


def _apart(labels: list[Label], marks: list[Label]) -> list[Label]:
    """Labels with the marks that do not lie inside one of them."""
    taken = {place for label in labels for place in range(label.start, label.end)}
    return labels + [mark for mark in marks if mark.start not in taken and mark.end - 1 not in taken]


def _plain_name(name: str) -> str:
    return re.sub(r"\s+", " ", name).strip(" *_-–—")


def _key(name: str) -> str:
    return name.casefold()


def _accepted_names(names: list[str], *, marked: bool) -> set[str]:
    counts = Counter(_key(name) for name in names if is_name(name))
    accepted = {name for name, count in counts.items() if count > 1}
    # Between bold names that come back, a bold word used once ("Break") is a label too.
    once = set(counts) if marked and len(accepted) > 1 else set[str]()
    return accepted | once | {_key(name) for name in names if _is_role(name)}


def _is_role(name: str) -> bool:
    return bool(_ROLE.fullmatch(name))


def is_name(label: str) -> bool:
    """Whether the words before a colon could name a speaker."""
    folded = _key(label)
    if _NEVER_NAME.fullmatch(folded.rstrip(".")) or _NUMBERED_HEADS.match(folded) or _NOT_IN_NAMES.search(label):
        return False
    words = re.sub(r"\([^)]*\)", "", label).split()
    return 0 < len(words) <= 6 and words[0][0].isalpha() and all(_is_name_word(word) for word in words)


def _is_name_word(word: str) -> bool:
    return not word[0].islower() or bool(_PARTICLE.fullmatch(word)) or word[1:2] in tuple("'’")


# turns ------------------------------------------------------------------------------------------------


def _between(text: str, labels: list[Label]) -> tuple[Turn, ...]:
    ends = [label.start for label in labels[1:]] + [len(text)]
    return tuple(_spoken(text, labels, ends)) if labels else ()


def _spoken(text: str, labels: list[Label], ends: list[int]) -> Iterator[Turn]:
    speaker, time, spellings = "", "", dict[str, str]()
    for label, until in zip(labels, ends, strict=True):
        if label.speaker is not None:
            speaker = spellings.setdefault(_key(label.speaker), label.speaker)
        time = label.time or time
        start, end = trimmed(text, label.end, until)
        if start < end:
            yield Turn(start, end, speaker, time)
        # A time with no words after it belongs to the label that follows.
        time = time if start == end and label.speaker is None else ""
