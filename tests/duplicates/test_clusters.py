from collections.abc import Sequence
from itertools import combinations, pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duplicates.clusters import Clustering, cluster_of, clustering, clustering_of, clusters
from store import Cluster, Judgement, Member, Store, Verdict
from tests.build import ANN, fill

KEYS = "abcdefgh"
Said = tuple[str, str, Verdict]
verdicts = st.sampled_from(Verdict)
pairs = st.sampled_from(list(combinations(KEYS, 2)))
said = st.lists(st.tuples(pairs, verdicts).map(lambda item: (*item[0], item[1])), max_size=30)


def judged(*said: Said) -> list[Judgement]:
    return [Judgement(a, b, verdict, f"ann-{n}", "") for n, (a, b, verdict) in enumerate(said)]


def made(*said: Said, choices: Sequence[str] = ()) -> Clustering:
    return clusters(judged(*said), KEYS, choices)


def groups(clustering: Clustering) -> list[str]:
    return ["".join(member.key for member in cluster.members) for cluster in clustering.clusters]


D, V, R, N, U = Verdict.DUPLICATE, Verdict.VARIANT, Verdict.RELATED, Verdict.DISTINCT, Verdict.UNSURE


@pytest.mark.parametrize(
    ("said", "expected", "refused"),
    [
        ([], [], []),
        ([("a", "b", D)], ["ab"], []),
        ([("a", "b", D), ("b", "c", V)], ["abc"], []),
        ([("a", "b", D), ("c", "d", V)], ["ab", "cd"], []),
        ([("a", "b", R), ("c", "d", N), ("e", "f", U)], [], []),
        ([("a", "b", D), ("a", "b", N)], [], [("a", "b", ("a", "b"))]),
        ([("a", "b", D), ("a", "b", U)], ["ab"], []),
        ([("a", "b", D), ("b", "c", D), ("a", "c", R)], ["ab"], [("b", "c", ("a", "c"))]),
        # The surer word goes first, so the variant is the one refused.
        ([("a", "b", V), ("b", "c", D), ("a", "c", N)], ["bc"], [("a", "b", ("a", "c"))]),
        (
            [("a", "b", D), ("c", "d", D), ("b", "c", V), ("a", "d", R)],
            ["ab", "cd"],
            [("b", "c", ("a", "d"))],
        ),
    ],
)
def test_postings_are_tied_but_never_across_a_parting(
    said: list[Said], expected: list[str], refused: list[tuple[str, str, tuple[str, str]]]
) -> None:
    found = made(*said)
    assert groups(found) == expected
    assert [(refusal.a, refusal.b, refusal.parted) for refusal in found.refusals] == refused


def test_the_canonical_posting_is_the_latest_chosen_else_the_first_imported() -> None:
    tied = [("b", "c", D), ("c", "d", D)]
    assert made(*tied).clusters[0].canonical == "b"
    assert made(*tied, choices=["d", "c", "h"]).clusters[0].canonical == "c"
    assert made(*tied, choices=["c", "d", "c"]).clusters[0].canonical == "c"


def test_a_member_says_how_it_relates_to_the_canonical_posting() -> None:
    found = made(("a", "b", D), ("b", "c", D), ("c", "d", V), ("d", "e", D), ("a", "e", V), ("e", "f", D))
    assert found.clusters == (
        Cluster(
            "a",
            (
                Member("a", None),
                Member("b", D),
                Member("c", D),
                Member("d", V),
                Member("e", V),
                Member("f", V),
            ),
        ),
    )


def test_a_pair_tied_with_two_words_is_a_variant() -> None:
    for words in ([D, V], [V, D]):
        found = made(*[("a", "b", word) for word in words])
        assert found.clusters[0].members[1].verdict is V


def test_a_verdict_given_in_either_direction_is_one_pair() -> None:
    assert made(("b", "a", D)) == made(("a", "b", D))


def test_a_cluster_is_found_by_any_of_its_members() -> None:
    found = made(("a", "b", D))
    assert found.by_member() == {"a": found.clusters[0], "b": found.clusters[0]}


def test_the_verdicts_of_a_database_are_read_with_its_order_and_its_choices(store: Store) -> None:
    a, b, c = fill(store, ["one", "two", "three"])
    store.judge(ANN, [(c, a), (a, b)], D)
    store.choose_canonical(ANN, b)
    assert clustering(store).clusters == (Cluster(b, (Member(a, D), Member(b, None), Member(c, D))),)
    store.undo(ANN)
    store.undo(ANN)
    assert clustering(store) == Clustering((), ())


