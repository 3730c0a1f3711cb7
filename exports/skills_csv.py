"""skills.csv: a tag a line."""

from .models import PostingModel, SkillRow
from .table import Table


class SkillsCsv(Table):
    """In the order of the postings, then of the places in the text."""

    model = SkillRow

    def posting(self, posting: PostingModel) -> None:
        """Write the tags of a posting."""
        for tag in posting.tags:
            self.row(SkillRow(posting=posting.key, **tag.model_dump()))
