"""Pairs that hang together: what one key can settle at once."""

from collections import defaultdict
from collections.abc import Sequence

from store import Pair, PairKind


def family(pair: Pair, pairs: Sequence[Pair]) -> list[Pair]:
    """Return, of `pairs`, those that a chain of proposals ties to `pair`, in order, itself among them.

    A `related` pair ties nothing: it was proposed to be seen together, not as one job.
    """
    pairs = [one for one in pairs if one.kind is not PairKind.RELATED or one == pair]
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
