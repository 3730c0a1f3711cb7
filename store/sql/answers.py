"""What several annotators said of one thing: streamed in order, by pages, from indexes."""

import json
from collections.abc import Iterator
from itertools import groupby

from agreement.consensus import Tagging
from store.units import Answered, Unit, verdict_on
from store.words import Requirement, State

from .blindness import FINISHED
from .connection import Connection
from .skill_words import MEANT

PAGE = 500  # postings or pairs whose answers are held at once

_STRENGTH = {one.value: at for at, one in enumerate(Requirement)}  # the first is the strongest


def _unfinished(table: str, posting: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM {table} busy LEFT JOIN state told ON told.posting_id = busy.posting_id "
        f"AND told.annotator_id = busy.annotator_id WHERE busy.posting_id = {posting} "
        f"AND coalesce(told.state, 'todo') NOT IN {FINISHED})"
    )


def waiting(posting: str) -> str:
    """Return the condition that somebody is still at work on a posting.

    That is to whom it is assigned; of one that is nobody's, who tagged it.
    """
    nobodys = f"NOT EXISTS (SELECT 1 FROM assignment whose WHERE whose.posting_id = {posting})"
    return f"({_unfinished('assignment', posting)} OR ({nobodys} AND {_unfinished('tag', posting)}))"


def answered(db: Connection, *, waits: bool = False) -> Iterator[list[Answered]]:
    """Yield the postings of which two or more said something, in the order of import, a page at a time.

    Those on which somebody is still at work only with `waits`.
    """
    last = 0
    condition = "" if waits else f"AND NOT {waiting('s.posting_id')}"
    while numbers := [
        number
        for (number,) in db.tuples(
            "SELECT s.posting_id FROM state s WHERE s.posting_id > ? GROUP BY s.posting_id "
            f"HAVING count(*) > 1 {condition} ORDER BY s.posting_id LIMIT {PAGE}",
            [last],
        )
    ]:
        yield _answers(db, numbers)
        last = numbers[-1]


def count_waiting(db: Connection) -> int:
    """Return how many postings have several answers, and somebody at work on them."""
    found: int = db.value(
        "SELECT count(*) FROM (SELECT s.posting_id FROM state s GROUP BY s.posting_id "
        f"HAVING count(*) > 1 AND {waiting('s.posting_id')})"
    )
    return found


def awaited(db: Connection, posting: int | None = None) -> list[str]:
    """Return who is still at work on a posting, or of None on any of which two or more said something.

    Who keeps most postings waiting comes first, then by name.
    """
    some = (
        "SELECT :posting"
        if posting
        else "SELECT posting_id FROM state GROUP BY posting_id HAVING count(*) > 1"
    )
    found = db.tuples(
        f"WITH some (posting_id) AS ({some}), busy AS (SELECT x.posting_id, x.annotator_id FROM some "
        "CROSS JOIN assignment x ON x.posting_id = some.posting_id UNION SELECT t.posting_id, t.annotator_id "
        "FROM some CROSS JOIN tag t ON t.posting_id = some.posting_id WHERE NOT EXISTS "
        "(SELECT 1 FROM assignment whose WHERE whose.posting_id = some.posting_id)) "
        "SELECT n.name FROM busy LEFT JOIN state told ON told.posting_id = busy.posting_id "
        "AND told.annotator_id = busy.annotator_id JOIN annotator n ON n.id = busy.annotator_id "
        f"WHERE coalesce(told.state, 'todo') NOT IN {FINISHED} GROUP BY n.id ORDER BY count(*) DESC, n.name",
        {"posting": posting},
    )
    return [name for (name,) in found]


def of_posting(db: Connection, number: int) -> Answered:
    """Return everybody's answers about one posting."""
    return _answers(db, [number])[0]


