"""Opening a file that is not as it should be: an error of ours with a sentence, and the file left as it was."""

import json
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from store import (
    Busy,
    Damaged,
    NewerDatabase,
    NotADatabase,
    NotFound,
    PostilError,
    ReadOnly,
    State,
    Store,
)
from tests.build import ANN, fill, keys

from .processes import finish, run, start


def refused(kind: type[PostilError], path: Path, *, create: bool = True, readonly: bool = False) -> str:
    """Open, expect to be refused, and return the sentence."""
    with pytest.raises(kind) as caught:
        Store.open(path, create=create, readonly=readonly)
    sentence = str(caught.value)
    assert type(caught.value) is kind
    assert str(path) in sentence or str(path.parent) in sentence
    assert sentence.endswith((".", "?"))
    return sentence


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


def checked(path: Path) -> list[str]:
    """What opening and checking a database finds, an error's sentence included."""
    found: list[str] = []
    try:
        with Store.open(path) as store:
            found += store.findings()
    except (Damaged, NotADatabase) as error:
        found.append(str(error))
    return found


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A database with forty postings and decisions on them, closed."""
    path = tmp_path / "postil.db"
    with Store.open(path, create=True) as store:
        for key in fill(store, [f"posting {number} " + "text " * 400 for number in range(40)]):
            store.tag(ANN, key, "SQL", span=(0, 7))
            store.set_state(ANN, key, State.DONE)
    return path


def test_a_folder_is_not_a_database(tmp_path: Path) -> None:
    assert "folder" in refused(NotADatabase, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "data", [b"key,title\n1,Baker\n", b"\x00", b"SQLite format 3", b"PK\x03\x04" + b"\x00" * 5000]
)
@pytest.mark.parametrize("readonly", [False, True])
def test_another_kind_of_file_is_refused_and_left_alone(tmp_path: Path, data: bytes, readonly: bool) -> None:
    path = tmp_path / "postings.csv"
    path.write_bytes(data)
    refused(NotADatabase, path, readonly=readonly)
    assert contents(tmp_path) == {"postings.csv": data}


@pytest.mark.parametrize("readonly", [False, True])
def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path, readonly: bool) -> None:
    path = tmp_path / "places.sqlite"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE posting (id INTEGER)")
    other.execute("INSERT INTO posting VALUES (1)")
    other.commit()
    other.close()
    before = contents(tmp_path)
    refused(NotADatabase, path, readonly=readonly)
    assert contents(tmp_path) == before


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    path.touch()
    with Store.open(path) as store:
        fill(store, ["one"])
        assert list(store.findings()) == []


def test_an_empty_file_cannot_be_looked_at_before_it_is_a_database(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    path.touch()
    refused(ReadOnly, path, readonly=True)
    assert contents(tmp_path) == {"new.db": b""}


@pytest.mark.parametrize("readonly", [False, True])
def test_a_database_of_a_newer_version_is_refused_and_left_alone(filled: Path, readonly: bool) -> None:
    newer = sqlite3.connect(filled)
    newer.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('postil', '9999-later', 'x')"
    )
    newer.commit()
    newer.close()
    before = contents(filled.parent)
    sentence = refused(NewerDatabase, filled, readonly=readonly)
    assert "9999-later" in sentence
    assert "newer version" in sentence
    after = contents(filled.parent)
    assert {name: data for name, data in after.items() if data and not name.endswith("-shm")} == before


def test_a_missing_database_is_made_only_when_that_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "postil.db"
    assert "postil import" in refused(NotFound, path, create=False)
    assert list(tmp_path.iterdir()) == []
    Store.open(path, create=True).close()
    Store.open(path).close()


@pytest.mark.parametrize("below", ["gone/postil.db", "gone/deep/postil.db"])
def test_a_missing_folder_is_named(tmp_path: Path, below: str) -> None:
    assert "folder" in refused(NotFound, tmp_path / below)
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_no_folder_to_put_a_database_in(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("text")
    refused(NotFound, tmp_path / "file" / "postil.db")


def test_a_name_longer_than_any_file_has_is_refused(tmp_path: Path) -> None:
    refused(ReadOnly, tmp_path / ("x" * 300))


def test_a_name_that_is_half_a_surrogate_pair_is_a_name_like_others(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9 #1?mode=ro%20.db")
    with Store.open(path, create=True) as store:
        fill(store, ["one"])
    with Store.open(path, readonly=True) as store:
        assert len(keys(store)) == 1
    assert path.exists()


@pytest.mark.parametrize("size", [17, 100, 511, 512, 4096, 16_384, 40_000])
def test_a_truncated_database_is_told_of_by_opening_or_checking(filled: Path, size: int) -> None:
    with filled.open("r+b") as file:
        file.truncate(size)
    before = filled.read_bytes()
    [finding, *_] = checked(filled)
    assert finding.endswith((".", "?"))
    assert "damaged" in finding or "not a database" in finding or finding.startswith("SQLite: ")
    assert filled.read_bytes() == before


def test_a_database_with_a_spoilt_page_is_told_of(filled: Path) -> None:
    size = filled.stat().st_size
    with filled.open("r+b") as file:
        for at in range(16_384, size, 16_384):
            file.seek(at)
            file.write(b"\xff" * 2000)
    [finding, *_] = checked(filled)
    assert "damaged" in finding or finding.startswith("SQLite: ")


def test_a_spoilt_body_does_not_take_the_rest_of_the_database_with_it(filled: Path) -> None:
    data = filled.read_bytes()
    at = data.index(b"posting 7 text")
    filled.write_bytes(data[:at] + b"Posting 7 text" + data[at + 14 :])
    with Store.open(filled) as store:
        [finding] = store.findings()
        assert "does not quote" in finding
        assert store.status().postings == 40


class TestBusy:
    """Another process holds the database: wait for it, then say so."""

    def test_a_decision_says_that_another_process_writes_and_changes_nothing(self, filled: Path) -> None:
        other = sqlite3.connect(filled, isolation_level=None)
        with Store.open(filled, patience=0.05) as store:
            [key, *_] = keys(store)
            before = store.posting(ANN, key)
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(Busy) as caught:
                store.set_state(ANN, key, State.FLAGGED)
            assert "another process" in str(caught.value)
            assert str(caught.value).endswith(".")
            # Reading goes on, and so does writing once the other is done.
            assert store.posting(ANN, key) == before
            other.execute("ROLLBACK")
            assert store.set_state(ANN, key, State.FLAGGED) is not None
        other.close()

    def test_a_new_database_that_another_process_is_making_is_busy(self, tmp_path: Path) -> None:
        path = tmp_path / "postil.db"
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Busy):
            Store.open(path, create=True, patience=0.05)
        other.execute("ROLLBACK")
        other.close()
        Store.open(path, patience=0.05).close()

    def test_a_short_wait_for_another_process_is_not_noticed(self, filled: Path) -> None:
        holder = start(
            """
