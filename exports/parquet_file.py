"""A table as Parquet, for those who have pyarrow."""

from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from store import UsageError

from .models import Model
from .tables import Line, Table

GROUP = 5_000  # lines held before they are written
GROUP_CHARACTERS = 2 * 1024 * 1024


class ParquetFile:
    """Writes the lines of a table, some at a time; equal lines give equal bytes with one version of pyarrow."""

    def __init__(self, path: Path, table: Table) -> None:
        try:
            import pyarrow
            import pyarrow.parquet
        except ImportError as error:
            raise UsageError(
                "--parquet needs pyarrow, which is not installed. `pip install 'postil[parquet]'` brings it."
            ) from error
        self.rows = 0
        self._arrow = pyarrow
        self._schema = pyarrow.schema(
            [
                pyarrow.field(
                    name, getattr(pyarrow, kind)() if kind != "list" else pyarrow.list_(pyarrow.string())
                )
                for name, kind in column_kinds(table.model).items()
            ]
        )
        self._writer = pyarrow.parquet.ParquetWriter(path, self._schema, compression="zstd")
        self._waiting: list[Line] = []
        self._characters = 0

    def write(self, lines: Sequence[Line]) -> None:
        """Take lines, and write those that wait where they are many."""
        self._waiting += lines
        self.rows += len(lines)
        for line in lines:
            last = line[-1]
            self._characters += len(last) if isinstance(last, str) else 0
        if len(self._waiting) >= GROUP or self._characters >= GROUP_CHARACTERS:
            self._flush()

    def finish(self) -> None:
        """Write what waits, and the end of the file."""
        self._flush()
        self._writer.close()

    def close(self) -> None:
        """Give the file back, also where it was not finished."""
        self._writer.close()

    def _flush(self) -> None:
        if self._waiting:
            columns = [self._arrow.array(column, kind.type) for column, kind in self._columns()]
            self._writer.write_batch(self._arrow.record_batch(columns, schema=self._schema))
        self._waiting, self._characters = [], 0

    def _columns(self) -> list[tuple[Sequence[Any], Any]]:
        return list(zip(zip(*self._waiting, strict=True), self._schema, strict=True))


def column_kinds(model: type[Model]) -> dict[str, str]:
    """Return by column what its values are: `string`, `int64`, `float64` or `list`."""
    hints = get_type_hints(model)
    return {field.name: _kind(hints[field.name]) for field in fields(model)}


def _kind(hint: Any) -> str:
    while get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    if get_origin(hint) in (Union, UnionType):
        hint = next(part for part in get_args(hint) if part is not type(None))
    if get_origin(hint) is list:
        return "list"
    return {int: "int64", float: "float64"}.get(hint, "string")
