"""Rows about postings, handed out posting by posting as they go by."""

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Generic, TypeVar

Row = TypeVar("Row")


class Alongside(Generic[Row]):
    """Goes through rows beside the postings they are about, so that only one posting's are held at a time.

    Both must be in the order of import. `about` gives the key of a row's posting.
    """

    def __init__(self, rows: Iterable[Row], about: Callable[[Row], str]) -> None:
        self._groups = groupby(rows, about)
        self._next = next(self._groups, None)

    def of(self, key: str) -> list[Row]:
        """Return the rows of the next posting; an empty list where there are none."""
        if self._next is None or self._next[0] != key:
            return []
        found = list(self._next[1])
        self._next = next(self._groups, None)
        return found
