"""Parquet: types become text, members of structures are columns, and what cannot be read says so."""

import gzip
import io
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as files
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers import File, Unread, Wishes
from importers.files import files_in
from importers.tables.csv_table import CsvImporter
from importers.tables.parquet import ParquetImporter
from store import Blank, PostilError, Problem, Unreadable
from store.drafts import Draft

from .tables import BODY, drafts, mapped, opened, outcomes, rejected, rows, said

PARQUET = ParquetImporter()


def written(columns: dict[str, Any], **how: Any) -> bytes:
    out = io.BytesIO()
    files.write_table(pa.table(columns), out, **how)
    return out.getvalue()


PLAIN = written({"id": [7, 8], "title": ["Night Baker", "Miller"], "description": [BODY, "Mill."]})


def test_a_row_is_a_posting() -> None:
    first, second = drafts(opened(PARQUET, PLAIN))
    assert (first.locator, first.external_id, first.title, first.body) == ("row 1", "7", "Night Baker", BODY)
    assert first.raw == f'{{"id": "7", "title": "Night Baker", "description": "{BODY}"}}'
    assert second.locator == "row 2"


def test_values_become_text() -> None:
    values = {
        "whole": 1.0, "part": 0.5, "nothing": float("nan"), "yes": True, "no": None, "day": date(2024, 1, 5),
        "time": datetime(2024, 1, 5, 9, 30), "midnight": datetime(2024, 1, 5),
        "zone": datetime(2024, 1, 5, tzinfo=UTC), "price": Decimal("1.20"), "bytes": "Bäcker".encode(),
        "list": ["a", "b,c"], "pair": {"in": {"most": "x"}, "n": 4},
    }  # fmt: skip
    content = written({name: [value] for name, value in values.items()})
    reading = opened(PARQUET, content, said(body="list"))
    (row,) = rows(reading)
    assert row == [
        "1", "0.5", "", "true", "", "2024-01-05", "2024-01-05T09:30:00", "2024-01-05", "2024-01-05T00:00:00+00:00",
        "1.20", "Bäcker", '["a", "b,c"]', "x", "4",
    ]  # fmt: skip
    assert reading.columns is not None
    assert reading.columns.unused[-2:] == ("pair.in.most", "pair.n")


def test_times_finer_than_any_clock_are_cut() -> None:
    moment = pa.array([1_700_000_000_123_456_789], pa.timestamp("ns"))
    (draft,) = drafts(opened(PARQUET, written({"posted_at": moment, "text": [BODY]})))
    assert draft.date_posted == date(2023, 11, 14)


def test_members_are_mapped_by_their_path() -> None:
    content = written(
        {"company": [{"name": "Ofen", "id": 4}], "location": [{"name": "GB, Leeds"}], "text": [BODY]}
    )
    reading = opened(PARQUET, content)
    assert mapped(reading) == {"company": "company.name", "location": "location.name", "body": "text"}


def test_lists_are_lists() -> None:
    content = written({"skills": [["Ovens, gas", "Dough"]], "locations": [["Leeds", "York"]], "text": [BODY]})
    (draft,) = drafts(opened(PARQUET, content))
    assert [skill.text for skill in draft.source_skills] == ["Ovens, gas", "Dough"]
    assert [place.text for place in draft.locations] == ["Leeds", "York"]


def test_blank_rows_are_blank() -> None:
    content = written({"title": ["Baker", None, " "], "text": ["Bake.", None, ""]})
    assert [type(item) for item in outcomes(opened(PARQUET, content))] == [Draft, Blank, Blank]


def test_bytes_that_are_no_text_are_refused_where_they_are_needed() -> None:
    content = written(
        {"title": ["Baker", "Mil,ler"], "text": [b"Bake.", b"\xff\xfe"], "photo": [b"\xff", b"\x00"]}
    )
    reading = opened(PARQUET, content)
    _, refused = reading.records()
    assert isinstance(refused, Unread)
    assert refused.problem == Problem("row 2", None, "what is in the column 'text' is no text")
    (draft,) = (item for item in outcomes(reading) if isinstance(item, Draft))
    assert draft.raw == '{"title": "Baker", "text": "Bake.", "photo": ""}'
    mended = rejected(reading).replace('Mil,ler",', 'Mil,ler",Mill.')
    assert rows(opened(CsvImporter(), mended)) == [["Mil,ler", "Mill.", "\0"]]


def test_a_large_file_is_read_a_few_rows_at_a_time() -> None:
    content = written({"title": ["Baker"] * 1000, "text": [BODY] * 1000}, row_group_size=1000)
    found = outcomes(opened(PARQUET, content))
    assert [item.locator for item in found] == [f"row {number}" for number in range(1, 1001)]


def test_a_file_on_the_disk_and_one_that_is_packed(tmp_path: Path) -> None:
    (tmp_path / "jobs.parquet").write_bytes(PLAIN)
    (tmp_path / "packed.parquet.gz").write_bytes(gzip.compress(PLAIN))
    for file in files_in([str(tmp_path)], None):
        assert len(drafts(opened(PARQUET, file))) == 2


def test_refused_rows_are_a_table() -> None:
    again = rejected(opened(PARQUET, written({"title": ["Baker", "Miller"], "text": [BODY, None]})))
    assert again == "postil_problem,title,text\nrow 2: body: the posting has no text,Miller,\n"


def test_no_body_names_the_columns() -> None:
    with pytest.raises(
        Unreadable, match=r"The columns are a, b\. Say which one it is with --map body=COLUMN"
    ):
        opened(PARQUET, written({"a": ["x"], "b": [1]}))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PAR1", "a file is damaged: "),
        (PLAIN[:-9], "a file is damaged: "),
        (b"PARE" + PLAIN[4:], "a file is encrypted"),
        (written({}), "No column is known"),
        (written({"x" * 9_000_000: [1]}), "too long to be any"),
    ],
    ids=["short", "cut", "locked", "empty", "long"],
)
def test_what_cannot_be_read_says_so(content: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        opened(PARQUET, content)


def test_a_bomb_takes_no_memory_of_ours() -> None:
    text = pa.DictionaryArray.from_arrays(pa.array([0] * 100_000, pa.int32()), ["x" * (16 * 1024 * 1024)])
    bomb = written({"title": ["Baker"] * 100_000, "text": text}, compression="zstd")
    assert len(bomb) < 10_000
    with pytest.raises(Unreadable, match="needs more than 1 GiB"):
        opened(PARQUET, bomb)


def test_without_the_library_it_says_which_extra_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(Unreadable, match=r"Parquet needs an extra: pip install 'postil\[parquet\]'"):
        opened(PARQUET, PLAIN)


@pytest.mark.parametrize("content", [b"", b"PAR", b"title,text\nPAR1,Bake\n", b"PK\x03\x04"])
def test_what_is_no_parquet_is_left_to_others(content: bytes) -> None:
    file = File.of("jobs.parquet", content)
    assert not PARQUET.recognises(file)
    with pytest.raises(PostilError):
        PARQUET.reading(file, Wishes())


@settings(max_examples=8)  # each case is a process that loads a large library
@given(at=st.integers(4, len(PLAIN) - 1), change=st.binary(min_size=1, max_size=6))
def test_a_damaged_file_is_read_or_a_postil_error(at: int, change: bytes) -> None:
    file = File.of("any", PLAIN[:at] + change + PLAIN[at + len(change) :])
    try:
        for item in outcomes(PARQUET.reading(file, Wishes())):
            assert item.locator.startswith("row ")
    except PostilError:
        return
