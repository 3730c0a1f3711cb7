"""Splits: which postings are for training and which for testing, so that no cluster is ever in two.

A posting has a place from 0 to 99, and the shares of the splits are laid over the places. A group takes the place
that its first-imported member's text gives it; the place is stored, so that more postings, or other members, move
nothing. Where two placed groups become one, the earlier place holds, and what that moves is told.
"""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from store import Cluster, Placing, Store, UsageError, Verdict

NOBODY = ""
SOME = 10_000
_NAME = re.compile("[a-z][a-z0-9_-]{0,30}")


@dataclass(frozen=True, slots=True)
class Move:
    """A posting that changes its place, because its group was one with an earlier placed group."""

    key: str
    before: int
    after: int


def shares_of(text: str) -> dict[str, int]:
    """Read `train=80,validation=10,test=10`; raises UsageError for what is no division of all postings."""
    shares: dict[str, int] = {}
    for part in text.split(","):
        name, equals, share = (piece.strip() for piece in part.partition("="))
        if not equals or not _NAME.fullmatch(name) or not re.fullmatch("[0-9]{1,3}", share) or name in shares:
            raise UsageError(
                f"--split does not understand {part.strip()!r}. Give names in small letters with whole per cent, "
                "as in train=80,validation=10,test=10."
            )
        shares[name] = int(share)
    if sum(shares.values()) != 100 or 0 in shares.values():
        raise UsageError(
            f"The shares of --split make {sum(shares.values())} per cent. Each must be at least 1, and all 100."
        )
    return shares


def split_at(shares: Mapping[str, int], place: int) -> str:
    """Return the name of the split that a place is in."""
    end = 0
    for name, share in shares.items():
        end += share
        if place < end:
            return name
    raise ValueError("shares must make 100")


def place_of_text(text_hash: str) -> int:
    """Return the place that a text gives a group without one, by the hash of the text made plain."""
    return int(hashlib.sha256(text_hash.encode()).hexdigest()[:8], 16) % 100


class Places:
    """Where postings are placed now, whatever is stored: no group is in two places."""

    def __init__(self, store: Store, clusters: Sequence[Cluster], *, strict: bool) -> None:
        self._grouped: dict[str, int] = {}
        self.stored: dict[str, Placing] = {}
        groups = list(_groups(store, clusters, strict=strict))
        for some in _batched(groups):
            placings = store.placings([key for group in some for key in group])
            self.stored |= placings
            for group in some:
                place = _place([placings[key] for key in group])
                self._grouped |= dict.fromkeys(group, place)

    def of(self, key: str, text_hash: str, stored: int | None) -> int:
        """Return the place of a posting."""
        place = self._grouped.get(key, stored)
        return place_of_text(text_hash) if place is None else place

    def grouped(self) -> Iterator[tuple[str, int]]:
        """Yield the place of each posting that has others with it."""
        yield from self._grouped.items()


def settle(
    store: Store, clusters: Callable[[], Sequence[Cluster]], shares: Mapping[str, int], *, strict: bool
) -> list[Move]:
    """Give every posting a place, in one transaction; return which ones moved, in the order of import.

    `clusters` is called within it, for those of that state. The shares are kept, for what they move later.
    """
    moves: list[Move] = []

    def decide() -> Iterator[Sequence[tuple[int, int]]]:
        places = Places(store, clusters(), strict=strict)
        changed = []
        for key, place in places.grouped():
            there = places.stored[key]
            if there.place != place:
                changed.append((there.number, place))
                if there.place is not None:
                    moves.append(Move(key, there.place, place))
        moves.sort(key=lambda move: places.stored[move.key].number)
        yield changed
        for page in store.unplaced():
            yield [(number, place_of_text(text_hash)) for number, text_hash in page]

    store.put_places(decide, shares)
    return moves


def moved_by_shares(
    before: Mapping[str, int], after: Mapping[str, int], taken: Mapping[int, int]
) -> dict[tuple[str, str], int]:
    """Return how many placed postings go from which split to which when the shares change."""
    counts: Counter[tuple[str, str]] = Counter()
    if before:
        for place, postings in sorted(taken.items()):
            old, new = split_at(before, place), split_at(after, place)
            if old != new:
                counts[old, new] += postings
    return dict(counts)


def _place(group: Sequence[Placing]) -> int:
    placed = [
        (one.placed, one.number, one.place)
        for one in group
        if one.placed is not None and one.place is not None
    ]
    if placed:
        return min(placed)[2]
    return place_of_text(min(group, key=lambda one: one.number).text_hash)


def _groups(store: Store, clusters: Sequence[Cluster], *, strict: bool) -> Iterator[list[str]]:
    if not strict:
        yield from ([member.key for member in cluster.members] for cluster in clusters)
        return
    head: dict[str, str] = {}

    def find(key: str) -> str:
        while head.setdefault(key, key) != key:
            head[key] = head[head[key]]
            key = head[key]
        return key

    for cluster in clusters:
        for member in cluster.members:
            head[find(member.key)] = find(cluster.canonical)
    said: defaultdict[tuple[str, str], set[Verdict]] = defaultdict(set)
    for judgement in store.judgements():
        said[judgement.a, judgement.b].add(judgement.verdict)
    for (a, b), verdicts in said.items():
        if Verdict.RELATED in verdicts:
            head[find(a)] = find(b)
    for pair in store.pairs(NOBODY):
        if pair.kind is not None and not said.get((pair.a, pair.b)):
            head[find(pair.a)] = find(pair.b)
    together: defaultdict[str, list[str]] = defaultdict(list)
    for key in list(head):
        together[find(key)].append(key)
    yield from together.values()


def _batched(groups: Sequence[list[str]]) -> Iterator[list[list[str]]]:
    batch: list[list[str]] = []
    keys = 0
    for group in groups:
        batch.append(group)
        keys += len(group)
        if keys >= SOME:
            yield batch
            batch, keys = [], 0
    if batch:
        yield batch
