"""The rows of one file of a framework, read into what every framework has: occupations, titles, tasks, ratings."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cache

from codesign.phrases import count_of
from codesign.taxonomies.layouts import Recognised
from codesign.taxonomies.rules import rules
from codesign.taxonomies.words import folded

FORMAT = 1
"""Rises where a file is read otherwise, so that what was read before is read again."""
Cells = Mapping[str, str]
Record = Sequence[str]
CORE, SUPPLEMENTAL, EMERGING, ESSENTIAL, OPTIONAL = "core", "supplemental", "emerging", "essential", "optional"
_GARBLED = re.compile("[ÃÂ][\u0080-\u00bf]|â€|\ufffd")
_NOUGHTS = {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5}


@dataclass(frozen=True)
class Part:
    """What one file says: its framework and edition, and records by what they are about.

    `topic` tells files of one layout apart, such as skills and knowledge; `until` is the latest month its rows name.
    """

    framework: str
    called: str
    layout: str
    topic: str = ""
    language: str = "en"
    version: str = ""
    until: str = ""
    row_count: int = 0
    records: Mapping[str, Sequence[Record]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def as_lines(self) -> list[str]:
        """Return it as lines of JSON: what it is, then each kind of record in a line of its own."""
        head = {**asdict(replace(self, records={})), "records": list(self.records)}
        return [json.dumps(one, ensure_ascii=False) for one in (head, *self.records.values())]

    @classmethod
    def of_lines(cls, lines: Sequence[str]) -> Part:
        """Return what `as_lines` gave; records are parsed when they are first asked for. ValueError for other lines."""
        head = json.loads(lines[0]) if lines else {}
        names = head.get("records", ()) if isinstance(head, dict) else ()
        if not isinstance(head, dict) or not lines or len(lines) != len(names) + 1:
            raise ValueError("these are not the lines of a part")
        return cls(
            **{**head, "notes": tuple(head["notes"]), "records": _Lines(dict(zip(names, lines[1:], strict=True)))}
        )


class _Lines(Mapping[str, Sequence[Record]]):
    """Records by kind, parsed once and not before they are asked for."""

    def __init__(self, lines: Mapping[str, str]) -> None:
        self._lines = lines
        self._parsed: dict[str, Sequence[Record]] = {}

    def __getitem__(self, name: str) -> Sequence[Record]:
        if name not in self._parsed:
            self._parsed[name] = json.loads(self._lines[name])
        return self._parsed[name]

    def __contains__(self, name: object) -> bool:
        return name in self._lines

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


def part_of(seen: Recognised, rows: Sequence[Cells], version: str = "") -> Part:
    """Return what the rows of a recognised file say; `version` counts where its headings name none."""
    layout = seen.layout
    ours = [{name: row.get(heading, "") for name, heading in seen.columns.items()} for row in rows]
    read = _READ.get(layout.gives)
    others = [heading for heading in (rows[0] if rows else ()) if heading not in seen.columns.values()]
    records, notes, topic = read(ours, rows, others) if read else ({}, (), "")
    return Part(
        layout.framework.name,
        seen.called,
        layout.name,
        f"{topic} {seen.language}".strip() if seen.language != "en" else topic,
        seen.language,
        seen.version or version or layout.framework.version or layout.year,
        max((month for row in ours if (month := _month(row.get("date", "")))), default=""),
        len(rows),
        records,
        (*notes, *_letters(ours)),
    )


def task_identity(text: str) -> str:
    """Return the checksum by which a task without an id of its own is known."""
    return hashlib.sha256(folded(text).encode()).hexdigest()[:12]


def _month(day: str) -> str:
    """Return a date such as 08/2023 or 2022-03-14 as 2023-08 or 2022-03; empty where it is none."""
    turned = re.fullmatch(r"(\d{2})/(\d{4})", day)
    if turned:
        return f"{turned[2]}-{turned[1]}"
    return day[:7] if re.match(r"\d{4}-\d{2}", day) else ""


def _letters(rows: Sequence[Cells]) -> Iterator[str]:
    wrong = [row for row in rows if any(_GARBLED.search(cell) for cell in row.values())]
    if wrong:
        cells = wrong[0].values()
        cell, at = next((one, place.start()) for one in cells if (place := _GARBLED.search(one)))
        yield (
            f"{count_of(len(wrong), 'row has', 'rows have')} letters that were written in another encoding, such as "
            f"“{cell[max(at - 20, 0) : at + 20]}”. The others are as they should be. If you need "
            "these, take the file as it is published."
        )


# what each layout gives ---------------------------------------------------------------------------------

Given = tuple[Mapping[str, Sequence[Record]], Sequence[str], str]


def _classes(rows: Sequence[Cells], _raw: Sequence[Cells], _others: Sequence[str]) -> Given:
    """Read the NOC's structure; a code that lost its leading zeros gets them back from its level."""
    occupations: list[Record] = []
    groups: list[Record] = []
    mended = 0
    for row in rows:
        code = row["code"].zfill(_NOUGHTS.get(row["depth"], 0)) if row["code"].isdigit() else row["code"]
        mended += code != row["code"]
        if len(code) == 5:
            occupations.append((code, row["title"], row.get("definition", ""), "", ""))
        else:
            groups.append((code, row["title"]))
    return {"occupations": occupations, "groups": groups}, _noughts(mended), ""


