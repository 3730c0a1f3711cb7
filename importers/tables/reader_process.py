"""Reads workbooks and Parquet for `apart.py`, as a program: the file is its input, and a row is a line of JSON.

It is run by its path and alone, and so imports nothing of ours. Its arguments are the most bytes of memory it
may have, the most characters of a line, the kind of file, and what that kind takes.
"""

import io
import json
import resource
import sys
from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import date, datetime, time
from itertools import islice
from typing import Any

SECONDS = 600
"""Time of the processor after which it is ended: a workbook of a million rows takes some twenty."""
_BATCH = 256  # rows of Parquet that are in memory at a time
_DEEPEST = 8  # structures in one another that become columns
_NO_TEXT = object()  # a value that cannot be had as text


def main() -> None:
    """Print the rows of the file."""
    memory, longest, kind, *arguments = sys.argv[1:]
    for what, limit in ((resource.RLIMIT_AS, int(memory)), (resource.RLIMIT_CPU, SECONDS)):
        with suppress(ValueError, OSError):  # where the system has no such limit
            resource.setrlimit(what, (limit, limit))
    kinds = {"sheets": sheets, "sheet": sheet, "parquet": parquet}
    for value in kinds[kind](sys.stdin.buffer, *arguments):
        text = json.dumps(value, ensure_ascii=False, default=_text)
        if len(text) > int(longest):
            text = json.dumps({"long": len(text)})
        sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass") + b"\n")
    sys.stdout.buffer.flush()


def sheets(stream: Any, rows: str) -> Iterator[Any]:
    """Yield the names of the sheets, then of each its number and as many of its first rows."""
    book = _book(stream)
    yield {"sheets": book.sheet_names}
    for number in range(len(book.sheet_names)):
        yield {"sheet": number}
        yield from islice(book.get_sheet_by_index(number).iter_rows(), int(rows))


def sheet(stream: Any, number: str) -> Iterator[Any]:
    """Yield the rows of one sheet."""
    yield from _book(stream).get_sheet_by_index(int(number)).iter_rows()


def parquet(stream: Any, needed: str) -> Iterator[Any]:
    """Yield the names of the columns, then the rows. A value that cannot be had as text is None.

    Where it stands in a column that is needed, the row comes with the name of that column.
    """
    from pyarrow import Table
    from pyarrow.parquet import ParquetFile

    file = ParquetFile(stream, pre_buffer=False, buffer_size=1024 * 1024)
    names = _flat(file.schema_arrow.empty_table()).column_names
    yield {"names": names}
    important = set(json.loads(needed))
    for batch in file.iter_batches(_BATCH, use_threads=False):
        columns = [_values(column) for column in _flat(Table.from_batches([batch])).columns]
        for row in zip(*columns, strict=True):
            yield _readable(names, row, important)


def _book(stream: Any) -> Any:
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_filelike(io.BytesIO(stream.read()))


def _flat(table: Any) -> Any:
    """Return a table in which the members of structures are columns, named with a dot."""
    for _ in range(_DEEPEST):
        if not any(str(kind).startswith("struct<") for kind in table.schema.types):
            break
        table = table.flatten()
    return table


def _values(column: Any) -> list[Any]:
    import pyarrow

    kind = column.type
    if pyarrow.types.is_timestamp(kind) and kind.unit == "ns":  # finer than Python's
        column = column.cast(pyarrow.timestamp("us", kind.tz), safe=False)
    try:
        values: list[Any] = column.to_pylist()
    except (ValueError, OverflowError, RecursionError, pyarrow.ArrowException):
        values = [_value(cell) for cell in column]
    if pyarrow.types.is_binary(kind) or pyarrow.types.is_large_binary(kind):
        return [_decoded(value) for value in values]
    return values


def _value(cell: Any) -> Any:
    import pyarrow

    try:
        return cell.as_py()
    except (ValueError, OverflowError, RecursionError, pyarrow.ArrowException):
        return _NO_TEXT


def _decoded(value: Any) -> Any:
    try:
        return value.decode() if isinstance(value, bytes) else value
    except UnicodeDecodeError:
        return _NO_TEXT


def _readable(names: list[str], row: tuple[Any, ...], important: Collection[str]) -> Any:
    wrong = [name for name, value in zip(names, row, strict=True) if value is _NO_TEXT]
    if not wrong:
        return row
    rest = [None if value is _NO_TEXT else value for value in row]
    needed = next(filter(important.__contains__, wrong), None)
    return rest if needed is None else {"column": needed, "row": rest}


def _text(value: Any) -> str:
    """Return what JSON has no form for as text; a time of midnight is a day."""
    if isinstance(value, datetime) and value.time() == time() and value.tzinfo is None:
        value = value.date()
    if isinstance(value, (date, time)):
        return value.isoformat()
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


if __name__ == "__main__":
    main()
