"""Tags copied from one posting to many: counted first, one event, taken back whole, evidence found again or none."""

from collections.abc import Sequence

import pytest

from store import NotFound, Requirement, Store, UsageError, parse
from tests.build import ANN, draft, fill, keys, take

BOB = "bob"
BODIES = [
    "We use SQL. You know Rust.",
    "Sweden. We use SQL. You know Rust.",
    "Only SQL here.",
    "Nothing at all.",
]


@pytest.fixture
def shelf(store: Store) -> list[str]:
    found = fill(store, BODIES)
    store.tag(ANN, found[0], "SQL", Requirement.REQUIRED, quote="SQL")
    store.tag(ANN, found[0], "Rust", Requirement.PREFERRED, quote="Rust")
    store.tag(BOB, found[0], "Cobol")
    return found


def tags(store: Store, key: str, who: str = ANN) -> list[tuple[str, str, int | None]]:
    return [
        (tag.skill.label, tag.requirement.value, tag.span.start if tag.span else None)
        for tag in store.posting(who, key).tags
        if tag.annotator == who
    ]


def everything(store: Store) -> list[Sequence[object]]:
    return [store.posting(ANN, key).tags for key in keys(store)]


def test_tags_are_copied_with_the_evidence_that_stands_there_too(store: Store, shelf: list[str]) -> None:
    counted = store.count_copies(ANN, shelf[0], shelf)
    assert (counted.postings, counted.tags, counted.without_evidence, counted.unchanged) == (3, 6, 3, 0)
    before = everything(store)
    event = store.copy_tags(ANN, shelf[0], shelf)
    assert event is not None
    assert (event.action, event.posting) == ("copy", shelf[0])
    assert event.summary == f"copied 6 tags from {shelf[0][:8]} to 3 postings"
    assert tags(store, shelf[1]) == [("SQL", "required", 15), ("Rust", "preferred", 29)]
    assert tags(store, shelf[2]) == [("SQL", "required", 5), ("Rust", "preferred", None)]
    assert tags(store, shelf[3]) == [("Rust", "preferred", None), ("SQL", "required", None)]
    assert list(store.findings()) == []
    after = everything(store)
    store.undo(ANN)
    assert everything(store) == before
    store.redo(ANN)
    assert everything(store) == after


def test_a_skill_that_a_posting_has_is_not_copied_to_it(store: Store, shelf: list[str]) -> None:
    store.tag(ANN, shelf[1], "SQL")
    store.tag(BOB, shelf[1], "Rust")
    assert store.count_copies(ANN, shelf[0], [shelf[1]]).tags == 1
    store.copy_tags(ANN, shelf[0], [shelf[1]])
    assert tags(store, shelf[1]) == [("Rust", "preferred", 29), ("SQL", "mentioned", None)]
    assert store.copy_tags(ANN, shelf[0], [shelf[1]]) is None
    assert store.count_copies(ANN, shelf[0], [shelf[1]]).unchanged == 1


def test_tags_are_copied_to_what_a_search_finds(store: Store, shelf: list[str]) -> None:
    assert store.count_copies(ANN, shelf[0], parse("sql")).postings == 2
    store.copy_tags(ANN, shelf[0], parse("sql"))
    assert [len(tags(store, key)) for key in shelf] == [2, 2, 2, 0]


def test_several_places_of_one_skill_are_copied_each_to_its_own(store: Store) -> None:
    text = "SQL first. Then more SQL."
    found = fill(store, [text, f"So: {text}", "SQL once."])
    for span in ((0, 3), (21, 24)):
        store.tag(ANN, found[0], "SQL", span=span)
    store.copy_tags(ANN, found[0], found)
    assert [place for _, _, place in tags(store, found[1])] == [4, 25]
    assert [place for _, _, place in tags(store, found[2])] == [0]


def test_evidence_is_not_found_within_other_words(store: Store) -> None:
    found = fill(store, ["We use SQL and C++.", "PostgreSQL or C++17.", "PostgreSQL, SQL and (C++)."])
    store.tag(ANN, found[0], "SQL", quote="SQL")
    store.tag(ANN, found[0], "C++", quote="C++")
    store.copy_tags(ANN, found[0], found)
    assert tags(store, found[1]) == [("C++", "mentioned", 14), ("SQL", "mentioned", None)]
    assert tags(store, found[2]) == [("SQL", "mentioned", 12), ("C++", "mentioned", 21)]


def test_copied_tags_are_tags_like_others(store: Store, shelf: list[str]) -> None:
    store.copy_tags(ANN, shelf[0], shelf)
    [_, rust] = store.posting(ANN, shelf[1]).tags
    store.require(ANN, shelf[1], rust.uid, Requirement.REQUIRED)
    store.untag(ANN, shelf[1], rust.uid)
    for _ in range(3):
        store.undo(ANN)
    assert tags(store, shelf[1]) == []
    for _ in range(3):
        store.redo(ANN)
    assert tags(store, shelf[1]) == [("SQL", "required", 15)]
    store.undo(ANN)
    assert tags(store, shelf[1]) == [("SQL", "required", 15), ("Rust", "required", 29)]


def test_a_copy_taken_back_and_done_again_finds_its_words_in_a_revision(store: Store) -> None:
    first = [
        draft("We use SQL.", external_id="a"),
        draft("They use SQL and Rust.", external_id="b", locator="line 2"),
    ]
    take(store, *first)
    one, two = keys(store)
    store.tag(ANN, one, "SQL", quote="SQL")
    store.copy_tags(ANN, one, [two])
    store.undo(ANN)
    take(store, first[0], draft("Now they use SQL.", external_id="b", locator="line 2"))
    store.redo(ANN)
    assert tags(store, two) == [("SQL", "mentioned", 13)]
    assert list(store.findings()) == []


def test_what_cannot_be_copied_is_refused_with_a_sentence(store: Store, shelf: list[str]) -> None:
    with pytest.raises(UsageError, match="no tag of yours"):
        store.copy_tags(ANN, shelf[3], shelf)
    with pytest.raises(NotFound):
        store.copy_tags(ANN, shelf[0], [*shelf, "0" * 20])
    assert len(store.events()) == 3
