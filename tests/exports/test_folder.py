import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest

from exports import folder as module
from exports.folder import replaced
from store import DiskFull, ReadOnly, State, Store, StoreError, UsageError
from tests.build import keys
from tests.conftest import ROOT

from .conftest import ANN, contents, exported

CHILD = """
import os, resource, signal, sys
from pathlib import Path
from duplicates.clusters import clustering
from exports import export
from store import PostilError, Store

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

database, target, what, force = sys.argv[1:]
if what == "full":
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
if what.startswith("rename"):
    rename, left = Path.rename, [int(what[-1])]
    def dying(self, other):
        done = rename(self, other)
        left[0] -= 1
        if not left[0]:
            die()
        return done
    Path.rename = dying
with Store.open(Path(database), readonly=True) as store, store.snapshot():
    try:
        export(
            store, Path(target), clustering(store).clusters, force=force == "force",
            progress=die if what == "writing" else None,
        )
    except PostilError as error:
        print(type(error).__name__, error)
"""


def run(store: Store, target: Path, what: str = "", *, force: bool = False, **environment: str) -> str:
    """Export in a process of its own, and return what it says."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", CHILD, store.path, target, what, "force" if force else "-"],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert done.returncode == (-signal.SIGKILL if what == "writing" or what.startswith("rename") else 0)
    return done.stdout


def beside(target: Path) -> list[str]:
    """What an export may have left beside its target."""
    return sorted(path.name for path in target.parent.iterdir() if target.name in path.name)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "out"


def test_equal_states_give_equal_bytes_in_any_process(curated: Store, target: Path) -> None:
    exported(curated, target)
    for number, (zone, seed) in enumerate(
        [("UTC", "0"), ("Asia/Kathmandu", "1"), ("America/Lima", "random")]
    ):
        other = target.with_name(f"other {number}")
        run(curated, other, TZ=zone, PYTHONHASHSEED=seed, LC_ALL="C", PYTHONUTF8="0")
        assert contents(other) == contents(target)


def test_another_state_gives_other_bytes(curated: Store, target: Path) -> None:
    first = exported(curated, target)
    curated.set_state(ANN, keys(curated)[3], State.DONE)
    assert exported(curated, target, force=True).sha256 != first.sha256
    curated.undo(ANN)
    assert exported(curated, target, force=True).sha256 == first.sha256


def test_a_dataset_is_replaced_only_by_force(curated: Store, target: Path) -> None:
    exported(curated, target)
    old = contents(target)
    curated.set_state(ANN, keys(curated)[3], State.DONE)
    with pytest.raises(UsageError, match=r"exists already.*--force"):
        exported(curated, target)
    assert contents(target) == old
    exported(curated, target, force=True)
    assert contents(target) != old
    assert beside(target) == ["out"]


def test_an_empty_folder_is_replaced_only_by_force(curated: Store, target: Path) -> None:
    target.mkdir()
    with pytest.raises(UsageError, match="exists already"):
        exported(curated, target)
    exported(curated, target, force=True)
    assert "postings.json" in contents(target)


def test_what_is_no_dataset_is_never_replaced(curated: Store, target: Path) -> None:
    exported(curated, target)
    good = contents(target)
    for name, text, sentence in [
        ("notebook.ipynb", "mine", "holds 'notebook.ipynb', which no export wrote"),
        ("schema.json", "{}", "no dataset of Postil's"),
    ]:
        (target / name).write_text(text)
        with pytest.raises(UsageError, match=sentence):
            exported(curated, target, force=True)
        assert (target / name).read_text() == text
        (target / name).unlink()
    with pytest.raises(UsageError, match="no dataset of Postil's"):
        exported(curated, target, force=True)
    (target / "schema.json").write_bytes(good["schema.json"])
    (target / "notes.csv").unlink()
    (target / "notes.csv").mkdir()
    with pytest.raises(UsageError, match=r"holds 'notes\.csv'"):
        exported(curated, target, force=True)
    (target / "SHA256SUMS").unlink()
    with pytest.raises(UsageError, match="no dataset of Postil's"):
        exported(curated, target, force=True)
    assert (target / "notes.csv").is_dir()


@pytest.mark.parametrize("force", [False, True])
def test_a_target_that_cannot_be_one_is_refused_with_a_sentence(
    curated: Store, target: Path, force: bool
) -> None:
    target.write_text("mine")
    link = target.with_name("link")
    link.symlink_to(target.parent)
    dangling = target.with_name("dangling")
    dangling.symlink_to("nowhere")
    for path, sentence in [
        (target, "is a file"),
        (target / "below", "no folder"),
        (target.with_name("none") / "below", "no folder .* Make it first"),
        (link, "symbolic link"),
        (dangling, "symbolic link"),
        (Path("/"), "exists already|no dataset"),
        (target.parent, "exists already|no dataset"),
    ]:
        with pytest.raises(UsageError, match=sentence):
            exported(curated, path, force=force)
    assert target.read_text() == "mine"


def test_a_relative_target_is_in_the_working_folder(
    curated: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    exported(curated, Path("../out/"))
    assert "postings.json" in contents(tmp_path / "out")


@pytest.mark.parametrize("force", [False, True])
def test_a_full_disk_leaves_what_was_there(curated: Store, target: Path, force: bool) -> None:
    if force:
        exported(curated, target)
    old = contents(target) if force else {}
    said = run(curated, target, "full", force=force)
    assert said.startswith("DiskFull")
    assert "Make room and try again." in said
    assert beside(target) == (["out"] if force else [])
    assert not force or contents(target) == old


@pytest.mark.parametrize(
    ("what", "force"),
    [("writing", False), ("rename 1", False), ("writing", True), ("rename 1", True), ("rename 2", True)],
)
def test_a_kill_leaves_one_whole_dataset_or_none_and_the_next_export_clears_up(
    curated: Store, target: Path, what: str, force: bool
) -> None:
    if force:
        exported(curated, target)
    old = contents(target) if force else {}
    curated.set_state(ANN, keys(curated)[3], State.DONE)
    with_new = exported(curated, target.with_name("reference"))
    new = contents(with_new.path)
    run(curated, target, what, force=force)
    assert not target.exists() or contents(target) in (old, new)
    if force and not target.exists():
        with pytest.raises(UsageError, match="exists already"):
            exported(curated, target)
        assert contents(target) == old
    exported(curated, target, force=True)
    assert contents(target) == new
    assert beside(target) == ["out"]


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), DiskFull),
        (OSError(errno.EFBIG, "File too large"), DiskFull),
        (OSError(errno.EACCES, "Permission denied"), ReadOnly),
        (OSError(errno.EROFS, "Read-only file system"), ReadOnly),
        (OSError(errno.EIO, "Input/output error"), StoreError),
        (KeyboardInterrupt(), KeyboardInterrupt),
        (ValueError("ours"), ValueError),
    ],
)
@pytest.mark.parametrize("moment", ["block", "sync", "before old", "after old", "before part"])
def test_any_failure_leaves_what_was_there(
    curated: Store,
    target: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    expected: type[BaseException],
    moment: str,
) -> None:
    exported(curated, target)
    old = contents(target)
    rename = Path.rename
    waiting = [moment]

    def reach(place: str) -> None:
        if place in waiting:
            waiting.remove(place)
            raise error

    def renamed(self: Path, other: Path) -> Path:
        word = "part" if ".part-" in self.name else "old"
        reach(f"before {word}")
        done = rename(self, other)
        reach(f"after {word}")
        return done

    def write() -> None:
        with replaced(target, force=True) as folder:
            (folder / "new").write_text("half")
            reach("block")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", renamed)
        patch.setattr(module, "_sync", lambda path: reach("sync"))
        with pytest.raises(expected) as raised:
            write()
    assert type(raised.value) is expected
    assert not waiting
    assert contents(target) == old
    assert beside(target) == ["out"]


def test_what_comes_into_the_folder_while_the_export_runs_is_not_lost(curated: Store, target: Path) -> None:
    def write(*, force: bool) -> None:
        with replaced(target, force=force):
            target.mkdir(exist_ok=True)
            (target / "mine").write_text("mine")

    with pytest.raises(UsageError, match="exists already"):
        write(force=False)
    (target / "mine").unlink()
    target.rmdir()
    exported(curated, target)
    with pytest.raises(UsageError, match="holds 'mine'"):
        write(force=True)
    assert (target / "mine").read_text() == "mine"
    assert beside(target) == ["out"]


def test_what_others_left_beside_stays(curated: Store, target: Path, running: int) -> None:
    (target.parent / f".out.part-{running}").mkdir()
    (target.parent / ".out.part-999999999").write_text("a file")
    (target.parent / ".out.partial").mkdir()
    (target.parent / ".out.old-999999999").symlink_to(target.parent)
    exported(curated, target)
    assert len(beside(target)) == 5


@pytest.fixture
def running() -> Iterator[int]:
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    yield child.pid
    child.communicate()


KILLED_AT = 20

DYING = """
import os, signal, sys
from pathlib import Path
from duplicates.clusters import clustering
from exports import export
from store import Store

