"""Postings as they are read: one whole, a window of rows, a name turned into a key."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace

from store.errors import NotFound
from store.places import Spot
from store.postings import (
    InferredTitle,
    Location,
    Note,
    Posting,
    Problem,
    Row,
    Section,
    Skill,
    SourceSkill,
    Span,
    Tag,
    Window,
)
from store.query import Query
from store.snippets import snippet
from store.words import QueueOrder, Requirement, State

from . import blindness, queues
from .connection import Connection, Record
from .search import Where, where
from .skill_words import MEANT, PLACE

_POSTING = """
SELECT p.*, s.name AS source, b.text AS body,
    coalesce((SELECT state FROM state WHERE posting_id = p.id AND annotator_id = :who), 'todo') AS state
FROM posting p JOIN source s ON s.id = p.source_id JOIN body b ON b.posting_id = p.id
"""

_ROW = """
SELECT p.id, p.key, s.name AS source, p.locator, p.title, p.inferred_title, p.inferred_rule,
    p.inferred_start, p.inferred_end, p.company,
    coalesce((SELECT state FROM state WHERE posting_id = p.id AND annotator_id = ?), 'todo') AS state,
    (SELECT count(DISTINCT coalesce(k.meant_id, k.id) || '/' || {place}) FROM tag t
        JOIN skill k ON k.id = t.skill_id WHERE t.posting_id = p.id AND (t.annotator_id = ? OR NOT {hidden})) AS tags,
    (SELECT count(*) FROM note n WHERE n.posting_id = p.id AND (n.annotator_id = ? OR NOT {hidden})) AS notes,
    (SELECT count(*) FROM pair r WHERE r.kind IS NOT NULL AND (r.a_id = p.id OR r.b_id = p.id) AND NOT EXISTS (
        SELECT 1 FROM verdict v WHERE v.a_id = r.a_id AND v.b_id = r.b_id AND v.annotator_id = ?)) AS pairs
