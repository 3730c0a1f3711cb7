"""What people decide about the vocabulary: tags and searches follow, files do not undo it, undo does."""

from collections.abc import Callable
from itertools import permutations

import pytest

from store import NotFound, Requirement, Skill, Store, UsageError, parse
from tests.build import ANN, fill

BOB = "bob"
VOCABULARY = [
    Skill("u:js", "JavaScript", "knowledge", ("ECMAScript",)),
    Skill("u:es", "ES6", "knowledge", ("ES2015", "ecmascript 6")),
    Skill("u:node", "Node.js"),
]
BODY = "JavaScript or ES6, and Node.js."


@pytest.fixture
def key(store: Store) -> str:
    store.put_skills(VOCABULARY)
    return fill(store, [BODY])[0]


def labels(store: Store) -> dict[str, tuple[str, ...]]:
    return {skill.label: skill.labels for skill, _ in store.vocabulary()}


def seen(store: Store) -> list[tuple[Skill, int]]:
    return store.vocabulary(retired=True)


def named(store: Store, name: str) -> str | None:
    found = store.find_skill(name)
    return found.uri if found else None


def tagged(store: Store, key: str, who: str = ANN) -> list[tuple[str, str | None]]:
    tags = [tag for tag in store.posting(who, key).tags if tag.annotator == who]
    return [(tag.skill.uri, tag.span.quote if tag.span else None) for tag in tags]


def test_a_renamed_skill_is_found_by_every_name_it_had(store: Store, key: str) -> None:
    store.tag(ANN, key, "javascript", quote="JavaScript")
    store.rename_skill(ANN, "JavaScript", "JS")
    store.rename_skill(BOB, "JS", "ECMAScript language")
    for name in ("JavaScript", "js", "ecmascript  LANGUAGE", "ECMAScript", "u:js"):
        assert named(store, name) == "u:js"
        assert store.count(ANN, parse(f'tag:"{name}"')) == (name != "u:js")
    [tag] = store.posting(ANN, key).tags
    assert tag.skill.label == "ECMAScript language"
    assert tag.skill.labels == ("ECMAScript", "JavaScript", "JS")


def test_a_name_that_another_skill_has_or_had_is_refused_with_what_to_do(store: Store, key: str) -> None:
    store.rename_skill(ANN, "Node.js", "Node")
    attempts: list[Callable[[], object]] = [
        lambda: store.rename_skill(ANN, "ES6", "javascript"),
        lambda: store.rename_skill(ANN, "ES6", "node.JS"),
        lambda: store.make_skill(ANN, "node.js"),
        lambda: store.make_skill(ANN, "ECMAScript"),
    ]
    for attempt in attempts:
        with pytest.raises(UsageError):
            attempt()
    assert labels(store)["ES6"] == VOCABULARY[1].labels
    assert len(store.events()) == 1


def test_a_file_read_again_takes_no_decision_back(store: Store, key: str) -> None:
    store.rename_skill(ANN, "Node.js", "Node")
    store.merge_skills(ANN, "ES6", "JavaScript")
    store.unlabel_skill(ANN, "JavaScript", "ECMAScript")
    before = labels(store)
    for again in (VOCABULARY, [Skill("other:1", "NODE.JS"), Skill("other:2", "ES6")]):
        assert store.put_skills(again) == 0
        assert labels(store) == before
    assert store.put_skills([Skill("u:es", "ES6", labels=("ES 2015",))]) == 0
    assert labels(store)["JavaScript"] == (*before["JavaScript"], "ES 2015")


def test_merged_skills_are_one_with_their_tags_and_labels(store: Store, key: str) -> None:
    for who in (ANN, BOB):
        store.tag(who, key, "JavaScript", span=(0, 10))
        store.tag(who, key, "ES6", span=(0, 10))
        store.tag(who, key, "ES6", span=(14, 17))
    before = tagged(store, key)
    assert store.merge_skills(ANN, "ES6", "JavaScript").summary == "merged ES6 into JavaScript"
    for who in (ANN, BOB):
        assert tagged(store, key, who) == [("u:js", "JavaScript"), ("u:js", "ES6")]
    assert labels(store)["JavaScript"] == ("ECMAScript", "ES6", "ES2015", "ecmascript 6")
    assert [named(store, name) for name in ("es6", "es2015", "u:es")] == ["u:js"] * 3
    assert store.count(ANN, parse("tag:es6")) == store.count(ANN, parse("tag:javascript")) == 1
    assert store.tag(ANN, key, "ES6", span=(14, 17)) is None
    status = store.status()
    assert (status.tags, [one.tags for one in status.annotators]) == (4, [2, 2])
    assert [row.tags for row in store.listing(ANN)] == [4]
    assert [used for skill, used in store.vocabulary() if skill.uri == "u:js"] == [1]
    store.undo(ANN)
    assert tagged(store, key) == before
    assert store.status().tags == 6
    assert labels(store) == {skill.label: skill.labels for skill in VOCABULARY}


