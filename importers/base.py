"""What an importer is: something that knows one format by its content and yields what is in it.

An importer never touches the store. It reads records, in the order of the file, and makes drafts of them;
it goes on after a record that is none. Every record it meets becomes exactly one draft, problem or blank.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from store import Blank, Problem

if TYPE_CHECKING:
    from store.drafts import Draft

    from .fields.mapping import Columns
    from .files import File
    from .rejects import RejectsForm


@dataclass(frozen=True, slots=True)
class Document:
    """One file in canonical text. `name` is for people and for the source's name, never a path to open."""

    name: str
    text: str
    lines: tuple[str, ...] = field(repr=False)

    @classmethod
    def of(cls, name: str, text: str) -> "Document":
        r"""Split canonical text at `\n` only: other line ends no longer occur in it."""
        return cls(name, text, tuple(text.split("\n")))


@dataclass(frozen=True, slots=True)
class Record:
    """One record as it stands in a file, not yet understood.

    `text` is the record verbatim: it is remembered by it, and a rejects file repeats it. `value` is what
    was parsed of it. `source` names its source where the file itself says so.
    """

    locator: str
    text: str
    value: Any = field(default=None, repr=False)
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """A record that could not even be parsed, with as much of its text as there is."""

    problem: Problem
    text: str


@dataclass(frozen=True, slots=True)
class Wishes:
    """Which columns to take fields from: what the person said now, and what held for this source before."""

    said: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    remembered: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Reading(Protocol):
    """One file in the hands of one importer."""

    columns: "Columns | None"
    """Where the fields come from, for files whose columns have no fixed meaning; else None."""
    remembers: str | None
    """What, beside the text of a record, decides which draft it becomes, such as a table's header. None where a
    record with the text of an earlier one must be understood anew."""
    rejects: "RejectsForm"
    """How refused records are written down, so that the mended file imports."""

    def records(self) -> Iterator[Record | Unread | Blank]:
        """Yield the file's records in order. Raises Unreadable where the rest cannot be read."""
        ...

    def draft(self, record: Record) -> "Draft | Problem":
        """Make the draft of a record, or say why there is none; raises nothing."""
        ...


class Importer(Protocol):
    """A format. `version` changes whenever the same file would yield other drafts than before."""

    name: str
    description: str
    version: int

    def recognises(self, file: "File") -> bool:
        """Whether the content, not the file's name, is of this format; raises nothing."""
        ...

    def reading(self, file: "File", wishes: Wishes) -> Reading:
        """Begin to read. Raises Unreadable, or UsageError for wishes that cannot be met."""
        ...
