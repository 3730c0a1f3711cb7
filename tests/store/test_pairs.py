"""Pairs of postings: a machine proposes, people give verdicts, and neither touches the other's."""

from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import NotFound, Pair, PairKind, PairOrder, Proposal, Store, Verdict, parse
from tests.build import ANN, fill

BOB = "bob"


@pytest.fixture
def four(store: Store) -> list[str]:
    return fill(store, ["one", "two", "three", "four"])


def propose(store: Store, a: str, b: str, kind: PairKind = PairKind.NEAR) -> int:
    return store.propose([Proposal(a, b, kind, 0.5, ("title equal", "50 % of the text equal"))])


def test_a_proposal_comes_back_with_its_reasons_and_places(store: Store, four: list[str]) -> None:
    assert propose(store, four[1], four[0]) == 1
    [pair] = store.pairs(ANN)
    assert (pair.a, pair.b) == (four[0], four[1])
    assert (pair.a_at, pair.b_at) == ("feed:line 1", "feed:line 2")
    assert (pair.kind, pair.score) == (PairKind.NEAR, 0.5)
    assert pair.reasons == ("title equal", "50 % of the text equal")
    assert pair.verdict is None


def test_a_pair_proposed_again_in_either_order_stays_one_pair(store: Store, four: list[str]) -> None:
    assert propose(store, four[0], four[1]) == 1
    assert propose(store, four[1], four[0], PairKind.EXACT) == 0
    assert [pair.kind for pair in store.pairs(ANN)] == [PairKind.NEAR]


@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize("proposed", [False, True])
@pytest.mark.parametrize("verdict", Verdict)
def test_a_verdict_is_given_in_either_order(
    store: Store, four: list[str], verdict: Verdict, proposed: bool, swapped: bool
) -> None:
    a, b = four[1], four[2]
    if proposed:
        propose(store, a, b)
    event = store.judge(ANN, [(b, a) if swapped else (a, b)], verdict)
    assert event is not None
    assert event.summary.startswith(verdict)
    [judgement] = store.judgements()
    assert (judgement.a, judgement.b, judgement.verdict, judgement.annotator) == (a, b, verdict, ANN)
    [pair] = store.pairs(ANN)
    assert (pair.a, pair.b, pair.verdict) == (a, b, verdict)
    assert (pair.kind is not None) == proposed
    assert store.pair(ANN, a, b) == store.pair(ANN, b, a) == pair


def test_an_unsure_verdict_can_be_changed_and_each_change_undone(store: Store, four: list[str]) -> None:
    pair = (four[0], four[1])
    for verdict in (Verdict.UNSURE, Verdict.DUPLICATE, Verdict.DISTINCT):
        assert store.judge(ANN, [pair], verdict) is not None
    for verdict in (Verdict.DUPLICATE, Verdict.UNSURE):
        store.undo(ANN)
        assert [j.verdict for j in store.judgements()] == [verdict]
    store.undo(ANN)
    assert store.judgements() == []


def test_the_same_verdict_again_is_no_decision(store: Store, four: list[str]) -> None:
    a, b = four[:2]
    store.judge(ANN, [(a, b)], Verdict.RELATED)
    events = store.events()
    assert store.judge(ANN, [(b, a)], Verdict.RELATED) is None
    assert store.judge(BOB, [(a, b)], None) is None
    assert store.judge(ANN, [], Verdict.RELATED) is None
    assert store.events() == events


def test_a_verdict_taken_back_opens_the_pair(store: Store, four: list[str]) -> None:
    propose(store, four[0], four[1])
    store.judge(ANN, [(four[0], four[1])], Verdict.RELATED)
    assert list(store.pairs(ANN, only_open=True)) == []
    store.judge(ANN, [(four[1], four[0])], None)
    assert len(list(store.pairs(ANN, only_open=True))) == 1
    assert store.judgements() == []


def test_annotators_judge_for_themselves(store: Store, four: list[str]) -> None:
    pair = (four[0], four[1])
    propose(store, *pair)
    store.judge(ANN, [pair], Verdict.DUPLICATE)
    assert [p.verdict for p in store.pairs(BOB, only_open=True)] == [None]
    store.judge(BOB, [pair], Verdict.DISTINCT)
    assert [(j.annotator, j.verdict) for j in store.judgements()] == [
        (ANN, Verdict.DUPLICATE),
        (BOB, Verdict.DISTINCT),
    ]
    store.judge(BOB, [pair], None)
    assert [j.annotator for j in store.judgements()] == [ANN]


