"""postil diff"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from exports.diff import KINDS, WAYS, Change, differences
from exports.diff_input import SUMS, DatasetFolder

from .session import put, say, session_options

_SIGNS = {"added": "+", "removed": "-", "changed": "~"}
_LONGEST = 60


@click.command("diff")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@session_options
def diff_command(old: Path, new: Path, as_json: bool) -> int:
    """Say what changed from the dataset OLD to NEW: postings, tags, verdicts, notes, states and splits.

    Both are folders that `postil export` wrote. + was added, - removed, ~ changed. Exit 0 where nothing differs, 1
    where something does.
    """
    folders = DatasetFolder(old), DatasetFolder(new)
    by_hand = {str(folder.path): list(folder.changed()) for folder in folders}
    for path, names in by_hand.items():
        for name in names:
            say(_by_hand(path, name))
    counts: Counter[tuple[str, str]] = Counter()
    changes = _counted(differences(*folders), counts)
    if as_json:
        _print_json(changes, counts, by_hand)
    else:
        for change in changes:
            put(_line(change))
        _print_counts(counts)
    return 1 if counts else 0


def _by_hand(path: str, name: str) -> str:
    if name == SUMS:
        return f"{path} has no {SUMS}, so nobody can tell whether its files are as they were exported."
    return f"{path}: {name} was changed since it was exported, or is gone: {SUMS} has another checksum."


def _counted(changes: Iterator[Change], counts: Counter[tuple[str, str]]) -> Iterator[Change]:
    for change in changes:
        counts[change.what, change.how] += 1
        yield change


def _print_json(
    changes: Iterator[Change], counts: Counter[tuple[str, str]], by_hand: dict[str, list[str]]
) -> None:
    """Write one document, a change a line, so that none waits in memory."""
    click.echo('{"changes": [', nl=False)
    for number, change in enumerate(changes):
        click.echo((",\n" if number else "\n") + json.dumps(asdict(change), ensure_ascii=True), nl=False)
    rest = {
        "counts": {what: {how: counts[what, how] for how in WAYS} for what in KINDS},
        "same": not counts,
        "changed_by_hand": by_hand,
    }
    click.echo("\n], " + json.dumps(rest, ensure_ascii=True)[1:])


def _print_counts(counts: Counter[tuple[str, str]]) -> None:
    if not counts:
        say("Nothing differs.")
    for what in KINDS:
        said = [f"{counts[what, how]:,} {how}" for how in WAYS if counts[what, how]]
        if said:
            say(f"{what}s: {', '.join(said)}")


def _line(change: Change) -> str:
    about = f"{change.other[:10]} ~ {change.posting[:10]}" if change.other else change.posting[:10]
    who = f"  {change.annotator}" if change.annotator else ""
    return f"{_SIGNS[change.how]} {change.what:8} {about}{who}  {_said(change)}"


def _said(change: Change) -> str:
    old, new = change.old, change.new
    if change.what == "posting" and old and new:
        return ", ".join(sorted(new))
    if old is None or new is None:
        return _words(change.what, (new or old or {}))
    before, after = _words(change.what, old), _words(change.what, new)
    return f"{before} -> {after}"


def _words(what: str, said: dict[str, Any]) -> str:
    place = f" [{said['start']}, {said['end']})" if said.get("start") is not None else ""
    if what == "posting":
        return f"{said['source']}:{said['locator']}  {said['title'] or ''}".rstrip()
    if what == "tag":
        return f"{said['skill']} {said['requirement']}{place}"
    if what == "note":
        text = said["text"]
        return (text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…") + place
    return str(said.get(what) or ("chosen" if what == "choice" else "none"))
