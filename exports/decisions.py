"""Whose word counts where several people said something of one posting."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from store import Store, UsageError

from .models import PostingModel, StateModel, TagModel


class Decisions:
    """Makes of what everybody said of a posting what the dataset says; this one takes all of it, side by side.

    `left_out` counts by reason what is dropped.
    """

    def __init__(self) -> None:
        self.left_out: Counter[str] = Counter()

    def of(self, posting: PostingModel) -> PostingModel:
        """Return a posting of the dataset with the decisions that count."""
        return posting

    def tags(
        self, key: str, body: str, tags: Sequence[TagModel], states: Sequence[StateModel]
    ) -> Sequence[TagModel]:
        """Return the tags that count of a posting for which another one stands."""
        return tags


class OneAnnotator(Decisions):
    """What one annotator said: tags, notes and states. Verdicts stay, as clusters follow from everybody's."""

    def __init__(self, called: str) -> None:
        super().__init__()
        self._called = called

    def of(self, posting: PostingModel) -> PostingModel:
        """Return the posting without what others said of it."""
        notes = [note for note in posting.notes if note.annotator == self._called]
        states = [state for state in posting.states if state.annotator == self._called]
        for what, kept, given in (
            ("notes of other annotators", notes, posting.notes),
            ("states of other annotators", states, posting.states),
        ):
            if len(kept) < len(given):
                self.left_out[what] += len(given) - len(kept)
        return replace(posting, tags=self._own(posting.tags), notes=notes, states=states)

    def tags(
        self, key: str, body: str, tags: Sequence[TagModel], states: Sequence[StateModel]
    ) -> Sequence[TagModel]:
        """Return the annotator's tags."""
        return self._own(tags)

    def _own(self, tags: Sequence[TagModel]) -> list[TagModel]:
        kept = [tag for tag in tags if tag.annotator == self._called]
        if len(kept) < len(tags):
            self.left_out["tags of other annotators"] += len(tags) - len(kept)
        return kept


def annotator_named(store: Store, called: str) -> str:
    """Return the name of an annotator by name or pseudonym; raises UsageError where there is none."""
    people: Mapping[str, str] = store.pseudonyms()
    if called in people:
        return called
    named = [name for name, pseudonym in people.items() if pseudonym == called]
    if not named:
        raise UsageError(f"Nobody called {called!r} has decided anything. `postil status` lists who has.")
    return named[0]
