"""A dataset imports again: folder, file or archive, whole or in part, sound or tampered with."""

import gzip
import json
import zipfile
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers import File
from importers.datasets.dataset import DatasetImporter
from importers.datasets.dataset_marks import inputs
from importers.files import files_in
from store import Blank, PairKind, Proposal, Requirement, State, Store, Unreadable, Verdict
from tests.build import ANN, draft, fill, keys, take

from .datasets import Row, contents, exported, imported, report, rewritten, rows, told

BODY = "We bake bread at night, and bread by day."


@pytest.fixture
def old(tmp_path: Path) -> Any:
    """A database of two sources, whose postings came in turns, with something of everything."""
    with Store.open(tmp_path / "old.db", create=True) as store:
        take(store, draft(BODY, external_id="1", locator="line 1"), source="bakery")
        take(store, draft("A keeper for the lamp.", locator="line 7"), source="lighthouse")
        take(store, draft("We bake cake.", external_id="2", locator="line 2"), source="bakery")
        first, second, third = keys(store)
        store.tag(ANN, first, "bread", Requirement.REQUIRED, quote="bread")
        store.tag("bob", first, "bake", Requirement.PREFERRED, quote="bake")
        store.tag(ANN, second, "lamp")
        store.note("bob", second, "=1\nnice", quote="keeper")
        store.set_state(ANN, first, State.DONE)
        store.set_state("bob", second, State.FLAGGED)
        store.propose([Proposal(first, third, PairKind.NEAR, 0.75, ("titles equal",))])
        store.judge(ANN, [(first, third), (second, third)], Verdict.VARIANT)
        store.judge("bob", [(first, third)], Verdict.DUPLICATE)
        store.choose_canonical("bob", third)
        yield store


@pytest.fixture
def dataset(old: Store, tmp_path: Path) -> Path:
    return exported(old, tmp_path / "curated")


class TestInputs:
    """What counts as one input."""

    def all_of(self, *paths: Path) -> list[str]:
        return [file.name for file in inputs(files_in([str(path) for path in paths], None))]

    def test_a_folder_is_one_input(self, dataset: Path, tmp_path: Path) -> None:
        assert self.all_of(dataset) == ["curated/postings.jsonl"]
        assert self.all_of(*sorted(dataset.iterdir())) == ["curated/postings.jsonl"]

    def test_what_no_export_wrote_is_another(self, dataset: Path) -> None:
        (dataset / "more.csv").write_text("title,body\n")
        (dataset / "sub").mkdir()
        (dataset / "sub" / "postings.csv").write_text("title,body\n")
        assert self.all_of(dataset) == ["more.csv", "curated/postings.jsonl", "postings.csv"]

    def test_a_folder_in_a_folder_is_one_input(self, dataset: Path) -> None:
        (dataset.parent / "README.md").write_text("mine")
        inside = [name for name in self.all_of(dataset.parent) if not name.startswith("old.db")]
        assert inside == ["README.md", "curated/postings.jsonl"]

    def test_a_file_alone_is_what_it_is(self, dataset: Path) -> None:
        assert self.all_of(dataset / "skills.csv") == ["skills.csv"]
        assert self.all_of(dataset / "postings.json") == ["postings.json"]

    def test_without_the_lines_the_document_stands_for_all(self, dataset: Path) -> None:
        (dataset / "postings.jsonl").unlink()
        assert self.all_of(dataset) == ["curated/postings.json"]
        (dataset / "postings.json").write_text('{"jobs": []}')
        assert len(self.all_of(dataset)) == 9


