"""What a dataset says beside its rows, as records: where its sources came from, and where postings are placed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceImport:
    """A run that brought postings of a source: its time (UTC, ISO 8601), and the file that it read.

    `file` is the last part of its name. `added` and `revised` count postings.
    """

    source: str
    at: str
    file: str
    sha256: str
    bytes: int
    format: str
    added: int
    revised: int


@dataclass(frozen=True, slots=True)
class Placing:
    """Where a posting stands among the splits. `place` runs from 0 to 99, None while it has none.

    `number` is its own in the order of import, `text_hash` that of its normalised text. `placed` numbers the run
    that gave the place: a lower one came earlier.
    """

    number: int
    text_hash: str
    place: int | None
    placed: int | None
