"""A family whole: the posting that stands for it, what sets each of the others apart, and what settles it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from store import Comparable, Judgement, Pair, PairKind, Store, UsageError, Verdict, normalised

from .clusters import clusters, stands_for
from .differences import differences, place_key
from .exact import apart

QUOTED = 28  # characters of words that differ
STATED = 8  # fields that a posting may state


@dataclass(frozen=True, slots=True)
class Relative:
    """A posting of a family, without its body. `at` is `source:locator`; `kind` what is proposed of it.

    `mine` is the asking annotator's word on it and the canonical posting, given to the two or to what it follows
    from; `theirs` what others say of the two.
    """

    posting: Comparable
    at: str
    kind: PairKind | None
    mine: Verdict | None
    theirs: tuple[Judgement, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """Postings that hang together, in the order of import.

    `why` says why the canonical one stands for them; `out` are parted from it by somebody, or by the annotator from
    any of `held`: what their verdicts tie to it, and what stood for the family before it was chosen. `pairs` are
    those between any two of all of them, `said` everybody's verdicts on them.
    """

    canonical: Relative
    why: str
    members: tuple[Relative, ...]
    out: tuple[Relative, ...]
    held: frozenset[str]
    pairs: tuple[Pair, ...]
    said: tuple[Judgement, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """All its postings, those that are out too."""
        return tuple(one.posting.key for one in (self.canonical, *self.members, *self.out))

    @property
    def open(self) -> int:
        """How many members wait for the annotator's word."""
        return sum(one.mine is None for one in self.members)


def family_of(store: Store, annotator: str, key: str, kept: Collection[str] = ()) -> Family:
    """Return the family of a posting: what proposals and joining verdicts tie to it, never across a parted pair.

    What is parted from the canonical posting is out. `kept` are of the family whatever ties them: those that were
    when a person began to take postings out, as proposals often make a star, and its middle may be what does not fit.
    """
    with store.snapshot():
        keys = [key, *kept]
        kin = store.kin(annotator, keys)
        pairs, said = store.kin_pairs(annotator, keys), store.kin_judgements(annotator, keys)
        parted = _parted(said)
        candidates = [one for one in kin if one not in parted[key]]
        chosen = {one: place for place, one in enumerate(store.canonical_choices(annotator))}
        complete = store.completeness(candidates)
        canonical = stands_for(candidates, chosen, complete)
        own = [one for one in said if one.annotator == annotator]
        before = sorted(chosen.keys() & set(candidates), key=chosen.__getitem__, reverse=True)
        unchosen = [one for one in candidates if one not in chosen]
        if unchosen:
            before.append(stands_for(unchosen, chosen, complete))
        stance = _stance(own, canonical, before, store.numbers_of([*{canonical, *_named(own)}]))
        out = (parted[canonical] | stance.out) - {canonical}
        inside = {*_reached(canonical, _ties(pairs, said, parted)), *kept} - {canonical} - out
        numbers = store.numbers_of([canonical, *inside, *out])
        postings = {one.key: one for one in store.comparables(list(numbers.values()), bodies=False).values()}
        places = store.places_of(numbers)
    proposed = {frozenset((pair.a, pair.b)): pair.kind for pair in pairs}
    words = _words(said)

    def relative(other: str) -> Relative:
        pair = frozenset((canonical, other))
        theirs = tuple(one for one in words[pair] if one.annotator != annotator)
        return Relative(postings[other], places[other], proposed.get(pair), stance.words.get(other), theirs)

    ordered = [one for one in postings if one != canonical]
    everybody = set(postings)
    return Family(
        canonical=relative(canonical),
        why=_why(canonical, chosen, complete),
        members=tuple(relative(one) for one in ordered if one in inside),
        out=tuple(relative(one) for one in ordered if one not in inside),
        held=stance.held,
        pairs=tuple(pair for pair in pairs if {pair.a, pair.b} <= everybody),
        said=tuple(one for one in said if {one.a, one.b} <= everybody),
    )


