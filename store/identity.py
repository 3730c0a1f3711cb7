"""What makes a posting the same posting, here and on every other machine."""

import hashlib
from typing import TYPE_CHECKING

from .text import normalised

if TYPE_CHECKING:
    from .drafts import Draft


KEY_LENGTH = 20  # hex digits: 80 bits, so that a million keys collide once in 10^12 databases


def fingerprints(draft: "Draft") -> tuple[str, str]:
    """Return two hashes of a posting, after normalisation.

    The first is of what a reader sees of it: title, employer, places, body. The second is of the body alone,
    equal for two postings with the same words.
    """
    body = normalised(draft.body)
    places = "\n".join(normalised(location.text) for location in draft.locations)
    content = _digest(normalised(draft.title or ""), normalised(draft.company or ""), places, body)
    return content, text_hash(body)


def text_hash(body: str) -> str:
    """Return the hash of a normalised body alone."""
    return _digest(body)


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
