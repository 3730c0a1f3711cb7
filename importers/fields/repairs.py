"""What a reader must know of a text that was taken: what was replaced in it, and what the screen hides."""

import re
from collections.abc import Iterable, Iterator

from store import Problem

UNSTORABLE = "characters that cannot be stored (NUL or half a surrogate pair) became U+FFFD"
CONTROLS = "the text has control characters, which the screen shows as pictures"
TURNS = "the text has characters that turn the direction of reading, which the screen shows as U+FFFD"

_SURROGATES = re.compile("[\ud800-\udfff]")
_CONTROLS = re.compile("[\x01-\x08\x0b-\x1f\x7f-\x9f]")
_ASCII_CONTROLS = bytes((*range(1, 9), *range(11, 32), 127))
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def storable(text: str) -> str:
    """Return text that can be written, verbatim but for halves of surrogate pairs."""
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)


def repairs_of_body(locator: str, pieces: Iterable[str], body: str) -> Iterator[Problem]:
    """Yield what is to be told of a body and of the pieces it was made of, as they came."""
    if any("\0" in piece or (not piece.isascii() and _SURROGATES.search(piece)) for piece in pieces):
        yield Problem(locator, "body", UNSTORABLE)
    if body.isascii():
        data = body.encode()
        if len(data.translate(None, _ASCII_CONTROLS)) != len(data):
            yield Problem(locator, "body", CONTROLS)
        return
    if _CONTROLS.search(body):
        yield Problem(locator, "body", CONTROLS)
    if _TURNS.search(body):
        yield Problem(locator, "body", TURNS)


def repairs_of_line(locator: str, field: str, text: str) -> Iterator[Problem]:
    """Yield what is to be told of a field of one line, as it came."""
    if text.isprintable():
        return
    if "\0" in text or _SURROGATES.search(text):
        yield Problem(locator, field, UNSTORABLE)
    if _CONTROLS.search(text):
        yield Problem(locator, field, CONTROLS)
    if _TURNS.search(text):
        yield Problem(locator, field, TURNS)
