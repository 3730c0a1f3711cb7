"""The family screen under a person's fingers."""

from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

from duplicates.clusters import clustering
from duplicates.find import find
from store import Location, PairKind, Proposal, Store, Verdict
from tests.build import ANN, draft, keys, take
from tui.screens.family import FamilyScreen
from tui.screens.pairs import PairScreen
from tui.screens.review import ReviewScreen

from .driving import Desk, desk
from .terminal import Terminal


def towns(count: int) -> list[Location]:
    return [Location(f"CH, Town {n}", "CH", None, f"Town {n}") for n in range(1, count + 1)]


@pytest.fixture
def forty(tmp_path: Path) -> Path:
    """One advertisement in forty towns, the seventh of which states most."""
    path = tmp_path / "postil.db"
    with Store.open(path, create=True) as store:
        take(
            store,
            *(
                draft(
                    "One job, forty towns.",
                    locator=f"line {n}",
                    locations=(place,),
                    title="Baker",
                    company="Mill" if n == 7 else None,
                )
                for n, place in enumerate(towns(40), 1)
            ),
        )
        find(store)
    return path


def words(path: Path) -> Counter[Verdict | None]:
    with Store.open(path, readonly=True) as store:
        return Counter(one.verdict for one in store.judgements())


def clusters(path: Path) -> list[int]:
    with Store.open(path, readonly=True) as store:
        return [len(cluster.members) for cluster in clustering(store).clusters]


def plain(person: Desk) -> str:
    """What is on the screen, without the lines it is broken into and the edges of messages."""
    return " ".join(person.text().replace("▌", " ").split())


def family(person: Desk) -> FamilyScreen:
    screen = person.app.screen
    assert isinstance(screen, FamilyScreen)
    return screen


@pytest.mark.parametrize("size", [pytest.param((80, 24), id="80x24"), pytest.param((120, 40), id="120x40")])
async def test_a_posting_leads_to_its_family_under_the_most_complete_one(
    forty: Path, size: tuple[int, int]
) -> None:
    async with desk(forty, size=size) as person:
        await person.press("j", "d")
        text = plain(person)
        assert "canonical: feed:line 7, most complete: states 3 of 8 fields" in text
        assert "39 with it, 39 open" in text
        assert "· open feed:line 2 no employer, CH, Town 2" in text
        await person.press("escape")
        assert person.posting.locator == "line 2"


async def test_what_does_not_fit_goes_out_and_the_rest_is_settled_with_one_undo(forty: Path) -> None:
    async with desk(forty) as person:
        await person.press("d", "home", "j", "n", "r")
        assert "family of 38, 2 out" in plain(person)
        await person.press("end")
        assert "≠ distinct feed:line 1" in plain(person)
        assert "~ related feed:line 2" in plain(person)
        await person.press("A")
        assert "The family is settled" in person.text()
        assert clusters(forty) == [38]
        settled = words(forty)
        await person.press("u")
        assert clusters(forty) == []
        assert words(forty) == {Verdict.DISTINCT: 1, Verdict.RELATED: 1}
        await person.press("U")
        assert words(forty) == settled
        with Store.open(forty, readonly=True) as store:
            left = [(pair.a_at, pair.b_at) for pair in store.pairs(ANN, only_open=True)]
            events = store.events()
        assert left == [("feed:line 1", "feed:line 2")]  # neither fits, which says nothing of the two
        assert len(events) == 5
        assert "the family of “Baker”" in events[0].summary


async def test_a_settled_family_is_of_variants_where_that_is_proposed(tmp_path: Path) -> None:
    path = tmp_path / "four.db"
    with Store.open(path, create=True) as store:
        bern, thun = towns(2)
        places = [bern, bern, thun, thun, bern]
        take(
            store,
            *(
                draft(f"Loaf {n} for one job.", locator=f"line {n}", locations=(place,))
                for n, place in enumerate(places)
            ),
        )
        keys = [row.key for row in store.listing(ANN)]
        kinds = {
            (0, 1): PairKind.NEAR,
            (0, 2): PairKind.VARIANT,
            (2, 3): PairKind.NEAR,
            (1, 4): PairKind.EXACT,
        }
        store.propose([Proposal(keys[a], keys[b], kind, 0.9, ()) for (a, b), kind in kinds.items()])
    async with desk(path) as person:
        await person.press("d", "A")
    with Store.open(path, readonly=True) as store:
        said = {(keys.index(one.a), keys.index(one.b)): one.verdict for one in store.judgements()}
    duplicate, variant = Verdict.DUPLICATE, Verdict.VARIANT
    # Nothing is proposed of the first and the last two: place decides.
    assert said == {
        (0, 1): duplicate,
        (0, 2): variant,
        (0, 3): variant,
        (0, 4): duplicate,
        (2, 3): duplicate,
        (1, 4): duplicate,
    }


