"""postil serve: who may enter, and what is refused to whoever may not."""

import asyncio
import http.client
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import aiohttp
import pytest

from store import Store
from tui.serving.admission import Admissions

from .running import Desk, command, environment, spawn, start


class Visitor:
    """Whoever sends a server requests, with headers of their own."""

    def __init__(self, address: str) -> None:
        self.host = urlsplit(address).netloc

    def ask(
        self, method: str, path: str, body: str | None = None, **headers: str
    ) -> tuple[int, str, dict[str, str]]:
        line = http.client.HTTPConnection(self.host, timeout=30)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            line.request(method, path, body, named)
            answer = line.getresponse()
            return answer.status, answer.read().decode(errors="replace"), dict(answer.getheaders())
        finally:
            line.close()

    def enter(self, name: str, token: str, **headers: str) -> tuple[int, str, dict[str, str]]:
        form = {"Origin": f"http://{self.host}", "Content_Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", "/enter", urlencode({"name": name, "token": token}), **form | headers)


@pytest.fixture
def visitor(bakery: Desk) -> Iterator[tuple[Visitor, str]]:
    """A running server, and the token of ann."""
    token = bakery.done("serve", "--add", "ann").out.strip()
    process = subprocess.Popen(
        command("serve", "--port", "0"),
        cwd=bakery.folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stderr is not None
        line = process.stderr.readline()
        assert " at http://127.0.0.1:" in line, line + process.stderr.read()
        assert "no way to a shell" in process.stderr.readline()
        yield Visitor(line.split(" at ")[1].split()[0]), token
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        assert process.returncode == 0
        rest = process.stderr.read()
        assert token not in rest
        assert "Traceback" not in rest


def test_the_door_lets_in_who_has_the_token_and_nobody_else(visitor: tuple[Visitor, str]) -> None:
    person, token = visitor
    status, page, headers = person.ask("GET", "/")
    assert (status, "Token" in page, "terminal" in page) == (200, True, False)
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    for name, told in (("ann", "wrong"), ("ann", ""), ("bob", token), ("", ""), ("ann", token[:-1])):
        assert person.enter(name, told)[0] == 403
    for origin in ("http://evil.example", "null", f"http://{person.host}.evil.example", ""):
        assert person.enter("ann", token, Origin=origin)[0] == 403
    assert person.enter("ann", token, Host="evil.example", Origin="http://evil.example")[0] == 403
    assert person.ask("GET", "/", Host="evil.example")[0] == 403
    status, _, headers = person.enter("ann", token)
    assert (status, headers["Location"]) == (303, "/")
    cookie, *manner = [part.strip() for part in headers["Set-Cookie"].split(";")]
    assert {"HttpOnly", "SameSite=Strict"} <= set(manner)
    assert token not in headers["Set-Cookie"]
    assert 'id="terminal"' in person.ask("GET", "/", Cookie=cookie)[1]
    assert 'id="terminal"' not in person.ask("GET", "/", Cookie="postil=another")[1]
    # The line to the application: only with the cookie, and only from our own page.
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec_WebSocket_Version": "13",
        "Sec_WebSocket_Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    }
    ours = f"http://{person.host}"
    assert person.ask("GET", "/ws", **upgrade, Origin=ours)[0] == 403
    assert person.ask("GET", "/ws", **upgrade, Cookie=cookie)[0] == 403
    assert person.ask("GET", "/ws", **upgrade, Cookie=cookie, Origin="http://evil.example")[0] == 403
    person.ask("POST", "/leave", Cookie=cookie, Origin=ours)
    assert 'id="terminal"' not in person.ask("GET", "/", Cookie=cookie)[1]


def test_what_no_browser_sends_is_refused_with_a_word_and_the_headers_of_all(
    visitor: tuple[Visitor, str],
) -> None:
    person, ours = visitor[0], f"http://{visitor[0].host}"
    form = {"Origin": ours, "Content_Type": "application/x-www-form-urlencoded"}
    parts = {"Origin": ours, "Content_Type": "multipart/form-data; boundary=x"}
    for expected, answer in (
        (400, person.ask("GET", "/", Host="[")),
        (400, person.ask("POST", "/enter", "name=ann", **form | {"Origin": "http://["})),
        (400, person.ask("GET", "/ws", Origin="http://[")),
        (
            403,
            person.ask(
                "POST", "/enter", "name=a", **form | {"Content_Type": form["Content_Type"] + ";charset=foo"}
            ),
        ),
        (400, person.ask("POST", "/enter", "name=\xff", **form)),
        (400, person.ask("POST", "/enter", "a=&" * 9, **form)),
        (400, person.ask("POST", "/enter", "--x\r\nbroken", **parts)),
        (403, person.ask("POST", "/enter", "name=%ff&token=%00", **form)),
        (403, person.ask("GET", "/", Host="evil.example")),
        (404, person.ask("GET", "/nothing")),
        (405, person.ask("GET", "/enter")),
        (413, person.ask("POST", "/enter", "name=" + "a" * 5_000, **form)),
    ):
        assert answer[0] == expected
        assert "frame-ancestors 'none'" in answer[2]["Content-Security-Policy"]


def test_no_file_is_handed_out_but_those_of_the_pages(visitor: tuple[Visitor, str]) -> None:
    ask = visitor[0].ask
    for path in ("/style.css", "/script.js", "/static/js/textual.js", "/static/css/xterm.css"):
        status, text, headers = ask("GET", path)
        assert (status, bool(text)) == (200, True)
        assert headers["X-Content-Type-Options"] == "nosniff"
    for path in (
        "/download/x",
        "/static/",
        "/static/../server.py",
        "/static/%2e%2e/server.py",
        "/static//etc/passwd",
        "/postil.db",
    ):
        assert ask("GET", path)[0] in (403, 404)


async def test_whatever_a_page_sends_its_process_ends_with_it(visitor: tuple[Visitor, str]) -> None:
    person, token = visitor
    cookie = person.enter("ann", token)[2]["Set-Cookie"].split(";")[0]
    headers = {"Cookie": cookie, "Origin": f"http://{person.host}"}
    odd = ("", "{", "null", "[]", '["stdin", 7]', '["resize", {"width": -1, "height": 1e9}]', "[" * 100_000)
    async with aiohttp.ClientSession(headers=headers) as session:
        for sent in (odd, ("x" * 2_000_000,)):
            async with session.ws_connect(f"http://{person.host}/ws?width=99999999&height=x") as line:
                for message in sent:
                    await line.send_str(message)
        # A process a person: the next one begins only where the one before has ended.
        async with session.ws_connect(f"http://{person.host}/ws?width=120&height=40") as line:
            drawn = b""
            while b"Bread Baker" not in drawn:
                drawn += await asyncio.wait_for(line.receive_bytes(), 30)


async def test_who_signs_out_leaves_the_page_that_is_open(visitor: tuple[Visitor, str]) -> None:
    person, token = visitor
    cookie, other = (person.enter("ann", token)[2]["Set-Cookie"].split(";")[0] for _ in range(2))
    ours = f"http://{person.host}"
    async with (
        aiohttp.ClientSession(headers={"Cookie": cookie, "Origin": ours}) as session,
        session.ws_connect(f"{ours}/ws") as line,
    ):
        await asyncio.wait_for(line.receive_bytes(), 30)
        await asyncio.to_thread(person.ask, "POST", "/leave", Cookie=other, Origin=ours)
        await line.send_json(["ping", "still here"])
        while (got := await asyncio.wait_for(line.receive(), 30)).type is not aiohttp.WSMsgType.TEXT:
            assert got.type is aiohttp.WSMsgType.BINARY  # leaving elsewhere closes nothing here
        await asyncio.to_thread(person.ask, "POST", "/leave", Cookie=cookie, Origin=ours)
        while (got := await asyncio.wait_for(line.receive(), 30)).type is not aiohttp.WSMsgType.CLOSE:
            assert got.type is aiohttp.WSMsgType.BINARY


async def test_nobody_stays_longer_than_an_admission_lasts(
    bakery: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = bakery.done("serve", "--add", "ann").out.strip()
    admissions = Admissions(bakery.db)
    held = await admissions.admit("ann", token)
    admission = await admissions.of(held)
    assert admission is not None
    assert await admissions.still_holds(admission)
    monkeypatch.setattr("tui.serving.admission.time.monotonic", lambda: admission.until)
    assert not await admissions.still_holds(admission)
    assert await admissions.of(held) is None


async def test_a_process_ends_with_the_server_though_that_is_killed(bakery: Desk) -> None:
    token = bakery.done("serve", "--add", "ann").out.strip()
    with start("serve", "--port", "0", cwd=bakery.folder) as process:
        assert process.stderr is not None
        person = Visitor(process.stderr.readline().split(" at ")[1].split()[0])
        cookie, ours = person.enter("ann", token)[2]["Set-Cookie"].split(";")[0], f"http://{person.host}"
        async with (
            aiohttp.ClientSession(headers={"Cookie": cookie, "Origin": ours}) as session,
            session.ws_connect(f"{ours}/ws") as line,
        ):
            drawn = b""
            while b"Bread Baker" not in drawn:
                drawn += await asyncio.wait_for(line.receive_bytes(), 30)
            below = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
            seats = [os.pidfd_open(int(number)) for number in below]
            assert seats
            process.kill()
            for seat in seats:
                assert await asyncio.to_thread(select.select, [seat], [], [], 30) == ([seat], [], [])
                os.close(seat)


def test_who_is_removed_is_out_at_once(visitor: tuple[Visitor, str], bakery: Desk) -> None:
    person, token = visitor
    cookie = person.enter("ann", token)[2]["Set-Cookie"].split(";")[0]
    bakery.done("serve", "--remove", "ann")
    assert 'id="terminal"' not in person.ask("GET", "/", Cookie=cookie)[1]
    assert person.enter("ann", token)[0] == 403


def test_a_new_token_makes_the_old_one_void(bakery: Desk) -> None:
    first = bakery.done("serve", "--add", "ann smith").out.strip()
    second = bakery.done("serve", "--add", "ann smith", "--json").json
    assert second["name"] == "ann smith"
    with Store.open(bakery.db) as store:
        assert store.admitted("ann smith", first) is None
        assert store.admitted("ann smith", second["token"]) is not None
    for token in (first, second["token"]):
        assert all(token.encode() not in path.read_bytes() for path in bakery.folder.iterdir())
    assert bakery.done("serve", "--people").lines == ["ann smith"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["serve"], "--add NAME"),
        (["serve", "--add", " "], "blank"),
        (["serve", "--add", "ann", "--people"], "one of"),
        (["serve", "--remove", "bob"], "could not enter"),
        (["serve", "--db", "none.db"], "no database"),
        (["serve", "--public-url", "ftp://x"], "--public-url"),
    ],
    ids=["nobody", "blank", "both", "unknown", "nothing", "address"],
)
def test_what_makes_no_sense_is_refused(bakery: Desk, words: list[str], says: str) -> None:
    assert says in bakery.run(*words).sentence


