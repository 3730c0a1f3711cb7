"""The table of keys as Textual's bindings.

All are taken with priority, which means at once, in the order in which they were pressed. Without it Textual
sends a key through the queues of the widgets first, and a key pressed soon after one that opens a dialog
would still be a command.
"""

from textual.binding import Binding

from .commands import Scope, in_scope, key_name


def bindings(scope: Scope) -> list[Binding]:
    """Return the bindings of a scope. The footer is ours, so none shows itself."""
    return [
        Binding(
            ",".join(command.keys),
            command.action,
            command.title,
            show=False,
            priority=True,
            key_display=key_name(command.keys[0]),
            id=f"{scope}.{command.id}",
        )
        for command in in_scope(scope)
    ]
