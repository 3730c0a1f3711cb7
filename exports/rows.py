"""From the store's records to the rows of a dataset, checked on the way out."""

from collections.abc import Iterator, Sequence
from datetime import date

from store import Cluster, Posting, Store, StoreError

from .models import Claim, ClusterModel, MemberModel, Part, Place, PostingModel, TitleGuess
from .statements import NOBODY, Statements


class Rows:
    """The rows of one state of a database: make and read them within one snapshot of it.

    Annotators go by pseudonyms, unless `names` are asked for.
    """

    def __init__(self, store: Store, clusters: Sequence[Cluster], *, names: bool) -> None:
        self._store = store
        self._names = names
        self._by_member = {member.key: cluster for cluster in clusters for member in cluster.members}

    def postings(self) -> Iterator[PostingModel]:
        """Yield all postings in the order of import, each with all that was said of it.

        Raises StoreError where a quote is not what stands at its offsets.
        """
        said = Statements(self._store, names=self._names)
        for posting in self._store.every_posting(NOBODY):
            _check(posting)
            yield self._posting(posting, said)

    def _posting(self, posting: Posting, said: Statements) -> PostingModel:
        guess = posting.title_inferred
        cluster = self._by_member.get(posting.key)
        return PostingModel(
            key=posting.key,
            source=posting.source,
            locator=posting.locator,
            external_id=posting.external_id,
            url=posting.url,
            title=posting.title,
            title_inferred=guess
            and TitleGuess(text=guess.text, rule=guess.rule, start=guess.start, end=guess.end),
            company=posting.company,
            locations=[
                Place(text=place.text, country=place.country, region=place.region, city=place.city)
                for place in posting.locations
            ],
            work_mode=posting.work_mode,
            employment_type=list(posting.employment_type),
            date_posted=date.fromisoformat(posting.date_posted) if posting.date_posted else None,
            salary_text=posting.salary_text,
            revision=posting.revision,
            body=posting.body,
            sections=[
                Part(heading=part.heading, start=part.start, end=part.end) for part in posting.sections
            ],
            source_skills=[
                Claim(text=claim.text, requirement=claim.requirement) for claim in posting.source_skills
            ],
            tags=said.tags(posting),
            notes=said.notes(posting),
            states=said.states(posting),
            chosen=said.chosen(posting),
            pairs=said.pairs(posting),
            cluster=cluster
            and ClusterModel(
                canonical=cluster.canonical,
                members=[MemberModel(key=member.key, verdict=member.verdict) for member in cluster.members],
            ),
        )


def _check(posting: Posting) -> None:
    quoted = [(item.span.start, item.span.end, item.span.quote) for item in posting.tags if item.span]
    quoted += [(item.span.start, item.span.end, item.span.quote) for item in posting.notes if item.span]
    if posting.title_inferred:
        guess = posting.title_inferred
        quoted.append((guess.start, guess.end, guess.text))
    for start, end, quote in quoted:
        if posting.body[start:end] != quote:
            raise StoreError(
                f"{posting.source}:{posting.locator} ({posting.key}): from {start} to {end} the text does not "
                "read as it is quoted, so no dataset was written. `postil check` lists what is wrong."
            )
