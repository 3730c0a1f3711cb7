"""huggingface: a folder that `datasets` loads, with every field of a dataset and its types."""

import types
from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from exports.models import PostingModel
from exports.posting_json import encoded

from .base import Format
from .parts import WHOLE


class HuggingFace(Format):
    """JSON Lines with the rows of postings.jsonl, and a README whose head names the files and the types."""

    name = "huggingface"
    ending = "jsonl"
    about = """\
`datasets.load_dataset("path/to/this/folder")` loads it, a split a file; without splits all is in `train`. The rows
are those of `postings.jsonl` in a dataset of Postil's, every key always there, null where nothing is known. Offsets
count code points of `body`: `body[start:end] == quote`. The types stand at the head of this file.
"""
    cannot = ()
    several = True
    labels = False

    def posting(self, posting: PostingModel) -> None:
        """Write a row."""
        out = self.parts.text(self.parts.counted(posting, self.ending))
        out.write(encoded(posting) + "\n")

    def front(self) -> str:
        """Return the head: names of ours, and of splits, which are checked."""
        files = "".join(
            f"      - split: {'train' if name == f'{WHOLE}.jsonl' else name.removesuffix('.jsonl')}\n"
            f"        path: {name}\n"
            for name in self.parts.rows
        )
        features = "\n".join(_features(PostingModel, 4))
        return (
            "---\n"
            "configs:\n  - config_name: default\n    data_files:\n"
            f"{files}"
            f"dataset_info:\n  features:\n{features}\n"
            "---\n\n"
        )


_TYPES = {int: "int64", float: "float64", bool: "bool", str: "string"}


def _features(model: Any, depth: int) -> Iterator[str]:
    """Yield the lines of YAML that say the types of a row's fields."""
    pad = " " * depth
    for name, hint in get_type_hints(model).items():
        if name.startswith("__"):
            continue
        kind = _plain(hint)
        yield f"{pad}- name: {name}"
        if get_origin(kind) is list:
            inner = _plain(get_args(kind)[0])
            if is_dataclass(inner):
                yield f"{pad}  list:"
                yield from _features(inner, depth + 4)
            else:
                yield f"{pad}  list: {_dtype(inner)}"
        elif is_dataclass(kind):
            yield f"{pad}  struct:"
            yield from _features(kind, depth + 4)
        else:
            yield f"{pad}  dtype: {_dtype(kind)}"


def _plain(hint: Any) -> Any:
    """Return a type without what is said about it and without None."""
    while get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    if get_origin(hint) in (Union, types.UnionType):
        (hint,) = (_plain(one) for one in get_args(hint) if one is not type(None))
    return hint


def _dtype(kind: Any) -> str:
    return next(name for base, name in _TYPES.items() if issubclass(kind, base))
