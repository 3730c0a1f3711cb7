"""The part of the store that tells of the record: who decided what, when, on which posting."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from . import sql
from .errors import NotFound
from .query import Query
from .reading import Reading
from .sql import postings

if TYPE_CHECKING:
    from .story import Arrival, Told


class Telling(Reading):
    """The record; see Store."""

    def record(
        self,
        annotator: str,
        *,
        posting: str | None = None,
        by: str | None = None,
        since: str | None = None,
        until: str | None = None,
        actions: Sequence[str] = (),
        query: Query | None = None,
        undone: bool = False,
        limit: int = 50,
    ) -> "Told":
        """Return the latest events that fit all that is given, the newest first.

        `posting` is a key: also what changed it among others is told. `by` is whose decisions, `since` and `until`
        are UTC in ISO 8601 with microseconds, both in; with `undone` only what was taken back. A query means the
        states of `annotator`, from whom is hidden what others decide of a posting that is blind for them. Raises
        NotFound for an action that there is not, and for somebody who never decided anything.
        """
        from .story import ACTIONS  # only this needs it

        strange = next((action for action in actions if action not in ACTIONS), None)
        if strange is not None:
            raise NotFound(f"No decision is called {strange!r}. There are: {', '.join(ACTIONS)}.")
        with self._db.snapshot():
            if by is not None and not self._who(by):
                people = sql.record.people(self._db)
                there = f"There are: {', '.join(people)}." if people else "The journal is empty."
                raise NotFound(f"Nobody called {by!r} decided anything here. {there}")
            return sql.record.events(
                self._db,
                posting=posting,
                annotator=by,
                since=since,
                until=until,
                actions=actions,
                query=query,
                who=self._who(annotator),
                undone=undone,
                limit=limit,
            )

    def arrivals(self, key: str) -> "list[Arrival]":
        """Return when and from where a posting and its texts came, the latest first; raises NotFound."""
        return sql.record.arrivals(self._db, postings.id_of(self._db, key))
