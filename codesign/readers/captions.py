"""Captions (WebVTT, SubRip) as text with one block a speaker turn.

Teams and Zoom break a sentence into many captions. Here consecutive captions of one speaker are one turn:

    Anna Smith [00:01:02]
    What we lack is people who can read a schematic.

    [00:01:40]
    (captions whose speaker is not named)

so a quote can run across captions and never holds a time. Nothing with words in it is left out: text that
stands outside a caption, or under a time that cannot be read, joins the caption before it.
"""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from codesign.phrases import count_of

CAPTION_LAYOUT = "captions with a speaker and a time before each turn"

_CLOCK = r"(?:(\d+):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
_TIMES = re.compile(rf"^\s*{_CLOCK}\s*-->\s*{_CLOCK}(?:\s.*)?$")
_BLOCK_TO_SKIP = re.compile(r"^(NOTE|STYLE|REGION)(\s|$)")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<[\d:.]+>|</?>")
_NAMED = re.compile(r"^(?:>>\s*)?([^:\n<>]{1,60}?):\s+(?=\S)")
_SENTENCE_END = re.compile(r"[.?!…][\"”’')\]]*$")

_PAUSE = 3.0
_LONG_TURN = 60.0


@dataclass(frozen=True)
class Cue:
    """One caption, or one voice of it: seconds from the beginning (None: not readable), speaker, words."""

    start: float | None
    end: float | None
    words: str
    speaker: str = ""


@dataclass
class _Draft:
    start: float | None
    end: float | None
    lines: list[str]


@dataclass
class _Scan:
    drafts: list[_Draft] = field(default_factory=list)
    bad_times: int = 0
    loose_lines: int = 0


def rendered(captions: str) -> tuple[str, tuple[str, ...]]:
    """Return captions as text in the layout of this module, and sentences about what was wrong with them."""
    scan = _scan(captions.split("\n"))
    captioned = (Cue(draft.start, draft.end, "\n".join(draft.lines)) for draft in scan.drafts)
    cues = _without_rolling_repeats(_named(part for cue in captioned for part in _voices(cue)))
    return "\n\n".join(_block(turn) for turn in _turns(cues)), tuple(_notes(scan))


def _notes(scan: _Scan) -> Iterator[str]:
    if scan.bad_times:
        yield f"{count_of(scan.bad_times, 'caption time')} could not be read; the words were kept."
    if scan.loose_lines:
        yield f"{count_of(scan.loose_lines, 'line')} outside any caption kept with the caption before."


# scanning ---------------------------------------------------------------------------------------------


def _scan(lines: list[str]) -> _Scan:
    scan = _Scan()
    place = _after_header(lines)
    while place < len(lines):
        if "-->" in lines[place]:
            place = _take_cue(lines, place, scan)
        elif _BLOCK_TO_SKIP.match(lines[place]):
            place = _block_end(lines, place)
        else:
            _take_loose(lines, place, scan)
            place += 1
    return scan


def _after_header(lines: list[str]) -> int:
    return _block_end(lines, 0) if lines and lines[0].startswith("WEBVTT") else 0


def _block_end(lines: list[str], place: int) -> int:
    while place < len(lines) and lines[place].strip() and "-->" not in lines[place]:
        place += 1
    return place


def _take_cue(lines: list[str], place: int, scan: _Scan) -> int:
    start, end = _seconds(lines[place])
    scan.bad_times += start is None
    after = _block_end(lines, place + 1)
    words = [line.strip() for line in lines[place + 1 : after]]
    if after < len(lines) and "-->" in lines[after] and words and words[-1].isdigit():
        words.pop()
    scan.drafts.append(_Draft(start, end, words))
    return after


def _take_loose(lines: list[str], place: int, scan: _Scan) -> None:
    line = lines[place].strip()
    following = lines[place + 1] if place + 1 < len(lines) else ""
    names_a_cue = "-->" in following or line.isdigit()
    if line and not names_a_cue and scan.drafts:
        scan.loose_lines += 1
        scan.drafts[-1].lines.append(line)


