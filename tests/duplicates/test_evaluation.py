from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duplicates.evaluation import KindCount, evaluate
from duplicates.find import find
from duplicates.truth import Said, judged_truth, read_truth, settled
from duplicates.unseen import found_part
from store import PairKind, Proposal, Store, Unreadable, UsageError, Verdict
from tests.build import ANN, fill

E, V, N, R = PairKind.EXACT, PairKind.VARIANT, PairKind.NEAR, PairKind.RELATED
YES, VARIANT, NO, OTHER, UNSURE = (
    Verdict.DUPLICATE,
    Verdict.VARIANT,
    Verdict.DISTINCT,
    Verdict.RELATED,
    Verdict.UNSURE,
)


def proposed(*pairs: tuple[str, str, PairKind]) -> list[Proposal]:
    return [Proposal(a, b, kind, 1.0, ()) for a, b, kind in pairs]


@pytest.mark.parametrize(
    ("pairs", "said", "expected"),
    [
        ([], [], (0, 0, 0, None, None, None)),
        ([("a", "b", E)], [], (0, 0, 0, None, None, None)),
        ([], [("a", "b", YES)], (0, 1, 0, None, 0, 0)),
        ([("a", "b", E)], [("b", "a", YES)], (1, 1, 1, 1, 1, 1)),
        ([("a", "b", E)], [("a", "b", VARIANT)], (1, 1, 1, 1, 1, 1)),
        ([("a", "b", N)], [("a", "b", NO)], (1, 0, 0, 0, None, 0)),
        ([("a", "b", V)], [("a", "b", OTHER), ("c", "d", YES)], (1, 1, 0, 0, 0, 0)),
        ([("a", "b", E)], [("a", "b", YES), ("c", "d", YES)], (1, 2, 1, 1, 0.5, 2 / 3)),
        # `related` says they are not the same: it is no claim, whether it is right or wrong.
        ([("a", "b", R)], [("a", "b", YES)], (0, 1, 0, None, 0, 0)),
        # A star of three proposes two pairs of three; equality carries over to the third.
        ([("a", "b", E), ("a", "c", V)], [("b", "c", YES)], (1, 1, 1, 1, 1, 1)),
        # Nearness does not, nor does it where a pair was proposed as something else.
        ([("a", "b", E), ("a", "c", N)], [("b", "c", YES)], (0, 1, 0, None, 0, 0)),
        ([("a", "b", E), ("a", "c", E), ("b", "c", R)], [("b", "c", NO)], (0, 0, 0, None, None, None)),
        ([("a", "b", E)], [("a", "b", UNSURE)], (0, 0, 0, None, None, None)),
    ],
)
def test_precision_and_recall_are_over_judged_pairs(
    pairs: list[tuple[str, str, PairKind]], said: list[Said], expected: tuple[float | None, ...]
) -> None:
    found = evaluate(proposed(*pairs), settled(said))
    assert (found.pairs, found.true, found.found, found.precision, found.recall, found.f1) == expected


def test_each_kind_is_counted_by_itself() -> None:
    pairs = proposed(("a", "b", E), ("a", "c", V), ("d", "e", N), ("x", "y", N))
    found = evaluate(pairs, settled([("a", "b", YES), ("b", "c", NO), ("d", "e", YES)]))
    assert found.by_kind == {
        E: KindCount(1, 1, 1.0, 0.5, 2 / 3),
        V: KindCount(1, 0, 0.0, 0.0, 0.0),
        N: KindCount(1, 1, 1.0, 0.5, 2 / 3),
        R: KindCount(0, 0, None, 0.0, 0.0),
    }
    assert found.unjudged == 2


def test_a_pair_on_which_people_disagree_or_nobody_is_sure_is_left_out() -> None:
    truth = settled(
        [("a", "b", YES), ("b", "a", NO), ("c", "d", UNSURE), ("e", "f", YES), ("e", "f", UNSURE)]
    )
    assert truth.same == {("e", "f"): True}
    assert truth.left_out == 2
    assert evaluate([], truth).left_out == 2


KEYS = "abcdef"
some_pairs = st.sampled_from(list(combinations(KEYS, 2)))


