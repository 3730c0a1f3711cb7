"""Whatever goes wrong is one sentence on stderr that says what to do, exit 2, and nothing was changed."""

import hashlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from store import Store
from tests.build import fill

from .conftest import PAGE
from .running import Desk

LINE = "bakery:line "


def state(folder: Path) -> dict[str, str]:
    """Every file below a folder with its hash, but for what SQLite keeps beside a database."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith(("-wal", "-shm"))
    }


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["import", "missing.txt"], "no file or folder missing.txt"),
        (["import", "bakery.txt", "missing.txt"], "no file or folder missing.txt"),
        (["import", "empty"], "nothing to read in empty"),
        (["import", "unknown"], "None of the 2 files could be read. The first: a.txt is of no known format"),
        (["import", "note.txt"], "--as text"),
        (["import", "note.txt", "--as", "page"], "no posting in it when it is read as page"),
        (["import", "image.png"], "image.png"),
        (["import", "latin.txt"], "--encoding"),
        (["import", "blank.txt"], "blank"),
        (["import", "bakery.txt", "--as", "pdf"], "card, page, csv, text"),
        (["import", "bakery.txt", "--encoding", "klingon"], "klingon"),
        (["import", "bakery.txt", "--source", " "], "--source is blank"),
        (["import"], "a file, a folder, or -"),
        (["import", "a" * 300], "File name too long"),
        (["skills", "import", "missing.csv"], "missing.csv"),
        (["skills", "import", "empty"], "Is a directory"),
        (["skills", "import", "bakery.txt"], "preferredLabel"),
        (["skills", "import", "image.png"], "UTF-8"),
        (["show", "nowhere"], "SOURCE:LOCATOR"),
        (["show", "0123456789abcdef0123"], "There is no posting"),
        (["show", "ab"], "There is no posting"),
        (["tag", "nowhere", "Python"], "There is no posting"),
        (["tag", f"{LINE}1", " "], "A skill needs a name"),
        (["tag", f"{LINE}1", "Python", "--span", "5"], "START:END"),
        (["tag", f"{LINE}1", "Python", "--span", "a:b"], "START:END"),
        (["tag", f"{LINE}1", "Python", "--span=-3:4"], "START:END"),
        (["tag", f"{LINE}1", "Python", "--span", "0:99999"], "the body has"),
        (["tag", f"{LINE}1", "Python", "--span", "7:3"], "7"),
        (["tag", f"{LINE}1", "Python", "--span", f"0:{10**30}"], "the body has"),
        (["tag", f"{LINE}1", "Python", "--quote", "Haskell"], "does not contain 'Haskell'"),
        (["tag", f"{LINE}1", "Python", "--quote", ""], "does not contain ''"),
        (["tag", f"{LINE}1", "Python", "--span", "0:2", "--quote", "Python"], "Python"),
        (["tag", f"{LINE}1", "Python", "--requirement", "vital"], "required"),
        (["untag", f"{LINE}1", "Python"], "no tag 'Python'"),
        (["note", f"{LINE}1", "  "], "empty"),
        (["state", f"{LINE}1", "finished"], "todo"),
        (["duplicates", "decide", f"{LINE}1", f"{LINE}1", "duplicate"], "two postings"),
        (["duplicates", "decide", f"{LINE}1", f"{LINE}3", "same"], "variant"),
        (["duplicates", "evaluate", "missing.csv"], "missing.csv"),
        (["duplicates", "evaluate", "empty"], "empty"),
        (["duplicates", "evaluate", "a" * 300], "File name too long"),
        (["duplicates", "evaluate", "bakery.txt"], "bakery.txt"),
        (["duplicates", "evaluate", "truth.csv"], "row 1"),
        (["export", "--to", "bakery.txt"], "bakery.txt"),
        (["export", "--to", "unknown"], "unknown"),
        (["export", "--to", "unknown", "--force"], "unknown"),
        (["export", "--to", "nowhere/out"], "nowhere"),
        (["backup", "bakery.txt"], "never overwrites"),
        (["backup", "."], "is a folder"),
        (["backup", "nowhere/copy.db"], "no folder nowhere"),
        (["backup", "a" * 300], "File name too long"),
        (["review"], "needs a terminal"),
        ([], "needs a terminal"),
        (["review", "--theme", "plaid"], "needs a terminal"),
        (["demo", "--db", "postil.db"], "leave out --db"),
        (["frobnicate"], "frobnicate"),
        (["status", "--frob"], "--frob"),
        (["search", "--frob"], "--frob"),
        (["search", "--limit", "0"], "--limit"),
        (["log", "--posting", "nowhere"], "There is no posting"),
        (["status", "--db", "."], "is a folder"),
        (["status", "--db", "a" * 300], "File name too long"),
        (["import", "bakery.txt", "--db", "nowhere/postil.db"], "The folder nowhere does not exist"),
    ],
    ids=lambda value: " ".join(value)[:60] or "no command" if isinstance(value, list) else "",
)
def test_what_cannot_be_done_is_said_in_a_sentence(bakery: Desk, words: list[str], says: str) -> None:
    (bakery.folder / "empty").mkdir()
    bakery.file("unknown/a.txt", "Nothing of ours.\nNor this.")
    bakery.file("unknown/b.bin", bytes(range(256)))
    bakery.file("note.txt", "Buy flour.")
    bakery.file("image.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    bakery.file("latin.txt", "GB, York\nCaf\u00e9".encode("latin-1"))
    bakery.file("blank.txt", " \n\n")
    bakery.file("truth.csv", "a,b,verdict\nnowhere,bakery:line 1,duplicate\n")
    before = state(bakery.folder)
    seen = bakery.done("status", "--json").json
    assert says in bakery.run(*words).sentence
    after = state(bakery.folder)
    after.pop("postil.db"), before.pop("postil.db")
    assert after == before
    assert bakery.done("status", "--json").json == seen


@pytest.mark.parametrize(
    "words",
    [
        ["status"],
        ["search", "baker"],
        ["show", "abcd"],
        ["log"],
        ["tag", "abcd", "Python"],
        ["untag", "abcd", "Python"],
        ["note", "abcd", "text"],
        ["state", "abcd", "done"],
        ["undo"],
        ["redo"],
        ["duplicates", "find"],
        ["duplicates", "list"],
        ["duplicates", "decide", "abcd", "bcde", "duplicate"],
        ["duplicates", "evaluate"],
        ["skills", "list"],
        ["export", "--to", "out"],
        ["check"],
        ["backup", "copy.db"],
    ],
    ids=" ".join,
)
def test_without_a_database_every_command_says_how_to_make_one(desk: Desk, words: list[str]) -> None:
    assert "`postil import PATH` makes one" in desk.run(*words).sentence
    assert list(desk.folder.iterdir()) == []


@pytest.mark.parametrize(
    "words",
    [
        ["import", "missing.txt"],
        ["import", "."],
        ["import", ".", "--as", "pdf"],
        ["import", "-", "--source", ""],
    ],
    ids=" ".join,
)
def test_a_mistaken_import_makes_no_database(desk: Desk, words: list[str]) -> None:
    assert desk.run(*words, stdin=PAGE).code == 2
    assert list(desk.folder.iterdir()) == []


def a_text_file(path: Path) -> None:
    path.write_text(PAGE)


def another_programs(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE recipe (name TEXT)")
    other.commit()
    other.close()


def a_newer_one(path: Path) -> None:
    with Store.open(path, create=True) as store:
        fill(store, ["bread"])
    newer = sqlite3.connect(path)
    newer.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('postil', '9999-later', 'x')"
    )
    newer.commit()
    newer.close()


def a_damaged_one(path: Path) -> None:
    with Store.open(path, create=True) as store:
        fill(store, ["bread " * 500 for _ in range(50)])
    data = bytearray(path.read_bytes())
    data[100:16_000] = b"\xff" * 15_900
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (a_text_file, "not a database"),
        (another_programs, "not one of Postil's"),
        (a_newer_one, "newer version"),
        (a_damaged_one, "backup"),
    ],
)
@pytest.mark.parametrize(
    "words",
    [
        ["status"],
        ["search", "bread"],
        ["import", "bakery.txt"],
        ["note", "abcd", "text"],
        ["check"],
        ["backup", "copy"],
    ],
    ids=lambda words: words[0],
)
def test_a_file_that_is_no_database_of_ours_is_left_alone(
    desk: Desk, words: list[str], make: Callable[[Path], None], says: str
) -> None:
    desk.file("bakery.txt", PAGE)
    make(desk.folder / "strange")
    before = state(desk.folder)
    assert says in desk.run(*words, "--db", "strange").sentence
    assert state(desk.folder) == before


def test_the_start_of_a_key_that_means_several_postings_is_refused_with_all_of_them(
    desk: Desk, tmp_path: Path
) -> None:
    with Store.open(desk.db, create=True) as store:
        every = fill(store, [f"posting {number}" for number in range(1500)])
    heads = [key[:4] for key in every]
    head = next(head for head in heads if heads.count(head) > 1)
    sentence = desk.run("show", head).sentence
    assert "several postings" in sentence
    for key in [key for key in every if key.startswith(head)][:3]:
        assert key in sentence
        assert desk.done("show", key, "--json").json["key"] == key


def test_a_log_longer_than_can_be_counted_is_the_whole_log(bakery: Desk) -> None:
    bakery.done("state", f"{LINE}1", "done")
    assert len(bakery.done("log", "--limit", 10**30, "--json").json) == 1
    assert len(bakery.done("search", "--limit", 10**30, "--json").json) == 4