def _seconds(line: str) -> tuple[float | None, float | None]:
    times = _TIMES.match(line)
    if not times:
        return None, None
    parts = [float(part or 0) for part in times.groups()]
    start, end = ((h * 60 + m) * 60 + s + f / 1000 for h, m, s, f in (parts[:4], parts[4:]))
    return start, end


# speakers ---------------------------------------------------------------------------------------------


def _voices(cue: Cue) -> Iterator[Cue]:
    """Return the cue in parts, one for each voice tag (Teams), with tags and entities made plain."""
    pieces = _VOICE.split(cue.words)
    for speaker, words in zip(["", *pieces[1::2]], pieces[0::2], strict=True):
        plain = html.unescape(_TAG.sub("", words)).strip()
        if plain:
            yield replace(cue, speaker=html.unescape(speaker).strip(), words=plain)


def _named(cues: Iterable[Cue]) -> list[Cue]:
    """Return the cues with speakers taken from `Name: words`, where at least half of them begin so (Zoom)."""
    listed = list(cues)
    names = Counter(named[1] for cue in listed if not cue.speaker and (named := _NAMED.match(cue.words)))
    if any(cue.speaker for cue in listed) or names.total() * 2 < len(listed) or not names:
        return listed
    return list(_carried(listed))


def _carried(cues: list[Cue]) -> Iterator[Cue]:
    speaker = ""
    for cue in cues:
        named = _NAMED.match(cue.words)
        speaker = named[1].strip() if named else speaker
        yield replace(cue, speaker=speaker, words=cue.words[named.end() :] if named else cue.words)


def _without_rolling_repeats(cues: list[Cue]) -> list[Cue]:
    """Drop a first line that only repeats the last line of the caption before, as rolling captions do."""
    cleared: list[Cue] = []
    before = ""
    for cue in cues:
        lines = [line.strip() for line in cue.words.split("\n") if line.strip()]
        fresh = lines[1:] if lines[0] == before and _is_rolling(cleared, cue) else lines
        before = lines[-1]
        if fresh:
            cleared.append(replace(cue, words="\n".join(fresh)))
    return cleared


def _is_rolling(before: list[Cue], cue: Cue) -> bool:
    last = before[-1].end if before else None
    return last is not None and cue.start is not None and cue.start - last < 0.1


# turns ------------------------------------------------------------------------------------------------


def _turns(cues: list[Cue]) -> list[list[Cue]]:
    turns: list[list[Cue]] = []
    for cue in cues:
        if turns and _continues(turns[-1], cue):
            turns[-1].append(cue)
        else:
            turns.append([cue])
    return turns


def _continues(turn: list[Cue], cue: Cue) -> bool:
    if turn[-1].speaker != cue.speaker:
        return False
    return bool(cue.speaker) or not _is_break(turn, cue)


def _is_break(turn: list[Cue], cue: Cue) -> bool:
    """Without names, a pause of three seconds or the end of a sentence after a minute begins a new block."""
    began, ended = turn[0].start, turn[-1].end
    if began is None or ended is None or cue.start is None:
        return False
    too_long = cue.start - began > _LONG_TURN and bool(_SENTENCE_END.search(turn[-1].words))
    return cue.start - ended >= _PAUSE or too_long


def _block(turn: list[Cue]) -> str:
    name = re.sub(r"\s+", " ", turn[0].speaker).strip()
    header = " ".join(part for part in (name, _clock(turn[0].start)) if part)
    lines = "\n".join(cue.words for cue in turn)
    # Two people in one caption are told apart by a dash at the start of a line; those lines stay.
    return f"{header}\n" + re.sub(r"\s*\n(?!\s*[-–—]\s)\s*", " ", lines).strip()


def _clock(start: float | None) -> str:
    whole = int(start or 0)
    return f"[{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}]"
