from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duplicates.exact import proposal, proposals
from store import Comparable, Location, PairKind
from tests.build import place

Post = Callable[..., Comparable]
EQUAL = "text equal after normalisation"
LONDON, BERLIN = (place("GB, London"),), (place("DE, Berlin"),)


@pytest.mark.parametrize(
    ("a", "b", "kind", "reasons"),
    [
        ({}, {}, "exact", []),
        ({"body": "We  BAKE bread"}, {"body": "we bake bread"}, "exact", []),
        (
            {"title": "Baker", "company": "Crust", "locations": LONDON, "date_posted": "2026-01-02"},
            {"title": "BAKER", "company": "crust", "locations": LONDON, "date_posted": "2026-01-02"},
            "exact",
            ["titles equal: Baker", "employers equal: Crust", "places equal: GB, London", "dates equal: 2026-01-02"],
        ),
        ({"locations": LONDON}, {"locations": BERLIN}, "variant", ["differs in: GB, London / DE, Berlin"]),
        ({"locations": LONDON + BERLIN}, {"locations": BERLIN}, "variant", ["differs in: GB, London"]),
        ({"locations": LONDON}, {}, "exact", ["place stated on one side only: GB, London"]),
        (
            {"date_posted": "2026-01-02"},
            {"date_posted": "2026-02-02"},
            "variant",
            ["dates differ: 2026-01-02 / 2026-02-02"],
        ),
        ({"date_posted": "2026-01-02"}, {}, "exact", ["date stated on one side only: 2026-01-02"]),
        (
            {"title": "Baker"},
            {"title": "Senior Baker"},
            "related",
            ["level differs: none / senior in the titles Baker / Senior Baker"],
        ),
        (
            {"title": "Baker", "locations": LONDON},
            {"title": "Cook", "locations": BERLIN},
            "related",
            ["titles differ: Baker / Cook", "differs in: GB, London / DE, Berlin"],
        ),
        ({"title": "Baker"}, {}, "near", ["title stated on one side only: Baker"]),
        ({"company": "Crust"}, {"company": "Loaf"}, "near", ["employers differ: Crust / Loaf"]),
        ({}, {"company": "Loaf"}, "near", ["employer stated on one side only: Loaf"]),
    ],
)  # fmt: skip
def test_a_pair_is_proposed_for_what_agrees_and_says_what_differs(
    compared: Post, a: dict[str, Any], b: dict[str, Any], kind: str, reasons: list[str]
) -> None:
    one, other = compared(**a), compared(**b)
    found = proposal(one, other)
    assert (found.a, found.b, found.kind) == (one.key, other.key, kind)
    assert found.reasons == (EQUAL, *reasons)
    assert 0 <= found.score <= 1


def test_a_stated_title_agrees_with_one_that_was_inferred(compared: Post) -> None:
    body = "As a Baker you bake."
    inferred = compared(body, title_inferred={"text": "Baker", "rule": "as a", "start": 5, "end": 10})
    assert proposal(compared(body, title="baker"), inferred).kind is PairKind.EXACT
    assert proposal(compared(body, title="Baker II"), inferred).kind is PairKind.NEAR


def test_many_places_are_cut_short(compared: Post) -> None:
    places = tuple(Location(f"City {number}") for number in range(5))
    found = proposal(compared(locations=LONDON), compared(locations=places))
    assert found.reasons[-1] == "differs in: GB, London / City 0, City 1, City 2 and 2 more"


def edges(group: list[Comparable]) -> list[tuple[int, int, str]]:
    number = {posting.key: place for place, posting in enumerate(group)}
    return sorted((number[found.a], number[found.b], found.kind.value) for found in proposals(group))


def test_exact_copies_hang_together_and_one_variant_ties_the_places(compared: Post) -> None:
    group = [compared(locations=place) for place in (LONDON, BERLIN, BERLIN, LONDON, BERLIN)]
    assert edges(group) == [(0, 1, "variant"), (0, 3, "exact"), (1, 2, "exact"), (1, 4, "exact")]


def test_another_title_ties_groups_only_once(compared: Post) -> None:
    group = [
        compared(title=title, locations=place) for title in ("Baker", "Cook") for place in (LONDON, BERLIN)
    ]
    assert edges(group) == [(0, 1, "variant"), (0, 2, "related"), (2, 3, "variant")]


def test_three_hundred_copies_make_a_star(compared: Post) -> None:
    one, other = compared(), compared()
    found = list(proposals([one] + [other] * 299))
    assert len(found) == 299
    assert {proposal.a for proposal in found} == {one.key}


FIELDS = st.fixed_dictionaries(
    {
        "title": st.sampled_from([None, "Baker", "Cook"]),
        "company": st.sampled_from([None, "Crust", "Loaf"]),
        "locations": st.sampled_from([(), LONDON, BERLIN]),
        "date_posted": st.sampled_from([None, "2026-01-02", "2026-02-02"]),
    }
)


def bare(number: int, fields: Mapping[str, Any]) -> Comparable:
    return Comparable(id=number, key=f"k{number}", inferred=None, words="", body="", content="", **fields)


@given(st.lists(FIELDS, min_size=2, max_size=12))
def test_the_pairs_are_a_tree_over_the_group_and_all_copies_hang_together_by_exact_ones(
    fields: list[dict[str, Any]],
) -> None:
    group = [bare(number, each) for number, each in enumerate(fields)]
    found = edges(group)
    assert len(found) == len(group) - 1
    assert all(a < b for a, b, _ in found)
    assert joined(found, len(group)) == 1
    alike = {repr(each) for each in fields}
    assert joined([edge for edge in found if edge[2] == "exact"], len(group)) <= len(alike)


def joined(found: list[tuple[int, int, str]], size: int) -> int:
    roots = list(range(size))
    for a, b, _ in found:
        roots = [roots[a] if root == roots[b] else root for root in roots]
    return len(set(roots))
