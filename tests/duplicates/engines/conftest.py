"""Postings of every kind in Parquet files."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.duplicates.engines.postings import Files


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> "Files":
    """Files in which every part of the search has something to find."""
    from tests.duplicates.engines.postings import write_files  # it needs pyarrow, which may be missing

    return write_files(tmp_path_factory.mktemp("postings"))
