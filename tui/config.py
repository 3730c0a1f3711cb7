"""A person's own settings: one TOML file, checked whole before anything of it is used."""

import re
import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_core import ErrorDetails

from store import UsageError

from .config_keys import Found, clashes, misplaced, unknown, usable
from .config_places import Place, places


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Panes(_Part):
    """How wide the panes of the review are, in cells, and from which width of the terminal on they are shown."""

    queue: int = Field(36, ge=16, le=120, description="width of the queue")
    annotations: int = Field(
        30, ge=16, le=120, description="width of the annotations; without the queue 26 at most"
    )
    queue_from: int = Field(110, ge=0, le=1_000, description="terminals as wide as this show the queue")
    annotations_from: int = Field(
        60, ge=0, le=1_000, description="terminals as wide as this show annotations"
    )


class Defaults(_Part):
    """What holds where neither an option nor a variable of the environment says otherwise."""

    db: str | None = Field(None, min_length=1, description="the database; ~ is your home folder")
    annotator: str | None = Field(None, min_length=1, description="who decides")
    query: str | None = Field(None, description="the search that the review begins with")


class Settings(_Part):
    """All settings. `keys` has, by scope and command, the keys as the screens name them."""

    theme: str | None = Field(None, description="postil-dark, postil-light, postil-ansi, or one of Textual's")
    panes: Panes = Field(default_factory=Panes, description="the panes of the review")
    defaults: Defaults = Field(default_factory=Defaults, description="what holds unless you say otherwise")
    keys: dict[str, dict[str, list[str]]] = Field(
        default_factory=dict,
        description="by scope and command: a key or a list of keys, each a character or a name",
    )

    @field_validator("keys", mode="before")
    @classmethod
    def _listed(cls, given: Any) -> Any:
        """Take one key for a list of one."""
        if not isinstance(given, dict):
            return given
        return {
            scope: (
                {name: [keys] if isinstance(keys, str) else keys for name, keys in commands.items()}
                if isinstance(commands, dict)
                else commands
            )
            for scope, commands in given.items()
        }

    @property
    def own_keys(self) -> dict[str, tuple[str, ...]]:
        """The person's keys by `scope.id`, as the table of commands takes them."""
        return {
            f"{scope}.{name}": tuple(usable(key) for key in keys)
            for scope, commands in self.keys.items()
            for name, keys in commands.items()
        }


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a file, and where: line and column are 1-based, `setting` is dotted."""

    line: int
    column: int
    setting: str
    sentence: str


class BadSettings(UsageError):
    """The file says something that cannot be done; nothing of it is used."""

    title = "Your settings"


def read(path: Path, themes: Collection[str] | None = None) -> Settings:
    """Return what a file says; raises BadSettings, naming the first fault, and OSError where it cannot be read."""
    settings, faults = checked(path.read_bytes(), themes)
    if settings is None or faults:
        first, more = faults[0], len(faults) - 1
        rest = f" `postil config --check` lists all {more + 1:,}." if more else ""
        raise BadSettings(f"{path}:{first.line}:{first.column}: {first.sentence}{rest}")
    return settings


def checked(data: bytes, themes: Collection[str] | None = None) -> tuple[Settings | None, list[Fault]]:
    """Return the settings that a file's bytes give, None where they give none, and all that is wrong in them.

    Without `themes`, the names that there are, the name of the theme is not looked at.
    """
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        given = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return None, [Fault(line, 1, "", "This is not UTF-8 text. Save the file as UTF-8.")]
    except tomllib.TOMLDecodeError as error:
        return None, [_no_toml(str(error), text)]
    where = places(text)
    try:
        settings = Settings.model_validate(given)
    except ValidationError as error:
        found = [_said(one) for one in error.errors()]
        raw = given.get("keys")
        if isinstance(raw, dict):
            found += unknown({scope: names for scope, names in raw.items() if isinstance(names, dict)})
        return None, _in_order(found, where)
    return settings, _in_order(_found(settings, themes), where)


def _found(settings: Settings, themes: Collection[str] | None) -> Iterator[Found]:
    if themes is not None and settings.theme is not None and settings.theme not in themes:
        yield (
            ("theme",),
            f"There is no theme {settings.theme!r}; there are: {', '.join(sorted(themes))}.",
        )
    if settings.panes.annotations_from > settings.panes.queue_from:
        part = "queue_from" if "queue_from" in settings.panes.model_fields_set else "annotations_from"
        yield (
            ("panes", part),
            "The queue is shown with the annotations: queue_from must not be the smaller one.",
        )
    for name in ("db", "annotator"):
        value = getattr(settings.defaults, name)
        if value is not None and not value.strip():
            yield ("defaults", name), f"{name} is blank. Give a name, or leave the line out."
    missing = list(unknown(settings.keys))
    yield from missing
    absent = {path for path, _ in missing}
    own: dict[str, dict[str, tuple[str, ...]]] = {}
    for scope, commands in settings.keys.items():
        for name, keys in commands.items():
            if ("keys", scope) in absent or ("keys", scope, name) in absent:
                continue
            if not keys:
                yield ("keys", scope, name), f"{name} needs a key. Leave the line out for the usual one."
                continue
            known = []
            for item, key in enumerate(keys):
                try:
                    known.append(usable(key))
                except ValueError as unusable:
                    yield ("keys", scope, name, item), str(unusable)
            own.setdefault(scope, {})[name] = tuple(known)
    yield from misplaced(own)
    yield from clashes(own)


def _said(error: ErrorDetails) -> Found:
    """Say in our words what pydantic found."""
    path = tuple(error["loc"])
    name = path[-1] if path else "the file"
    kind, limits = error["type"], error.get("ctx", {})
    if kind == "extra_forbidden":
        parts: dict[str, type[BaseModel]] = {"panes": Panes, "defaults": Defaults}
        known = ", ".join(parts.get(str(path[0]), Settings).model_fields)
        return path, f"There is no setting {name!r} here; there are: {known}."
    if kind in ("greater_than_equal", "less_than_equal"):
        limit = limits.get("ge", limits.get("le"))
        most = "at least" if kind == "greater_than_equal" else "at most"
        return path, f"{name} must be {most} {limit}."
    if kind == "string_too_short":
        return path, f"{name} is blank. Give a name, or leave the line out."
    wanted = {
        "string_type": "a text in quotes",
        "int_type": "a whole number",
        "list_type": "a key in quotes, or a list of them",
        "dict_type": "a table",
        "model_type": "a table",
    }.get(kind, "something else")
    return path, f"{name} must be {wanted}."


def _no_toml(words: str, text: str) -> Fault:
    at = re.search(r" \(at line (\d+), column (\d+)\)$", words)
    end = (text.count("\n") + 1, len(text) - text.rfind("\n"))
    line, column = (int(at[1]), int(at[2])) if at else end
    what = re.sub(r" \(at .*\)$", "", words)
    return Fault(line, column, "", f"This is not TOML: {what}.")


def _in_order(found: Iterator[Found] | list[Found], where: dict[tuple[str | int, ...], Place]) -> list[Fault]:
    faults = []
    for path, sentence in found:
        known = next((path[:end] for end in range(len(path), 0, -1) if path[:end] in where), ())
        line, column = where.get(known, (1, 1))
        faults.append(Fault(line, column, ".".join(str(part) for part in path), sentence))
    return sorted(dict.fromkeys(faults), key=lambda fault: (fault.line, fault.column))
