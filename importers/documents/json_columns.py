"""JSON whose keys nobody agreed on: its objects are rows, their keys columns, and a mapping says what is what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from importers.base import Reading, Wishes
from importers.fields.mapping import Columns, columns_of, fields_of
from importers.files import File
from importers.rejects import MARK
from store import PostilError, Unreadable, UsageError

from .json_document import JsonDocument, JsonList
from .json_file import json_in, json_taken
from .json_records import DocumentReading, Lacking, LinesReading, Understanding, is_blank, objects_of

SAMPLE = 200
"""Records by which columns are told; a key that first comes later is not used."""
MOST_COLUMNS = 2000

_FEW = 3
_DEEPEST = 4
_BY_NAME = ("said", "remembered", "known name")


class JsonImporter:
    """Reads a document: the longest list of objects in it that can be postings, or the one posting that it is."""

    name = "json"
    description = "a JSON document with a list of objects in it, or one object; columns by their names"
    version = 1

    def recognises(self, file: File) -> bool:
        """Whether it plainly is JSON, also where it is broken."""
        try:
            return json_in(file) is not None
        except PostilError:
            return False

    def reading(self, file: File, wishes: Wishes) -> Reading:
        """Map the columns. Raises Unreadable, and UsageError for a wish that cannot be met."""
        return _reading(file, wishes)


class JsonLinesImporter:
    """Reads a record a line, however many there are."""

    name = "jsonl"
    description = "JSON Lines: an object a line; columns by their names"
    version = 1

    def recognises(self, file: File) -> bool:
        """Whether most of the first lines are objects."""
        try:
            found = json_in(file)
            return found is not None and found.first_lines is not None
        except PostilError:
            return False

    def reading(self, file: File, wishes: Wishes) -> Reading:
        """Map the columns. Raises Unreadable, and UsageError for a wish that cannot be met."""
        return _reading(file, wishes)


def flattened(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a record by column: `location.city` for objects in it, lists where it has lists.

    A list of objects becomes a list of each of their values, `skills.level`; their names stand for themselves,
    as `skills`.
    """
    if not any(isinstance(value, (dict, list)) for value in record.values()):
        return {key: value for key, value in record.items() if key != MARK}
    row: dict[str, Any] = {}
    _flatten("", record, row, _DEEPEST)
    row.pop(MARK, None)
    return row


def _flatten(prefix: str, record: Mapping[str, Any], row: dict[str, Any], deepest: int) -> None:
    for key, value in record.items():
        name = prefix + key
        if isinstance(value, dict) and value and deepest:
            _flatten(f"{name}.", value, row, deepest - 1)
        elif isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
            keys = dict.fromkeys(key for item in value for key in item)
            for inner in keys:
                column = name if inner == "name" else f"{name}.{inner}"
                row.setdefault(column, [item[inner] for item in value if inner in item])
        else:
            row.setdefault(name, value)


@dataclass(frozen=True, slots=True)
class _Choice:
    """What of a document is read, and how: the one object that it is, where there are no lists. `rows`: a sample."""

    lists: list[JsonList]
    columns: Columns
    rows: list[dict[str, Any]]

    @property
    def bodies(self) -> set[str]:
        """The columns of the body."""
        return {column.name for column in self.columns.mapped if column.field == "body"}

    @property
    def length(self) -> int:
        """Characters of the bodies in the sample."""
        return sum(len(str(row.get(name) or "")) for row in self.rows for name in self.bodies)

    def names(self, *fields: str) -> bool:
        """Whether the columns of the fields were told by their names."""
        found = {column.field for column in self.columns.mapped if column.how in _BY_NAME}
        return found.issuperset(fields)


def _reading(file: File, wishes: Wishes) -> Reading:
    found = json_taken(file)
    if found.first_lines is not None:
        columns = _columns(_rows(found.sample(SAMPLE)), wishes)
        return LinesReading(file, _understanding(columns), columns)
    document = found.document
    try:
        choice = _chosen(document, wishes)
    except UsageError:
        if document.broken is None:
            raise
        return DocumentReading(document, [], lambda _: Lacking(None, "it is broken"))
    return DocumentReading(document, choice.lists, _understanding(choice.columns), choice.columns)


def _chosen(document: JsonDocument, wishes: Wishes) -> _Choice:
    """Choose between the lists in a document and the document itself.

    A list whose names say title and body comes first, even inside what may be a posting itself: around a list
    stand a title and a description of the whole. Else names say where the body is, and the most text wins.
    Raises UsageError where nothing can be mapped.
    """
    errors: list[UsageError] = []

    def choices(lists: list[JsonList], sample: Sequence[Any]) -> list[_Choice]:
        rows = _rows(sample)
        if not any(rows):
            return []
        try:
            return [_Choice(lists, _columns(rows, wishes), rows)]
        except UsageError as error:
            errors.append(error)
            return []

    in_lists = [
        choice for found in document.longest for choice in choices([found], document.sample(found, SAMPLE))
    ]
    single = document.single
    alone = choices([], [single.value]) if single and not is_blank(single.value) else []
    wanted = [choice for choice in in_lists if choice.names("title", "body")]
    wanted += sorted(
        (each for each in [*in_lists, *alone] if each.names("body")), key=lambda each: -each.length
    )
    for choice in [*wanted, *in_lists, *alone]:
        return replace(choice, lists=_alike(document, choice))
    raise errors[0] if errors else Unreadable(f"{document.name} has no object in it that could be a posting.")


def _alike(document: JsonDocument, choice: _Choice) -> list[JsonList]:
    """The chosen list, and those whose objects have a body in the same columns: postings by city, say."""
    return [
        found
        for found in document.lists
        if choice.lists
        and (
            found in choice.lists
            or any(choice.bodies & row.keys() for row in _rows(document.sample(found, _FEW)))
        )
    ]


def _columns(rows: Sequence[Mapping[str, Any]], wishes: Wishes) -> Columns:
    names = dict.fromkeys(name for row in rows for name in row)
    return columns_of(list(names)[:MOST_COLUMNS], rows, wishes)


def _rows(sample: Sequence[Any]) -> list[dict[str, Any]]:
    return [flattened(value) for value in objects_of(sample)]


def _understanding(columns: Columns) -> Understanding:
    return lambda record: fields_of(flattened(record), columns)
