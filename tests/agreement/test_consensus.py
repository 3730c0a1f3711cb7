"""What several answers come to: never by silence, never by half."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreement.consensus import How, Tagging, consensus, tag_consensus

PLACES = st.frozensets(st.sampled_from([(0, 3), (0, 5), (7, 9)]), max_size=2)
TAGGINGS = st.builds(Tagging, st.sampled_from(["required", "preferred", "mentioned"]), PLACES)
NAMES = st.sampled_from(["ann", "bob", "cid", "dee", "eve"])

REQUIRED = Tagging("required", frozenset({(0, 3)}))


@pytest.mark.parametrize(
    ("answers", "how", "answer"),
    [
        ("xx", How.UNANIMOUS, "x"),
        ("x", How.UNANIMOUS, "x"),
        ("xxy", How.MAJORITY, "x"),
        ("xy", How.OPEN, None),
        ("xxyy", How.OPEN, None),
        ("xxyz", How.OPEN, None),
        ("", How.OPEN, None),
    ],
    ids=["all", "one", "two-of-three", "tie", "two-and-two", "half-is-no-majority", "nobody"],
)
def test_values(answers: str, how: How, answer: str | None) -> None:
    found = consensus(dict(zip("abcd", answers, strict=False)))
    assert (found.how, found.answer) == (how, answer)


@pytest.mark.parametrize(
    ("answers", "how", "answer", "spans_how"),
    [
        ([REQUIRED, REQUIRED], How.UNANIMOUS, REQUIRED, How.UNANIMOUS),
        ([None, None, REQUIRED], How.MAJORITY, None, How.MAJORITY),
        ([None, REQUIRED], How.OPEN, None, How.OPEN),
        ([REQUIRED, REQUIRED, None], How.MAJORITY, REQUIRED, How.MAJORITY),
        (
            [REQUIRED, Tagging("preferred", REQUIRED.spans), None],
            How.OPEN,
            None,
            How.MAJORITY,
        ),
        (
            [REQUIRED, Tagging("required", frozenset({(0, 5)}))],
            How.UNANIMOUS,
            Tagging("required"),
            How.OPEN,
        ),
        (
            [REQUIRED, REQUIRED, Tagging("required", frozenset({(0, 5)}))],
            How.UNANIMOUS,
            REQUIRED,
            How.MAJORITY,
        ),
        ([REQUIRED, Tagging("required")], How.UNANIMOUS, Tagging("required"), How.OPEN),
        (
            [Tagging("required"), Tagging("required"), REQUIRED],
            How.UNANIMOUS,
            Tagging("required"),
            How.MAJORITY,
        ),
        (
            [Tagging("required", frozenset({(at, 9)})) for at in range(3)],
            How.UNANIMOUS,
            Tagging("required"),
            How.OPEN,
        ),
    ],
    ids=[
        "same",
        "most-say-no",
        "half-say-no",
        "most-say-yes",
        "requirement-tie",
        "spans-differ",
        "span-majority",
        "one-without-evidence",
        "most-without-evidence",
        "three-spans",
    ],
)
def test_tags(answers: list[Tagging | None], how: How, answer: Tagging | None, spans_how: How) -> None:
    found = tag_consensus(dict(zip("abc", answers, strict=False)))
    assert (found.how, found.answer, found.spans_how) == (how, answer, spans_how)


@given(st.dictionaries(NAMES, st.none() | TAGGINGS, min_size=1))
def test_a_tag_that_stands_has_more_than_half_behind_it(answers: dict[str, Tagging | None]) -> None:
    found = tag_consensus(answers)
    yes = [answer for answer in answers.values() if answer is not None]
    if found.answer is not None:
        assert 2 * len(yes) > len(answers)
        assert 2 * sum(answer.requirement == found.answer.requirement for answer in yes) > len(yes)
        for span in found.answer.spans:
            assert 2 * sum(span in answer.spans for answer in yes) > len(yes)
    elif found.how is not How.OPEN:
        assert 2 * len(yes) < len(answers)
    assert (found.worst is How.UNANIMOUS) == (len(set(answers.values())) == 1)


@given(st.dictionaries(NAMES, st.none() | TAGGINGS, min_size=1), st.randoms(use_true_random=False))
def test_the_order_of_the_annotators_says_nothing(answers: dict[str, Tagging | None], random: object) -> None:
    shuffled = list(answers.items())
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert tag_consensus(dict(shuffled)) == tag_consensus(answers)
