"""Pairs that were found elsewhere, brought into a database: each is checked, and people's verdicts stay."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from duplicates.forest import Forest, Found
from store import (
    Fingerprints,
    NotFound,
    PairKind,
    Problem,
    Proposal,
    Store,
    Unreadable,
    canonical_line,
)

from .base import Progress
from .columns import PAIRS

BATCH = 2_000  # rows read at once
PIECE = 2_000  # pairs of which the best are chosen together, as in the search
LONGEST = 1_000  # characters of a reason
MOST = 20  # reasons
TOLD = 100  # problems that are told; all are counted
NEEDED = ("a", "b", "kind", "score")


@dataclass(frozen=True, slots=True)
class Arrived:
    """What came of a file of pairs: how many rows it has, how many of them are proposed now, and how many are new.

    `refused` counts the rows that were not taken, `problems` says why, of the first of them.
    """

    read: int
    proposed: int
    new: int
    refused: int
    problems: tuple[Problem, ...]


def take_pairs(store: Store, path: Path, told: Progress) -> Arrived:
    """Propose the pairs of a Parquet file; a pair that is there already stays as it is, and so do all verdicts.

    Of families that hang together the best pairs of each posting are proposed, as by the search itself. All is
    stored or nothing. Raises NotFound or Unreadable.
    """
    rows = _Rows(store, path)
    problems: list[Problem] = []
    refused = read = 0
    ties = store.ties()
    for row in rows:
        read += 1
        if isinstance(row, Problem):
            refused += 1
            problems += [row] if len(problems) < TOLD else []
        elif row.equal:
            ties.append((row.found.first, row.found.second, row.found.proposal.kind))
        told(read, rows.total, "checking pairs")
    proposed = 0

    def batches() -> Iterator[list[Proposal]]:
        nonlocal proposed
        done = 0
        for piece in _pieces(row for row in rows if isinstance(row, _Taken)):
            done += len(piece)
            kept = [row.found.proposal for row in piece if row.equal]
            kept += forest.kept(row.found for row in piece if not row.equal)
            proposed += len(kept)
            told(done, read - refused, "storing pairs")
            yield kept

    forest = Forest(ties)
    new = store.propose_all(batches())
    return Arrived(read, proposed, new, refused, tuple(problems))


@dataclass(frozen=True, slots=True)
class _Taken:
    """A row that is well. Rows of `equal` words are all proposed: there are none too many of them."""

    found: Found
    equal: bool


def _clean(text: str) -> str:
    if text != canonical_line(text):
        raise ValueError("this is no line of text")
    return text


_Line = Annotated[str, Field(min_length=1, max_length=LONGEST), AfterValidator(_clean)]
_Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False, strict=True)]
_Count = Annotated[int, Field(ge=0, strict=True)]


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True)

    a: _Line
    b: _Line
    kind: PairKind
    score: _Share
    reasons: Annotated[tuple[_Line, ...] | None, Field(max_length=MOST)] = None
    shared: _Count | None = None
    containment: _Share | None = None
    model: _Line | None = None
    a_content: _Line | None = None
    b_content: _Line | None = None


class _Rows:
    """The rows of a file of pairs, each as it may be taken or why not. May be gone through again."""

    def __init__(self, store: Store, path: Path) -> None:
        self._store = store
        self._path = path
        if not path.exists():
            raise NotFound(f"There is no file {path}.")
        try:
            self._file = pq.ParquetFile(path)
        except (pa.ArrowException, OSError) as error:
            raise self._unreadable(error) from error
        names = self._file.schema_arrow.names
        for needed in NEEDED:
            if needed not in names:
                raise Unreadable(
                    f"{path} has no column {needed!r}, so it holds no pairs. `postil duplicates find --engine sqlite "
                    "--to` writes such a file."
                )
        self._columns = [name for name in PAIRS.names if name in names]
        self.total: int = self._file.metadata.num_rows

    def __iter__(self) -> Iterator[_Taken | Problem]:
        number = 0
        for rows in self._batches():
            keys = {row[side] for row in rows for side in ("a", "b") if isinstance(row[side], str)}
            known = self._store.fingerprints(sorted(keys))
            for row in rows:
                number += 1
                yield _taken(row, f"row {number}", known)

    def _batches(self) -> Iterator[list[dict[str, Any]]]:
        try:
            for batch in self._file.iter_batches(BATCH, columns=self._columns):
                yield batch.to_pylist()
        except (pa.ArrowException, UnicodeDecodeError, OSError) as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: Exception) -> Unreadable:
        return Unreadable(f"{self._path} cannot be read as Parquet: {str(error).splitlines()[0]}")


def _taken(row: dict[str, Any], locator: str, known: dict[str, Fingerprints]) -> _Taken | Problem:
    try:
        read = _Row.model_validate(row)
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_context=False, include_input=False)[0]
        name = ".".join(map(str, wrong["loc"]))
        return Problem(locator, name, wrong["msg"].removeprefix("Value error, "))
    for name, key, content in (("a", read.a, read.a_content), ("b", read.b, read.b_content)):
        if key not in known:
            return Problem(locator, name, f"there is no posting {key[:40]!r}")
        if content not in (None, known[key].content, known[key].words):
            return Problem(locator, name, "this posting was revised since the search; search again")
    if read.a == read.b:
        return Problem(locator, "b", "this is the same posting as a")
    equal = read.shared == 0
    if (equal or read.kind is PairKind.EXACT) and known[read.a].words != known[read.b].words:
        return Problem(locator, "kind", "the texts of these two are not equal; search again")
    (first, a), (second, b) = sorted((known[key].number, key) for key in (read.a, read.b))
    scored = read.model is not None
    proposal = Proposal(
        a,
        b,
        read.kind,
        read.score,
        read.reasons or (),
        phrases=read.containment if scored else None,
        model=read.model,
    )
    return _Taken(Found(first, second, proposal), equal)


def _pieces(rows: Iterator[_Taken]) -> Iterator[list[_Taken]]:
    """Yield rows some at a time, those of one second posting together where they stand together."""
    piece: list[_Taken] = []
    for row in rows:
        if len(piece) >= PIECE and row.found.second != piece[-1].found.second:
            yield piece
            piece = []
        piece.append(row)
    yield piece
