"""The line with which an advertisement in a forum begins: `Company | Role | City | Full-time | REMOTE`.

Its pieces come in any order, and are told by what they say. What cannot be told is left open.
"""

import re
from dataclasses import dataclass

from store import visible

from .company_names import company_name, may_be_a_company
from .known_places import places_in
from .line_pieces import KIND, MODE, SENTENCE, TRADE, Piece, is_role, piece_of, without_signs

LONGEST_LINE = 600
_MOST_WORK_WORDS = 8

_BAR = re.compile(r"\s*\|+\s*")
_DASH = re.compile(r"\s+(?:-{1,3}|–|—|•|·|\*)\s+")
_AT = re.compile(r"\s+at\s+|\s*@\s*(?=[A-Z])")
_LABEL = re.compile(r"(?i)^(?:company|position|role|title|location|employer)\s*:\s*")
_MAYBE = re.compile(
    r"(?i)\b(?:ok|okay|possible|possibly|welcome|considered|consider|friendly|negotiable|optional|some|partial|"
    r"partially|preferred|prefer|maybe|available|either|exceptional|right candidate)\b|\?"
)
_REMOTE_BESIDE = re.compile(
    r"(?i)\w.*(?:\bor\b|\band\b|[/&+,;])\s*\(?(?:fully |100% )?remote|remote\s*(?:\bor\b|[/&+])\s*\w"
)


@dataclass(frozen=True, slots=True)
class FirstLine:
    """What a first line states; all empty where it is not of the form."""

    company: str | None = None
    title: str | None = None
    places: tuple[str, ...] = ()
    work_mode: str | None = None
    employment_type: tuple[str, ...] = ()
    salary: str | None = None


def read_first_line(line: str, city: str | None = None) -> FirstLine:
    """Read a line. One that gives no sign of the form besides its separators says nothing.

    `city` is one, case folded, that is known to be meant somewhere in the text.
    """
    line = visible(line[:LONGEST_LINE])
    split = _BAR if "|" in line else _DASH
    texts = [text for text in split.split(line) if text.strip()]
    if len(texts) < 2:
        return FirstLine()
    texts = _unfolded(texts)
    pieces = [piece_of(text, is_first=number == 0, city=city) for number, text in enumerate(texts)]
    if not any(piece.is_told or piece.places or piece.is_role for piece in pieces):
        return FirstLine()
    company, used = _company(pieces)
    kinds = {kind.casefold(): kind for text in texts for kind in KIND.findall(text)}
    return FirstLine(
        company=company,
        title=_title([piece for number, piece in enumerate(pieces) if number != used]),
        places=tuple(dict.fromkeys(place for piece in pieces for place in piece.places)),
        work_mode=_mode(texts),
        employment_type=tuple(kinds.values()),
        salary=next((piece.rest for piece in pieces if piece.is_money), None),
    )


def _unfolded(texts: list[str]) -> list[str]:
    """Part what holds two pieces: `Role at Company` anywhere, `Company, City` or `Company: Role` at the front."""
    first, *others = texts
    first = _LABEL.sub("", first)
    for number, text in enumerate((first, *others)):
        halves = _AT.split(text, maxsplit=1)
        if len(halves) == 2 and (is_role(halves[0]) or (number == 0 and TRADE.search(halves[0]))):
            return [halves[1], halves[0], *(each for each in (first, *others) if each != text)]
    if places_in(first):
        return [first, *others]
    for mark in (" - ", " – ", " // ", ": ", ", "):
        name, _, rest = first.partition(mark)
        if rest and (places_in(without_signs(rest)) or is_role(rest)):
            return [name, rest, *others]
        if mark == " - " and rest and places_in(name):
            return [rest, name, *others]
    return [first, *others]


def _company(pieces: list[Piece]) -> tuple[str | None, int | None]:
    """The name and the number of the piece that names the employer: the first, or the only one that could."""
    others = [
        number
        for number, piece in enumerate(pieces)
        if number and piece.is_open and not piece.is_work and may_be_a_company(piece.rest)
    ]
    first = pieces[0]
    described = any(piece.is_role or piece.is_work for piece in pieces[1:])
    if first.is_open and (described or not TRADE.search(first.rest)):
        return company_name(first.rest), 0
    if len(others) == 1 or others[:1] == [1]:
        return company_name(pieces[others[0]].rest), others[0]
    return None, None


def _title(pieces: list[Piece]) -> str | None:
    """All roles that are named; else the only piece that speaks of work."""
    roles = [piece.rest for piece in pieces if piece.is_role]
    if roles:
        return ", ".join(dict.fromkeys(roles))
    works = [piece.rest for piece in pieces if piece.is_open and piece.is_work]
    return works[0] if len(works) == 1 and _is_field(works[0]) else None


def _is_field(text: str) -> bool:
    """Whether a piece with a word of work in it is a field of work and no sentence."""
    words = text.casefold().split()
    return (
        len(words) <= _MOST_WORK_WORDS and {"at", "for", "to"}.isdisjoint(words) and not SENTENCE.search(text)
    )


def _mode(texts: list[str]) -> str | None:
    """The one way of working that is stated and not merely possible."""
    found = set()
    for text in texts:
        for match in MODE.finditer(text):
            if match["no"]:
                continue
            beside = match["remote"] and _REMOTE_BESIDE.search(text)
            found.add("maybe" if beside or _MAYBE.search(text) else match.lastgroup)
    return found.pop() if len(found) == 1 and "maybe" not in found else None
