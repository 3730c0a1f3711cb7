"""A real browser at the real server: what it draws is read from the line it draws it from."""

import base64
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte
import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from tests.cli.running import command, environment

PATIENCE = 60.0  # seconds until a test gives up; nothing waits for it to pass

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1200,800",
)

# The terminal in the page is a canvas: what it is told to draw is kept beside it.
_KEEP = """
window.told = [];
window.WebSocket = class extends WebSocket {
  constructor(...words) {
    super(...words);
    this.addEventListener("message", (event) => {
      if (typeof event.data !== "string") {
        window.told.push(btoa(String.fromCharCode(...new Uint8Array(event.data))));
      }
    });
  }
};
"""


def binaries() -> tuple[str, str]:
    """Return where the browser and its driver are; skips the test where one is missing."""
    browser, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not browser or not driver:
        pytest.skip("there is no chromium with its chromedriver here")
    return browser, driver


class Browser:
    """A browser of its own, with nothing in it from before."""

    def __init__(self, profile: Path) -> None:
        browser, driver = binaries()
        options = webdriver.ChromeOptions()
        options.binary_location = browser
        for flag in (*FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        self.driver = webdriver.Chrome(options, webdriver.ChromeService(driver))
        self.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": _KEEP})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.driver.quit()

    def enter(self, address: str, name: str, token: str) -> None:
        """Give name and token at the door."""
        self.driver.get(address)
        self.driver.find_element(By.NAME, "name").send_keys(name)
        self.driver.find_element(By.NAME, "token").send_keys(token, Keys.ENTER)

    @property
    def page(self) -> str:
        """The words of the page, beside the terminal."""
        return self.driver.find_element(By.TAG_NAME, "body").text

    @property
    def screen(self) -> str:
        """What the application has drawn."""
        told = self.driver.execute_script("return window.told || []")
        columns, rows = 200, 60
        screen = pyte.Screen(columns, rows)
        data = b"".join(base64.b64decode(one) for one in told)
        pyte.ByteStream(screen).feed(data.replace(b"\x1b[?2026$p", b""))
        return "\n".join(line.rstrip() for line in screen.display)

    def until(self, holds: Callable[["Browser"], bool]) -> None:
        """Wait until something holds; fails with what is shown where it never does."""
        WebDriverWait(self.driver, PATIENCE).until(lambda _: holds(self), f"{self.page}\n{self.screen}")

    def press(self, keys: str) -> None:
        """Press keys, wherever the focus is."""
        webdriver.ActionChains(self.driver).send_keys(keys).perform()

    def press_with_control(self, key: str) -> None:
        """Press a key while Ctrl is held."""
        chain = webdriver.ActionChains(self.driver)
        chain.key_down(Keys.CONTROL).send_keys(key).key_up(Keys.CONTROL).perform()


@contextmanager
def served(folder: Path, *options: object) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """Serve the folder's database on a free port; yields the address and the process."""
    process = subprocess.Popen(
        command("serve", "--port", "0", *options),
        cwd=folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with process:
        assert process.stderr is not None
        try:
            line = process.stderr.readline()
            assert " at http" in line, line + process.stderr.read()
            yield line.split(" at ")[1].split()[0], process
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=PATIENCE)


def children(process: "subprocess.Popen[str]") -> list[int]:
    """The processes that a process has begun and that still run."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                status = (entry / "stat").read_text()
            except OSError:
                continue
            state, parent = status.rpartition(")")[2].split()[:2]
            if int(parent) == process.pid and state != "Z":
                found.append(int(entry.name))
    return found


def says(process: int) -> list[str]:
    """The words that began a process."""
    return Path(f"/proc/{process}/cmdline").read_text().split("\0")


def surroundings(process: int) -> dict[str, str]:
    """What a process found around it."""
    words = Path(f"/proc/{process}/environ").read_text().split("\0")
    return dict(word.split("=", 1) for word in words if "=" in word)