class TestRecognition:
    """By content alone."""

    def recognises(self, data: bytes) -> bool:
        return DatasetImporter().recognises(File.of("a file", data))

    def test_both_files_are_known(self, dataset: Path) -> None:
        for name in ("postings.jsonl", "postings.json"):
            data = (dataset / name).read_bytes()
            assert self.recognises(data)
            assert self.recognises(gzip.compress(data))
            assert self.recognises(b"\xef\xbb\xbf" + data)
        document = json.loads((dataset / "postings.json").read_bytes())
        assert self.recognises(json.dumps(document, indent=4).encode())

    def test_a_long_first_line_is_no_hindrance(self, dataset: Path) -> None:
        row = {**rows(dataset)[0], "body": "x" * 500_000}
        assert self.recognises(json.dumps(row).encode())

    def test_no_other_file_is(self, dataset: Path) -> None:
        for name in ("schema.json", "postings.csv", "skills.csv", "README.md", "SHA256SUMS"):
            assert not self.recognises((dataset / name).read_bytes())
        for data in (
            b"",
            b"{",
            b"[]",
            b"\xff\xfe{\x00",
            b'{"jobs": [{"key": "a", "body": "b"}]}',
            b'{"body": "\\"format\\": \\"postil-dataset\\""}',
            b'{"jobs": [{"format": "postil-dataset"}]}',
            b'{"key":"a","source":"b","locator":"c","body":"d"}\n',
            b"{" * 70_000,
            gzip.compress(b"{}")[:-4],
        ):
            assert not self.recognises(data)

    def test_anything_else_read_as_one_says_what_to_give(self) -> None:
        with pytest.raises(Unreadable, match=r"postings\.jsonl or postings\.json"):
            DatasetImporter().reading(File.of("a.csv", b"a,b\n"), None)  # type: ignore[arg-type]

    def test_a_later_version_is_refused(self, dataset: Path) -> None:
        path = dataset / "postings.json"
        path.write_text(path.read_text().replace('"version":1', '"version":2', 1))
        with (
            Store.open(dataset.parent / "new.db", create=True) as store,
            pytest.raises(Unreadable, match="version 2, made by a newer version of Postil"),
        ):
            imported(store, path)

    def test_a_document_that_is_too_large_says_what_to_give(
        self, dataset: Path, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("importers.datasets.dataset.FILE_LIMIT", 1000)
        with pytest.raises(Unreadable, match=r"Give the postings\.jsonl of the same dataset"):
            imported(store, dataset / "postings.json")


def zipped(folder: Path) -> Path:
    path = folder.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, f"{folder.name}/{file.name}")
    return path


def packed(folder: Path) -> Path:
    path = folder.parent / "lines.gz"
    path.write_bytes(gzip.compress((folder / "postings.jsonl").read_bytes()))
    return path


