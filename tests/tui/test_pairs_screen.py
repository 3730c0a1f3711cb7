"""The pair screen under a person's fingers."""

from pathlib import Path

import pytest

from duplicates.clusters import clustering
from duplicates.find import find
from store import Location, Pair, PairKind, Posting, Proposal, Store, Verdict
from tests.build import ANN, draft, keys, take
from tui.screens.pairs import PairScreen
from tui.widgets.posting_text import PostingText

from .driving import Desk, desk


def settled(path: Path) -> list[Pair]:
    with Store.open(path, readonly=True) as store:
        return list(store.pairs(ANN))


def sides(person: Desk) -> tuple[Posting, Posting]:
    """The two postings on the screen."""
    screen = person.app.screen
    assert isinstance(screen, PairScreen)
    assert screen.view.beside is not None
    return screen.view.beside.a, screen.view.beside.b


def shown(person: Desk) -> tuple[str, str]:
    a, b = sides(person)
    return a.key, b.key


@pytest.fixture
def pairs(kitchen: Path) -> Path:
    with Store.open(kitchen) as store:
        find(store)
    return kitchen


@pytest.fixture
def forty(tmp_path: Path) -> Path:
    """One advertisement in forty places, and one more job with a pair of its own."""
    path = tmp_path / "forty.db"
    with Store.open(path, create=True) as store:
        places = [Location(f"CH, Town {n}", "CH", None, f"Town {n}") for n in range(40)]
        take(
            store,
            *(
                draft("One job, forty towns.", locator=f"line {n}", locations=(place,))
                for n, place in enumerate(places, 1)
            ),
        )
        take(store, "Another job.", "Another job.", source="other")
        find(store)
    return path


@pytest.mark.parametrize("size", [pytest.param((80, 24), id="80x24"), pytest.param((120, 40), id="120x40")])
async def test_two_postings_stand_side_by_side_with_the_reasons(pairs: Path, size: tuple[int, int]) -> None:
    async with desk(pairs, size=size, duplicates=True) as person:
        text = person.text()
        assert "text equal after normalisation" in " ".join(text.split())
        assert "feed, line 1" in text
        assert "feed, line 5" in text
        assert "2 open" in text


@pytest.mark.parametrize(
    ("key", "verdict"),
    [
        ("y", Verdict.DUPLICATE),
        ("v", Verdict.VARIANT),
        ("r", Verdict.RELATED),
        ("n", Verdict.DISTINCT),
        ("i", Verdict.UNSURE),
    ],
)
async def test_one_key_decides_and_shows_the_next(pairs: Path, key: str, verdict: Verdict) -> None:
    async with desk(pairs, duplicates=True) as person:
        await person.press(key)
        assert [pair.verdict for pair in settled(pairs)] == [None, verdict]
        await person.until(lambda: "1 open" in person.text())
        assert "line 3" in person.text()


async def test_undo_comes_back_to_the_pair_and_redo_decides_it_again(pairs: Path) -> None:
    async with desk(pairs, duplicates=True) as person:
        first = shown(person)
        await person.press("y", "u")
        assert [pair.verdict for pair in settled(pairs)] == [None, None]
        assert shown(person) == first
        await person.press("U")
        assert [pair.verdict for pair in settled(pairs)] == [None, Verdict.DUPLICATE]


async def test_an_undo_beyond_the_first_decision_says_so_once(pairs: Path) -> None:
    async with desk(pairs, duplicates=True) as person:
        await person.press("u", "u", "u")
        assert person.text().count("There is nothing to undo") == 1


async def test_a_verdict_can_be_changed(pairs: Path) -> None:
    async with desk(pairs, duplicates=True) as person:
        await person.press("y", "k", "n")
        assert settled(pairs)[1].verdict is Verdict.DISTINCT


async def test_a_verdict_can_be_taken_back_long_after(pairs: Path) -> None:
    async with desk(pairs, duplicates=True) as person:
        await person.press("y", "n", "k", "k", "delete")
        assert [pair.verdict for pair in settled(pairs)] == [Verdict.DISTINCT, None]
        await person.press("delete")
        assert "no verdict" in person.text()


async def test_a_family_of_forty_is_settled_with_two_keys_and_one_undo(forty: Path) -> None:
    async with desk(forty, duplicates=True) as person:
        await person.press("v", "A")
        verdicts = [pair.verdict for pair in settled(forty)]
        assert verdicts.count(Verdict.VARIANT) == 39
        assert verdicts.count(None) == 1
        await person.press("u")
        assert [pair.verdict for pair in settled(forty)].count(None) == 39
        await person.press("u")
        assert [pair.verdict for pair in settled(forty)].count(None) == 40


async def test_the_family_key_asks_for_a_verdict_first(forty: Path) -> None:
    async with desk(forty, duplicates=True) as person:
        await person.press("A")
        assert "Decide this pair first" in person.text()
        assert {pair.verdict for pair in settled(forty)} == {None}


