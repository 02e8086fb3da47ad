"""One line of a journal: an operation, with a checksum of itself and of the line before it."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

VERSION = 1


@dataclass(frozen=True)
class Change:
    """What a person asks to be saved: for a put the key columns and only the changed fields; for a delete the key."""

    op: Literal["put", "delete"]
    table: str
    row: Mapping[str, Any]


@dataclass(frozen=True)
class Operation:
    """One decision as it stands in a journal.

    `group` ties what was done in one act, so that one undo takes it back. `lamport` orders operations without
    trusting clocks. `on` names, per field, the operations whose value the person saw; "*" stands for the row.
    `target` is the group an undo takes back.
    """

    id: str
    group: str
    seq: int
    lamport: int
    person: str
    device: str
    at: str
    op: Literal["put", "delete", "undo"]
    table: str = ""
    row: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    on: Mapping[str, list[str]] = field(default_factory=dict)
    target: str = ""
    version: int = VERSION

    @property
    def order(self) -> tuple[int, str, str, int]:
        """The place of the operation among all: logical clock, then person, device and sequence."""
        return (self.lamport, self.person, self.device, self.seq)


SHORT = {
    "id": "id",
    "group": "group",
    "seq": "seq",
    "lam": "lamport",
    "person": "person",
    "device": "device",
    "ts": "at",
    "op": "op",
    "table": "table",
    "row": "row",
    "fields": "fields",
    "on": "on",
    "target": "target",
    "v": "version",
}


def new_id(kind: str = "") -> str:
    """Return an id that was never used before, such as `coding-3f9a…`."""
    identity = uuid.uuid4().hex[:16]
    return f"{kind}-{identity}" if kind else identity


def encode(operation: Operation, previous: str) -> tuple[bytes, str]:
    """Return the line for an operation and its checksum; `previous` is the checksum of the line before."""
    body = {short: getattr(operation, name) for short, name in SHORT.items()}
    filled = {key: value for key, value in body.items() if value not in ("", {}, [])}
    filled["prev"] = previous
    checksum = _checksum(filled)
    return _dump({**filled, "h": checksum}) + b"\n", checksum


def decode(line: bytes) -> tuple[Operation, str, str]:
    """Return the operation of a line, its checksum and that of the line before; ValueError when it is damaged."""
    record = json.loads(line.decode("utf-8"))
    if not isinstance(record, dict) or record.get("h") != _checksum({k: v for k, v in record.items() if k != "h"}):
        raise ValueError("the checksum does not fit")
    fields = {name: record[short] for short, name in SHORT.items() if short in record}
    operation = Operation(**fields)
    # A newer version may keep other things in a line; it is refused as such, not as damaged.
    if operation.version <= VERSION and not _is_sound(operation):
        raise ValueError("a part of the line is not what it should be")
    return operation, record["h"], record["prev"]


def _is_sound(operation: Operation) -> bool:
    """Whether all that orders, names and dates an operation can be used; a tool that writes lines may err in it."""
    numbers = (operation.seq, operation.lamport)
    words = (operation.id, operation.group, operation.person, operation.device, operation.table, operation.row)
    return (
        all(type(number) is int for number in numbers)
        and all(isinstance(word, str) for word in (*words, operation.target))
        and isinstance(operation.fields, dict)
        and isinstance(operation.on, dict)
        and operation.op in ("put", "delete", "undo")
        and datetime.fromisoformat(operation.at).tzinfo is not None
    )


def _checksum(record: Mapping[str, Any]) -> str:
    return hashlib.blake2s(_dump(record), digest_size=8).hexdigest()


def _dump(record: Mapping[str, Any]) -> bytes:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode("utf-8")
