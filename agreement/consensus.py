"""What several answers about one thing come to: all the same, a majority, or open. Silence settles nothing.

An answer is given by somebody who finished: who is done with a posting and has no tag of a skill has answered that
the skill is not asked for (None); who is not done has not answered and is not among the answers.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)

Place = tuple[int, int]
"""Offsets `[start, end)` of a piece of evidence."""


class How(StrEnum):
    """How far the answers settle a question. A majority is strictly more than half of those who answered it."""

    UNANIMOUS = "unanimous"
    MAJORITY = "majority"
    OPEN = "open"


_WORSE = tuple(How)


@dataclass(frozen=True, slots=True)
class Consensus(Generic[T]):
    """What answers come to. `answer` means something only where `how` is not OPEN.

    `most` of `of` gave the most frequent answer. One answer alone is unanimous: ask `of` where two are wanted.
    """

    how: How
    answer: T | None
    most: int
    of: int


@dataclass(frozen=True, slots=True)
class Tagging:
    """One annotator's tag of a skill on a posting: how it is asked for, and all pieces of evidence (or none)."""

    requirement: str
    spans: frozenset[Place] = frozenset()


@dataclass(frozen=True, slots=True)
class TagConsensus:
    """What answers about one skill on one posting come to, question by question.

    `how` is whether the tag is settled: that it is there, and its requirement. `answer` is None where it is not to
    be there, or while `how` is OPEN. `spans_how` is OPEN where the evidence is not settled: the tag then stands
    with the evidence that is, which may be none. Where the tag is not there, `spans_how` is as `how`.
    """

    how: How
    answer: Tagging | None
    spans_how: How
    most: int
    of: int

    @property
    def worst(self) -> How:
        """How far all of it is settled."""
        return worst(self.how, self.spans_how)


def worst(*hows: How) -> How:
    """Return the one that settles least."""
    return max(hows, key=_WORSE.index)


def consensus(answers: Mapping[str, T]) -> Consensus[T]:
    """Return what annotators' answers come to: states of a posting, verdicts on a pair. OPEN where there is none."""
    return _of_values(list(answers.values()))


def _of_values(values: Collection[T]) -> Consensus[T]:
    if not values:
        return Consensus(How.OPEN, None, 0, 0)
    answer, most = Counter(values).most_common(1)[0]
    of = len(values)
    if most == of:
        return Consensus(How.UNANIMOUS, answer, most, of)
    if 2 * most > of:
        return Consensus(How.MAJORITY, answer, most, of)
    return Consensus(How.OPEN, None, most, of)


def tag_consensus(answers: Mapping[str, Tagging | None]) -> TagConsensus:
    """Return what annotators' answers about one skill on one posting come to.

    Three questions, one behind the other: is it asked for, how, and where does it say so. The second and third are
    answered only by those who said yes to the first.
    """
    there = _of_values([answer is not None for answer in answers.values()])
    yes = [answer for answer in answers.values() if answer is not None]
    if there.how is How.OPEN or not there.answer:
        return TagConsensus(there.how, None, there.how, there.most, there.of)
    requirement = _of_values([answer.requirement for answer in yes])
    how = worst(there.how, requirement.how)
    most = min(there.most, requirement.most)
    spans, spans_how = _evidence([answer.spans for answer in yes])
    spans_how = worst(there.how, spans_how)
    if requirement.how is How.OPEN or requirement.answer is None:
        return TagConsensus(How.OPEN, None, spans_how, most, there.of)
    return TagConsensus(how, Tagging(requirement.answer, spans), spans_how, most, there.of)


def _evidence(given: Collection[frozenset[Place]]) -> tuple[frozenset[Place], How]:
    """Return the spans that more than half gave exactly so, and whether that settles the evidence.

    It does not where half gave a span and half did not, nor where most gave evidence and none of it is shared.
    """
    if len(set(given)) == 1:
        return next(iter(given)), How.UNANIMOUS
    support = Counter(span for spans in given for span in spans)
    standing = frozenset(span for span, votes in support.items() if 2 * votes > len(given))
    tied = any(2 * votes == len(given) for votes in support.values())
    with_evidence = sum(1 for spans in given if spans)
    unshared = not standing and 2 * with_evidence >= len(given)
    return standing, How.OPEN if tied or unshared else How.MAJORITY
