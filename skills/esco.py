"""A table of skills with the columns of ESCO: its own file as it comes, or a CSV with as few as one of them."""

import csv
import io
from collections.abc import Iterator

from store import Problem, Skill, Unreadable, canonical, canonical_line, folded, slug

LABEL = "preferredLabel"
KINDS = {"knowledge": "knowledge", "skill": "skill", "skill/competence": "skill"}
COLUMNS = (LABEL, "conceptUri", "altLabels", "skillType", "status")


def read(name: str, text: str) -> Iterator[Skill | Problem]:
    """Yield the skills of a CSV text, and a problem for each row that is none, `row 1` being the first.

    Columns are known by their names, and only `preferredLabel` is needed. Other labels stand in one cell, a
    line each, or with ` | ` between them. A skill without a URI gets one of ours; a deprecated one is passed
    over. Raises Unreadable where that column is missing.
    """
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [cell.strip().casefold() for cell in next(rows, [])]
    except csv.Error as error:
        raise Unreadable(f"{name} is not CSV: {error}.") from error
    places = {column: header.index(column.casefold()) for column in COLUMNS if column.casefold() in header}
    if LABEL not in places:
        raise Unreadable(
            f"{name} has no column {LABEL!r} in its first line, so no skill can be told from it. "
            "Give ESCO's or O*NET's file as it comes, or name the column of the skills so."
        )
    return _skills(rows, len(header), places)


def _skills(rows: Iterator[list[str]], width: int, places: dict[str, int]) -> Iterator[Skill | Problem]:
    uris: dict[str, int] = {}
    labels: dict[str, int] = {}
    number = 0
    try:
        for number, cells in enumerate(rows, 1):
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != width:
                yield Problem(f"row {number}", None, f"{len(cells)} cells under {width} columns")
                continue
            values = {column: cells[place] for column, place in places.items()}
            if values.get("status", "").strip().casefold() == "deprecated":
                continue
            skill = _skill(values)
            if not skill.label:
                yield Problem(f"row {number}", LABEL, "the label is empty")
            elif skill.uri in uris:
                yield Problem(f"row {number}", "conceptUri", f"repeats row {uris[skill.uri]}: {skill.uri}")
            elif folded(skill.label) in labels:
                row = labels[folded(skill.label)]
                yield Problem(f"row {number}", LABEL, f"repeats row {row}: {skill.label}")
            else:
                uris[skill.uri] = labels[folded(skill.label)] = number
                yield skill
    except csv.Error as error:
        yield Problem(f"row {number + 1}", None, f"{error}; nothing after it was read")


def _skill(values: dict[str, str]) -> Skill:
    label = canonical_line(values[LABEL])
    uri = canonical_line(values.get("conceptUri", "")) or f"local:{slug(label)}"
    kind = values.get("skillType", "").strip().casefold()
    return Skill(uri, label, KINDS.get(kind, "knowledge"), _others(label, values.get("altLabels", "")))


def _others(label: str, cell: str) -> tuple[str, ...]:
    lines = canonical(cell).strip().split("\n")
    if len(lines) == 1:
        lines = cell.split(" | ")
    others = {folded(other): other for other in map(canonical_line, lines) if other}
    others.pop(folded(label), None)
    return tuple(others.values())
