"""How often a record has come by in one command: kept in a temporary table, so that memory does not grow."""

import hashlib
import itertools
import json
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from .connection import Connection
from .tried import Tried

_NUMBERS = itertools.count(1)


class Occurrences:
    """Counts equal records of each source. Shared by the runs of one command, gone with the connection.

    What is counted inside a transaction that is rolled back was not counted.
    """

    def __init__(self, db: Connection) -> None:
        self._db = db
        self._table = f"occurrence_{next(_NUMBERS)}"
        db.begin_temporary(self._table, "record INTEGER PRIMARY KEY, times INTEGER NOT NULL")

    @cached_property
    def tried(self) -> Tried:
        """What the trials of the command would have written by now."""
        return Tried(self._db, f"{self._table}_tried")

    def count(self, names: Sequence[str]) -> list[int]:
        """Count records in order; return, for each, how many equal ones came before it."""
        hashes = [_hash(name) for name in names]
        before: Counter[int] = Counter()
        for row in self._db.rows(
            f"SELECT record, times FROM temp.{self._table} WHERE record IN (SELECT value FROM json_each(?))",
            [json.dumps(hashes)],
        ):
            before[row["record"]] = row["times"]
        earlier = []
        for number in hashes:
            earlier.append(before[number])
            before[number] += 1
        self._db.change_many(
            f"INSERT INTO temp.{self._table} VALUES (?, ?) "
            "ON CONFLICT (record) DO UPDATE SET times = excluded.times",
            list(before.items()),
        )
        return earlier


def _hash(name: str) -> int:
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)
