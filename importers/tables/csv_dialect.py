"""The ways in which tables are written as text, and the cells of a row in each of them."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from importers.lines import LINE_LIMIT

csv.field_size_limit(LINE_LIMIT)

DELIMITERS = (",", ";", "\t", "|")
ESCAPE = "\\"


@dataclass(frozen=True)
class Dialect:
    """How cells are parted and quoted.

    `escape` stands before quotation marks inside cells where they are not doubled; None where they are.
    With `loose`, blanks stand behind the delimiters.
    """

    delimiter: str = ","
    quote: str = '"'
    escape: str | None = None
    loose: bool = False

    def rows(self, lines: Iterable[str]) -> Iterator[list[str]]:
        """Yield the cells of each row, taking no line before it is needed. Raises csv.Error."""
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quotechar=self.quote,
            escapechar=self.escape,
            skipinitialspace=self.loose,
            strict=True,
        )

    def cells(self, text: str, width: int | None = None) -> list[str]:
        """Return the cells of a text that is one row. Raises csv.Error where it is not well-formed.

        Where it should have `width` cells, quotation marks may stand in it which are escaped otherwise than
        elsewhere, or, in a row of one line, not at all: if only it has that width then.
        """
        try:
            return next(self.rows((text,)), [])
        except csv.Error:
            found = self._repaired(text, width) if width else None
            if found is None:
                raise
            return found

    @cached_property
    def otherwise(self) -> "Dialect | None":
        """The same with quotation marks escaped; None where they are so anyway."""
        return None if self.escape else replace(self, escape=ESCAPE)

    def _repaired(self, text: str, width: int) -> list[str] | None:
        if self.otherwise and ESCAPE + self.quote in text:
            try:
                row = next(self.otherwise.rows((text,)), [])
            except csv.Error:
                row = []
            if len(row) == width:
                return row
        line = text.removesuffix("\n").removesuffix("\r")
        found = None if "\n" in line else self._bare(line)
        return found if found and len(found) == width else None

    def _bare(self, line: str) -> list[str] | None:
        """Return the cells of a line in which a quotation mark ends a cell only where the cell may end."""
        found: list[str] = []
        at = 0
        while True:
            if line.startswith(self.quote, at):
                end = self._closed(line, at + 1)
                if end is None:
                    return None
                found.append(line[at + 1 : end - 1].replace(self.quote * 2, self.quote))
            else:
                end = line.find(self.delimiter, at)
                end = len(line) if end < 0 else end
                found.append(line[at:end])
            if end == len(line):
                return found
            at = end + 1

    def _closed(self, line: str, at: int) -> int | None:
        """Return where the quoted cell ends that began before `at`: behind marks which are not all doubled."""
        while (start := line.find(self.quote, at)) >= 0:
            rest = self._marks.match(line, start)
            at = rest.end() if rest else start + 1
            if (at - start) % 2 and (at == len(line) or line.startswith(self.delimiter, at)):
                return at
        return None

    @cached_property
    def _marks(self) -> re.Pattern[str]:
        return re.compile(f"{re.escape(self.quote)}+")
