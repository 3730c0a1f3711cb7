import csv
import hashlib
import io
import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from exports import export
from exports.guard import unguard
from exports.schema import TABLES, schema
from store import State, Store, StoreError, Tag, Verdict, canonical
from tests.build import draft, fill, keys, take

from .conftest import ANN, BODY, TEXTS, WILMA, contents, exported

FILES = [
    "README.md",
    "SHA256SUMS",
    "datapackage.json",
    "duplicates.csv",
    "notes.csv",
    "postings.csv",
    "postings.json",
    "postings.jsonl",
    "schema.json",
    "skills.csv",
]


def document(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "postings.json").read_text())
    Draft202012Validator(
        json.loads((folder / "schema.json").read_text()), format_checker=FormatChecker()
    ).validate(found)
    return found


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return [
            {column: unguard(cell) for column, cell in row.items()}
            for row in csv.DictReader(file, strict=True)
        ]


def test_all_files_are_written_and_counted(curated: Store, tmp_path: Path) -> None:
    report = exported(curated, tmp_path / "out")
    written = contents(tmp_path / "out")
    assert sorted(written) == FILES == list(report.files)
    assert dict(report.rows) == {
        "postings.jsonl": 4,
        "postings.json": 4,
        "postings.csv": 4,
        "skills.csv": 4,
        "duplicates.csv": 3,
        "notes.csv": 2,
    }
    assert report.bytes == sum(len(data) for data in written.values())
    assert report.sha256 == hashlib.sha256(written["SHA256SUMS"]).hexdigest()
    assert report.path == tmp_path / "out"


def test_the_checksums_hold(curated: Store, tmp_path: Path) -> None:
    exported(curated, tmp_path / "out")
    written = contents(tmp_path / "out")
    sums = [line.split("  ") for line in written.pop("SHA256SUMS").decode().splitlines()]
    assert [name for _, name in sums] == sorted(written)
    assert all(hashlib.sha256(written[name]).hexdigest() == digest for digest, name in sums)
    checked = subprocess.run(
        ["sha256sum", "--strict", "--quiet", "-c", "SHA256SUMS"], cwd=tmp_path / "out", check=False
    )
    assert checked.returncode == 0


