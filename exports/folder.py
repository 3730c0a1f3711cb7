"""A folder that appears whole or not at all, and that replaces only a dataset."""

import errno
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store import DiskFull, ReadOnly, StoreError, UsageError

from .models import FORMAT

SUMS = "SHA256SUMS"
SCHEMA = "schema.json"
CARD = "README.md"

_LISTED = re.compile("^[0-9a-f]{64}  ([^/\n]+)$", re.MULTILINE)
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def replaced(target: Path, *, force: bool) -> Iterator[Path]:
    """Give a new folder to write in; at the end of the block it becomes `target`, on disk.

    Until then it stands beside `target` under a hidden name, and where the block or the disk fails nothing
    of it is left. A dataset that is there is kept till the new one is in its place, and given up only with
    `force`. Raises UsageError, DiskFull, ReadOnly or StoreError.
    """
    target = Path(os.path.abspath(target))
    part, old = (target.parent / f".{target.name}.{word}-{os.getpid()}" for word in ("part", "old"))
    try:
        _mend(target)
        _refuse(target, force=force)
        try:
            part.mkdir()
            yield part
            _sync_files(part)
            _refuse(target, force=force)  # again: writing takes a while, and others may have been there
            _exchange(part, target, old)
            _sync(target.parent)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    except OSError as error:
        raise _explanation(target, error) from error


def check_target(target: Path, *, force: bool) -> None:
    """Raise as `replaced` would before it writes anything."""
    target = Path(os.path.abspath(target))
    try:
        _mend(target)
        _refuse(target, force=force)
    except OSError as error:
        raise _explanation(target, error) from error


def _exchange(part: Path, target: Path, old: Path) -> None:
    try:
        if target.exists():
            target.rename(old)
        part.rename(target)
    finally:
        if part.exists() and old.exists():
            old.rename(target)
        else:
            shutil.rmtree(old, ignore_errors=True)


def _mend(target: Path) -> None:
    """Clear up after exports that were killed: what they had moved aside goes back where it was."""
    pattern = re.compile(rf"\.{re.escape(target.name)}\.(part|old)-([0-9]{{1,9}})")
    for left in sorted(target.parent.iterdir()) if target.parent.is_dir() else []:
        match = pattern.fullmatch(left.name)
        if match is None or left.is_symlink() or not left.is_dir() or _runs(int(match[2])):
            continue
        if match[1] == "old" and not target.exists():
            left.rename(target)
        else:
            shutil.rmtree(left, ignore_errors=True)


def _runs(pid: int) -> bool:
    if pid == os.getpid():
        return False  # what bears our number before we have begun is of an earlier process
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # of another user
    return True


def _refuse(target: Path, *, force: bool) -> None:
    if target.is_symlink():
        raise UsageError(f"{target} is a symbolic link. Give the folder itself, or another name.")
    if not target.exists():
        if not target.parent.is_dir():
            raise UsageError(f"There is no folder {target.parent} to write {target.name} in. Make it first.")
        return
    if not target.is_dir():
        raise UsageError(f"{target} is a file. Give the name of a folder that is to be made.")
    if not force:
        raise UsageError(
            f"{target} exists already. Give another name, or --force to replace the dataset in it."
        )
    names = {entry.name: entry.is_file(follow_symlinks=False) for entry in os.scandir(target)}
    if not names:
        return
    sums = (target / SUMS).read_text("utf-8", "replace") if names.get(SUMS) else ""
    ours = {SUMS, *_LISTED.findall(sums)}
    mark = SCHEMA if SCHEMA in ours else CARD  # what other programs read has no schema of ours
    if not (sums and names.get(mark) and FORMAT in (target / mark).read_text("utf-8", "replace")):
        raise UsageError(
            f"{target} is not empty and no dataset of Postil's, so it is not replaced. Give another name."
        )
    strange = sorted(name for name, is_file in names.items() if name not in ours or not is_file)
    if strange:
        raise UsageError(
            f"{target} holds {strange[0]!r}, which no export wrote, so it is not replaced. Move that away first."
        )


def _sync_files(folder: Path) -> None:
    for path in sorted(folder.iterdir()):
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _explanation(target: Path, error: OSError) -> StoreError:
    said = f"{target} could not be written: {error.strerror or error}."
    kept = "Nothing of the new dataset was kept, and one that was there is as it was"
    if error.errno in _FULL:
        return DiskFull(f"{said} {kept}. Make room and try again.")
    if error.errno in _FORBIDDEN:
        return ReadOnly(f"{said} {kept}. Check the rights on {target.parent}.")
    return StoreError(f"{said} {kept}.")
