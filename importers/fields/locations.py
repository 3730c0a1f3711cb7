# ruff: noqa: SIM905 -- long lists of words read better as text
"""Places worded as `CC, [REGION,] City`, the form in which the pages give them."""

import re
import unicodedata
from functools import lru_cache

from store import Location, canonical_line, visible

from .countries import country_code

# Longer than any place's name; what is longer is a sentence.
LONGEST_LINE = 100
MOST_WORDS = 7

_CODE = re.compile(r"[A-Z0-9]{1,3}")
# `D.C.`, which a comma parts from the city it belongs to, and the one kind of place that ends in a dot.
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+")
_WORD = re.compile(r"[^\W_][\w.'’ʻ`&/–-]*|&")
# `'s-Hertogenbosch`, `Coeur d'Alene`: an apostrophe, and lower case before a capital.
_ELIDED = re.compile(r"(?:['’ʻ][^\W\d_]|[a-z]{1,2}['’ʻ][^\W\d_a-z])[\w.'’ʻ-]*")
_PARTICLES = frozenset(
    "a al am an and auf bei ca cum d da das de del dem den der des di do dos du e el en et ham i im in la las "
    "le les lo los na nad of on op ob os por s san sur sub tal the to under unter upon und vor van von y zu".split()
)


@lru_cache(maxsize=10_000)  # a feed has far fewer places than postings
def location_of(text: str) -> Location:
    """Return the place that text words. Where it is not of the known form, only its text is known."""
    line = canonical_line(text)
    return _parsed(line) or Location(line)


def is_location_line(text: str) -> bool:
    """Whether the whole of text is a place of the known form: a sentence never is."""
    return _parsed(canonical_line(text)) is not None


def _parsed(line: str) -> Location | None:
    plain = canonical_line(visible(line))
    if len(plain) > LONGEST_LINE or plain[2:].lstrip()[:1] != ",":
        return None
    code, *parts = (part.strip() for part in plain.split(","))
    country = country_code(code)
    if country is None:
        return None
    if len(parts) > 1 and _INITIALS.fullmatch(parts[-1]):
        *parts, city, initials = parts
        parts.append(f"{city}, {initials}")
    match parts:
        case [city] if _is_place(city):
            return Location(line, country, None, city)
        case [region, city] if (_CODE.fullmatch(region) or _is_place(region)) and _is_place(city):
            return Location(line, country, region, city)
    return None


def _is_place(text: str) -> bool:
    """Whether text reads as a name: every word capitalised, but for the small words inside names."""
    words = text.replace("(", " ").replace(")", " ").replace(",", " ").split()
    if not 0 < len(words) <= MOST_WORDS or text.count("(") != text.count(")"):
        return False
    if text.endswith(".") and not _INITIALS.fullmatch(words[-1]):
        return False
    named = [word for word in words if word not in _PARTICLES]
    return bool(named) and named[-1] == words[-1] and all(map(_is_name, named)) and not words[0].isdigit()


def _is_name(word: str) -> bool:
    word = "".join(letter for letter in word if not unicodedata.category(letter).startswith("M"))
    if _ELIDED.fullmatch(word):
        return True
    # Letters of scripts without case count as capitals.
    return _WORD.fullmatch(word) is not None and not word[0].islower()
