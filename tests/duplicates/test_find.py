from duplicates.find import FindReport, find
from store import PairKind, Store, Verdict
from tests.build import ANN, draft, fill, keys, place, take

LONDON, BERLIN = (place("GB, London"),), (place("DE, Berlin"),)


def kinds(**counts: int) -> dict[PairKind, int]:
    return {kind: counts.get(kind, 0) for kind in PairKind}


def test_pairs_are_proposed_once(store: Store) -> None:
    a, b, c, d = fill(store, ["We bake.", "we  BAKE.", "We cook.", "We bake."])
    assert find(store) == FindReport(2, 2, kinds(exact=2))
    assert [(pair.a, pair.b, pair.kind) for pair in store.pairs(ANN)] == [(a, b, "exact"), (a, d, "exact")]
    assert find(store) == FindReport(2, 0, kinds(exact=2))
    fill(store, ["We cook."], source="other")
    assert find(store) == FindReport(3, 1, kinds(exact=3))
    assert [pair.a for pair in store.pairs(ANN, posting=c)] == [c]


def test_verdicts_stay_as_they_are(store: Store) -> None:
    a, b = fill(store, ["We bake.", "We bake."])
    store.judge(ANN, [(a, b)], Verdict.DISTINCT)
    assert find(store).new == 1
    find(store)
    pair = store.pair(ANN, a, b)
    assert pair is not None
    assert (pair.kind, pair.verdict) == (PairKind.EXACT, Verdict.DISTINCT)


def test_many_groups_are_stored_in_batches_and_reported_as_they_are_done(store: Store) -> None:
    take(store, *[draft(f"text {n}", locator=f"line {n}-{copy}") for n in range(400) for copy in range(3)])
    calls: list[tuple[int, int]] = []
    report = find(store, lambda done, total: calls.append((done, total)))
    assert (report.proposed, report.new) == (800, 800)
    assert calls[-1] == (1200, 1200)
    assert calls == sorted(calls)


def test_nothing_is_found_where_no_texts_are_equal(store: Store) -> None:
    assert find(store) == FindReport(0, 0, kinds())
    fill(store, ["one", "two"])
    assert find(store) == FindReport(0, 0, kinds())


def test_places_tell_variants_from_copies(store: Store) -> None:
    take(
        store,
        *[draft(locations=where, locator=f"line {n}") for n, where in enumerate((LONDON, BERLIN, LONDON))],
    )
    assert find(store).kinds == kinds(exact=1, variant=1)
    first, second, third = keys(store)
    found = {(pair.a, pair.b): pair.reasons[-1] for pair in store.pairs(ANN)}
    assert found == {
        (first, second): "differs in: GB, London / DE, Berlin",
        (first, third): "places equal: GB, London",
    }


def test_a_proposal_goes_with_the_text_it_stood_on_and_a_verdict_stays(store: Store) -> None:
    take(store, draft("We bake.", external_id="1"), draft("We bake.", external_id="2"))
    assert find(store).new == 1
    take(store, draft("We sail.", external_id="2"), draft("We bake.", external_id="1"))
    assert list(store.pairs(ANN)) == []
    take(store, draft("We bake.", external_id="2"), draft("We bake.", external_id="1"))
    assert find(store).new == 1
    (pair,) = store.pairs(ANN)
    store.judge(ANN, [(pair.a, pair.b)], Verdict.DUPLICATE)
    take(store, draft("We sail.", external_id="2"), draft("We bake.", external_id="1"))
    assert [(judged.kind, judged.verdict) for judged in store.pairs(ANN)] == [(None, Verdict.DUPLICATE)]
