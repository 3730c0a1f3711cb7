"""The search on Daft: in threads on this machine, or in the processes of a Ray cluster.

Neither Daft nor Ray is loaded before it is needed, and both are told first to report nothing to their makers.
"""

import logging
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from duplicates.scoring import Model
from store import Comparable, PostilError, Unreadable, UsageError
from store.candidates import PAIRS, RARE

from . import columns
from .base import EngineFailed, Progress, Row, as_row
from .columns import POSTINGS, check_postings, comparable, twice
from .looking import Candidate, is_worth_reading, looked_at
from .sketching import POSTED, SKETCHED, sketched

if TYPE_CHECKING:
    from daft import DataFrame

BATCH = 500  # postings, or pairs, that a function is given at once
SILENT = {
    "DO_NOT_TRACK": "true",
    "DAFT_ANALYTICS_ENABLED": "false",
    "DAFT_PROGRESS_BAR": "0",
    "DAFT_SHOW_QUERY_ID": "0",
    "RAY_USAGE_STATS_ENABLED": "0",
}
HEADING = ("number", "key", "title", "inferred", "company", "places", "date_posted", "same0", "content")
PATIENCE = 10.0  # seconds to wait for a cluster to answer
PARTS = 2  # of the pairs for each processor of a cluster
STAGES = 3  # before the pairs are looked at


class OnDaft:
    """Runs the statements natively, or on the Ray cluster at an address. A process has one of the two."""

    def __init__(self, address: str | None = None) -> None:
        os.environ.update(SILENT)
        import daft

        self._processors: int | None = None
        if address is None:
            daft.set_runner_native()
        else:
            self._processors = _attach(address)
            daft.set_runner_ray(noop_if_initialized=True)

    def close(self) -> None:
        """Leave the cluster, if it is on one."""
        if "ray" in sys.modules:
            import ray

            ray.shutdown()

    def candidates(self, postings: str, told: Progress) -> Iterator[Row]:
        """Yield all pairs to be looked at, in no order."""
        pairs, heads = _search(_read(postings), postings, told)
        named = _beside(pairs, heads, ("number", "key"))
        for batch in named.to_arrow_iter():
            for row in batch.to_pylist():
                yield row["a_key"], row["b_key"], row["shared"], row["containment"], row["equal"]

    def pairs(self, postings: str, model: Model, told: Progress) -> Iterator[pa.Table]:
        """Yield those worth proposing, by the second posting, then by the first."""
        read = _read(postings)
        pairs, heads = _search(read, postings, told)
        told(STAGES, STAGES + 1, f"comparing {len(pairs):,} pairs")
        if self._processors:
            # They come in as few parts as they were small; looking at them is most of the work.
            pairs = pairs.repartition(PARTS * self._processors, "b")
        worth = _worth(_beside(pairs, heads, HEADING))
        proposed = _proposed(_with_texts(worth, read), model).sort(["second", "first"])
        for batch in proposed.exclude("first", "second").to_arrow_iter():
            yield pa.Table.from_batches([batch]).select(columns.PAIRS.names).cast(columns.PAIRS)


def _attach(address: str) -> int:
    """Join a cluster; return how many processors it has."""
    import ray
    from ray.exceptions import RayError

    host, _, port = address.removeprefix("ray://").rpartition(":")
    if not host or not port.isdecimal():
        raise UsageError(
            f"{address} is no address of a Ray cluster. Give HOST:PORT, as `ray start --head` names it."
        )
    try:
        # Ray itself tries for more than a minute where nobody listens.
        socket.create_connection((host, int(port)), timeout=PATIENCE).close()
        if not ray.is_initialized():
            ray.init(
                address, runtime_env={"env_vars": SILENT}, log_to_driver=False, logging_level=logging.ERROR
            )
    except (OSError, ValueError, RuntimeError, RayError) as error:
        raise UsageError(
            f"There is no Ray to be reached at {address}: {_first_line(error)} Start one with `ray start --head`, "
            "and give the address that it names."
        ) from error
    return int(ray.cluster_resources().get("CPU", 1))


@contextmanager
def explained() -> Iterator[None]:
    """Turn the errors of Daft and of Ray into ours; one of ours that comes back from a cluster is unwrapped."""
    try:
        yield
    except PostilError as error:
        raise _inmost(error) from error
    except _failures() as error:
        raise EngineFailed(f"The search could not go on: {_first_line(_inmost(error))}") from error


def _failures() -> tuple[type[Exception], ...]:
    import daft

    if "ray" not in sys.modules:
        return (daft.exceptions.DaftCoreException,)
    from ray.exceptions import RayError

    return daft.exceptions.DaftCoreException, RayError


def _inmost(error: Exception) -> Exception:
    # Ray wraps what was raised elsewhere in errors that are of its class, too.
    while isinstance(cause := getattr(error, "cause", None), Exception):
        error = cause
    return error


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)


