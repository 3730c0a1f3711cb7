"""A dataset as other programs read it."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from exports import Plan, export, models, own_layout
from exports.csv_file import CsvFile
from exports.guard import unguard
from exports.posting_json import encoded
from exports.tables import DISAGREEMENTS, write_csv
from exports.tables import TABLES as TABLE_LINES
from store import PairKind, Requirement, State, Store, UsageError, Verdict
from tests.build import fill

from .conftest import contents, exported

TABLES = ("postings", "skills", "duplicates", "notes")

# In processes of their own: some of these readers warn as they load, and all of them load slowly.
FRICTIONLESS = """
import json, sys, warnings
warnings.simplefilter("ignore")
from frictionless import Package, system
for folder in sys.argv[1:]:
    report = Package(folder + "/datapackage.json").validate()
    print(json.dumps([report.valid, sorted(set(error[0] for error in report.flatten(["type"])))]))
"""
FRAMES = """
import json, sys, warnings
warnings.simplefilter("ignore")
import duckdb, pandas
folder = sys.argv[1]
found = {}
for name in ("postings", "skills", "duplicates", "notes"):
    csv = pandas.read_csv(f"{folder}/{name}.csv", dtype=str, keep_default_na=False)
    how = "all_varchar=true, header=true, delim=',', quote='\\"', escape='\\"', allow_quoted_nulls=false"
    rows = duckdb.sql(f"SELECT * FROM read_csv('{folder}/{name}.csv', {how})")
    parquet = duckdb.sql(f"SELECT * FROM '{folder}/{name}.parquet'").to_arrow_table().to_pylist()
    found[name] = [csv.to_dict("records"), [dict(zip(rows.columns, row)) for row in rows.fetchall()], parquet]
