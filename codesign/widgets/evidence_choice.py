"""The screen on which a team chooses what stands on page one, and which passages stand for each finding."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from codesign import display
from codesign.display import Html
from codesign.journal import Change, Saved
from codesign.phrases import count_of
from codesign.widgets.history import Acts, Undo, no_acts
from codesign.widgets.latest_act import LatestAct
from codesign.widgets.screen import POLL_SECONDS, Message, Refused, Row, Screen, now

NOTHING = "No finding rests on a passage yet. Write findings in workbook 01, tie them to codes, and come back."
WHAT = {"chosen_quotes": "the choice of passages", "chosen_claims": "the choice for page one"}
STATES = {True: "chosen by the team", False: "proposed"}


@dataclass(frozen=True)
class OfferedPassage:
    """A passage that may be quoted for a finding, as the proposal would print it, with the codings of all its coders.

    `number` is what the proposal calls it: it moves when others code, so a choice is told by the first coding.
    """

    number: str
    coding_ids: tuple[str, ...]
    words: str
    who: str
    body: str
    polarity: str
    note: str

    @property
    def passage_id(self) -> str:
        """The coding that this passage is told by."""
        return self.coding_ids[0]


@dataclass(frozen=True)
class OfferedFinding:
    """A finding of this run with its passages; `stands` names those that stand for it now, in order.

    `chosen` are the codings that were chosen for this run, `lost` how many of those chosen may not be printed any more,
    `unquoted` how many passages count and may not be quoted.
    """

    finding_id: str
    number: str
    question: str
    statement: str
    count: str
    passages: tuple[OfferedPassage, ...]
    stands: tuple[str, ...]
    is_chosen: bool = False
    chosen: tuple[str, ...] = ()
    unquoted: int = 0
    lost: int = 0


@dataclass(frozen=True)
class Offered:
    """What can be chosen in a run, and the findings on page one: those that stand there, and those chosen for it."""

    findings: tuple[OfferedFinding, ...]
    page_one: tuple[str, ...]
    is_chosen: bool = False
    chosen: tuple[str, ...] = ()
    sector: str = ""
    claim_places: int = 3
    quote_places: int = 5
    of_one_body: int = 2


class EvidenceChoice(Screen):
    """Findings with a mark for page one, and under each its passages with a mark for those that stand for it."""

    name = "evidence_choice"

    def __init__(
        self,
        read: Callable[[], Offered],
        *,
        on_save: Callable[[list[Change]], Saved],
        study: str,
        on_undo: Undo | None,
        on_redo: Undo | None,
        acts: Acts,
    ) -> None:
        super().__init__()
        self._read, self._on_save, self._study = read, on_save, study
        self._latest = LatestAct(WHAT, on_undo, on_redo, acts)
        self._offered = read()
        self._opened: set[str] = set()

    def snapshot(self) -> Message:
        """Return the findings; passages are sent for those that are opened."""
        key = f"evidence:{self._study}:{self._offered.sector}" if self._study else ""
        return {"key": key, "poll": POLL_SECONDS, **self._shown()}

    def _shown(self) -> Message:
        offered = self._offered
        return {
            "empty": "" if offered.findings else NOTHING,
            "findings": [self._finding(one) for one in offered.findings],
            "passages": {one.finding_id: _passages(one) for one in offered.findings if one.finding_id in self._opened},
            "places": offered.claim_places,
            "chosen": offered.is_chosen,
            "own": bool(offered.chosen),
            "about": _about(offered),
        }

    def _finding(self, finding: OfferedFinding) -> Row:
        return {
            "id": finding.finding_id,
            "number": finding.number,
            "question": finding.question,
            "statement": finding.statement,
            "count": finding.count,
            "page": finding.finding_id in self._offered.page_one,
            "quotes": _quotes(finding),
            "own": bool(finding.chosen),
            "lost": _lost(finding),
            "unquoted": _unquoted(finding),
        }

    def ask(self, message: Message) -> None:
        """Send the passages of a finding that was opened."""
        if message.get("type") != "open":
            return
        identity = str(message.get("finding"))
        self._opened.add(identity)
        rows = [_passages(one) for one in self._offered.findings if one.finding_id == identity]
        self.send({"type": "passages", "passages": {identity: rows[0] if rows else []}})

    def change(self, message: Message) -> Message:
        """Save a choice, give one up, or take the last one back."""
        action = str(message.get("action"))
        if self._latest.takes(action):
            return self._take_back(action)
        if action == "page":
            return self._save(*self._page(str(message["finding"]), bool(message["stands"])))
        if action == "stand":
            finding = self._named(str(message["finding"]))
            return self._save(*self._stand(finding, str(message["passage"]), bool(message["stands"])))
        if action == "propose":
            return self._save(*self._propose(str(message.get("finding", ""))))
        raise Refused("Not saved: this screen does not know that act.")

    # page one ---------------------------------------------------------------------------------------------

    def _page(self, identity: str, stands: bool) -> tuple[list[Change], Offered, str]:
        offered, finding = self._offered, self._named(identity)
        wanted = [one for one in offered.page_one if one != identity] + ([identity] if stands else [])
        if len(wanted) > offered.claim_places:
            places = count_of(offered.claim_places, "place")
            raise Refused(f"Not saved: page one has {places} for findings. Take one of them off it first.")
        if not wanted:
            raise Refused("Not saved: one finding stands on page one at least. Put another one there first.")
        changes = [
            *(self._row("chosen_claims", finding_id=one, position=at) for at, one in enumerate(wanted, 1)),
            *(self._gone("chosen_claims", finding_id=one) for one in offered.chosen if one not in wanted),
        ]
        done = replace(offered, page_one=tuple(wanted), is_chosen=True, chosen=tuple(wanted))
        return changes, done, f"{finding.number} {'stands' if stands else 'no longer stands'} on page one."

    # passages ---------------------------------------------------------------------------------------------

    def _stand(self, finding: OfferedFinding, passage: str, stands: bool) -> tuple[list[Change], Offered, str]:
        by_id = {one.passage_id: one for one in finding.passages}
        if passage not in by_id:
            raise Refused("Not saved: this passage was changed or taken away meanwhile.")
        wanted = [by_id[one] for one in finding.stands if one != passage and one in by_id]
        wanted += [by_id[passage]] if stands else []
        self._refuse(finding, wanted, by_id[passage])
        codings = [next((one for one in row.coding_ids if one in finding.chosen), row.coding_ids[0]) for row in wanted]
        changes = [
            *(
                self._row("chosen_quotes", finding_id=finding.finding_id, coding_id=one, position=at)
                for at, one in enumerate(codings, 1)
            ),
            *(
                self._gone("chosen_quotes", finding_id=finding.finding_id, coding_id=one)
                for one in finding.chosen
                if one not in codings
            ),
        ]
        done = replace(
            finding,
            stands=tuple(row.passage_id for row in wanted),
            is_chosen=True,
            chosen=tuple(codings),
            lost=0,
        )
        words = f"{by_id[passage].number} {'stands' if stands else 'no longer stands'} for {finding.number}."
        return changes, self._with(done), words

    def _refuse(self, finding: OfferedFinding, wanted: Sequence[OfferedPassage], last: OfferedPassage) -> None:
        offered = self._offered
        if len(wanted) > offered.quote_places:
            raise Refused(
                f"Not saved: at most {offered.quote_places} passages stand for a finding. Take one of them away first."
            )
        if sum(row.body == last.body for row in wanted) > offered.of_one_body:
            raise Refused(
                f"Not saved: nobody is quoted more than {'twice' if offered.of_one_body == 2 else offered.of_one_body} "
                "for one finding. Take one of the others of the same employer away first."
            )
        against = [row for row in finding.passages if row.polarity != "supports"]
        if against and all(row.polarity == "supports" for row in wanted):
            raise Refused(
                "Not saved: what speaks against a finding stands beside it. Choose another passage that qualifies or "
                "contradicts it first."
                if len(against) > 1
                else "Not saved: what speaks against a finding stands beside it, and this is the only such passage."
            )
        if not wanted:
            raise Refused("Not saved: one passage stands for a finding at least. Choose another one first.")

    # either -----------------------------------------------------------------------------------------------

    def _propose(self, identity: str) -> tuple[list[Change], Offered | None, str]:
        """Give up what was chosen for one finding, or for page one where none is named."""
        if not identity:
            gone = [self._gone("chosen_claims", finding_id=one) for one in self._offered.chosen]
            return gone, None, "Page one has what is proposed."
        finding = self._named(identity)
        codings = finding.chosen
        gone = [self._gone("chosen_quotes", finding_id=identity, coding_id=one) for one in codings]
        return gone, None, f"{finding.number} has the passages that are proposed."

    def _save(self, changes: list[Change], done: Offered | None, words: str) -> Message:
        at = self._on_save(changes).at if changes else now()
        self._latest.did()
        # What follows from a choice is clear at once; what follows from none is worked out anew.
        self._offered = done or self._read()
        return {"at": at, **self._shown(), "said": words}

    def _take_back(self, action: str) -> Message:
        at, words = self._latest.take(action)
        if at:
            self._offered = self._read()
        return {"at": at, **self._shown(), "said": words}

    def _named(self, identity: str) -> OfferedFinding:
        for finding in self._offered.findings:
            if finding.finding_id == identity:
                return finding
        raise Refused("Not saved: this finding was taken away meanwhile.")

    def _with(self, finding: OfferedFinding) -> Offered:
        findings = (finding if one.finding_id == finding.finding_id else one for one in self._offered.findings)
        return replace(self._offered, findings=tuple(findings))

    def _row(self, table: str, **values: str | int) -> Change:
        return Change("put", table, {**values, "sector": self._offered.sector})

    def _gone(self, table: str, **key: str) -> Change:
        return Change("delete", table, {**key, "sector": self._offered.sector})

    def refresh(self) -> None:
        """Show what others chose, coded or wrote."""
        before = self._shown()
        self._offered = self._read()
        if self._shown() != before:
            self.send({"type": "rows", **self._shown()})

    def static(self) -> Html:
        """Return what stands where and who chose it; no words of an interview."""
        rows = [
            {
                "number": one.number,
                "statement": one.statement,
                "count": one.count,
                "page": STATES[self._offered.is_chosen] if one.finding_id in self._offered.page_one else "",
                "quotes": ", ".join(_numbers(one)) or "none may be quoted",
                "by": STATES[one.is_chosen],
            }
            for one in self._offered.findings
        ]
        columns = {"number": "Finding", "statement": "Statement", "count": "Count", "page": "On page one",
                   "quotes": "Passages that stand for it", "by": "How"}  # fmt: skip
        shown = display.table(
            pd.DataFrame(rows, columns=list(columns)),
            caption="What stands on page one, and for each finding",
            columns=columns,
            empty=NOTHING,
        )
        lost = [f"{one.number}: {_lost(one)}" for one in self._offered.findings if one.lost]
        return shown + display.listing(lost) if lost else shown


def evidence_choice(
    read: Callable[[], Offered],
    *,
    on_save: Callable[[list[Change]], Saved],
    study: str = "",
    on_undo: Undo | None = None,
    on_redo: Undo | None = None,
    acts: Acts = no_acts,
) -> EvidenceChoice:
    """Return the screen on which a team chooses the findings of page one and the passages that stand for each finding.

    `read` returns what can be chosen as the study stands.
    """
    return EvidenceChoice(read, on_save=on_save, study=study, on_undo=on_undo, on_redo=on_redo, acts=acts)


def _passages(finding: OfferedFinding) -> list[Row]:
    order = {name: at for at, name in enumerate(finding.stands)}
    return [
        {
            "id": one.passage_id,
            "words": one.words,
            "who": one.who,
            "polarity": one.polarity,
            "number": one.number,
            "note": one.note,
            "stands": one.passage_id in order,
        }
        for one in finding.passages
    ]


def _numbers(finding: OfferedFinding) -> list[str]:
    by_id = {row.passage_id: row.number for row in finding.passages}
    return [by_id[one] for one in finding.stands if one in by_id]


def _quotes(finding: OfferedFinding) -> str:
    if not finding.stands:
        return "no passage may be quoted"
    return f"{count_of(len(finding.stands), 'passage')}, {STATES[finding.is_chosen]}"


def _lost(finding: OfferedFinding) -> str:
    if not finding.lost:
        return ""
    is_one = finding.lost == 1
    return (
        f"{count_of(finding.lost, 'chosen passage')} {'is' if is_one else 'are'} no longer there or may no longer be "
        f"quoted, and the proposal does not print {'it' if is_one else 'them'}."
    )


def _unquoted(finding: OfferedFinding) -> str:
    number = finding.unquoted
    verb = "counts" if number == 1 else "count"
    return f"{count_of(number, 'more passage')} {verb} for it and may not be quoted." if number else ""


def _about(offered: Offered) -> str:
    places = (
        f"{len(offered.page_one)} of {count_of(offered.claim_places, 'place')} on page one, {STATES[offered.is_chosen]}"
    )
    chosen = sum(one.is_chosen for one in offered.findings)
    findings = count_of(len(offered.findings), "finding")
    whose = f" · for {offered.sector}" if offered.sector else ""
    return f"{places} · passages chosen for {chosen} of {findings}{whose}"