def test_a_tag_made_one_by_a_merge_is_changed_and_removed_as_one(store: Store, key: str) -> None:
    store.tag(ANN, key, "JavaScript", Requirement.PREFERRED, span=(0, 10))
    store.tag(ANN, key, "ES6", Requirement.MENTIONED, span=(0, 10))
    store.merge_skills(BOB, "ES6", "JavaScript")
    [tag] = store.posting(ANN, key).tags
    store.require(ANN, key, tag.uid, Requirement.REQUIRED)
    store.untag(ANN, key, tag.uid)
    assert tagged(store, key) == []
    store.undo(BOB)
    assert tagged(store, key) == []
    store.undo(ANN)
    assert [t.requirement for t in store.posting(ANN, key).tags] == [Requirement.REQUIRED] * 2
    store.undo(ANN)
    assert {(t.skill.label, t.requirement) for t in store.posting(ANN, key).tags} == {
        ("JavaScript", Requirement.PREFERRED),
        ("ES6", Requirement.MENTIONED),
    }


def test_merges_follow_each_other_and_are_taken_back_in_any_order(store: Store, key: str) -> None:
    store.tag(ANN, key, "ES6", quote="ES6")
    store.merge_skills(ANN, "ES6", "JavaScript")
    store.merge_skills(BOB, "JavaScript", "Node.js")
    assert tagged(store, key) == [("u:node", "ES6")]
    assert set(labels(store)["Node.js"]) >= {"ES6", "JavaScript", "ECMAScript"}
    store.undo(ANN)
    assert tagged(store, key) == [("u:es", "ES6")]
    assert "ES6" not in labels(store)["Node.js"]
    store.redo(ANN)
    store.undo(BOB)
    assert tagged(store, key) == [("u:js", "ES6")]


def test_merges_never_go_round_in_a_circle(store: Store, key: str) -> None:
    store.merge_skills(ANN, "ES6", "JavaScript")
    with pytest.raises(UsageError):
        store.merge_skills(BOB, "JavaScript", "ES6")
    store.undo(ANN)
    store.merge_skills(BOB, "JavaScript", "ES6")
    store.redo(ANN)  # both stand now, and the later one is not followed
    assert {named(store, name) for name in ("ES6", "ES2015", "JavaScript", "ECMAScript")} == {"u:js"}
    store.undo(ANN)
    assert {named(store, name) for name in ("ES6", "ES2015", "JavaScript", "ECMAScript")} == {"u:es"}
    store.undo(BOB)
    assert labels(store) == {skill.label: skill.labels for skill in VOCABULARY}


def test_a_word_done_again_is_about_whatever_bears_the_name_by_then(store: Store, key: str) -> None:
    store.tag(ANN, key, "Rust")
    store.label_skill(BOB, "Rust", "rustlang")
    store.undo(BOB)
    store.undo(ANN)
    store.put_skills([Skill("u:rust", "rust")])
    store.redo(BOB)
    assert named(store, "rustlang") == "u:rust"
    store.redo(ANN)
    assert tagged(store, key) == [("u:rust", None)]
    store.undo(BOB)
    assert labels(store)["rust"] == ()


def test_a_skill_merged_elsewhere_takes_its_labels_along(store: Store, key: str) -> None:
    store.put_skills([Skill("u:all", "Everything"), Skill("u:some", "Something")])
    store.merge_skills(ANN, "ES6", "Something")
    store.undo(ANN)
    store.merge_skills(BOB, "ES6", "Something")
    store.merge_skills(BOB, "Something", "Everything")
    store.undo(BOB)
    store.undo(BOB)
    store.merge_skills(BOB, "ES6", "JavaScript")
    store.redo(ANN)  # earlier than what holds, so that nothing moves
    assert labels(store)["Something"] == ()
    assert "ES2015" in labels(store)["JavaScript"]
    store.undo(BOB)
    assert "ES2015" in labels(store)["Something"]
    assert "ES2015" not in labels(store)["JavaScript"]


