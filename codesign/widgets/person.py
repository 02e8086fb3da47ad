"""The field for the name of the person who sits at this computer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from codesign import display
from codesign.widgets.screen import Message, Refused, Screen


class PersonField(Screen):
    """One name, kept for this computer."""

    name = "person_field"

    def __init__(self, person: str, on_save: Callable[[str], str]) -> None:
        super().__init__()
        self._person, self._on_save = person, on_save

    def static(self) -> display.Html:
        """Return the sentence that names the person."""
        return display.sentence(f"What is decided here is saved under the name {self._person}.")

    def snapshot(self) -> Message:
        """Return the name."""
        return {"person": self._person}

    def change(self, message: Message) -> Message:
        """Keep another name."""
        try:
            self._person = self._on_save(str(message.get("person", "")))
        except ValueError as error:
            raise Refused(f"Not saved: {error}") from error
        return {"person": self._person, "at": f"{datetime.now():%H:%M:%S}"}  # noqa: DTZ005 - local time, for people


def person_field(person: str, *, on_save: Callable[[str], str]) -> Screen:
    """Return the field for a person's name; `on_save` keeps it and returns it tidied, ValueError refuses it."""
    return PersonField(person, on_save)
