"""Spans against the text they quote: checked wherever they pass, found again when the text was revised."""

from .errors import InvalidSpan
from .postings import Span


def checked(body: str, start: int, end: int, quote: str | None = None) -> Span:
    """Return the span of `body` between two offsets.

    Raises InvalidSpan where the offsets do not lie in the body or `quote` is not what stands there.
    """
    if not 0 <= start < end <= len(body):
        raise InvalidSpan(f"There is no text from {start} to {end}: the body has {len(body):,} characters.")
    stands = body[start:end]
    if quote is not None and quote != stands:
        raise InvalidSpan(f"From {start} to {end} the text reads {stands!r}, not {quote!r}.")
    return Span(start, end, stands)


def of_quote(body: str, quote: str) -> Span:
    """Return the first place where `quote` stands in `body`; raises InvalidSpan where there is none."""
    start = body.find(quote) if quote else -1
    if start < 0:
        raise InvalidSpan(f"The posting's text does not contain {quote!r}.")
    return Span(start, start + len(quote), quote)


def found_again(old: str, new: str, span: Span, *, whole: bool = False) -> Span | None:
    """Return where the quoted words of `span` in `old` stand in `new`, or None where they are gone.

    With `whole` they must not be a part of longer words there (`SQL` of `PostgreSQL`), unless they are in `old`.

    Where they stand more than once, the place is taken whose surroundings agree best with the old ones,
    then the nearest to the old offset. An empty `old` means that the surroundings are not known.
    """
    places = []
    at = new.find(span.quote)
    while at >= 0:
        places.append(at)
        at = new.find(span.quote, at + 1)
    if whole and not _within_words(old, span.start, span.end):
        places = [place for place in places if not _within_words(new, place, place + len(span.quote))]
    if not places:
        return None

    before_old = old[max(0, span.start - _CONTEXT) : span.start][::-1]
    after_old = old[span.end : span.end + _CONTEXT]

    def agreement(place: int) -> tuple[int, int]:
        end = place + len(span.quote)
        before = _common(before_old, new[max(0, place - _CONTEXT) : place][::-1])
        after = _common(after_old, new[end : end + _CONTEXT])
        return before + after, -abs(place - span.start)

    best = max(places, key=agreement) if len(places) > 1 else places[0]
    return Span(best, best + len(span.quote), span.quote)


def _within_words(text: str, start: int, end: int) -> bool:
    return any(0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum() for at in (start, end))


_CONTEXT = 60  # characters on each side that count as surroundings


def _common(left: str, right: str) -> int:
    length = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        length += 1
    return length
