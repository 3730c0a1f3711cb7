"""A real terminal for the real program: a pseudo-terminal, with pyte as its screen."""

import fcntl
import os
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte

POSTIL = Path(sys.executable).parent / "postil"
PATIENCE = 30.0  # seconds until a test gives up; nothing waits for it to pass

KEYS = {"enter": "\r", "escape": "\x1b", "ctrl+q": "\x11", "ctrl+j": "\n", "tab": "\t", "down": "\x1b[B"}


class Terminal:
    """A program with arguments in a terminal of a size, its screen readable as text."""

    def __init__(
        self,
        *arguments: str,
        cwd: Path,
        size: tuple[int, int] = (120, 40),
        program: str = str(POSTIL),
        **env: str,
    ) -> None:
        columns, rows = size
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self.raw = b""
        self._drawn = 0  # how much of it is on the screen
        master, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        surroundings = {
            "PATH": os.environ["PATH"],
            "HOME": str(cwd),
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "POSTIL_ANNOTATOR": "ann",
        }
        self.process = subprocess.Popen(
            [program, *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=cwd,
            env=surroundings | env,
            start_new_session=True,
        )
        os.close(slave)
        self._master = master

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        if self._master >= 0:
            os.close(self._master)

    @property
    def text(self) -> str:
        """What is on the screen."""
        came, self._drawn = self.raw[self._drawn :], len(self.raw)
        # pyte takes the answer "which modes do you know" for text: it is a question to a real terminal.
        self._stream.feed(
            came.replace(b"\x1b[?2026$p", b"").replace(b"\x1b[?2048$p", b"").replace(b"\x1b[>25u", b"")
        )
        return "\n".join(line.rstrip() for line in self._screen.display)

    def until(self, wanted: str | Callable[[str], bool]) -> str:
        """Read until a text is on the screen (or a condition on it holds), and return the screen."""
        holds = wanted if callable(wanted) else (lambda text: wanted in text)
        end = time.monotonic() + PATIENCE
        while not holds(self.text):
            ready, _, _ = select.select([self._master], [], [], 0.1)
            if (ready and not self._read()) or time.monotonic() > end:
                raise AssertionError(f"{wanted!r} never came:\n{self.text}")
        return self.text

    def sent(self, wanted: Callable[[bytes], bool], since: int) -> None:
        """Read until what was written behind a place in `raw` is as wanted; nothing is drawn meanwhile."""
        end = time.monotonic() + PATIENCE
        while not wanted(self.raw[since:]):
            ready, _, _ = select.select([self._master], [], [], 0.1)
            if (ready and not self._read()) or time.monotonic() > end:
                raise AssertionError(f"it never came:\n{self.text}")

    def drain(self) -> None:
        """Read what was written so far."""
        while select.select([self._master], [], [], 0)[0] and self._read():
            pass

    def press(self, *keys: str) -> None:
        """Press keys by name, or type texts."""
        for key in keys:
            os.write(self._master, KEYS.get(key, key).encode())

    def kill(self) -> None:
        """Kill the program as a power cut would, if it still runs."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def hang_up(self) -> int:
        """Take the terminal away, and wait until the program ends; return its exit code."""
        os.close(self._master)
        self._master = -1
        return self.process.wait(PATIENCE)

    def fill(self, *keys: str) -> None:
        """Press keys, and read nothing, until the terminal takes no more of what they draw."""
        while True:
            before, end = self._waiting(), time.monotonic() + 1
            self.press(*keys)
            while self._waiting() == before:
                if time.monotonic() > end:
                    return
                select.select([], [], [], 0.01)

    def _waiting(self) -> int:
        """Return how many bytes nobody has read."""
        found: int = struct.unpack("i", fcntl.ioctl(self._master, termios.FIONREAD, b"\0" * 4))[0]
        return found

    def ended(self) -> int:
        """Read until the program ends, and return its exit code."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            ready, _, _ = select.select([self._master], [], [], 0.05)
            if ready and self._read():
                continue
            if self.process.poll() is not None:
                return self.process.returncode
        raise AssertionError(f"it does not end:\n{self.text}")

    def _read(self) -> bool:
        try:
            data = os.read(self._master, 65_536)
        except OSError:  # the other side is closed
            return False
        self.raw += data
        return bool(data)
