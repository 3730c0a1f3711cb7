"""From verdicts to clusters: what people tied together, never across what anybody parted."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from store import Cluster, Judgement, Member, Store, Verdict

from .groups import Edge, Groups


@dataclass(frozen=True, slots=True)
class Refusal:
    """A pair that somebody tied and that stays apart, because it would bring `parted` into one cluster."""

    a: str
    b: str
    parted: Edge


@dataclass(frozen=True, slots=True)
class Clustering:
    """Clusters in the order of their first members, and the verdicts that could not be followed."""

    clusters: tuple[Cluster, ...]
    refusals: tuple[Refusal, ...]

    def by_member(self) -> dict[str, Cluster]:
        """Return the cluster of each key that is in one."""
        return {member.key: cluster for cluster in self.clusters for member in cluster.members}


def clustering(store: Store, said: Sequence[Judgement] | None = None) -> Clustering:
    """Return the clusters as the verdicts in a database make them now, or as these do, which settle its pairs."""
    said = store.judgements() if said is None else said
    return clusters(said, store.judged(), store.canonical_choices(), store.completeness(_joined(said)))


def clustering_of(store: Store, keys: Sequence[str], annotator: str | None = None) -> Clustering:
    """Return the clusters that these postings are in, and the verdicts on those that could not be followed.

    The same as in `clustering`, without a look at any other posting; with an annotator without what is hidden from
    them.
    """
    said, order, choices = store.judged_around(keys, annotator)
    return clusters(said, order, choices, store.completeness(_joined(said)))


def _joined(said: Iterable[Judgement]) -> set[str]:
    return {key for one in said if one.verdict.joins for key in (one.a, one.b)}


def cluster_of(store: Store, key: str, annotator: str | None = None) -> Cluster | None:
    """Return the cluster of a posting, with an annotator as far as it is not hidden from them, or None."""
    return clustering_of(store, [key], annotator).by_member().get(key)


def clusters(
    judgements: Iterable[Judgement],
    order: Sequence[str] | Mapping[str, int],
    canonical_choices: Sequence[str],
    completeness: Mapping[str, tuple[int, int]] = MappingProxyType({}),
) -> Clustering:
    """Tie postings by `duplicate` and `variant`, never two that a `related` or `distinct` of anybody parts.

    `order` gives every judged key its place in the order of import; `canonical_choices` has the latest
    choice last. Where none was chosen, the canonical posting is the most complete of a cluster, then the first
    imported. Where not all verdicts can be followed, those of `duplicate` come first, then the earlier
    pair, so the order of `judgements` makes no difference. A pair on which people tie with different
    words is a variant, the word that claims less.
    """
    rank = order if isinstance(order, Mapping) else {key: place for place, key in enumerate(order)}
    ties: dict[Edge, Verdict] = {}
    parted: set[Edge] = set()
    for judgement in judgements:
        a, b = sorted((judgement.a, judgement.b), key=rank.__getitem__)
        if judgement.verdict.parts:
            parted.add((a, b))
        elif judgement.verdict.joins and ties.get((a, b)) is not Verdict.VARIANT:
            ties[a, b] = judgement.verdict

    def place(edge: Edge) -> tuple[int, int]:
        return rank[edge[0]], rank[edge[1]]

    groups = Groups(sorted(parted, key=place))
    tied: defaultdict[str, dict[str, Verdict]] = defaultdict(dict)
    refusals = []
    for edge in sorted(ties, key=lambda edge: (ties[edge] is Verdict.VARIANT, *place(edge))):
        broken = groups.join(edge)
        if broken:
            refusals.append(Refusal(*edge, parted=broken))
        else:
            a, b = edge
            tied[a][b] = tied[b][a] = ties[edge]

    latest = {key: place for place, key in enumerate(canonical_choices)}
    found = []
    for members in groups.together():
        members.sort(key=rank.__getitem__)
        canonical = stands_for(members, latest, completeness)
        found.append(_cluster(canonical, members, tied))
    found.sort(key=lambda cluster: rank[cluster.members[0].key])
    refusals.sort(key=lambda refusal: place((refusal.a, refusal.b)))
    return Clustering(tuple(found), tuple(refusals))


def stands_for(
    members: Sequence[str], latest: Mapping[str, int], completeness: Mapping[str, tuple[int, int]]
) -> str:
    """Return the one chosen last, else the most complete one; of equal ones the first, as they are given."""
    return max(members, key=lambda key: (latest.get(key, -1), completeness.get(key, (0, 0))))


def _cluster(canonical: str, members: Sequence[str], tied: Mapping[str, Mapping[str, Verdict]]) -> Cluster:
    """A member has its verdict with the canonical posting, else `duplicate` where only such ties lead there."""
    reached, waiting = {canonical}, [canonical]
    while waiting:
        ties = tied[waiting.pop()].items()
        fresh = [key for key, verdict in ties if verdict is Verdict.DUPLICATE and key not in reached]
        reached.update(fresh)
        waiting += fresh

    def verdict(key: str) -> Verdict | None:
        if key == canonical:
            return None
        indirect = Verdict.DUPLICATE if key in reached else Verdict.VARIANT
        return tied[key].get(canonical, indirect)

    return Cluster(canonical, tuple(Member(key, verdict(key)) for key in members))
