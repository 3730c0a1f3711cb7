"""The values that the literature gives for its examples."""

from collections import Counter
from collections.abc import Callable, Mapping
from math import isclose

import pytest

from agreement.interval import measured
from agreement.matching import exact, f1, overlapping
from agreement.nominal import Items, cohen_kappa, gwet_ac1, nominal_alpha, raw_agreement
from agreement.sets import masi_distance, set_alpha
from agreement.undefined import Undefined
from agreement.unitizing import Text, agreement, unitized

# Krippendorff 2011: twelve units, four observers, with gaps.
FOUR_BY_TWELVE = ("123321412   ", "1233224125 3", " 3332342251 ", "12332441251 ")


def columns(*rows: str) -> Counter[tuple[str, ...]]:
    """The answers to each item, gaps left out."""
    return Counter(tuple(answer for answer in item if answer != " ") for item in zip(*rows, strict=True))


def table(**cells: int) -> Counter[tuple[str, ...]]:
    """Two annotators' answers, a letter each."""
    return Counter({tuple(answers): count for answers, count in cells.items()})


GAPS = columns(*FOUR_BY_TWELVE)


@pytest.mark.parametrize(
    ("measure", "items", "value", "within"),
    [
        (nominal_alpha, GAPS, 0.743421, 1e-6),
        (gwet_ac1, GAPS, 0.7754, 5e-5),
        (raw_agreement, table(aa=20, ab=20, ba=10, bb=50), 0.70, 1e-9),
        (cohen_kappa, table(aa=20, ab=20, ba=10, bb=50), 0.348, 5e-4),
        (cohen_kappa, table(ss=46, si=6, ii=32, xi=6, xx=10), 0.8013, 5e-5),
        (nominal_alpha, table(ss=46, si=6, ii=32, xi=6, xx=10), 0.8005, 5e-5),
        (gwet_ac1, table(yy=8, nn=1, yn=1), 0.8658, 5e-5),
        (raw_agreement, table(nn=118, ny=5, yn=2), 0.944, 1e-9),
        (cohen_kappa, table(nn=118, ny=5, yn=2), -0.023, 5e-4),
        (gwet_ac1, table(nn=118, ny=5, yn=2), 0.941, 5e-4),
    ],
    ids=[
        "alpha-gaps",
        "ac1-gaps",
        "raw",
        "kappa-two",
        "kappa-three",
        "alpha-three",
        "ac1",
        "paradox-raw",
        "paradox-kappa",
        "paradox-ac1",
    ],
)
def test_nominal(measure: Callable[[Items], float], items: Items, value: float, within: float) -> None:
    assert isclose(measure(items), value, abs_tol=within)


def test_masi_of_a_subset_and_of_nothing() -> None:
    assert isclose(masi_distance(frozenset("ab"), frozenset("abcd")), 2 / 3)
    assert masi_distance(frozenset(), frozenset()) == 0
    assert masi_distance(frozenset(), frozenset("a")) == 1


def test_alpha_of_sets() -> None:
    # The nine items of DKPro Statistics, with the distance 1 - J·M.
    pairs = [("", ""), ("A", ""), ("A", "A"), ("A", "B"), ("AB", "A"), ("AB", "AC"), ("ABC", "ABC")]
    pairs += [("C", "AC")] * 2
    held = set_alpha(Counter((frozenset(one), frozenset(other)) for one, other in pairs))
    assert isclose(held.agreement(held.items), 0.2731, abs_tol=5e-5)


def test_spans_of_thirty_ten_and_five() -> None:
    both = [(at, at + 1, "s") for at in range(30)]
    one = both + [(100 + at, 101 + at, "s") for at in range(10)]
    other = both + [(200 + at, 201 + at, "s") for at in range(5)]
    assert isclose(f1({exact(one, other): 1}), 0.80)
    assert isclose(f1({overlapping(one, other): 1}), 0.80)


def test_overlapping_spans_are_matched_one_to_one_and_as_many_as_can_be() -> None:
    long, left, right = (0, 10, "s"), (0, 4, "s"), (6, 10, "s")
    assert exact([long], [left]) == (0, 2)
    assert overlapping([long], [left, right]) == (1, 3)
    # The first takes what the second needs, and must give it back.
    assert overlapping([(0, 5, "s"), (4, 9, "s")], [(3, 5, "s"), (0, 2, "s")]) == (2, 4)
    assert overlapping([long], [(0, 10, "other")]) == (0, 2)
    assert overlapping([(0, 4, "s")], [(4, 8, "s")]) == (0, 2)


