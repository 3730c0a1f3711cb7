"""The part of the store that knows who may enter from a browser.

Tokens are loaded where one is looked at: chance and hashes take long to load.
"""

from datetime import UTC, datetime

from . import sql
from .errors import NotFound, UsageError
from .opened import Opened
from .text import canonical_line


class Entering(Opened):
    """Names and tokens; see Store. A setting and no decision: it makes no event."""

    def let_in(self, name: str) -> str:
        """Let somebody enter, and return their token: it is told this once, and an earlier one is void."""
        from . import tokens

        if not canonical_line(name):
            raise UsageError("Say who may enter.")
        token = tokens.new()
        with self._db.transaction():
            at = datetime.now(UTC).isoformat(timespec="seconds")
            sql.entries.put(self._db, canonical_line(name), tokens.digest(token), at)
        return token

    def keep_out(self, name: str) -> None:
        """Let somebody enter no longer. Raises NotFound."""
        with self._db.transaction():
            if not sql.entries.remove(self._db, canonical_line(name)):
                raise NotFound(f"{name!r} could not enter before either.")

    def entrants(self) -> list[str]:
        """Return who may enter, in the order of their names."""
        return sql.entries.names(self._db)

    def admitted(self, name: str, token: str) -> str | None:
        """Return what `still_admitted` is to be asked with, None where name and token do not belong together."""
        from . import tokens

        known = sql.entries.digest(self._db, canonical_line(name))
        fits = tokens.equal(tokens.digest(token), known or tokens.digest(""))
        return known if fits and known else None

    def still_admitted(self, name: str, admission: str) -> bool:
        """Whether somebody may still enter as they did."""
        from . import tokens

        return tokens.equal(sql.entries.digest(self._db, canonical_line(name)) or "", admission)
