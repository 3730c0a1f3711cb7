"""The schema, step by step, in the order of the steps' names."""

import re

from .library import Database, Migrations
from .steps import datasets, desk, families, first_light, imports, models, sketches

APPLICATION_ID = 0x506F7374  # "Post": tells our files from other SQLite databases; the first step writes it

STEPS = {
    "0001-first-light": first_light.SCRIPT,
    "0002-imports": imports.SCRIPT,
    "0003-sketches": sketches.SCRIPT,
    "0004-datasets": datasets.SCRIPT,
    "0005-models": models.SCRIPT,
    "0006-families": families.SCRIPT,
    "0007-desk": desk.SCRIPT,
}

MIGRATIONS = Migrations("postil")

_NEXT = re.compile(r";\n(?! )")  # a trigger's own statements are indented


def _step(name: str, script: str) -> None:
    @MIGRATIONS(name=name)
    def run(db: Database) -> None:
        for statement in _NEXT.split(script):
            if statement.strip():
                db.conn.execute(statement)


for _name, _script in STEPS.items():
    _step(_name, _script)
