"""Writing nothing more to a stream that takes nothing more."""

import os
from contextlib import suppress
from typing import IO


def mute(*streams: IO[str]) -> None:
    """Let nothing more be written to streams that take nothing more, not even what waits for the exit."""
    for stream in streams:
        with suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
