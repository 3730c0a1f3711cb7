"""One person's process, begun and ended with their page."""

import asyncio
import os
import sys
from asyncio.subprocess import Process
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from aiohttp import WSMsgType, web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

# What a person's process finds around it: nothing that is the business of who serves.
SURROUNDINGS = ("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "PYTHONPATH", "VIRTUAL_ENV")
DRIVER = "tui.serving.seat:SeatDriver"
PATIENCE = 5.0  # seconds for a process to end by itself
LARGEST = 1_000  # cells of a side: the application draws each of them
LONGEST = 1 << 20  # bytes of one message, as of a text that is pasted


@dataclass(frozen=True, slots=True)
class Seat:
    """Which database, and under which name."""

    db: Path
    annotator: str

    @property
    def command(self) -> list[str]:
        """The process, in words that no shell reads. Nothing is loaded from the folder it runs in."""
        run = "import sys; from tui.serving.seat import main; sys.exit(main())"
        return [sys.executable, "-P", "-c", run, str(self.db.absolute()), self.annotator]


class Person(AppService):
    """The process behind one page, without what would let it hand out files."""

    def __init__(self, seat: Seat, socket: web.WebSocketResponse) -> None:
        super().__init__(
            "",
            write_bytes=socket.send_bytes,
            write_str=socket.send_str,
            close=self._close,
            download_manager=DownloadManager(),
        )
        self._seat = seat
        self._socket = socket

    async def _close(self) -> None:
        await self._socket.close()

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        made = super()._build_environment(width, height)
        own = {name: os.environ[name] for name in SURROUNDINGS if name in os.environ}
        driving = ("TEXTUAL_FPS", "TEXTUAL_COLOR_SYSTEM", "TERM_PROGRAM", "COLUMNS", "ROWS")
        return own | {name: made[name] for name in driving} | {"TEXTUAL_DRIVER": DRIVER}

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        program, *words = self._seat.command
        self._process = process = await asyncio.create_subprocess_exec(
            program,
            *words,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=self._build_environment(width, height),
        )
        self._stdin = process.stdin
        return process

    async def on_meta(self, data: bytes) -> None:
        """Hear that the application ended; what else it may ask of a browser it has no use for."""
        if b'"exit"' in data:
            await self._close()

    async def on_packed(self, payload: bytes) -> None:
        """Take no pieces of files."""

    async def sit(self, width: int, height: int) -> None:
        """Run the process until it ends, or until the page is left."""
        await self.start(_side(width), _side(height))
        running = self._task
        if running is None:
            return
        listening = asyncio.create_task(self._listen())
        try:
            await asyncio.wait({running, listening}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)  # whatever a page sent, its process ends
            await self._end()

    async def _listen(self) -> None:
        async for message in self._socket:
            if message.type is not WSMsgType.TEXT:
                continue
            match _read(message):
                case ["stdin", str(data)]:
                    await self.send_bytes(data.encode(errors="replace"))
                case ["resize", {"width": int(width), "height": int(height)}]:
                    await self.set_terminal_size(_side(width), _side(height))
                case ["ping", str(data)]:
                    await self._socket.send_json(["pong", data])
                case ["blur"]:
                    await self.blur()
                case ["focus"]:
                    await self.focus()

    async def _end(self) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.gather(self.stop(), return_exceptions=True), PATIENCE)
        process = self._process
        if process is not None:
            try:
                await asyncio.wait_for(process.wait(), PATIENCE)
            except TimeoutError:
                process.kill()
                await process.wait()
        await self._close()


def _read(message: object) -> object:
    try:
        return message.json()  # type: ignore[attr-defined]
    except ValueError:
        return None


def _side(cells: int) -> int:
    return min(max(cells, 1), LARGEST)
