"""A posting on one line of JSON, in ASCII, its keys sorted: the same bytes for the same posting everywhere.

Made by hand, because a dataset has very many: an encoder that is asked for each posting, and for each of its tags,
takes several times as long. A test holds it against `json.dumps` of the same values.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from json.encoder import encode_basestring_ascii as text
from typing import Any

from .models import Model, NoteModel, PostingModel, StateModel, TagModel

_ENCODE = json.JSONEncoder(sort_keys=True, ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode


def encoded(posting: PostingModel) -> str:
    """Return the line, without its end."""
    guess, cluster = posting.title_inferred, posting.cluster
    tags = ",".join([_tag(tag) for tag in posting.tags])
    states = ",".join([_state(state) for state in posting.states])
    return (
        f'{{"body":{text(posting.body)},"chosen":{_all(posting.chosen)},'
        f'"cluster":{"null" if cluster is None else _ENCODE(asdict(cluster))},'
        f'"company":{_maybe(posting.company)},"date_posted":{_maybe(posting.date_posted)},'
        f'"disagreements":{_all(posting.disagreements)},'
        f'"employment_type":{_texts(posting.employment_type)},"external_id":{_maybe(posting.external_id)},'
        f'"key":{text(posting.key)},"locations":{_all(posting.locations)},"locator":{text(posting.locator)},'
        f'"notes":[{",".join(map(_note, posting.notes))}],"pairs":{_all(posting.pairs)},'
        f'"raw":{_maybe(posting.raw)},"revision":{posting.revision},"salary_text":{_maybe(posting.salary_text)},'
        f'"sections":{_all(posting.sections)},"source":{text(posting.source)},'
        f'"source_skills":{_all(posting.source_skills)},"split":{_maybe(posting.split)},'
        f'"split_place":{_number(posting.split_place)},"states":[{states}],"tags":[{tags}],'
        f'"title":{_maybe(posting.title)},'
        f'"title_inferred":{"null" if guess is None else _ENCODE(asdict(guess))},'
        f'"url":{_maybe(posting.url)},"work_mode":{_maybe(posting.work_mode)}}}'
    )


_UNSETTLED = '"settled":null,"settled_by":null'


def _settled(said: TagModel | StateModel) -> str:
    if said.settled is None and said.settled_by is None:
        return _UNSETTLED
    return f'"settled":{_maybe(said.settled)},"settled_by":{_maybe(said.settled_by)}'


def _tag(tag: TagModel) -> str:
    return (
        f'{{"annotator":{text(tag.annotator)},"end":{"null" if tag.end is None else tag.end},'
        f'"kind":{text(tag.kind)},"quote":{"null" if tag.quote is None else text(tag.quote)},'
        f'"requirement":"{tag.requirement}",{_settled(tag)},'
        f'"skill":{text(tag.skill)},"start":{"null" if tag.start is None else tag.start},'
        f'"uid":{text(tag.uid)},"uri":{text(tag.uri)}}}'
    )


def _note(note: NoteModel) -> str:
    return (
        f'{{"annotator":{text(note.annotator)},"at":{text(note.at)},"end":{_number(note.end)},'
        f'"quote":{_maybe(note.quote)},"start":{_number(note.start)},"text":{text(note.text)},'
        f'"uid":{text(note.uid)}}}'
    )


def _state(state: StateModel) -> str:
    return f'{{"annotator":{text(state.annotator)},"at":{text(state.at)},{_settled(state)},"state":"{state.state}"}}'


def _all(rows: Sequence[Model]) -> str:
    values: list[dict[str, Any]] = [asdict(row) for row in rows]
    return _ENCODE(values) if values else "[]"


def _texts(values: Sequence[str]) -> str:
    return f"[{','.join(map(text, values))}]"


def _maybe(value: str | None) -> str:
    return "null" if value is None else text(value)


def _number(value: int | None) -> str:
    return "null" if value is None else str(value)
