"""What the search takes on each engine, from one Parquet file to another, beside the search in a database.

`python -m benchmarks.engines`, with `--postings 100000`, and `--engines sqlite daft` for some of them. Ray is started
here, on the loopback address.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path

import pyarrow.parquet as pq

from duplicates.engines.apart import write_pairs_apart
from duplicates.engines.base import write_pairs
from duplicates.engines.on_sqlite import OnSqlite
from duplicates.engines.texts import write_postings
from duplicates.find import find
from duplicates.scoring import Model
from store import Store

from .advertisements import advertisements
from .cluster import ray_on_loopback
from .duplicates import fill

SEED = 1
ENGINES = ("find", "sqlite", "daft", "ray")
OBJECTS = 2_000_000_000  # bytes of Ray's memory for objects
EVERY = 0.2  # seconds between two looks at the memory


def searched(engine: str, address: str | None, folder: Path) -> dict[str, float]:
    """Search on one engine, in this process; return when each stage was first heard of, in seconds."""
    begin = time.perf_counter()
    stages: dict[str, float] = {}

    def tell(_done: int, _total: int, what: str) -> None:
        stages.setdefault(re.sub(r" [\d,]+", "", what), round(time.perf_counter() - begin, 1))

    postings, pairs = str(folder / "postings.parquet"), folder / f"{engine}.parquet"
    if engine == "find":
        with Store.open(folder / "postil.db") as store:
            find(store, tell)
    elif engine == "sqlite":
        write_pairs(OnSqlite(), postings, pairs, Model(), tell)
    else:
        write_pairs_apart(address, postings, pairs, Model(), tell)
    stages["end"] = round(time.perf_counter() - begin, 1)
    return stages


def _alone(
    engine: str, address: str | None, folder: Path, environment: Mapping[str, str], beside: int | None
) -> tuple[dict[str, float], int]:
    """Return what `searched` does in a process of its own, and the most memory it and all of its took, in MB."""
    words = [sys.executable, "-m", "benchmarks.engines", "--alone", engine, str(folder), address or ""]
    most = 0
    with tempfile.TemporaryFile("w+") as out:
        process = subprocess.Popen(words, stdout=out, env={**os.environ, **environment})
        while process.poll() is None:
            taken = sum(_memory(one) for top in (process.pid, beside) if top for one in _tree(top))
            most = max(most, taken)
            with suppress(subprocess.TimeoutExpired):
                process.wait(EVERY)
        out.seek(0)
        printed = out.read()
    if process.returncode:
        raise RuntimeError(f"{engine} failed")
    return json.loads(printed.splitlines()[-1]), most // 1024


def _tree(number: int) -> Iterator[int]:
    with suppress(OSError):
        children = Path(f"/proc/{number}/task/{number}/children").read_text().split()
        yield number
        for child in children:
            yield from _tree(int(child))


def _memory(number: int) -> int:
    """Return how many KB a process has in memory, of what it shares with others its part; 0 once it is gone."""
    with suppress(OSError):
        found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{number}/smaps_rollup").read_text(), re.MULTILINE)
        return int(found[1]) if found else 0
    return 0


def _measure(folder: Path, count: int, engines: list[str]) -> None:
    print(f"\n{count:,} postings, seed {SEED}, {os.cpu_count()} processors", flush=True)
    with Store.open(folder / "postil.db", create=True) as store:
        with store.bulk():
            fill(store, advertisements(count, SEED), 0)
        write_postings(store, folder / "postings.parquet", lambda *_: None)
    for engine in engines:
        with ExitStack() as stack:
            cluster = stack.enter_context(ray_on_loopback(OBJECTS)) if engine == "ray" else None
            address, environment, head = (
                (cluster.address, cluster.environment, cluster.process) if cluster else (None, {}, None)
            )
            stages, memory = _alone(engine, address, folder, environment, head)
        seconds = stages.pop("end")
        starts = ", ".join(f"{name} {start}" for name, start in stages.items())
        file = folder / f"{engine}.parquet"
        pairs = f"{pq.read_metadata(file).num_rows:>9,} pairs" if file.exists() else " " * 15
        print(f"{engine:8}{seconds:8.1f} s {memory:>7,} MB {pairs}  (from: {starts})", flush=True)


def main() -> None:
    """Measure and print, or do one measurement for the process that prints."""
    words = argparse.ArgumentParser()
    words.add_argument("--postings", type=int, nargs="*", default=[10_000])
    words.add_argument("--engines", nargs="*", choices=ENGINES, default=list(ENGINES))
    words.add_argument("--alone", nargs=3, help=argparse.SUPPRESS)
    given = words.parse_args()
    if given.alone:
        engine, folder, address = given.alone
        print(json.dumps(searched(engine, address or None, Path(folder))))
        return
    for count in given.postings:
        with tempfile.TemporaryDirectory() as folder:
            _measure(Path(folder), count, given.engines)


if __name__ == "__main__":
    main()
