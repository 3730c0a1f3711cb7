"""postil duplicates find --engine, export-texts and import, as they are typed."""

import json
import socket
from pathlib import Path

import pytest

pytest.importorskip("pyarrow", reason="Parquet needs pyarrow")

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.advertisements import advertisements
from tests.cli.running import Desk
from tests.duplicates.engines.postings import Files

COUNT = 120
FOUND = ("duplicates", "list", "--json")


@pytest.fixture(scope="module")
def made() -> str:
    return "\n".join(
        json.dumps(
            {
                "id": str(number),
                "title": one.title,
                "company": one.employer,
                "location": f"{one.country}, {one.city}",
                "date_posted": one.date,
                "description": one.body,
            }
        )
        for number, one in enumerate(advertisements(COUNT, seed=2))
    )


@pytest.fixture
def desk(
    tmp_path: Path, made: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    """Two databases, `here.db` and `there.db`, with the same postings and no pairs."""
    found = Desk(tmp_path, monkeypatch, capsys)
    found.file("jobs.jsonl", made)
    for name in ("here.db", "there.db"):
        found.done("import", "jobs.jsonl", "--no-find", "--db", name)
    return found


def refused(desk: Desk, *words: object) -> str:
    return desk.run("duplicates", *words).sentence


def test_sqlite_proposes_what_the_search_in_memory_proposes(desk: Desk) -> None:
    desk.done("duplicates", "find", "--db", "here.db")
    ran = desk.done("duplicates", "find", "--engine", "sqlite", "--db", "there.db", "--json")
    expected = desk.done(*FOUND, "--db", "here.db").json
    assert desk.done(*FOUND, "--db", "there.db").json == expected
    assert ran.json["proposed"] == ran.json["new"] == len(expected) > 20
    again = desk.done("duplicates", "find", "--engine", "sqlite", "--db", "there.db")
    assert again.lines[-1].endswith(" 0 of them new")


def test_daft_proposes_it_too_and_its_end_is_no_matter(desk: Desk) -> None:
    pytest.importorskip("daft", reason="needs the extra `cluster`")
    desk.done("duplicates", "find", "--db", "here.db")
    desk.done("duplicates", "find", "--engine", "daft", "--db", "there.db")
    assert desk.done(*FOUND, "--db", "there.db").json == desk.done(*FOUND, "--db", "here.db").json


def test_postings_go_out_and_pairs_come_home(desk: Desk) -> None:
    out = desk.done("duplicates", "export-texts", "--to", "postings.parquet", "--db", "here.db")
    assert out.lines == [f"{COUNT} postings written to postings.parquet"]
    found = desk.done("duplicates", "find", "--from", "postings.parquet", "--to", "pairs.parquet", "--json")
    assert found.json["pairs"] == pq.read_metadata(desk.folder / "pairs.parquet").num_rows
    home = desk.done("duplicates", "import", "pairs.parquet", "--db", "there.db", "--json").json
    assert (home["read"], home["refused"], home["problems"]) == (found.json["pairs"], 0, [])
    desk.done("duplicates", "find", "--db", "here.db")
    assert desk.done(*FOUND, "--db", "there.db").json == desk.done(*FOUND, "--db", "here.db").json


def test_pairs_found_in_texts_that_were_revised_since_are_refused(desk: Desk, made: str) -> None:
    desk.done("duplicates", "export-texts", "--to", "postings.parquet", "--db", "here.db")
    plain = pq.read_table(desk.folder / "postings.parquet").drop_columns(["content"])
    pq.write_table(plain, desk.folder / "plain.parquet")  # as of whoever has no database
    for name in ("postings", "plain"):
        desk.done("duplicates", "find", "--from", f"{name}.parquet", "--to", f"{name}-pairs.parquet")
    rows = pq.read_table(desk.folder / "plain-pairs.parquet").to_pylist()
    first = rows[0]["a"]
    gone = sum(first in (row["a"], row["b"]) for row in rows)
    place = plain["key"].to_pylist().index(first)
    records = [json.loads(line) for line in made.splitlines()]
    records[place]["description"] += " Come by."
    desk.file("jobs.jsonl", "\n".join(map(json.dumps, records)))
    desk.done("import", "jobs.jsonl", "--no-find", "--db", "here.db")
    for name in ("postings", "plain"):
        ran = desk.run("duplicates", "import", f"{name}-pairs.parquet", "--db", "here.db", "--json")
        assert (ran.code, ran.json["read"], ran.json["refused"]) == (1, len(rows), gone)
        assert {problem["reason"] for problem in ran.json["problems"]} == {
            "this posting was revised since the search; search again"
        }
    listed = desk.done(*FOUND, "--db", "here.db").json
    assert len(listed) > 10
    assert not [one for one in listed if first in str(one)]


def test_a_file_that_is_there_is_replaced_only_when_told(desk: Desk) -> None:
    before = desk.file("taken.parquet", b"mine").read_bytes()
    for words in (("export-texts", "--to"), ("find", "--engine", "sqlite", "--to")):
        said = refused(desk, *words, "taken.parquet", "--db", "here.db")
        assert said == "postil: taken.parquet is there already. Give another name, or --force to replace it."
        assert (desk.folder / "taken.parquet").read_bytes() == before
        desk.done("duplicates", *words, "taken.parquet", "--db", "here.db", "--force")
        assert pq.read_metadata(desk.folder / "taken.parquet").num_rows > 0
        desk.file("taken.parquet", before)
    assert not list(desk.folder.glob(".*"))


def test_rows_that_are_refused_are_told_with_exit_1(desk: Desk) -> None:
    rows = {"a": ["x\x1b[2J", "y"], "b": ["z", "z"], "kind": ["near", "odd"], "score": [0.5, 0.5]}
    pq.write_table(pa.table(rows), desk.folder / "pairs.parquet")
    ran = desk.run("duplicates", "import", "pairs.parquet", "--db", "here.db")
    assert (ran.code, ran.lines) == (1, ["2 pairs read, 0 proposed, 0 of them new"])
    assert "row 1: a: there is no posting" in ran.err
    assert "row 2: kind: " in ran.err
    assert "\x1b" not in ran.err
    told = desk.run("duplicates", "import", "pairs.parquet", "--db", "here.db", "--json")
    assert (told.code, told.json["refused"], len(told.json["problems"])) == (1, 2, 2)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--engine", "ray"], "--engine ray needs --address HOST:PORT"),
        (["--engine", "ray", "--address", "127.0.0.1:1"], "a file that all nodes of the cluster can read"),
        (
            ["--engine", "ray", "--address", "here", "--from", ".", "--to", "p.parquet"],
            "no address of a Ray cluster",
        ),
        (["--engine", "daft", "--address", "127.0.0.1:1"], "no other engine takes one"),
        (["--address", "127.0.0.1:1"], "no other engine takes one"),
        (["--force"], "--force is about the file of --to"),
        (["--from", "jobs.jsonl"], "--from needs --to PAIRS.parquet"),
        (["--from", "none.parquet", "--to", "p.parquet"], "There is no file none.parquet."),
        (["--from", "jobs.jsonl", "--to", "p.parquet"], "jobs.jsonl cannot be read as Parquet"),
        (["--from", "keyless.parquet", "--to", "p.parquet"], "has no column 'key'"),
        (["--from", "numbered.parquet", "--to", "p.parquet"], "'body' holds int64 where text should be"),
        (["--from", "twice.parquet", "--to", "p.parquet"], "two postings of one key"),
        (["--from", "nameless.parquet", "--to", "p.parquet"], "A posting has no key"),
        (["--engine", "sqlite", "--to", "none/p.parquet"], "The folder none does not exist"),
        (["--engine", "sqlite", "--to", "."], "is a folder"),
    ],
    ids=[
        "ray",
        "nodes",
        "here",
        "daft-address",
        "address",
        "force",
        "from",
        "none",
        "jsonl",
        "keyless",
        "number",
        "twice",
        "nameless",
        "to",
        "dot",
    ],
)
def test_what_cannot_be_searched_is_said(desk: Desk, words: list[str], said: str) -> None:
    for name, columns in {
        "keyless": {"body": ["one"]},
        "numbered": {"key": ["a"], "body": [1]},
        "twice": {"key": ["a", "a"], "body": ["one", "two"]},
        "nameless": {"key": ["a", None], "body": ["one", "two"]},
    }.items():
        pq.write_table(pa.table(columns), desk.folder / f"{name}.parquet")
    assert said in refused(desk, "find", *words, "--db", "here.db")
    assert not (desk.folder / "p.parquet").exists()
    assert not list(desk.folder.glob(".*"))


