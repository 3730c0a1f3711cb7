"""Spans that overlap, matched one to one."""

from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from agreement.matching import Marked, overlapping

SPANS = st.lists(
    st.tuples(st.integers(0, 12), st.integers(1, 6), st.sampled_from("st")).map(
        lambda given: (given[0], given[0] + given[1], given[2])
    ),
    max_size=6,
)


def most(one: list[Marked], other: list[Marked]) -> int:
    """The most that can be matched, by trying all ways."""
    first, second = sorted(set(one)), sorted(set(other))

    @cache
    def beyond(at: int, free: frozenset[Marked]) -> int:
        if at == len(first):
            return 0
        start, end, label = first[at]
        return max(
            beyond(at + 1, free),
            *(
                1 + beyond(at + 1, free - {span})
                for span in free
                if span[2] == label and start < span[1] and span[0] < end
            ),
            0,
        )

    return beyond(0, frozenset(second))


@given(SPANS, SPANS)
def test_as_many_are_matched_as_can_be(one: list[Marked], other: list[Marked]) -> None:
    assert overlapping(one, other) == (most(one, other), len(set(one)) + len(set(other)))


def test_a_long_chain_of_spans_is_matched_at_once() -> None:
    # Each overlaps the one before it and the one behind it, so that a poor choice is mended only at the far end.
    links = [(at * 3, at * 3 + 4, "s") for at in range(10_001)]
    assert overlapping(links[1::2], links[::2]) == (5_000, 10_001)  # or the suite hangs here
    assert overlapping(links[::2], links[1::2]) == (5_000, 10_001)
