"""What the page has of the board, so that only news of it travel."""

from __future__ import annotations

from typing import Any

from codesign.widgets.screen import Message

BY_ID = ("cards", "duties")
"""The parts of which only the entries that changed travel."""


class Sent:
    """The parts the page has."""

    def __init__(self) -> None:
        self._parts: dict[str, Any] = {}

    def all(self, parts: Message) -> Message:
        """Return the whole board as it travels, and hold that the page has it."""
        self._parts = dict(parts)
        return {**parts, "duties": list(parts["duties"].values())}

    def news(self, parts: Message) -> Message:
        """Return the parts that differ from what the page has; of cards and duties only those, and which are gone."""
        before, self._parts = self._parts, dict(parts)
        news = {name: part for name, part in parts.items() if name not in BY_ID and before.get(name) != part}
        for name in BY_ID:
            old, new = before.get(name, {}), parts[name]
            changed = {one: shown for one, shown in new.items() if old.get(one) != shown}
            if changed:
                news[name] = changed if name == "cards" else list(changed.values())
        gone = [one for name in BY_ID for one in before.get(name, {}) if one and one not in parts[name]]
        return {**news, **({"gone": gone} if gone else {})}
