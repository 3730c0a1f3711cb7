"""Datasets of Postil's own: the postings, and then what people said of them."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any

from importers.base import Record, Unread, Wishes
from importers.documents.json_file import JsonFile
from importers.documents.json_values import NotJson, parsed
from importers.fields.mapping import Columns
from importers.files import File
from importers.lines import lines_of
from importers.reading import FILE_LIMIT
from importers.rejects import MARK, LineRejects, RejectsForm
from store import Blank, Problem, SourceImport, Unreadable
from store.drafts import Draft

from .checksums import changed
from .dataset_imports import told_imports
from .dataset_marks import VERSION, form_of, version_of
from .dataset_rows import Row, draft_of_row
from .dataset_statements import Retold, retold

POSTINGS = ("postings",)
MANY_SOURCES = 10_000
"""Sources of one dataset. Postings of further ones are refused: each source needs a run of its own."""


class DatasetImporter:
    """What `postil export` wrote: postings.jsonl, or postings.json; a folder with either of them is one input."""

    name = "postil"
    description = "a dataset of Postil's, with all that people said of its postings"
    version = 1

    def recognises(self, file: File) -> bool:
        """Whether it is either file, by the keys of its postings."""
        return form_of(file) is not None

    def reading(self, file: File, wishes: Wishes) -> "DatasetReading":
        """Begin to read. Raises Unreadable for a file that is none, or of a version that came later."""
        form = form_of(file)
        if form is None:
            raise Unreadable(
                f"{file.name} is no dataset of Postil's: give its postings.jsonl or postings.json."
            )
        if form == "lines":
            return LinesReading(file)
        version = version_of(file)
        if version > VERSION:
            raise Unreadable(
                f"{file.name} is a dataset of version {version}, made by a newer version of Postil. "
                "Install that to import it."
            )
        if file.size > FILE_LIMIT:
            limit = FILE_LIMIT // (1024 * 1024)
            raise Unreadable(
                f"{file.name} is larger than {limit} MiB, the limit for one document. Give the postings.jsonl of "
                "the same dataset instead, which holds the same and has no limit."
            )
        return DocumentReading(file)


class DatasetReading(ABC):
    """A dataset in the hands of its importer; all of it may be read more than once."""

    columns: Columns | None = None
    remembers: str | None = None  # what people said of a posting may be new where the posting is not

    def __init__(self, file: File) -> None:
        self.rejects: RejectsForm = LineRejects()
        self._file = file

    def records(self) -> Iterator[Record | Unread | Blank]:
        """Yield the postings in order, each with its source."""
        for item in self._rows():
            yield (
                item if isinstance(item, Unread) else Record(item.locator, item.text, item.facts, item.source)
            )

    def draft(self, record: Record) -> Draft | Problem:
        """Make the draft of a posting, as it stood in the database that was exported."""
        row: Row = record.value
        return draft_of_row(row)

    def changes(self) -> Iterator[Problem]:
        """Yield which files of the dataset were changed since they were exported."""
        return changed(self._file)

    def statements(self) -> Iterator[Retold]:
        """Yield what is told of each posting, in order."""
        for item in self._rows():
            if isinstance(item, Row) and item.source is not None:
                yield retold(item)

    def imports(self) -> Sequence[SourceImport]:
        """Return where the sources of the dataset came from, as the descriptor beside it tells."""
        return told_imports(self._file)

    def _rows(self) -> Iterator[Row | Unread]:
        sources: set[str] = set()
        for item in self._items():
            if isinstance(item, Row) and item.source is not None and item.source not in sources:
                if len(sources) == MANY_SOURCES:
                    reason = f"the dataset names more than {MANY_SOURCES:,} sources"
                    yield Unread(Problem(item.locator, "source", reason), item.text)
                    continue
                sources.add(item.source)
            yield item

    @abstractmethod
    def _items(self) -> Iterator[Row | Unread]:
        """Yield what the file holds, in order."""


class LinesReading(DatasetReading):
    """postings.jsonl: a posting a line."""

    def _items(self) -> Iterator[Row | Unread]:
        for item in lines_of(self._file):
            if isinstance(item, Unread):
                yield item
                continue
            number, text = item
            if not text.strip():
                continue
            found = _row(f"line {number}", text)
            if not (isinstance(found, Row) and set(found.value) == {MARK}):
                yield found


class DocumentReading(DatasetReading):
    """postings.json: one document with all postings in a list."""

    def __init__(self, file: File) -> None:
        super().__init__(file)
        self._document = JsonFile(file).document
        if self._document.broken and not self._document.lists:
            raise Unreadable(f"{file.name} is broken: {self._document.broken}.")

    def _items(self) -> Iterator[Row | Unread]:
        for found in self._document.lists:
            if found.path == POSTINGS:
                for element in self._document.elements(found):
                    yield _checked(element.locator, element.text, element.value)


def _row(locator: str, text: str) -> Row | Unread:
    try:
        value = parsed(text)
    except NotJson as error:
        value = error
    return _checked(locator, text, value)


def _checked(locator: str, text: str, value: Any) -> Row | Unread:
    if isinstance(value, NotJson):
        return Unread(Problem(locator, None, str(value)), text)
    if not isinstance(value, dict):
        return Unread(Problem(locator, None, "it is no object, as every posting is one"), text)
    return Row(locator, text, value)
