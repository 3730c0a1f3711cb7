"""The one door for text from outside on its way to a screen.

The map keeps the length of the text, code point for code point, so that offsets into a body are offsets
into what is shown. It leaves nothing that a terminal would obey.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.content import Content

_PICTURES = {code: 0x2400 + code for code in range(0x20)}
_REPLACED = [
    *range(0x80, 0xA0),  # C1: one byte that a terminal takes for ESC and another
    0xAD,
    0x061C,
    0x180E,
    0x200B,
    0x200E,
    0x200F,
    *range(0x2028, 0x202F),  # line ends and bidi overrides
    *range(0x2060, 0x2070),
    0xFEFF,
    *range(0xFFF9, 0xFFFC),
    *range(0xE0000, 0xE1000),  # tag characters
    *range(0xD800, 0xE000),
]
_MAP = {**dict.fromkeys(_REPLACED, 0xFFFD), **_PICTURES, 0x7F: 0x2421, 0x09: 0x20}


def shown(text: str) -> str:
    """Return text as it may be shown: controls as pictures, C1, bidi and invisible ones as U+FFFD.

    A tab becomes one space. A newline becomes its picture: what has lines is split before it comes here.
    """
    if text.isascii() and text.isprintable():
        return text
    return text.translate(_MAP)


def shown_lines(text: str) -> str:
    """Return text of several lines as it may be shown, its line ends kept."""
    return "\n".join(shown(line) for line in text.split("\n"))


def content(text: str) -> "Content":
    """Return text for a widget, free of markup as well: brackets stay brackets."""
    from textual.content import Content

    return Content(shown_lines(text))
