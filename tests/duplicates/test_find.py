from collections.abc import Iterator
from datetime import date
from multiprocessing import active_children
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.advertisements import advertisements
from benchmarks.wording import Wording
from duplicates.find import FindReport, find
from duplicates.groups import Groups
from store import Location, PairKind, Store, Verdict, canonical
from store.drafts import Draft
from tests.build import ANN, draft, fill, keys, place, take

LONDON, BERLIN = (place("GB, London"),), (place("DE, Berlin"),)


def kinds(**counts: int) -> dict[PairKind, int]:
    return {kind: counts.get(kind, 0) for kind in PairKind}


def test_pairs_are_proposed_once(store: Store) -> None:
    a, b, c, d = fill(store, ["We bake.", "we  BAKE.", "We cook.", "We bake."])
    assert find(store) == FindReport(4, 2, 2, kinds(exact=2))
    assert [(pair.a, pair.b, pair.kind) for pair in store.pairs(ANN)] == [(a, b, "exact"), (a, d, "exact")]
    assert find(store) == FindReport(0, 2, 0, kinds(exact=2))
    fill(store, ["We cook."], source="other")
    assert find(store) == FindReport(1, 3, 1, kinds(exact=3))
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
    calls: list[tuple[int, int, str]] = []
    report = find(store, lambda *call: calls.append(call))
    assert (report.proposed, report.new) == (800, 800)
    assert calls[-1] == (400, 400, "comparing")
    assert list(dict.fromkeys(what for *_, what in calls)) == ["reading texts", "equal texts", "comparing"]
    for stage in ("reading texts", "comparing"):
        done = [call[0] for call in calls if call[2] == stage]
        assert done == sorted(done)


def test_nothing_is_found_where_no_texts_are_equal(store: Store) -> None:
    assert find(store) == FindReport(0, 0, 0, kinds())
    fill(store, ["one", "two"])
    assert find(store) == FindReport(2, 0, 0, kinds())


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


def stock(seed: int, count: int) -> list[Draft]:
    """Made-up postings as drafts, their numbers as external ids."""
    return [
        draft(
            one.body,
            locator=f"row {number}",
            external_id=str(number),
            title=one.title,
            company=one.employer,
            locations=(Location(f"{one.country}, {one.city}", one.country, None, one.city),),
            date_posted=date.fromisoformat(one.date),
        )
        for number, one in enumerate(advertisements(count, seed))
    ]


def proposals(store: Store) -> dict[tuple[str, str], PairKind]:
    return {(pair.a, pair.b): pair.kind for pair in store.pairs(ANN) if pair.kind}


def families(store: Store) -> set[frozenset[str]]:
    """Keys tied by what is proposed as one job."""
    groups = Groups()
    for pair, kind in proposals(store).items():
        if kind is not PairKind.RELATED:
            groups.join(pair)
    return {frozenset(members) for members in groups.together()}


def test_what_comes_later_is_compared_with_all_there_is(tmp_path: Path) -> None:
    drafts = stock(4, 1_500)
    with Store.open(tmp_path / "whole.db", create=True) as whole:
        take(whole, *drafts)
        find(whole)
        expected = families(whole)
    with Store.open(tmp_path / "parts.db", create=True) as parts:
        for start, end in ((0, 700), (700, 701), (701, 1_450), (1_450, 1_500)):
            take(parts, *drafts[start:end])
            assert find(parts).compared == end - start
        assert find(parts).compared == 0
        found = families(parts)
    # Where fewer postings were there, phrases were rarer: more may be found than at once, never less.
    assert all(any(family <= wider for wider in found) for family in expected)
    assert sum(map(len, found)) <= 1.02 * sum(map(len, expected))


def test_the_traps_are_not_proposed_as_one_job(store: Store) -> None:
    made = list(advertisements(2_500, 6))
    take(store, *stock(6, 2_500))
    find(store)
    number = {key: place for place, key in enumerate(keys(store))}
    claimed = [pair for pair, kind in proposals(store).items() if kind is not PairKind.RELATED]
    wrong = [(a, b) for a, b in claimed if made[number[a]].cluster != made[number[b]].cluster]
    assert len(wrong) <= 0.05 * len(claimed)
    tied = {frozenset(number[key] for key in family) for family in families(store)}
    together = {place: family for family in tied for place in family}
    copies = [
        (one.made, one.of in together.get(place, ()))
        for place, one in enumerate(made)
        if one.of is not None and made[one.of].cluster == one.cluster
    ]
    assert sum(found for _, found in copies) >= 0.97 * len(copies)
    for trap in ("level", "other job"):
        assert not [
            place for place, one in enumerate(made) if one.made == trap and one.of in together.get(place, ())
        ]


