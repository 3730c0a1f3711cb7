"""A piece of an advertisement's first line, told by its words: a place, a role, pay, or only terms and addresses."""

import re
from dataclasses import dataclass

from importers.fields.occupations import is_occupation
from importers.fields.regions import STATES
from importers.fields.titles import is_title
from store import folded

from .known_places import places_in

KIND = re.compile(
    r"\b(?:full[\s\u00ad-]?time|part[\s\u00ad-]?time|contract(?:or|ors)?(?![\s-]+(?:to|manag))|internships?"
    r"|interns?|freelance(?:rs?)?|temporary|permanent|co-op)\b",
    re.IGNORECASE,
)
MODE = re.compile(
    r"(?P<no>\b(?:no|not|non|never)[\s-]+)?"
    r"\b(?:(?P<remote>(?:fully[\s-]+|100%[\s-]+)?remote(?:ly)?|telecommut(?:e|ing)|work from home|wfh)"
    r"|(?P<onsite>on[\s-]?site|in[\s-]office)|(?P<hybrid>hybrid))\b",
    re.IGNORECASE,
)
PARENTHESES = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
SENTENCE = re.compile(
    r"(?i)(?<!\bsr)(?<!\bjr)(?<!\bst)(?<!\binc)[.!?]\s+\w"
    r"|\b(?:we|we're|our|you|your|is (?:looking|hiring|seeking)|looking for|are|join|who is|e?mail|contact|apply)\b"
)
TERMS = re.compile(
    r"(?i)\b(?:visas?|h-?1-?b|h1|o1|e3|tn|relocation|relo|sponsor(?:s|ed|ship)?|transfers?|equity|citizens?|"
    r"green card|work permit|clearance|eligib\w+|salary|bonus|benefits?|competitive|apply|hiring|multiple|various|"
    r"many|several|doe|market|positions?|openings?|roles?|jobs?|all levels|no recruiters?|startup|series [a-e])\b"
)
_TRADES = (
    r"front[\s-]?end|back[\s-]?end|full[\s-]?stack|dev[\s-]?ops|sre|engineers?|developers?|devs?|programmers?|"
    r"designers?|scientists?|architects?|analysts?|administrators?|sysadmins?|hackers?|cto|head of|directors?|"
    r"researchers?|consultants?|recruiters?|writers?|specialists?|co-?founders?|experts?|managers?|vp of"
)
TRADE = re.compile(rf"(?i)\b(?:{_TRADES})\b")
"""Words for who does the work. Names of companies hardly have one."""

_WORK = re.compile(
    rf"(?i)\b(?:{_TRADES}|engineering|data science|machine learning|software development|ios|android|mobile|qa|"
    r"product management|marketing|sales|design|ux|ui|leads?|vp)\b"
)
_URL = re.compile(r"\(?\s*\b(?:https?://|www\.)[^\s()<>]+(?:\([^\s()]*\))?[^\s()<>]*\s*\)?", re.IGNORECASE)
_FULL_TIME = re.compile(r"(?i)\bfull[\s\u00ad-]?time\b")
_PERMIT = re.compile(
    r"(?i)\b(?:visas?|h-?1-?b)\b(?:\s+(?:ok|okay|possible|available|welcome|sponsor\w*|transfers?|support))*"
)
_MONEY = re.compile(r"(?:[$€£¥]|\b(?:USD|EUR|GBP|CHF|CAD)\s?)\d[\d.,]*\s?k?\+?|\b\d{2,3}k\b", re.IGNORECASE)
_EMPTY = re.compile(r"[(\[{]\s*(?:[\s,;:/&+.-]|\b(?:or|and|only)\b)*[)\]}]", re.IGNORECASE)
_EDGES = ' \t,;:/&+-–—•·*|>@"“”'
_EDGE_WORDS = re.compile(
    r"(?i)^(?:(?:or|and|only|but|in)(?:[\s,;:/&+.-]+|$))+"
    r"|(?:(?:^|[\s,;:/&+.-]+)(?:or|and|only|in|ok|possible|preferred|welcome|available|considered|friendly))+$"
)
_ABBREVIATED = re.compile(r"(?i)\b(?:inc|ltd|co|corp|llc|b\.v|s\.a|d\.c|u\.s|l\.p|jr|sr)\.$")
_IN_A_STATE = re.compile(rf",\s*(?:{'|'.join(STATES)})\b")
_PLURAL = re.compile(r"(?<=[a-z]{3})s\b")
_CALL = re.compile(r"(?i)^(?:(?:now )?hiring|seeking|ok for|wanted|looking for)\s*:?\s+")
_MOST_ROLE_WORDS = 14


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece, and what it is: `rest` is left when addresses and the words for mode and kind are taken away.

    `is_told`: whether there were such. A piece `is_work` that has a word of work in it and is no role for sure.
    """

    rest: str
    is_told: bool
    places: tuple[str, ...] = ()
    is_role: bool = False
    is_work: bool = False
    is_money: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it may yet be anything."""
        return bool(self.rest) and not (self.places or self.is_role or self.is_money)


