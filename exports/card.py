"""README.md: the data card, which says what a dataset holds and how it came about."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from pydantic.fields import FieldInfo

from store import State, visible

from .models import FORMAT, VERSION, Model, PostingModel
from .schema import TABLES

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]+")
_MARKUP = re.compile(r"[\\`*_{}\[\]<>#+!|~&$@:-]")


class Tally:
    """Counts what goes by."""

    def __init__(self) -> None:
        self.sources: Counter[str] = Counter()
        self.done: Counter[str] = Counter()
        self.tags: Counter[str] = Counter()
        self.notes: Counter[str] = Counter()
        self.verdicts: Counter[str] = Counter()
        self.untitled = 0
        self.undated = 0
        self.lost = 0
        self.seen_by_several = 0

    def posting(self, posting: PostingModel) -> None:
        """Count a posting and what is on it."""
        self.sources[posting.source] += 1
        self.untitled += posting.title is None
        self.undated += posting.date_posted is None
        quotes = [(item.start, item.quote) for item in posting.tags]
        quotes += [(item.start, item.quote) for item in posting.notes]
        self.lost += sum(start is None and quote is not None for start, quote in quotes)
        done = [state.annotator for state in posting.states if state.state is State.DONE]
        self.seen_by_several += len(done) > 1
        self.done.update(done)
        self.tags.update(tag.annotator for tag in posting.tags)
        self.notes.update(note.annotator for note in posting.notes)
        self.verdicts.update(verdict.annotator for pair in posting.pairs for verdict in pair.verdicts)

    @property
    def annotators(self) -> list[str]:
        """Everybody who did something that is counted here."""
        return sorted({*self.done, *self.tags, *self.notes, *self.verdicts})


def card(tally: Tally, rows: Mapping[str, int], clusters: int) -> str:
    """Return the card; `rows` counts those of each file of data."""
    return _CARD.format(
        format=FORMAT,
        version=VERSION,
        contents=_table(
            ("what", "how many"),
            [
                ("postings", rows["postings.jsonl"]),
                ("tags", rows["skills.csv"]),
                ("notes", rows["notes.csv"]),
                ("verdicts on pairs", rows["duplicates.csv"]),
                ("clusters of duplicates", clusters),
            ],
        ),
        sources=_table(
            ("source", "postings"), [(_plain(name), count) for name, count in sorted(tally.sources.items())]
        ),
        annotators=_people(tally) if tally.annotators else "Nobody has decided anything yet.",
        several=tally.seen_by_several,
        untitled=tally.untitled,
        undated=tally.undated,
        lost=tally.lost,
        tables="\n\n".join(_columns(name, model, rows[name]) for name, model in TABLES.items()),
    )


def _people(tally: Tally) -> str:
    lines = [
        (_plain(name), tally.done[name], tally.tags[name], tally.notes[name], tally.verdicts[name])
        for name in tally.annotators
    ]
    return _table(("annotator", "postings done", "tags", "notes", "verdicts"), lines)


def _columns(name: str, model: type[Model], rows: int) -> str:
    lines = [(f"`{column}`", _meaning(field)) for column, field in model.model_fields.items()]
    said = (model.__doc__ or "").replace("\n", " ")
    return f"### {name}\n\n{said} Lines under the header: {rows:,}.\n\n{_table(('column', 'meaning'), lines)}"


def _meaning(field: FieldInfo) -> str:
    return field.description or ""


def _table(header: Sequence[str], lines: Iterable[Sequence[object]]) -> str:
    rows = [header, ["---"] * len(header), *lines]
    return "\n".join("| " + " | ".join(_shown(cell) for cell in row) + " |" for row in rows)


def _shown(cell: object) -> str:
    return f"{cell:,}" if isinstance(cell, int) else str(cell)


def _plain(text: str) -> str:
    """Return a name from outside as plain text: it must not become markup, nor reach a terminal as a command."""
    return _MARKUP.sub(r"\\\g<0>", _CONTROLS.sub("\ufffd", visible(text)))


_CARD = """\
# A dataset of job postings

Made with Postil: job postings with the skills, notes and verdicts that people put on them. Format `{format}`,
version {version}. The same state of the database always gives these same bytes.

## What is in it

{contents}

{sources}

## How it was annotated

People read the postings and decided; what a machine proposed is in here only where a person judged it.
A tag says that a posting asks for a skill, how (`required`, `preferred` or `mentioned`), and, where its author
gave them, with which words. A verdict says of two postings that they are the same job advertised again
(`duplicate`), the same advertisement for another place or date (`variant`), alike but not the same (`related`),
`distinct`, or that the annotator is `unsure`. A cluster is what `duplicate` and `variant` tie together, never
across a `related` or `distinct` of anybody.

{annotators}

Annotators go by pseudonyms, unless their names were asked for: the same person has the same one in every dataset,
and no two have one. Their tags stand side by side, and none was chosen over another's.
Postings done by more than one of them: {several:,}.

## The files

| file | holds |
| --- | --- |
| postings.jsonl | a posting a line, with all that was said of it: the file to compute with |
| postings.json | the same postings in one document |
| postings.csv | a posting a line |
| skills.csv | a tag a line |
| duplicates.csv | a verdict a line |
| notes.csv | a note a line |
| schema.json | JSON Schema 2020-12 of postings.json, and under `$defs` of the lines of every other file |
| SHA256SUMS | checksums; `sha256sum -c SHA256SUMS` in this folder checks them |

`postil import` reads this folder, or one of the first two files alone, and takes over all of it: the postings and
what was said of them, in the names that stand here.

Offsets `start` and `end` count code points of `body`, from 0, the end not included: in Python
`body[start:end] == quote`. Where a quote has no offsets, the source has changed the text since, and the words
are gone. Pairs that were proposed and that nobody has judged are left out: they are nobody's decision.

## The tables

CSV after RFC 4180, in UTF-8, without a byte order mark: commas, every cell in quotes, a quote inside doubled,
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
- Agreement between annotators is not measured here.
- Names and addresses that stand in a text or a note are in here as they stand.
- The texts belong to their authors. This dataset gives no licence to them.
"""
