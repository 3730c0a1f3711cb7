"""JSON Lines: a record a line, however many, and a bad line spoils only itself."""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers import File, Record, Wishes
from importers.documents.json_columns import JsonLinesImporter
from store import Blank, Problem, UsageError
from store.drafts import Draft

from .json_files import (
    BAKER,
    BODY,
    MILLER,
    drafts,
    lines_of,
    outcomes,
    problems,
    reading,
    recognised,
    rejected,
    titles,
)

LINES = JsonLinesImporter()


@pytest.mark.parametrize(
    "text",
    [
        lines_of(BAKER, MILLER),
        lines_of(BAKER, MILLER).rstrip("\n"),
        lines_of(BAKER, "", "   ", MILLER, ""),
        lines_of(BAKER, MILLER).replace("\n", "\r\n"),
        lines_of(BAKER, MILLER).replace("\n", "\r"),
        "\n\n" + lines_of(BAKER, MILLER),
        "\ufeff" + lines_of(BAKER, MILLER),
        lines_of({"postil_problem": "line 1: title: x"}, BAKER, {"postil_problem": "x"}, MILLER),
    ],
)
def test_each_line_is_a_record(text: str) -> None:
    assert recognised(text) == "jsonl"
    assert titles(drafts(text)) == ["Night Baker", "Miller"]


def test_a_locator_is_the_number_of_the_line() -> None:
    text = lines_of("", BAKER, "", {"postil_problem": "x"}, MILLER)
    assert [draft.locator for draft in drafts(text)] == ["line 2", "line 5"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"title": "Stok', "a string that begins here has no end, column 11"),
        ("Stoker", "it is no JSON, column 1: expecting value"),
        ('{"title":"x","title":"y"}', 'the key "title" stands twice in one object'),
        ('{"title":NaN}', "NaN is no value of JSON"),
        ('{"a":1e999}', "the number 1e999 is too large"),
        ("[" * 1000 + "]" * 1000, "objects and lists lie in one another more than 100 deep"),
        ("[1]", "a posting is an object, and this is a list"),
        ('"x"', "a posting is an object, and this is a text"),
        ("{} {}", "more follows after its end, column 4"),
        ("{,}", "it is no JSON, column 2: expecting property name enclosed in double quotes"),
    ],
)
def test_a_bad_line_leaves_the_others(line: str, reason: str) -> None:
    for text, number in ((lines_of(BAKER, line, MILLER), 2), (lines_of(line, BAKER, MILLER), 1)):
        assert recognised(text) == "jsonl" or (number == 1 and not line.startswith('{"'))
        found = outcomes(text, LINES)
        assert titles(found) == ["Night Baker", "Miller"]
        assert [item for item in found if isinstance(item, Problem)] == [
            Problem(f"line {number}", None, reason)
        ]


def test_a_line_that_is_not_text_leaves_the_others() -> None:
    data = lines_of(BAKER).encode() + b'{"title":"caf\xe9"}\n' + lines_of(MILLER).encode()
    assert recognised(data) == "jsonl"
    assert titles(outcomes(data)) == ["Night Baker", "Miller"]
    ((place, reason),) = problems(data)
    assert place == "line 2"
    assert "is not utf-8" in reason


def test_a_line_separator_inside_a_text_ends_no_line() -> None:
    record = BAKER | {"description": BODY + "\u2028one\u2029two\x85three\x0bfour"}
    (draft, _) = drafts(json.dumps(record, ensure_ascii=False) + "\n" + lines_of(MILLER))
    assert draft.body.endswith("\none\ntwo\nthree\nfour")


def test_lines_without_anything_in_them_are_blank() -> None:
    text = lines_of(
        BAKER, {}, {"title": "", "description": None, "tags": [], "at": {"city": " "}}, "[]", "null"
    )
    assert [type(item) for item in outcomes(text)] == [Draft, *[Blank] * 4]


def test_a_reason_inside_a_record_is_passed_over() -> None:
    (first, second) = drafts(lines_of({"postil_problem": "x"} | BAKER, MILLER | {"postil_problem": "y"}))
    assert json.loads(first.raw) == BAKER
    assert json.loads(second.raw) == MILLER


