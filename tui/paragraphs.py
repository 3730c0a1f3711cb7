"""A body as readable paragraphs. Derived for the screen alone: the body and its offsets stay untouched."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from rich.cells import cell_len, get_character_cell_size

from store import Section

Kind = Literal["heading", "text", "item"]

LONG = 420  # characters after which a paragraph of a flattened body ends with its sentence
_BULLET = r"(?:[•●▪◦]\s+(?=\S)|[*–-]\s+(?=[A-Z0-9“\"(]))"
_ITEM = re.compile(rf"(?<=\s){_BULLET}")
_FIRST_ITEM = re.compile(rf"\s*(?:{_BULLET}|\d{{1,2}}[.)]\s+(?=\S))")
_SENTENCE = re.compile(r"[.!?]['\"”’)]?\s+(?=[\w“\"'(])")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch `[start, end)` of a body that begins on a line of its own."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line on the screen: `[start, end)` of the body, after `indent` cells. Empty where start is end."""

    kind: Kind
    start: int
    end: int
    indent: int = 0


def paragraphs(body: str, sections: Sequence[Section]) -> list[Paragraph]:
    """Cut a body at its line ends, headings, list items and, where it runs on, between sentences."""
    found: list[Paragraph] = []
    at = 0
    for section in sections:
        found += _texts(body, at, section.start)
        heading = section.start + len(section.heading)
        heading += body.startswith(":", heading)
        found.append(Paragraph("heading", section.start, heading))
        at = heading
    found += _texts(body, at, len(body))
    return found


def _texts(body: str, start: int, end: int) -> Iterator[Paragraph]:
    at = start
    for line in body[start:end].split("\n"):
        yield from _items(body, at, at + len(line))
        at += len(line) + 1


def _items(body: str, start: int, end: int) -> Iterator[Paragraph]:
    first = _FIRST_ITEM.match(body, start, end)
    marks = [match.start() for match in _ITEM.finditer(body, first.end() if first else start, end)]
    if not first and len(marks) < 2:  # a lone dash is a dash
        marks = []
    for index, (one, other) in enumerate(pairwise([start, *marks, end])):
        yield from _sentences(body, one, other, "item" if index or first else "text")


def _sentences(body: str, start: int, end: int, kind: Kind) -> Iterator[Paragraph]:
    while start < end and body[start].isspace():
        start += 1
    while start < end and body[end - 1].isspace():
        end -= 1
    while end - start > LONG * 3 // 2:
        ending = _SENTENCE.search(body, start + LONG, end)
        if ending is None:
            break
        yield Paragraph(kind, start, ending.end())
        start, kind = ending.end(), "text"
    if start < end:
        yield Paragraph(kind, start, end)


def lines(body: str, parts: Sequence[Paragraph], width: int) -> list[Line]:
    """Wrap paragraphs to `width` cells, with an empty line before each but list items that follow another."""
    wrapped: list[Line] = []
    previous: Paragraph | None = None
    for part in parts:
        if previous is not None and not (part.kind == previous.kind == "item") and previous.kind != "heading":
            wrapped.append(Line("text", part.start, part.start))
        wrapped += _wrap(body, part, max(8, width))
        previous = part
    return wrapped


def _wrap(body: str, part: Paragraph, width: int) -> Iterator[Line]:
    hanging = 2 if part.kind == "item" else 0
    start, indent = part.start, 0
    while start < part.end:
        end = _fits(body, start, part.end, width - indent)
        shown_end = end
        while shown_end > start and body[shown_end - 1].isspace():
            shown_end -= 1
        yield Line(part.kind, start, max(shown_end, start), indent)
        start, indent = end, hanging


def _fits(body: str, start: int, end: int, width: int) -> int:
    """Return where the next line begins: after the last blank that lets this line fit, else in the word."""
    if end - start <= 2 * width and cell_len(body[start:end]) <= width:
        return end
    first = body[start : start + width + 1]
    if (
        first.isascii() and first.isprintable() and start + width < end
    ):  # a cell each, and no blanks but spaces
        beyond = start + width
        while beyond < end and body[beyond].isspace():
            beyond += 1
        if beyond > start + width:
            return beyond
        return body.rfind(" ", start, beyond) + 1 or beyond
    cells = 0
    blank = None
    for at in range(start, end):
        if body[at].isspace():
            blank = at
        cells += get_character_cell_size(body[at])
        if cells > width and not body[at].isspace():
            if blank is not None:
                return blank + 1
            return max(at, start + 1)
    return end
