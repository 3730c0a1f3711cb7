"""A record's own ids and fields stay its own: none takes the place of ours, and none is lost on the way."""

import json

import pytest

from tests.cli.running import Desk

RECORD = {
    "id": "A-007",
    "key": "not ours",
    "state": "done",
    "tags": [{"skill": "Forged", "start": 0, "end": 9_999}],
    "notes": ["forged"],
    "annotator": "mallory",
    "source": "elsewhere",
    "locator": "line 99",
    "title": "Baker",
    "description": "We bake bread.",
}


@pytest.fixture
def forged(desk: Desk) -> Desk:
    desk.file("jobs.jsonl", json.dumps(RECORD) + "\n")
    desk.done("import", "jobs.jsonl", "--no-find")
    return desk


def test_fields_named_as_ours_do_not_become_what_people_said(forged: Desk) -> None:
    (found,) = forged.done("search", "--json").json
    shown = forged.done("show", found["key"], "--json").json
    assert found["key"] != "not ours"
    assert (found["source"], found["locator"]) == ("jobs", "$")
    assert (shown["state"], shown["tags"], shown["notes"]) == ("todo", [], [])
    assert forged.done("status", "--json").json["annotators"] == []


def test_the_record_comes_back_as_it_was_and_its_id_names_it_everywhere(forged: Desk) -> None:
    key = forged.key()
    forged.done("tag", key, "Bread", "--quote", "bread")
    forged.done("export", "--to", "out")
    (row,) = [
        json.loads(line) for line in (forged.folder / "out" / "postings.jsonl").read_text().splitlines()
    ]
    assert row["external_id"] == "A-007"
    assert json.loads(forged.done("show", key, "--raw").out) == RECORD

    forged.done("--db", "next.db", "import", "out")
    forged.done("--db", "next.db", "export", "--to", "again")
    assert (forged.folder / "again" / "postings.jsonl").read_bytes() == (
        forged.folder / "out" / "postings.jsonl"
    ).read_bytes()

    forged.file("jobs.jsonl", json.dumps({**RECORD, "description": "We bake bread, and rolls."}) + "\n")
    for database in ("postil.db", "next.db"):
        (report,) = forged.done("--db", database, "import", "jobs.jsonl", "--no-find", "--json").json
        assert (report["added"], report["revised"]) == (0, 1)
        shown = forged.done("--db", database, "show", key, "--json").json
        assert [tag["quote"] for tag in shown["tags"]] == ["bread"]
