"""What lies in a folder, for choosing what to import. Names of files are text from outside, too."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from .text import shown

MOST = 5_000  # entries of one folder that are shown

Kind = Literal["above", "whole", "folder", "file"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A folder or file that can be chosen; `whole` is the folder itself with all in it. `size` is in bytes."""

    path: Path
    kind: Kind
    size: int = 0

    @property
    def name(self) -> str:
        """Its name as it is shown."""
        if self.kind == "above":
            return "../"
        if self.kind == "whole":
            return "./"
        return shown(self.path.name) + ("/" if self.kind == "folder" else "")


@dataclass(frozen=True, slots=True)
class Listing:
    """A folder's entries, folders first, or why they cannot be listed; `cut` says that there are more."""

    folder: Path
    entries: tuple[Entry, ...] = ()
    problem: str | None = None
    cut: bool = False


def listing(folder: Path, database: Path) -> Listing:
    """List a folder; what is neither folder nor file is left out, and so is the database with what SQLite keeps."""
    own = _files_of(database)
    folders: list[Entry] = []
    files: list[Entry] = []
    try:
        with os.scandir(folder) as found:
            for entry in found:
                if entry.is_dir():
                    folders.append(Entry(Path(entry.path), "folder"))
                elif entry.is_file() and Path(entry.path) not in own:
                    files.append(Entry(Path(entry.path), "file", entry.stat().st_size))
                if len(folders) + len(files) == MOST:
                    break
    except OSError as error:
        return Listing(folder, problem=error.strerror or str(error))
    every = [
        Entry(folder.parent, "above"),
        Entry(folder, "whole"),
        *sorted(folders, key=_order),
        *sorted(files, key=_order),
    ]
    return Listing(folder, tuple(every), cut=len(folders) + len(files) == MOST)


def _files_of(database: Path) -> frozenset[Path]:
    path = Path(os.path.abspath(database))
    return frozenset(path.with_name(path.name + ending) for ending in ("", "-wal", "-shm", "-journal"))


def kind_of(path: Path) -> Kind | None:
    """Return whether a path is a folder or a file; None where it is neither, or nothing."""
    try:
        return "folder" if path.is_dir() else "file" if path.is_file() else None
    except OSError:  # a name longer than names may be
        return None


def meant(folder: Path, typed: str) -> tuple[Path, str]:
    """Return the folder that a typed path leads to from another one, and the beginning of a name in it."""
    above, mark, begun = typed.rpartition("/")
    if not mark:
        return folder, begun
    try:
        way = Path(above + mark).expanduser()
    except RuntimeError:  # the home of somebody who is not known
        way = Path(above + mark)
    return Path(os.path.normpath(folder / way)), begun


def matching(entries: Sequence[Entry], begun: str) -> list[Entry]:
    """Return the entries whose names begin so, then those that contain it. Hidden ones only after a dot."""
    if not begun:
        return [entry for entry in entries if entry.kind in ("above", "whole") or not _is_hidden(entry)]
    wanted = begun.casefold()
    named = [
        (entry, entry.name.casefold())
        for entry in entries
        if entry.kind in ("folder", "file") and (begun.startswith(".") or not _is_hidden(entry))
    ]
    first = [entry for entry, name in named if name.startswith(wanted)]
    return first + [entry for entry, name in named if wanted in name and not name.startswith(wanted)]


def told(folder: Path, width: int) -> str:
    """Return a folder's path as it is shown, from the home folder on and without its beginning where it is long."""
    home = Path(os.path.expanduser("~"))
    below = Path("~", folder.relative_to(home)) if folder.is_relative_to(home) else folder
    path = shown(str(below))
    return path if len(path) <= width else f"…{path[len(path) - width + 1 :]}"


def size_told(size: int) -> str:
    """Return a size in words."""
    amount = float(size)
    for unit in ("bytes", "KB", "MB"):
        if amount < 1000:
            return f"{amount:,.0f} {unit}"
        amount /= 1000
    return f"{amount:,.1f} GB"


def _order(entry: Entry) -> tuple[str, str]:
    return entry.path.name.casefold(), entry.path.name


def _is_hidden(entry: Entry) -> bool:
    return entry.path.name.startswith(".")
