"""Which nine skills are proposed for a posting, in which order, and with which reasons."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.fields.sections import sections_of
from skills.mentions import Finder
from skills.relatedness import Relations
from skills.suggesting import MOST, Offer, Suggested, suggested
from skills.tag_sets import TagSets
from store import Posting, Requirement, Skill, SourceSkill, Store, SuggestionKind, Tag
from tests.build import ANN, draft, keys, take

VOCABULARY = [
    Skill("u:py", "Python"),
    Skill("u:sql", "SQL"),
    Skill("u:rust", "Rust", labels=("rustlang",)),
    Skill("u:go", "Go"),
    Skill("u:bread", "bake bread", "skill"),
]
BODY = """A job with Python.

Requirements
You know Python and SQL. Python pays.

Nice to have
Rust."""


@pytest.fixture
def posting(store: Store) -> Posting:
    store.put_skills(VOCABULARY)
    take(store, draft(BODY, sections=sections_of(BODY)))
    return store.posting(ANN, keys(store)[0])


def nine(posting: Posting, **more: object) -> list[Suggested]:
    offer = Offer(VOCABULARY)
    arguments = {"mentions": Finder(VOCABULARY).mentions(posting.body), "annotator": ANN, **more}
    return suggested(posting, offer, **arguments)  # type: ignore[arg-type]


def tag(label: str, who: str = "bob", how: Requirement = Requirement.PREFERRED) -> Tag:
    skill = next(skill for skill in VOCABULARY if skill.label == label)
    return Tag(f"{label}/{who}", skill, how, who)


def test_mentions_come_by_how_they_are_asked_for_with_place_and_reasons(posting: Posting) -> None:
    found = nine(posting)
    assert [(one.number, one.skill.label, one.requirement.value, one.reasons) for one in found] == [
        (1, "Python", "required", ("mentioned 3 times, also in Requirements",)),
        (2, "SQL", "required", ("mentioned once, in Requirements",)),
        (3, "Rust", "preferred", ("mentioned once, in Nice to have",)),
    ]
    assert {one.kind for one in found} == {SuggestionKind.MENTION}
    assert [one.mention and one.mention.start for one in found] == [42, 53, 85]
    assert found[0].why == "“You know” stands before it"


def test_copies_come_before_the_source_and_that_before_mentions(posting: Posting) -> None:
    posting = replace(
        posting,
        source_skills=(
            SourceSkill("Rustlang", Requirement.REQUIRED),
            SourceSkill("Team Player", Requirement.MENTIONED),
        ),
    )
    copies = [[tag("Go"), tag("SQL")], [tag("Go", "eve")], []]
    found = nine(posting, copies=copies)
    assert [(one.skill.label, one.kind.value, one.reasons) for one in found] == [
        ("Go", "copies", ("2 of 3 copies have it",)),
        ("SQL", "copies", ("1 of 3 copies has it", "mentioned once, in Requirements")),
        ("Rust", "source", ("the source names it required", "mentioned once, in Nice to have")),
        ("Team Player", "source", ("the source names it mentioned",)),
        ("Python", "mention", ("mentioned 3 times, also in Requirements",)),
    ]
    assert [one.requirement.value for one in found[:4]] == ["preferred", "preferred", "required", "mentioned"]
    assert found[1].mention is not None
    assert found[3].skill.uri == "local:team-player"


def test_what_goes_with_the_tags_comes_last_with_its_figures(posting: Posting) -> None:
    sets = [{"u:sql", "u:go"}] * 8 + [{"u:py"}, {"u:py", "u:rust"}, {"u:bread"}] * 8
    posting = replace(posting, tags=(tag("SQL", ANN),), body="SQL")
    [one] = nine(posting, mentions=[], relations=Relations(sets))
    assert (one.skill.label, one.kind, one.mention) == ("Go", SuggestionKind.RELATED, None)
    relation = Relations(sets).relation("u:sql", "u:go")
    assert one.reasons == (
        f"with SQL in 8 of 8, expected {relation.expected:.1f}, score {relation.score:.2f}",
    )


def test_what_is_tagged_rejected_or_retired_is_not_proposed(posting: Posting) -> None:
    posting = replace(posting, tags=(tag("Python", ANN), tag("SQL", "bob")))
    assert [one.skill.label for one in nine(posting, rejected={"u:rust"})] == ["SQL"]
    assert [one.skill.label for one in nine(posting, annotator=None)] == ["Rust"]
    retired = replace(tag("Go"), skill=replace(VOCABULARY[3], retired=True))
    assert [one.skill.label for one in nine(posting, copies=[[retired]])] == ["SQL", "Rust"]


def test_there_are_at_most_nine_and_always_the_same(posting: Posting) -> None:
    claims = tuple(SourceSkill(f"Skill {number}", Requirement.MENTIONED) for number in range(20))
    posting = replace(posting, source_skills=claims)
    found = nine(posting)
    assert [one.number for one in found] == list(range(1, MOST + 1))
    assert found == nine(posting)


def fresh(sets: dict[str, tuple[str, ...]], clusters: list[list[str]]) -> list[object]:
    return figures(TagSets(sets.items(), clusters))


def figures(kept: TagSets) -> list[object]:
    return [kept.relations.related(skill) for skill in "abcd"]


@given(
    st.lists(
        st.tuples(
            st.integers(0, 5),
            st.sets(st.sampled_from("abcd")).map(lambda skills: tuple(sorted(skills))),
            st.none() | st.lists(st.integers(0, 5), min_size=2, max_size=3, unique=True),
        ),
        max_size=12,
    )
)
def test_counts_kept_up_to_date_are_those_of_a_count_from_the_beginning(
    changes: list[tuple[int, tuple[str, ...], list[int] | None]],
) -> None:
    kept = TagSets([])
    sets: dict[str, tuple[str, ...]] = {}
    clusters: list[list[str]] = []
    for posting, tags, cluster in changes:
        kept.tag(str(posting), tags)
        sets[str(posting)] = tags
        sets = {key: value for key, value in sets.items() if value}
        if cluster:
            members = [str(number) for number in cluster]
            gone = [one for one in clusters if set(one) & set(members)]
            clusters = [one for one in clusters if one not in gone] + [members]
            kept.cluster([members], about=[key for one in gone for key in one])
        assert figures(kept) == fresh(sets, clusters)


def test_of_postings_that_are_one_the_canonical_counts_or_the_first_with_tags() -> None:
    kept = TagSets([("b", ("x", "y")), ("c", ("x", "z"))], [["a", "b", "c"]])
    assert [one.skill for one in kept.relations.related("x")] == ["y"]
    kept.tag("a", ("w", "x"))
    assert [one.skill for one in kept.relations.related("x")] == ["w"]
    kept.tag("a", ())
    kept.cluster([], about=["a", "b", "c"])
    assert [one.skill for one in kept.relations.related("x")] == ["y", "z"]
