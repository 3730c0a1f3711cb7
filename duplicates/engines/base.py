"""What an engine is, and what any of them is run for."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from duplicates.scoring import Model
from store import Comparable, PostilError, Proposal

from .columns import PAIRS
from .looking import Candidate

Progress = Callable[[int, int, str], None]
"""Called with how much of a stage is done, how much there is to be done, and what is being done."""

Row = tuple[str, str, int, float, int]
"""A pair to be looked at: the keys of both, then `shared`, `containment` and `equal` as in looking.Candidate."""


class EngineFailed(PostilError):
    """An engine began and could not finish; nothing was written."""

    title = "Search ended early"


class Engine(Protocol):
    """Runs the search over a file or folder of Parquet. Raises Unreadable and UsageError before it begins."""

    def candidates(self, postings: str, told: Progress) -> Iterator[Row]:
        """Yield all pairs to be looked at, in no order."""

    def pairs(self, postings: str, model: Model, told: Progress) -> Iterator[pa.Table]:
        """Yield those worth proposing, with the columns of PAIRS, by the second posting, then by the first."""


def as_row(candidate: Candidate, proposal: Proposal, a: Comparable, b: Comparable) -> dict[str, Any]:
    """Return what is proposed of two postings, `a` the first of them, as a row of PAIRS."""
    return {
        "a": proposal.a,
        "b": proposal.b,
        "kind": proposal.kind.value,
        "score": proposal.score,
        "reasons": list(proposal.reasons),
        "shared": candidate.shared,
        "containment": candidate.containment,
        "model": proposal.model,
        "a_content": a.content,
        "b_content": b.content,
    }


def write_pairs(engine: Engine, postings: str, target: Path, model: Model, told: Progress) -> int:
    """Write what an engine finds to a Parquet file; return how many pairs there are."""
    found = 0
    with pq.ParquetWriter(target, PAIRS, compression="zstd") as file:
        for table in engine.pairs(postings, model, told):
            file.write_table(table)
            found += len(table)
    return found
