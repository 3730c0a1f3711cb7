"""How far annotators agree, as the data card tells it."""

from pathlib import Path

import pytest

from store import State, Store, Verdict
from tests.build import fill
from tests.importers.datasets import contents, imported

from .conftest import exported


def card(store: Store, target: Path) -> str:
    exported(store, target)
    return (target / "README.md").read_text()


@pytest.mark.parametrize(
    ("people", "says"),
    [
        ((), "There is no agreement to measure."),
        (("ann",), "One annotator alone decided, so there is no agreement to measure."),
        (("ann", "bob"), "nothing was answered by two of them yet."),
    ],
    ids=["nobody", "one", "two"],
)
def test_where_there_is_none_a_sentence_says_why(
    store: Store, tmp_path: Path, people: tuple[str, ...], says: str
) -> None:
    for who, key in zip(people, fill(store, ["one", "two"]), strict=False):
        store.set_state(who, key, State.DONE)
    assert says in card(store, tmp_path / "out")


def test_each_measure_has_its_items_and_its_interval(store: Store, tmp_path: Path) -> None:
    keys = fill(store, [f"We want SQL, no. {number}." for number in range(12)])
    for at, key in enumerate(keys):
        for who in ("ann", "bob"):
            if who == "ann" or at % 3:
                store.tag(who, key, "SQL", quote="SQL")
            store.set_state(who, key, State.DONE)
    text = card(store, tmp_path / "out")
    assert "| states | raw agreement: the share of pairs of answers that are equal | 12 | 1.000 |" in text
    assert (
        "| states | Krippendorff's alpha, nominal: 1 - Do / De | 12 | undefined: All answers are equal"
        in text
    )
    assert "| sets of skills | Krippendorff's alpha with the MASI distance, 1 - J * M | 12 | " in text
    assert "| words marked for a skill | F1, the same words: 2 TP / (2 TP + FP + FN) | 12 | 0.800 | " in text


def test_it_is_the_same_where_the_dataset_is_imported(store: Store, tmp_path: Path) -> None:
    keys = fill(store, [f"We want SQL and Go, no. {number}." for number in range(9)])
    for at, key in enumerate(keys):
        for number, who in enumerate(("zoe", "mia", "ann")):
            for skill in ("SQL", "Go")[: (at + number) % 3]:
                store.tag(who, key, skill, quote=skill if at % 2 else None)
            store.set_state(who, key, State.DONE)
    store.judge("zoe", [(keys[0], keys[1])], Verdict.DISTINCT)
    store.judge("ann", [(keys[0], keys[1])], Verdict.RELATED)
    exported(store, tmp_path / "first")
    with Store.open(tmp_path / "new.db", create=True) as new:
        imported(new, tmp_path / "first")
        exported(new, tmp_path / "second")
    assert contents(tmp_path / "first") == contents(tmp_path / "second")
