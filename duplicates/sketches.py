"""What of a text is kept to find its copies: a sample of its phrases of three words, as numbers.

A phrase is in the sample or not by its own hash alone, so two texts that share phrases share samples too. The
longer a text, the sparser its sample, in powers of two: a sparser one is a part of every denser one.
"""

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from store import normalised

VERSION = 1  # sketches of another version are made anew
TARGET = 48  # a sample has from this to twice as many phrases; of texts with fewer, all
BATCH = 96 * 1024  # bytes of text worked on at once: what follows stays in the processor's cache

Hashes = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]

_BASE = np.uint64(0x9E3779B97F4A7C15)  # odd, so that it has an inverse among the numbers of 64 bits
_INVERSE = np.uint64(pow(int(_BASE), -1, 2**64))
_SECOND, _THIRD = np.uint64(0xD6E8FEB86659FD93), np.uint64(0xCA9B0C49D1F1B5E3)
_SAMPLED = (
    24  # lowest bits of a hash, which say whether the phrase is in a sample; the other 40 are its number
)
_IS_WORD = bytes(chr(code).isalnum() or code >= 0x80 for code in range(256))
# Signs that are no letters, and scripts that put no blanks between words: there each character is one.
_MARKS = re.compile(r"[^\w\s\x00-\x7f]+")
_UNSPACED = re.compile("([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff])")


def sketches(texts: Sequence[str]) -> list[tuple[int, Hashes]]:
    """Return, of each text, how many phrases it has and the sample of them: numbers of 40 bits, ascending.

    A text of one or two words is one phrase; one without words has none.
    """
    made: list[tuple[int, Hashes]] = []
    waiting: list[bytes] = []
    size = 0
    for text in texts:
        data = _prepared(text)
        if waiting and size + len(data) > BATCH:
            made += _sketched(waiting)
            waiting, size = [], 0
        waiting.append(data)
        size += len(data) + 1
    return made + _sketched(waiting) if waiting else made


def levels(phrases: Places) -> Places:
    """Return how often the sample of a text with so many phrases is halved."""
    _, bits = np.frexp(phrases // TARGET)  # the length of a whole number in bits
    found: Places = np.clip(bits - 1, 0, _SAMPLED).astype(np.int64)
    return found


def _prepared(text: str) -> bytes:
    text = normalised(text)
    if not text.isascii():
        text = _UNSPACED.sub(r" \1 ", _MARKS.sub(" ", text))
    return text.encode()


def _sketched(texts: Sequence[bytes]) -> list[tuple[int, Hashes]]:
    data = b"\n".join([b"", *texts, b""])  # a blank before and after each text
    sizes = np.array([len(text) + 1 for text in texts])
    starts, _, words = words_in(data, _IS_WORD)
    first = np.searchsorted(starts, np.cumsum(sizes) - sizes)
    counts = np.diff(first, append=len(words))
    phrases = np.where(counts > 2, counts - 2, np.minimum(counts, 1))
    owners = np.repeat(np.arange(len(texts)), counts)
    # The last two words of a text begin no phrase of three; a text of one or two words is one of its own.
    place = np.arange(len(words)) - np.repeat(first, counts)
    padded = np.concatenate([words, np.zeros(2, np.uint64)])
    hashes = _mixed(np.add(padded[:-2], padded[1:-1] * _SECOND + padded[2:] * _THIRD, dtype=np.uint64))
    for short in np.flatnonzero((counts == 1) | (counts == 2)):
        hashes[first[short]] = _mixed(words[first[short] : first[short] + counts[short]].sum(keepdims=True))[
            0
        ]
    masks = (np.uint64(1) << levels(phrases).astype(np.uint64)) - np.uint64(1)
    sampled = hashes & masks[owners] == 0
    kept = np.flatnonzero(sampled & (place < phrases[owners]))
    kept = kept[np.lexsort((hashes[kept], owners[kept]))]
    hashes, owners = hashes[kept] >> np.uint64(_SAMPLED), owners[kept]
    fresh = np.ones(len(kept), bool)
    fresh[1:] = (hashes[1:] != hashes[:-1]) | (owners[1:] != owners[:-1])
    hashes, owners = hashes[fresh], owners[fresh]
    samples = np.split(hashes, np.searchsorted(owners, np.arange(1, len(texts))))
    return list(zip(phrases.tolist(), samples, strict=True))


def words_in(data: bytes, signs: bytes) -> tuple[Places, Places, Hashes]:
    """Return where each word begins and ends, and a hash of it, the same wherever it stands.

    `signs` has a byte for each of 256, 1 for those that words are made of. The data begins and ends with another.
    """
    inside = np.frombuffer(data.translate(signs), np.bool_)
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    starts, ends = edges[0::2], edges[1::2]
    powers, inverses = _powers(len(data))
    # The sum over a word of its bytes, each times a power of its place, less the place of the word.
    sums = np.zeros(len(data) + 1, np.uint64)
    np.cumsum(powers * np.frombuffer(data, np.uint8), out=sums[1:])
    return starts, ends, (sums[ends] - sums[starts]) * inverses[starts]


def _mixed(numbers: Hashes) -> Hashes:
    """Return numbers in which every bit depends on every bit of those given."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))


def _powers(count: int) -> tuple[Hashes, Hashes]:
    if count <= _AT_ONCE:
        return _POWERS[0][:count], _POWERS[1][:count]
    return _raised(_BASE, count), _raised(_INVERSE, count)


def _raised(base: np.uint64, count: int) -> Hashes:
    powers = np.full(count, base, np.uint64)
    powers[0] = 1
    return np.multiply.accumulate(powers)


_AT_ONCE = BATCH + 2
_POWERS = _raised(_BASE, _AT_ONCE), _raised(_INVERSE, _AT_ONCE)
