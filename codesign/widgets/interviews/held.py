"""The codings a panel holds: found by their place, and told apart from those the page already has."""

from __future__ import annotations

from collections.abc import ItemsView, Iterable, Iterator, Mapping, ValuesView

from codesign.widgets.screen import Row

PLACE = ("transcript_id", "start", "end", "code_id", "coder")
Place = tuple[object, ...]


class HeldCodings(Mapping[str, Row]):
    """Codings by id; putting, removing and finding one takes the same time however many there are."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows: dict[str, Row] = {row["coding_id"]: row for row in rows}
        self._places: dict[Place, set[str]] = {}
        for identity, row in self._rows.items():
            self._places.setdefault(_place(row), set()).add(identity)
        self._touched: set[str] | None = None

    def __getitem__(self, identity: str) -> Row:
        return self._rows[identity]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def items(self) -> ItemsView[str, Row]:
        """Return the codings with their ids."""
        return self._rows.items()

    def values(self) -> ValuesView[Row]:
        """Return the codings."""
        return self._rows.values()

    def has_at(self, row: Row) -> bool:
        """Whether the same coder has the same code on the same words."""
        return bool(self._places.get(_place(row)))

    def put(self, identity: str, fields: Mapping[str, object]) -> None:
        """Lay fields over a coding, or add it."""
        row = {**self._rows.get(identity, {}), **fields}
        self._leave_place(identity)
        self._rows[identity] = row
        self._places.setdefault(_place(row), set()).add(identity)
        self._touch(identity)

    def remove(self, identity: str) -> None:
        """Take a coding away, if it is there."""
        self._leave_place(identity)
        self._rows.pop(identity, None)
        self._touch(identity)

    def touched(self) -> set[str] | None:
        """Return the ids that changed since this was last asked; None at first, when that may be any."""
        touched, self._touched = self._touched, set()
        return touched

    def _leave_place(self, identity: str) -> None:
        if identity in self._rows:
            self._places[_place(self._rows[identity])].discard(identity)

    def _touch(self, identity: str) -> None:
        if self._touched is not None:
            self._touched.add(identity)


def _place(row: Row) -> Place:
    return tuple(row.get(name) for name in PLACE)
