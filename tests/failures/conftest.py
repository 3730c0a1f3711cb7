"""Fifteen failures that annotation tools come back with again and again, and where each is tried here.

A test in this folder tries to make one happen, from outside: with keys, commands, processes, signals. What was tried
elsewhere before is not tried twice.

1. Offsets are wrong: `test_offsets.py`, `properties/test_offsets.py`; every span of a text in `store/test_spans.py`;
   words of every script selected with keys in `tui/test_review.py`; datasets with wrong spans in
   `importers/test_dataset.py`.
2. Annotations are lost: `test_killed.py`; with keys `tui/test_day.py`, on a full disk `store/test_full_disk.py`.
3. A field resets its neighbours, or keeps several values: `test_neighbours.py`, `properties/test_desk_machine.py`,
   `store/test_decisions.py`.
4. A crash damages a state file: `test_damaged.py`; spoilt pages in `store/test_opening.py`, kills in
   `store/test_processes.py`, exports in `exports/test_folder.py`.
5. The database is locked: `cli/test_processes.py`, `store/test_processes.py`, `store/test_opening.py`, and while an
   import runs `tui/test_import_screen.py`.
6. Jobs hang: stopped and gone on with in `cli/test_processes.py`, `tui/test_import_screen.py`, `tui/test_finding.py`,
   `duplicates/test_find.py`; hostile input in `importers/test_hostile.py`.
7. Converters lose in silence: the dataset comes back byte for byte in `properties/test_round_trip.py`.
8. Ids and where a record came from are lost: `test_provenance.py`, `properties/test_round_trip.py`.
9. A second annotator cannot work: `test_second_annotator.py`; at once in `cli/test_processes.py`.
10. Agreement is absent or wrong: `agreement/`.
11. Keys collide, or cannot be typed: `test_keys.py`, `tui/test_commands.py`, `tui/test_keymap.py`.
12. An upgrade loses data: `test_upgrade.py`, `store/test_migrating.py`, `packaging/`.
13. Deletion is final and the labels are frozen: `test_deletion.py`, `store/test_curating.py`.
14. Undo is too short: `test_taken_back.py`, `store/test_undo.py`, `properties/test_all_undone.py`.
15. Duplicates are too many for the review, or asked for again: `tui/test_pairs_screen.py`,
    `tui/test_family_screen.py`, `duplicates/test_find.py`, `duplicates/test_meanwhile.py`.

And a tool for one person opens no port: `test_no_port.py`.
"""

import json
from pathlib import Path

import pytest

from tests.cli.running import Desk


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    """An empty folder, from which commands are given."""
    return Desk(tmp_path, monkeypatch, capsys)


@pytest.fixture
def office(desk: Desk) -> Desk:
    """A desk with three postings of a source `jobs`, and a vocabulary."""
    bodies = ("We bake bread.", "We bake bread.", "We write Python and SQL.")
    desk.file("jobs.jsonl", "".join(json.dumps({"description": body}) + "\n" for body in bodies))
    desk.file("skills.csv", "conceptUri,preferredLabel\nu:py,Python\nu:sql,SQL\nu:bread,Bread\n")
    desk.done("import", "jobs.jsonl", "--no-find")
    desk.done("skills", "import", "skills.csv")
    return desk
