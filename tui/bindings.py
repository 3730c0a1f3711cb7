"""The table of keys as Textual's bindings."""

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
            priority=command.priority,
            key_display=key_name(command.keys[0]),
            id=f"{scope}.{command.id}",
        )
        for command in in_scope(scope)
    ]
