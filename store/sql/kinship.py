"""The postings of one family, whole, and what was proposed and said of them."""

import json
from collections.abc import Sequence

from store.pairs import Judgement, Pair

from . import blindness
from .connection import Connection
from .pairs import JUDGEMENT, PAIR, judgement_of, pair_of

# A pair ties its postings where the machine takes them for one job, or a person does, and nobody parts them.
_HEARD = blindness.heard("v", ":who")
_TIED = (
    "(r.kind IN ('exact', 'variant', 'near') OR EXISTS (SELECT 1 FROM verdict v WHERE v.a_id = r.a_id "
    f"AND v.b_id = r.b_id AND v.verdict IN ('duplicate', 'variant') AND {_HEARD})) "
    "AND NOT EXISTS (SELECT 1 FROM verdict v "
    f"WHERE v.a_id = r.a_id AND v.b_id = r.b_id AND v.verdict IN ('related', 'distinct') AND {_HEARD})"
)
_KIN = f"""
WITH RECURSIVE reached (id) AS (
    SELECT id FROM posting WHERE key IN (SELECT value FROM json_each(:keys))
    UNION SELECT r.b_id FROM reached JOIN pair r ON r.a_id = reached.id WHERE {_TIED}
    UNION SELECT r.a_id FROM reached JOIN pair r ON r.b_id = reached.id WHERE {_TIED}
)
"""


def kin(db: Connection, who: int, keys: Sequence[str]) -> dict[str, int]:
    """Return the row numbers of postings and of all that pairs tie to them, by key, in the order of import."""
    asked = {"keys": json.dumps(keys), "who": who}
    return dict(db.tuples(f"{_KIN} SELECT key, id FROM posting WHERE id IN reached ORDER BY id", asked))


def pairs_among(db: Connection, who: int, keys: Sequence[str]) -> list[Pair]:
    """Return the pairs in which two postings of these families stand, in the order of import."""
    rows = db.rows(
        # By the first posting of each: given both, SQLite would try every two of them.
        f"{_KIN} {PAIR} WHERE r.a_id IN reached AND +r.b_id IN reached ORDER BY r.a_id, r.b_id",
        {"keys": json.dumps(keys), "who": who},
    )
    return [pair_of(row) for row in rows]


def said_of(db: Connection, who: int, keys: Sequence[str]) -> list[Judgement]:
    """Return the verdicts on pairs with a posting of these families in them, as far as they are not hidden."""
    asked = {"keys": json.dumps(keys), "who": who}
    by_first = db.rows(f"{_KIN} {JUDGEMENT} WHERE v.a_id IN reached AND {_HEARD}", asked)
    by_second = db.rows(
        f"{_KIN} {JUDGEMENT} WHERE v.b_id IN reached AND +v.a_id NOT IN reached AND {_HEARD}", asked
    )
    return [judgement_of(row) for rows in (by_first, by_second) for row in rows]
