"""One file read by one importer, record by record, and its refused records written and read again."""

from typing import Any

from importers import File, Importer, Record, Unread, Wishes
from store import Blank, Problem
from store.drafts import Draft

Made = Draft | Problem | Blank


def made_of(importer: Importer, content: str | bytes, encoding: str | None = None) -> list[Made]:
    """What becomes of each record of a file; raises what the importer raises."""
    return [made for _, made in _read(importer, content, encoding)]


def drafts_of(importer: Importer, content: str | bytes, encoding: str | None = None) -> list[Draft]:
    """The drafts of a file, all of whose records make one."""
    made = made_of(importer, content, encoding)
    assert all(isinstance(each, Draft) for each in made), made
    return [each for each in made if isinstance(each, Draft)]


def refused_again(importer: Importer, content: str | bytes, mend: Any = str) -> list[Made]:
    """What becomes of the refused records when they are written as rejects, mended, and read again."""
    reading = importer.reading(file_of(content), Wishes())
    form = reading.rejects
    entries = []
    for record in reading.records():
        match record:
            case Unread():
                entries.append(form.entry(record.text, None, record.problem))
            case Record():
                made = reading.draft(record)
                if isinstance(made, Problem):
                    entries.append(form.entry(record.text, record.value, made))
            case _:
                pass
    written = mend(form.head() + "".join(entries) + form.tail())
    assert importer.recognises(file_of(written))
    return made_of(importer, written)


def file_of(content: str | bytes, encoding: str | None = None) -> File:
    """A file with that content."""
    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    return File.of("a file", data, encoding)


def _read(importer: Importer, content: str | bytes, encoding: str | None) -> list[tuple[object, Made]]:
    reading = importer.reading(file_of(content, encoding), Wishes())
    found: list[tuple[object, Made]] = []
    for record in reading.records():
        match record:
            case Record():
                found.append((record, reading.draft(record)))
            case Unread():
                found.append((record, record.problem))
            case _:
                found.append((record, record))
    return found
