"""Which column holds which field: as the person said, as it was before, by known names, by similar names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

How = Literal["said", "remembered", "known name", "similar name", "longest text"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a field is taken from, why, and up to three of its values."""

    field: str
    name: str
    how: How
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Columns:
    """Where every field comes from. A field may have several columns: their texts follow one another."""

    mapped: tuple[Column, ...]
    unused: tuple[str, ...] = ()

    @property
    def by_field(self) -> Mapping[str, tuple[str, ...]]:
        """The columns of each field, in order: what is remembered for the source."""
        found: dict[str, tuple[str, ...]] = {}
        for column in self.mapped:
            found[column.field] = (*found.get(column.field, ()), column.name)
        return found
