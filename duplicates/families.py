"""Pairs that hang together: what one key can settle at once."""

from collections import defaultdict
from collections.abc import Sequence

from store import Pair


def family(pair: Pair, pairs: Sequence[Pair]) -> list[Pair]:
    """Return, of `pairs`, those that a chain of proposed pairs ties to `pair`, itself among them, in order."""
    tied: defaultdict[str, set[str]] = defaultdict(set)
    for one in pairs:
        if one.kind is not None:
            tied[one.a].add(one.b)
            tied[one.b].add(one.a)
    reached, waiting = {pair.a, pair.b}, [pair.a, pair.b]
    while waiting:
        fresh = tied[waiting.pop()] - reached
        reached |= fresh
        waiting += fresh
    return [one for one in pairs if one.a in reached and one.b in reached]
