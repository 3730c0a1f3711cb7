"""Help: every command and option is there, said in words, and the README knows every command."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tui.cli import COMMANDS, postil

from .running import ROOT, Desk

WANTED = {
    "import", "review", "duplicates find", "duplicates list", "duplicates decide", "duplicates evaluate",
    "skills import", "skills list", "skills make", "skills rename", "skills label", "skills merge", "skills retire",
    "skills related", "skills find-mentions", "suggest", "copy-tags",
    "tag", "untag", "note", "state", "search", "show", "status", "log", "undo",
    "redo", "export", "check", "backup", "demo", "merge", "bundle",
}  # fmt: skip


def walk(
    command: click.Command, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command below one, with the words that call it."""
    yield path, command
    if isinstance(command, click.Group):
        ctx = click.Context(command)
        for name in command.list_commands(ctx):
            below = command.get_command(ctx, name)
            assert below is not None
            yield from walk(below, (*path, name))


EVERY = dict(walk(postil))
LEAVES = {" ".join(path): command for path, command in EVERY.items() if not isinstance(command, click.Group)}


def test_every_command_that_was_promised_is_there() -> None:
    assert set(LEAVES) >= WANTED


@pytest.mark.parametrize("path", EVERY, ids=lambda path: " ".join(path) or "postil")
def test_help_tells_every_option_in_words(desk: Desk, path: tuple[str, ...]) -> None:
    ran = desk.done(*path, "--help")
    assert ran.err == ""
    assert ran.lines[0].startswith(" ".join(("Usage: postil", *path)))
    assert "-h, --help" in ran.out or path == ("search",)
    command = EVERY[path]
    assert command.help
    assert command.help.split("\n\n")[0].endswith(".")
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{' '.join(path)} {parameter.name}"
            assert parameter.help.endswith("."), parameter.help
            assert parameter.opts[0] in ran.out
    assert {"--db", "--annotator"} <= {opt for parameter in command.params for opt in parameter.opts}
    assert list(desk.folder.iterdir()) == []


@pytest.mark.parametrize("path", EVERY, ids=lambda path: " ".join(path) or "postil")
def test_h_is_short_for_help(desk: Desk, path: tuple[str, ...]) -> None:
    assert desk.done(*path, "-h").out == desk.done(*path, "--help").out


def test_help_lists_every_command_with_a_line() -> None:
    lines = postil.get_help(click.Context(postil, info_name="postil")).splitlines()
    for name, (_, line) in COMMANDS.items():
        assert any(shown.split() == [name, *line.split()] for shown in lines), name


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_that_prints_records_prints_them_as_json_too(name: str) -> None:
    without = {"review", "demo", "backup"}  # what they make is no listing
    for words, command in LEAVES.items():
        if words.split()[0] == name:
            has = any("--json" in parameter.opts for parameter in command.params)
            assert has is (name not in without), words


@pytest.mark.parametrize("words", sorted(LEAVES))
def test_the_readme_mentions_the_command(words: str) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    group, _, below = words.partition(" ")
    assert re.search(rf"(`|postil ){group}\b", readme)
    if below:
        assert re.search(rf"(`|postil {group} ){below}\b", readme)


def test_the_changelog_mentions_every_command() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if name not in changelog] == []


def test_help_fits_a_terminal_of_eighty_columns(desk: Desk) -> None:
    for path in EVERY:
        lines = desk.done(*path, "--help").lines
        assert max(map(len, lines)) <= 80, path


def test_the_version_is_one_line(desk: Desk) -> None:
    [line] = desk.done("--version").lines
    assert line.startswith("postil, version ")
    assert Path(ROOT / "CHANGELOG.md").read_text(encoding="utf-8").count(f"[{line.split()[-1]}]")
