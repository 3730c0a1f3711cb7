"""The records of JSON files in the hands of an importer: of a document, or of a file with a record a line."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from importers.base import Record, Unread
from importers.fields.mapping import Columns
from importers.fields.structured import Fields, draft_of, record_text
from importers.files import File
from importers.lines import lines_of
from importers.rejects import MARK, DocumentRejects, LineRejects, RejectsForm
from store import Blank, Problem
from store.drafts import Draft

from .json_document import Element, JsonDocument, JsonList
from .json_values import NotJson, parsed


@dataclass(frozen=True, slots=True)
class Lacking:
    """Why an object is no posting: the field it lacks, and where that is to be had."""

    field: str | None
    reason: str


Understanding = Callable[[dict[str, Any]], Fields | Lacking]
Inside = Callable[[Any], Iterable[tuple[str, Any]]]
"""Given a value, the records in it with their paths from it (`$` is the value itself)."""


class JsonReading(ABC):
    """A JSON file whose records become postings by one understanding of their fields."""

    remembers: str | None = ""
    rejects: RejectsForm

    def __init__(
        self, understanding: Understanding, columns: Columns | None = None, inside: Inside | None = None
    ) -> None:
        self.columns: Columns | None = columns
        self._understanding = understanding
        self._inside = inside

    @abstractmethod
    def records(self) -> Iterator[Record | Unread | Blank]:
        """Yield the records in the order of the file."""

    def draft(self, record: Record) -> Draft | Problem:
        """Make the draft of a record, which is parsed here where it was not before."""
        value, text = record.value, record.text
        try:
            value = parsed(text) if value is None else value
            if isinstance(value, dict) and MARK in value:
                value = unmarked(value)
                text = record_text(value)
        except NotJson as error:
            return Problem(record.locator, None, str(error))
        if not isinstance(value, dict):
            return Problem(record.locator, None, f"a posting is an object, and this is {_kind(value)}")
        fields = self._understanding(value)
        if isinstance(fields, Lacking):
            return Problem(record.locator, fields.field, fields.reason)
        return draft_of(record.locator, text, fields)

    def _records(self, locator: str, text: str, value: Any) -> Iterator[Record | Blank]:
        """Yield the records in a value that was parsed."""
        if is_blank(value):
            yield Blank(locator)
            return
        found = list(self._inside(value)) if self._inside else []
        for path, inner in found:
            if path == "$":
                yield Record(locator, text, inner)
            else:
                yield Record(_joined(locator, path), record_text(inner), inner)
        if not found:
            yield Record(locator, text, value)


class DocumentReading(JsonReading):
    """A document, of which some lists hold records; or which is one record itself, where none is given."""

    def __init__(
        self,
        document: JsonDocument,
        lists: list[JsonList],
        understanding: Understanding,
        columns: Columns | None = None,
        inside: Inside | None = None,
    ) -> None:
        super().__init__(understanding, columns, inside)
        path = lists[0].path if lists and not lists[0].keyed else ()
        self.rejects: RejectsForm = DocumentRejects(path)
        self._document = document
        self._lists = lists

    def records(self) -> Iterator[Record | Unread | Blank]:
        """Yield the records of each list; where the document breaks, that is the last problem."""
        told = False
        for element in self._elements():
            if isinstance(element.value, NotJson):
                told = told or element.value.at is not None
                yield Unread(Problem(element.locator, None, _reason(element.value)), element.text)
            elif not _is_mark(element.value):
                yield from self._records(element.locator, element.text, element.value)
        if self._document.broken and not told:
            yield Unread(Problem("$", None, _reason(self._document.broken)), "")

    def _elements(self) -> Iterator[Element]:
        if not self._lists and self._document.single:
            yield self._document.single
        for found in self._lists:
            yield from self._document.elements(found)


class LinesReading(JsonReading):
    """A file with a record a line, of any length. A line is not parsed before its draft is wanted."""

    def __init__(
        self,
        file: File,
        understanding: Understanding,
        columns: Columns | None = None,
        inside: Inside | None = None,
    ) -> None:
        super().__init__(understanding, columns, inside)
        self.rejects: RejectsForm = LineRejects()
        self._file = file

    def records(self) -> Iterator[Record | Unread | Blank]:
        """Yield the lines with something in them, but for those that only say why the next was refused."""
        for item in lines_of(self._file):
            if isinstance(item, Unread):
                yield item
                continue
            number, line = item
            text = line.strip()
            if not text:
                continue
            locator = f"line {number}"
            if self._inside or _MAY_BE_BLANK.fullmatch(text) or text.startswith(_MARKED):
                yield from self._looked_into(locator, text)
            else:
                yield Record(locator, text)

    def _looked_into(self, locator: str, text: str) -> Iterator[Record | Unread | Blank]:
        try:
            value = parsed(text)
        except NotJson as error:
            yield Unread(Problem(locator, None, str(error)), text)
            return
        if not _is_mark(value):
            yield from self._records(locator, text, value)


def is_blank(value: Any) -> bool:
    """Whether there is nothing in a value: None, blank strings, and lists and objects of such."""
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, dict):
        return all(is_blank(inner) for key, inner in value.items() if key != MARK)
    return value is None or (isinstance(value, list) and all(map(is_blank, value)))


def objects_of(sample: Iterable[Any]) -> list[dict[str, Any]]:
    """Return the objects among the values of a sample, those that were refused and mended as they are now."""
    found = []
    for value in sample:
        if isinstance(value, dict):
            with suppress(NotJson):
                found.append(unmarked(value) if MARK in value else value)
    return [value for value in found if isinstance(value, dict)]


def unmarked(value: dict[str, Any]) -> Any:
    """Return a record without the reason for which it was refused.

    What could not be parsed then stands in it as text, and is parsed now. Raises NotJson.
    """
    rest = {key: inner for key, inner in value.items() if key != MARK}
    match rest:
        case {"record": str(text)} if len(rest) == 1:
            return parsed(text)
    return rest


# Brackets, keys, and values that are blank; a real record stops matching at its first value.
_MAY_BE_BLANK = re.compile(r'(?:[\s{}\[\],]|"[^"\\]*+"\s*+:|null|"\s*+")++')
_MARKED = (f'{{"{MARK}"', f'{{ "{MARK}"')


def _is_mark(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {MARK}


def _joined(locator: str, path: str) -> str:
    """The place of a record inside another: `$[2]` and `$.@graph[1]` make `$[2].@graph[1]`."""
    return locator + path.removeprefix("$") if locator.startswith("$") else f"{locator} {path}"


def _reason(error: NotJson) -> str:
    return str(error) if error.at is None else f"{error}. Nothing after that was read"


def _kind(value: Any) -> str:
    kinds = {str: "a text", list: "a list", bool: "a yes or no", int: "a number", float: "a number"}
    return kinds.get(type(value), "nothing")
