"""A person at a terminal: the commands that open the application open it, and close it again."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
from pathlib import Path

import pytest

from .running import Desk, command, environment

QUIT = b"\x11"  # ctrl+q
PATIENCE = 20  # seconds without a sign of life


def at_a_terminal(*words: object, cwd: Path, until: str, then: bytes = QUIT) -> tuple[int, str]:
    """Run a command in a terminal, wait until something is on the screen, type, and return how it ended."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    process = subprocess.Popen(
        command(*words),
        cwd=cwd,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment(TERM="xterm-256color"),
        start_new_session=True,
    )
    os.close(theirs)
    seen = b""
    typed = False
    while True:
        if not select.select([ours], [], [], PATIENCE)[0]:
            process.kill()
            process.wait()
            pytest.fail(f"nothing came after {seen[-2000:]!r}")
        try:
            seen += os.read(ours, 65536)
        except OSError:  # the terminal is closed when the process is gone
            break
        if not typed and until.encode() in seen:
            typed = True
            os.write(ours, then)
    os.close(ours)
    return process.wait(timeout=60), seen.decode(errors="replace")


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ([], "Bread Baker"),
        (["review"], "Bread Baker"),
        (["review", "--query", "nurse"], "Ward Nurse"),
        (["review", "--theme", "postil-light"], "Bread Baker"),
        (["review", "--duplicates"], "York"),
    ],
    ids=lambda value: " ".join(value) or "postil" if isinstance(value, list) else "",
)
def test_the_review_opens_and_closes(bakery: Desk, words: list[str], until: str) -> None:
    bakery.done("duplicates", "find")
    code, screen = at_a_terminal(*words, cwd=bakery.folder, until=until)
    assert code == 0, screen[-2000:]
    assert "Traceback" not in screen


def test_the_demo_opens_the_sample(desk: Desk) -> None:
    code, screen = at_a_terminal("demo", cwd=desk.folder, until="Pharmacy")
    assert code == 0, screen[-2000:]
    assert "opens it again" in screen
    assert (desk.folder / "postil-demo" / "postil.db").is_file()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["review", "--theme", "plaid"], "There is no theme 'plaid'; there are: "),
        (["review", "--db", "nowhere/missing.db"], "The folder nowhere does not exist"),
        (["review", "--db", "bakery.txt"], "bakery.txt is not a database."),
    ],
    ids=["unknown theme", "no folder", "not a database"],
)
def test_what_keeps_the_review_from_opening_is_said_before_the_screen_is_taken(
    bakery: Desk, words: list[str], says: str
) -> None:
    code, screen = at_a_terminal(*words, cwd=bakery.folder, until="never")
    assert code == 2
    assert screen.startswith(f"postil: {says}")
    assert screen.count("\n") == 1
    assert "\x1b" not in screen


@pytest.mark.parametrize("words", [[], ["review", "--db", "typo.db"]], ids=["postil", "another path"])
def test_without_a_database_the_review_opens_empty_and_leaves_nothing(desk: Desk, words: list[str]) -> None:
    code, screen = at_a_terminal(*words, cwd=desk.folder, until="The first import makes it.")
    assert code == 0, screen[-2000:]
    assert "There is no database at" in screen
    assert list(desk.folder.iterdir()) == []


def test_a_long_work_shows_a_bar_and_leaves_only_its_report(desk: Desk) -> None:
    desk.file(
        "many.txt",
        "".join(f"GB, York\nWe bake bread number {n} all through the night.\n" for n in range(600)),
    )
    code, screen = at_a_terminal("import", "many.txt", cwd=desk.folder, until="never")
    assert code == 0
    assert "importing" in screen
    assert "600 added" in screen
