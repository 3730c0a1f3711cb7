"""The tags of one posting, copied to many others: planned, and carried out as one change of bounded size.

The change names each posting once with the places that were found in it, and each tag once for all of them. The names
of the tags follow from the name of the copy, so that to do it again makes the tags that were taken away.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from store.anchors import found_again
from store.postings import Posting, Span, Tag

from .connection import Connection, Record
from .skill_words import MEANT

BATCH = 500  # postings whose bodies are held at once

Places = list[tuple[int, int | None, int | None]]
"""Of one posting: which tag, and the offsets of its evidence there, None where its words do not stand there."""


def plan(
    db: Connection, who: int, posting: Posting, tags: Sequence[Tag], to: Sequence[str]
) -> dict[str, Places]:
    """Return what a copy would bring to each posting that lacks some of the skills, in the order of import."""
    planned: dict[str, Places] = {}
    for batch in _batches(to):
        had = _had(db, who, batch)
        for key, body in _bodies(db, batch):
            places = [
                _place(number, posting.body, body, tag.span)
                for number, tag in enumerate(tags)
                if key != posting.key and tag.skill.uri not in had.get(key, ())
            ]
            if places:
                planned[key] = _without_doubles(places, tags)
    return planned


def _place(number: int, old: str, new: str, span: Span | None) -> tuple[int, int | None, int | None]:
    found = span if span is None or old == new else found_again(old, new, span, whole=True)
    return (number, found.start, found.end) if found else (number, None, None)


def _without_doubles(places: Places, tags: Sequence[Tag]) -> Places:
    """Leave out a tag without evidence where the skill has one with, and one that came to the place of another."""
    kept: dict[tuple[str, int | None, int | None], tuple[int, int | None, int | None]] = {}
    shown = {tags[number].skill.uri for number, start, _ in places if start is not None}
    for place in places:
        number, start, end = place
        uri = tags[number].skill.uri
        if start is not None or uri not in shown:
            kept.setdefault((uri, start, end), place)
    return list(kept.values())


def carry_out(
    db: Connection,
    key: Record,
    before: Record | None,
    after: Record | None,
    number_of: Callable[[str, str], int],
) -> None:
    """Make the tags of a copy, or with `before` take them away again.

    `number_of` tells the row number of an `annotator` or a `skill` by what a change calls it.
    """
    copy = key["copy"]
    if before is not None:
        uids = [(uid(copy, to, at),) for to, places in before["to"].items() for at in range(len(places))]
        db.change_many("DELETE FROM tag WHERE uid = ?", uids)
    if after is not None:
        who = number_of("annotator", after["annotator"])
        tags = [{**tag, "skill_id": number_of("skill", tag["skill"])} for tag in after["tags"]]
        for batch in _batches(list(after["to"])):
            db.change_many(
                "INSERT OR IGNORE INTO tag (uid, posting_id, skill_id, annotator_id, requirement, start, "
                '"end", quote) SELECT ?, id, ?, ?, ?, ?, ?, ? FROM posting WHERE key = ?',
                list(_rows(db, copy, who, tags, {to: after["to"][to] for to in batch})),
            )


def _rows(
    db: Connection, copy: str, who: int, tags: Sequence[Record], to: Mapping[str, Places]
) -> Iterator[tuple[Any, ...]]:
    for key, body in _bodies(db, list(to)):
        for at, (number, start, end) in enumerate(to[key]):
            tag = tags[number]
            quote: str | None = tag["quote"] if start is not None else None
            if start is not None and end is not None and quote is not None and body[start:end] != quote:
                # A revision came while the copy was taken back.
                again = found_again("", body, Span(start, end, quote))
                start, end = (again.start, again.end) if again else (None, None)
            yield uid(copy, key, at), tag["skill_id"], who, tag["requirement"], start, end, quote, key


def uid(copy: str, posting: str, at: int) -> str:
    """Return the name of a tag that a copy makes: the one at that place among those of a posting."""
    return sha256(f"{copy}/{posting}/{at}".encode()).hexdigest()[:32]


def _batches(keys: Sequence[str]) -> Iterable[Sequence[str]]:
    return (keys[at : at + BATCH] for at in range(0, len(keys), BATCH))


def _bodies(db: Connection, keys: Sequence[str]) -> list[tuple[str, str]]:
    return db.tuples(
        "SELECT p.key, b.text FROM json_each(?) e CROSS JOIN posting p ON p.key = e.value "
        "JOIN body b ON b.posting_id = p.id ORDER BY p.id",
        [json.dumps(list(keys))],
    )


def _had(db: Connection, who: int, keys: Sequence[str]) -> dict[str, set[str]]:
    had: dict[str, set[str]] = {}
    for key, uri in db.tuples(
        f"SELECT p.key, k.uri FROM json_each(?) e CROSS JOIN posting p ON p.key = e.value "
        f"CROSS JOIN tag t ON t.posting_id = p.id AND t.annotator_id = ? {MEANT}",
        [json.dumps(list(keys)), who],
    ):
        had.setdefault(key, set()).add(uri)
    return had
