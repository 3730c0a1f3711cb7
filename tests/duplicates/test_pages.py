from pathlib import Path

import pytest

from duplicates.evaluation import evaluate
from duplicates.find import find
from duplicates.truth import judged_truth
from importers.job import Choices, import_paths
from store import Store, Verdict
from tests.build import ANN


@pytest.mark.shared
def test_the_copies_among_the_pages_are_found(store: Store, shared_data: Path) -> None:
    import_paths(store, [str(shared_data / "pages")], Choices())
    assert find(store).proposed == 4
    found = {(pair.a_at, pair.b_at): (str(pair.kind), pair.reasons[-1]) for pair in store.pairs(ANN)}
    assert found == {
        ("001_page_preskill_quantum:line 117", "002_page_papoian_proteins:line 108"): (
            "variant",
            "differs in: GB, London / LU, Luxembourg",
        ),
        ("001_page_preskill_quantum:line 119", "004_page_scot_supply_chain:line 168"): (
            "variant",
            "differs in: IL, Tel Aviv / FR, Courbevoie",
        ),
        ("001_page_preskill_quantum:line 121", "002_page_papoian_proteins:line 90"): (
            "exact",
            "places equal: GB, London",
        ),
        ("004_page_scot_supply_chain:line 170", "004_page_scot_supply_chain:line 172"): (
            "exact",
            "places equal: US, CA, Pasadena",
        ),
    }
    store.judge(ANN, [(pair.a, pair.b) for pair in store.pairs(ANN)], Verdict.DUPLICATE)
    assert evaluate(store.pairs(ANN), judged_truth(store)).f1 == 1
