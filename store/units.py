"""What several annotators answer, and what was settled of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256

from agreement.consensus import Consensus, How, TagConsensus, Tagging, consensus, tag_consensus

from .errors import InvalidSpan, UsageError
from .words import Requirement, State, Verdict


class UnitKind(StrEnum):
    """What is answered: a posting's state, the verdict on a pair, a skill's tag on a posting."""

    STATE = "state"
    VERDICT = "verdict"
    TAG = "tag"


class Reason(StrEnum):
    """Why annotators differed, as whoever settles it sees it."""

    AMBIGUOUS = "ambiguous"
    GAP = "guideline gap"
    SLIP = "slip"
    OTHER = "other"


class Settled(StrEnum):
    """What a result rests on: all who answered, more than half of them, or the word of who settled it."""

    UNANIMOUS = "unanimous"
    MAJORITY = "majority"
    ADJUDICATED = "adjudicated"


Answer = str | Tagging | None
"""The value of a state or verdict; of a tag the Tagging, or None where the skill is not asked for."""


@dataclass(frozen=True, slots=True, order=True)
class UnitName:
    """Names a unit on every machine. `posting` is a key.

    `about` is the URI of the skill for a tag, the key of the other posting for a verdict (`posting` being the one
    that sorts first), empty for a state.
    """

    kind: UnitKind
    posting: str
    about: str = ""


def verdict_on(one: str, other: str) -> UnitName:
    """Name the verdict on a pair, whichever of its keys comes first."""
    first, second = sorted((one, other))
    return UnitName(UnitKind.VERDICT, first, second)


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing that two or more annotators answered, with their answers by name, in the order of joining.

    `body` is the text that evidence lies in; where there is none, it may be empty.
    """

    name: UnitName
    answers: Mapping[str, Answer]
    body: str = field(default="", repr=False, compare=False)

    @property
    def consensus(self) -> Consensus[str] | TagConsensus:
        """What the answers come to."""
        if self.name.kind is UnitKind.TAG:
            return tag_consensus({who: one for who, one in self.answers.items() if not isinstance(one, str)})
        return consensus({who: one for who, one in self.answers.items() if isinstance(one, str)})

    @property
    def how(self) -> How:
        """How far the answers settle all of it, a tag's evidence too."""
        first, *others = self.answers.values()
        if all(other == first for other in others):
            return How.UNANIMOUS
        found = self.consensus
        return found.worst if isinstance(found, TagConsensus) else found.how

    @property
    def unanimous(self) -> bool:
        """Whether all who answered agree on all of it."""
        return self.how is How.UNANIMOUS

    @property
    def badness(self) -> tuple[bool, float, int]:
        """Sorts the worst disagreement first: the open before majorities, the smallest share, the most people."""
        found = self.consensus
        how = found.worst if isinstance(found, TagConsensus) else found.how
        return how is not How.OPEN, found.most / found.of, -found.of

    @property
    def basis(self) -> str:
        """What stands for these answers: another answer of anybody gives another basis.

        Neither what people are called nor where words stand is in it, as a merge and a revision may change these.
        """
        told = sorted(json.dumps(_plain(answer, self.body)) for answer in self.answers.values())
        return sha256(json.dumps(told).encode()).hexdigest()[:12]

    def settled_as(self, answer: Answer) -> Settled:
        """Return what a result rests on."""
        if self.how is not How.OPEN and self.consensus.answer == answer:
            return Settled(self.how.value)
        return Settled.ADJUDICATED

    def check(self, answer: Answer, length: int) -> None:
        """Raise UsageError or InvalidSpan for what cannot be answered; `length` is that of the posting's text."""
        if self.name.kind is UnitKind.TAG:
            if isinstance(answer, Tagging):
                if answer.requirement not in set(Requirement):
                    raise UsageError(f"{answer.requirement!r} is no requirement.")
                for start, end in answer.spans:
                    if not 0 <= start < end <= length:
                        raise InvalidSpan(f"{start}:{end} is no part of the text.")
                return
            if answer is None:
                return
        wanted = set(State) if self.name.kind is UnitKind.STATE else set(Verdict)
        if self.name.kind is UnitKind.TAG or not isinstance(answer, str) or answer not in wanted:
            raise UsageError(f"{answer!r} is no {self.name.kind}.")


def said(answer: "Answer") -> str:
    """Return how a sentence calls an answer."""
    return answer.requirement if isinstance(answer, Tagging) else answer or "not asked for"


def _plain(answer: Answer, body: str) -> object:
    if not isinstance(answer, Tagging):
        return answer
    quotes = [(body[start:end], start) for start, end in answer.spans]
    # Words that stand more than once are told apart by how often they stood before.
    return [answer.requirement, sorted([quote, body.count(quote, 0, start)] for quote, start in quotes)]


@dataclass(frozen=True, slots=True)
class Answered:
    """One posting that several annotators looked at. `tags` has, of those who are done with it, theirs by URI.

    `body` is empty where none of these has evidence.
    """

    number: int
    key: str
    states: Mapping[str, str]
    tags: Mapping[str, Mapping[str, Tagging]]
    body: str = field(default="", repr=False, compare=False)

    def units(self) -> list[Unit]:
        """Return what two or more answered: the state first, then the tags that anybody made, by URI."""
        units = []
        if len(self.states) > 1:
            units.append(Unit(UnitName(UnitKind.STATE, self.key), self.states))
        if len(self.tags) > 1:
            units += [self.tag(uri) for uri in sorted({uri for tags in self.tags.values() for uri in tags})]
        return units

    def tag(self, uri: str) -> Unit:
        """Return the answers about one skill."""
        name = UnitName(UnitKind.TAG, self.key, uri)
        return Unit(name, {who: tags.get(uri) for who, tags in self.tags.items()}, self.body)


@dataclass(frozen=True, slots=True)
class Adjudication:
    """What a unit was settled as, on what grounds, by whom and when (UTC, ISO 8601)."""

    name: UnitName
    answer: Answer
    how: Settled
    reason: Reason | None
    note: str
    annotator: str
    at: str
    basis: str


@dataclass(frozen=True, slots=True)
class Disagreements:
    """Where the answers stand. `worst` are units to settle, the worst first, and `open` how many there are in all.

    `unanimous` units wait to be accepted; `settled` ones need nothing. `waiting` postings have several answers but
    somebody at work on them: `awaited`, who keeps most of them waiting first. `whole` is False where there were too
    many postings to look at all of them.
    """

    worst: tuple[Unit, ...]
    open: int
    unanimous: int
    settled: int
    waiting: int
    awaited: tuple[str, ...] = ()
    whole: bool = True
