"""From records to drafts, a batch at a time, without the database: what is known by its text is passed over."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .identity import fingerprints
from .postings import Problem
from .sql.imports import Addition, columns

if TYPE_CHECKING:
    from .drafts import Draft


@dataclass(frozen=True, slots=True)
class Blank:
    """A record with nothing in it: refused, counted, and told of in one line however many there are."""

    locator: str


@dataclass(frozen=True, slots=True)
class Pending:
    """A record that was read and is not yet understood.

    `record` is its text as it stands in the file: where the same text was understood the same way before,
    `make` is not called. None where nothing is to be remembered. `make` returns its draft, or why there is
    none, and raises nothing.
    """

    locator: str
    record: str | None
    make: "Callable[[], Draft | Problem]" = field(repr=False)


Batch = Sequence["Pending | Draft | Problem | Blank"]


@dataclass(frozen=True, slots=True)
class Recalled:
    """The hash of each record of a batch, None where it has none, and what is stored under them."""

    hashes: Sequence[int | None]
    known: Mapping[int, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that is no posting: its place in the batch, why, and its text."""

    place: int
    problem: Problem
    record: str | None


@dataclass(slots=True)
class Entry:
    """A record that is a posting: its draft, or only the hashes where it is known by its text.

    `earlier` counts the records before it that would be taken for the same.
    """

    place: int
    locator: str
    record: str | None
    hash: int | None
    make: "Callable[[], Draft | Problem]"
    draft: "Draft | None" = None
    external_id: str | None = None
    content: str = ""
    columns: dict[str, Any] = field(default_factory=dict)
    key: str = ""
    earlier: int = 0

    @property
    def stated_key(self) -> str | None:
        """The key that the record states itself."""
        return self.draft.key if self.draft else None

    def understand(self) -> Problem | None:
        """Make the draft; return the problem where there is none."""
        made = self.make()
        if isinstance(made, Problem):
            return made
        self.draft = made
        self.external_id = made.external_id
        self.content, words = fingerprints(made)
        self.columns = columns(made, self.content, words, self.hash)
        return None

    def tell(self, problem: Problem) -> None:
        """Add to what is told of a record that is understood."""
        if self.draft is not None:
            self.draft = self.draft.model_copy(update={"repairs": (*self.draft.repairs, problem)})

    @property
    def addition(self) -> Addition:
        """What is to be stored of a record that is understood."""
        if self.draft is None:
            raise RuntimeError("the record was not understood")
        return Addition(self.key, self.content, self.columns, self.draft)


@dataclass(slots=True)
class Understood:
    """A batch on its way into the store: the postings, what was refused, the locators of what is blank."""

    entries: list[Entry] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    blanks: list[str] = field(default_factory=list)


def understand(
    batch: Batch, hashes: Sequence[int | None], known: Mapping[int, Mapping[str, Any]]
) -> Understood:
    """Make the drafts of all records that are not known by their text."""
    found = Understood()
    for place, (item, number) in enumerate(zip(batch, hashes, strict=True)):
        if isinstance(item, Blank):
            found.blanks.append(item.locator)
            continue
        if isinstance(item, Problem):
            found.refused.append(Refused(place, item, None))
            continue
        pending = item if isinstance(item, Pending) else Pending(item.locator, None, _given(item))
        entry = Entry(place, pending.locator, pending.record, number, pending.make)
        memory = None if number is None else known.get(number)
        if memory is not None:
            entry.external_id, entry.content = memory["external_id"], memory["content_sha256"]
        elif problem := entry.understand():
            found.refused.append(Refused(place, problem, pending.record))
            continue
        found.entries.append(entry)
    return found


def record_hash(item: object, seed: bytes) -> int | None:
    """Return a hash of a record's text, of 64 bits as SQLite has them; None where it is not to be remembered.

    `seed` stands for all else that decides what the text becomes. Two texts with one hash would be taken for
    one: among a million records that happens once in thirty million imports.
    """
    if not isinstance(item, Pending) or item.record is None:
        return None
    data = item.record.encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(data, digest_size=8, key=seed).digest(), "big", signed=True)


def _given(draft: "Draft") -> "Callable[[], Draft | Problem]":
    return lambda: draft