def test_a_family_is_judged_in_one_event_and_one_undo(store: Store, four: list[str]) -> None:
    family = list(combinations(four, 2))
    store.judge(ANN, [(four[3], four[0])], Verdict.UNSURE)
    store.judge(ANN, [family[0]], Verdict.DUPLICATE)
    event = store.judge(ANN, family, Verdict.DUPLICATE)
    assert event is not None
    assert "5 pairs" in event.summary
    assert len(store.events()) == 3
    assert [j.verdict for j in store.judgements()] == [Verdict.DUPLICATE] * 6
    store.undo(ANN)
    assert {(j.a, j.b): j.verdict for j in store.judgements()} == {
        (four[0], four[1]): Verdict.DUPLICATE,
        (four[0], four[3]): Verdict.UNSURE,
    }
    store.redo(ANN)
    assert len(store.judgements()) == 6
    assert list(store.findings()) == []


@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize("verdict", [Verdict.DUPLICATE, None])
def test_a_pair_given_twice_in_one_decision_is_judged_once(
    store: Store, four: list[str], swapped: bool, verdict: Verdict | None
) -> None:
    a, b = four[:2]
    store.judge(ANN, [(a, b)], Verdict.UNSURE)
    store.undo(ANN)
    if verdict is None:
        store.redo(ANN)
    assert store.judge(ANN, [(a, b), (b, a) if swapped else (a, b)], verdict) is not None
    assert [j.verdict for j in store.judgements()] == ([verdict] if verdict else [])
    store.undo(ANN)
    assert [j.verdict for j in store.judgements()] == ([] if verdict else [Verdict.UNSURE])


def test_a_posting_is_no_pair_with_itself(store: Store, four: list[str]) -> None:
    with pytest.raises(NotFound):
        store.judge(ANN, [(four[0], four[1]), (four[2], four[2])], Verdict.DUPLICATE)
    with pytest.raises(NotFound):
        propose(store, four[0], four[0])
    assert store.judgements() == []
    assert store.events() == []


def test_proposals_that_fail_leave_nothing(store: Store, four: list[str]) -> None:
    good = Proposal(four[0], four[1], PairKind.NEAR, 0.5, ())
    with pytest.raises(NotFound):
        store.propose([good, Proposal(four[0], "0" * 20, PairKind.NEAR, 0.5, ())])
    assert list(store.pairs(ANN)) == []


def test_a_proposal_for_a_pair_a_person_named_keeps_the_verdict(store: Store, four: list[str]) -> None:
    store.judge(ANN, [(four[0], four[1])], Verdict.DISTINCT)
    assert propose(store, four[1], four[0]) == 1
    [pair] = store.pairs(ANN)
    assert (pair.kind, pair.verdict) == (PairKind.NEAR, Verdict.DISTINCT)
    assert propose(store, four[1], four[0]) == 0


def test_pairs_are_listed_by_posting_kind_and_openness_in_import_order(store: Store, four: list[str]) -> None:
    kinds = list(PairKind)
    for number, (a, b) in enumerate(reversed(list(combinations(four, 2)))):
        propose(store, a, b, kinds[number % 4])
    store.judge(ANN, [(four[0], four[1])], Verdict.UNSURE)
    everything = list(store.pairs(ANN))
    assert [(p.a, p.b) for p in everything] == list(combinations(four, 2))
    assert list(store.pairs(ANN, posting=four[1])) == [p for p in everything if four[1] in (p.a, p.b)]
    assert list(store.pairs(ANN, only_open=True)) == everything[1:]
    for kind in PairKind:
        assert list(store.pairs(ANN, kind=kind)) == [p for p in everything if p.kind is kind]


def test_open_pairs_are_counted_on_the_row_and_in_the_status(store: Store, four: list[str]) -> None:
    propose(store, four[0], four[1])
    propose(store, four[0], four[2])
    store.judge(ANN, [(four[0], four[1]), (four[2], four[3])], Verdict.DUPLICATE)
    assert [row.pairs for row in store.listing(ANN)] == [1, 0, 1, 0]
    assert [row.pairs for row in store.listing(BOB)] == [2, 1, 1, 0]
    status = store.status()
    assert (status.pairs_open, status.pairs_decided) == (1, 2)
    assert store.count(ANN, parse("dup:open")) == 2
    assert store.count(ANN, parse("dup:decided")) == 2


def test_the_latest_choice_of_a_canonical_posting_comes_last(store: Store, four: list[str]) -> None:
    for key in (four[2], four[0], four[2]):
        store.choose_canonical(ANN, key)
    assert store.canonical_choices() == [four[0], four[2]]
    store.undo(ANN)
    assert store.canonical_choices() == [four[2], four[0]]
    store.undo(ANN)
    assert store.canonical_choices() == [four[2]]
    store.undo(ANN)
    assert store.canonical_choices() == []


