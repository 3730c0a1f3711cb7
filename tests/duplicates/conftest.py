from collections.abc import Callable
from typing import Any

import pytest

from store import Comparable, Posting, Store
from tests.build import ANN, draft, keys, take


@pytest.fixture
def posted(store: Store) -> Callable[..., Posting]:
    """Imports one more posting with the fields given and returns it."""

    def post(body: str = "We bake bread at night.", **fields: Any) -> Posting:
        count = len(keys(store))
        take(store, draft(body, external_id=f"id-{count}", **{"locator": f"line {count + 1}", **fields}))
        return store.posting(ANN, keys(store)[-1])

    return post


@pytest.fixture
def compared(store: Store, posted: Callable[..., Posting]) -> Callable[..., Comparable]:
    """Imports one more posting with the fields given and returns what of it is compared."""

    def post(body: str = "We bake bread at night.", **fields: Any) -> Comparable:
        number = posted(body, **fields).id
        return store.comparables([number])[number]

    return post
