"""What a row of a dataset tells of people: tags, notes, states, choices and verdicts, each checked by itself."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictInt, ValidationError

from store import (
    Choice,
    Judgement,
    Marked,
    Note,
    PairKind,
    Problem,
    Proposal,
    Requirement,
    Skill,
    Span,
    State,
    Statement,
    Tag,
    Told,
    Verdict,
    canonical,
    canonical_line,
    slug,
)

from .dataset_rows import Row, refusal

SETTLED = (
    "they stand for the answers of several annotators and are nobody's own, so they were not taken. Import the "
    "dataset that has everybody's answers: `postil export` writes it unless told whose"
)
UNKNOWN_TIME = datetime.fromtimestamp(0, UTC).isoformat(timespec="microseconds")
"""When something was said that does not say when: before everything that does."""
_KEY = re.compile("[0-9a-f]{20}")


def _line(text: str) -> str:
    kept = canonical_line(text)
    if not kept:
        raise ValueError("it is blank")
    return kept


def _text(text: str) -> str:
    kept = canonical(text).strip()
    if not kept:
        raise ValueError("it is blank")
    return kept


def _moment(text: str) -> str:
    try:
        at = datetime.fromisoformat(text)
        if at.tzinfo is None:
            raise ValueError("it has no time zone")
        return at.astimezone(UTC).isoformat(timespec="microseconds")
    except OverflowError as error:
        raise ValueError("no calendar has that time") from error


Line = Annotated[str, AfterValidator(_line)]
Name = Annotated[str, Field(max_length=1000), AfterValidator(_line)]
Moment = Annotated[str, AfterValidator(_moment)]
Uid = Annotated[str, Field(pattern="^[0-9A-Za-z_-]{1,64}$")]


class _Said(BaseModel):
    model_config = ConfigDict(frozen=True)

    annotator: Name


class _Quoting(_Said):
    uid: Uid | None = None
    start: StrictInt | None = None
    end: StrictInt | None = None
    quote: Annotated[str, AfterValidator(canonical)] | None = None


class _Tag(_Quoting):
    skill: Line
    uri: Line | None = None
    kind: Literal["skill", "knowledge"] = "knowledge"
    requirement: Requirement = Requirement.MENTIONED


class _Note(_Quoting):
    text: Annotated[str, AfterValidator(_text)]
    at: Moment = UNKNOWN_TIME


class _State(_Said):
    state: Literal[State.DONE, State.SKIPPED, State.FLAGGED]
    at: Moment = UNKNOWN_TIME


class _Choice(_Said):
    at: Moment = UNKNOWN_TIME


class _Verdict(_Said):
    verdict: Verdict
    at: Moment = UNKNOWN_TIME


class _Pair(BaseModel):
    model_config = ConfigDict(frozen=True)

    other: Annotated[str, Field(pattern=f"^{_KEY.pattern}$")]
    kind: PairKind | None = None
    score: Annotated[float, Field(ge=0, le=1)] | None = None
    reasons: list[Annotated[str, AfterValidator(canonical)]] = []
    verdicts: Any = None


@dataclass(frozen=True, slots=True)
class Retold:
    """What a row tells, and the problems of those statements in it that are none."""

    told: Told
    unsound: tuple[Problem, ...]


Model = TypeVar("Model", bound=BaseModel)


def retold(row: Row) -> Retold:
    """Return what a row that is a posting tells; raises nothing."""
    reader = _Reader(row)
    said = [
        *reader.items("tags", _Tag, reader.tag),
        *reader.items("notes", _Note, reader.note),
        *reader.items("states", _State, lambda given: Marked(given.annotator, given.state, given.at)),
        *reader.items("chosen", _Choice, lambda given: Choice(given.annotator, given.at)),
        *reader.verdicts(),
    ]
    place = reader.split_place()
    told = Told(
        row.locator,
        str(row.value.get("key")),
        row.source or "",
        reader.external_id,
        row.body,
        tuple(said),
        tuple(reader.proposals),
        place,
    )
    return Retold(told, tuple(reader.problems))


class _Reader:
    """Goes through one row, and notes what is unsound in it."""

    def __init__(self, row: Row) -> None:
        self.problems: list[Problem] = []
        self.proposals: list[Proposal] = []
        self._row = row
        self._key = str(row.value.get("key"))
        self._seen: Counter[str] = Counter()

    @property
    def external_id(self) -> str | None:
        """The posting's name at its source."""
        said = self._row.value.get("external_id")
        return canonical_line(said) or None if isinstance(said, str) else None

    def items(
        self, name: str, model: type[Model], make: Callable[[Model], Statement]
    ) -> Iterator[tuple[str, Statement]]:
        """Yield the sound statements of one list of the row, each with its place."""
        for place, given in self._models(name, self._row.value.get(name), model):
            try:
                yield place, make(given)
            except ValueError as error:
                self._note(place, str(error))

    def verdicts(self) -> Iterator[tuple[str, Statement]]:
        """Yield the verdicts on pairs with earlier postings, and note what the machine had proposed of them."""
        for place, pair in self._models("pairs", self._row.value.get("pairs"), _Pair):
            if pair.other == self._key:
                self._note(place, "a pair needs two postings")
                continue
            if pair.kind is not None and pair.score is not None:
                reasons = tuple(pair.reasons)
                self.proposals.append(Proposal(pair.other, self._key, pair.kind, pair.score, reasons))
            for inner, given in self._models(f"{place}.verdicts", pair.verdicts, _Verdict):
                yield inner, Judgement(pair.other, self._key, given.verdict, given.annotator, given.at)

    def split_place(self) -> int | None:
        """Return where the posting stands among the splits; None where it says nothing that could be that."""
        said = self._row.value.get("split_place")
        if said is None:
            return None
        if isinstance(said, int) and not isinstance(said, bool) and 0 <= said <= 99:
            return said
        self._note("split_place", "it must be a whole number from 0 to 99")
        return None

    def tag(self, given: _Tag) -> Tag:
        """Return a tag; raises ValueError for evidence that is none."""
        span = self._span(given)
        uri = given.uri or f"local:{slug(given.skill)}"
        uid = given.uid or self._uid("tag", given.annotator, uri, given.start, given.end, given.quote)
        lost = given.quote if span is None else None
        return Tag(uid, Skill(uri, given.skill, given.kind), given.requirement, given.annotator, span, lost)

    def note(self, given: _Note) -> Note:
        """Return a note; raises ValueError for evidence that is none."""
        span = self._span(given)
        uid = given.uid or self._uid("note", given.annotator, given.at, given.text, given.start, given.end)
        lost = given.quote if span is None else None
        return Note(uid, given.text, given.annotator, given.at, span, lost)

    def _span(self, given: _Quoting) -> Span | None:
        if given.start is None and given.end is None:
            return None
        if given.start is None or given.end is None or given.quote is None:
            raise ValueError("of start, end and quote, one is missing")
        body = self._row.body
        if not 0 <= given.start < given.end <= len(body):
            raise ValueError(
                f"there is no text from {given.start} to {given.end}: it has {len(body):,} characters"
            )
        if body[given.start : given.end] != given.quote:
            stands = body[given.start : given.start + 40]
            raise ValueError(f"from {given.start} on the text reads {stands!r}, which is not the quote")
        return Span(given.start, given.end, given.quote)

    def _uid(self, *parts: object) -> str:
        """Return a name for a statement that has none: the same whenever the same row is read."""
        text = json.dumps([self._key, *parts])
        self._seen[text] += 1
        return hashlib.sha256(f"{self._seen[text]}\n{text}".encode()).hexdigest()[:32]

    def _models(self, name: str, given: object, model: type[Model]) -> Iterable[tuple[str, Model]]:
        if given is None:
            return
        if not isinstance(given, list):
            self._note(name, "it must be a list")
            return
        settled = 0
        for number, item in enumerate(given):
            place = f"{name}[{number}]"
            if isinstance(item, dict) and item.get("settled") is not None:
                settled += 1
                continue
            try:
                yield place, model.model_validate(item)
            except ValidationError as error:
                self.problems.append(refusal(self._row.locator, place, error))
        if settled:
            self._note(name, SETTLED)

    def _note(self, place: str, reason: str) -> None:
        self.problems.append(Problem(self._row.locator, place, reason))
