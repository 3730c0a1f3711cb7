"""From the store's rows to the rows of a dataset, some postings at a time."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from store import Cluster, PairKind, Requirement, Span, State, Store, StoreError, Verdict, found_again

from .decisions import Decisions
from .models import (
    ChoiceModel,
    Claim,
    ClusterModel,
    MemberModel,
    NoteModel,
    PairModel,
    Part,
    Place,
    PostingModel,
    StateModel,
    TagModel,
    TitleGuess,
    VerdictModel,
)
from .plan import Plan
from .selection import Selection
from .splits import Places, split_at

SOME = 200  # postings whose rows are asked for at once

_REQUIREMENTS = {item.value: item for item in Requirement}
_STATES = {item.value: item for item in State}
_VERDICTS = {item.value: item for item in Verdict}
_KINDS: dict[str | None, PairKind | None] = {None: None, **{item.value: item for item in PairKind}}

Row = tuple[Any, ...]


class Rows:
    """The rows of one state of a database: make and read them within one snapshot of it.

    `left_out` counts by reason what is not in them although its posting is.
    """

    def __init__(
        self,
        store: Store,
        clusters: Sequence[Cluster],
        selection: Selection,
        plan: Plan,
        decisions: Decisions,
    ) -> None:
        self.left_out: Counter[str] = Counter()
        self._store = store
        self._selection = selection
        self._plan = plan
        self._decisions = decisions
        self._by_member = {member.key: cluster for cluster in clusters for member in cluster.members}
        meant = store.dataset_skills()
        self._skills = {number: names[:3] for number, names in meant.items()}
        self._merged_skills = {number for number, names in meant.items() if names[3]}
        self._people = store.dataset_people(names=plan.names)
        self._places = Places(store, clusters, strict=plan.strict) if plan.splits else None

    def postings(self) -> Iterator[PostingModel]:
        """Yield the selected postings in the order of import, each with the decisions on it that count.

        Raises StoreError where a quote is not what stands at its offsets.
        """
        numbers = self._selection.numbers
        for first in range(0, len(numbers), SOME):
            yield from self._some(numbers[first : first + SOME])

    def _some(self, numbers: Sequence[int]) -> Iterator[PostingModel]:
        store, names = self._store, self._plan.names
        facts = store.dataset_postings(numbers, raw=self._plan.raw)
        places = _by_posting(store.dataset_locations(numbers))
        tags = _by_posting(store.dataset_tags(numbers))
        brought = self._brought(facts) if self._plan.one_per_cluster else {}
        notes = _by_posting(store.dataset_notes(numbers, names=names))
        states = _by_posting(store.dataset_states(numbers, names=names))
        choices = _by_posting(store.dataset_choices(numbers, names=names))
        verdicts = _by_posting(store.dataset_verdicts(numbers, names=names))
        for row in facts:
            number, key, body = row[0], row[1], row[17]
            split, place = self._placed(key, row[21], row[22])
            posting = PostingModel(
                key,
                row[2],
                row[3],
                row[4],
                row[5],
                row[6],
                row[7],
                row[8],
                json.loads(row[9]) if row[9] != "[]" else [],
                row[10],
                row[11],
                row[12],
                split,
                None if row[13] is None else TitleGuess(*row[13:17]),
                [Place(*one[1:]) for one in places.get(number, ())],
                body,
                [Part(*one) for one in json.loads(row[18])] if row[18] != "[]" else [],
                [Claim(text, _REQUIREMENTS[how]) for text, how in json.loads(row[19])]
                if row[19] != "[]"
                else [],
                self._said(tags.get(number, ())),
                [NoteModel(*one[1:]) for one in notes.get(number, ())],
                _states(states.get(number, ())),
                [ChoiceModel(*one[1:]) for one in choices.get(number, ())],
                self._pairs(verdicts.get(number, ())),
                self._cluster(key),
                place,
                row[20],
            )
            posting = self._decisions.of(posting)
            if number in brought:
                posting = replace(posting, tags=_with(posting.tags, brought[number]))
            _check(posting)
            yield posting

    def _placed(self, key: str, text_hash: str, stored: int | None) -> tuple[str | None, int | None]:
        if self._places is None:
            return None, stored
        place = self._places.of(key, text_hash, stored)
        return split_at(self._plan.splits, place), place

    def _pairs(self, rows: Sequence[Row]) -> list[PairModel]:
        if not rows:
            return []
        pairs: dict[int, list[Row]] = {}
        for row in rows:
            if row[1] in self._selection:
                pairs.setdefault(row[1], []).append(row)
            else:
                self.left_out["verdicts on pairs with a posting that is left out"] += 1
        return [
            PairModel(
                said[0][2],
                _KINDS[said[0][3]],
                said[0][4] if said[0][3] is not None else None,
                json.loads(said[0][5]) if said[0][3] is not None else [],
                [VerdictModel(_VERDICTS[one[6]], one[7], one[8]) for one in said],
            )
            for said in pairs.values()
        ]

    def _cluster(self, key: str) -> ClusterModel | None:
        cluster = self._by_member.get(key)
        if cluster is None:
            return None
        members = [MemberModel(member.key, member.verdict) for member in cluster.members]
        return ClusterModel(cluster.canonical, members)

    def _brought(self, facts: Sequence[Row]) -> dict[int, list[TagModel]]:
        """Return by number of a posting the tags that count of others of its cluster, at their places in its text."""
        mates = {
            row[0]: [member.key for member in cluster.members if member.key != row[1]]
            for row in facts
            if (cluster := self._by_member.get(row[1])) is not None
        }
        keys = [key for some in mates.values() for key in some]
        numbers = self._store.numbers_of(keys)
        others = sorted(numbers.values())
        theirs = _by_posting(self._store.dataset_tags(others))
        states = _by_posting(self._store.dataset_states(others, names=self._plan.names))
        notes = len(self._store.dataset_notes(others, names=self._plan.names))
        if notes:
            self.left_out["notes on other postings of a cluster"] += notes
        bodies = self._store.texts([key for key in keys if numbers[key] in theirs])
        brought: dict[int, list[TagModel]] = {}
        for row in facts:
            for key in mates.get(row[0], ()):
                number = numbers[key]
                if number in theirs:
                    said = self._said(theirs[number])
                    tags = self._decisions.tags(key, bodies[key], said, _states(states.get(number, ())))
                    brought.setdefault(row[0], []).extend(_moved(tag, bodies[key], row[17]) for tag in tags)
        return brought

    def _said(self, rows: Sequence[Row]) -> list[TagModel]:
        """Return the tags of one posting in the order of their places."""
        skills, people = self._skills, self._people
        tags = [
            TagModel(*skills[skill], _REQUIREMENTS[how], start, end, quote, people[annotator], uid)
            for _, skill, how, start, end, quote, annotator, uid in (
                self._once(rows) if self._merged_skills else rows
            )
        ]
        if len({(tag.start, tag.end) for tag in tags}) < len(tags):
            tags.sort(key=_order)  # several at one place
        return tags

    def _once(self, rows: Sequence[Row]) -> Sequence[Row]:
        """Take tags that say the same since two skills were merged for one: that of the one which stands for both."""
        best: dict[tuple[object, ...], Row] = {}
        for row in sorted(rows, key=lambda row: (row[1] in self._merged_skills, row[7])):
            lost = row[7] if row[3] is None and row[5] is not None else None
            best.setdefault((self._skills[row[1]][1], row[6], row[3], row[4], lost), row)
        kept = {row[7] for row in best.values()}
        return [row for row in rows if row[7] in kept]


def _by_posting(rows: Sequence[Row]) -> dict[int, list[Row]]:
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(row)
    return found


def _states(rows: Sequence[Row]) -> list[StateModel]:
    return [StateModel(one[1], _STATES[one[2]], one[3]) for one in rows]


def _moved(tag: TagModel, old: str, new: str) -> TagModel:
    """Return a tag of another text of the cluster: with a place where its words stand in this one."""
    span = None
    if tag.start is not None and tag.end is not None and tag.quote is not None:
        span = found_again(old, new, Span(tag.start, tag.end, tag.quote), whole=True)
    if span is None:
        return replace(tag, start=None, end=None, quote=None)
    return replace(tag, start=span.start, end=span.end)


def _with(own: Sequence[TagModel], brought: Sequence[TagModel]) -> list[TagModel]:
    """Return a posting's tags with those of others that say more than what is there, in the order of their places."""
    tags = {_said(tag): tag for tag in own}
    for tag in brought:
        if tag.start is not None:
            tags.setdefault(_said(tag), tag)
    placed = {(tag.uri, tag.annotator) for tag in tags.values()}
    for tag in brought:
        if tag.start is None and (tag.uri, tag.annotator) not in placed:
            tags.setdefault(_said(tag), tag)
    return sorted(tags.values(), key=_order)


def _said(tag: TagModel) -> tuple[object, ...]:
    lost = tag.uid if tag.start is None and tag.quote is not None else None
    return tag.uri, tag.annotator, tag.start, tag.end, lost


def _order(tag: TagModel) -> tuple[object, ...]:
    place = (True, 0, 0) if tag.start is None else (False, tag.start, tag.end)
    lost = tag.quote or "" if tag.start is None else ""
    return *place, tag.uri, tag.annotator, tag.requirement, lost, tag.uid


def _check(posting: PostingModel) -> None:
    body = posting.body
    for tag in posting.tags:
        if tag.start is not None and body[tag.start : tag.end] != tag.quote:
            _refuse(posting, tag.start, tag.end)
    for note in posting.notes:
        if note.start is not None and body[note.start : note.end] != note.quote:
            _refuse(posting, note.start, note.end)
    guess = posting.title_inferred
    if guess and body[guess.start : guess.end] != guess.text:
        _refuse(posting, guess.start, guess.end)


def _refuse(posting: PostingModel, start: int, end: int | None) -> None:
    raise StoreError(
        f"{posting.source}:{posting.locator} ({posting.key}): from {start} to {end} the text does not "
        "read as it is quoted, so no dataset was written. `postil check` lists what is wrong."
    )
