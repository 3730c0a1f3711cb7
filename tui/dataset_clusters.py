"""The clusters of a dataset: made of the verdicts that count in it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exports import Plan
    from store import Cluster, Store


def clusters_of(store: "Store", plan: "Plan") -> "tuple[Cluster, ...]":
    """Return the clusters as the verdicts make them that count by a plan. It loads what makes datasets."""
    from duplicates.clusters import clustering
    from exports import judgements_of

    return clustering(store, judgements_of(store, plan)).clusters
