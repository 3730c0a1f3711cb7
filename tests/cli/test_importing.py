"""Importing folders and several files: each once, none in silence."""

import os
from pathlib import Path

from .conftest import BAKER, NURSE, PAGE
from .running import Desk


def sources(desk: Desk) -> dict[str, int]:
    found: dict[str, int] = desk.done("status", "--json").json["sources"]
    return found


def test_a_folder_is_read_with_all_below_it(desk: Desk) -> None:
    desk.file("in/b.txt", PAGE)
    desk.file("in/deep/er/a.txt", f"GB, York\n{NURSE}")
    desk.file("in/.hidden/c.txt", PAGE)
    desk.file("in/.d.txt", PAGE)
    reports = desk.done("import", "in", "--json").json
    assert [(report["source"], report["added"]) for report in reports] == [("b", 4), ("a", 1)]
    assert desk.done("import", "in").lines[-1].startswith("in all: 5 read, 0 added, 5 unchanged")


def test_an_unknown_file_among_known_ones_is_named_and_the_others_are_taken(desk: Desk) -> None:
    desk.file("in/a.txt", PAGE)
    desk.file("in/b.bin", bytes(range(256)))
    desk.file("in/c.txt", f"GB, York\n{NURSE}")
    ran = desk.run("import", "in", "--no-find")
    assert ran.code == 1
    assert ran.err.startswith("not read: b.bin: ")
    assert ran.err.count("\n") == 1
    assert sources(desk) == {"a": 4, "c": 1}
    reports = desk.run("import", "in", "--json").json
    assert [(report["source"], report["format"]) for report in reports] == [
        ("a", "page"),
        ("b", None),
        ("c", "page"),
    ]
    assert reports[1]["problems"][0]["locator"] == "b.bin"


def test_a_shell_that_names_every_file_gets_what_the_folder_gets(desk: Desk) -> None:
    desk.file("a.txt", PAGE)
    desk.file("b.bin", bytes(range(256)))
    desk.file("c.txt", f"GB, York\n{NURSE}")
    ran = desk.run("import", "a.txt", "b.bin", "c.txt")
    assert ran.code == 1
    assert "not read: b.bin: " in ran.err
    assert ran.lines[-1].startswith("in all: 5 read, 5 added")
    assert sources(desk) == {"a": 4, "c": 1}


def test_a_file_named_twice_is_read_once(desk: Desk) -> None:
    desk.file("in/a.txt", PAGE)
    (desk.folder / "link.txt").symlink_to("in/a.txt")
    for words in (
        ["in", "in/a.txt"],
        ["in/a.txt", "./in/../in/a.txt"],
        ["in/a.txt", "link.txt"],
        ["in", "in"],
    ):
        assert len(desk.done("import", *words, "--json").json) == 1
    assert sources(desk) == {"a": 4}


def test_the_database_in_the_folder_that_is_imported_is_no_finding(desk: Desk) -> None:
    desk.file("a.txt", PAGE)
    for _ in range(2):
        ran = desk.done("import", ".", "--no-find")
        assert ran.err == ""
    assert sources(desk) == {"a": 4}


def test_equal_postings_in_two_files_of_one_source_are_two(desk: Desk) -> None:
    desk.file("a.txt", f"GB, York\n{BAKER}")
    desk.file("b.txt", f"GB, York\n{BAKER}")
    for added in (2, 0):
        reports = desk.done("import", "a.txt", "b.txt", "--source", "feed", "--json").json
        assert sum(report["added"] for report in reports) == added
    assert sources(desk) == {"feed": 2}


def test_a_file_that_grew_adds_what_is_new(desk: Desk) -> None:
    desk.file("a.txt", "\n".join(PAGE.split("\n")[:2]))
    desk.done("import", "a.txt")
    desk.file("a.txt", PAGE)
    [report] = desk.done("import", "a.txt", "--json").json
    assert (report["added"], report["unchanged"]) == (3, 1)


def test_an_encoding_that_is_said_is_used(desk: Desk) -> None:
    desk.file("a.txt", f"FR, Paris\nCafé: {BAKER}".encode("cp1252"))
    desk.done("import", "a.txt", "--encoding", "cp1252")
    assert desk.done("show", "a:line 1", "--json").json["body"] == f"Café: {BAKER}"


def test_the_same_page_has_the_same_keys_in_every_database(desk: Desk) -> None:
    desk.file("a.txt", PAGE)
    desk.done("import", "a.txt")
    desk.done("import", "a.txt", "--db", "other.db")
    keys = [row["key"] for row in desk.done("search", "--json").json]
    assert [row["key"] for row in desk.done("search", "--json", "--db", "other.db").json] == keys
    assert len(set(keys)) == 4


def test_more_problems_than_fit_are_counted_and_all_in_the_json(desk: Desk) -> None:
    desk.file("a.txt", PAGE + "\nGB, York" * 30)
    ran = desk.run("import", "a.txt")
    assert ran.code == 1
    assert ran.err.count("no body follows") == 20
    assert "and 10 more problems" in ran.err
    assert len(desk.run("import", "a.txt", "--json").json[0]["problems"]) == 30


def test_a_file_without_an_end_is_refused_and_not_read_for_ever(desk: Desk) -> None:
    endless = Path("/dev/zero")
    if not endless.exists():  # a system without one: a file as large stands in for it
        endless = desk.folder / "zero"
        endless.touch()
        os.truncate(endless, 65 * 1024 * 1024)
    assert "zero is no text" in desk.run("import", endless).sentence


def test_what_people_said_in_a_dataset_is_taken_over_and_told(bakery: Desk) -> None:
    bakery.done("tag", "bakery:line 1", "sourdough")
    bakery.done("state", "bakery:line 1", "done")
    bakery.done("export", "--to", "curated")
    tried = bakery.done("import", "curated", "--dry-run", "--db", "other.db")
    assert "would be taken over of what people said: 1 state, 1 tag" in tried.out
    ran = bakery.done("import", "curated", "--db", "other.db")
    assert "taken over of what people said: 1 state, 1 tag" in ran.out
    assert "taken over" not in bakery.done("import", "curated", "--db", "other.db").out


def test_what_people_said_and_cannot_be_taken_over_is_a_finding(bakery: Desk) -> None:
    bakery.done("note", "bakery:line 1", "Ask about the oven.")
    bakery.done("export", "--to", "curated")
    path = bakery.folder / "curated" / "postings.jsonl"
    path.write_text(path.read_text().replace("Ask about the oven.", " "))
    ran = bakery.run("import", "curated", "--db", "other.db", "--no-find")
    assert (ran.code, "4 added" in ran.out) == (1, True)
    assert ran.err.count("postings.jsonl, ") == 2
