"""What becomes of changes before they are written: completed, checked against everything, only what differs kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from codesign import journal, schemas, transcripts
from codesign.errors import Problem
from codesign.journal import Change, Operation
from codesign.study.decided import Spot, spot_of
from codesign.study.texts import Texts

WITH_WORDS = ("codings", "reconciliations", "suggestion_answers")
WHERE = {"transcript_id", "start", "end", "quote_sha256", "text_sha256"}


@dataclass(frozen=True)
class State:
    """What a change is held against: the journals, the texts, who is a participant, and who saves."""

    folded: journal.Folded
    texts: Texts
    people: frozenset[str]
    person: str
    codings_at: Callable[[Spot], Sequence[str]] = field(default=lambda _spot: ())

    def row(self, change: Change) -> dict[str, Any]:
        """Return the row as it will be: what is there, with the change laid over it."""
        return {**self.folded.row(change.table, schemas.row_id(change.table, change.row)), **change.row}


def completed(changes: Sequence[Change], state: State) -> list[Change]:
    """Return the changes with trimmed keys, checksums of passages and texts, and one coding where two say the same."""
    trimmed = [Change(change.op, change.table, _trimmed(change)) for change in changes]
    filled = [_with_passage(change, state) for change in _once_a_row(trimmed)]
    return _once_a_row(_without_repeats(filled, state))


def problems(changes: Sequence[Change], state: State) -> list[Problem]:
    """Return everything that keeps the changes from being saved."""
    puts = [change for change in changes if change.op == "put"]
    rows = _rows_then(changes, state)
    wrong: list[Problem] = []
    for change in puts:
        row, set_now = state.row(change), _set_now(change, state)
        wrong += _not_decided_here(change) or schemas.row_problems(change.table, row)
        wrong += _missing_references(change.table, row, rows, state.people, set_now)
        wrong += _outside_text(change.table, row, state.texts) if set_now & WHERE else []
    return wrong + _circles(puts, state)


def unknown_codes(changes: Sequence[Change], state: State, unknown: Callable[[str, str, str], str]) -> list[Problem]:
    """Return the codes that are set now and that their framework, where the study has its files, does not have."""
    wrong = []
    for change in changes:
        if change.op != "put" or change.table != "alignments" or not _set_now(change, state) & {"code", "framework"}:
            continue
        row = state.row(change)
        framework, code, title = (str(row.get(name) or "") for name in ("framework", "code", "title"))
        sentence = unknown(framework, code, title)
        if sentence:
            wrong.append(Problem("alignments", "code", code, sentence, schemas.row_id("alignments", row)))
    return wrong


def drafts(changes: Sequence[Change], folded: journal.Folded) -> list[Operation]:
    """Return the operations to write: of each row only the fields that differ; none for a row that stays."""
    return [draft for change in changes if (draft := _draft(change, folded)) is not None]


def undoing(group: str) -> Operation:
    """Return the operation that takes a group back."""
    return _operation("undo", target=group)


def resting_on(group: str, folded: journal.Folded) -> list[Problem]:
    """Return the rows that keep an act from being taken back: others name what would vanish, or changed half of it."""
    then = journal.extended(folded, [replace(undoing(group), id="then", group="then", lamport=folded.lamport + 1)])
    touched = [place for place in then.changed or () if folded.row(*place)]
    vanished = {place for place in touched if not then.row(*place)}
    wrong = [
        replace(problem, row_id=identity)
        for table, identity in touched
        if (table, identity) not in vanished
        for problem in schemas.row_problems(table, then.row(table, identity))[:1]
    ]
    return [*wrong, *_naming(vanished, then)]


def _naming(vanished: Collection[tuple[str, str]], folded: journal.Folded) -> list[Problem]:
    tables = {table for table, _ in vanished}
    return [
        Problem(name, column, str(row[column]), "names a row that would be gone", schemas.row_id(name, row))
        for name, model in schemas.TABLES.items()
        for column, target in model.references.items()
        if target in tables and model.origin == "decided"
        for row in folded.table_rows(name)
        if row.get(column) and (target, schemas.key_text(row[column])) in vanished
    ]


# completing -------------------------------------------------------------------------------------------


def _trimmed(change: Change) -> dict[str, Any]:
    key = schemas.TABLES[change.table].key
    return {
        name: value.strip() if name in key and isinstance(value, str) else value for name, value in change.row.items()
    }


def _once_a_row(changes: Sequence[Change]) -> list[Change]:
    """Join changes of one row: two operations of one act would look like two people who disagree."""
    joined: dict[tuple[str, str, str], Change] = {}
    for change in changes:
        place = (change.op, change.table, schemas.row_id(change.table, change.row))
        earlier = joined[place].row if place in joined else {}
        joined[place] = Change(change.op, change.table, {**earlier, **change.row})
    return list(joined.values())


def _with_passage(change: Change, state: State) -> Change:
    """Fill in which text is meant, who coded, and the checksum of the passage where that is new."""
    if change.op != "put" or change.table not in WITH_WORDS:
        return _with_turns(change, state)
    if not change.row.keys() & {"transcript_id", "start", "end"}:
        return change
    change = _with_mark(change, state)
    row = {"coder": state.person, **state.row(change)}
    words = _passage(row, state.texts)
    if not _is_coding(change) or words is None:
        return change
    quote = change.row.get("quote_sha256") or transcripts.sha256_of(words)
    return Change("put", "codings", {**change.row, "coder": row["coder"], "quote_sha256": quote})


def _with_turns(change: Change, state: State) -> Change:
    """Fill in which text the turns of a new row for speakers are counted in."""
    is_new = (
        change.op == "put"
        and change.table == "speakers"
        and "role" not in state.folded.row("speakers", schemas.row_id("speakers", change.row))
    )
    is_of_turns = is_new and bool(transcripts.turns_named(str(change.row.get("speaker", ""))))
    return _with_mark(change, state) if is_of_turns else change


def _with_mark(change: Change, state: State) -> Change:
    """Fill in the mark of the text that is meant: of the one given, or of the one in use."""
    row = state.row(change)
    transcript, given = str(row.get("transcript_id", "")), change.row.get("text_sha256")
    mark = state.texts.marks.get(transcript, "") if given is None else state.texts.mark(transcript, str(given))
    before = state.folded.row(change.table, schemas.row_id(change.table, change.row)).get("text_sha256", "")
    others = {name: value for name, value in change.row.items() if name != "text_sha256"}
    return Change("put", change.table, {**others, "text_sha256": mark} if mark or before else others)


def _without_repeats(changes: Sequence[Change], state: State) -> list[Change]:
    """Let the same code on the same words by the same coder be one coding, and what names the second name the first."""
    first = _first_ones(changes, state)
    stay = [_renamed(change, first) for change in changes if not _is_repeat(change, first)]
    # Last, so that a change of the first one's own memo in the same act does not replace what was joined to it.
    return [*stay, *_joined(stay, [change for change in changes if _is_repeat(change, first)], first, state)]


def _first_ones(changes: Sequence[Change], state: State) -> dict[str, str]:
    """Return for each new coding that repeats one the coding it repeats."""
    leaving = {str(one.row.get("coding_id")) for one in changes if one.op == "delete"}
    there: dict[Spot, str] = {}
    first: dict[str, str] = {}
    for change in filter(_is_coding, changes):
        own, spot = str(change.row.get("coding_id", "")), spot_of(state.row(change))
        stays = [one for one in state.codings_at(spot) if one not in leaving]
        same = there.setdefault(spot, stays[-1] if stays else own)
        if same != own and not state.folded.row("codings", own):
            first[own] = same
    return first


def _is_repeat(change: Change, first: Mapping[str, str]) -> bool:
    return _is_coding(change) and str(change.row.get("coding_id", "")) in first


def _joined(
    stay: Sequence[Change], repeats: Sequence[Change], first: Mapping[str, str], state: State
) -> Iterator[Change]:
    """Yield what repeated codings add to the first ones: a memo joins the one that is there."""
    memos = {str(one.row.get("coding_id")): one.row["memo"] for one in stay if _is_coding(one) and "memo" in one.row}
    for repeat in repeats:
        same = first[str(repeat.row["coding_id"])]
        earlier = str(memos.get(same, state.folded.row("codings", same).get("memo")) or "")
        addition = {**repeat.row, "memo": _added_to(earlier, str(repeat.row.get("memo") or ""))}
        memos[same] = addition["memo"] or earlier
        yield Change("put", "codings", {"coding_id": same, **_own_fields(addition)})


def _is_coding(change: Change) -> bool:
    return change.op == "put" and change.table == "codings"


def _own_fields(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a repeated coding says that its place and code do not."""
    fields = {"memo": row.get("memo") or "", "polarity": row.get("polarity") or "supports"}
    return {name: value for name, value in fields.items() if value not in ("", "supports")}


