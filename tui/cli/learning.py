"""postil duplicates learn: a model for scoring, fitted to verdicts, shown before it is used"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from duplicates.judged import Examples, examples
from duplicates.rescoring import Effects, effects
from duplicates.scoring import Model, model_in_force
from store import Event, LearnedModel, PairKind, Store, UsageError

from .lesson_shapes import of_effects, of_judged, of_model, of_trial
from .progress import Progress, progress_bar
from .session import print_json, put, say, session, session_options
from .shapes import of_event

if TYPE_CHECKING:
    from duplicates.learning import Lesson, Quality

BIAS = (
    "Only proposed pairs are judged, so this is about what is proposed: of copies that the search never came upon "
    "nothing is learned, and a recall is the part of the judged pairs alone."
)
AGAIN = "`postil duplicates find` scores open pairs anew; `postil undo` takes this back."


@click.command("learn")
@click.option("--use", is_flag=True, help="Score pairs with what was learned, if it is better.")
@click.option("--forget", is_flag=True, help="Score pairs with the defaults again.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@session_options
def learn_command(use: bool, forget: bool, as_json: bool) -> None:
    """Learn from all verdicts here how pairs are to be scored, and show it.

    Most voices count on each pair. What was learned is tried on judged pairs of families that it was not learned
    from, beside the defaults. Nothing changes without `--use`; `postil undo` takes that back.
    """
    if use and forget:
        raise click.UsageError("--use and --forget exclude each other.")
    if forget:
        _forget(as_json=as_json)
        return
    with session().store(readonly=not use) as store, progress_bar("learning", "pairs") as progress:
        found = _learned(store, progress)
        event = _use(store, found) if use else None
    if as_json:
        print_json(
            {
                "judged": of_judged(found.judged),
                "missing": found.missing,
                "in_force": found.in_force and found.in_force.uid,
                "defaults": of_model(Model()),
                "model": found.lesson and of_model(found.lesson.model),
                "held_out": found.lesson and of_trial(found.lesson),
                "better": bool(found.lesson and found.lesson.better),
                "effects": found.effects and of_effects(found.effects),
                "event": event and of_event(event),
            }
        )
        return
    _tell(found)
    if event:
        put(f"#{event.seq} {event.summary}")
        say(AGAIN)
    elif use:
        say("This very model is in force already.")


@dataclass(frozen=True, slots=True)
class _Learned:
    """What there was to learn from and what came of it: `lesson` and `effects` are None where something is missing.

    `in_force` is the learned model in force, None where the defaults are.
    """

    judged: Examples
    missing: list[str]
    in_force: LearnedModel | None
    lesson: "Lesson | None" = None
    effects: Effects | None = None


def _learned(store: Store, progress: Progress) -> _Learned:
    # numpy loads late: other commands of this group do not need it.
    from duplicates.learning import learn, missing

    judged = examples(store, progress)
    in_force = store.model_in_force()
    wanted = missing(judged)
    if wanted:
        return _Learned(judged, wanted, in_force)
    lesson = learn(judged)
    return _Learned(judged, wanted, in_force, lesson, effects(store, lesson.model, progress))


def _use(store: Store, found: _Learned) -> Event | None:
    """Decide for what was learned, None where it is in force; raises UsageError where it may not be used."""
    lesson = found.lesson
    if lesson is None:
        raise UsageError(f"There is too little to learn from. Still needed: {'; '.join(found.missing)}.")
    if not lesson.better:
        raise UsageError(f"Not used, as it is not better than the defaults: {_shortfall(lesson)}.")
    in_force = model_in_force(store)
    if (lesson.model.start, lesson.model.weights) == (in_force.start, in_force.weights):
        return None
    learned = {
        "pairs": len(found.judged.pairs),
        "same": found.judged.same,
        "f1": round(lesson.fitted.f1, 4),
        "defaults_f1": round(lesson.defaults.f1, 4),
    }
    return store.use_model(session().annotator, lesson.model.start, lesson.model.weights, learned)


def _forget(*, as_json: bool) -> None:
    with session().store() as store:
        event = store.forget_model(session().annotator)
    if as_json:
        print_json({"event": event and of_event(event)})
    elif event is None:
        say("The defaults score pairs already.")
    else:
        put(f"#{event.seq} {event.summary}")
        say(AGAIN)


def _tell(found: _Learned) -> None:
    judged = found.judged
    put(
        f"{len(judged.pairs):,} judged pairs of {judged.families:,} families to learn from: {judged.same:,} are "
        f"one job, {len(judged.pairs) - judged.same:,} are not"
    )
    left_out = (
        (judged.ties, "with as many verdicts for as against"),
        (judged.unsure, "on which nobody was sure"),
        (judged.ruled, "decided by rules (equal texts, other titles or levels), whatever the model"),
        (judged.unmeasured, "named by people, and not scored by the search here"),
    )
    for count, why in left_out:
        if count:
            say(f"left out: {count:,} {why}")
    if found.in_force:
        put(
            f"in force: model {found.in_force.uid[:8]}, learned from {found.in_force.learned['pairs']:,} judged pairs"
        )
    if found.lesson is None or found.effects is None:
        put(f"There is too little to learn from. Still needed: {'; '.join(found.missing)}.")
    else:
        _tell_model(found.lesson.model)
        if judged.silent:
            put(f"Nothing was learned of: {', '.join(judged.silent)}. All judged pairs are alike in that.")
        _tell_trial(found.lesson)
        _tell_effects(found.effects)
        if found.lesson.better:
            put("It is better than the defaults: --use scores pairs with it.")
        else:
            put(f"It is not better than the defaults: {_shortfall(found.lesson)}.")
            if found.in_force:
                put("The model in force was: --forget returns to the defaults, if it should be so no more.")
    say(BIAS)


def _tell_model(model: Model) -> None:
    from duplicates.learning import cut_offs

    default = Model()
    put("two texts are proposed as one job from this part of their words shared on:")
    put(f"  {'':35} {'half of the rare':>20}{'all of the rare':>20}")
    put(f"  {'':35} {'phrases shared':>20}{'phrases shared':>20}")
    for (what, parts), (_, before) in zip(cut_offs(model), cut_offs(default), strict=True):
        cells = (f"{_part(words)} ({_part(was)})" for (_, words), (_, was) in zip(parts, before, strict=True))
        put(f"  {what:35} " + "".join(f"{cell:>20}" for cell in cells))
    put("and so weighs what they share; from 0 on they are proposed:")
    put(f"  {'start':35} {model.start:10.2f} ({default.start:.2f})")
    for name, weight in model.weights.items():
        put(f"  {name:35} {weight:10.2f} ({default.weights[name]:.2f})")
    put("In brackets the defaults. A score puts pairs in order and is no probability.")


def _tell_trial(lesson: "Lesson") -> None:
    from duplicates.learning import FOLDS

    put(f"tried in {FOLDS} turns on judged pairs of families that were left out:")
    put(f"  learned   {_quality(lesson.fitted)}")
    put(f"  defaults  {_quality(lesson.defaults)}")
    put(
        f"  right more often in {lesson.wins:,} families, less often in {lesson.losses:,}; by chance alone that "
        f"comes in {100 * lesson.chance:.1f} % of cases"
    )


def _tell_effects(found: Effects) -> None:
    put(f"of {found.looked_at:,} open pairs {sum(found.changes.values()):,} would change:")
    for was, becomes, count in found.listed():
        put(f"  {count:,} {_kind(was)} -> {_kind(becomes)}")
    for a, b, was, becomes in found.shown:
        put(f"    {a[:10]} {b[:10]}  {_kind(was)} -> {_kind(becomes)}")


def _shortfall(lesson: "Lesson") -> str:
    from duplicates.learning import CHANCE

    lead = lesson.fitted.f1 - lesson.defaults.f1
    if lead <= 0:
        how = f"is {-lead:.3f} below theirs" if lead < 0 else "is no higher than theirs"
        return f"on families left out the learned model's F1 of {lesson.fitted.f1:.3f} {how}"
    return (
        f"the learned model leads by {lead:.3f} in F1 on families left out, but was right more often in only "
        f"{lesson.wins:,} of them and less often in {lesson.losses:,}; chance gives that in "
        f"{100 * lesson.chance:.0f} % of cases, and {100 * CHANCE:.0f} % is the most that counts. "
        "More verdicts may tell"
    )


def _quality(quality: "Quality") -> str:
    return f"precision {_share(quality.precision)}, recall {_share(quality.recall)}, F1 {quality.f1:.3f}"


def _share(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.3f}"


def _part(needed: float) -> str:
    return "never" if needed > 1 else f"{100 * needed:.0f} %"


def _kind(kind: PairKind | None) -> str:
    return kind.value if kind else "not proposed"
