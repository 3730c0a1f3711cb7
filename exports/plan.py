"""What a person wants of a dataset."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from store import State, UsageError

EVERYBODY = "all"
MAJORITY, ADJUDICATED = "majority", "adjudicated"
AGREED = (MAJORITY, ADJUDICATED)


@dataclass(frozen=True, slots=True)
class Plan:
    """What goes into a dataset; the default is everything there is, everybody by pseudonym.

    `query` is a search as `annotator` sees it. `state` is that of anybody, or where `decisions` names an annotator,
    theirs. `decisions` is `all`, `majority`, `adjudicated` or an annotator. `splits` gives per cent by name, in
    order; `strict` keeps also `related` and waiting pairs in one split.
    """

    annotator: str = ""
    query: str = ""
    state: State | None = None
    decisions: str = EVERYBODY
    one_per_cluster: bool = False
    redact: bool = False
    raw: bool = False
    names: bool = False
    splits: Mapping[str, int] = field(default_factory=dict)
    strict: bool = False

    def __post_init__(self) -> None:
        if self.raw and self.redact:
            raise UsageError(
                "Raw records hold all that --redact would blacken. Ask for one of --with-raw and --redact."
            )

    @property
    def agreed(self) -> bool:
        """Whether one answer is to stand for all annotators."""
        return self.decisions in AGREED

    @property
    def whose(self) -> str | None:
        """The annotator whose word alone counts; None where more than one person's does."""
        return None if self.decisions in (EVERYBODY, *AGREED) else self.decisions

    @property
    def asked(self) -> tuple[str, ...]:
        """What was asked for beside everything, in sentences for the data card."""
        said = []
        if self.query.strip():
            said.append(f"Only postings that this search finds: {self.query.strip()}")
        if self.state is not None:
            said.append(f"Only postings in the state {self.state.value}.")
        if self.one_per_cluster:
            said.append(
                "One posting of each cluster, the canonical one, with the tags of the whole cluster. A tag keeps its "
                "place where the same words stand in the canonical text, and is without one where they do not."
            )
        if self.whose is not None:
            said.append("Tags, notes and states of one annotator alone; verdicts and clusters of everybody.")
        elif self.agreed:
            said += [_AGREED[self.decisions], *_AGREED_BOTH]
        if self.redact:
            said.append(
                "E-mail addresses and telephone numbers that were found by pattern are blackened, each character by "
                "a star. Others may be left."
            )
        if self.raw:
            said.append("With the records as they were imported, in the field `raw`.")
        if self.strict:
            said.append(
                "Splits also keep together what was judged related, and pairs that wait for a verdict."
            )
        return tuple(said)


_AGREED = {
    MAJORITY: (
        "One answer stands for all annotators: the one that more than half of those who answered gave, or what was "
        "settled by adjudication."
    ),
    ADJUDICATED: (
        "One answer stands for all annotators: what was settled by adjudication, and what nobody disagrees on. Where "
        "answers differ and nobody settled it, there is none, also where most gave the same."
    ),
}
_AGREED_BOTH = (
    "Who is done with a posting has answered for every skill on it; tags of those who are not done do not count. An "
    "adjudication holds while the answers it was made from stand; after that the answers count again.",
    "Where one annotator alone answered, that answer stands, and is marked as single.",
    "What has no majority or waits to be settled is left out, and listed with all answers: in disagreements.csv, or "
    "in losses.csv of another tool's form. Open words are left out, and their tag stays.",
    "Verdicts are settled likewise, and clusters and splits follow from what they come to: an open one ties and "
    "parts nothing.",
)
