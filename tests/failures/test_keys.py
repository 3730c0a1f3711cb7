"""Every command can be given on any terminal, and what is done all day takes one key without a finger's stretch."""

import pytest

from tui.commands import SCOPES, Scope, in_scope

ALL_DAY = {
    "done",
    "skip",
    "flag",
    "accept",
    "untag",
    "tag",
    "note",
    "undo",
    "required",
    "preferred",
    "mentioned",
    "next",
    "previous",
}


def typed(key: str) -> bool:
    """Whether a plain terminal sends it: not what it keeps, takes for another key, or cannot tell."""
    *held, last = key.split("+")
    if not held:
        return True
    if held == ["ctrl"]:  # ctrl+i is tab, ctrl+m enter, ctrl+h backspace; ctrl+z, s, c are the terminal's own
        return len(last) == 1 and last.isalpha() and last not in "imhzsc"
    return (held, last) == (["shift"], "tab")


@pytest.mark.parametrize("scope", SCOPES)
def test_every_command_has_a_key_that_every_terminal_sends(scope: Scope) -> None:
    dumb = [command.id for command in in_scope(scope) if not any(map(typed, command.keys))]
    assert dumb == []


def test_what_is_done_all_day_is_one_key_without_shift_or_control() -> None:
    review = {command.id: command.keys[0] for scope in ("review", "app") for command in in_scope(scope)}
    assert set(review) >= ALL_DAY
    for id_ in ALL_DAY:
        key = review[id_]
        assert "+" not in key
        assert len(key) > 1 or key.islower() or not key.isalpha(), id_
    assert {command.keys[0] for command in in_scope("pair") if command.id in ("duplicate", "distinct")} == {
        "y",
        "n",
    }
