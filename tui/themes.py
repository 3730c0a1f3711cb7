"""The only colours of the project. Every other file names a theme's variables."""

from dataclasses import replace

from textual.theme import BUILTIN_THEMES, Theme

_ANSI = BUILTIN_THEMES["ansi-dark"]

# What `$muted` is in a theme that is not ours: readable on dark and on light.
DEFAULTS = {"muted": "#7d828a"}

THEMES = (
    Theme(
        name="postil-dark",
        primary="#8ab4f8",
        secondary="#c58af9",
        accent="#fdd663",
        foreground="#e3e3e3",
        background="#16181c",
        surface="#1f2228",
        panel="#2a2e36",
        success="#81c995",
        warning="#fdd663",
        error="#f28b82",
        dark=True,
        variables={"muted": "#9aa0a8"},
    ),
    Theme(
        name="postil-light",
        primary="#1a56b8",
        secondary="#7a2fb5",
        accent="#8a5a00",
        foreground="#1c1e21",
        background="#fbfaf7",
        surface="#f1efe9",
        panel="#e3e0d7",
        success="#176b35",
        warning="#8a5a00",
        error="#b3261e",
        dark=False,
        variables={"muted": "#5f6368"},
    ),
    # The terminal's own sixteen colours, whatever the person made of them.
    replace(_ANSI, name="postil-ansi", variables={**_ANSI.variables, "muted": "ansi_bright_black"}),
)


def theme_names() -> set[str]:
    """Return the names of all themes that can be chosen."""
    return {*BUILTIN_THEMES, *(theme.name for theme in THEMES)}
