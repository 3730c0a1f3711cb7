"""Builders: the least a test has to say to get a posting, an import, a pair."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from store import ImportReport, Location, Origin, Problem, Store
from store.drafts import Draft

ANN = "ann"


def draft(body: str = "We bake bread at night.", **fields: Any) -> Draft:
    """A draft with a body and whatever else the test is about."""
    return Draft(**{"locator": "line 1", "body": body, "raw": body, **fields})


def place(text: str) -> Location:
    """A location of the form `CC, City`."""
    country, city = text.split(", ")
    return Location(text, country, None, city)


def origin(source: str = "feed", file: str | None = None) -> Origin:
    """A file that an import reads."""
    name = file or f"{source}.txt"
    return Origin(source, name, sha256(name.encode(errors="surrogatepass")).hexdigest(), 1, "text", 1)


def take(store: Store, *items: Draft | Problem | str, source: str = "feed") -> ImportReport:
    """Import drafts (a string is a body) in one run, numbering the lines of those that do not say theirs."""
    run = store.begin_import(origin(source), store.occurrences())
    drafts: list[Draft | Problem] = [
        draft(item, locator=f"line {number}") if isinstance(item, str) else item
        for number, item in enumerate(items, 1)
    ]
    run.take(drafts)
    return run.finish()


def keys(store: Store) -> list[str]:
    """The keys of all postings, in the order of import."""
    return [row.key for row in store.listing(ANN)]


def fill(store: Store, bodies: Sequence[str], source: str = "feed") -> list[str]:
    """Import bodies and return the keys of everything stored so far."""
    take(store, *bodies, source=source)
    return keys(store)
