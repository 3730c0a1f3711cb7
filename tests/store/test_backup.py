"""A backup: one consistent state, taken while others work, never over something else."""

import threading
from pathlib import Path

import pytest

from store import PostilError, State, Store, StoreError, UsageError
from tests.build import ANN, fill, keys

from .processes import finish, start
from .test_processes import together


def test_a_backup_is_a_database_with_everything_in_it(store: Store, tmp_path: Path) -> None:
    for key in fill(store, ["one SQL", "two SQL"]):
        store.tag(ANN, key, "SQL", quote="SQL")
    store.undo(ANN)
    store.backup(tmp_path / "copy.db")
    with Store.open(tmp_path / "copy.db") as copy:
        assert list(copy.every_posting(ANN)) == list(store.every_posting(ANN))
        assert copy.events() == store.events()
        assert list(copy.findings()) == []
        assert copy.redo(ANN) is not None
        assert copy.count(ANN) == 2
    assert store.status().tags == 1


@pytest.mark.parametrize("content", [b"", b"precious"])
def test_a_backup_never_overwrites(store: Store, tmp_path: Path, content: bytes) -> None:
    target = tmp_path / "copy.db"
    target.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        store.backup(target)
    assert str(target) in str(caught.value)
    assert target.read_bytes() == content
    with pytest.raises(UsageError):
        store.backup(store.path)
    with pytest.raises(UsageError):
        store.backup(tmp_path)


def test_a_backup_to_where_nothing_can_be_is_an_error_with_a_sentence(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for target in (tmp_path / "gone" / "copy.db", tmp_path / "file" / "copy.db", tmp_path / ("x" * 300)):
        with pytest.raises(StoreError) as caught:
            store.backup(target)
        assert str(target) in str(caught.value)
        assert str(caught.value).endswith(".")
    assert not [file for file in tmp_path.iterdir() if file.suffix == ".part"]


def test_a_backup_can_be_taken_by_someone_who_only_reads(store: Store, tmp_path: Path) -> None:
    fill(store, ["one"])
    with Store.open(store.path, readonly=True) as reader:
        reader.backup(tmp_path / "copy.db")
    with Store.open(tmp_path / "copy.db") as copy:
        assert len(keys(copy)) == 1


def test_backups_taken_while_another_process_writes_are_each_one_state(store: Store, tmp_path: Path) -> None:
    [key] = fill(store, ["one SQL"])
    writer = start(
        """
store = Store.open(path)
[key] = keys(store)
tell("begun")
for number in range(400):
    store.tag("bob", key, f"skill {number}", quote="SQL")
    store.note("bob", key, f"note {number}")
""",
        store.path,
    )
    assert writer.stdout is not None
    writer.stdout.readline()
    sizes = []
    for number in range(6):
        target = tmp_path / f"copy {number}.db"
        store.backup(target)
        # Decisions of one's own go on between backups.
        store.set_state(ANN, key, State.DONE if number % 2 == 0 else State.TODO)
        with Store.open(target) as copy:
            status = copy.status()
            assert status.tags - status.notes in (0, 1)
            assert len(copy.events(annotator="bob", limit=10_000)) == status.tags + status.notes
            assert len(copy.vocabulary()) == status.tags
            assert list(copy.findings()) == []
            sizes.append(status.tags)
    finish(writer)
    assert sizes == sorted(sizes)
    assert store.status().tags == 400
    assert not [file for file in tmp_path.iterdir() if file.suffix == ".part"]


def test_of_two_backups_to_one_name_at_once_one_is_made_and_whole(store: Store, tmp_path: Path) -> None:
    fill(store, [f"posting {number} " + "text " * 600 for number in range(300)])
    target = tmp_path / "copy.db"
    code = """
with Store.open(path) as store:
    try:
        store.backup(Path(sys.argv[2]))
    except UsageError:
        tell("refused")
    else:
        tell("made")
"""
    told = list(together([(code, str(target))] * 3, store.path))
    assert sorted(told) == ['["made"]\n', '["refused"]\n', '["refused"]\n']
    with Store.open(target) as copy:
        assert list(copy.every_posting(ANN)) == list(store.every_posting(ANN))
        assert list(copy.findings()) == []


def test_a_long_read_can_be_stopped_from_another_thread(store: Store) -> None:
    fill(store, [f"posting {number}" for number in range(300)])
    stopped: list[BaseException] = []
    rows = store.listing(ANN)
    next(rows)
    begun = threading.Event()

    def read() -> None:
        try:
            while True:
                begun.set()
                list(store.findings())
        except Exception as error:  # noqa: BLE001 - the kind is what is asserted
            stopped.append(error)

    with Store.open(store.path) as other:
        thread = threading.Thread(target=read)
        thread.start()
        begun.wait(10)
        while thread.is_alive():
            store.interrupt()
            thread.join(0.001)
        assert [type(error).__name__ for error in stopped] == ["OperationalError"]
        assert not isinstance(stopped[0], PostilError)
        # The connection goes on working, and nobody else noticed.
        assert len(keys(store)) == len(keys(other)) == 300
