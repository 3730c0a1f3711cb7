"""A folder with a database that two people may enter."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from store import Store
from tests.build import draft, take


@dataclass(frozen=True, slots=True)
class Door:
    """A folder with the database, and who may enter with which token."""

    folder: Path
    tokens: dict[str, str]

    @property
    def db(self) -> Path:
        """The database."""
        return self.folder / "postil.db"


@pytest.fixture
def door(tmp_path: Path) -> Door:
    """Two postings; ann and bob may enter."""
    folder = tmp_path / "desk"
    folder.mkdir()
    with Store.open(folder / "postil.db", create=True) as store:
        take(
            store,
            draft("We bake bread at night.", title="Night Baker"),
            draft("Look after eight.", title="Nurse"),
        )
        return Door(folder, {name: store.let_in(name) for name in ("ann", "bob")})
