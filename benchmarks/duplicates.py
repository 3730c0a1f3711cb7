"""How much of the truth is found among made-up postings, how much of what is proposed is right, and at what cost.

`python -m benchmarks.duplicates`, with `--postings 100000`, `--new 1000` for what comes later, and `--peers PYTHON`
for an interpreter that has datasketch and rensa: their pairs are looked at by the same scoring, in the same run.
`python -m benchmarks.duplicates 1000000` is short for `--postings 1000000 --new 1000`.
"""

import argparse
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from duplicates import exact
from duplicates.comparing import Comparing
from duplicates.find import find
from duplicates.forest import Forest
from duplicates.scoring import Model
from store import Location, Origin, PairKind, Store
from store.drafts import Draft

from .advertisements import Advertisement, Generator
from .minhash import PEERS

SEED = 1
LATER = 1_000  # postings that come when the others are compared
BATCH = 1_000
PIECE = 5_000
UNKNOWN = 0.5  # of the rare phrases of which a peer's pair shares some part, unknown to it

Tie = tuple[int, int, PairKind]


def fill(store: Store, made: Iterable[Advertisement], first: int) -> list[int]:
    """Import postings under their numbers from `first` on; return the cluster of each."""
    run = store.begin_import(Origin("made", "made", "0" * 64, 1, "text", 1), store.occurrences())
    clusters: list[int] = []
    numbered = enumerate(made, first)
    while batch := list(islice(numbered, BATCH)):
        run.take([_draft(number, one) for number, one in batch])
        clusters += [one.cluster for _, one in batch]
    run.finish()
    return clusters


def _draft(number: int, one: Advertisement) -> Draft:
    return Draft(
        locator=f"row {number + 1}",
        body=one.body,
        raw="",
        external_id=str(number),
        title=one.title,
        company=one.employer,
        locations=(Location(f"{one.country}, {one.city}", one.country, None, one.city),),
        date_posted=date.fromisoformat(one.date),
    )


def measured(ties: Iterable[Tie], clusters: Sequence[int], since: int = 0) -> str:
    """Say what part of the joins that the truth needs is there, and what part of what was proposed is right.

    With `since`, of the joins and pairs that postings from this number on have a part in.
    """
    right: Counter[bool] = Counter()
    true = Forest([])
    for first, second, kind in ties:
        same = clusters[first - 1] == clusters[second - 1]
        if kind is not PairKind.RELATED and max(first, second) > since:
            right[same] += 1
        if kind is not PairKind.RELATED and same:
            true.tie(first, second, kind)
    heads: dict[int, int] = {}
    needed = found = 0
    for number, cluster in enumerate(clusters, 1):
        head = heads.setdefault(cluster, number)
        if head != number and number > since:
            needed += 1
            found += true.tied(head, number)
    return (
        f"found {found / max(1, needed):.4f} of {needed:,}  "
        f"right {right[True] / max(1, right.total()):.4f} of {right.total():,}"
    )


# Each in a process of its own, for its memory


def searched(path: Path) -> tuple[float, float, dict[str, float]]:
    """Search a database; return seconds, those of the processor, and seconds until the end of each stage."""
    begin = time.perf_counter()
    stages: dict[str, float] = {}

    def tell(_done: int, _total: int, what: str) -> None:
        stages[what] = round(time.perf_counter() - begin, 1)

    with Store.open(path) as store:
        find(store, tell)
    seconds = time.perf_counter() - begin
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return seconds, sum(one.ru_utime + one.ru_stime for one in used), stages


def looked_at(path: Path, pairs: Path) -> tuple[float, list[Tie]]:
    """Score pairs that a peer found; return seconds and what is proposed of them."""
    begin = time.perf_counter()
    wanted = np.load(pairs)
    wanted = wanted[np.lexsort((wanted[:, 0], wanted[:, 1]))] + 1
    ties: list[Tie] = []
    with Store.open(path, readonly=True) as store:
        comparing = Comparing(store, Model())
        for start in range(0, len(wanted), PIECE):
            piece = [(a, b, UNKNOWN) for a, b in wanted[start : start + PIECE].tolist()]
            ties += [(one.first, one.second, one.proposal.kind) for one in comparing.found(piece)]
            known = store.comparables([number for pair in piece for number in pair[:2]], bodies=False)
            ties += [
                (a, b, exact.proposal(known[a], known[b]).kind)
                for a, b, _ in piece
                if known[a].words == known[b].words
            ]
    return time.perf_counter() - begin, ties


