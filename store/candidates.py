"""The statements that find candidates, and SQLite to run them in. Apart, as only the search on engines needs them."""

from .sql.candidates import PAIRS, RARE, CandidateTables
from .sql.sketches import LONGEST

__all__ = ["LONGEST", "PAIRS", "RARE", "CandidateTables"]
