import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skills.vocabulary import read, read_file
from store import Problem, Skill, Store, Unreadable


def skills(text: str) -> list[Skill]:
    return [item for item in read("skills.csv", text) if isinstance(item, Skill)]


def problems(text: str) -> list[tuple[str, str | None, str]]:
    found = [item for item in read("skills.csv", text) if isinstance(item, Problem)]
    return [(problem.locator, problem.field, problem.reason) for problem in found]


def test_the_label_alone_makes_a_skill() -> None:
    assert skills("preferredLabel\nPython\nmachine  Learning \n") == [
        Skill("local:python", "Python"),
        Skill("local:machine-learning", "machine Learning"),
    ]


def test_columns_are_known_by_name_in_any_order_and_case() -> None:
    text = "\nstatus,ALTLABELS,extra,skilltype,preferredlabel,conceptUri\n,a,b,skill,c,d\n"[1:]
    assert skills(text) == [Skill("d", "c", "skill", ("a",))]


@pytest.mark.parametrize(
    ("cell", "labels"),
    [
        ("", ()),
        ("Python3", ("Python3",)),
        ('"Python3\nCPython\n"', ("Python3", "CPython")),
        ('"Python3\r\nCPython"', ("Python3", "CPython")),
        ("Python3 | CPython", ("Python3", "CPython")),
        ("a|b", ("a|b",)),
        ('" Python3 \n\n\nCPYTHON\ncpython\nPYTHON"', ("Python3", "cpython")),
    ],
)
def test_other_labels_stand_on_lines_or_between_bars(cell: str, labels: tuple[str, ...]) -> None:
    assert skills(f"preferredLabel,altLabels\nPython,{cell}\n")[0].labels == labels


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("knowledge", "knowledge"),
        ("skill/competence", "skill"),
        (" Skill", "skill"),
        ("", "knowledge"),
        ("?", "knowledge"),
    ],
)
def test_the_kind_is_one_of_two(word: str, kind: str) -> None:
    assert skills(f"preferredLabel,skillType\nbaking,{word}\n")[0].kind == kind


def test_deprecated_skills_are_passed_over() -> None:
    text = "preferredLabel,status\nPython,released\nPerl,Deprecated\nPerl,\n"
    assert [skill.label for skill in skills(text)] == ["Python", "Perl"]
    assert problems(text) == []


def test_rows_that_are_no_skill_are_named_and_the_rest_is_read() -> None:
    text = "conceptUri,preferredLabel\nu1,Python\nu2,  \n,PYTHON\nu1,Perl\nu3\nu4,x,y\n\n,\nu5,Ruby\n,C++\n,c++\n"
    assert [skill.label for skill in skills(text)] == ["Python", "Ruby", "C++"]
    assert problems(text) == [
        ("row 2", "preferredLabel", "the label is empty"),
        ("row 3", "preferredLabel", "repeats row 1: PYTHON"),
        ("row 4", "conceptUri", "repeats row 1: u1"),
        ("row 5", None, "1 cells under 2 columns"),
        ("row 6", None, "3 cells under 2 columns"),
        ("row 11", "conceptUri", "repeats row 10: local:c++"),
    ]


def test_a_quote_that_never_ends_is_a_problem_not_a_skill() -> None:
    text = 'preferredLabel\nPython\n"Perl\nRuby\n'
    assert [skill.label for skill in skills(text)] == ["Python"]
    assert problems(text) == [("row 2", None, "unexpected end of data; nothing after it was read")]


@pytest.mark.parametrize("text", ["", "label\nPython\n", '"preferredLabel\n'])
def test_without_the_column_nothing_is_read(text: str) -> None:
    with pytest.raises(Unreadable, match=r"skills\.csv"):
        list(read("skills.csv", text))


