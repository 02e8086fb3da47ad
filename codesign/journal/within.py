"""The acts of a person that stay within some tables, so that a screen takes back what was done there and no more."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from codesign.journal.fold import Act, Folded, act_of
from codesign.journal.records import Operation


@dataclass
class _Stacks:
    """What a person can take back, and what they took back and can do again, newest last."""

    done: list[str] = field(default_factory=list)
    taken_back: list[tuple[str, str]] = field(default_factory=list)

    def take(self, group: str, target: str) -> None:
        """Take an act into account; `target` is what it takes back, empty for an act of its own."""
        if not target:
            self.done.append(group)
            self.taken_back = []
        elif target in self.done:
            self.done.remove(target)
            self.taken_back.append((target, group))
        else:
            redone = [pair for pair in self.taken_back if pair[1] == target]
            self.taken_back = [pair for pair in self.taken_back if pair not in redone]
            self.done += [pair[0] for pair in redone]


@dataclass(frozen=True)
class Within:
    """A person's next undo and redo of acts that touch no other tables than these.

    `undo` and `redo` are the groups to take back, empty for none; `undoes` and `redoes` say what they are about.
    """

    undo: str
    redo: str
    undoes: Act | None
    redoes: Act | None


def acts_within(folded: Folded, person: str, tables: Collection[str], along: Collection[str] = ()) -> Within:
    """Return what this person's next undo and redo are about, of acts that touch these tables and no others.

    An act may touch tables in `along` too, but not these alone; so it is with the numbers that rows get by the way.
    """
    own = _groups(operation for operation in folded.operations if operation.person == person)
    meant_tables, allowed = {*tables}, {*tables, *along, "numbers"}
    stacks, meant = _Stacks(), set[str]()
    for group, operations in own.items():
        target = operations[0].target
        touched = {operation.table for operation in operations}
        if target in meant if target else touched <= allowed and touched & meant_tables:
            meant.add(group)
            stacks.take(group, target)
    undo = stacks.done[-1] if stacks.done else ""
    redone, redo = stacks.taken_back[-1] if stacks.taken_back else ("", "")
    return Within(undo, redo, *(act_of(folded, own[group]) if group else None for group in (undo, redone)))


def built_on(folded: Folded, act: Act, since: str) -> tuple[Operation, ...]:
    """Return what others, or the person elsewhere, did since to the very fields of an act.

    `since` is the group after which it counts: the act itself where it is to be undone, its undo where it is to be
    done again. What was taken back does not count.
    """
    places = {(one.table, one.row): set(one.fields) for one in act.operations if one.table != "numbers"}
    groups = {one.group for one in act.operations} | {since}
    last = max((one.order for one in folded.operations if one.group == since), default=(0, "", "", 0))
    return tuple(
        one
        for one in folded.operations
        if (one.table, one.row) in places
        and one.op != "undo"
        and one.group not in groups | folded.undone
        and (one.op == "delete" or not places[one.table, one.row] or places[one.table, one.row] & set(one.fields))
        and one.order > last
    )


def _groups(operations: Iterable[Operation]) -> dict[str, list[Operation]]:
    groups: dict[str, list[Operation]] = {}
    for operation in operations:
        groups.setdefault(operation.group, []).append(operation)
    return groups
