"""Other people's libraries, asked about the same answers."""

from collections import Counter
from math import isclose, isnan

import krippendorff
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.metrics import masi_distance as nltk_masi  # type: ignore[import-untyped]
from nltk.metrics.agreement import AnnotationTask  # type: ignore[import-untyped]
from sklearn.metrics import cohen_kappa_score  # type: ignore[import-untyped]

from agreement.nominal import cohen_kappa, nominal_alpha, raw_agreement
from agreement.sets import masi_distance, set_alpha
from agreement.undefined import Undefined

ROWS = st.lists(st.tuples(*[st.sampled_from([1, 2, 3, None])] * 3), min_size=2, max_size=12)
SETS = st.frozensets(st.sampled_from("abcd"), min_size=1)


@given(ROWS)
def test_alpha_with_gaps_is_that_of_krippendorff(rows: list[tuple[int | None, ...]]) -> None:
    items = Counter(tuple(answer for answer in row if answer is not None) for row in rows)
    try:
        ours = nominal_alpha(items)
    except Undefined:
        return
    data = [[float(row[at] or "nan") for row in rows] for at in range(3)]
    theirs = krippendorff.alpha(reliability_data=data, level_of_measurement="nominal")
    assert isclose(ours, theirs, abs_tol=1e-9)


@given(st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from("xyz")), min_size=1, max_size=20))
def test_kappa_is_that_of_scikit_learn(pairs: list[tuple[str, str]]) -> None:
    first, second = zip(*pairs, strict=True)
    try:
        ours = cohen_kappa(Counter(pairs))
    except Undefined:
        assert len(set(first + second)) == 1
        return
    theirs = cohen_kappa_score(first, second)
    assert not isnan(theirs)
    assert isclose(ours, theirs, abs_tol=1e-9)


@given(SETS, SETS)
def test_the_distance_of_sets_is_that_of_nltk(one: frozenset[str], other: frozenset[str]) -> None:
    assert isclose(masi_distance(one, other), nltk_masi(one, other), abs_tol=1e-9)


@settings(max_examples=30)
@given(st.lists(st.tuples(SETS, SETS, SETS), min_size=2, max_size=8))
def test_alpha_of_sets_is_that_of_nltk(rows: list[tuple[frozenset[str], ...]]) -> None:
    try:
        held = set_alpha(Counter(rows))
    except Undefined:
        assert len({one for row in rows for one in row}) == 1
        return
    data = [(f"c{who}", item, one) for item, row in enumerate(rows) for who, one in enumerate(row)]
    theirs = AnnotationTask(data=data, distance=nltk_masi).alpha()
    assert isclose(held.agreement(held.items), theirs, abs_tol=1e-9)


@given(st.lists(st.tuples(st.sampled_from("xy"), st.sampled_from("xy")), min_size=1, max_size=20))
def test_raw_agreement_of_two_is_how_often_they_agree(pairs: list[tuple[str, str]]) -> None:
    assert raw_agreement(Counter(pairs)) == pytest.approx(sum(one == two for one, two in pairs) / len(pairs))
