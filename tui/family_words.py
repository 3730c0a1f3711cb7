"""What the family screen says above the list: what settling the family would do, and what it would leave open."""

from duplicates.families import Family, settlement
from store import PairKind, UsageError, Verdict
from tui.commands import key_of


def prospect(family: Family) -> str:
    """Say what the key that settles the rest would do."""
    if not family.members:
        return "It stands alone: nothing is proposed or decided to be the same job."
    settle, left = key_of("family", "settle"), left_open(family)
    try:
        said = settlement(family)
    except UsageError as error:
        return f"{settle} settles nothing yet: {error}"
    canonical = family.canonical.posting.key
    members = sum(one.mine is None and (canonical, one.posting.key) in said for one in family.members)
    also = f" Left open: {left}." if left else ""
    if members:
        out = f"{key_of('family', 'take-out')} or {key_of('family', 'take-out-related')}"
        return f"{out} takes out what does not fit, {settle} settles the other {members:,}.{also}"
    if said:
        pairs = "1 open pair" if len(said) == 1 else f"{len(said):,} open pairs"
        return f"All of them are settled; {settle} settles {pairs} of theirs too.{also}"
    return f"The others are settled.{also}" if left else "All of them are settled."


def left_open(family: Family) -> str:
    """Return how many members settling leaves open and why, empty where it leaves none."""
    members = family.members
    left = [
        (sum(one.mine is None and one.kind is PairKind.RELATED for one in members), "proposed as related"),
        (sum(one.mine is Verdict.UNSURE for one in members), "unsure"),
    ]
    return " and ".join(f"{count:,} {what}" for count, what in left if count)
