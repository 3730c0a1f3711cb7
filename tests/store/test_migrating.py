"""A database of every released schema opens, is brought up to date with a copy kept, and works on."""

import gzip
from pathlib import Path

import pytest

from store import Requirement, State, Store, Verdict, parse
from tests.build import ANN, draft, keys, take
from tests.cli.running import Desk

RELEASED = sorted((Path(__file__).parent / "databases").glob("*.db.gz"))


@pytest.fixture(params=RELEASED, ids=lambda file: file.name.split(".")[0])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A database as that version left it: three postings of two annotators, one of them revised."""
    path = tmp_path / "postil.db"
    path.write_bytes(gzip.decompress(request.param.read_bytes()))
    return path


def test_all_that_people_said_is_there(old: Path) -> None:
    with Store.open(old) as store:
        first, second, third = keys(store)
        posting = store.posting(ANN, first)
        assert posting.body == "We want SQL, and bread too."
        assert [(tag.skill.label, tag.requirement, tag.span and tag.span.quote) for tag in posting.tags] == [
            ("SQL", Requirement.REQUIRED, "SQL"),
            ("baking", Requirement.MENTIONED, None),
        ]
        assert (posting.state, store.posting("bob", first).state) == (State.DONE, State.TODO)
        assert [note.text for note in store.posting(ANN, second).notes] == ["which night?"]
        pair = store.pair(ANN, second, third)
        assert pair is not None
        assert pair.verdict is Verdict.DUPLICATE
        assert store.count(ANN, parse("bread")) == 1
        assert list(store.findings()) == []


def test_a_copy_of_what_it_was_is_kept(old: Path) -> None:
    before = old.read_bytes()
    Store.open(old).close()
    copies = [path for path in old.parent.iterdir() if ".before-" in path.name]
    assert len(copies) == 1
    assert old.read_bytes() != before
    Store.open(old).close()
    assert len([path for path in old.parent.iterdir() if ".before-" in path.name]) == 1


def test_a_command_that_only_reads_brings_it_up_to_date(
    old: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = Desk(old.parent, monkeypatch, capsys)
    first, second = (desk.done("status", "--json") for _ in range(2))
    assert first.json["postings"] == second.json["postings"] == 3
    assert "brought up to date" in first.err
    assert second.err == ""
    assert len([path for path in old.parent.iterdir() if ".before-" in path.name]) == 1


def test_it_imports_the_same_again_and_undoes(old: Path) -> None:
    with Store.open(old) as store:
        items = [
            draft("We want SQL, and bread too.", title="Clerk", external_id="7"),
            draft("Our bakery seeks a Night Baker.", locator="line 2"),
            draft("New.", locator="line 3"),
        ]
        report = take(store, *items)
        assert (report.added, report.unchanged, report.revised) == (1, 2, 0)
        assert store.undo(ANN) is not None
        assert store.redo(ANN) is not None
        assert list(store.findings()) == []
