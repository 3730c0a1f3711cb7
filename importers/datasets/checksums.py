"""Whether the files of a dataset are as they were exported."""

import re
from collections.abc import Iterator

from importers.files import File
from store import PostilError, Problem

from .dataset_marks import DATA, SUMS

_LISTED = re.compile("^([0-9a-f]{64})  ([^/\n]+)$", re.MULTILINE)


def changed(file: File) -> Iterator[Problem]:
    """Yield a problem for each file that is not as the checksums beside `file`, which is read, have it."""
    sums = file.beside(SUMS)
    if sums is None:
        return
    try:
        listed = {name: digest for digest, name in _LISTED.findall(sums.whole.decode("utf-8", "replace"))}
        for name in sorted(DATA & listed.keys()):
            part = file if name == file.base else file.beside(name)
            if part is not None and part.sha256 != listed[name]:
                yield Problem(name, None, _reason(name, file.base))
    except PostilError as error:
        yield Problem(SUMS, None, f"the checksums could not be compared: {error}")


def _reason(name: str, read: str) -> str:
    if name == read:
        return f"it was changed since it was exported: {SUMS} has another checksum"
    return f"it was changed since it was exported; only {read} is read, so the change was not taken"
