"""Finding the places in a body where labels of the vocabulary stand.

One automaton looks for all labels at once. In the text it reads each symbol is a space, and each label has a space
around it, so that it answers with whole words only. What the symbols say (`C`, `C#` and `C++` are one to it) is then
looked at in the place. `matching_text` has the form in which both are compared, `joints` says what a whole word is.
"""

import re
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain

from ahocorasick_rs import AhoCorasick

from store import Skill

from .joints import JOINTS, has_addresses, stands_alone
from .matching_text import MatchingText, is_word, matching_text
from .plurals import is_acronym, plural_of

OWN_CASE = 3
"""Labels of so many letters or fewer are found in their own case only: `IT` is not `it`, but `c++` is C++."""

BREATH = 8_000  # labels between two breaths: an automaton of so many is made in some 20 milliseconds

LONGEST_LABEL = 300  # characters: no skill has a longer name, and each one takes its place in the automaton

_HYPHEN = re.compile(r"(?<=\w)-(?=\w)")
_QUALIFIER = re.compile(r"(?<=\w) \([^()]*\)$")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where a label stands: `body[start:end] == quote`, in code points of the untouched body.

    `label` is as the vocabulary has it. `uris` are the skills that have it, first those whose preferred label it is,
    then in the order of the vocabulary: the first is the one to propose, the others are what else may be meant.
    """

    uris: tuple[str, ...]
    label: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class _Label:
    """A label to look for. `read` is how it must be written there, None where to be found is enough.

    `own_case` says that it must be just that; else case, line ends and hyphens for spaces do not matter.
    `settled` says that blanks around it are enough. They are not for one that ends in a symbol, nor for one letter.
    """

    label: str
    uris: tuple[str, ...]
    length: int
    read: str | None
    own_case: bool
    settled: bool


_Found = tuple[int, int, _Label]


class Finder:
    """Finds the labels of a vocabulary: the longest first, among equals the leftmost, and none over another.

    Making one for the 98,000 labels of ESCO takes about a second; `adding` a few skills takes next to nothing.
    It is pickled as its skills, and made from them anew.

    No other thread runs while an automaton is made. With `breath` one is made of a few thousand labels at a time, and
    `breath` is called in between, which may raise to give up: the whole is found in a third of the speed.
    """

    def __init__(self, skills: Iterable[Skill], breath: Callable[[], None] | None = None) -> None:
        self._skills = tuple(skills)
        self._added: tuple[Skill, ...] = ()
        self._layers: tuple[_Layer, ...] = (_Layer(self._skills, breath),)

    def __reduce__(self) -> tuple[type["Finder"], tuple[tuple[Skill, ...]]]:
        return Finder, (self._skills + self._added,)

    def adding(self, skills: Iterable[Skill]) -> "Finder":
        """Return a finder of these skills too, which get an automaton of their own beside the large one."""
        finder = Finder.__new__(Finder)
        finder._skills, finder._added = self._skills, (*self._added, *skills)
        finder._layers = (self._layers[0], _Layer(finder._added))
        return finder

    def mentions(self, body: str) -> list[Mention]:
        """Return the mentions in a canonical body, in order. Takes time in proportion to its length."""
        text = matching_text(body)
        found = [place for layer in self._layers for place in layer.found(text)]
        mentions = []
        for start, end, label in _apart(found):
            span = text.span(start, end)
            if span:
                mentions.append(Mention(label.uris, label.label, *span, body[span[0] : span[1]]))
        return mentions


class _Layer:
    """Labels, and automata that find them, each with the number of its first pattern.

    Very many patterns stand for one label of one skill each, so that what a pattern stands for is kept as numbers:
    the holders of pattern `n` are those from `_first[n]` to `_first[n + 1]`, each a skill and which of its labels.
    """

    def __init__(self, skills: Sequence[Skill], breath: Callable[[], None] | None = None) -> None:
        self._skills = skills
        self._made: dict[int, tuple[_Label, ...]] = {}
        patterns: dict[str, int] = {}
        stands = array("I")  # by holder, its pattern
        holders = array("I")
        names = array("I")
        for number, name in chain(_names(skills, _preferred), _names(skills, _others)):
            if breath and not len(stands) % BREATH:
                breath()
            pattern = _pattern(_label(skills[number], name))
            if pattern:
                stands.append(patterns.setdefault(pattern, len(patterns)))
                holders.append(number)
                names.append(name)
        known = len(patterns)
        for number, name in zip(holders[:], names[:], strict=True):
            plural = _plural(skills[number], name)
            pattern = _pattern(plural) if plural else None
            if pattern and patterns.setdefault(pattern, len(patterns)) >= known:
                stands.append(patterns[pattern])
                holders.append(number)
                names.append(name | PLURAL)
        order = sorted(range(len(stands)), key=stands.__getitem__)
        self._holders = array("I", (holders[place] for place in order))
        self._names = array("I", (names[place] for place in order))
        counts = Counter(stands)
        self._first = array("I", accumulate((counts[number] for number in range(len(patterns))), initial=0))
        self._automata = list(_automata(list(patterns), breath))

    def found(self, text: MatchingText) -> Iterator[_Found]:
        """Yield where labels stand in the forms of a text."""
        cased = f"{text.cased} "  # so that there is always a character behind a label
        addresses = has_addresses(cased)
        made = self._made
        for number, start in self._places(f" {text.folded} "):
            for label in made.get(number) or self._labels(number):
                end = start + label.length
                if label.read is not None:
                    written = cased[start:end]
                    if written != label.read and (label.own_case or _reading(written) != label.read):
                        continue
                if (
                    cased[end] not in JOINTS
                    and (not start or cased[start - 1] not in JOINTS)
                    and label.settled
                ) or stands_alone(cased, start, end, addresses):
                    yield start, end, label
                    break

    def _places(self, folded: str) -> Iterator[tuple[int, int]]:
        for first, automaton in self._automata:
            for number, start, _ in automaton.find_matches_as_indexes(folded, overlapping=True):
                yield first + number, start

    def _standing(self, number: int) -> Iterator[tuple[str, str, str]]:
        """Yield what is written, the label that it is or is several of, and the URI, by a pattern's number."""
        for place in range(self._first[number], self._first[number + 1]):
            skill, name = self._skills[self._holders[place]], self._names[place]
            label = _label(skill, name & ~PLURAL)
            written = (_plural(skill, name & ~PLURAL) or label) if name & PLURAL else label
            yield written, label, skill.uri

    def _labels(self, number: int) -> tuple[_Label, ...]:
        """Make the labels that are one to the automaton, the longest first (C++ before C), where one is first met."""
        labels: dict[tuple[str, bool], _Label] = {}
        for written, label, uri in self._standing(number):
            cased = matching_text(written).cased
            own_case = (len(cased) <= OWN_CASE and cased.isalnum()) or (
                written != label and is_acronym(label)
            )
            read = cased if own_case else _reading(cased)
            same = labels.get((read, own_case))
            if same is None:
                must_read = None if read.isalnum() and not own_case else read
                settled = len(cased) > 1 and is_word(cased[-1])
                labels[read, own_case] = _Label(label, (uri,), len(cased), must_read, own_case, settled)
            elif uri not in same.uris:
                labels[read, own_case] = replace(same, uris=(*same.uris, uri))
        found = self._made[number] = tuple(sorted(labels.values(), key=lambda label: -label.length))
        return found


