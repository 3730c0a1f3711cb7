"""Which database, which annotator, which posting: said before or after the command, or by the surroundings."""

from typing import Any

import pytest

from .conftest import PAGE
from .running import Desk


def postings(desk: Desk, *args: object, env: dict[str, str] | None = None) -> int:
    ran = desk.run(*args, "--json", env=env)
    assert ran.code == 0, ran.err
    count: int = ran.json["postings"]
    return count


@pytest.fixture
def two(desk: Desk) -> Desk:
    """A desk with four postings in postil.db and two in other.db."""
    desk.file("bakery.txt", PAGE)
    desk.file("small.txt", "\n".join(PAGE.split("\n")[:4]))
    desk.done("import", "bakery.txt")
    desk.done("import", "small.txt", "--db", "other.db")
    return desk


@pytest.mark.parametrize(
    ("words", "env", "count"),
    [
        (["status"], {}, 4),
        (["status", "--db", "other.db"], {}, 2),
        (["--db", "other.db", "status"], {}, 2),
        (["--db=other.db", "status"], {}, 2),
        (["--db", "postil.db", "status", "--db", "other.db"], {}, 2),
        (["status"], {"POSTIL_DB": "other.db"}, 2),
        (["status", "--db", "postil.db"], {"POSTIL_DB": "other.db"}, 4),
        (["--db", "postil.db", "status"], {"POSTIL_DB": "other.db"}, 4),
        (["status"], {"POSTIL_DB": ""}, 4),
    ],
    ids=lambda value: " ".join(map(str, value)) if isinstance(value, list | dict) else str(value),
)
def test_the_database_is_the_one_that_was_said(
    two: Desk, words: list[str], env: dict[str, str], count: int
) -> None:
    assert postings(two, *words, env=env) == count


def test_an_option_before_a_command_of_a_group_holds_for_it(two: Desk) -> None:
    for words in (
        ["--db", "other.db", "duplicates", "find"],
        ["duplicates", "--db", "other.db", "find"],
        ["duplicates", "find", "--db", "other.db"],
    ):
        assert two.done(*words, "--json").json["proposed"] == 1
    assert two.done("duplicates", "find", "--json").json["proposed"] == 2


@pytest.mark.parametrize(
    ("words", "env", "name"),
    [
        (["state", "bakery:line 1", "done"], {}, "ann"),
        (["--annotator", "bob", "state", "bakery:line 1", "done"], {}, "bob"),
        (["state", "bakery:line 1", "done", "--annotator", "bob"], {}, "bob"),
        (["--annotator", "eve", "state", "bakery:line 1", "done", "--annotator", "bob"], {}, "bob"),
        (["state", "bakery:line 1", "done"], {"POSTIL_ANNOTATOR": "cem"}, "cem"),
        (["state", "bakery:line 1", "done", "--annotator", "bob"], {"POSTIL_ANNOTATOR": "cem"}, "bob"),
        (["state", "bakery:line 1", "done"], {"POSTIL_ANNOTATOR": "", "LOGNAME": "login"}, "login"),
        (["state", "bakery:line 1", "done", "--annotator", "  Ann  Lee "], {}, "Ann Lee"),
        (["state", "bakery:line 1", "done", "--annotator", "Zoë 李"], {}, "Zoë 李"),
    ],
    ids=lambda value: " ".join(map(str, value)) if isinstance(value, list | dict) else str(value),
)
def test_the_annotator_is_the_one_that_was_said(
    bakery: Desk, words: list[str], env: dict[str, str], name: str
) -> None:
    ran = bakery.run(*words, env=env)
    assert ran.code == 0, ran.err
    assert [event["annotator"] for event in bakery.done("log", "--json").json] == [name]


@pytest.mark.parametrize("option", ["--db", "--annotator"])
@pytest.mark.parametrize("value", ["", "  "], ids=["empty", "blank"])
def test_an_option_with_nothing_in_it_is_not_taken_for_the_default(
    bakery: Desk, option: str, value: str
) -> None:
    assert "blank" in bakery.run("status", option, value).sentence


@pytest.mark.parametrize(
    "name",
    [
        lambda key: key,
        lambda key: key[:10],
        lambda key: key[:4],
        lambda _: "bakery:line 7",
    ],
    ids=["whole key", "start of the key", "four letters", "source:locator"],
)
def test_a_posting_answers_to_its_key_the_start_of_it_and_its_place(bakery: Desk, name: Any) -> None:
    key = bakery.key(3)
    assert bakery.done("show", name(key), "--json").json["key"] == key
    assert bakery.done("note", name(key), "seen", "--json").json["posting"] == key


def test_a_source_may_have_a_colon_in_its_name(bakery: Desk) -> None:
    bakery.done("import", "bakery.txt", "--source", "feed: 2026")
    shown = bakery.done("show", "feed: 2026:line 7", "--json").json
    assert (shown["source"], shown["locator"]) == ("feed: 2026", "line 7")


def test_the_listing_prints_names_that_other_commands_take(bakery: Desk) -> None:
    line = bakery.done("search", "nurse").lines[0]
    assert bakery.done("show", line.split()[0], "--json").json["locator"] == "line 7"
    place = line[line.index("[") + 1 : line.index("]")]
    assert bakery.done("show", place, "--json").json["locator"] == "line 7"
