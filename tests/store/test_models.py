"""Models that people decide for: the latest decision holds, each can be taken back, and what was judged stays."""

from store import LearnedModel, PairKind, Proposal, ScoredPair, Store, Verdict
from tests.build import ANN, draft, fill, take

WEIGHTS = {"words": 30.0, "phrases": 2.5}


def in_force(store: Store) -> float | None:
    model = store.model_in_force()
    return model.start if model else None


def use(store: Store, start: float, who: str = ANN) -> None:
    store.use_model(who, start, WEIGHTS, {"pairs": 20})


def proposed(store: Store, *bodies: str) -> tuple[str, str]:
    """Two postings, and a pair of them that a model scored."""
    a, b = fill(store, bodies or ["one", "two"])
    store.propose([Proposal(a, b, PairKind.NEAR, 0.9, ("alike",), 0.5, "first")])
    return a, b


def test_a_model_comes_back_as_it_was_decided_for(store: Store) -> None:
    assert store.model_in_force() is None
    event = store.use_model(ANN, -18.5, WEIGHTS, {"pairs": 20, "f1": 0.5})
    model = store.model_in_force()
    assert isinstance(model, LearnedModel)
    assert (model.start, model.weights, model.annotator) == (-18.5, WEIGHTS, ANN)
    assert model.learned == {"pairs": 20, "f1": 0.5}
    assert (event.action, event.posting) == ("model", None)
    assert model.uid[:8] in event.summary
    assert list(store.findings()) == []


def test_each_decision_is_taken_back_and_done_again(store: Store) -> None:
    use(store, -1)
    use(store, -2)
    assert store.forget_model(ANN) is not None
    assert store.forget_model(ANN) is None
    steps = [in_force(store)]
    for turn in (store.undo, store.undo, store.undo, store.redo, store.redo, store.redo):
        turn(ANN)
        steps.append(in_force(store))
    assert steps == [None, -2, -1, None, -1, -2, None]


def test_the_latest_decision_of_anybody_holds_and_undo_takes_only_ones_own(store: Store) -> None:
    use(store, -1)
    use(store, -2, "bea")
    store.undo(ANN)
    assert in_force(store) == -2
    store.redo(ANN)
    assert in_force(store) == -2
    store.undo("bea")
    assert in_force(store) == -1


def test_open_pairs_are_scored_anew_and_dropped_ones_come_back(store: Store) -> None:
    a, b = proposed(store)
    [pair] = store.open_pairs(not_scored_by="second")
    assert pair == ScoredPair(1, 2, 0.5, PairKind.NEAR)
    store.rescore("second", [pair], {})
    assert store.pair(ANN, a, b) is None
    assert list(store.pairs(ANN)) == []
    assert store.ties() == []
    assert store.open_pairs(not_scored_by="second") == []
    [dropped] = store.open_pairs()
    assert dropped == ScoredPair(1, 2, 0.5, None)
    store.rescore("first", [dropped], {(1, 2): Proposal(a, b, PairKind.RELATED, 0.2, ("less so",))})
    found = store.pair(ANN, a, b)
    assert found is not None
    assert (found.kind, found.score, found.reasons, found.model) == ("related", 0.2, ("less so",), "first")


def test_a_dropped_pair_that_somebody_else_proposes_can_still_be_scored(store: Store) -> None:
    a, b = proposed(store)
    store.rescore("second", store.open_pairs(), {})
    assert store.propose([Proposal(a, b, PairKind.NEAR, 0.7, ("said elsewhere",))]) == 1
    assert store.open_pairs(not_scored_by="second") == [ScoredPair(1, 2, 0.5, PairKind.NEAR)]


def test_what_was_judged_meanwhile_keeps_its_score(store: Store) -> None:
    a, b = proposed(store)
    pairs = store.open_pairs()
    store.judge("bea", [(a, b)], Verdict.UNSURE)
    store.rescore("second", pairs, {})
    kept = store.pair(ANN, a, b)
    assert kept is not None
    assert (kept.kind, kept.score, kept.model) == ("near", 0.9, "first")
    assert store.open_pairs() == []
    [judged] = store.judged_pairs()
    assert (judged.a, judged.b, judged.phrases) == (a, b, 0.5)


def test_what_was_revised_meanwhile_is_left_to_the_search(store: Store) -> None:
    take(store, draft("one", external_id="1"), draft("two", external_id="2"))
    keys = [row.key for row in store.listing(ANN)]
    store.propose([Proposal(keys[0], keys[1], PairKind.NEAR, 0.9, ("alike",), 0.5, "first")])
    pairs = store.open_pairs()
    take(store, draft("one", external_id="1"), draft("two, reworded", external_id="2"))
    store.rescore("second", pairs, {(1, 2): Proposal(keys[0], keys[1], PairKind.NEAR, 0.8, ("alike",))})
    assert list(store.pairs(ANN)) == []
    assert store.open_pairs() == []


def test_pairs_of_equal_texts_and_of_other_machines_are_nobodys_to_score(store: Store) -> None:
    a, b = fill(store, ["one", "two"])
    store.propose([Proposal(a, b, PairKind.EXACT, 1.0, ("text equal",))])
    assert store.open_pairs() == []
