"""A JSON document whose keys nobody agreed on: which list is read, what is refused and where."""

import codecs
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers import File, Record, Wishes
from importers.documents.json_columns import JsonImporter, flattened
from store import Blank, PostilError, Problem, Unreadable, UsageError
from store.drafts import Draft

from .json_files import (
    BAKER,
    BODY,
    MILLER,
    drafts,
    file_of,
    outcomes,
    problems,
    reading,
    recognised,
    rejected,
    titles,
)

JSON = JsonImporter()


def who(posting: dict[str, Any]) -> dict[str, Any]:
    """A posting whose title nobody could know by its name."""
    return {"who": posting["title"], "description": posting["description"]}


@pytest.mark.parametrize(
    ("document", "locators"),
    [
        ([BAKER, MILLER], ["$[0]", "$[1]"]),
        ({"jobs": [BAKER, MILLER], "meta": {"total": 2}}, ["$.jobs[0]", "$.jobs[1]"]),
        ({"data": {"open roles": {"items": [BAKER, MILLER]}}}, ['$.data["open roles"].items[0]', None]),
        ({"title": "At the mill", "description": BODY, "items": [BAKER, MILLER]}, ["$.items[0]", None]),
        (
            {"title": "At the mill", "description": "Jobs.", "items": [who(BAKER), who(MILLER)]},
            ["$.items[0]", None],
        ),
        ({"offices": [{"city": "Porto"}] * 5, "jobs": [BAKER, MILLER]}, ["$.jobs[0]", "$.jobs[1]"]),
        ({"porto": [BAKER], "lyon": [MILLER], "staff": [{"name": "a"}] * 3}, ["$.porto[0]", "$.lyon[0]"]),
        ({"j-17": BAKER, "18": MILLER}, ["$.j-17", '$["18"]']),
        ({"jobs": {"17": BAKER, "18": MILLER}}, ['$.jobs["17"]', '$.jobs["18"]']),
    ],
)
def test_the_list_of_postings_is_found(document: Any, locators: list[str | None]) -> None:
    assert recognised(document) == "json"
    found = drafts(document)
    assert len(found) == 2
    assert titles(found) in (["Night Baker", "Miller"], [None, None])
    assert all(item.locator == locator for item, locator in zip(found, locators, strict=True) if locator)


def test_a_posting_with_described_things_in_it_is_one() -> None:
    things = [{"description": "Bread."}, {"description": "Rye."}]
    assert [draft.locator for draft in drafts(BAKER | {"perks": things})] == ["$"]


def test_one_object_is_one_posting() -> None:
    whole = BAKER | {"location": {"city": "Porto", "country": "PT"}, "perks": [{"kind": "bread"}] * 9}
    (draft,) = drafts(whole)
    assert (draft.locator, draft.title, draft.company) == ("$", "Night Baker", "Tallow & Rye")
    assert draft.locations[0].country == "PT"
    assert draft.raw == json.dumps(whole)


def test_a_record_is_kept_verbatim() -> None:
    text = '[ {"title":"Night\\u0020Baker" ,\n "description": "' + BODY + '"} , {"title": "x"}]'
    found = reading(text)
    first, second = (record for record in found.records() if isinstance(record, Record))
    assert first.text == text[2 : text.index(" , {")]
    assert second.text == '{"title": "x"}'
    draft = found.draft(first)
    assert isinstance(draft, Draft)
    assert draft.raw == first.text


def test_objects_in_a_record_are_columns() -> None:
    record = {
        "id": 7,
        "location": {"city": "Porto", "geo": {"lat": 41.1, "at": []}},
        "tags": ["a", "b"],
        "skills": [{"name": "bread", "level": 2}, {"name": "rye"}],
        "none": None,
        "postil_problem": "$[0]: x",
    }
    assert flattened(record) == {
        "id": 7,
        "location.city": "Porto",
        "location.geo.lat": 41.1,
        "location.geo.at": [],
        "tags": ["a", "b"],
        "skills": ["bread", "rye"],
        "skills.level": [2],
        "none": None,
    }


def test_columns_are_mapped_and_told() -> None:
    record = BAKER | {"place": {"town": "Porto"}, "colour": "blue"}
    found = reading([record, record])
    assert found.columns is not None
    assert found.columns.by_field["title"] == ("title",)
    assert "colour" in found.columns.unused


def test_columns_are_mapped_as_wished() -> None:
    record = {"what": "Night Baker", "why": BODY, "description": BODY.upper()}
    wishes = Wishes({"body": ("why",), "title": ("what",)})
    found = reading([record], wishes=wishes)
    (item,) = found.records()
    assert isinstance(item, Record)
    draft = found.draft(item)
    assert isinstance(draft, Draft)
    assert (draft.title, draft.body) == ("Night Baker", BODY.strip())
    with pytest.raises(UsageError, match="whence"):
        reading([record], wishes=Wishes({"body": ("whence",)}))


