"""The part of the store that datasets are made from: many rows at a time, and the places of postings in splits."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from . import sql
from .query import EVERYTHING, Query
from .reading import Reading
from .words import State

if TYPE_CHECKING:
    from .datasets import Placing, SourceImport
    from .sql.datasets import Rows


class Exporting(Reading):
    """Datasets; see Store. Rows are columns in the order that store/sql/datasets.py gives, as there are very many."""

    def numbers(
        self,
        annotator: str,
        query: Query = EVERYTHING,
        state: State | None = None,
        by: str | None = None,
    ) -> Sequence[int]:
        """Return the numbers of the postings that match a query as the annotator sees them, in the order of import.

        With `state` only those that anybody, or `by` alone, put into it; TODO is what none of them began.
        """
        whose = None if by is None else self._who(by)
        return sql.datasets.numbers(self._db, query, self._who(annotator), state, whose)

    def dataset_postings(self, numbers: Sequence[int], *, raw: bool = False) -> "Rows":
        """Return the facts of postings, with the record as it was imported where `raw` is asked for."""
        return sql.datasets.postings(self._db, numbers, raw=raw)

    def dataset_locations(self, numbers: Sequence[int]) -> "Rows":
        """Return the places of postings."""
        return sql.datasets.locations(self._db, numbers)

    def dataset_tags(self, numbers: Sequence[int]) -> "Rows":
        """Return everybody's tags on postings; skills and annotators by number."""
        return sql.datasets.tags(self._db, numbers)

    def dataset_skills(self) -> dict[int, tuple[str, str, str, bool]]:
        """Return by number label, URI and kind of what each skill means after merges, and whether it was merged."""
        return sql.datasets.skills(self._db)

    def dataset_people(self, *, names: bool) -> dict[int, str]:
        """Return by number what annotators are called, by name or else by pseudonym."""
        return sql.datasets.people(self._db, names=names)

    def dataset_notes(self, numbers: Sequence[int], *, names: bool) -> "Rows":
        """Return everybody's notes on postings."""
        return sql.datasets.notes(self._db, numbers, names=names)

    def dataset_states(self, numbers: Sequence[int], *, names: bool) -> "Rows":
        """Return everybody's states of postings."""
        return sql.datasets.states(self._db, numbers, names=names)

    def dataset_choices(self, numbers: Sequence[int], *, names: bool) -> "Rows":
        """Return who chose which of these postings as canonical."""
        return sql.datasets.choices(self._db, numbers, names=names)

    def dataset_verdicts(self, numbers: Sequence[int], *, names: bool) -> "Rows":
        """Return everybody's verdicts on pairs of these postings with earlier ones."""
        return sql.datasets.verdicts(self._db, numbers, names=names)

    def source_imports(self) -> "list[SourceImport]":
        """Return the runs that brought postings, here or before they came in a dataset, by source and time."""
        return sql.datasets.source_imports(self._db)

    # Splits

    def placings(self, keys: Iterable[str]) -> "dict[str, Placing]":
        """Return where postings are placed among the splits, by key."""
        return sql.datasets.placings(self._db, keys)

    def unplaced(self) -> Iterator[list[tuple[int, str]]]:
        """Yield number and hash of the text of postings without a place, some at a time, in the order of import."""
        last = 0
        while page := sql.datasets.unplaced(self._db, last):
            last = page[-1][0]
            yield page

    def places_taken(self) -> dict[int, int]:
        """Return how many postings stand at each place."""
        return sql.datasets.places_taken(self._db)

    def split_shares(self) -> dict[str, int]:
        """Return the shares of the splits that were used last, per cent by name in order; empty if none were."""
        return sql.datasets.shares(self._db)

    def put_places(
        self, decide: Callable[[], Iterable[Sequence[tuple[int, int]]]], shares: Mapping[str, int]
    ) -> None:
        """Give postings, by number, the places that `decide` yields, and keep the shares that are in use now.

        All in one transaction, in which `decide` reads too. Not a decision of a person: it makes no event.
        """
        with self._db.transaction():
            placed = sql.datasets.next_placing(self._db)
            for places in decide():
                sql.datasets.put_places(self._db, placed, places)
            sql.datasets.put_shares(self._db, shares.items())