FROM {tables} CROSS JOIN source s ON s.id = p.source_id
"""

_HIDDEN = blindness.hidden("p.id", "?")


def key_of(db: Connection, name: str) -> str:
    """Return the key that `name` means: a key, the beginning of just one, or `source:locator`.

    Raises NotFound where none or several answer to it.
    """
    if db.value("SELECT 1 FROM posting WHERE key = ?", [name]):
        return name
    found: list[str] = []
    if len(name) >= 4 and all(letter in "0123456789abcdef" for letter in name):
        found = [
            row["key"] for row in db.rows("SELECT key FROM posting WHERE key GLOB ? LIMIT 3", [f"{name}*"])
        ]
    parts = name.split(":")
    for cut in range(1, len(parts)):
        found += [
            row["key"]
            for row in db.rows(
                "SELECT p.key FROM posting p JOIN source s ON s.id = p.source_id "
                "WHERE s.name = ? AND p.locator = ? LIMIT 3",
                [":".join(parts[:cut]), ":".join(parts[cut:])],
            )
        ]
    if len(found) == 1:
        return found[0]
    if found:
        raise NotFound(f"{name!r} means several postings: {', '.join(found)}. Give more of the key.")
    raise NotFound(f"There is no posting {name!r}. Give a key, the start of one, or SOURCE:LOCATOR.")


def id_of(db: Connection, key: str) -> int:
    """Return the row number of a posting; raises NotFound."""
    found: int | None = db.value("SELECT id FROM posting WHERE key = ?", [key])
    if found is None:
        raise NotFound(f"There is no posting {key!r}.")
    return found


def refuse_unknown(db: Connection, keys: Sequence[str]) -> None:
    """Raise NotFound where a key is not that of a posting."""
    missing: str | None = db.value(
        "SELECT e.value FROM json_each(?) e WHERE NOT EXISTS (SELECT 1 FROM posting WHERE key = e.value)",
        [json.dumps(list(keys))],
    )
    if missing is not None:
        raise NotFound(f"There is no posting {missing!r}.")


def keys_found(db: Connection, query: Query, who: int, limit: int) -> list[str]:
    """Return the keys of the postings that match, in the order of import, at most `limit`."""
    found = where(db, query, who)
    return [
        key
        for (key,) in db.tuples(
            f"SELECT p.key FROM {found.tables} WHERE {found.sql} ORDER BY {found.number} LIMIT {limit}",
            found.params,
        )
    ]


def posting(db: Connection, key: str, who: int) -> Posting:
    """Return one posting whole, with the tags and notes that are not hidden from whoever asks; raises NotFound."""
    row = db.row(f"{_POSTING} WHERE p.key = :key", {"key": key, "who": who})
    if row is None:
        raise NotFound(f"There is no posting {key!r}.")
    whole = _posting(db, row)
    return _own(db, whole, who) if blindness.blind(db, whole.id, who) else whole


def _own(db: Connection, posting: Posting, who: int) -> Posting:
    name = db.value("SELECT name FROM annotator WHERE id = ?", [who])
    tags, notes = posting.tags, posting.notes
    return replace(
        posting,
        tags=tuple(tag for tag in tags if tag.annotator == name),
        notes=tuple(note for note in notes if note.annotator == name),
        blind=True,
    )


def every_posting(db: Connection, who: int) -> Iterator[Posting]:
    """Yield all postings in the order of import, a few at a time."""
    last = 0
    while rows := list(
        db.rows(f"{_POSTING} WHERE p.id > :last ORDER BY p.id LIMIT 200", {"last": last, "who": who})
    ):
        for row in rows:
            yield _posting(db, row)
        last = rows[-1]["id"]


def states(db: Connection) -> Iterator[tuple[str, str, State, str]]:
    """Yield everybody's states of all postings, in the order of import, then of the annotators' joining."""
    for row in db.rows(
        "SELECT p.key, a.name, s.state, s.at FROM state s JOIN posting p ON p.id = s.posting_id "
        "JOIN annotator a ON a.id = s.annotator_id ORDER BY s.posting_id, s.annotator_id"
    ):
        yield row["key"], row["name"], State(row["state"]), row["at"]


def raw(db: Connection, key: str) -> str:
    """Return the record as it was imported."""
    found: str = db.value("SELECT raw FROM body WHERE posting_id = ?", [id_of(db, key)])
    return found


def window(
    db: Connection, query: Query, who: int, around: int | Spot, reach: int, order: QueueOrder
) -> Window:
    """Return the rows at and about a spot of an order, at most `reach` on each side."""
    if order is not QueueOrder.IMPORTED:
        return _window_in_order(db, query, who, _spot(db, order, who, around), reach, order)
    around = around.posting if isinstance(around, Spot) else around
    found = where(db, query, who)
    before = _rows(
        db, found, query, who, f"{found.number} < ? ORDER BY {found.number} DESC LIMIT {reach + 1}", around
    )
    after = _rows(
        db, found, query, who, f"{found.number} >= ? ORDER BY {found.number} LIMIT {reach + 2}", around
    )
    return Window(
        tuple(before[:reach][::-1] + after[: reach + 1]),
        before=len(before) > reach,
        after=len(after) > reach + 1,
    )


def _window_in_order(
    db: Connection, query: Query, who: int, at: Spot, reach: int, order: QueueOrder
) -> Window:
    found = where(db, query, who, apart=True, few=True)
    condition = (found.sql, found.params)
    before, after = (
        queues.beyond(db, order, who, condition, at, reach + 1, forward=forward) for forward in (False, True)
    )
    shown = [*before[:reach][::-1], at.posting, *after[:reach]]
    here = Where(
        [*found.parts, "p.id IN (SELECT value FROM json_each(?))"], [*found.params, json.dumps(shown)]
    )
    rows = {row.id: row for row in _rows(db, here, query, who, "p.id >= ?", 0)}
    return Window(
        tuple(rows[number] for number in shown if number in rows),
        before=len(before) > reach,
        after=len(after) > reach,
    )


def _spot(db: Connection, order: QueueOrder, who: int, around: int | Spot) -> Spot:
    return around if isinstance(around, Spot) else queues.spot(db, order, who, around)


def listing(db: Connection, query: Query, who: int, limit: int | None) -> Iterator[Row]:
    """Yield the rows that match, in import order, at most `limit`; each with a line around the first match."""
    last = 0
    found = where(db, query, who)
    left = limit
    while left is None or left > 0:
        size = 200 if left is None else min(200, left)
        ending = f"{found.number} > ? ORDER BY {found.number} LIMIT {size}"
        rows = _rows(db, found, query, who, ending, last, with_snippet=True)
        yield from rows
        if len(rows) < size:
            return
        last = rows[-1].id
        left = None if left is None else left - size


def neighbour(
    db: Connection, query: Query, who: int, around: int | Spot, *, forward: bool, order: QueueOrder
) -> str | None:
    """Return the key of the next posting of a query after (or before) a spot of an order, or None at the end."""
    if order is not QueueOrder.IMPORTED:
        found = where(db, query, who, apart=True, few=True)
        at = _spot(db, order, who, around)
        numbers = queues.beyond(db, order, who, (found.sql, found.params), at, 1, forward=forward)
        other: str | None = db.value("SELECT key FROM posting WHERE id = ?", numbers) if numbers else None
        return other
    around = around.posting if isinstance(around, Spot) else around
    found = where(db, query, who)
    number = found.number
    step = f"{number} > ? ORDER BY {number}" if forward else f"{number} < ? ORDER BY {number} DESC"
    key: str | None = db.value(
        f"SELECT p.key FROM {found.tables} WHERE {found.sql} AND {step} LIMIT 1", [*found.params, around]
    )
    return key


def count(
    db: Connection,
    query: Query,
    who: int,
    up_to: int | Spot | None = None,
    order: QueueOrder = QueueOrder.IMPORTED,
) -> int:
    """Return how many postings match, or how many of them stand at or before a spot of an order."""
    if up_to is not None and order is not QueueOrder.IMPORTED:
        found = where(db, query, who, apart=True)
        at = _spot(db, order, who, up_to)
        before = queues.count_up_to(db, order, who, (found.sql, found.params), at)
        itself: int = db.value(
            f"SELECT count(*) FROM posting p WHERE p.id = ? AND {found.sql}", [at.posting, *found.params]
        )
        return before + itself
    up_to = up_to.posting if isinstance(up_to, Spot) else up_to
    found = where(db, query, who)
    limit = "" if up_to is None else f" AND {found.number} <= ?"
    params = [*found.params, *([] if up_to is None else [up_to])]
    total: int = db.value(f"SELECT count(*) FROM {found.tables} WHERE {found.sql}{limit}", params)
    return total


def texts(db: Connection, keys: Sequence[str]) -> dict[str, str]:
    """Return the bodies of postings by key."""
    return {
        row["key"]: row["text"]
        for row in db.rows(
            "SELECT p.key, b.text FROM posting p JOIN body b ON b.posting_id = p.id "
            "WHERE p.key IN (SELECT value FROM json_each(?))",
            [json.dumps(list(keys))],
        )
    }


def bodies(db: Connection, after: int, limit: int) -> list[tuple[int, str]]:
    """Return posting numbers after one, in order, each with its body."""
    return db.tuples(
        "SELECT posting_id, text FROM body WHERE posting_id > ? ORDER BY posting_id LIMIT ?", [after, limit]
    )


def _rows(
    db: Connection,
    found: Where,
    query: Query,
    who: int,
    ending: str,
    around: int,
    *,
    with_snippet: bool = False,
) -> list[Row]:
    records = list(
        db.rows(
            f"{_ROW.format(tables=found.tables, place=PLACE, hidden=_HIDDEN)} WHERE {found.sql} AND {ending}",
            [*[who] * 8, *found.params, around],
        )
    )
    places = _locations(db, [record["id"] for record in records])
    snippets: dict[str, str | None] = {}
    if with_snippet and query.words:
        bodies = texts(db, [record["key"] for record in records])
        snippets = {key: snippet(query, body) for key, body in bodies.items()}
    return [
        Row(
            id=record["id"],
            key=record["key"],
            source=record["source"],
            locator=record["locator"],
            title=record["title"],
            title_inferred=_inferred(record),
            company=record["company"],
            locations=places.get(record["id"], ()),
            state=State(record["state"]),
            tags=record["tags"],
            notes=record["notes"],
            pairs=record["pairs"],
            snippet=snippets.get(record["key"]),
        )
        for record in records
    ]


def _posting(db: Connection, row: Record) -> Posting:
    number = row["id"]
    return Posting(
        id=number,
        key=row["key"],
        source=row["source"],
        locator=row["locator"],
        body=row["body"],
        external_id=row["external_id"],
        url=row["url"],
        title=row["title"],
        title_inferred=_inferred(row),
        company=row["company"],
        locations=_locations(db, [number]).get(number, ()),
        work_mode=row["work_mode"],
        employment_type=tuple(json.loads(row["employment_type"])),
        date_posted=row["date_posted"],
        salary_text=row["salary_text"],
        revision=row["revision"],
        sections=tuple(Section(*section) for section in json.loads(row["sections"])),
        source_skills=tuple(
            SourceSkill(text, Requirement(requirement))
            for text, requirement in json.loads(row["source_skills"])
        ),
        tags=tags_of(db, number),
        notes=notes_of(db, number),
        state=State(row["state"]),
        problems=tuple(
            Problem(problem["locator"], problem["field"], problem["reason"])
            for problem in db.rows("SELECT * FROM problem WHERE posting_id = ? ORDER BY id", [number])
        ),
    )


def _inferred(row: Record) -> InferredTitle | None:
    if row["inferred_title"] is None:
        return None
    return InferredTitle(
        row["inferred_title"], row["inferred_rule"], row["inferred_start"], row["inferred_end"]
    )


def _locations(db: Connection, numbers: Sequence[int]) -> dict[int, tuple[Location, ...]]:
    marks = ", ".join("?" for _ in numbers)
    places: dict[int, tuple[Location, ...]] = {}
    for row in db.rows(
        f"SELECT * FROM location WHERE posting_id IN ({marks}) ORDER BY posting_id, position", list(numbers)
    ):
        place = Location(row["text"], row["country"], row["region"], row["city"])
        places[row["posting_id"]] = (*places.get(row["posting_id"], ()), place)
    return places


def tags_of(db: Connection, number: int) -> tuple[Tag, ...]:
    """Return a posting's tags, in the order of their place in the text, those without one last.

    Tags that say the same since two skills were merged are one, that of the skill which stands for both.
    """
    tags: dict[tuple[object, ...], Tag] = {}
    for row in db.rows(
        "SELECT t.*, k.uri, k.label, k.kind, k.labels, k.retired, a.name AS annotator "
        f"FROM tag t {MEANT} JOIN annotator a ON a.id = t.annotator_id WHERE t.posting_id = ? "
        'ORDER BY t.start IS NULL, t.start, t."end", k.folded, a.name, raw.id <> k.id, t.uid',
        [number],
    ):
        tag = Tag(
            uid=row["uid"],
            skill=skill_of(row),
            requirement=Requirement(row["requirement"]),
            annotator=row["annotator"],
            span=_span(row),
            lost_quote=_lost(row),
        )
        lost = tag.uid if tag.lost_quote is not None else None
        tags.setdefault((tag.skill.uri, tag.annotator, tag.span, lost), tag)
    return tuple(tags.values())


def notes_of(db: Connection, number: int) -> tuple[Note, ...]:
    """Return a posting's notes, the oldest first."""
    return tuple(
        Note(row["uid"], row["text"], row["annotator"], row["at"], _span(row), _lost(row))
        for row in db.rows(
            "SELECT n.*, a.name AS annotator FROM note n JOIN annotator a ON a.id = n.annotator_id "
            "WHERE n.posting_id = ? ORDER BY n.at, n.uid",
            [number],
        )
    )


def skill_of(row: Record) -> Skill:
    """Return the skill in a row that has its columns."""
    return Skill(
        row["uri"], row["label"], row["kind"], tuple(json.loads(row["labels"])), retired=bool(row["retired"])
    )


def _span(row: Record) -> Span | None:
    return Span(row["start"], row["end"], row["quote"]) if row["start"] is not None else None


def _lost(row: Record) -> str | None:
    return row["quote"] if row["start"] is None else None
