"""Counts of the work and of who did it."""

from collections.abc import Mapping
from dataclasses import dataclass

from .postings import Skill
from .words import SuggestionKind


@dataclass(frozen=True, slots=True)
class SuggestionCount:
    """How many proposals of one kind people accepted and rejected; those without an answer are not counted."""

    kind: SuggestionKind
    accepted: int
    rejected: int

    @property
    def answered(self) -> int:
        """How many proposals people answered."""
        return self.accepted + self.rejected


@dataclass(frozen=True, slots=True)
class MentionCount:
    """How many mentions there were when they were last counted, in how many postings, of how many skills."""

    at: str
    mentions: int
    postings: int
    skills: int


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many postings an annotator finished on a day (UTC, ISO 8601): done, or put aside."""

    day: str
    annotator: str
    done: int
    other: int


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the work stands. `states` takes each posting's most recent word, whoever's.

    `days` are the latest days on which anybody did something, the oldest first. `pace` is how many postings all
    together finished on a day, over the last `pace_days` such days; `remaining` are those nobody touched. `skills`
    are the most used ones with the number of their postings; `suggestions` has each kind that was answered.
    """

    postings: int
    states: Mapping[str, int]
    days: tuple[DayCount, ...]
    pace: float
    pace_days: int
    remaining: int
    skills: tuple[tuple[Skill, int], ...]
    suggestions: tuple[SuggestionCount, ...]

    @property
    def days_left(self) -> float | None:
        """How many such days the rest takes at this pace; None where there is none yet."""
        return self.remaining / self.pace if self.pace else None


@dataclass(frozen=True, slots=True)
class AnnotatorCount:
    """What one annotator has done so far."""

    name: str
    done: int
    tags: int
    notes: int
    verdicts: int


@dataclass(frozen=True, slots=True)
class Status:
    """Counts over the whole database. `states` takes each posting's most recent word, whoever's."""

    postings: int
    sources: dict[str, int]
    states: dict[str, int]
    tags: int
    notes: int
    pairs_open: int
    pairs_decided: int
    annotators: tuple[AnnotatorCount, ...]
    mentions: MentionCount | None = None
