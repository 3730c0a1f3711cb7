"""What the record tells: decisions, and what a posting went through beside them."""

from dataclasses import dataclass

from .event import Event

ACTIONS = (
    "accept",
    "adjudicate",
    "adopt",
    "assign",
    "canonical",
    "copy",
    "label",
    "merge",
    "model",
    "note",
    "redo",
    "reject",
    "rename",
    "require",
    "retire",
    "revive",
    "rewrite",
    "state",
    "tag",
    "undo",
    "unlabel",
    "unnote",
    "untag",
    "verdict",
)
"""What events may be called."""


@dataclass(frozen=True, slots=True)
class Told:
    """Events, the newest first, and whether others fit that are hidden from whoever asks, for now."""

    events: tuple[Event, ...]
    some_hidden: bool


@dataclass(frozen=True, slots=True)
class Arrival:
    """A posting came, or came with another text: `action` is `import`, `revise`, or `keep` for one kept beside it.

    `at` is UTC, ISO 8601. `summary` says from which file, and where in it.
    """

    at: str
    action: str
    posting: str
    summary: str