def _read(postings: str) -> "DataFrame":
    """Return the columns of postings, those that are missing as nulls."""
    import daft

    try:
        found = daft.read_parquet(postings)
    except (daft.exceptions.DaftCoreException, OSError) as error:
        raise Unreadable(f"{postings} cannot be read as Parquet: {_first_line(error)}") from error
    schema = found.schema().to_pyarrow_schema()
    check_postings(postings, schema)
    missing = [
        daft.lit(None).cast(daft.DataType.from_arrow_type(field.type)).alias(field.name)
        for field in POSTINGS
        if field.name not in schema.names
    ]
    return found.select(*(name for name in POSTINGS.names if name in schema.names), *missing)


def _search(read: "DataFrame", postings: str, told: Progress) -> tuple["DataFrame", "DataFrame"]:
    """Return the pairs to be looked at, and what is compared of the postings but for their texts."""
    import daft
    from daft.functions import to_struct

    @daft.func.batch(return_dtype=_type(pa.struct(list(SKETCHED))), unnest=True, batch_size=BATCH)
    def sketches(rows: daft.Series) -> pa.Array:
        table = pa.Table.from_struct_array(rows.to_arrow())
        return sketched(table).to_struct_array().combine_chunks()

    told(0, STAGES + 1, "reading texts")
    given = to_struct(*map(daft.col, POSTINGS.names))
    own = (name for name in HEADING if name not in SKETCHED.names)
    heads = read.select(*own, sketches(given)).collect()
    if heads.select("number").distinct().count_rows() < len(heads):
        raise twice(postings)
    told(1, STAGES + 1, "finding rare phrases")
    tables = {
        "posted": heads.select(*POSTED),
        "sampled": heads.select("number", daft.col("sample").alias("phrase"))
        .explode("phrase")
        .where(daft.col("phrase").not_null()),
    }
    tables["rare"] = daft.sql(RARE, register_globals=False, **tables).collect()
    told(2, STAGES + 1, "finding pairs")
    return daft.sql(PAIRS, register_globals=False, **tables).collect(), heads


def _beside(pairs: "DataFrame", heads: "DataFrame", wanted: tuple[str, ...]) -> "DataFrame":
    """Put what is wanted of both postings beside each pair: `a_key`, `b_key` and so on."""
    import daft

    for side in ("a", "b"):
        own = heads.select(*(daft.col(name).alias(f"{side}_{name}") for name in wanted))
        pairs = pairs.join(own, left_on=side, right_on=f"{side}_number")
    return pairs


def _with_texts(pairs: "DataFrame", read: "DataFrame") -> "DataFrame":
    import daft

    for side in ("a", "b"):
        own = read.select(*(daft.col(name).alias(f"{side}_{name}") for name in ("key", "body")))
        pairs = pairs.join(own, on=f"{side}_key")
    return pairs


def _worth(pairs: "DataFrame") -> "DataFrame":
    import daft
    from daft.functions import to_struct

    @daft.func.batch(return_dtype=daft.DataType.bool(), batch_size=BATCH)
    def worth(rows: daft.Series) -> list[bool]:
        return [is_worth_reading(pair.candidate, pair.a, pair.b) for pair in map(_Pair.of, rows.to_pylist())]

    return pairs.where(worth(to_struct(*map(daft.col, pairs.column_names))))


def _proposed(pairs: "DataFrame", model: Model) -> "DataFrame":
    import daft
    from daft.functions import to_struct

    fields = [("first", pa.int64()), ("second", pa.int64()), *((one.name, one.type) for one in columns.PAIRS)]

    @daft.func.batch(return_dtype=_type(pa.struct(fields)), unnest=True, batch_size=BATCH)
    def propose(rows: daft.Series) -> list[dict[str, Any] | None]:
        given = [_Pair.of(row) for row in rows.to_pylist()]
        candidates = [pair.candidate for pair in given]
        postings = [posting for pair in given for posting in (pair.a, pair.b)]
        made = looked_at(candidates, postings, model)
        return [
            None
            if proposal is None
            else as_row(pair.candidate, proposal, pair.a, pair.b)
            | {"first": pair.candidate.a, "second": pair.candidate.b}
            for pair, proposal in zip(given, made, strict=True)
        ]

    found = pairs.select(propose(to_struct(*map(daft.col, pairs.column_names))))
    return found.where(daft.col("a").not_null())


@dataclass(frozen=True, slots=True)
class _Pair:
    candidate: Candidate
    a: Comparable
    b: Comparable

    @classmethod
    def of(cls, row: dict[str, Any]) -> "_Pair":
        candidate = Candidate(*(row[name] for name in Candidate._fields))
        sides = []
        for side, number in (("a", candidate.a), ("b", candidate.b)):
            own = {name: row.get(f"{side}_{name}") for name in (*HEADING, "body")}
            sides.append(comparable(own, number, str(own["same0"])))
        return cls(candidate, *sides)


def _type(kind: pa.DataType) -> Any:
    import daft

    return daft.DataType.from_arrow_type(kind)
