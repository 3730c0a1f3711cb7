"""Pairs that may be one job, looked at closely: what their titles and texts make of them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from store import Comparable, Heading, PairKind, Proposal

from . import reasons
from .employers import same_employer
from .exact import apart
from .forest import Forest, Found
from .scoring import PROPOSED, Likeness, Model
from .texts import NEARLY, Difference, equal_share
from .titles import TitleComparison, TitleMatch, compare_titles

if TYPE_CHECKING:
    from .words import Wording

RELATED = 0.3  # part of the rare phrases that postings of one circle share
RELATED_SCORE = 0.4  # a `related` pair has at most this score

Candidate = tuple[int, int, float]
"""Two row numbers, the second one asked about, and the part of their rare phrases that they share."""

_places = lru_cache(maxsize=50_000)(reasons.place_words)


class Postings(Protocol):
    """What postings are read from by number: a store, or some at hand."""

    def headings(self, numbers: Sequence[int]) -> list[Heading]:
        """Return what stands above them, in no order."""

    def comparables(self, numbers: Sequence[int]) -> dict[int, Comparable]:
        """Return what is compared of them."""


class Comparing:
    """Looks at candidates, some at a time; reads what it needs from the store."""

    def __init__(self, store: Postings, model: Model) -> None:
        self._store = store
        self._model = model

    def found(self, candidates: Sequence[Candidate]) -> Iterator[Found]:
        """Yield the pairs worth proposing."""
        for judged in self._judged(candidates):
            yield self._found(judged)

    def tying(self, candidates: Sequence[Candidate]) -> Iterator[Found]:
        """Yield the pairs worth proposing, but for `related` ones that tie nothing which others of these leave apart.

        No Forest would keep those, and they are most of all.
        """
        forest = Forest(())
        loose: list[_Judged] = []
        for judged in self._judged(candidates):
            if judged.kind is PairKind.RELATED:
                loose.append(judged)
            else:
                forest.tie(*judged.candidate[:2], judged.kind)
                yield self._found(judged)
        loose.sort(key=lambda judged: (-judged.score, judged.candidate[1], judged.candidate[0]))
        for judged in loose:
            if forest.tie(*judged.candidate[:2], judged.kind):
                yield self._found(judged)

    def _found(self, judged: "_Judged") -> Found:
        first, second, phrases = judged.candidate
        why = tuple(reason for reason in judged.reasons() if reason)
        one, other = judged.keys
        proposal = Proposal(one, other, judged.kind, judged.score, why, phrases, self._model.name)
        return Found(first, second, proposal)

    def measured(self, candidates: Sequence[Candidate]) -> Iterator[tuple[Candidate, Likeness]]:
        """Yield, of the pairs that the model decides on, what they share.

        On equal texts, titles of other jobs, and texts or titles of other levels it has no say.
        """
        _, close = self._by_titles(candidates)
        for look in self._looked_at(close):
            if not reasons.speaks_of_level(look.difference()):
                yield look.candidate, look.likeness

    def _judged(self, candidates: Sequence[Candidate]) -> Iterator["_Judged"]:
        other, close = self._by_titles(candidates)
        for one in other:
            if one.candidate[2] >= RELATED:
                yield _related(one, None)
        for look in self._looked_at(close):
            likeness = look.likeness
            score = self._model.score(likeness.measures())
            if score >= PROPOSED:
                yield _claim(look, score)
            elif likeness.phrases >= RELATED and likeness.employer is not False:
                yield _related(look.headed, likeness)

    def _by_titles(self, candidates: Sequence[Candidate]) -> tuple[list["_Headed"], list["_Headed"]]:
        """Return the pairs whose titles are of different jobs or levels, and the others."""
        numbers = {number for a, b, _ in candidates for number in (a, b)}
        headings = {heading.id: heading for heading in self._store.headings(list(numbers))}
        other: list[_Headed] = []
        close: list[_Headed] = []
        for candidate in candidates:
            a, b = headings[candidate[0]], headings[candidate[1]]
            titles = compare_titles(a.title, b.title, _places(a.places) | _places(b.places))
            differ = titles.match in (TitleMatch.LEVEL, TitleMatch.OTHER)
            (other if differ else close).append(_Headed(candidate, a, b, titles))
        return other, close

    def _looked_at(self, close: Sequence["_Headed"]) -> Iterator["_Look"]:
        # numpy loads late: most commands that know of this look at no pair.
        from .words import overlap, wordings

        postings = self._store.comparables(list({n for one in close for n in one.candidate[:2]}))
        # All postings of one text are proposed together.
        differing = [
            one for one in close if postings[one.candidate[0]].words != postings[one.candidate[1]].words
        ]
        numbers = list({n for one in differing for n in one.candidate[:2]})
        read = dict(zip(numbers, wordings([postings[number].body for number in numbers]), strict=True))
        for one in differing:
            first, second, phrases = one.candidate
            employer = same_employer(one.a.company, one.b.company)
            likeness = Likeness(one.titles, employer, phrases, overlap(read[first], read[second]))
            yield _Look(one, (postings[first], postings[second]), (read[first], read[second]), likeness)


@dataclass(frozen=True, slots=True)
class _Headed:
    """A candidate with what stands above its postings."""

    candidate: Candidate
    a: Heading
    b: Heading
    titles: TitleComparison


@dataclass(frozen=True, slots=True)
class _Look:
    """A candidate whose texts were read."""

    headed: _Headed
    postings: tuple[Comparable, Comparable]
    wordings: tuple["Wording", "Wording"]
    likeness: Likeness

    @property
    def candidate(self) -> Candidate:
        return self.headed.candidate

    def difference(self) -> Difference:
        """Return how the texts differ."""
        from .words import difference

        return difference(*self.wordings)


@dataclass(frozen=True, slots=True)
class _Judged:
    """What is made of a candidate; the reasons are put into words when they are asked for."""

    candidate: Candidate
    keys: tuple[str, str]
    kind: PairKind
    score: float
    reasons: Callable[[], Iterable[str | None]]


def _related(headed: _Headed, likeness: Likeness | None) -> _Judged:
    a, b, titles, phrases = headed.a, headed.b, headed.titles, headed.candidate[2]

    def why() -> Iterator[str | None]:
        yield reasons.of_titles(titles, a.title, b.title)
        yield reasons.of_employers(a.company, b.company, same_employer(a.company, b.company))
        yield reasons.of_phrases(phrases) if likeness is None else reasons.of_texts(likeness.overlap, 0.0)

    return _Judged(headed.candidate, (a.key, b.key), PairKind.RELATED, RELATED_SCORE * phrases, why)


def _claim(look: _Look, score: float) -> _Judged:
    a, b = look.postings
    likeness = look.likeness
    one, other = look.wordings
    places = _places("; ".join(place.text for place in (*a.locations, *b.locations)))
    differing = look.difference()

    def why() -> Iterator[str | None]:
        equal = equal_share(one.text, other.text, NEARLY) if likeness.overlap.common >= NEARLY else 0.0
        yield reasons.of_titles(likeness.titles, a.shown_title, b.shown_title)
        yield reasons.of_texts(likeness.overlap, equal)
        yield reasons.of_words(differing, places)
        yield reasons.of_employers(a.company, b.company, likeness.employer)
        yield reasons.of_places(a, b)
        yield reasons.of_dates(a.date_posted, b.date_posted)

    moved = apart(a, b) and all(
        reasons.kind_of_word(word, places) in ("place", "date", "number") for word in differing.words()
    )
    kind = PairKind.VARIANT if moved else PairKind.NEAR
    if reasons.speaks_of_level(differing):
        kind, score = PairKind.RELATED, RELATED_SCORE * score
    return _Judged(look.candidate, (a.key, b.key), kind, round(score, 4), why)


def in_pieces(candidates: Iterable[Candidate], size: int) -> Iterator[list[Candidate]]:
    """Yield candidates some at a time, those of one second posting together."""
    piece: list[Candidate] = []
    for candidate in candidates:
        if len(piece) >= size and candidate[1] != piece[-1][1]:
            yield piece
            piece = []
        piece.append(candidate)
    if piece:
        yield piece