def test_a_name_that_was_taken_meanwhile_is_not_given_again(store: Store, key: str) -> None:
    store.rename_skill(ANN, "ES6", "Modern JS")
    store.undo(ANN)
    store.rename_skill(BOB, "Node.js", "modern js")
    with pytest.raises(UsageError, match="come to be called"):
        store.redo(ANN)
    assert named(store, "modern js") == "u:node"
    store.undo(BOB)
    assert store.redo(ANN) is not None
    assert named(store, "modern js") == "u:es"


def test_a_retired_skill_is_offered_no_more_and_keeps_its_tags(store: Store, key: str) -> None:
    store.tag(ANN, key, "ES6", quote="ES6")
    assert store.retire_skill(ANN, "ES6") is not None
    assert store.retire_skill(ANN, "ES6") is None
    assert "ES6" not in labels(store)
    assert store.vocabulary_size() == 2
    assert [skill.label for skill, _ in seen(store) if skill.retired] == ["ES6"]
    assert tagged(store, key) == [("u:es", "ES6")]
    assert store.count(ANN, parse("tag:es6")) == 1
    with pytest.raises(UsageError):
        store.merge_skills(ANN, "JavaScript", "ES6")
    assert store.revive_skill(BOB, "ES6") is not None
    assert store.revive_skill(BOB, "ES6") is None
    assert "ES6" in labels(store)


def test_labels_are_added_and_taken_away(store: Store, key: str) -> None:
    assert store.label_skill(ANN, "ES6", "ES 6") is not None
    assert store.label_skill(ANN, "ES6", "es 6") is None
    assert store.label_skill(ANN, "ES6", "es6") is None
    store.unlabel_skill(ANN, "ES6", "ES2015")
    assert labels(store)["ES6"] == ("ecmascript 6", "ES 6")
    assert named(store, "ES2015") is None
    with pytest.raises(NotFound):
        store.unlabel_skill(ANN, "ES6", "ES2015")


def test_the_version_of_the_vocabulary_grows_with_every_change(store: Store, key: str) -> None:
    versions = [store.vocabulary_version()]
    changes: list[Callable[[], object]] = [
        lambda: store.make_skill(ANN, "Rust"),
        lambda: store.rename_skill(ANN, "Rust", "Rust language"),
        lambda: store.merge_skills(ANN, "ES6", "JavaScript"),
        lambda: store.undo(ANN),
    ]
    for change in changes:
        change()
        versions.append(store.vocabulary_version())
    assert versions == sorted(set(versions))


def _decisions(store: Store) -> list[Callable[[], object]]:
    return [
        lambda: store.rename_skill(ANN, "u:js", "JS"),
        lambda: store.merge_skills(BOB, "u:es", "u:js"),
        lambda: store.unlabel_skill("eve", "u:js", "ECMAScript"),
        lambda: store.rename_skill("dan", "u:js", "Javascript (language)"),
    ]


@pytest.mark.parametrize("order", permutations((ANN, BOB, "eve", "dan")), ids="-".join)
def test_whoever_takes_back_first_nothing_is_left_in_the_end(
    store: Store, key: str, order: tuple[str, ...]
) -> None:
    before = seen(store)
    for decide in _decisions(store):
        decide()
    for who in order:
        store.undo(who)
    assert seen(store) == before
    for who in reversed(order):
        store.redo(who)
    [skill] = [skill for skill, _ in seen(store) if skill.uri == "u:js"]
    assert skill.label == "Javascript (language)"
    assert set(skill.labels) == {"JavaScript", "JS", "ES6", "ES2015", "ecmascript 6"}


@pytest.mark.parametrize("name", ["", " \n", "x" * 301], ids=["empty", "blank", "long"])
def test_a_name_that_is_none_is_refused(store: Store, key: str, name: str) -> None:
    attempts: list[Callable[[], object]] = [
        lambda: store.make_skill(ANN, name),
        lambda: store.rename_skill(ANN, "ES6", name),
        lambda: store.label_skill(ANN, "ES6", name),
    ]
    for attempt in attempts:
        with pytest.raises(UsageError):
            attempt()
    assert store.events() == []
    assert store.status().annotators == ()


def test_what_changes_nothing_leaves_no_trace(store: Store, key: str) -> None:
    assert store.rename_skill(ANN, "ES6", "ES6") is None
    assert store.revive_skill(ANN, "ES6") is None
    with pytest.raises(NotFound):
        store.retire_skill(ANN, "COBOL")
    assert store.events() == []
    assert store.status().annotators == ()
