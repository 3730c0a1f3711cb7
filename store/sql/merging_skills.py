"""Skills, proposals and what else is nobody's decision, from another database: joined so that no order matters."""

import json

from store.text import folded

from . import skill_words
from .connection import Connection

_GIVEN = "coalesce(json_extract({k}.given, '$[0]'), {k}.label)"
_LABELS = "json(coalesce(json_extract({k}.given, '$[1]'), {k}.labels))"
_THERE = f"{_GIVEN.format(k='o')}, {_LABELS.format(k='o')}"
_HERE = f"{_GIVEN.format(k='k')}, {_LABELS.format(k='k')}"


def put_skills(db: Connection) -> int:
    """Take over the skills that are not here, and what others came with; return how many were new.

    Of one that is described otherwise here and there, the name that comes first in the order of letters is its name,
    and all labels are kept.
    """
    new = db.tuples(
        f"SELECT o.uri, {_THERE}, o.kind FROM other.skill o "
        "WHERE NOT EXISTS (SELECT 1 FROM main.skill k WHERE k.uri = o.uri) ORDER BY o.uri"
    )
    db.change_many(
        "INSERT INTO skill (uri, label, folded, kind, labels, given, given_folded) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (uri, label, f"\x1f{uri}", kind, labels, json.dumps([label, json.loads(labels)]), folded(label))
            for uri, label, labels, kind in new
        ],
    )
    other = db.tuples(
        f"SELECT k.id, {_HERE}, k.kind, {_THERE}, o.kind FROM other.skill o JOIN main.skill k ON k.uri = o.uri "
        f"WHERE ({_HERE}, k.kind) IS NOT ({_THERE}, o.kind)"
    )
    more = False
    for number, label, labels, kind, their_label, their_labels, their_kind in other:
        before = (label, json.loads(labels))
        given = _joined(before, (their_label, json.loads(their_labels)))
        if (given, min(kind, their_kind)) == (before, kind):
            continue
        more = True
        db.change(
            "UPDATE skill SET given = ?, given_folded = ?, kind = ? WHERE id = ?",
            [json.dumps(given), folded(given[0]), min(kind, their_kind), number],
        )
    if new or more:
        skill_words.settle_all(db)
    return len(new)


def _joined(here: tuple[str, list[str]], there: tuple[str, list[str]]) -> tuple[str, list[str]]:
    label = min(here[0], there[0])
    if here[1] == there[1] and here[0] == there[0]:
        return label, here[1]
    kept: dict[str, str] = {}
    for other in sorted({here[0], there[0], *here[1], *there[1]}):
        kept.setdefault(folded(other), other)
    kept.pop(folded(label), None)
    return label, sorted(kept.values())


def put_proposals(db: Connection) -> int:
    """Take over proposed pairs; of two proposals of one pair, the higher score holds. Return how many were new."""
    ordered = "min(a.here, b.here) AS a_id, max(a.here, b.here) AS b_id"
    before: int = db.value("SELECT count(*) FROM pair WHERE kind IS NOT NULL")
    db.change(
        f"INSERT INTO pair (a_id, b_id, kind, score, reasons, phrases, model) SELECT {ordered}, "
        "r.kind, r.score, r.reasons, r.phrases, r.model FROM other.pair r JOIN temp.place a ON a.there = r.a_id "
        "JOIN temp.place b ON b.there = r.b_id WHERE r.kind IS NOT NULL "
        "AND NOT EXISTS (SELECT 1 FROM temp.reworded w WHERE w.id IN (a.here, b.here)) "
        "ON CONFLICT DO UPDATE SET kind = excluded.kind, score = excluded.score, reasons = excluded.reasons, "
        "phrases = excluded.phrases, model = excluded.model WHERE pair.kind IS NULL OR "
        "(coalesce(excluded.score, 0), excluded.kind, excluded.reasons) > "
        "(coalesce(pair.score, 0), pair.kind, pair.reasons)"
    )
    after: int = db.value("SELECT count(*) FROM pair WHERE kind IS NOT NULL")
    return after - before


_LATER = "(o.placed, o.place) < (s.placed, s.place)"
_SPLIT = (
    "(SELECT min(position) FROM (SELECT position, sum(per_cent) OVER (ORDER BY position) AS upto "
    "FROM main.split_share) WHERE upto > {place})"
)


def count_moved(db: Connection) -> int:
    """Return how many postings that have a place among the splits here come to another split by what is there."""
    found: int = db.value(
        "SELECT count(*) FROM other.split_place o JOIN temp.place p ON p.there = o.posting_id "
        f"JOIN main.split_place s ON s.posting_id = p.here WHERE {_LATER} "
        f"AND {_SPLIT.format(place='o.place')} IS NOT {_SPLIT.format(place='s.place')}"
    )
    return found


def put_settings(db: Connection) -> None:
    """Take over splits, and what people looked at, keep and left unsaved; what is here goes before it."""
    joined = "JOIN temp.place p ON p.there = o.posting_id"
    person = "JOIN temp.called c ON c.id = o.annotator_id JOIN annotator n ON n.name = c.name"
    db.change(
        f"INSERT INTO split_place (posting_id, place, placed) SELECT p.here, o.place, o.placed "
        f"FROM other.split_place o {joined} WHERE true ON CONFLICT DO UPDATE SET place = excluded.place, "
        "placed = excluded.placed WHERE (excluded.placed, excluded.place) < (placed, place)"
    )
    db.change(
        f"INSERT INTO seen (annotator_id, posting_id, at) SELECT n.id, p.here, o.at FROM other.seen o {joined} "
        f"{person} WHERE true ON CONFLICT DO UPDATE SET at = excluded.at WHERE excluded.at > at"
    )
    db.change(
        "INSERT OR IGNORE INTO saved_search (annotator_id, folded, name, query) "
        f"SELECT n.id, o.folded, o.name, o.query FROM other.saved_search o {person}"
    )
    db.change(
        "INSERT OR IGNORE INTO draft (annotator_id, posting_id, text) SELECT n.id, p.here, o.text "
        f"FROM other.draft o {joined} {person}"
    )
    db.change(
        "INSERT OR IGNORE INTO mapping (source_id, columns) SELECT s.id, o.columns FROM other.mapping o "
        "JOIN other.source t ON t.id = o.source_id JOIN main.source s ON s.name = t.name"
    )
    db.change(
        "INSERT OR IGNORE INTO told_import "
        "SELECT s.id, o.at, o.file, o.sha256, o.bytes, o.format, o.added, o.revised "
        "FROM other.told_import o JOIN other.source t ON t.id = o.source_id JOIN main.source s ON s.name = t.name"
    )