def test_a_taken_port_is_said(visitor: tuple[Visitor, str], bakery: Desk) -> None:
    port = visitor[0].host.partition(":")[2]
    assert "another --port" in spawn("serve", "--port", port, cwd=bakery.folder).sentence


@pytest.mark.parametrize("host", ["999.1.1.1", "192.0.2.1"], ids=["no address", "elsewhere"])
def test_a_host_that_is_not_this_one_is_said(bakery: Desk, host: str) -> None:
    bakery.done("serve", "--add", "ann")
    assert "another --host" in spawn("serve", "--host", host, cwd=bakery.folder).sentence


def test_without_the_extra_it_says_what_to_install(bakery: Desk) -> None:
    bakery.done("serve", "--add", "ann")
    first = "import sys; sys.modules['aiohttp'] = None\n"
    assert "pip install 'postil[serve]'" in spawn("serve", cwd=bakery.folder, first=first).sentence


def test_others_than_this_machine_are_warned_of(bakery: Desk) -> None:
    bakery.done("serve", "--add", "ann")
    process = subprocess.Popen(
        command("serve", "--port", "0", "--host", "0.0.0.0"),
        cwd=bakery.folder,
        env=environment(),
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stderr is not None
        said = [process.stderr.readline() for _ in range(3)]
        process.send_signal(signal.SIGINT)
        process.wait(30)
    assert "not encrypted" in said[2]


def test_only_serving_loads_what_serves() -> None:
    heavy = ("aiohttp", "textual_serve", "textual")
    code = f"import sys, tui.cli.serving; print([name for name in sys.modules if name in {heavy}])"
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment(), check=True
    )
    assert ran.stdout.strip() == "[]"
