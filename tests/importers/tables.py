"""Reading tables in tests, by the importer itself."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from importers import File, Record, Unread, Wishes
from importers.base import Importer, Reading
from importers.tables.table import TableReading
from store import Blank, Problem
from store.drafts import Draft

BODY = "We bake bread at night, and we need another pair of hands."


def said(**columns: str) -> Wishes:
    """Wishes as --map gives them, a column a field."""
    return Wishes({field: (name,) for field, name in columns.items()})


def opened(importer: Importer, content: str | bytes | File, wishes: Wishes = Wishes()) -> Reading:  # noqa: B008
    """Begin to read a file that the importer is to know."""
    if not isinstance(content, File):
        content = File.of("a file", content.encode() if isinstance(content, str) else content)
    assert importer.recognises(content)
    return importer.reading(content, wishes)


def outcomes(reading: Reading) -> list[Draft | Problem | Blank]:
    """What becomes of each record."""
    return [
        reading.draft(item)
        if isinstance(item, Record)
        else item.problem
        if isinstance(item, Unread)
        else item
        for item in reading.records()
    ]


def drafts(reading: Reading) -> list[Draft]:
    """The drafts, where nothing else is expected."""
    found = outcomes(reading)
    assert all(isinstance(each, Draft) for each in found), found
    return [each for each in found if isinstance(each, Draft)]


def rows(reading: Reading) -> list[list[str]]:
    """The cells of each row that is one; of a blank one none."""
    assert isinstance(reading, TableReading)
    found = []
    for item in reading.records():
        cells = reading.cells(item) if isinstance(item, Record) else []
        if not isinstance(item, Unread) and not isinstance(cells, Problem):
            found.append(list(cells))
    return found


def rejected(reading: Reading) -> str:
    """The file of refused records, as the job writes it."""
    written = []
    for item in reading.records():
        made = reading.draft(item) if isinstance(item, Record) else None
        if isinstance(item, Unread):
            written.append(reading.rejects.entry(item.text, None, item.problem))
        elif isinstance(item, Record) and isinstance(made, Problem):
            written.append(reading.rejects.entry(item.text, item.value, made))
    return reading.rejects.head() + "".join(written) + reading.rejects.tail()


def table(header: Sequence[str], *records: Iterable[object], **how: object) -> str:
    """A table as text, as `csv` writes it."""
    out = io.StringIO()
    writer = csv.writer(out, **how)  # type: ignore[arg-type]
    writer.writerow(header)
    writer.writerows(records)
    return out.getvalue()


def mapped(reading: Reading) -> Mapping[str, str]:
    """The columns of the fields, several parted by a plus."""
    assert reading.columns is not None
    return {field: " + ".join(names) for field, names in reading.columns.by_field.items()}