async def test_a_member_is_opened_beside_the_canonical_one_and_a_verdict_leads_back(forty: Path) -> None:
    async with desk(forty) as person:
        await person.press("d", "home", "j", "j", "enter")
        screen = person.app.screen
        assert isinstance(screen, PairScreen)
        assert screen.view.beside is not None
        assert [screen.view.beside.a.locator, screen.view.beside.b.locator] == ["line 2", "line 7"]
        await person.press("n")
        assert "1 taken out" in plain(person)
        assert family(person).view.at == screen.view.beside.a.key
        await person.press("enter", "escape", "escape")
        assert isinstance(person.app.screen, ReviewScreen)


async def test_another_posting_can_stand_for_the_family(forty: Path) -> None:
    async with desk(forty) as person:
        await person.press("d", "end", "c")
        assert "canonical: feed:line 40, chosen to stand for them" in person.text()
        await person.press("u")
        assert "canonical: feed:line 7" in person.text()


async def test_what_is_not_sure_or_proposed_as_related_is_not_settled_by_silence(tmp_path: Path) -> None:
    path = tmp_path / "five.db"
    with Store.open(path, create=True) as store:
        take(store, *(f"We bake loaf {n}." for n in range(1, 6)))
        keys = [row.key for row in store.listing(ANN)]
        kinds = {
            (0, 1): PairKind.NEAR,
            (0, 2): PairKind.NEAR,
            (0, 3): PairKind.RELATED,
            (2, 3): PairKind.NEAR,
        }
        store.propose([Proposal(keys[a], keys[b], kind, 0.9, ()) for (a, b), kind in kinds.items()])
    async with desk(path) as person:
        await person.press("d", "home", "j", "i", "A")
        assert "Settled, but for 1 proposed as related and 1 unsure" in plain(person)
        assert words(path) == {Verdict.UNSURE: 1, Verdict.DUPLICATE: 1}
        assert clusters(path) == [2]


async def test_members_that_somebody_parts_are_not_settled_together(tmp_path: Path) -> None:
    path = tmp_path / "three.db"
    with Store.open(path, create=True) as store:
        take(store, *(f"We bake loaf {n}." for n in range(1, 4)))
        keys = [row.key for row in store.listing(ANN)]
        store.propose([Proposal(keys[0], key, PairKind.NEAR, 0.9, ()) for key in keys[1:]])
        store.judge("bea", [(keys[1], keys[2])], Verdict.DISTINCT)
    async with desk(path) as person:
        await person.press("d", "A")
        assert "distinct as bea says, so they cannot both stay" in plain(person)
        assert words(path) == {Verdict.DISTINCT: 1}
        await person.press("end", "n", "A")
        assert clusters(path) == [2]


@pytest.fixture
def chain(tmp_path: Path) -> Path:
    """Four postings: the second and the third are each tied to the first, the fourth to the third."""
    path = tmp_path / "chain.db"
    with Store.open(path, create=True) as store:
        take(store, *(f"We bake loaf {n}." for n in range(1, 5)))
        keys = [row.key for row in store.listing(ANN)]
        store.propose(
            [Proposal(keys[a], keys[b], PairKind.NEAR, 0.9, ()) for a, b in [(0, 1), (0, 2), (2, 3)]]
        )
    return path


@pytest.mark.parametrize(
    ("key", "said", "size", "left"),
    [
        pytest.param("n", {Verdict.DISTINCT: 2, Verdict.DUPLICATE: 2}, 3, 0, id="alone"),
        pytest.param("N", {Verdict.DISTINCT: 2, Verdict.DUPLICATE: 1}, 2, 1, id="with its own"),
    ],
)
async def test_a_member_goes_out_alone_or_with_what_hangs_on_it(
    chain: Path, key: str, said: dict[Verdict, int], size: int, left: int
) -> None:
    async with desk(chain) as person:
        await person.press("d", "home", "j", "j", key, "A")
    assert words(chain) == said
    assert clusters(chain) == [size]
    with Store.open(chain, readonly=True) as store:
        assert len(list(store.pairs(ANN, only_open=True))) == left


async def test_what_was_settled_and_is_taken_out_leaves_no_contradiction(forty: Path) -> None:
    with Store.open(forty) as store:
        keys = [row.key for row in store.listing(ANN)]
        store.propose([Proposal(a, b, PairKind.NEAR, 0.9, ()) for a, b in combinations(keys[:4], 2)])
    async with desk(forty) as person:
        await person.press("d", "A", "home", "j", "n")
        assert clusters(forty) == [39]
        assert "contradict" not in person.text()
        await person.press("u")
        assert clusters(forty) == [40]


async def test_verdicts_that_contradict_are_shown_with_their_chain(forty: Path) -> None:
    with Store.open(forty) as store:
        keys = [row.key for row in store.listing(ANN)]
        store.judge("bea", [(keys[0], keys[1])], Verdict.DUPLICATE)
        store.judge("bea", [(keys[1], keys[6])], Verdict.DUPLICATE)
        store.judge(ANN, [(keys[0], keys[6])], Verdict.DISTINCT)
    async with desk(forty) as person:
        await person.press("j", "d")
        text = plain(person)
        assert (
            "feed:line 1 –duplicate (bea)– feed:line 2 –duplicate (bea)– feed:line 7, but "
            "feed:line 1 –distinct (ann)– feed:line 7" in text
        )
        await person.press("x")
        assert "pair 1 of 3" in person.text()


