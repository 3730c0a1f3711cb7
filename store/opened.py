"""What every part of the store stands on: the connection, who asks, and how a decision is written."""

from collections.abc import Sequence

from .event import Event
from .sql import journal
from .sql.connection import Connection


class Opened:
    """One open database."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def _who(self, annotator: str) -> int:
        return journal.known_annotator(self._db, annotator)

    def _now(self, annotator: str) -> str:
        return journal.now(self._db, journal.annotator_id(self._db, annotator))

    def _record(
        self, annotator: str, action: str, key: str, summary: str, changes: Sequence[journal.Change]
    ) -> Event:
        return journal.record(self._db, annotator, action, key, summary, changes)
