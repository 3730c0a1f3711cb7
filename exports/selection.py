"""Which postings go into a dataset, and how many do not, by reason."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from store import Cluster, Query, State, Store, UsageError, parse

from .decisions import annotator_named
from .plan import Plan

NOBODY = ""


@dataclass(frozen=True, slots=True)
class Selection:
    """The numbers of the postings of a dataset, in the order of import, and what was left out, by reason."""

    numbers: Sequence[int]
    left_out: Counter[str] = field(default_factory=Counter)

    def __contains__(self, number: int) -> bool:
        place = bisect_left(self.numbers, number)
        return place < len(self.numbers) and self.numbers[place] == number


def query_of(plan: Plan) -> Query:
    """Return the search of a plan; raises UsageError where it was probably meant otherwise."""
    query = parse(plan.query)
    if query.faults:
        raise UsageError(f"--query {plan.query!r}: {query.faults[0].sentence}")
    return query


def selected(store: Store, clusters: Sequence[Cluster], plan: Plan) -> Selection:
    """Return what a plan selects in this state of the database; raises UsageError for what cannot be meant."""
    query = query_of(plan)
    by = None if plan.whose is None else annotator_named(store, plan.whose)
    left_out: Counter[str] = Counter()
    total = store.count(NOBODY)
    found = store.numbers(plan.annotator, query)
    _note(left_out, "postings that the search does not find", total - len(found))
    if plan.state is not None:
        every = len(found)
        found = store.numbers(plan.annotator, query, plan.state, by)
        _note(left_out, _not_in(plan.state, by), every - len(found))
    if plan.one_per_cluster:
        every = len(found)
        others = _others(store, clusters)
        found = [number for number in found if number not in others]
        _note(left_out, "postings for which the canonical one of their cluster stands", every - len(found))
    return Selection(found, left_out)


def _others(store: Store, clusters: Sequence[Cluster]) -> set[int]:
    keys = [
        member.key for cluster in clusters for member in cluster.members if member.key != cluster.canonical
    ]
    return set(store.numbers_of(keys).values())


def _not_in(state: State, by: str | None) -> str:
    who = "nobody" if by is None else "the annotator did not"
    if state is State.TODO:
        return f"postings that {'somebody' if by is None else 'the annotator'} has begun"
    return (
        f"postings that {who} marked {state.value}"
        if by is None
        else f"postings that {who} mark {state.value}"
    )


def _note(counts: Counter[str], reason: str, count: int) -> None:
    if count:
        counts[reason] += count
