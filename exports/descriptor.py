"""datapackage.json: the files of a dataset for programs that read Frictionless data packages."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from pydantic.fields import FieldInfo

from .about import About
from .models import FORMAT, VERSION, Model
from .parquet_file import column_kinds
from .tables import POSTINGS, Table

TABULAR = "tabular-data-resource"
FILE = "file"  # as it is: with lists and objects in its cells, of which a data package knows no columns
GUARD = r"^'+[=+\-@\t\r\n＝＋－＠]"
_TYPES = {"string": "string", "int64": "integer", "float64": "number", "list": "string"}


def descriptor(
    folder: Path, tables: Mapping[str, Table], whole: Sequence[str], about: About, *, excel: bool
) -> str:
    """Return the descriptor of the files in `folder`: `tables` by file name, and files that are `whole` documents."""
    resources = [_resource(folder / name, table, about, excel=excel) for name, table in tables.items()]
    package = {
        "profile": "data-package",
        "name": FORMAT,
        "title": "A dataset of job postings",
        "version": f"{VERSION}.0.0",
        "formulas": {
            "disarmed": (
                "An apostrophe stands before a cell that a spreadsheet would take for a formula, and before one "
                "that begins with apostrophes before such a sign. Drop one from each cell that matches `undo`."
            ),
            "undo": GUARD,
            "in": [name for name in tables if name.endswith(".csv")],
        },
        "sources": [{"title": run.source, **asdict(run)} for run in about.imports],
        "resources": [*resources, *(_document(folder / name, about) for name in whole)],
    }
    return json.dumps(package, sort_keys=True, ensure_ascii=True, indent=2) + "\n"


def descriptions(model: type[Model]) -> dict[str, str]:
    """Return by column what it means."""
    hints = get_type_hints(model, include_extras=True)
    return {field.name: _description(hints[field.name]) for field in fields(model)}


def _description(hint: Any) -> str:
    said = [part for part in get_args(hint) if isinstance(part, FieldInfo)] if get_origin(hint) else []
    return next((part.description for part in said if part.description), "")


def _resource(path: Path, table: Table, about: About, *, excel: bool) -> dict[str, Any]:
    csv = path.suffix == ".csv"
    resource: dict[str, Any] = {
        "name": table.name if csv else f"{table.name}-parquet",
        "path": path.name,
        "title": table.holds,
        "format": path.suffix[1:],
        "mediatype": "text/csv" if csv else "application/vnd.apache.parquet",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{about.digests.of(path)}",
    }
    if not csv:
        return {**resource, "type": FILE}
    kinds = column_kinds(table.model)
    meanings = descriptions(table.model)
    return {
        **resource,
        "profile": TABULAR,
        "encoding": "utf-8-sig" if excel else "utf-8",
        "dialect": {
            "delimiter": ",",
            "lineTerminator": "\r\n",
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
            "skipInitialSpace": False,
        },
        "schema": {
            "fields": [
                {
                    "name": name,
                    "type": _TYPES[kind],
                    **({"description": meanings[name]} if meanings[name] else {}),
                }
                for name, kind in kinds.items()
            ],
            "missingValues": [""],
            "primaryKey": list(table.keys),
            "foreignKeys": [
                {"fields": [column], "reference": {"resource": POSTINGS.name, "fields": ["key"]}}
                for column in table.refers
            ],
        },
    }


def _document(path: Path, about: About) -> dict[str, Any]:
    lines = path.suffix == ".jsonl"
    return {
        "name": "lines" if lines else "document",
        "path": path.name,
        "type": FILE,
        "title": "a posting a line, with all that was said of it" if lines else "the same as one document",
        "format": path.suffix[1:],
        "mediatype": "application/jsonl" if lines else "application/json",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{about.digests.of(path)}",
    }
