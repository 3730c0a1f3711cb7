"""Files that only large libraries can read: read in a process of its own, which has its limits.

Such a library may end its process over a file of a few hundred bytes that asks for more memory than there is.
The process is told nothing but the file, and answers with rows.
"""

import csv
import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any, cast

from importers.base import Record, Unread
from importers.fields.cells import text_of
from importers.fields.mapping import Columns
from importers.files import File
from importers.lines import LINE_LIMIT
from store import Blank, Problem, Unreadable, canonical_line

from .table import Row, TableReading, is_blank, unmarked

MEMORY_LIMIT = 1024**3
"""Bytes that the process may ask for; a sheet of sixty thousand rows and 35 columns takes a quarter of that."""

_PROGRAM = Path(__file__).with_name("reader_process.py")
_SHOWN = 200  # characters of what the process says of itself

Answer = tuple[str, Any]
"""A line as it came, and what it says: a list of values is a row, an object is about rows."""


def answers(file: File, *arguments: str) -> Generator[Answer, None, None]:
    """Yield what the process says of a file. Raises Unreadable where it cannot be read to its end."""
    try:
        yield from _answers(file, arguments)
    except OSError as error:
        raise Unreadable(f"{file.name} cannot be read: {error.strerror or error}.") from error


class RowsReading(TableReading):
    """A table whose rows come from such a process; `rows` begins anew with the first row below the header."""

    def __init__(
        self, names: Sequence[str], columns: Columns, rows: Callable[[], Iterator[Answer]], caption: str = ""
    ) -> None:
        super().__init__(names, columns)
        self._all_names = names
        self._rows = rows
        self._caption = caption

    def records(self) -> Iterator[Record | Unread | Blank]:
        """Yield the rows, numbered from the first below the header; `caption` follows the number."""
        for number, (text, value) in enumerate(self._rows(), 1):
            locator = f"row {number}{self._caption}"
            if isinstance(value, dict):
                yield Unread(Problem(locator, None, _wrong(value)), _written(value.get("row", ())))
                continue
            row = unmarked(self._all_names, row_of(value))
            yield Blank(locator) if is_blank(row) else Record(locator, text, row)

    def cells(self, record: Record) -> Row | Problem:
        """Return the cells of a row."""
        cells: Row = record.value
        return cells


def row_of(values: Sequence[Any]) -> list[str]:
    """Return values as the cells of a row."""
    return [value if isinstance(value, str) else text_of(value) for value in values]


def _answers(file: File, arguments: Sequence[str]) -> Iterator[Answer]:
    with ExitStack() as stack:
        given = stack.enter_context(_seekable(file))
        said = stack.enter_context(tempfile.TemporaryFile())
        process = subprocess.Popen(  # noqa: S603 -- this Python, a file of ours and arguments of ours
            [sys.executable, "-I", str(_PROGRAM), str(MEMORY_LIMIT), str(LINE_LIMIT), *arguments],
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=said,
            start_new_session=True,  # ctrl+c is for whoever reads the answers
        )
        stack.enter_context(process)
        stack.callback(process.kill)
        for line in cast("IO[bytes]", process.stdout):
            if line.endswith(b"\n"):
                text = line[:-1].decode("utf-8", "surrogatepass")
                yield text, json.loads(text)
        if process.wait() != 0:
            raise Unreadable(f"{file.name} {_why(process.returncode, said)}")


def _seekable(file: File) -> IO[bytes]:
    """Open a file as it lies on the disk, or what was unpacked of it under no name."""
    if file.place is not None:
        stream = cast(
            "IO[bytes]", file.place.open("rb", buffering=0)
        )  # the process begins where this one stands
        if stream.read(8) == file.head[:8]:
            stream.seek(0)
            return stream
        stream.close()
    kept = tempfile.TemporaryFile()  # noqa: SIM115 -- whoever asked closes it
    kept.write(file.whole)
    kept.seek(0)
    return cast("IO[bytes]", kept)


def _written(row: Sequence[Any]) -> str:
    """Return what there is of a row as CSV, as a table of refused rows takes it."""
    out = io.StringIO()
    csv.writer(out).writerow(row_of(row))
    return out.getvalue()


def _wrong(answer: dict[str, Any]) -> str:
    if "column" in answer:
        return f"what is in the column {str(answer['column'])[:_SHOWN]!r} is no text"
    return f"the row is longer than the limit of {LINE_LIMIT // 1024**2} MiB"


def _why(code: int, said: IO[bytes]) -> str:
    """Say why the process ended: by an error that it names, or by a signal, over a limit."""
    said.seek(0, 2)
    said.seek(max(0, said.tell() - 4096))
    last = canonical_line(said.read().decode("utf-8", "replace").strip().rpartition("\n")[2])
    if code < 0 or last.startswith("MemoryError"):
        return f"is damaged, or needs more than {MEMORY_LIMIT // 1024**3} GiB of memory to be opened. Save it as CSV."
    return f"is damaged: {last.rpartition(': ')[2][:_SHOWN]}."
