"""How wide the panes of the review are, and from which width of the terminal on they are shown."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .config import Panes, Settings

NARROW = 26  # cells of the annotations, at most, where the queue is not shown


def pane_variables(own: "Settings | None") -> dict[str, str]:
    """Return the variables of the style sheets that say how wide panes are, in cells."""
    queue, annotations = (own.panes.queue, own.panes.annotations) if own else (36, 30)
    return {
        "queue-width": str(queue),
        "annotations-width": str(annotations),
        "annotations-narrow": str(min(annotations, NARROW)),
    }


def breakpoints(panes: "Panes") -> list[tuple[int, str]]:
    """Return from how many columns on the review has which class: `-tiny`, `-narrow` and `-wide` one by one."""
    return [(0, "-tiny"), (panes.annotations_from, "-narrow"), (panes.queue_from, "-wide")]
