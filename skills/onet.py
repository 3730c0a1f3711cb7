"""O*NET's file of technologies, `Technology Skills.txt` or since 30.3 `Software Skills.txt`: tabs, no quoting."""

from collections.abc import Iterator

from store import Problem, Skill, canonical_line, folded, slug

OCCUPATION = "o*net-soc code"
NAMES = ("example", "workplace example")
"""The column of names, by the releases that call it so."""


def recognises(text: str) -> bool:
    """Whether the first line is that of the file."""
    header = _header(text)
    return OCCUPATION in header and any(name in header for name in NAMES)


def read(text: str) -> Iterator[Skill | Problem]:
    """Yield each technology once, however many occupations use it, and a problem for each row without one."""
    header = _header(text)
    place = next(header.index(name) for name in NAMES if name in header)
    known: set[str] = set()
    for number, line in enumerate(text.split("\n")[1:], 1):
        if not line.strip():
            continue
        cells = line.removesuffix("\r").split("\t")
        if len(cells) != len(header):
            yield Problem(f"row {number}", None, f"{len(cells)} cells under {len(header)} columns")
            continue
        label = canonical_line(cells[place])
        if not label:
            yield Problem(f"row {number}", header[place], "the label is empty")
        elif folded(label) not in known:
            known.add(folded(label))
            yield Skill(f"local:{slug(label)}", label)


def _header(text: str) -> list[str]:
    return [cell.strip().casefold() for cell in text.split("\n", 1)[0].split("\t")]