def test_a_search_that_was_stopped_goes_on_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("duplicates.find.PIECE", 50)
    drafts = stock(4, 800)
    with Store.open(tmp_path / "whole.db", create=True) as whole:
        take(whole, *drafts)
        find(whole)
        expected = families(whole)
    with Store.open(tmp_path / "stopped.db", create=True) as stopped:
        take(stopped, *drafts)
        for calls in (1, 2, 4, 7, 12):
            left = iter(range(calls))

            def tell(done: int, total: int, what: str, left: Iterator[int] = left) -> None:
                if next(left, None) is None:
                    raise KeyboardInterrupt

            with pytest.raises(KeyboardInterrupt):
                find(stopped, tell)
        kept = proposals(stopped)
        assert kept
        assert 0 < stopped.uncompared() < len(drafts)
        find(stopped)
        assert kept.items() <= proposals(stopped).items()
        assert families(stopped) == expected


def test_sixty_edited_copies_and_three_hundred_places_are_one_family_each(store: Store) -> None:
    wording = Wording(8)
    edited, moved = (" ".join(wording.sentences(20, 20)) for _ in range(2))
    take(
        store,
        *[draft(wording.edited(edited, 0.03), locator=f"row {n}", title="Baker") for n in range(60)],
        *[
            draft(
                f"{moved} Come to Town{n}.",
                locator=f"row {60 + n}",
                title="Cook",
                locations=(Location(f"Town{n}"),),
            )
            for n in range(300)
        ],
    )
    report = find(store)
    assert sorted(map(len, families(store))) == [60, 300]
    assert report.kinds[PairKind.VARIANT] >= 299
    assert report.proposed < 4 * 360


def test_a_revised_posting_is_compared_again_and_only_it(store: Store) -> None:
    wording = Wording(2)
    one, other = (" ".join(wording.sentences(12, 12)) for _ in range(2))
    take(store, draft(one, external_id="1"), draft(other, external_id="2"))
    assert find(store).proposed == 0
    take(store, draft(one, external_id="1"), draft(wording.edited(one, 0.02), external_id="2"))
    report = find(store)
    assert (report.compared, report.new, report.kinds[PairKind.NEAR]) == (1, 1, 1)
    take(store, draft(one, external_id="1"), draft(other, external_id="2"))
    assert find(store).proposed == 0


def test_what_a_revised_posting_tied_stays_together_without_it(store: Store) -> None:
    wording = Wording(3)
    text = " ".join(wording.sentences(12, 12))
    copies = [text, text, text, wording.edited(text, 0.03), wording.edited(text, 0.03)]
    take(store, *[draft(body, external_id=str(n)) for n, body in enumerate(copies)])
    find(store)
    assert [len(family) for family in families(store)] == [5]
    other = " ".join(wording.sentences(12, 12))
    take(store, *[draft(body, external_id=str(n)) for n, body in enumerate([other, *copies[1:]])])
    find(store)
    first, *others = keys(store)
    assert families(store) == {frozenset(others)}
    assert store.pair(ANN, first, others[0]) is None


def test_sketches_of_another_version_are_made_anew(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(store, ["We bake bread at night.", "We bake  bread at night."])
    assert find(store).new == 1
    monkeypatch.setattr("duplicates.sampling.VERSION", 99)
    report = find(store)
    assert (report.compared, report.new, report.proposed) == (2, 0, 1)


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60), max_size=8
    )
)
def test_any_texts_can_be_searched(bodies: list[str]) -> None:
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "postil.db", create=True) as store:
        take(store, *[draft(canonical(body) + "x", locator=f"line {n}") for n, body in enumerate(bodies)])
        find(store)
        assert store.uncompared() == 0
        assert list(store.findings()) == []


def test_many_postings_are_looked_at_by_several_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts = stock(4, 600)
    found = []
    for many in (100_000, 100):
        monkeypatch.setattr("duplicates.spreading.MANY", many)
        with Store.open(tmp_path / f"{many}.db", create=True) as store:
            take(store, *drafts)
            report = find(store)
            found.append((report, [(pair.a, pair.b, pair.score, pair.reasons) for pair in store.pairs(ANN)]))
    assert found[0] == found[1]


def test_an_interrupted_search_leaves_no_process_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("duplicates.spreading.MANY", 1)

    def tell(done: int, total: int, what: str) -> None:
        assert active_children()
        raise KeyboardInterrupt

    with Store.open(tmp_path / "stopped.db", create=True) as store:
        take(store, *stock(4, 600))
        with pytest.raises(KeyboardInterrupt):
            find(store, tell)
        assert active_children() == []
