"""The full-text index: what is put into it and taken out."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from store.text import visible

from .connection import Connection


@dataclass(frozen=True, slots=True)
class Indexed:
    """The text of one posting as the index holds it."""

    id: int
    title: str
    company: str
    location: str
    body: str

    def values(self) -> tuple[int, str, str, str, str]:
        """Return the row, its text without characters that cannot be seen: they would split words."""
        return self.id, visible(self.title), visible(self.company), visible(self.location), visible(self.body)


def index(db: Connection, texts: Iterable[Indexed]) -> None:
    """Add postings to the index."""
    db.change_many(
        "INSERT INTO posting_fts (rowid, title, company, location, body) VALUES (?, ?, ?, ?, ?)",
        [text.values() for text in texts],
    )


def index_stored(db: Connection, first: int, last: int, but: Sequence[int]) -> None:
    """Add stored postings, from row to row, as their tables have them; those in `but` are left out.

    One statement for all: SQLite works through it without asking Python for each row.
    """
    db.change(
        """
        INSERT INTO posting_fts (rowid, title, company, location, body)
        SELECT p.id, coalesce(p.title, p.inferred_title, ''), coalesce(p.company, ''),
            coalesce((SELECT group_concat(text, char(10)) FROM (
                SELECT text FROM location WHERE posting_id = p.id ORDER BY position)), ''), b.text
        FROM posting p JOIN body b ON b.posting_id = p.id
        WHERE p.id BETWEEN ? AND ? AND p.id NOT IN (SELECT value FROM json_each(?))
        """,
        [first, last, json.dumps(list(but))],
    )


def unindex(db: Connection, text: Indexed) -> None:
    """Take a posting out of the index; `text` must be what was put in."""
    db.change(
        "INSERT INTO posting_fts (posting_fts, rowid, title, company, location, body) "
        "VALUES ('delete', ?, ?, ?, ?, ?)",
        text.values(),
    )
