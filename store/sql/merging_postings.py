"""Postings of another database: those that are not here are taken whole, and of several texts the latest holds.

Of the texts that a posting had, here and there, the one of the highest revision is the posting's, and of two of one
revision that whose hash is greater: which one it is does not depend on where they meet. The others are kept.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from store.errors import UsageError
from store.text import INVISIBLE

from .connection import Connection, Record
from .text_index import Indexed, index, index_stored, unindex

BATCH = 2_000

Progress = Callable[[int, int], None]

# What of a posting goes with its text; the rest says where it was found here.
_TOLD = (
    "url, title, inferred_title, inferred_rule, inferred_start, inferred_end, company, work_mode, employment_type, "
    "date_posted, salary_text, sections, source_skills, content_sha256, norm_sha256"
)
_FOUND = "locator, external_id, record"


def place(db: Connection, *, bundle: bool) -> None:
    """List which posting there is which here, those that are not here with the numbers they will have.

    A bundle brings none. Raises UsageError where two that are not one have one key.
    """
    clash = db.value(
        "SELECT o.key FROM other.posting o JOIN main.posting p ON p.key = o.key "
        "JOIN other.source t ON t.id = o.source_id JOIN main.source s ON s.id = p.source_id "
        "WHERE t.name <> s.name OR o.external_id IS NOT p.external_id LIMIT 1"
    )
    if clash is not None:
        raise UsageError(f"The posting {clash} there is another one than here, so nothing was merged.")
    db.change("DROP TABLE IF EXISTS temp.place")
    db.change("DROP TABLE IF EXISTS temp.reworded")
    db.change("CREATE TEMP TABLE place (there INTEGER PRIMARY KEY, here INTEGER, new INTEGER)")
    db.change("CREATE TEMP TABLE reworded (id INTEGER PRIMARY KEY)")
    if bundle:
        return
    db.change(
        "INSERT INTO temp.place SELECT o.id, coalesce(p.id, (SELECT coalesce(max(id), 0) FROM main.posting) "
        "+ count(*) FILTER (WHERE p.id IS NULL) OVER (ORDER BY o.id)), p.id IS NULL "
        "FROM other.posting o LEFT JOIN main.posting p ON p.key = o.key"
    )
    db.change("CREATE UNIQUE INDEX temp.place_here ON place (here)")


def count_new(db: Connection) -> int:
    """Return how many postings are not here."""
    found: int = db.value("SELECT count(*) FROM temp.place WHERE new")
    return found


def put_imports(db: Connection) -> int:
    """Take over sources and imports, but for those that are here; return how many imports came."""
    db.change("INSERT OR IGNORE INTO main.source (name) SELECT name FROM other.source ORDER BY id")
    db.change("DROP TABLE IF EXISTS temp.run")
    db.change("CREATE TEMP TABLE run (there INTEGER PRIMARY KEY, here INTEGER, new INTEGER)")
    same = "i.source_id = s.id AND i.at = o.at AND i.file = o.file AND i.sha256 = o.sha256"
    db.change(
        "INSERT INTO temp.run SELECT o.id, i.id, 0 FROM other.import o JOIN other.source t ON t.id = o.source_id "
        f"JOIN main.source s ON s.name = t.name JOIN main.import i ON {same}"
    )
    db.change(
        "INSERT INTO temp.run SELECT o.id, (SELECT coalesce(max(id), 0) FROM main.import) "
        "+ row_number() OVER (ORDER BY o.id), 1 FROM other.import o WHERE o.id NOT IN (SELECT there FROM temp.run)"
    )
    columns = "at, finished, file, sha256, bytes, format, parser_version, added, unchanged, revised, refused"
    return db.change(
        f"INSERT INTO main.import (id, source_id, {columns}) SELECT r.here, s.id, "
        f"{', '.join(f'o.{name}' for name in columns.split(', '))} FROM temp.run r JOIN other.import o "
        "ON o.id = r.there JOIN other.source t ON t.id = o.source_id JOIN main.source s ON s.name = t.name "
        "WHERE r.new ORDER BY r.here"
    )


def put_problems(db: Connection) -> None:
    """Take over the problems of the imports and postings that came."""
    db.change(
        "INSERT INTO main.problem (import_id, posting_id, locator, field, reason, record) "
        "SELECT r.here, p.here, o.locator, o.field, o.reason, o.record FROM other.problem o "
        "JOIN temp.run r ON r.there = o.import_id LEFT JOIN temp.place p ON p.there = o.posting_id "
        "WHERE CASE WHEN o.posting_id IS NULL THEN r.new ELSE p.new END ORDER BY o.id"
    )


def put_new(db: Connection, progress: Progress, *, trial: bool) -> None:
    """Take the postings that are not here, whole; with `trial` they cannot be searched for."""
    first: int = db.value("SELECT coalesce(min(here), 1) FROM temp.place WHERE new")
    last: int = db.value("SELECT coalesce(max(here), 0) FROM temp.place WHERE new")
    told = ", ".join(f"o.{name}" for name in f"{_TOLD}, {_FOUND}".split(", "))
    for begin in range(first, last + 1, BATCH):
        end = min(begin + BATCH - 1, last)
        some = "FROM temp.place c JOIN other.{} WHERE c.new AND c.here BETWEEN ? AND ? ORDER BY c.here"
        db.change(
            f"INSERT INTO main.posting (id, key, source_id, import_id, revision, {_TOLD}, {_FOUND}) "
            f"SELECT c.here, o.key, s.id, r.here, o.revision, {told} FROM temp.place c "
            "JOIN other.posting o ON o.id = c.there JOIN other.source t ON t.id = o.source_id "
            "JOIN main.source s ON s.name = t.name JOIN temp.run r ON r.there = o.import_id "
            "WHERE c.new AND c.here BETWEEN ? AND ? ORDER BY c.here",
            [begin, end],
        )
        db.change(
            "INSERT INTO main.body (posting_id, text, raw) SELECT c.here, o.text, o.raw "
            + some.format("body o ON o.posting_id = c.there"),
            [begin, end],
        )
        db.change(
            "INSERT INTO main.location (posting_id, position, text, country, region, city) "
            "SELECT c.here, o.position, o.text, o.country, o.region, o.city "
            + some.format("location o ON o.posting_id = c.there"),
            [begin, end],
        )
        db.change(
            "INSERT INTO main.old_body (posting_id, revision, replaced_by, text, raw, fields) "
            "SELECT c.here, o.revision, r.here, o.text, o.raw, o.fields FROM temp.place c "
            "JOIN other.old_body o ON o.posting_id = c.there JOIN temp.run r ON r.there = o.replaced_by "
            "WHERE c.new AND c.here BETWEEN ? AND ? ORDER BY c.here",
            [begin, end],
        )
        if not trial:
            hidden = (
                [number for number in range(begin, end + 1) if _hides(db, number)]
                if _any(db, begin, end)
                else []
            )
            index_stored(db, begin, end, hidden)
            index(db, [_indexed(db, number) for number in hidden])
        progress(end - first + 1, last - first + 1)


def _any(db: Connection, first: int, last: int) -> bool:
    """Whether a text of a batch may have invisible characters: most batches are told at once."""
    texts = db.tuples("SELECT text FROM body WHERE posting_id BETWEEN ? AND ?", [first, last])
    if any(not text.isascii() and INVISIBLE.search(text) for (text,) in texts):
        return True
    heads = db.tuples(
        "SELECT coalesce(title, inferred_title, '') || coalesce(company, '') || coalesce((SELECT "
        "group_concat(text) FROM location WHERE posting_id = p.id), '') FROM posting p WHERE id BETWEEN ? AND ?",
        [first, last],
    )
    return any(not text.isascii() and INVISIBLE.search(text) for (text,) in heads)


def _hides(db: Connection, number: int) -> bool:
    found = _indexed(db, number)
    return bool(INVISIBLE.search("\n".join((found.title, found.company, found.location, found.body))))


def _indexed(db: Connection, number: int) -> Indexed:
    row = db.row(
        "SELECT coalesce(p.title, p.inferred_title, '') AS title, coalesce(p.company, '') AS company, b.text "
        "FROM posting p JOIN body b ON b.posting_id = p.id WHERE p.id = ?",
        [number],
    )
    places = db.tuples("SELECT text FROM location WHERE posting_id = ? ORDER BY position", [number])
    if row is None:
        raise RuntimeError(f"posting {number} is gone")
    return Indexed(number, row["title"], row["company"], "\n".join(text for (text,) in places), row["text"])


# Several texts of one posting


@dataclass(frozen=True, slots=True)
class Version:
    """A posting as it was once: its columns with `locations`, its text and record, and the run that replaced it."""

    revision: int
    digest: str
    fields: Record
    text: str
    raw: str
    replaced_by: int | None

    @property
    def order(self) -> tuple[int, str]:
        """By what the versions of a posting are sorted everywhere alike."""
        return self.revision, self.digest


def revise(db: Connection) -> int:
    """Bring the texts of postings that are here and there together; return how many got another one here."""
    both = "temp.place c JOIN main.posting p ON p.id = c.here JOIN other.posting o ON o.id = c.there"
    told = _TOLD.split(", ")
    other = f"({', '.join(f'p.{name}' for name in told)}) IS NOT ({', '.join(f'o.{name}' for name in told)})"
    numbers = db.tuples(
        f"SELECT c.here, c.there FROM {both} WHERE NOT c.new AND (p.revision <> o.revision OR {other} "
        "OR EXISTS (SELECT 1 FROM other.old_body x WHERE x.posting_id = c.there)) ORDER BY c.here"
    )
    return sum(_bring_together(db, here, there) for here, there in numbers)


def _bring_together(db: Connection, here: int, there: int) -> bool:
    mine = {version.order: version for version in _versions(db, "main", here)}
    current = max(mine)  # as the latest is what is stored as the posting
    came = [version for version in _versions(db, "other", there) if version.order not in mine]
    if not came:
        return False
    latest = max(came, key=lambda version: version.order)
    if latest.order > current:
        _set_aside(db, here, _current(db, "main", here), latest)
        _put(db, here, latest)
        came.remove(latest)
    for version in came:
        _keep(db, here, version, version.replaced_by or latest.replaced_by)
    db.change("INSERT OR IGNORE INTO temp.reworded VALUES (?)", [here])
    return latest.order > current


def _versions(db: Connection, schema: str, number: int) -> Iterator[Version]:
    yield _current(db, schema, number)
    run = "o.replaced_by" if schema == "main" else "(SELECT here FROM temp.run WHERE there = o.replaced_by)"
    for fields, text, raw, replaced_by in db.tuples(
        f"SELECT o.fields, o.text, o.raw, {run} FROM {schema}.old_body o WHERE o.posting_id = ?", [number]
    ):
        yield _version(json.loads(fields), text, raw, replaced_by)


def _current(db: Connection, schema: str, number: int) -> Version:
    row = db.row(
        f"SELECT p.*, b.text, b.raw FROM {schema}.posting p JOIN {schema}.body b ON b.posting_id = p.id "
        "WHERE p.id = ?",
        [number],
    )
    if row is None:
        raise RuntimeError(f"posting {number} is gone")
    places = list(
        db.rows(
            f"SELECT text, country, region, city FROM {schema}.location WHERE posting_id = ? ORDER BY position",
            [number],
        )
    )
    fields = {name: value for name, value in row.items() if name not in ("text", "raw")}
    return _version({**fields, "locations": places}, row["text"], row["raw"], None)


def _version(fields: Record, text: str, raw: str, replaced_by: int | None) -> Version:
    told = [fields[name] for name in _TOLD.split(", ")]
    digest = hashlib.sha256(json.dumps([told, fields["locations"], text]).encode()).hexdigest()
    return Version(fields["revision"], digest, fields, text, raw, replaced_by)


def _set_aside(db: Connection, number: int, old: Version, new: Version) -> None:
    unindex(db, _indexed(db, number))
    run = db.value("SELECT here FROM temp.run WHERE there = ?", [new.fields["import_id"]])
    replaced_by = db.value(
        "SELECT replaced_by FROM main.old_body WHERE posting_id = ? ORDER BY revision DESC", [number]
    )
    _keep(db, number, old, run or replaced_by or old.fields["import_id"], below=new.revision)


def _keep(
    db: Connection, number: int, version: Version, replaced_by: int | None, below: int | None = None
) -> None:
    """Keep a text that is not the posting's: under its revision, or below zero where that is taken."""
    now: Record = db.row("SELECT revision, import_id FROM main.posting WHERE id = ?", [number]) or {}
    slots = {
        slot for (slot,) in db.tuples("SELECT revision FROM main.old_body WHERE posting_id = ?", [number])
    }
    slot = version.revision
    if slot in slots or slot >= (now["revision"] if below is None else below):
        slot = min(0, *slots) - 1 if slots else -1
    db.insert(
        "old_body",
        {
            "posting_id": number,
            "revision": slot,
            "replaced_by": replaced_by or now["import_id"],
            "text": version.text,
            "raw": version.raw,
            "fields": json.dumps(version.fields, ensure_ascii=True),
        },
    )


def _put(db: Connection, number: int, version: Version) -> None:
    before: str = db.value("SELECT content_sha256 FROM main.posting WHERE id = ?", [number])
    names = [*_TOLD.split(", "), "locator", "record", "revision"]
    setters = ", ".join(f'"{name}" = ?' for name in names)
    db.change(
        f"UPDATE main.posting SET {setters} WHERE id = ?", [*(version.fields[name] for name in names), number]
    )
    db.change(
        "UPDATE main.body SET text = ?, raw = ? WHERE posting_id = ?", [version.text, version.raw, number]
    )
    db.change("DELETE FROM main.location WHERE posting_id = ?", [number])
    db.change_many(
        "INSERT INTO main.location (posting_id, position, text, country, region, city) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (number, position, place["text"], place["country"], place["region"], place["city"])
            for position, place in enumerate(version.fields["locations"])
        ],
    )
    index(db, [_indexed(db, number)])
    if before != version.fields["content_sha256"]:
        # What was proposed stood on the old text.
        db.change(
            "UPDATE main.pair SET kind = NULL, score = NULL, reasons = '[]' WHERE a_id = ? OR b_id = ?",
            [number, number],
        )
