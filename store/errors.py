"""One family of errors. Each carries a sentence for the person: what happened and what to do."""


class PostilError(Exception):
    """Something the person can act on; `str()` of it is that sentence."""

    title = "Postil"


class UsageError(PostilError):
    """What was asked for does not make sense as it stands; nothing was done."""

    title = "Not done"


class NotFound(UsageError):
    """No posting, skill, pair or file answers to the name given."""

    title = "Not found"


class Unreadable(UsageError):
    """A file cannot be read at all, so that not one record of it is known."""

    title = "Unreadable file"


class InvalidSpan(UsageError):
    """Offsets that do not lie in the body, or a quote that is not what stands there."""

    title = "Span and text disagree"


class StoreError(PostilError):
    """The database cannot be used as it is; nothing was written."""

    title = "Database"


class NotADatabase(StoreError):
    """The file exists and is no Postil database."""


class NetworkFileSystem(StoreError):
    """The database is where several hosts could use it, and damage it."""


class NewerDatabase(StoreError):
    """The database was made by a newer version of Postil."""


class ReadOnly(StoreError):
    """The database, its folder or its disk cannot be written."""


class Outdated(ReadOnly):
    """The database is of an older version, and was opened only to be read."""


class Busy(StoreError):
    """Another process held the database for longer than we wait."""


class DiskFull(StoreError):
    """No room was left; the transaction was taken back."""


class Damaged(StoreError):
    """SQLite found the file malformed."""
