"""Contradictions for the command line: `duplicates list --conflicts`, and what `check` says of them."""

from collections.abc import Iterator
from shlex import quote
from typing import Any

from duplicates.chains import Contradiction, Link, contradictions
from store import Store

from .session import print_json, put, say, session


def list_conflicts(*, as_json: bool) -> None:
    """Print the verdicts that contradict each other, with the chain, and which to take back."""
    with session().store(readonly=True) as store:
        found = contradictions(store, session().annotator)
        at = _places(store, found)
    if as_json:
        print_json([_shape(one, at) for one in found])
        return
    for one in found:
        put(_sentence(one, at))
    say(f"{len(found):,} {'contradiction' if len(found) == 1 else 'contradictions'}")


def conflict_findings(store: Store) -> Iterator[str]:
    """Yield a sentence for each contradiction that stands."""
    found = contradictions(store)
    at = _places(store, found)
    for one in found:
        yield f"Verdicts contradict: {_sentence(one, at)}"


def _places(store: Store, found: list[Contradiction]) -> dict[str, str]:
    return store.places_of({key for one in found for pair in one.pairs for key in pair})


def _sentence(one: Contradiction, at: dict[str, str]) -> str:
    said = ", ".join(_link(link, at) for link in one.chain)
    others = one.unfollowed_in_all - 1
    more = f" ({others:,} more {'verdict is' if others == 1 else 'verdicts are'} not followed)"
    return (
        f"{said}; but {_link(one.parted, at)}{more if others else ''}. Take back {_link(one.take_back, at)}, "
        f"or what it stands against: {_commands(one.take_back)}."
    )


def _commands(link: Link) -> str:
    """Return what takes the verdicts on a pair back: each is its own annotator's."""
    decide = f"postil duplicates decide {link.a[:10]} {link.b[:10]} none"
    return " and ".join(f"`{decide} --annotator {quote(said.annotator)}`" for said in link.said)


def _link(link: Link, at: dict[str, str]) -> str:
    words = " and ".join(f"{said.verdict} ({said.annotator})" for said in link.said)
    return f"{at[link.a]} {words} {at[link.b]}"


def _shape(one: Contradiction, at: dict[str, str]) -> dict[str, Any]:
    return {
        "chain": [_link_shape(link, at) for link in one.chain],
        "parted": _link_shape(one.parted, at),
        "unfollowed": _link_shape(one.unfollowed, at),
        "unfollowed_in_all": one.unfollowed_in_all,
        "take_back": {
            "a": one.take_back.a,
            "b": one.take_back.b,
            "annotators": [said.annotator for said in one.take_back.said],
        },
    }


def _link_shape(link: Link, at: dict[str, str]) -> dict[str, Any]:
    return {
        "a": link.a,
        "b": link.b,
        "a_at": at[link.a],
        "b_at": at[link.b],
        "verdicts": [{"verdict": said.verdict.value, "annotator": said.annotator} for said in link.said],
    }
