import pytest
from hypothesis import given
from hypothesis import strategies as st

from skills.relatedness import Relations

SIGN = [set("abcdefg"), set("ahijkmn"), {"b"}, {"z"}, {"z"}, {"z"}]
TIE = [
    {"python", "sql", "spark", "aws", "docker", "java"},
    {"python", "sql", "spark", "aws", "docker", "scala"},
    {"python", "pytorch"},
    {"python", "pytorch"},
    {"java"},
    {"excel"},
    {"excel", "sql"},
    {"excel"},
]


@pytest.mark.parametrize(
    ("postings", "skill", "other", "together", "expected", "score"),
    [
        (SIGN, "a", "b", 1, 538594 / 531441, -0.013370),
        (SIGN, "b", "a", 1, 0.506730, 0.692942),
        (SIGN, "a", "c", 1, 0.580653, 0.550319),
        (SIGN, "a", "z", 0, 1.153345**2, -1.153345),
        (TIE, "aws", "python", 2, 1.304691, 0.608730),
        (TIE, "pytorch", "python", 2, 8 / 21, 2.623157),
        (TIE, "python", "aws", 2, 0.977921, 1.033553),
        (TIE, "python", "pytorch", 2, 0.977921, 1.033553),
        ([{"x"}, {"y"}], "x", "y", 0, 0, 0),
        ([{"x"}], "x", "never", 0, 0, 0),
        ([{"x"}], "never", "x", 0, 0, 0),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_together_against_expected(
    postings: list[set[str]], skill: str, other: str, together: int, expected: float, score: float
) -> None:
    found = Relations(postings).relation(skill, other)
    assert found.together == together
    assert found.expected == pytest.approx(expected, abs=1e-6)
    assert found.score == pytest.approx(score, abs=1e-6)
    assert found.postings == sum(skill in tags for tags in postings)


def test_the_related_come_by_score_then_by_name() -> None:
    relations = Relations(TIE)
    assert [relation.skill for relation in relations.related("python")] == [
        "aws", "docker", "pytorch", "spark", "scala", "sql", "java",
    ]  # fmt: skip
    assert [relation.skill for relation in relations.related("python", 2)] == ["aws", "docker"]
    assert relations.related("excel")[0].together == 1
    assert relations.related("unheard of") == []


def test_suggestions_leave_out_what_is_tagged_rejected_or_met_once() -> None:
    relations = Relations(TIE)
    found = relations.suggestions({"aws", "docker"})
    assert [suggestion.skill for suggestion in found] == ["spark", "sql", "python"]
    because = {skill: relation.together for skill, relation in found[2].because}
    assert because == {"aws": 2, "docker": 2}
    assert found[2].score == pytest.approx(2 * 0.608730, abs=1e-5)
    assert [suggestion.skill for suggestion in relations.suggestions({"aws"}, {"spark"}, 1)] == ["docker"]
    assert relations.suggestions(set()) == []


def test_a_posting_that_was_never_added_is_not_removed() -> None:
    relations = Relations([{"a", "b"}, {"a"}, {"c", "d"}])
    for tags in ({"c"}, {"b"}, {"a", "b", "c"}, {"b", "d"}):
        with pytest.raises(ValueError, match="no posting"):
            relations.remove(tags)
    assert relations.related("a") == Relations([{"a", "b"}, {"a"}, {"c", "d"}]).related("a")
    with pytest.raises(ValueError, match="itself"):
        relations.relation("a", "a")


skill_sets = st.lists(st.sets(st.sampled_from("abcdefgh"), max_size=6), max_size=10)


@given(skill_sets, skill_sets)
def test_what_is_added_and_removed_leaves_nothing(stay: list[set[str]], go: list[set[str]]) -> None:
    relations = Relations([*go, *stay])
    for tags in go:
        relations.remove(tags)
    fresh = Relations(stay)
    for skill in "abcdefgh":
        assert relations.related(skill) == fresh.related(skill)
        assert relations.suggestions({skill}) == fresh.suggestions({skill})


@given(skill_sets)
def test_it_is_what_its_definition_says(postings: list[set[str]]) -> None:
    relations = Relations(postings)
    tags = sum(map(len, postings))
    for skill in "abc":
        for relation in relations.related(skill, 99):
            share = sum(relation.skill in posting for posting in postings) / tags
            with_it = [posting for posting in postings if skill in posting]
            expected = sum(1 - (1 - share) ** (len(posting) - 1) for posting in with_it)
            assert relation.together == sum(relation.skill in posting for posting in with_it) > 0
            assert relation.expected == pytest.approx(expected)
            assert relation.score == pytest.approx((relation.together - expected) / expected**0.5)
