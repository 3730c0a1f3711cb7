"""Bringing a database up to date, by sqlite-utils' migrations. Loaded only where there is a step to take."""

import re
import sqlite3
from importlib import import_module

from .library import Database, Migrations
from .migrations import STEPS

MIGRATIONS = Migrations("postil")

_NEXT = re.compile(r";\n(?! )")  # a trigger's own statements are indented


def _step(name: str, script: str) -> None:
    @MIGRATIONS(name=name)
    def run(db: Database) -> None:
        for statement in _NEXT.split(script):
            if statement.strip():
                db.conn.execute(statement)


for _name, _module in STEPS.items():
    _step(_name, import_module(f".steps.{_module}", __package__).SCRIPT)


def apply(raw: sqlite3.Connection) -> None:
    """Take the steps that were not taken yet, inside the open transaction."""
    MIGRATIONS.apply(Database(raw, execute_plugins=False))
