"""Contradictions are told with the chain that leads to them, and with the verdict to take back."""

from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duplicates.chains import Contradiction, contradictions, told
from duplicates.clusters import clusters
from duplicates.outlook import outlook
from store import Judgement, Store, Verdict
from tests.build import ANN, fill

KEYS = "abcdefgh"
Said = tuple[str, str, Verdict]
D, V, R, N, U = Verdict.DUPLICATE, Verdict.VARIANT, Verdict.RELATED, Verdict.DISTINCT, Verdict.UNSURE
pairs = st.sampled_from(list(combinations(KEYS, 2)))
said = st.lists(st.tuples(pairs, st.sampled_from(Verdict)).map(lambda item: (*item[0], item[1])), max_size=30)


def judged(said: Sequence[Said]) -> list[Judgement]:
    return [Judgement(a, b, verdict, f"ann-{n}", "") for n, (a, b, verdict) in enumerate(said)]


def found(*said: Said) -> list[Contradiction]:
    everything = judged(said)
    return told(everything, clusters(everything, KEYS, []))


def way(one: Contradiction) -> str:
    return one.chain[0].a + "".join(link.b for link in one.chain)


@pytest.mark.parametrize(
    ("said", "way_told", "take_back"),
    [
        pytest.param([("a", "b", D), ("a", "b", N)], "ab", "ab", id="one pair"),
        pytest.param([("a", "b", D), ("b", "c", D), ("a", "c", N)], "abc", "bc", id="three"),
        pytest.param(
            [("a", "b", V), ("b", "c", D), ("c", "d", D), ("a", "d", R)], "abcd", "ab", id="variant gives way"
        ),
        pytest.param(
            [("a", "b", D), ("a", "c", N), ("b", "c", V), ("b", "d", D), ("c", "d", V)],
            "abc",
            "ac",
            id="one word against two",
        ),
    ],
)
def test_the_chain_leads_from_one_side_to_the_other(said: list[Said], way_told: str, take_back: str) -> None:
    (one,) = found(*said)
    assert way(one) == way_told
    assert (one.chain[0].a, one.chain[-1].b) == (one.parted.a, one.parted.b)
    assert one.take_back.a + one.take_back.b == take_back
    assert all(link.said for link in (*one.chain, one.parted))


def test_without_contradiction_there_is_none() -> None:
    assert found(("a", "b", D), ("b", "c", V), ("c", "d", N), ("a", "d", U)) == []


@given(said)
def test_every_verdict_that_is_not_followed_is_told_and_each_chain_holds(said: list[Said]) -> None:
    everything = judged(said)
    clustering = clusters(everything, KEYS, [])
    contradictory = told(everything, clustering)
    assert sum(one.unfollowed_in_all for one in contradictory) == len(clustering.refusals)
    for one in contradictory:
        assert {one.chain[0].a, one.chain[-1].b} == {one.parted.a, one.parted.b}
        assert all(x.b == y.a for x, y in zip(one.chain, one.chain[1:], strict=False))
        assert all(word.verdict.joins for link in one.chain for word in link.said)
        assert all(word.verdict.parts for word in one.parted.said)
        refused = {frozenset((refusal.a, refusal.b)) for refusal in clustering.refusals}
        assert [link for link in one.chain if frozenset((link.a, link.b)) in refused] == [one.unfollowed]


@given(said)
def test_what_is_to_be_taken_back_settles_it_when_all_say_it_no_more(said: list[Said]) -> None:
    for one in found(*said):
        pair = {one.take_back.a, one.take_back.b}
        rest = [word for word in said if {*word[:2]} != pair or word[2] is U]
        again = [(other.parted, other.unfollowed) for other in found(*rest)]
        assert (one.parted, one.unfollowed) not in again


def test_an_outlook_says_what_a_verdict_would_do(store: Store) -> None:
    a, b, c, d = fill(store, ["one", "two", "three", "four"])
    store.judge(ANN, [(a, b), (c, d)], D)
    ahead = outlook(store, "bea", b, c)
    assert (ahead.joined, ahead.canonical) == (4, c)  # its text is the longest
    assert ahead.against_joining is ahead.against_parting is ahead.standing is None
    store.judge("bea", [(a, d)], N)
    ahead = outlook(store, "bea", b, c)
    assert ahead.joined == 3  # d stays apart
    assert ahead.against_joining is not None
    assert [(link.a, link.b) for link in ahead.against_joining.chain] == [(a, b), (b, c), (c, d)]
    assert ahead.against_parting is None
    parting = outlook(store, "bea", a, b)
    assert parting.against_parting is not None
    assert [word.annotator for word in parting.against_parting.chain[0].said] == [ANN]


def test_a_contradiction_stands_until_a_verdict_is_taken_back(store: Store) -> None:
    a, b, c = fill(store, ["one", "two", "three"])
    store.judge(ANN, [(a, b), (b, c)], D)
    store.judge("bea", [(a, c)], R)
    (one,) = contradictions(store)
    assert outlook(store, ANN, b, c).standing == one
    assert outlook(store, ANN, a, b).standing == one
    store.judge(ANN, [(one.take_back.a, one.take_back.b)], None)
    assert contradictions(store) == []
    store.undo(ANN)
    assert contradictions(store) == [one]
