import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duplicates import differences as module
from duplicates.differences import compare_fields, differences, merged, share
from store import Location, Posting
from tests.build import place

Post = Callable[..., Posting]
texts = st.lists(st.sampled_from(["bake", "bread", "at", "night", "C++", ",", "\n", "é", "É"]), max_size=25)
any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def marked(a: str, b: str) -> tuple[str, str]:
    spans = differences(a, b)
    shown = []
    for text, ranges in zip((a, b), spans, strict=True):
        for start, end in reversed(ranges):
            text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
        shown.append(text)
    return shown[0], shown[1]


@pytest.mark.parametrize(
    ("a", "b", "shown_a", "shown_b"),
    [
        ("", "", "", ""),
        ("bake bread", "bake bread", "bake bread", "bake bread"),
        ("bake bread", "", "[bake bread]", ""),
        ("bake bread", "bake cake", "bake [bread]", "bake [cake]"),
        ("bake bread", "bake good bread", "bake bread", "bake [good] bread"),
        ("in London, now", "in Berlin, now", "in [London], now", "in [Berlin], now"),
        ("A Senior baker", "a Junior  baker", "A [Senior] baker", "a [Junior]  baker"),
        # What normalisation makes equal is no difference: case, form, spacing, what cannot be seen.
        ("Py\u200bthon – “R”", 'python  -  "r"', "Py\u200bthon – “R”", 'python  -  "r"'),
        ("caf\u00e9 au lait", "cafe\u0301 au the", "caf\u00e9 au [lait]", "cafe\u0301 au [the]"),
        ("py\u200bthon here", "python there", "py\u200bthon [here]", "python [there]"),
        ("👩‍🍳 bakes bread", "👩‍🍳 bakes cake", "👩‍🍳 bakes [bread]", "👩‍🍳 bakes [cake]"),
        # A word that two rewritten passages share by accident does not break them up.
        ("x one two at three four y", "x five six at seven eight y",
         "x [one two at three four] y", "x [five six at seven eight] y"),
    ],
)  # fmt: skip
def test_the_words_that_differ_are_marked(a: str, b: str, shown_a: str, shown_b: str) -> None:
    assert marked(a, b) == (shown_a, shown_b)
    assert marked(b, a) == (shown_b, shown_a)


def without(text: str, spans: list[tuple[int, int]]) -> list[str]:
    for start, end in reversed(spans):
        text = text[:start] + " " + text[end:]
    return text.casefold().split()


@given(texts, texts)
def test_what_is_not_marked_is_equal(a: list[str], b: list[str]) -> None:
    left, right = " ".join(a), " ".join(b)
    spans_a, spans_b = differences(left, right)
    assert without(left, spans_a) == without(right, spans_b)
    assert 0 <= share(left, right) <= 1
    assert (share(left, right) == 1) == (left.casefold().split() == right.casefold().split())


@given(any_text, any_text)
def test_ranges_lie_in_the_text_in_order_and_apart(a: str, b: str) -> None:
    for text, spans in zip((a, b), differences(a, b), strict=True):
        bounds = [offset for span in spans for offset in span]
        assert bounds == sorted(set(bounds))
        assert not bounds or (bounds[0] >= 0 and bounds[-1] <= len(text))


@given(any_text)
def test_a_text_does_not_differ_from_itself_in_another_form(text: str) -> None:
    for other in (text, f" {text}\n", unicodedata.normalize("NFD", text)):
        assert differences(text, other) == ([], [])
        assert share(text, other) == 1


@pytest.mark.parametrize(("a", "b", "equal"), [("a b c d", "a b c x", 0.75), ("a b", "c d", 0), ("a", "", 0)])
def test_the_share_counts_words_in_common(a: str, b: str, equal: float) -> None:
    assert share(a, b) == equal


