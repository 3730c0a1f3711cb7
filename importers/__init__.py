"""Importers: the formats Postil reads, each known by its content and not by the file's name."""

from store import UsageError

from .base import Document, Importer, Reading, Record, Unread, Wishes
from .datasets.dataset import DatasetImporter
from .documents.json_columns import JsonImporter, JsonLinesImporter
from .feeds.feed import FeedImporter
from .files import File
from .hiring.hn import HackerNewsImporter
from .interfaces.amazon import AmazonImporter
from .interfaces.ashby import AshbyImporter
from .interfaces.greenhouse import GreenhouseImporter
from .interfaces.job_posting import JobPostingImporter
from .interfaces.json_resume import JsonResumeImporter
from .interfaces.lever import LeverImporter
from .interfaces.smartrecruiters import SmartRecruitersImporter
from .interfaces.usajobs import UsaJobsImporter
from .interfaces.workday import WorkdayImporter
from .plain.card import CardImporter
from .plain.page import PageImporter
from .plain.text import TextImporter
from .reading import FILE_LIMIT, read_document
from .tables.csv_table import CsvImporter
from .tables.jobspy import JobspyImporter
from .tables.parquet import ParquetImporter
from .tables.sheet import SheetImporter
from .web.web import WebImporter
from .web.web_page import WebPageImporter

IMPORTERS: tuple[Importer, ...] = (
    ParquetImporter(),
    SheetImporter(),
    DatasetImporter(),
    FeedImporter(),
    WebImporter(),
    GreenhouseImporter(),
    LeverImporter(),
    AshbyImporter(),
    SmartRecruitersImporter(),
    UsaJobsImporter(),
    WorkdayImporter(),
    AmazonImporter(),
    JobPostingImporter(),
    HackerNewsImporter(),
    JsonResumeImporter(),
    JsonLinesImporter(),
    JsonImporter(),
    JobspyImporter(),
    CardImporter(),
    PageImporter(),
    CsvImporter(),
    TextImporter(),
    WebPageImporter(),
)
"""In order of trial: what is told for sure comes before what is told by its shape."""


def recognise(file: File) -> Importer | None:
    """Return the first importer that knows the content, or None: then the person must say which."""
    return next((importer for importer in IMPORTERS if importer.recognises(file)), None)


def importer_named(name: str) -> Importer:
    """Return the importer of that name. Raises UsageError, which lists the names there are."""
    for importer in IMPORTERS:
        if importer.name == name:
            return importer
    known = ", ".join(importer.name for importer in IMPORTERS)
    raise UsageError(f"There is no format {name!r}. The formats are {known}.")


__all__ = [
    "FILE_LIMIT",
    "IMPORTERS",
    "Document",
    "File",
    "Importer",
    "Reading",
    "Record",
    "Unread",
    "Wishes",
    "importer_named",
    "read_document",
    "recognise",
]
