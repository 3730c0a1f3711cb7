"""Orders of the queue: each is gone through whole, both ways, and a decision does not lose one's place."""

from itertools import pairwise

import pytest

from store import EVERYTHING, PairKind, Place, Proposal, Query, QueueOrder, State, Store, parse
from tests.build import ANN, draft, keys, take

BOB = "bob"
COMPANIES = ["Acme", "Acme", None, "Bolt", "Acme", "Bolt", "Core", None]


@pytest.fixture
def shelf(store: Store) -> list[str]:
    take(
        store,
        *(
            draft(
                f"Posting number {number} {'even' if number % 2 == 0 else 'odd'}",
                company=company,
                external_id=str(number),
                locator=f"line {number}",
            )
            for number, company in enumerate(COMPANIES)
        ),
    )
    return keys(store)


def order_of(store: Store, order: QueueOrder, query: Query = EVERYTHING, who: str = ANN) -> list[int]:
    """The postings in an order, by going through it from its beginning with the key for the next."""
    numbers = {key: number for number, key in enumerate(keys(store))}
    ids = {row.key: row.id for row in store.listing(who)}
    found: list[str] = []
    key = store.neighbour(who, query, 0, forward=True, order=order)
    while key is not None:
        found.append(key)
        key = store.neighbour(who, query, ids[key], forward=True, order=order)
    assert found == [row.key for row in store.window(who, query, 0, 99, order).rows]
    for place, key in enumerate(found, 1):
        assert store.count(who, query, ids[key], order) == place
        window = store.window(who, query, ids[key], 2, order)
        assert [row.key for row in window.rows] == found[max(place - 3, 0) : place + 2]
        assert (window.before, window.after) == (place > 3, place < len(found) - 2)
    for one, other in pairwise(found):
        assert store.neighbour(who, query, ids[other], forward=False, order=order) == one
    return [numbers[key] for key in found]


def decide(store: Store, shelf: list[str]) -> None:
    for at in (3, 0, 1):
        store.remember(ANN, Place(shelf[at], ""))
        store.set_state(ANN, shelf[at], State.DONE)
    store.set_state(BOB, shelf[6], State.DONE)
    pairs = [(0, 4, 0.6), (1, 5, 0.9), (4, 7, 0.7), (2, 6, 0.95)]
    store.propose([Proposal(shelf[a], shelf[b], PairKind.NEAR, score, ()) for a, b, score in pairs])
    store.judge(ANN, [(shelf[2], shelf[6])], None)


EXPECTED = {
    QueueOrder.IMPORTED: [0, 1, 2, 3, 4, 5, 6, 7],
    QueueOrder.UNSEEN: [2, 4, 5, 6, 7, 3, 0, 1],
    QueueOrder.DUPLICATES: [2, 6, 1, 5, 4, 7, 0, 3],
    QueueOrder.UNLIKE: [2, 6, 7, 3, 5, 0, 1, 4],
}


@pytest.mark.parametrize("order", QueueOrder)
@pytest.mark.parametrize("query", ["", "even", "-even", "state:todo", "company:acme odd", "nothing"])
def test_an_order_is_gone_through_whole_whatever_is_searched_for(
    store: Store, shelf: list[str], order: QueueOrder, query: str
) -> None:
    decide(store, shelf)
    wanted = parse(query)
    matching = {row.key for row in store.listing(ANN, wanted)}
    expected = [at for at in EXPECTED[order] if shelf[at] in matching]
    assert order_of(store, order, wanted) == expected


@pytest.mark.parametrize("order", QueueOrder)
@pytest.mark.parametrize("query", ["even", "posting -odd", "posting state:todo"])
def test_words_that_very_many_postings_have_are_asked_for_one_by_one_with_the_same_answer(
    store: Store, shelf: list[str], order: QueueOrder, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide(store, shelf)
    before = order_of(store, order, parse(query))
    monkeypatch.setattr("store.sql.search.MANY", 1)
    assert order_of(store, order, parse(query)) == before


@pytest.mark.parametrize("order", QueueOrder)
def test_somebody_who_did_nothing_goes_by_the_import_or_by_proposals(
    store: Store, shelf: list[str], order: QueueOrder
) -> None:
    assert order_of(store, order, who="eve") == list(range(len(COMPANIES)))


def test_a_decision_moves_a_posting_and_not_the_person(store: Store, shelf: list[str]) -> None:
    decide(store, shelf)
    ids = {row.key: row.id for row in store.listing(ANN)}
    for order in QueueOrder:
        here, following = (shelf[at] for at in EXPECTED[order][1:3])
        spot = store.spot(ANN, order, ids[here])
        store.remember(ANN, Place(here, ""))
        store.set_state(ANN, here, State.DONE)
        judged = store.judge(ANN, [(pair.a, pair.b) for pair in store.pairs(ANN, posting=here)], None)
        assert judged is None
        assert store.neighbour(ANN, EVERYTHING, spot, forward=True, order=order) == following
        assert here in [row.key for row in store.window(ANN, EVERYTHING, spot, 1, order).rows]
        assert store.count(ANN, EVERYTHING, spot, order) == 2
        store.undo(ANN)


def test_done_postings_of_an_employer_are_counted_whatever_happens_to_them(
    store: Store, shelf: list[str]
) -> None:
    """What the triggers count is what a count from the beginning would find."""
    for state in (State.DONE, State.SKIPPED, State.DONE, State.TODO, State.DONE):
        store.set_state(ANN, shelf[0], state)
    store.set_state(ANN, shelf[3], State.DONE)
    assert order_of(store, QueueOrder.UNLIKE) == [2, 6, 7, 0, 1, 3, 4, 5]
    take(store, draft("Posting number 0, again", company="Core", external_id="0", locator="line 0"))
    assert order_of(store, QueueOrder.UNLIKE) == [1, 2, 4, 7, 0, 3, 5, 6]
    store.undo(ANN)
    store.undo(ANN)
    assert order_of(store, QueueOrder.UNLIKE) == list(range(len(COMPANIES)))