def test_no_text_to_be_found_says_what_to_do() -> None:
    with pytest.raises(Unreadable, match="--map body="):
        reading([{"code": 1}, {"code": 2}])


@pytest.mark.parametrize(
    "document", ["[]", "{}", "[1, 2]", "[[1], [2]]", "[null]", "[{}, {}]", '{"jobs": []}']
)
def test_nothing_that_could_be_a_posting_is_said(document: str) -> None:
    assert recognised(document) == "json"
    with pytest.raises(Unreadable, match="no object in it that could be a posting"):
        reading(document)


def test_each_record_is_a_posting_a_problem_or_blank() -> None:
    found = outcomes(
        [BAKER, {"title": "", "description": None}, {}, None, 7, "x", [1], BAKER | {"description": ""}]
    )
    assert [type(item) for item in found] == [Draft, Blank, Blank, Blank, Problem, Problem, Problem, Problem]
    reasons = [item.reason for item in found if isinstance(item, Problem)]
    assert reasons[:3] == [
        "a posting is an object, and this is a number",
        "a posting is an object, and this is a text",
        "a posting is an object, and this is a list",
    ]


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ('{"title":"x","title":"y"}', 'the key "title" stands twice in one object'),
        ('{"title":NaN}', "NaN is no value of JSON"),
        ('{"pay":1e999}', "the number 1e999 is too large"),
        ('{"pay":' + "9" * 5000 + "}", "a number of 5,000 digits is too large"),
        ("[" * 1000 + "]" * 1000, "objects and lists lie in one another more than 100 deep"),
    ],
)
def test_a_value_that_is_not_taken_leaves_the_others(value: str, reason: str) -> None:
    text = f'{{"jobs": [{json.dumps(BAKER)}, {value}, {json.dumps(MILLER)}]}}'
    found = outcomes(text)
    assert titles(found) == ["Night Baker", "Miller"]
    assert [item for item in found if isinstance(item, Problem)] == [Problem("$.jobs[1]", None, reason)]


@pytest.mark.parametrize(
    ("rest", "place", "reason"),
    [
        ("", "$.jobs[1]", "it is cut off"),
        (', {"title": "Mil', "$.jobs[1]", "a string that begins here has no end"),
        (', {"title": ', "$.jobs[1]", "it is cut off"),
        (' {"title": "Miller"}]}', "$.jobs[1]", "it is no JSON"),
        ("]", "$", "it is cut off"),
        ('], "jobs": []}', "$", "the key .jobs stands twice in one object"),
        ("]} {}", "$", "more follows after its end"),
    ],
)
def test_a_broken_document_gives_what_stands_before(rest: str, place: str, reason: str) -> None:
    text = '{"total": 2,\n"jobs": [\n' + json.dumps(BAKER) + rest
    assert recognised(text) == "json"
    found = outcomes(text)
    assert titles(found) == ["Night Baker"]
    ((locator, said),) = problems(text)
    assert locator == place
    assert said.startswith(reason)
    assert "line 3, column" in said
    assert said.endswith("Nothing after that was read")


def test_what_stands_after_a_break_is_kept(tmp_path: Path) -> None:
    written = rejected(
        f'[{json.dumps(BAKER)}, {{"title" "Miller"}}, {{"title": "x"}}]', tmp_path / "rejects.json"
    )
    (only,) = json.loads(written)
    assert only["record"] == '{"title" "Miller"}, {"title": "x"}]'


@pytest.mark.parametrize(
    "text", ['{"title": "Night Baker", "desc', '{"a" 1}', "[", "{", '[{"a":', '{"a": [1, 2}']
)
def test_what_plainly_is_json_and_broken_is_told_as_json(text: str) -> None:
    assert recognised(text) == "json"
    ((place, reason),) = problems(text)
    assert place == "$"
    assert "column" in reason


@pytest.mark.parametrize(
    "text",
    [
        "[Remote] Night Baker\nWe bake.", "[1] See the note below.", "{{template}}", "[[link]]", "{a}",
        "plain words", "", "a,b\n1,2\n", "<html></html>", '"a string"', "123", "\0\0\0\0" * 20,
    ],
)  # fmt: skip
def test_prose_is_no_json(text: str) -> None:
    assert recognised(text) is None


