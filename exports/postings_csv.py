"""postings.csv: a posting a line, for spreadsheets and data frames."""

from .models import Facts, PostingModel, PostingRow
from .table import Table


class PostingsCsv(Table):
    """What is said of a posting stands in the other tables; here it is counted."""

    model = PostingRow

    def posting(self, posting: PostingModel) -> None:
        """Write a posting."""
        guess, cluster = posting.title_inferred, posting.cluster
        self.row(
            PostingRow(
                **{name: getattr(posting, name) for name in Facts.model_fields},
                title_inferred=guess.text if guess else None,
                locations=[place.text for place in posting.locations],
                source_skills=[claim.text for claim in posting.source_skills],
                tags=len(posting.tags),
                notes=len(posting.notes),
                states=[f"{state.annotator} {state.state}" for state in posting.states],
                cluster=cluster.canonical if cluster else None,
                body=posting.body,
            )
        )
