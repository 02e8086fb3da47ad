"""A mapping that grows without being copied: what is new lies over what was there."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, Mapping, ValuesView
from typing import TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")
THICKEST = 256
"""How many entries lie over the rest before the two become one: copying these few is all that a step costs."""


class Layers(Mapping[Key, Value]):
    """A mapping that never changes: `laid_over` gives another, in time that does not grow with this one."""

    __slots__ = ("_below", "_size", "_top")

    def __init__(self, below: dict[Key, Value], top: dict[Key, Value] | None = None, size: int | None = None) -> None:
        self._below, self._top = below, top or {}
        self._size = len(below) if size is None else size

    def laid_over(self, entries: Mapping[Key, Value]) -> Layers[Key, Value]:
        """Return the mapping with these entries in place of those of the same keys; new keys come last."""
        size = self._size + sum(key not in self for key in entries)
        top = {**self._top, **entries}
        return Layers({**self._below, **top}) if len(top) > THICKEST else Layers(self._below, top, size)

    def __getitem__(self, key: Key) -> Value:
        return self._top[key] if key in self._top else self._below[key]

    def __contains__(self, key: object) -> bool:
        return key in self._top or key in self._below

    def __iter__(self) -> Iterator[Key]:
        return iter(self._joined())

    def __len__(self) -> int:
        return self._size

    def items(self) -> ItemsView[Key, Value]:
        """Return the entries, the oldest key first."""
        return self._joined().items()

    def values(self) -> ValuesView[Value]:
        """Return the values, that of the oldest key first."""
        return self._joined().values()

    def _joined(self) -> dict[Key, Value]:
        return {**self._below, **self._top} if self._top else self._below
