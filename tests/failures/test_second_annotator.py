"""What one annotator does takes nothing out of another's hands: neither the queue, nor the place, nor the undo."""

from pathlib import Path

from store import Store
from tests.build import ANN, fill
from tests.cli.running import Desk
from tests.tui.terminal import Terminal


def test_what_one_has_done_is_still_to_do_for_the_other(office: Desk) -> None:
    keys = [row["key"] for row in office.done("search", "--json").json]
    for key in keys:
        office.done("state", key, "done", who="ann")
        office.done("tag", key, "Bread", who="ann")
    assert [row["key"] for row in office.done("search", "state:todo", "--json", who="bob").json] == keys
    assert office.done("search", "state:todo", "--json", who="ann").json == []
    office.done("tag", keys[0], "Bread", who="bob")
    tags = office.done("show", keys[0], "--json").json["tags"]
    assert sorted(tag["annotator"] for tag in tags) == ["ann", "bob"]
    assert office.run("undo", who="eve").code != 0
    office.done("undo", who="bob")
    tags = office.done("show", keys[0], "--json").json["tags"]
    assert [tag["annotator"] for tag in tags] == ["ann"]


def test_two_at_two_terminals_go_through_one_queue_each_at_their_own_pace(tmp_path: Path) -> None:
    path = tmp_path / "postil.db"
    with Store.open(path, create=True) as store:
        fill(store, ["One.", "Two.", "Three."])
    with (
        Terminal(cwd=tmp_path, POSTIL_ANNOTATOR="ann") as hers,
        Terminal(cwd=tmp_path, POSTIL_ANNOTATOR="bob") as his,
    ):
        hers.until("1 of 3")
        his.until("1 of 3")
        hers.press("  ")
        hers.until("3 of 3")
        his.press("x")
        his.until("2 of 3")
        his.press("u")
        his.until("taken back: skipped")
        his.press("n", "mine", "enter")
        his.until("noted")
        hers.press("u")
        hers.until("2 of 3")
        for terminal in (hers, his):
            terminal.press("ctrl+q")
            assert terminal.ended() == 0
    with Store.open(path, readonly=True) as store:
        assert [row.state.value for row in store.listing(ANN)] == ["done", "todo", "todo"]
        assert [row.state.value for row in store.listing("bob")] == ["todo", "todo", "todo"]
        assert [note.annotator for note in store.posting(ANN, store.key_of("feed:line 1")).notes] == ["bob"]
        assert [store.place(who).posting for who in (ANN, "bob")] == [
            store.key_of("feed:line 2"),
            store.key_of("feed:line 1"),
        ]
