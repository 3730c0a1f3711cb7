"""The writing of a dataset beside the screens: one thread, with stores of its own."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from store import State, Store

from .dataset_clusters import clusters_of
from .lanes import Lanes

if TYPE_CHECKING:
    from exports import ExportReport, Plan

Told = Callable[[int, int], None]
"""Called in the thread of the export: how many postings are written, and how many there are."""


class Stopped(Exception):
    """The export was stopped, as was asked; what was in the folder before is there still."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that may be exported: `postings` of `total`, and what is left out, by reason."""

    name: str
    plan: "Plan"
    postings: int
    total: int
    left_out: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Offers:
    """What may be exported now; `shares` are those of the splits that were used last, empty if none were."""

    each: tuple[Offer, ...]
    shares: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Written:
    """An export that came to its end; `moved` postings changed their split by it."""

    report: "ExportReport"
    moved: int


class ExportLane:
    """One export at a time."""

    def __init__(self, lanes: Lanes) -> None:
        self._lanes = lanes
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="export")
        self._stop = Event()

    async def offers(self, annotator: str, search: str) -> Offers:
        """Return what may be exported now, with its counts; `search` is the one in force, or blank."""
        return await asyncio.get_running_loop().run_in_executor(
            self._thread, self._offers, annotator, search.strip()
        )

    async def counted(self, offer: Offer, plan: "Plan") -> Offer:
        """Return an offer with another plan, and its counts. Raises what `export` raises for it."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._counted, offer, plan)

    async def run(self, plan: "Plan", target: Path, told: Told, *, force: bool) -> Written:
        """Write a dataset; raises Stopped, and what `export` raises."""
        self._stop = stop = Event()
        return await asyncio.get_running_loop().run_in_executor(
            self._thread, self._job, plan, target, told, stop, force
        )

    def stop(self) -> None:
        """Let the export end; nothing of it is kept."""
        self._stop.set()

    def close(self) -> None:
        """Stop, and wait for it."""
        self.stop()
        self._thread.shutdown()

    def _offers(self, annotator: str, search: str) -> Offers:
        # What makes datasets is loaded here, where nobody waits for it.
        from exports import Plan
        from exports.selection import selected

        plans = {
            "everything": Plan(),
            f"what your search finds: {search}": Plan(annotator, search) if search else None,
            "what anybody marked done": Plan(state=State.DONE),
        }
        with Store.open(self._lanes.used, readonly=True) as store, store.snapshot():
            clusters = clusters_of(store, Plan())
            total = store.count("")
            offers: list[Offer] = []
            for name, plan in plans.items():
                if plan is not None:
                    found = selected(store, clusters, plan)
                    offers.append(Offer(name, plan, len(found.numbers), total, found.left_out))
            return Offers(tuple(offers), store.split_shares())

    def _counted(self, offer: Offer, plan: "Plan") -> Offer:
        from exports.dataset import decisions_of
        from exports.selection import selected

        with Store.open(self._lanes.used, readonly=True) as store, store.snapshot():
            decisions_of(store, plan)
            found = selected(store, clusters_of(store, plan), plan)
            return Offer(offer.name, plan, len(found.numbers), offer.total, found.left_out)

    def _job(self, plan: "Plan", target: Path, told: Told, stop: Event, force: bool) -> Written:
        from exports import check, export
        from exports.splits import settle, split_at

        def progress(done: int, total: int) -> None:
            if stop.is_set():
                raise Stopped
            told(done, total)

        moved = 0
        if plan.splits:
            with Store.open(self._lanes.used) as store:
                check(store, target, plan, force=force)  # before places are given to postings
                moves = settle(store, lambda: clusters_of(store, plan), plan.splits, strict=plan.strict)
            moved = sum(
                split_at(plan.splits, one.before) != split_at(plan.splits, one.after) for one in moves
            )
        with Store.open(self._lanes.used, readonly=True) as store, store.snapshot():
            clusters = clusters_of(store, plan)
            return Written(export(store, target, clusters, plan, force=force, progress=progress), moved)
