"""Whether two titles name the same job, read word by word: texts cannot tell levels apart, titles do."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rapidfuzz import fuzz

from store import normalised

from .levels import grades, level


class TitleMatch(StrEnum):
    """How two titles relate. UNKNOWN: one of them, or both, are not known."""

    SAME = "same"
    LONGER = "longer"
    LEVEL = "level"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class TitleComparison:
    """How two titles relate, and the words by which each differs from the other, in its order."""

    match: TitleMatch
    a: tuple[str, ...] = ()
    b: tuple[str, ...] = ()


# "(m/f/d)", "(f/m/x)", "(all genders)", "m/w/d": who may apply says nothing of the job.
_GENDERS = re.compile(
    r"[(\[]?\b(?:[mwfdxhvit]\s*[/|*]\s*){1,4}[mwfdxhvit]\b[)\]]?|\(?\ball genders?\b\)?|:in(?:nen)?\b"
)
_WORD = re.compile(r"c\+\+|[\w#+]+")
_SILENT_WORDS = """
a an and as at for in of on or the to with und für der die das et de des du la le les y en wanted needed
hiring urgent urgently now new job position role vacancy opening required immediate remote hybrid onsite
"""
_SILENT = frozenset(_SILENT_WORDS.split())
ALMOST = 85  # similarity, of 100, from which two words are one word and a slip of the pen


def compare_titles(a: str | None, b: str | None, places: frozenset[str] = frozenset()) -> TitleComparison:
    """Compare two titles; `places` are normalised words that may stand in either without a difference.

    Their order, who may apply, and words that only advertise make none either.
    """
    if a == b and a:
        return TitleComparison(TitleMatch.SAME)
    one, other = _read(a or ""), _read(b or "")
    if not (one.says and other.says):
        same = normalised(a or "") == normalised(b or "") != ""
        return TitleComparison(TitleMatch.SAME if same else TitleMatch.UNKNOWN)
    if one.ranks.keys() != other.ranks.keys():
        left, right = (
            [word for rank, word in here.ranks.items() if rank not in there.ranks]
            for here, there in ((one, other), (other, one))
        )
        return TitleComparison(TitleMatch.LEVEL, tuple(left), tuple(right))
    left = [word for word in one.words if word not in other.words and word not in places]
    right = [word for word in other.words if word not in one.words and word not in places]
    if left and right:
        _drop_slips(left, right)
    if not left and not right:
        return TitleComparison(TitleMatch.SAME)
    match = TitleMatch.OTHER if left and right else TitleMatch.LONGER
    return TitleComparison(match, tuple(left), tuple(right))


@dataclass(frozen=True, slots=True)
class _Read:
    """The words of a title that say something, but for those of rank, in order and once each, and its ranks.

    A rank is kept in one form, with the word that stands for it here.
    """

    words: Mapping[str, None]
    ranks: Mapping[str, str]

    @property
    def says(self) -> bool:
        """Whether the title says anything."""
        return bool(self.words or self.ranks)


@lru_cache(maxsize=100_000)
def _read(title: str) -> _Read:
    words: dict[str, None] = {}
    ranks: dict[str, str] = {}
    plain = _GENDERS.sub(" ", normalised(title))
    numbered = grades(plain)
    found = _WORD.findall(plain)
    for before, word, after in zip(["", *found], found, [*found[1:], ""], strict=False):
        rank = numbered.get(word) or level(word, before, after)
        if rank:
            ranks.setdefault(rank, word)
        elif word not in _SILENT:
            words[word] = None
    return _Read(words, ranks)


def _drop_slips(left: list[str], right: list[str]) -> None:
    """Take out the words of one that stand in the other with a slip of the pen, or joined or parted."""
    if "".join(left) == "".join(right):
        left.clear()
        right.clear()
    for word in list(left):
        for other in right:
            if min(len(word), len(other)) > 3 and fuzz.ratio(word, other, score_cutoff=ALMOST):
                left.remove(word)
                right.remove(other)
                break
