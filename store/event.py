"""A decision as the journal has it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """One decision in the journal, or the undoing or redoing of one.

    `seq` counts in this database; `uid` names the event on every machine. `summary` is a sentence.
    `refers_to` is the `seq` of the decision that an undo or redo is about, else None.
    """

    seq: int
    uid: str
    at: str
    annotator: str
    action: str
    posting: str | None
    summary: str
    undone: bool
    refers_to: int | None
