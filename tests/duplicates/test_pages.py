from itertools import combinations
from pathlib import Path

import pytest

from duplicates.clusters import clustering
from duplicates.differences import share
from duplicates.find import find
from importers.job import Choices, import_paths
from store import PairKind, Store, Verdict
from tests.build import ANN

# By what each differs from the others: nothing, a place, or a word in the text ("Sweden").
SAME = (
    {"001_page_preskill_quantum:line 117", "002_page_papoian_proteins:line 108"},
    {
        "001_page_preskill_quantum:line 119",
        "001_page_preskill_quantum:line 121",
        "002_page_papoian_proteins:line 90",
        "002_page_papoian_proteins:line 104",
        "004_page_scot_supply_chain:line 168",
    },
    {"004_page_scot_supply_chain:line 170", "004_page_scot_supply_chain:line 172"},
)
# One role at two levels, told apart by two sentences of the text alone.
LEVELS = ("001_page_preskill_quantum:line 109", "001_page_preskill_quantum:line 111")


@pytest.fixture
def pages(store: Store, shared_data: Path) -> Store:
    import_paths(store, [str(shared_data / "pages")], Choices())
    find(store)
    return store


@pytest.mark.shared
def test_all_copies_among_the_pages_are_proposed_and_nothing_else_is(pages: Store) -> None:
    claimed = [pair for pair in pages.pairs(ANN) if pair.kind is not PairKind.RELATED]
    pages.judge(ANN, [(pair.a, pair.b) for pair in claimed], Verdict.DUPLICATE)
    at = {posting.key: f"{posting.source}:{posting.locator}" for posting in pages.every_posting(ANN)}
    found = [{at[member.key] for member in cluster.members} for cluster in clustering(pages).clusters]
    assert sorted(found, key=min) == sorted(SAME, key=min)


@pytest.mark.shared
def test_no_other_texts_of_the_pages_are_nearly_equal(pages: Store) -> None:
    postings = list(pages.every_posting(ANN))
    near = {
        frozenset(f"{posting.source}:{posting.locator}" for posting in pair)
        for pair in combinations(postings, 2)
        if share(pair[0].body, pair[1].body) > 0.85
    }
    assert near == {
        frozenset(LEVELS),
        *(frozenset(pair) for group in SAME for pair in combinations(group, 2)),
    }


@pytest.mark.shared
def test_the_reasons_say_what_differs(pages: Store) -> None:
    reasons = {(pair.a_at, pair.b_at): (pair.kind, pair.reasons) for pair in pages.pairs(ANN)}
    kind, why = reasons["001_page_preskill_quantum:line 119", "002_page_papoian_proteins:line 104"]
    assert kind is PairKind.VARIANT
    assert why == (
        "titles equal: Applied Science Intern",
        "99.6 % of the text equal",
        "differs in: sweden (place)",
        "differs in: IL, Tel Aviv / IT, Turin",
    )
    kind, why = reasons[LEVELS]
    assert kind is PairKind.RELATED
    assert "of level: coaching, mentoring" in "; ".join(why)
