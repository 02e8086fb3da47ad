"""A table of a survey program or job board on its way into a study: how it is read, and what comes in of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from codesign import numbering, parameters, tasks
from codesign.errors import RefusedFile
from codesign.intake.mapping import answers, learners, memory, postings, ratings
from codesign.intake.mapping.layouts import PLAIN, AnswerTable, answer_table, plain
from codesign.intake.mapping.named_tasks import NamedTasks
from codesign.intake.mapping.parts import KINDS, WHO, Choice, Part, Proposal, parts
from codesign.intake.mapping.proposing import proposals
from codesign.intake.mapping.pseudonyms import is_told_by_answers, salt_of
from codesign.intake.mapping.rows import RATED, Aside, Read, Words, conflicting, read
from codesign.intake.mapping.sources import laid_over
from codesign.intake.received import Received
from codesign.intake.report import ImportReport
from codesign.journal import Change
from codesign.phrases import count_of
from codesign.study.folder import Study

Chosen = Mapping[str, str]
"""By the letter of a column: its part and the number of its task, such as “importance A1”; "" for not used."""
NO_TASKS = "The study has no tasks yet. Write them in workbook 03 first; then ratings find their place."


@dataclass(frozen=True)
class ColumnRead:
    """One column as it is read now: what it holds or seems to hold, and whether that is decided."""

    letter: str
    heading: str
    example: str
    part: str
    task: str
    is_decided: bool
    why: str


@dataclass(frozen=True)
class AnswersInWords:
    """The answers in words to one part: how often each was given, what each means, and whether that is confirmed."""

    part: str
    title: str
    answers: Sequence[tuple[str, int, str]]
    is_confirmed: bool


@dataclass(frozen=True)
class TableReading:
    """How a table is read: its program, columns and answers in words, what would come in, and what is set aside."""

    program: str
    is_remembered: bool
    columns: Sequence[ColumnRead]
    words: Sequence[AnswersInWords]
    sentences: Sequence[str]
    asides: Sequence[Aside]
    fits: bool


class MappedTable:
    """A table that came, read as one of the kinds; nothing is written before `take_in`."""

    def __init__(self, study: Study, received: Received, kind: str) -> None:
        if kind not in KINDS:
            raise ValueError(f"There is no kind “{kind}”. There are: {', '.join(KINDS)}.")
        self.study, self.received, self.kind = study, received, kind
        self._proposed: tuple[object, str, NamedTasks, Mapping[str, Proposal]] | None = None

    @property
    def name(self) -> str:
        """The file's name."""
        return self.received.name

    @cached_property
    def table(self) -> AnswerTable:
        """The table as it came; RefusedFile where it cannot be read."""
        return answer_table(self.received.name, self.received.content)

    @property
    def parts(self) -> Mapping[str, Part]:
        """What a column of this kind of table can hold."""
        return parts(self.kind)

    def mapping(self, chosen: Chosen, words: Words | None = None) -> TableReading:
        """Return how the table is read by what a person chose so far; nothing is written.

        `words` has, by part, what a person confirmed that answers in words mean. RefusedFile where it cannot be read.
        """
        now = _Now(self, chosen, words or {})
        return now.mapping()

    def take_in(self, chosen: Chosen, words: Words | None = None) -> ImportReport:
        """Bring good answers in, keep what was chosen for the next such table, and report; bad cells are set aside.

        RefusedFile, StudyDataError or SaveError tell why nothing came in.
        """
        now = _Now(self, chosen, words or {})
        sentences = now.taken()
        return ImportReport(self.name, is_in=True, sentences=tuple(sentences))

    def proposed(self) -> tuple[NamedTasks, Mapping[str, Proposal]]:
        """Return the tasks of the study and what each column seems to hold; worked out anew where the study changed."""
        state = self.study.state()
        if self._proposed is None or self._proposed[0] is not state or self._proposed[1] != self.kind:
            tasks = NamedTasks.of(self.study.read())
            self._proposed = state, self.kind, tasks, proposals(self.table, self.kind, tasks)
        return self._proposed[2:]

    def choices_named(self, columns: Mapping[str, str]) -> dict[str, str]:
        """Return what columns hold, by their letters, as a command names it: ours=theirs, such as importance A1=C.

        Theirs is a heading or a letter; a part alone that is about tasks (importance=) is for all columns that name a
        task and no scale. RefusedFile tells what is not understood.
        """
        return {letter: ours for ours, theirs in columns.items() for letter in self._letters(ours, theirs)}

    def _letters(self, ours: str, theirs: str) -> list[str]:
        part = ours.partition(" ")[0]
        if part not in (*self.parts, "none"):
            near = parameters.nearest(part, list(self.parts))
            raise RefusedFile(f"“{part}” is none of {', '.join(self.parts)}.{near} Nothing was changed.")
        headings = [one for one in self.table.headings if plain(one.words) == plain(theirs) or one.letter == theirs]
        headings = headings or [one for one in self.table.headings if plain(one.name) == plain(theirs)]
        if len(headings) != 1:
            several = f"There are {len(headings)} columns" if headings else "There is no column"
            raise RefusedFile(f"{several} “{theirs}”. Write the heading or the letter, such as C. Nothing was changed.")
        return [headings[0].letter]


