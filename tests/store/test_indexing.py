"""The index of phrases as bytes in pieces: whole or not there."""

from collections.abc import Iterator

import pytest

from store import PhraseIndex, Store
from tests.build import draft, fill, take

VERSION = 7
PIECES = [("keys", b"12"), ("keys", b"34"), ("sizes", b"5")]


def kept(store: Store, version: int = VERSION) -> tuple[int, dict[str, list[bytes]]] | None:
    index = store.phrase_index(version)
    if index is None:
        return None
    return index.upto, {name: store.phrase_pieces(index, name) for name in ("keys", "sizes", "none")}


def test_an_index_comes_back_piece_by_piece_and_the_next_stands_in_its_place(store: Store) -> None:
    assert kept(store) is None
    store.keep_phrases(VERSION, 0, 5, PIECES)
    assert kept(store) == (5, {"keys": [b"12", b"34"], "sizes": [b"5"], "none": []})
    assert kept(store, VERSION + 1) is None
    store.keep_phrases(VERSION, 0, 9, [("keys", b"6")])
    assert kept(store) == (9, {"keys": [b"6"], "sizes": [], "none": []})


def test_of_two_that_are_written_at_a_time_the_one_begun_last_counts(store: Store) -> None:
    with Store.open(store.path) as other:

        def meanwhile() -> Iterator[tuple[str, bytes]]:
            yield PIECES[0]
            other.keep_phrases(VERSION, 0, 9, PIECES[:2])
            yield PIECES[1]
            yield PIECES[2]

        store.keep_phrases(VERSION, 0, 5, meanwhile())
    assert kept(store) == (9, {"keys": [b"12", b"34"], "sizes": [], "none": []})


def test_one_that_was_not_finished_is_as_none_and_leaves_room(store: Store) -> None:
    def broken() -> Iterator[tuple[str, bytes]]:
        yield PIECES[0]
        raise OSError("gone")

    store.keep_phrases(VERSION, 0, 5, PIECES[:1])
    with pytest.raises(OSError, match="gone"):
        store.keep_phrases(VERSION, 0, 9, broken())
    assert kept(store) == (5, {"keys": [b"12"], "sizes": [], "none": []})
    store.keep_phrases(VERSION, 0, 8, PIECES[2:])
    assert kept(store) == (8, {"keys": [], "sizes": [b"5"], "none": []})


def test_it_is_known_which_sketches_are_younger(store: Store) -> None:
    take(store, draft("one", external_id="1"), draft("two", external_id="2"))
    index = PhraseIndex(1, store.revisions(), store.last_posting())
    assert (index.upto, store.younger_sketches(index)) == (2, [])
    take(store, draft("other", external_id="1"), draft("two", external_id="2"))
    fill(store, ["three"], source="later")
    assert store.younger_sketches(index) == [1]
    assert store.waiting() == [1, 2, 3]
    assert store.sketches_of([1, 2, 3]) == []