def _alone(
    *words: object, python: str = sys.executable, module: str = "benchmarks.duplicates"
) -> tuple[Any, int]:
    """Return what a process printed, and the most memory that it and those it started had at a time, in MB."""
    # To a file: a pipe that nobody empties meanwhile would hold up a process that has much to say.
    with tempfile.TemporaryFile("w+") as out:
        process = subprocess.Popen([python, "-m", module, *map(str, words)], stdout=out)
        most = 0
        while process.poll() is None:
            most = max(most, _resident(process.pid))
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.2)
        out.seek(0)
        printed = out.read()
    if process.returncode:
        raise RuntimeError(f"{module} {words} failed")
    return json.loads(printed.splitlines()[-1]), most // 1024


def _resident(number: int) -> int:
    """Return how many KB a process and those it started have in memory; 0 once it is gone."""
    try:
        status = Path(f"/proc/{number}/status").read_text()
        children = Path(f"/proc/{number}/task/{number}/children").read_text().split()
    except OSError:
        return 0
    own = re.search(r"VmRSS:\s+(\d+)", status)
    return (int(own[1]) if own else 0) + sum(_resident(int(child)) for child in children)


# The table


def main() -> None:
    """Measure and print, or do one measurement for the process that prints."""
    words = argparse.ArgumentParser()
    words.add_argument(
        "counts", type=int, nargs="*", help="of postings, each with 1,000 more compared with all"
    )
    words.add_argument("--postings", type=int, nargs="*", default=[10_000])
    words.add_argument("--new", type=int, default=0, help="so many more, compared with all")
    words.add_argument("--peers", default=sys.executable, metavar="PYTHON", help="has datasketch and rensa")
    words.add_argument("--alone", nargs="+", help=argparse.SUPPRESS)
    given = words.parse_args()
    if given.alone:
        paths = [Path(word) for word in given.alone]
        print(json.dumps(searched(paths[0]) if len(paths) == 1 else looked_at(paths[0], paths[1])))
        return
    for count in given.counts or given.postings:
        with tempfile.TemporaryDirectory() as folder:
            _measure(Path(folder), count, given.new or (LATER if given.counts else 0), given.peers)


def _measure(folder: Path, count: int, new: int, peers: str) -> None:
    path = folder / "postil.db"
    made = Generator(count, SEED)(count + new)
    with Store.open(path, create=True) as store, store.bulk():
        clusters = fill(store, islice(made, count), 0)
    print(f"\n{count:,} postings, seed {SEED}")
    _ours(path, "postil", clusters, 0)
    if new:
        with Store.open(path) as store, store.bulk():
            clusters += fill(store, made, count)
        _ours(path, f"postil, {new:,} more", clusters, count)
        return
    for name in PEERS:
        file = folder / f"{name}.npy"
        done, memory = _alone(name, count, SEED, file, python=peers, module="benchmarks.minhash")
        if done is None:
            print(f"{name:20} is not installed")
            continue
        (seconds, ties), _ = _alone("--alone", path, file)
        ties = [(a, b, PairKind(kind)) for a, b, kind in ties]
        total = f"{done + seconds:7.1f} s ({done:.1f} pairs, {seconds:.1f} scoring)"
        print(f"{name:20} {measured(ties, clusters)}  {total}  {memory:,} MB", flush=True)


def _ours(path: Path, what: str, clusters: Sequence[int], since: int) -> None:
    (seconds, busy, stages), memory = _alone("--alone", path)
    with Store.open(path, readonly=True) as store:
        ties = store.ties()
    ends = ", ".join(f"{name} {end}" for name, end in stages.items())
    total = f"{seconds:7.1f} s ({busy:.1f} of the processor; until {ends})"
    print(f"{what:20} {measured(ties, clusters, since)}  {total}  {memory:,} MB", flush=True)


if __name__ == "__main__":
    main()
