"""A person's own settings: printed, checked, and in force."""

import tomllib
from pathlib import Path

import pytest

from tui.commands import COMMANDS, SCOPES

from .running import Desk

# A file, and the first fault in it as it must be told: line, column, and words of the sentence.
FAULTS = {
    "no-toml": ("theme = \n", "1:9", "not TOML"),
    "open-text": ('theme = "postil', "1:16", "not TOML"),
    "twice": ('theme = "nord"\ntheme = "nord"\n', "2:15", "not TOML"),
    "setting": ('\n  colour = "red"\n', "2:3", "no setting 'colour' here; there are: theme, panes, defaults, keys"),
    "pane": ("[panes]\nqueu = 3\n", "2:1", "there are: queue, annotations, queue_from"),
    "type": ('[panes]\nqueue = "wide"\n', "2:1", "queue must be a whole number"),
    "no-bool": ("[panes]\nqueue = true\n", "2:1", "queue must be a whole number"),
    "small": ("panes = {annotations = 30, queue = 3}\n", "1:28", "queue must be at least 16"),
    "large": ("panes.queue = 1_000\n", "1:1", "queue must be at most 120"),
    "order": ("[panes]\nqueue_from = 50\n", "2:1", "queue_from must not be the smaller one"),
    "table": ("panes = 3\n", "1:1", "panes must be a table"),
    "theme": ('theme = "beige"\n', "1:1", "no theme 'beige'; there are: ansi-dark"),
    "theme-type": ("theme = 3\n", "1:1", "theme must be a text in quotes"),
    "blank": ('[defaults]\nannotator = " "\n', "2:1", "annotator is blank"),
    "empty": ('[defaults]\ndb = ""\n', "2:1", "db is blank"),
    "scope": ('[keys.rview]\ndone = "d"\n', "1:1", "no scope 'rview'; 'review' is near"),
    "far-scope": ('[keys.zzz]\ndone = "d"\n', "1:1", "there are: review, text"),
    "command": ('[keys.review]\n# a comment\ndome = "D"\n', "3:1", "no command 'dome' in the scope 'review'; 'done'"),
    "command-and-type": ('[keys.review]\ndome = "D"\nskip = 3\n', "2:1", "no command 'dome'"),
    "key-type": ("[keys.review]\ndone = 3\n", "2:1", "done must be a key in quotes, or a list of them"),
    "item-type": ('[keys.review]\ndone = ["D",\n  3]\n', "3:3", "must be a text in quotes"),
    "no-key": ("[keys.review]\ndone = []\n", "2:1", "done needs a key"),
    "unknown-key": ('[keys.review]\ndone = "entr"\n', "2:1", "There is no key 'entr'"),
    "two-letters": ('[keys.review]\ndone = "dd"\n', "2:1", "There is no key 'dd'"),
    "eaten": ('[keys.review]\ndone = ["D", "ctrl+c"]\n', "2:14", "ctrl+c interrupts"),
    "same-as-enter": ('[keys.review]\ndone = "ctrl+m"\n', "2:1", "terminals send enter for ctrl+m"),
    "not-sent": ('[keys.review]\ndone = "ctrl+."\n', "2:1", "Not every terminal sends ctrl+."),
    "shifted": ('[keys.review]\ndone = "shift+d"\n', "2:1", "the letter it gives: D"),
    "blank-key": ('[keys.review]\ndone = " "\n', "2:1", "There is no key ' '"),
    "clash": ('[keys.review]\ndone = "d"\n', "2:1", "d is also the key of pairs (reviewing postings)"),
    "clash-of-own": ('[keys.review]\ndone = "D"\nskip = ["E", "D"]\n', "3:1", "D is also the key of done"),
    "clash-above": ('[keys.pair]\nduplicate = "u"\n', "2:1", "u is also the key of undo (everywhere)"),
    "clash-below": ('[keys.app]\nundo = "y"\n', "2:1", "y is also the key of duplicate (settling pairs)"),
    "clash-in-text": ('[keys.text]\nselect = "g"\n', "2:1", "g is also the key of go (everywhere)"),
    "clash-with-text": ('[keys.review]\ndone = "v"\n', "2:1", "v is also the key of select (in a posting's text)"),
    "clash-with-review": ('[keys.text]\nselect = "x"\n', "2:1", "x is also the key of skip (reviewing postings)"),
    "clash-in-dialog": ('[keys.choice]\nchoose = "ctrl+q"\n', "2:1", "also the key of quit"),
    "typed": ('[keys.search]\nleave-search = "q"\n', "2:1", "q is typed where leave-search works"),
    "typed-anywhere": ('[keys.app]\nquit = "Q"\n', "2:1", "Q is typed where quit works"),
    "quoted-name": ('["keys"."review"]\n"done" = \'d\'\n', "2:1", "d is also the key of pairs"),
    "dotted": ('keys.review.done = "d"\n', "1:1", "d is also the key of pairs"),
    "inline": ('keys = {review = {skip = "X", done = "d"}}\n', "1:31", "d is also the key of pairs"),
    "behind-texts": (
        'theme = """\nkeys.review.done = "d"\n"""\n[keys.review]\ndone = "d"\n',
        "5:1",
        "d is also the key of pairs",
    ),
    "windows": ('# a\r\n[keys.review]\r\ndone = "d"\r\n', "3:1", "d is also the key of pairs"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_wrong_is_told_with_its_place(desk: Desk, name: str) -> None:
    text, place, words = FAULTS[name]
    desk.file("own.toml", text)
    ran = desk.run("--config", "own.toml", "config", "--check")
    assert (ran.code, ran.err) == (2, "")
    [line] = [line for line in ran.lines if words in line]
    assert line.startswith(f"own.toml:{place}: ")
    assert line.endswith(".")
    found = desk.run("--config", "own.toml", "config", "--check", "--json").json["faults"]
    assert [f"own.toml:{one['line']}:{one['column']}: {one['sentence']}" for one in found] == ran.lines


def test_all_that_is_wrong_is_listed_from_top_to_bottom(desk: Desk) -> None:
    desk.file("own.toml", 'theme = "x"\n[panes]\nqueue_from = 1\n[keys.pair]\nfamily = "y"\nzoom = "z"\n')
    ran = desk.run("--config", "own.toml", "config", "--check")
    assert [line.split(":")[1] for line in ran.lines] == ["1", "3", "5", "6"]


def test_a_file_with_faults_is_used_by_no_command(bakery: Desk) -> None:
    bakery.file("own.toml", '[keys.review]\ndone = "d"\nskip = "ctrl+c"\n')
    said = bakery.run("--config", "own.toml", "status").sentence
    assert said.startswith("postil: own.toml:2:1: d is also the key of pairs")
    assert said.endswith("`postil config --check` lists all 2.")
    told = bakery.run("--config", "own.toml", "config")
    assert (told.code, told.out, len(told.err.splitlines())) == (2, "", 2)


def test_what_is_no_text_is_told_with_its_line(desk: Desk) -> None:
    desk.file("own.toml", b'# all\n# well\ntheme = "\xff"\n')
    [line] = desk.run("--config", "own.toml", "config", "--check").lines
    assert line == "own.toml:3:1: This is not UTF-8 text. Save the file as UTF-8."


def test_what_is_printed_is_a_file_with_every_setting_and_command_and_changes_nothing(desk: Desk) -> None:
    printed = desk.done("config").out
    desk.file("own.toml", printed)
    assert "well" in desk.done("--config", "own.toml", "config", "--check").err
    assert tomllib.loads(printed)["keys"] == {scope: {} for scope in SCOPES}
    for name in ("theme", "queue", "annotations_from", "db", "annotator", "query"):
        assert f"\n# {name} = " in printed
    for command in COMMANDS:
        assert command.help in printed


def test_every_usual_key_can_be_said_as_it_is_printed(desk: Desk) -> None:
    usual = "\n".join(
        line.removeprefix("# ") if " = [" in line else line for line in desk.done("config").lines
    )
    desk.file("own.toml", usual)
    shape = desk.done("--config", "own.toml", "config", "--json").json
    assert len(shape["commands"]) == len(COMMANDS)
    assert [one for one in shape["commands"] if one["keys"] != one["usual"]] == []


def test_what_holds_now_is_printed(desk: Desk) -> None:
    desk.file("own.toml", 'theme = "nord"\npanes.queue = 40\nkeys.review.skip = ["X", "f2"]\n')
    lines = desk.done("--config", "own.toml", "config").lines
    assert lines[0] == "# own.toml"
    starts = ("theme", "queue =", "skip")
    assert [line.split("  #")[0] for line in lines if line.startswith(starts)] == [
        'theme = "nord"',
        "queue = 40",
        'skip = ["X", "f2"]',
    ]
    shape = desk.done("--config", "own.toml", "config", "--json").json
    assert shape["settings"]["theme"] == "nord"
    assert shape["settings"]["panes"]["queue"] == 40
    assert shape["faults"] == []
    assert set(shape["schema"]["properties"]) == {"theme", "panes", "defaults", "keys"}
    [skip] = [one for one in shape["commands"] if (one["scope"], one["id"]) == ("review", "skip")]
    assert (skip["keys"], skip["usual"]) == (["X", "f2"], ["x"])


def test_the_file_is_found_where_it_is_named(desk: Desk, tmp_path: Path) -> None:
    def told(*args: str, **env: str) -> str:
        ran = desk.run(*args, "config", "--json", env=env)
        return str(ran.json["settings"]["theme"])

    desk.file("xdg/postil/config.toml", 'theme = "nord"\n')
    desk.file("variable.toml", 'theme = "monokai"\n')
    desk.file("option.toml", 'theme = "dracula"\n')
    assert told() == "None"
    xdg = str(desk.folder / "xdg")
    assert told(XDG_CONFIG_HOME=xdg) == "nord"
    assert told(XDG_CONFIG_HOME=xdg, POSTIL_CONFIG="variable.toml") == "monokai"
    assert told("--config", "option.toml", XDG_CONFIG_HOME=xdg, POSTIL_CONFIG="variable.toml") == "dracula"


def test_a_named_file_must_be_there_but_config_prints_one_to_begin_with(desk: Desk) -> None:
    for words in (["status"], ["config", "--check"]):
        said = desk.run("--config", "none.toml", *words).sentence
        assert said == "postil: There is no file none.toml. `postil config` prints one to begin with."
    assert desk.done("--config", "none.toml", "config").lines[0].startswith("# none.toml (not there yet")


def test_without_a_file_all_is_well(desk: Desk) -> None:
    ran = desk.done("config", "--check")
    assert "There is no file" in ran.err


def test_two_keys_may_change_places_and_a_text_may_hide_what_it_hides_by_itself(desk: Desk) -> None:
    swapped = '[keys.review]\ndone = "x"\nskip = "space"\ntag = "ctrl+t"\n[keys.text]\ntag-span = "ctrl+t"\n'
    desk.file("own.toml", swapped)
    assert desk.done("--config", "own.toml", "config", "--check").out == ""


def test_defaults_hold_where_nobody_says_otherwise(bakery: Desk) -> None:
    bakery.db.rename(bakery.folder / "elsewhere.db")
    bakery.file("own.toml", '[defaults]\ndb = "elsewhere.db"\nannotator = "cleo"\n')

    def last(*words: str, who: str = "") -> str:
        ran = bakery.run(
            "--config", "own.toml", *words, "tag", "bakery:line 1", f"skill {len(words)}{who}", who=who
        )
        assert ran.code == 0, ran.err
        return str(bakery.run("--db", "elsewhere.db", "log", "--json").json[0]["annotator"])

    assert last() == "cleo"
    assert last(who="bea") == "bea"
    assert last("--annotator", "dan", who="bea") == "dan"
    assert bakery.run("--config", "own.toml", "--db", "no.db", "status").code == 2
    assert not bakery.db.exists()


def test_a_tilde_is_the_home_folder(bakery: Desk) -> None:
    bakery.file("own.toml", '[defaults]\ndb = "~/postil.db"\n')
    ran = bakery.run("--config", "own.toml", "status", "--json", env={"HOME": str(bakery.folder)})
    assert ran.json["postings"] == 4


def test_hostile_names_do_not_reach_the_terminal(desk: Desk) -> None:
    desk.file("own.toml", '[keys.review]\n"\\u001b]0;PWN\\u0007" = "q"\n')
    for words in (["config", "--check"], ["status"]):
        ran = desk.run("--config", "own.toml", *words)
        assert ran.code == 2
        assert "\x1b" not in ran.out + ran.err