database, target = map(Path, sys.argv[1:])

def watch(left):
    # Where the folder beside the target changes: what is made, opened, moved and removed in it.
    def at(event, args):
        nonlocal left
        if event in ("open", "os.rename", "os.mkdir", "os.rmdir", "os.remove") and ".out." in f"{args}":
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(at)

for line in sys.stdin:
    if not (child := os.fork()):
        watch(int(line))
        with Store.open(database, readonly=True) as store, store.snapshot():
            export(store, target, clustering(store).clusters, force=True)
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


def test_a_kill_at_any_place_leaves_the_old_dataset_or_the_new_one(curated: Store, target: Path) -> None:
    exported(curated, target)
    old = contents(target)
    curated.set_state(ANN, keys(curated)[3], State.DONE)
    new = contents(exported(curated, target.with_name("reference")).path)
    with subprocess.Popen(
        [sys.executable, "-c", DYING, curated.path, target],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as dying:
        assert dying.stdin
        assert dying.stdout
        for place in count(1):
            dying.stdin.write(f"{place}\n")
            dying.stdin.flush()
            if int(dying.stdout.readline()) == 0:
                break  # there are no more places
            with suppress(UsageError):
                exported(curated, target)  # without force: what was moved aside comes back first
            assert contents(target) in (old, new)
            assert beside(target) == ["out"]
        dying.stdin.close()
    assert place > KILLED_AT
    assert contents(target) == new