FORMS: dict[str, Callable[[Path], Path]] = {
    "folder": lambda folder: folder,
    "lines": lambda folder: folder / "postings.jsonl",
    "document": lambda folder: folder / "postings.json",
    "zip": zipped,
    "gzip": packed,
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("names", [False, True])
def test_every_form_brings_back_everything(
    dataset: Path, old: Store, store: Store, tmp_path: Path, form: str, names: bool
) -> None:
    if names:
        dataset = exported(old, tmp_path / "named", names=True)
    found = imported(store, FORMS[form](dataset))
    assert [
        (out.report.source, out.report.read, out.report.added, out.report.problems) for out in found.outcomes
    ] == [
        ("bakery", 2, 2, ()),
        ("lighthouse", 1, 1, ()),
    ]
    assert [dict(out.report.adopted) for out in found.outcomes] == [
        {"tag": 2, "state": 1, "choice": 1, "verdict": 3},
        {"tag": 1, "note": 1, "state": 1},
    ]
    again, came = contents(exported(store, tmp_path / "again", names=names)), contents(dataset)
    if form == "gzip":  # away from its folder, it does not know which imports brought its sources
        for name in ("datapackage.json", "SHA256SUMS"):
            assert again.pop(name) != came.pop(name)
    assert again == came
    assert [out.report.unchanged for out in imported(store, FORMS[form](dataset)).outcomes] == [2, 1]
    assert list(store.findings()) == []
    assert json.loads(store.raw(keys(store)[0])) == rows(dataset)[0]


def test_a_trial_tells_the_same_and_writes_nothing(dataset: Path, store: Store) -> None:
    tried = imported(store, dataset, trial=True)
    assert store.count(ANN) == 0
    assert store.events() == []
    done = imported(store, dataset)
    assert [(out.report.added, out.report.adopted) for out in tried.outcomes] == [
        (out.report.added, out.report.adopted) for out in done.outcomes
    ]


def test_a_selection_keeps_its_keys_and_the_rest_follows(dataset: Path, old: Store, store: Store) -> None:
    everything = (dataset / "postings.jsonl").read_text().splitlines(keepends=True)
    part = dataset.parent / "part.jsonl"
    part.write_text(everything[0])
    first = report(store, part)
    assert keys(store) == keys(old)[:1]
    assert (first.adopted, first.problems) == ({"tag": 2, "state": 1}, ())
    part.write_text("".join(everything[1:]))
    second = imported(store, part)
    assert [(dict(out.report.adopted), out.report.problems) for out in second.outcomes] == [
        ({"tag": 1, "note": 1, "state": 1}, ()),
        ({"choice": 1, "verdict": 3}, ()),
    ]
    assert sorted(keys(store)) == sorted(keys(old))
    assert {frozenset((j.a, j.b, j.annotator, j.verdict)) for j in store.judgements()} == {
        frozenset((j.a, j.b, old.pseudonyms()[j.annotator], j.verdict)) for j in old.judgements()
    }


def test_a_verdict_on_a_posting_that_was_left_out_is_told(dataset: Path, store: Store) -> None:
    rewritten(dataset, lambda postings: postings.pop(0))
    found = imported(store, dataset).outcomes[1].report
    other = "there is no other posting"
    assert [(place, field) for place, field, reason in told(found) if other in reason] == [
        ("line 2", "pairs[0].verdicts[0]"),
        ("line 2", "pairs[0].verdicts[1]"),
    ]


class TestChecksums:
    """Files that were changed are told of, and the import goes on."""

    def test_a_changed_file_is_told(self, dataset: Path, store: Store) -> None:
        lines = dataset / "postings.jsonl"
        lines.write_text(lines.read_text().replace("We bake cake.", "We bake pies."))
        (dataset / "duplicates.csv").write_text("a,b\n")
        (dataset / "README.md").write_text("My own words.")
        first, second = imported(store, dataset).outcomes
        assert first.report.added == 2
        assert [
            (locator, reason.split(":")[0].split(";")[0]) for locator, _, reason in told(first.report)
        ] == [
            ("duplicates.csv", "it was changed since it was exported"),
            ("postings.jsonl", "it was changed since it was exported"),
        ]
        assert second.report.problems == ()
        listed = store.import_problems(first.report.run or 0, 10)
        assert [(found.problem.locator, found.posting) for found in listed] == [
            ("duplicates.csv", None),
            ("postings.jsonl", None),
        ]

    def test_also_in_an_archive(self, dataset: Path, store: Store) -> None:
        sums = dataset / "SHA256SUMS"
        wrong = ["0" * 64 + line[64:] for line in sums.read_text().splitlines(keepends=True)]
        sums.write_text("".join(wrong))
        assert [place for place, _, _ in told(imported(store, zipped(dataset)).reports[0])] == [
            "duplicates.csv",
            "notes.csv",
            "postings.csv",
            "postings.json",
            "postings.jsonl",
            "skills.csv",
        ]

    def test_a_trial_tells_it_too(self, dataset: Path, store: Store) -> None:
        (dataset / "notes.csv").write_text("")
        assert [place for place, _, _ in told(imported(store, dataset, trial=True).reports[0])] == [
            "notes.csv"
        ]

    @pytest.mark.parametrize("sums", [b"", b"\xff\x00nonsense", b"0" * 64 + b"  ../../etc/passwd\n"])
    def test_sums_that_say_nothing_are_passed_over(self, dataset: Path, store: Store, sums: bytes) -> None:
        (dataset / "SHA256SUMS").write_bytes(sums)
        assert imported(store, dataset).outcomes[0].report.problems == ()


class Absent:
    """Stands for a value that is taken away. Its name is the same in every process that collects the tests."""

    def __repr__(self) -> str:
        return "absent"


NO = Absent()
UNSOUND: list[tuple[str, Any, str]] = [
    # its place among the splits
    ("split_place", 100, "split_place"),
    ("split_place", -1, "split_place"),
    ("split_place", "7", "split_place"),
    ("split_place", True, "split_place"),
    # what is said of postings: refused by itself
    ("tags/0/start", 4, "tags[0]"),
    ("tags/0/start", -1, "tags[0]"),
    ("tags/0/end", 10**9, "tags[0]"),
    ("tags/0/end", 10**30, "tags[0].end"),
    ("tags/0/end", "13", "tags[0].end"),
    ("tags/0/start", True, "tags[0].start"),
    ("tags/0/start", 8.0, "tags[0].start"),
    ("tags/0/quote", None, "tags[0]"),
    ("tags/0/quote", ["bread"], "tags[0].quote"),
    ("tags/0/end", NO, "tags[0]"),
    ("tags/0/requirement", "excluded", "tags[0].requirement"),
    ("tags/0/kind", "talent", "tags[0].kind"),
    ("tags/0/skill", " ", "tags[0].skill"),
    ("tags/0/annotator", "\n", "tags[0].annotator"),
    ("tags/0/annotator", NO, "tags[0].annotator"),
    ("tags/0/uid", "../../x", "tags[0].uid"),
    ("tags/0", "bread", "tags[0]"),
    ("tags", {"0": {}}, "tags"),
    ("tags", "bread", "tags"),
    ("states/0/state", "todo", "states[0].state"),
    ("states/0/state", "finished", "states[0].state"),
    ("states/0/at", "yesterday", "states[0].at"),
    ("states/0/at", "2026-01-01T00:00:00", "states[0].at"),
    ("states/0/at", "0001-01-01T00:00:00+14:00", "states[0].at"),
    ("states/0/at", 1.5, "states[0].at"),
    ("states/0", [], "states[0]"),
    ("pairs/0/verdicts/0/verdict", "same", "pairs[0].verdicts[0].verdict"),
    ("pairs/0/verdicts/0", None, "pairs[0].verdicts[0]"),
    ("pairs/0/verdicts", "duplicate", "pairs[0].verdicts"),
    ("pairs/0/other", "'); DROP TABLE pair;--", "pairs[0].other"),
    ("pairs/0/kind", "alike", "pairs[0].kind"),
    ("pairs/0/score", 7, "pairs[0].score"),
    ("pairs/0/reasons", [1], "pairs[0].reasons[0]"),
]


@pytest.mark.parametrize(("path", "value", "field"), UNSOUND, ids=repr)
def test_what_is_unsound_is_refused_with_its_place(
    dataset: Path, store: Store, path: str, value: Any, field: str
) -> None:
    at = 2 if path.startswith("pairs") else 0
    rewritten(dataset, lambda postings: put(postings[at], path, value))
    first = imported(store, dataset).outcomes[0].report
    assert (first.added, first.refused) == (2, 0)
    assert [(locator, place) for locator, place, _ in told(first)] == [(f"line {at + 1}", field)]
    listed = store.import_problems(first.run or 0, 10)
    assert [found.posting for found in listed] == [keys(store)[at]]
    assert first.adopted["choice"] == 1
    assert list(store.findings()) == []


REFUSED: list[tuple[str, Any, str | None]] = [
    # what is no posting: refused whole
    ("key", NO, "key"),
    ("key", "x" * 20, "key"),
    ("key", 7, "key"),
    ("source", NO, "source"),
    ("source", " \n", "source"),
    ("source", "x" * 1001, "source"),
    ("source", ["bakery"], "source"),
    ("body", NO, "body"),
    ("body", " \u2028 ", None),
    ("body", 5, "body"),
    ("body", "x" * (1024 * 1024 + 1), "body"),
    ("locator", None, "locator"),
    ("title", {"en": "Baker"}, "title"),
    ("date_posted", 20260131, "date_posted"),
    ("date_posted", "soon", "date_posted"),
    ("revision", -1, "revision"),
    ("revision", 2**70, "revision"),
    ("locations", [{"city": "Bonn"}], "locations[0].text"),
    ("employment_type", "full", "employment_type"),
    ("sections", [{"heading": "bread", "start": 0, "end": 9}], None),
    ("sections", [{"heading": "We", "start": 0, "end": 900}], None),
    ("title_inferred", {"text": "bread", "rule": "x", "start": 0, "end": 5}, None),
    ("title_inferred", {"text": BODY[-5:-1], "rule": "x", "start": -5, "end": -1}, None),
    ("source_skills", [{"text": "x", "requirement": "urgent"}], "source_skills[0].requirement"),
]


@pytest.mark.parametrize(("path", "value", "field"), REFUSED, ids=lambda value: repr(value)[:30])
def test_what_is_no_posting_is_refused_whole(
    dataset: Path, store: Store, tmp_path: Path, path: str, value: Any, field: str | None
) -> None:
    rewritten(dataset, lambda postings: put(postings[0], path, value))
    rejects = tmp_path / "rejects.jsonl"
    found = imported(store, dataset, rejects=rejects)
    assert sum(out.report.added for out in found.outcomes) == 2
    assert sum(out.report.refused for out in found.outcomes) == 1
    problems = [problem for out in found.outcomes for problem in told(out.report)]
    assert problems[0][:2] == ("line 1", field)
    # The refused record, mended, imports with all that was said of it.
    mended = rejects.read_text().splitlines()
    reason, record = (json.loads(line) for line in mended[-2:])
    assert "line 1" in reason["postil_problem"]
    whole = {**record, **rows(exported_again(dataset))[0]}
    rejects.write_text("".join(f"{json.dumps(row)}\n" for row in (reason, whole)))
    assert DatasetImporter().recognises(File.of("rejects", rejects.read_bytes()))
    again = report(store, rejects)
    assert (again.read, again.added, again.problems) == (1, 1, ())
    assert again.adopted == {"tag": 2, "state": 1}


def exported_again(dataset: Path) -> Path:
    with Store.open(dataset.parent / "old.db") as store:
        return exported(store, dataset.parent / "again")


def put(row: Row, path: str, value: Any) -> None:
    """Set what stands at a path in a row, or take it out."""
    *way, last = path.split("/")
    inside: Any = row
    for step in way:
        inside = inside[int(step) if isinstance(inside, list) else step]
    if value is NO:
        del inside[last]
    else:
        inside[int(last) if isinstance(inside, list) else last] = value


def test_what_cannot_be_stored_is_mended_and_told(dataset: Path, store: Store) -> None:
    guess = {"text": "We", "rule": "\ud800", "start": 0, "end": 2}
    change = {"title": "Baker \ud800", "company": "\x00", "title_inferred": guess}
    rewritten(dataset, lambda postings: postings[0].update(change))
    first = imported(store, dataset).outcomes[0].report
    assert {(place, field) for place, field, _ in told(first)} == {("line 1", "title"), ("line 1", "company")}
    posting = store.posting(ANN, keys(store)[0])
    assert (posting.title, posting.company) == ("Baker \ufffd", "\ufffd")


def test_a_contradiction_is_told_each_time_and_listed_once(dataset: Path, store: Store) -> None:
    imported(store, dataset)
    rewritten(dataset, lambda postings: postings[0]["states"][0].update(state="flagged"))
    for _ in range(3):
        first = imported(store, dataset).outcomes[0].report
        assert told(first) == [
            ("line 1", "states[0]", "not taken over: it says flagged, and done stands here")
        ]
        assert len(store.posting(ANN, keys(store)[0]).problems) == 1


def test_an_address_that_is_none_is_left_out_and_told(dataset: Path, store: Store) -> None:
    rewritten(dataset, lambda postings: postings[0].update(url="javascript:alert(1)"))
    first = imported(store, dataset).outcomes[0].report
    assert told(first) == [("line 1", "url", "it is no address of the web, and was left out")]
    assert store.posting(ANN, keys(store)[0]).url is None


class TestKeys:
    """A key is believed only of the posting that has it."""

    def test_twice_in_one_file(self, dataset: Path, store: Store) -> None:
        rewritten(dataset, lambda postings: postings.append({**postings[0], "body": "Another"}))
        first = imported(store, dataset).outcomes[0].report
        assert (first.read, first.added, first.refused) == (3, 2, 1)
        assert told(first)[0] == ("line 4", "key", "a record before it has the same key")
        assert store.posting(ANN, keys(store)[0]).body == BODY

    @pytest.mark.parametrize("change", [{"source": "lighthouse"}, {"external_id": "9"}])
    def test_of_another_posting(self, dataset: Path, store: Store, change: Row) -> None:
        imported(store, dataset)
        before = store.events()
        stranger = {**rows(dataset)[0], **change, "body": "Another", "revision": 5}
        stranger["tags"] = [{"skill": "lamp", "annotator": "eve"}]
        rewritten(dataset, lambda postings: postings.__setitem__(slice(None), [stranger]))
        found = report(store, dataset)
        assert (found.refused, found.adopted) == (1, {})
        assert told(found)[0] == ("line 1", "key", "another posting has this key here")
        assert all("not taken over" in reason for _, _, reason in told(found)[1:])
        assert store.posting(ANN, keys(store)[0]).body == BODY
        assert store.events() == before

    def test_another_text_needs_a_later_revision(self, dataset: Path, store: Store) -> None:
        imported(store, dataset)
        body = f"Now: {BODY}"

        def change(postings: list[Row]) -> None:
            postings[0]["body"] = body
            for tag in postings[0]["tags"]:
                tag |= {"start": tag["start"] + 5, "end": tag["end"] + 5}

        rewritten(dataset, change)
        first = imported(store, dataset).outcomes[0].report
        assert (first.unchanged, first.refused) == (1, 1)
        assert told(first) == [("line 1", "key", "its text here is another, of revision 0, and stays")]
        rewritten(dataset, lambda postings: postings[0].update(revision=3))
        first = imported(store, dataset).outcomes[0].report
        assert (first.unchanged, first.revised, first.problems) == (1, 1, ())
        posting = store.posting(ANN, keys(store)[0])
        assert (posting.body, posting.revision) == (body, 3)
        assert [tag.span and tag.span.start for tag in posting.tags] == [8, 13]

    def test_a_posting_here_keeps_its_place_in_its_own_source(self, old: Store, dataset: Path) -> None:
        take(old, draft(BODY, external_id="1", locator="line 99"), source="bakery")
        imported(old, dataset)
        assert old.posting(ANN, keys(old)[0]).locator == "line 99"

    def test_the_source_imported_after_its_dataset_is_known(self, dataset: Path, store: Store) -> None:
        imported(store, dataset)
        assert take(store, draft("A keeper for the lamp."), source="lighthouse").unchanged == 1
        assert take(store, draft(BODY, external_id="1"), source="bakery").unchanged == 1


HAND_MADE: Row = {
    "key": "0123456789abcdef0123",
    "source": "bakery",
    "locator": "line 1",
    "body": "We\r\nbake bread.\u2028",
    "revision": 0,
    "tags": [
        {"skill": "Bread", "annotator": "ann", "start": 8, "end": 13, "quote": "bread"},
        {"skill": "Cake", "annotator": "ann", "quote": "cake"},
        {"skill": "Cake", "annotator": "ann", "quote": "cake"},
    ],
    "notes": [{"text": " nice ", "annotator": "ann"}],
    "states": [{"annotator": "ann", "state": "done"}],
    "postil_problem": "what once was wrong with it",
    "what nobody knows": [1, 2],
}


def test_a_dataset_made_by_hand_needs_no_more_than_it_must_say(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text(json.dumps(HAND_MADE) + "\n\n")
    found = report(store, path)
    assert (found.added, found.problems) == (1, ())
    assert found.adopted == {"tag": 3, "note": 1, "state": 1}
    posting = store.posting("ann", HAND_MADE["key"])
    assert posting.body == "We\nbake bread.\n"
    assert [(tag.skill.uri, tag.lost_quote) for tag in posting.tags] == [
        ("local:bread", None),
        ("local:cake", "cake"),
        ("local:cake", "cake"),
    ]
    assert (posting.notes[0].text, posting.notes[0].at) == ("nice", "1970-01-01T00:00:00.000000+00:00")
    assert (report(store, path).adopted, report(store, path).problems) == ({}, ())


class TestBroken:
    """Files that break off, or have strange lines."""

    def test_a_line_that_is_no_json_is_told_and_the_others_are_taken(
        self, dataset: Path, store: Store
    ) -> None:
        lines = (dataset / "postings.jsonl").read_text().splitlines(keepends=True)
        lines[1:1] = ["{\n", "[1]\n", "7\n", '{"a": NaN}\n', '{"a": 1, "a": 2}\n', "\n", '"\u2028"\n', "{}\n"]
        path = dataset.parent / "lines.jsonl"
        path.write_text("".join(lines))
        found = imported(store, path)
        assert store.count(ANN) == 3
        assert sum(out.report.refused for out in found.outcomes) == 7
        places = [place for out in found.outcomes for place, _, _ in told(out.report)]
        assert places == ["line 2", "line 3", "line 4", "line 5", "line 6", "line 8", "line 9"]

    def test_a_document_that_breaks_off_gives_what_stands_before(self, dataset: Path, store: Store) -> None:
        data = (dataset / "postings.json").read_bytes()
        (dataset / "postings.json").write_bytes(data[: data.index(b"We bake cake") + 5])
        found = imported(store, dataset / "postings.json")
        assert store.count(ANN) == 2
        broken = next(
            problem for out in found.outcomes for problem in told(out.report) if problem[0] == "$.postings[2]"
        )
        assert broken[1] is None
        assert sum(sum(out.report.adopted.values()) for out in found.outcomes) > 0

    def test_lines_that_cannot_be_unpacked_to_the_end_give_what_stands_before(
        self, store: Store, tmp_path: Path
    ) -> None:
        row = {**HAND_MADE, "states": [{"annotator": "ann", "state": "done"}], "notes": []}
        many = [
            {**row, "key": f"{number:020x}", "body": f"We\nbake bread no. {number * 7919}"}
            for number in range(9000)
        ]
        for item in many:
            item["tags"] = []
        data = gzip.compress("".join(f"{json.dumps(item)}\n" for item in many).encode())
        path = tmp_path / "cut.jsonl.gz"
        path.write_bytes(data[: len(data) // 2])
        found = imported(store, path)
        added = sum(out.report.added for out in found.outcomes)
        assert 0 < added < 9000
        assert sum(out.report.adopted.get("state", 0) for out in found.outcomes) == added
        assert any(
            "Nothing after that was read" in reason
            for out in found.outcomes
            for _, _, reason in told(out.report)
        )


def test_so_many_sources_are_too_many(dataset: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importers.datasets.dataset.MANY_SOURCES", 1)
    found = imported(store, dataset)
    assert store.count(ANN) == 2
    assert ("line 2", "source", "the dataset names more than 1 sources") in [
        problem for out in found.outcomes for problem in told(out.report)
    ]


def test_statements_come_in_parts_of_bounded_size(
    dataset: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, many in (("MOST_POSTINGS", 2), ("MOST_STATEMENTS", 1)):
        monkeypatch.setattr(f"importers.datasets.adopting.{name}", many)
    imported(store, dataset)
    assert len(store.events()) == 6
    assert contents(exported(store, dataset.parent / "again")) == contents(dataset)


KEYS = st.text(st.characters(exclude_characters="/"), max_size=5)  # a path is written with it
values = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**70), 2**70),
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(max_size=8),
        st.sampled_from(
            ["done", "duplicate", "annotator-1", "0" * 20, "2026-01-01T00:00:00+00:00", "\ud800", "\x00"]
        ),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=5,
)


@settings(max_examples=80)
@given(data=st.data())
def test_whatever_stands_in_a_dataset_nothing_is_raised_and_nothing_is_stored_wrong(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("any")
    with Store.open(folder / "old.db", create=True) as old:
        first, second = fill(old, [BODY, "We bake cake."])
        old.tag(ANN, first, "bread", quote="bread")
        old.note(ANN, first, "nice", quote="We")
        old.set_state(ANN, first, State.DONE)
        old.judge(ANN, [(first, second)], Verdict.RELATED)
        old.choose_canonical(ANN, first)
        found = rows(exported(old, folder / "curated"))
    for _ in range(data.draw(st.integers(1, 4))):
        put(found[0], data.draw(st.sampled_from(paths(found[0]))), data.draw(values))
    path = folder / "curated" / "postings.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in found))
    with Store.open(folder / "new.db", create=True) as new:
        try:
            outcomes = imported(new, path, format="postil").outcomes
        except Unreadable:
            return
        for out in outcomes:
            counts = out.report
            assert counts.read == counts.added + counts.unchanged + counts.revised + counts.refused
        assert list(new.findings()) == [] or all("took away the words" in line for line in new.findings())
        exported(new, folder / "again")
        events = new.events(limit=100)
        again = imported(new, path, format="postil").outcomes
        assert not any(out.report.added or out.report.revised or out.report.adopted for out in again)
        assert new.events(limit=100) == events


def paths(row: Row) -> list[str]:
    """Every place in a row, as `put` takes it."""

    def inside(value: Any, path: str) -> list[str]:
        steps = (
            value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        )
        return [path, *(found for step, inner in steps for found in inside(inner, f"{path}/{step}"))]

    return [path.lstrip("/") for path in inside(deepcopy(row), "") if path]


def test_a_reading_says_nothing_of_columns(dataset: Path) -> None:
    reading = DatasetImporter().reading(File.of("x", (dataset / "postings.jsonl").read_bytes()), None)  # type: ignore[arg-type]
    assert (reading.columns, reading.remembers) == (None, None)
    assert not any(isinstance(record, Blank) for record in reading.records())


def test_a_posting_of_a_document_is_refused_on_one_line_and_imports_mended(
    dataset: Path, store: Store, tmp_path: Path
) -> None:
    document = json.loads((dataset / "postings.json").read_text())
    whole = json.dumps(document["postings"][0])
    document["postings"][0]["body"] = ""
    alone = tmp_path / "postings.json"
    alone.write_text(json.dumps(document, indent=2))
    rejects = tmp_path / "rejects.jsonl"
    assert sum(out.report.refused for out in imported(store, alone, rejects=rejects).outcomes) == 1
    reason, record = rejects.read_text().splitlines()
    assert "postil_problem" in json.loads(reason)
    assert json.loads(record)["body"] == ""
    rejects.write_text(f"{reason}\n{whole}\n")
    assert report(store, rejects).added == 1