def test_long_texts_are_aligned_at_phrases_that_occur_once(monkeypatch: pytest.MonkeyPatch) -> None:
    words = [f"word{number}" for number in range(400)]
    edited = [f"new{number}" if number % 40 == 20 else word for number, word in enumerate(words)]
    exact = differences(" ".join(words), " ".join(edited))
    assert len(exact[0]) == 10
    monkeypatch.setattr(module, "EXACT_LIMIT", 2_000)
    assert differences(" ".join(words), " ".join(edited)) == exact
    assert share(" ".join(words), " ".join(edited)) == 390 / 400


@given(texts, texts)
def test_the_way_of_long_texts_also_marks_all_that_differs(a: list[str], b: list[str]) -> None:
    left, right = " ".join(a * 3), " ".join(b * 3)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "EXACT_LIMIT", 6)
        spans_a, spans_b = differences(left, right)
    assert without(left, spans_a) == without(right, spans_b)


def test_the_largest_texts_are_answered() -> None:
    # A mebibyte without a single phrase to hold on to: all that cannot be aligned counts as different.
    a, b = "a b " * 262_144, "b a " * 262_144 + "c"
    assert differences(a, b) == ([(0, len(a) - 1)], [(0, len(b))])


def test_fields_are_compared_as_they_read(posted: Post) -> None:
    a = posted(title="Baker", company="Crust Ltd", locations=(place("GB, London"),), salary_text="£1")
    b = posted(
        title=" BAKER ", locations=(place("DE, Berlin"), place("GB, London")), date_posted="2026-01-02"
    )
    found = {field.name: (field.a, field.b, field.same) for field in compare_fields(a, b)}
    assert found["title"] == ("Baker", "BAKER", True)
    assert found["employer"] == ("Crust Ltd", "", False)
    assert found["places"] == ("GB, London", "DE, Berlin; GB, London", False)
    assert found["date"] == ("", "2026-01-02", False)
    assert found["salary"] == ("£1", "", False)
    assert found["employment"] == ("", "", True)


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ((place("GB, London"), place("DE, Berlin")), (place("DE, Berlin"), place("GB, London")), True),
        (
            (Location("GB, London", "GB", None, "London"),),
            (Location("London, UK", "GB", None, "LONDON"),),
            True,
        ),
        ((Location("x", "US", "IL", "Springfield"),), (Location("x", "US", "MA", "Springfield"),), False),
        ((Location("Remote"),), (Location("remote "),), True),
        ((), (Location("Remote"),), False),
    ],
)
def test_places_are_the_same_in_any_order_and_words(
    posted: Post, a: tuple[Location, ...], b: tuple[Location, ...], same: bool
) -> None:
    compared = {field.name: field.same for field in compare_fields(posted(locations=a), posted(locations=b))}
    assert compared["places"] is same


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        pytest.param("We bake bread.", "We bake  BREAD.", "We bake bread.", id="equal"),
        pytest.param("bake rye bread", "bake white bread", "bake [-rye-] {+white+} bread", id="another word"),
        pytest.param("bake bread", "bake much bread", "bake {+much+} bread", id="added"),
        pytest.param("bake much bread", "bake bread", "bake [-much-] bread", id="left out"),
        pytest.param("bread", "Good bread", "{+Good+} bread", id="added before all"),
        pytest.param("bread", "bread now", "bread {+now+}", id="added behind all"),
        pytest.param("", "bread", "{+bread+} ", id="nothing in the first"),
    ],
)
def test_two_texts_in_one_column(a: str, b: str, expected: str) -> None:
    assert merged(a, b).text == expected


@given(any_text, any_text)
def test_in_one_column_each_text_can_be_read_and_marks_are_where_they_differ(a: str, b: str) -> None:
    both = merged(a, b)
    gaps_a, gaps_b = differences(a, b)
    quoted = [both.text[start:end] for start, end in both.marked]
    assert [word[2:-2] for word in quoted if word.startswith("[-")] == [a[slice(*gap)] for gap in gaps_a]
    assert [word[2:-2] for word in quoted if word.startswith("{+")] == [b[slice(*gap)] for gap in gaps_b]
    assert [both.text[both.at(at)] for at in range(len(a))] == list(a)
