"""Mentions against the bare automaton, and what they find: `python -m benchmarks.mentions [REPEATS]`.

Measured with ESCO and the real postings where they are beside the project, else with made-up ones. Processor time of
this process, the least of several runs, so that what else the machine does counts little; the ratio to the automaton
alone, in the same run over the same text, is what to compare.
"""

import gzip
import json
import pickle
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from ahocorasick_rs import AhoCorasick

from skills.mentions import Finder, Mention
from skills.relatedness import Relations
from skills.requirements import requirement_of
from skills.vocabulary import read_file
from store import Skill, Store

from .advertisements import advertisements

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
POSTIL = Path(sys.executable).with_name("postil")
LABELS = 98_000
MADE, MET = 3_000, 5_000  # postings, and labels that stand in one of them
POSTINGS, SKILLS, CHANGES = 100_000, 5_000, 2_000  # of relatedness

Span = tuple[int, int]


def main() -> None:
    """Print what was measured."""
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    skills, bodies = _real() if SHARED.is_dir() else _made()
    labels = sum(1 + len(skill.labels) for skill in skills)
    print(f"{'real' if SHARED.is_dir() else 'made-up'} texts; {len(skills):,} skills, {labels:,} labels")

    begin = time.process_time()
    finder = Finder(skills)
    print(f"made in {time.process_time() - begin:.2f} s", end="; ")
    begin = time.process_time()
    finder.adding([Skill("local:new", "a skill of ours")])
    print(f"a skill added in {1000 * (time.process_time() - begin):.2f} ms", end="; ")
    begin = time.process_time()
    pickle.loads(pickle.dumps(finder))
    print(f"pickled and back in {time.process_time() - begin:.2f} s")

    folded = {label.casefold() for skill in skills for label in (skill.label, *skill.labels)}
    bare = AhoCorasick(sorted(folded), store_patterns=False)
    for name, chosen in (
        ("all bodies", bodies),
        ("ASCII", [body for body in bodies if body.isascii()]),
        ("not ASCII", [body for body in bodies if not body.isascii()]),
    ):
        if chosen:
            _speed(name, chosen, finder, bare, repeats)
    _requirements(bodies, finder)
    if SHARED.is_dir():
        _skillspan(finder)
    _relatedness()


def _real() -> tuple[list[Skill], list[str]]:
    skills = [item for item in read_file(SHARED / "esco" / "skills_en.csv.gz") if isinstance(item, Skill)]
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "real.db"
        folders = [SHARED / name for name in ("hn", "emscad", "pages")]
        command = [str(POSTIL), "import", "--db", str(database), *map(str, folders)]
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        with Store.open(database) as store:
            return skills, list(store.texts([row.key for row in store.listing("nobody")]).values())


def _made() -> tuple[list[Skill], list[str]]:
    draw = random.Random(7)
    bodies = [one.body for one in advertisements(MADE, 7)]
    texts = [body.split() for body in bodies]
    words = sorted({word.strip(".,;:!?()").lower() for text in texts for word in text} - {""})
    labels = {" ".join(draw.choices(words, k=draw.randint(2, 5))) for _ in range(LABELS - MET)}
    for _ in range(MET):
        text = draw.choice(texts)
        at = draw.randrange(len(text))
        labels.add(" ".join(text[at : at + draw.randint(2, 4)]))
    return [Skill(f"local:{label}", label) for label in sorted(labels)], bodies


def _speed(name: str, bodies: Sequence[str], finder: Finder, bare: AhoCorasick, repeats: int) -> None:
    size = sum(len(body.encode()) for body in bodies) / 1e6
    found = sum(len(finder.mentions(body)) for body in bodies)
    plain = [body.casefold() for body in bodies]
    alone, whole = [], []
    for _ in range(repeats):  # in turns, so that both see the same machine
        alone.append(
            _seconds(lambda: [bare.find_matches_as_indexes(text, overlapping=True) for text in plain])
        )
        whole.append(_seconds(lambda: [finder.mentions(body) for body in bodies]))
    print(
        f"{name:12} {len(bodies):6,} of {size:5.1f} MB: {size / min(whole):5.1f} MB/s, {found:7,} mentions; the "
        f"automaton alone {size / min(alone):5.1f} MB/s, ratio {min(alone) / min(whole):.2f}"
    )


