"""Every command does what it says, and its JSON has the names that scripts rely on."""

import csv
import json
from typing import Any

import pytest

from store import Store

from .conftest import BAKER, NURSE, PAGE
from .running import Desk

LINE = "bakery:line "
EVENT = {"seq", "uid", "at", "annotator", "action", "posting", "summary", "undone", "refers_to"}


def names(shape: dict[str, Any]) -> set[str]:
    return set(shape)


def test_import_reports_what_became_of_every_record(desk: Desk) -> None:
    desk.file("bakery.txt", PAGE)
    first = desk.done("import", "bakery.txt")
    assert first.lines == ["bakery (page): 4 read, 4 added, 0 unchanged, 0 revised, 0 refused"]
    assert first.err == "2 new pairs may be copies or kin; `postil review --duplicates` settles them.\n"
    [report] = desk.done("import", "bakery.txt", "--json").json
    assert report == {
        "source": "bakery",
        "format": "page",
        "read": 4,
        "added": 0,
        "unchanged": 4,
        "revised": 0,
        "refused": 0,
        "problems": [],
        "problems_not_listed": 0,
        "file": "bakery.txt",
        "mapping": [],
    }


def test_import_lists_what_it_refused_with_its_place(desk: Desk) -> None:
    desk.file("bakery.txt", PAGE + "\nGB, London")
    ran = desk.run("import", "bakery.txt", "--json")
    assert ran.code == 1
    [report] = ran.json
    assert (report["added"], report["refused"]) == (4, 1)
    [problem] = report["problems"]
    assert problem == {
        "locator": "line 9",
        "field": "body",
        "reason": "no body follows the location 'GB, London'",
    }
    ran = desk.run("import", "bakery.txt")
    assert ran.code == 1
    assert "line 9" in ran.err
    assert "line 9" not in ran.out


def test_import_reads_standard_input(desk: Desk) -> None:
    [report] = desk.done("import", "-", "--source", "piped", "--json", stdin=PAGE).json
    assert (report["source"], report["added"]) == ("piped", 4)


def test_import_takes_a_text_as_one_posting_when_told_so(desk: Desk) -> None:
    desk.file("ad.txt", "Ship's Cook\n\nCooks for nine people, in any weather.")
    [report] = desk.done("import", "--as", "text", "ad.txt", "--json").json
    assert (report["format"], report["added"]) == ("text", 1)
    [posting] = desk.done("search", "--json").json
    assert (posting["title"], posting["source"], posting["locator"]) == ("Ship's Cook", "ad", "line 1")


def test_import_lists_the_formats_it_reads(desk: Desk) -> None:
    names = [line.split()[0] for line in desk.done("import", "--formats").lines]
    assert {"csv", "excel", "greenhouse", "html", "json", "page", "parquet", "postil", "text"} <= set(names)
    assert list(desk.folder.iterdir()) == []


def test_import_names_the_source_after_the_file(desk: Desk) -> None:
    desk.file("jobs.2026.txt", PAGE)
    desk.done("import", "jobs.2026.txt")
    desk.done("import", "jobs.2026.txt", "--source", "the feed")
    assert desk.done("status", "--json").json["sources"] == {"jobs": 4, "the feed": 4}


def test_search_without_a_query_lists_everything_in_the_order_of_import(bakery: Desk) -> None:
    ran = bakery.done("search", "--json")
    rows = ran.json
    assert [row["locator"] for row in rows] == ["line 1", "line 3", "line 5", "line 7"]
    guess = rows[0]["title_inferred"]
    assert BAKER[guess["start"] : guess["end"]] == guess["text"] == "Bread Baker"
    assert guess["rule"]
    del rows[3]["title_inferred"]
    assert rows[3] == {
        "key": bakery.key(3),
        "title": None,
        "company": None,
        "locations": [{"text": "DE, BE, Berlin", "country": "DE", "region": "BE", "city": "Berlin"}],
        "source": "bakery",
        "locator": "line 7",
        "state": "todo",
        "snippet": None,
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (["baker"], [1, 3, 5]),
        (["country:DE"], [7]),
        (["python", "country:GB"], [1, 3, 5]),
        (["python country:GB"], [1, 3, 5]),
        (["Leeds"], [3]),
        (["location:leeds"], [3]),
        (["C++"], [7]),
        (["baker", "-leeds"], [1, 5]),
        (["-baker"], [7]),
        (["-hours"], [1, 3, 5, 7]),
        (['"nursing board"'], [7]),
        (['"board nursing"'], []),
        (["state:done"], []),
        (["--limit", "2"], [1, 3]),
        (["baker", "--limit", "1"], [1]),
    ],
    ids=lambda value: " ".join(map(str, value)) or "nothing",
)
def test_search_takes_what_the_search_bar_takes(bakery: Desk, query: list[str], found: list[int]) -> None:
    rows = bakery.done("search", "--json", *query).json
    assert [row["locator"] for row in rows] == [f"line {number}" for number in found]


