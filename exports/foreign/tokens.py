"""Words of a text, with their places: plain rules that hold for any language and need no model."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

NAME = "postil-words-1"
"""Names these rules: whoever changes what they find changes the name."""

_ALONE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Zero-width characters, bidi controls, the soft hyphen: part of a word within it, no part of it at its edges.
_UNSEEN = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
_SIGNS = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f!-/:-@\\[-\\^`{-~\u00a1-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u2010-\u2027\u2030-\u205e"
    "\u20a0-\u20cf\u2100-\u214f\u2190-\u2bff\u3001-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
    "\U0001f000-\U0001faff"
)
# What changes or joins the sign before it: joiners, forms, skin tones, marks.
_JOINED = "\u0300-\u036f\u20d0-\u20ff\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f"
_PICTURE = f"[{_SIGNS}][{_JOINED}]*(?:\u200d[{_SIGNS}][{_JOINED}]*)*"
_WORD = f"[^\\s{_ALONE}{_SIGNS}{_UNSEEN}]+"
_TOKEN = re.compile(f"[{_ALONE}][{_JOINED}]*|{_PICTURE}|{_WORD}(?:[{_UNSEEN}]+{_WORD})*|[{_UNSEEN}]+")


class Token(NamedTuple):
    """A word, a sign or a run of blanks: `[start, end)` in code points; `blank` whether one space follows it."""

    start: int
    end: int
    blank: bool = False


def words(text: str) -> Iterator[Token]:
    """Yield words and signs in order; each holds no blank, and nothing but blanks is left out.

    Every sign stands alone, so that `C++` is three and no sign joins a word; an ideograph or a kana is a word.
    """
    for found in _TOKEN.finditer(text):
        yield Token(*found.span())


def covering(text: str) -> list[Token]:
    """Return tokens of which the text is made: words, and for more than the one space after a word, the blanks."""
    found: list[Token] = []
    at = 0
    for word in (*words(text), Token(len(text), len(text))):
        if at < word.start and found and text[at] == " ":
            found[-1] = Token(found[-1].start, found[-1].end, blank=True)
            at += 1
        if at < word.start:
            found.append(Token(at, word.start))
        if word.start < word.end:
            found.append(word)
        at = word.end
    return found


@dataclass(frozen=True, slots=True)
class Edges:
    """Where tokens begin and end, for finding the tokens of a span."""

    first: dict[int, int]
    last: dict[int, int]

    @classmethod
    def of(cls, tokens: list[Token]) -> "Edges":
        """Note the edges of tokens."""
        return cls(
            {token.start: number for number, token in enumerate(tokens)},
            {token.end: number for number, token in enumerate(tokens)},
        )

    def within(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the numbers of a span's first and last token; None where it does not begin and end with one."""
        first, last = self.first.get(start), self.last.get(end)
        return None if first is None or last is None else (first, last)