def _noughts(mended: int) -> list[str]:
    if not mended:
        return []
    return [f"{count_of(mended, 'code')} had lost leading zeros, as a spreadsheet takes them away; they are back."]


def _elements(rows: Sequence[Cells], _raw: Sequence[Cells], _others: Sequence[str]) -> Given:
    kinds = {folded(kind): what for what, names in rules()["element_types"].items() for kind in names}
    records: dict[str, list[Record]] = {"tasks": [], "titles": []}
    for row in rows:
        code, what = row["code"].zfill(5), kinds.get(folded(row["kind"]), "")
        if what == "tasks":
            records["tasks"] += _tasks_of(code, row["text"])
        elif what == "titles":
            records["titles"].append((code, row["text"]))
    return records, (), ""


def _levels(rows: Sequence[Cells], _raw: Sequence[Cells], _others: Sequence[str]) -> Given:
    """Read the NOC's TEER, whose published file has lost the leading zeros of its codes."""
    mended = sum(len(row["code"]) < 5 for row in rows)
    levels = [(row["code"].zfill(5), row["title"], row["level"], row.get("level_words", "")) for row in rows]
    return {"levels": levels}, _noughts(mended), ""


def _occupations(rows: Sequence[Cells], _raw: Sequence[Cells], _others: Sequence[str]) -> Given:
    records: list[Record] = []
    titles: list[Record] = []
    for row in rows:
        own = row.get("code", "") or row.get("title", "")
        code = own if "uri" in row else _profile(own)
        records.append((code, row.get("title", ""), row.get("definition", ""), row.get("isco", ""), row.get("uri", "")))
        lines = f"{row.get('titles', '')}\n{row.get('more_titles', '')}".splitlines()
        titles += ((code, line.strip()) for line in lines if line.strip())
    return {"occupations": records, "titles": titles}, (), "definitions" if rows and "title" not in rows[0] else ""


def _profile(code: str) -> str:
    """Return the code of an OaSIS profile as it is published, where a spreadsheet took it for a number."""
    number = re.fullmatch(r"(\d{1,5})(?:\.(\d{1,2}))?", code)
    return f"{number[1].zfill(5)}.{(number[2] or '').ljust(2, '0')}" if number else code


def _tasks(rows: Sequence[Cells], _raw: Sequence[Cells], _others: Sequence[str]) -> Given:
    tasks: list[Record] = []
    for row in rows:
        code = _profile(row["code"])
        if "identity" in row:  # An O*NET task whose type is empty was rated by nobody: it is not supplemental.
            tasks.append((code, row["identity"], row["text"], row["kind"].lower()))
        else:
            tasks += _tasks_of(code, row["text"])
    titles = {(_profile(row["code"]), row.get("title", ""), "", "", "") for row in rows if row.get("title")}
    return {"tasks": tasks, "occupations": sorted(titles)}, (), ""


def _tasks_of(code: str, text: str) -> list[Record]:
    """Return a duty as a task: without "may" before it, and none for a line that only announces the duties."""
    if not text or _preambles().fullmatch(folded(text)):
        return []
    only_some = _by_some().match(text)
    statement = text[only_some.end() :] if only_some else text
    statement = statement[:1].upper() + statement[1:]
    return [(code, task_identity(text), statement, str(rules()["some_do_so_words"]) if only_some else "")]


@cache
def _by_some() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(rules()['some_do_so'])})\s+", re.IGNORECASE)