lines = duckdb.sql(f"SELECT count(*), sum(len(tags)) FROM read_json_auto('{folder}/postings.jsonl')").fetchall()[0]
print(json.dumps([found, [int(value) for value in lines]]))
"""


def run(script: str, *folders: Path) -> list[Any]:
    done = subprocess.run(
        [sys.executable, "-c", script, *folders], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def whole(store: Store, target: Path, *, parquet: bool = False, excel: bool = False, **wishes: Any) -> Path:
    from duplicates.clusters import clustering

    plan = Plan(**wishes)
    layout = own_layout(parquet=parquet, excel=excel, disagreements=plan.agreed)
    with store.snapshot():
        export(store, target, clustering(store).clusters, plan, layout=layout)
    return target


@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[Store]:
    """Postings of sources whose names want to be a path, markup, a command or the end of a document."""
    with Store.open(tmp_path / "hostile.db", create=True) as store:
        for name in ("../../etc/passwd", '"}], "x": [{"', "\x1b]0;x\x07 <b>", "=cmd|' /C calc'!A0"):
            fill(store, [f"text of {len(name)} signs"], source=name)
        yield store


def test_frictionless_finds_it_sound_and_a_change_to_it_not(
    curated: Store, hostile: Store, tmp_path: Path
) -> None:
    folders = [
        whole(curated, tmp_path / "plain", splits={"train": 60, "test": 40}),
        whole(curated, tmp_path / "excel", excel=True, parquet=True),
        whole(curated, tmp_path / "some", query="bake"),
        whole(curated, tmp_path / "settled", decisions="majority", parquet=True),
        whole(hostile, tmp_path / "hostile"),
        whole(curated, tmp_path / "lines"),
        whole(curated, tmp_path / "changed"),
        whole(curated, tmp_path / "cut"),
    ]
    changed = tmp_path / "changed" / "notes.csv"
    changed.write_bytes(changed.read_bytes().replace(b"night?", b"night!"))
    cut = tmp_path / "cut" / "postings.csv"
    cut.write_bytes(cut.read_bytes()[: cut.stat().st_size // 2])
    lines = tmp_path / "lines" / "postings.jsonl"
    lines.write_bytes(lines.read_bytes().replace(b"bread", b"broad"))
    found = run(FRICTIONLESS, *folders)
    assert found[:5] == [[True, []]] * 5
    assert found[5] == found[6] == [False, ["hash-count"]]
    assert found[7][0] is False
    assert {"hash-count", "byte-count"} <= set(found[7][1])


def test_frames_and_databases_read_every_table_alike(curated: Store, tmp_path: Path) -> None:
    whole(curated, tmp_path / "out", parquet=True)
    ((found, lines),) = run(FRAMES, tmp_path / "out")
    for name in TABLES:
        with (tmp_path / "out" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, strict=True))
        frame, database, parquet = found[name]
        assert frame == database == rows
        assert [{column: cell(value) for column, value in row.items()} for row in parquet] == [
            {column: unguard(text) for column, text in row.items()} for row in rows
        ]
    assert lines == [4, 4]


def cell(value: object) -> str:
    if isinstance(value, list):
        return "\n".join(value)
    return "" if value is None else str(value)


def test_parquet_is_the_same_every_time_and_in_any_pieces(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pyarrow.parquet")
    import pyarrow.parquet

    fill(store, [f"text {number}" for number in range(25)])
    whole(store, tmp_path / "one", parquet=True)
    whole(store, tmp_path / "two", parquet=True)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    monkeypatch.setattr("exports.parquet_file.GROUP", 10)
    whole(store, tmp_path / "three", parquet=True)
    file = pyarrow.parquet.ParquetFile(tmp_path / "three" / "postings.parquet")
    assert file.num_row_groups == 3
    assert file.read().column("body").to_pylist() == [f"text {number}" for number in range(25)]


def test_without_pyarrow_it_says_what_to_install(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"postil\[parquet\]"):
        whole(store, tmp_path / "out", parquet=True)
    assert not (tmp_path / "out").exists()


def test_the_mark_for_excel_begins_every_table_and_no_other_file(curated: Store, tmp_path: Path) -> None:
    plain = contents(whole(curated, tmp_path / "plain"))
    marked = contents(whole(curated, tmp_path / "marked", excel=True))
    for name in plain.keys() - {"README.md", "SHA256SUMS", "datapackage.json"}:
        assert marked[name] == (b"\xef\xbb\xbf" if name.endswith(".csv") else b"") + plain[name]
    assert b"with a byte order mark" in marked["README.md"]


def test_the_descriptor_tells_of_imports_keys_and_formulas(curated: Store, tmp_path: Path) -> None:
    package = json.loads((whole(curated, tmp_path / "out") / "datapackage.json").read_text())
    (run_,) = package["sources"]
    assert (run_["source"], run_["file"], run_["format"], run_["added"]) == (
        "feed|*x*",
        "feed|*x*.txt",
        "text",
        4,
    )
    assert package["formulas"]["in"] == [f"{name}.csv" for name in TABLES]
    described = {resource["name"]: resource for resource in package["resources"]}
    assert described["skills"]["schema"]["foreignKeys"] == [
        {"fields": ["posting"], "reference": {"resource": "postings", "fields": ["key"]}}
    ]
    assert described["duplicates"]["schema"]["primaryKey"] == ["a", "b", "annotator"]


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
maybe = st.none() | texts
numbers = st.none() | st.integers(0, 10**6)
POSTING = TypeAdapter(models.PostingModel)


uids, times = st.just("u"), st.just("2026-01-02T03:04:05+00:00")
settled = st.none() | st.sampled_from(models.SettledAs)
tags = st.builds(
    models.TagModel,
    texts,
    texts,
    texts,
    st.sampled_from(Requirement),
    numbers,
    numbers,
    maybe,
    texts,
    uids,
    settled,
    maybe,
)
notes = st.builds(models.NoteModel, texts, texts, times, numbers, numbers, maybe, uids)
states = st.builds(models.StateModel, texts, st.sampled_from(State), times, settled, maybe)
said = st.builds(models.VerdictModel, st.sampled_from(Verdict), texts, times, settled, maybe)
pairs = st.builds(
    models.PairModel,
    texts,
    st.none() | st.sampled_from(PairKind),
    st.none() | st.floats(0, 1),
    st.lists(texts, max_size=2),
    st.lists(said, max_size=2),
)
disagreements = st.builds(
    models.DisagreementModel,
    st.sampled_from(models.Asked),
    texts,
    maybe,
    st.lists(texts, max_size=2),
    st.sampled_from(models.Stands),
    maybe,
    maybe,
    maybe,
    texts,
)
clusters = st.builds(
    models.ClusterModel,
    texts,
    st.lists(st.builds(models.MemberModel, texts, st.none() | st.sampled_from(Verdict)), max_size=2),
)


@settings(max_examples=50, deadline=None)
@given(
    posting=st.builds(
        models.PostingModel,
        **dict.fromkeys(("key", "source", "locator", "body"), texts),
        **dict.fromkeys(
            ("external_id", "url", "title", "company", "work_mode", "salary_text", "split", "raw"), maybe
        ),
        date_posted=st.none() | st.dates().map(str),
        revision=st.integers(0, 9),
        split_place=st.none() | st.integers(0, 99),
        employment_type=st.lists(texts, max_size=2),
        title_inferred=st.none() | st.builds(models.TitleGuess, texts, texts, st.just(0), st.just(3)),
        locations=st.lists(st.builds(models.Place, texts, maybe, maybe, maybe), max_size=2),
        sections=st.lists(st.builds(models.Part, texts, st.just(0), st.just(3)), max_size=1),
        source_skills=st.lists(st.builds(models.Claim, texts, st.sampled_from(Requirement)), max_size=1),
        tags=st.lists(tags, max_size=3),
        notes=st.lists(notes, max_size=2),
        states=st.lists(states, max_size=2),
        chosen=st.lists(st.builds(models.ChoiceModel, texts, times), max_size=1),
        pairs=st.lists(pairs, max_size=2),
        cluster=st.none() | clusters,
        disagreements=st.lists(disagreements, max_size=2),
    )
)
def test_a_line_made_by_hand_is_what_an_encoder_makes(posting: models.PostingModel) -> None:
    values = POSTING.dump_python(posting, mode="json")
    assert encoded(posting) == json.dumps(values, sort_keys=True, separators=(",", ":"), allow_nan=False)
    assert POSTING.validate_json(encoded(posting)) == posting
    for table in (*TABLE_LINES, DISAGREEMENTS):
        outs = io.StringIO(newline=""), io.StringIO(newline="")
        write_csv(CsvFile(outs[0], table.columns), table, posting)
        CsvFile(outs[1], table.columns).write(table.lines(posting))
        assert outs[0].getvalue() == outs[1].getvalue()


def test_every_field_is_in_the_line(curated: Store, tmp_path: Path) -> None:
    exported(curated, tmp_path / "out")
    for line in (tmp_path / "out" / "postings.jsonl").read_text().splitlines():
        assert encoded(POSTING.validate_json(line)) == line
