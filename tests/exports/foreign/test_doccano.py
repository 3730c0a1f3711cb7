from pathlib import Path

import pytest

from exports import Plan
from store import Store, UsageError
from tests.build import keys

from .conftest import ANN, WILMA, lines, lost_places, placed, write


def utf16(text: str, start: int, end: int) -> str:
    """The words at offsets as a browser counts them."""
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


def test_every_label_stands_on_its_words_as_a_browser_counts(hostile: Store, tmp_path: Path) -> None:
    folder = write(hostile, tmp_path / "out", "doccano", lossy=True)
    found = set()
    for line in lines(folder / "postings.jsonl"):
        assert len(line["label"]) == len(line["tags"])
        for (start, end, label), tag in zip(line["label"], line["tags"], strict=True):
            assert label == tag["skill"]
            assert utf16(line["text"], start, end) == line["text"][tag["start"] : tag["end"]]
            found.add((line["key"], tag["start"], tag["end"]))
    assert found == placed(hostile)
    assert lost_places(folder) == set()


def test_no_key_is_one_that_doccano_gives_itself(plain: Store, tmp_path: Path) -> None:
    first, second = lines(write(plain, tmp_path / "out", "doccano") / "postings.jsonl")
    assert first["label"] == [[3, 19, "bake"], [13, 19, "Python"], [24, 27, "SQL"]]
    assert second["label"] == []
    assert first.keys() == second.keys()
    assert not {"id", "Comments", "cats", "entities", "relations"} & first.keys()
    assert (first["title"], first["key"]) == ("Baker", keys(plain)[0])


@pytest.mark.parametrize("name", ["doccano", "conll", "docbin", "cards"])
def test_two_annotators_are_refused_until_one_is_chosen(plain: Store, tmp_path: Path, name: str) -> None:
    plain.tag(WILMA, keys(plain)[1], "SQL", quote="read")
    with pytest.raises(UsageError, match=f"{name} has room for one answer.* --decisions"):
        write(plain, tmp_path / "out", name)
    assert not (tmp_path / "out").exists()
    write(plain, tmp_path / "out", name, plan=Plan(decisions=ANN))
    assert (tmp_path / "out" / "losses.csv").is_file()
