"""The journal as people ask for it: by posting, person, time and kind; and how postings came."""

from collections.abc import Sequence
from typing import Any

from store.query import Query
from store.story import Arrival, Told

from . import blindness
from .connection import Connection
from .journal import event_of
from .search import where

_EVENTS = """
SELECT e.seq, e.uid, e.at, a.name AS annotator, e.action, p.key AS posting, e.summary, e.undone, e.refers_to
FROM event e JOIN annotator a ON a.id = e.annotator_id LEFT JOIN posting p ON p.id = e.posting_id
"""


def events(
    db: Connection,
    *,
    posting: str | None,
    annotator: str | None,
    since: str | None,
    until: str | None,
    actions: Sequence[str],
    query: Query | None,
    who: int,
    undone: bool,
    limit: int,
) -> Told:
    """Return the latest events that fit, the newest first; `since` and `until` are times as they are kept, both in.

    Of one posting also those that changed it among others. `who` asks: a query means their states, and what is
    hidden from them is left out.
    """
    hides = bool(db.value(f"SELECT EXISTS ({blindness.hidden_from('?1')})", [who]))
    told = blindness.told("e", "?1")
    parts: list[str] = ["?1 = ?1"]  # the first of all, so that those after it are counted on from it
    params: list[Any] = [who]
    for part, value in (
        ("a.name = ?", annotator),
        ("e.at >= ?", since),
        ("e.at <= ?", until),
    ):
        if value is not None:
            parts.append(part)
            params.append(value)
    if posting is not None:
        parts.append("(p.key = ? OR instr(e.changes, ?))")
        params += [posting, f'"{posting}"']
    if actions:
        parts.append(f"e.action IN ({', '.join('?' for _ in actions)})")
        params += actions
    if query is not None:
        found = where(db, query, who)
        parts.append(f"e.posting_id IN (SELECT {found.number} FROM {found.tables} WHERE {found.sql})")
        params += found.params
    if undone:
        parts.append("e.undone")
    fits = " AND ".join(parts)
    shown = f"{fits} AND {told}" if hides else fits
    rows = db.rows(f"{_EVENTS} WHERE {shown} ORDER BY e.at DESC, e.uid DESC LIMIT ?", [*params, limit])
    return Told(
        tuple(event_of(row) for row in rows),
        some_hidden=hides
        and bool(db.value(f"SELECT EXISTS ({_EVENTS} WHERE {fits} AND NOT {told})", params)),
    )


def people(db: Connection) -> list[str]:
    """Return everybody who decided anything, in the order of letters."""
    return [name for (name,) in db.tuples("SELECT name FROM annotator ORDER BY folded(name), name")]


def arrivals(db: Connection, number: int) -> list[Arrival]:
    """Return when and from where a posting and its texts came, the latest first."""
    rows = db.tuples(
        """
        SELECT i.at, 'import', p.key, i.file, s.name, i.format,
            coalesce((SELECT fields ->> 'locator' FROM old_body WHERE posting_id = p.id AND revision >= 0
                ORDER BY revision LIMIT 1), p.locator)
        FROM posting p JOIN import i ON i.id = p.import_id JOIN source s ON s.id = i.source_id WHERE p.id = :id
        UNION ALL
        SELECT i.at, iif(o.revision < 0, 'keep', 'revise'), p.key, i.file, s.name, i.format, o.fields ->> 'locator'
        FROM old_body o JOIN posting p ON p.id = o.posting_id JOIN import i ON i.id = o.replaced_by
        JOIN source s ON s.id = i.source_id WHERE o.posting_id = :id
        ORDER BY 1 DESC, 2 DESC
        """,
        {"id": number},
    )
    said = {
        "import": "imported from {file} ({format}), {locator} of {source}",
        "revise": "came with another text from {file} ({format}); the old one is kept",
        "keep": "another text of it came from another database, and is kept beside",
    }
    return [
        Arrival(
            at, action, key, said[action].format(file=file, format=format_, locator=locator, source=source)
        )
        for at, action, key, file, source, format_, locator in rows
    ]
