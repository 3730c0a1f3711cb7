"""A table as CSV that spreadsheets and programs read alike."""

from collections.abc import Sequence
from typing import ClassVar, TextIO

from .guard import guard
from .models import Model

Cell = str | int | float | None | Sequence[str]


class Table:
    r"""RFC 4180: `\r\n` after each line, every cell in quotes, a quote inside doubled, a header.

    An empty cell is null or an empty list. Text that a spreadsheet would run is guarded. A table says in its
    `posting` which rows a posting gives it.
    """

    model: ClassVar[type[Model]]

    def __init__(self, out: TextIO) -> None:
        self.rows = 0
        self._out = out
        self._write(list(self.model.model_fields))

    def row(self, row: Model) -> None:
        """Write a line."""
        self._write([cell(value) for value in row.model_dump(mode="json").values()])
        self.rows += 1

    def finish(self) -> None:
        """Write nothing: a table just ends."""

    def _write(self, cells: Sequence[str]) -> None:
        self._out.write(",".join('"' + text.replace('"', '""') + '"' for text in cells) + "\r\n")


def cell(value: Cell) -> str:
    """Return a value as the text of its cell; each of several stands on a line."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return repr(value)
    return guard(value if isinstance(value, str) else "\n".join(value))
