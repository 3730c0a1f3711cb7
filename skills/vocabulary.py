"""Reading a vocabulary of skills from a file, in a format that its first line tells."""

import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path

from store import Problem, Skill, Unreadable

from . import esco, onet

LIMIT = 256 * 2**20
"""Bytes of a vocabulary, unpacked. ESCO has 30 million."""

_PACKED = b"\x1f\x8b"


def read_file(path: Path) -> Iterator[Skill | Problem]:
    """Read a vocabulary file, packed by gzip or not; raises Unreadable. See `read`."""
    try:
        with path.open("rb") as file:
            data = file.read(LIMIT + 1)
        if data.startswith(_PACKED):
            with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
                data = packed.read(LIMIT + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Unreadable(f"{path.name} is packed and damaged: {error}. Get it anew.") from error
    except OSError as error:
        raise Unreadable(f"{path} cannot be read: {error.strerror}.") from error
    if len(data) > LIMIT:
        raise Unreadable(f"{path.name} is larger than {LIMIT // 2**20} MiB, which no vocabulary is.")
    try:
        text = data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise Unreadable(f"{path.name} is not UTF-8: see byte {error.start:,}. Save it as UTF-8.") from error
    return read(path.name, text)


def read(name: str, text: str) -> Iterator[Skill | Problem]:
    """Yield the skills of a text, and a problem for each row that is none, `row 1` being the first after the header.

    The header says whether it is O*NET's technology file or a table with the columns of ESCO. Raises Unreadable
    where it is neither.
    """
    return onet.read(text) if onet.recognises(text) else esco.read(name, text)
