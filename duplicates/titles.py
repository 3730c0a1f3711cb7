"""Whether two titles name the same job, read word by word: texts cannot tell levels apart, titles do."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rapidfuzz import fuzz

from store import normalised

from .levels import levels


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
    one, other = title_words(a or ""), title_words(b or "")
    if one == other and (one or normalised(a or "") == normalised(b or "") != ""):
        return TitleComparison(TitleMatch.SAME)
    if not one or not other:
        return TitleComparison(TitleMatch.UNKNOWN)
    left, right = _apart(one, other), _apart(other, one)
    ranks = levels(left), levels(right)
    if ranks[0] != ranks[1]:
        return TitleComparison(
            TitleMatch.LEVEL, *(tuple(w for w in words if levels([w])) for words in (left, right))
        )
    left, right = (
        [word for word in words if not levels([word]) and word not in places] for words in (left, right)
    )
    _drop_slips(left, right)
    if not left and not right:
        return TitleComparison(TitleMatch.SAME)
    match = TitleMatch.OTHER if left and right else TitleMatch.LONGER
    return TitleComparison(match, tuple(left), tuple(right))


@lru_cache(maxsize=100_000)
def title_words(title: str) -> tuple[str, ...]:
    """Return the words of a title that say something, in their normalised form."""
    plain = _GENDERS.sub(" ", normalised(title))
    return tuple(word for word in _WORD.findall(plain) if word not in _SILENT)


def _apart(words: Sequence[str], others: Sequence[str]) -> list[str]:
    left = Counter(others)
    apart = []
    for word in words:
        if left[word]:
            left[word] -= 1
        else:
            apart.append(word)
    return apart


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
