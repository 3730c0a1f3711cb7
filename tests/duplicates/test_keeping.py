"""The index of phrases: with it a few later postings find what they would have found among all, whatever happened."""

from pathlib import Path

import pytest

from benchmarks.wording import Wording
from duplicates import gathering
from duplicates.find import find
from duplicates.groups import Groups
from duplicates.keeping import VERSION
from store import PairKind, Store
from store.drafts import Draft
from tests.build import ANN, draft, take

_WORDING = Wording(9)
TEXTS = [" ".join(_WORDING.sentences(9, 12)) for _ in range(60)]
MOVED = 5  # postings of one text that differ in place alone


@pytest.fixture(autouse=True)
def index_of_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let an index be kept of few postings, and be looked in for as many as there are."""
    monkeypatch.setattr(gathering, "MANY", 10)
    monkeypatch.setattr(gathering, "FEW", 1)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Note each time that all sketches are read."""
    real = Store.sketches
    calls: list[int] = []

    def noted(store: Store, *, compared: bool, after: int, limit: int) -> list[tuple[int, int, int, bytes]]:
        calls.append(after)
        return real(store, compared=compared, after=after, limit=limit)

    monkeypatch.setattr(Store, "sketches", noted)
    return calls


def first() -> list[Draft]:
    return [
        *(posting(f"{n}", text) for n, text in enumerate(TEXTS)),
        *(posting(f"moved {n}", TEXTS[0][::-1]) for n in range(MOVED)),
    ]


def posting(name: str, body: str) -> Draft:
    return draft(body, external_id=name, title="Baker", locator=name)


def copy_of(number: int, *words: str) -> str:
    return " ".join([TEXTS[number], *words])


LATER = [
    posting("copy of 3", copy_of(3, "Come by.")),
    posting("copy of 30", copy_of(30, "Write to us.")),
    posting("copy of a copy", copy_of(30, "Write to us now.")),
    posting("nothing known", " ".join(_WORDING.sentences(9, 9))),
]
MORE = [posting("copy of later", copy_of(3, "Come by soon.")), posting("copy of 7", copy_of(7, "Call."))]
REVISED = [
    posting("7", copy_of(8, "Call us.")),  # a copy of another one now, and no partner of "copy of 7"
    posting("moved 0", TEXTS[9] + " In the north."),  # it stood for those that are the same
]
STANDING = [posting("copy of moved", TEXTS[0][::-1] + " At night.")]


def proposed(store: Store) -> dict[tuple[str, str], PairKind | None]:
    return {(pair.a_at, pair.b_at): pair.kind for pair in store.pairs(ANN)}


def families(store: Store) -> set[frozenset[str]]:
    groups = Groups()
    for pair, kind in proposed(store).items():
        if kind is not PairKind.RELATED:
            groups.join(pair)
    return {frozenset(members) for members in groups.together()}


def without_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *batches: list[Draft]
) -> set[frozenset[str]]:
    """The families where the same is imported and searched, and all sketches are read each time."""
    with monkeypatch.context() as patched, Store.open(tmp_path / "expected.db", create=True) as store:
        patched.setattr(gathering, "MANY", 1_000)
        for batch in batches:
            take(store, *batch)
            find(store)
        return families(store)


def test_what_comes_later_is_found_by_the_index_alone(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reads: list[int]
) -> None:
    batches = [LATER, MORE, REVISED, STANDING]
    take(store, *first())
    find(store)
    reads.clear()
    for batch in batches:
        take(store, *batch)
        assert len(batch) <= find(store).compared < len(first())  # with what a revised one was tied to
        assert store.uncompared() == 0
    assert reads == []
    found = families(store)
    assert found == without_index(tmp_path, monkeypatch, first(), *batches)
    assert any({"feed:copy of 3", "feed:3", "feed:copy of later"} <= family for family in found)
    assert any({"feed:copy of moved", "feed:moved 1"} <= family for family in found)
    assert any({"feed:7", "feed:8"} <= family for family in found)
    assert list(store.findings()) == []


def test_of_few_postings_no_index_is_kept(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "MANY", 1_000)
    take(store, *first())
    find(store)
    assert store.phrase_index(VERSION) is None


def test_an_index_that_many_are_younger_than_is_made_anew(
    store: Store, monkeypatch: pytest.MonkeyPatch, reads: list[int]
) -> None:
    take(store, *first())
    find(store)
    before = store.phrase_index(VERSION)
    monkeypatch.setattr(gathering, "FEW", 50)
    reads.clear()
    take(store, *LATER)
    find(store)
    after = store.phrase_index(VERSION)
    assert reads
    assert before is not None
    assert after is not None
    assert (before.upto, after.upto) == (len(first()), len(first()) + len(LATER))


@pytest.mark.parametrize("calls", [3, 7, 11])
def test_a_search_that_ends_while_the_index_is_written_leaves_none(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, calls: int
) -> None:
    left = iter(range(calls))

    def tell(done: int, total: int, what: str) -> None:
        if what == "comparing" and next(left, None) is None:
            raise KeyboardInterrupt

    take(store, *first())
    with pytest.raises(KeyboardInterrupt):
        find(store, tell)
    assert store.phrase_index(VERSION) is None
    take(store, *LATER)
    find(store)
    assert store.phrase_index(VERSION) is not None
    assert families(store) == without_index(tmp_path, monkeypatch, [*first(), *LATER])


def test_an_index_of_another_form_is_not_read(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    take(store, *first())
    find(store)
    for module in ("gathering", "keeping"):
        monkeypatch.setattr(f"duplicates.{module}.VERSION", VERSION + 1)
    assert store.phrase_index(VERSION + 1) is None
    take(store, *LATER)
    assert find(store).new >= 3
    assert store.phrase_index(VERSION + 1) is not None
    assert store.phrase_index(VERSION) is None


def test_where_all_is_asked_for_all_sketches_are_read(
    store: Store, monkeypatch: pytest.MonkeyPatch, reads: list[int]
) -> None:
    monkeypatch.setattr(gathering, "FEW", 2)
    take(store, *first())
    find(store)
    before = proposed(store)
    reads.clear()
    assert find(store, again=True).compared == len(first())
    assert reads
    assert proposed(store) == before
