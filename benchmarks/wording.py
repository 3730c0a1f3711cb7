"""Made-up English: a vocabulary with the frequencies of a language, and sentences drawn from it."""

import random
from collections.abc import Iterator, Sequence

import numpy as np

_COMMON = """
the and to of in you we a with our for is your on are will as be that at from have this by or an work team
it can who their us not all new more what help skills role also other they within across about well has
which these both when how than any one where it's day year good strong ability including
"""
COMMON = _COMMON.split()
STARTS = (
    "b",
    "c",
    "d",
    "f",
    "g",
    "h",
    "j",
    "k",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "t",
    "v",
    "w",
    "br",
    "ch",
    "cl",
    "cr",
    "dr",
    "fl",
    "gr",
    "pl",
    "pr",
    "sh",
    "st",
    "th",
    "tr",
)
MIDDLES = ("a", "e", "i", "o", "u", "ai", "ea", "ee", "ou")
ENDS = ("n", "r", "s", "t", "l", "m", "d", "ck", "nd", "nt", "rt", "st", "ll", "ss", "th", "ng")
SIZE = 24_000  # words
DRAWN = 100_000  # words drawn at once


def invented_words(random: random.Random, count: int) -> list[str]:
    """Return so many different words of one to three syllables that could be English."""
    found: dict[str, None] = {}
    while len(found) < count:
        syllables = [
            random.choice(STARTS) + random.choice(MIDDLES) for _ in range(random.choice((1, 1, 2, 2, 2)))
        ]
        found["".join(syllables) + random.choice(ENDS)] = None
    return list(found)


class Wording:
    """An endless supply of words and sentences; the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        invented = [word for word in invented_words(self.random, SIZE) if word not in COMMON]
        self.vocabulary = (COMMON + invented)[:SIZE]
        self._numbers = np.random.default_rng(seed)
        weights = 1 / np.arange(2, SIZE + 2) ** 0.95
        self._shares = np.cumsum(weights / weights.sum())
        self._words: Iterator[list[str]] = iter(())
        self._drawn: list[str] = []
        self._at = 0

    def words(self, count: int) -> list[str]:
        """Return the next words."""
        if self._at + count > len(self._drawn):
            places = np.searchsorted(self._shares, self._numbers.random(DRAWN))
            self._drawn = np.array(self.vocabulary, dtype=object)[np.minimum(places, SIZE - 1)].tolist()
            self._at = 0
        self._at += count
        return self._drawn[self._at - count : self._at]

    def sentence(self) -> str:
        """Return a sentence of eight to twenty-four words."""
        return " ".join(self.words(self.random.randint(8, 24))).capitalize() + "."

    def sentences(self, least: int, most: int) -> list[str]:
        """Return from `least` to `most` sentences."""
        return [self.sentence() for _ in range(self.random.randint(least, most))]

    def edited(self, text: str, share: float) -> str:
        """Return a text of which that share of the words was replaced, left out or added to."""
        words = text.split(" ")
        for _ in range(max(1, round(share * len(words)))):
            place = self.random.randrange(len(words))
            what = self.random.random()
            if what < 0.6:
                words[place] = self.words(1)[0]
            elif what < 0.8:
                words[place] = f"{words[place]} {self.words(1)[0]}"
            elif len(words) > 1:
                del words[place]
        return " ".join(words)

    def some(self, items: Sequence[str], least: int, most: int) -> list[str]:
        """Return from `least` to `most` of the items, in random order."""
        return self.random.sample(items, min(len(items), self.random.randint(least, most)))