import sqlite3
other = sqlite3.connect(path, isolation_level=None)
other.execute("BEGIN IMMEDIATE")
tell("held")
sys.stdin.readline()
tell("waiting")
for _ in range(200_000): os.getpid()
other.execute("COMMIT")
""",
            filled,
        )
        assert holder.stdout is not None
        assert holder.stdin is not None
        holder.stdout.readline()
        with Store.open(filled) as store:
            [key, *_] = keys(store)
            holder.stdin.write("go\n")
            holder.stdin.flush()
            holder.stdout.readline()
            assert store.set_state(ANN, key, State.FLAGGED) is not None
        finish(holder)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user can reach, as pytest's own are for one user only."""
    with tempfile.TemporaryDirectory(prefix="postil-test-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


# Rights do not bind root, so the child becomes somebody else, after it has loaded all that it needs.
_AS_SOMEBODY = """
import tempfile
with tempfile.TemporaryDirectory() as scratch, Store.open(Path(scratch) / "x.db", create=True) as store:
    fill(store, ["one"])
    list(store.findings())
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
def tried(what):
    try:
        what()
    except PostilError as error:
        tell(type(error).__name__, str(error))
    else:
        tell("fine", "")
"""


class TestRights:
    """Files and folders that the user may not write, or not even see."""

    @pytest.fixture
    def database(self, open_folder: Path) -> Path:
        with Store.open(open_folder / "postil.db", create=True) as store:
            fill(store, ["one"])
        return open_folder / "postil.db"

    def attempts(self, path: Path) -> list[tuple[str, str]]:
        """Write, read and look for the database as somebody who is not root."""
        out = run(
            _AS_SOMEBODY
            + """
def write():
    with Store.open(path, create=True) as store:
        store.set_state("ann", keys(store)[0], State.DONE)
def read():
    with Store.open(path, readonly=True) as store:
        assert len(keys(store)) == 1
tried(write)
tried(read)
""",
            path,
        )
        return [tuple(json.loads(line)) for line in out.splitlines()]

    def test_a_file_that_may_not_be_written_is_said_to_be_so(self, database: Path) -> None:
        database.chmod(0o444)
        database.parent.chmod(0o777)
        before = database.read_bytes()
        (write, sentence), (read, _) = self.attempts(database)
        assert (write, read) == ("ReadOnly", "fine")
        assert sentence.endswith(".")
        assert database.read_bytes() == before

    def test_a_folder_that_may_not_be_written_is_said_to_be_so(self, database: Path) -> None:
        database.chmod(0o444)
        database.parent.chmod(0o555)
        before = database.read_bytes()
        attempts = self.attempts(database)
        assert [kind for kind, _ in attempts] == ["ReadOnly", "ReadOnly"]
        assert all(sentence.endswith(".") and str(database) in sentence for _, sentence in attempts)
        assert contents(database.parent) == {"postil.db": before}

    def test_a_new_database_in_a_folder_that_may_not_be_written(self, open_folder: Path) -> None:
        open_folder.chmod(0o555)
        (write, sentence), (read, _) = self.attempts(open_folder / "new.db")
        assert (write, read) == ("ReadOnly", "NotFound")
        assert sentence.endswith(".")
        assert list(open_folder.iterdir()) == []

    def test_a_file_that_may_not_be_read(self, database: Path) -> None:
        database.chmod(0o200)
        if os.getuid() == 0:
            os.chown(database, 65534, 65534)
        assert [kind for kind, _ in self.attempts(database)] == ["ReadOnly", "ReadOnly"]

    def test_a_folder_that_may_not_be_entered(self, database: Path) -> None:
        database.parent.chmod(0o600)
        attempts = self.attempts(database)
        database.parent.chmod(0o755)
        assert [kind for kind, _ in attempts] == ["ReadOnly", "ReadOnly"]
        assert all(sentence.endswith(".") for _, sentence in attempts)


def test_a_store_opened_for_reading_sees_what_others_write_and_writes_nothing(filled: Path) -> None:
    with Store.open(filled, readonly=True) as reader, Store.open(filled) as writer:
        [key, *_] = keys(reader)
        with pytest.raises(ReadOnly):
            reader.set_state(ANN, key, State.FLAGGED)
        writer.set_state(ANN, key, State.FLAGGED)
        assert reader.posting(ANN, key).state is State.FLAGGED


def test_reading_in_a_snapshot_sees_one_state_throughout(filled: Path) -> None:
    with Store.open(filled, readonly=True) as reader, Store.open(filled) as writer:
        [key, *_] = keys(reader)
        with reader.snapshot():
            before = reader.posting(ANN, key)
            writer.set_state(ANN, key, State.FLAGGED)
            assert reader.posting(ANN, key) == before
        assert reader.posting(ANN, key).state is State.FLAGGED
