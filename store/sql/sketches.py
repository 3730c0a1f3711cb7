"""What is kept to find the copies of a posting among many: its sketch, and whether it was compared yet."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from store.postings import Location

from .connection import Connection

LONGEST = 50_000  # characters of a body that are compared
_WHOLE = 2**31 - 1
_LAST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Comparable:
    """What of a posting is compared with others: its fields, and its body, only the beginning of a very long one.

    `words` is equal for postings whose bodies are equal when normalised. `content` is the hash of what a reader sees
    of the posting.
    """

    id: int
    key: str
    title: str | None
    inferred: str | None
    company: str | None
    locations: tuple[Location, ...]
    date_posted: str | None
    words: str
    body: str
    content: str

    @property
    def shown_title(self) -> str | None:
        """The stated title, else the inferred one, else None."""
        return self.title or self.inferred


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above a posting: its title, stated or else inferred, its employer, and its places in one line."""

    id: int
    key: str
    title: str | None
    company: str | None
    places: str


@dataclass(frozen=True, slots=True)
class Sketch:
    """The sample of a posting's phrases, as bytes that mean something to who made it, and how many it has in all.

    `same` is a number of 63 bits, equal for postings that are the same but for place and date.
    """

    id: int
    same: int
    phrases: int
    sample: bytes


class Fingerprints(NamedTuple):
    """The row number of a posting, and the `content` and `words` of its Comparable."""

    number: int
    content: str
    words: str


def begin(db: Connection, version: int, *, again: bool) -> None:
    """Let all be sketched and compared anew where the sketches there are of another version.

    With `again` all are compared anew in any case.
    """
    if again:
        db.change("INSERT OR IGNORE INTO uncompared SELECT id FROM posting")
    if db.value("SELECT version FROM sketching") == version:
        return
    db.change("DELETE FROM sketching")
    db.change("INSERT INTO sketching VALUES (?)", [version])
    db.change("DELETE FROM sketch")
    db.change("INSERT OR IGNORE INTO uncompared SELECT id FROM posting")


def uncompared(db: Connection, upto: int = _LAST) -> int:
    """Return how many postings up to a row number wait to be compared with all others."""
    found: int = db.value("SELECT count(*) FROM uncompared WHERE posting_id <= ?", [upto])
    return found


def unsketched(db: Connection) -> list[int]:
    """Return the row numbers of postings that have no sketch, in order."""
    rows = db.tuples(
        "SELECT posting_id FROM uncompared u WHERE NOT EXISTS "
        "(SELECT 1 FROM sketch s WHERE s.posting_id = u.posting_id) ORDER BY posting_id"
    )
    return [number for (number,) in rows]


_COMPARABLE = """
SELECT p.id, p.key, p.title, p.inferred_title, p.company, p.date_posted, p.norm_sha256,
    substr(b.text, 1, :longest), p.content_sha256
FROM posting p JOIN body b ON b.posting_id = p.id
"""


def comparables(db: Connection, numbers: Sequence[int], *, bodies: bool = True) -> dict[int, Comparable]:
    """Return postings by row number, in order; without `bodies` these are left empty."""
    return _comparables(db, numbers, LONGEST if bodies else 0)


def whole_comparables(db: Connection, after: int, limit: int) -> list[Comparable]:
    """Return postings after a row number, in order, with the whole of their bodies."""
    rows = db.tuples("SELECT id FROM posting WHERE id > ? ORDER BY id LIMIT ?", [after, limit])
    return list(_comparables(db, [number for (number,) in rows], _WHOLE).values())


def _comparables(db: Connection, numbers: Sequence[int], longest: int) -> dict[int, Comparable]:
    listed = json.dumps(list(numbers))
    places: dict[int, list[Location]] = {}
    for number, *place in db.tuples(
        "SELECT posting_id, text, country, region, city FROM location "
        "WHERE posting_id IN (SELECT value FROM json_each(?)) ORDER BY posting_id, position",
        [listed],
    ):
        places.setdefault(number, []).append(Location(*place))
    rows = db.tuples(
        f"{_COMPARABLE} WHERE p.id IN (SELECT value FROM json_each(:numbers)) ORDER BY p.id",
        {"numbers": listed, "longest": longest},
    )
    return {
        number: Comparable(
            number, key, title, inferred, company, tuple(places.get(number, ())), posted, words, body, content
        )
        for number, key, title, inferred, company, posted, words, body, content in rows
    }


def fingerprints(db: Connection, keys: Iterable[str]) -> dict[str, Fingerprints]:
    """Return the hashes of postings by key, of those that are there."""
    rows = db.tuples(
        "SELECT key, id, content_sha256, norm_sha256 FROM posting WHERE key IN (SELECT value FROM json_each(?))",
        [json.dumps(list(keys))],
    )
    return {key: Fingerprints(*found) for key, *found in rows}