@dataclass(frozen=True, slots=True)
class _Stance:
    """What one annotator's verdicts make of a family: see Family for `held`, and Relative for `mine`, its `words`."""

    held: frozenset[str]
    out: frozenset[str]
    words: Mapping[str, Verdict]


def _stance(
    own: Sequence[Judgement], canonical: str, before: Sequence[str], rank: Mapping[str, int]
) -> _Stance:
    """Return what an annotator's own verdicts make of a family.

    `before` are those that stood for it before the canonical posting was chosen, the latest first: what was taken
    out was parted from one of them, and stays out when another is chosen.
    """
    tied = clusters(own, rank, [canonical]).by_member().get(canonical)
    words = {one.key: one.verdict for one in tied.members if one.verdict} if tied else {}
    parted = _parted(own)
    held = {canonical, *words}
    tied_to_it = frozenset(held)
    for former in before:
        if parted[former].isdisjoint(held):
            held.add(former)
    out = frozenset[str]().union(*(parted[key] for key in held)) - held
    # The words on the canonical posting itself go last.
    for one in sorted(own, key=lambda one: (canonical in (one.a, one.b), rank[one.a], rank[one.b])):
        for here, other in ((one.a, one.b), (one.b, one.a)):
            if other in out:
                holds = here in held and one.verdict.parts
            else:
                unsettled = one.verdict is Verdict.UNSURE and other not in tied_to_it
                holds = here == canonical or (here in held and unsettled)
            if holds:
                words[other] = one.verdict
    return _Stance(frozenset(held), out, words)


def _named(said: Iterable[Judgement]) -> set[str]:
    return {key for one in said for key in (one.a, one.b)}


def _parted(said: Iterable[Judgement]) -> defaultdict[str, set[str]]:
    parted: defaultdict[str, set[str]] = defaultdict(set)
    for one in said:
        if one.verdict.parts:
            parted[one.a].add(one.b)
            parted[one.b].add(one.a)
    return parted


def _ties(
    pairs: Sequence[Pair], said: Sequence[Judgement], parted: Mapping[str, set[str]]
) -> defaultdict[str, set[str]]:
    ties: defaultdict[str, set[str]] = defaultdict(set)
    claimed = [(pair.a, pair.b) for pair in pairs if pair.kind not in (None, PairKind.RELATED)]
    for a, b in [*claimed, *((one.a, one.b) for one in said if one.verdict.joins)]:
        if b not in parted.get(a, ()):
            ties[a].add(b)
            ties[b].add(a)
    return ties


def _reached(start: str, ties: Mapping[str, set[str]], without: str = "") -> set[str]:
    reached, waiting = {start}, [start]
    while waiting:
        fresh = ties.get(waiting.pop(), set()) - reached - {without}
        reached |= fresh
        waiting += fresh
    return reached


def _words(said: Iterable[Judgement]) -> defaultdict[frozenset[str], list[Judgement]]:
    words: defaultdict[frozenset[str], list[Judgement]] = defaultdict(list)
    for one in said:
        words[frozenset((one.a, one.b))].append(one)
    return words


def _why(canonical: str, chosen: Mapping[str, int], complete: Mapping[str, tuple[int, int]]) -> str:
    if canonical in chosen:
        return "chosen to stand for them"
    fields, length = complete[canonical]
    rivals = [one for key, one in complete.items() if key != canonical]
    if not any(one == (fields, length) for one in rivals):
        return f"most complete: states {fields} of {STATED} fields, in {length:,} characters"
    return f"first imported of the most complete: {fields} of {STATED} fields, {length:,} characters"


