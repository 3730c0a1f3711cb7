"""postil duplicates find, list, decide, evaluate"""

from pathlib import Path
from typing import Any

import click

from duplicates.evaluation import Evaluation, evaluate
from duplicates.find import find
from duplicates.truth import judged_truth, read_truth
from store import NotFound, PairKind, Verdict

from .progress import progress_bar
from .session import print_json, put, say, session, session_options
from .shapes import of_event, of_pair

_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group("duplicates")
@session_options
def duplicates_command() -> None:
    """Propose pairs of postings, list them, decide them, and measure the proposals."""


@duplicates_command.command("find")
@_json
@session_options
def find_command(as_json: bool) -> None:
    """Propose pairs: postings whose texts are equal after normalisation. What was decided stays decided."""
    with session().store() as store, progress_bar("comparing", "postings") as progress:
        report = find(store, lambda done, total: progress(done, total, ""))
    kinds = {kind.value: n for kind, n in report.kinds.items()}
    if as_json:
        print_json({"proposed": report.proposed, "new": report.new, "by_kind": kinds})
        return
    found = ", ".join(f"{n:,} {kind}" for kind, n in kinds.items() if n) or "none"
    put(f"{report.proposed:,} pairs proposed ({found}), {report.new:,} of them new")


@duplicates_command.command("list")
@click.option("--open", "only_open", is_flag=True, help="Only pairs that wait for your verdict.")
@click.option("--kind", type=click.Choice([kind.value for kind in PairKind]), help="Only of this kind.")
@_json
@session_options
def list_command(only_open: bool, kind: str | None, as_json: bool) -> None:
    """List pairs with their reasons and your verdicts, in the order of import."""
    wanted = PairKind(kind) if kind else None
    with session().store(readonly=True) as store:
        pairs = list(store.pairs(session().annotator, only_open=only_open, kind=wanted))
    if as_json:
        print_json([of_pair(pair) for pair in pairs])
        return
    for pair in pairs:
        verdict = pair.verdict.value if pair.verdict else "open"
        put(f"{pair.a[:10]} {pair.b[:10]}  {pair.kind or '-':7} {verdict:9}  {pair.a_at} ~ {pair.b_at}")
        if pair.reasons:
            put(f"    {'; '.join(pair.reasons)}")
    say(f"{len(pairs):,} pairs")


@duplicates_command.command("decide")
@click.argument("a", metavar="KEY")
@click.argument("b", metavar="KEY")
@click.argument("verdict", type=click.Choice([*(one.value for one in Verdict), "none"]))
@_json
@session_options
def decide_command(a: str, b: str, verdict: str, as_json: bool) -> None:
    """Give the pair of two postings your VERDICT; `none` takes it back."""
    wanted = None if verdict == "none" else Verdict(verdict)
    with session().store() as store:
        event = store.judge(session().annotator, [(store.key_of(a), store.key_of(b))], wanted)
    if as_json:
        print_json(of_event(event) if event else None)
    elif event:
        put(f"#{event.seq} {event.summary}")
    else:
        say(f"Your verdict is {verdict} already.")


@duplicates_command.command("evaluate")
@click.argument("truth", required=False, type=click.Path(path_type=Path), metavar="[TRUTH.csv]")
@_json
@session_options
def evaluate_command(truth: Path | None, as_json: bool) -> None:
    """Measure the proposals against judged pairs: a CSV with the columns a,b,verdict, else all verdicts here."""
    if truth is not None and not truth.exists():
        raise NotFound(f"There is no file {truth}.")
    with session().store(readonly=True) as store:
        judged = read_truth(store, truth) if truth else judged_truth(store)
        result = evaluate(store.pairs(session().annotator), judged)
    if as_json:
        print_json(_shape(result))
        return
    put(
        f"{result.pairs:,} judged pairs proposed as the same, {result.true:,} are the same, {result.found:,} both: "
        f"precision {_share(result.precision)}, recall {_share(result.recall)}, F1 {_share(result.f1)}"
    )
    for kind, count in result.by_kind.items():
        if count.pairs:
            put(
                f"  {kind:8} {count.pairs:,} judged, {count.true:,} the same, precision {_share(count.precision)}"
            )
    say(f"{result.unjudged:,} proposals were not judged; {result.left_out:,} judged pairs are unsettled.")


def _shape(result: Evaluation) -> dict[str, Any]:
    return {
        "pairs": result.pairs,
        "true": result.true,
        "found": result.found,
        "precision": result.precision,
        "recall": result.recall,
        "f1": result.f1,
        "by_kind": {
            kind.value: {"pairs": count.pairs, "true": count.true, "precision": count.precision}
            for kind, count in result.by_kind.items()
        },
        "unjudged": result.unjudged,
        "left_out": result.left_out,
    }


def _share(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.3f}"
