"""Tables as text: CSV with any delimiter and quotation marks, with a header."""

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import dropwhile, islice
from typing import Any

from importers.base import Reading, Record, Unread, Wishes
from importers.fields.mapping import Columns
from importers.files import File
from importers.lines import LINE_LIMIT, Line, lines_of, number_of
from importers.rejects import TableRejects
from store import Blank, PostilError, Problem, Unreadable

from .csv_dialect import Dialect
from .csv_layout import Layout, layout_of
from .csv_rows import RowText, RowTexts
from .table import SAMPLE, Row, TableReading, columns_in, is_blank, is_marked, names_of, unmarked

_NO_TABLE = (b"{", b"[", b"<")  # how other formats begin
_VOCABULARY = {"preferredLabel", "altLabels"}
_LOOKED_THROUGH = 2000  # rows in which a sample is looked for


class CsvImporter:
    """Reads tables as text of any size, a row at a time."""

    name = "csv"
    description = "a table as text with a header: CSV, TSV, with any delimiter and quotation marks"
    version = 1

    def recognises(self, file: File) -> bool:
        """Whether the first lines are rows of one width below a header, or known names stand in the first."""
        layout = text_layout(file)
        return layout is not None and layout.is_table

    def reading(self, file: File, wishes: Wishes) -> Reading:
        """Begin to read: find the header and what the columns hold. Raises Unreadable, UsageError."""
        table = TextTable(file, layout_of(file))
        if set(table.names) >= _VOCABULARY:
            raise Unreadable(f"{file.name} is a vocabulary. `postil skills import` takes its skills.")
        return CsvReading(table, columns_in(table.names, table.sample(), wishes))


class TextTable:
    """A table in a file of text: its names, and its rows as they stand. Raises Unreadable, UsageError."""

    def __init__(self, file: File, layout: Layout | None) -> None:
        if layout is None:
            raise Unreadable(f"{file.name} is blank.")
        self.dialect = layout.dialect
        self.line = layout.line
        self.file = file
        _, text, fault = next(self._texts(None), (1, "", "there is no header"))
        if fault is not None:
            raise Unreadable(f"The header of {file.name} cannot be read: {fault}.")
        self.names = names_of(self.dialect.cells(text))

    def texts(self) -> Iterator[RowText]:
        """Yield the rows below the header."""
        return islice(self._texts(len(self.names)), 1, None)

    def sample(self) -> list[Row]:
        """Return the first rows with something in them, as far as they are not unlike any other table's."""
        found: list[Row] = []
        size = 0
        for _, text, fault in islice(self.texts(), _LOOKED_THROUGH):
            row = self.dialect.cells(text, len(self.names)) if fault is None else []
            if not is_blank(row):
                found.append(row)
                size += len(text)
            if len(found) == SAMPLE or size > LINE_LIMIT:
                break
        return found

    def _texts(self, width: int | None) -> Iterator[RowText]:
        return RowTexts(self.dialect, width).rows(dropwhile(self._is_above, lines_of(self.file)))

    def _is_above(self, line: Line) -> bool:
        return number_of(line) < self.line


class CsvReading(TableReading):
    """A table as text in the hands of an importer. The cells of a row are not read before its draft is wanted."""

    def __init__(self, table: TextTable, columns: Columns, *, told: bool = True) -> None:
        super().__init__(table.names, columns, told=told)
        self.remembers = f"{self.remembers}\n{table.dialect}"  # one text has other cells by other marks
        self.rejects = _TextRejects(table.names, table.dialect)
        self._table = table
        marks = re.escape(table.dialect.delimiter + table.dialect.quote)
        self._blank = re.compile(rf"[\s{marks}]*\Z")

    def records(self) -> Iterator[Record | Unread | Blank]:
        """Yield the rows, numbered from the first below the header."""
        may_be_blank, dialect, width = self._blank.match, self._table.dialect, len(self._table.names)
        for number, (_, text, fault) in enumerate(self._table.texts(), 1):
            locator = f"row {number}"
            if fault is not None:
                yield Unread(Problem(locator, None, fault), text)
            elif may_be_blank(text) and is_blank(dialect.cells(text, width)):
                yield Blank(locator)
            else:
                yield Record(locator, text)

    def cells(self, record: Record) -> Row | Problem:
        """Return the cells of a row."""
        try:
            row = self._table.dialect.cells(record.text, len(self._table.names))
        except csv.Error as error:
            return Problem(record.locator, None, f"the row cannot be read: {error}")
        return unmarked(self._table.names, row)


class _TextRejects(TableRejects):
    """Rows as a table again, whatever the marks in the file they are from."""

    def __init__(self, names: Sequence[str], dialect: Dialect) -> None:
        super().__init__(unmarked(names, names), dialect.delimiter)
        self._names = names
        self._dialect = dialect
        apart = re.escape(dialect.delimiter)
        self._mark = re.compile(rf'(?:"(?:[^"]|"")*+"|[^{apart}"]*){apart}')

    def entry(self, text: str, value: Any, problem: Problem) -> str:
        """Write a row with its cells, or as it stood where it is none."""
        try:
            row = self._dialect.cells(text, len(self._names))
        except csv.Error:
            bare = self._mark.sub("", text, count=1) if is_marked(self._names) else text
            return super().entry(bare, None, problem)
        return super().entry(text, unmarked(self._names, row), problem)


def text_layout(file: File) -> Layout | None:
    """Return the layout of a file that may be a table as text; None where it is something else; raises nothing."""
    try:
        if file.is_binary or file.head.lstrip().startswith(_NO_TABLE):
            return None
        return layout_of(file)
    except PostilError:
        return None
