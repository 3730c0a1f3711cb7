"""The formats by name."""

import subprocess
import sys

import pytest

from importers import IMPORTERS, importer_named
from store import UsageError


def test_formats_are_tried_in_order() -> None:
    names = [importer.name for importer in IMPORTERS]
    assert len(set(names)) == len(names)
    # What is told by its shape comes after what is told for sure.
    assert names.index("jsonl") > names.index("greenhouse")
    assert names.index("csv") > names.index("jobspy")
    assert all(importer.description and importer.version >= 1 for importer in IMPORTERS)


def test_a_format_is_found_by_name() -> None:
    assert [importer_named(importer.name) for importer in IMPORTERS] == list(IMPORTERS)


def test_an_unknown_name_lists_those_there_are() -> None:
    with pytest.raises(UsageError, match=r"'pdf'.*card, page, csv, text"):
        importer_named("pdf")


def test_importing_stays_light() -> None:
    seen = subprocess.run(
        [sys.executable, "-c", "import sys, importers; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert "importers.plain.page" in seen
    heavy = {"textual", "rich", "rapidfuzz", "selectolax", "python_calamine", "pyarrow", "charset_normalizer"}
    assert not heavy & set(seen)
