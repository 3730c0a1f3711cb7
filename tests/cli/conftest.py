"""A desk to work at: empty, or with one small page imported."""

from pathlib import Path

import pytest

from .running import Desk

BAKER = (
    "We seek a Bread Baker to bake bread at night. Key job responsibilities Knead the dough and tend the oven. "
    "About the team Four people who rise early and write Python by day."
)
NURSE = (
    "As a Ward Nurse, you will look after eight patients a shift. Basic Qualifications Registration with the "
    "nursing board, and C++ is not needed."
)
PAGE = f"GB, York\n{BAKER}\nGB, Leeds\n{BAKER}\nGB, York\n{BAKER}\nDE, BE, Berlin\n{NURSE}"
"""Four postings at the lines 1, 3, 5 and 7: the first and third are equal, the second is in another place."""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    """An empty folder."""
    folder = tmp_path / "desk"
    folder.mkdir()
    return Desk(folder, monkeypatch, capsys)


@pytest.fixture
def bakery(desk: Desk) -> Desk:
    """A desk with PAGE in `bakery.txt`, imported."""
    desk.file("bakery.txt", PAGE)
    desk.done("import", "bakery.txt", "--no-find")
    return desk
