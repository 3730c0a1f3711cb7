"""How far annotators agree on the words that they mark, and on each skill."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from .consensus import Tagging
from .figures import Pairwise, Question, SkillAgreement
from .gathering import Both, Done, by_pairs
from .held import Deviation, Held
from .interval import Measured, measured, measured_held
from .matching import Marked, Matched, exact, f1, overlapping
from .nominal import nominal_alpha, raw_agreement
from .undefined import NOTHING_TWICE, Undefined
from .unitizing import Text, Unitized, agreement, together, unitized

MOST_SKILLS = 50


@dataclass(frozen=True, slots=True)
class Laid:
    """What two annotators marked on the postings that both are done with, and how far apart that is by skill."""

    one: str
    other: str
    both: Both
    units: Mapping[str, Unitized]

    def held(self, wanted: Collection[str] | None = None) -> Held:
        """Return what unitized alpha is computed from, of some skills, None for all; raises Undefined."""
        return agreement(self._wanted(wanted))

    def far(self, wanted: Collection[str] | None) -> list[tuple[int, float]]:
        """Return 1 - alpha as parts that the postings have in it, by their numbers; raises Undefined.

        The mean of the parts is 1 - alpha.
        """
        units = together(self._wanted(wanted))
        expected = units.expected / len(units.far)
        return [(number, far / expected) for (number, _, _), far in zip(self.both, units.far, strict=True)]

    def _wanted(self, wanted: Collection[str] | None) -> list[Unitized]:
        return [unit for uri, unit in self.units.items() if wanted is None or uri in wanted]


def laid_out(kept: Sequence[Done], lengths: Mapping[int, int]) -> list[Laid]:
    """Lay the postings of each two annotators end to end."""
    laid = []
    for one, other, both in by_pairs(kept):
        texts = [Text(lengths[number], [_units(first), _units(second)]) for number, first, second in both]
        try:
            units = unitized(texts)
        except Undefined:
            units = {}
        laid.append(Laid(one, other, both, units))
    return laid


def spans(laid: Sequence[Laid], rounds: int) -> Question:
    """Measure marked words. Of all annotators together, a posting weighs as often as two of them are done with it.

    The pairs of one posting depend on each other, so postings are drawn again, each with all its pairs.
    """
    pairs = []
    all_exact: dict[int, Matched] = {}
    all_overlapping: dict[int, Matched] = {}
    for two in laid:
        marked = [(number, _marked(first), _marked(second)) for number, first, second in two.both]
        matched = {number: exact(first, second) for number, first, second in marked}
        touching = {number: overlapping(first, second) for number, first, second in marked}
        _add(all_exact, matched)
        _add(all_overlapping, touching)
        measures = {
            "f1": measured(Counter(matched.values()), f1, rounds=rounds),
            "f1_overlap": measured(Counter(touching.values()), f1, rounds=rounds),
            "alpha_u": measured_held(two.held, len(two.both), rounds),
        }
        pairs.append(Pairwise(two.one, two.other, measures))
    measures = {
        "f1": measured(Counter(all_exact.values()), f1, rounds=rounds),
        "f1_overlap": measured(Counter(all_overlapping.values()), f1, rounds=rounds),
        "alpha_u": _pooled(laid, None, rounds),
    }
    return Question("spans", measures, tuple(pairs))


def skills(kept: Sequence[Done], laid: Sequence[Laid], rounds: int) -> tuple[SkillAgreement, ...]:
    """Measure each of the most tagged skills: whether it is asked for, and the words that say so."""
    tagged = Counter(uri for done in kept for uri in {uri for tags in done.tags.values() for uri in tags})
    found = []
    for uri in sorted(tagged, key=lambda uri: (-tagged[uri], uri))[:MOST_SKILLS]:
        items = Counter(tuple(sorted(uri in tags for tags in done.tags.values())) for done in kept)
        measures = {
            "raw": measured(items, raw_agreement, rounds=rounds),
            "alpha": measured(items, nominal_alpha, rounds=rounds),
            "alpha_u": _pooled(laid, (uri,), rounds),
        }
        found.append(SkillAgreement(uri, tagged[uri], measures))
    return tuple(found)


def _pooled(laid: Sequence[Laid], wanted: Collection[str] | None, rounds: int) -> Measured:
    """Return the mean of the pairs' unitized alpha, each weighted by its postings; pairs without one are left out.

    A posting is drawn with all its pairs of annotators.
    """
    parts: defaultdict[int, list[float]] = defaultdict(list)
    why = NOTHING_TWICE
    for two in laid:
        try:
            found = two.far(wanted)
        except Undefined as undefined:
            why = str(undefined)
            continue
        for number, far in found:
            parts[number].append(far)
    if not parts:
        return Measured(len({number for two in laid for number, _, _ in two.both}), why=why)
    # Summed exactly, so that no order of names changes the last digit and with it what is drawn.
    items: Counter[Deviation] = Counter((fsum(far), float(len(far))) for far in parts.values())
    held = Held(items, 1.0)
    return measured(held.items, held.agreement, rounds=rounds)


def _add(counted: dict[int, Matched], more: Mapping[int, Matched]) -> None:
    for number, (matched, marked) in more.items():
        before = counted.get(number, (0, 0))
        counted[number] = before[0] + matched, before[1] + marked


def _marked(tags: Mapping[str, Tagging]) -> list[Marked]:
    return [(start, end, uri) for uri, one in tags.items() for start, end in one.spans]


def _units(tags: Mapping[str, Tagging]) -> dict[str, list[tuple[int, int]]]:
    return {uri: list(one.spans) for uri, one in tags.items() if one.spans}
