# ruff: noqa: SIM905 -- long lists of words read better as text
"""The noun phrase that names a job, found from its first word: "talented Applied Scientist II to …"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .occupations import POSTS_OF, RANKS, is_occupation, is_praise

# Words, and characters, in which a phrase must come to its occupation.
_MOST_WORDS = 18
_REACH = 240
_MOST_TITLE_WORDS = 9

_TOKEN = re.compile(r"(?P<word>[^\s,;:!?()\[\]{}<>\"“”„…•*|—–]+)|(?P<mark>[^\s])")
_BREAK = re.compile(r"\n|\s-+\s")
_ABBREVIATIONS = frozenset("sr. jr. dr. asst. mr. mrs. ms. st. snr. jnr.".split())
_LEVEL = re.compile(r"I{1,3}|IV|VI{0,3}|IX|L\d{1,2}|[1-9]")
_AMBIGUOUS_LEVEL = re.compile(r"I|V|[1-9]")
# Where a noun phrase is over.
_BOUNDARIES = frozenset(
    """
    about across after against all along also am among an and/or any are around as at because before
    behind being below between beyond both but by can could did do does doing during each every few for
    from get has have having he help her his how i if in into is it its itself join just key like may me
    might must my near not off on onto or our out over own per she should since so some specialising
    specializing such than that the their them then there these they this those through to today toward
    towards under until up upon us was we were what when where whereas which while who whom whose why
    will with within without working would you your
    """.split()
)
_JOINERS = frozenset(("of", "&", "and", "/"))


@dataclass(frozen=True, slots=True)
class Phrase:
    """A title in a text: `[start, end)`, and whether the word that names the occupation is capitalised."""

    start: int
    end: int
    capitalised: bool
    words: int


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def lower(self) -> str:
        return self.text.casefold()

    @property
    def capitalised(self) -> bool:
        return any(letter.isupper() for letter in self.text)


def phrase_at(text: str, start: int, stops: frozenset[int] = frozenset()) -> Phrase | None:
    """Return the title in the noun phrase that begins at `start`, or None. `stops` are offsets that end it."""
    words = _words(text, start, stops)
    head = _head(words)
    if head is None:
        return None
    first = _first(words, head)
    if first is None or head - first >= _MOST_TITLE_WORDS:
        return None
    end = _with_level(text, words, head)
    return Phrase(words[first].start, end, words[head].capitalised, head - first + 1)


def whole_phrase(line: str) -> bool:
    """Whether a line names an occupation anywhere before its first break."""
    words = [_Word(match[0], match.start()) for match in _TOKEN.finditer(line)]
    return any(_names_occupation(words, index) or _is_post_of(words, index) for index in range(len(words)))


def _words(text: str, start: int, stops: frozenset[int]) -> list[_Word]:
    """The words from `start` to the end of their noun phrase; commas between them are left in."""
    reach = min(len(text), start + _REACH)
    if stopped := _BREAK.search(text, start, reach):
        reach = stopped.start()
    words: list[_Word] = []
    for match in _TOKEN.finditer(text, start, reach):
        if match.start() in stops or len(words) == _MOST_WORDS:
            break
        if match["mark"]:
            if match["mark"] != ",":
                break
            words.append(_Word(",", match.start()))
            continue
        word, ended = match["word"], False
        if word.endswith(".") and word.casefold() not in _ABBREVIATIONS:
            word, ended = word.rstrip("."), True
        if (word.casefold() in _BOUNDARIES and word != "IT") or not word:
            break
        if word not in ("-", "--"):
            words.append(_Word(word, match.start()))
        if ended or match.end() == start + _REACH:
            break
    return words


def _head(words: Sequence[_Word]) -> int | None:
    """The index of the last word of the title, before level and brackets."""
    head: int | None = None
    for index, word in enumerate(words):
        if word.text in (",", "and", "or") and head is not None:
            break
        if _is_post_of(words, index):
            return _end_of_domain(words, index)
        if not _names_occupation(words, index):
            if head is not None and (not word.capitalised or word.lower == "of"):
                break
            continue
        # "Scientist Intern" goes on; a lower-case word further off belongs to something else.
        if head is None or index == head + 1 or (word.capitalised and words[head].capitalised):
            head = index
    return head


def _names_occupation(words: Sequence[_Word], index: int) -> bool:
    before = words[index - 1].text if index and words[index - 1].text not in (",", "and") else None
    return is_occupation(words[index].text, before)


def _is_post_of(words: Sequence[_Word], index: int) -> bool:
    """Whether "Head of Data", or the like, begins at `index`. Its domain is capitalised, or it is none."""
    if words[index].lower not in POSTS_OF or index + 2 >= len(words) or words[index + 1].lower != "of":
        return False
    return words[index].capitalised and words[index + 2].capitalised


def _end_of_domain(words: Sequence[_Word], index: int) -> int:
    end = index + 2
    while end + 1 < len(words):
        following = words[end + 1]
        joined = following.lower in ("and", "&") and end + 2 < len(words) and words[end + 2].capitalised
        if not joined and not (following.capitalised and following.text != ","):
            break
        end += 2 if joined else 1
    return end


def _first(words: Sequence[_Word], head: int) -> int | None:
    """The index of the first word of the title that ends at `head`, or None if it names nothing."""
    first = head
    while first > 0 and words[first].lower != "of" and _belongs(words, first - 1, words[head]):
        first -= 1
    while first < head and (words[first].lower in _JOINERS or is_praise(words[first].text)):
        first += 1
    return (
        first
        if _names_occupation(words[first:], head - first) or words[first].lower in POSTS_OF
        else _post(words, head)
    )


def _post(words: Sequence[_Word], head: int) -> int | None:
    return next((index for index in range(head) if _is_post_of(words, index)), None)


def _belongs(words: Sequence[_Word], index: int, head: _Word) -> bool:
    """Whether the word at `index`, just left of what is known of the title, is part of it too."""
    word = words[index]
    if word.lower in ("&", "/", "and"):
        # Joins two subjects ("Health and Safety"), never two words of praise.
        before, after = words[index - 1] if index else None, words[index + 1]
        if before is None or before.text == "," or is_praise(before.text) or is_praise(after.text):
            return False
        return before.capitalised == after.capitalised
    if word.text in (",", "or") or is_praise(word.text):
        return False
    if head.capitalised:
        return word.capitalised or word.lower in RANKS
    return True


def _with_level(text: str, words: Sequence[_Word], head: int) -> int:
    """The end of the title once a level ("II") and a bracket ("(Backend)") after it are taken in."""
    end = words[head].end
    if head + 1 < len(words) and _LEVEL.fullmatch(words[head + 1].text):
        last = head + 2 >= len(words) or words[head + 2].text == ","
        if last or not _AMBIGUOUS_LEVEL.fullmatch(words[head + 1].text):
            end = words[head + 1].end
    bracket = _BRACKET.match(text, end)
    if (
        bracket
        and not _is_initials(bracket["inside"], text[words[0].start : end])
        and not _TERMS.fullmatch(bracket["inside"])
    ):
        end = bracket.end()
    return end


_BRACKET = re.compile(r" \((?P<inside>[^\W\d_a-z][^()\n]{0,30})\)")
_TERMS = re.compile(
    r"(?i)[mfwdxh](?:\s*/\s*[mfwdxh*]){1,3}|(?:full|part)[- ]time|remote|hybrid|on-?site|all genders"
)


def _is_initials(text: str, words: str) -> bool:
    initials = "".join(word[0] for word in re.split(r"[\s/-]+", words) if word)
    return text.isupper() and initials.casefold().endswith(text.casefold())
