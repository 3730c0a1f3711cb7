"""Copying the tags of a posting to all its cluster, or to all that a search finds, once it was said how many."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from store import Copying, Posting, Query, Store, UsageError
from tui.commands import key_of
from tui.widgets.line_list import ListLine, line

from .offering import Offering


class _Target(NamedTuple):
    """Where tags can be copied to, in words, and what that would do."""

    name: str
    to: Sequence[str] | Query
    would: Copying

    @property
    def words(self) -> str:
        """What would be done."""
        would = self.would
        if not would.tags:
            return f"{self.name}: all {would.unchanged:,} have them already"
        said = f"{_counted(would.tags, 'tag')} to {_counted(would.postings, 'posting')}"
        if would.without_evidence:
            said += f" ({would.without_evidence:,} without evidence)"
        return f"{said}: {self.name}"


class CopyingTags(Offering):
    """Tags for many postings at once."""

    def action_copy(self) -> None:
        """Copy the posting's tags, once it was chosen where to."""
        self.lead_to_field(self._copy)

    async def _copy(self) -> None:
        posting, view = self.view.posting, self.view
        if posting is None or not self.own_tags:
            raise UsageError(f"There is no tag of yours to copy: {key_of('review', 'tag')} tags a skill.")
        wanted = view.query if view.text else None
        targets = await self.app.lanes.read.run(_targets, self.app.annotator, posting, wanted, view.text)
        if not targets:
            raise UsageError(
                "Nothing to copy to: this posting is in no cluster. "
                f"A search ({key_of('review', 'search')}) gives others to copy to."
            )
        lines = [
            line(one.words) if one.would.tags else ListLine(((one.words, "heading"),)) for one in targets
        ]

        def chosen(at: int | None) -> None:
            self.app.release_keys()
            if at is not None and targets[at].would.tags:
                self.turns.add(partial(self._copy_to, posting.key, targets[at].to))

        from tui.screens.choice import Choice

        self.app.push_screen(Choice(f"Copy {_counted(len(self.own_tags), 'tag')}", lines), chosen)

    async def _copy_to(self, key: str, to: Sequence[str] | Query) -> None:
        saved = await self.app.lanes.write.run(Store.copy_tags, self.app.annotator, key, to)
        if saved is None:
            self.app.say("All of them have these tags by now.")
        await self.show_again(saved)


def _targets(
    store: Store, annotator: str, posting: Posting, wanted: Query | None, text: str
) -> list[_Target]:
    from duplicates.clusters import cluster_of

    found: list[tuple[str, Sequence[str] | Query]] = []
    cluster = cluster_of(store, posting.key, annotator)
    if cluster is not None:
        found.append(("its cluster", [member.key for member in cluster.members]))
    if wanted is not None:
        found.append((f"the search {text}", wanted))
    return [_Target(name, to, store.count_copies(annotator, posting.key, to)) for name, to in found]


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
