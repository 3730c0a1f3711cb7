"""Learning from verdicts: what is learned, when it may be used, and that what was before comes back."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from shutil import copyfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.wording import Wording
from duplicates.find import find
from duplicates.fitting import SPREAD, fit
from duplicates.judged import Example, Examples, Vote, examples, majority
from duplicates.learning import (
    FOLDS,
    LEAST,
    Lesson,
    Quality,
    by_chance,
    claims,
    cut_offs,
    folds,
    learn,
    missing,
)
from duplicates.rescoring import effects
from duplicates.scoring import DEFAULT_NAME, DEFAULTS, MEASURES, Model, model_in_force
from store import Pair, Store, Verdict
from store.drafts import Draft
from tests.build import ANN, draft, take

YES, VARIANT, NO, OTHER, UNSURE = (
    Verdict.DUPLICATE,
    Verdict.VARIANT,
    Verdict.DISTINCT,
    Verdict.RELATED,
    Verdict.UNSURE,
)
FAMILIES = 90
STRICT = 0.93  # part of the words that a judge asks for who is stricter than the defaults


def silent(done: int, total: int, what: str) -> None:
    """No progress is wanted."""


def advertisements() -> list[Draft]:
    """Families of two: an advertisement, and the same with from 1 to 24 % of its words changed."""
    wording = Wording(3)
    made: list[Draft] = []
    for n in range(FAMILIES):
        text = " ".join(wording.sentences(14, 14))
        bodies = text, wording.edited(text, 0.01 + 0.23 * (n * 7 % FAMILIES) / FAMILIES)
        firms = "Crust Ltd", "Crust Ltd" if n % 2 else "Agency"
        for body, firm in zip(bodies, firms, strict=True):
            made.append(draft(body, locator=f"row {len(made)}", title="Baker", company=firm))
    return made


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("learning") / "searched.db"
    with Store.open(path, create=True) as store:
        take(store, *advertisements())
        assert find(store).proposed >= FAMILIES
    return path


@pytest.fixture
def found(searched: Path, tmp_path: Path) -> Iterator[Store]:
    """A database in which pairs were proposed and none was judged."""
    copyfile(searched, tmp_path / "postil.db")
    with Store.open(tmp_path / "postil.db") as store:
        yield store


@pytest.fixture(scope="module")
def known(searched: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Example, ...]:
    """All pairs that are proposed, as examples; the verdicts are still to be given."""
    path = tmp_path_factory.mktemp("known") / "judged.db"
    copyfile(searched, path)
    with Store.open(path) as store:
        store.judge(ANN, [(pair.a, pair.b) for pair in store.pairs(ANN)], YES)
        return examples(store, silent).pairs


def strictly(store: Store, pairs: Sequence[Pair]) -> None:
    """Judge pairs as somebody who asks for more equal words than the defaults do."""
    for pair in pairs:
        store.judge(ANN, [(pair.a, pair.b)], YES)
    same = {one.pair: one.measures["words"] >= STRICT for one in examples(store, silent).pairs}
    other = [edge for edge, is_same in same.items() if not is_same]
    store.judge(ANN, other, NO)


def lesson_of(pairs: Sequence[Example], judge: Callable[[Example], bool]) -> tuple[float, float, bool]:
    found = [replace(one, same=judge(one)) for one in pairs]
    lesson = learn(Examples(tuple(found), 0, 0, 0, 0))
    return lesson.fitted.f1, lesson.defaults.f1, lesson.better


# What is learned from


@pytest.mark.parametrize(
    ("said", "vote"),
    [
        ([YES], Vote(True, True)),
        ([NO], Vote(False, True)),
        ([YES, VARIANT, NO], Vote(True, True)),
        ([OTHER, NO, YES], Vote(False, True)),
        ([YES, NO], Vote(None, True)),
        ([UNSURE], Vote(None, False)),
        ([UNSURE, UNSURE, OTHER], Vote(False, True)),
    ],
    ids=str,
)
def test_most_voices_count(said: list[Verdict], vote: Vote) -> None:
    assert majority(("b", "a", verdict) for verdict in said) == {("a", "b"): vote}


def test_what_cannot_be_learned_from_is_left_out_and_counted(store: Store) -> None:
    wording = Wording(5)
    *bodies, seniors = [" ".join(wording.sentences(14, 14)) for _ in range(6)]
    titles = ("Baker", "Baker", "Baker", "Senior Baker", "Baker")
    made = []
    for body, title in zip(bodies, titles, strict=True):
        made += [draft(body, title="Baker"), draft(wording.edited(body, 0.03), title=title)]
    made += [draft(bodies[0], title="Baker")]
    made += [draft(f"{seniors} {years} years at an oven.", title="Baker") for years in (3, 8)]
    take(store, *[one.model_copy(update={"locator": f"row {n}"}) for n, one in enumerate(made)])
    keys = [row.key for row in store.listing(ANN)]
    find(store)
    for who, first, second, verdict in (
        ("ann", 0, 1, YES),
        ("ann", 2, 3, YES),
        ("bea", 2, 3, NO),
        ("ann", 4, 5, UNSURE),
        ("ann", 6, 7, NO),  # another level
        ("ann", 0, 10, YES),  # equal texts
        ("ann", 11, 12, NO),  # another level, by its text
        ("ann", 0, 9, NO),  # never proposed
    ):
        store.judge(who, [(keys[first], keys[second])], verdict)
    found = examples(store, silent)
    assert [one.same for one in found.pairs] == [True]
    assert (found.ties, found.unsure, found.ruled, found.unmeasured) == (1, 1, 3, 1)


def test_who_judged_what_first_makes_no_difference(searched: Path, tmp_path: Path) -> None:
    lessons = []
    for step in (1, -1):
        copyfile(searched, tmp_path / f"{step}.db")
        with Store.open(tmp_path / f"{step}.db") as store:
            said = [
                (who, pair, YES if n % 3 else NO)
                for n, pair in enumerate(list(store.pairs(ANN))[:40])
                for who in ("ann", "bea", "cid")[: 1 + n % 3]
            ]
            for who, pair, verdict in said[::step]:
                store.judge(who, [(pair.a, pair.b)], verdict)
            lessons.append(learn(examples(store, silent)))
    assert lessons[0] == lessons[1]


def test_copies_and_what_was_judged_beside_them_are_one_family(found: Store) -> None:
    pairs = list(found.pairs(ANN))[:3]
    found.judge(ANN, [(pair.a, pair.b) for pair in pairs], YES)
    assert examples(found, silent).families == 3
    found.judge(ANN, [(pairs[0].a, pairs[1].a)], NO)
    assert examples(found, silent).families == 3  # this pair was not scored, and says nothing


def test_too_few_verdicts_are_told_with_what_is_needed(known: tuple[Example, ...]) -> None:
    few = tuple(replace(one, same=False) for one in known[: LEAST - 2])
    assert missing(Examples(few, 0, 0, 0, 0)) == [
        "2 more judged pairs",
        "5 more pairs judged to be one job (`duplicate` or `variant`)",
    ]
    one_family = tuple(replace(one, same=n % 2 == 0, family="a") for n, one in enumerate(known[: LEAST + 2]))
    assert missing(Examples(one_family, 0, 0, 0, 0)) == ["9 more families that judged pairs are from"]


# The fit

measured = st.fixed_dictionaries(
    {
        "words": st.floats(0, 1),
        "phrases": st.floats(0, 1),
        "one employer": st.sampled_from([0.0, 1.0]),
        "longer title": st.sampled_from([0.0, 1.0]),
        "unknown title": st.sampled_from([0.0, 1.0]),
    }
)


@given(st.lists(st.tuples(measured, st.booleans()), max_size=30), st.randoms(use_true_random=False))
def test_the_order_of_verdicts_makes_no_difference(
    judged: list[tuple[dict[str, float], bool]], order: random.Random
) -> None:
    model = fit(judged)
    assert fit(judged) == model
    order.shuffle(judged)
    assert fit(judged) == model
    assert tuple(model.weights) == MEASURES
    assert model.weights["words"] >= 0
    assert model.weights["phrases"] >= 0


@given(measured, st.booleans())
def test_a_single_verdict_moves_a_model_less_than_it_is_unsure(
    measures: dict[str, float], same: bool
) -> None:
    model = fit([(measures, same)])
    for name, weight in model.weights.items():
        assert abs(weight - DEFAULTS[name]) <= SPREAD[name] ** 2
    plain = model.score(measures), Model().score(measures)
    assert (plain[0] >= plain[1] - 1e-6) if same else (plain[0] <= plain[1] + 1e-6)


def test_more_in_common_never_speaks_against_a_pair() -> None:
    plain = dict.fromkeys(MEASURES, 0.0)
    model = fit([(plain | {"words": n / 100, "phrases": n / 100}, n < 50) for n in range(100)])
    assert min(model.weights["words"], model.weights["phrases"]) == 0
    assert model.score(plain | {"words": 1.0}) >= model.score(plain)


def test_what_no_pair_has_costs_as_many_words_as_by_default(known: tuple[Example, ...]) -> None:
    model = fit([(one.measures, one.measures["words"] >= STRICT) for one in known])
    assert model.weights["words"] != DEFAULTS["words"]
    for name in ("longer title", "unknown title"):
        price = model.weights[name] / model.weights["words"]
        assert price == pytest.approx(DEFAULTS[name] / DEFAULTS["words"], rel=1e-3)


def test_without_verdicts_the_defaults_are_fitted() -> None:
    assert fit([]) == replace(Model(), name="fitted", weights=dict(DEFAULTS))


# Trying it

some_examples = st.lists(
    st.builds(
        Example,
        st.tuples(st.text("abc", min_size=1), st.text("abc", min_size=1)),
        measured,
        st.booleans(),
        st.sampled_from("abcdefghijklmnop"),
    ),
    max_size=60,
)


@given(some_examples)
def test_each_family_is_held_out_once_and_whole(pairs: list[Example]) -> None:
    placed = folds(pairs)
    assert placed.keys() == {one.family for one in pairs}
    assert set(placed.values()) <= set(range(FOLDS))
    random.Random(1).shuffle(pairs)
    assert folds(pairs) == placed


def test_both_verdicts_are_spread_evenly(known: tuple[Example, ...]) -> None:
    judged = [replace(one, same=n % 4 == 0) for n, one in enumerate(known)]
    placed = folds(judged)
    for wanted in (True, False):
        counts = [
            sum(one.same is wanted and placed[one.family] == fold for one in judged) for fold in range(FOLDS)
        ]
        assert max(counts) - min(counts) <= 2


@pytest.mark.parametrize(
    ("wins", "losses", "chance"), [(0, 0, 1), (5, 0, 1 / 32), (4, 0, 1 / 16), (0, 3, 1), (2, 1, 0.5)]
)
def test_chance_is_that_of_a_coin(wins: int, losses: int, chance: float) -> None:
    assert by_chance(wins, losses) == chance


@pytest.mark.parametrize(
    ("learned", "wins", "better"),
    [(Quality(10, 10, 9), 5, True), (Quality(10, 10, 9), 4, False), (Quality(10, 10, 8), 5, False)],
    ids=["by-more-than-chance", "by-chance", "not"],
)
def test_better_is_by_more_than_chance_gives(learned: Quality, wins: int, better: bool) -> None:
    lesson = Lesson(Model(), learned, Quality(10, 10, 8), wins, 0, by_chance(wins, 0))
    assert lesson.better is better


def test_a_family_is_judged_by_models_that_never_saw_it(known: tuple[Example, ...]) -> None:
    # Only here are titles longer, and only here would it help to know what people made of that.
    odd = {**known[0].measures, "words": 0.85, "longer title": 1.0, "one employer": 1.0, "phrases": 0.0}
    family = [replace(known[0], measures=odd, same=True, family="odd") for _ in range(30)]
    others = [replace(one, same=claims(Model(), one)) for one in known[1:]]
    lesson = learn(Examples((*family, *others), 0, 0, 0, 0))
    assert claims(lesson.model, family[0])
    assert not claims(Model(), family[0])
    assert (lesson.wins, lesson.better) == (0, False)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("count", [30, 60])
def test_a_judge_with_other_views_is_followed(known: tuple[Example, ...], count: int, seed: int) -> None:
    some = random.Random(seed).sample(known, count)
    learned, defaults, better = lesson_of(some, lambda one: one.measures["words"] >= STRICT)
    assert better
    assert learned > defaults + 0.1


@pytest.mark.parametrize("seed", range(8))
def test_verdicts_at_random_are_not_followed(known: tuple[Example, ...], seed: int) -> None:
    coin = random.Random(seed)
    assert not lesson_of(known, lambda one: coin.random() < 0.5)[2]


def test_a_judge_who_agrees_with_the_defaults_changes_nothing(known: tuple[Example, ...]) -> None:
    learned, defaults, better = lesson_of(known, lambda one: claims(Model(), one))
    assert (learned, defaults, better) == (1, 1, False)


def test_a_cut_off_is_where_the_score_passes_the_half() -> None:
    model = Model(-21.0, {**DEFAULTS, "words": 30.0})
    for _, parts in cut_offs(model):
        assert parts[0][1] > parts[1][1]
    measures = dict.fromkeys(MEASURES, 0.0) | {"phrases": 0.5}
    needed = model.needed(measures)
    assert (
        model.score(measures | {"words": needed + 0.001})
        > 0.5
        > model.score(measures | {"words": needed - 0.001})
    )
    assert Model(1.0).needed(dict.fromkeys(MEASURES, 0.0)) == 0
    assert Model(-1.0, {**DEFAULTS, "words": 0.0}).needed(dict.fromkeys(MEASURES, 0.0)) > 1


# Using it


def test_a_model_of_other_measures_is_not_used(store: Store) -> None:
    store.use_model(ANN, -1.0, {"words": 1.0}, {})
    assert model_in_force(store) == Model()


def test_open_pairs_follow_the_model_and_come_back_with_the_one_before(found: Store) -> None:
    everything = list(found.pairs(ANN))
    assert {pair.model for pair in everything} == {DEFAULT_NAME}
    strictly(found, everything[:40])
    judged = [pair for pair in found.pairs(ANN) if pair.verdict]
    before = list(found.pairs(ANN))
    lesson = learn(examples(found, silent))
    assert lesson.better
    told = effects(found, lesson.model, silent)
    assert list(found.pairs(ANN)) == before

    found.use_model(ANN, lesson.model.start, lesson.model.weights, {"pairs": 40})
    report = find(found)
    after = list(found.pairs(ANN))
    assert (report.rescored, report.compared, report.new) == (told.looked_at, 0, 0)
    assert [pair for pair in after if pair.verdict] == judged
    kinds = {(pair.a, pair.b): pair.kind for pair in after}
    changed = [pair for pair in before if kinds.get((pair.a, pair.b)) != pair.kind]
    assert len(changed) == sum(told.changes.values()) > 0
    assert set(told.shown) <= {(pair.a, pair.b, pair.kind, kinds.get((pair.a, pair.b))) for pair in changed}
    assert find(found).rescored == 0

    found.undo(ANN)
    assert find(found).rescored == report.rescored
    assert list(found.pairs(ANN)) == before
    found.redo(ANN)
    find(found)
    assert list(found.pairs(ANN)) == after
    found.forget_model(ANN)
    find(found)
    assert list(found.pairs(ANN)) == before


def test_what_comes_later_is_scored_by_the_model_in_force(found: Store) -> None:
    found.use_model(ANN, -60.0, DEFAULTS, {"pairs": 0})
    model = found.model_in_force()
    assert model is not None
    wording = Wording(9)
    text = " ".join(wording.sentences(14, 14))
    for body in (text, wording.edited(text, 0.03)):
        take(found, draft(body, title="Baker", company="Loaf", locator=body[:9]), source="later")
    find(found)
    assert {pair.kind.value for pair in found.pairs(ANN) if pair.kind} == {"related"}
    assert {pair.model for pair in found.pairs(ANN)} == {model.uid}
    assert any(pair.a_at.startswith("later") for pair in found.pairs(ANN))


def test_a_model_that_asks_for_less_finds_more_where_all_is_compared_anew(store: Store) -> None:
    wording = Wording(11)
    text = " ".join(wording.sentences(14, 14))
    for n, body in enumerate((text, wording.edited(text, 0.35))):
        take(store, draft(body, title="Baker", company=f"Loaf {n}", locator=f"row {n}"))
    assert find(store, model=Model(-40.0, name="strict")).proposed == 0
    assert find(store).proposed == 0
    assert find(store, again=True).new == 1
    assert find(store, again=True).new == 0


def test_scoring_anew_that_was_stopped_goes_on(found: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("duplicates.rescoring.PIECE", 10)
    found.use_model(ANN, -60.0, DEFAULTS, {"pairs": 0})

    def stop(done: int, total: int, what: str) -> None:
        if done >= 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        find(found, stop)
    assert find(found).rescored == FAMILIES - 20
    assert not [pair for pair in found.pairs(ANN) if pair.kind == "near"]
