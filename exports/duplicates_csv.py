"""duplicates.csv: a verdict a line."""

from .models import DuplicateRow, PostingModel
from .table import Table


class DuplicatesCsv(Table):
    """Judged pairs only: a proposal that is still open is nobody's decision.

    In the order in which the second posting of each pair was imported.
    """

    model = DuplicateRow

    def posting(self, posting: PostingModel) -> None:
        """Write the verdicts on the pairs of a posting with earlier ones."""
        for pair in posting.pairs:
            for verdict in pair.verdicts:
                self.row(
                    DuplicateRow(
                        a=pair.other,
                        b=posting.key,
                        kind=pair.kind,
                        score=pair.score,
                        reasons=pair.reasons,
                        **verdict.model_dump(),
                    )
                )