# Krippendorff 2004, p. 254: a continuum of 300 that begins at 150.
CONTINUUM = Text(
    300,
    [
        {"c": [(75, 145), (220, 250)], "k": [(30, 90), (150, 200)]},
        {"c": [(70, 150), (205, 225), (250, 270)], "k": [(30, 90), (150, 200)]},
    ],
)


def test_unitized_alpha() -> None:
    found = unitized([CONTINUUM])
    assert {name: round(sum(one.far), 4) for name, one in found.items()} == {"c": 0.0144, "k": 0.0}
    assert {name: round(one.expected, 4) for name, one in found.items()} == {"c": 0.0532, "k": 0.049}
    values: Mapping[str, float] = {
        name: round((held := agreement([one])).agreement(held.items), 4) for name, one in found.items()
    }
    assert values == {"c": 0.7286, "k": 1.0}
    held = agreement(found.values())
    assert isclose(held.agreement(held.items), 0.8591, abs_tol=0.0005)


def test_texts_are_laid_end_to_end() -> None:
    # Cut in two where no one has a unit, it is the same continuum.
    first = Text(147, [{"c": [(75, 145)], "k": [(30, 90)]}, {"c": [(70, 147)], "k": [(30, 90)]}])
    second = Text(153, [{"c": [(73, 103)], "k": [(3, 53)]}, {"c": [(58, 78), (103, 123)], "k": [(3, 53)]}])
    whole = Text(
        300,
        [
            {"c": [(75, 145), (220, 250)], "k": [(30, 90), (150, 200)]},
            {"c": [(70, 147), (205, 225), (250, 270)], "k": [(30, 90), (150, 200)]},
        ],
    )
    parted, joined = unitized([first, second])["c"], unitized([whole])["c"]
    assert isclose(sum(parted.far), sum(joined.far))
    assert isclose(parted.expected, joined.expected)


@pytest.mark.parametrize(
    "measure", [raw_agreement, nominal_alpha, gwet_ac1, cohen_kappa], ids=lambda m: m.__name__
)
def test_nothing_answered_twice_has_no_value(measure: Callable[[Items], float]) -> None:
    found = measured({}, measure)
    assert (found.n, found.value, found.low) == (0, None, None)
    assert found.why == "Nothing was answered by two people yet."


@pytest.mark.parametrize("measure", [nominal_alpha, gwet_ac1, cohen_kappa], ids=lambda m: m.__name__)
def test_equal_answers_have_no_value(measure: Callable[[Items], float]) -> None:
    found = measured(table(yy=12), measure)
    assert (found.n, found.value) == (12, None)
    assert found.why == "All answers are equal, so there is nothing that chance could be told from."


def test_sets_and_spans_that_say_nothing_have_no_value() -> None:
    with pytest.raises(Undefined, match="All answers are equal"):
        set_alpha({(frozenset(), frozenset()): 9})
    with pytest.raises(Undefined, match="Nobody marked any words"):
        f1({exact([], []): 3})
    with pytest.raises(Undefined, match="answered by two"):
        f1({})
    with pytest.raises(Undefined, match="Nobody marked"):
        unitized([Text(10, [{}, {}])])
    with pytest.raises(Undefined, match="answered by two"):
        unitized([])


def test_an_interval_holds_the_value_and_narrows_with_items() -> None:
    few = measured(table(aa=20, ab=20, ba=10, bb=50), cohen_kappa)
    many = measured(table(aa=2000, ab=2000, ba=1000, bb=5000), cohen_kappa)
    assert few == measured(table(bb=50, ba=10, ab=20, aa=20), cohen_kappa)
    for found in (few, many):
        assert found.value is not None
        assert found.low is not None
        assert found.high is not None
        assert found.low < found.value < found.high
    assert few.low is not None
    assert few.high is not None
    assert many.low is not None
    assert many.high is not None
    # The standard error of this kappa is about 0.095 for a hundred items.
    assert isclose(few.high - few.low, 4 * 0.095, rel_tol=0.15)
    assert isclose((few.high - few.low) / (many.high - many.low), 10, rel_tol=0.15)


def test_one_item_has_a_value_and_no_interval() -> None:
    found = measured(table(ab=1), raw_agreement)
    assert (found.value, found.low, found.high, found.why) == (0.0, None, None, None)
