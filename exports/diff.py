"""What changed between two datasets: postings, and what people said of them, by what names them everywhere."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from .diff_input import DatasetFolder, Row

What = Literal["posting", "split", "tag", "note", "state", "choice", "verdict"]
How = Literal["added", "removed", "changed"]

KINDS: tuple[What, ...] = ("posting", "split", "tag", "note", "state", "choice", "verdict")
WAYS: tuple[How, ...] = ("added", "removed", "changed")

_SAID = frozenset(("tags", "notes", "states", "chosen", "pairs"))
# A cluster follows from verdicts, and the place of a split from its cluster.
_BESIDE = _SAID | {"key", "split", "split_place", "cluster", "revision"}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `old` and `new` hold what is different, None where it is not in that dataset.

    `posting` is a key; of a verdict, the posting imported later, `other` that imported earlier. `annotator` is None
    for what is no one's word.
    """

    what: What
    how: How
    posting: str
    annotator: str | None = None
    other: str | None = None
    old: dict[str, Any] | None = None
    new: dict[str, Any] | None = None


_Pair = tuple[str, str, str]
_Verdicts = tuple[dict[_Pair, Row], dict[_Pair, Row]]
"""What the old and the new dataset say of pairs: two keys in order of the alphabet, and who says so."""


@dataclass(slots=True)
class _Waiting:
    """Postings that one dataset had and the other has not yet: where their lines begin, by key."""

    folder: DatasetFolder
    at: dict[str, int] = field(default_factory=dict)


def differences(old: DatasetFolder, new: DatasetFolder) -> Iterator[Change]:
    """Yield all changes, posting by posting.

    Both are read once, side by side, and equal lines are not looked into. A line without its like beside it waits by
    its place in the file, so memory grows only with how much the orders of the two differ. Verdicts on a pair come
    last, as two imports may have its postings in another order. Raises UsageError for lines that are no postings.
    """
    verdicts: _Verdicts = ({}, {})
    with old.lines() as before, new.lines() as after, old.lines() as back, new.lines() as again:
        waiting = (_Waiting(old), _Waiting(new))
        files, rereads = (before, after), (back, again)
        places = [0, 0]
        while True:
            lines = [file.readline() for file in files]
            if not any(lines):
                break
            if lines[0] != lines[1]:
                for side in (0, 1):
                    line, other = lines[side], 1 - side
                    if not line.strip():
                        continue
                    row = waiting[side].folder.row(line)
                    at = waiting[other].at.pop(row["key"], None)
                    if at is None:
                        waiting[side].at[row["key"]] = places[side]
                        continue
                    rereads[other].seek(at)
                    like = waiting[other].folder.row(rereads[other].readline())
                    yield from _compared(*((like, row) if side else (row, like)), verdicts)
            places = [places[side] + len(lines[side]) for side in (0, 1)]
        for side in (0, 1):
            for at in waiting[side].at.values():
                rereads[side].seek(at)
                row = waiting[side].folder.row(rereads[side].readline())
                yield from _alone(row, side, verdicts)
    yield from _of_pairs(*verdicts)


def _compared(old: Row, new: Row, verdicts: _Verdicts) -> Iterator[Change]:
    key = new["key"]
    names = sorted(name for name in old.keys() | new.keys() if name not in _BESIDE)
    facts = [
        name for name in names if (old.get(name) or None) != (new.get(name) or None)
    ]  # older ones lack some
    if facts or old.get("revision") != new.get("revision"):
        facts += ["revision"] if old.get("revision") != new.get("revision") else []
        yield Change(
            "posting",
            "changed",
            key,
            old={name: old.get(name) for name in facts},
            new={name: new.get(name) for name in facts},
        )
    if old.get("split") != new.get("split"):
        yield Change(
            "split", "changed", key, old={"split": old.get("split")}, new={"split": new.get("split")}
        )
    for what, name in _STATEMENTS:
        yield from _statements(what, key, old.get(name) or [], new.get(name) or [])
    _note_verdicts(old, verdicts[0])
    _note_verdicts(new, verdicts[1])


_STATEMENTS: tuple[tuple[What, str], ...] = (
    ("tag", "tags"),
    ("note", "notes"),
    ("state", "states"),
    ("choice", "chosen"),
)


def _alone(row: Row, side: int, verdicts: _Verdicts) -> Iterator[Change]:
    """Yield a posting that one dataset alone has, and all that was said of it."""

    def change(what: What, said: Row) -> Change:
        if side:
            return Change(what, "added", row["key"], said.get("annotator"), new=said)
        return Change(what, "removed", row["key"], said.get("annotator"), old=said)

    yield change("posting", {name: row.get(name) for name in ("source", "locator", "title", "split")})
    for what, name in _STATEMENTS:
        for said in row.get(name) or []:
            yield change(what, said)
    _note_verdicts(row, verdicts[side])


def _statements(what: What, key: str, old: list[Row], new: list[Row]) -> Iterator[Change]:
    """Match statements by their names, then what is left by who says it of what."""
    left = [said for said in old if said not in new]
    came = [said for said in new if said not in old]
    for same in (_uid, _subject):
        for said in list(left):
            like = next((one for one in came if same(one) is not None and same(one) == same(said)), None)
            if like is not None:
                left.remove(said)
                came.remove(like)
                if _told(said) != _told(like):
                    yield Change(what, "changed", key, like.get("annotator"), old=said, new=like)
    for said in left:
        yield Change(what, "removed", key, said.get("annotator"), old=said)
    for said in came:
        yield Change(what, "added", key, said.get("annotator"), new=said)


def _told(said: Row) -> Row:
    """Return what a statement tells, without its name and time; what is not known may be null or not there."""
    return {name: value for name, value in said.items() if value is not None and name not in ("uid", "at")}


def _uid(said: Row) -> object:
    return said.get("uid")


def _subject(said: Row) -> object:
    """What two statements are both about; a note is about nothing but itself."""
    return None if "text" in said else (said.get("annotator"), said.get("uri"))


def _note_verdicts(row: Row, into: dict[_Pair, Row]) -> None:
    for pair in row.get("pairs") or []:
        for verdict in pair["verdicts"]:
            a, b = pair["other"], row["key"]
            into[min(a, b), max(a, b), verdict["annotator"]] = {"a": a, "b": b, "verdict": verdict["verdict"]}


def _of_pairs(old: dict[_Pair, Row], new: dict[_Pair, Row]) -> Iterator[Change]:
    for name in sorted(old.keys() | new.keys()):
        before, after = old.get(name), new.get(name)
        if before and after and before["verdict"] == after["verdict"]:
            continue
        how: How = "changed" if before and after else "removed" if before else "added"
        there = after or before or {}
        yield Change(
            "verdict",
            how,
            there["b"],
            name[2],
            there["a"],
            before and {"verdict": before["verdict"]},
            after and {"verdict": after["verdict"]},
        )
