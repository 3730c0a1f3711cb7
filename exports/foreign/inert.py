"""Text from outside in Markdown: it is shown as it stands, and nothing in it is obeyed."""

import re

from store import canonical_line

_LIVE = re.compile(r"[\\<\[]")
_OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]"
)


def inert(text: str) -> str:
    """Return a text without live markup: no HTML, link or image, and no character that a terminal obeys.

    Backslashes stand before `<`, `[` and `\\`, which Markdown takes away again.
    """
    return _LIVE.sub(r"\\\g<0>", without_commands(text))


def without_commands(text: str) -> str:
    """Return a text with U+FFFD, one for one, for characters that a terminal or a line of text would obey."""
    return _OBEYED.sub("\ufffd", text)


def inert_line(text: str) -> str:
    """Return a text as one line of Markdown."""
    return inert(canonical_line(text))
