"""The two forms of text the project knows: canonical (what is kept) and normalised (what is compared).

Canonical text is what every offset counts in. It is made once, at import, and never again: a second
pass over it changes nothing.
"""

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# Zero-width characters, bidi controls, the soft hyphen, variation selectors and tag characters: they
# change how text looks, never what it says.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
REPLACEMENT = "\ufffd"


def canonical(text: str) -> str:
    r"""Return text as it is stored: line ends become `\n`, NUL and lone surrogates become U+FFFD.

    Everything else stays as it came, control characters included: the screen shows them as pictures.
    A text area splits lines where Python does, so each of Python's line ends is made `\n` here; left
    alone they would shift every later offset. Idempotent.
    """
    if (
        "\r" in text
        or "\v" in text
        or "\f" in text
        or "\x1c" in text
        or "\x1d" in text
        or "\x1e" in text
        or (not text.isascii() and ("\x85" in text or "\u2028" in text or "\u2029" in text))
    ):
        text = _LINE_ENDS.sub("\n", text)
    return _storable(text)


def canonical_line(text: str) -> str:
    """Return the canonical form of a field that has one line: every run of blanks becomes one space."""
    return " ".join(_storable(text).split())  # every line end is a blank, too


def visible(text: str) -> str:
    """Return text without the characters that cannot be seen; offsets do not survive this."""
    return text if text.isascii() else INVISIBLE.sub("", text)


def normalised(text: str) -> str:
    """Return what two texts must share to count as equal: letters without case, form or spacing.

    NFKC, case folded, invisible characters dropped, each run of blanks one space. Typographic quotes
    and dashes become their plain forms, because copying a text through an editor changes them.
    """
    plain = unicodedata.normalize("NFKC", visible(text)).casefold()
    if plain.isascii():
        # Line ends are rare and quick to find, so runs of them are made one before they are among the spaces.
        for blank in _ASCII_BLANKS:
            plain = plain.replace(blank, "\n")
        while "\n\n" in plain:
            plain = plain.replace("\n\n", "\n")
        plain = plain.replace("\n", " ")
        while "  " in plain:
            plain = plain.replace("  ", " ")
        return plain.strip(" ")
    for typographic, typed in _PLAIN.items():
        plain = plain.replace(typographic, typed)
    return " ".join(plain.split())


def folded(text: str) -> str:
    """Return the form in which names are compared: case folded, each run of blanks one space."""
    return " ".join(text.casefold().split())


def _storable(text: str) -> str:
    if text.isascii():
        return text.replace("\0", REPLACEMENT)
    try:
        text.encode()  # ten times as fast as to look for surrogates with a pattern
    except UnicodeEncodeError:
        return _UNSTORABLE.sub(REPLACEMENT, text)
    return text.replace("\0", REPLACEMENT)


_ASCII_BLANKS = "\t\r\v\f\x1c\x1d\x1e\x1f"
# Replaced one after another, which is ten times as fast as a table.
_PLAIN = {
    "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'",
    "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u201f": '"',
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
}  # fmt: skip
