"""Pairs as datasketch and rensa find them, run by an interpreter that has one of them: a peer of `duplicates`.

Usage: python -m benchmarks.minhash datasketch|rensa POSTINGS SEED FILE, which gets the pairs by number.
"""

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from .advertisements import advertisements

PERMUTATIONS = 128
WORDS = 5  # of a phrase
THRESHOLD = 0.5

Pairs = list[tuple[int, int]]


def shingles(body: str) -> list[str]:
    """Return the phrases of a text."""
    words = body.lower().split()
    return list({" ".join(words[at : at + WORDS]) for at in range(max(1, len(words) - WORDS + 1))})


def by_datasketch(bodies: Sequence[str]) -> Pairs:
    """Return the pairs that datasketch's bands bring together."""
    from datasketch import MinHash, MinHashLSH  # type: ignore[import-not-found]

    index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    found = []
    for number, body in enumerate(bodies):
        sketch = MinHash(num_perm=PERMUTATIONS)
        sketch.update_batch([shingle.encode() for shingle in shingles(body)])
        found += [(other, number) for other in index.query(sketch)]
        index.insert(number, sketch)
    return found


def by_rensa(bodies: Sequence[str]) -> Pairs:
    """Return the pairs that rensa's bands bring together."""
    from rensa import RMinHash, RMinHashLSH  # type: ignore[import-not-found]

    index = RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=32)
    found = []
    for number, body in enumerate(bodies):
        sketch = RMinHash(num_perm=PERMUTATIONS, seed=42)
        sketch.update(shingles(body))
        found += [(other, number) for other in index.query(sketch)]
        index.insert(number, sketch)
    return found


PEERS: dict[str, Callable[[Sequence[str]], Pairs]] = {"datasketch": by_datasketch, "rensa": by_rensa}


def main() -> None:
    """Find pairs, save them, and print the seconds it took."""
    name, count, seed, file = sys.argv[1:]
    bodies = [one.body for one in advertisements(int(count), int(seed))]
    begin = time.perf_counter()
    try:
        pairs = PEERS[name](bodies)
    except ImportError:
        print(json.dumps(None))
        return
    seconds = time.perf_counter() - begin
    np.save(Path(file), np.array(pairs, np.int64).reshape(-1, 2))
    print(json.dumps(seconds))


if __name__ == "__main__":
    main()
