"""Records as the JSON that `--json` prints. The names are a promise; more may be added."""

from typing import TYPE_CHECKING, Any

from store import (
    Arrival,
    Cluster,
    Event,
    ImportReport,
    InferredTitle,
    Location,
    MentionCount,
    Note,
    Pair,
    Posting,
    Problem,
    Row,
    Section,
    SourceSkill,
    Span,
    Status,
    Tag,
)

if TYPE_CHECKING:
    from importers.intake import Outcome
    from store.drafts import Draft

Shape = dict[str, Any]


def of_report(report: ImportReport) -> Shape:
    """What one import did."""
    return {
        "source": report.source,
        "format": report.format or None,
        "read": report.read,
        "added": report.added,
        "unchanged": report.unchanged,
        "revised": report.revised,
        "refused": report.refused,
        "problems": [of_problem(problem) for problem in report.problems],
        "problems_not_listed": report.problems_not_listed,
    }


def of_import(outcome: "Outcome") -> Shape:
    """What became of one file, and where its fields came from."""
    mapped = outcome.columns.mapped if outcome.columns else ()
    return of_report(outcome.report) | {
        "file": outcome.file,
        "mapping": [
            {"field": one.field, "column": one.name, "how": one.how, "samples": list(one.samples)}
            for one in mapped
        ],
    }


def of_trial(outcome: "Outcome") -> Shape:
    """What would become of one file; `first` is the first posting that is not there yet, or None."""
    return of_import(outcome) | {
        "dry_run": True,
        "left_empty": list(outcome.columns.left_empty) if outcome.columns else [],
        "unused": list(outcome.columns.unused) if outcome.columns else [],
        "first": _of_draft(outcome.first) if outcome.first else None,
    }


def of_problem(problem: Problem) -> Shape:
    """One problem."""
    return {"locator": problem.locator, "field": problem.field, "reason": problem.reason}


def of_row(row: Row | Posting, snippet: str | None = None) -> Shape:
    """A posting in a list."""
    return {
        "key": row.key,
        "title": row.title,
        "title_inferred": _of_guess(row.title_inferred),
        "company": row.company,
        "locations": [_of_location(place) for place in row.locations],
        "source": row.source,
        "locator": row.locator,
        "state": row.state.value,
        "snippet": snippet,
    }


def of_posting(posting: Posting, cluster: Cluster | None) -> Shape:
    """A posting whole."""
    return of_row(posting) | {
        "external_id": posting.external_id,
        "url": posting.url,
        "work_mode": posting.work_mode,
        "employment_type": list(posting.employment_type),
        "date_posted": posting.date_posted,
        "salary_text": posting.salary_text,
        "revision": posting.revision,
        "body": posting.body,
        "sections": [_of_section(section) for section in posting.sections],
        "tags": [_of_tag(tag) for tag in posting.tags],
        "notes": [_of_note(note) for note in posting.notes],
        "cluster": of_cluster(cluster),
        "source_skills": [_of_claim(claim) for claim in posting.source_skills],
        "problems": [of_problem(problem) for problem in posting.problems],
    }


def of_cluster(cluster: Cluster | None) -> Shape | None:
    """A cluster, or None for a posting that stands alone."""
    if cluster is None:
        return None
    return {
        "canonical": cluster.canonical,
        "members": [
            {"key": member.key, "verdict": member.verdict and member.verdict.value}
            for member in cluster.members
        ],
    }


def of_pair(pair: Pair) -> Shape:
    """A pair."""
    return {
        "a": pair.a,
        "b": pair.b,
        "a_at": pair.a_at,
        "b_at": pair.b_at,
        "kind": pair.kind and pair.kind.value,
        "score": pair.score,
        "reasons": list(pair.reasons),
        "verdict": pair.verdict and pair.verdict.value,
        "model": pair.model,
    }


def of_status(status: Status, clusters: int, conflicts: int) -> Shape:
    """The counts over the whole database."""
    return {
        "postings": status.postings,
        "sources": status.sources,
        "states": status.states,
        "tags": status.tags,
        "notes": status.notes,
        "mentions": status.mentions.mentions if status.mentions else 0,
        "mentions_counted": _of_mention_count(status.mentions),
        "pairs": {"open": status.pairs_open, "decided": status.pairs_decided},
        "clusters": clusters,
        "conflicts": conflicts,
        "annotators": [
            {
                "name": one.name,
                "done": one.done,
                "tags": one.tags,
                "notes": one.notes,
                "verdicts": one.verdicts,
            }
            for one in status.annotators
        ],
    }


def _of_mention_count(counted: MentionCount | None) -> Shape | None:
    """When mentions were counted last, in how many postings, of how many skills; None for never."""
    if counted is None:
        return None
    return {"at": counted.at, "postings": counted.postings, "skills": counted.skills}


def of_event(event: Event) -> Shape:
    """One entry of the journal."""
    return {
        "seq": event.seq,
        "uid": event.uid,
        "at": event.at,
        "annotator": event.annotator,
        "action": event.action,
        "posting": event.posting,
        "summary": event.summary,
        "undone": event.undone,
        "refers_to": event.refers_to,
    }


def of_arrival(arrival: Arrival) -> Shape:
    """How a posting came, among the entries of the journal."""
    return {
        "seq": None,
        "uid": None,
        "at": arrival.at,
        "annotator": None,
        "action": arrival.action,
        "posting": arrival.posting,
        "summary": arrival.summary,
        "undone": False,
        "refers_to": None,
    }


def _of_draft(draft: "Draft") -> Shape:
    """A posting that is not stored: the names are those of a stored one."""
    return {
        "title": draft.title,
        "title_inferred": _of_guess(draft.title_inferred),
        "company": draft.company,
        "locations": [_of_location(place) for place in draft.locations],
        "locator": draft.locator,
        "external_id": draft.external_id,
        "url": draft.url,
        "work_mode": draft.work_mode,
        "employment_type": list(draft.employment_type),
        "date_posted": draft.date_posted and draft.date_posted.isoformat(),
        "salary_text": draft.salary_text,
        "body": draft.body,
        "sections": [_of_section(section) for section in draft.sections],
        "source_skills": [_of_claim(claim) for claim in draft.source_skills],
        "problems": [of_problem(problem) for problem in draft.repairs],
    }


def _of_guess(guess: InferredTitle | None) -> Shape | None:
    if guess is None:
        return None
    return {"text": guess.text, "rule": guess.rule, "start": guess.start, "end": guess.end}


def _of_section(section: Section) -> Shape:
    return {"heading": section.heading, "start": section.start, "end": section.end}


def _of_claim(claim: SourceSkill) -> Shape:
    return {"text": claim.text, "requirement": claim.requirement.value}


def _of_location(place: Location) -> Shape:
    return {"text": place.text, "country": place.country, "region": place.region, "city": place.city}


def _of_span(span: Span | None, lost_quote: str | None) -> Shape:
    return {
        "start": span.start if span else None,
        "end": span.end if span else None,
        "quote": span.quote if span else lost_quote,
    }


def _of_tag(tag: Tag) -> Shape:
    return {
        "skill": tag.skill.label,
        "uri": tag.skill.uri,
        "kind": tag.skill.kind,
        "requirement": tag.requirement.value,
        **_of_span(tag.span, tag.lost_quote),
        "annotator": tag.annotator,
    }


def _of_note(note: Note) -> Shape:
    return {
        "text": note.text,
        "annotator": note.annotator,
        "at": note.at,
        **_of_span(note.span, note.lost_quote),
    }
