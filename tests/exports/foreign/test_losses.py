"""Other tools' formats from the command line: what is lost is told, and nothing is lost unasked."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from exports.foreign import FOREIGN
from store import State, Store
from tests.build import keys
from tests.cli.running import Desk
from tests.conftest import ROOT
from tui.cli.export_format import FORMATS, LABELS

from .conftest import ANN, HOSTILE, annotated, lost, placed, write

WHOLE = {"spacy", "docbin", "label-studio", "doccano", "huggingface"}
"""Formats that hold all of `plain`."""


@pytest.fixture
def desk(
    plain: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    folder = tmp_path / "desk"
    folder.mkdir()
    monkeypatch.setenv("POSTIL_DB", plain.path.__fspath__())
    return Desk(folder, monkeypatch, capsys)


def test_the_options_name_all_there_is() -> None:
    assert list(FOREIGN) == list(FORMATS)
    assert LABELS == ("skill", "kind", "requirement")


@pytest.mark.parametrize("name", FORMATS)
def test_what_can_be_held_is_written_and_the_rest_only_where_that_is_allowed(desk: Desk, name: str) -> None:
    ran = desk.run("export", "--to", "out", "--format", name)
    out = desk.folder / "out"
    assert ran.code == (0 if name in WHOLE else 1)
    assert out.exists() == (name in WHOLE)
    if name not in WHOLE:
        assert "lost: tag, as it" in ran.out
        assert f"{name} cannot hold" in ran.err
        assert "--allow-lossy" in ran.err
        assert os.listdir(desk.folder) == []
        allowed = desk.run("export", "--to", "out", "--format", name, "--allow-lossy")
        assert (allowed.code, "lost: tag, as it" in allowed.out) == (0, True)
        assert lost(out)
    checked = subprocess.run(["sha256sum", "--strict", "--quiet", "-c", "SHA256SUMS"], cwd=out, check=False)
    assert checked.returncode == 0
    again = desk.run("export", "--to", "out", "--format", name, "--allow-lossy", "--force")
    assert again.code == 0


def test_losses_are_counted_as_json(desk: Desk, plain: Store) -> None:
    annotated(plain)
    ran = desk.run("export", "--to", "out", "--format", "doccano", "--decisions", ANN, "--json")
    assert ran.code == 1
    assert ran.json["path"] is None
    assert ran.json["losses"] == [{"what": "verdict", "reason": "there is no room for pairs", "count": 1}]
    ran = desk.run(
        "export", "--to", "out", "--format", "doccano", "--decisions", ANN, "--json", "--allow-lossy"
    )
    assert ran.code == 0
    assert ran.json["rows"] == {"postings.jsonl": 2, "losses.csv": 1}
    assert ran.json["losses"][0]["count"] == 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--label", "kind"], "Say which one with --format"),
        (["--allow-lossy"], "Say which one with --format"),
        (["--format", "cards", "--label", "kind"], "cards has no labels to choose"),
        (["--format", "spacy", "--excel"], "Leave them or --format out"),
        (["--format", "xml"], "'xml' is not one of 'spacy'"),
        (["--format", "spacy", "--label", "colour"], "'colour' is not one of 'skill'"),
    ],
    ids=["label", "lossy", "no-labels", "excel", "format", "wrong-label"],
)
def test_options_that_do_not_go_together_are_refused(desk: Desk, options: list[str], said: str) -> None:
    assert said in desk.run("export", "--to", "out", *options).sentence
    assert os.listdir(desk.folder) == []


def test_every_loss_names_its_posting_words_and_reason(plain: Store, tmp_path: Path) -> None:
    annotated(plain)
    plain.set_state(ANN, keys(plain)[0], State.DONE)
    first, second = keys(plain)
    rows = lost(write(plain, tmp_path / "out", "spacy"))
    assert rows == [
        {
            "posting": first, "what": "tag", "annotator": "wilma", "start": "", "end": "", "quote": "yeast",
            "reason": "it has no place in the text",
        },
        {
            "posting": first, "what": "note", "annotator": "wilma", "start": "13", "end": "19", "quote": "Nachts?",
            "reason": "there is no room for notes",
        },
        {
            "posting": second, "what": "verdict", "annotator": "wilma", "start": "", "end": "",
            "quote": f"distinct of {first}", "reason": "there is no room for pairs",
        },
    ]  # fmt: skip
    readme = (tmp_path / "out" / "README.md").read_text()
    assert "- 1 × tag: it has no place in the text" in readme
    assert "- 1 × verdict: there is no room for pairs" in readme


@pytest.mark.parametrize("name", FORMATS)
def test_names_of_files_are_ours_and_what_they_hold_is_inert(
    hostile: Store, tmp_path: Path, name: str
) -> None:
    folder = write(hostile, tmp_path / "out", name)
    for path in folder.iterdir():
        assert path.is_file()
        assert path.name.replace("-", "").replace(".", "").isalnum()
        if path.suffix in (".json", ".jsonl"):
            assert path.read_bytes().isascii()
            assert b"\x1b" not in path.read_bytes()
    readme = (folder / "README.md").read_text()
    assert "\x1b" not in readme
    assert "evil" not in readme
    assert len(placed(hostile)) == 2 * len(HOSTILE)


EVERY = """
import sys
from pathlib import Path
from exports import Plan, export
from exports.foreign import FOREIGN, ForeignLayout
from store import Store

with Store.open(Path(sys.argv[1]), readonly=True) as store, store.snapshot():
    for name, form in FOREIGN.items():
        layout = ForeignLayout(form, lossy=True, settled=True)
        print(name, export(store, Path(sys.argv[2]) / name, [], Plan(), layout=layout).sha256)
"""


def test_equal_states_give_equal_bytes_in_any_process(hostile: Store, tmp_path: Path) -> None:
    said = []
    for zone, seed in (("UTC", "0"), ("Asia/Kathmandu", "1")):
        target = tmp_path / seed
        target.mkdir()
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", EVERY, hostile.path, target],
            env={**os.environ, "PYTHONPATH": str(ROOT), "TZ": zone, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        said.append(done.stdout)
    assert said[0] == said[1]
    assert len(said[0].splitlines()) == len(FORMATS)


def test_no_reader_is_loaded_where_its_format_is_not_written() -> None:
    heavy = "{'spacy', 'datasets', 'label_studio_sdk', 'numpy'}"
    program = f"import sys, exports.foreign; sys.exit(bool({heavy} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0


def test_an_empty_database_is_written_in_every_format(store: Store, tmp_path: Path) -> None:
    for name in FORMATS:
        folder = write(store, tmp_path / name, name, lossy=False)
        assert lost(folder) == []
        assert json.dumps(sorted(path.name for path in folder.iterdir())).count("README.md") == 1
