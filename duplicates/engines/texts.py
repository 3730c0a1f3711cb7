"""The postings of a database as an engine reads them."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from store import Comparable, Store

from .base import Progress
from .columns import POSTINGS

BATCH = 1_000  # postings


def write_postings(store: Store, target: Path, told: Progress) -> int:
    """Write all postings in the order of import to a Parquet file; return how many there are."""
    done = last = 0
    with store.snapshot(), pq.ParquetWriter(target, POSTINGS, compression="zstd") as file:
        total = store.status().postings
        while postings := store.whole_comparables(last, BATCH):
            file.write_table(pa.Table.from_pylist([_row(posting) for posting in postings], POSTINGS))
            last = postings[-1].id
            done += len(postings)
            told(done, total, "writing texts")
    return done


def _row(posting: Comparable) -> dict[str, object]:
    return {
        "number": posting.id,
        "key": posting.key,
        "title": posting.title,
        "inferred": posting.inferred,
        "company": posting.company,
        "places": [
            {"text": place.text, "country": place.country, "region": place.region, "city": place.city}
            for place in posting.locations
        ],
        "date_posted": posting.date_posted,
        "content": posting.content,
        "body": posting.body,
    }
