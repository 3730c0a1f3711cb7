"""The tags of one posting of each cluster, and what skills have to do with each other by them, kept up to date.

Copies would count one employer's wishes many times, so of postings that are one only the first with tags counts, the
canonical one before all others.
"""

from collections.abc import Iterable, Sequence

from .relatedness import Relations

Tags = tuple[str, ...]


class TagSets:
    """Tag sets by posting, with `relations` counted from them; a change costs the same however many there are."""

    def __init__(self, sets: Iterable[tuple[str, Tags]], clusters: Iterable[Sequence[str]] = ()) -> None:
        """`sets` are the skills of each tagged posting, `clusters` the postings that are one, the canonical first."""
        self._sets = dict(sets)
        self._together = {key: cluster for cluster in map(tuple, clusters) for key in cluster}
        first = {self._first(key) for key in self._sets}
        self.relations = Relations(self._sets[key] for key in first if key)

    def tag(self, posting: str, tags: Tags) -> None:
        """Take note of what a posting is tagged with now."""
        before = self._first(posting)
        counted = self._sets.get(before, ()) if before else ()
        if tags:
            self._sets[posting] = tags
        else:
            self._sets.pop(posting, None)
        after = self._first(posting)
        now = self._sets[after] if after else ()
        if now != counted:
            self._exchange(counted, now)

    def cluster(self, clusters: Iterable[Sequence[str]], about: Iterable[str] = ()) -> None:
        """Take note of clusters as they are now; postings in `about` that are in none of them stand alone now."""
        groups = [tuple(cluster) for cluster in clusters]
        touched = {*about, *(key for group in groups for key in group)}
        touched |= {member for key in touched for member in self._together.get(key, ())}
        before = {self._first(key) for key in touched}
        for key in touched:
            self._together.pop(key, None)
        self._together |= {key: group for group in groups for key in group}
        after = {self._first(key) for key in touched}
        for first in before - after:
            self.relations.remove(self._sets[first] if first else ())
        for first in after - before:
            self.relations.add(self._sets[first] if first else ())

    def _first(self, posting: str) -> str | None:
        """Return the posting that counts for the cluster of one, None where none has a tag."""
        return next((key for key in self._together.get(posting, (posting,)) if key in self._sets), None)

    def _exchange(self, before: Tags, now: Tags) -> None:
        if before:
            self.relations.remove(before)
        if now:
            self.relations.add(now)
