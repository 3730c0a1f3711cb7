"""What tables share: where the header is, what its columns are called, and the drafts of rows."""

import json
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence

from importers.base import Record, Unread, Wishes
from importers.fields.column_names import LONGEST_NAME, known_name
from importers.fields.mapping import Columns, columns_of, fields_of
from importers.fields.structured import draft_of, record_text
from importers.rejects import MARK, RejectsForm, TableRejects
from store import Blank, Problem, Unreadable, canonical_line, visible
from store.drafts import Draft

Row = Sequence[str]

SAMPLE = 200
"""Rows by which it is decided what the columns hold."""
MOST_COLUMNS = 4096
KNOWN_NAMES = 2
"""Known names that a row must have to be a header wherever it stands."""
_ABOVE = 10  # rows in which the header is looked for
_LONGEST_NAME = 40
_MOST_WORDS = 6


class TableReading(ABC):
    """A table in the hands of an importer. `names` are those of all columns, also of one with reasons.

    `columns` says where the fields come from; `told` whether that is up to the person.
    """

    rejects: RejectsForm

    def __init__(
        self, names: Sequence[str], columns: Columns, delimiter: str = ",", *, told: bool = True
    ) -> None:
        self.columns: Columns | None = columns if told else None
        self._fixed = columns
        self._is_marked = is_marked(names)
        self._names = unmarked(names, names)
        self.remembers: str | None = json.dumps(
            self._names
        )  # a mended header makes other drafts of equal rows
        self.rejects = TableRejects(self._names, delimiter)

    @abstractmethod
    def records(self) -> Iterator[Record | Unread | Blank]:
        """Yield the rows below the header."""

    @abstractmethod
    def cells(self, record: Record) -> Row | Problem:
        """Return the cells of a row, without the reason for which it was refused before."""

    def draft(self, record: Record) -> Draft | Problem:
        """Make the draft of a row, or say why there is none."""
        row = self.cells(record)
        if isinstance(row, Problem):
            return row
        width = len(self._names)
        if not fits(row, width):
            return Problem(record.locator, None, f"the row has {len(row):,} cells, and the header {width:,}")
        values = dict(zip(self._names, row, strict=False))
        if all(name == cell.strip() for name, cell in values.items()):
            return Problem(record.locator, None, "the header stands here again")
        return draft_of(record.locator, record_text(values), fields_of(values, self._fixed))


def header_in(rows: Sequence[Row]) -> int:
    """Return the index of the header among the first rows: the first of all, but for a preamble.

    A preamble is captions of one cell and comments (`# …`) that have not the width of what follows.
    """
    for at, row in enumerate(rows[:_ABOVE]):
        if known_in(row) >= KNOWN_NAMES or is_marked(row):
            return at
        below = rows[at + 1] if at + 1 < len(rows) else row
        is_comment = row[0].lstrip().startswith("#") and len(row) != len(below)
        if not is_comment and sum(bool(cell.strip()) for cell in row) > 1:
            return at
    return 0


def known_in(row: Row) -> int:
    """Return how many cells of a row are known names of columns."""
    return sum(known_name(cell) is not None for cell in row)


def is_header(row: Row) -> bool:
    """Whether every cell of a row reads as the name of a column, and none as a sentence or as a number."""
    names = {cell.strip() for cell in row}
    return len(names) == len(row) > 1 and all(map(_is_name, row))


def names_of(header: Row) -> list[str]:
    """Return the names of the columns; those without one are called by their place.

    Raises Unreadable for a name that stands twice.
    """
    if len(header) > MOST_COLUMNS:
        raise Unreadable(f"{len(header):,} columns are more than the limit of {MOST_COLUMNS:,}.")
    names: dict[str, None] = {}
    for place, cell in enumerate(header, 1):
        name = canonical_line(visible(cell)) or f"column {place}"
        if name in names:
            raise Unreadable(
                f"Two columns are called {name[:LONGEST_NAME]!r}. Rename one of them in the header."
            )
        names[name] = None
    return list(names)


def columns_in(names: Sequence[str], sample: Sequence[Row], wishes: Wishes) -> Columns:
    """Decide what the columns of a table hold. Raises UsageError and Unreadable as `columns_of` does."""
    own = unmarked(names, names)
    return columns_of(own, [dict(zip(own, unmarked(names, row), strict=False)) for row in sample], wishes)


def is_marked(names: Row) -> bool:
    """Whether the first column is the one with the reasons for which the rows were refused before."""
    return bool(names) and names[0].strip() == MARK


def unmarked(names: Sequence[str], row: Row) -> Row:
    """Return a row without the cell that is in the column of reasons."""
    return row[1:] if is_marked(names) else row


def fits(row: Row, width: int) -> bool:
    """Whether a row has so many cells, or more of which nothing is in the others."""
    return len(row) == width or (len(row) > width and not any(row[width:]))


def is_blank(row: Row) -> bool:
    """Whether there is nothing in any cell."""
    return not any(row) or all(not cell or cell.isspace() for cell in row)


def _is_name(cell: str) -> bool:
    name = cell.strip()
    return (
        0 < len(name) <= _LONGEST_NAME
        and len(name.split()) <= _MOST_WORDS
        and name[-1] not in ".!?:;,"
        and any(map(str.isalpha, name))
        and "\n" not in name
    )
