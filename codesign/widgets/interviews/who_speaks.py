"""Saying who speaks: a participant for one turn, or for every turn of a name, where the text does not say it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from codesign import discretion
from codesign.journal import Change
from codesign.widgets.interviews.parts import Part
from codesign.widgets.screen import Message, Refused, Row, rows_of

ROLES = {"respondent": "answers", "interviewer": "asks, and never counts", "other": "neither, and never counts"}


class WhoSpeaks(Part):
    """Writes a row of speakers for the turn at the cursor, or for the name above it."""

    @property
    def acts(self) -> Mapping[str, Callable[[Message], Message]]:
        """The act `who`: a turn by its number or a name, a role, and a participant."""
        return {"who": self._who}

    def snapshot(self) -> Message:
        """Return who may be chosen."""
        people = discretion.taking_part(self.panel.tables["participants"])
        return {
            "people": [_person(row) for row in rows_of(people)],
            "roles": list(ROLES.items()),
        }

    def _who(self, message: Message) -> Message:
        transcript, role, person = (str(message.get(name, "")) for name in ("transcript", "role", "participant"))
        if not self.panel.can_read_again or role not in ROLES:
            raise Refused("Not saved: say it in the table “Who speaks” below.")
        if person and person not in set(self.panel.tables["participants"]["participant_id"]):
            raise Refused(f"Not saved: {person} is no longer in participants.csv.")
        speaker = self._speaker(transcript, message)
        row = {
            "transcript_id": transcript,
            "speaker": speaker,
            "role": role,
            "text_sha256": self._text(transcript),
            "participant_id": person if role == "respondent" else "",
        }
        saved = self.panel.save(Change("put", "speakers", row))
        self.panel.read_again()
        who = f"Turn {speaker[5:]}" if message.get("turn") else speaker or "This speaker"
        whose = f": {person}" if row["participant_id"] else ""
        return self.panel.answer(saved.at, f"{who} {ROLES[role]}{whose}; saved {saved.at}")

    def _speaker(self, transcript: str, message: Message) -> str:
        turns = self.panel.tables["segments"]
        own = turns[turns["transcript_id"] == transcript]
        position = int(message.get("position", 0))
        here = own[own["position"] == position]
        if here.empty:
            raise Refused("Not saved: this turn is no longer in the interview. Run this workbook again.")
        return f"turn {position}" if message.get("turn") else str(here.iloc[0]["speaker"])

    def _text(self, transcript: str) -> str:
        """Return the mark of the text whose turns are counted."""
        rows = rows_of(self.panel.tables["transcripts"])
        return next((row["sha256"] for row in rows if row["transcript_id"] == transcript and row["text_file"]), "")


def _person(row: Row) -> Row:
    about = ", ".join(str(row[name]) for name in ("employer", "role") if row[name])
    return {"id": row["participant_id"], "about": f"{row['participant_id']} {about}".strip()}
