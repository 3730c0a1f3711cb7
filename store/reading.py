"""The part of the store that reads: postings, lists of them, counts, the journal."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from . import sql
from .event import Event
from .opened import Opened
from .places import Spot
from .postings import Posting, Row, Window
from .query import EVERYTHING, Query
from .sql import journal, postings, queues
from .words import QueueOrder, State

if TYPE_CHECKING:
    from .counts import Progress, Status


class Reading(Opened):
    """Reading; see Store."""

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read one state of the database throughout, whatever others write meanwhile."""
        with self._db.snapshot():
            yield

    def key_of(self, name: str) -> str:
        """Return the key that a key, the beginning of one, or `source:locator` means; raises NotFound."""
        return postings.key_of(self._db, name)

    def posting(self, annotator: str, key: str) -> Posting:
        """Return one posting whole; raises NotFound."""
        return postings.posting(self._db, key, self._who(annotator))

    def every_posting(self, annotator: str) -> Iterator[Posting]:
        """Yield all postings in the order of import."""
        return postings.every_posting(self._db, self._who(annotator))

    def states(self) -> Iterator[tuple[str, str, State, str]]:
        """Yield key, annotator, state and since when, where it is not TODO: by import, then by joining."""
        return postings.states(self._db)

    def choices(self) -> Iterator[tuple[str, str, str]]:
        """Yield key, annotator and time of every choice of a canonical posting: by import, then by joining."""
        return sql.statements.choices(self._db)

    def pseudonyms(self) -> dict[str, str]:
        """Return what datasets call everybody who ever decided anything, by name, in the order of joining."""
        return sql.pseudonyms.pseudonyms(self._db)

    def raw(self, key: str) -> str:
        """Return the record as it was imported; raises NotFound."""
        return postings.raw(self._db, key)

    def texts(self, keys: Sequence[str]) -> dict[str, str]:
        """Return bodies by key."""
        return postings.texts(self._db, keys)

    def bodies(self, after: int, limit: int) -> list[tuple[int, str]]:
        """Return the numbers and bodies of the first postings behind one, in the order of import."""
        return postings.bodies(self._db, after, limit)

    def spot(self, annotator: str, order: QueueOrder, posting: int) -> Spot:
        """Return where a posting (by its number) stands in an order now; number 0 is before all.

        A decision may move the posting elsewhere: to go on from here, keep the spot from when it was opened.
        """
        return queues.spot(self._db, order, self._who(annotator), posting)

    def window(
        self,
        annotator: str,
        query: Query,
        around: int | Spot,
        reach: int,
        order: QueueOrder = QueueOrder.IMPORTED,
    ) -> Window:
        """Return the rows at and about a posting, at most `reach` on each side of it.

        It is given by its number, or by the spot in the order where it is to stand.
        """
        return postings.window(self._db, query, self._who(annotator), around, reach, order)

    def listing(self, annotator: str, query: Query = EVERYTHING, limit: int | None = None) -> Iterator[Row]:
        """Yield the rows that match, in the order of import."""
        return postings.listing(self._db, query, self._who(annotator), limit)

    def neighbour(
        self,
        annotator: str,
        query: Query,
        around: int | Spot,
        *,
        forward: bool,
        order: QueueOrder = QueueOrder.IMPORTED,
    ) -> str | None:
        """Return the key of the next match after (or before) a posting or spot, None at the end."""
        return postings.neighbour(self._db, query, self._who(annotator), around, forward=forward, order=order)

    def count(
        self,
        annotator: str,
        query: Query = EVERYTHING,
        up_to: int | Spot | None = None,
        order: QueueOrder = QueueOrder.IMPORTED,
    ) -> int:
        """Return how many postings match, or how many at or before a posting or spot of an order."""
        return postings.count(self._db, query, self._who(annotator), up_to, order)

    def status(self) -> "Status":
        """Return the counts over the whole database."""
        with self._db.snapshot():
            return sql.counts.status(self._db)

    def progress(self, days: int = 14, annotator: str | None = None) -> "Progress":
        """Return where the work stands, with the last `days` on which anybody finished a posting.

        With an annotator, tags that are hidden from them are not counted among the skills.
        """
        with self._db.snapshot():
            return sql.progress.progress(self._db, days, self._who(annotator) if annotator else 0)

    def events(
        self, *, posting: str | None = None, annotator: str | None = None, limit: int = 50
    ) -> list[Event]:
        """Return the latest events, the newest first."""
        return journal.events(self._db, posting=posting, annotator=annotator, limit=limit)

    def findings(self) -> Iterator[str]:
        """Yield what is wrong in the database or waits for a person, a sentence each."""
        return sql.integrity.findings(self._db)

    def backup(self, target: Path) -> None:
        """Write a consistent copy while others work; raises UsageError where `target` exists."""
        self._db.copy_to(target, overwrite=False)
