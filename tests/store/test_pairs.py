"""Pairs of postings: a machine proposes, people give verdicts, and neither touches the other's."""

from itertools import combinations

import pytest

from store import NotFound, PairKind, Proposal, Store, Verdict, parse
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
