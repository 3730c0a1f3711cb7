from collections.abc import Iterable

import numpy as np
import pytest

from benchmarks.advertisements import Advertisement, advertisements
from benchmarks.wording import Wording
from duplicates import candidates as module
from duplicates.candidates import Candidates, candidates
from duplicates.later import later, phrases_by
from duplicates.samples import Numbers, Samples, entries, marks
from duplicates.sketches import levels, sketches

COUNT = 3_000


def samples(texts: list[str]) -> Samples:
    made = sketches(texts)
    sizes = [len(hashes) for _, hashes in made]
    return Samples(
        np.concatenate([hashes for _, hashes in made]),
        np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        levels(np.array([phrases for phrases, _ in made], np.int64)),
    )


def pairs(of: Samples, fresh: int = 0) -> dict[tuple[int, int], float]:
    return gathered(candidates(of, fresh), len(of), fresh)


def looked_up(of: Samples, known: int, fresh: int, gone: list[int]) -> dict[tuple[int, int], float]:
    """Pairs of texts from `fresh` on, found by the phrases of those before `known` that are not gone."""
    places = np.arange(len(of))
    there = of.of(places[:known])
    standing = np.ones(known, bool)
    standing[gone] = False

    def read(texts: Numbers) -> Samples:
        assert standing[texts].all()
        return there.of(texts)

    phrases = phrases_by(entries(there), marks(there))
    search = later(phrases, standing, of.of(places[known:]), fresh, read)
    return gathered(search.candidates(), len(of), fresh)


def gathered(blocks: Iterable[Candidates], count: int, fresh: int) -> dict[tuple[int, int], float]:
    found: dict[tuple[int, int], float] = {}
    upto = fresh
    for block in blocks:
        rows = zip(block.first.tolist(), block.second.tolist(), block.contained.tolist(), strict=True)
        for first, second, contained in rows:
            assert first < second
            assert fresh <= second
            assert upto <= second < block.upto
            assert 0 < contained <= 1
            assert (first, second) not in found
            found[first, second] = contained
        upto = block.upto
    assert upto == count
    return found


def emptied(of: Samples, gone: list[int]) -> Samples:
    """The same texts, some of them without a word."""
    sizes = np.diff(of.starts)
    left = np.repeat(~np.isin(np.arange(len(of)), gone), sizes)
    sizes[gone] = 0
    return Samples(of.hashes[left], np.concatenate([[0], np.cumsum(sizes)]), of.levels)


def tied(found: dict[tuple[int, int], float], members: list[int]) -> int:
    """How many of the members hang together with the first."""
    reached, waiting = {members[0]}, [members[0]]
    while waiting:
        at = waiting.pop()
        for first, second in found:
            other = second if first == at else first if second == at else at
            if other in members and other not in reached:
                reached.add(other)
                waiting.append(other)
    return len(reached)


@pytest.fixture(scope="module")
def made() -> list[Advertisement]:
    return list(advertisements(COUNT, seed=5))


@pytest.fixture(scope="module")
def sampled(made: list[Advertisement]) -> Samples:
    return samples([one.body for one in made])


def test_every_kind_of_copy_is_found(made: list[Advertisement], sampled: Samples) -> None:
    found = pairs(sampled)
    groups: dict[int, list[int]] = {}
    for number, one in enumerate(made):
        groups.setdefault(one.cluster, []).append(number)
    missed = [
        made[group[-1]].made
        for group in groups.values()
        if len(group) > 1 and tied(found, group) < len(group)
    ]
    assert missed == []
    assert {one.made for one in made} >= {
        "light",
        "heavy words",
        "heavy sentences",
        "wrapped",
        "cut",
        "sibling",
    }


def test_boilerplate_joins_nothing(made: list[Advertisement], sampled: Samples) -> None:
    found = pairs(sampled)
    assert len(found) < 4 * COUNT
    others = [number for number, one in enumerate(made) if one.made == "other job"]
    assert others
    close = [(made[number].of, number) for number in others if (made[number].of, number) in found]
    assert len(close) < len(others) / 2


@pytest.mark.parametrize(
    ("known", "fresh"),
    [(1, 1), (COUNT // 2, COUNT // 2), (COUNT - 400, COUNT - 40), (COUNT - 40, COUNT - 40)],
    ids=["one-known", "half-known", "some-added", "few-later"],
)
@pytest.mark.parametrize("gone", [[], list(range(0, COUNT - 40, 7))], ids=["all-stand", "some-are-gone"])
def test_later_texts_looked_up_have_the_partners_they_would_have_had(
    sampled: Samples, known: int, fresh: int, gone: list[int]
) -> None:
    gone = [text for text in gone if text < known and known > 1]
    kept = emptied(sampled, gone)
    expected = {pair: share for pair, share in pairs(kept).items() if pair[1] >= fresh}
    found = looked_up(sampled, known, fresh, gone)
    alike = expected.items() & found.items()
    assert len(alike) >= 0.99 * len(expected)
    assert len(found) <= 1.01 * len(expected)
    assert len(expected) > 10


@pytest.mark.parametrize("fresh", [1, COUNT // 2, COUNT - 40])
def test_where_all_is_looked_at_later_texts_have_just_the_pairs_they_have_in_all(
    sampled: Samples, fresh: int
) -> None:
    expected = {pair: share for pair, share in pairs(sampled).items() if pair[1] >= fresh}
    alike = expected.items() & pairs(sampled, fresh).items()
    assert len(alike) >= 0.99 * len(expected)


def test_blocks_do_not_change_what_is_found(sampled: Samples, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = pairs(sampled)
    monkeypatch.setattr(module, "BLOCK", 500)
    assert len(list(candidates(sampled))) > 5
    assert pairs(sampled) == expected


def family(size: int, seed: int = 3, share: float = 0.03) -> list[str]:
    wording = Wording(seed)
    text = " ".join(wording.sentences(25, 25))
    return [wording.edited(text, share) for _ in range(size)]


@pytest.mark.parametrize("size", [13, 60, 300, 900])
def test_families_of_any_size_are_found_whole(size: int) -> None:
    texts = family(size) + family(5, seed=9)
    found = pairs(samples(texts))
    assert tied(found, list(range(size))) == size
    assert not any(first < size <= second for first, second in found)
    assert len(found) < 40 * size


def test_nothing_is_found_among_few_or_empty_texts() -> None:
    assert pairs(samples([""])) == {}
    assert pairs(samples(["", "", "one", "one two"])) == {}
    assert pairs(samples(["one two three four five six", "one two three four five six"]))


def test_too_many_texts_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_TEXTS", 1)
    with pytest.raises(ValueError, match="2 texts"):
        list(candidates(samples(["one two three", "one two three"])))
