"""What was learned from verdicts, as the JSON that `learn --json` prints."""

from typing import TYPE_CHECKING, Any

from duplicates.judged import Examples
from duplicates.rescoring import Effects
from duplicates.scoring import Model

if TYPE_CHECKING:
    from duplicates.learning import Lesson, Quality

Shape = dict[str, Any]


def of_judged(judged: Examples) -> Shape:
    """What there was to learn from."""
    return {
        "pairs": len(judged.pairs),
        "same": judged.same,
        "families": judged.families,
        "ties": judged.ties,
        "unsure": judged.unsure,
        "ruled": judged.ruled,
        "unmeasured": judged.unmeasured,
        "silent": judged.silent,
    }


def of_model(model: Model) -> Shape:
    """A model, with the part of the words that it asks for, None where no part is enough."""
    from duplicates.learning import cut_offs

    return {
        "start": model.start,
        "weights": dict(model.weights),
        "words_needed": [
            {
                "case": what,
                "phrases": phrases,
                "words": None if words > 1 else words,
            }
            for what, parts in cut_offs(model)
            for phrases, words in parts
        ],
    }


def of_trial(lesson: "Lesson") -> Shape:
    """How learned models did on pairs of families that they were not learned from, and how the defaults did."""
    return {
        "learned": _of_quality(lesson.fitted),
        "defaults": _of_quality(lesson.defaults),
        "wins": lesson.wins,
        "losses": lesson.losses,
        "chance": lesson.chance,
    }


def of_effects(found: Effects) -> Shape:
    """What would become of open pairs; `from` and `to` are kinds, None for not proposed."""
    return {
        "looked_at": found.looked_at,
        "changes": [
            {"from": was and was.value, "to": becomes and becomes.value, "pairs": count}
            for was, becomes, count in found.listed()
        ],
        "examples": [
            {"a": a, "b": b, "from": was and was.value, "to": becomes and becomes.value}
            for a, b, was, becomes in found.shown
        ],
    }


def _of_quality(quality: "Quality") -> Shape:
    return {"precision": quality.precision, "recall": quality.recall, "f1": quality.f1}