@given(
    st.dictionaries(some_pairs, st.sampled_from(PairKind)),
    st.dictionaries(some_pairs, st.sampled_from(Verdict)),
)
def test_the_counts_are_those_of_the_plain_rule(
    pairs: dict[tuple[str, str], PairKind], verdicts: dict[tuple[str, str], Verdict]
) -> None:
    reach = {key: {key} for key in KEYS}
    for _ in KEYS:
        for (a, b), kind in pairs.items():
            if kind in (E, V):
                reach[a] = reach[b] = reach[a] | reach[b]
    claimed = {pair for pair, kind in pairs.items() if kind is not R} | {
        (a, b) for a, b in combinations(KEYS, 2) if (a, b) not in pairs and b in reach[a]
    }
    judged = {pair for pair, verdict in verdicts.items() if verdict is not UNSURE}
    true = {pair for pair in judged if verdicts[pair].joins}
    found = evaluate(
        proposed(*[(a, b, kind) for (a, b), kind in pairs.items()]),
        settled([(a, b, verdict) for (a, b), verdict in verdicts.items()]),
    )
    assert (found.pairs, found.true, found.found) == (len(claimed & judged), len(true), len(claimed & true))


def test_verdicts_in_the_database_are_a_truth(store: Store) -> None:
    a, b, c = fill(store, ["We bake.", "we bake.", "We bake."])
    find(store)
    store.judge(ANN, [(b, c)], YES)
    store.judge("bea", [(a, b)], NO)
    found = evaluate(store.pairs(ANN), judged_truth(store))
    assert (found.pairs, found.true, found.found, found.unjudged) == (2, 1, 1, 1)


@given(st.integers(1, 500), st.data())
def test_the_part_found_lies_within_its_bounds(looked_at: int, data: st.DataObject) -> None:
    found = data.draw(st.integers(1, looked_at))
    low, high = found_part(found, looked_at)
    assert 0 < low <= found / looked_at <= high <= 1
    closer = found_part(100 * found, 100 * looked_at)
    assert low < closer[0]
    assert closer[1] < high or high == 1


def test_known_bounds_are_met() -> None:
    # Wilson's interval for 8 of 10, as the textbooks have it.
    assert found_part(8, 10) == pytest.approx((0.490, 0.943), abs=0.001)


def written(folder: Path, text: str) -> Path:
    path = folder / "truth.csv"
    path.write_bytes(text.encode())
    return path


def test_a_truth_is_read_by_key_or_by_place(store: Store, tmp_path: Path) -> None:
    a, b, c = fill(store, ["one", "two", "three"])
    path = written(
        tmp_path,
        f'\ufeffnote,Verdict,b, a\r\nx,duplicate,{b},{a}\r\n\r\n"y",Related,feed:line 3,{a[:8]}\r\n',
    )
    assert read_truth(store, path).same == {(min(a, b), max(a, b)): True, (min(a, c), max(a, c)): False}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "needs a first line with the columns a, b and verdict"),
        ("a,b\n", "needs a first line with the columns"),
        ("a,a,b,verdict\n", "each once"),
        ("a,b,verdict\nfeed:line 1,feed:line 2,duplicate\nfeed:line 1,nowhere,duplicate\n", "row 2: There is no"),
        ("a,b,verdict\nfeed:line 1,feed:line 1,duplicate\n", "row 1: both names mean one posting"),
        ("a,b,verdict\nfeed:line 1,feed:line 2,same\n", "row 1: the verdict 'same' is none of duplicate, variant"),
        ("a,b,verdict\nfeed:line 1,feed:line 2\n", "row 1: 2 cells under 3 columns"),
        ('a,b,verdict\nfeed:line 1,feed:line 2,duplicate\n"x,y,z\n', "after row 1: unexpected end of data"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named_with_its_row(
    store: Store, tmp_path: Path, text: str, sentence: str
) -> None:
    fill(store, ["one", "two"])
    with pytest.raises(UsageError, match=sentence):
        read_truth(store, written(tmp_path, text))


def test_other_encodings_and_missing_files_are_told(store: Store, tmp_path: Path) -> None:
    (tmp_path / "truth.csv").write_bytes(b"a,b,verdict\ncaf\xe9")
    with pytest.raises(Unreadable, match="byte 15"):
        read_truth(store, tmp_path / "truth.csv")
    with pytest.raises(Unreadable, match="cannot be read"):
        read_truth(store, tmp_path / "none.csv")