def headings(db: Connection, numbers: Sequence[int]) -> list[Heading]:
    """Return what stands above postings, by row number, in no order."""
    rows = db.tuples(
        "SELECT id, key, coalesce(title, inferred_title), company, "
        "coalesce((SELECT group_concat(text, '; ') FROM location WHERE posting_id = id), '') "
        "FROM posting WHERE id IN (SELECT value FROM json_each(?))",
        [json.dumps(list(numbers))],
    )
    return [Heading(*row) for row in rows]


def same_headings(db: Connection, limit: int) -> list[tuple[int, int]]:
    """Return pairs of postings of different texts, next to each other among those of one title and one employer.

    Where no employer is known, of one title and one place. A sample of all, the same each time.
    """
    return db.tuples(
        "WITH headed AS (SELECT id, norm_sha256, lower(coalesce(title, inferred_title)) AS title, coalesce("
        "lower(company), (SELECT text FROM location WHERE posting_id = id ORDER BY position LIMIT 1)) AS whose "
        "FROM posting), paired AS (SELECT lag(id) OVER same AS a, id AS b, lag(norm_sha256) OVER same AS before, "
        "norm_sha256 AS words FROM headed WHERE title IS NOT NULL AND whose IS NOT NULL "
        "WINDOW same AS (PARTITION BY title, whose ORDER BY id)) "
        "SELECT a, b FROM paired WHERE a IS NOT NULL AND before <> words "
        "ORDER BY (b * 2654435761) & 4294967295 LIMIT ?",
        [limit],
    )


def put(db: Connection, sketches: Sequence[Sketch], since: int) -> None:
    """Store the sketches of postings that have none, but of those that were revised `since`, as `revised` says."""
    gone = revised(db, since, numbers=[sketch.id for sketch in sketches])
    db.change_many(
        "INSERT INTO sketch (posting_id, same, phrases, sample) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [
            (sketch.id, sketch.same, sketch.phrases, sketch.sample)
            for sketch in sketches
            if sketch.id not in gone
        ],
    )


def sketches(db: Connection, *, compared: bool, after: int, limit: int) -> list[tuple[int, int, int, bytes]]:
    """Return sketches after a row number, in order, of postings that were compared with all, or that wait for it.

    Each as its columns, as there are very many.
    """
    waits = "EXISTS (SELECT 1 FROM uncompared u WHERE u.posting_id = s.posting_id)"
    return db.tuples(
        f"SELECT posting_id, same, phrases, sample FROM sketch s WHERE posting_id > ? "
        f"AND {'NOT ' if compared else ''}{waits} ORDER BY posting_id LIMIT ?",
        [after, limit],
    )


def revisions(db: Connection) -> int:
    """Return a number that grows with each posting that is revised; `revised` takes it."""
    # What a posting was is kept for ever, so that the rows are numbered in the order of revision.
    found: int = db.value("SELECT coalesce(max(rowid), 0) FROM old_body")
    return found


def revised(db: Connection, since: int, *, keys: Iterable[str] = (), numbers: Iterable[int] = ()) -> set[int]:
    """Return, of postings by key and by row number, the row numbers of those that read otherwise than `since`."""
    if revisions(db) == since:
        return set()
    rows = db.tuples(
        "WITH asked (id) AS (SELECT value FROM json_each(:numbers) "
        "UNION SELECT p.id FROM json_each(:keys) k CROSS JOIN posting p ON p.key = k.value) "
        "SELECT p.id FROM asked CROSS JOIN old_body o ON o.posting_id = asked.id "
        "CROSS JOIN posting p ON p.id = o.posting_id "
        "WHERE o.rowid > :since AND o.fields ->> '$.content_sha256' <> p.content_sha256",
        {"since": since, "numbers": json.dumps(list(numbers)), "keys": json.dumps(list(keys))},
    )
    return {number for (number,) in rows}


def mark_compared(db: Connection, numbers: Sequence[int]) -> None:
    """Note that these postings were compared with all others."""
    db.change(
        "DELETE FROM uncompared WHERE posting_id IN (SELECT value FROM json_each(?))",
        [json.dumps(list(numbers))],
    )


def wait(db: Connection, numbers: Iterable[int]) -> None:
    """Note that these postings are to be compared with all others, those that were before too."""
    db.change(
        "INSERT OR IGNORE INTO uncompared SELECT value FROM json_each(?)", [json.dumps(sorted(numbers))]
    )


def equal_texts(db: Connection) -> Iterator[list[int]]:
    """Yield the row numbers of postings whose normalised bodies are equal, where one of them is uncompared.

    Each group is in the order of import.
    """
    found = db.rows(
        "WITH asked AS (SELECT DISTINCT q.norm_sha256 AS text "
        "FROM uncompared u JOIN posting q ON q.id = u.posting_id) "
        "SELECT p.norm_sha256 AS text, p.id FROM asked JOIN posting p ON p.norm_sha256 = asked.text "
        "WHERE (SELECT count(*) FROM posting c WHERE c.norm_sha256 = asked.text) > 1 ORDER BY 1, 2"
    )
    for _, group in groupby(found, itemgetter("text")):
        yield [row["id"] for row in group]
