"""Finding a skill by typing a part of its name, fast enough for every key."""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import groupby
from math import ceil, floor

from rapidfuzz import fuzz, process

from store import Skill, normalised

EXACT, PREFIX, WORDS = 1.0, 0.95, 0.9
LIKE = 0.85
"""The score of a label that is only similar lies below this; what was typed may as well be something new."""

CUTOFF = 72  # of `fuzz.ratio`: two letters of a word of seven swapped still pass
_LONGER = 200 / CUTOFF - 1  # times as long as another a text may be that passes
SHORTEST_LIKE = 3  # characters; anything is similar to less
LONGEST = 200  # characters of what is typed that count
SIMILAR_WORDS = 5  # known words tried for one that is not
LABELS_A_SKILL = 8  # similar labels looked at for each skill wanted, as several may be of one skill

_WORD = re.compile(r"[\w+#]+")
_BEYOND = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Match:
    """A skill that may be meant, the label of it that fits, and how well: 1 for the whole label, more than 0."""

    skill: Skill
    label: str
    score: float


class Picker:
    """Finds skills by any of their labels. Making one takes a third of a second for the 14,000 skills of ESCO."""

    def __init__(self, vocabulary: Iterable[tuple[Skill, int]]) -> None:
        ranked = sorted(vocabulary, key=lambda item: (-item[1], normalised(item[0].label), item[0].uri))
        self._most_used = [skill for skill, _ in ranked]
        # A label's number is its rank among labels that fit equally well: most used, preferred, alphabetical.
        self._holders, self._names = _labels(ranked)
        self._labels = _Texts([_plain(self._label(number)) for number in range(len(self._names))])
        by_word: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        for number, plain in enumerate(self._labels.texts):
            for word in _words(plain):
                by_word[word].append(number)
        self._words = _Texts(sorted(by_word))
        # The labels with word `n` are those from `_first[n]` to `_first[n + 1]`: an array for each word is large.
        self._having, self._first = array("I"), array("I", [0])
        for word in self._words.texts:
            self._having.extend(by_word.pop(word))
            self._first.append(len(self._having))

    def matches(self, typed: str, limit: int = 9) -> list[Match]:
        """Return the skills that may be meant, the likeliest first: for blank text those used most.

        The whole label comes before its beginning, that before the beginnings of its words in any order,
        that before what is merely similar; among equals the most used skill, then the order of labels.
        """
        text = _plain(typed[:LONGEST])
        if not text:
            return [Match(skill, skill.label, EXACT) for skill in self._most_used[:limit]]
        found: dict[str, Match] = {}
        for number, score in self._fitting(text, limit):
            skill = self._most_used[self._holders[number]]
            if skill.uri not in found:
                found[skill.uri] = Match(skill, self._label(number), score)
                if len(found) == limit:
                    break
        return list(found.values())

    def _label(self, number: int) -> str:
        skill, name = self._most_used[self._holders[number]], self._names[number]
        return skill.labels[name - 1] if name else skill.label

    def _fitting(self, text: str, limit: int) -> Iterator[tuple[int, float]]:
        same, beginning = self._labels.beginning(text)
        yield from ((number, EXACT) for number in same)
        yield from ((number, PREFIX) for number in sorted(beginning))
        words = text.split()
        starts = [self._starting(word) for word in words]
        yield from ((number, WORDS) for number in sorted(_common(starts)))
        if len(text) < SHORTEST_LIKE:
            return
        like = self._with_similar_words(words, starts)
        for ratio, number in self._labels.like(text, limit * LABELS_A_SKILL):
            like[number] = max(ratio, like.get(number, 0))
        for number in sorted(like, key=lambda number: (-like[number], number)):
            yield number, LIKE * like[number] / 100

    def _starting(self, beginning: str) -> "array[int]":
        """Return the labels with a word that begins so, some of them more than once."""
        _, words = self._words.beginning(beginning)
        return self._having[self._first[words[0]] : self._first[words[-1] + 1]] if words else array("I")

    def _with_similar_words(self, words: Sequence[str], starts: Sequence["array[int]"]) -> dict[int, float]:
        """Return the labels that have each word or one like it, with the mean likeness of those, up to 100."""
        choices = sorted(
            ((start, self._similar(word)) for word, start in zip(words, starts, strict=True)),
            key=lambda choice: len(choice[0]) + len(choice[1]),
        )
        start, like = choices[0]
        scores = dict(like) | dict.fromkeys(start, 100.0)
        for start, like in choices[1:]:
            having = set(scores).intersection(start)
            scores = {
                number: score + (100 if number in having else like[number])
                for number, score in scores.items()
                if number in having or number in like
            }
        return {number: score / len(choices) for number, score in scores.items()}

    def _similar(self, word: str) -> dict[int, float]:
        """Return the labels with a word like one that no label has as it is."""
        if self._words.beginning(word)[0]:
            return {}
        return {
            number: ratio
            for ratio, similar in reversed(self._words.like(word, SIMILAR_WORDS))
            for number in self._having[self._first[similar] : self._first[similar + 1]]
        }


