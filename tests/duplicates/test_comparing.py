"""Pairs looked at closely: what titles, employers and texts make of a pair that shares rare phrases."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from benchmarks.wording import Wording
from duplicates.comparing import Comparing, in_pieces
from duplicates.forest import Forest, Found
from duplicates.scoring import DEFAULTS, MEASURES, Model
from duplicates.words import overlap, wordings
from store import Comparable, Location, PairKind, Proposal, Store
from tests.build import place

Post = Callable[..., Comparable]
WORDING = Wording(1)
PARTS = [WORDING.sentence() for _ in range(30)]
TEXT = " ".join(PARTS)
LONDON, BERLIN = (place("GB, London"),), (place("DE, Berlin"),)
BAKER = {"title": "Baker", "company": "Crust Ltd"}


def looked_at(store: Store, a: Comparable, b: Comparable, phrases: float = 0.8) -> Proposal | None:
    found = list(Comparing(store, Model()).found([(a.id, b.id, phrases)]))
    return found[0].proposal if found else None


@pytest.mark.parametrize(
    ("a", "b", "kind", "reason"),
    [
        ({"body": TEXT}, {"body": f"{TEXT} Apply!"}, "near", "differs in: apply"),
        ({"body": f"{TEXT} In London.", "locations": LONDON}, {"body": f"{TEXT} In Berlin.", "locations": BERLIN},
         "variant", "differs in: berlin (place), london (place)"),
        ({"body": f"{TEXT} In Sweden.", "locations": LONDON}, {"body": f"{TEXT} In", "locations": BERLIN},
         "variant", "differs in: sweden (place)"),
        ({"body": f"{TEXT} From 3 May.", "date_posted": date(2026, 5, 1)},
         {"body": f"{TEXT} From 7 June.", "date_posted": date(2026, 6, 1)},
         "variant", "differs in: 3 (number), 7 (number), june (date), may (date)"),
        ({"body": f"{TEXT} Until 3 May."}, {"body": f"{TEXT} Until 7 May."},
         "near", "differs in: 3 (number), 7 (number)"),
        ({"body": f"{TEXT} 3 years at an oven."}, {"body": f"{TEXT} 8 years at an oven."},
         "related", "differs in: 3 (number), 8 (number), 3 years (level), 8 years (level)"),
        ({"body": f"{TEXT} You coach bakers."}, {"body": TEXT}, "related", "differs in: bakers, coach (level)"),
        ({"body": f"{TEXT} Interns, fall."}, {"body": TEXT}, "related", "differs in: fall, interns (level)"),
        ({"body": TEXT}, {"body": f"{TEXT}!", "title": "Senior Baker"},
         "related", "level differs: none / senior in the titles Baker / Senior Baker"),
        ({"body": TEXT}, {"body": f"{TEXT}!", "title": "Cook"}, "related", "titles differ: Baker / Cook"),
        ({"body": TEXT}, {"body": " ".join(PARTS[:18])}, "near", "one text is a part of the other, 6"),
        ({"body": TEXT}, {"body": " ".join(PARTS[15:] + PARTS[:15])}, "near", "100 % of the words of the shorter"),
        ({"body": TEXT}, {"body": TEXT + " " + " ".join(WORDING.sentences(12, 12)), "company": "Agency & Sons"},
         "near", "employers differ: Crust Ltd / Agency & Sons"),
        ({"body": TEXT}, {"body": " ".join(PARTS[:15] + WORDING.sentences(15, 15))},
         "related", "titles equal: Baker"),
    ],
)  # fmt: skip
def test_a_pair_is_proposed_for_what_it_shares(
    store: Store, compared: Post, a: dict[str, Any], b: dict[str, Any], kind: str, reason: str
) -> None:
    found = looked_at(store, compared(**BAKER | a), compared(**BAKER | b))
    assert found is not None
    assert (found.kind.value, 0 < found.score <= 1) == (kind, True)
    assert any(one.startswith(reason) for one in found.reasons), found.reasons


def test_what_shares_little_is_not_proposed(store: Store, compared: Post) -> None:
    one = compared(TEXT, **BAKER)
    other = compared(" ".join(PARTS[:8] + WORDING.sentences(20, 20)), **BAKER)
    assert looked_at(store, one, other, phrases=0.25) is None
    assert looked_at(store, one, compared(f"{TEXT}!", title="Cook"), phrases=0.25) is None


def test_equal_texts_are_left_to_those_who_propose_them(store: Store, compared: Post) -> None:
    assert looked_at(store, compared(TEXT, **BAKER), compared(TEXT, **BAKER | {"company": "Loaf"})) is None


def test_without_titles_the_text_has_to_be_nearer(store: Store, compared: Post) -> None:
    edited = WORDING.edited(TEXT, 0.08)
    assert looked_at(store, compared(TEXT), compared(edited), 0.7).kind is PairKind.NEAR  # type: ignore[union-attr]
    rough = WORDING.edited(TEXT, 0.22)
    with_titles = looked_at(store, compared(TEXT, **BAKER), compared(rough, **BAKER), 0.5)
    without = looked_at(store, compared(TEXT), compared(rough), 0.5)
    assert with_titles is not None
    assert without is None or without.score < with_titles.score


def test_the_weights_are_named_and_each_speaks_for_itself() -> None:
    assert tuple(DEFAULTS) == MEASURES
    plain = dict.fromkeys(MEASURES, 0.0) | {"words": 0.55}
    model = Model()
    assert model.score(plain | {"phrases": 1.0}) > model.score(plain)
    for against in ("one employer", "longer title", "unknown title"):
        assert model.score(plain | {against: 1.0}) < model.score(plain)
    assert 0 < model.score(plain | {"words": -100.0}) < model.score(plain | {"words": 100.0}) <= 1


def test_texts_without_words_overlap_wholly_or_not_at_all() -> None:
    dots, lines, bread = wordings(["...", "---", "bread"])
    assert overlap(dots, dots).shared == 1
    assert overlap(dots, lines).shared == overlap(dots, bread).shared == 0


def test_pieces_keep_the_pairs_of_a_posting_together() -> None:
    candidates = [(first, second, 1.0) for second in range(5) for first in range(second)]
    pieces = list(in_pieces(candidates, 3))
    assert [pair for piece in pieces for pair in piece] == candidates
    seconds = [{second for _, second, _ in piece} for piece in pieces]
    assert all(one.isdisjoint(other) for one, other in pairwise(seconds))
    assert list(in_pieces([], 3)) == []


def found(first: int, second: int, score: float, kind: PairKind = PairKind.NEAR) -> Found:
    return Found(first, second, Proposal(str(first), str(second), kind, score, ()))


def kept(forest: Forest, *pairs: Found) -> set[tuple[int, int]]:
    return {(int(one.a), int(one.b)) for one in forest.kept(pairs)}


def test_of_a_large_family_the_best_pairs_of_each_are_kept() -> None:
    pairs = [found(first, second, 1 - first / 100) for second in range(12) for first in range(second)]
    assert kept(Forest([]), *pairs) == {
        (first, second) for second in range(12) for first in range(min(second, 3))
    }


def test_a_pair_that_ties_two_families_is_kept_however_weak() -> None:
    forest = Forest([(1, 2, PairKind.EXACT), (8, 9, PairKind.VARIANT)])
    strong = [found(first, 10, 0.9) for first in (1, 2, 3, 4)]
    assert (8, 10) in kept(forest, *strong, found(8, 10, 0.5))
    assert (9, 10) not in kept(
        forest, found(1, 10, 0.9), found(2, 10, 0.9), found(3, 10, 0.9), found(9, 10, 0.5)
    )


def test_related_pairs_are_kept_where_nothing_else_ties() -> None:
    related = PairKind.RELATED
    forest = Forest([(1, 2, PairKind.NEAR), (3, 4, related)])
    assert kept(forest, found(1, 5, 0.3, related), found(2, 5, 0.2, related), found(3, 4, 0.2, related)) == {
        (1, 5)
    }
    assert kept(forest, found(1, 6, 0.3, related), found(2, 6, 0.9)) == {(2, 6)}


def test_a_place_in_a_title_is_no_other_title(store: Store, compared: Post) -> None:
    one = compared(TEXT, title="Baker London", company="Crust", locations=LONDON)
    other = compared(f"{TEXT} x", title="Baker Berlin", company="Crust", locations=(Location("Berlin"),))
    proposal = looked_at(store, one, other)
    assert proposal is not None
    assert proposal.kind is PairKind.NEAR