MANY = 9
numbers = st.tuples(st.integers(0, MANY - 1), st.integers(0, MANY - 1)).filter(lambda pair: pair[0] < pair[1])
proposed = st.dictionaries(
    numbers,
    st.tuples(st.sampled_from(PairKind), st.sampled_from([0.5, 0.51, 0.7, 0.99, 1.0])),
    max_size=20,
)


def plainly(store: Store, keys: list[str], order: PairOrder) -> list[Pair]:
    """The open pairs in an order, by sorting all of them."""
    groups = _groups(store, keys)
    measures: dict[PairOrder, Callable[[Pair], tuple[float, ...]]] = {
        PairOrder.UNCERTAIN: lambda pair: (abs((pair.score or 0) - 0.5) + (pair.kind is not PairKind.NEAR),),
        PairOrder.ALIKE: lambda pair: (-(pair.score or 0),),
        PairOrder.FAMILY: lambda pair: (
            (1, 0, 0) if pair.kind is PairKind.RELATED else (0, -len(groups[pair.a]), min(groups[pair.a]))
        ),
    }
    return sorted(
        store.pairs(ANN, only_open=True),
        key=lambda pair: (*measures[order](pair), keys.index(pair.a), keys.index(pair.b)),
    )


def _groups(store: Store, keys: list[str]) -> dict[str, set[int]]:
    """The family of each posting, as places in the order of import, found without any cleverness."""
    groups = {key: {keys.index(key)} for key in keys}
    for pair in store.pairs(ANN):
        if pair.kind not in (None, PairKind.RELATED):
            both = groups[pair.a] | groups[pair.b]
            for key in (keys[number] for number in both):
                groups[key] = both
    return groups


def walked(store: Store, order: PairOrder, step: int) -> list[Pair]:
    found: list[Pair] = []
    while some := store.pairs_ahead(ANN, order, (found[-1].a, found[-1].b) if found else None, limit=step):
        found += some
    return found


@settings(max_examples=25)
@given(proposed, proposed, st.lists(numbers, max_size=4), st.integers(1, 3))
def test_open_pairs_come_in_every_order_without_one_lost_or_doubled(
    early: dict[tuple[int, int], tuple[PairKind, float]],
    late: dict[tuple[int, int], tuple[PairKind, float]],
    judged: list[tuple[int, int]],
    step: int,
) -> None:
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "postil.db", create=True) as store:
        keys = fill(store, [f"text {n}" for n in range(MANY)])
        for batch in (early, late):
            store.propose(
                [Proposal(keys[a], keys[b], kind, score, ()) for (a, b), (kind, score) in batch.items()]
            )
            store.sort_families()
            assert not store.families_unsorted()
        store.judge(ANN, [(keys[a], keys[b]) for a, b in judged], Verdict.DISTINCT)
        for order in PairOrder:
            assert walked(store, order, step) == plainly(store, keys, order)
        assert store.count_open_pairs(ANN) == len(list(store.pairs(ANN, only_open=True)))


def test_a_family_is_settled_with_words_of_its_own_in_one_event(store: Store, four: list[str]) -> None:
    propose(store, four[0], four[1])
    store.judge(ANN, [(four[0], four[3])], Verdict.DISTINCT)
    said = {
        (four[0], four[1]): Verdict.DUPLICATE,
        (four[2], four[0]): Verdict.VARIANT,
        (four[0], four[3]): Verdict.DISTINCT,
    }
    event = store.settle(ANN, four[0], said)
    assert event is not None
    assert event.summary.startswith("1 duplicate, 1 variant: the family of")
    assert store.judged_by(event) == (four[0], four[1])
    assert [one.verdict for one in store.judgements()] == [
        Verdict.DUPLICATE,
        Verdict.VARIANT,
        Verdict.DISTINCT,
    ]
    assert store.settle(ANN, four[0], said) is None
    undone = store.undo(ANN)
    assert undone is not None
    assert store.judged_by(undone) == (four[0], four[1])
    assert [one.verdict for one in store.judgements()] == [Verdict.DISTINCT]
    assert [(pair.a, pair.b) for pair in store.pairs(ANN)] == [(four[0], four[1]), (four[0], four[3])]
    assert list(store.findings()) == []


def test_a_decision_on_a_posting_is_on_no_pair(store: Store, four: list[str]) -> None:
    event = store.note(ANN, four[0], "which oven?")
    assert store.judged_by(event) is None
