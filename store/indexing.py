"""The part of the store that keeps the index of phrases, by which a few new postings find their copies."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from . import sql
from .reading import Reading

if TYPE_CHECKING:
    from .sql.phrases import PhraseIndex


class Indexing(Reading):
    """The index of phrases; see Store."""

    def last_posting(self) -> int:
        """Return the highest row number of a posting, 0 where there is none."""
        return sql.phrases.last_posting(self._db)

    def phrase_index(self, version: int) -> "PhraseIndex | None":
        """Return the index of this version, None where there is none."""
        return sql.phrases.index(self._db, version)

    def phrase_pieces(self, index: "PhraseIndex", name: str) -> list[bytes]:
        """Return the pieces of a column of an index, in order."""
        return sql.phrases.pieces(self._db, index.id, name)

    def keep_phrases(self, version: int, since: int, upto: int, pieces: Iterable[tuple[str, bytes]]) -> None:
        """Store an index of the sketches of postings up to the row number `upto`, as `revisions` was then.

        Piece by piece, so that others can write meanwhile; it counts once all are there. Where two are stored at
        a time, the one begun last counts.
        """
        with self._db.transaction():
            number = sql.phrases.begin(self._db, version, since, upto)
        for position, (name, data) in enumerate(pieces):
            with self._db.transaction():
                if not sql.phrases.add(self._db, number, name, position, data):
                    return
        with self._db.transaction():
            sql.phrases.finish(self._db, number)

    def younger_sketches(self, index: "PhraseIndex") -> list[int]:
        """Return the row numbers of postings whose sketches, if there, are not those that the index tells of."""
        return sql.phrases.younger(self._db, index.since, index.upto)

    def waiting(self) -> list[int]:
        """Return the row numbers of postings that wait to be compared, in order."""
        return sql.phrases.waiting(self._db)

    def sketches_of(self, numbers: Sequence[int]) -> list[tuple[int, int, int, bytes]]:
        """Return the sketches of postings, where they have one, in order, each as the columns of a Sketch."""
        return sql.phrases.sketches_of(self._db, numbers)