def test_what_goes_wrong_in_daft_is_said_the_same(desk: Desk) -> None:
    pytest.importorskip("daft", reason="needs the extra `cluster`")
    pq.write_table(pa.table({"key": ["a", None], "body": ["one", "two"]}), desk.folder / "nameless.parquet")
    words = ("find", "--engine", "daft", "--from", "nameless.parquet", "--to", "p.parquet")
    assert refused(desk, *words).startswith("postil: A posting has no key.")
    assert not list(desk.folder.glob("*p.parquet*"))


def test_a_cluster_that_is_not_there_is_said_at_once(desk: Desk) -> None:
    pytest.importorskip("ray", reason="needs the extra `cluster`")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"  # nobody listens there as long as we hold it
        where = ("--engine", "ray", "--address", address, "--from", "jobs.jsonl", "--to", "p.parquet")
        said = refused(desk, "find", *where)
    assert said.startswith(f"postil: There is no Ray to be reached at {address}: ")


@pytest.mark.parametrize(
    ("engine", "extra"), [("sqlite", "parquet"), ("daft", "cluster"), ("ray", "cluster")]
)
def test_what_is_not_installed_is_said_with_how_to(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, engine: str, extra: str
) -> None:
    monkeypatch.setattr("tui.cli.engines.find_spec", lambda name: None)
    address = ["--address", "127.0.0.1:1"] if engine == "ray" else []
    said = refused(desk, "find", "--engine", engine, *address, "--from", "jobs.jsonl", "--to", "p.parquet")
    assert said.endswith(f"pip install 'postil[{extra}]'")


def test_a_folder_of_files_is_searched_as_one(desk: Desk, files: Files) -> None:
    desk.done("duplicates", "find", "--from", files.whole, "--to", "pairs.parquet")
    found = pq.read_table(desk.folder / "pairs.parquet").to_pylist()
    places = {row["key"]: place for place, row in enumerate(files.rows)}
    order = [(places[row["b"]], places[row["a"]]) for row in found]
    assert order == sorted(order)
    assert all(a < b for b, a in order)
