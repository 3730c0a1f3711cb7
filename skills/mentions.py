"""Finding the places in a body where labels of the vocabulary stand.

One automaton looks for all labels at once. In the text it reads each symbol is a space, and each label has a space
around it, so that it answers with whole words only. What the symbols say (`C`, `C#` and `C++` are one to it) is then
looked at in the place. `matching_text` has the form in which both are compared, `joints` says what a whole word is.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from ahocorasick_rs import AhoCorasick

from store import Skill

from .joints import JOINTS, has_addresses, stands_alone
from .matching_text import MatchingText, is_word, matching_text

OWN_CASE = 3
"""Labels of so many characters or fewer are found in their own case only: `IT` is not `it`."""

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
    """

    def __init__(self, skills: Iterable[Skill]) -> None:
        self._skills = tuple(skills)
        self._added: tuple[Skill, ...] = ()
        self._layers: tuple[_Layer, ...] = (_Layer(self._skills),)

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
    """Labels, and an automaton that finds them."""

    def __init__(self, skills: Sequence[Skill]) -> None:
        holders: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        preferred = ((label, skill.uri) for skill in skills for label in _preferred(skill))
        others = ((label, skill.uri) for skill in skills for label in skill.labels)
        for label, uri in chain(preferred, others):
            folded = matching_text(label).folded
            if len(folded) <= LONGEST_LABEL and any(map(str.isalnum, folded)):
                # A symbol at the end is a space already.
                holders[f" {folded}" if folded[-1] == " " else f" {folded} "].append((label, uri))
        self._automaton = AhoCorasick(holders, store_patterns=False)
        self._holders = list(holders.values())
        self._made: dict[int, tuple[_Label, ...]] = {}

    def found(self, text: MatchingText) -> Iterator[_Found]:
        """Yield where labels stand in the forms of a text."""
        cased = f"{text.cased} "  # so that there is always a character behind a label
        addresses = has_addresses(cased)
        made = self._made
        for number, start, _ in self._automaton.find_matches_as_indexes(f" {text.folded} ", overlapping=True):
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

    def _labels(self, number: int) -> tuple[_Label, ...]:
        """Make the labels that are one to the automaton, the longest first (C++ before C), where one is first met."""
        labels: dict[tuple[str, bool], _Label] = {}
        for label, uri in self._holders[number]:
            cased = matching_text(label).cased
            own_case = len(cased) <= OWN_CASE
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


def _preferred(skill: Skill) -> Iterator[str]:
    """Yield the preferred label, and the name alone of one like `Python (computer programming)`."""
    yield skill.label
    bare = _QUALIFIER.sub("", skill.label)
    if bare != skill.label:
        yield bare


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
