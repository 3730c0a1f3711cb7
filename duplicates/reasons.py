"""Why a pair is proposed, in words that follow from its own measures."""

import re
from collections.abc import Sequence

from store import Comparable, normalised

from .countries import COUNTRY_WORDS
from .differences import place_key
from .levels import MONTHS, RANKS, another_level
from .texts import Difference, Overlap
from .titles import TitleComparison, TitleMatch

LONGEST_SHOWN = 60  # characters of a value in a reason
SHOWN = 3  # places named in a reason
FEW = 6  # words by which two texts differ that are still named
CUT = 0.85  # a text less long than this, beside another that has all of its words, is a part of it
WHOLE = 0.97  # of its words

_NUMBER = re.compile(r"[0-9]+[a-z]{0,2}|[0-9]+k")
_WORD = re.compile(r"\w+")


def place_words(places: str) -> frozenset[str]:
    """Return the words of the names of places."""
    return frozenset(_WORD.findall(normalised(places)))


def kind_of_word(word: str, places: frozenset[str]) -> str | None:
    """Return `level`, `place`, `date` or `number` for a normalised word that is one, else None."""
    if word in RANKS:
        return "level"
    if word in places or word in COUNTRY_WORDS:
        return "place"
    if word in MONTHS:
        return "date"
    return "number" if _NUMBER.fullmatch(word) else None


def of_titles(titles: TitleComparison, a: str | None, b: str | None) -> str | None:
    """Say how two titles relate."""
    match titles.match:
        case TitleMatch.SAME:
            return f"titles equal: {shown(a or '')}"
        case TitleMatch.LEVEL:
            return f"level differs: {_sides(titles.a, titles.b)} in the titles {shown(a or '')} / {shown(b or '')}"
        case TitleMatch.LONGER | TitleMatch.OTHER:
            return f"titles differ: {shown(a or '')} / {shown(b or '')}"
    return f"title stated on one side only: {shown(a or b or '')}" if a or b else None


def of_texts(overlap: Overlap, equal: float) -> str:
    """Say how much of two texts is the same; `equal` is 0 where it was not measured or is small."""
    if equal:
        return f"{percent(equal)} of the text equal"
    if overlap.length < CUT and overlap.shared >= WHOLE:
        return f"one text is a part of the other, {percent(overlap.length)} as long"
    return f"{percent(overlap.shared)} of the words of the shorter text are in the other"


def of_words(difference: Difference, places: frozenset[str]) -> str | None:
    """Name the words by which two texts differ, and what they are, where they are few."""
    if difference.count > FEW:
        said = sorted(difference.ranks | difference.sayings)
        which = f", of level: {', '.join(said[:SHOWN])}" if speaks_of_level(difference) else ""
        return f"{difference.count:,} words differ{which}"
    words = sorted(set(difference.words()))
    named = [f"{word} ({kind})" if (kind := kind_of_word(word, places)) else word for word in words]
    named += [f"{saying} (level)" for saying in sorted(difference.sayings)]
    return "differs in: " + ", ".join(named) if named else None


def speaks_of_level(difference: Difference) -> bool:
    """Whether the words by which two texts differ say that they are for different levels."""
    said = len(difference.sayings)
    return another_level(difference.count + said, len(difference.ranks) + said)


def of_employers(a: str | None, b: str | None, same: bool | None) -> str | None:
    """Say how two employers relate."""
    if same:
        return f"employers equal: {shown(a or '')}"
    if same is None:
        return f"employer stated on one side only: {shown(a or b or '')}" if a or b else None
    return f"employers differ: {shown(a or '')} / {shown(b or '')}"


def of_places(a: Comparable, b: Comparable) -> str | None:
    """Say how the places of two postings relate."""
    here, there = ({place_key(place): place.name for place in posting.locations} for posting in (a, b))
    if here.keys() == there.keys():
        return f"places equal: {shown('; '.join(here.values()))}" if here else None
    if not (here and there):
        return f"place stated on one side only: {_listed(list((here or there).values()))}"
    sides = (
        [text for key, text in here.items() if key not in there],
        [text for key, text in there.items() if key not in here],
    )
    return "differs in: " + " / ".join(_listed(side) for side in sides if side)


def of_dates(a: str | None, b: str | None) -> str | None:
    """Say how two dates relate."""
    if a and b:
        return f"dates equal: {a}" if a == b else f"dates differ: {a} / {b}"
    return f"date stated on one side only: {a or b}" if a or b else None


def of_phrases(share: float) -> str:
    """Say how much of what few postings have these two share."""
    return f"{percent(share)} of the rare phrases of one are in the other"


def percent(share: float) -> str:
    """Return a part as per cent; all of it only where it is all."""
    tenths = min(int(1000 * share), 1000)
    return f"{tenths / 10:.1f} %" if 900 < tenths < 1000 else f"{tenths // 10} %"


def shown(value: str) -> str:
    """Return a value, cut where it is long."""
    return value if len(value) <= LONGEST_SHOWN else f"{value[: LONGEST_SHOWN - 1]}…"


def _sides(a: Sequence[str], b: Sequence[str]) -> str:
    return f"{' '.join(a) or 'none'} / {' '.join(b) or 'none'}"


def _listed(places: Sequence[str]) -> str:
    named = ", ".join(shown(place) for place in places[:SHOWN])
    return f"{named} and {len(places) - SHOWN} more" if len(places) > SHOWN else named