@pytest.mark.parametrize(
    "data",
    [
        json.dumps([BAKER]).encode("utf-8-sig"),
        codecs.BOM_UTF16_LE + json.dumps([BAKER]).encode("utf-16-le"),
        codecs.BOM_UTF16_BE + json.dumps([BAKER]).encode("utf-16-be"),
        b"\n\n  " + json.dumps([BAKER]).encode(),
    ],
)
def test_a_byte_order_mark_is_honoured(data: bytes) -> None:
    assert recognised(data) == "json"
    assert titles(drafts(data)) == ["Night Baker"]


def test_a_wrong_encoding_names_the_byte() -> None:
    data = json.dumps([BAKER | {"title": "x"}]).encode().replace(b'"x"', b'"caf\xe9"')
    with pytest.raises(Unreadable, match=r"byte \d+ is not utf-8.*--encoding"):
        reading(data)
    file = File.of("jobs", data, encoding="cp1252")
    assert JSON.recognises(file)
    (record,) = JSON.reading(file, Wishes()).records()
    assert "café" in record.text  # type: ignore[union-attr]


def test_a_byte_order_mark_is_honoured_where_the_encoding_is_said() -> None:
    file = File.of("jobs", json.dumps([BAKER]).encode("utf-16"), encoding="utf-16-le")
    assert JSON.recognises(file)
    (record,) = JSON.reading(file, Wishes()).records()
    assert isinstance(record, Record)


def test_a_codec_that_gives_no_text_is_refused() -> None:
    file = File.of("jobs", b"[{}]", encoding="base64")
    assert not JSON.recognises(file)
    with pytest.raises(UsageError, match="base64"):
        JSON.reading(file, Wishes())


def test_a_document_beyond_the_limit_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importers.files.FILE_LIMIT", 1024)
    assert recognised(json.dumps([BAKER] * 20)) == "json"
    with pytest.raises(Unreadable, match="JSON Lines"):
        reading(json.dumps([BAKER] * 20))


def test_more_lists_than_anyone_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importers.documents.json_document.MOST_LISTS", 10)
    with pytest.raises(Unreadable, match="more than 10 lists"):
        reading({str(number): [{"a": 1}] for number in range(12)})


def test_a_mended_rejects_file_imports(tmp_path: Path) -> None:
    lame = MILLER | {"description": ""}
    twice = '{"title":"Stoker","title":"Stoker","description":' + json.dumps(BODY) + "}"
    text = f'{{"data": {{"jobs": [{json.dumps(BAKER)}, {json.dumps(lame)}, {twice}, 7]}}}}'
    written = rejected(text, tmp_path / "rejects.json")
    again = json.loads(written)
    assert [set(item) - {"postil_problem"} for item in again["data"]["jobs"]] == [
        set(lame),
        {"record"},
        {"record"},
    ]
    assert len(problems(written, JSON)) == 3
    again["data"]["jobs"][0]["description"] = BODY
    again["data"]["jobs"][1]["record"] = json.dumps({"title": "Stoker", "description": BODY})
    again["data"]["jobs"][2] = {"postil_problem": "mended", "title": "Piper", "description": BODY}
    found = drafts(again)
    assert titles(found) == ["Miller", "Stoker", "Piper"]
    assert all("postil_problem" not in draft.raw for draft in found)


def test_a_record_may_be_mended_where_it_stands_as_text(tmp_path: Path) -> None:
    twice = '{"title":"Stoker","title":"Stoker","description":' + json.dumps(BODY) + "}"
    written = rejected(f"[{json.dumps(BAKER)},{twice}]", tmp_path / "rejects.json")
    mended = written.replace('\\"title\\":\\"Stoker\\",', "", 1)
    assert titles(drafts(mended)) == ["Stoker"]


def test_a_comma_left_behind_does_no_harm() -> None:
    assert titles(drafts(f"[{json.dumps(BAKER)},\n]")) == ["Night Baker"]


JSON_LIKE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from([BODY, BAKER, MILLER, "NaN"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["title", "description", "jobs", "@graph", "a.b", "", "location"]), inner
        )
    ),
    max_leaves=15,
)


@given(JSON_LIKE, st.integers(0, 400))
def test_any_json_whole_or_cut_yields_records_that_hold(value: Any, cut: int) -> None:
    text = json.dumps(value)
    for content in (text, text[:cut]):
        try:
            found = outcomes(content, JSON)
        except PostilError:
            continue
        assert all(
            item.locator.startswith("$") for item in found if isinstance(item, (Draft, Problem, Blank))
        )


@given(st.binary(max_size=80), st.sampled_from([b"", b"[", b"{", b'{"a":', b'[{"title":"', b'{"a":1}\n']))
def test_any_bytes_raise_nothing_of_their_own(data: bytes, before: bytes) -> None:
    file = file_of(before + data)
    JSON.recognises(file)
    with suppress(PostilError):
        found = JSON.reading(file, Wishes())
        for record in found.records():
            if isinstance(record, Record):
                found.draft(record)
