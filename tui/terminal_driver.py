"""Textual's driver for a terminal that may go away, or take nothing more, without the application staying behind."""

import asyncio
import select
import signal
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread, get_ident
from time import monotonic
from typing import IO, TYPE_CHECKING, Any

from textual.drivers.linux_driver import LinuxDriver

from .muting import mute

if TYPE_CHECKING:
    from textual.app import App

STUCK = 1.0  # seconds in which a terminal takes nothing: whoever was told to end waits no longer for it


class Output:
    """What is written to a terminal. Once it is given up, what is written goes nowhere, and nothing waits."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._since: float | None = None
        self._writer = get_ident()
        self._given_up = False

    @property
    def is_stuck(self) -> bool:
        """Whether the terminal has not taken what is written for a while."""
        since = self._since
        return since is not None and monotonic() - since > STUCK

    def give_up(self) -> None:
        """Write nothing more."""
        self._given_up = True

    def end(self) -> None:
        """Let what could not be written go nowhere."""
        if self._given_up:
            mute(self._file)

    def drop(self) -> None:
        """Let go of a piece of what the terminal does not take, so that who writes it comes to an end with it."""
        with suppress(termios.error, OSError):
            termios.tcflush(self.fileno(), termios.TCOFLUSH)
            # There is room now, but who waits for some is not told. A signal wakes it.
            signal.pthread_kill(self._writer, signal.SIGTERM)

    def write(self, text: str) -> int:
        """Write a text."""
        with self._writing():
            if not self._given_up:
                self._file.write(text)
        return len(text)

    def flush(self) -> None:
        """Wait until all is written."""
        with self._writing():
            if not self._given_up:
                self._file.flush()

    def fileno(self) -> int:
        """Return the number of the file."""
        return self._file.fileno()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        self._writer, self._since = get_ident(), monotonic()
        try:
            yield
        except OSError:
            # The terminal is gone: a thread that ended here would leave the others waiting for it.
            self._given_up = True
        finally:
            self._since = None


class TerminalDriver(LinuxDriver):
    """Ends the application where its terminal ends, and where it is told to, whatever the terminal takes.

    A hang-up is seen on the terminal itself: a signal tells of it only where it is the controlling one.
    """

    def __init__(self, app: "App[Any]", **options: Any) -> None:
        super().__init__(app, **options)
        self._output = Output(self._file or sys.stderr)
        self._file = self._output  # type: ignore[assignment]  # written to by Textual's thread
        self._ended = Event()
        self._watches = False

    def start_application_mode(self) -> None:
        """Take the terminal; also when the application comes back to it."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self._watches:
            return
        self._watches = True
        loop = asyncio.get_running_loop()

        def leave() -> None:
            with suppress(RuntimeError):  # it has ended meanwhile
                loop.call_soon_threadsafe(self._app.exit)

        insisting = Thread(target=self._insist, daemon=True, name="leaving")

        def told(*_: object) -> None:
            if insisting.ident is None:
                insisting.start()
                leave()

        def watch() -> None:
            if self._is_hung_up():
                self._output.give_up()
                leave()

        # Not a handler of the loop's: the loop may be waiting for a terminal that takes nothing.
        for wanted in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(wanted, told)
        Thread(target=watch, daemon=True, name="hang-up").start()

    def close(self) -> None:
        """Write what is left, which goes nowhere where the terminal was given up: the exit would try it again."""
        super().close()
        self._output.end()
        self._ended.set()

    def _is_hung_up(self) -> bool:
        """Wait until the terminal is gone."""
        ends = select.poll()
        ends.register(self.fileno, 0)  # nothing but its end
        return any(what & (select.POLLHUP | select.POLLERR) for _, what in ends.poll())

    def _insist(self) -> None:
        while not self._ended.wait(STUCK / 4):
            if self._output.is_stuck:
                self._output.give_up()
                self._output.drop()
