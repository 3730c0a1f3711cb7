"""What there is to say of a dataset as a whole, beside its rows."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from store import SourceImport


class Digests:
    """SHA-256 of files that are written and closed; each is read once."""

    def __init__(self) -> None:
        self._known: dict[Path, str] = {}

    def of(self, path: Path) -> str:
        """Return the digest of a file, as hexadecimal digits."""
        if path not in self._known:
            with path.open("rb") as file:
                self._known[path] = hashlib.file_digest(file, "sha256").hexdigest()
        return self._known[path]


@dataclass(frozen=True, slots=True)
class About:
    """How a dataset came about: the same for the same state of the database and the same wishes.

    `clusters` counts those with a posting in the dataset. `imports` are the runs that brought its sources. `asked`
    says in sentences what was asked for beside everything. `left_out` counts by reason what is not in it, `redacted`
    by kind what was blackened. `agreement` measures how far annotators agree, and returns Markdown,
    empty where nothing was answered by two. `annotators` counts those who decided anything in the database.
    `splits` gives per cent by name, in order, and `placed` postings by name.
    """

    clusters: int = 0
    imports: tuple[SourceImport, ...] = ()
    asked: tuple[str, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    redacted: Mapping[str, int] = field(default_factory=dict)
    splits: Mapping[str, int] = field(default_factory=dict)
    placed: Mapping[str, int] = field(default_factory=dict)
    agreement: Callable[[], str] = str
    annotators: int = 0
    digests: Digests = field(default_factory=Digests)