def piece_of(text: str, *, is_first: bool, city: str | None = None) -> Piece:
    """Tell what a piece is. The first most often names a company, and names may read as roles do.

    `city` is one, case folded, that is known to be meant somewhere.
    """
    rest = without_signs(text)
    is_told = rest != text.strip(_EDGES)
    places = places_in(rest) or ([rest] if folded(rest.partition(",")[0]) == city else [])
    if places:
        return Piece(rest, is_told, tuple(places))
    role = trimmed(MODE.sub("", _URL.sub("", text)))
    if is_role(role) and (not is_first or _WORK.search(role)):
        return Piece(_CALL.sub("", trimmed(_FULL_TIME.sub("", role))), is_told, is_role=True)
    is_money = _MONEY.search(rest) is not None and not re.search(r"[^\W\d]{4}", _MONEY.sub("", rest))
    return Piece(rest, is_told, is_money=is_money, is_work=_WORK.search(rest) is not None)


def is_role(text: str) -> bool:
    """Whether a piece names an occupation, of one person or of several."""
    bare = trimmed(PARENTHESES.sub("", text)).rstrip("!?:")
    if not bare or len(bare.split()) > _MOST_ROLE_WORDS or SENTENCE.search(bare):
        return False
    if not trimmed(KIND.sub("", bare)) or _IN_A_STATE.search(bare):
        return False
    bare = bare[0].upper() + bare[1:]
    return _names_an_occupation(bare) or _names_an_occupation(_PLURAL.sub("", bare))


def without_signs(text: str) -> str:
    """Return a piece without addresses, words for mode and kind, and parentheses that hold only such."""
    text = _URL.sub(" ", text)
    for inner in PARENTHESES.findall(text):
        if MODE.search(inner) or KIND.search(inner) or TERMS.search(inner):
            text = text.replace(inner, " ")
    rest = trimmed(_PERMIT.sub(" ", KIND.sub(" ", MODE.sub(" ", text))))
    return trimmed(rest[1:-1]) if PARENTHESES.fullmatch(rest) else rest


def trimmed(text: str) -> str:
    """Return text without the marks, small words and empty parentheses that are left when words are taken out."""
    text = " ".join(_EMPTY.sub(" ", text).split())
    while (shorter := _EDGE_WORDS.sub("", text.strip(_EDGES))) != text:
        text = shorter
    return text if _ABBREVIATED.search(text) else text.rstrip(".")


def _names_an_occupation(text: str) -> bool:
    """Whether text is a title, and not because a name in capitals ends as some occupations do."""
    words = text.casefold().split()
    certain = _WORK.search(text) is not None or (len(words) > 1 and is_occupation(words[-1], words[-2]))
    return certain and is_title(text)
