"""What an exporter is: one file of a dataset, written row by row."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from .models import PostingModel


class Exporter(Protocol):
    """A file being written. `rows` counts what is in it so far.

    It gets every posting in the order of import, with all that was said of it, then `finish`; it writes only
    to the file it was made with, and nothing that is not in these rows.
    """

    rows: int

    def posting(self, posting: PostingModel) -> None:
        """Write what the file holds of a posting."""
        ...

    def finish(self) -> None:
        """Write the end of the file."""
        ...


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was written where. `rows` counts those of each file of data, `bytes` those of all `files`.

    `sha256` is that of SHA256SUMS, which stands for the whole dataset.
    """

    path: Path
    files: tuple[str, ...]
    rows: Mapping[str, int]
    bytes: int
    sha256: str
