"""The function that makes of some postings what the statements work on."""

import hashlib
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa

from duplicates.differences import place_key
from duplicates.sketches import levels, sketches
from store import Comparable, Unreadable, canonical, normalised
from store.candidates import LONGEST
from store.identity import text_hash

from .columns import comparable

NONE = 2**63 - 1  # stands for a phrase that a text has not
ALIKE = tuple(f"same{count}" for count in range(5))

SKETCHED = pa.schema(
    [
        ("number", pa.int64()),
        *((name, pa.int64()) for name in ALIKE),
        ("size", pa.int64()),
        ("scale", pa.float64()),
        ("lowest", pa.int64()),
        ("second_lowest", pa.int64()),
        ("sample", pa.list_(pa.int64())),
        ("content", pa.string()),
    ]
)
"""A row for each posting: the columns of `posted` in the statements, the phrases of its sample, and its hash."""

POSTED = SKETCHED.names[:-2]


def sketched(postings: pa.Table) -> pa.Table:
    """Return the sketches of some postings, in their order; knows nothing of any others.

    Raises Unreadable where a posting has no key.
    """
    rows: list[dict[str, Any]] = postings.to_pylist()
    texts = [canonical(row["body"] or "") for row in rows]
    plain = [normalised(text) for text in texts]
    # A text already normalised is sketched as it is, which spares doing so again; a very long one by its beginning.
    made = sketches(
        [text[:LONGEST] if len(text) > LONGEST else whole for text, whole in zip(texts, plain, strict=True)]
    )
    scales = 2.0 ** levels(np.array([phrases for phrases, _ in made], np.int64))
    numbers = [_number(row) for row in rows]
    alike = [
        list(_alike(comparable(row | {"body": None}, number, whole)))
        for row, number, whole in zip(rows, numbers, plain, strict=True)
    ]
    samples = [sample.astype(np.int64) for _, sample in made]
    columns = [
        numbers,
        *(list(column) for column in zip(*alike, strict=True)),
        [len(sample) for sample in samples],
        scales,
        [int(sample[0]) if len(sample) > 0 else NONE for sample in samples],
        [int(sample[1]) if len(sample) > 1 else NONE for sample in samples],
        samples,
        [row.get("content") or text_hash(whole) for row, whole in zip(rows, plain, strict=True)],
    ]
    if not rows:
        return SKETCHED.empty_table()
    return pa.table(
        [pa.array(column, kind) for column, kind in zip(columns, SKETCHED.types, strict=True)],
        schema=SKETCHED,
    )


def _number(row: dict[str, Any]) -> int:
    if not row["key"]:
        raise Unreadable("A posting has no key. Give each row of the column 'key' one of its own.")
    given: int | None = row.get("number")
    return _hash(row["key"]) if given is None else given


def _alike(posting: Comparable) -> Iterator[int]:
    """Yield a number for the words, one for words and title, and so on: what `exact.proposals` goes by."""
    parts = [posting.words]
    yield _hash(*parts)
    for part in (
        normalised(posting.shown_title or ""),
        normalised(posting.company or ""),
        "\n".join(sorted({"\t".join(place_key(place)) for place in posting.locations})),
        posting.date_posted or "",
    ):
        parts.append(part)
        yield _hash(*parts)


def _hash(*parts: str) -> int:
    joined = "\x00".join(parts).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(joined, digest_size=8).digest()) >> 1
