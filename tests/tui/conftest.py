"""A database with postings worth paging through."""

from pathlib import Path

import pytest

from store import Location, Store
from tests.build import draft, take

BAKER = (
    "We are hiring a Baker. You know sourdough and Python. Key skills Baking at night • Sourdough • Python 3"
)
NURSE = "As a Ward Nurse you look after people at night. C++ is not needed."
HOSTILE = "Ring \x1b]0;PWN\x07 the bell [/foo] [@click=app.quit]now[/] [bold]loud[/] \x9b31m \u202egpj.exe"


@pytest.fixture
def kitchen(tmp_path: Path) -> Path:
    """Six postings: two equal, one in another place, one hostile, one in many scripts, one a nurse's."""
    path = tmp_path / "kitchen.db"
    bern = Location("CH, Bern", "CH", None, "Bern")
    oslo = Location("NO, Oslo", "NO", None, "Oslo")
    with Store.open(path, create=True) as store:
        take(
            store,
            draft(BAKER, locator="line 1", title="Baker", locations=(bern,)),
            draft(BAKER, locator="line 3", title="Baker", locations=(bern,)),
            draft(BAKER, locator="line 5", title="Baker", locations=(oslo,)),
            draft(NURSE, locator="line 7", title="Ward Nurse", locations=(oslo,)),
            draft(HOSTILE, locator="line 9", title="[/m/w/d] Bell [@click=app.quit]ringer[/]"),
            draft("日本語の求人 👩‍💻 e\u0301crire שלום " * 20, locator="line 11"),
        )
    return path
