"""The pair screen under a person's fingers."""

from pathlib import Path

import pytest

from duplicates.clusters import clustering
from duplicates.find import find
from store import Location, Pair, Store, Verdict
from tests.build import ANN, draft, take

from .driving import desk


def settled(path: Path) -> list[Pair]:
    with Store.open(path, readonly=True) as store:
        return list(store.pairs(ANN))


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
        assert "feed, line 3" in text
        assert "pair 1 of 2" in text


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
        assert [pair.verdict for pair in settled(pairs)] == [verdict, None]
        assert "pair 2 of 2" in person.text()


async def test_undo_comes_back_to_the_pair_and_redo_decides_it_again(pairs: Path) -> None:
    async with desk(pairs, duplicates=True) as person:
        await person.press("y", "u")
        assert [pair.verdict for pair in settled(pairs)] == [None, None]
        assert "pair 1 of 2" in person.text()
        await person.press("U")
        assert [pair.verdict for pair in settled(pairs)] == [Verdict.DUPLICATE, None]


async def test_a_verdict_can_be_changed(pairs: Path) -> None:
    async with desk(pairs, duplicates=True) as person:
        await person.press("y", "k", "n")
        assert settled(pairs)[0].verdict is Verdict.DISTINCT


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


async def test_the_other_side_can_stand_for_the_cluster(pairs: Path) -> None:
    async with desk(pairs, duplicates=True) as person:
        await person.press("y", "k", "c")
        with Store.open(pairs, readonly=True) as store:
            (cluster,) = clustering(store).clusters
            assert cluster.canonical == settled(pairs)[0].b
        await person.press("u")
        with Store.open(pairs, readonly=True) as store:
            (cluster,) = clustering(store).clusters
            assert cluster.canonical == settled(pairs)[0].a


async def test_a_posting_leads_to_its_pairs_and_back(pairs: Path) -> None:
    async with desk(pairs) as person:
        await person.press("j", "d")
        assert "pair 1 of 1" in person.text()
        await person.press("y", "escape")
        assert person.posting.locator == "line 3"
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
        assert "No open pairs" in person.text()


async def test_differing_words_are_marked(tmp_path: Path) -> None:
    path = tmp_path / "near.db"
    with Store.open(path, create=True) as store:
        take(store, "We bake rye bread at night in Bern.", "We bake white bread at night in Bern.")
        a, b = (row.key for row in store.listing(ANN))
        store.judge("bea", [(a, b)], Verdict.UNSURE)
        store.judge(ANN, [(a, b)], Verdict.UNSURE)
    async with desk(path) as person:
        await person.press("d")
        sides = person.app.screen.view.sides  # type: ignore[attr-defined]
        marked = [side.posting.body[mark.start : mark.end] for side in sides for mark in side.marks]
        assert marked == ["rye", "white"]
