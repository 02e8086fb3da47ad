"""Transcripts as speaker turns: who says what, where, and when; and finding words in them again.

Every offset is a Unicode code point into the normalised text of the transcript, 0-based, end excluded.
"""

from codesign.transcripts.anchoring import Anchor, Waiting, anchors, difference, same_share, same_turns
from codesign.transcripts.bounds import (
    code_points_to_utf16,
    paragraph_at,
    sentence_at,
    sentences,
    utf16_to_code_points,
    word_bounds,
)
from codesign.transcripts.layouts import layout
from codesign.transcripts.quotes import find_quote, nearest_quote, sha256_of, spoken_words
from codesign.transcripts.search import Reach, excerpt, find_words, passages_around
from codesign.transcripts.turns import guess_interviewers, segments, speaker_turns, turns_named

__all__ = [
    "Anchor",
    "Reach",
    "Waiting",
    "anchors",
    "code_points_to_utf16",
    "difference",
    "excerpt",
    "find_quote",
    "find_words",
    "guess_interviewers",
    "layout",
    "nearest_quote",
    "paragraph_at",
    "passages_around",
    "same_share",
    "same_turns",
    "segments",
    "sentence_at",
    "sentences",
    "sha256_of",
    "speaker_turns",
    "spoken_words",
    "turns_named",
    "utf16_to_code_points",
    "word_bounds",
]
