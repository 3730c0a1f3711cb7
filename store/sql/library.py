"""sqlite-utils without numpy and pandas, which it loads wherever they are, for column types no table here has.

numpy alone would cost every command that opens a database some 100 ms. Other modules import them as ever.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def _unseen(name: str) -> Iterator[None]:
    """Let an import of `name` fail as if it were not installed, unless it is loaded already."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[name]


with _unseen("numpy"), _unseen("pandas"):
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

__all__ = ["Database", "Migrations"]