def test_search_shows_the_words_around_what_was_found(bakery: Desk) -> None:
    [row] = bakery.done("search", "registration", "--json").json
    assert "Registration with the nursing board" in row["snippet"]
    ran = bakery.done("search", "registration")
    assert "Registration with the nursing board" in ran.lines[1]
    assert ran.err == "1 postings\n"


def test_show_tells_everything_of_a_posting(bakery: Desk) -> None:
    key = bakery.key(0)
    bakery.done("tag", key, "Python", "--quote", "Python", "--requirement", "preferred")
    bakery.done("note", key, "asks for night work", "--quote", "at night")
    bakery.done("duplicates", "decide", key, f"{LINE}5", "duplicate")
    shown = bakery.done("show", key, "--json").json
    assert names(shown) >= {
        "key", "title", "title_inferred", "company", "locations", "source", "locator", "state", "snippet",
        "body", "sections", "tags", "notes", "cluster", "source_skills", "problems",
    }  # fmt: skip
    assert shown["body"] == BAKER
    headings = [(section["heading"], section["start"]) for section in shown["sections"]]
    assert [heading for heading, _ in headings] == ["Key job responsibilities", "About the team"]
    assert all(BAKER[start:].startswith(heading) for heading, start in headings)
    at = BAKER.index("Python")
    assert shown["tags"] == [
        {
            "skill": "Python",
            "uri": "local:python",
            "kind": "knowledge",
            "requirement": "preferred",
            "start": at,
            "end": at + 6,
            "quote": "Python",
            "annotator": "ann",
        }
    ]
    [note] = shown["notes"]
    assert (note["text"], note["quote"], note["annotator"]) == ("asks for night work", "at night", "ann")
    assert shown["cluster"] == {
        "canonical": key,
        "members": [{"key": key, "verdict": None}, {"key": bakery.key(2), "verdict": "duplicate"}],
    }
    text = bakery.done("show", key).out
    for part in ("Bread Baker", BAKER, "tag: Python (preferred)", "note: asks for night work", "cluster: "):
        assert part in text


def test_show_raw_prints_the_record_as_it_came(bakery: Desk) -> None:
    assert bakery.done("show", f"{LINE}7", "--raw").out == f"DE, BE, Berlin\n{NURSE}\n"


def test_status_counts_what_was_done_and_by_whom(bakery: Desk) -> None:
    bakery.done("duplicates", "find")
    bakery.done("state", f"{LINE}1", "done")
    bakery.done("state", f"{LINE}3", "flagged", who="bob")
    bakery.done("tag", f"{LINE}1", "SQL")
    bakery.done("note", f"{LINE}1", "look again")
    bakery.done("duplicates", "decide", f"{LINE}1", f"{LINE}5", "duplicate")
    status = bakery.done("status", "--json").json
    assert names(status) >= {
        "postings", "sources", "states", "tags", "notes", "mentions", "pairs", "clusters", "annotators",
    }  # fmt: skip
    assert status["postings"] == 4
    assert status["sources"] == {"bakery": 4}
    assert names(status["states"]) == {"todo", "done", "skipped", "flagged"}
    assert (status["tags"], status["notes"], status["clusters"]) == (1, 1, 1)
    assert status["pairs"] == {"open": 1, "decided": 1}
    assert status["annotators"] == [
        {"name": "ann", "done": 1, "tags": 1, "notes": 1, "verdicts": 1},
        {"name": "bob", "done": 0, "tags": 0, "notes": 0, "verdicts": 0},
    ]
    text = bakery.done("status").out
    for part in ("4 postings", "bakery", "1 tags, 1 notes", "1 open, 1 decided", "bob"):
        assert part in text


