"""What people make of proposed skills, and who has which skills."""

import json
from collections.abc import Iterator, Sequence
from itertools import groupby

from .connection import Connection, Record
from .skill_words import MEANT

PAGE = 20_000  # postings whose tags are read at once


def answers(db: Connection, posting: int, who: int) -> dict[str, bool]:
    """Return by the URI of the skill what an annotator accepted (True) and rejected on a posting.

    Of a skill that was never made it is the URI that it would have.
    """
    return {
        uri: bool(accepted)
        for uri, accepted in db.tuples(
            "SELECT coalesce(k.uri, s.uri), s.accepted FROM suggestion s LEFT JOIN skill raw ON raw.uri = s.uri "
            "LEFT JOIN skill k ON k.id = coalesce(raw.meant_id, raw.id) "
            "WHERE s.posting_id = ? AND s.annotator_id = ? ORDER BY s.at",
            [posting, who],
        )
    }


def remembered(db: Connection, who: int, uri: str, keys: Sequence[str]) -> dict[str, Record]:
    """Return by posting the row that remembers the annotator's answer to one skill."""
    rows = db.rows(
        "SELECT p.key, s.kind, s.accepted, s.at FROM json_each(?) e CROSS JOIN posting p ON p.key = e.value "
        "CROSS JOIN suggestion s ON s.posting_id = p.id AND s.annotator_id = ? "
        "AND s.uri = ?",
        [json.dumps(list(keys)), who, uri],
    )
    return {row.pop("key"): row for row in map(dict, rows)}


def tag_sets(db: Connection) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each tagged posting with the URIs of its skills, whoever tagged them, in order; a page at a time."""
    last = 0
    while rows := db.tuples(
        f"""
        SELECT t.posting_id, p.key, k.uri FROM tag t {MEANT} JOIN posting p ON p.id = t.posting_id
        WHERE t.posting_id > :last AND t.posting_id <= coalesce(
            (SELECT posting_id FROM tag WHERE posting_id > :last ORDER BY posting_id LIMIT 1 OFFSET :page), 1 << 62)
        GROUP BY t.posting_id, k.id ORDER BY t.posting_id, k.uri
        """,
        {"last": last, "page": PAGE},
    ):
        for (_, key), skills in groupby(rows, lambda row: row[:2]):
            yield key, tuple(uri for _, _, uri in skills)
        last = rows[-1][0]


def tag_set(db: Connection, posting: int) -> tuple[str, ...]:
    """Return the URIs of the skills of one posting, whoever tagged them, in order."""
    return tuple(
        uri
        for (uri,) in db.tuples(
            f"SELECT DISTINCT k.uri FROM tag t {MEANT} WHERE t.posting_id = ? ORDER BY k.uri", [posting]
        )
    )
