"""Counts of the whole program, wherever a sentence of ours or of a form states one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from codesign.word.consistency.reading import Grid, Pages, Passage
from codesign.word.consistency.statements import Statement, quoted

ABOUT = {
    "employers": "the employers interviewed",
    "interviews": "the interviews",
    "people": "the people interviewed",
    "raters": "the raters",
    "duties": "the duties of the job",
    "tasks": "the tasks of the job",
    "chosen": "the tasks chosen",
    "left": "the tasks left out",
    "competencies": "the competencies",
    "covered": "the tasks that the competencies cover",
    "assessments": "the assessments",
    "findings": "the findings",
    "coded": "the passages coded",
    "used": "the passages that stand behind this proposal",
    "unused": "the passages coded and not used",
    "checked": "the employers who checked the tasks",
    "agreed": "the employers who agreed the competencies",
    "assessing": "the employers who will help assess",
    "interviewing": "the employers who will interview graduates",
    "hours": "the hours of the program",
    "allotted": "the hours that the competencies add up to",
    "evidence_to": "the date of the evidence",
    "starts": "the date of first delivery",
    "title": "the title of the program",
    "small_group": "how small a group is not broken down",
    "postings": "the job postings scanned",
    "learners": "the learners who answered",
    "review": "the years until the first review",
    "near": "the task decisions that would change with the cut-off",
    "alone": "the chosen tasks that rest on raters only",
    "unwritten": "the boxes not yet written",
    "fingerprint": "the fingerprint of the evidence",
    "coders": "the people who coded",
    "compared": "the codes that coders were compared on",
    "tuition": "the tuition of one learner",
    "firm": "the steps of the pathway in place or agreed",
    "steps": "the steps of the pathway",
}
"""What a statement of each kind is about, as a sentence says it."""

_N = r"\d[\d,]*(?:\.\d+)?"
_OF_WHOM = r"\b(?! (?:in|of|from|who|with|than)\b)"
_WORDINGS = (
    "{interviews} interviews? with {employers} employers?" + _OF_WHOM,
    "{interviews} interviews? with {people} (?:person|people) from {employers} employers?" + _OF_WHOM,
    "from {interviews} interviews? and {raters} raters?",
    "From {interviews} interviews? to {competencies} competenc",
    "{interviews} interviews?; then",
    "{coded} passages? coded",
    "{tasks} tasks? found",
    "{chosen} tasks? chosen",
    "then {competencies} competenc",
    "then {assessments} assessments?",
    "{raters} raters?, {tasks} tasks? [(]T1[)]",
    "{duties} dut(?:y|ies) and {tasks} tasks? of this run",
    "DACUM chart: {tasks} tasks? under {duties} dut(?:y|ies)",
    "employers of {employers} who raised each",
    "who (?:of|raised each, of) {employers} employers?",
    "employers who said so, of {employers}(?:$|;)",
    r"{employers} employers?(?:(?:,| and) [^.;\d]*?)? (?:was|were|have been|has been) (?:interviewed|heard)",
    "[Ii]nterviewed {employers} employers?" + _OF_WHOM,
    rf"\b{_N} of {{employers}} employers?" + _OF_WHOM,
    "Who was interviewed, {people} (?:person|people) in all",
    "{chosen} tasks? (?:carr(?:y|ies)|were chosen|was chosen)",
    "^(?:Table \\d+[.] )?Tasks in: {chosen}",
    "^(?:Table \\d+[.] )?Tasks out: {left}",
    "{competencies} competenc(?:y covers|ies cover) {covered} tasks?",
    f"{_N} of {{assessments}} assessments? names?",
    "{findings} findings?, {tasks} tasks?, {competencies} competenc(?:y|ies), {assessments} assessments?",
    "{assessing} employers?[^.;]*? will help assess; {interviewing}(?: employers?[^.;]*?)? will interview graduates",
    "{agreed}(?: employers?[^.;]*?)? agreed the competencies",
    "in {allotted} of {hours} hours",
    "(?:add up to|program states) the {hours} hours of the program",
    "the program states {hours}[.]?$",
    "The modules add up to {allotted} hours",
    "^{hours} hours\\b.* · evidence to ",
    r"[Ee]vidence to (?P<evidence_to>\d{4}-\d\d-\d\d)",
    r"first delivery on (?P<starts>\d{4}-\d\d-\d\d)",
    "Groups of fewer than {small_group} are not broken down",
    "{postings} postings? (?:was|were) scanned",
    "{postings} job postings?,",
    "{learners} learners? answered",
    "{learners} survey answers?",
    "First review after {review} years?",
    "^reviewed after {review} years?",
    "{near} task decisions? would change if",
    "{alone} chosen tasks? [(]",
    "DRAFT: {unwritten} box",
    "{unwritten} box(?:es)? only a person can write",
    "fingerprint (?P<fingerprint>[0-9a-f]{4} [0-9a-f]{4})",
    "^{coders} (?:person|people) coded",
    r"\b\d+ of {compared} codes? (?:is|are) under",
    "codes? that coders agree on least, of {compared}$",
    "^Tuition: [$]{tuition} for one",
    "^{firm} of {steps} steps? (?:is|are) in place or agreed",
    "{used} passages? stands? behind the",
    "{unused} further passages? (?:was|were) coded",
)
_FIELDS = {"Title": "title", "First delivery": "starts", "Length": "hours"}
_ELEMENTS = {"Workload": "hours"}
_RUNGS = {
    "Interviewed": "employers",
    "Checked tasks": "checked",
    "Agreed competencies": "agreed",
    "Will assess": "assessing",
    "Will interview graduates": "interviewing",
}
_COUNTED_ROWS = {
    ("Task", "Imp."): "tasks",
    ("Competency", "Passages"): "competencies",
    ("Competency", "Assessed"): "competencies",
    ("Id", "What the candidate does"): "assessments",
    ("Id", "Moderation"): "assessments",
    ("Step", "Leads to"): "steps",
}
"""Tables that have one row for each thing of a kind, by two of their headings."""
_IN_SCOPE = re.compile(r"^In [^:;]+: \d+ of \d+ employers?")
"""What a finding of one sector begins with in a proposal for all: its employers are those of the sector."""
_LEADING = re.compile(r"[\d.]+(?= and |, |$| hours\b| employers?\b)")
_MOTION = re.compile(r"^Motion\. That the committee approve (.+) as an? ")
_SMALL = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen",
)  # fmt: skip
_SPELT = re.compile(rf"(?i)\b({'|'.join(_SMALL)})\b")
_DIGITS = re.compile(r"\d")
_HEDGED = re.compile(
    r"(?i)\b(?:at least|at most|fewer than|less than|more than|up to|minimum of|if|each|every|of|other|another)\s+$"
    r"|\b(?:for example|e[.]g[.]|such as|elsewhere)[^.;]*$"
)
"""What a form asks for (“at least 3 employers”) or gives as an example is no statement of what there is."""


def _pattern(wording: str) -> re.Pattern[str]:
    """Return a wording as an expression; {employers} in it is a number of that kind."""
    named = re.sub(r"\{([a-z_]+)\}", lambda kind: rf"(?<![\d.,])(?P<{kind.group(1)}>{_N})", wording)
    return re.compile(named)


_PATTERNS = tuple(map(_pattern, _WORDINGS))


def number(words: str) -> str:
    """Return a number as it is compared: 1,480 and 1480.0 are the same; other words as they are."""
    plain = words.replace(",", "").strip()
    return f"{float(plain):g}" if re.fullmatch(r"\d+(\.\d+)?", plain) else words.strip()


def state(kind: str, value: object, says: str, place: str, *, is_written: bool = False) -> Statement:
    """Return a statement of a count of the program."""
    return Statement(ABOUT[kind], str(value), says, place, is_written)


def counts(pages: Pages) -> Iterator[Statement]:
    """Yield every count of the whole program that is stated, and those that follow from the rows of a table."""
    for passage in pages.passages:
        yield from _stated(passage)
    for grid in pages.grids:
        yield from _of_rows(grid)
        yield from _of_cells(grid)
    yield from _unwritten(pages.passages)


def _stated(passage: Passage) -> Iterator[Statement]:
    words = _IN_SCOPE.sub("", passage.own if passage.marks("finding") else passage.words)
    words = _SPELT.sub(_figure, words) if passage.is_written else words
    motion = _MOTION.match(words)
    if motion:
        yield state("title", motion.group(1), quoted(motion.group()), passage.place)
    if not _DIGITS.search(words):
        return
    for pattern in _PATTERNS:
        for match in pattern.finditer(words):
            if _HEDGED.search(words[: match.start()]):
                continue
            says = quoted(match.group().strip(" ;."))
            for kind, value in match.groupdict().items():
                yield state(kind, number(value), says, passage.place, is_written=passage.is_written)


def _figure(word: re.Match[str]) -> str:
    return str(_SMALL.index(word.group().lower()) + 1)


def _of_rows(grid: Grid) -> Iterator[Statement]:
    for heads, kind in _COUNTED_ROWS.items():
        if grid.has(*heads):
            yield state(kind, len(grid.rows), f"{len(grid.rows)} rows", grid.place)


def _of_cells(grid: Grid) -> Iterator[Statement]:
    yield from _named_cells(grid, "Field", "Value", _FIELDS)
    yield from _named_cells(grid, "Element", "Value", _ELEMENTS)
    yield from _named_cells(grid, "Rung", "Who" if grid.has("Who") else "Employers", _RUNGS)
    if grid.has("Step", "Leads to", "Status"):
        firm = sum(status != "proposed" for status in grid.cells("Status"))
        yield state("firm", firm, f"{firm} rows", grid.place)
    for value in [*grid.cells("Employers"), *grid.cells("Raised by"), *grid.cells("Support")]:
        of = re.search(rf"\b{_N} of ({_N})\b", value)
        if of:
            yield state("employers", number(of.group(1)), quoted(value), grid.place)


def _named_cells(grid: Grid, names: str, values: str, kinds: Mapping[str, str]) -> Iterator[Statement]:
    """Yield the values of a table that names a count in one column and has it in another."""
    for name, value in zip(grid.cells(names), grid.cells(values), strict=False):
        kind = kinds.get(name, "")
        stated = _value(kind, value) if kind else ""
        if stated:
            yield state(kind, stated, quoted(f"{name}: {value}"), grid.place)


def _value(kind: str, cell: str) -> str:
    """Return what a cell states: a title or a date in full, the number that a count begins with, or nothing."""
    if kind in {"title", "starts"}:
        return "" if cell == "not recorded" else cell
    count = _LEADING.match(cell)
    return count.group() if count else "0" if cell == "nobody" else ""


def _unwritten(passages: Iterable[Passage]) -> Iterator[Statement]:
    boxes = [passage for passage in passages if passage.box]
    empty = {passage.box for passage in boxes if passage.words.startswith("Not yet written.")}
    if boxes:
        yield state("unwritten", len(empty), f"{len(empty)} boxes without an author's words", "in the document")
