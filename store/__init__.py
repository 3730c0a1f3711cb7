"""The database room: records, errors and the store. Nothing outside it knows SQL.

`store.drafts` is public too, and apart: it loads pydantic, which only importing needs.

A name is loaded when it is first asked for: no command needs all records, and to make their classes is most of what
loading the store takes. All records are frozen.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .adoption import Adoption
    from .anchors import found_again
    from .clusters import Cluster, Member
    from .copying import Copying
    from .counts import AnnotatorCount, DayCount, MentionCount, Progress, Status, SuggestionCount
    from .datasets import Placing, SourceImport
    from .errors import (
        Busy,
        Damaged,
        DiskFull,
        InvalidSpan,
        NetworkFileSystem,
        NewerDatabase,
        NotADatabase,
        NotFound,
        Outdated,
        PostilError,
        ReadOnly,
        StoreError,
        Unreadable,
        UsageError,
    )
    from .event import Event
    from .import_report import ImportProblem, ImportReport
    from .importing import ImportRun, Refusal
    from .merge_report import BundleReport, Joined, MergeReport
    from .pairs import Judgement, Pair, Proposal
    from .places import Place, SavedSearch, Spot
    from .postings import (
        InferredTitle,
        Location,
        Note,
        Posting,
        Problem,
        Row,
        Section,
        Skill,
        SourceSkill,
        Span,
        Tag,
        Window,
    )
    from .query import EVERYTHING, MINE, Fault, Query, parse
    from .shares import Assigning, Share, Shares, Sharing
    from .snippets import hits, snippet
    from .sql.imports import Origin
    from .sql.models import JudgedPair, LearnedModel, ScoredPair
    from .sql.occurrences import Occurrences
    from .sql.phrases import PhraseIndex
    from .sql.sketches import Comparable, Fingerprints, Heading, Sketch
    from .sql.skills import slug
    from .statements import Choice, Marked, Statement, Told
    from .store import Store
    from .story import Arrival
    from .text import INVISIBLE, canonical, canonical_line, folded, normalised, visible
    from .understanding import Blank, Pending, Understood
    from .units import (
        Adjudication,
        Answer,
        Answered,
        Disagreements,
        Reason,
        Settled,
        Unit,
        UnitKind,
        UnitName,
        verdict_on,
    )
    from .words import PairKind, PairOrder, QueueOrder, Requirement, State, SuggestionKind, Verdict

_NAMES = {
    "adoption": "Adoption",
    "anchors": "found_again",
    "clusters": "Cluster Member",
    "copying": "Copying",
    "counts": "AnnotatorCount DayCount MentionCount Progress Status SuggestionCount",
    "datasets": "Placing SourceImport",
    "errors": "Busy Damaged DiskFull InvalidSpan NetworkFileSystem NewerDatabase NotADatabase "
    "NotFound Outdated PostilError ReadOnly StoreError Unreadable UsageError",
    "event": "Event",
    "import_report": "ImportProblem ImportReport",
    "importing": "ImportRun Refusal",
    "merge_report": "BundleReport Joined MergeReport",
    "pairs": "Judgement Pair Proposal",
    "places": "Place SavedSearch Spot",
    "postings": "InferredTitle Location Note Posting Problem Row Section Skill SourceSkill Span Tag Window",
    "query": "EVERYTHING MINE Fault Query parse",
    "shares": "Assigning Share Shares Sharing",
    "snippets": "hits snippet",
    "sql.imports": "Origin",
    "sql.models": "JudgedPair LearnedModel ScoredPair",
    "sql.occurrences": "Occurrences",
    "sql.phrases": "PhraseIndex",
    "sql.sketches": "Comparable Fingerprints Heading Sketch",
    "sql.skills": "slug",
    "statements": "Choice Marked Statement Told",
    "store": "Store",
    "story": "Arrival",
    "text": "INVISIBLE canonical canonical_line folded normalised visible",
    "understanding": "Blank Pending Understood",
    "units": "Adjudication Answer Answered Disagreements Reason Settled Unit UnitKind UnitName verdict_on",
    "words": "PairKind PairOrder QueueOrder Requirement State SuggestionKind Verdict",
}
_MODULE = {name: module for module, names in _NAMES.items() for name in names.split()}

__all__ = [
    "EVERYTHING",
    "INVISIBLE",
    "MINE",
    "Adjudication",
    "Adoption",
    "AnnotatorCount",
    "Answer",
    "Answered",
    "Arrival",
    "Assigning",
    "Blank",
    "BundleReport",
    "Busy",
    "Choice",
    "Cluster",
    "Comparable",
    "Copying",
    "Damaged",
    "DayCount",
    "Disagreements",
    "DiskFull",
    "Event",
    "Fault",
    "Fingerprints",
    "Heading",
    "ImportProblem",
    "ImportReport",
    "ImportRun",
    "InferredTitle",
    "InvalidSpan",
    "Joined",
    "JudgedPair",
    "Judgement",
    "LearnedModel",
    "Location",
    "Marked",
    "Member",
    "MentionCount",
    "MergeReport",
    "NetworkFileSystem",
    "NewerDatabase",
    "NotADatabase",
    "NotFound",
    "Note",
    "Occurrences",
    "Origin",
    "Outdated",
    "Pair",
    "PairKind",
    "PairOrder",
    "Pending",
    "PhraseIndex",
    "Place",
    "Placing",
    "PostilError",
    "Posting",
    "Problem",
    "Progress",
    "Proposal",
    "Query",
    "QueueOrder",
    "ReadOnly",
    "Reason",
    "Refusal",
    "Requirement",
    "Row",
    "SavedSearch",
    "ScoredPair",
    "Section",
    "Settled",
    "Share",
    "Shares",
    "Sharing",
    "Sketch",
    "Skill",
    "SourceImport",
    "SourceSkill",
    "Span",
    "Spot",
    "State",
    "Statement",
    "Status",
    "Store",
    "StoreError",
    "SuggestionCount",
    "SuggestionKind",
    "Tag",
    "Told",
    "Understood",
    "Unit",
    "UnitKind",
    "UnitName",
    "Unreadable",
    "UsageError",
    "Verdict",
    "Window",
    "canonical",
    "canonical_line",
    "folded",
    "found_again",
    "hits",
    "normalised",
    "parse",
    "slug",
    "snippet",
    "verdict_on",
    "visible",
]

if not TYPE_CHECKING:  # it would take any name for one of ours

    def __getattr__(name: str) -> object:
        if name not in _MODULE:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = globals()[name] = getattr(import_module(f".{_MODULE[name]}", __name__), name)
        return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
