"""The part of the store that knows who may enter from a browser."""

import hmac
import secrets
from datetime import UTC, datetime
from hashlib import sha256

from .errors import NotFound, UsageError
from .opened import Opened
from .sql import entries
from .text import canonical_line

TOKEN_BYTES = 24  # of chance: nobody guesses it, so that a plain hash hides it


class Entering(Opened):
    """Names and tokens; see Store. A setting and no decision: it makes no event."""

    def let_in(self, name: str) -> str:
        """Let somebody enter, and return their token: it is told this once, and an earlier one is void."""
        if not canonical_line(name):
            raise UsageError("Say who may enter.")
        token = secrets.token_urlsafe(TOKEN_BYTES)
        with self._db.transaction():
            at = datetime.now(UTC).isoformat(timespec="seconds")
            entries.put(self._db, canonical_line(name), _hash(token), at)
        return token

    def keep_out(self, name: str) -> None:
        """Let somebody enter no longer. Raises NotFound."""
        with self._db.transaction():
            if not entries.remove(self._db, canonical_line(name)):
                raise NotFound(f"{name!r} could not enter before either.")

    def entrants(self) -> list[str]:
        """Return who may enter, in the order of their names."""
        return entries.names(self._db)

    def admitted(self, name: str, token: str) -> str | None:
        """Return what `still_admitted` is to be asked with, None where name and token do not belong together."""
        known = entries.digest(self._db, canonical_line(name))
        fits = hmac.compare_digest(_hash(token), known or _hash(""))
        return known if fits and known else None

    def still_admitted(self, name: str, admission: str) -> bool:
        """Whether somebody may still enter as they did."""
        return hmac.compare_digest(entries.digest(self._db, canonical_line(name)) or "", admission)


def _hash(token: str) -> str:
    return sha256(token.encode(errors="replace")).hexdigest()
