"""What an annotator has seen: what they looked at, and what they decided about the state of, on a screen or not."""

from store import EVERYTHING, Place, QueueOrder, Spot, State, Store
from tests.build import ANN, fill

BEFORE_ALL = Spot(0, -1, ())


def unseen(store: Store, who: str = ANN) -> list[str]:
    """The bodies in the order of the longest unseen."""
    rows = store.window(who, EVERYTHING, BEFORE_ALL, 99, QueueOrder.UNSEEN).rows
    return [store.posting(who, row.key).body for row in rows]


def test_whoever_sets_a_state_has_seen_the_posting_then(store: Store) -> None:
    one, two, _ = fill(store, ["one", "two", "three"])
    store.set_state(ANN, one, State.FLAGGED)
    store.remember(ANN, Place(two, ""))
    store.set_state("bob", two, State.DONE)
    assert unseen(store) == ["three", "one", "two"]
    assert unseen(store, "bob") == ["one", "three", "two"]
    store.set_state(ANN, one, State.TODO)
    assert unseen(store) == ["three", "two", "one"]


def test_what_was_seen_stays_seen_when_its_state_is_taken_back(store: Store) -> None:
    one, *_ = fill(store, ["one", "two"])
    store.set_state(ANN, one, State.DONE)
    assert store.undo(ANN) is not None
    assert unseen(store) == ["two", "one"]


def test_a_place_comes_back_with_its_order_and_spot(store: Store) -> None:
    one, *_ = fill(store, ["one", "two"])
    for order in QueueOrder:
        for spot in (None, Spot(1, 0, (0.25, 1, 2, 1)), Spot(1, 1, ("2026-01-01T00:00:00Z", 1))):
            place = Place(one, "bread", order, spot)
            store.remember(ANN, place)
            assert store.place(ANN) == place
