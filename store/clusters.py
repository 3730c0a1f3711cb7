"""What verdicts on pairs come to."""

from dataclasses import dataclass

from .words import Verdict


@dataclass(frozen=True, slots=True)
class Member:
    """A posting of a cluster. `verdict` is how it relates to the canonical one, whose own is None."""

    key: str
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Cluster:
    """Two or more postings tied by verdicts. `members` are in the order of import, the canonical one too."""

    canonical: str
    members: tuple[Member, ...]