def test_a_posting_comes_out_whole(curated: Store, tmp_path: Path) -> None:
    exported(curated, tmp_path / "out")
    found = document(tmp_path / "out")
    assert (found["format"], found["version"]) == ("postil-dataset", 1)
    first, second, third, fourth = found["postings"]
    assert [posting["body"] for posting in found["postings"]] == list(TEXTS)
    place = BODY.index("C++")
    own = {"settled": None, "settled_by": None}
    tag = {"skill": "C++", "uri": "http://esco/1", "kind": "knowledge", "quote": "C++", **own}
    span = {"start": place, "end": place + 3}
    uids = [tag.uid for tag in sorted(curated.posting(ANN, keys(curated)[0]).tags, key=by_name)]
    states = {(key, name): at for key, name, _, at in curated.states()}
    times = {(said.a, said.b, said.annotator): said.at for said in curated.judgements()}
    assert first == {
        "key": keys(curated)[0],
        "source": "feed|*x*",
        "locator": "line 1",
        "external_id": "-1",
        "url": "https://example.org/1?a=1&b=2",
        "title": "+Bäcker (m/w/d)",
        "title_inferred": None,
        "company": "@Kruste \"GmbH\", 'Berlin'",
        "locations": [
            {"text": "DE, Berlin", "country": "DE", "region": None, "city": "Berlin"},
            {"text": "Remote", "country": None, "region": None, "city": None},
        ],
        "work_mode": "hybrid",
        "employment_type": ["Vollzeit", "FULL_TIME"],
        "date_posted": "2026-01-02",
        "salary_text": "=1+1",
        "revision": 0,
        "split": None,
        "split_place": None,
        "raw": None,
        "body": BODY,
        "sections": [{"heading": "- Brot", "start": BODY.index("- Brot"), "end": len(BODY)}],
        "source_skills": [{"text": "C++", "requirement": "required"}],
        "tags": [
            {**tag, **span, "requirement": "preferred", "annotator": "annotator-00000001", "uid": uids[0]},
            {**tag, **span, "requirement": "required", "annotator": "annotator-00000002", "uid": uids[2]},
            {
                "skill": "Ruhe", "uri": "local:ruhe", "kind": "knowledge", "requirement": "mentioned",
                "start": None, "end": None, "quote": None, "annotator": "annotator-00000001", "uid": uids[1], **own,
            },
        ],
        "notes": [],
        "states": [
            {"annotator": "annotator-00000001", "state": "done", "at": states[first["key"], ANN], **own},
            {"annotator": "annotator-00000002", "state": "done", "at": states[first["key"], WILMA], **own},
        ],
        "chosen": [],
        "pairs": [],
        "disagreements": [],
        "cluster": {
            "canonical": second["key"],
            "members": [
                {"key": first["key"], "verdict": "variant"},
                {"key": second["key"], "verdict": None},
            ],
        },
    }  # fmt: skip
    assert second["cluster"] == first["cluster"]
    assert [choice["annotator"] for choice in second["chosen"]] == ["annotator-00000001"]
    (pair,) = second["pairs"]
    assert (pair["other"], pair["kind"], pair["reasons"][0]) == (
        first["key"],
        "near",
        "text equal after normalisation",
    )
    assert pair["verdicts"] == [
        {"verdict": verdict, "annotator": called, "at": times[first["key"], second["key"], name], **own}
        for verdict, called, name in (
            ("duplicate", "annotator-00000001", ANN),
            ("variant", "annotator-00000002", WILMA),
        )
    ]
    assert third["cluster"] is None
    assert fourth["title_inferred"] == {"text": "Baker", "rule": "as a", "start": 5, "end": 10}
    for posting in found["postings"]:
        for item in posting["tags"] + posting["notes"]:
            if item["start"] is not None:
                assert posting["body"][item["start"] : item["end"]] == item["quote"]


def by_name(tag: Tag) -> tuple[object, ...]:
    return tag.annotator, tag.span is None


def test_the_lines_are_the_postings_of_the_document(curated: Store, tmp_path: Path) -> None:
    exported(curated, tmp_path / "out")
    lines = (tmp_path / "out" / "postings.jsonl").read_text().removesuffix("\n").split("\n")
    assert [json.loads(line) for line in lines] == document(tmp_path / "out")["postings"]
    described = json.loads((tmp_path / "out" / "schema.json").read_text())
    Draft202012Validator({**described, "$ref": "#/$defs/PostingModel"}).validate(json.loads(lines[0]))


def test_the_tables_say_the_same(curated: Store, tmp_path: Path) -> None:
    exported(curated, tmp_path / "out")
    postings = document(tmp_path / "out")["postings"]
    rows = table(tmp_path / "out", "postings.csv")
    plain = ("key", "source", "locator", "external_id", "url", "title", "company", "salary_text", "body")
    for row, posting in zip(rows, postings, strict=True):
        assert {name: row[name] for name in plain} == {name: posting[name] or "" for name in plain}
        assert (row["tags"], row["notes"]) == (str(len(posting["tags"])), str(len(posting["notes"])))
    assert rows[0]["locations"].split("\n") == ["DE, Berlin", "Remote"]
    assert rows[0]["employment_type"] == "Vollzeit\nFULL_TIME"
    assert rows[0]["states"] == "annotator-00000001 done\nannotator-00000002 done"
    assert [row["cluster"] for row in rows] == [postings[1]["key"]] * 2 + ["", ""]
    assert rows[3]["title_inferred"] == "Baker"
    for name, kind in (("skills.csv", "tags"), ("notes.csv", "notes")):
        assert table(tmp_path / "out", name) == [
            {
                "posting": posting["key"],
                "split": "",
                **{column: "" if value is None else str(value) for column, value in item.items()},
            }
            for posting in postings
            for item in posting[kind]
        ]


