"""What was measured, with the names by which it is told."""

from collections.abc import Mapping
from dataclasses import dataclass

from .interval import Measured


@dataclass(frozen=True, slots=True)
class Pairwise:
    """What two annotators agree on; `measures` by name."""

    one: str
    other: str
    measures: Mapping[str, Measured]


@dataclass(frozen=True, slots=True)
class Question:
    """How far annotators agree on one kind of answer. `pairs` are in the order of the names."""

    name: str
    measures: Mapping[str, Measured]
    pairs: tuple[Pairwise, ...] = ()


@dataclass(frozen=True, slots=True)
class SkillAgreement:
    """How far annotators agree on one skill: on whether it is asked for, and on the words that say so."""

    uri: str
    tagged: int  # postings on which anybody tagged it
    measures: Mapping[str, Measured]


@dataclass(frozen=True, slots=True)
class Report:
    """All measures. `postings` are those that two or more are done with, and `looked_at` of them were measured."""

    questions: tuple[Question, ...]
    skills: tuple[SkillAgreement, ...]
    postings: int
    looked_at: int

    @property
    def answered_twice(self) -> bool:
        """Whether there is anything to measure."""
        return any(measured.n for question in self.questions for measured in question.measures.values())
