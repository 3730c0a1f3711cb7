"""Importers: the formats Postil reads, each known by its content and not by the file's name."""

from store import UsageError

from .base import Document, Importer, Reading, Record, Unread, Wishes
from .card import CardImporter
from .files import File
from .page import PageImporter
from .reading import FILE_LIMIT, read_document
from .text import TextImporter

IMPORTERS: tuple[Importer, ...] = (CardImporter(), PageImporter(), TextImporter())
"""In order of trial."""


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
