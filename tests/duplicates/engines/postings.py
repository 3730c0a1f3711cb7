"""Postings in which every part of the two statements has something to find."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.advertisements import advertisements
from benchmarks.wording import Wording
from duplicates.candidates import candidates
from duplicates.engines.columns import POSTINGS
from duplicates.samples import Samples
from duplicates.sketches import levels, sketches
from store import normalised

COUNT = 350
EDITED = 70  # of one text: more than are all compared with each other
MASSED = 500  # of another: its phrases are common ones
MOVED = 6  # of one text and heading: the first stands for all


@dataclass(frozen=True, slots=True)
class Files:
    """`whole` has every column, in files of a folder; `bare` has keys, texts and places as plain words."""

    whole: Path
    bare: Path
    rows: Sequence[dict[str, Any]]


def write_files(folder: Path) -> Files:
    rows = _rows()
    whole, bare = folder / "whole", folder / "bare.parquet"
    whole.mkdir()
    middle = len(rows) // 2
    for name, part in (("1", rows[:middle]), ("2", rows[middle:])):
        pq.write_table(pa.Table.from_pylist(part, POSTINGS), whole / f"{name}.parquet")
    plain = [
        {
            "key": row["key"],
            "title": row["title"],
            "places": row["places"][0]["text"] if row["places"] else None,
            "body": row["body"],
        }
        for row in rows[:COUNT]
    ]
    pq.write_table(pa.Table.from_pylist(plain), bare)
    return Files(whole, bare, rows)


def _rows() -> list[dict[str, Any]]:
    rows = [
        _row(one.title, one.employer, f"{one.country}, {one.city}", one.date, one.body)
        for one in advertisements(COUNT, seed=5)
    ]
    wording = Wording(3)
    text, common = " ".join(wording.sentences(12, 12)), " ".join(wording.sentences(6, 6))
    rows += [_row("Night Baker", "Crust Ltd", None, None, wording.edited(text, 0.03)) for _ in range(EDITED)]
    rows += [_row("Miller", None, "IT, Rome", None, wording.edited(common, 0.03)) for _ in range(MASSED)]
    rows += [_row("Cook", "Pan Ltd", f"FR, Lyon {number}", None, text[::-1]) for number in range(MOVED)]
    rows += [_row("Cook", "Pan Ltd", None, None, body) for body in ("", "one", "one two", " ONE  two\n")]
    return [
        {"number": 10 * number, "key": hashlib.sha256(b"%d" % number).hexdigest()[:20], **row}
        for number, row in enumerate(rows)
    ]


def _row(title: str, company: str | None, place: str | None, date: str | None, body: str) -> dict[str, Any]:
    country, _, city = (place or "").partition(", ")
    places = [{"text": place, "country": country, "region": None, "city": city}] if place else []
    return {
        "title": title,
        "inferred": None,
        "company": company,
        "places": places,
        "date_posted": date,
        "body": body,
    }


def in_memory(rows: Sequence[dict[str, Any]]) -> dict[tuple[str, str], float]:
    """Return which pairs the search in memory looks at, by key, and how much each shares."""
    stand: dict[tuple[str, str, str], dict[str, Any]] = {}
    for row in rows:
        same = normalised(row["body"]), normalised(row["title"]), normalised(row["company"] or "")
        stand.setdefault(same, row)
    kept = list(stand.values())
    made = sketches([row["body"] for row in kept])
    samples = Samples(
        np.concatenate([sample for _, sample in made]),
        np.cumsum([0, *(len(sample) for _, sample in made)]),
        levels(np.array([phrases for phrases, _ in made], np.int64)),
    )
    return {
        (kept[first]["key"], kept[second]["key"]): share
        for block in candidates(samples)
        for first, second, share in zip(
            block.first.tolist(), block.second.tolist(), block.contained.tolist(), strict=True
        )
    }