def _added_to(earlier: str, memo: str) -> str:
    """Return a memo with what another one adds to it; empty where it adds nothing, so that nothing is joined twice."""
    there = earlier.split("\n\n")
    new = [part for part in memo.split("\n\n") if part and part not in there]
    return "\n\n".join(part for part in (earlier, *new) if part) if new else ""


def _renamed(change: Change, first: Mapping[str, str]) -> Change:
    if change.table not in schemas.OF_CODINGS or change.row.get("coding_id") not in first:
        return change
    return Change(change.op, change.table, {**change.row, "coding_id": first[str(change.row["coding_id"])]})


# checking ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Rows:
    """The rows that will be there: those that are and stay, and those of this act."""

    folded: journal.Folded
    leaving: frozenset[tuple[str, str]]
    coming: frozenset[tuple[str, str]]

    def __contains__(self, place: tuple[str, str]) -> bool:
        stays = place in self.folded.rows and not self.folded.rows[place].is_deleted and place not in self.leaving
        return stays or place in self.coming


def _rows_then(changes: Iterable[Change], state: State) -> _Rows:
    places = [(one.op, (one.table, schemas.row_id(one.table, one.row))) for one in changes]
    leaving, coming = (frozenset(place for op, place in places if op == kind) for kind in ("delete", "put"))
    return _Rows(state.folded, leaving, coming)


