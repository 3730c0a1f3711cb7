"""What somebody shows to enter from a browser."""

import hmac
import secrets
from hashlib import sha256

BYTES = 24  # of chance: nobody guesses it, so that a plain hash hides it


def new() -> str:
    """Return a token that nobody has."""
    return secrets.token_urlsafe(BYTES)


def digest(token: str) -> str:
    """Return what is kept of a token."""
    return sha256(token.encode(errors="replace")).hexdigest()


def equal(one: str, other: str) -> bool:
    """Whether two digests are equal, in a time that does not tell how much of them is."""
    return hmac.compare_digest(one, other)
