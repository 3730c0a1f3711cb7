"""A real Ray cluster of one node, on the loopback address only, with all its files in one folder."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

STORE = 200_000_000  # bytes of its memory for objects
READY = "block forever"  # what it says once its address is written down


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where it is, what the environment of a process must hold to reach it, and the process that holds it up."""

    address: str
    environment: Mapping[str, str]
    process: int


@contextmanager
def ray_on_loopback(store: int = STORE) -> Iterator[Cluster]:
    """Start Ray and end it, and all that it started, afterwards.

    Ray takes the machine's outer address for 127.0.0.1 wherever there is one, so that a cluster may grow. The
    variable is how it is told on other systems that it may not; then each of its servers listens on 127.0.0.1 alone.
    """
    # Not the folder that a test is given: the paths of sockets in here must be short.
    with TemporaryDirectory(prefix="ray-") as folder:
        environment = {
            "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",
            "RAY_USAGE_STATS_ENABLED": "0",
            "RAY_AUTH_MODE": "token",
            "HOME": folder,  # for the token without which no other user of the machine can use the cluster
        }
        env = {**os.environ, **environment}
        ray = [sys.executable, "-c", "from ray.scripts.scripts import main; main()"]
        subprocess.run([*ray, "get-auth-token", "--generate"], env=env, check=True, capture_output=True)
        settings = {
            "--node-ip-address": "127.0.0.1",
            "--port": "0",
            "--num-cpus": "2",
            "--object-store-memory": str(store),
            "--include-dashboard": "false",
            "--temp-dir": f"{folder}/ray",
        }
        words = [word for pair in settings.items() for word in pair]
        head = subprocess.Popen(
            [*ray, "start", "--head", "--block", "--disable-usage-stats", *words],
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        try:
            said = _until_ready(head)
            if READY not in said:
                raise RuntimeError(f"Ray did not start: {said}")
            address = Path(folder, "ray", "ray_current_cluster").read_text().strip()
            yield Cluster(address, environment, head.pid)
        finally:
            head.send_signal(signal.SIGTERM)
            head.communicate()


def _until_ready(head: "subprocess.Popen[str]") -> str:
    said = ""
    for line in head.stdout or ():
        said += line
        if READY in line:
            break
    return said
