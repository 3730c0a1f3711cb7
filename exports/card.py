"""README.md: the data card, which says what a dataset holds and how it came about."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from store import SourceImport, State, visible

from .about import About
from .descriptor import descriptions
from .models import (
    FORMAT,
    VERSION,
    PostingModel,
    SettledAs,
    StateModel,
    TagModel,
    VerdictModel,
)
from .tables import DISAGREEMENTS, DUPLICATES, NOTES, POSTINGS, SKILLS, Table

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]+")
_MARKUP = re.compile(r"[\\`*_{}\[\]<>#+!|~&$@:-]")


class Tally:
    """Counts what goes by."""

    def __init__(self) -> None:
        self.sources: Counter[str] = Counter()
        self.done: Counter[str] = Counter()
        self.tags: Counter[str] = Counter()
        self.notes: Counter[str] = Counter()
        self.settled: Counter[tuple[str, SettledAs]] = Counter()
        self.verdicts: Counter[str] = Counter()
        self.posted: list[str] = []
        self.decided: list[str] = []
        self.untitled = 0
        self.undated = 0
        self.lost = 0
        self.seen_by_several = 0

    def posting(self, posting: PostingModel) -> None:
        """Count a posting and what is on it."""
        self.sources[posting.source] += 1
        self.untitled += posting.title is None
        if posting.date_posted is not None:
            self.posted = _reach(self.posted, posting.date_posted)
        times = [state.at for state in posting.states] + [note.at for note in posting.notes]
        for at in times + [verdict.at for pair in posting.pairs for verdict in pair.verdicts]:
            self.decided = _reach(self.decided, at)
        self.undated += posting.date_posted is None
        quotes = [(item.start, item.quote) for item in posting.tags]
        quotes += [(item.start, item.quote) for item in posting.notes]
        self.lost += sum(start is None and quote is not None for start, quote in quotes)
        for what, said in (
            ("states", posting.states),
            ("tags", posting.tags),
            ("verdicts", [verdict for pair in posting.pairs for verdict in pair.verdicts]),
        ):
            self.settled.update((what, one.settled) for one in said if one.settled is not None)
        verdicts = [verdict for pair in posting.pairs for verdict in pair.verdicts]
        done = [said.annotator for said in _own(posting.states) if said.state is State.DONE]
        self.seen_by_several += len(done) > 1
        self.done.update(done)
        self.tags.update(tag.annotator for tag in _own(posting.tags))
        self.notes.update(note.annotator for note in posting.notes)
        self.verdicts.update(verdict.annotator for verdict in _own(verdicts))

    @property
    def annotators(self) -> list[str]:
        """Everybody who did something that is counted here."""
        return sorted({*self.done, *self.tags, *self.notes, *self.verdicts})


Said = TypeVar("Said", StateModel, TagModel, VerdictModel)


def _own(said: Sequence[Said]) -> list[Said]:
    """Leave out what stands for several annotators."""
    return [one for one in said if one.settled is None]


def _reach(between: list[str], at: str) -> list[str]:
    """Return the first and the last of times in ISO 8601, with one more."""
    return [min(between[0], at), max(between[1], at)] if between else [at, at]


def card(
    tally: Tally, written: Sequence[Table], rows: Mapping[str, int], about: About, *, excel: bool
) -> str:
    """Return the card of the tables that were written; `rows` counts those of each file of data."""
    tables = {f"{table.name}.csv": table for table in written}
    settled = DISAGREEMENTS in written
    return _CARD.format(
        format=FORMAT,
        version=VERSION,
        contents=_table(
            ("what", "how many"),
            [
                ("postings", rows[f"{POSTINGS.name}.csv"]),
                ("tags", rows[f"{SKILLS.name}.csv"]),
                ("notes", rows[f"{NOTES.name}.csv"]),
                ("verdicts on pairs", rows[f"{DUPLICATES.name}.csv"]),
                ("clusters of duplicates", about.clusters),
            ],
        ),
        sources=_sources(tally.sources, about.imports),
        posted=_between("The postings that state a date are from", tally.posted),
        decided=_between("Decisions that have a date were made from", [at[:10] for at in tally.decided]),
        annotators=_people(tally, settled=settled),
        several=_settled(tally, about) if settled else _SEVERAL.format(several=tally.seen_by_several),
        agreement=about.agreement()
        or _UNMEASURED[min(about.annotators if settled else len(tally.annotators), 2)],
        splits=_splits(about),
        asked=_asked(about),
        left_out=_left_out(about),
        more=(_DISAGREEMENTS if settled else "")
        + (_PARQUET if any(name.endswith(".parquet") for name in rows) else ""),
        mark="with a byte order mark, by which Excel knows it" if excel else "without a byte order mark",
        untitled=tally.untitled,
        undated=tally.undated,
        lost=tally.lost,
        tables="\n\n".join(_columns(name, table, rows[name]) for name, table in tables.items()),
    )


def _sources(counts: Mapping[str, int], imports: Sequence[SourceImport]) -> str:
    runs: defaultdict[str, list[SourceImport]] = defaultdict(list)
    for run in imports:
        runs[run.source].append(run)
    lines: list[tuple[object, ...]] = []
    for name, count in sorted(counts.items()):
        days = [run.at[:10] for run in runs[name]] or ["unknown"]
        files = len({run.sha256 for run in runs[name]})
        lines.append((_plain(name), count, files, min(days), max(days)))
    return _table(("source", "postings", "files", "first imported", "last imported"), lines)


def _between(said: str, between: Sequence[str]) -> str:
    if not between:
        return ""
    days = between[0] if between[0] == between[1] else f"{between[0]} to {between[1]}"
    return f"{said} {days}.\n"


def _splits(about: About) -> str:
    if not about.splits:
        return "It is not split. `postil export --split train=80,validation=10,test=10` gives each posting a split."
    lines = [(f"`{name}`", f"{share} %", about.placed.get(name, 0)) for name, share in about.splits.items()]
    return f"{_table(('split', 'of the places', 'postings'), lines)}\n\n{_SPLITS}"


def _asked(about: About) -> str:
    if not about.asked:
        return "Nothing was left out on purpose: every posting is here.\n"
    return "".join(f"- {_plain(said)}\n" for said in about.asked)


def _left_out(about: About) -> str:
    said = ""
    if about.left_out:
        said += _table(("left out", "how many"), sorted(about.left_out.items())) + "\n\n"
    if about.redacted:
        said += (
            _table(("blackened, as found by pattern", "how many"), sorted(about.redacted.items())) + "\n\n"
        )
    return said


def _people(tally: Tally, *, settled: bool) -> str:
    if not tally.annotators:
        return "" if settled else "Nobody has decided anything yet."
    lines = [
        (_plain(name), tally.done[name], tally.tags[name], tally.notes[name], tally.verdicts[name])
        for name in tally.annotators
    ]
    return _table(("annotator", "postings done", "tags", "notes", "verdicts"), lines)


def _settled(tally: Tally, about: About) -> str:
    lines = [
        (name.value, *(tally.settled[what, name] for what in ("states", "tags", "verdicts")))
        for name in SettledAs
    ]
    return _SETTLED.format(
        people=about.annotators,
        table=_table(("settled", "states", "tags", "verdicts"), lines),
    )


def _columns(name: str, table: Table, rows: int) -> str:
    lines = [(f"`{column}`", meaning) for column, meaning in descriptions(table.model).items()]
    said = (table.model.__doc__ or "").replace("\n", " ")
    return f"### {name}\n\n{said} Lines under the header: {rows:,}.\n\n{_table(('column', 'meaning'), lines)}"


def _table(header: Sequence[str], lines: Iterable[Sequence[object]]) -> str:
    rows = [header, ["---"] * len(header), *lines]
    return "\n".join("| " + " | ".join(_shown(cell) for cell in row) + " |" for row in rows)


def _shown(cell: object) -> str:
    return f"{cell:,}" if isinstance(cell, int) else str(cell)


def _plain(text: str) -> str:
    """Return a name from outside as plain text: it must not become markup, nor reach a terminal as a command."""
    return _MARKUP.sub(r"\\\g<0>", _CONTROLS.sub("\ufffd", visible(text)))


_UNMEASURED = (
    "There is no agreement to measure.",
    "One annotator alone decided, so there is no agreement to measure.",
    "How far they agree is not known: nothing was answered by two of them yet.",
)

_SEVERAL = """\
Where the word of all counts, their tags stand side by side, and none was chosen over another's.
Postings done by more than one of them: {several:,}."""

_SETTLED = """\
One answer stands for all {people:,} annotators here, under the name of what was asked for, `majority` or
`adjudicated`, who is nobody. `settled` says what it rests on: all who answered (`unanimous`), more than half of them
(`majority`), the word of who settled it (`adjudicated`), or one annotator alone (`single`); `settled_by` names who
settled it, or alone answered. `postil import` takes none of these answers, as they are nobody's own: to import what
each annotator said, ask for the dataset that has everybody's.

