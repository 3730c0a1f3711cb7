"""One import of one source, from the store's side: every record accounted for, whole batches only."""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from .identity import content_sha256, posting_key
from .records import Blank, ImportReport, Problem
from .sql import imports
from .sql.connection import Connection, Record
from .sql.imports import Origin
from .sql.occurrences import Occurrences
from .text import canonical_line

if TYPE_CHECKING:
    from .drafts import Draft

LISTED = 10_000
"""Problems that a report lists. All of them are in the database; this keeps memory bounded."""

Outcome = Literal["added", "unchanged", "revised", "refused"]
OUTCOMES: tuple[Outcome, ...] = ("added", "unchanged", "revised", "refused")


@dataclass(frozen=True, slots=True)
class Pending:
    """A record that was read and is not yet understood.

    `record` is its text as it stands in the file: where the same text was understood the same way before,
    `make` is not called. None where nothing is to be remembered. `make` returns its draft, or why there is
    none, and raises nothing.
    """

    locator: str
    record: str | None
    make: "Callable[[], Draft | Problem]" = field(repr=False)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A record that was not taken: its place in the batch, and why."""

    place: int
    problem: Problem


@dataclass(slots=True)
class _Tally:
    """What became of the records so far. `more` counts the problems that no longer fit the list."""

    counts: Counter[Outcome] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    more: int = 0
    blanks: int = 0
    first_blank: str = ""
    last_blank: str = ""

    def copy(self) -> "_Tally":
        return replace(self, counts=self.counts.copy(), problems=self.problems.copy())

    def add(self, problems: Sequence[Problem]) -> None:
        room = max(0, LISTED - len(self.problems))
        self.problems += problems[:room]
        self.more += len(problems[room:])

    def blank(self, locator: str) -> None:
        self.first_blank = self.first_blank or locator
        self.last_blank = locator
        self.blanks += 1
        self.counts["refused"] += 1

    def blanks_in_a_line(self) -> Problem | None:
        if not self.blanks:
            return None
        if self.blanks == 1:
            return Problem(self.first_blank, None, "the record is blank")
        place = f"{self.first_blank} to {self.last_blank}"
        return Problem(place, None, f"{self.blanks:,} records are blank")


class ImportRun:
    """Takes what an importer yields, batch by batch; each batch is one transaction.

    `occurrences` counts equal records and is shared by the runs of one command, so that equal postings in
    two files of one source are two postings. A run that ends early leaves whole batches, and the same import
    again adds what is missing. A `trial` writes nothing and says what would become of each record.
    """

    def __init__(
        self, db: Connection, origin: Origin, occurrences: Occurrences, *, trial: bool = False
    ) -> None:
        self._db = db
        self._trial = trial
        self._origin = origin = replace(
            origin, source=canonical_line(origin.source), file=canonical_line(origin.file)
        )
        self._occurrences = occurrences
        self._tally = _Tally()
        self._seed = hashlib.blake2b(
            f"{origin.format}\n{origin.parser_version}\n{origin.reading}".encode("utf-8", "surrogatepass"),
            digest_size=32,
        ).digest()
        self._run = 0
        self._source = imports.source_id(db, origin.source)
        if not trial:
            with db.transaction():
                self._run, self._source = imports.begin(db, origin)

    def take(self, batch: "Sequence[Pending | Draft | Problem | Blank]") -> list[Refusal]:
        """Store a batch, or none of it where that fails; return what was refused, in order."""
        before = self._tally.copy()
        try:
            with self._step():
                refusals = _Batch(self, batch).take()
                if not self._trial:
                    imports.progress(self._db, self._run, self._totals(), finished=False)
        except BaseException:
            self._tally = before
            raise
        return refusals

    def finish(self) -> ImportReport:
        """Mark the run as complete and return what became of its records."""
        blanks = self._tally.blanks_in_a_line()
        if not self._trial:
            with self._db.transaction():
                if blanks:
                    imports.add_problems(self._db, self._run, [(None, blanks, None)])
                imports.progress(self._db, self._run, self._totals(), finished=True)
        return self.report()

    def report(self) -> ImportReport:
        """Return what became of the records so far."""
        blanks = self._tally.blanks_in_a_line()
        return ImportReport(
            source=self._origin.source,
            format=self._origin.format,
            read=sum(self._tally.counts.values()),
            problems=(*self._tally.problems, *([blanks] if blanks else [])),
            problems_not_listed=self._tally.more,
            run=self._run or None,
            **self._totals(),
        )

    def _step(self) -> AbstractContextManager[None]:
        return self._db.snapshot() if self._trial else self._db.transaction()

    def _totals(self) -> dict[str, int]:
        return {name: self._tally.counts[name] for name in OUTCOMES}


@dataclass(slots=True)
class _Understood:
    """A record of the batch that may be a posting: its draft, or what is remembered of it."""

    place: int
    record: str | None
    hash: int | None
    make: "Callable[[], Draft | Problem]"
    draft: "Draft | None"
    external_id: str | None
    content: str
    key: str = ""


class _Batch:
    """One batch on its way into the store, inside one transaction."""

    def __init__(self, run: ImportRun, items: "Sequence[Pending | Draft | Problem | Blank]") -> None:
        self._db, self._tally, self._trial = run._db, run._tally, run._trial
        self._run, self._source, self._seed = run._run, run._source, run._seed
        self._name, self._occurrences = run._origin.source, run._occurrences
        self._items = items
        self._refusals: list[Refusal] = []
        self._problems: list[tuple[int | None, Problem, str | None]] = []

    def take(self) -> list[Refusal]:
        understood = self._understood()
        self._give_keys(understood)
        stored = imports.known(self._db, [item.key for item in understood])
        added: list[imports.Addition] = []
        for item in understood:
            there = stored.get(item.key)
            if item.draft is None and (there is None or there["content_sha256"] != item.content):
                # Remembered of another posting, a copy of this one.
                made = item.make()
                if isinstance(made, Problem):
                    self._refuse(item.place, made, item.record)
                    continue
                item.draft = made
            if there is None:
                if item.draft is not None:
                    added.append(imports.Addition(item.key, item.content, item.hash, item.draft))
                    self._tally.add(item.draft.repairs)
                self._tally.counts["added"] += 1
            else:
                self._tally.counts[self._again(there, item)] += 1
        if not self._trial:
            imports.add(self._db, self._run, self._source, added)
            imports.add_problems(self._db, self._run, self._problems)
        self._refusals.sort(key=lambda refusal: refusal.place)
        return self._refusals

    def _understood(self) -> list[_Understood]:
        hashes = [_hash(item, self._seed) for item in self._items]
        remembered = imports.remembered(
            self._db, self._source, [number for number in hashes if number is not None]
        )
        found: list[_Understood] = []
        for place, (item, number) in enumerate(zip(self._items, hashes, strict=True)):
            if isinstance(item, Blank):
                self._tally.blank(item.locator)
                continue
            if isinstance(item, Problem):
                self._refuse(place, item, None)
                continue
            make = item.make if isinstance(item, Pending) else _given(item)
            record = item.record if isinstance(item, Pending) else None
            if number is not None and (known := remembered.get(number)):
                entry = _Understood(
                    place, record, number, make, None, known["external_id"], known["content_sha256"]
                )
                found.append(entry)
                continue
            made = make()
            if isinstance(made, Problem):
                self._refuse(place, made, record)
            else:
                found.append(
                    _Understood(place, record, number, make, made, made.external_id, content_sha256(made))
                )
        return found

    def _give_keys(self, understood: list[_Understood]) -> None:
        names = [
            f"{self._name}\n" + (f"id {item.external_id}" if item.external_id else f"content {item.content}")
            for item in understood
        ]
        for item, earlier in zip(understood, self._occurrences.count(names), strict=True):
            item.key = posting_key(self._name, item.external_id, item.content, earlier)

    def _again(self, there: Record, item: _Understood) -> Outcome:
        """What becomes of a record whose posting is stored."""
        draft = item.draft
        locator = self._items[item.place].locator
        if draft is None or (
            there["content_sha256"] == item.content and imports.facts(there) == imports.facts_of(draft)
        ):
            if draft is not None:
                self._tally.add(draft.repairs)
            if not self._trial and (there["locator"], there["record"]) != (locator, item.hash):
                imports.move(self._db, there["id"], locator, item.hash)
            return "unchanged"
        self._tally.add(draft.repairs)
        if not self._trial:
            addition = imports.Addition(item.key, item.content, item.hash, draft)
            imports.revise(self._db, self._run, there, addition)
        return "revised"

    def _refuse(self, place: int, problem: Problem, record: str | None) -> None:
        self._refusals.append(Refusal(place, problem))
        self._problems.append((None, problem, record))
        self._tally.add([problem])
        self._tally.counts["refused"] += 1


def _given(draft: "Draft") -> "Callable[[], Draft | Problem]":
    return lambda: draft


def _hash(item: object, seed: bytes) -> int | None:
    if not isinstance(item, Pending) or item.record is None:
        return None
    data = item.record.encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(data, digest_size=8, key=seed).digest(), "big", signed=True)
