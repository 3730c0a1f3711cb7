"""How a table was written and where it begins, told from its first lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from operator import length_hint

from importers.base import Unread
from importers.files import HEAD, File
from importers.lines import Line, lines_of, number_of

from .csv_dialect import DELIMITERS, ESCAPE, Dialect
from .csv_rows import RowTexts
from .table import KNOWN_NAMES, Row, fits, header_in, is_header, is_marked, known_in

_SAID = re.compile(r"\s*sep=([^\w\s\"'\\]|\t)\s*")
_SAMPLE = 100  # rows by which a layout is judged
_FEW = 3  # rows of one width by which a table with unknown names is told


@dataclass(frozen=True, slots=True)
class Layout:
    """A table as it begins: its dialect, its header, and the number of the header's first line (1-based).

    `fits` counts the rows that are as wide as the header, `misfits` the others.
    """

    dialect: Dialect
    header: Row
    line: int
    fits: int = 0
    misfits: int = 0

    @property
    def is_table(self) -> bool:
        """Whether this is a table beyond doubt, and not prose, or a list of places, with commas in it."""
        known = known_in(self.header)
        if is_marked(self.header):
            return True
        if known >= KNOWN_NAMES:
            return known == len(self.header) or self.fits >= self.misfits
        spaced = any(cell.startswith(" ") for cell in self.header)
        return self.fits >= _FEW and not self.misfits and not spaced and is_header(self.header)

    @property
    def rank(self) -> tuple[int, float, int]:
        """What tells the right layout from the others: the higher, the likelier."""
        rows = self.fits + self.misfits
        return known_in(self.header), self.fits / rows if rows else 1.0, len(self.header)


def layout_of(file: File) -> Layout | None:
    """Return the likeliest layout of a file as a table; None where it begins with nothing. Raises PostilError."""
    lines = [_readable(line) for line in lines_of(File.of(file.name, file.head, file.encoding))]
    is_whole = len(file.head) < HEAD
    if not is_whole:
        lines = lines[:-1] or lines
    said = _SAID.fullmatch(lines[0][1]) if lines else None
    if said:
        del lines[0]
    text = "".join(text for _, text in lines)
    layouts = (_layout(lines, dialect, is_whole) for dialect in _dialects(text, said[1] if said else None))
    return max(filter(None, layouts), key=lambda layout: layout.rank, default=None)


def _readable(line: Line) -> tuple[int, str]:
    """Return a line for what can be read of it: what cannot is told when the row is read."""
    if isinstance(line, Unread):
        return number_of(line), line.text
    return line


def _dialects(text: str, said: str | None) -> Iterator[Dialect]:
    """Yield the dialects that a text may be of; of two that fit alike the first is right."""
    delimiters = (said,) if said else tuple(filter(text.__contains__, DELIMITERS)) or DELIMITERS[:1]
    for delimiter in delimiters:
        for quote in ("'", '"') if _has_single_quotes(text, delimiter) else ('"',):
            plain = Dialect(delimiter, quote)
            yield plain
            if f"{delimiter} {quote}" in text:
                yield replace(plain, loose=True)
            if f"{ESCAPE}{quote}" in text:
                yield replace(plain, escape=ESCAPE)


def _has_single_quotes(text: str, delimiter: str) -> bool:
    """Whether all cells of the first line are between `'`, or some of any line and none between the usual marks."""
    first = next(filter(None, map(str.strip, text.splitlines())), "")
    if len(first) > 1 and all(cell[:1] == cell[-1:] == "'" for cell in first.split(delimiter)):
        return True
    apart = re.escape(delimiter)
    begin, end, usual = (
        sum(1 for _ in islice(re.finditer(form, text, re.MULTILINE), _SAMPLE))
        for form in (rf"(?:^|{apart})'", rf"'(?={apart}|\r?$)", rf'(?:^|{apart})"')
    )
    return min(begin, end) > 1 and not usual


def _layout(lines: list[tuple[int, str]], dialect: Dialect, is_whole: bool) -> Layout | None:
    rows = list(islice(_rows(lines, dialect, is_whole), _SAMPLE))
    if not rows:
        return None
    at = header_in([cells for _, cells in rows])
    number, header = rows[at]
    fitting = sum(fits(cells, len(header)) for _, cells in rows[at + 1 :])
    return Layout(dialect, header, number, fitting, len(rows) - at - 1 - fitting)


def _rows(lines: list[tuple[int, str]], dialect: Dialect, is_whole: bool) -> Iterator[tuple[int, list[str]]]:
    """Yield line number and cells of each row: what is no row is one cell, unless it is merely cut off."""
    waiting = iter(lines)
    for number, text, fault in RowTexts(dialect).rows(waiting):
        if fault is not None and not is_whole and not length_hint(waiting):
            return
        yield number, dialect.cells(text) if fault is None else [text]
