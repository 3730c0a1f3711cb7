"""What a trial would have written by now: kept in a temporary table, so that later files of one command see it."""

import json
from collections.abc import Sequence

from .connection import Connection, Record


class Tried:
    """Rows of postings by key. Gone with the connection."""

    def __init__(self, db: Connection, name: str) -> None:
        self._db = db
        self._table = name
        db.begin_temporary(name, "key TEXT PRIMARY KEY, row TEXT NOT NULL")

    def add(self, rows: Sequence[Record]) -> None:
        """Keep rows; a later one of a key stands for the earlier."""
        self._db.change_many(
            f"INSERT INTO temp.{self._table} VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET row = excluded.row",
            [(row["key"], json.dumps(row)) for row in rows],
        )

    def known(self, keys: Sequence[str]) -> dict[str, Record]:
        """Return the rows that are kept, of those keys."""
        found = self._db.rows(
            f"SELECT key, row FROM temp.{self._table} WHERE key IN (SELECT value FROM json_each(?))",
            [json.dumps(list(keys))],
        )
        return {row["key"]: json.loads(row["row"]) for row in found}