@cache
def _preambles() -> re.Pattern[str]:
    return re.compile("|".join(".*".join(map(re.escape, one.split("*"))) for one in rules()["not_a_task"]))


def _emerging(rows: Sequence[Cells], _raw: Sequence[Cells], _others: Sequence[str]) -> Given:
    new = [row for row in rows if row["kind"].lower() == "new"]
    return {"tasks": [(row["code"], task_identity(row["text"]), row["text"], EMERGING) for row in new]}, (), ""


def _ratings(rows: Sequence[Cells], _raw: Sequence[Cells], _others: Sequence[str]) -> Given:
    """Read relevance (RT) and importance (IM) of each task; what is recommended to be suppressed is left out."""
    rated: dict[tuple[str, str], dict[str, str]] = {}
    for row in rows:
        if row["scale"] in ("RT", "IM") and row["suppress"].upper() != "Y":
            rated.setdefault((row["code"], row["identity"]), {})[row["scale"]] = row["value"]
    left = sum(row["suppress"].upper() == "Y" for row in rows)
    notes = [f"{count_of(left, 'row is', 'rows are')} left out, as the publisher recommends (Recommend Suppress)."]
    ratings = [(*task, one.get("RT", ""), one.get("IM", "")) for task, one in rated.items()]
    return {"ratings": ratings}, notes if left else (), ""


def _titles(rows: Sequence[Cells], _raw: Sequence[Cells], _others: Sequence[str]) -> Given:
    titles = [
        (_profile(row["code"]), text)
        for row in rows
        for text in (row["text"], row.get("short", ""))
        if text not in ("", "n/a")
    ]
    return {"titles": titles}, (), ""


def _tools(rows: Sequence[Cells], _raw: Sequence[Cells], _others: Sequence[str]) -> Given:
    return (
        {"tools": [(row["code"], row["text"], row["group"]) for row in rows]},
        (),
        "" if "hot" in rows[0] else "tools",
    )


def _traits(rows: Sequence[Cells], _raw: Sequence[Cells], _others: Sequence[str]) -> Given:
    """Read how important each skill, ability or field of knowledge is; of O*NET's scales only importance."""
    important = [row for row in rows if row["scale"] == "IM" and row["suppress"].upper() != "Y"]
    kinds: Mapping[str, str] = rules()["elements"]
    traits = [
        (row["code"], kinds.get(row["element"][:3], ""), row.get("text") or row["element"], row["value"])
        for row in important
    ]
    return {"traits": traits}, (), traits[0][1] if traits else ""


def _wide(rows: Sequence[Cells], raw: Sequence[Cells], others: Sequence[str]) -> Given:
    """Read OaSIS's tables of one column a descriptor; 0 says that it is not called for."""
    names = {heading: " ".join(heading.split()) for heading in others}
    traits = [
        (_profile(row["code"]), "", name, value)
        for row, cells in zip(rows, raw, strict=True)
        for heading, name in names.items()
        if (value := cells.get(heading, "").strip()) not in ("", "0")
    ]
    titles = [(_profile(row["code"]), row["title"], "", "", "") for row in rows]
    return {"traits": traits, "occupations": titles}, (), next(iter(names.values()), "")


def _descriptors(rows: Sequence[Cells], _raw: Sequence[Cells], _others: Sequence[str]) -> Given:
    named = [row for row in rows if row["kind"].lower() == "descriptor"]
    return {"descriptors": [(row["title"], row["group"], row.get("text", "")) for row in named]}, (), ""


def _skills(rows: Sequence[Cells], _raw: Sequence[Cells], _others: Sequence[str]) -> Given:
    return {"skills": [(row["uri"], row["title"], row["kind"], row.get("definition", "")) for row in rows]}, (), ""


def _relations(rows: Iterable[Cells], _raw: Sequence[Cells], _others: Sequence[str]) -> Given:
    return {"relations": [(row["uri"], row["relation"].lower(), row["skill"]) for row in rows]}, (), ""


_READ = {
    "classes": _classes, "elements": _elements, "levels": _levels, "occupations": _occupations, "tasks": _tasks,
    "emerging": _emerging, "ratings": _ratings, "titles": _titles, "tools": _tools, "traits": _traits, "wide": _wide,
    "descriptors": _descriptors, "skills": _skills, "relations": _relations,
}  # fmt: skip
