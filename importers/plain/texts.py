"""What the text formats share: the file is read whole, as canonical text, and its drafts are made at once."""

from abc import ABC, abstractmethod
from collections.abc import Iterator

from importers.base import Document, Reading, Record, Unread, Wishes
from importers.fields.mapping import Columns
from importers.files import File
from importers.rejects import RejectsForm, TextRejects
from store import Blank, PostilError, Problem
from store.drafts import Draft

RECOGNISED = 4 * 1024 * 1024
"""Bytes of a file that may be looked through for postings in prose. What people save is far smaller."""


class TextFormat(ABC):
    """A format that is told from the words of a whole text."""

    name: str
    description: str
    version: int
    opening = ""
    """What a file of refused records must begin with to be recognised."""

    @abstractmethod
    def knows(self, document: Document) -> bool:
        """Whether the text is of this format."""

    @abstractmethod
    def read(self, document: Document) -> Iterator[Draft | Problem]:
        """Yield the text's records in order; raise nothing but PostilError."""

    def recognises(self, file: File) -> bool:
        """Whether it is a text of this format, and no larger than a person would save."""
        try:
            if file.is_binary or file.size > RECOGNISED or len(file.whole) > RECOGNISED:
                return False
            return self.knows(file.document)
        except PostilError:
            return False

    def reading(self, file: File, wishes: Wishes) -> Reading:
        """Read the whole text; raises Unreadable."""
        return TextReading(self, file.document)


class TextReading:
    """A text in the hands of one of these formats."""

    columns: Columns | None = None
    remembers: str | None = ""
    rejects: RejectsForm

    def __init__(self, importer: TextFormat, document: Document) -> None:
        self._importer = importer
        self._document = document
        self.rejects = TextRejects(importer.opening)

    def records(self) -> Iterator[Record | Unread | Blank]:
        """Yield the records, each with its draft as its value."""
        for item in self._importer.read(self._document):
            if isinstance(item, Problem):
                yield Unread(item, self._lines_of(item))
            else:
                yield Record(item.locator, f"{item.title or ''}\n{item.raw}", item)

    def draft(self, record: Record) -> Draft | Problem:
        """Return the draft that was made while reading."""
        found = record.value
        return found if isinstance(found, Draft) else Problem(record.locator, None, "no posting was read")

    def _lines_of(self, problem: Problem) -> str:
        number = int(problem.locator.removeprefix("line "))
        return self._document.lines[number - 1] + "\n"