def reference(said: Sequence[Said]) -> tuple[set[frozenset[str]], set[tuple[str, str]]]:
    """The same rule without any cleverness: groups as plain sets, every parted pair tried at every tie."""
    parted = {frozenset((a, b)) for a, b, verdict in said if verdict.parts}
    ties: dict[tuple[str, str], set[Verdict]] = {}
    for a, b, verdict in said:
        if verdict.joins:
            ties.setdefault((a, b), set()).add(verdict)
    groups = {key: frozenset(key) for key in KEYS}
    refused = set()
    for a, b in sorted(ties, key=lambda pair: (V in ties[pair], pair)):
        both = groups[a] | groups[b]
        if any(pair <= both for pair in parted):
            refused.add((a, b))
            continue
        for key in both:
            groups[key] = both
    return {group for group in groups.values() if len(group) > 1}, refused


@given(said)
def test_clusters_are_those_of_the_plain_rule(said: list[Said]) -> None:
    found = made(*said)
    expected, refused = reference(said)
    assert {frozenset(group) for group in groups(found)} == expected
    assert {(refusal.a, refusal.b) for refusal in found.refusals} == refused
    assert groups(found) == sorted(groups(found))
    for refusal in found.refusals:
        cluster_of = {key: group for group in groups(found) for key in group}
        sides = [set(cluster_of.get(key, key)) for key in (refusal.a, refusal.b)]
        one, other = refusal.parted
        assert (one in sides[0] and other in sides[1]) or (one in sides[1] and other in sides[0])


@given(said, st.randoms(use_true_random=False), st.lists(st.sampled_from(KEYS)))
def test_the_order_of_the_verdicts_makes_no_difference(
    said: list[Said], random: Random, choices: list[str]
) -> None:
    shuffled = list(said)
    random.shuffle(shuffled)
    assert made(*shuffled, choices=choices) == made(*said, choices=choices)


@given(said, st.lists(pairs))
def test_an_unsure_verdict_changes_nothing(said: list[Said], unsure: list[tuple[str, str]]) -> None:
    assert made(*said, *[(a, b, U) for a, b in unsure]) == made(*said)


def test_a_family_of_thousands_is_no_matter() -> None:
    keys = [f"{n:05}" for n in range(20_000)]
    ties = judged(*[(a, b, D) for a, b in pairwise(keys)])
    parted = judged(*[(a, b, N) for a, b in zip(keys, keys[10_000:], strict=False)])
    found = clusters(ties + parted, keys, [])
    assert [len(cluster.members) for cluster in found.clusters] == [10_000, 10_000]
    assert len(found.refusals) == 1


deeds = st.lists(
    st.one_of(
        st.tuples(st.sampled_from([ANN, "bea"]), pairs, verdicts),
        st.tuples(st.sampled_from([ANN, "bea"]), st.sampled_from(KEYS)),
        st.sampled_from([ANN, "bea"]),
    ),
    max_size=25,
)


@given(deeds, st.lists(st.sampled_from(KEYS), min_size=1, max_size=3))
def test_a_part_of_the_clusters_is_as_in_the_whole_whatever_was_decided_and_undone(
    deeds: list[Any], asked: list[str]
) -> None:
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "postil.db", create=True) as store:
        stored = dict(zip(KEYS, fill(store, [f"text {key}" for key in KEYS]), strict=True))
        for deed in deeds:
            match deed:
                case (who, (a, b), verdict):
                    store.judge(who, [(stored[a], stored[b])], verdict)
                case (who, key):
                    store.choose_canonical(who, stored[key])
                case who:
                    store.undo(who)
        whole = clustering(store)
        part = clustering_of(store, [stored[key] for key in asked])
        members = {member.key for cluster in part.clusters for member in cluster.members}
        for key in asked:
            assert cluster_of(store, stored[key]) == whole.by_member().get(stored[key])
        assert part.clusters == tuple(one for one in whole.clusters if one.members[0].key in members)
        reached = members | {stored[key] for key in asked} | {one.a for one in part.refusals}
        assert {(one.a, one.b, one.parted) for one in part.refusals} <= {
            (one.a, one.b, one.parted) for one in whole.refusals
        }
        assert not [
            one for one in whole.refusals if one not in part.refusals and {one.a, one.b} & (reached & members)
        ]
