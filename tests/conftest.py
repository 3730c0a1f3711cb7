"""What every test shares: the real data where it is, and surroundings that do not change from run to run."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from store import Store

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"

# One profile for every machine: enough cases to matter, no deadline on machines that are shared. CI tries the same
# cases each time: a new case that fails is for the desk, not for the change that happens to be at the gate.
settings.register_profile(
    "postil",
    derandomize="CI" in os.environ,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("postil")


@pytest.fixture(autouse=True)
def _settled_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith(("POSTIL_", "XDG_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture
def shared_data() -> Path:
    """The folder of real data; skips the test where it is missing."""
    if not SHARED.is_dir():
        pytest.skip(f"the real data is not at {SHARED.name}/ beside the project")
    return SHARED


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A new, empty database."""
    with Store.open(tmp_path / "postil.db", create=True) as opened:
        yield opened
