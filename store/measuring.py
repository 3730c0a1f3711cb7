"""How far annotators agree, measured over a database."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from agreement.figures import Report
from agreement.gathering import Gathering
from agreement.report import report

from .store import Store

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is looked at: so many postings and pairs (None: all), of which so many postings' tags are measured.

    `rounds` is how often items are drawn again for an interval.
    """

    look_at: int | None
    keep: int
    rounds: int


WHOLE = Effort(None, 2_000, 1_000)
GLANCE = Effort(20_000, 300, 200)
"""What a screen shows while a person waits for nothing."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """The measures, the names of the skills by URI, and whether everything was looked at."""

    report: Report
    labels: dict[str, str]
    whole: bool


def measure(store: Store, effort: Effort, called: Mapping[str, str] | None = None) -> Agreement:
    """Measure how far annotators agree; `called` gives their names otherwise than they are in the database."""
    names = called or {}
    gathering = Gathering(effort.keep)
    with store.snapshot():
        postings, pairs = store.answered(), store.verdict_units()
        for answered in islice(postings, effort.look_at):
            gathering.add_states(_named(answered.states, names))
            gathering.add_tags(answered.number, _named(answered.tags, names))
        for unit in islice(pairs, effort.look_at):
            gathering.add_verdicts(
                {names.get(who, who): str(verdict) for who, verdict in unit.answers.items()}
            )
        whole = effort.look_at is None or (next(postings, None) is None and next(pairs, None) is None)
        lengths = store.body_lengths([done.number for done in gathering.kept])
    made = report(gathering, lengths, effort.rounds)
    labels = {one.uri: found.label for one in made.skills if (found := store.find_skill(one.uri))}
    return Agreement(made, labels, whole)


def _named(answers: Mapping[str, T], names: Mapping[str, str]) -> dict[str, T]:
    return {names.get(who, who): answer for who, answer in answers.items()}
