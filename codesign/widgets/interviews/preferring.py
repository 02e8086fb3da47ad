"""How a person likes the coding panel: their own keys, the first steps, and the place they left."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from codesign.widgets.interviews.parts import Panel, Part
from codesign.widgets.screen import Message

OnPreference = Callable[[str, object], None]
LONGEST_KEY = 20
MOST_KEYS = 200


class Preferring(Part):
    """Tells the page what the person prefers, keeps what they change, and opens the interview they left."""

    def __init__(self, panel: Panel, preferences: Mapping[str, Any], on_preference: OnPreference | None) -> None:
        super().__init__(panel)
        self._is_kept = on_preference is not None
        self._keep = on_preference or (lambda _name, _value: None)
        checked = ((name, check(preferences.get(name))) for name, check in PREFERENCES.items())
        self.preferences = {name: value for name, value in checked if value is not None}
        left = self.preferences.get("place", {}).get("transcript", "")
        panel.open = left if left in panel.texts else ""

    @property
    def asks(self) -> Mapping[str, Callable[[Message], None]]:
        """What this part takes: one preference at a time."""
        return {"preference": self._prefer}

    def _prefer(self, message: Message) -> None:
        name = str(message.get("name"))
        if name not in PREFERENCES:
            return
        value = PREFERENCES[name](message.get("value"))
        self.preferences = {**self.preferences, name: value}
        self._keep(name, value)

    def snapshot(self) -> Message:
        """Return what is preferred, and whether it is remembered anywhere."""
        return {
            "preferences": {name: one for name, one in self.preferences.items() if one is not None},
            "remembers": self._is_kept,
        }


def _keys(value: object) -> dict[str, list[str]] | None:
    """Return the keys by command; None where these are no keys."""
    if not isinstance(value, Mapping) or len(value) > MOST_KEYS:
        return None
    lists = {str(name): [str(key) for key in keys] for name, keys in value.items() if isinstance(keys, list)}
    short = all(len(key) <= LONGEST_KEY for keys in lists.values() for key in keys)
    return lists if short and len(lists) == len(value) else None


def _yes_or_no(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _place(value: object) -> dict[str, Any] | None:
    """Return an interview and the offsets of the cursor and the scrolling in it; None where this is no place."""
    if not isinstance(value, Mapping) or not isinstance(value.get("transcript"), str):
        return None
    numbers = {name: value.get(name) for name in ("anchor", "focus", "top")}
    if not all(isinstance(one, (int, float)) and one >= 0 for one in numbers.values()):
        return None
    return {"transcript": value["transcript"], **numbers}


PREFERENCES: dict[str, Callable[[object], Any]] = {
    "keys": _keys,
    "single_keys": _yes_or_no,
    "first_steps": _yes_or_no,
    "suggestions": _yes_or_no,
    "place": _place,
}
