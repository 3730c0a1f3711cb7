"""The database that the desk is measured on: very many short postings, and some long ones to walk over.

The long ones stand in the middle, with 5,000 characters each and 60 labels of the vocabulary in them; all other words
are invented, so that no label stands anywhere by chance. Short ones are tagged, some are done, and some are in pairs.
"""

import random
from collections.abc import Iterator
from hashlib import sha256
from itertools import accumulate
from pathlib import Path

from skills.vocabulary import read_file
from store import EVERYTHING, Origin, PairKind, Place, Proposal, Skill, State, Store
from store.drafts import Draft

from .wording import invented_words

ESCO = Path(__file__).resolve().parents[2] / "shared" / "data" / "esco" / "skills_en.csv.gz"
WHO = "ann"
WALKED = 450  # long postings
CHARACTERS, MARKS = 5_000, 60  # of each of them
WORDS = 5_000  # different ones of the short postings, the tenth as frequent as the first and so on
SHORT = 24  # words of a short posting
BATCH = 5_000
COMPANIES = 20_000
MADE_LABELS = 98_000  # where ESCO is not beside the project
TAGS = 12  # of a tagged posting
COPIES = 1_000  # tagged postings with the same tags: to tag each by itself would take an hour
MOST_TAGGED, MOST_DONE, MOST_PAIRS = 100_000, 20_000, 100_000


def build(path: Path, postings: int) -> None:
    """Make the database; the annotator stopped at the first of the long postings."""
    chance = random.Random(3)
    with Store.open(path, create=True) as store, store.bulk():
        labels = _vocabulary(store)
        origin = Origin("bench", "bench", sha256(b"bench").hexdigest(), 1, "text", 1)
        run = store.begin_import(origin, store.occurrences())
        batch: list[Draft] = []
        for draft in _drafts(postings, labels):
            batch.append(draft)
            if len(batch) == BATCH:
                run.take(batch)
                batch = []
        run.take(batch)
        run.finish()
        keys = [
            row.key for row in store.listing(WHO, EVERYTHING, min(postings // 2, MOST_TAGGED + MOST_DONE))
        ]
        store.remember(WHO, Place(_key(store, postings // 2), ""))
        _tag(store, keys[: min(postings // 10, MOST_TAGGED)], labels, chance)
        for key in keys[-min(postings // 50, MOST_DONE) :]:
            store.set_state(WHO, key, State.DONE)
        _pair(store, keys, min(postings // 10, MOST_PAIRS), chance)


def title(number: int) -> str:
    """Return the title of a posting, by which it is told from all others."""
    return f"Opening {number:07}"


def words() -> list[str]:
    """Return the words of the short postings, the most frequent first."""
    return invented_words(random.Random(1), WORDS)


def _vocabulary(store: Store) -> list[str]:
    """Store the vocabulary, and return labels of it that can be told from all others."""
    if ESCO.exists():
        skills = [item for item in read_file(ESCO) if isinstance(item, Skill)]
    else:
        names = invented_words(random.Random(2), MADE_LABELS)
        skills = [
            Skill(f"local:{one}-{other}", f"{one} {other}")
            for one, other in zip(names, reversed(names), strict=True)
        ]
    store.put_skills(skills)
    return [skill.label for skill in skills if 12 <= len(skill.label) <= 30 and " " in skill.label]


def _drafts(count: int, labels: list[str]) -> Iterator[Draft]:
    chance = random.Random(4)
    frequent = words()
    weights = list(accumulate(1 / rank for rank in range(10, WORDS + 10)))
    middle = range(count // 2, count // 2 + WALKED)
    for number in range(count):
        body = (
            _long(number, labels, frequent, chance)
            if number in middle
            else f"{number} {' '.join(chance.choices(frequent, cum_weights=weights, k=SHORT))}"
        )
        yield Draft(
            locator=f"row {number + 1}",
            body=body,
            raw=body,
            external_id=str(number),
            title=title(number),
            company=f"Company {number * 7919 % COMPANIES}",
        )


def _long(number: int, labels: list[str], frequent: list[str], chance: random.Random) -> str:
    parts = [f"Posting {number}."]
    each = CHARACTERS // MARKS
    for label in chance.sample(labels, MARKS):
        part = ""
        while len(part) + len(label) < each - 4:
            part = f"{part} {chance.choice(frequent)}"
        parts.append(f"{part.strip()} {label}.")
    return " ".join(parts)


def _key(store: Store, number: int) -> str:
    return store.window(WHO, EVERYTHING, number + 1, 0).rows[0].key


def _tag(store: Store, keys: list[str], labels: list[str], chance: random.Random) -> None:
    frequency = list(accumulate(1 / rank for rank in range(5, 3_005)))
    for first in range(0, len(keys), COPIES):
        wanted = chance.choices(labels[:3_000], cum_weights=frequency, k=TAGS)
        for label in dict.fromkeys(wanted):
            store.tag(WHO, keys[first], label)
        store.copy_tags(WHO, keys[first], keys[first : first + COPIES])


def _pair(store: Store, keys: list[str], count: int, chance: random.Random) -> None:
    pairs = {tuple(sorted(chance.sample(range(len(keys)), 2))) for _ in range(count)}
    store.propose([Proposal(keys[a], keys[b], PairKind.NEAR, chance.random(), ()) for a, b in pairs])
