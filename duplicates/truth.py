"""What people said of pairs, as proposals are measured against it: from a file, or from a database."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from store import NotFound, Store, Unreadable, UsageError, Verdict

from .groups import Edge

COLUMNS = ("a", "b", "verdict")

Said = tuple[str, str, Verdict]


@dataclass(frozen=True, slots=True)
class Truth:
    """Judged pairs, the smaller key first: whether the two belong in one cluster.

    `left_out` counts pairs on which nobody was sure, or people said both.
    """

    same: Mapping[Edge, bool]
    left_out: int


def settled(said: Iterable[Said]) -> Truth:
    """Return what is agreed about each pair; `unsure` says nothing where others say something."""
    words: dict[Edge, set[bool]] = {}
    for a, b, verdict in said:
        known = words.setdefault(ordered(a, b), set())
        if verdict is not Verdict.UNSURE:
            known.add(verdict.joins)
    same = {edge: known == {True} for edge, known in words.items() if len(known) == 1}
    return Truth(same, len(words) - len(same))


def judged_truth(store: Store) -> Truth:
    """Return what the verdicts in a database say."""
    return settled((said.a, said.b, said.verdict) for said in store.judgements())


def read_truth(store: Store, path: Path) -> Truth:
    """Read judged pairs from a CSV file; raises Unreadable, or UsageError naming the row."""
    try:
        text = path.read_bytes().decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise Unreadable(f"{path.name} is not UTF-8: see byte {error.start:,}.") from error
    except OSError as error:
        raise Unreadable(f"{path} cannot be read: {error.strerror}.") from error
    return settled(_said(store, path.name, csv.reader(io.StringIO(text, newline=""), strict=True)))


def _said(store: Store, name: str, rows: Iterator[list[str]]) -> Iterator[Said]:
    number = 0
    try:
        header = [cell.strip().lower() for cell in next(rows, [])]
        if any(header.count(column) != 1 for column in COLUMNS):
            raise Unreadable(f"{name} needs a first line with the columns a, b and verdict, each once.")
        for number, cells in enumerate(rows, 1):
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                raise UsageError(f"{name}, row {number}: {len(cells)} cells under {len(header)} columns.")
            a, b, word = (cells[header.index(column)].strip() for column in COLUMNS)
            yield _pair(store, f"{name}, row {number}", a, b, word)
    except csv.Error as error:
        raise UsageError(f"{name}, after row {number}: {error}.") from error


def _pair(store: Store, where: str, a: str, b: str, word: str) -> Said:
    try:
        one, other = store.key_of(a), store.key_of(b)
    except NotFound as error:
        raise UsageError(f"{where}: {error}") from error
    if one == other:
        raise UsageError(f"{where}: both names mean one posting.")
    if word.lower() not in list(Verdict):
        raise UsageError(f"{where}: the verdict {word!r} is none of {', '.join(Verdict)}.")
    return one, other, Verdict(word.lower())


def ordered(a: str, b: str) -> Edge:
    """Return a pair as its smaller key and its larger one."""
    return (a, b) if a < b else (b, a)
