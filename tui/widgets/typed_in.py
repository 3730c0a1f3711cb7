"""What all fields share, apart from them: it is asked for before any field is there, and they take long to load."""

from typing import ClassVar

from tui.commands import Scope


class TypedIn:
    """A widget in which one types: letters are its own, and no commands."""

    SCOPE: ClassVar[Scope]
    """Whose commands its other keys are."""
    keeps_text = False
    """Whether leaving the application is its own as well, since it has something to keep."""
