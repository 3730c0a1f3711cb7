"""What people have said of some postings, looked up at once, to be compared with what a dataset says."""

import json
from collections.abc import Iterator, Sequence

from .connection import Connection, Record
from .skill_words import MEANT

_KEYS = "(SELECT value FROM json_each(:keys))"


def choices(db: Connection) -> Iterator[tuple[str, str, str]]:
    """Yield key, annotator and time of every choice of a canonical posting, in the order of import."""
    for row in db.rows(
        "SELECT p.key, n.name, c.at FROM canonical c JOIN posting p ON p.id = c.posting_id "
        "JOIN annotator n ON n.id = c.annotator_id ORDER BY c.posting_id, c.annotator_id"
    ):
        yield row["key"], row["name"], row["at"]


def known_postings(db: Connection, keys: Sequence[str]) -> dict[str, Record]:
    """Return, of the keys that are stored, row number, source, external id and body."""
    rows = db.rows(
        "SELECT p.key, p.id, s.name AS source, p.external_id, b.text AS body FROM posting p "
        f"JOIN source s ON s.id = p.source_id JOIN body b ON b.posting_id = p.id WHERE p.key IN {_KEYS}",
        {"keys": json.dumps(keys)},
    )
    return {row["key"]: row for row in rows}


def places_in_order(db: Connection, keys: Sequence[str]) -> dict[str, int]:
    """Return the row numbers of the keys that are stored: their places in the order of import."""
    rows = db.rows(f"SELECT key, id FROM posting WHERE key IN {_KEYS}", {"keys": json.dumps(keys)})
    return {row["key"]: row["id"] for row in rows}


def known_tags(db: Connection, keys: Sequence[str], uids: Sequence[str]) -> list[Record]:
    """Return the tags of some postings, and those of the names given wherever they are."""
    return _about(
        db,
        'SELECT t.uid, p.key AS posting, k.uri AS skill, n.name AS annotator, t.requirement, t.start, t."end", '
        f"t.quote FROM tag t {MEANT}",
        keys,
        uids,
    )


def known_notes(db: Connection, keys: Sequence[str], uids: Sequence[str]) -> list[Record]:
    """Return the notes of some postings, and those of the names given wherever they are."""
    return _about(
        db,
        "SELECT t.uid, p.key AS posting, n.name AS annotator, t.at, t.text, t.quote FROM note t",
        keys,
        uids,
    )


def _about(db: Connection, select: str, keys: Sequence[str], uids: Sequence[str]) -> list[Record]:
    joined = f"{select} JOIN posting p ON p.id = t.posting_id JOIN annotator n ON n.id = t.annotator_id"
    found = {
        row["uid"]: row
        for row in db.rows(
            f"{joined} WHERE t.posting_id IN (SELECT id FROM posting WHERE key IN {_KEYS})",
            {"keys": json.dumps(keys)},
        )
    }
    elsewhere = [uid for uid in uids if uid not in found]
    if elsewhere:
        rows = db.rows(
            f"{joined} WHERE t.uid IN (SELECT value FROM json_each(:uids))", {"uids": json.dumps(elsewhere)}
        )
        found |= {row["uid"]: row for row in rows}
    return list(found.values())


def known_states(db: Connection, keys: Sequence[str]) -> list[Record]:
    """Return everybody's states of some postings."""
    return list(
        db.rows(
            "SELECT p.key AS posting, n.name AS annotator, t.state FROM state t "
            "JOIN posting p ON p.id = t.posting_id JOIN annotator n ON n.id = t.annotator_id "
            f"WHERE t.posting_id IN (SELECT id FROM posting WHERE key IN {_KEYS})",
            {"keys": json.dumps(keys)},
        )
    )


def known_choices(db: Connection, keys: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield key and annotator of every choice of some postings as canonical."""
    for row in db.rows(
        "SELECT p.key, n.name FROM canonical c JOIN posting p ON p.id = c.posting_id "
        "JOIN annotator n ON n.id = c.annotator_id "
        f"WHERE c.posting_id IN (SELECT id FROM posting WHERE key IN {_KEYS})",
        {"keys": json.dumps(keys)},
    ):
        yield row["key"], row["name"]


def known_pairs(db: Connection, pairs: Sequence[tuple[int, int]]) -> list[Record]:
    """Return, of pairs of row numbers in order, those that have a row, once for each verdict or once without."""
    return list(
        db.rows(
            "SELECT r.a_id, r.b_id, v.verdict, n.name AS annotator FROM json_each(:pairs) wanted "
            "JOIN pair r ON r.a_id = wanted.value ->> 0 AND r.b_id = wanted.value ->> 1 "
            "LEFT JOIN verdict v ON v.a_id = r.a_id AND v.b_id = r.b_id "
            "LEFT JOIN annotator n ON n.id = v.annotator_id",
            {"pairs": json.dumps(pairs)},
        )
    )


def known_skills(db: Connection, uris: Sequence[str], labels: Sequence[str]) -> list[Record]:
    """Return the skills that have one of these URIs, or that these folded labels are or were names of.

    `means` is the URI of the skill that stands for it after merges, else its own.
    """
    return list(
        db.rows(
            "WITH called (id, folded) AS (SELECT id, folded FROM skill "
            "WHERE uri IN (SELECT value FROM json_each(:uris)) "
            "OR folded IN (SELECT value FROM json_each(:labels)) UNION SELECT id, given_folded FROM skill "
            "WHERE given_folded IN (SELECT value FROM json_each(:labels)) UNION SELECT skill_id, folded "
            "FROM skill_word WHERE said = 'name' AND folded IN (SELECT value FROM json_each(:labels))) "
            "SELECT s.uri, called.folded, m.uri AS means FROM called JOIN skill s ON s.id = called.id "
            "JOIN skill m ON m.id = coalesce(s.meant_id, s.id)",
            {"uris": json.dumps(uris), "labels": json.dumps(labels)},
        )
    )


def taken_back(db: Connection) -> Iterator[tuple[str, Record]]:
    """Yield table and key of each tag, note, state and verdict that somebody took away and did not undo that."""
    for row in db.rows(
        "SELECT c.value ->> 'table' AS \"table\", c.value ->> 'key' AS key FROM event e, json_each(e.changes) c "
        "WHERE e.action IN ('untag', 'unnote', 'state', 'verdict') AND e.undone = 0 "
        "AND c.value ->> 'after' IS NULL"
    ):
        yield row["table"], json.loads(row["key"])
