"""What the options of an import do: trying it, correcting the columns, keeping what was refused."""

import hashlib
from pathlib import Path

import pytest

from importers import IMPORTERS
from importers.fields.mapping import FIELDS

from .conftest import BAKER, NURSE, PAGE
from .running import Desk

BAD_PAGE = f"{PAGE}\nGB, Hull\nGB, Bath\n{NURSE}"
"""PAGE, then a place with no body under it, then one more nurse."""


def files(folder: Path) -> dict[str, str]:
    """Every file below a folder with its hash, but for what SQLite keeps beside a database while it is open."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith(("-wal", "-shm"))
    }


# Trying it


def test_a_dry_run_makes_no_database(desk: Desk) -> None:
    desk.file("bakery.txt", PAGE)
    ran = desk.done("import", "bakery.txt", "--dry-run")
    assert ran.lines[0] == (
        "bakery.txt (page) as bakery: 4 read, 4 would be added, 0 unchanged, 0 would be revised, 0 refused"
    )
    assert "nothing was written" in ran.err
    assert set(files(desk.folder)) == {"bakery.txt"}
    assert not desk.db.exists()


def test_a_dry_run_leaves_the_database_as_it_is(bakery: Desk) -> None:
    bakery.file("bakery.txt", BAD_PAGE)
    bakery.db.chmod(0o444)
    before = files(bakery.folder)
    ran = bakery.run("import", "bakery.txt", "--dry-run")
    assert ran.code == 1
    assert "6 read, 1 would be added, 4 unchanged, 0 would be revised, 1 refused" in ran.lines[0]
    assert files(bakery.folder) == before
    assert bakery.done("status", "--json").json["postings"] == 4


def test_a_dry_run_shows_the_first_new_posting_as_it_would_look(desk: Desk) -> None:
    long = "Knead the dough at night, and tend the oven by the river until the morning comes. " * 20
    desk.file("bakery.txt", f"GB, York\nWe seek a Bread Baker. {long}\nGB, Leeds\n{NURSE}")
    ran = desk.done("import", "bakery.txt", "--dry-run")
    shown = ran.lines[ran.lines.index("  The first new posting as it would look:") + 1 :]
    assert [line.strip() for line in shown[:3]] == ["~Bread Baker", "GB, York", "line 1"]
    body = [line.removeprefix("    | ") for line in shown if line.startswith("    | ")]
    assert body[0].startswith("We seek a Bread Baker. Knead")
    assert body[-1] == "…"
    assert "Ward Nurse" not in ran.out
    assert max(map(len, ran.lines)) < 120


def test_a_dry_run_as_json_is_the_report_and_how_it_was_understood(desk: Desk) -> None:
    desk.file("bakery.txt", BAD_PAGE)
    ran = desk.run("import", "bakery.txt", "--dry-run", "--json")
    assert ran.code == 1
    [found] = ran.json
    counts = {name: found[name] for name in ("read", "added", "unchanged", "revised", "refused")}
    assert counts == {"read": 6, "added": 5, "unchanged": 0, "revised": 0, "refused": 1}
    assert (found["file"], found["source"], found["format"]) == ("bakery.txt", "bakery", "page")
    assert (found["dry_run"], found["mapping"], found["unused"]) == (True, [], [])
    assert [problem["locator"] for problem in found["problems"]] == ["line 9"]
    assert found["first"]["body"] == BAKER
    assert found["first"]["locator"] == "line 1"
    assert found["first"]["locations"][0]["city"] == "York"


def test_what_is_stored_looks_as_the_dry_run_said(desk: Desk) -> None:
    desk.file("bakery.txt", BAD_PAGE)
    [tried] = desk.run("import", "bakery.txt", "--dry-run", "--json").json
    [done] = desk.run("import", "bakery.txt", "--json").json
    same = (
        "source",
        "format",
        "file",
        "read",
        "added",
        "unchanged",
        "revised",
        "refused",
        "problems",
        "mapping",
    )
    assert {name: done[name] for name in same} == {name: tried[name] for name in same}
    stored = desk.done("show", "bakery:line 1", "--json").json
    assert {name: stored[name] for name in tried["first"]} == tried["first"]


def test_a_dry_run_of_what_is_there_already_has_no_first_posting(bakery: Desk) -> None:
    [found] = bakery.done("import", "bakery.txt", "--dry-run", "--json").json
    assert (found["added"], found["unchanged"], found["first"]) == (0, 4, None)
    assert "first new posting" not in bakery.done("import", "bakery.txt", "--dry-run").out


def test_several_files_are_tried_one_by_one_and_summed(desk: Desk) -> None:
    desk.file("in/a.txt", PAGE)
    desk.file("in/b.bin", bytes(range(256)))
    desk.file("in/c.txt", f"GB, York\n{NURSE}")
    ran = desk.run("import", "in", "--dry-run")
    assert ran.code == 1
    assert ran.lines[-1].startswith("in all: 5 read, 5 would be added")
    assert "not read: b.bin: " in ran.err
    assert not desk.db.exists()


def test_a_dry_run_of_standard_input_reads_it(desk: Desk) -> None:
    ran = desk.done("import", "-", "--dry-run", stdin=PAGE)
    assert ran.lines[0].startswith("stdin (page) as stdin: 4 read")


def test_a_hostile_file_is_tried_without_a_control_character(desk: Desk) -> None:
    body = "Ring \x1b]0;PWN\x07 the bell \x9b31m \u202egpj.exe and knead the dough all through the night."
    desk.file("b\x1b[2Jell.txt", f"GB, York\n{body}\nGB, Hull")
    ran = desk.run("import", "b\x1b[2Jell.txt", "--dry-run")
    assert "␛]0;PWN" in ran.out
    assert not any(bad in ran.out + ran.err for bad in "\x1b\x07\x9b\u202e")


# Problems


def test_a_report_counts_the_problems_that_it_does_not_show(desk: Desk) -> None:
    desk.file("a.txt", PAGE + "\nGB, York" * 30)
    ran = desk.run("import", "a.txt", "--dry-run")
    assert ran.err.count("no body follows") == 20
    assert "… and 10 more problems (--json lists them all)" in ran.err


# Keeping what was refused


def test_refused_records_are_written_down_and_the_mended_file_imports(desk: Desk) -> None:
    desk.file("bakery.txt", BAD_PAGE)
    ran = desk.run("import", "bakery.txt", "--rejects", "bad.txt")
    assert ran.code == 1
    assert "The refused records are in bad.txt." in ran.err
    assert "postil import bad.txt --source bakery" in ran.err
    kept = (desk.folder / "bad.txt").read_text(encoding="utf-8")
    assert "GB, Hull" in kept
    assert "no body follows" in kept
    assert "Bath" not in kept


def test_each_source_has_a_file_of_its_own_for_what_was_refused(desk: Desk) -> None:
    for name in ("bakery.txt", "mill.txt"):
        desk.file(name, BAD_PAGE)
    ran = desk.run("import", "bakery.txt", "mill.txt", "--rejects", "bad.txt")
    assert "bad.txt. Mended there, they are imported by: postil import bad.txt --source bakery" in ran.err
    assert "bad-2.txt. Mended there, they are imported by: postil import bad-2.txt --source mill" in ran.err
    for name, source in (("bad.txt", "bakery"), ("bad-2.txt", "mill")):
        path = desk.folder / name
        path.write_text(path.read_text().replace("GB, Hull\n", f"GB, Hull\n{NURSE} In Hull.\n"))
        mended = desk.done("import", name, "--source", source)
        assert "1 read, 1 added" in mended.out


def test_no_file_is_made_where_nothing_is_refused(desk: Desk) -> None:
    desk.file("bakery.txt", PAGE)
    ran = desk.done("import", "bakery.txt", "--rejects", "bad.txt")
    assert "bad.txt" not in ran.err
    assert not (desk.folder / "bad.txt").exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--rejects", "bakery.txt"], "bakery.txt exists already"),
        (["--rejects", "nowhere/bad.txt"], "There is no folder nowhere"),
        (["--rejects", "bad.txt", "--dry-run"], "--dry-run writes nothing, so leave out --rejects"),
        (["--map", "title"], "'title' is not of the form FIELD=COLUMN"),
        (["--map", "titel=Title"], "There is no field 'titel'; --fields lists them."),
        (["--map", "=Title"], "'=Title' is not of the form FIELD=COLUMN"),
        (["--map", "title=", "--map", "title=Title"], "title cannot be left empty and have a column as well"),
        (["--map", "title=Title", "--map", "title="], "title cannot be left empty and have a column as well"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_options_that_make_no_sense_are_refused_before_anything_is_read(
    desk: Desk, words: list[str], says: str
) -> None:
    desk.file("bakery.txt", PAGE)
    before = files(desk.folder)
    assert says in desk.run("import", "bakery.txt", *words).sentence
    assert files(desk.folder).items() >= before.items()
    if desk.db.exists():
        assert desk.done("status", "--json").json["postings"] == 0


# Columns

LONG = (
    "Knead the dough at night and tend the oven by the river until the morning, all through the winter. " * 2
)
TABLE = "Job Title,Firma,Notes,Ref\n" + "".join(
    f"Night Baker {n},Lantern Bakery,{LONG.replace(',', ' ')}Oven {n}.,R-{n}\n" for n in range(4)
)


def mapping(desk: Desk, *words: str) -> dict[str, list[tuple[str, str]]]:
    [report] = desk.done("import", "jobs.csv", "--dry-run", "--json", *words).json
    found: dict[str, list[tuple[str, str]]] = {}
    for one in report["mapping"]:
        found.setdefault(one["field"], []).append((one["column"], one["how"]))
    return found


def test_a_dry_run_shows_the_columns_with_three_samples_each(desk: Desk) -> None:
    desk.file("jobs.csv", TABLE)
    lines = desk.done("import", "jobs.csv", "--dry-run").lines
    assert lines[1:3] == [
        '  title   ← Job Title (known name): "Night Baker 0", "Night Baker 1", "Night Baker 2"',
        '  company ← Firma (known name): "Lantern Bakery"',
    ]
    assert lines[3].startswith('  body    ← Notes (longest text): "Knead the dough')
    assert lines[4] == "  not used: Ref"
    assert lines[6].strip() == "Night Baker 0"
    [report] = desk.done("import", "jobs.csv", "--dry-run", "--json").json
    assert report["unused"] == ["Ref"]
    assert report["mapping"][0] == {
        "field": "title",
        "column": "Job Title",
        "how": "known name",
        "samples": ["Night Baker 0", "Night Baker 1", "Night Baker 2"],
    }


def test_columns_that_were_guessed_are_told_of_when_they_are_used(desk: Desk) -> None:
    desk.file("jobs.csv", TABLE)
    ran = desk.done("import", "jobs.csv", "--no-find")
    assert ran.err.strip() == (
        "jobs.csv: guessed body ← Notes (longest text). --map FIELD=COLUMN corrects it, --dry-run shows all."
    )
    assert desk.done("import", "jobs.csv", "--map", "body=Notes", "--source", "said", "--no-find").err == ""


def test_map_says_which_column_a_field_comes_from_and_is_remembered(desk: Desk) -> None:
    desk.file("jobs.csv", TABLE)
    assert mapping(desk, "--map", "external_id=Ref", "--map", "title=firma", "--map", "company=") == {
        "title": [("Firma", "said")],
        "body": [("Notes", "longest text")],
        "external_id": [("Ref", "said")],
    }
    desk.done("import", "jobs.csv", "--map", "external_id = Ref")
    assert mapping(desk)["external_id"] == [("Ref", "remembered")]
    assert desk.done("show", "jobs:row 1", "--json").json["external_id"] == "R-0"


def test_a_field_may_have_several_columns_in_their_order(desk: Desk) -> None:
    desk.file("jobs.csv", TABLE)
    words = ("--map", "body=Notes", "--map", "body=Ref")
    assert mapping(desk, *words)["body"] == [("Notes", "said"), ("Ref", "said")]
    desk.done("import", "jobs.csv", *words)
    assert desk.done("show", "jobs:row 2", "--json").json["body"].endswith("Oven 1.\n\nR-1")


def test_a_field_that_is_left_empty_is_shown_as_such(desk: Desk) -> None:
    desk.file("jobs.csv", TABLE)
    lines = desk.done("import", "jobs.csv", "--dry-run", "--map", "company=").lines
    assert "  company left empty" in lines
    [report] = desk.done("import", "jobs.csv", "--dry-run", "--json", "--map", "company=").json
    assert report["left_empty"] == ["company"]
    assert report["first"]["company"] is None


def test_the_mapping_of_an_import_is_in_its_json(desk: Desk) -> None:
    desk.file("jobs.csv", TABLE)
    [report] = desk.done("import", "jobs.csv", "--json").json
    assert [one["column"] for one in report["mapping"]] == ["Job Title", "Firma", "Notes"]


def test_a_column_that_is_not_there_is_refused_with_those_that_are(desk: Desk) -> None:
    desk.file("jobs.csv", TABLE)
    sentence = desk.run("import", "jobs.csv", "--map", "title=Job").sentence
    assert "There is no column 'Job'" in sentence
    assert "Job Title, Firma, Notes, Ref" in sentence


def test_hostile_columns_and_values_reach_no_terminal(desk: Desk) -> None:
    desk.file("jobs.csv", TABLE.replace("Firma", "Fir\x1b[2Jma").replace("Lantern", "Lan\x9btern\u202e"))
    ran = desk.done("import", "jobs.csv", "--dry-run", "--map", "company=Fir\x1b[2Jma")
    assert "Firma" in ran.out.replace("␛[2J", "")
    assert not any(bad in ran.out + ran.err for bad in "\x1b\x9b\u202e")


def test_columns_that_have_no_say_are_told_of(desk: Desk) -> None:
    desk.file("bakery.txt", PAGE)
    ran = desk.done("import", "bakery.txt", "--map", "title=Job")
    assert "--map changes nothing here: the fields of page have fixed places." in ran.err
    assert "--map" not in desk.done("import", "bakery.txt").err


# Lists


def test_the_formats_are_listed_in_two_columns(desk: Desk) -> None:
    lines = desk.done("import", "--formats").lines
    assert [line.split()[0] for line in lines] == [importer.name for importer in IMPORTERS]
    width = max(len(importer.name) for importer in IMPORTERS)
    for line, importer in zip(lines, IMPORTERS, strict=True):
        assert line[width + 2 :] == importer.description
    listed = desk.done("import", "--formats", "--json").json
    assert [(one["name"], one["description"]) for one in listed] == [
        (importer.name, importer.description) for importer in IMPORTERS
    ]
    assert not desk.db.exists()


def test_the_fields_that_map_knows_are_listed(desk: Desk) -> None:
    lines = desk.done("import", "--fields").lines
    assert [line.split()[0] for line in lines] == list(FIELDS)
    assert lines[0].split(maxsplit=1)[1] == FIELDS["title"]
    listed = desk.done("import", "--fields", "--json").json
    assert {one["name"]: one["description"] for one in listed} == FIELDS
