"""What others do in their own processes shows by itself, without losing the place or what is being typed."""

import threading
from itertools import count
from pathlib import Path

import pytest

from store import PairKind, Proposal, Sharing, State, Store, Verdict
from tests.build import keys
from tests.store.processes import run, start
from tui import watching
from tui.skill_reader import SkillReader

from .driving import desk
from .terminal import Terminal


def elsewhere(path: Path, code: str, *args: object) -> None:
    """Do something in another process."""
    run(f"store = Store.open(path)\n{code}", path, *args)


async def test_tags_notes_and_what_is_imported_come_by_themselves(kitchen: Path) -> None:
    async with desk(kitchen) as person:
        assert "1 of 6" in person.text()
        elsewhere(
            kitchen,
            "key = keys(store)[0]\nstore.tag('bob', key, 'brass polishing')\nstore.note('bob', key, 'seen twice')",
        )
        await person.until(lambda: "brass polishing" in person.text() and "bob: seen twice" in person.text())
        elsewhere(kitchen, "take(store, 'One more posting.', source='late')")
        await person.until(lambda: "1 of 7" in person.text())
        elsewhere(kitchen, "store.undo('bob')")
        await person.until(lambda: "seen twice" not in person.text())


async def test_a_change_that_is_seen_as_the_application_ends_harms_nothing(
    kitchen: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks, asked, closed = count(), threading.Event(), threading.Event()
    close = SkillReader.close

    def others_wrote(_: Store) -> int:
        """Tell of another change at each look, and of the first only when the review is left."""
        look = next(looks)
        if look:
            asked.set()
            assert closed.wait(30)
        return look

    def closing(reader: SkillReader) -> None:
        close(reader)
        closed.set()
        person.app.lanes.write.settle()  # the look is over, and what it saw is about to be shown

    monkeypatch.setattr(watching, "EVERY", 0)
    monkeypatch.setattr(Store, "others_wrote", others_wrote)
    monkeypatch.setattr(SkillReader, "close", closing)
    async with desk(kitchen) as person:
        await person.until(asked.is_set)
    assert closed.is_set()


async def test_ones_own_state_set_elsewhere_shows(kitchen: Path) -> None:
    async with desk(kitchen) as person:
        elsewhere(kitchen, "store.set_state('ann', keys(store)[0], State.FLAGGED)")
        await person.until(lambda: "flagged" in person.text())
        assert person.posting.state is State.FLAGGED


async def test_the_place_and_what_is_typed_stay(kitchen: Path) -> None:
    async with desk(kitchen) as person:
        await person.press("j", "j")
        here = person.posting.key
        await person.press("n")
        await person.type("half a no")
        elsewhere(kitchen, "[store.tag('bob', key, 'brass polishing') for key in keys(store)]")
        await person.until(lambda: "brass polishing" in person.text())
        await person.type("te")
        await person.press("ctrl+s" if "ctrl+s" in person.text() else "enter")
        assert person.posting.key == here
        assert [note.text for note in person.posting.notes] == ["half a note"]


async def test_a_selection_stays(kitchen: Path) -> None:
    async with desk(kitchen) as person:
        await person.press("enter", "l", "v", "l")
        elsewhere(kitchen, "store.tag('bob', keys(store)[0], 'brass polishing')")
        await person.until(lambda: "brass polishing" in person.text())
        await person.press("n")
        await person.type("here")
        await person.press("enter")
        assert [note.span.quote for note in person.posting.notes if note.span] == ["are hiring"]


async def test_what_is_typed_into_a_search_stays(kitchen: Path) -> None:
    async with desk(kitchen) as person:
        await person.press("slash")
        await person.type("bak")
        elsewhere(kitchen, "take(store, 'A baker more.', source='late')")
        await person.until(lambda: "of 4" in person.text())
        await person.type("er")
        assert "baker" in person.text()


async def test_what_was_assigned_elsewhere_becomes_the_queue(kitchen: Path) -> None:
    async with desk(kitchen) as person:
        with Store.open(kitchen) as store:
            store.assign("lead", Sharing(("ann", "bob"), 0.0, 1))
            mine = store.shares().by_annotator[0].postings
        assert 0 < mine < 6
        await person.until(lambda: f"of {mine}" in person.text())
        assert "yours" in person.text()
        with Store.open(kitchen) as store:
            store.undo("lead")
        await person.until(lambda: "of 6" in person.text())


def test_a_queue_is_ones_own_unless_all_is_asked_for(kitchen: Path) -> None:
    with Store.open(kitchen) as store:
        store.assign("lead", Sharing(("ann", "bob"), 0.0, 1))
        mine = store.shares().by_annotator[0].postings
    with Terminal("--db", str(kitchen), "review", cwd=kitchen.parent) as own:
        own.until(lambda text: "yours" in text and f"of {mine}" in text)
    with Terminal("--db", str(kitchen), "review", "--all", cwd=kitchen.parent) as everything:
        everything.until(lambda text: "assigned:anyone" in text and "of 6" in text)


async def test_what_another_says_of_a_shared_posting_is_hidden_until_both_are_done(kitchen: Path) -> None:
    async with desk(kitchen) as person:
        with Store.open(kitchen) as store:
            store.assign("lead", Sharing(("ann", "bob"), 1.0, 1))
            store.tag("bob", person.posting.key, "brass polishing")
        await person.until(lambda: "Shared with another" in person.text())
        assert "brass polishing" not in person.text()
        with Store.open(kitchen) as store:
            store.set_state("ann", person.posting.key, State.DONE)
            store.set_state("bob", person.posting.key, State.DONE)
        await person.until(lambda: "brass polishing" in person.text())


async def test_a_verdict_of_another_is_marked_on_the_pair(kitchen: Path) -> None:
    with Store.open(kitchen) as store:
        one, other, third, *_ = keys(store)
        store.propose([Proposal(one, other, PairKind.EXACT, 1.0, ("all is equal",))])
        store.judge("cy", [(one, other), (one, third)], Verdict.UNSURE)
    async with desk(kitchen, duplicates=True) as person:
        assert "cy: unsure" in person.text()
        elsewhere(kitchen, "a, b, *_ = keys(store)\nstore.judge('bob', [(a, b)], Verdict.DISTINCT)")
        await person.until(lambda: "bob: distinct" in person.text())


async def test_moving_on_does_not_wait_for_another_who_writes(kitchen: Path) -> None:
    holder = start(
        """
import sqlite3
db = sqlite3.connect(path, isolation_level=None)
db.execute("BEGIN IMMEDIATE")
tell("holds")
sys.stdin.readline()
""",
        kitchen,
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdin is not None
        async with desk(kitchen) as person:
            assert holder.stdout.readline()
            first = person.posting.key
            for _ in range(3):
                await person.press("j")
                assert person.posting.key != first
            await person.press("k", "k", "k")
            await person.pilot.press("space")  # this one waits, and is done as soon as it can be
            assert person.posting.state is State.TODO
            holder.stdin.write("\n")
            holder.stdin.flush()
            await person.until(lambda: "saved #" in person.text())
            with Store.open(kitchen) as store:
                assert store.posting("ann", first).state is State.DONE


async def test_who_shared_out_and_takes_it_back_sees_everything_again(kitchen: Path) -> None:
    with Store.open(kitchen) as store:
        store.assign("ann", Sharing(("ann", "bob"), 0.0, 1))
        mine = store.shares().by_annotator[0].postings
    async with desk(kitchen) as person:
        await person.until(lambda: f"of {mine}" in person.text())
        await person.press("u")
        await person.until(lambda: "of 6" in person.text() and "yours" not in person.text())
