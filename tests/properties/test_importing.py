"""Whatever is in a file, in whatever order and batches: every record is accounted for and nothing is doubled."""

import random
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from store import ImportReport, Problem, Store
from store.drafts import Draft
from tests.build import ANN, draft, origin

bodies = st.sampled_from(["one", "One ", "two", "two\nthree", "four"])
records = st.lists(
    st.one_of(
        st.builds(lambda body: draft(body), bodies),
        st.builds(lambda body, name: draft(body, external_id=name), bodies, st.sampled_from("ab")),
        st.just(Problem("line 1", None, "no")),
    ),
    max_size=8,
)


def take_in_batches(store: Store, items: list[Draft | Problem], sizes: list[int]) -> ImportReport:
    """Import one file in batches of the sizes given, the rest in one."""
    run = store.begin_import(origin(), store.occurrences())
    at = 0
    for size in [*sizes, len(items)]:
        run.take(items[at : at + size])
        at += size
        so_far = run.report()
        assert so_far.read == min(at, len(items))
        assert so_far.read == so_far.added + so_far.unchanged + so_far.revised + so_far.refused
    return run.finish()


@settings(max_examples=40)
@given(first=records, second=records, sizes=st.lists(st.integers(0, 3), max_size=3), seed=st.integers(0, 9))
def test_every_record_is_accounted_for_and_none_is_doubled(
    first: list[Draft | Problem], second: list[Draft | Problem], sizes: list[int], seed: int
) -> None:
    with (
        TemporaryDirectory() as folder,
        Store.open(Path(folder) / "postil.db", create=True) as store,
        store.bulk(),
    ):
        refused = sum(isinstance(item, Problem) for item in first)
        report = take_in_batches(store, first, sizes)
        assert (report.read, report.added, report.refused) == (len(first), len(first) - refused, refused)
        kept = [(posting.key, posting.body) for posting in store.every_posting(ANN)]
        assert len(set(kept)) == report.added

        again = take_in_batches(store, first, sizes[::-1])
        assert (again.unchanged, again.refused) == (report.added, refused)
        assert [(posting.key, posting.body) for posting in store.every_posting(ANN)] == kept

        # Records without an id of their own are the same in any order.
        nameless = [item for item in first if isinstance(item, Draft) and item.external_id is None]
        random.Random(seed).shuffle(nameless)
        assert take_in_batches(store, list(nameless), []).unchanged == len(nameless)

        other = take_in_batches(store, second, sizes)
        assert other.read == len(second)
        assert store.count(ANN) == report.added + other.added
        assert {key for key, _ in kept} <= {row.key for row in store.listing(ANN)}
        assert list(store.findings()) == []
