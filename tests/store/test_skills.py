"""The vocabulary: imported entries, other labels, and how often each is used."""

import pytest

from store import Skill, Store
from tests.build import ANN, fill

BOB = "bob"


def test_importing_a_vocabulary_twice_adds_nothing(store: Store) -> None:
    batch = [Skill("u:1", "Python", "knowledge", ("Python3",)), Skill("u:2", "bake bread", "skill")]
    assert store.put_skills(batch) == 2
    assert store.put_skills(batch) == 0
    assert [skill for skill, _ in store.vocabulary()] == [batch[1], batch[0]]


@pytest.mark.parametrize(
    "again", [Skill("u:1", "CPython", labels=("Py",)), Skill("u:9", "PYTHON", labels=("Py",))]
)
def test_a_known_skill_gains_labels_and_loses_none(store: Store, again: Skill) -> None:
    store.put_skills([Skill("u:1", "Python", "knowledge", ("Python3",))])
    assert store.put_skills([again]) == 0
    [(skill, _)] = store.vocabulary()
    assert (skill.uri, skill.label) == ("u:1", "Python")
    assert set(skill.labels) == {"Python3", "Py"}


def test_a_preferred_label_goes_before_another_skills_other_label(store: Store) -> None:
    store.put_skills([Skill("u:1", "Golang", labels=("Go",)), Skill("u:2", "Go", labels=("Weiqi",))])
    found = [store.find_skill(name) for name in ("go", "GOLANG", "weiqi", "u:1", "chess")]
    assert [skill and skill.uri for skill in found] == ["u:2", "u:1", "u:2", "u:1", None]


def test_skills_are_counted_by_posting(store: Store) -> None:
    keys = fill(store, ["SQL and SQL", "SQL"])
    store.put_skills([Skill("u:9", "Rust")])
    for who, key, span in (
        (ANN, keys[0], (0, 3)),
        (ANN, keys[0], (8, 11)),
        (BOB, keys[0], (0, 3)),
        (BOB, keys[1], None),
    ):
        store.tag(who, key, "SQL", span=span)
    assert [(skill.label, used) for skill, used in store.vocabulary()] == [("Rust", 0), ("SQL", 2)]
