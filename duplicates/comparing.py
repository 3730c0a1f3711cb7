"""Pairs that may be one job, looked at closely: what their titles and texts make of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol

from store import Comparable, Heading, PairKind, Proposal

from . import reasons
from .employers import same_employer
from .exact import apart
from .forest import Found
from .scoring import PROPOSED, Likeness, Model
from .texts import NEARLY, Wording, difference, equal_share, overlap, wording
from .titles import TitleComparison, TitleMatch, compare_titles

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
        for candidate, proposal in self._proposals(candidates):
            yield Found(*candidate[:2], replace(proposal, phrases=candidate[2], model=self._model.name))

    def measured(self, candidates: Sequence[Candidate]) -> Iterator[tuple[Candidate, Likeness]]:
        """Yield, of the pairs that the model decides on, what they share.

        On equal texts, titles of other jobs, and texts or titles of other levels it has no say.
        """
        _, close = self._by_titles(candidates)
        for look in self._looked_at(close):
            if not reasons.speaks_of_level(difference(*look.wordings)):
                yield look.candidate, look.likeness

    def _proposals(self, candidates: Sequence[Candidate]) -> Iterator[tuple[Candidate, Proposal]]:
        other, close = self._by_titles(candidates)
        for one in other:
            if one.candidate[2] >= RELATED:
                yield one.candidate, _related(one.a, one.b, one.titles, one.candidate[2])
        for look in self._looked_at(close):
            likeness = look.likeness
            score = self._model.score(likeness.measures())
            if score >= PROPOSED:
                yield look.candidate, _claim(look.postings, look.wordings, likeness, score)
            elif likeness.phrases >= RELATED and likeness.employer is not False:
                one = look.headed
                yield look.candidate, _related(one.a, one.b, one.titles, likeness.phrases, likeness)

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
        postings = self._store.comparables(list({n for one in close for n in one.candidate[:2]}))
        wordings = {number: wording(posting.body) for number, posting in postings.items()}
        for one in close:
            first, second, phrases = one.candidate
            if postings[first].words == postings[second].words:
                continue  # all postings of one text are proposed together
            employer = same_employer(one.a.company, one.b.company)
            likeness = Likeness(one.titles, employer, phrases, overlap(wordings[first], wordings[second]))
            pair = postings[first], postings[second]
            yield _Look(one, pair, (wordings[first], wordings[second]), likeness)


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
    wordings: tuple[Wording, Wording]
    likeness: Likeness

    @property
    def candidate(self) -> Candidate:
        return self.headed.candidate


def _related(
    a: Heading, b: Heading, titles: TitleComparison, phrases: float, likeness: Likeness | None = None
) -> Proposal:
    why = (
        reasons.of_titles(titles, a.title, b.title),
        reasons.of_employers(a.company, b.company, same_employer(a.company, b.company)),
        reasons.of_phrases(phrases) if likeness is None else reasons.of_texts(likeness.overlap, 0.0),
    )
    return Proposal(
        a.key, b.key, PairKind.RELATED, RELATED_SCORE * phrases, tuple(reason for reason in why if reason)
    )


def _claim(
    pair: tuple[Comparable, Comparable], wordings: tuple[Wording, Wording], likeness: Likeness, score: float
) -> Proposal:
    a, b = pair
    places = _places("; ".join(place.text for place in (*a.locations, *b.locations)))
    differing = difference(*wordings)
    equal = equal_share(*wordings, at_least=NEARLY) if likeness.overlap.common >= NEARLY else 0.0
    moved = apart(a, b) and all(
        reasons.kind_of_word(word, places) in ("place", "date", "number") for word in differing.words
    )
    why = (
        reasons.of_titles(likeness.titles, a.shown_title, b.shown_title),
        reasons.of_texts(likeness.overlap, equal),
        reasons.of_words(differing, places),
        reasons.of_employers(a.company, b.company, likeness.employer),
        reasons.of_places(a, b),
        reasons.of_dates(a.date_posted, b.date_posted),
    )
    kind = PairKind.VARIANT if moved else PairKind.NEAR
    if reasons.speaks_of_level(differing):
        kind, score = PairKind.RELATED, RELATED_SCORE * score
    return Proposal(a.key, b.key, kind, round(score, 4), tuple(reason for reason in why if reason))


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
