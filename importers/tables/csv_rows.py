"""The rows of a table written as text, found line by line; what breaks one row leaves the others whole."""

import csv
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum, auto
from itertools import chain

from importers.base import Unread
from importers.lines import LINE_LIMIT, Line, number_of

from .csv_dialect import Dialect

RowText = tuple[int, str, str | None]
"""The number of a row's first line, its lines as they stand, and why they are no row (None where they are one)."""

_LINE_ENDS = ("\n", "\r\n", "")
_REASONS = {
    "unexpected end of data": "a quotation mark is opened in it and never closed",
    "expected after": "a quotation mark stands inside a quoted cell and is not doubled",
    "new-line character": "a carriage return stands in a cell without quotation marks",
    "field larger": f"a cell is longer than the limit of {LINE_LIMIT // 1024**2} MiB",
}


class _End(Enum):
    """Where the end of a line lies: behind a row, inside a quoted cell, or in doubt."""

    OUTSIDE = auto()
    INSIDE = auto()
    IN_DOUBT = auto()


class _NoRow(Exception):
    """Lines that make no row, though there is nothing wrong with the quotation marks so far."""


class RowTexts:
    """Finds where rows end. `width` is the number of cells that a row should have, None if that is not known.

    Rows are told apart by their quotation marks alone, which is several times as fast as to read the cells.
    Where a mark stands in a place that no program would write one in, the row is read cell by cell.
    """

    def __init__(self, dialect: Dialect, width: int | None = None) -> None:
        self._dialect = dialect
        self._width = width
        self._returned: deque[Line] = deque()

    def rows(self, lines: Iterable[Line]) -> Iterator[RowText]:
        """Yield the rows, but for empty lines. Of lines that are no row the first is given up alone."""
        rest = iter(lines)
        while True:
            source = self._with_returned(rest)
            for item in source:
                if isinstance(item, Unread):
                    yield self._read([item], source)
                    continue
                number, text = item
                if len(text) < 3 and not text.strip("\r\n"):
                    continue
                end = self._end(text, inside=False)
                if end is _End.OUTSIDE:
                    yield number, text, None
                elif end is _End.INSIDE:
                    yield self._gathered(item, source)
                else:
                    yield self._read([item], source)
            if not self._returned:
                return

    def _with_returned(self, lines: Iterator[Line]) -> Iterator[Line]:
        while self._returned:
            yield self._returned.popleft()
        for line in lines:
            yield line
            while self._returned:
                yield self._returned.popleft()

    def _gathered(self, first: tuple[int, str], source: Iterator[Line]) -> RowText:
        """Return the row whose first line ends inside a quoted cell."""
        quote, escape = self._dialect.quote, self._dialect.escape
        taken: list[Line] = [first]
        texts = [first[1]]
        size = len(first[1])
        for item in source:
            taken.append(item)
            if isinstance(item, Unread):
                break
            text = item[1]
            texts.append(text)
            size += len(text)
            if size > LINE_LIMIT:
                break
            if quote in text or (escape and escape in text):
                end = self._end(text, inside=True)
                if end is _End.OUTSIDE:
                    return first[0], "".join(texts), None
                if end is _End.IN_DOUBT:
                    break
        return self._read(taken, source)

    def _end(self, text: str, *, inside: bool) -> _End:
        """Say where a line ends that begins inside a quoted cell or outside."""
        escape = self._dialect.escape
        if _has_stray_return(text) or (escape and escape in text):
            return _End.IN_DOUBT
        if self._dialect.quote not in text:
            return _End.INSIDE if inside else _End.OUTSIDE
        delimiter = self._dialect.delimiter
        parts = text.split(self._dialect.quote)
        behind = parts[1::2] if inside else parts[2::2]  # each from a closing mark to the next
        if not inside and parts[0] and not parts[0].endswith(delimiter):
            return _End.IN_DOUBT
        ends_inside = inside == (len(parts) % 2 == 1)
        if not ends_inside:
            last = behind.pop()
            if last not in _LINE_ENDS and not last.startswith(delimiter):
                return _End.IN_DOUBT
        for part in behind:  # empty ones are doubled marks
            if part and not (part.startswith(delimiter) and part.endswith(delimiter)):
                return _End.IN_DOUBT
        return _End.INSIDE if ends_inside else _End.OUTSIDE

    def _read(self, taken: list[Line], source: Iterator[Line]) -> RowText:
        """Return the row that begins with these lines, read cell by cell; what it does not need is returned."""
        number = number_of(taken[0])
        reason = ""
        for dialect in filter(None, (self._dialect, self._dialect.otherwise)):
            feed = _Feed(taken, source)
            try:
                cells = next(dialect.rows(feed), [])
            except (csv.Error, _NoRow) as error:
                reason = reason or _reason(error)
                taken = feed.all
                continue
            taken = feed.all
            if dialect is self._dialect or len(cells) == self._width:
                self._return(taken[len(feed.used) :])
                return number, feed.text, feed.fault
        self._return(taken[1:])
        first = taken[0]
        if isinstance(first, Unread):
            return number, first.text, f"line {number:,}: {first.problem.reason}"
        try:
            self._dialect.cells(first[1], self._width)
        except csv.Error:
            return number, first[1], f"line {number:,}: {reason}"
        return number, first[1], None

    def _return(self, lines: Sequence[Line]) -> None:
        self._returned.extendleft(reversed(lines))


class _Feed:
    """Lines for a reader of cells: those that were taken already, then more; it takes no more than a record has."""

    def __init__(self, taken: Sequence[Line], source: Iterator[Line]) -> None:
        self.used: list[Line] = []
        self.fault: str | None = None
        self._taken = taken
        self._lines = chain(taken, source)
        self._size = 0

    @property
    def all(self) -> list[Line]:
        """The lines that were used, and of those taken already the others."""
        return [*self.used, *self._taken[len(self.used) :]]

    @property
    def text(self) -> str:
        """The lines that were used, as they stand."""
        return "".join(map(_text, self.used))

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            text = _text(line)
            self.used.append(line)
            self._size += len(text)
            if self._size > LINE_LIMIT:
                raise _NoRow(
                    f"a quotation mark is opened in it and not closed within {LINE_LIMIT // 1024**2} MiB"
                )
            if isinstance(line, Unread):
                if not text.endswith("\n"):
                    raise _NoRow("a line that is too long stands in it")
                self.fault = self.fault or f"line {number_of(line):,}: {line.problem.reason}"
            yield text


def _has_stray_return(text: str) -> bool:
    at = text.find("\r")
    return at >= 0 and text[at:] not in ("\r\n", "\r")


def _reason(error: Exception) -> str:
    said = str(error)
    return next((reason for words, reason in _REASONS.items() if words in said), said)


def _text(line: Line) -> str:
    return line.text if isinstance(line, Unread) else line[1]