class _Texts:
    """Texts by their numbers, in two orders: of the alphabet, and of length, as what is alike is about as long."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self._sorted = array("I", sorted(range(len(texts)), key=texts.__getitem__))
        self._by_length = array("I", sorted(range(len(texts)), key=self._length))

    def _length(self, number: int) -> int:
        return len(self.texts[number])

    def beginning(self, text: str) -> tuple["array[int]", "array[int]"]:
        """Return the texts that are this one, in their order, and those that begin with it."""
        named = self.texts.__getitem__
        first = bisect_left(self._sorted, text, key=named)
        same = bisect_right(self._sorted, text, first, key=named)
        end = bisect_left(self._sorted, text + _BEYOND, same, key=named)
        return self._sorted[first:same], self._sorted[first:end]

    def like(self, text: str, limit: int) -> list[tuple[float, int]]:
        """Return how much texts are like this one, and which those are: the likest first, then in their order."""
        # The ratio is what two texts share over their mean length, and they share no more than the shorter one.
        first = bisect_left(self._by_length, floor(len(text) / _LONGER), key=self._length)
        end = bisect_right(self._by_length, ceil(len(text) * _LONGER), key=self._length)
        near = self._by_length[first:end]
        # Not `extract`, which holds all that it compares.
        alike = process.extract_iter(
            text, map(self.texts.__getitem__, near), scorer=fuzz.ratio, score_cutoff=CUTOFF
        )
        found = ((ratio, near[place]) for _, ratio, place in alike)
        return nsmallest(limit, found, key=lambda one: (-one[0], one[1]))


def _labels(ranked: Sequence[tuple[Skill, int]]) -> tuple["array[int]", "array[int]"]:
    """Return of each label the place of its skill, and which label of it: 0 is the preferred one."""
    holders, names = array("I"), array("I")
    for _, group in groupby(enumerate(ranked), key=lambda item: item[1][1]):
        skills = [(place, skill) for place, (skill, _) in group]
        for place, _ in skills:
            holders.append(place)
            names.append(0)
        for place, skill in skills:
            holders.extend([place] * len(skill.labels))
            names.extend(range(1, len(skill.labels) + 1))
    return holders, names


def _plain(label: str) -> str:
    # Most labels are ASCII, where this is the same and six times as fast.
    plain = " ".join(label.lower().split()) if label.isascii() else normalised(label)
    return label if plain == label else plain  # most are written so: one text in memory, not two


def _words(plain: str) -> set[str]:
    """Return a label's words, also as they stand between blanks: `.net` besides `net`, `node.js` besides `js`."""
    return {*_WORD.findall(plain), *plain.split()}


def _common(numbers: Sequence["array[int]"]) -> set[int]:
    fewest, *others = sorted(numbers, key=len)
    return set(fewest).intersection(*others)
