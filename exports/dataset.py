"""Writing a dataset: every file of it from one state of the database."""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from store import Cluster, Judgement, Store

from .about import About
from .agreeing import agreement_of
from .base import ExportReport, Layout
from .decisions import Decisions, OneAnnotator, annotator_named
from .folder import SUMS, check_target, replaced
from .layout import own_layout, put
from .models import ClusterModel
from .plan import EVERYBODY, Plan
from .redaction import Redaction
from .rows import Rows
from .selection import query_of, selected
from .settling import Agreed

STEP = 100  # postings from one report of progress to the next
PLAIN = Plan()


def export(
    store: Store,
    target: Path,
    clusters: Sequence[Cluster],
    plan: Plan = PLAIN,
    *,
    layout: Layout | None = None,
    force: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> ExportReport:
    """Write a dataset to the folder `target`, whole or not at all.

    `clusters` must be of the state that is exported: make them within one `store.snapshot()` with this.
    Equal states give equal bytes. `layout` is Postil's own where none is given. `force` replaces a dataset
    that is there. `progress` is called with how many postings are done, and how many there are.

    Raises UsageError for a target that cannot be one and a plan that cannot be meant, DiskFull, ReadOnly, StoreError.
    """
    with replaced(target, force=force) as folder, store.snapshot():
        selection = selected(store, clusters, plan)
        decisions = decisions_of(store, plan)
        rows = Rows(store, clusters, selection, plan, decisions)
        redaction = Redaction() if plan.redact else None
        said = _Said()
        with ExitStack() as files:
            writing = (layout or own_layout(disagreements=plan.agreed))(folder, files)
            total = len(selection.numbers)
            for done, posting in enumerate(rows.postings(), 1):
                if redaction:
                    posting = redaction.of(posting)
                said.note(posting.source, posting.split, posting.cluster)
                writing.posting(posting)
                if progress and (done % STEP == 0 or done == total):
                    progress(done, total)
            left_out = selection.left_out + decisions.left_out + rows.left_out
            about = About(
                clusters=len(said.clusters),
                imports=tuple(run for run in store.source_imports() if run.source in said.sources),
                asked=plan.asked,
                left_out=left_out,
                redacted=redaction.counts if redaction else {},
                splits=plan.splits,
                agreement=partial(agreement_of, store),
                annotators=len(store.pseudonyms()),
                placed={name: said.splits[name] for name in plan.splits},
            )
            counts = writing.finish(about)
        sums = "".join(f"{about.digests.of(path)}  {path.name}\n" for path in sorted(folder.iterdir()))
        put(folder / SUMS, sums)
        written = sorted(folder.iterdir())
        return ExportReport(
            path=target,
            files=tuple(path.name for path in written),
            rows=counts,
            bytes=sum(path.stat().st_size for path in written),
            sha256=about.digests.of(folder / SUMS),
            left_out=dict(left_out),
            redacted=dict(about.redacted),
            placed=dict(about.placed),
        )


def check(store: Store, target: Path, plan: Plan, *, force: bool) -> None:
    """Raise what `export` would raise before it writes anything: for what must not happen in vain before it."""
    check_target(target, force=force)
    query_of(plan)
    decisions_of(store, plan)


def decisions_of(store: Store, plan: Plan) -> Decisions:
    """Return whose word counts by a plan; raises UsageError for an annotator who never decided anything."""
    if plan.decisions == EVERYBODY:
        return Decisions()
    if plan.agreed:
        return Agreed(store, plan)
    name = annotator_named(store, plan.decisions)
    return OneAnnotator(name if plan.names else store.pseudonyms()[name])


def judgements_of(store: Store, plan: Plan) -> list[Judgement]:
    """Return the verdicts that make the clusters of a dataset: everybody's, or what those come to by the plan."""
    return Agreed(store, plan).judgements() if plan.agreed else store.judgements()


class _Said:
    """Which sources, splits and clusters go by."""

    def __init__(self) -> None:
        self.sources: set[str] = set()
        self.splits: Counter[str] = Counter()
        self.clusters: set[str] = set()

    def note(self, source: str, split: str | None, cluster: ClusterModel | None) -> None:
        self.sources.add(source)
        if split is not None:
            self.splits[split] += 1
        if cluster is not None:
            self.clusters.add(cluster.canonical)
