"""Refused records, written down with their reasons in the format they came in: mended, the file imports again.

Each form says how a file of its format carries a reason where an importer passes over it.
"""

import csv
import io
import json
import os
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal

from store import Problem, StoreError, UsageError

MARK = "postil_problem"
"""The column or key with a reason. Importers pass over it."""


class RejectsForm(ABC):
    """How refused records of one file are written; `value` is what was parsed of a record, None if nothing."""

    def head(self) -> str:
        """What comes before the first."""
        return ""

    def between(self) -> str:
        """What stands between two."""
        return ""

    @abstractmethod
    def entry(self, text: str, value: Any, problem: Problem) -> str:
        """One record: its text as it stood, or what was parsed of it, with its problem."""

    def tail(self) -> str:
        """What comes after the last."""
        return ""


def told(problem: Problem) -> str:
    """Return a problem as one line."""
    field = f"{problem.field}: " if problem.field else ""
    return f"{problem.locator}: {field}{problem.reason}"


class LineRejects(RejectsForm):
    """JSON Lines: before each record stands a line that holds nothing but the reason."""

    def entry(self, text: str, value: Any, problem: Problem) -> str:  # noqa: D102
        line = text.removesuffix("\n").replace("\r", " ").replace("\n", " ")  # in JSON only between its parts
        return f"{json.dumps({MARK: told(problem)})}\n{line}\n"


class DocumentRejects(RejectsForm):
    """A JSON document: a list in the envelope it came in, in which the reason is a key of each record."""

    def __init__(self, envelope: Sequence[str] = ()) -> None:
        self._envelope = envelope

    def head(self) -> str:  # noqa: D102
        return "".join(f"{{{json.dumps(key)}: " for key in self._envelope) + "[\n"

    def between(self) -> str:  # noqa: D102
        return ",\n"

    def entry(self, text: str, value: Any, problem: Problem) -> str:  # noqa: D102
        if isinstance(value, dict):
            fields = {key: field for key, field in value.items() if key != MARK}
            return json.dumps({MARK: told(problem), **fields})
        return json.dumps({MARK: told(problem), "record": text})

    def tail(self) -> str:  # noqa: D102
        return "\n]" + "}" * len(self._envelope) + "\n"


class TableRejects(RejectsForm):
    """CSV: the first column says the reason, and the cells follow as they stood, too many or too few."""

    def __init__(self, header: Sequence[str], delimiter: str = ",") -> None:
        self._header = header
        self._delimiter = delimiter

    def head(self) -> str:  # noqa: D102
        return self._row([MARK, *self._header])

    def entry(self, text: str, value: Any, problem: Problem) -> str:  # noqa: D102
        if isinstance(value, (list, tuple)):
            return self._row([told(problem), *map(str, value)])
        # What could not be parsed stands as it stood, behind its reason.
        line = text if text.endswith("\n") else f"{text}\n"
        return self._row([told(problem)]).rstrip("\r\n") + self._delimiter + line

    def _row(self, cells: Sequence[str]) -> str:
        out = io.StringIO()
        # Left to itself the writer does not quote a lone carriage return where lines end otherwise.
        quoting: Literal[0, 1] = csv.QUOTE_ALL if any("\r" in cell for cell in cells) else csv.QUOTE_MINIMAL
        writer = csv.writer(out, delimiter=self._delimiter, lineterminator="\n", quoting=quoting)
        writer.writerow(cells)
        return out.getvalue()


class TextRejects(RejectsForm):
    """Text: above each record a line with its reason."""

    def __init__(self, opening: str = "") -> None:
        self._opening = opening

    def head(self) -> str:  # noqa: D102
        return self._opening

    def entry(self, text: str, value: Any, problem: Problem) -> str:  # noqa: D102
        return f"{MARK}: {told(problem)}\n" + (text if text.endswith("\n") else f"{text}\n")


@dataclass(frozen=True, slots=True)
class _Written:
    """A file that was begun: where, for which source, how it ends, and the open file."""

    path: Path
    source: str
    tail: str
    out: IO[str]


class RejectsFile:
    """The file that `--rejects` names. It is made with the first refused record, and never overwrites.

    Records of another source, or that are written otherwise, go to a file of their own beside it, because each
    is imported again under one name and as one format. Raises UsageError where the file exists or cannot be
    made, StoreError where it cannot be written to any longer.
    """

    def __init__(self, path: Path) -> None:
        if path.exists():
            raise UsageError(f"{path} exists already; rejects never overwrite. Give another name.")
        if not path.parent.is_dir():
            raise UsageError(f"There is no folder {path.parent} to write {path.name} in.")
        if not os.access(path.parent, os.W_OK):
            raise UsageError(
                f"The folder {path.parent} cannot be written, so {path.name} cannot be made in it."
            )
        self._path = path
        self._files: dict[tuple[str, ...], _Written] = {}

    @property
    def paths(self) -> dict[Path, str]:
        """The files written so far, each with the name of its source."""
        return {file.path: file.source for file in self._files.values()}

    def add(
        self, importer: str, source: str, form: RejectsForm, text: str, value: Any, problem: Problem
    ) -> None:
        """Write one refused record, as the form of the file it is from has it."""
        name = (importer, source, type(form).__name__, form.head())
        with self._writing():
            file = self._files.get(name)
            if file:
                file.out.write(form.between())
            else:
                path = self._next()
                out = path.open("x", encoding="utf-8", errors="surrogateescape", newline="")
                file = self._files[name] = _Written(path, source, form.tail(), out)
                out.write(form.head())
            file.out.write(form.entry(text, value, problem))

    def close(self) -> None:
        """Finish the files."""
        with self._writing():
            for file in self._files.values():
                file.out.write(file.tail)
                file.out.close()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except (OSError, UnicodeError) as error:
            raise StoreError(
                f"{self._path} cannot be written: {getattr(error, 'strerror', None) or error}. What was stored "
                "stays. Refused records that are not in the file are refused again by the same import."
            ) from error

    def _next(self) -> Path:
        if not self._files:
            return self._path
        return self._path.with_name(f"{self._path.stem}-{len(self._files) + 1}{self._path.suffix}")
