"""duplicates.csv: a verdict a line."""

from .models import DuplicateRow
from .table import Table


class DuplicatesCsv(Table):
    """Judged pairs only: a proposal that is still open is nobody's decision."""

    model = DuplicateRow

    def verdict(self, verdict: DuplicateRow) -> None:
        """Write a verdict."""
        self.row(verdict)
