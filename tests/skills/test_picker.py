import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from skills.picker import CUTOFF, LIKE, PREFIX, WORDS, Match, Picker
from skills.vocabulary import read_file
from store import Skill

VOCABULARY = [
    (Skill("u:python", "Python", "knowledge", ("CPython", "Python 3")), 3),
    (Skill("u:pytorch", "PyTorch"), 5),
    (Skill("u:c", "C"), 0),
    (Skill("u:cpp", "C++", "knowledge", ("C plus plus",)), 1),
    (Skill("u:cs", "C#"), 2),
    (Skill("u:net", ".NET", "knowledge", ("ASP.NET",)), 0),
    (Skill("u:r", "R"), 0),
    (Skill("u:node", "Node.js"), 0),
    (Skill("u:ml", "machine learning"), 4),
    (Skill("u:aml", "applied machine learning"), 0),
    (Skill("u:rd", "R&D"), 0),
    (Skill("u:cafe", "Café management"), 0),
]


def found(typed: str, limit: int = 9) -> list[str]:
    return [match.skill.uri.removeprefix("u:") for match in Picker(VOCABULARY).matches(typed, limit)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("python", ["python"]),
        ("py", ["pytorch", "python"]),
        ("c", ["c", "python", "cs", "cpp", "cafe"]),
        ("C++", ["cpp"]),
        ("c#", ["cs"]),
        (".net", ["net"]),
        ("net", ["net"]),
        ("r", ["r", "rd"]),
        ("r&d", ["rd"]),
        ("node.js", ["node"]),
        ("node js", ["node"]),
        ("js", ["node"]),
        ("mach", ["ml", "aml"]),
        ("learn", ["ml", "aml"]),
        ("learning mach", ["ml", "aml"]),
        ("applied learning", ["aml"]),
        ("plus", ["cpp"]),
        ("  Machine   LEARNING ", ["ml", "aml"]),
        ("cafe\u0301", ["cafe"]),
        ("mach\u200bine", ["ml", "aml"]),
        ("pyhton", ["python"]),
        ("machin lerning", ["ml", "aml"]),
        ("lerning machine", ["ml", "aml"]),
        ("zzz", []),
        ("(", []),
        ("?", []),
    ],
)
def test_what_is_typed_finds_what_is_meant(typed: str, expected: list[str]) -> None:
    assert found(typed)[: len(expected)] == expected
    assert bool(found(typed)) == bool(expected)


def test_blank_text_gives_the_skills_used_most() -> None:
    for typed in ("", " \n"):
        assert found(typed, 4) == ["pytorch", "ml", "python", "cs"]


def test_a_match_names_the_label_that_fits_and_how_well() -> None:
    picker = Picker(VOCABULARY)
    python = VOCABULARY[0][0]
    assert picker.matches("cpython") == [Match(python, "CPython", 1.0)]
    assert picker.matches("CPY")[0] == Match(python, "CPython", PREFIX)
    assert picker.matches("3 py")[0] == Match(python, "Python 3", WORDS)
    like = picker.matches("pythom")[0]
    assert like.skill == python
    assert 0 < like.score < LIKE


def test_a_skill_comes_once_and_no_more_than_asked_for() -> None:
    assert found("c", 2) == ["c", "python"]
    assert found("python", 1) == ["python"]
    assert len(set(found("c"))) == len(found("c"))


def test_the_order_of_the_vocabulary_makes_no_difference() -> None:
    for typed in ("", "c", "py", "lerning"):
        assert Picker(VOCABULARY[::-1]).matches(typed) == Picker(VOCABULARY).matches(typed)


def test_an_empty_vocabulary_has_nothing() -> None:
    assert Picker([]).matches("") == []
    assert Picker([]).matches("python") == []


def test_what_is_pasted_may_be_long() -> None:
    assert Picker(VOCABULARY).matches("snake " * 100_000) == []


labels = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(str.strip)


@given(st.lists(labels, max_size=8), st.text(max_size=12))
def test_every_label_finds_its_skill_and_any_text_is_answered(names: list[str], typed: str) -> None:
    picker = Picker([(Skill(f"u:{number}", name), 0) for number, name in enumerate(names)])
    scores = [match.score for match in picker.matches(typed)]
    assert scores == sorted(scores, reverse=True)
    for number, name in enumerate(names):
        best = picker.matches(name, limit=len(names))
        assert f"u:{number}" in [match.skill.uri for match in best if match.score == 1]


few_letters = st.text("abc ", min_size=1, max_size=12).map(str.strip).filter(bool)


@given(st.lists(few_letters, max_size=8, unique=True), few_letters.filter(lambda text: len(text) > 2))
def test_what_is_similar_is_found_however_long(names: list[str], typed: str) -> None:
    picker = Picker([(Skill(f"u:{name}", name), 0) for name in names])
    there = {match.label: match.score for match in picker.matches(typed, limit=len(names) + 1)}
    for name in names:
        likeness = fuzz.ratio(" ".join(typed.split()), " ".join(name.split()))
        if likeness >= CUTOFF:
            assert there[name] >= LIKE * likeness / 100


@pytest.mark.shared
def test_the_labels_of_esco_are_found_although_misspelt(shared_data: Path, tmp_path: Path) -> None:
    path = tmp_path / "skills_en.csv"
    path.write_bytes(gzip.decompress((shared_data / "esco" / "skills_en.csv.gz").read_bytes()))
    picker = Picker([(item, 0) for item in read_file(path) if isinstance(item, Skill)])
    for typed, label in [
        ("machin lerning", "machine learning"),
        ("pyhton", "Python (computer programming)"),
        ("c++", "C++"),
        ("statistic", "statistics"),
        ("manage musical", "manage musical staff"),
    ]:
        assert label in [match.skill.label for match in picker.matches(typed)]