def settlement(family: Family) -> dict[tuple[str, str], Verdict]:
    """Return the verdicts that make one cluster of the members: each with the canonical posting, and open pairs.

    `variant` where that is proposed, or where both state places or dates and these differ; else `duplicate`. An open
    pair with a posting that the annotator took out gets the word with which that was taken out. Members the annotator
    is unsure of, or that are proposed as related, are left as they are. Raises UsageError where somebody parts two
    of the members.
    """
    canonical = family.canonical.posting.key
    settled = {
        one.posting.key: one
        for one in family.members
        if (one.mine is None and one.kind is not PairKind.RELATED)
        or (one.mine is not None and one.mine.joins)
    }
    for one in family.said:
        if one.verdict.parts and one.a in settled and one.b in settled:
            raise UsageError(
                f"{settled[one.a].at} and {settled[one.b].at} are {one.verdict} as {one.annotator} says, so they "
                "cannot both stay. Take one of them out, or take that verdict back."
            )
    postings = {key: one.posting for key, one in settled.items()} | {canonical: family.canonical.posting}
    said = {
        (canonical, key): _word(one.kind, postings[canonical], one.posting)
        for key, one in settled.items()
        if one.mine is None
    }
    given = {frozenset(pair) for pair in said}
    taken_out = {one.posting.key: one.mine for one in family.out if one.mine is not None and one.mine.parts}
    for pair in family.pairs:
        if (
            pair.verdict is not None
            or pair.kind in (None, PairKind.RELATED)
            or frozenset((pair.a, pair.b)) in given
        ):
            continue
        if pair.a in postings and pair.b in postings:
            said[pair.a, pair.b] = _word(pair.kind, postings[pair.a], postings[pair.b])
        for member, other in ((pair.a, pair.b), (pair.b, pair.a)):
            word = taken_out.get(other)
            if member in postings and word is not None:
                said[pair.a, pair.b] = word
    return said


def _word(kind: PairKind | None, a: Comparable, b: Comparable) -> Verdict:
    return Verdict.VARIANT if kind is PairKind.VARIANT or apart(a, b) else Verdict.DUPLICATE


def hanging_on(family: Family, key: str) -> list[str]:
    """Return a member and those that nothing but it ties to the canonical posting."""
    ties = _ties(family.pairs, family.said, _parted(family.said))
    canonical = family.canonical.posting.key
    hanging = _reached(key, ties, without=canonical) - _reached(canonical, ties, without=key)
    return [one.posting.key for one in family.members if one.posting.key in hanging]


def judging(family: Family, keys: Sequence[str], verdict: Verdict, annotator: str) -> list[tuple[str, str]]:
    """Return the pairs that get a verdict when it is given to members, or to postings that are out.

    Theirs with the canonical posting, and those with what the annotator holds for one with it, where their word on
    these says otherwise.
    """
    held = family.held | {
        one.posting.key for one in family.members if one.mine is not None and one.mine.joins
    }
    changed = set(keys)
    against = [
        (one.a, one.b)
        for one in family.said
        if one.annotator == annotator
        and (one.verdict.joins, one.verdict.parts) != (verdict.joins, verdict.parts)
        and ((one.a in changed and one.b in held - changed) or (one.b in changed and one.a in held - changed))
    ]
    return [*((family.canonical.posting.key, key) for key in keys), *against]


def what_differs(a: Comparable, b: Comparable) -> tuple[str, ...]:
    """Return in a few words what of the second posting's fields is not as in the first; its text is left out."""
    found = []
    if normalised(a.shown_title or "") != normalised(b.shown_title or ""):
        found.append(f"title “{b.shown_title}”" if b.shown_title else "no title")
    if normalised(a.company or "") != normalised(b.company or ""):
        found.append(f"employer {b.company}" if b.company else "no employer")
    if {place_key(place) for place in a.locations} != {place_key(place) for place in b.locations}:
        found.append("; ".join(place.name for place in b.locations) or "no place")
    if (a.date_posted or "") != (b.date_posted or ""):
        found.append(b.date_posted or "no date")
    return tuple(found)


def wording(a: str, b: str) -> str:
    """Return in a few words how the second of two texts is worded otherwise, empty where it is not."""
    left, right = differences(a, b)
    if not left and not right:
        return ""
    places = max(len(left), len(right))
    more = f" and {places - 1:,} more" if places > 1 else ""
    if not right:
        return f"without “{_quoted(a, left[0])}”{more}"
    return f"“{_quoted(b, right[0])}”{more}"


def _quoted(text: str, span: tuple[int, int]) -> str:
    words = " ".join(text[slice(*span)].split())
    return words if len(words) <= QUOTED else f"{words[: QUOTED - 1]}…"
