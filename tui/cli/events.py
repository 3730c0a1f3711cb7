"""How the command line tells of a decision."""

from store import Event

from .session import print_json, put, say
from .shapes import of_event


def tell(event: Event | None, nothing: str, *, as_json: bool) -> None:
    """Print an event, or say on stderr why there is `nothing` to tell."""
    if as_json:
        print_json(of_event(event) if event else None)
    elif event is None:
        say(nothing)
    else:
        verb = {"undo": "undone: ", "redo": "done again: "}.get(event.action, "")
        put(f"#{event.seq} {verb}{event.summary}")
