"""The one table of keys."""

from collections import Counter

import pytest

from docs.tables import README, fresh, keys_table
from tui.commands import COMMANDS, SCOPES, Scope, in_scope


@pytest.mark.parametrize("scope", list(SCOPES))
def test_no_two_commands_share_a_key_in_a_scope(scope: Scope) -> None:
    keys = Counter(key for command in in_scope(scope) for key in command.keys)
    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize("scope", ["review", "pair"])
def test_no_screen_hides_a_key_that_works_everywhere(scope: Scope) -> None:
    everywhere = {key for command in in_scope("app") for key in command.keys}
    assert everywhere.isdisjoint(key for command in in_scope(scope) for key in command.keys)


def test_every_command_has_an_id_of_its_own_in_its_scope_and_says_what_it_does() -> None:
    assert len({(command.scope, command.id) for command in COMMANDS}) == len(COMMANDS)
    assert all(command.title and command.help and command.keys for command in COMMANDS)


@pytest.mark.parametrize("scope", ["review", "text", "pair", "family", "preview", "skills", "app"])
def test_the_table_in_the_readme_has_the_keys_of_every_screen(scope: Scope) -> None:
    assert f"**{SCOPES[scope]}**" in keys_table()


def test_the_readme_shows_the_table_as_it_is() -> None:
    text = README.read_text(encoding="utf-8")
    assert fresh(text) == text