def _answers(db: Connection, numbers: list[int]) -> list[Answered]:
    wanted = json.dumps(numbers)
    keys = dict(
        db.tuples(
            "SELECT p.id, p.key FROM json_each(?) e CROSS JOIN posting p ON p.id = e.value ORDER BY p.id",
            [wanted],
        )
    )
    states: dict[int, dict[str, str]] = {number: {} for number in keys}
    tags: dict[int, dict[str, dict[str, Tagging]]] = {number: {} for number in keys}
    for number, name, state in db.tuples(
        "SELECT s.posting_id, n.name, s.state FROM json_each(?) e CROSS JOIN state s ON s.posting_id = e.value "
        "JOIN annotator n ON n.id = s.annotator_id ORDER BY s.posting_id, s.annotator_id",
        [wanted],
    ):
        states[number][name] = state
        if state == State.DONE.value:
            tags[number][name] = {}
    for (number, name, uri), rows in groupby(
        db.tuples(
            'SELECT t.posting_id, n.name, k.uri, t.requirement, t.start, t."end" FROM json_each(?) e '
            f"CROSS JOIN tag t ON t.posting_id = e.value {MEANT} JOIN annotator n ON n.id = t.annotator_id "
            "ORDER BY t.posting_id, t.annotator_id, k.uri",
            [wanted],
        ),
        lambda row: row[:3],
    ):
        if name in tags[number]:
            found = list(rows)
            requirement = min((row[3] for row in found), key=_STRENGTH.__getitem__)
            spans = frozenset((start, end) for *_, start, end in found if start is not None)
            tags[number][name][uri] = Tagging(requirement, spans)
    bodies = _bodies(
        db,
        [number for number in keys if any(tag.spans for of in tags[number].values() for tag in of.values())],
    )
    return [
        Answered(number, keys[number], states[number], tags[number], bodies.get(number, ""))
        for number in keys
    ]


def _bodies(db: Connection, numbers: list[int]) -> dict[int, str]:
    return dict(
        db.tuples(
            "SELECT b.posting_id, b.text FROM json_each(?) e CROSS JOIN body b ON b.posting_id = e.value",
            [json.dumps(numbers)],
        )
    )


def verdicts(db: Connection) -> Iterator[list[Unit]]:
    """Yield the pairs on which two or more gave a verdict, in the order of import, a page at a time."""
    last = (0, 0)
    while pairs := db.tuples(
        "SELECT a_id, b_id FROM verdict WHERE (a_id, b_id) > (?, ?) GROUP BY a_id, b_id HAVING count(*) > 1 "
        f"ORDER BY a_id, b_id LIMIT {PAGE}",
        last,
    ):
        yield _verdicts(db, pairs)
        last = pairs[-1]


def _verdicts(db: Connection, pairs: list[tuple[int, int]]) -> list[Unit]:
    rows = db.tuples(
        "SELECT a.key, b.key, n.name, v.verdict FROM json_each(?) e "
        "CROSS JOIN verdict v ON v.a_id = e.value ->> 0 AND v.b_id = e.value ->> 1 "
        "JOIN posting a ON a.id = v.a_id JOIN posting b ON b.id = v.b_id "
        "JOIN annotator n ON n.id = v.annotator_id ORDER BY v.a_id, v.b_id, v.annotator_id",
        [json.dumps(pairs)],
    )
    return [
        Unit(verdict_on(one, other), {name: verdict for _, _, name, verdict in said})
        for (one, other), said in groupby(rows, lambda row: row[:2])
    ]


def pairs_of(db: Connection, posting: int) -> list[Unit]:
    """Return the pairs with a posting on which two or more gave a verdict, in the order of import."""
    pairs = db.tuples(
        "SELECT a_id, b_id FROM (SELECT a_id, b_id FROM pair WHERE a_id = :posting "
        "UNION SELECT a_id, b_id FROM pair WHERE b_id = :posting) pair WHERE (SELECT count(*) FROM verdict v "
        "WHERE v.a_id = pair.a_id AND v.b_id = pair.b_id) > 1 ORDER BY a_id, b_id",
        {"posting": posting},
    )
    return _verdicts(db, pairs)


def lengths(db: Connection, numbers: list[int]) -> dict[int, int]:
    """Return how many code points the bodies of some postings have."""
    return dict(
        db.tuples(
            "SELECT b.posting_id, length(b.text) FROM json_each(?) e CROSS JOIN body b ON b.posting_id = e.value",
            [json.dumps(numbers)],
        )
    )
