"""Facts that a posting states behind a label: `Employer: Audible, Inc. Title: Data Scientist II`."""

import re
from dataclasses import dataclass

# A value longer than this is no value but a paragraph whose end was not found.
LONGEST_VALUE = 160

_FIELDS = {
    "title": ("Job Title", "Position Title", "Role Title", "Title"),
    "role": ("Position", "Role", "Vacancy"),
    "employer": ("Employer", "Company Name", "Company", "Organisation", "Organization"),
    "location": ("Job Location", "Work Location", "Location"),
    "salary": ("Salary Range", "Pay Range", "Salary", "Compensation", "Pay"),
    "external_id": (
        "Job Code", "Job ID", "Job Id", "Job Number", "Job Reference", "Job Ref", "Requisition ID",
        "Requisition Number", "Requisition", "Req ID", "Reference Number", "Reference", "Posting ID",
    ),
}  # fmt: skip
# Labels that state nothing we keep, but end the value before them.
_OTHERS = (
    "Duties", "Requirements", "Responsibilities", "Qualifications", "Benefits", "Department", "Team",
    "Employment Type", "Job Type", "Contract", "Hours", "Start Date", "Reports to", "Apply online", "Apply",
    "Contact", "Website", "Description", "Job Description", "Summary", "About", "Skills", "Experience",
)  # fmt: skip
_FIELD_OF = {label: field for field, labels in _FIELDS.items() for label in labels}
_LABEL = re.compile(
    r"(?<![^\s.;|(•*-])(?P<label>"
    + "|".join(re.escape(label) for label in sorted([*_FIELD_OF, *_OTHERS], key=len, reverse=True))
    + r")[ \t]?:(?=\s)[ \t]*"
)
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+(?=[^\W\d_a-zß-ÿ]|[-•*]\s|$)|[!?;](?=\s|$)|\n")
_ABBREVIATED = re.compile(r"\b(?:Inc|Ltd|Co|Corp|LLC|plc|Bros|St|Dr|Sr|Jr|Mt|No|[A-Z])\.$")


@dataclass(frozen=True, slots=True)
class Labels:
    """What a body states behind labels, verbatim but for a closing full stop; None: not stated.

    `role` stands behind a label such as `Position:`, which may name the role or go on to describe it.
    """

    title: str | None = None
    role: str | None = None
    employer: str | None = None
    location: str | None = None
    salary: str | None = None
    external_id: str | None = None


def labels_of(body: str) -> Labels:
    """Read the first value of each field. A label begins with a capital and ends with a colon."""
    found: dict[str, str] = {}
    marks = list(_LABEL.finditer(body))
    for number, mark in enumerate(marks):
        field = _FIELD_OF.get(mark["label"])
        if field is None or field in found:
            continue
        end = marks[number + 1].start() if number + 1 < len(marks) else len(body)
        value = _value(body[mark.end() : min(end, mark.end() + LONGEST_VALUE + 1)])
        if value:
            found[field] = value
    return Labels(**found)


def _value(text: str) -> str | None:
    """Return the part of text before its first sentence's end, or None if there is none in reach."""
    end = len(text)
    for boundary in _SENTENCE_END.finditer(text):
        if not _ABBREVIATED.search(text[max(0, boundary.start() - 8) : boundary.start()]):
            end = boundary.start()
            break
    if end > LONGEST_VALUE:
        return None
    value = text[:end].strip(" \t\n|•*-,;")
    return value if _ABBREVIATED.search(value) else value.removesuffix(".") or None