def test_files_are_utf8_with_or_without_a_mark(tmp_path: Path) -> None:
    path = tmp_path / "skills.csv"
    path.write_bytes("\ufeffpreferredLabel\r\nCafé\r\n".encode())
    assert list(read_file(path)) == [Skill("local:café", "Café")]
    path.write_bytes(b"preferredLabel\ncaf\xe9\n")
    with pytest.raises(Unreadable, match="see byte 18"):
        read_file(path)
    with pytest.raises(Unreadable, match="cannot be read"):
        read_file(tmp_path / "none.csv")


OLD = "O*NET-SOC Code\tExample\tCommodity Code\tCommodity Title\tHot Technology\tIn Demand"
NEW = "O*NET-SOC Code\tElement ID\tElement Name\tWorkplace Example\tHot Technology\tIn Demand"


@pytest.mark.parametrize(
    ("header", "row"),
    [(OLD, "11-1.00\t{}\t43\tSpreadsheets\tY\tN"), (NEW, "11-1.00\t2.E\tSpreadsheets\t{}\tY\tN")],
    ids=["Technology Skills", "Software Skills"],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_technologies_of_onet_come_once_each(header: str, row: str, end: str, tmp_path: Path) -> None:
    names = ["Microsoft Excel", 'The 12" "tool"', "microsoft  excel", "C++", ""]
    lines = [header, *map(row.format, names), "11-1.00\tExcel", ""]
    path = tmp_path / "Skills.txt"
    path.write_bytes(end.join(lines).encode())
    items = list(read_file(path))
    assert items[:3] == [
        Skill("local:microsoft-excel", "Microsoft Excel"),
        Skill('local:the-12"-"tool"', 'The 12" "tool"'),
        Skill("local:c++", "C++"),
    ]
    found = [(item.locator, item.reason) for item in items[3:] if isinstance(item, Problem)]
    assert found == [("row 5", "the label is empty"), ("row 6", "2 cells under 6 columns")]


def test_a_packed_vocabulary_is_unpacked_and_a_damaged_one_refused(tmp_path: Path) -> None:
    path = tmp_path / "skills.csv.gz"
    packed = gzip.compress(b"preferredLabel\nPython\n")
    path.write_bytes(packed)
    assert list(read_file(path)) == [Skill("local:python", "Python")]
    for damaged in (packed[:-9], packed[:12] + b"\xff" * 9 + packed[21:], packed + b"more"):
        path.write_bytes(damaged)
        with pytest.raises(Unreadable, match="damaged"):
            read_file(path)


@given(st.text(st.sampled_from('ab,"\n\r |+é\x00\u200b'), max_size=60))
def test_every_row_is_a_skill_or_a_problem_and_no_two_skills_are_one(text: str) -> None:
    found = skills(f"preferredLabel,altLabels\n{text}")
    assert all(skill.label == skill.label.strip() != "" for skill in found)
    assert len({skill.uri for skill in found}) == len(found)
    assert len({skill.label.casefold() for skill in found}) == len(found)


def test_a_vocabulary_goes_into_the_store_whole(store: Store) -> None:
    text = "preferredLabel,altLabels\nPython,CPython\nC++,\nR&D,\n.NET,dotnet\n"
    assert store.put_skills(skills(text)) == 4
    assert store.put_skills(skills(text)) == 0
    found = store.find_skill("cpython")
    assert found is not None
    assert found.uri == "local:python"


@pytest.mark.shared
def test_esco_is_a_vocabulary(shared_data: Path, tmp_path: Path) -> None:
    path = tmp_path / "skills_en.csv"
    path.write_bytes(gzip.decompress((shared_data / "esco" / "skills_en.csv.gz").read_bytes()))
    items = list(read_file(path))
    found = [item for item in items if isinstance(item, Skill)]
    assert len(items) == len(found) == 13_896
    assert next(skill for skill in found if skill.label == "manage musical staff") == Skill(
        "http://data.europa.eu/esco/skill/0005c151-5b5a-4a66-8aac-60e734beb1ab",
        "manage musical staff",
        "skill",
        (
            "manage staff of music",
            "coordinate duties of musical staff",
            "manage music staff",
            "direct musical staff",
        ),
    )
