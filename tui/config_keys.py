"""The keys that a person gives to commands: how they are written, which a terminal sends, and where two clash."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from .commands import ALWAYS, COMMANDS, SCOPES, Command, Scope, key_name

Own = Mapping[str, Mapping[str, tuple[str, ...]]]
Found = tuple[tuple[str | int, ...], str]
"""A place in the settings, and what is wrong there."""

TYPED: frozenset[Scope] = frozenset({"search", "picker", "note", "files", "answer"})
"""Scopes in which one types, so that a letter is a letter."""

_WITH_HELP: frozenset[Scope] = frozenset({"preview", "problems"})
_DIALOGS: frozenset[Scope] = TYPED | {"choice", "record", "go", "help"}
_ARROWS = ("up", "down", "left", "right", "home", "end", "pageup", "pagedown", "insert", "delete")
_PLAIN = {"enter", "escape", "tab", "space", "backspace", *_ARROWS, *(f"f{n}" for n in range(1, 13))}
_HELD = {f"{held}+{key}" for held in ("ctrl", "shift", "alt") for key in _ARROWS}
_HELD |= {"shift+tab", "shift+enter", "alt+enter"}
_HELD |= {f"{held}+{letter}" for held in ("ctrl", "alt") for letter in "abcdefghijklmnopqrstuvwxyz"}
_EATEN = {
    "ctrl+c": "ctrl+c interrupts or copies",
    "ctrl+z": "ctrl+z stops the program",
    "ctrl+h": "terminals send backspace for ctrl+h",
    "ctrl+i": "terminals send tab for ctrl+i",
    "ctrl+m": "terminals send enter for ctrl+m",
}
_ALIASES = {"esc": "escape", "return": "enter", "del": "delete", "pgup": "pageup", "pgdn": "pagedown"}
_SHORT_NAMES = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}


def usable(written: str) -> str:
    """Return the name of a key as the screens know it; raises ValueError with a sentence where no key comes of it."""
    if len(written) == 1 and written.isprintable() and not written.isspace():
        return written if written.isalnum() else _name_of(written)
    key = _ALIASES.get(written.lower(), written.lower())
    if key in _EATEN:
        raise ValueError(f"{written} cannot be used: {_EATEN[key]}. Take another key.")
    if key in _PLAIN or key in _HELD:
        return key
    if key.startswith("shift+") and len(key) == len("shift+x"):
        raise ValueError(f"{written} is written as the letter it gives: {key[-1].upper()}.")
    if key in {command_key for command in COMMANDS for command_key in command.keys}:
        return key
    if "+" in key:
        raise ValueError(
            f"Not every terminal sends {written}. Take a letter, or ctrl+ or alt+ with a letter or an arrow."
        )
    raise ValueError(
        f"There is no key {written!r}. Write the character itself, or a name: enter, tab, space, f1, ctrl+t."
    )


def _name_of(sign: str) -> str:
    name = unicodedata.name(sign, "").lower().replace("-", "_").replace(" ", "_")
    return _SHORT_NAMES.get(name, name or sign)


def unknown(own: Mapping[str, Mapping[str, object]]) -> Iterator[Found]:
    """Yield the scopes and commands that there are not."""
    for scope, commands in own.items():
        if scope not in SCOPES:
            yield ("keys", scope), f"There is no scope {scope!r}{_meant(scope, list(SCOPES))}."
            continue
        known = [command.id for command in COMMANDS if command.scope == scope]
        for name in commands:
            if name not in known:
                yield (
                    ("keys", scope, name),
                    f"There is no command {name!r} in the scope {scope!r}{_meant(name, known)}.",
                )


def _meant(name: str, known: Sequence[str]) -> str:
    near = get_close_matches(name, known, 1)
    return f"; {near[0]!r} is near" if near else f"; there are: {', '.join(known)}"


def misplaced(own: Own) -> Iterator[Found]:
    """Yield the keys that cannot do what they should: a letter in a field is typed."""
    for scope, commands in own.items():
        for name, keys in commands.items():
            in_fields = scope in TYPED or (scope == "app" and name in ALWAYS)
            for key in keys:
                if in_fields and (len(key_name(key)) == 1 or key == "space"):
                    yield (
                        ("keys", scope, name),
                        f"{key_name(key)} is typed where {name} works. Take a key with ctrl+, or a named one.",
                    )


def clashes(own: Own) -> Iterator[Found]:
    """Yield, for each two commands that would take one key, the place of one that the person set."""
    table = [(command, own.get(command.scope, {}).get(command.id, command.keys)) for command in COMMANDS]
    for scope in SCOPES:
        here = [row for row in table if row[0].scope == scope]
        above = [row for row in table if row[0].scope != scope and _works_in(row[0], scope)]
        taken: dict[str, list[Command]] = {}
        for command, keys in (*above, *here):
            for key in keys:
                for other in taken.setdefault(key, []):
                    if other is not command and not _hides(command, other):
                        yield from _clash(key, command, other, own)
                taken[key].append(command)


def _clash(key: str, command: Command, other: Command, own: Own) -> Iterator[Found]:
    loser, winner = (command, other) if _is_own(command, own) else (other, command)
    if _is_own(loser, own):
        yield (
            ("keys", loser.scope, loser.id),
            f"{key_name(key)} is also the key of {winner.id} ({SCOPES[winner.scope].lower()}). "
            "Give one of them another key.",
        )


def _hides(command: Command, other: Command) -> bool:
    """Whether a command of the text is meant to stand in for one of the review: by the table they share a key."""
    scopes = {command.scope, other.scope}
    return scopes == {"review", "text"} and not set(command.keys).isdisjoint(other.keys)


def _is_own(command: Command, own: Own) -> bool:
    return command.id in own.get(command.scope, {})


def _works_in(command: Command, scope: Scope) -> bool:
    if command.scope != "app":
        return (scope, command.scope) == ("text", "review")
    if scope == "note" and command.id == "quit":
        return False
    if scope in _DIALOGS:
        return command.id in ALWAYS
    return scope not in _WITH_HELP or command.id in ALWAYS | {"help"}