{table}"""

_DISAGREEMENTS = "| disagreements.csv | what annotators answered differently, and how that stands |\n"

_PARQUET = (
    "| postings.parquet, … | the same tables for programs, with their types; nothing in them is guarded |\n"
)

_SPLITS = """\
Every posting of a cluster is in the same split, so that what is tested was not trained on. Each posting has a place
from 0 to 99, which is kept: more postings move nothing, and where two clusters become one, the place that was given
first holds. Shares are laid over the places, so few postings may come out otherwise than their shares."""

_CARD = """\
# A dataset of job postings

Made with Postil: job postings with the skills, notes and verdicts that people put on them. Format `{format}`,
version {version}. The same state of the database always gives these same bytes.

## What is in it

{contents}

{sources}

{posted}{decided}
## What was left out, and why

{asked}
{left_out}Pairs that were proposed and that nobody has judged are left out: they are nobody's decision. So are the
records as they were imported, unless they were asked for, and everything that was undone.

## How it was annotated

People read the postings and decided; what a machine proposed is in here only where a person judged it.
A tag says that a posting asks for a skill, how (`required`, `preferred` or `mentioned`), and, where its author
gave them, with which words. A verdict says of two postings that they are the same job advertised again
(`duplicate`), the same advertisement for another place or date (`variant`), alike but not the same (`related`),
`distinct`, or that the annotator is `unsure`. A cluster is what `duplicate` and `variant` tie together, never
across a `related` or `distinct` of anybody.

