"""The part of the store that shares postings out, and keeps double annotations apart until they are done."""

import uuid
from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from . import sql
from .errors import UsageError
from .event import Event
from .query import EVERYTHING, MINE, Query
from .reading import Reading
from .sql import blindness, journal, postings
from .sql.journal import ASSIGNMENTS, Change

if TYPE_CHECKING:
    from .shares import Assigning, Shares, Sharing

Planned = tuple[dict[str, list[str]], dict[str, list[str]]]


class SharingOut(Reading):
    """Assignments; see Store."""

    def assign(
        self,
        annotator: str,
        sharing: "Sharing | None" = None,
        query: Query = EVERYTHING,
        released: Collection[str] = (),
    ) -> Event | None:
        """Share out the postings that match and are nobody's yet: one event for all of them.

        Nothing moves that anybody has: a larger overlap only adds a second one. Of those in `released` is taken, and
        shared out anew, what they have not begun. Without `sharing` it is done as it was done last. None where there
        is nothing to do. Raises UsageError.
        """
        with self._db.transaction():
            wanted = self._sharing(sharing)
            given, taken = self._planned(annotator, wanted, query, released)
            if not given and not taken:
                return None
            row = {
                "at": self._now(annotator),
                "annotators": wanted.annotators,
                "overlap": wanted.overlap,
                "seed": wanted.seed,
                "given": given,
                "taken": taken,
            }
            change = Change(ASSIGNMENTS, {"assignment": uuid.uuid4().hex}, None, row)
            return journal.record(self._db, annotator, "assign", None, _summary(given, taken), [change])

    def count_assignments(
        self,
        annotator: str,
        sharing: "Sharing | None" = None,
        query: Query = EVERYTHING,
        released: Collection[str] = (),
    ) -> "Assigning":
        """Return what `assign` would do. Raises as that does."""
        from .shares import Assigning  # only this needs it

        with self._db.snapshot():
            given, taken = self._planned(annotator, self._sharing(sharing), query, released)
        return Assigning(*({name: len(keys) for name, keys in of.items()} for of in (given, taken)))

    def _sharing(self, sharing: "Sharing | None") -> "Sharing":
        wanted = sharing or sql.assignment.last_sharing(self._db)
        if wanted is None:
            raise UsageError("Nothing was shared out yet. Say among whom: --annotators ann,bob.")
        return wanted.checked()

    def _planned(
        self, annotator: str, sharing: "Sharing", query: Query, released: Collection[str]
    ) -> Planned:
        left = [name for name in sharing.annotators if name in released]
        if left:
            raise UsageError(f"{left[0]} cannot be given postings and be relieved of them at once.")
        given: dict[str, list[str]] = {name: [] for name in sharing.annotators}
        taken: dict[str, list[str]] = {name: [] for name in released}
        for key, has, begun in sql.assignment.everyone(self._db, query, self._who(annotator)):
            gone = [name for name in has if name in released and name not in begun]
            for name in gone:
                taken[name].append(key)
            for name in sharing.given(key, [name for name in has if name not in gone], begun):
                given[name].append(key)
        return _without_empty(given), _without_empty(taken)

    def shares(self) -> "Shares":
        """Return who has what."""
        with self._db.snapshot():
            return sql.assignment.shares(self._db)

    def queue_of(self, annotator: str, query: Query) -> Query:
        """Return a search as the annotator's queue takes it: of what is theirs, unless it says whose.

        Somebody to whom nothing is assigned sees everything.
        """
        says = any(term.field == "assigned" for term in query.terms)
        if says or not blindness.has_any(self._db, self._who(annotator)):
            return query
        return replace(query, terms=(*query.terms, MINE))

    def blind(self, posting: str, annotator: str) -> bool:
        """Whether what others say of a posting is hidden from an annotator.

        It is from one of several to whom the posting is assigned, until all of them are done with it or skipped it.
        Raises NotFound.
        """
        return blindness.blind(self._db, postings.id_of(self._db, posting), self._who(annotator))


def _without_empty(of: dict[str, list[str]]) -> dict[str, list[str]]:
    return {name: keys for name, keys in of.items() if keys}


def _summary(given: dict[str, list[str]], taken: dict[str, list[str]]) -> str:
    gave = ", ".join(f"{len(keys):,} to {name}" for name, keys in given.items())
    took = ", ".join(f"{len(keys):,} from {name}" for name, keys in taken.items())
    return "; ".join(
        part for part in (f"assigned {gave}" if gave else "", f"took {took}" if took else "") if part
    )
