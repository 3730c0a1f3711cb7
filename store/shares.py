"""How postings are shared out among annotators: by the postings' keys, so that it is the same on every machine."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from .errors import UsageError
from .text import canonical_line


@dataclass(frozen=True, slots=True)
class Sharing:
    """Among whom postings are shared out. `overlap` is the part of them, from 0 to 1, that two annotators see.

    Whose a posting is follows from the seed, its key and the names alone: not from which other postings there are,
    nor from the order of the names. So shares are equal on average only, and a larger overlap holds the smaller one.
    """

    annotators: tuple[str, ...]
    overlap: float = 0.0
    seed: int = 0

    def checked(self) -> "Sharing":
        """Return the same with its names as they are kept; raises UsageError where it makes no sense."""
        names = tuple(dict.fromkeys(name for name in map(canonical_line, self.annotators) if name))
        if not names:
            raise UsageError("Say who is to annotate: --annotators ann,bob.")
        if not 0 <= self.overlap <= 1:
            raise UsageError(f"The overlap goes from 0 % to 100 %, not to {self.overlap:.0%}.")
        if self.overlap and len(names) < 2:
            raise UsageError("For postings that two see, two annotators are needed.")
        return Sharing(names, self.overlap, self.seed)

    def given(self, key: str, has: Collection[str], begun: Collection[str]) -> list[str]:
        """Return whom else a posting is for. `has` are those it is for already, `begun` who worked on it."""
        wanted = 2 if self.overlap and _share(f"{self.seed}/{key}") < self.overlap else 1
        others = sorted(
            (name for name in self.annotators if name not in has),
            key=lambda name: (name not in begun, _share(f"{self.seed}/{key}/{name}")),
        )
        return others[: max(0, wanted - len(has))]


@dataclass(frozen=True, slots=True)
class Share:
    """How many postings are one annotator's, how many of these another's too, and how many are done or skipped."""

    annotator: str
    postings: int
    shared: int
    finished: int


@dataclass(frozen=True, slots=True)
class Shares:
    """Who has what. `unassigned` counts the postings that are nobody's, `last` says how they were shared out last."""

    postings: int
    unassigned: int
    shared: int
    by_annotator: Sequence[Share]
    last: Sharing | None


@dataclass(frozen=True, slots=True)
class Assigning:
    """What sharing out would do: how many postings each annotator would be given, and would no longer have."""

    given: dict[str, int]
    taken: dict[str, int]


def _share(text: str) -> float:
    """Return a number from 0 to below 1 that anybody gets from that text, and that looks like chance."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest()) / 2**64
