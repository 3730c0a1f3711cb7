"""A file line by line, however long it is: for formats of a record a line."""

import codecs
from collections.abc import Iterator
from typing import IO

from store import Problem, Unreadable

from .base import Unread
from .files import File
from .reading import text_encoding

LINE_LIMIT = 8 * 1024 * 1024
"""Bytes of one line, and of one record: eight times the longest body that is taken."""
Line = tuple[int, str] | Unread
"""A line's number, from 1, and its text with its end; or the problem with it."""
SHOWN = 1000  # characters of a line that is too long which are kept with the problem


def lines_of(file: File) -> Iterator[Line]:
    r"""Yield the lines as the file has them, parted at `\n` only.

    What cannot be decoded comes as the problem it is, and the lines after it follow. In a file that has
    `\r` for line ends throughout, lines end there. Raises Unreadable, UsageError for the encoding.
    """
    mark, encoding = text_encoding(file.head, file.encoding)
    with file.open() as stream:
        stream.read(len(mark))
        if _has_plain_line_ends(encoding):
            yield from _byte_lines(stream, encoding, old_mac=b"\r" in file.head and b"\n" not in file.head)
        else:
            yield from _character_lines(file, stream, encoding)


def number_of(line: Line) -> int:
    """Return a line's number."""
    return int(line.problem.locator.removeprefix("line ")) if isinstance(line, Unread) else line[0]


def _has_plain_line_ends(encoding: str) -> bool:
    """Whether the byte 10 is a line end in the encoding and nothing else."""
    return not codecs.lookup(encoding).name.startswith(("utf-16", "utf-32", "utf-7"))


def _byte_lines(stream: IO[bytes], encoding: str, *, old_mac: bool) -> Iterator[Line]:
    number = 0
    for line in _until(stream, b"\r") if old_mac else _by_newline(stream):
        number += 1
        if len(line) > LINE_LIMIT:
            yield _too_long(number, line[:SHOWN].decode(encoding, "replace"))
            continue
        try:
            yield number, line.decode(encoding)
        except UnicodeError as error:
            start = error.start if isinstance(error, UnicodeDecodeError) else 0
            reason = (
                f"byte {start + 1:,} of the line is not {encoding}. "
                "If the file has another encoding, say so with --encoding, for example --encoding cp1252"
            )
            yield Unread(Problem(f"line {number}", None, reason), line.decode("utf-8", "surrogateescape"))


def _by_newline(stream: IO[bytes]) -> Iterator[bytes]:
    while line := stream.readline(LINE_LIMIT + 1):
        if len(line) > LINE_LIMIT and not line.endswith(b"\n"):
            while (rest := stream.readline(LINE_LIMIT)) and not rest.endswith(b"\n"):
                pass
        yield line


def _until(stream: IO[bytes], end: bytes) -> Iterator[bytes]:
    held = b""
    while chunk := stream.read(256 * 1024):
        *whole, held = (held + chunk).split(end)
        for line in whole:
            yield line + b"\n"
        held = held[: LINE_LIMIT + 1]
    if held:
        yield held


def _character_lines(file: File, stream: IO[bytes], encoding: str) -> Iterator[Line]:
    reader = codecs.getreader(encoding)(stream)
    held, number = "", 0
    try:
        while chunk := reader.read(128 * 1024, 128 * 1024):
            *whole, held = (held + chunk).split("\n")
            for line in whole:
                number += 1
                yield _too_long(number, line[:SHOWN]) if len(line) > LINE_LIMIT else (number, line + "\n")
            held = held[: LINE_LIMIT + 1]
    except UnicodeError as error:
        raise Unreadable(f"{file.name}: after line {number:,} it is not {encoding}: {error}.") from error
    if held:
        number += 1
        yield _too_long(number, held[:SHOWN]) if len(held) > LINE_LIMIT else (number, held)


def _too_long(number: int, begins: str) -> Unread:
    limit = LINE_LIMIT // (1024 * 1024)
    reason = f"the line is longer than the limit of {limit} MiB; only its first {SHOWN:,} characters are kept"
    return Unread(Problem(f"line {number}", None, reason), begins)
