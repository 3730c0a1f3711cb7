"""The few words that a field of a record may have."""

from enum import StrEnum


class Requirement(StrEnum):
    """How a posting asks for a skill."""

    REQUIRED = "required"
    PREFERRED = "preferred"
    MENTIONED = "mentioned"


class State(StrEnum):
    """One annotator's progress on one posting. No row in the database means TODO."""

    TODO = "todo"
    DONE = "done"
    SKIPPED = "skipped"
    FLAGGED = "flagged"


class PairKind(StrEnum):
    """What the machine proposes of a pair."""

    EXACT = "exact"
    VARIANT = "variant"
    NEAR = "near"
    RELATED = "related"


class PairOrder(StrEnum):
    """In which order open pairs are asked about.

    UNCERTAIN begins with the near ones whose score is nearest to one half: there a person knows most better than
    the machine. FAMILY begins with the family that most postings are in, ALIKE with the highest score.
    """

    UNCERTAIN = "most uncertain first"
    FAMILY = "largest family first"
    ALIKE = "most similar first"


class Verdict(StrEnum):
    """A person's word on a pair."""

    DUPLICATE = "duplicate"
    VARIANT = "variant"
    RELATED = "related"
    DISTINCT = "distinct"
    UNSURE = "unsure"

    @property
    def joins(self) -> bool:
        """Whether the two postings belong in one cluster."""
        return self in (Verdict.DUPLICATE, Verdict.VARIANT)

    @property
    def parts(self) -> bool:
        """Whether no cluster may hold both postings."""
        return self in (Verdict.RELATED, Verdict.DISTINCT)


class SuggestionKind(StrEnum):
    """Why a skill is proposed: the source names it, copies have it, the text mentions it, other tags suggest it."""

    SOURCE = "source"
    COPIES = "copies"
    MENTION = "mention"
    RELATED = "related"


class QueueOrder(StrEnum):
    """In which order postings are gone through.

    UNSEEN begins with those the annotator never looked at, then those looked at longest ago. DUPLICATES begins with
    the posting of the most similar open pair. UNLIKE begins with employers of whom the annotator has done the fewest
    postings. Where an order says nothing, it is that of the import.
    """

    IMPORTED = "imported"
    UNSEEN = "longest unseen"
    DUPLICATES = "most likely duplicates"
    UNLIKE = "least like what is done"