def _seconds(run: Callable[[], object]) -> float:
    begin = time.process_time()
    run()
    return time.process_time() - begin


def _requirements(bodies: Sequence[str], finder: Finder) -> None:
    some = [(body, mention) for body in bodies[::10] for mention in finder.mentions(body)]
    seconds = _seconds(lambda: [requirement_of(body, (), mention) for body, mention in some])
    print(f"a requirement {1e6 * seconds / max(1, len(some)):.0f} µs a mention, over {len(some):,}")


def _skillspan(finder: Finder) -> None:
    """Print how the mentions meet the spans that people marked in SkillSpan's sentences (its split `dev`)."""
    spans = touched = exact = mentioned = right = either = 0
    with gzip.open(SHARED / "skillspan" / "dev.json.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            places, at = [], 0
            for token in record["tokens"]:
                places.append((at, at + len(token)))
                at += len(token) + 1
            mentions = finder.mentions(" ".join(record["tokens"]))
            knowledge = list(_spans(record["tags_knowledge"], places))
            marked = knowledge + list(_spans(record["tags_skill"], places))
            spans += len(knowledge)
            touched += sum(any(_meet(mention, span) for mention in mentions) for span in knowledge)
            exact += sum(
                any((mention.start, mention.end) == span for mention in mentions) for span in knowledge
            )
            mentioned += len(mentions)
            right += sum(any(_meet(mention, span) for span in knowledge) for mention in mentions)
            either += sum(any(_meet(mention, span) for span in marked) for mention in mentions)
    print(
        f"SkillSpan dev: {touched:,} of {spans:,} knowledge spans touched, recall {touched / spans:.3f} ({exact:,} "
        f"exactly); {right:,} of {mentioned:,} mentions touch one, precision {right / mentioned:.3f} "
        f"({either / mentioned:.3f} touch a knowledge or a skill span)"
    )


def _spans(tags: Sequence[str], places: Sequence[Span]) -> Iterator[Span]:
    start: int | None = None
    for number, tag in enumerate([*tags, "O"]):
        if start is not None and tag != "I":
            yield places[start][0], places[number - 1][1]
            start = None
        if tag == "B" or (tag == "I" and start is None):
            start = number


def _meet(mention: Mention, span: Span) -> bool:
    return mention.start < span[1] and span[0] < mention.end


def _relatedness() -> None:
    draw = random.Random(11)
    names = [f"skill {number}" for number in range(SKILLS)]
    weights = [1 / (number + 3) for number in range(SKILLS)]
    postings = [set(draw.choices(names, weights, k=draw.randint(1, 15))) for _ in range(POSTINGS)]
    begin = time.process_time()
    relations = Relations(postings)
    seconds = time.process_time() - begin
    print(f"relatedness: {POSTINGS:,} postings counted in {seconds:.1f} s", end="; ")
    times = []
    for tags in islice(postings, CHANGES):
        changed = tags | {draw.choice(names)}
        begin = time.perf_counter()
        relations.remove(tags)
        relations.add(changed)
        times.append(1e3 * (time.perf_counter() - begin))
    times.sort()
    print(f"one changed in {times[CHANGES // 2]:.3f} ms, p99 {times[CHANGES * 99 // 100]:.3f}", end="; ")
    for what, run in (
        ("related to the commonest", lambda: relations.related(names[0])),
        ("to one in the middle", lambda: relations.related(names[SKILLS // 50])),
        ("suggestions for ten tags", lambda: relations.suggestions(names[10:60:5])),
    ):
        print(f"{what} {1e3 * min(_seconds(run) for _ in range(5)):.1f} ms", end="; ")
    print()


if __name__ == "__main__":
    main()