@pytest.mark.parametrize(
    ("words", "action"),
    [
        (["tag", f"{LINE}1", "Python"], "tag"),
        (["tag", f"{LINE}1", "Python", "--span", "0:2", "--requirement", "required"], "tag"),
        (["tag", f"{LINE}1", "Python", "--quote", "Python"], "tag"),
        (["note", f"{LINE}1", "two words"], "note"),
        (["note", f"{LINE}1", "two words", "--quote", "bread"], "note"),
        (["note", f"{LINE}1", "two words", "--span", "3:7"], "note"),
        (["state", f"{LINE}1", "done"], "state"),
        (["state", f"{LINE}1", "skipped"], "state"),
        (["duplicates", "decide", f"{LINE}1", f"{LINE}5", "variant"], "verdict"),
    ],
    ids=lambda value: "" if isinstance(value, str) else " ".join(value),
)
def test_a_decision_prints_its_event_and_is_undone_and_redone(
    bakery: Desk, words: list[str], action: str
) -> None:
    before = bakery.done("show", f"{LINE}1", "--json").json
    event = bakery.done(*words, "--json").json
    assert names(event) >= EVENT
    assert (event["action"], event["annotator"], event["posting"]) == (action, "ann", bakery.key(0))
    decided = bakery.done("show", f"{LINE}1", "--json").json
    assert decided != before
    undone = bakery.done("undo", "--json").json
    assert (undone["action"], undone["refers_to"]) == ("undo", event["seq"])
    assert bakery.done("show", f"{LINE}1", "--json").json == before
    assert bakery.done("redo", "--json").json["action"] == "redo"
    assert bakery.done("show", f"{LINE}1", "--json").json == decided


def test_a_decision_says_in_words_what_it_did(bakery: Desk) -> None:
    assert bakery.done("tag", f"{LINE}7", "C++", "--quote", "C++").lines == [
        "#1 tagged C++ (mentioned) on “C++” in “Ward Nurse”"
    ]
    assert bakery.done("undo").lines == ["#2 undone: tagged C++ (mentioned) on “C++” in “Ward Nurse”"]
    assert bakery.done("redo").lines == ["#3 done again: tagged C++ (mentioned) on “C++” in “Ward Nurse”"]


@pytest.mark.parametrize(
    "words",
    [
        ["tag", f"{LINE}1", "Python"],
        ["state", f"{LINE}1", "done"],
        ["duplicates", "decide", f"{LINE}1", f"{LINE}5", "unsure"],
    ],
    ids=lambda words: words[0],
)
def test_what_was_decided_already_is_said_and_changes_nothing(bakery: Desk, words: list[str]) -> None:
    bakery.done(*words)
    again = bakery.done(*words)
    assert again.out == ""
    assert "already" in again.err
    assert bakery.done(*words, "--json").json is None
    assert len(bakery.done("log", "--json").json) == 1


def test_untag_takes_away_the_tag_that_is_meant(bakery: Desk) -> None:
    bakery.done("tag", f"{LINE}1", "bread", "--span", "10:15")
    bakery.done("tag", f"{LINE}1", "bread", "--quote", "bread")
    at = BAKER.index("bread")
    several = bakery.run("untag", f"{LINE}1", "bread").sentence
    assert "2 tags" in several
    assert f"10:15, {at}:{at + 5}" in several
    event = bakery.done("untag", f"{LINE}1", "BREAD", "--span", f"{at}:{at + 5}", "--json").json
    assert event["action"] == "untag"
    [left] = bakery.done("show", f"{LINE}1", "--json").json["tags"]
    assert (left["start"], left["end"]) == (10, 15)
    assert "removed the tag bread" in bakery.done("untag", f"{LINE}1", "bread").out
    assert bakery.done("show", f"{LINE}1", "--json").json["tags"] == []


def test_nobody_takes_away_the_tag_or_the_decision_of_another(bakery: Desk) -> None:
    bakery.done("tag", f"{LINE}1", "bread")
    assert "no tag" in bakery.run("untag", f"{LINE}1", "bread", who="bob").sentence
    undo = bakery.run("undo", who="bob")
    assert (undo.code, undo.out) == (1, "")
    assert "nothing of bob to undo" in undo.err
    assert len(bakery.done("show", f"{LINE}1", "--json").json["tags"]) == 1


@pytest.mark.parametrize("word", ["undo", "redo"])
def test_with_nothing_to_turn_back_a_script_can_tell(bakery: Desk, word: str) -> None:
    ran = bakery.run(word, "--json")
    assert (ran.code, ran.json) == (1, None)
    assert "nothing of ann" in bakery.run(word).err


def test_state_is_each_annotators_own(bakery: Desk) -> None:
    bakery.done("state", f"{LINE}1", "done")
    assert bakery.done("search", "state:done", "--json").json[0]["locator"] == "line 1"
    assert bakery.done("search", "state:done", "--json", who="bob").json == []


