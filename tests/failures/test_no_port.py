"""The program listens on no port, neither while it is looked at nor while it imports."""

import os
from pathlib import Path

import pytest

from store import Store
from tests.build import fill
from tests.tui.terminal import Terminal

PROC = Path("/proc")


def listening(process: int) -> list[str]:
    """The sockets of the network that a process, or one of its children, holds."""
    held = {os.readlink(fd) for one in family(process) for fd in (PROC / str(one) / "fd").iterdir()}
    found = []
    for kind in ("tcp", "tcp6", "udp", "udp6"):
        for row in (PROC / str(process) / "net" / kind).read_text().splitlines()[1:]:
            if f"socket:[{row.split()[9]}]" in held:
                found.append(f"{kind} {row.split()[1]}")
    return found


def family(process: int) -> list[int]:
    children = (PROC / str(process) / "task" / str(process) / "children").read_text().split()
    return [process, *(one for child in children for one in family(int(child)))]


@pytest.mark.skipif(
    not (PROC / "self" / "net" / "tcp").is_file(), reason="only Linux tells which sockets are held"
)
def test_nobody_can_reach_it_over_the_network(tmp_path: Path) -> None:
    with Store.open(tmp_path / "postil.db", create=True) as store:
        fill(store, ["One.", "Two."])
    with Terminal(cwd=tmp_path) as terminal:
        terminal.until("1 of 2")
        assert listening(terminal.process.pid) == []
        terminal.press("gs")
        terminal.until("no skills yet")
        assert listening(terminal.process.pid) == []
