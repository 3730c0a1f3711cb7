"""Pages as people save them, and reading as the application does it: through the public surface."""

from collections.abc import Iterable, Iterator

from importers import File, Record, Unread, Wishes, importer_named, recognise
from store import Blank, Problem
from store.drafts import Draft

NO_WISHES = Wishes()

ARTICLE = """A lighthouse learns to count

The keeper kept a notebook, and the notebook kept the keeper.

  1. Q.

    What did you see?

Related content
The same story, told by the gulls.

US, we think, is great, and a paragraph that begins like a place is a paragraph all the same, however long it is.
"""


def body(number: int) -> str:
    """A body long enough to be one, unlike every other."""
    return f"We seek a Lamp Keeper for lamp {number}. Key job responsibilities Trim the wick and polish the glass."


def tail(count: int = 10) -> list[tuple[str, str]]:
    """Pairs of a location line and a body."""
    places = ("GB, London", "US, CA, Pasadena", "ES, B, Barcelona", "JP, 13, Tokyo", "IN, TS, Hyderabad")
    return [(places[number % len(places)], body(number)) for number in range(count)]


def page(
    pairs: Iterable[tuple[str, str]], head: str = ARTICLE + "\nRelated content\n\n", between: str = "\n"
) -> str:
    """A page: an article, the marker, and the pairs, joined by `between`."""
    return head + between.join(f"{place}\n{text}" for place, text in pairs)


def read(content: str | bytes, name: str | None = None) -> tuple[list[Draft], list[Problem]]:
    """Read a file as recognised, or as the named format, into its drafts and its problems."""
    data = content.encode() if isinstance(content, str) else content
    records = list(items(File.of("a file", data), name))
    return [r for r in records if isinstance(r, Draft)], [r for r in records if isinstance(r, Problem)]


def items(
    file: File, name: str | None = None, wishes: Wishes = NO_WISHES
) -> Iterator[Draft | Problem | Blank]:
    """Yield what becomes of each record of a file, read as recognised or as the named format."""
    importer = importer_named(name) if name else recognise(file)
    assert importer is not None, "not recognised"
    reading = importer.reading(file, wishes)
    for record in reading.records():
        match record:
            case Record():
                yield reading.draft(record)
            case Unread():
                yield record.problem
            case _:
                yield record
