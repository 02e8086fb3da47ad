"""Speaker turns as tables: found in a text, and with the role each speaker has in a study."""

import re

import pandas as pd

from codesign.transcripts.layouts import turns

TURN_COLUMNS = ["position", "start", "end", "speaker", "time", "is_question"]
SEGMENT_COLUMNS = [
    "segment_id", "transcript_id", "position", "start", "end", "speaker", "role", "participant_id", "time",
]  # fmt: skip

_INTERVIEWER = re.compile(
    r"(?:interviewer|researcher|assistant|ai|q|question|host|moderator|facilitator|int|"
    r"intervieweu(?:r|se)|enquêt(?:eur|rice)|cherche(?:ur|use)|animat(?:eur|rice))[ _#-]?\d{0,3}(?:\s*\(.*\))?",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"\?[\"”’')\]»\s]*$")
_TURNS = re.compile(r"turns?\s+(?P<first>\d{1,5})(?:\s*[-–—]\s*(?P<last>\d{1,5}))?", re.IGNORECASE)
_ENOUGH_TURNS = 5
_MOST_SPEAKERS = 6
_ASKS_OFTEN = 0.2
_TIMES_MORE = 3


def speaker_turns(text: str) -> pd.DataFrame:
    """Return one row a speaker turn: position (from 1), start, end, speaker, time, is_question.

    `text[start:end]` is the spoken words alone, without label or time. `speaker` is empty where the text does
    not say. `time` is as it stands in the text. A time in the middle of a turn divides it in two rows of the
    same speaker. `is_question` tells whether the words end with a question mark.
    """
    rows = [
        (position, turn.start, turn.end, turn.speaker, turn.time, bool(_QUESTION.search(text, turn.start, turn.end)))
        for position, turn in enumerate(turns(text), start=1)
    ]
    return pd.DataFrame(rows, columns=TURN_COLUMNS).astype({"speaker": object, "time": object})


def segments(transcript_id: str, text: str, speakers: pd.DataFrame) -> pd.DataFrame:
    """Return the turns of a transcript with ids, and the role and participant of their speakers.

    `speakers` needs transcript_id, speaker, role and participant_id. A speaker who is not in it has the role
    "other": nobody's words count as evidence before somebody says whose they are. Where a text names nobody, or
    names somebody wrongly, a row whose speaker is "turn 12" or "turns 12-15" says it of these turns, by position;
    of two rows that name a turn, the one that names fewer turns counts.
    """
    rows = speakers[speakers["transcript_id"] == transcript_id]
    of_each = zip(rows["speaker"], rows["role"], rows["participant_id"], strict=True)
    by_speaker = {speaker: (role, participant_id) for speaker, role, participant_id in of_each}
    widest_first = sorted(by_speaker, key=lambda speaker: -len(turns_named(speaker)))
    of_turn = {position: by_speaker[speaker] for speaker in widest_first for position in turns_named(speaker)}
    turn_table = speaker_turns(text)
    places = zip(turn_table["position"], turn_table["speaker"], strict=True)
    whose = [of_turn.get(position) or by_speaker.get(speaker, ("other", "")) for position, speaker in places]
    return turn_table.assign(
        segment_id=[f"{transcript_id}-{position:04d}" for position in turn_table["position"]],
        transcript_id=transcript_id,
        role=pd.Series([role for role, _ in whose], index=turn_table.index, dtype=object),
        participant_id=pd.Series([participant for _, participant in whose], index=turn_table.index, dtype=object),
    )[SEGMENT_COLUMNS]


def turns_named(speaker: str) -> range:
    """Return the positions that "turn 12" or "turns 12-15" names; an empty range for a name.

    >>> list(turns_named("turns 12-14"))
    [12, 13, 14]
    """
    named = _TURNS.fullmatch(speaker)
    first, last = (int(named["first"]), int(named["last"] or named["first"])) if named else (1, 0)
    return range(first, last + 1)


def guess_interviewers(turns: pd.DataFrame) -> set[str]:
    """Return the speakers who seem to ask the questions; empty where it is not clear.

    Names decide ("Interviewer", "Moderator", "Host"). Else, where two to six people speak, those are taken
    who end one turn in five or more with a question, three times as often as anybody else with five turns or
    more, in turns that are shorter on average. In hearings and other meetings of more people nobody is
    guessed; of several hosts of a podcast all who ask are, and nobody if one of them hardly asks.
    """
    by_name = {speaker for speaker in turns["speaker"] if _INTERVIEWER.fullmatch(speaker)}
    return by_name or _by_questions(turns)


def _by_questions(turns: pd.DataFrame) -> set[str]:
    habits = _habits(turns)
    if not 2 <= len(habits) <= _MOST_SPEAKERS:
        return set()
    habits = habits[habits["count"] >= _ENOUGH_TURNS]
    asking = habits["asks"] >= _ASKS_OFTEN
    askers, others = habits[asking], habits[~asking]
    if askers.empty or others.empty:
        return set()
    clear = askers["asks"].min() >= _TIMES_MORE * others["asks"].max()
    shorter = askers["length"].mean() < others["length"].mean()
    return set(askers.index) if clear and shorter else set()


def _habits(turns: pd.DataFrame) -> pd.DataFrame:
    """For each named speaker: number of turns, share that end with a question, mean length in characters."""
    named = turns[turns["speaker"] != ""].assign(length=lambda t: t["end"] - t["start"])
    runs = named["speaker"].ne(named["speaker"].shift()).cumsum().rename("run")
    whole = named.groupby(runs).agg(
        speaker=("speaker", "first"), asks=("is_question", "last"), length=("length", "sum")
    )
    return whole.groupby("speaker").agg(count=("asks", "size"), asks=("asks", "mean"), length=("length", "mean"))