def test_log_tells_who_decided_what_the_newest_first(bakery: Desk) -> None:
    bakery.done("state", f"{LINE}1", "done")
    bakery.done("note", f"{LINE}3", "hm", who="bob")
    bakery.done("undo")
    events = bakery.done("log", "--json").json
    assert all(names(event) >= EVENT for event in events)
    assert [(event["annotator"], event["action"]) for event in events] == [
        ("ann", "undo"),
        ("bob", "note"),
        ("ann", "state"),
    ]
    assert events[2]["undone"] is True
    assert [event["seq"] for event in bakery.done("log", "--by", "bob", "--json").json] == [2]
    story = bakery.done("log", "--posting", f"{LINE}1", "--json").json
    assert [(event["seq"], event["action"]) for event in story] == [
        (3, "undo"),
        (1, "state"),
        (None, "import"),
    ]
    assert [event["seq"] for event in bakery.done("log", "--limit", "1", "--json").json] == [3]
    first, _, last = bakery.done("log").lines
    assert "Z ann: undid: done: “Bread Baker”" in first
    assert last.endswith("(undone)")


def test_duplicates_are_proposed_with_their_reasons_and_never_decided(bakery: Desk) -> None:
    found = bakery.done("duplicates", "find", "--json").json
    assert (found["proposed"], found["new"]) == (2, 2)
    assert found["by_kind"] == {"exact": 1, "variant": 1, "near": 0, "related": 0}
    assert bakery.done("duplicates", "find", "--json").json["new"] == 0
    pairs = bakery.done("duplicates", "list", "--json").json
    for pair in pairs:
        assert names(pair) >= {"a", "b", "a_at", "b_at", "kind", "score", "reasons", "verdict"}
        assert pair["reasons"]
        assert pair["verdict"] is None
    by_kind = {pair["kind"]: pair for pair in pairs}
    assert (by_kind["exact"]["a_at"], by_kind["exact"]["b_at"]) == (f"{LINE}1", f"{LINE}5")
    assert "GB, York / GB, Leeds" in " ".join(by_kind["variant"]["reasons"])
    assert "2 pairs proposed (1 exact, 1 variant), 0 of them new" in bakery.done("duplicates", "find").out


def test_duplicates_list_shows_what_waits_and_what_was_decided(bakery: Desk) -> None:
    bakery.done("duplicates", "find")
    bakery.done("duplicates", "decide", f"{LINE}5", f"{LINE}1", "duplicate")
    verdicts = [pair["verdict"] for pair in bakery.done("duplicates", "list", "--json").json]
    assert sorted(verdicts, key=str) == [None, "duplicate"]
    [waiting] = bakery.done("duplicates", "list", "--open", "--json").json
    assert waiting["kind"] == "variant"
    [exact] = bakery.done("duplicates", "list", "--kind", "exact", "--json").json
    assert exact["verdict"] == "duplicate"
    text = bakery.done("duplicates", "list")
    assert f"{LINE}1 ~ {LINE}5" in text.out
    assert "text equal after normalisation" in text.out
    assert text.err == "2 pairs\n"
    bakery.done("duplicates", "decide", f"{LINE}1", f"{LINE}5", "none")
    assert len(bakery.done("duplicates", "list", "--open", "--json").json) == 2


def test_duplicates_evaluate_measures_against_a_file_of_truth(bakery: Desk) -> None:
    bakery.done("duplicates", "find")
    bakery.file(
        "truth.csv",
        f"a,b,verdict\n{LINE}1,{LINE}5,duplicate\n{LINE}1,{LINE}3,distinct\n{LINE}1,{LINE}7,duplicate\n",
    )
    result = bakery.done("duplicates", "evaluate", "truth.csv", "--json").json
    assert names(result) >= {"pairs", "true", "found", "precision", "recall", "f1", "by_kind"}
    assert (result["pairs"], result["true"], result["found"]) == (2, 2, 1)
    assert (result["precision"], result["recall"], result["f1"]) == (0.5, 0.5, 0.5)
    by_kind = {
        kind: [figures[name] for name in ("pairs", "true", "precision")]
        for kind, figures in result["by_kind"].items()
    }
    assert (by_kind["exact"], by_kind["variant"]) == ([1, 1, 1.0], [1, 0, 0.0])
    assert "precision 0.500, recall 0.500" in bakery.done("duplicates", "evaluate", "truth.csv").out


def test_duplicates_evaluate_measures_against_the_verdicts_here(bakery: Desk) -> None:
    nothing = bakery.done("duplicates", "evaluate", "--json").json
    assert (nothing["pairs"], nothing["precision"]) == (0, None)
    assert "undefined" in bakery.done("duplicates", "evaluate").out
    bakery.done("duplicates", "find")
    bakery.done("duplicates", "decide", f"{LINE}1", f"{LINE}5", "duplicate")
    assert bakery.done("duplicates", "evaluate", "--json").json["recall"] == 1.0


