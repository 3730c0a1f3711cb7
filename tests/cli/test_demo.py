"""The demo without a terminal: everything once, in a folder of its own, and what comes of it can be used."""

import json

from .running import Desk


def test_the_demo_leaves_a_database_and_a_dataset_and_says_where(desk: Desk) -> None:
    ran = desk.done("demo")
    assert ran.err == ""
    folder = desk.folder / "postil-demo"
    assert f"31 postings from 4 sources in {folder.name}/postil.db" in ran.out
    assert "pairs proposed, to be decided by a person" in ran.out
    names = {path.name for path in (folder / "dataset").iterdir()}
    assert {"postings.json", "postings.csv", "schema.json", "SHA256SUMS", "README.md"} <= names
    assert f"dataset of {len(names)} files" in ran.out
    assert len(json.loads((folder / "dataset" / "postings.json").read_text())["postings"]) == 31
    assert ran.lines[-1].startswith("next: postil --db postil-demo/postil.db")


def test_the_demo_finds_pairs_and_decides_none(desk: Desk) -> None:
    desk.done("demo")
    status = desk.done("status", "--db", "postil-demo/postil.db", "--json").json
    assert status["postings"] == 31
    assert status["pairs"]["open"] > 0
    assert status["pairs"]["decided"] == 0
    assert status["annotators"] == []
    assert len(desk.done("skills", "list", "--db", "postil-demo/postil.db", "--json").json) > 100
    desk.done("check", "--db", "postil-demo/postil.db")


def test_a_second_demo_leaves_the_first_as_it_was(desk: Desk) -> None:
    desk.done("demo")
    first = "postil-demo/postil.db"
    key = desk.done("search", "--db", first, "--json").json[0]["key"]
    desk.done("note", key, "mine", "--db", first)
    for number in (2, 3):
        assert f"postil-demo-{number}/postil.db" in desk.done("demo").out
    assert desk.done("status", "--db", first, "--json").json["notes"] == 1
    assert desk.done("status", "--db", "postil-demo-2/postil.db", "--json").json["notes"] == 0


def test_the_demo_leaves_the_database_of_this_folder_alone(bakery: Desk) -> None:
    before = bakery.done("status", "--json").json
    ran = bakery.run("demo", env={"POSTIL_DB": "postil.db"})
    assert ran.code == 0
    assert bakery.done("status", "--json").json == before


def test_two_demos_give_the_same_dataset(desk: Desk) -> None:
    desk.done("demo")
    desk.done("demo")
    one, other = (desk.folder / name / "dataset" / "SHA256SUMS" for name in ("postil-demo", "postil-demo-2"))
    differ = set(one.read_text().splitlines()) ^ set(other.read_text().splitlines())
    # When it was imported stands in the descriptor.
    assert {line.split("  ")[1] for line in differ} <= {"datapackage.json"}
