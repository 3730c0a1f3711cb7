"""Is everything as it must be? Each finding is a sentence."""

from collections.abc import Iterator

from . import adjudication, times
from .connection import Connection

_TIMED = (
    "state",
    "verdict",
    "canonical",
    "note",
    "suggestion",
    "skill_word",
    "adjudication",
    "assignment",
    "event",
)


def findings(db: Connection) -> Iterator[str]:
    """Yield what is wrong or waits for a person, in a fixed order; nothing where all is well."""
    yield from _file(db)
    yield from _spans(db)
    yield from _lost(db)
    yield from _index(db)
    yield from _journal(db)
    yield from _settled(db)
    yield from _times(db)
    yield from _imports(db)


def _file(db: Connection) -> Iterator[str]:
    for row in db.rows("PRAGMA integrity_check"):
        if row["integrity_check"] != "ok":
            yield f"SQLite: {row['integrity_check']}. Restore a backup."
    for row in db.rows("PRAGMA foreign_key_check"):
        yield f"Row {row['rowid']} of {row['table']} points to a row of {row['parent']} that is not there."


def _spans(db: Connection) -> Iterator[str]:
    # substr counts code points from 1; a body holds no NUL, at which it would stop.
    for table in ("tag", "note"):
        for row in db.rows(
            f'SELECT p.key, t.start, t."end", t.quote FROM "{table}" t JOIN posting p ON p.id = t.posting_id '
            "JOIN body b ON b.posting_id = p.id WHERE t.start IS NOT NULL "
            'AND substr(b.text, t.start + 1, t."end" - t.start) IS NOT t.quote ORDER BY p.id, t.start'
        ):
            yield f"The {table} at {row['start']} to {row['end']} of {row['key']} does not quote what stands there."
    for row in db.rows(
        "SELECT p.key FROM posting p JOIN body b ON b.posting_id = p.id WHERE p.inferred_title IS NOT NULL "
        "AND substr(b.text, p.inferred_start + 1, p.inferred_end - p.inferred_start) IS NOT p.inferred_title"
    ):
        yield f"The inferred title of {row['key']} is not what stands at its offsets."
    for row in db.rows(
        "SELECT p.key, s.value ->> 0 AS heading FROM posting p JOIN body b ON b.posting_id = p.id, "
        "json_each(p.sections) s WHERE substr(b.text, (s.value ->> 1) + 1, length(s.value ->> 0)) IS NOT heading"
    ):
        yield f"The section {row['heading']!r} of {row['key']} does not begin with its heading."


def _lost(db: Connection) -> Iterator[str]:
    for table in ("tag", "note"):
        for row in db.rows(
            f'SELECT p.key, a.name, t.quote FROM "{table}" t JOIN posting p ON p.id = t.posting_id '
            "JOIN annotator a ON a.id = t.annotator_id WHERE t.start IS NULL AND t.quote IS NOT NULL "
            "ORDER BY p.id, t.uid"
        ):
            yield (
                f"A revision of {row['key']} took away the words {row['quote']!r} that a {table} of "
                f"{row['name']} quotes. Tag them anew or remove the {table}."
            )


def _index(db: Connection) -> Iterator[str]:
    missing = db.value(
        "SELECT count(*) FROM posting p WHERE NOT EXISTS (SELECT 1 FROM posting_fts_docsize d WHERE d.id = p.id)"
    )
    if missing:
        yield f"{missing:,} postings are not in the full-text index."


def _journal(db: Connection) -> Iterator[str]:
    for row in db.rows(
        "SELECT e.seq FROM event e WHERE e.refers_to IS NOT NULL "
        "AND NOT EXISTS (SELECT 1 FROM event d WHERE d.seq = e.refers_to AND d.seq < e.seq)"
    ):
        yield f"Event {row['seq']} refers to no earlier event."
    decisions = db.value("SELECT count(*) FROM tag") + db.value("SELECT count(*) FROM state")
    if decisions and not db.value("SELECT count(*) FROM event"):
        yield "There are decisions, but the journal is empty."


def _settled(db: Connection) -> Iterator[str]:
    for key, name in adjudication.unsound(db):
        yield f"What {name} settled of {key} cannot be read. Settle it anew; `postil undo` of {name} takes it back."


def _times(db: Connection) -> Iterator[str]:
    for table in _TIMED:
        odd = times.odd(db, table)
        if odd:
            yield f"{odd:,} of the table {table} have no time that can be read. Restore a backup."
    for row in db.rows(
        "SELECT a.name, max(e.at) AS at FROM event e JOIN annotator a ON a.id = e.annotator_id "
        "GROUP BY a.id ORDER BY a.name"
    ):
        if times.is_time(row["at"]) and times.is_to_come(row["at"]):
            yield (
                f"The last decision of {row['name']} is of {row['at'][:10]}, which is still to come: a clock was "
                "wrong. Those that follow get a time behind it, and no other database takes them over till then."
            )


def _imports(db: Connection) -> Iterator[str]:
    for row in db.rows(
        "SELECT i.file FROM import i WHERE i.finished = 0 AND NOT EXISTS "
        "(SELECT 1 FROM import later WHERE later.source_id = i.source_id AND later.id > i.id AND later.finished)"
    ):
        yield f"An import of {row['file']} was stopped half-way. Import it again to finish it."