def test_skills_are_imported_and_listed_with_their_use(bakery: Desk) -> None:
    bakery.file(
        "skills.csv",
        'preferredLabel,altLabels,skillType\nPython,"Python 3\nCPython",knowledge\nknead dough,,skill/competence\n',
    )
    assert bakery.done("skills", "import", "skills.csv", "--json").json == {
        "read": 2,
        "added": 2,
        "problems": [],
    }
    assert "2 skills read, 0 added" in bakery.done("skills", "import", "skills.csv").out
    bakery.done("tag", f"{LINE}1", "cpython")
    listed = bakery.done("skills", "list", "--json").json
    assert listed == [
        {
            "uri": "local:knead-dough",
            "label": "knead dough",
            "kind": "skill",
            "labels": [],
            "retired": False,
            "postings": 0,
        },
        {
            "uri": "local:python",
            "label": "Python",
            "kind": "knowledge",
            "labels": ["Python 3", "CPython"],
            "retired": False,
            "postings": 1,
        },
    ]
    assert "Python  (Python 3, CPython)" in bakery.done("skills", "list").out


def test_skills_that_cannot_be_taken_are_listed_with_their_row(bakery: Desk) -> None:
    bakery.file("skills.csv", "preferredLabel,skillType\nPython,knowledge\n,knowledge\npython,knowledge\n")
    ran = bakery.run("skills", "import", "skills.csv", "--json")
    assert ran.code == 1
    assert [problem["locator"] for problem in ran.json["problems"]] == ["row 2", "row 3"]
    ran = bakery.run("skills", "import", "skills.csv")
    assert ran.code == 1
    assert "row 2: the label is empty" in ran.err


def test_export_writes_the_dataset_and_never_over_another(bakery: Desk) -> None:
    bakery.done("tag", f"{LINE}1", "Python", "--quote", "Python")
    report = bakery.done("export", "--to", "out", "--json").json
    assert sorted(report["files"]) == sorted(path.name for path in (bakery.folder / "out").iterdir())
    assert report["rows"]["skills.csv"] == 1
    document = json.loads((bakery.folder / "out" / "postings.json").read_text())
    assert [posting["body"] for posting in document["postings"]] == [BAKER, BAKER, BAKER, NURSE]
    assert "out" in bakery.run("export", "--to", "out").sentence
    before = {path.name: path.read_bytes() for path in (bakery.folder / "out").iterdir()}
    text = bakery.done("export", "--to", "out", "--force")
    assert "postings.csv" in text.out
    assert {path.name: path.read_bytes() for path in (bakery.folder / "out").iterdir()} == before


def test_export_hides_names_until_told_otherwise(bakery: Desk) -> None:
    bakery.done("tag", f"{LINE}1", "Python", who="Rosalind")

    def annotators(folder: str) -> set[str]:
        with (bakery.folder / folder / "skills.csv").open(newline="") as file:
            return {row["annotator"] for row in csv.DictReader(file)}

    bakery.done("export", "--to", "hidden")
    bakery.done("export", "--to", "named", "--names")
    assert annotators("named") == {"Rosalind"}
    assert annotators("hidden").isdisjoint({"Rosalind"})


def test_check_finds_nothing_in_a_sound_database(bakery: Desk) -> None:
    assert bakery.done("check", "--json").json == {"findings": []}
    ran = bakery.done("check")
    assert (ran.out, ran.err) == ("", "All is well.\n")


def test_check_says_what_waits_for_a_person(bakery: Desk) -> None:
    bakery.file("feed.txt", f"Job Code: K7\n{BAKER}")
    bakery.done("import", "--as", "text", "feed.txt")
    bakery.done("tag", "feed:line 1", "night work", "--quote", "at night")
    bakery.file("feed.txt", f"Job Code: K7\n{NURSE}")
    [report] = bakery.done("import", "--as", "text", "feed.txt", "--json").json
    assert report["revised"] == 1
    ran = bakery.run("check", "--json")
    assert ran.code == 1
    [finding] = ran.json["findings"]
    assert "at night" in finding


def test_backup_is_a_whole_database_and_never_overwrites(bakery: Desk) -> None:
    bakery.done("tag", f"{LINE}1", "Python")
    ran = bakery.done("backup", "copy.db")
    assert (ran.out, ran.err) == ("", "postil.db was copied to copy.db.\n")
    assert bakery.done("status", "--json", "--db", "copy.db").json == bakery.done("status", "--json").json
    assert "never overwrites" in bakery.run("backup", "copy.db").sentence
    with Store.open(bakery.folder / "copy.db") as copy:
        assert list(copy.findings()) == []
