"""One answer for all annotators: what theirs come to, or what was settled where they differ."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from agreement.consensus import How, TagConsensus, Tagging
from store import (
    Adjudication,
    Answer,
    Judgement,
    Requirement,
    State,
    Store,
    Unit,
    UnitKind,
    UnitName,
    Verdict,
    verdict_on,
)

from .decisions import Decisions
from .models import (
    Asked,
    DisagreementModel,
    PairModel,
    PostingModel,
    SettledAs,
    Stands,
    StateModel,
    TagModel,
    VerdictModel,
)
from .plan import ADJUDICATED, Plan

NOT_DONE = "tags of annotators who are not done with the posting"
_STRENGTH = {one.value: at for at, one in enumerate(Requirement)}  # the first is the strongest


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a unit comes to: `answer` means nothing while `settled` is None. `by` is an annotator's name."""

    answer: Answer = None
    settled: SettledAs | None = None
    by: str | None = None
    words_open: bool = False
    word: Adjudication | None = None


class Agreed(Decisions):
    """One answer a unit: that of an adjudication while its answers stand as they were, else what the answers come to.

    Where the plan takes adjudicated answers, those that differ come to nothing by themselves. Who is done with a
    posting has answered for every skill; notes, and who chose a posting for its cluster, stay everybody's.
    """

    def __init__(self, store: Store, plan: Plan) -> None:
        super().__init__()
        self._store = store
        self._voice = plan.decisions
        self._votes = plan.decisions != ADJUDICATED
        self._called = {
            name: name if plan.names else pseudonym for name, pseudonym in store.pseudonyms().items()
        }
        self._names = {called: name for name, called in self._called.items()}
        self._about: tuple[str, Mapping[UnitName, Adjudication]] = ("", {})

    def of(self, posting: PostingModel) -> PostingModel:
        """Return the posting with what was settled of it, and with the disagreements."""
        differ: list[DisagreementModel] = []
        return replace(
            posting,
            states=self._states(posting, differ),
            tags=self._tags(posting.key, posting.body, posting.tags, posting.states, differ),
            pairs=self._pairs(posting, differ),
            disagreements=differ,
        )

    def tags(
        self, key: str, body: str, tags: Sequence[TagModel], states: Sequence[StateModel]
    ) -> Sequence[TagModel]:
        """Return what the tags of a posting come to; open ones are counted."""
        return self._tags(key, body, tags, states, [])

    def judgements(self) -> list[Judgement]:
        """Return the verdicts that the pairs come to; an open one ties and parts nothing."""
        given: defaultdict[tuple[str, str], list[Judgement]] = defaultdict(list)
        for one in self._store.judgements():
            given[one.a, one.b].append(one)
        found = []
        for (a, b), said in given.items():
            end = self._end(Unit(verdict_on(a, b), {one.annotator: one.verdict.value for one in said}))
            if end.settled is not None and isinstance(end.answer, str):
                at = max(one.at for one in said)
                found.append(Judgement(a, b, Verdict(end.answer), self._voice, at))
        return found

    def _states(self, posting: PostingModel, differ: list[DisagreementModel]) -> list[StateModel]:
        if not posting.states:
            return []
        answers: dict[str, Answer] = {self._names[one.annotator]: one.state.value for one in posting.states}
        unit = Unit(UnitName(UnitKind.STATE, posting.key), answers)
        end = self._end(unit)
        self._note(unit, end, Asked.STATE, differ)
        if end.settled is None or not isinstance(end.answer, str):
            return []
        at = max((one.at for one in posting.states if one.state == end.answer), default=None)
        at = at or max(one.at for one in posting.states)
        return [StateModel(self._voice, State(end.answer), at, end.settled, self._who(end.by))]

    def _tags(
        self,
        key: str,
        body: str,
        tags: Sequence[TagModel],
        states: Sequence[StateModel],
        differ: list[DisagreementModel],
    ) -> list[TagModel]:
        done = [self._names[one.annotator] for one in states if one.state is State.DONE]
        given: defaultdict[str, defaultdict[str, list[TagModel]]] = defaultdict(lambda: defaultdict(list))
        for tag in tags:
            who = self._names[tag.annotator]
            if who in done:
                given[tag.uri][who].append(tag)
            else:
                self.left_out[NOT_DONE] += 1
        settled: list[TagModel] = []
        for uri in sorted({*given, *(self._asked_of(key) if len(done) > 1 else ())}):
            by: Mapping[str, list[TagModel]] = given.get(uri, {})
            skill = self._skill(uri, by)
            unit = Unit(UnitName(UnitKind.TAG, key, uri), {who: _tagging(by.get(who)) for who in done}, body)
            end = self._end(unit)
            self._note(unit, end, Asked.TAG, differ, skill[0])
            if end.settled is not None and isinstance(end.answer, Tagging):
                settled += self._written(key, body, skill, end.answer, end)
        return sorted(settled, key=lambda tag: (tag.start is None, tag.start or 0, tag.end or 0, tag.uri))

    def _written(
        self, key: str, body: str, skill: tuple[str, str, str], answer: Tagging, end: Outcome
    ) -> list[TagModel]:
        """Return a tag for each piece of evidence, or one without any."""
        places: Sequence[tuple[int | None, int | None]] = sorted(answer.spans) or [(None, None)]
        return [
            TagModel(
                *skill,
                Requirement(answer.requirement),
                start,
                stop,
                None if start is None else body[start:stop],
                self._voice,
                hashlib.sha256(f"{self._voice}\n{key}\n{skill[1]}\n{start}\n{stop}".encode()).hexdigest()[
                    :32
                ],
                end.settled,
                self._who(end.by),
            )
            for start, stop in places
        ]

    def _pairs(self, posting: PostingModel, differ: list[DisagreementModel]) -> list[PairModel]:
        settled = []
        for pair in posting.pairs:
            answers: dict[str, Answer] = {
                self._names[one.annotator]: one.verdict.value for one in pair.verdicts
            }
            unit = Unit(verdict_on(posting.key, pair.other), answers)
            end = self._end(unit)
            self._note(unit, end, Asked.VERDICT, differ, about=pair.other)
            if end.settled is not None and isinstance(end.answer, str):
                at = max((one.at for one in pair.verdicts if one.verdict == end.answer), default=None)
                at = at or max(one.at for one in pair.verdicts)
                verdict = VerdictModel(Verdict(end.answer), self._voice, at, end.settled, self._who(end.by))
                settled.append(replace(pair, verdicts=[verdict]))
        return settled

    def _end(self, unit: Unit) -> Outcome:
        """Return what a unit comes to, which has one answer or more."""
        if len(unit.answers) == 1:
            ((who, answer),) = unit.answers.items()
            return Outcome(answer, SettledAs.SINGLE, who)
        word = self._word_on(unit.name)
        if word is not None and word.basis == unit.basis:
            return Outcome(word.answer, SettledAs(word.how.value), word.annotator, word=word)
        found = unit.consensus
        if unit.how is How.UNANIMOUS:
            return Outcome(next(iter(unit.answers.values())), SettledAs.UNANIMOUS)
        if found.how is How.OPEN or not self._votes:
            return Outcome()
        open_words = isinstance(found, TagConsensus) and found.spans_how is How.OPEN
        return Outcome(found.answer, SettledAs.MAJORITY, words_open=open_words)

    def _asked_of(self, key: str) -> list[str]:
        """Return the skills of a posting on which there is a word, also those that nobody tagged."""
        return [name.about for name in self._words_on(key) if name.kind is UnitKind.TAG]

    def _skill(self, uri: str, by: Mapping[str, Sequence[TagModel]]) -> tuple[str, str, str]:
        """Return label, URI and kind of a skill, whoever tagged it."""
        for tags in by.values():
            return tags[0].skill, uri, tags[0].kind
        found = self._store.find_skill(uri)
        return (found.label, uri, found.kind) if found else (uri, uri, "knowledge")

    def _word_on(self, name: UnitName) -> Adjudication | None:
        return self._words_on(name.posting).get(name)

    def _words_on(self, key: str) -> Mapping[UnitName, Adjudication]:
        if self._about[0] != key:
            self._about = (key, self._store.settled(key))
        return self._about[1]

    def _note(
        self,
        unit: Unit,
        end: Outcome,
        what: Asked,
        differ: list[DisagreementModel],
        skill: str | None = None,
        about: str = "",
    ) -> None:
        if unit.how is How.UNANIMOUS and end.settled is not SettledAs.ADJUDICATED:
            return
        stands = (
            Stands.WORDS_OPEN if end.words_open else Stands(end.settled.value) if end.settled else Stands.OPEN
        )
        if stands is Stands.OPEN:
            self.left_out[f"open disagreements about a {what.value}"] += 1
        word = end.word
        told = [f"{self._called[who]}: {_words(answer)}" for who, answer in unit.answers.items()]
        differ.append(
            DisagreementModel(
                what,
                about or unit.name.about or unit.name.posting,
                skill,
                sorted(told),
                stands,
                None if end.settled is None else _words(end.answer),
                self._who(end.by),
                word.reason.value if word and word.reason else None,
                word.note if word else "",
            )
        )

    def _who(self, name: str | None) -> str | None:
        return None if name is None else self._called[name]


def _tagging(tags: Sequence[TagModel] | None) -> Tagging | None:
    """Return the answer that somebody's tags of one skill are: the strongest requirement, and all evidence."""
    if not tags:
        return None
    requirement = min((tag.requirement.value for tag in tags), key=_STRENGTH.__getitem__)
    spans = {(tag.start, tag.end) for tag in tags if tag.start is not None and tag.end is not None}
    return Tagging(requirement, frozenset(spans))


def _words(answer: Answer) -> str:
    if isinstance(answer, Tagging):
        return " ".join([answer.requirement, *(f"{start}:{end}" for start, end in sorted(answer.spans))])
    return answer or "not asked for"
