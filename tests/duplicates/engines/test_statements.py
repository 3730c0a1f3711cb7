"""The statements against the search in memory, on made-up samples that stand at the edges of every rule."""

from pathlib import Path

import numpy as np
import pytest

from duplicates.candidates import candidates
from duplicates.samples import Hashes, Samples
from store.candidates import CandidateTables

NONE = 2**63 - 1
TEXTS = 900
# In how many texts a phrase is, and how many phrases are in so many.
SPREAD = {
    1: 900,
    2: 900,
    3: 300,
    11: 60,
    12: 60,
    13: 60,
    49: 5,
    50: 5,
    51: 5,
    52: 5,
    300: 2,
    399: 2,
    400: 2,
    401: 9,
}


def drawn(seed: int) -> Samples:
    """Texts in groups that share much, some of them next to nothing but common phrases."""
    random = np.random.default_rng(seed)
    texts: list[set[int]] = [set() for _ in range(TEXTS)]
    numbers = iter(random.permutation(2**20).tolist())
    for size, phrases in SPREAD.items():
        for _ in range(phrases):
            # Neighbours, so that pairs share more than one phrase; the last third has no rare ones.
            begin, end = (0, 500) if size < 49 else (500, 600) if size < 53 else (0, TEXTS)
            first = int(random.integers(begin, max(begin + 1, end - 2 * size)))
            members = random.choice(np.arange(first, min(end, first + 2 * size)), size, replace=False)
            number = next(numbers)
            for member in members.tolist():
                texts[member].add(number)
    for text in texts[-2:]:
        text.clear()
    hashes: list[Hashes] = [np.array(sorted(text), np.uint64) for text in texts]
    starts = np.cumsum([0, *map(len, hashes)]).astype(np.int64)
    return Samples(np.concatenate(hashes), starts, random.integers(0, 3, TEXTS))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_statements_find_what_is_found_in_memory(tmp_path: Path, seed: int) -> None:
    samples = drawn(seed)
    posted, sampled = [], []
    for number in range(TEXTS):
        own: list[int] = samples.hashes[samples.starts[number] : samples.starts[number + 1]].tolist()
        lowest, second, *_ = [*own, NONE, NONE]
        alike = [number] * 5
        posted.append((number, *alike, len(own), 2.0 ** int(samples.levels[number]), lowest, second))
        sampled += [(number, phrase) for phrase in own]
    with CandidateTables(tmp_path / "search.db") as tables:
        assert tables.add(posted, sampled, [])
        tables.find_rare()
        total = tables.find_pairs()
        found = {(a, b): share for a, b, _, share, _ in tables.pairs()}
    expected = {
        (first, second): share
        for block in candidates(samples)
        for first, second, share in zip(
            block.first.tolist(), block.second.tolist(), block.contained.tolist(), strict=True
        )
    }
    assert found == expected
    assert total == len(found) > TEXTS