class _Now:
    """One reading of a table: the study as it is, what was chosen and remembered, and what follows."""

    def __init__(self, mapped: MappedTable, chosen: Chosen, words: Words) -> None:
        self.mapped, self.table, self.kind = mapped, mapped.table, mapped.kind
        self.tables = mapped.study.read()
        self.before, self.words_before = memory.remembered(self.tables, self.table, self.kind)
        self.earlier = {} if self.before else memory.by_heading(self.tables, self.kind)
        self.tasks, self.proposals = mapped.proposed()
        self.choices = self._choices(chosen)
        confirmed = {part: {plain(one): number for one, number in own.items()} for part, own in words.items()}
        parts_told = {*self.words_before, *confirmed}
        self.words = {part: {**self.words_before.get(part, {}), **confirmed.get(part, {})} for part in parts_told}
        self.salt, self.salting = salt_of(self.tables)

    # columns ------------------------------------------------------------------------------------------

    def _choices(self, chosen: Chosen) -> dict[str, Choice]:
        """Return the columns that are decided: by the person now, the last time, or by what is sure."""
        decided: dict[str, Choice] = {}
        for heading in self.table.headings:
            letter = heading.letter
            if letter in chosen:
                decided |= self._by_person(letter, chosen[letter])
            elif letter in self.before and self._is_there(self.before[letter]):
                decided[letter] = self.before[letter]
            elif letter not in self.before and self.proposals[letter].is_sure:
                decided[letter] = self.proposals[letter].choice
            elif (before := self.earlier.get(plain(heading.words))) and self._is_there(before):
                decided[letter] = before
        return decided

    def _by_person(self, letter: str, words: str) -> dict[str, Choice]:
        part, _, number = words.partition(" ")
        if part in ("", "none"):
            return {letter: Choice()}
        if part not in self.mapped.parts:
            return {}
        if not self.mapped.parts[part].of_task:
            return {letter: Choice(part)}
        task = self.tasks.identity(number) or ("" if number else self.proposals[letter].choice.task_id)
        return {letter: Choice(part, task)} if task else {}

    def _is_there(self, choice: Choice) -> bool:
        return not choice.task_id or choice.task_id in self.tasks.labels

    def _column(self, letter: str, examples: Mapping[str, str]) -> ColumnRead:
        heading, proposal = self.table.heading(letter), self.proposals[letter]
        choice = self.choices.get(letter)
        shown = choice or proposal.choice
        is_private = heading.of_row in ("mail", "name") or shown.part == WHO
        return ColumnRead(
            letter,
            heading.words,
            "" if is_private else examples.get(letter, ""),
            shown.part,
            self.tasks.number(shown.task_id) if shown.task_id else "",
            choice is not None,
            self._why(letter, choice, proposal),
        )

    def _why(self, letter: str, choice: Choice | None, proposal: Proposal) -> str:
        before = self.before.get(letter)
        if before is not None and not self._is_there(before):
            return "last time it was about a task that is there no more"
        if before is not None and choice == before:
            return "as last time"
        if choice is not None and choice == self.earlier.get(plain(self.table.heading(letter).words)):
            return "as in an earlier table"
        return proposal.why if choice is None or choice == proposal.choice else ""

    # answers ------------------------------------------------------------------------------------------

    def _examples(self) -> dict[str, str]:
        """Return the first three different answers of each column."""
        examples: dict[str, list[str]] = {}
        for row in self.table.rows[:200]:
            for letter, cell in row.cells.items():
                own = examples.setdefault(letter, [])
                if len(own) < 3 and (short := " ".join(cell.split())[:40]) not in own:
                    own.append(short)
        return {letter: " · ".join(own) for letter, own in examples.items()}

    def in_words(self) -> list[AnswersInWords]:
        """Return the answers in words to each part that is rated."""
        shown = []
        for part in RATED:
            letters = [letter for letter, choice in self.choices.items() if choice.part == part]
            counts = answers.words_in(row[letter] for letter in letters for row in self.table.rows)
            if letters and counts:
                proposed, confirmed = answers.meanings(part, list(counts)), self.words.get(part, {})
                rows = [(one, count, confirmed.get(plain(one), proposed[one])) for one, count in counts.items()]
                is_confirmed = all(plain(one) in confirmed for one in counts)
                shown.append(AnswersInWords(part, self.mapped.parts[part].title, rows, is_confirmed))
        return shown

    @cached_property
    def read(self) -> Read:
        """What the respondents said."""
        return read(self.table, self.choices, self.words, self.salt)

    # what would come in -------------------------------------------------------------------------------

    def mapping(self) -> TableReading:
        """Return how the table is read, and what would come in."""
        examples = self._examples()
        columns = [self._column(heading.letter, examples) for heading in self.table.headings]
        in_words = self.in_words()
        faults = self._faults()
        if faults:
            return self._mapping(columns, in_words, [*self.read_as(), *faults], [], fits=False)
        _changes, counted, asides = self.outcome
        sentences = [*self.read_as(), *self._undecided(), *self._unconfirmed(in_words), *counted]
        return self._mapping(columns, in_words, sentences, asides, fits=self.amount > 0)

    def _mapping(
        self,
        columns: Sequence[ColumnRead],
        in_words: Sequence[AnswersInWords],
        sentences: Sequence[str],
        asides: Sequence[Aside],
        *,
        fits: bool,
    ) -> TableReading:
        program = self.table.program if self.table.program != PLAIN else ""
        return TableReading(program, bool(self.before), columns, in_words, sentences, asides, fits)

    def read_as(self) -> list[str]:
        """Return as what the table is read, and what of it is left out."""
        program = f"a table of {self.table.program}" if self.table.program != PLAIN else "a table"
        rows = count_of(len(self.table.rows), "row")
        as_before = " Its columns are read as last time." if self.before else ""
        return [f"Read as {program}: {rows}, {count_of(len(self.table.headings), 'column')}.{as_before}",
                *self.table.remarks]  # fmt: skip

    def _faults(self) -> list[str]:
        """Return why nothing can come in as it is chosen now."""
        if self.kind == "ratings" and not self.tasks.labels:
            return [NO_TASKS]
        several = {name: part.several or name in (WHO, "proposal") for name, part in self.mapped.parts.items()}
        return [
            f"Columns {' and '.join(letters)} are both {self._called(choice)}. Choose one; the other is not used."
            for choice, letters in conflicting(self.choices, several)
        ]

    def _called(self, choice: Choice) -> str:
        title = self.mapped.parts[choice.part].title.lower()
        return f"{title} of {self.tasks.called(choice.task_id)}" if choice.task_id else title

    def _undecided(self) -> list[str]:
        letters = [heading.letter for heading in self.table.headings if heading.letter not in self.choices]
        asked = [letter for letter in letters if self.proposals[letter].why or letter in self.before]
        sentences = []
        if asked:
            verb = "is" if len(asked) == 1 else "are"
            columns = f"{count_of(len(asked), 'column')} ({', '.join(asked[:12])}{' …' if len(asked) > 12 else ''})"
            sentences.append(f"{columns} {verb} not decided and would stay out: say what each holds.")
        if rest := len(letters) - len(asked):
            sentences.append(f"{count_of(rest, 'column')} {'is' if rest == 1 else 'are'} not recognised and not used.")
        return sentences

    def _unconfirmed(self, in_words: Sequence[AnswersInWords]) -> list[str]:
        return [
            f"{one.title}: {count_of(sum(count for _, count, _ in one.answers), 'answer')} in words "
            "stay out until you say which number each means."
            for one in in_words
            if not one.is_confirmed
        ]

    @cached_property
    def outcome(self) -> tuple[Sequence[Change], Sequence[str], Sequence[Aside]]:
        """The changes of the study's journal, what a person should know, and the cells set aside."""
        if self.kind == "ratings":
            taken = ratings.as_changes(self.read, self.tables, self.salt, self._wordings())
            self.amount = taken.answers
            counted = f"{count_of(taken.answers, 'answer')} of {count_of(taken.people, 'rater')} would come in."
            return taken.changes, [counted, *self._told_by(), *self.read.remarks, *taken.remarks], self.read.asides
        if self.kind == "survey":
            self.rows: Sequence[Mapping[str, Any]] = learners.response_rows(self.read, ratings.sectors_of(self.tables))
            silent = len(self.read.respondents) - len(self.rows)
            said_nothing = [f"{count_of(silent, 'row')} said nothing that is used."] if silent else []
            remarks = [*self._told_by(), *said_nothing, *self.read.remarks, *learners.counted(self.rows)]
            asides: Sequence[Aside] = self.read.asides
        else:
            self.rows, asides = postings.posting_rows(self.table, self.choices)
            remarks = []
        self.amount = sum(len(row) > 1 for row in self.rows)
        thing = "learner" if self.kind == "survey" else "posting"
        return [], [f"{count_of(self.amount, thing)} would come in.", *remarks], asides

    def _wordings(self) -> dict[str, str]:
        """Return the checksum of the wording that was rated, by task, where the headings have today's words."""
        marks = tasks.wording_marks(self.tables["tasks"])
        rated: dict[str, list[str]] = {}
        for letter, choice in self.choices.items():
            if choice.task_id:
                rated.setdefault(choice.task_id, []).append(self.table.heading(letter).words)
        return {task: marks[task] for task, own in rated.items() if all(self.tasks.has_words(task, one) for one in own)}

    def _told_by(self) -> list[str]:
        who = [letter for letter, choice in self.choices.items() if choice.part == WHO]
        if not is_told_by_answers(self.table, who):
            return ["Nobody's name or address is kept: each respondent gets a pseudonym, the same next time."]
        return [
            "Nothing says who answered, so a respondent is told by all their answers: whoever changes one comes in a "
            "second time. If a column tells respondents apart, choose “Who answered” for it."
        ]

    # taking in ----------------------------------------------------------------------------------------

    def taken(self) -> list[str]:
        """Write it, and return what a person should know."""
        faults = self._faults()
        changes, counted, asides = self.outcome if not faults else ([], [], [])
        if faults or not self.amount:
            raise RefusedFile("\n".join(faults or ["Nothing would come in: say what its columns hold.", *counted]))
        choosing = memory.as_changes(self.table, self.kind, self.choices, self.words)
        numbers = [Change("put", "numbers", row) for row in numbering.of_act(changes, self.tables)]
        saved = self.mapped.study.save([*self.salting, *choosing, *changes, *numbers])
        sentences = [sentence.replace("would come in", "came in") for sentence in counted]
        if self.kind == "ratings":
            sentences[0] += "" if saved.changes else " All of it was there already: nothing changed."
        else:
            sentences[0] += f" {laid_over(self.mapped.study, self._table_name(), self.rows)}"
        return [*self.read_as(), *self._undecided(), *sentences, *set_aside(asides)]

    def _table_name(self) -> str:
        return "survey_responses" if self.kind == "survey" else "postings"


def set_aside(asides: Sequence[Aside], most: int = 200) -> list[str]:
    """Return the cells that did not come in, each with its place, its value and what to do."""
    if not asides:
        return []
    cells = f"{count_of(len(asides), 'cell')} {'is' if len(asides) == 1 else 'are'} set aside:"
    more = [f"And {len(asides) - most} more."] if len(asides) > most else []
    return [cells, *map(str, asides[:most]), *more]


def mapped_rows(
    study: Study, received: Received, kind: str, chosen: Chosen | None = None
) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the rows of a survey or of postings by our columns, and what a person should know; nothing is written.

    `chosen` says what columns hold, by their letters; others are as last time, or as their headings say.
    """
    now = _Now(MappedTable(study, received, kind), chosen or {}, {})
    faults = now._faults()
    if faults:
        raise RefusedFile("\n".join(faults))
    _changes, counted, asides = now.outcome
    rows = [dict(change.row) for change in _changes if change.table == "ratings"] if kind == "ratings" else now.rows
    return [dict(row) for row in rows], [*now.read_as(), *now._undecided(), *counted, *set_aside(asides)]
