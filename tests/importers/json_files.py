"""Reading JSON as the application does it, with one importer or with the first that knows the content."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from importers import File, Importer, Reading, Record, Unread, Wishes
from importers.documents.json_columns import JsonImporter, JsonLinesImporter
from importers.hiring.hn import HackerNewsImporter
from importers.interfaces.amazon import AmazonImporter
from importers.interfaces.ashby import AshbyImporter
from importers.interfaces.greenhouse import GreenhouseImporter
from importers.interfaces.job_posting import JobPostingImporter
from importers.interfaces.json_resume import JsonResumeImporter
from importers.interfaces.lever import LeverImporter
from importers.interfaces.smartrecruiters import SmartRecruitersImporter
from importers.interfaces.usajobs import UsaJobsImporter
from importers.interfaces.workday import WorkdayImporter
from importers.rejects import RejectsFile
from store import Blank, Problem
from store.drafts import Draft

SHAPES: tuple[Importer, ...] = (
    GreenhouseImporter(), LeverImporter(), AshbyImporter(), SmartRecruitersImporter(), UsaJobsImporter(),
    WorkdayImporter(), AmazonImporter(), HackerNewsImporter(), JobPostingImporter(), JsonResumeImporter(),
)  # fmt: skip
ALL = (*SHAPES, JsonLinesImporter(), JsonImporter())

BODY = "We trim the wick each evening and polish the glass each morning. The lamp may not go out. " * 3
BAKER = {"title": "Night Baker", "description": BODY, "company": "Tallow & Rye"}
MILLER = {"title": "Miller", "description": BODY.replace("wick", "stone"), "company": "Tallow & Rye"}


def file_of(content: Any) -> File:
    """A file of bytes, of text, or of a value as JSON."""
    text = content if isinstance(content, (str, bytes)) else json.dumps(content)
    return File.of("jobs", text.encode() if isinstance(text, str) else text)


def lines_of(*values: Any) -> str:
    """JSON Lines, of values and of lines as they are."""
    return "".join((value if isinstance(value, str) else json.dumps(value)) + "\n" for value in values)


def recognised(content: Any) -> str | None:
    """The name of the first importer that knows the content."""
    file = file_of(content)
    return next((importer.name for importer in ALL if importer.recognises(file)), None)


def reading(content: Any, importer: Importer | None = None, wishes: Wishes | None = None) -> Reading:
    """Begin to read as recognised, or with an importer."""
    file = file_of(content)
    chosen = importer or next((each for each in ALL if each.recognises(file)), None)
    assert chosen is not None, "not recognised"
    return chosen.reading(file, wishes or Wishes())


def outcomes(content: Any, importer: Importer | None = None) -> list[Draft | Problem | Blank]:
    """What becomes of each record."""
    found = reading(content, importer)
    return [_outcome(found, record) for record in found.records()]


def drafts(content: Any, importer: Importer | None = None) -> list[Draft]:
    """The postings, where every record must be one."""
    found = outcomes(content, importer)
    assert all(isinstance(item, Draft) for item in found), found
    return [item for item in found if isinstance(item, Draft)]


def problems(content: Any, importer: Importer | None = None) -> list[tuple[str, str]]:
    """Place and reason of each problem."""
    return [(item.locator, item.reason) for item in outcomes(content, importer) if isinstance(item, Problem)]


def rejected(content: Any, path: Path, importer: Importer | None = None) -> str:
    """What the file of refused records holds after reading."""
    found = reading(content, importer)
    rejects = RejectsFile(path)
    for record in found.records():
        outcome = _outcome(found, record)
        if isinstance(outcome, Problem) and not isinstance(record, Blank):
            value = record.value if isinstance(record, Record) else None
            rejects.add("json", "jobs", found.rejects, record.text, value, outcome)
    rejects.close()
    (written,) = rejects.paths
    return written.read_text()


def titles(items: Sequence[object]) -> list[str | None]:
    """The titles of the postings among some outcomes."""
    return [item.title for item in items if isinstance(item, Draft)]


def _outcome(found: Reading, record: Record | Unread | Blank) -> Draft | Problem | Blank:
    match record:
        case Record():
            return found.draft(record)
        case Unread():
            return record.problem
    return record
