"""The server: a door, a page, and the line between a page and its process. It hands out nothing else."""

import asyncio
import ipaddress
import signal
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from aiohttp import web

from store import PostilError

from .admission import Admission, Admissions
from .pages import HEADERS, SCRIPT, STYLE, desk, door
from .person import LONGEST, Person, Seat

COOKIE = "postil"
LARGEST_FORM = 4096  # bytes
FIELDS = 2  # of a form: the name and the token
LONGEST_NUMBER = 10  # digits
HEARTBEAT = 15.0  # seconds
LOOKS = 5.0  # seconds between two looks whether somebody may still enter

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Line:
    """The line to a page, and by which admission it stands."""

    admission: Admission
    socket: web.WebSocketResponse


@dataclass(frozen=True, slots=True)
class Place:
    """Where to listen, and the address people are given where it is another one."""

    host: str
    port: int
    public_url: str | None = None

    @property
    def is_private(self) -> bool:
        """Whether only this machine reaches it."""
        try:
            return self.host == "localhost" or ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


class Server:
    """Serves one database."""

    def __init__(self, db: Path, place: Place) -> None:
        self._db = db
        self._place = place
        self._public = urlsplit(place.public_url) if place.public_url else None
        self._admissions = Admissions(db)
        self._seated: dict[str, Line] = {}
        self._free: dict[str, asyncio.Lock] = {}

    async def run(self, ready: Callable[[str], None]) -> None:
        """Serve until a signal ends it; calls `ready` with the address. Raises OSError where it cannot listen."""
        runner = web.AppRunner(self.application(), access_log=None, shutdown_timeout=HEARTBEAT)
        await runner.setup()
        try:
            site = web.TCPSite(runner, self._place.host, self._place.port)
            await site.start()
            address = runner.addresses[0]
            host = f"[{address[0]}]" if ":" in address[0] else address[0]
            ended = asyncio.Event()
            for wanted in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(wanted, ended.set)
            ready(self._place.public_url or f"http://{host}:{address[1]}/")
            await ended.wait()
        finally:
            await runner.cleanup()

    def application(self) -> web.Application:
        """Return the routes, behind the checks that every request passes."""
        made = web.Application(middlewares=[self._checked], client_max_size=LARGEST_FORM)
        static = Path(str(files("textual_serve"))) / "static"
        made.add_routes(
            [
                web.get("/", self._desk),
                web.post("/enter", self._enter),
                web.post("/leave", self._leave),
                web.get("/ws", self._line),
                web.get("/style.css", _fixed(STYLE, "text/css")),
                web.get("/script.js", _fixed(SCRIPT, "text/javascript")),
                web.static("/static", static),
            ]
        )
        made.on_shutdown.append(self._close_all)
        return made

    @web.middleware
    async def _checked(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse what comes by a name that is not ours, or from a page that is not ours."""
        try:
            self._refuse_strange(request)
            response = await handler(request)
        except web.HTTPException as refusal:
            refusal.headers.update(HEADERS)
            raise
        if not response.prepared:
            response.headers.update(HEADERS)
            if request.path.startswith("/static/"):
                response.headers["Cache-Control"] = "no-cache"
        return response

    def _refuse_strange(self, request: web.Request) -> None:
        try:
            ours = self._is_ours(request.host)
            from_us = self._is_from_us(request)
        except ValueError as error:  # such as http://[
            raise web.HTTPBadRequest(text="This is no address.") from error
        if not ours:
            raise web.HTTPForbidden(text="This address is not one of Postil's.")
        if (request.method != "GET" or request.path == "/ws") and not from_us:
            raise web.HTTPForbidden(text="This came from another page.")

    def _is_ours(self, host: str) -> bool:
        # A name that an attacker owns may lead here; a number cannot lie so.
        if self._public is not None and host == self._public.netloc:
            return True
        name = urlsplit(f"//{host}").hostname or ""
        if name in {"localhost", self._place.host, socket.gethostname().lower()}:
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True

    def _is_from_us(self, request: web.Request) -> bool:
        origin = urlsplit(request.headers.get("Origin", ""))
        if self._public is not None and (origin.scheme, origin.netloc) == self._public[:2]:
            return True
        return origin.scheme in ("http", "https") and origin.netloc == request.host

    async def _admission(self, request: web.Request) -> Admission | None:
        return await self._admissions.of(request.cookies.get(COOKIE))

    async def _desk(self, request: web.Request) -> web.Response:
        if await self._admission(request) is None:
            return _html(door())
        secure = self._public is not None and self._public.scheme == "https"
        host = self._public.netloc if self._public is not None else request.host
        return _html(desk(f"{'wss' if secure else 'ws'}://{host}/ws"))

    async def _enter(self, request: web.Request) -> web.Response:
        name, token = await _name_and_token(request)
        held = await self._admissions.admit(name, token)
        if held is None:
            said = "That name and that token do not belong together. Ask for a new token where Postil runs."
            return _html(door(said), status=403)
        secure = self._public is not None and self._public.scheme == "https"
        answer = web.Response(status=303, headers={"Location": "/"})
        answer.set_cookie(COOKIE, held, httponly=True, samesite="Strict", secure=secure)
        return answer

    async def _leave(self, request: web.Request) -> web.Response:
        left = self._admissions.forget(request.cookies.get(COOKIE))
        line = self._seated.get(left.name) if left is not None else None
        if line is not None and line.admission is left:
            await line.socket.close()
        answer = web.Response(status=303, headers={"Location": "/"})
        answer.del_cookie(COOKIE, httponly=True, samesite="Strict")
        return answer

    async def _line(self, request: web.Request) -> web.StreamResponse:
        admission = await self._admission(request)
        if admission is None:
            raise web.HTTPForbidden(text="Enter first.")
        line = Line(admission, web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=LONGEST))
        await line.socket.prepare(request)
        name = admission.name
        before = self._seated.get(name)
        self._seated[name] = line
        if before is not None:
            await before.socket.close()
        looking = asyncio.create_task(self._look(line))
        try:
            async with self._free.setdefault(
                name, asyncio.Lock()
            ):  # a process a person: the earlier one ends first
                if self._seated[name] is line:
                    await Person(Seat(self._db, name), line.socket).sit(*_size(request))
        finally:
            looking.cancel()
            if self._seated.get(name) is line:
                del self._seated[name]
        return line.socket

    async def _look(self, line: Line) -> None:
        while await self._may_stay(line.admission):
            await asyncio.sleep(LOOKS)
        await line.socket.close()

    async def _may_stay(self, admission: Admission) -> bool:
        with suppress(PostilError):  # a database that cannot be read for a moment sends nobody away
            return await self._admissions.still_holds(admission)
        return True

    async def _close_all(self, _: web.Application) -> None:
        for line in list(self._seated.values()):
            await line.socket.close()


def _fixed(text: str, kind: str) -> Handler:
    async def handler(_: web.Request) -> web.StreamResponse:
        return web.Response(text=text, content_type=kind)

    return handler


def _html(text: str, status: int = 200) -> web.Response:
    return web.Response(text=text, content_type="text/html", status=status)


async def _name_and_token(request: web.Request) -> tuple[str, str]:
    """Read what our own page sends; raises what answers to anything else."""
    if request.content_type != "application/x-www-form-urlencoded":
        raise web.HTTPBadRequest(text="This is no form of Postil's.")
    sent = await request.read()
    try:
        form = dict(parse_qsl(sent.decode("ascii"), max_num_fields=FIELDS))
    except ValueError as error:
        raise web.HTTPBadRequest(text="This is no form of Postil's.") from error
    name, token = (" ".join(form.get(field, "").split()) for field in ("name", "token"))
    return name, token


def _size(request: web.Request) -> tuple[int, int]:
    width, height = (request.query.get(side, "") for side in ("width", "height"))
    return _cells(width, 80), _cells(height, 24)


def _cells(told: str, otherwise: int) -> int:
    return int(told) if told.isdecimal() and len(told) < LONGEST_NUMBER else otherwise