def _set_now(change: Change, state: State) -> set[str]:
    """Return the columns that get another value: what dangled before must not keep the rest from being put right."""
    before = state.folded.row(change.table, schemas.row_id(change.table, change.row))
    return {name for name, value in change.row.items() if name not in before or before[name] != value}


def _not_decided_here(change: Change) -> list[Problem]:
    row = schemas.TABLES[change.table]
    if row.origin == "decided":
        return []
    sentence = (
        f"are kept in {row.source}; change them there" if row.source else "follow from the rest and are not saved"
    )
    return [Problem(change.table, "", "", sentence, schemas.row_id(change.table, change.row))]


def _missing_references(
    table: str, row: Mapping[str, Any], rows: _Rows, people: frozenset[str], set_now: set[str]
) -> list[Problem]:
    missing = []
    for column, target in schemas.TABLES[table].references.items():
        if column not in set_now:
            continue
        value = str(row.get(column) or "").strip()
        there = value in people if target == "participants" else (target, schemas.key_text(value)) in rows
        if value and not there:
            sentence = f"is not in {schemas.TABLES[target].source or target}"
            missing.append(Problem(table, column, value, sentence, schemas.row_id(table, row)))
    return missing


def _circles(puts: Sequence[Change], state: State) -> list[Problem]:
    """Return the codes that would stand below themselves."""
    placed = [one for one in puts if one.table == "codes" and "parent_id" in _set_now(one, state)]
    moved = {str(one.row.get("code_id")): state.row(one) for one in placed}
    parents = (
        {row["code_id"]: row["parent_id"] for row in schemas.records(state.folded.table("codes"))} if moved else {}
    )
    parents |= {code: str(row.get("parent_id") or "") for code, row in moved.items()}
    sentence = "would put the code below itself, in a circle. Choose another code above it, or none"
    return [
        Problem("codes", "parent_id", parents[code], sentence, code) for code in moved if code in _above(code, parents)
    ]


def _above(code: str, parents: Mapping[str, str]) -> set[str]:
    above: set[str] = set()
    while (code := parents.get(code, "")) and code not in above:
        above.add(code)
    return above


def _outside_text(table: str, row: Mapping[str, Any], texts: Texts) -> list[Problem]:
    if table not in WITH_WORDS:
        return []
    transcript, value = str(row.get("transcript_id")), f"{row.get('start')} to {row.get('end')}"
    words = _passage(row, texts)
    if words is None:
        length = len(texts.text(transcript, str(row.get("text_sha256") or "")) or "")
        sentence = f"is not a passage of {transcript}, which has {length} characters"
    elif row.get("quote_sha256", "") not in ("", transcripts.sha256_of(words)):
        sentence = f"holds other words in {transcript} than those that were coded; look whether its text was corrected"
    else:
        return []
    return [Problem(table, "start, end", value, sentence, schemas.row_id(table, row))]


def _passage(row: Mapping[str, Any], texts: Texts) -> str | None:
    """Return the words of a coding in the text it points into, or None where that is no passage of its transcript."""
    try:
        start, end = int(row.get("start", "")), int(row.get("end", ""))
    except (ValueError, TypeError):
        return None
    text = texts.text(str(row.get("transcript_id")), str(row.get("text_sha256") or "")) or ""
    return text[start:end] if 0 <= start < end <= len(text) else None


# writing ----------------------------------------------------------------------------------------------


def _draft(change: Change, folded: journal.Folded) -> Operation | None:
    identity = schemas.row_id(change.table, change.row)
    current = folded.row(change.table, identity)
    if change.op == "delete":
        on = {"*": folded.seen_row(change.table, identity)}
        return _operation("delete", change.table, identity, on=on) if current else None
    row = schemas.TABLES[change.table]
    typed = row.model_validate({**current, **change.row}).model_dump()
    contested = {conflict.field for conflict in folded.conflicts_of(change.table, identity)}
    unset = {name: field.get_default() for name, field in row.model_fields.items()} if current else {}
    before = {**unset, **current}
    fields = {
        name: typed[name]
        for name in change.row
        if name not in row.key and (name not in before or typed[name] != before[name] or name in contested)
    }
    if current and not fields:
        return None
    return _operation("put", change.table, identity, fields, folded.seen(change.table, identity, fields))


def _operation(
    op: Any,
    table: str = "",
    row: str = "",
    fields: Mapping[str, Any] | None = None,
    on: Mapping[str, list[str]] | None = None,
    target: str = "",
) -> Operation:
    return Operation("", "", 0, 0, "", "", "", op, table, row, fields or {}, on or {}, target)
