"""The only SQL of the project, a file a concern. Everything here takes a `Connection`.

What is called `sql.merging` is loaded when it is first asked for: most commands need some of these, none needs all.
"""

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import (
        adjudication,
        answers,
        assignment,
        bundles,
        copies,
        counts,
        datasets,
        employers,
        entries,
        evidence,
        families,
        imports,
        integrity,
        kinship,
        merging,
        merging_checks,
        merging_postings,
        merging_skills,
        models,
        pair_orders,
        pairs,
        phrases,
        progress,
        pseudonyms,
        record,
        sketches,
        standing,
        statements,
    )

__all__ = [
    "adjudication",
    "answers",
    "assignment",
    "bundles",
    "copies",
    "counts",
    "datasets",
    "employers",
    "entries",
    "evidence",
    "families",
    "imports",
    "integrity",
    "kinship",
    "merging",
    "merging_checks",
    "merging_postings",
    "merging_skills",
    "models",
    "pair_orders",
    "pairs",
    "phrases",
    "progress",
    "pseudonyms",
    "record",
    "sketches",
    "standing",
    "statements",
]

if not TYPE_CHECKING:  # it would take any name for a module

    def __getattr__(name: str) -> ModuleType:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return import_module(f".{name}", __name__)
