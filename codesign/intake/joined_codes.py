"""Codes that come from elsewhere, joined with those a study has: nothing is replaced, nothing is lost."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from codesign import schemas
from codesign.codebooks import LONGEST_NAME, TEXTS, plain_name, short_name
from codesign.codebooks.edits import NO_FAMILY
from codesign.journal import Change
from codesign.phrases import count_of
from codesign.refi import CodeNote
from codesign.study.person import slug

SHOWN = 5


@dataclass(frozen=True)
class Incoming:
    """A code as a file has it: `key` and `parent` are ids within the file, `note` what it says beside its name."""

    key: str
    name: str
    parent: str = ""
    note: CodeNote = field(default_factory=CodeNote)


@dataclass(frozen=True)
class Joined:
    """The id in the study of each code of the file, the changes that bring them in, and what a person should know.

    `strangers` are the names of new codes that fit none of the families.
    """

    ids: dict[str, str] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)


def joined(codes: Sequence[Mapping[str, Any]], incoming: Sequence[Incoming]) -> Joined:
    """Return how the codes of a file join those of the study.

    A code is one the study has where its workbook id, its place in the hierarchy, or its name alone says so. Of such
    a code only empty fields are filled. A new code gets the family of its name, else of its parent, else knowledge.
    """
    result = Joined()
    ordered = _parents_first(incoming, result.sentences)
    for one in ordered:
        _join(one, codes, ordered, result)
    result.sentences.extend(_summary(ordered, result))
    return result


def nested(incoming: Sequence[Incoming], names: Collection[str]) -> list[Incoming]:
    """Return tags of Taguette as a tree: “skills.purging” stands below “skills” where that is a tag too.

    A dot is Taguette's only hierarchy. A tag stays whole where the study has a code of that name (`names`).
    """
    keys = {one.name: one.key for one in incoming}

    def placed(one: Incoming) -> Incoming:
        above = tag_above(one.name, keys)
        if not above or one.parent or one.name in names:
            return one
        return replace(one, name=one.name[len(above) + 1 :].strip(), parent=keys[above])

    return [placed(one) for one in incoming]


def tag_above(tag: str, tags: Collection[str]) -> str:
    """Return the longest part of a tag before a dot that is a tag itself; "" for none."""
    parts = (tag[: dot.start()] for dot in re.finditer(r"\.(?=.*\S)", tag))
    return max((part for part in parts if part in tags), key=len, default="")


def _join(one: Incoming, codes: Sequence[Mapping[str, Any]], incoming: Sequence[Incoming], result: Joined) -> None:
    same = _same(one, codes, incoming, result)
    if same is None:
        row = _new(one, codes, result)
        result.ids[one.key] = row["code_id"]
        result.changes.append(Change("put", "codes", row))
        return
    result.ids[one.key] = str(same["code_id"])
    described = {name: getattr(one.note, name) for name in TEXTS}
    filled = {name: words for name, words in described.items() if words and not same[name]}
    differing = [name for name, words in described.items() if words and same[name] and words != same[name]]
    if filled:
        result.changes.append(Change("put", "codes", {"code_id": same["code_id"], **filled}))
    if differing:
        result.sentences.append(f"The code “{one.name}” is here with another {' and '.join(differing)}; ours stays.")


def _same(
    one: Incoming, codes: Sequence[Mapping[str, Any]], incoming: Sequence[Incoming], result: Joined
) -> Mapping[str, Any] | None:
    """Return the code of the study that this one is, if it is one."""
    used = set(result.ids.values())
    free = [code for code in codes if code["code_id"] not in used]
    by_id = [code for code in free if code["code_id"] == one.note.code_id]
    named = [code for code in free if plain_name(code["name"]) == plain_name(short_name(one.name))]
    placed = [code for code in named if code["parent_id"] == result.ids.get(one.parent, "")]
    if by_id or placed:
        return (by_id or placed)[0]
    if len(named) != 1 or one.note.code_id:
        return None
    alone = sum(plain_name(other.name) == plain_name(one.name) for other in incoming) == 1
    return named[0] if alone else None


def _new(one: Incoming, codes: Sequence[Mapping[str, Any]], result: Joined) -> dict[str, Any]:
    parent = result.ids.get(one.parent, "")
    definition = one.note.definition
    if len(one.name) > LONGEST_NAME:
        definition = "\n\n".join(part for part in (f"Full name: {one.name}", definition) if part)
        result.sentences.append(
            f"The name “{one.name[:40]}…” is longer than {LONGEST_NAME} characters; all of it stands in the definition."
        )
    made = {change.row["code_id"]: change.row for change in result.changes if "name" in change.row}
    by_id = {code["code_id"]: code for code in codes} | made
    return {
        "code_id": _free_id(one, set(by_id)),
        "name": short_name(one.name),
        "family": _family(one, by_id.get(parent), result.strangers),
        "parent_id": parent,
        **{name: getattr(one.note, name) for name in TEXTS},
        "definition": definition,
    }


def _family(one: Incoming, parent: Mapping[str, Any] | None, strangers: list[str]) -> str:
    names = {plain_name(label): family for family, label in schemas.FAMILIES.items()}
    names |= {plain_name(family): family for family in schemas.FAMILIES}
    names[plain_name("Who can move into the role")] = "can-move"
    own = (
        names.get(plain_name(one.note.family))
        or names.get(plain_name(one.name))
        or names.get(plain_name(one.name).removesuffix("s"))
    )
    if own or parent:
        return own or str(parent["family"] if parent else "")
    strangers.append(one.name[:60])
    return NO_FAMILY


def _free_id(one: Incoming, taken: set[str]) -> str:
    wanted = one.note.code_id or slug(one.name, longest=60)
    wanted = wanted or f"code-{hashlib.blake2s(one.name.encode(), digest_size=4).hexdigest()}"
    identity, number = wanted, 2
    while identity in taken:
        identity, number = f"{wanted}-{number}", number + 1
    return identity


def _parents_first(incoming: Sequence[Incoming], sentences: list[str]) -> list[Incoming]:
    """Return the codes in an order in which a parent comes before those below it; a circle is cut, and told."""
    by_key = {one.key: one for one in incoming}
    done: dict[str, Incoming] = {}
    for one in incoming:
        line: list[Incoming] = []
        at: Incoming | None = one
        while at is not None and at.key not in done and at not in line:
            line.append(at)
            at = by_key.get(at.parent)
        if at is not None and at in line:
            names = " › ".join(f"“{code.name}”" for code in line)
            sentences.append(f"The codes {names} stand in a circle; “{line[-1].name}” is put at the top.")
            line[-1] = replace(line[-1], parent="")
        done |= {code.key: code for code in reversed(line)}
    return list(done.values())


def _summary(incoming: Sequence[Incoming], result: Joined) -> list[str]:
    new = len([change for change in result.changes if "name" in change.row])
    times = Counter(plain_name(one.name) for one in incoming)
    twice = {plain_name(one.name): one.name for one in incoming if times[plain_name(one.name)] > 1}
    counted = f"{count_of(len(incoming), 'code')}: {new} new, {len(incoming) - new} that were here."
    sentences = [counted] if incoming else []
    if result.strangers:
        names = ", ".join(f"“{name}”" for name in result.strangers[:SHOWN])
        more = f" and {len(result.strangers) - SHOWN} more" if len(result.strangers) > SHOWN else ""
        fit = (
            "is none of our families, so it stands"
            if len(result.strangers) == 1
            else "fit none of our families and stand"
        )
        sentences.append(
            f"{names}{more} {fit} under {schemas.FAMILIES[NO_FAMILY]}. Change that in 01 where another fits."
        )
    for even, name in twice.items():
        ids = ", ".join(result.ids[one.key] for one in incoming if plain_name(one.name) == even)
        sentences.append(f"{times[even]} codes are called “{name[:60]}”; each is kept: {ids}.")
    return sentences
