"""Importers: the formats Postil reads, each known by its content and not by the file's name."""

from store import UsageError

from .amazon import AmazonImporter
from .ashby import AshbyImporter
from .base import Document, Importer, Reading, Record, Unread, Wishes
from .card import CardImporter
from .csv_table import CsvImporter
from .dataset import DatasetImporter
from .feed import FeedImporter
from .files import File
from .greenhouse import GreenhouseImporter
from .hn import HackerNewsImporter
from .job_posting import JobPostingImporter
from .jobspy import JobspyImporter
from .json_columns import JsonImporter, JsonLinesImporter
from .json_resume import JsonResumeImporter
from .lever import LeverImporter
from .page import PageImporter
from .parquet import ParquetImporter
from .reading import FILE_LIMIT, read_document
from .sheet import SheetImporter
from .smartrecruiters import SmartRecruitersImporter
from .text import TextImporter
from .usajobs import UsaJobsImporter
from .web import WebImporter
from .web_page import WebPageImporter
from .workday import WorkdayImporter

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
