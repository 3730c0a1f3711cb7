"""Parquet files: tables with names and types, in which members of structures are columns of their own."""

import importlib.util
import json
from collections.abc import Iterator
from contextlib import closing
from itertools import islice

from importers.base import Reading, Wishes
from importers.files import File
from importers.lines import LINE_LIMIT
from store import PostilError, Unreadable

from .apart import Answer, RowsReading, answers, row_of
from .table import SAMPLE, Row, columns_in, is_blank, names_of

_MAGIC = b"PAR1"
_LOCKED = b"PARE"


class ParquetImporter:
    """Reads Parquet, a few rows at a time, with a library that is installed by an extra."""

    name = "parquet"
    description = "a Parquet file (needs the extra: pip install 'postil[parquet]')"
    version = 1

    def recognises(self, file: File) -> bool:
        """Whether it begins as Parquet does."""
        try:
            return file.head.startswith((_MAGIC, _LOCKED))
        except PostilError:
            return False

    def reading(self, file: File, wishes: Wishes) -> Reading:
        """Read the names and the first rows. Raises Unreadable, UsageError."""
        if file.head.startswith(_LOCKED):
            raise Unreadable(f"{file.name} is encrypted. Decrypt it first.")
        if importlib.util.find_spec("pyarrow") is None:
            raise Unreadable("Parquet needs an extra: pip install 'postil[parquet]'")
        sample: list[Row] = []
        size = 0
        with closing(answers(file, "parquet", "[]")) as beginning:
            _, first = next(beginning)
            if "names" not in first:
                raise Unreadable(f"{file.name} has names of columns that are too long to be any.")
            names = names_of(first["names"])
            for text, row in islice(beginning, SAMPLE):
                size += len(text)
                if isinstance(row, list) and size <= LINE_LIMIT:
                    sample.append(row_of(row))
        columns = columns_in(names, [row for row in sample if not is_blank(row)], wishes)
        needed = json.dumps([column.name for column in columns.mapped])

        def rows() -> Iterator[Answer]:
            return islice(answers(file, "parquet", needed), 1, None)

        return RowsReading(names, columns, rows)
