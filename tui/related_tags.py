"""What skills have to do with each other by everybody's tags, counted a little at a time beside other work."""

from collections.abc import Iterator
from time import monotonic
from typing import TYPE_CHECKING

from store import Store

if TYPE_CHECKING:
    from skills.relatedness import Relations
    from skills.tag_sets import Tags, TagSets

SOME = 1_000  # tagged postings counted at once, in a tenth of a second
QUICK = 0.5  # seconds: what is counted so fast is counted anew whenever it changed
SPARED = 10  # times as long as it took, else: others may change something every few seconds


class RelatedTags:
    """Counts the tags of a store when they are first asked for, and keeps the counts while tags change.

    For one thread. Counting a hundred thousand tagged postings takes ten seconds; until it is done, what was counted
    before holds.
    """

    def __init__(self) -> None:
        self._sets: TagSets | None = None
        self._coming: TagSets | None = None
        self._left: Iterator[tuple[str, Tags]] = iter(())
        self._changed: set[str] = set()  # while it is counted
        self._stale = True
        self._took = self._done = 0.0

    def relations(self, store: Store) -> "Relations | None":
        """Return what is known; None where nothing was counted yet."""
        if (
            self._coming is None
            and self._stale
            and (self._took < QUICK or monotonic() - self._done > SPARED * self._took)
        ):
            self._begin(store)
            self.count_on()
        return self._sets.relations if self._sets else None

    @property
    def is_counting(self) -> bool:
        """Whether there is more to count."""
        return self._coming is not None

    def count_on(self) -> None:
        """Count some more of what is left."""
        if self._coming is None:
            return
        begin = monotonic()
        for number, (key, tags) in enumerate(self._left, 1):
            if key not in self._changed:
                self._coming.tag(key, tags)
            if number == SOME:
                self._took += monotonic() - begin
                return
        self._sets, self._coming = self._coming, None
        self._done = monotonic()
        self._took += self._done - begin

    def tagged(self, store: Store, key: str) -> None:
        """Take note that the tags of a posting changed."""
        tags = store.tag_set(key)
        for sets in (self._sets, self._coming):
            if sets is not None:
                sets.tag(key, tags)
        if self._coming is not None:
            self._changed.add(key)

    def forget(self) -> None:
        """Take note that many tags changed, or what is one posting: they are counted anew when they are needed."""
        self._stale = True

    def _begin(self, store: Store) -> None:
        from duplicates.clusters import clustering
        from skills.tag_sets import TagSets

        groups = [
            [one.canonical, *(member.key for member in one.members if member.key != one.canonical)]
            for one in clustering(store).clusters
        ]
        self._coming, self._left = TagSets((), groups), store.tag_sets()
        self._changed.clear()
        self._stale, self._took = False, 0.0
