"""Postil's own layout of a dataset: documents, tables, schema, descriptor and card."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

from .about import About
from .base import Layout
from .card import Tally, card
from .csv_file import MARK, CsvFile
from .descriptor import descriptor
from .folder import CARD, SCHEMA
from .models import PostingModel
from .parquet_file import ParquetFile
from .postings_json import PostingsJson
from .schema import schema
from .tables import DISAGREEMENTS, TABLES, Table, write_csv

LINES, DOCUMENT, DESCRIPTOR = "postings.jsonl", "postings.json", "datapackage.json"
BUFFER = 1024 * 1024


def own_layout(*, parquet: bool = False, excel: bool = False, disagreements: bool = False) -> Layout:
    """Return the layout; `parquet` adds a file a table, and `excel` the mark by which Excel knows UTF-8.

    `disagreements` adds the table of them: a dataset in which one answer stands for all has it.
    """
    tables = (*TABLES, DISAGREEMENTS) if disagreements else TABLES
    return lambda folder, files: DatasetWriting(folder, files, tables, parquet=parquet, excel=excel)


class DatasetWriting:
    """A dataset being written."""

    def __init__(
        self, folder: Path, files: ExitStack, tables: Sequence[Table], *, parquet: bool, excel: bool
    ) -> None:
        self._folder = folder
        self._excel = excel
        self._tally = Tally()
        self._open: list[TextIO] = []
        self._json = PostingsJson(self._text(files, LINES), self._text(files, DOCUMENT))
        self._csv: dict[Table, CsvFile] = {}
        self._parquet: dict[Table, ParquetFile] = {}
        for table in tables:
            out = self._text(files, f"{table.name}.csv")
            out.write(MARK if excel else "")
            self._csv[table] = CsvFile(out, table.columns)
            if parquet:
                self._parquet[table] = ParquetFile(folder / f"{table.name}.parquet", table)
                files.callback(self._parquet[table].close)

    def _text(self, files: ExitStack, name: str) -> TextIO:
        out = (self._folder / name).open("x", BUFFER, encoding="utf-8", newline="")
        self._open.append(out)
        return files.enter_context(out)

    def posting(self, posting: PostingModel) -> None:
        """Write a posting to every file."""
        self._tally.posting(posting)
        self._json.posting(posting)
        for table, file in self._csv.items():
            write_csv(file, table, posting)
            if self._parquet:
                self._parquet[table].write(table.lines(posting))

    def finish(self, about: About) -> Mapping[str, int]:
        """Close the files of data, and write what tells of them."""
        self._json.finish()
        for out in self._open:
            out.close()
        for file in self._parquet.values():
            file.finish()
        rows = {LINES: self._json.rows, DOCUMENT: self._json.rows}
        rows |= {f"{table.name}.csv": file.rows for table, file in self._csv.items()}
        rows |= {f"{table.name}.parquet": file.rows for table, file in self._parquet.items()}
        tables = {f"{table.name}.csv": table for table in self._csv}
        tables |= {f"{table.name}.parquet": table for table in self._parquet}
        put(
            self._folder / DESCRIPTOR,
            descriptor(self._folder, tables, [LINES, DOCUMENT], about, excel=self._excel),
        )
        put(self._folder / SCHEMA, schema())
        put(self._folder / CARD, card(self._tally, tuple(self._csv), rows, about, excel=self._excel))
        return rows


def put(path: Path, text: str) -> None:
    """Write a file that is not there yet, in UTF-8, its line ends as they are."""
    with path.open("x", encoding="utf-8", newline="") as file:
        file.write(text)
