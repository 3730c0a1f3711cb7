"""Whether two names mean the same employer."""

import re
from functools import lru_cache

from rapidfuzz import fuzz

from store import normalised

_WORD = re.compile(r"[\w&+]+")
_FORM_WORDS = """
ltd limited inc incorporated llc llp plc corp corporation co company gmbh ag kg kgaa se mbh ug sa sas sarl
srl spa bv nv ab as oy aps pty pte the group holding holdings
"""
_FORMS = frozenset(_FORM_WORDS.split())
_DOMAIN = re.compile(r"(?<=\w)\.(?:com|net|org|io|ai|co|app|dev|co\.uk|de|fr|nl|ch|eu)(?=\s|$)")
ALMOST = 90  # similarity, of 100, from which two names are one with a slip of the pen


def same_employer(a: str | None, b: str | None) -> bool | None:
    """Whether two names mean the same employer, by whatever legal form or domain; None where one is not known."""
    if not a or not b:
        return None
    return a == b or _same(a, b)


@lru_cache(maxsize=100_000)
def _same(a: str, b: str) -> bool:
    one, other = _plain(a), _plain(b)
    if one == other:
        return True
    # A number in a name is a number, not a slip.
    digits = [[letter for letter in name if letter.isdigit()] for name in (one, other)]
    return digits[0] == digits[1] and fuzz.ratio(one, other, score_cutoff=ALMOST) > 0


def _plain(name: str) -> str:
    words = _WORD.findall(_DOMAIN.sub("", normalised(name)).replace(".", ""))
    return " ".join(word for word in words if word not in _FORMS) or " ".join(words)