@pytest.mark.parametrize("key", ["n", "r", "i"])
async def test_what_does_not_fit_is_never_said_of_a_whole_family(forty: Path, key: str) -> None:
    async with desk(forty, duplicates=True) as person:
        await person.press(key, "A")
        assert "f shows the family; there n takes out" in " ".join(person.text().replace("▌", " ").split())
        assert [pair.verdict for pair in settled(forty)].count(None) == 39


async def test_a_family_is_settled_from_a_pair_as_on_its_own_screen(forty: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with Store.open(forty) as store:
        a, b, c = keys(store)[:3]
        store.propose([Proposal(b, c, PairKind.NEAR, 0.9, ())])
        store.judge(ANN, [(a, b)], Verdict.DUPLICATE)
        store.backup(other)
    async with desk(forty) as person:
        await person.press("d", "A")
    async with desk(other, duplicates=True) as person:
        while "line 1" not in sides(person)[0].locator or sides(person)[0].source != "feed":
            await person.press("j")
        await person.press("k", "v", "A")
    with Store.open(forty, readonly=True) as one, Store.open(other, readonly=True) as two:
        words = [{(said.a, said.b): said.verdict for said in store.judgements()} for store in (one, two)]
    assert words[0] == words[1]


async def test_the_other_side_can_stand_for_the_cluster(pairs: Path) -> None:
    async with desk(pairs, duplicates=True) as person:
        a, b = shown(person)
        await person.press("y", "k", "c")
        with Store.open(pairs, readonly=True) as store:
            (cluster,) = clustering(store).clusters
            assert cluster.canonical == b
        await person.press("u")
        with Store.open(pairs, readonly=True) as store:
            (cluster,) = clustering(store).clusters
            assert cluster.canonical == a


async def test_a_posting_leads_to_its_pair_and_back(tmp_path: Path) -> None:
    path = tmp_path / "two.db"
    with Store.open(path, create=True) as store:
        take(store, "One.", "We bake bread.", "We bake bread.")
        find(store)
    async with desk(path) as person:
        await person.press("j", "d")
        assert "pair 1 of 1" in person.text()
        await person.press("y", "escape")
        assert person.posting.locator == "line 2"
        assert "open pair" not in person.text()


async def test_a_posting_without_pairs_says_so(pairs: Path) -> None:
    async with desk(pairs) as person:
        await person.press("end", "d")
        assert "in no pair" in person.text()


async def test_when_all_is_decided_the_screen_says_so(pairs: Path) -> None:
    async with desk(pairs, duplicates=True) as person:
        await person.press("y", "v")
        assert "Every pair here is decided" in person.text()
        await person.press("escape", "g", "d")
        await person.until(lambda: "No open pairs" in person.text())


RYE = "We bake rye bread at night in Bern."
WHITE = "We bake white bread at night in Bern."


@pytest.fixture
def worded(tmp_path: Path) -> Path:
    """Two postings that differ in a word and in place, a pair that somebody named."""
    path = tmp_path / "near.db"
    with Store.open(path, create=True) as store:
        take(
            store,
            draft(RYE, locator="line 1", title="Baker", locations=(Location("CH, Bern"),)),
            draft(WHITE, locator="line 3", title="Baker", locations=(Location("CH, Thun"),)),
        )
        a, b = (row.key for row in store.listing(ANN))
        store.judge("bea", [(a, b)], Verdict.UNSURE)
        store.propose([Proposal(a, b, PairKind.NEAR, 0.61, ("80 % of the text equal",))])
    return path


@pytest.mark.parametrize(
    ("size", "keys", "columns"),
    [
        pytest.param((80, 24), "", 1, id="narrow"),
        pytest.param((120, 40), "", 2, id="wide"),
        pytest.param((80, 24), "l", 2, id="narrow turned"),
        pytest.param((120, 40), "l", 1, id="wide turned"),
    ],
)
async def test_what_differs_is_marked_in_either_layout(
    worded: Path, size: tuple[int, int], keys: str, columns: int
) -> None:
    async with desk(worded, size=size, duplicates=True) as person:
        await person.press(*keys)
        text = " ".join(person.text().split())
        assert "near 0.61: 80 % of the text equal" in text
        assert "fields that differ: places" in text
        assert ("We bake [-rye-] {+white+} bread at night" in text) == (columns == 1)
        assert ("places: [-CH, Bern-] {+CH, Thun+}" in text) == (columns == 1)
        assert ("places: CH, Bern places: CH, Thun" in text) == (columns == 2)
        marked = {mark.kind for side in person.app.screen.query(PostingText) for mark in side.page.marks}
        assert marked == {"differs"}


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    """Two families, three postings and two, whose pairs have scores that no two orders agree on."""
    path = tmp_path / "orders.db"
    with Store.open(path, create=True) as store:
        take(store, *(f"We bake loaf number {n}." for n in range(1, 8)))
        keys = [row.key for row in store.listing(ANN)]
        scored = [(0, 1, "near", 0.9), (1, 2, "near", 0.7), (3, 4, "near", 0.52), (5, 6, "related", 0.4)]
        store.propose([Proposal(keys[a], keys[b], PairKind(kind), score, ()) for a, b, kind, score in scored])
    return path


async def test_open_pairs_come_in_the_order_that_is_asked_for(orders: Path) -> None:
    async with desk(orders, duplicates=True) as person:

        async def walked() -> list[str]:
            seen = []
            for _ in range(4):
                seen.append(" ".join(posting.locator for posting in sides(person)))
                await person.press("j")
            return seen

        assert "most uncertain first" in person.text()
        assert await walked() == ["line 4 line 5", "line 2 line 3", "line 1 line 2", "line 6 line 7"]
        await person.press("o")
        assert "largest family first" in person.text()
        assert await walked() == ["line 1 line 2", "line 2 line 3", "line 4 line 5", "line 6 line 7"]
        await person.press("o")
        assert "most similar first" in person.text()
        assert await walked() == ["line 1 line 2", "line 2 line 3", "line 4 line 5", "line 6 line 7"]
        await person.press("o", "y")
        assert sides(person)[0].locator == "line 2"


async def test_an_order_can_be_asked_for_by_name(orders: Path) -> None:
    async with desk(orders, duplicates=True) as person:
        await person.press("ctrl+p")
        await person.type("largest family")
        await person.until(lambda: "Open pairs, largest family first" in person.text())
        await person.press("down", "enter")
        await person.until(lambda: "largest family first  4 open" in person.text())


async def test_what_was_skipped_comes_again_at_the_end(orders: Path) -> None:
    async with desk(orders, duplicates=True) as person:
        await person.press("j", "n", "n", "n")
        assert sides(person)[0].locator == "line 4"
        await person.press("n")
        assert "Every pair here is decided" in person.text()


async def test_what_a_verdict_would_do_is_told_before_it_is_given(pairs: Path) -> None:
    async with desk(pairs, duplicates=True) as person:
        assert "y v would join: 2 postings" in person.text()
        await person.press("y")
        assert "y v would join: 3 postings" in person.text()


async def test_verdicts_that_contradict_are_kept_and_lead_to_the_one_to_take_back(tmp_path: Path) -> None:
    path = tmp_path / "three.db"
    with Store.open(path, create=True) as store:
        take(store, "One loaf.", "Two loaves.", "Three loaves.")
        a, b, c = (row.key for row in store.listing(ANN))
        store.propose([Proposal(a, c, PairKind.NEAR, 0.6, ())])
        store.judge(ANN, [(a, b)], Verdict.DUPLICATE)
        store.judge("bea", [(b, c)], Verdict.VARIANT)
    async with desk(path, duplicates=True) as person:
        text = " ".join(person.text().split())
        assert (
            "r n would contradict: feed:line 1 –duplicate (ann)– feed:line 2 –variant (bea)– feed:line 3"
            in text
        )
        await person.press("n")
        text = " ".join(person.text().split())
        assert "verdicts contradict: " in text
        assert "but feed:line 1 –distinct (ann)– feed:line 3" in text
        assert "Take back feed:line 2 –variant (bea)– feed:line 3" in text
        assert [pair.verdict for pair in settled(path)] == [Verdict.DUPLICATE, Verdict.DISTINCT]
        await person.press("x")
        assert "pair 1 of 3" in person.text()
        assert shown(person) == (b, c)
        await person.press("j", "j", "delete", "escape")
        assert shown(person) == (a, c)
        assert "contradict:" not in person.text().replace("would contradict:", "")
        with Store.open(path, readonly=True) as store:
            assert sorted((one.annotator, one.verdict) for one in store.judgements()) == [
                (ANN, Verdict.DISTINCT),
                ("bea", Verdict.VARIANT),
            ]


async def test_a_verdict_shows_the_next_pair_that_was_read_before(forty: Path) -> None:
    async with desk(forty, duplicates=True) as person:
        screen = person.app.screen
        assert isinstance(screen, PairScreen)
        seen = set()
        for _ in range(10):
            await person.until(lambda: screen._ahead is not None and screen._ahead[0] == shown(person))
            assert screen._ahead is not None
            coming = screen._ahead[1]
            assert coming is not None
            await person.press("v")
            assert screen.view.beside is coming
            seen.add(shown(person))
        assert len(seen) == 10


@pytest.mark.parametrize("verdict", [Verdict.RELATED, Verdict.DISTINCT])
async def test_what_was_said_to_differ_is_never_asked_again(forty: Path, verdict: Verdict) -> None:
    with Store.open(forty) as store:
        judged = [(pair.a, pair.b) for pair in store.pairs(ANN)]
        store.judge(ANN, judged, verdict)
        places = [Location(f"CH, Town {n}", "CH", None, f"Town {n}") for n in range(41)]
        copies = [
            draft("One job, forty towns.", locator=f"line {n}", locations=(place,))
            for n, place in enumerate(places, 1)
        ]
        take(store, *copies)
        take(store, "Another job.", "Another job.", "Something else.", source="other")
        find(store)
        assert {(pair.a, pair.b) for pair in store.pairs(ANN, only_open=True)}.isdisjoint(judged)
    async with desk(forty, duplicates=True) as person:
        seen: set[tuple[str, str]] = set()
        while "line 41" not in person.text() and len(seen) < 3:
            seen.add(shown(person))
            await person.press("j")
        assert shown(person) not in judged
