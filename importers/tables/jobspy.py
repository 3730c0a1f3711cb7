"""What python-jobspy writes: a CSV of fixed columns, in which backslashes are often doubled."""

import re

from importers.base import Reading, Record, Wishes
from importers.fields.mapping import Column, Columns
from importers.files import File
from store import Problem, Unreadable, UsageError

from .csv_dialect import ESCAPE
from .csv_layout import layout_of
from .csv_table import CsvReading, TextTable, text_layout
from .table import Row

_FIELDS = {
    "external_id": "id",
    "url": "job_url",
    "title": "title",
    "company": "company",
    "location": "location",
    "date_posted": "date_posted",
    "employment_type": "job_type",
    "salary_min": "min_amount",
    "salary_max": "max_amount",
    "salary_currency": "currency",
    "salary_interval": "interval",
    "work_mode": "work_from_home_type",
    "remote": "is_remote",
    "skills": "skills",
    "body": "description",
}
"""Where the fields are. What is said of the company is not the posting's, and addresses of people stay apart."""
_TELLING = frozenset(
    ("site", "job_url", "title", "company", "location", "job_type", "interval", "min_amount", "max_amount")
)
_SINGLE = re.compile(r"(?<!\\)(?:\\\\)*\\(?!\\)")  # a backslash that is not one of a pair


class JobspyImporter:
    """Reads what python-jobspy saved, by the names of its columns: older files have fewer."""

    name = "jobspy"
    description = "the CSV of python-jobspy"
    version = 1

    def recognises(self, file: File) -> bool:
        """Whether the columns are those that jobspy writes."""
        layout = text_layout(file)
        return layout is not None and set(layout.header) >= _TELLING

    def reading(self, file: File, wishes: Wishes) -> Reading:
        """Begin to read. Raises Unreadable, and UsageError for a column that is wished for: they are fixed."""
        if wishes.said:
            raise UsageError(
                f"The fields of {self.name} are fixed. To say where they come from, read {file.name} with --as csv."
            )
        table = TextTable(file, layout_of(file))
        there = tuple(
            Column(field, name, "known name") for field, name in _FIELDS.items() if name in table.names
        )
        if not any(column.field == "body" for column in there):
            raise Unreadable(f"{file.name} has no column `description`, as the files of {self.name} have.")
        return JobspyReading(file, table, Columns(there))


class JobspyReading(CsvReading):
    """A file of jobspy's in the hands of its importer.

    Its manual has it saved with a backslash as escape character, which doubles backslashes as well as quotation
    marks. A backslash that is alone shows that it was not so saved.
    """

    def __init__(self, file: File, table: TextTable, columns: Columns) -> None:
        super().__init__(table, columns, told=False)
        self._is_doubled = not _SINGLE.search(file.head.decode("utf-8", "replace"))

    def cells(self, record: Record) -> Row | Problem:
        """Return the cells of a row, backslashes as they were before it was saved."""
        row = super().cells(record)
        text = record.text
        if isinstance(row, Problem) or not self._is_doubled or ESCAPE not in text or _SINGLE.search(text):
            return row
        return [cell.replace(ESCAPE * 2, ESCAPE) for cell in row]
