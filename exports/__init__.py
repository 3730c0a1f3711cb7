"""Datasets: files of one state of a database, with their schema, a card and checksums."""

from .base import ExportReport, Layout, Writing
from .dataset import check, export, judgements_of
from .layout import own_layout
from .plan import Plan

__all__ = ["ExportReport", "Layout", "Plan", "Writing", "check", "export", "judgements_of", "own_layout"]
