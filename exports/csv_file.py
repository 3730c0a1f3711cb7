"""A table as CSV that spreadsheets and programs read alike."""

import re
from collections.abc import Callable, Sequence
from typing import TextIO

from .guard import guard

Value = str | int | float | None | Sequence[str]

MARK = "\ufeff"
SEPARATOR = '","'
_GUARDED = re.compile("\"'*[=+\\-@\t\r\n＝＋－＠]")


class CsvFile:
    r"""RFC 4180: `\r\n` after each line, every cell in quotes, a quote inside doubled, a header.

    An empty cell is null or an empty list. Text that a spreadsheet would run is guarded.
    """

    def __init__(self, out: TextIO, columns: Sequence[str]) -> None:
        self.rows = 0
        self._out = out
        self._quotes = 2 * len(columns)
        self.write([columns])
        self.rows = 0

    def write(self, rows: Sequence[Sequence[Value]]) -> None:
        """Write lines."""
        if rows:
            self.write_joined([SEPARATOR.join([_text(cell) for cell in row]) for row in rows], lambda: rows)

    def write_joined(self, lines: Sequence[str], rows: Callable[[], Sequence[Sequence[Value]]]) -> None:
        """Write lines, one at least, whose cells are joined by SEPARATOR already, as text that nothing was done to.

        Most need nothing, so all are looked at together; `rows` is asked for the cells where one has a quote in it
        or may need the guard.
        """
        inside = SEPARATOR.join(lines)
        if inside.count('"') != self._quotes * len(lines) - 2 or _GUARDED.search(f'"{inside}'):
            lines = [SEPARATOR.join([_cell(cell) for cell in row]) for row in rows()]
        self._out.write('"' + '"\r\n"'.join(lines) + '"\r\n')
        self.rows += len(lines)


def _text(value: Value) -> str:
    return value if isinstance(value, str) else _plain(value)


def _plain(value: Value) -> str:
    if value is None:
        return ""
    return repr(value) if isinstance(value, int | float) else "\n".join(value)


def _cell(value: Value) -> str:
    """Return a value as what stands between the quotes of its cell; each of several stands on a line."""
    text = _text(value)
    return guard(text).replace('"', '""') if not isinstance(value, int | float) else text
