"""What an importer is: something that knows one format by its content and yields what is in it.

An importer never touches the store. It yields drafts and problems, in the order of the file, and goes
on after a problem; every record it meets comes out as exactly one of the two.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from store import Problem
from store.drafts import Draft


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


class Importer(Protocol):
    """A format. `version` changes whenever the same file would yield other drafts than before."""

    name: str
    description: str
    version: int

    def recognises(self, document: Document) -> bool:
        """Whether the content, not the file's name, is of this format."""
        ...

    def read(self, document: Document) -> Iterator[Draft | Problem]:
        """Yield the file's records in order; raise nothing but PostilError."""
        ...
