"""Daft in a process of its own: it may abort while Python ends, after all is written, and that is no failure."""

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import closing
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from duplicates.scoring import Model
from store import PostilError

from .base import EngineFailed, Progress, write_pairs

Message = tuple[int, int, str] | int | PostilError
"""Progress, and at last how many pairs were written, or why none."""


def write_pairs_apart(address: str | None, postings: str, target: Path, model: Model, told: Progress) -> int:
    """Write what Daft finds, natively or on the Ray cluster at an address, as `write_pairs` does."""
    # A new process: a copy of this one would have its locks, and Daft does not stand that.
    context = get_context("spawn")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(sending, address, postings, target, model), daemon=False)
    process.start()
    sending.close()
    try:
        with closing(receiving):
            for message in _messages(receiving):
                if isinstance(message, PostilError):
                    raise message
                if isinstance(message, int):
                    return message
                told(*message)
    except BaseException:
        process.terminate()
        raise
    finally:
        process.join()
    raise EngineFailed(
        f"The search ended before it was done (exit {process.exitcode}). Where memory ran out, `--engine sqlite` "
        "needs less."
    )


def _messages(receiving: Connection) -> Iterator[Message]:
    while True:
        try:
            yield receiving.recv()
        except EOFError:
            return


def _work(sending: Connection, address: str | None, postings: str, target: Path, model: Model) -> None:
    _keep_quiet()
    from .on_daft import OnDaft, explained

    try:
        with explained(), closing(OnDaft(address)) as engine:
            found = write_pairs(engine, postings, target, model, lambda *now: sending.send(now))
        sending.send(found)
    except PostilError as error:
        sending.send(error)
    except OSError as error:
        sending.send(EngineFailed(f"The pairs could not be written: {error.strerror or error}."))
    sending.close()
    os._exit(0)  # all is written and said; nothing of Daft's is left to run


def _keep_quiet() -> None:
    """Let Daft and Ray print nothing: they would write into the progress, and their errors reach us as ours."""
    logging.disable()
    sys.stderr = os.fdopen(os.dup(2), "w", errors="backslashreplace")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)
