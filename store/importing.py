"""One import of one source, from the store's side: every record accounted for, whole batches only."""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from .decisions import shortened
from .identity import posting_key
from .import_report import ImportReport
from .postings import Problem
from .sql import imports
from .sql.connection import Connection, Record
from .sql.imports import Origin
from .sql.occurrences import Occurrences
from .text import canonical_line
from .understanding import Batch, Entry, Recalled, Refused, Understood, record_hash, understand

if TYPE_CHECKING:
    from .drafts import Draft

LISTED = 10_000
"""Problems that a report lists. All of them are in the database; this keeps memory bounded."""

Outcome = Literal["added", "unchanged", "revised", "refused"]
OUTCOMES: tuple[Outcome, ...] = ("added", "unchanged", "revised", "refused")


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
    again adds what is missing. A `trial` writes nothing and says what
    would become of each record after all that the command tried before.
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
        self._tried = occurrences.tried if trial else None
        self._tally = _Tally()
        self._seed = hashlib.blake2b(
            f"{origin.format}\n{origin.parser_version}\n{origin.reading}".encode("utf-8", "surrogatepass"),
            digest_size=32,
        ).digest()
        self._run = 0
        self._added: list[tuple[int, Draft]] = []
        self._adopted: Counter[str] = Counter()
        self._withheld = 0
        self._source = imports.source_id(db, origin.source)
        if not trial:
            with db.transaction():
                self._run, self._source = imports.begin(db, origin)

    def take(self, batch: Batch) -> list[Refusal]:
        """Store a batch, or none of it where that fails; return what was refused, in order."""
        return self.store(self.understand(batch, self.recall(batch)))

    def recall(self, batch: Batch) -> Recalled:
        """Look up which records of a batch are known by their text."""
        hashes = [record_hash(item, self._seed) for item in batch]
        known = imports.remembered(
            self._db, self._source, [number for number in hashes if number is not None]
        )
        return Recalled(hashes, known)

    def understand(self, batch: Batch, recalled: Recalled) -> Understood:
        """Make the drafts of a batch. Does not touch the database, and so may run in another thread."""
        return understand(batch, recalled.hashes, recalled.known)

    def store(self, batch: Understood, alone: Callable[[], None] | None = None) -> list[Refusal]:
        """Store an understood batch as `take` does.

        `alone` is called when only SQLite has work left on it, which then runs on one core by itself.
        """
        before = self._tally.copy()
        try:
            with self._step():
                refusals = self._put(batch)
                if not self._trial:
                    imports.progress(self._db, self._run, self._totals(), finished=False)
                if alone:
                    alone()
                if not self._trial:
                    imports.index_new(self._db, self._added)
        except BaseException:
            self._tally = before
            raise
        return refusals

    def tell(self, problems: Sequence[tuple[str | None, Problem]], adopted: Mapping[str, int]) -> None:
        """Note what came of what people said: problems, each with its posting's key or None, and counts by kind."""
        if problems and not self._trial:
            with self._db.transaction():
                imports.tell_problems(self._db, self._run, problems)
        self._tally.add([problem for _, problem in problems])
        self._adopted.update(adopted)
        self._withheld += len(problems)

    def finish(self) -> ImportReport:
        """Mark the run as complete and return what became of its records."""
        blanks = self._tally.blanks_in_a_line()
        if not self._trial:
            with self._db.transaction():
                if blanks:
                    imports.add_problems(self._db, self._run, [(None, blanks, None)])
                imports.progress(self._db, self._run, self._totals(), finished=True)
                taken = sum(self._tally.counts.values()) - self._tally.counts["refused"]
                if taken and self._origin.remember:
                    imports.remember(self._db, self._source, self._origin.remember)
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
            adopted=dict(self._adopted),
            withheld=self._withheld,
            **self._totals(),
        )

    def _put(self, batch: Understood) -> list[Refusal]:
        for locator in batch.blanks:
            self._tally.blank(locator)
        self._give_keys(batch.entries)
        keys = [entry.key for entry in batch.entries]
        stored = imports.known(self._db, keys)
        if self._tried:
            stored |= self._tried.known(keys)
        added: list[imports.Addition] = []
        refused = list(batch.refused)
        for entry in batch.entries:
            there = stored.get(entry.key)
            if entry.draft is None and (there is None or there["record"] != entry.hash):
                # Remembered of another posting, a copy of this one.
                problem = entry.understand()
                if problem:
                    refused.append(Refused(entry.place, problem, entry.record))
                    continue
            if clash := self._clash(there, entry):
                refused.append(Refused(entry.place, Problem(entry.locator, "key", clash), entry.record))
                continue
            if there is None:
                if entry.earlier and entry.external_id and not entry.stated_key:
                    entry.tell(_another_of_its_id(entry))
                added.append(entry.addition)
                self._tally.add(added[-1].draft.repairs)
                self._tally.counts["added"] += 1
            else:
                self._tally.counts[self._again(there, entry)] += 1
        refused.sort(key=lambda item: item.place)
        self._tally.add([item.problem for item in refused])
        self._tally.counts["refused"] += len(refused)
        self._added = []
        if self._tried:
            self._tried.add([self._row(addition) for addition in added])
        else:
            self._added = imports.add(self._db, self._run, self._source, added)
            problems = [(None, item.problem, item.record) for item in refused]
            imports.add_problems(self._db, self._run, problems)
        return [Refusal(item.place, item.problem) for item in refused]

    def _give_keys(self, entries: Sequence[Entry]) -> None:
        name = self._origin.source
        counts = self._occurrences.count([self._called(entry) for entry in entries])
        for entry, earlier in zip(entries, counts, strict=True):
            entry.earlier = earlier
            entry.key = entry.stated_key or posting_key(name, entry.external_id, entry.content, earlier)

    def _called(self, entry: Entry) -> str:
        """Return what is equal in records that would be taken for one another."""
        if entry.stated_key:
            return f"key {entry.stated_key}\n{self._origin.sha256}\n{self._origin.file}"
        name = self._origin.source
        if entry.external_id:
            # An id names a posting in all files of its source: only within a file can it name two.
            return f"{name}\nid {entry.external_id}\n{self._origin.sha256}\n{self._origin.file}"
        return f"{name}\ncontent {entry.content}"

    def _clash(self, there: Record | None, entry: Entry) -> str | None:
        """Return why a record cannot have the key that it states; None where it can, or states none."""
        if entry.draft is None or not entry.stated_key:
            return None
        if entry.earlier:
            return "a record before it has the same key"
        if there is None:
            return None
        if (there["source_id"], there["external_id"]) != (self._source, entry.external_id):
            return "another posting has this key here"
        if there["revision"] >= entry.draft.revision and not _is_as_stored(there, entry):
            return f"its text here is another, of revision {there['revision']}, and stays"
        return None

    def _again(self, there: Record, entry: Entry) -> Outcome:
        """What becomes of a record whose posting is stored."""
        draft = entry.draft
        if draft is None or _is_as_stored(there, entry):
            if draft is not None:
                self._tally.add(draft.repairs)
            moved = not entry.stated_key and (there["locator"], there["record"]) != (
                entry.locator,
                entry.hash,
            )
            if moved and not self._trial:
                imports.move(self._db, there["id"], entry.locator, entry.hash)
            return "unchanged"
        self._tally.add(draft.repairs)
        if self._tried:
            self._tried.add([self._row(entry.addition)])
        else:
            imports.revise(self._db, self._run, there, entry.addition)
        return "revised"

    def _row(self, addition: imports.Addition) -> Record:
        return {**addition.columns, "id": 0, "key": addition.key, "source_id": self._source}

    def _step(self) -> AbstractContextManager[None]:
        return self._db.rehearsal() if self._trial else self._db.transaction()

    def _totals(self) -> dict[str, int]:
        return {name: self._tally.counts[name] for name in OUTCOMES}


def _another_of_its_id(entry: Entry) -> Problem:
    before = "a record" if entry.earlier == 1 else f"{entry.earlier:,} records"
    reason = f"{before} before it in the file had the id {shortened(entry.external_id or '')!r}; all are kept"
    return Problem(entry.locator, "external_id", reason)


def _is_as_stored(there: Record, entry: Entry) -> bool:
    draft = entry.draft
    return (
        draft is not None
        and there["content_sha256"] == entry.content
        and imports.facts(there) == imports.facts_of(draft)
    )
