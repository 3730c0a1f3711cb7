"""Eight real months of "Who is hiring": every advertisement accounted for, and the first lines read as people do."""

from collections import Counter
from pathlib import Path

import pytest

from importers import File, Record, Wishes
from importers.hiring.first_line import FirstLine, read_first_line
from importers.hiring.hn import HackerNewsImporter
from store.drafts import Draft

from .json_files import ALL

pytestmark = pytest.mark.shared

HN = HackerNewsImporter()
ADS = 4781


@pytest.fixture
def months(shared_data: Path) -> list[File]:
    return [File.of(path.name, path.read_bytes()) for path in sorted((shared_data / "hn").glob("*.json.gz"))]


def read(months: list[File]) -> list[Draft]:
    drafts = []
    for month in months:
        reading = HN.reading(month, Wishes())
        for record in reading.records():
            assert isinstance(record, Record)
            draft = reading.draft(record)
            assert isinstance(draft, Draft)
            drafts.append(draft)
    return drafts


def test_each_month_is_recognised(months: list[File]) -> None:
    assert len(months) == 8
    for month in months:
        assert next(importer.name for importer in ALL if importer.recognises(month)) == "hn"


def test_every_advertisement_is_a_posting(months: list[File]) -> None:
    drafts = read(months)
    assert len(drafts) == ADS
    assert len({draft.external_id for draft in drafts}) == ADS
    assert all(draft.url for draft in drafts)
    assert all("<p>" not in draft.body and "&#x2F;" not in draft.body for draft in drafts)


def test_most_first_lines_are_read(months: list[File]) -> None:
    drafts = read(months)
    found = Counter[str]()
    for draft in drafts:
        found.update(name for name in ("company", "title", "locations", "work_mode") if getattr(draft, name))
        found["form"] += read_first_line(draft.body.split("\n", 1)[0]) != FirstLine()
    share = {name: count / ADS for name, count in found.items()}
    assert share["form"] > 0.85
    assert share["company"] > 0.8
    assert share["title"] > 0.3
    assert share["locations"] > 0.88
    assert share["work_mode"] > 0.55


def test_what_is_taken_for_company_or_title_reads_as_one(months: list[File]) -> None:
    for draft in read(months):
        assert len((draft.company or "").split()) < 10
        assert not any(mark in (draft.company or "") for mark in ("|", "http", "ONSITE", "REMOTE"))
        assert not any(mark in (draft.title or "") for mark in ("|", "http", "ONSITE"))
