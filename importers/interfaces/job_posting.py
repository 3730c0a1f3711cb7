"""The JobPosting of schema.org as JSON: alone, in a list or a `@graph`, or inside what a crawler noted with it."""

from collections.abc import Sequence
from typing import Any

from importers.documents.json_records import Inside, Lacking
from importers.fields.structured import Fields
from importers.web.schema_org import fields_of, is_job_posting, job_postings

from .shapes import Shape


class JobPostingImporter(Shape):
    """Reads each JobPosting, however deep it lies."""

    name = "jobposting"
    description = "postings as the JobPosting of schema.org, in JSON"
    version = 1

    @property
    def inside(self) -> Inside | None:
        """What walks a value for postings."""
        return job_postings

    def matches(self, record: dict[str, Any]) -> bool:
        """Whether there is a posting in it."""
        return next(job_postings(record), None) is not None

    def knows(self, sample: Sequence[Any]) -> bool:
        """Whether there is a posting among things that have types: employers and pages stand beside postings."""
        found = [isinstance(value, dict) and self.matches(value) for value in sample]
        return any(found) and all(
            is_one or (isinstance(value, dict) and "@type" in value)
            for is_one, value in zip(found, sample, strict=True)
        )

    def fields(self, record: dict[str, Any]) -> Fields | Lacking:
        """Return what the posting states."""
        return fields_of(record) if is_job_posting(record) else Lacking(None, "there is no JobPosting in it")
