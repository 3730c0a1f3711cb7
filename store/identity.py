"""What makes a posting the same posting, here and on every other machine."""

import hashlib
from typing import TYPE_CHECKING

from .text import normalised

if TYPE_CHECKING:
    from .drafts import Draft


KEY_LENGTH = 20  # hex digits: 80 bits, so that a million keys collide once in 10^12 databases


def content_sha256(draft: "Draft") -> str:
    """Return the hash of what a reader sees of a posting, after normalisation: title, employer, places, body."""
    places = "\n".join(normalised(location.text) for location in draft.locations)
    return _digest(
        normalised(draft.title or ""), normalised(draft.company or ""), places, normalised(draft.body)
    )


def norm_sha256(body: str) -> str:
    """Return the hash of the normalised body: equal for two postings with the same words."""
    return _digest(normalised(body))


def posting_key(source: str, external_id: str | None, content: str, occurrence: int) -> str:
    """Return the key of a posting.

    `content` is its content hash; `occurrence` counts, from 0, the records of one import that came before
    it with the same external id, or, where it has none, with the same content. So two equal records stay
    two postings, and reading the same file again gives the same keys in any order.
    """
    if external_id:
        parts = [source, "id", external_id]
        if occurrence:
            parts.append(str(occurrence))
    else:
        parts = [source, "content", content, str(occurrence)]
    return _digest(*parts)[:KEY_LENGTH]


def _digest(*parts: str) -> str:
    # Length before each part, so that no two lists of parts spell the same bytes.
    joined = b"".join(b"%d:%s" % (len(data), data) for data in (part.encode() for part in parts))
    return hashlib.sha256(joined).hexdigest()
