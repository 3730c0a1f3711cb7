"""The search on SQLite: one machine, and nothing to be installed but what reads Parquet."""

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds

from duplicates.scoring import Model
from store import Comparable, Unreadable
from store.candidates import CandidateTables

from .base import Progress, Row, as_row
from .columns import PAIRS, POSTINGS, check_postings, comparable, twice
from .looking import Candidate, is_worth_reading, looked_at
from .sketching import POSTED, sketched

BATCH = 1_000  # postings read at once
PIECE = 2_000  # pairs looked at together


class OnSqlite:
    """Runs the statements in a file of its own beside nothing else, in the folder for temporary files."""

    def candidates(self, postings: str, told: Progress) -> Iterator[Row]:
        """Yield all pairs to be looked at, in no order."""
        with (
            TemporaryDirectory(prefix="postil-") as folder,
            CandidateTables(Path(folder) / "search.db") as tables,
        ):
            _search(tables, postings, told)
            for piece in _pieces(tables):
                known = _postings(tables, piece, bodies=False)
                for one in piece:
                    yield known[one.a].key, known[one.b].key, one.shared, one.containment, one.equal

    def pairs(self, postings: str, model: Model, told: Progress) -> Iterator[pa.Table]:
        """Yield those worth proposing, by the second posting, then by the first."""
        with (
            TemporaryDirectory(prefix="postil-") as folder,
            CandidateTables(Path(folder) / "search.db") as tables,
        ):
            total = _search(tables, postings, told)
            done = 0
            for piece in _pieces(tables):
                yield _proposed(tables, piece, model)
                done += len(piece)
                told(done, total, "comparing")


def _search(tables: CandidateTables, postings: str, told: Progress) -> int:
    try:
        source = ds.dataset(postings, format="parquet")
        check_postings(postings, source.schema)
        total = source.count_rows()
        done = 0
        columns = [name for name in POSTINGS.names if name in source.schema.names]
        for batch in source.to_batches(
            columns=columns, batch_size=BATCH, batch_readahead=2, fragment_readahead=1
        ):
            if not _add(tables, pa.Table.from_batches([batch])):
                raise twice(postings)
            done += len(batch)
            told(done, total, "reading texts")
    except (pa.ArrowException, UnicodeDecodeError, OSError) as error:
        raise Unreadable(f"{postings} cannot be read as Parquet: {str(error).splitlines()[0]}") from error
    told(0, 2, "finding rare phrases")
    tables.find_rare()
    told(1, 2, "finding pairs")
    return tables.find_pairs()


def _add(tables: CandidateTables, batch: pa.Table) -> bool:
    made = sketched(batch)
    rows = [tuple(row.values()) for row in made.select(POSTED).to_pylist()]
    numbers = made["number"].to_pylist()
    samples = made["sample"].to_pylist()
    contents = made["content"].to_pylist()
    return tables.add(
        rows,
        ((number, phrase) for number, sample in zip(numbers, samples, strict=True) for phrase in sample),
        (
            (number, json.dumps(row | {"content": content, "body": None}, default=str), row["body"] or "")
            for number, content, row in zip(numbers, contents, batch.to_pylist(), strict=True)
        ),
    )


def _pieces(tables: CandidateTables) -> Iterator[list[Candidate]]:
    rows = tables.pairs()
    while piece := [Candidate(*row) for row in islice(rows, PIECE)]:
        yield piece


def _proposed(tables: CandidateTables, piece: Sequence[Candidate], model: Model) -> pa.Table:
    heads = _postings(tables, piece, bodies=False)
    worth = [one for one in piece if is_worth_reading(one, heads[one.a], heads[one.b])]
    postings = _postings(tables, worth, bodies=True)
    made = looked_at(worth, postings.values(), model)
    found = [
        as_row(one, proposal, postings[one.a], postings[one.b])
        for one, proposal in zip(worth, made, strict=True)
        if proposal is not None
    ]
    return pa.Table.from_pylist(found, PAIRS)


def _postings(tables: CandidateTables, piece: Sequence[Candidate], *, bodies: bool) -> dict[int, Comparable]:
    numbers = sorted({number for one in piece for number in (one.a, one.b)})
    found: dict[int, Comparable] = {}
    for number, record, words, body in tables.records(numbers, bodies=bodies):
        row: dict[str, Any] = json.loads(record) | {"body": body}
        found[number] = comparable(row, number, str(words))
    return found
