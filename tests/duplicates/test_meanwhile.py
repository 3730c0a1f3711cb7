"""What others do to a database while a search runs: nothing is proposed of texts that are gone, none is left out."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.wording import Wording
from duplicates.find import find
from store import PairKind, Store
from store.drafts import Draft
from tests.build import ANN, draft, take
from tests.store.processes import finish, start

_WORDING = Wording(5)
FIRST, SECOND, THIRD, OTHER = (" ".join(_WORDING.sentences(12, 12)) for _ in range(4))


def written(**bodies: str) -> list[Draft]:
    """Seven postings: `near` begins as a near copy of `a`, `equal` as an equal one of `b`."""
    texts = {
        "a": FIRST,
        "near": f"{FIRST} Come by.",
        "b": SECOND,
        "equal": SECOND,
        "c": THIRD,
        "later": f"{THIRD} Call us.",
        "d": OTHER,
    }
    return [
        draft(body, external_id=name, title="Baker", locator=name) for name, body in (texts | bodies).items()
    ]


def proposed(store: Store) -> dict[tuple[str, str], PairKind | None]:
    return {(pair.a_at, pair.b_at): pair.kind for pair in store.pairs(ANN)}


REVISED = written(near=f"{THIRD} Write to us.", equal=OTHER)
"""The near copy has become one of another posting, and the equal one equal to another."""


@pytest.fixture
def expected(tmp_path: Path) -> dict[tuple[str, str], PairKind | None]:
    """What is found where all is searched once the texts are as they are in the end."""
    with Store.open(tmp_path / "expected.db", create=True) as store:
        take(store, *REVISED)
        find(store)
        return proposed(store)


def before(monkeypatch: pytest.MonkeyPatch, name: str, call: int, done: Callable[[], None]) -> list[int]:
    """Let something be done right before a call of a method of the store; the list returned counts the calls."""
    real = getattr(Store, name)
    calls = [0]

    def held(*args: object, **named: object) -> object:
        calls[0] += 1
        if calls[0] == call:
            done()
        return real(*args, **named)

    monkeypatch.setattr(Store, name, held)
    return calls


MOMENTS = [("put_sketches", 1), *(("keep_compared", call) for call in range(1, 6))]


@pytest.mark.parametrize("searched", [False, True], ids=["revised", "revised-and-searched"])
@pytest.mark.parametrize(("name", "call"), MOMENTS, ids=[f"{name}-{call}" for name, call in MOMENTS])
def test_a_posting_revised_while_a_search_runs_is_compared_as_it_reads_now(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    expected: dict[tuple[str, str], PairKind | None],
    name: str,
    call: int,
    searched: bool,
) -> None:
    monkeypatch.setattr("duplicates.find.PIECE", 1)
    path = tmp_path / "postil.db"

    def revise() -> None:
        with Store.open(path) as other:
            take(other, *REVISED)
            if searched:
                find(other)

    with Store.open(path, create=True) as store:
        take(store, *written())
        calls = before(monkeypatch, name, call, revise)
        report = find(store)
        assert calls[0] >= call
        if not searched:
            assert 0 < store.uncompared() < 7  # those revised, and what they were tied to
            assert report.compared == 7 - store.uncompared()
            assert proposed(store).items() <= expected.items()
        find(store)
        assert store.uncompared() == 0
        assert proposed(store) == expected
        assert list(store.findings()) == []


_SEARCHING = """
from duplicates import sampling
from duplicates.find import find
sampling.BATCH = 2
held = iter([True])
def hold(done, total, what):
    if next(held, False):
        tell(done, total)
        sys.stdin.readline()
with Store.open(path) as store:
    find(store, hold)
"""


def held(process: "subprocess.Popen[str]") -> list[int]:
    """Wait until a search has made its first sketches; return how many of how many."""
    assert process.stdout is not None
    come: list[int] = json.loads(process.stdout.readline())
    return come


def test_two_searches_at_once_both_come_to_their_end(
    tmp_path: Path, expected: dict[tuple[str, str], PairKind | None]
) -> None:
    path = tmp_path / "postil.db"
    with Store.open(path, create=True) as store:
        take(store, *REVISED)
    searches = []
    for already in (
        0,
        2,
    ):  # the second begins where the first is, and each makes what the other is about to make
        searches.append(start(_SEARCHING, path))
        assert held(searches[-1]) == [2, 7 - already]
    for search in searches:
        assert search.stdin is not None
        search.stdin.write("go\n")
        search.stdin.flush()
    for search in searches:
        finish(search)
    with Store.open(path) as store:
        assert store.uncompared() == 0
        assert proposed(store) == expected
        assert list(store.findings()) == []


def test_facts_that_change_while_a_search_runs_keep_no_pair_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "postil.db"

    def restate() -> None:
        with Store.open(path) as other:
            take(other, *(one.model_copy(update={"url": "https://bakery.example/jobs"}) for one in written()))

    with Store.open(path, create=True) as store:
        take(store, *written())
        calls = before(monkeypatch, "keep_compared", 2, restate)
        find(store)
        assert calls[0] >= 2
        assert store.uncompared() == 0
        assert ("feed:a", "feed:near") in proposed(store)
