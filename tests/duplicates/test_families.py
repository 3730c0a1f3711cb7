"""What settles a family, and what of it stays settled or out when another posting stands for it."""

import pytest

from duplicates.clusters import clustering
from duplicates.exact import proposal
from duplicates.families import Family, family_of, judging, settlement, what_differs
from store import Location, PairKind, Proposal, Store, Verdict
from tests.build import ANN, draft, keys, place, take

D, V, N, U = Verdict.DUPLICATE, Verdict.VARIANT, Verdict.DISTINCT, Verdict.UNSURE
NEAR = PairKind.NEAR


@pytest.fixture
def star(store: Store) -> list[str]:
    """Five postings, the first of which states most and is proposed with each of the others."""
    bodies = (f"We bake loaf {n}." for n in range(1, 6))
    take(
        store,
        *(draft(body, locator=f"line {n}", company=None if n else "Mill") for n, body in enumerate(bodies)),
    )
    found = keys(store)
    store.propose([Proposal(found[0], key, NEAR, 0.9, ()) for key in found[1:]])
    return found


def told(family: Family) -> tuple[dict[str, Verdict | None], dict[str, Verdict | None]]:
    """The words on the members, and on those that are out, by line."""
    members, out = (
        {one.at.removeprefix("feed:line "): one.mine for one in group}
        for group in (family.members, family.out)
    )
    return members, out


def settle(store: Store, family: Family) -> None:
    store.settle(ANN, family.canonical.posting.key, settlement(family))


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        pytest.param(
            {"locations": (place("CH, Bern"),)}, {"locations": (place("CH, Thun"),)}, V, id="places"
        ),
        pytest.param({"date_posted": "2026-01-02"}, {"date_posted": "2026-02-02"}, V, id="dates"),
        pytest.param({"locations": (place("CH, Bern"),)}, {}, D, id="one place"),
        pytest.param({"date_posted": "2026-01-02"}, {}, D, id="one date"),
    ],
)
@pytest.mark.parametrize("proposed", [True, False], ids=["near", "nothing proposed"])
def test_what_states_another_place_or_date_is_a_variant_whatever_is_proposed(
    store: Store, a: dict[str, object], b: dict[str, object], expected: Verdict, proposed: bool
) -> None:
    take(
        store,
        draft("One loaf.", locator="line 1", **a),
        draft(
            "Loaf.", locator="line 2", title="Baker", company="Mill", salary_text="1", work_mode="remote", **a
        ),
        draft("A loaf.", locator="line 3", **b),
    )
    first, best, last = keys(store)
    tied = [(first, best), (best, last)] if proposed else [(first, best), (first, last)]
    store.propose([Proposal(*pair, NEAR, 0.9, ()) for pair in tied])
    family = family_of(store, ANN, first)
    assert family.canonical.posting.key == best
    assert settlement(family)[best, last] is expected


def test_what_was_taken_out_stays_out_when_another_is_chosen(store: Store, star: list[str]) -> None:
    a, b, c, _, _ = star
    store.judge(ANN, [(a, b)], N)
    store.choose_canonical(ANN, c)
    family = family_of(store, ANN, c, star)
    assert told(family) == ({"0": None, "3": None, "4": None}, {"1": N})
    settle(store, family)
    assert [len(one.members) for one in clustering(store).clusters] == [4]
    assert told(family_of(store, ANN, a)) == ({"0": D, "3": D, "4": D}, {"1": N})


def test_what_is_settled_stays_settled_when_another_is_chosen(store: Store, star: list[str]) -> None:
    settle(store, family_of(store, ANN, star[0]))
    store.choose_canonical(ANN, star[3])
    family = family_of(store, ANN, star[3])
    assert told(family) == ({"0": D, "1": D, "2": D, "4": D}, {})
    assert (family.open, settlement(family)) == (0, {})


def test_what_is_settled_stays_settled_when_an_import_brings_a_better_one(
    store: Store, star: list[str]
) -> None:
    store.judge(ANN, [(star[0], star[1])], N)
    settle(store, family_of(store, ANN, star[0], star))
    take(store, draft("We bake loaf 6.", title="Baker", company="Mill"), source="other")
    best = keys(store)[-1]
    store.propose([Proposal(star[4], best, NEAR, 0.9, ())])
    settle(store, family_of(store, ANN, star[4]))
    family = family_of(store, ANN, star[2])
    assert family.canonical.posting.key == best
    assert told(family) == ({"0": D, "2": D, "3": D, "4": D}, {"1": N})
    assert settlement(family) == {}


def test_what_is_unsure_stays_so_when_another_is_chosen(store: Store, star: list[str]) -> None:
    store.judge(ANN, [(star[0], star[1])], U)
    store.choose_canonical(ANN, star[2])
    family = family_of(store, ANN, star[2])
    assert told(family) == ({"0": None, "1": U, "3": None, "4": None}, {})
    settle(store, family)
    assert [len(one.members) for one in clustering(store).clusters] == [4]


def test_two_members_that_are_distinct_take_neither_of_them_out(store: Store, star: list[str]) -> None:
    store.judge(ANN, [(star[1], star[2])], N)  # which of the two fits is not said
    assert told(family_of(store, ANN, star[0])) == ({"1": None, "2": None, "3": None, "4": None}, {})


@pytest.mark.parametrize(
    ("word", "on_both"), [pytest.param(D, D, id="duplicate"), pytest.param(U, None, id="unsure")]
)
def test_a_word_on_what_was_taken_out_takes_it_in_again(
    store: Store, star: list[str], word: Verdict, on_both: Verdict | None
) -> None:
    a, b, c, _, _ = star
    store.judge(ANN, [(a, b)], N)
    store.choose_canonical(ANN, c)
    family = family_of(store, ANN, c, star)
    store.judge(ANN, judging(family, [b], word, ANN), word)
    members, out = told(family_of(store, ANN, c, star))
    assert members == {"0": on_both, "1": word, "3": None, "4": None}
    assert out == {}


def test_what_is_taken_out_of_a_cluster_under_another_posting_leaves_no_contradiction(
    store: Store, star: list[str]
) -> None:
    settle(store, family_of(store, ANN, star[0]))
    store.choose_canonical(ANN, star[3])
    family = family_of(store, ANN, star[3])
    store.judge(ANN, judging(family, [star[1]], N, ANN), N)
    found = clustering(store)
    assert [len(one.members) for one in found.clusters] == [4]
    assert found.refusals == ()


def test_places_are_named_without_what_they_leave_blank(store: Store) -> None:
    take(
        store,
        draft("One.", locator="line 1", locations=(Location("AE, , ", "AE"),)),
        draft("Two.", locator="line 2", locations=(Location("ZA, , ", "ZA"), Location("US, , Remote", "US"))),
    )
    a, b = store.comparables(list(store.numbers_of(keys(store)).values())).values()
    assert what_differs(a, b) == ("ZA; US, Remote",)
    assert "differs in: AE / ZA, US, Remote" in proposal(a, b).reasons
