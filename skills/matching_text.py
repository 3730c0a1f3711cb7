"""The form in which bodies and labels are compared, with the way back to the code points of the body.

Letters without form or typography: NFKC, plain quotes and hyphens, nothing that cannot be seen, a run of blanks as
one space, and a blank line as a blank line, so that no label reaches across it. Scripts written without spaces get
one around each letter, as there any letter may begin a word. A body in ASCII with no run of blanks is as it is.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

from store import INVISIBLE, normalised

MARKS = 30
"""Marks taken as one with their letter, as in Unicode's stream-safe text: ordering more takes time in the square."""

FEW = 50  # different characters that are replaced one after another

BLANK_LINE = "\n\n"
_BLANKS = " \n"
_SYMBOLS = "".join(chr(code) for code in range(128) if not chr(code).isalnum() and chr(code) != "_")
_TO_BLANKS = str.maketrans(_SYMBOLS, " " * len(_SYMBOLS))
_ASCII = bytes(range(128))
_RUNS = re.compile(r"[ \n]{2,}")
# Thai to Burmese, Khmer, kana, Han; and Korean, whose words have their particles written onto them.
_UNSPACED = re.compile(
    "[\u0e00-\u109f\u1780-\u17ff\u3005\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U000323af]"
)


@dataclass(frozen=True, slots=True)
class Places:
    """The stretches whose form has another length than they have: stretch `n` of the text is `[source_start[n],
    source_end[n])`, its form `[start[n], end[n])`. In order; between them the text and its form run side by side.
    """

    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    source_start: list[int] = field(default_factory=list)
    source_end: list[int] = field(default_factory=list)

    def add(self, start: int, end: int, source_start: int, source_end: int) -> None:
        """Add the next stretch."""
        self.start.append(start)
        self.end.append(end)
        self.source_start.append(source_start)
        self.source_end.append(source_end)

    def source(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where a range of the form stands in the text; None if it begins or ends within such a stretch."""
        first = bisect_right(self.start, start) - 1
        if first >= 0:
            if start >= self.end[first]:
                start += self.source_end[first] - self.end[first]
            elif start == self.start[first]:
                start = self.source_start[first]
            else:
                return None
        last = bisect_left(self.start, end) - 1
        if last >= 0:
            if end < self.end[last]:
                return None
            end += self.source_end[last] - self.end[last]
        return start, end


@dataclass(frozen=True, slots=True)
class MatchingText:
    """A text in two forms of equal length: `cased` as one reads it, `folded` with neither case nor symbols.

    In `folded` each character of no word is a space. `places` is None where the text is as long as its forms.
    """

    cased: str
    folded: str
    places: Places | None = None

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where `cased[start:end]` stands in the text, or None where that begins or ends within a letter."""
        return self.places.source(start, end) if self.places else (start, end)


def matching_text(text: str) -> MatchingText:
    """Return the forms of a canonical text. Takes time in proportion to its length, whatever is in it."""
    plain = text.replace("\t", " ")
    loose: frozenset[str] = frozenset()
    if not plain.isascii():
        odd = _beyond_ascii(plain)
        loose = frozenset(filter(_is_loose, odd))
        plain = _replaced(plain, {letter: _form(letter) for letter in odd - loose if _form(letter) != letter})
    if loose:
        return _mapped(plain, _clusters(loose))
    if "  " in plain or " \n" in plain or "\n " in plain or "\n\n\n" in plain:
        return _collapsed(plain)
    return MatchingText(plain, _folded(plain))


def is_word(letter: str) -> bool:
    """Whether a character is part of a word: a letter, a digit, a low line, or a mark on one of them."""
    return letter.isalnum() or letter == "_" or (letter > "\x7f" and unicodedata.category(letter)[0] == "M")


def _folded(cased: str) -> str:
    """Return the form without case and symbols. It is as long, as `_form_of` sees to it that case does not matter."""
    if not cased.isascii():
        cased = _replaced(cased, {letter: " " for letter in _beyond_ascii(cased) if not is_word(letter)})
        if not cased.isascii():
            for symbol in _SYMBOLS:
                cased = cased.replace(symbol, " ")
            return cased.casefold()
    return cased.casefold().translate(_TO_BLANKS)


def _beyond_ascii(text: str) -> frozenset[str]:
    # Bytes are the quickest way to the few letters that matter, by far.
    return frozenset(
        text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")
    )


def _replaced(text: str, forms: dict[str, str]) -> str:
    """Return text with each character that has a form replaced by it."""
    # Where the text is not ASCII a table takes long whatever is in it, and one replacement next to nothing.
    if len(forms) > FEW:
        return text.translate({ord(letter): form for letter, form in forms.items()})
    for letter, form in forms.items():
        text = text.replace(letter, form)
    return text


def _cluster_form(cluster: str) -> str:
    return _form(cluster) if len(cluster) == 1 else _form_of(cluster)


@cache
def _form(letter: str) -> str:
    return _form_of(letter)


def _form_of(cluster: str) -> str:
    """Return the form of a letter with its marks: cased, and of a length that folding does not change."""
    seen = INVISIBLE.sub("", cluster)
    if not seen:
        return ""
    if len(seen) == 1:
        kind = unicodedata.category(seen)
        if seen == "´":
            return "'"
        if kind in ("So", "Sk"):  # a trade mark is no "tm", a lone accent no blank with a mark on it
            return seen
        if kind[0] in "PS":
            return normalised(seen) or seen
    form = " ".join(unicodedata.normalize("NFKC", seen).split()) or " "
    return form if len(form.casefold()) == len(form) else form.casefold()


@cache
def _is_loose(letter: str) -> bool:
    form = _form(letter)
    return len(form) != 1 or _joins(letter) or _UNSPACED.match(form) is not None


def _joins(letter: str) -> bool:
    """Whether a character may become one with that before it: a mark, or the second half of a Korean syllable."""
    return (
        unicodedata.category(letter)[0] == "M"
        or "\u1160" <= letter <= "\u11ff"
        or letter in "\uff9e\uff9f"
        or INVISIBLE.match(letter) is not None
    )


@lru_cache(maxsize=64)
def _clusters(loose: frozenset[str]) -> re.Pattern[str]:
    """Return what finds runs of blanks, and loose characters with what joins them. No part of it is tried twice."""
    unseen = frozenset(letter for letter in loose if not _form(letter))
    joining = frozenset(filter(_joins, loose))
    ways = [rf"[ \n{_class(unseen)}]{{2,}}"]
    if joining:
        ways.append(rf"[^ \n]?[{_class(joining)}]{{1,{MARKS}}}")
    if loose - joining:
        ways.append(f"[{_class(loose - joining)}]")
    return re.compile("|".join(ways))


def _class(letters: Iterable[str]) -> str:
    return re.escape("".join(sorted(letters)))


def _collapsed(text: str) -> MatchingText:
    """Return the forms of a text in which only runs of blanks are irregular."""
    pieces: list[str] = []
    places = Places()
    shorter = taken = 0
    for match in _RUNS.finditer(text):
        start, end = match.span()
        form = _blanks(text[start:end])
        if len(form) != end - start:
            pieces += text[taken:start], form
            places.add(start - shorter, start - shorter + len(form), start, end)
            shorter += end - start - len(form)
            taken = end
    pieces.append(text[taken:])
    cased = "".join(pieces)
    return MatchingText(cased, _folded(cased), places)


def _blanks(run: str) -> str:
    return BLANK_LINE if run.count("\n") > 1 else " "


def _mapped(text: str, irregular: re.Pattern[str]) -> MatchingText:
    """Return the forms of any text; `irregular` finds runs of blanks, and letters that are not one to one."""
    pieces: list[str] = []
    places = Places()
    length = taken = 0
    last = " "
    for match in irregular.finditer(text):
        for form, start, end in (
            (text[taken : match.start()], taken, match.start()),
            *_parts(match[0], match.start()),
        ):
            if form and _needs_space(last, form[0]):
                places.add(length, length + 1, start, start)
                pieces.append(" ")
                length += 1
            if start >= match.start():
                places.add(length, length + len(form), start, end)
            pieces.append(form)
            length += len(form)
            last = form[-1:] or last
        taken = match.end()
    if _needs_space(last, text[taken : taken + 1] or " "):
        places.add(length, length + 1, taken, taken)
        pieces.append(" ")
    pieces.append(text[taken:])
    cased = "".join(pieces)
    return MatchingText(cased, _folded(cased), places)


def _parts(found: str, start: int) -> Iterator[tuple[str, int, int]]:
    """Yield the form of what was found irregular, and of what is unseen at its end, each with its range."""
    if " " in found or "\n" in found:
        yield _blanks(found), start, start + len(found)
        return
    seen = len(found)
    while seen and INVISIBLE.match(found[seen - 1]):
        seen -= 1
    if seen:
        yield _cluster_form(found[:seen]), start, start + seen
    if seen < len(found):
        yield "", start + seen, start + len(found)


def _needs_space(last: str, first: str) -> bool:
    if (last.isascii() and first.isascii()) or last in _BLANKS or first in _BLANKS:
        return False
    return _UNSPACED.match(last) is not None or _UNSPACED.match(first) is not None
