"""Which database and which annotator a command is about, and how its answers leave it."""

import getpass
import os
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tui.config_file import ConfigFile, config_file
from tui.text import shown

if TYPE_CHECKING:
    from store import Store
    from tui.config import Settings

F = TypeVar("F", bound=Callable[..., Any])
_META = "postil.session"


@dataclass(frozen=True, slots=True)
class Session:
    """The database's path and the annotator's name."""

    db: Path
    annotator: str

    @contextmanager
    def store(self, *, create: bool = False, readonly: bool = False) -> Iterator["Store"]:
        """Open the database for one command."""
        from store import Outdated, Store

        try:
            found = Store.open(self.db, create=create, readonly=readonly)
        except Outdated:
            Store.open(self.db).close()
            say(f"{self.db} was brought up to date; as it was, it is kept beside it.")
            found = Store.open(self.db, readonly=readonly)
        with found as opened:
            yield opened


def session_options(command: F) -> F:
    """Add --db, --annotator and --config; given twice, the one nearer to the end of the line holds."""

    def keep(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
        if value is not None and param.name is not None:
            ctx.meta.setdefault(_META, {})[param.name] = value

    options: dict[str, Any] = {"expose_value": False, "callback": keep}
    command = click.option("--config", metavar="FILE", help="Your settings.", **options)(command)
    command = click.option("--annotator", metavar="NAME", help="Who decides.", **options)(command)
    return click.option("--db", metavar="FILE", help="The database.", **options)(command)


def session() -> Session:
    """Return the session of the command that runs."""
    given = _given()
    for name, value in given.items():
        if not value.strip():
            raise click.UsageError(f"--{name} is blank.")
    own = own_settings()
    db: str | None = given.get("db") or os.environ.get("POSTIL_DB")
    who: str | None = given.get("annotator") or os.environ.get("POSTIL_ANNOTATOR")
    if own is not None:
        db = db or own.defaults.db
        who = who or own.defaults.annotator
    return Session(Path(db or "postil.db").expanduser(), annotator_called(who or _login_name()))


def settings_file() -> ConfigFile:
    """Return the file of the person's own settings, which may not be there."""
    return config_file(_given().get("config"))


def own_settings(themes: Collection[str] | None = None) -> "Settings | None":
    """Return the person's own settings, None where there is no file of them; raises BadSettings and NotFound.

    Without `themes`, the names that there are, the name of the theme is not looked at.
    """
    file = settings_file()
    if not file.exists:
        if file.named:
            from store import NotFound

            raise NotFound(f"There is no file {file.path}. `postil config` prints one to begin with.")
        return None
    from tui.config import read

    return read(file.path, themes)


def annotator_called(name: str) -> str:
    """Return an annotator's name as it is kept: on one line, with nothing in it that a terminal would obey."""
    kept = " ".join(shown(name).split())
    if not kept:
        raise click.UsageError("The annotator's name is blank.")
    return kept


def annotator_given() -> str | None:
    """Return the name that the person gave with --annotator, None where it is from elsewhere."""
    return _given().get("annotator")


def database_is_named() -> bool:
    """Whether the person gave --db, and so expects that file to be used."""
    return "db" in _given()


def _given() -> dict[str, str]:
    given: dict[str, str] = click.get_current_context().meta.get(_META, {})
    return given


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "annotator"


def print_json(value: object) -> None:
    """Write one JSON document to stdout. ASCII, so that nothing in it can drive a terminal."""
    import json

    click.echo(json.dumps(value, indent=2, ensure_ascii=True, allow_nan=False))


def say(line: str) -> None:
    """Write a line of narration to stderr, with nothing in it that a terminal would obey."""
    click.echo(shown(line), err=True)


def put(line: str) -> None:
    """Write a line of data to stdout, with nothing in it that a terminal would obey."""
    click.echo(shown(line))


def on_terminal() -> bool:
    """Whether a person sits at both ends."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