{annotators}

Annotators go by pseudonyms, unless their names were asked for: the same person has the same one in every dataset,
and no two have one.
{several}

{agreement}

## Splits

{splits}

## The files

| file | holds |
| --- | --- |
| postings.jsonl | a posting a line, with all that was said of it: the file to compute with |
| postings.json | the same postings in one document |
| postings.csv | a posting a line |
| skills.csv | a tag a line |
| duplicates.csv | a verdict a line |
| notes.csv | a note a line |
{more}| schema.json | JSON Schema 2020-12 of postings.json, and under `$defs` of the lines of every other file |
| datapackage.json | the files, columns, keys and checksums as a Frictionless data package, and the imports |
| SHA256SUMS | checksums; `sha256sum -c SHA256SUMS` in this folder checks them |

`postil import` reads this folder, or one of the first two files alone, and takes over all of it: the postings and
what was said of them, in the names that stand here; away from this folder they do not tell which imports there were.

Offsets `start` and `end` count code points of `body`, from 0, the end not included: in Python
`body[start:end] == quote`. Where a quote has no offsets, the source has changed the text since, and the words
are gone.

## The tables

CSV after RFC 4180, in UTF-8, {mark}: commas, every cell in quotes, a quote inside doubled,
lines ending in CRLF. Line ends inside a cell are LF. An empty cell means that nothing is known. Bodies may be
longer than readers expect: in Python, raise `csv.field_size_limit`; a spreadsheet may cut a cell at 32,767
characters.

**Cells are guarded against being run as formulas.** Where a text begins with `=`, `+`, `-`, `@`, a tab or a line
end, or with a full-width form of those signs, an apostrophe `'` stands before it, and so it does where such a
text already begins with apostrophes. To get the text back, drop one apostrophe from every cell that matches
`^'+[=+\\-@\\t\\r\\n＝＋－＠]`. postings.jsonl and postings.json are never guarded.

{tables}

## Known gaps

- Postings that state no title: {untitled:,}; no date: {undated:,}. An inferred title is a guess.
- Tags and notes whose words a revision of the text took away: {lost:,}.
- A posting without tags is one that nobody tagged yet or one that asks for nothing: its `states` tell who is done.
- Names and addresses that stand in a text or a note are in here as they stand, unless the list above says that
  something was blackened. That was found by pattern, which knows the usual ways of writing an e-mail address or a
  telephone number and misses others.

## Licence, and how to cite

The texts belong to their authors. This dataset gives no licence to them: ask, or keep to what the law allows, such
as quoting and mining texts for research. For what people added, ask whoever gave you this folder.

To cite it, name whoever made it, the year, the title above, and the first line of `sha256sum SHA256SUMS`, which
stands for every byte of it.
"""
