"""Datasets: files of one state of a database, with their schema, a card and checksums."""

from .base import Exporter, ExportReport
from .dataset import export
from .formats import FORMATS

__all__ = ["FORMATS", "ExportReport", "Exporter", "export"]
