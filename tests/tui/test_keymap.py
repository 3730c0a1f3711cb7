"""Keys of a person's own: what they do, and that everything which names keys names these."""

from pathlib import Path

from docs.tables import README
from store import State, Store
from tests.build import ANN
from tui.app import PostilApp
from tui.commands import COMMANDS, SCOPES, in_scope, key_name
from tui.config import Settings, checked
from tui.config_keys import clashes, misplaced, usable

from .driving import Desk, desk
from .terminal import Terminal

OWN = """
theme = "nord"

[panes]
queue_from = 80
annotations_from = 70

[defaults]
query = "state:todo"

[keys.review]
done = "x"
skip = ["space", "f2"]
tag = "ctrl+t"

[keys.picker]
pick = "ctrl+o"
pick-back = "ctrl+x"

[keys.app]
undo = "z"
help = "f4"
go = ";"

[keys.go]
go-duplicates = "ü"
"""


def settings(text: str) -> Settings:
    own, faults = checked(text.encode())
    assert own is not None
    assert faults == []
    return own


async def states(person: Desk) -> list[State]:
    return [row.state for row in person.rows]


async def test_own_keys_do_what_the_usual_ones_did_and_these_do_it_no_more(kitchen: Path) -> None:
    async with desk(kitchen, own=settings(OWN)) as person:
        await person.press("x")
        assert (await states(person))[:2] == [State.DONE, State.TODO]
        await person.press("space")
        assert (await states(person))[:2] == [State.DONE, State.SKIPPED]
        await person.press("u", "s")
        assert len(person.app.screen_stack) == 1
        await person.press("z", "z")
        assert set(await states(person)) == {State.TODO}
        await person.press("f2")
        assert (await states(person))[0] is State.SKIPPED


async def test_own_keys_in_a_field_come_in_the_order_of_the_typing(kitchen: Path) -> None:
    async with desk(kitchen, own=settings(OWN)) as person:
        await person.press("ctrl+t", *"rye", "ctrl+o", "x")
        with Store.open(kitchen, readonly=True) as store:
            [first, *_] = list(store.listing(ANN))
            posting = store.posting(ANN, first.key)
        assert [tag.skill.label for tag in posting.tags] == ["rye"]
        assert posting.state is State.DONE


async def test_footer_status_help_and_messages_name_own_keys(kitchen: Path) -> None:
    async with desk(kitchen, own=settings(OWN)) as person:
        await person.press("x")
        footer = person.text().splitlines()[-1]
        assert " x done " in footer
        assert " space skip " in footer
        assert footer.endswith(" f4 help")
        assert "z undoes" in person.text()
        await person.press("f4")
        helped = person.text()
        assert "x  mark the posting done" in helped
        assert "space f2  mark the posting skipped" in helped
        await person.press("escape", ";")
        assert "ü  go to the open pairs" in person.text()
        await person.press("escape", "ctrl+t")
        assert "ctrl+o tags" in person.text()
        assert "ctrl+x back" in person.text()
        await person.press("ctrl+x", ";", "ü")
        assert "F finds pairs" in person.text()


async def test_the_palette_names_own_keys(kitchen: Path) -> None:
    app = PostilApp(kitchen, ANN, own=settings(OWN))
    async with app.run_test() as pilot:
        await pilot.pause()
        offered = {one.title: one.help for one in app.get_system_commands(app.screen)}
    assert offered["Skip"].startswith("space f2: ")
    assert offered["Flag"].startswith("f: ")


async def test_theme_panes_and_the_first_search_are_the_persons(kitchen: Path) -> None:
    with Store.open(kitchen) as store:
        [first, *_] = list(store.listing(ANN))
        store.set_state(ANN, first.key, State.DONE)
    async with desk(kitchen, own=settings(OWN), size=(90, 24)) as person:
        assert person.app.theme == "nord"
        assert person.app.review.has_class("-wide")
        assert person.app.review.view.text == "state:todo"
    narrow = settings("panes = {queue = 20, annotations = 40}")
    async with desk(kitchen, own=narrow, size=(120, 30)) as person:
        widths = [person.app.review.query_one(name).size.width for name in ("#queue", "#annotations")]
        assert widths[0] <= 20
        assert 37 <= widths[1] <= 40


async def test_the_next_one_has_the_usual_keys_again(kitchen: Path) -> None:
    async with desk(kitchen, own=settings(OWN)) as person:
        await person.press("x")
    async with desk(kitchen) as person:
        await person.press("home", "x")
        assert (await states(person))[0] is State.SKIPPED
        assert "u undoes" in person.text()


def test_the_usual_keys_pass_the_check_that_own_keys_must_pass() -> None:
    table = {str(scope): {command.id: command.keys for command in in_scope(scope)} for scope in SCOPES}
    assert list(misplaced(table)) == []
    assert list(clashes(table)) == []


def test_every_usual_key_can_be_given_as_it_is_shown() -> None:
    shown = {key: key_name(key) for command in COMMANDS for key in command.keys}
    assert {key: usable(name) for key, name in shown.items()} == {key: key for key in shown}


def test_the_example_in_the_readme_is_well() -> None:
    text = README.read_text(encoding="utf-8").split("### Your own settings")[1]
    example = "\n".join(line[4:] for line in text.split("## Keys")[0].splitlines() if line.startswith("    "))
    own = settings(example).own_keys
    assert own["review.done"] == ("d", "space")


def test_own_keys_come_through_a_terminal(kitchen: Path, tmp_path: Path) -> None:
    """Keys come through a terminal as they are named: alt, ctrl, a function key, a letter with a mark."""
    own = '[keys.review]\ndone = "ö"\nskip = "alt+s"\nflag = "f3"\ntodo = ","\nnote = "ctrl+e"\n'
    (tmp_path / "own.toml").write_text(own, encoding="utf-8")
    with Terminal("--db", str(kitchen), "--config", "own.toml", cwd=tmp_path) as terminal:
        terminal.until("ctrl+e note")
        for key, saved in (("ö", "#1: done"), ("\x1bs", "#2: skipped"), ("\x1bOR", "#3: flagged")):
            terminal.press(key)
            terminal.until(f"saved {saved}")
        terminal.press("\x05", "baked", "enter")
        terminal.until("saved #4: noted")
        terminal.press("ctrl+q")
        assert terminal.ended() == 0


def test_a_bad_file_is_told_before_the_screen_is_taken(kitchen: Path, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text('theme = "beige"\n', encoding="utf-8")
    with Terminal("--db", str(kitchen), "--config", "own.toml", cwd=tmp_path) as terminal:
        assert terminal.ended() == 2
        assert "own.toml:1:1: There is no theme 'beige'" in terminal.text
        assert b"\x1b[?1049h" not in terminal.raw
