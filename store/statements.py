"""What people said of a posting, as a dataset tells it: statements from elsewhere, not yet taken over."""

from dataclasses import dataclass

from .pairs import Judgement, Proposal
from .postings import Note, Tag
from .words import State


@dataclass(frozen=True, slots=True)
class Marked:
    """An annotator's state of a posting, never TODO, and since when (UTC, ISO 8601)."""

    annotator: str
    state: State
    at: str


@dataclass(frozen=True, slots=True)
class Choice:
    """An annotator's choice of a posting to stand for its cluster, and when (UTC, ISO 8601)."""

    annotator: str
    at: str


Statement = Tag | Note | Marked | Choice | Judgement


@dataclass(frozen=True, slots=True)
class Told:
    """All that a dataset says of one posting.

    `locator` is the place of the record in the dataset. `body` is the text that the offsets count in.
    `said` gives each statement with its place in the record, such as `tags[2]`. `proposals` are what the
    machine had proposed of pairs that were judged, this posting with another. `split_place` is where it stands
    among the splits, 0 to 99, None where it has no place.
    """

    locator: str
    key: str
    source: str
    external_id: str | None
    body: str
    said: tuple[tuple[str, Statement], ...]
    proposals: tuple[Proposal, ...] = ()
    split_place: int | None = None