def _automata(
    patterns: Sequence[str], breath: Callable[[], None] | None
) -> Iterator[tuple[int, AhoCorasick]]:
    many = BREATH if breath else max(1, len(patterns))
    for first in range(0, len(patterns), many):
        if breath:
            breath()
        yield first, AhoCorasick(patterns[first : first + many], store_patterns=False)


# Which label of a skill: the preferred one, the same without what stands behind it in brackets, or another one; and
# whether several of what it names are meant.
PREFERRED, BARE, OTHER, PLURAL = 0, 1, 2, 1 << 31


def _names(skills: Sequence[Skill], of: Callable[[Skill], Iterable[int]]) -> Iterator[tuple[int, int]]:
    return ((number, name) for number, skill in enumerate(skills) for name in of(skill))


def _preferred(skill: Skill) -> Iterable[int]:
    return (PREFERRED, BARE) if _QUALIFIER.search(skill.label) else (PREFERRED,)


def _others(skill: Skill) -> Iterable[int]:
    return range(OTHER, OTHER + len(skill.labels))


def _label(skill: Skill, name: int) -> str:
    """Return a label: for `Python (computer programming)` the bare one is `Python`."""
    if name >= OTHER:
        return skill.labels[name - OTHER]
    return _QUALIFIER.sub("", skill.label) if name == BARE else skill.label


def _plural(skill: Skill, name: int) -> str | None:
    return plural_of(skill, _label(skill, name), preferred=name < OTHER)


def _pattern(written: str) -> str | None:
    """Return what the automaton looks for, None for what names nothing or is too long."""
    folded = matching_text(written).folded
    if len(folded) > LONGEST_LABEL or not any(map(str.isalnum, folded)):
        return None
    return f" {folded}" if folded[-1] == " " else f" {folded} "  # a symbol at the end is a space already


def _reading(written: str) -> str:
    return _HYPHEN.sub(" ", written.casefold().replace("\n", " "))


def _apart(found: list[_Found]) -> Iterator[_Found]:
    """Yield places in order, none over another: of those that meet, the longest first, then the leftmost."""
    found.sort(key=lambda place: (place[0], -place[1]))
    group: list[_Found] = []
    reach = 0
    for place in found:
        if place[0] >= reach:
            yield from _settled(group)
            group = []
        group.append(place)
        reach = max(reach, place[1])
    yield from _settled(group)


def _settled(group: list[_Found]) -> Iterable[_Found]:
    if len(group) < 2:
        return group
    kept: list[_Found] = []
    for place in sorted(group, key=lambda place: place[0] - place[1]):
        start, end, label = place
        at = bisect_left(kept, start, key=lambda other: other[0])
        if at < len(kept) and kept[at][:2] == (start, end):  # the same label, in the vocabulary and added
            both = kept[at][2]
            uris = tuple(dict.fromkeys((*both.uris, *label.uris)))
            kept[at] = (start, end, replace(both, uris=uris))
        elif (at == len(kept) or kept[at][0] >= end) and (at == 0 or kept[at - 1][1] <= start):
            kept.insert(at, place)
    return kept
