"""postil serve"""

import asyncio
import errno
import os
import socket

import click

from store import NotFound, UsageError

from .session import annotator_called, print_json, put, say, session, session_options

PORT = 8010


@click.command("serve")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="0 takes any free one."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--public-url", metavar="URL", help="What people type, where a proxy stands before it.")
@click.option("--add", metavar="NAME", help="Let NAME enter: print a new token, and serve nothing.")
@click.option("--remove", metavar="NAME", help="Let NAME enter no longer, and serve nothing.")
@click.option("--people", is_flag=True, help="List who may enter, and serve nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@session_options
def serve_command(
    port: int,
    host: str,
    public_url: str | None,
    add: str | None,
    remove: str | None,
    people: bool,
    as_json: bool,
) -> None:
    """Offer the application to people with a browser and no terminal.

    Each enters with a name and a token (`--add`), works under that name, and reaches nothing but this database.
    Needs an extra: pip install 'postil[serve]'.
    """
    if sum((add is not None, remove is not None, people)) > 1:
        raise UsageError("Give one of --add, --remove and --people.")
    now = session()
    if add is not None:
        name = annotator_called(add)
        with now.store() as store:
            token = store.let_in(name)
        if as_json:
            print_json({"name": name, "token": token})
        else:
            put(token)
        say(
            f"This is the token of {name}; it is not kept and not shown again. `postil serve` lets them enter."
        )
    elif remove is not None:
        with now.store() as store:
            store.keep_out(annotator_called(remove))
        say(f"{annotator_called(remove)} may enter no longer.")
    elif people:
        with now.store(readonly=True) as store:
            names = store.entrants()
        if as_json:
            print_json(names)
        else:
            for name in names:
                put(name)
    else:
        _serve(host, port, public_url)


def _serve(host: str, port: int, public_url: str | None) -> None:
    try:
        from tui.serving.server import Place, Server
    except ModuleNotFoundError as error:
        if error.name not in ("aiohttp", "textual_serve"):
            raise
        raise UsageError("Serving needs an extra: pip install 'postil[serve]'") from error
    if public_url is not None and not public_url.startswith(("http://", "https://")):
        raise UsageError(
            f"--public-url takes an address such as https://postil.example/, not {public_url!r}."
        )
    db = session().db
    if not db.exists():
        raise NotFound(f"There is no database at {db}. `postil import PATH` makes one.")
    with session().store() as store:  # brings it up to date before anybody enters
        names = store.entrants()
    if not names:
        raise UsageError("Nobody may enter yet. `postil serve --add NAME` prints a token for NAME.")
    place = Place(host, port, public_url.rstrip("/") if public_url else None)

    def ready(address: str) -> None:
        say(f"Serving {db} at {address} to {', '.join(names)}. Ctrl+C ends it.")
        say(
            "Who has a token may read all of this database, and decides under their own name. There is no way to a "
            "shell, to files, or to another database."
        )
        if not place.is_private:
            say(
                f"It listens on {host}, so that other machines reach it, and what passes is not encrypted: put a "
                f"proxy with TLS before it, or let people use `ssh -L {port}:127.0.0.1:{port}`."
            )

    try:
        asyncio.run(Server(db, place).run(ready))
    except OSError as error:
        other = "--port" if error.errno in (errno.EADDRINUSE, errno.EACCES) else "--host"
        raise UsageError(
            f"It cannot listen on {host}, port {port}: {_why(error)}. Give another {other}."
        ) from error


def _why(error: OSError) -> str:
    """Return what the system says; asyncio puts the address before it, which is said already."""
    if isinstance(error, socket.gaierror) or error.errno is None:
        return str(error.strerror)
    return os.strerror(error.errno)