def test_judged_pairs_come_with_what_the_machine_had_proposed(curated: Store, tmp_path: Path) -> None:
    first, second, third, fourth = keys(curated)
    fill(curated, ["open", "open"], source="more")
    exported(curated, tmp_path / "out")
    rows = table(tmp_path / "out", "duplicates.csv")
    assert [(row["a"], row["b"], row["verdict"], row["annotator"], row["kind"]) for row in rows] == [
        (first, second, "duplicate", "annotator-00000001", "near"),
        (first, second, "variant", "annotator-00000002", "near"),
        (third, fourth, "related", "annotator-00000001", ""),
    ]
    assert rows[0]["reasons"].split("\n")[0] == "text equal after normalisation"
    assert 0 < float(rows[0]["score"]) < 1
    assert (rows[2]["score"], rows[2]["reasons"]) == ("", "")
    assert rows[0]["at"].endswith("+00:00")


def test_the_tables_are_as_their_schema_says(curated: Store, tmp_path: Path) -> None:
    exported(curated, tmp_path / "out")
    described = json.loads((tmp_path / "out" / "schema.json").read_text())
    Draft202012Validator.check_schema(described)
    for name, model in TABLES.items():
        properties = described["$defs"][model.__name__]["properties"]
        with (tmp_path / "out" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        assert sorted(properties) == sorted(header)
        card = (tmp_path / "out" / "README.md").read_text()
        assert all(f"| `{column}` |" in card for column in header)


def test_the_schema_refuses_what_is_no_dataset() -> None:
    validator = Draft202012Validator(json.loads(schema()))
    assert not validator.is_valid({"format": "postil-dataset", "version": 2, "postings": []})
    assert not validator.is_valid({"format": "postil-dataset", "version": 1, "postings": [{"key": "a"}]})
    assert validator.is_valid({"format": "postil-dataset", "version": 1, "postings": []})


def test_tables_are_bytes_that_every_reader_takes(curated: Store, tmp_path: Path) -> None:
    exported(curated, tmp_path / "out")
    for name in TABLES:
        data = (tmp_path / "out" / f"{name}.csv").read_bytes()
        assert not data.startswith(b"\xef\xbb\xbf")
        assert data.endswith(b'"\r\n')
        assert data.startswith(b'"')
        for row in csv.reader(io.StringIO(data.decode(), newline=""), strict=True):
            assert not [cell for cell in row if cell[:1] in tuple("=+-@\t\r\n")]
    document = (tmp_path / "out" / "postings.json").read_bytes()
    assert document.isascii()
    assert b"\x1b" not in document


def test_names_are_written_only_where_they_are_asked_for(curated: Store, tmp_path: Path) -> None:
    exported(curated, tmp_path / "out")
    assert not [
        name for name, data in contents(tmp_path / "out").items() if b'"ann"' in data or b"wilma" in data
    ]
    exported(curated, tmp_path / "named", names=True)
    assert [row["annotator"] for row in table(tmp_path / "named", "notes.csv")] == [WILMA, ANN]
    assert "| wilma | 1 | 1 | 1 | 1 |" in (tmp_path / "named" / "README.md").read_text()


def test_pseudonyms_stay_as_more_people_join(curated: Store, tmp_path: Path) -> None:
    exported(curated, tmp_path / "before")
    curated.set_state("aaa", keys(curated)[3], State.DONE)
    exported(curated, tmp_path / "after")
    before, after = (table(tmp_path / name, "skills.csv") for name in ("before", "after"))
    assert before == after
    (state,) = document(tmp_path / "after")["postings"][3]["states"]
    assert (state["annotator"], state["state"]) == ("annotator-00000003", "done")


def test_who_came_with_a_pseudonym_keeps_it_where_it_is_free(store: Store, tmp_path: Path) -> None:
    people = ["annotator-00000002", ANN, WILMA, "annotator-00000001", "annotator-0000000a", "annotator-3"]
    for person, key in zip(people, fill(store, [f"text {number}" for number in range(6)]), strict=True):
        store.set_state(person, key, State.DONE)
    exported(store, tmp_path / "out")
    rows = table(tmp_path / "out", "postings.csv")
    called = [row["states"].removeprefix("annotator-").removesuffix(" done") for row in rows]
    assert called == ["00000002", "00000001", "00000003", "00000004", "0000000a", "00000005"]
    exported(store, tmp_path / "named", names=True)
    assert [row["states"] for row in table(tmp_path / "named", "postings.csv")] == [
        f"{person} done" for person in people
    ]


def test_words_that_a_revision_took_away_keep_their_quote(store: Store, tmp_path: Path) -> None:
    take(store, draft("We bake bread.", external_id="1"))
    (key,) = keys(store)
    store.tag(ANN, key, "bread", quote="bread")
    store.note(ANN, key, "nice", quote="bake")
    take(store, draft("We bake cake.", external_id="1"))
    exported(store, tmp_path / "out")
    (posting,) = document(tmp_path / "out")["postings"]
    assert posting["revision"] == 1
    (tag,), (note,) = posting["tags"], posting["notes"]
    assert (tag["start"], tag["end"], tag["quote"]) == (None, None, "bread")
    assert (note["start"], note["end"], note["quote"]) == (3, 7, "bake")
    assert "took away: 1." in (tmp_path / "out" / "README.md").read_text()


def test_a_quote_that_does_not_stand_in_the_text_stops_the_export(
    curated: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = curated.dataset_postings

    def changed(numbers: Sequence[int], *, raw: bool = False) -> Any:
        texts = [[*row[:17], row[17].replace("bread", "cakes"), *row[18:]] for row in rows(numbers, raw=raw)]
        return [tuple(row) for row in texts]

    monkeypatch.setattr(curated, "dataset_postings", changed)
    with pytest.raises(StoreError, match="from 3 to 13 the text does not read as it is quoted"):
        exported(curated, tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir() if "out" in path.name] == []


def test_an_empty_database_gives_an_empty_dataset(store: Store, tmp_path: Path) -> None:
    report = exported(store, tmp_path / "out")
    assert document(tmp_path / "out")["postings"] == []
    assert set(report.rows.values()) == {0}
    assert "Nobody has decided anything yet." in (tmp_path / "out" / "README.md").read_text()


def test_progress_is_told_up_to_the_end(store: Store, tmp_path: Path) -> None:
    fill(store, [f"text {number}" for number in range(250)])
    calls: list[tuple[int, int]] = []
    export(store, tmp_path / "out", [], progress=lambda done, total: calls.append((done, total)))
    assert calls == [(100, 250), (200, 250), (250, 250)]


def test_the_card_tells_of_sources_and_people_but_of_no_path(curated: Store, tmp_path: Path) -> None:
    take(curated, "one more", source="../../etc/pass\x1b[2Jwd\nX # <b>")
    exported(curated, tmp_path / "out")
    card = (tmp_path / "out" / "README.md").read_text()
    assert r"| feed\|\*x\* | 4 | 1 | 20" in card
    assert "\x1b" not in card
    assert "<b>" not in card
    assert str(tmp_path) not in card
    assert "| annotator\\-00000001 | 2 | 3 | 1 | 2 |" in card
    assert "Postings done by more than one of them: 1." in card
    assert "^'+[=+\\-@\\t\\r\\n＝＋－＠]" in card


@given(
    st.lists(st.tuples(st.sampled_from([ANN, WILMA]), st.sampled_from(Verdict), st.integers(0, 5)), max_size=6),
    st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip), min_size=4, max_size=4),
)  # fmt: skip
def test_any_state_is_as_the_schema_says(
    tmp_path_factory: pytest.TempPathFactory, verdicts: list[tuple[str, Verdict, int]], bodies: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    bodies = [f"{canonical(body)}x" for body in bodies]
    with Store.open(folder / "postil.db", create=True) as store:
        found = fill(store, bodies)
        pairs = [(a, b) for a in found for b in found if a < b]
        for who, verdict, number in verdicts:
            store.judge(who, [pairs[number]], verdict)
            store.tag(who, found[number % 4], "x", span=(0, 1))
        exported(store, folder / "out")
    assert [posting["body"] for posting in document(folder / "out")["postings"]] == bodies
    assert [row["body"] for row in table(folder / "out", "postings.csv")] == bodies
