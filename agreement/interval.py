"""How sure a measure is: a bootstrap interval by item, the same for the same items on every machine."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from math import sqrt
from random import Random
from typing import TypeVar

from .held import Held
from .undefined import Undefined

T = TypeVar("T", bound=Hashable)

SEED = 7
ROUNDS = 1_000
LEVEL = 0.95
FEWEST = 2  # items from which anything can be drawn


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure of `n` items. `value` is None where it is undefined, and `why` the sentence that says why.

    `low` and `high` hold 95 % of the values that items drawn again give; None where too few of them give any.
    """

    n: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    why: str | None = None


def measured(
    items: Mapping[T, int],
    measure: Callable[[Mapping[T, int]], float],
    *,
    n: int | None = None,
    rounds: int = ROUNDS,
    seed: int = SEED,
) -> Measured:
    """Return a measure of items (counted by what they are) with its interval; `n` is how many, None for all."""
    total = sum(items.values())
    shown = total if n is None else n
    try:
        value = measure(items)
    except Undefined as why:
        return Measured(shown, why=str(why))
    if total < FEWEST or not rounds:
        return Measured(shown, value)
    ordered = sorted(items.items(), key=lambda item: repr(item[0]))
    random = Random(seed)  # noqa: S311 - drawn again, not kept secret
    drawn = []
    for _ in range(rounds):
        try:
            drawn.append(measure(_drawn(ordered, total, random)))
        except Undefined:
            continue
    if 2 * len(drawn) < rounds:
        return Measured(shown, value)
    drawn.sort()
    tail = (1 - LEVEL) / 2
    return Measured(shown, value, _quantile(drawn, tail), _quantile(drawn, 1 - tail))


def measured_held(make: Callable[[], Held], n: int, rounds: int) -> Measured:
    """Return what `make` gives, measured; where it raises Undefined, the sentence."""
    try:
        held = make()
    except Undefined as why:
        return Measured(n, why=str(why))
    return measured(held.items, held.agreement, n=n, rounds=rounds)


def _quantile(values: list[float], part: float) -> float:
    at = part * (len(values) - 1)
    low = int(at)
    high = min(low + 1, len(values) - 1)
    return values[low] + (at - low) * (values[high] - values[low])


def _drawn(ordered: list[tuple[T, int]], total: int, random: Random) -> dict[T, int]:
    """Draw as many items as there are, with replacement: so often each kind of item comes."""
    left, waiting = total, total
    drawn: dict[T, int] = {}
    for item, count in ordered:
        if not left:
            break
        times = left if count == waiting else _binomial(left, count / waiting, random)
        if times:
            drawn[item] = times
        left -= times
        waiting -= count
    return drawn


def _binomial(tries: int, part: float, random: Random) -> int:
    """Draw how many of so many tries hit; where both hits and misses are many, by the normal distribution."""
    if part > 0.5:
        return tries - _binomial(tries, 1 - part, random)
    mean = tries * part
    if mean > 30:
        hits = round(random.gauss(mean, sqrt(mean * (1 - part))))
        return min(max(hits, 0), tries)
    height = random.random()
    chance = (1 - part) ** tries
    hits = 0
    while height > chance and hits < tries:
        height -= chance
        hits += 1
        chance *= (tries - hits + 1) / hits * part / (1 - part)
    return hits
