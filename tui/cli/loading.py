"""Loading modules without looking for garbage meanwhile: they make none, and it takes a third of the time."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """Look for no garbage while modules are loaded, nor later among what they made, which stays."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
