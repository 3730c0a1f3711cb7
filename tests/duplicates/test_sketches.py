import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duplicates import sketches as module
from duplicates.sketches import TARGET, levels, sketches

WORDS = "bake bread at night in the oven of our house with flour"
words = st.lists(st.sampled_from(WORDS.split()), max_size=60)


def sample(text: str) -> set[int]:
    [(_, found)] = sketches([text])
    return set(found.tolist())


def reference(text: str) -> set[tuple[str, ...]]:
    """The phrases of a text of plain words."""
    parts = text.lower().split()
    if len(parts) < 3:
        return {tuple(sorted(parts))} if parts else set()
    return set(zip(parts, parts[1:], parts[2:], strict=False))


@given(st.lists(words.map(" ".join), max_size=8))
def test_short_texts_keep_every_phrase_and_equal_phrases_are_equal_numbers(texts: list[str]) -> None:
    made = sketches(texts)
    assert len(made) == len(texts)
    for (phrases, hashes), text in zip(made, texts, strict=True):
        assert len(hashes) == len(reference(text))
        assert (np.diff(hashes.astype(np.int64)) > 0).all()
        assert hashes.max(initial=0) < 2**40
        count = len(text.split())
        assert phrases == (count - 2 if count > 2 else min(count, 1))
    for (_, one), text in zip(made, texts, strict=True):
        for (_, other), another in zip(made, texts, strict=True):
            assert len(np.intersect1d(one, other)) == len(reference(text) & reference(another))


@given(st.lists(st.text(max_size=80), max_size=6))
def test_a_text_has_one_sketch_whatever_it_is_made_with(texts: list[str]) -> None:
    together = sketches(texts)
    for text, (phrases, hashes) in zip(texts, together, strict=True):
        [(alone_phrases, alone)] = sketches([text])
        assert (alone_phrases, alone.tolist()) == (phrases, hashes.tolist())


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("We bake BREAD at night!", "we bake – bread, at night"),
        ("We  bake\nbread\tat night", "We bake bread at night"),
        ("Wir suchen “Bäcker” nachts", "wir suchen Bäcker nachts"),
        ("•We bake •bread at night", "We bake bread at night"),
    ],
)
def test_form_and_marks_make_no_difference(a: str, b: str) -> None:
    assert sample(a) == sample(b) != set()


def test_scripts_without_blanks_are_read_by_character() -> None:
    assert len(sample("夜にパンを焼く職人を募集") & sample("夜にパンを焼く人を募集中")) >= 5


def test_a_longer_text_has_a_part_of_the_sample_it_would_have_had() -> None:
    text = " ".join(f"word{number}" for number in range(2_000))
    [(phrases, hashes)] = sketches([text])
    assert phrases == 1_998
    assert levels(np.array([0, 47, 96, phrases])).tolist() == [0, 0, 1, 5]
    assert TARGET / 2 < len(hashes) < 3 * TARGET
    half = " ".join(f"word{number}" for number in range(1_000))
    wanted = {number for number in sample(half) if number in hashes.tolist()}
    assert len(wanted) >= len(hashes) / 4


def test_texts_larger_than_a_batch_are_sketched() -> None:
    text = " ".join(f"word{number % 977}" for number in range(40_000))
    assert len(text) > module.BATCH
    [(phrases, hashes)] = sketches([text])
    assert phrases == 39_998
    assert len(hashes) > 0
