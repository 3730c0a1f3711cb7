"""From bytes to canonical text: the one way in which a file becomes a document."""

import codecs
import re
from dataclasses import dataclass

from store import Unreadable, UsageError, canonical, visible

from .base import Document

FILE_LIMIT = 64 * 1024 * 1024
"""Bytes of one file. What people import is a few megabytes; more is a mistake or an attack."""

# A text may hold a few NULs by accident; past both of these it is no text.
MANY_NULS = 16
_SAMPLE = 32 * 1024  # bytes
_CHARACTERS_PER_NUL = 20

# UTF-32 first: its mark in little-endian order begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class ReadDocument(Document):
    """A document that remembers which of its lines (1-based) had characters that cannot be stored.

    Canonical text has U+FFFD in their place, which a file may also hold of its own accord.
    """

    mended_lines: frozenset[int] = frozenset()


def read_document(name: str, data: bytes, encoding: str | None = None) -> Document:
    """Decode a file: by `encoding` if given, else by its byte order mark, else as UTF-8. Never a guess.

    Raises Unreadable for bytes that are no text in that encoding, for blank and for binary files, and
    for more than FILE_LIMIT bytes; UsageError for an encoding nobody knows.
    """
    if len(data) > FILE_LIMIT:
        limit = FILE_LIMIT // (1024 * 1024)
        raise Unreadable(
            f"{name} has {len(data):,} bytes, more than the limit of {limit} MiB a file. Split it."
        )
    text = _decoded(name, data, encoding).removeprefix("\ufeff")
    if text.count("\0") > max(MANY_NULS, len(text) // _CHARACTERS_PER_NUL):
        raise Unreadable(
            f"{name} is no text. If it is UTF-16 without a byte order mark, say so with --encoding utf-16-le."
        )
    if not visible(text.replace("\0", "")).strip():
        raise Unreadable(f"{name} is blank.")
    whole = canonical(text)
    return ReadDocument(name, whole, tuple(whole.split("\n")), _mended_lines(text))


def _decoded(name: str, data: bytes, encoding: str | None) -> str:
    mark, chosen = text_encoding(data, encoding)
    try:
        return data[len(mark) :].decode(chosen)
    except UnicodeDecodeError as error:
        guess = _likely(data) or "cp1252"
        raise Unreadable(
            f"{name}: byte {len(mark) + error.start:,} is not {chosen}. "
            f"Say which encoding it has with --encoding, for example --encoding {guess}."
        ) from error
    except UnicodeError as error:
        raise Unreadable(f"{name} is not {chosen}. Say which encoding it has with --encoding.") from error
    except LookupError as error:
        # A codec between bytes and bytes, such as base64.
        raise _unknown(chosen) from error


def _likely(data: bytes) -> str | None:
    """Return the encoding that a text most likely has: named to the person, never used unasked."""
    from charset_normalizer import from_bytes  # loaded only where a file turns out not to be UTF-8

    best = from_bytes(data[:_SAMPLE]).best()
    return best.encoding if best else None


def text_encoding(head: bytes, said: str | None) -> tuple[bytes, str]:
    """Return the byte order mark a file begins with, and its encoding: as said, as marked, or UTF-8.

    Raises UsageError for an encoding nobody knows.
    """
    mark, chosen = b"", said
    if chosen is None:
        mark, chosen = next((pair for pair in _MARKS if head.startswith(pair[0])), (b"", "utf-8"))
    try:
        "".encode(chosen)  # refuses codecs between bytes and bytes, such as base64, too
    except (LookupError, ValueError) as error:
        raise _unknown(chosen) from error
    return mark, chosen


def is_binary(head: bytes, said: str | None) -> bool:
    """Whether a file that begins so is no text: many NULs, and neither a mark nor a word of the person's."""
    if said is not None or any(head.startswith(mark) for mark, _ in _MARKS):
        return False
    return head.count(b"\0") > max(MANY_NULS, len(head) // _CHARACTERS_PER_NUL)


def _unknown(encoding: str) -> UsageError:
    return UsageError(f"{encoding!r} is no text encoding that is known. Try utf-8, utf-16 or cp1252.")


def _mended_lines(text: str) -> frozenset[int]:
    lines, number = set(), 1
    *pieces, _ = _UNSTORABLE.split(text)
    for piece in pieces:
        number += canonical(piece).count("\n")
        lines.add(number)
    return frozenset(lines)
