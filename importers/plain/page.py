"""A web page saved as text, whose tail holds postings: a line with the place, then the body on one line."""

from collections.abc import Iterator
from dataclasses import dataclass

from importers.base import Document
from importers.fields.drafting import draft
from importers.fields.locations import is_location_line, location_of
from importers.rejects import MARK
from store import Problem, canonical_line, visible
from store.drafts import Draft

from .texts import TextFormat

MARKER = "related content"
BULLETS = ("•", "-", "*", "–", "·", "‣", "◦")
# A body is a paragraph; a line shorter than this is a caption, an address or furniture.
LONG = 40
# Lines of stray text between two postings that do not yet part an article from the tail.
STRAY_WITHIN = 2


@dataclass(frozen=True, slots=True)
class _Item:
    """A location line and the body below it, as indexes of lines; None where the body is missing."""

    place: int
    body: int | None

    @property
    def last(self) -> int:
        return self.place if self.body is None else self.body


class PageImporter(TextFormat):
    """Reads the tail of a page; the article before it and its list of links are passed over."""

    name = "page"
    description = "a web page saved as text that ends in pairs of a location line and a one-line body"
    version = 1
    opening = "Related content\n"

    def knows(self, document: Document) -> bool:
        """Whether there is a run of pairs: two in a row, or one at the start or below the marker."""
        items = _items(document)
        if not items:
            return False
        items = items[_first(document, items) :]
        if _is_opened(document, items[0].place):
            return any(item.body is not None for item in items)
        return _is_run(document, items, at_least=1 if _starts_file(document, items[0]) else 2)

    def read(self, document: Document) -> Iterator[Draft | Problem]:
        """Yield a draft a pair; a problem for a place without a body, and for text that is neither."""
        items = _items(document)
        if not items:
            return
        items = items[_first(document, items) :]
        ends = [*(item.place for item in items[1:]), len(document.lines)]
        for item, end in zip(items, ends, strict=True):
            yield _taken(document, item)
            yield from _strays(document, item.last + 1, end)


def _taken(document: Document, item: _Item) -> Draft | Problem:
    place = document.lines[item.place]
    if item.body is None:
        return Problem(
            f"line {item.place + 1}", "body", f"no body follows the location {canonical_line(place)!r}"
        )
    body = document.lines[item.body]
    lines = range(item.place + 1, item.body + 2)
    return draft(document, lines, body, f"{place}\n{body}", locations=[location_of(place)])


def _strays(document: Document, start: int, end: int) -> Iterator[Problem]:
    """Yield a problem for each paragraph in the lines from start to end, but for the marker."""
    paragraph: list[int] = []
    for index in range(start, end + 1):
        if index < end and not _is_blank(document.lines[index]):
            if not _is_marker(document.lines[index]):
                paragraph.append(index)
            continue
        if paragraph:
            shown = canonical_line(document.lines[paragraph[0]])
            shown = shown if len(shown) <= LONG else f"{shown[:LONG]}…"
            many = f" ({len(paragraph)} lines)" if len(paragraph) > 1 else ""
            reason = f"text between postings that is neither a location nor a body{many}: {shown!r}"
            yield Problem(f"line {paragraph[0] + 1}", None, reason)
        paragraph = []


def _items(document: Document) -> list[_Item]:
    """Every location line of the document, with its body: the next filled line, if it can be one."""
    items: list[_Item] = []
    place: int | None = None
    for index, line in enumerate(document.lines):
        if _is_blank(line):
            continue
        is_place = is_location_line(line)
        if place is not None:
            items.append(_Item(place, None if is_place or not _may_be_body(line) else index))
        place = index if is_place else None
    if place is not None:
        items.append(_Item(place, None))
    return items


def _first(document: Document, items: list[_Item]) -> int:
    """The index of the item with which the tail begins.

    That is the one below the first marker that leads to a location line, together with the pairs that
    run up to that marker; without one, the first run of pairs; without a run, the last stretch that
    has a pair at all. Where nothing stands above the first item, there is no article to pass over.
    """
    if _starts_file(document, items[0]):
        return 0
    runs = _runs(document, items)
    for number, item in enumerate(items):
        if _is_opened(document, item.place):
            run = next(run for run in runs if number in run)
            before = items[run.start : number]
            return run.start if _is_run(document, before) else number
    for run in runs:
        if _is_run(document, items[run.start : run.stop]):
            return run.start
    paired = (run.start for run in reversed(runs) if any(items[number].body is not None for number in run))
    return next(paired, 0)


def _starts_file(document: Document, item: _Item) -> bool:
    return all(_is_blank(line) for line in document.lines[: item.place])


def _runs(document: Document, items: list[_Item]) -> list[range]:
    """Part the items where more than a little stray text stands between two of them."""
    starts = [0]
    for number in range(1, len(items)):
        between = document.lines[items[number - 1].last + 1 : items[number].place]
        if sum(not _is_blank(line) and not _is_marker(line) for line in between) > STRAY_WITHIN:
            starts.append(number)
    return [range(start, stop) for start, stop in zip(starts, [*starts[1:], len(items)], strict=True)]


def _is_run(document: Document, items: list[_Item], at_least: int = 2) -> bool:
    return sum(item.body is not None and len(document.lines[item.body]) >= LONG for item in items) >= at_least


def _is_opened(document: Document, place: int) -> bool:
    """Whether a marker leads to the location line at `place`, with at most a bulleted list between."""
    above = place - 1
    bulleted = True
    while above >= 0:
        line = document.lines[above]
        if _is_marker(line):
            return bulleted
        if is_location_line(line):
            return False
        if not _is_blank(line):
            # Of a list only the items begin with a bullet: their further lines are indented.
            bulleted = _is_bullet(line)
            if not bulleted and not line[:1].isspace():
                return False
        above -= 1
    return False


def _is_blank(line: str) -> bool:
    return line.startswith(MARK) or not visible(line).strip()


def _is_marker(line: str) -> bool:
    return canonical_line(visible(line)).rstrip(":").casefold() == MARKER


def _is_bullet(line: str) -> bool:
    return line.lstrip().startswith(BULLETS)


def _may_be_body(line: str) -> bool:
    return not _is_marker(line) and not (_is_bullet(line) and len(line) < LONG)
