"""Records of a known origin: what the answers of one interface look like, wherever in a JSON file they lie."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from importers.base import Reading, Wishes
from importers.documents.json_document import JsonDocument, JsonList
from importers.documents.json_file import JsonFile, json_in, json_taken
from importers.documents.json_records import DocumentReading, Inside, Lacking, LinesReading, objects_of
from importers.fields.addresses import address_of
from importers.fields.country_names import country_of
from importers.fields.structured import Fields
from importers.files import File
from store import Location, PostilError, Unreadable, UsageError

_FEW = 3  # records by which a list is judged in a file whose shape is known


class Shape(ABC):
    """A format whose records are JSON objects of known keys: in a list, one a line, or one alone."""

    name: str
    description: str
    version: int

    @abstractmethod
    def matches(self, record: dict[str, Any]) -> bool:
        """Whether an object is such a record, complete or not; raises nothing."""

    @abstractmethod
    def fields(self, record: dict[str, Any]) -> Fields | Lacking:
        """Return what a record states, or what it lacks; raises nothing, whatever the types of its values."""

    @property
    def inside(self) -> Inside | None:
        """What finds the records in a value, for a shape that lies at any depth of it."""
        return None

    def recognises(self, file: File) -> bool:
        """Whether half of the first records of a list, half of the lines or the one object are such records."""
        try:
            found = json_in(file)
            return found is not None and self._is_in(found)
        except PostilError:
            return False

    def reading(self, file: File, wishes: Wishes) -> Reading:
        """Begin to read. Raises Unreadable, and UsageError for a column that is wished for: there are none."""
        if wishes.said:
            raise UsageError(
                f"The fields of {self.name} are fixed. "
                f"To say where they come from, read {file.name} with --as json or --as jsonl."
            )
        found = json_taken(file)
        if found.first_lines is not None:
            return LinesReading(file, self.fields, inside=self.inside)
        document = found.document
        if self._is_alone(document):
            return DocumentReading(document, [], self.fields, inside=self.inside)
        lists = [each for each in document.lists if self._is_list(document, each, _FEW)]
        if not lists:
            said = f"; {document.broken}" if document.broken else ""
            raise Unreadable(f"{file.name} has nothing in it that looks like {self.description}{said}.")
        return DocumentReading(document, lists, self.fields, inside=self.inside)

    def knows(self, sample: Sequence[Any]) -> bool:
        """Whether at least half of the values of a sample are such records."""
        return 0 < len(sample) <= 2 * sum(map(self.matches, objects_of(sample)))

    def _is_in(self, found: JsonFile) -> bool:
        if found.first_lines is not None:
            return self.knows(found.first_lines)
        document = found.document
        return self._is_alone(document) or any(self._is_list(document, each) for each in document.longest)

    def _is_list(self, document: JsonDocument, found: JsonList, count: int | None = None) -> bool:
        return self.knows(document.sample(found, count) if count else document.sample(found))

    def _is_alone(self, document: JsonDocument) -> bool:
        return document.single is not None and any(map(self.matches, objects_of([document.single.value])))


def at(record: Any, *keys: str) -> Any:
    """Return the value that keys lead to through objects, None where they lead nowhere."""
    for key in keys:
        if not isinstance(record, dict):
            return None
        record = record.get(key)
    return record


def words(record: Any, *keys: str) -> str | None:
    """Return the text or number that keys lead to as text; None for anything else, and for blanks."""
    value = at(record, *keys)
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    text = str(value)
    return text if text.strip() else None


def many(record: Any, *keys: str) -> list[Any]:
    """Return the list that keys lead to; one value alone is a list of one, None an empty one."""
    value = at(record, *keys)
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def texts(values: Iterable[Any]) -> list[str]:
    """Return those of values that are text, blanks left out."""
    return [value for value in values if isinstance(value, str) and value.strip()]


def bullets(values: Iterable[Any]) -> str:
    """Return texts as a list, an item a line."""
    return "\n".join(f"• {text.strip()}" for text in texts(values))


def placed(text: str | None, country: str | None) -> list[Location]:
    """Return a place as worded, in the country that the source names or codes apart from it."""
    if text is None:
        return []
    place = address_of(text)
    return [replace(place, country=country_of(country)) if country and not place.country else place]


def pay(least: str | None, most: str | None, currency: str | None, interval: str | None) -> str | None:
    """Return a range of pay as a line, each piece as the source has it; None without an amount."""
    amounts = list(dict.fromkeys(amount for amount in (least, most) if amount))
    if not amounts:
        return None
    return " ".join(piece for piece in (" to ".join(amounts), currency, interval) if piece)
