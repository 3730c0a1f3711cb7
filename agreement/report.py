"""All measures over all that several annotators answered."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from itertools import combinations
from typing import Any

from .consensus import Tagging
from .evidence import laid_out, skills, spans
from .figures import Pairwise, Question, Report
from .gathering import Done, Gathering, Named, by_pairs
from .interval import ROUNDS, Measured, measured, measured_held
from .nominal import cohen_kappa, gwet_ac1, nominal_alpha, raw_agreement
from .sets import set_alpha


def report(gathered: Gathering, lengths: Mapping[int, int], rounds: int = ROUNDS) -> Report:
    """Return all measures; `lengths` has how many code points the bodies of the kept postings have."""
    kept = sorted(gathered.kept, key=lambda done: done.number)
    laid = laid_out(kept, lengths)
    requirements: Counter[Named] = Counter()
    for done in kept:
        for uri in {uri for tags in done.tags.values() for uri in tags}:
            answers = {who: tags[uri].requirement for who, tags in done.tags.items() if uri in tags}
            if len(answers) > 1:
                requirements[tuple(sorted(answers.items()))] += 1
    questions = (
        _words("states", gathered.states, rounds),
        _words("verdicts", gathered.verdicts, rounds),
        _tag_sets(kept, rounds),
        _words("requirements", requirements, rounds),
        spans(laid, rounds),
    )
    return Report(questions, skills(kept, laid, rounds), gathered.postings, len(kept))


def _words(name: str, items: Counter[Named], rounds: int) -> Question:
    """Measure answers of which each is one of a few words."""
    everybody = _counted(items, lambda answers: tuple(sorted(answer for _, answer in answers)))
    measures = {
        "raw": measured(everybody, raw_agreement, rounds=rounds),
        "alpha": measured(everybody, nominal_alpha, rounds=rounds),
        "ac1": measured(everybody, gwet_ac1, rounds=rounds),
    }
    pairs = []
    for one, other in _pairs([who for answers in items for who, _ in answers]):
        both: Counter[tuple[Any, ...]] = Counter()
        for answers, count in items.items():
            said = dict(answers)
            if one in said and other in said:
                both[said[one], said[other]] += count
        if both:
            found = {
                "raw": measured(both, raw_agreement, rounds=rounds),
                "kappa": measured(both, cohen_kappa, rounds=rounds),
                "ac1": measured(both, gwet_ac1, rounds=rounds),
            }
            pairs.append(Pairwise(one, other, found))
    return Question(name, measures, tuple(pairs))


def _tag_sets(kept: Sequence[Done], rounds: int) -> Question:
    def alpha(some: Collection[Mapping[str, Mapping[str, Tagging]]]) -> Measured:
        items = Counter(tuple(sorted((frozenset(own) for own in tags.values()), key=sorted)) for tags in some)
        return measured_held(partial(set_alpha, items), len(some), rounds)

    pairs = []
    for one, other, both in by_pairs(kept):
        pairs.append(
            Pairwise(
                one, other, {"alpha_masi": alpha([{one: first, other: second} for _, first, second in both])}
            )
        )
    return Question("tags", {"alpha_masi": alpha([done.tags for done in kept])}, tuple(pairs))


def _counted(
    items: Mapping[Named, int], shape: Callable[[Named], tuple[Any, ...]]
) -> Counter[tuple[Any, ...]]:
    counted: Counter[tuple[Any, ...]] = Counter()
    for answers, count in items.items():
        counted[shape(answers)] += count
    return counted


def _pairs(names: Sequence[str]) -> list[tuple[str, str]]:
    return list(combinations(sorted(set(names)), 2))
