"""A file that is written whole or not at all."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store import StoreError, UsageError


@contextmanager
def written_whole(target: Path, *, force: bool) -> Iterator[Path]:
    """Yield a path beside the target to write to; at the end that becomes the target, after an error it is gone.

    Raises UsageError where the target is there and `force` is not given, StoreError where it cannot be written.
    """
    if target.is_dir():
        raise UsageError(f"{target} is a folder. Name a file, such as {target / 'pairs.parquet'}.")
    if target.exists() and not force:
        raise UsageError(f"{target} is there already. Give another name, or --force to replace it.")
    if not target.parent.is_dir():
        raise UsageError(f"The folder {target.parent} does not exist, so {target.name} cannot be made in it.")
    part = target.with_name(f".{target.name}.{uuid.uuid4().hex[:8]}.part")
    try:
        try:
            part.touch()  # where it cannot be made is found out before any work
            yield part
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(f"{target} could not be written: {error.strerror or error}.") from error
