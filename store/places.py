"""Where an annotator stopped, and what they keep for themselves."""

from dataclasses import dataclass

from .words import QueueOrder


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a posting stood in an order when it was asked for: it holds though a decision moves the posting.

    `part` is the part of the order, `values` its place in there; the last of them is `posting`, its number.
    """

    posting: int
    part: int
    values: tuple[float | int | str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an annotator stopped: the posting's key (None: nowhere yet), the search and the order in force.

    `spot` is where in that order the posting stood when it was opened, None where it stands now.
    """

    posting: str | None
    query: str
    order: QueueOrder = QueueOrder.IMPORTED
    spot: Spot | None = None


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search that an annotator keeps under a name."""

    name: str
    query: str