async def test_what_contradicts_among_members_is_shown_and_nothing_else_promised(tmp_path: Path) -> None:
    path = tmp_path / "four.db"
    with Store.open(path, create=True) as store:
        take(
            store, *(f"We bake loaf {n}." for n in range(3)), draft("Loaf.", locator="line 4", title="Baker")
        )
        a, b, c, best = keys(store)
        store.judge("ann", [(a, b)], Verdict.DUPLICATE)
        store.judge("bea", [(b, c)], Verdict.VARIANT)
        store.judge("cy", [(a, c)], Verdict.DISTINCT)
        store.propose([Proposal(key, best, PairKind.NEAR, 0.9, ()) for key in (a, c)])
    async with desk(path) as person:
        await person.press("d")
        text = plain(person)
        assert "canonical: feed:line 4" in text
        assert "feed:line 1 –duplicate (ann)– feed:line 2 –variant (bea)– feed:line 3, but" in text
        assert "A settles nothing yet: feed:line 1 and feed:line 3 are distinct as cy says" in text
        assert "settles the other" not in text
        await person.press("x")
        assert "pair 1 of 3" in person.text()


async def test_what_is_left_open_is_not_promised_to_be_settled(tmp_path: Path) -> None:
    path = tmp_path / "three.db"
    with Store.open(path, create=True) as store:
        take(store, *(f"We bake loaf {n}." for n in range(3)))
        a, b, c = keys(store)
        kinds = {(a, b): PairKind.NEAR, (a, c): PairKind.RELATED, (b, c): PairKind.NEAR}
        store.propose([Proposal(*pair, kind, 0.9, ()) for pair, kind in kinds.items()])
    async with desk(path) as person:
        await person.press("d")
        assert "A settles the other 1. Left open: 1 proposed as related." in plain(person)
        await person.press("A")
        assert "The others are settled. Left open: 1 proposed as related." in plain(person)


async def test_another_posting_can_stand_for_what_is_left_of_a_family(forty: Path) -> None:
    async with desk(forty) as person:
        await person.press("d", "home", "j", "n", "home", "j", "c")
        text = plain(person)
        assert "canonical: feed:line 2, chosen to stand for them" in text
        assert "38 with it, 38 open" in text
        assert "A settles the other 38." in text
        await person.press("end")
        assert "≠ distinct feed:line 1" in plain(person)
        await person.press("A")
        assert clusters(forty) == [39]
        await person.press("home", "j", "c")
        text = plain(person)
        assert "canonical: feed:line 3, chosen to stand for them" in text
        assert "All of them are settled." in text


async def test_what_was_taken_out_cannot_stand_for_the_family_until_it_is_taken_in(forty: Path) -> None:
    async with desk(forty) as person:
        await person.press("d", "home", "j", "n", "end", "c")
        text = plain(person)
        assert "It was taken out, so it cannot stand for the family. y" in text
        assert "takes it in again." in text
        assert "canonical: feed:line 7" in text
        await person.press("y", "home", "j", "c")
        assert "canonical: feed:line 1, chosen to stand for them" in plain(person)


async def test_what_another_parted_is_said_to_be_so(forty: Path) -> None:
    with Store.open(forty) as store:
        found = keys(store)
        store.judge("bea", [(found[0], found[6])], Verdict.DISTINCT)
    async with desk(forty) as person:
        await person.press("j", "d", "end", "c")
        assert "It was taken out by bea, so it cannot stand for the" in plain(person)


async def test_from_a_pair_to_its_family_and_on_to_the_next_open_pair(forty: Path) -> None:
    with Store.open(forty) as store:
        take(store, "Another job.", "Another job.", source="other")
        find(store)
    async with desk(forty, duplicates=True) as person:
        await person.press("f", "A", "escape")
        await person.until(lambda: "1 open" in person.text())
        assert "other, line 1" in person.text()
        await person.press("g", "r")
        await person.until(lambda: isinstance(person.app.screen, ReviewScreen))


@pytest.mark.parametrize(
    ("arguments", "ready", "keys"),
    [
        pytest.param(("review",), "1 of 40", "djnA", id="from the review"),
        pytest.param(("review", "--duplicates"), "39 open", "fjnA", id="from a pair"),
    ],
)
def test_a_family_in_a_real_terminal(forty: Path, arguments: tuple[str, ...], ready: str, keys: str) -> None:
    with Terminal(*arguments, cwd=forty.parent, size=(80, 24)) as terminal:
        terminal.until(ready)
        terminal.press(keys)  # one burst: what is typed behind the family's key is meant for it
        terminal.until("The family is settled")
        terminal.press("u")
        terminal.until("taken back")
        terminal.press("U")
        terminal.until("brought back")
        terminal.press("ctrl+q")
        assert terminal.ended() == 0
    assert clusters(forty) == [39]
