"""One import of one source, from the store's side: every record accounted for, whole batches only."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from .identity import content_sha256, posting_key
from .records import ImportReport, Problem
from .sql import imports
from .sql.connection import Connection, Record
from .sql.imports import Origin
from .text import canonical_line

if TYPE_CHECKING:
    from .drafts import Draft


Outcome = Literal["added", "unchanged", "revised", "refused"]


class ImportRun:
    """Takes what an importer yields, batch by batch; each batch is one transaction.

    `occurrences` counts equal records and is shared by the runs of one command on one source, so that
    equal postings in two of its files are two postings. A run that ends early leaves whole batches, and
    the same import again adds what is missing.
    """

    def __init__(self, db: Connection, origin: Origin, occurrences: Counter[str]) -> None:
        self._db = db
        self._origin = origin = replace(
            origin, source=canonical_line(origin.source), file=canonical_line(origin.file)
        )
        self._occurrences = occurrences
        self._counts: Counter[Outcome] = Counter()
        self._problems: list[Problem] = []
        with db.transaction():
            self._run = imports.begin(db, origin)

    def take(self, batch: "Sequence[Draft | Problem]") -> None:
        """Store a batch, or none of it where that fails."""
        counts, problems = self._counts.copy(), list(self._problems)
        occurrences = self._occurrences.copy()
        try:
            with self._db.transaction():
                names = [self._names(item) for item in batch if not isinstance(item, Problem)]
                stored = imports.known(self._db, [key for key, _ in names])
                waiting = iter(names)
                for item in batch:
                    if isinstance(item, Problem):
                        self._refuse(item)
                    else:
                        self._counts[self._put(stored, *next(waiting), item)] += 1
                imports.progress(self._db, self._run, self._totals(), finished=False)
        except BaseException:
            self._counts, self._problems = counts, problems
            self._occurrences.clear()
            self._occurrences.update(occurrences)
            raise

    def finish(self) -> ImportReport:
        """Mark the run as complete and return what became of its records."""
        with self._db.transaction():
            imports.progress(self._db, self._run, self._totals(), finished=True)
        return self.report()

    def report(self) -> ImportReport:
        """Return what became of the records so far."""
        return ImportReport(
            source=self._origin.source,
            format=self._origin.format,
            read=sum(self._counts.values()),
            problems=tuple(self._problems),
            **self._totals(),
        )

    def _names(self, draft: "Draft") -> tuple[str, str]:
        content = content_sha256(draft)
        counted = f"id {draft.external_id}" if draft.external_id else f"content {content}"
        occurrence = self._occurrences[counted]
        self._occurrences[counted] += 1
        return posting_key(self._origin.source, draft, content, occurrence), content

    def _put(self, stored: dict[str, Record], key: str, content: str, draft: "Draft") -> Outcome:
        self._problems += draft.repairs
        there = stored.get(key)
        if there is None:
            imports.add(self._db, self._run, key, content, draft)
            return "added"
        if there["content_sha256"] != content:
            imports.revise(self._db, self._run, there["id"], content, draft)
            return "revised"
        if there["locator"] != draft.locator:
            imports.move(self._db, there["id"], draft.locator)
        return "unchanged"

    def _refuse(self, problem: Problem) -> None:
        imports.add_problems(self._db, self._run, None, [problem])
        self._problems.append(problem)
        self._counts["refused"] += 1

    def _totals(self) -> dict[str, int]:
        return {name: self._counts[name] for name in ("added", "unchanged", "revised", "refused")}
