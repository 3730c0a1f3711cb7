"""What is kept to find copies: sketches, and which postings wait to be compared."""

from datetime import date

import pytest

from store import Comparable, Heading, Location, NotFound, PairKind, Proposal, Sketch, Store
from tests.build import ANN, draft, fill, keys, place, take

VERSION = 7


def numbers(store: Store) -> list[int]:
    return [row.id for row in store.listing(ANN)]


def sketched(store: Store) -> list[int]:
    """Give every posting that has none a sketch; return which they were."""
    made = store.unsketched()
    store.put_sketches([Sketch(number, number, 3, b"12345") for number in made], store.revisions())
    return made


def compared(store: Store, numbers: list[int], *proposals: Proposal) -> int:
    """Note that postings were compared as they read now; return how many proposals were new."""
    return store.keep_compared(proposals, numbers, store.revisions())


def test_what_is_imported_waits_to_be_sketched_and_compared(store: Store) -> None:
    fill(store, ["one", "two", "three"])
    assert store.begin_comparing(VERSION) == store.uncompared() == 3
    assert sketched(store) == numbers(store)
    assert (store.unsketched(), store.uncompared()) == ([], 3)
    waiting = store.sketches(compared=False, after=0, limit=9)
    assert waiting[0] == (1, 1, 3, b"12345")
    assert store.sketches(compared=True, after=0, limit=9) == []
    assert compared(store, [1, 3]) == 0
    assert store.uncompared() == 1
    assert [number for number, *_ in store.sketches(compared=True, after=0, limit=9)] == [1, 3]
    assert [number for number, *_ in store.sketches(compared=True, after=0, limit=1)] == [1]
    assert [number for number, *_ in store.sketches(compared=True, after=1, limit=9)] == [3]
    fill(store, ["four"], source="other")
    assert store.begin_comparing(VERSION) == 2
    assert sketched(store) == [4]


def test_a_posting_that_reads_otherwise_waits_again_and_one_that_does_not_does_not(store: Store) -> None:
    take(store, draft("one", external_id="1"), draft("two", external_id="2"))
    sketched(store)
    compared(store, numbers(store))
    take(store, draft("one", external_id="1", url="https://bakery.example/1"), draft("2", external_id="2"))
    assert store.unsketched() == [2]
    assert store.uncompared() == 1
    take(store, draft("one", external_id="1"), draft("three", external_id="2"))
    assert store.uncompared() == 1


def test_sketches_of_another_version_are_forgotten(store: Store) -> None:
    fill(store, ["one", "two"])
    store.begin_comparing(VERSION)
    sketched(store)
    compared(store, [1])
    assert store.begin_comparing(VERSION) == 1
    assert store.begin_comparing(VERSION + 1) == 2
    assert store.unsketched() == [1, 2]


def test_what_is_compared_comes_whole(store: Store) -> None:
    take(
        store,
        draft(
            "We bake.",
            title="Baker",
            company="Crust",
            locations=(place("GB, London"), Location("Remote")),
            date_posted=date(2026, 5, 1),
        ),
        draft("As a Cook…", title_inferred={"text": "Cook", "rule": "as a", "start": 5, "end": 9}),
    )
    found = store.comparables([1, 2, 99])
    one, other = keys(store)
    assert sorted(found) == [1, 2]
    words, content = found[1].words, found[1].content
    places = (place("GB, London"), Location("Remote"))
    assert found[1] == Comparable(
        1, one, "Baker", None, "Crust", places, "2026-05-01", words, "We bake.", content
    )
    assert (found[1].shown_title, found[2].shown_title) == ("Baker", "Cook")
    assert store.comparables([1], bodies=False)[1].body == ""
    assert sorted(store.headings([2, 1]), key=lambda heading: heading.id) == [
        Heading(1, one, "Baker", "Crust", "GB, London; Remote"),
        Heading(2, other, "Cook", None, ""),
    ]


def test_very_long_bodies_are_compared_by_their_beginning(store: Store) -> None:
    fill(store, ["x" * 60_000])
    assert store.comparables([1])[1].body == "x" * 50_000


def test_equal_texts_are_grouped_where_one_was_not_compared(store: Store) -> None:
    fill(store, ["a b", "x", "A  B", "y", "a\nb"])
    assert list(store.equal_texts()) == [[1, 3, 5]]
    compared(store, numbers(store))
    assert list(store.equal_texts()) == []
    fill(store, ["y", "z"], source="other")
    assert list(store.equal_texts()) == [[4, 6]]


def test_proposals_and_what_was_compared_are_kept_together_or_not_at_all(store: Store) -> None:
    a, b = fill(store, ["one", "two"])
    with pytest.raises(NotFound):
        compared(store, [1], Proposal(a, "0" * 20, PairKind.NEAR, 0.5, ()))
    assert store.uncompared() == 2
    assert compared(store, [1, 2], Proposal(a, b, PairKind.NEAR, 0.5, ("why",))) == 1
    assert store.uncompared() == 0
    assert store.ties() == [(1, 2, PairKind.NEAR)]
    assert store.ties(around=[2]) == store.ties(around=[1, 99]) == store.ties()
    assert store.ties(around=[]) == []
    assert store.kinds() == {kind: int(kind is PairKind.NEAR) for kind in PairKind}
