"""What a verdict on a pair would bring about, told before it is given."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from store import Judgement, Store, Verdict

from .chains import Chains, Contradiction, by_parted
from .clusters import Clustering, Refusal, clusters

LOOKED_AT = 20  # contradictions about a pair's clusters whose chains are searched for it


@dataclass(frozen=True, slots=True)
class Outlook:
    """What joining and parting a pair would do, beside what stands.

    `canonical` is the posting that stands for the two now, or would. `joined` is how many postings the cluster of
    the two would have, 0 where they would stay apart. What a joining or a parting verdict would contradict is None
    where that is nothing. `standing` is a contradiction that the pair has a part in as it is, `others` what others
    said of it.
    """

    canonical: str
    joined: int
    against_joining: Contradiction | None
    against_parting: Contradiction | None
    standing: Contradiction | None
    others: tuple[Judgement, ...] = ()


def outlook(store: Store, annotator: str, a: str, b: str) -> Outlook:
    """Return what a verdict of an annotator's on two postings, in the order of import, would bring about."""
    with store.snapshot():
        said, order, choices = store.judged_around([a, b], annotator)
        complete = store.completeness(order)

    def made(verdict: Verdict | None) -> tuple[list[Judgement], Clustering]:
        mine = [one for one in said if not (_is(one, a, b) and one.annotator == annotator)]
        if verdict is not None:
            mine.append(Judgement(a, b, verdict, annotator, ""))
        return mine, clusters(mine, order, choices, complete)

    now = clusters(said, order, choices, complete)
    joined, parted = made(Verdict.DUPLICATE), made(Verdict.DISTINCT)
    cluster = joined[1].by_member().get(a)
    tied = cluster is not None and any(member.key == b for member in cluster.members)
    return Outlook(
        canonical=cluster.canonical if cluster else a,
        joined=len(cluster.members) if cluster and tied else 0,
        against_joining=_new(*joined, now, a, b),
        against_parting=_new(*parted, now, a, b),
        standing=_standing(said, now, a, b),
        others=tuple(one for one in said if _is(one, a, b) and one.annotator != annotator),
    )


def _is(one: Judgement, a: str, b: str) -> bool:
    return {one.a, one.b} == {a, b}


def _new(
    said: Sequence[Judgement], made: Clustering, now: Clustering, a: str, b: str
) -> Contradiction | None:
    """Return what was no contradiction before, one that the pair itself has a part in if there is such a one."""
    known = {(refusal.a, refusal.b) for refusal in now.refusals}
    new = [one for one in made.refusals if (one.a, one.b) not in known]
    if not new:
        return None
    groups = by_parted(new)
    groups.sort(key=lambda group: not _concerns(group, a, b))
    return Chains(said, made.refusals).contradiction(groups[0])


def _standing(said: Sequence[Judgement], now: Clustering, a: str, b: str) -> Contradiction | None:
    groups = by_parted(now.refusals)
    chains = Chains(said, now.refusals)
    for group in groups:
        if _concerns(group, a, b):
            own = [one for one in group if {one.a, one.b} == {a, b}]
            return replace(chains.contradiction(own or group), unfollowed_in_all=len(group))
    return next((one for one in map(chains.contradiction, groups[:LOOKED_AT]) if one.has(a, b)), None)


def _concerns(refusals: Sequence[Refusal], a: str, b: str) -> bool:
    """Whether the pair is what is not followed, or what parts."""
    return any({a, b} in ({one.a, one.b}, set(one.parted)) for one in refusals)