def test_a_record_has_the_same_text_wherever_in_a_file_it_stands() -> None:
    one = [item.text for item in reading(lines_of(BAKER, MILLER)).records() if isinstance(item, Record)]
    other = lines_of(MILLER, "", BAKER).replace("\n", "\r\n").rstrip()
    two = [item.text for item in reading(other).records() if isinstance(item, Record)]
    assert one == two[::-1] == [json.dumps(BAKER), json.dumps(MILLER)]


@pytest.mark.parametrize("indent", [None, 0, 2])
def test_a_document_is_no_lines(indent: int | None) -> None:
    assert recognised(json.dumps([BAKER, MILLER], indent=indent)) == "json"
    assert recognised(json.dumps({"jobs": [BAKER, MILLER]}, indent=indent)) == "json"
    assert recognised(json.dumps(BAKER, indent=indent)) == "json"


def test_a_list_written_a_record_a_line_is_no_lines() -> None:
    text = "[\n" + ",\n".join(json.dumps(BAKER) for _ in range(50)) + "\n]\n"
    assert recognised(text) == "json"
    assert len(drafts(text)) == 50
    assert recognised('{"jobs": ' + text + "}") == "json"


def test_columns_come_from_the_first_records() -> None:
    found = reading(lines_of(*[{"id": 1} | BAKER] * 200, {"id": 2, "salary": "bread"} | MILLER))
    assert found.columns is not None
    assert set(found.columns.by_field) == {"title", "company", "body", "external_id"}
    assert found.columns.unused == ()


def test_wishes_that_cannot_be_met_are_refused() -> None:
    with pytest.raises(UsageError, match="nowhere"):
        reading(lines_of(BAKER, MILLER), wishes=Wishes({"title": ("nowhere",)}))


def test_a_packed_file_is_read() -> None:
    assert titles(drafts(gzip.compress(lines_of(BAKER, MILLER).encode()))) == ["Night Baker", "Miller"]


def test_a_file_of_any_length_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importers.files.FILE_LIMIT", 1024)
    text = lines_of(*[BAKER] * 3000)
    assert recognised(text) == "jsonl"
    assert sum(1 for _ in reading(text).records()) == 3000


def test_a_line_beyond_the_limit_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importers.lines.LINE_LIMIT", 1024)
    text = lines_of(BAKER, {"title": "x", "description": BODY * 10}, MILLER)
    assert titles(outcomes(text)) == ["Night Baker", "Miller"]
    assert problems(text)[0][0] == "line 2"


def test_a_mended_rejects_file_imports(tmp_path: Path) -> None:
    text = lines_of(BAKER, MILLER | {"description": ""}, '{"title": "Stoker", "description": "x"')
    written = rejected(text, tmp_path / "rejects.jsonl")
    assert [json.loads(line) for line in written.splitlines()[::2]] == [
        {"postil_problem": "line 2: body: the posting has no text"},
        {"postil_problem": "line 3: it is cut off, column 39"},
    ]
    assert len(problems(written, LINES)) == 2
    mended = written.replace('"description": ""', f'"description": "{BODY}"').replace('"x"', '"x"}')
    assert recognised(mended) == "jsonl"
    assert titles(drafts(mended)) == ["Miller", "Stoker"]


def test_one_refused_record_alone_imports_once_mended(tmp_path: Path) -> None:
    written = rejected(lines_of(BAKER, MILLER | {"description": ""}), tmp_path / "rejects.jsonl")
    mended = written.replace('"description": ""', f'"description": "{BODY}"')
    assert recognised(mended) == "jsonl"
    assert titles(drafts(mended)) == ["Miller"]


@given(
    st.lists(
        st.sampled_from([json.dumps(BAKER), "{}", '{"a":', "x", "", '{"description": "\\ud800"}', "[[", "\0"])
    )
)
def test_every_line_is_accounted_for(lines: list[str]) -> None:
    file = File.of("jobs", (lines_of(MILLER, *lines)).encode())
    found = LINES.reading(file, Wishes()) if LINES.recognises(file) else None
    if found is None:
        return
    records = list(found.records())
    assert len(records) == 1 + sum(1 for line in lines if line)
    for record in records:
        if isinstance(record, Record):
            assert isinstance(found.draft(record), (Draft, Problem))
