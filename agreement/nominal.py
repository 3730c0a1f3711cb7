"""Agreement on answers of which each is one of a few words: how often, and how much more often than by chance.

Items are counted by what was answered: a key is the answers to an item, one for each annotator who answered it, the
value how many items were answered just so. Fewer than two answers to an item are no agreement and no disagreement:
such items only say, where a measure's source wants that, how frequent an answer is. All raise Undefined.
"""

from collections import Counter
from collections.abc import Hashable, Mapping
from typing import Any

from .undefined import ALL_EQUAL, NOTHING_TWICE, Undefined

Answers = tuple[Any, ...]
Items = Mapping[Answers, int]


def raw_agreement(items: Items) -> float:
    """Return the mean over items of the part of the pairs of answers that are equal."""
    total = agreed = 0.0
    for answers, count in items.items():
        if len(answers) > 1 and count:
            total += count
            agreed += count * _equal_pairs(answers)
    if not total:
        raise Undefined(NOTHING_TWICE)
    return agreed / total


def _equal_pairs(answers: Answers) -> float:
    size = len(answers)
    return sum(votes * (votes - 1) for votes in Counter(answers).values()) / (size * (size - 1))


def nominal_alpha(items: Items) -> float:
    """Return Krippendorff's alpha for nominal data, which may have gaps.

    1 - Do / De over the coincidences of answers (Krippendorff 2011, “Computing Krippendorff's Alpha-Reliability”).
    """
    frequency: Counter[Hashable] = Counter()
    differing = 0.0
    for answers, count in items.items():
        size = len(answers)
        if size < 2 or not count:
            continue
        differing += count * size * (1 - _equal_pairs(answers))
        for answer in answers:
            frequency[answer] += count
    total = sum(frequency.values())
    if not total:
        raise Undefined(NOTHING_TWICE)
    expected = total * total - sum(votes * votes for votes in frequency.values())
    if not expected:
        raise Undefined(ALL_EQUAL)
    return 1 - (total - 1) * differing / expected


def gwet_ac1(items: Items) -> float:
    """Return Gwet's AC1, which holds where one answer is much more frequent than the others.

    (pa - pe) / (1 - pe) with pe = sum of p(1 - p) / (q - 1) over the q answers that occur, p being the mean part of
    an item's answers (Gwet 2008, “Computing inter-rater reliability and its variance in the presence of high
    agreement”; items with one answer count towards p).
    """
    parts: dict[Hashable, float] = {}
    total = 0
    for answers, count in items.items():
        if answers and count:
            total += count
            for answer in answers:
                parts[answer] = parts.get(answer, 0.0) + count / len(answers)
    observed = raw_agreement(items)
    if len(parts) < 2:
        raise Undefined(ALL_EQUAL)
    expected = sum(part / total * (1 - part / total) for part in parts.values()) / (len(parts) - 1)
    return (observed - expected) / (1 - expected)


def cohen_kappa(items: Items) -> float:
    """Return Cohen's kappa of two annotators; each item's answers are theirs, in the same order.

    (po - pe) / (1 - pe), pe from each one's own frequencies (Cohen 1960; Artstein and Poesio 2008, section 2.3).
    """
    first: Counter[Hashable] = Counter()
    second: Counter[Hashable] = Counter()
    equal = total = 0
    for answers, count in items.items():
        one, other = answers
        first[one] += count
        second[other] += count
        equal += count * (one == other)
        total += count
    if not total:
        raise Undefined(NOTHING_TWICE)
    expected = sum(votes * second[answer] for answer, votes in first.items()) / (total * total)
    if expected == 1:
        raise Undefined(ALL_EQUAL)
    return (equal / total - expected) / (1 - expected)
