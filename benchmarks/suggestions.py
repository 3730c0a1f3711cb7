"""Relations kept up to date, tags copied to many postings, orders of the queue: `python -m benchmarks.suggestions`.

The first argument says how many postings the database has, 20,000 if left out.
"""

import random
import resource
import sys
import tempfile
from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import islice
from pathlib import Path

from skills.tag_sets import TagSets
from store import EVERYTHING, Origin, PairKind, Place, Proposal, Query, QueueOrder, Skill, State, Store, parse
from store.drafts import Draft

from .first_light import _row as row
from .first_light import _times as times

TAGGED = 100_000
SKILLS = 3_000
TAGS = 12  # of a posting, on average
UPDATES = 500
COPIES = 10_000
DECIDED = 300
WHO = "ann"
COMPANIES = 20_000
BODY = (
    "We use Python and SQL with {}. You know Kubernetes, Docker and patience number {}. "
    + "The rest is text. " * 20
)


def main() -> None:
    """Measure and print a table."""
    postings = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    print(f"{'what':44} {'median ms':>10} {'p95 ms':>8}   beside")
    _relations()
    with tempfile.TemporaryDirectory() as name, Store.open(Path(name) / "postil.db", create=True) as store:
        row(f"import {postings:,} postings", times(lambda: _fill(store, postings), runs=1))
        _decide(store)
        _copies(store)
        _orders(store)


def _tag_sets(count: int) -> Iterator[tuple[str, tuple[str, ...]]]:
    chance = random.Random(5)
    weights = [1 / rank for rank in range(1, SKILLS + 1)]
    names = [f"skill:{number}" for number in range(SKILLS)]
    for number in range(count):
        drawn = chance.choices(names, weights, k=chance.randint(TAGS // 2, TAGS * 3 // 2))
        yield f"posting:{number}", tuple(sorted(set(drawn)))


def _relations() -> None:
    sets = list(_tag_sets(TAGGED))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    kept: list[TagSets] = []
    row(f"relations of {TAGGED:,} tagged postings", times(lambda: kept.append(TagSets(sets)), runs=1))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"{'':44} {grown:,.0f} MB more memory")
    chance = random.Random(7)
    updates = chance.sample(sets, UPDATES)

    def update() -> None:
        key, tags = updates.pop()
        kept[0].tag(key, tuple(sorted({*tags, f"skill:{chance.randrange(SKILLS)}"})))

    row("one more tag", times(update, runs=UPDATES))
    wanted = [tags for _, tags in islice(sets, 200)]
    row("what a posting's tags suggest", times(lambda: kept[0].relations.suggestions(wanted.pop()), runs=200))
    row("related to the commonest skill", times(lambda: kept[0].relations.related("skill:0"), runs=20))


def _fill(store: Store, count: int) -> None:
    with store.bulk():
        origin = Origin("bench", "bench", sha256(b"bench").hexdigest(), 1, "text", 1)
        run = store.begin_import(origin, store.occurrences())
        for first in range(0, count, 5_000):
            run.take([_draft(number) for number in range(first, min(first + 5_000, count))])
        run.finish()


def _draft(number: int) -> Draft:
    body = BODY.format(f"tool {number % 97}", number)
    company = f"Company {number * 7919 % COMPANIES}"
    return Draft(
        locator=f"row {number}",
        body=body,
        raw=body,
        external_id=str(number),
        title="Engineer",
        company=company,
    )


def _decide(store: Store) -> None:
    store.put_skills([Skill(f"u:{name}", name) for name in ("Python", "SQL", "Kubernetes", "Docker")])
    rows = list(store.listing(WHO, EVERYTHING, 20_000))
    keys = [one.key for one in rows]
    for key in keys[:DECIDED]:
        store.remember(WHO, Place(key, ""))
        store.set_state(WHO, key, State.DONE)
    chance = random.Random(11)
    pairs = {tuple(sorted(chance.sample(range(len(keys)), 2))) for _ in range(20_000)}
    store.propose([Proposal(keys[a], keys[b], PairKind.NEAR, chance.random(), ()) for a, b in pairs])
    for name in ("Python", "SQL", "Kubernetes", "Docker"):
        store.tag(WHO, keys[0], name, quote=name)


def _copies(store: Store) -> None:
    keys = [one.key for one in store.listing(WHO, EVERYTHING, COPIES + 1)]
    row(
        f"count what a copy to {COPIES:,} would do",
        times(lambda: store.count_copies(WHO, keys[0], keys), runs=3),
    )
    counted = store.count_copies(WHO, keys[0], keys)
    row(f"copy {counted.tags:,} tags", times(lambda: store.copy_tags(WHO, keys[0], keys), runs=1))
    row("undo it", times(lambda: store.undo(WHO), runs=1))
    row("do it again", times(lambda: store.redo(WHO), runs=1))
    print(f"{'':44} {counted.characters / 1024:,.0f} KB of journal")
    sets = list(store.tag_sets())
    row(f"read the tags of {len(sets):,} postings", times(lambda: list(store.tag_sets()), runs=3))


def _orders(store: Store) -> None:
    ids = [one.id for one in store.listing(WHO, EVERYTHING, 10_000)]
    last = store.count(WHO)
    todo = parse("state:todo")
    for order in QueueOrder:
        for query, name in (
            (EVERYTHING, "all"),
            (todo, "state:todo"),
            (parse("company:~Compny docker"), "words"),
        ):
            about = [*ids[:: len(ids) // 20], last]
            row(f"{order}: window, {name}", times(_window(store, order, query, about), runs=len(about)))
        about = ids[:: len(ids) // 50]
        step = _step(store, order, todo, about)
        row(f"{order}: next, state:todo", times(step, runs=len(about)))


def _window(store: Store, order: QueueOrder, query: Query, about: list[int]) -> Callable[[], object]:
    left = [*about]
    return lambda: store.window(WHO, query, left.pop(), 40, order)


def _step(store: Store, order: QueueOrder, query: Query, about: list[int]) -> Callable[[], object]:
    left = [*about]
    return lambda: store.neighbour(WHO, query, store.spot(WHO, order, left.pop()), forward=True, order=order)


if __name__ == "__main__":
    main()
