"""No room left: a sentence, nothing of the failed step kept, everything from before still there and clean."""

import json
from pathlib import Path

import pytest

from store import Query, Store
from tests.build import ANN, fill

from .processes import run

# The limit on the size of a file stands in for a full disk: the kernel refuses to write beyond it.
_FULL = """
def room(beyond):
    files = [file for file in (path, Path(f"{path}-wal")) if file.exists()]
    size = max((file.stat().st_size for file in files), default=0)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + beyond, resource.RLIM_INFINITY))

def plenty():
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

def until_full(step, most=2000):
    for number in range(most):
        try:
            step(number)
        except PostilError as error:
            tell(type(error).__name__, str(error), number)
            return number
    raise SystemExit("never full")
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "postil.db"
    with Store.open(path, create=True) as store:
        fill(store, [f"posting {number}" for number in range(5)])
    return path


def told(out: str) -> list[object]:
    """What the child told of the error, checked to be a sentence about a full disk."""
    facts: list[object] = json.loads(out.splitlines()[0])
    assert facts[0] == "DiskFull"
    assert "disk is full" in str(facts[1])
    assert str(facts[1]).endswith(".")
    return facts


@pytest.mark.parametrize("kibibytes", [0, 20, 100, 300])
def test_decisions_until_the_disk_is_full_are_all_there(database: Path, kibibytes: int) -> None:
    out = run(
        _FULL
        + """
store = Store.open(path)
key = keys(store)[0]
store.note("ann", key, "first")
room(int(sys.argv[2]) * 1024)
count = until_full(lambda number: store.note("ann", key, f"{number} " + "x" * 3000))
# The same process reads on, and writes on when there is room again.
assert len(store.posting("ann", key).notes) == count + 1
plenty()
store.note("ann", key, "last")
store.close()
tell(count)
""",
        database,
        kibibytes,
    )
    told(out)
    [count] = json.loads(out.splitlines()[1])
    with Store.open(database) as store:
        key = next(store.listing(ANN)).key
        texts = [note.text for note in store.posting(ANN, key).notes]
        assert texts == ["first", *(f"{number} " + "x" * 3000 for number in range(count)), "last"]
        assert len(store.events(limit=10_000)) == len(texts)
        assert list(store.findings()) == []


def test_a_process_that_ends_on_a_full_disk_leaves_a_clean_database(database: Path) -> None:
    out = run(
        _FULL
        + """
store = Store.open(path)
key = keys(store)[0]
room(50_000)
count = until_full(lambda number: store.tag("ann", key, f"skill {number} " + "x" * 2000))
tell(count)
os._exit(0)
""",
        database,
    )
    told(out)
    [count] = json.loads(out.splitlines()[1])
    with Store.open(database) as store:
        assert len(store.vocabulary()) == store.status().tags == count
        assert list(store.findings()) == []


def test_an_import_keeps_the_batches_before_and_can_be_done_again(database: Path) -> None:
    out = run(
        _FULL
        + """
store = Store.open(path)
run = store.begin_import(origin("big"), store.occurrences())
room(500_000)
def batch(number):
    run.take([draft(f"batch {number} item {item} " + "word " * 500, locator=f"line {number}") for item in range(10)])
count = until_full(batch)
assert run.report().added == count * 10
tell(count)
""",
        database,
    )
    told(out)
    [count] = json.loads(out.splitlines()[1])
    with Store.open(database) as store:
        assert store.count(ANN, Query()) == 5 + 10 * count
        [finding] = store.findings()
        assert "half-way" in finding
        again = [
            f"batch {number} item {item} " + "word " * 500
            for number in range(count + 1)
            for item in range(10)
        ]
        fill(store, again, source="big")
        assert store.count(ANN, Query()) == 5 + 10 * (count + 1)
        assert list(store.findings()) == []


@pytest.mark.parametrize("size", [0, 1024, 20_000, 100_000])
def test_a_new_database_without_room_can_be_made_when_there_is_room(tmp_path: Path, size: int) -> None:
    path = tmp_path / "new.db"
    out = run(
        _FULL + "room(int(sys.argv[2]))\nuntil_full(lambda number: Store.open(path, create=True))", path, size
    )
    told(out)
    with Store.open(path, create=True) as store:
        fill(store, ["one"])
        assert list(store.findings()) == []


def test_a_backup_without_room_leaves_nothing_and_harms_nothing(database: Path) -> None:
    out = run(
        _FULL
        + """
store = Store.open(path)
resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, resource.RLIM_INFINITY))
until_full(lambda number: store.backup(path.with_name("copy.db")))
plenty()
store.set_state("ann", keys(store)[0], State.DONE)
""",
        database,
    )
    told(out)
    assert [file.name for file in database.parent.iterdir()] == ["postil.db"]
    with Store.open(database) as store:
        assert store.status().states["done"] == 1
        store.backup(database.with_name("copy.db"))
        assert list(store.findings()) == []


def test_a_batch_that_found_no_room_can_be_given_again_to_the_same_run(database: Path) -> None:
    out = run(
        _FULL
        + """
store = Store.open(path)
run = store.begin_import(origin("big"), store.occurrences())
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))
batch = [draft("large " * 20_000), draft("large " * 20_000, locator="line 2")]
until_full(lambda number: run.take(batch))
plenty()
run.take(batch)
report = run.finish()
tell(report.read, report.added)
""",
        database,
    )
    told(out)
    assert json.loads(out.splitlines()[1]) == [2, 2]
    with Store.open(database) as store:
        assert list(store.findings()) == []
