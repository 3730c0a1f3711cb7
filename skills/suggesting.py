"""The skills to propose for a posting: the likeliest nine, numbered, each with its reasons in words.

A skill is proposed once, however many things speak for it. First come those that people tagged on copies of the
posting, the more of them the earlier; then those that the source names, in its order; then those that the text
mentions, required ones first, then preferred ones, then by how often and how early they stand there; last those that
go with the tags the posting has, by their score. Mentioned ones that a copy or the source speaks for too keep their
place in the text as evidence.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from store import Posting, Requirement, Section, Skill, SuggestionKind, Tag, folded, slug

from .mentions import Mention
from .relatedness import Relations, Suggestion
from .requirements import requirement_of

MOST = 9
RELATED_SCANNED = 40
"""Related skills looked at, as some of them may be proposed for other reasons already."""

_BY_STRENGTH = (Requirement.REQUIRED, Requirement.PREFERRED, Requirement.MENTIONED)
_RANK = (SuggestionKind.COPIES, SuggestionKind.SOURCE, SuggestionKind.MENTION, SuggestionKind.RELATED)


@dataclass(frozen=True, slots=True)
class Suggested:
    """A proposed skill. `kind` is what speaks for it first, `reasons` all that does, in words.

    `mention` is where it stands in the text, None where it does not: of several places the first that asks for it
    most. `why` says what the requirement is told by.
    """

    number: int
    skill: Skill
    kind: SuggestionKind
    requirement: Requirement
    why: str
    reasons: tuple[str, ...]
    mention: Mention | None


class Offer:
    """The skills that may be proposed, by URI and by their names. Made once for a vocabulary."""

    def __init__(self, skills: Iterable[Skill]) -> None:
        self.by_uri = {skill.uri: skill for skill in skills}

    @cached_property
    def by_name(self) -> dict[str, Skill]:
        """By any label, folded; made when a source first names a skill."""
        named = {folded(label): skill for skill in self.by_uri.values() for label in skill.labels}
        # A preferred label goes before another skill's other one.
        return named | {folded(skill.label): skill for skill in self.by_uri.values()}


@dataclass(slots=True)
class _Case:
    """What speaks for one skill: reasons and order by kind."""

    skill: Skill
    found: dict[SuggestionKind, tuple[str, tuple[float, ...]]]
    requirement: Requirement = Requirement.MENTIONED
    why: str = "nothing says more"
    mention: Mention | None = None

    @property
    def kind(self) -> SuggestionKind:
        return next(kind for kind in _RANK if kind in self.found)


def suggested(
    posting: Posting,
    offer: Offer,
    mentions: Sequence[Mention],
    copies: Sequence[Collection[Tag]] = (),
    relations: Relations | None = None,
    rejected: Collection[str] = (),
    annotator: str | None = None,
    told: Sequence[tuple[Requirement, str]] | None = None,
) -> list[Suggested]:
    """Return the likeliest skills for a posting, at most nine.

    `copies` are the tags of each other posting of its cluster; `rejected` the URIs that are not to be offered here.
    What `annotator` has tagged is not proposed, or what anybody has with None. `told` is what `requirement_of` says
    of each mention, where that is known already.
    """
    cases: dict[str, _Case] = {}
    mine = [tag for tag in posting.tags if annotator in (None, tag.annotator)]
    closed = {*rejected, *(tag.skill.uri for tag in mine)}
    _add_copies(cases, copies)
    _add_source(cases, posting, offer)
    if told is None:
        told = [requirement_of(posting.body, posting.sections, mention) for mention in mentions]
    _add_mentions(cases, posting, offer, mentions, told)
    if relations is not None:
        had = {tag.skill.uri for tag in mine}
        _add_related(cases, relations.suggestions(had, rejected, RELATED_SCANNED), offer)
    offered = [case for uri, case in cases.items() if uri not in closed]
    offered.sort(
        key=lambda case: (_RANK.index(case.kind), case.found[case.kind][1], folded(case.skill.label))
    )
    return [
        Suggested(
            number,
            case.skill,
            case.kind,
            case.requirement,
            case.why,
            tuple(case.found[kind][0] for kind in _RANK if kind in case.found),
            case.mention,
        )
        for number, case in enumerate(offered[:MOST], 1)
    ]


def _case(cases: dict[str, _Case], skill: Skill) -> _Case:
    return cases.setdefault(skill.uri, _Case(skill, {}))


def _add_copies(cases: dict[str, _Case], copies: Sequence[Collection[Tag]]) -> None:
    holders: defaultdict[str, int] = defaultdict(int)
    said: defaultdict[str, list[Requirement]] = defaultdict(list)
    skills: dict[str, Skill] = {}
    for tags in copies:
        for uri in {tag.skill.uri for tag in tags}:
            holders[uri] += 1
        for tag in tags:
            skills[tag.skill.uri] = tag.skill
            said[tag.skill.uri].append(tag.requirement)
    for uri, number in holders.items():
        if skills[uri].retired:
            continue
        case = _case(cases, skills[uri])
        words = (
            f"{number} of {len(copies)} copies {'has' if number == 1 else 'have'} it"
            if len(copies) > 1
            else "its copy has it"
        )
        case.found[SuggestionKind.COPIES] = (words, (-number,))
        case.requirement, case.why = _commonest(said[uri]), "as on its copies"


def _commonest(said: Sequence[Requirement]) -> Requirement:
    counts = Counter(said)
    return max(_BY_STRENGTH, key=lambda one: counts[one])


def _add_source(cases: dict[str, _Case], posting: Posting, offer: Offer) -> None:
    for place, claim in enumerate(posting.source_skills):
        name = folded(claim.text)
        if not name:
            continue
        skill = offer.by_name.get(name) or Skill(f"local:{slug(claim.text)}", claim.text)
        case = _case(cases, skill)
        if SuggestionKind.SOURCE not in case.found:
            case.found[SuggestionKind.SOURCE] = (f"the source names it {claim.requirement}", (place,))
            if SuggestionKind.COPIES not in case.found:
                case.requirement, case.why = claim.requirement, "as the source says"


def _add_mentions(
    cases: dict[str, _Case],
    posting: Posting,
    offer: Offer,
    mentions: Sequence[Mention],
    told: Sequence[tuple[Requirement, str]],
) -> None:
    places: defaultdict[str, list[tuple[Mention, tuple[Requirement, str]]]] = defaultdict(list)
    for mention, asked in zip(mentions, told, strict=True):
        offered = next((uri for uri in mention.uris if uri in offer.by_uri), None)
        if offered:
            places[offered].append((mention, asked))
    for uri, stands in places.items():
        case = _case(cases, offer.by_uri[uri])
        found = [mention for mention, _ in stands]
        case.mention, (requirement, why) = min(stands, key=lambda one: _BY_STRENGTH.index(one[1][0]))
        case.found[SuggestionKind.MENTION] = (
            _mentioned(found, case.mention, posting.sections),
            (_BY_STRENGTH.index(requirement), -len(found), found[0].start),
        )
        if case.kind is SuggestionKind.MENTION:
            case.requirement, case.why = requirement, why


def _mentioned(found: Sequence[Mention], shown: Mention, sections: Sequence[Section]) -> str:
    times = {1: "mentioned once", 2: "mentioned twice"}.get(len(found), f"mentioned {len(found)} times")
    section = next((part for part in sections if part.start <= shown.start < part.end), None)
    if section is None:
        return times
    heading = " ".join(section.heading.split()).rstrip(":")
    which = "" if len(found) == 1 else "first " if shown is found[0] else "also "
    return f"{times}, {which}in {heading}"


def _add_related(cases: dict[str, _Case], related: Iterable[Suggestion], offer: Offer) -> None:
    for one in related:
        if one.skill not in offer.by_uri:
            continue
        case = _case(cases, offer.by_uri[one.skill])
        uri, relation = max(one.because, key=lambda reason: reason[1].score)
        with_label = offer.by_uri[uri].label if uri in offer.by_uri else uri
        more = f", and with {len(one.because) - 1} more of its tags" if len(one.because) > 1 else ""
        case.found[SuggestionKind.RELATED] = (
            f"with {with_label} in {relation.together} of {relation.postings}, "
            f"expected {relation.expected:.1f}, score {relation.score:.2f}{more}",
            (-one.score,),
        )
