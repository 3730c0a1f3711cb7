"""notes.csv: a note a line."""

from .models import NoteRow, PostingModel
from .table import Table


class NotesCsv(Table):
    """In the order of the postings, then of time."""

    model = NoteRow

    def posting(self, posting: PostingModel) -> None:
        """Write the notes of a posting."""
        for note in posting.notes:
            self.row(NoteRow(posting=posting.key, **note.model_dump()))
