"""Letting go of what closed screens drew.

Textual keeps two colours of each of the last thousand widgets by what holds all lines that the widget drew.
"""

from contextlib import suppress


def forget_drawn_lines() -> None:
    """Let go of it, where this version of Textual keeps it."""
    with suppress(ImportError, AttributeError):
        from textual._styles_cache import StylesCache

        StylesCache.get_inner_outer.cache_clear()
