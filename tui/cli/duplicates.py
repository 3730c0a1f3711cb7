"""postil duplicates find, list, decide, evaluate, learn, export-texts, import"""

from pathlib import Path
from typing import Any

import click

from duplicates.evaluation import Evaluation, evaluate
from duplicates.find import find
from duplicates.scoring import model_in_force
from duplicates.truth import judged_truth, read_truth
from duplicates.unseen import BLIND, METHOD, Unseen, estimate_unseen
from store import NotFound, PairKind, Verdict

from .conflicts import list_conflicts
from .engines import asked, engine_options, export_texts_command, import_pairs_command, run_search
from .learning import learn_command
from .progress import progress_bar
from .session import print_json, put, say, session, session_options
from .shapes import of_event, of_pair

_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group("duplicates")
@session_options
def duplicates_command() -> None:
    """Propose pairs of postings, list them, decide them, measure the proposals, and learn from the verdicts."""


duplicates_command.add_command(learn_command)
duplicates_command.add_command(export_texts_command)
duplicates_command.add_command(import_pairs_command)


@duplicates_command.command("find")
@click.option("--all", "again", is_flag=True, help="Compare all postings anew, not the new ones alone.")
@engine_options
@_json
@session_options
def find_command(again: bool, as_json: bool) -> int | None:
    """Propose pairs among what is new and all there is; what was decided stays decided.

    `exact` are equal, `variant` but for place or date, `near` edited, cut or wrapped; `related` are another level or
    role, to be seen together. With --engine, --from or --to the search runs outside the database, over Parquet.
    """
    if search := asked():
        if again:
            raise click.UsageError("--all is for the search in the database; the other compares all anyway.")
        return run_search(search, as_json)
    with session().store() as store, progress_bar("looking for copies", "postings") as progress:
        report = find(store, progress, again=again)
    kinds = {kind.value: n for kind, n in report.kinds.items()}
    if as_json:
        shape = {
            "compared": report.compared,
            "proposed": report.proposed,
            "new": report.new,
            "rescored": report.rescored,
            "by_kind": kinds,
        }
        print_json(shape)
        return None
    if report.rescored:
        say(f"{report.rescored:,} open pairs scored anew, as another model holds now")
    say(f"{report.compared:,} postings compared with all others")
    found = ", ".join(f"{n:,} {kind}" for kind, n in kinds.items() if n) or "none"
    put(f"{report.proposed:,} pairs proposed ({found}), {report.new:,} of them new")
    return None


@duplicates_command.command("list")
@click.option("--open", "only_open", is_flag=True, help="Only pairs that wait for your verdict.")
@click.option("--kind", type=click.Choice([kind.value for kind in PairKind]), help="Only of this kind.")
@click.option("--conflicts", is_flag=True, help="Only verdicts that contradict each other.")
@_json
@session_options
def list_command(only_open: bool, kind: str | None, conflicts: bool, as_json: bool) -> None:
    """List pairs with their reasons and your verdicts, in the order of import."""
    if conflicts:
        return list_conflicts(as_json=as_json)
    wanted = PairKind(kind) if kind else None
    with session().store(readonly=True) as store:
        pairs = list(store.pairs(session().annotator, only_open=only_open, kind=wanted))
        stale = len(store.open_pairs(not_scored_by=model_in_force(store).name))
    if as_json:
        print_json([of_pair(pair) for pair in pairs])
        return None
    for pair in pairs:
        verdict = pair.verdict.value if pair.verdict else "open"
        put(f"{pair.a[:10]} {pair.b[:10]}  {pair.kind or '-':7} {verdict:9}  {pair.a_at} ~ {pair.b_at}")
        if pair.reasons:
            put(f"    {'; '.join(pair.reasons)}")
    say(f"{len(pairs):,} pairs")
    if stale:
        say(f"{stale:,} open pairs were scored by another model; `postil duplicates find` scores them anew.")
    return None


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
        say(_unchanged(wanted))


def _unchanged(verdict: Verdict | None) -> str:
    if verdict is not None:
        return f"Your verdict is {verdict} already."
    who = session().annotator
    return f"{who} gave this pair no verdict. `--annotator NAME` takes back what NAME said."


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
        unseen = estimate_unseen(store)
    if as_json:
        print_json(_shape(result) | {"unseen": _shape_unseen(unseen)})
        return
    put(
        f"{result.pairs:,} judged pairs proposed as the same, {result.true:,} are the same, {result.found:,} both: "
        f"precision {_share(result.precision)}, recall {_share(result.recall)}, F1 {_share(result.f1)}"
    )
    for kind, count in result.by_kind.items():
        if count.pairs:
            put(
                f"  {kind:8} {count.pairs:,} judged, {count.true:,} the same, precision {_share(count.precision)}, "
                f"recall {_share(count.recall)}, F1 {_share(count.f1)}"
            )
    put(_unseen(unseen))
    say(f"{result.unjudged:,} proposals were not judged; {result.left_out:,} judged pairs are unsettled.")
    say(f"({METHOD}; {BLIND})")


def _unseen(unseen: Unseen) -> str:
    if unseen.estimate is None or unseen.low is None or unseen.high is None:
        return "pairs still unseen: undefined, as no copies under one heading were found to judge by"
    return (
        f"pairs still unseen: about {unseen.estimate:,.0f} ({unseen.low:,.0f} to {unseen.high:,.0f}), beside "
        f"{unseen.proposed:,} that tie what was found; of "
        f"{unseen.looked_at:,} copies under one heading {unseen.recaptured:,} were found"
    )


def _shape_unseen(unseen: Unseen) -> dict[str, Any]:
    return {
        "estimate": unseen.estimate,
        "low": unseen.low,
        "high": unseen.high,
        "proposed": unseen.proposed,
        "looked_at": unseen.looked_at,
        "recaptured": unseen.recaptured,
        "method": METHOD,
        "blind": BLIND,
    }


def _shape(result: Evaluation) -> dict[str, Any]:
    return {
        "pairs": result.pairs,
        "true": result.true,
        "found": result.found,
        "precision": result.precision,
        "recall": result.recall,
        "f1": result.f1,
        "by_kind": {
            kind.value: {
                "pairs": count.pairs,
                "true": count.true,
                "precision": count.precision,
                "recall": count.recall,
                "f1": count.f1,
            }
            for kind, count in result.by_kind.items()
        },
        "unjudged": result.unjudged,
        "left_out": result.left_out,
    }


def _share(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.3f}"
