"""The store: everything the other rooms may ask of a database, in records and sentences.

What an import needs is loaded with the first.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from . import sql
from .adjudicating import Adjudicating
from .assigning import SharingOut
from .comparing import Comparing
from .copying import CopyingTags
from .curating import Curating
from .entering import Entering
from .errors import NotFound, UsageError
from .event import Event
from .exporting import Exporting
from .file_systems import MOUNTS
from .indexing import Indexing
from .merging import Merging
from .places import Place, SavedSearch
from .sql import journal, places, postings
from .sql.connection import BUSY_SECONDS, Connection
from .suggesting import Suggesting
from .telling import Telling
from .text import canonical_line, folded

if TYPE_CHECKING:
    from .adoption import Adoption
    from .import_report import ImportProblem
    from .importing import ImportRun
    from .sql.imports import Origin
    from .sql.occurrences import Occurrences


class Store(
    Merging,
    Telling,
    Exporting,
    Suggesting,
    CopyingTags,
    Comparing,
    Indexing,
    Curating,
    SharingOut,
    Entering,
    Adjudicating,
):
    """One open database. Not for two threads at once; open one per thread.

    `annotator` is a name, in every method that takes it: whose states, verdicts and undo are meant.
    Every decision is one transaction and one event, on disk when the method returns; None is returned
    where there was nothing to change. All methods raise StoreError where the file cannot be used.
    """

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        create: bool = False,
        readonly: bool = False,
        patience: float = BUSY_SECONDS,
        mounts: Path = MOUNTS,
    ) -> Self:
        """Open a database, bringing it up to date first (a copy is kept beside it).

        `patience` is how many seconds to wait, here and in every method, while another process writes, and `mounts`
        the table that tells which paths are on a network file system.
        Raises NotFound, NotADatabase, NetworkFileSystem, NewerDatabase, ReadOnly, Busy or Damaged.
        """
        db = Connection(path, create=create, readonly=readonly, patience=patience, mounts=mounts)
        return cls(db)

    @property
    def path(self) -> Path:
        """The file."""
        return self._db.path

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def others_wrote(self) -> int:
        """Return a number that is another one whenever anybody else, or another store here, has written since."""
        return self._db.others_wrote()

    def interrupt(self) -> None:
        """Stop a read that another thread runs on this store."""
        self._db.interrupt()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Importing

    def occurrences(self) -> "Occurrences":
        """Return a new count of equal records, for the runs of one command."""
        from .sql.occurrences import Occurrences

        return Occurrences(self._db)

    def begin_import(
        self, origin: "Origin", occurrences: "Occurrences", *, trial: bool = False
    ) -> "ImportRun":
        """Begin a run, or with `trial` one that writes nothing; see ImportRun."""
        from .importing import ImportRun

        return ImportRun(self._db, origin, occurrences, trial=trial)

    def import_problems(self, run: int, limit: int, after: int = 0) -> "list[ImportProblem]":
        """Return the first problems of an import behind the one numbered `after`, in the order they were met."""
        return sql.imports.problems(self._db, run, limit, after)

    def mapping(self, source: str) -> dict[str, tuple[str, ...]]:
        """Return the columns that the source's fields were last taken from, by field; empty if unknown."""
        return sql.imports.mapping(self._db, canonical_line(source))

    @contextmanager
    def bulk(self) -> Iterator[None]:
        """Let commits wait for the disk less often, for work that can be run again."""
        with self._db.bulk():
            yield

    def adoption(self, name: str, *, trial: bool = False) -> "Adoption":
        """Begin to take over what the dataset of that name tells of postings, or with `trial` to try it."""
        from .adoption import Adoption

        return Adoption(self._db, name, trial=trial)

    # The journal

    def undo(self, annotator: str) -> Event | None:
        """Take back the annotator's last standing decision; None where there is none."""
        with self._db.transaction():
            return self._turned(journal.undo(self._db, annotator))

    def redo(self, annotator: str) -> Event | None:
        """Bring back the decision the annotator undid last; None where there is none."""
        with self._db.transaction():
            return self._turned(journal.redo(self._db, annotator))

    def _turned(self, event: Event | None) -> Event | None:
        if event is not None and journal.forked(self._db, event.annotator):
            sql.standing.turned(self._db, event)
        return event

    # Where an annotator stopped

    def place(self, annotator: str) -> Place:
        """Return where the annotator stopped."""
        return places.place(self._db, self._who(annotator))

    def remember(self, annotator: str, place: Place) -> None:
        """Remember where the annotator is. Not a decision: it makes no event."""
        with self._db.transaction():
            places.remember(self._db, journal.annotator_id(self._db, annotator), place, self._now(annotator))

    def saved_searches(self, annotator: str) -> list[SavedSearch]:
        """Return the searches that the annotator keeps, in the order of their names."""
        return places.searches(self._db, self._who(annotator))

    def save_search(self, annotator: str, name: str, query: str) -> SavedSearch | None:
        """Keep a search under a name; return the one that had the name before, None where it was free.

        A setting and no decision: it makes no event. Raises UsageError for a blank name.
        """
        search = SavedSearch(canonical_line(name), canonical_line(query))
        if not search.name:
            raise UsageError("A saved search needs a name.")
        with self._db.transaction():
            before = self._search(annotator, name)
            places.keep_search(self._db, journal.annotator_id(self._db, annotator), search)
        return before

    def forget_search(self, annotator: str, name: str) -> SavedSearch:
        """Keep a search no longer, and return it, so that it can be kept again. Raises NotFound."""
        with self._db.transaction():
            search = self._search(annotator, name)
            if search is None:
                raise NotFound(f"You have no search called {name!r}.")
            places.forget_search(self._db, self._who(annotator), name)
        return search

    def _search(self, annotator: str, name: str) -> SavedSearch | None:
        kept = self.saved_searches(annotator)
        return next((search for search in kept if folded(search.name) == folded(name)), None)

    def draft(self, annotator: str, key: str) -> str:
        """Return the text of a note that the annotator began and did not save, or an empty one."""
        return places.draft(self._db, self._who(annotator), postings.id_of(self._db, key))

    def keep_draft(self, annotator: str, key: str, text: str) -> None:
        """Keep the text of a note for later, a blank one not. Not a decision: it makes no event."""
        with self._db.transaction():
            who = journal.annotator_id(self._db, annotator)
            places.keep_draft(self._db, who, postings.id_of(self._db, key), text)
