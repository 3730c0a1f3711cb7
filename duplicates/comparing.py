"""Pairs that may be one job, looked at closely: what their titles and texts make of them."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from store import Comparable, Heading, PairKind, Proposal, Store

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


class Comparing:
    """Looks at candidates, some at a time; reads what it needs from the store."""

    def __init__(self, store: Store, model: Model) -> None:
        self._store = store
        self._model = model

    def found(self, candidates: Sequence[Candidate]) -> Iterator[Found]:
        """Yield the pairs worth proposing."""
        numbers = {number for a, b, _ in candidates for number in (a, b)}
        headings = {heading.id: heading for heading in self._store.headings(list(numbers))}
        close: list[tuple[Candidate, TitleComparison]] = []
        for candidate in candidates:
            a, b = headings[candidate[0]], headings[candidate[1]]
            titles = compare_titles(a.title, b.title, _places(a.places) | _places(b.places))
            if titles.match not in (TitleMatch.LEVEL, TitleMatch.OTHER):
                close.append((candidate, titles))
            elif candidate[2] >= RELATED:
                yield Found(*candidate[:2], _related(a, b, titles, candidate[2]))
        postings = self._store.comparables(list({n for pair, _ in close for n in pair[:2]}))
        wordings = {number: wording(posting.body) for number, posting in postings.items()}
        for (first, second, phrases), titles in close:
            a, b = headings[first], headings[second]
            if postings[first].words == postings[second].words:
                continue  # all postings of one text are proposed together
            employer = same_employer(a.company, b.company)
            likeness = Likeness(titles, employer, phrases, overlap(wordings[first], wordings[second]))
            score = self._model.score(likeness.measures())
            if score >= PROPOSED:
                pair = postings[first], postings[second]
                words = wordings[first], wordings[second]
                yield Found(first, second, _claim(pair, words, likeness, score))
            elif phrases >= RELATED and employer is not False:
                yield Found(first, second, _related(a, b, titles, phrases, likeness))


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
