from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest

from exports import Plan
from exports.foreign import LabelOf, docbin
from store import State, Store, UsageError
from tests.build import keys

from .conftest import ANN, HOSTILE, WILMA, annotated, lines, lost, lost_places, placed, write


@pytest.fixture(scope="module")
def spacy() -> ModuleType:
    import spacy

    return spacy


def test_every_span_of_a_task_is_one_of_its_tokens_or_is_listed(
    hostile: Store, tmp_path: Path, spacy: ModuleType
) -> None:
    folder = write(hostile, tmp_path / "out", "spacy")
    vocab = spacy.blank("xx").vocab
    found = set()
    for task in lines(folder / "postings.jsonl"):
        words = [token["text"] for token in task["tokens"]]
        doc = spacy.tokens.Doc(vocab, words=words, spaces=[token["ws"] for token in task["tokens"]])
        assert doc.text == task["text"]
        for span in task["spans"]:
            read = doc.char_span(span["start"], span["end"], label=span["label"])
            assert read is not None
            assert (read.start, read.end - 1) == (span["token_start"], span["token_end"])
            assert read.text == task["text"][span["start"] : span["end"]]
            found.add((task["meta"]["key"], span["start"], span["end"]))
    assert found | lost_places(folder) == placed(hostile)
    assert not found & lost_places(folder)
    assert len(lost_places(folder)) == 0


def test_tokens_stand_where_they_say_and_leave_out_single_spaces_alone(
    hostile: Store, tmp_path: Path
) -> None:
    tasks = lines(write(hostile, tmp_path / "out", "spacy") / "postings.jsonl")
    assert [task["text"] for task in tasks] == [hostile.posting(ANN, key).body for key in keys(hostile)]
    for task in tasks:
        for number, token in enumerate(task["tokens"]):
            assert token["id"] == number
            assert task["text"][token["start"] : token["end"]] == token["text"]
        for token, after in pairwise(task["tokens"]):
            assert after["start"] - token["end"] == int(token["ws"])


def test_a_task_is_as_prodigy_has_it(plain: Store, tmp_path: Path) -> None:
    first, second = lines(write(plain, tmp_path / "out", "spacy", lossy=False) / "postings.jsonl")
    assert first["text"] == "We bake with Python and SQL."
    assert [(span["label"], span["token_start"], span["token_end"]) for span in first["spans"]] == [
        ("bake", 1, 3),
        ("Python", 3, 3),
        ("SQL", 5, 5),
    ]
    assert first["spans"][1] == {
        "start": 13, "end": 19, "token_start": 3, "token_end": 3, "label": "Python",
        "skill": "Python", "uri": "http://esco/1", "kind": "knowledge", "requirement": "required",
    }  # fmt: skip
    assert (first["answer"], first["_annotator_id"]) == ("accept", ANN)
    assert (second["answer"], second["spans"], second["_annotator_id"]) == ("ignore", [], None)
    assert first.keys() == second.keys()
    assert first["meta"]["title"] == "Baker"
    for task in (first, second):
        assert all(-(2**31) <= task[name] < 2**31 for name in ("_input_hash", "_task_hash"))


@pytest.mark.parametrize(("state", "answer"), [(State.DONE, "accept"), (State.SKIPPED, "ignore")])
def test_who_is_done_without_a_tag_says_that_nothing_is_asked_for(
    plain: Store, tmp_path: Path, state: State, answer: str
) -> None:
    plain.set_state(ANN, keys(plain)[1], state)
    folder = write(plain, tmp_path / "out", "spacy", lossy=False)
    assert lines(folder / "postings.jsonl")[1]["answer"] == answer


def test_hashes_name_the_text_and_what_was_said_of_it(plain: Store, tmp_path: Path) -> None:
    before = lines(write(plain, tmp_path / "before", "spacy") / "postings.jsonl")
    plain.tag(ANN, keys(plain)[1], "SQL", quote="read")
    after = lines(write(plain, tmp_path / "after", "spacy") / "postings.jsonl")
    assert [task["_input_hash"] for task in before] == [task["_input_hash"] for task in after]
    assert before[0]["_task_hash"] == after[0]["_task_hash"]
    assert before[1]["_task_hash"] != after[1]["_task_hash"]


def test_annotators_stand_on_lines_of_their_own(plain: Store, tmp_path: Path) -> None:
    annotated(plain)
    folder = write(plain, tmp_path / "out", "spacy")
    tasks = lines(folder / "postings.jsonl")
    assert [(task["_annotator_id"], len(task["spans"])) for task in tasks] == [
        (ANN, 3),
        (WILMA, 0),
        (WILMA, 0),
    ]
    assert tasks[0]["_input_hash"] == tasks[1]["_input_hash"]
    assert tasks[0]["_task_hash"] != tasks[1]["_task_hash"]
    assert [(row["what"], row["quote"]) for row in lost(folder)] == [
        ("tag", "yeast"),
        ("note", "Nachts?"),
        ("verdict", f"distinct of {keys(plain)[0]}"),
    ]


@pytest.mark.parametrize(
    ("by", "labels"),
    [
        ("kind", ["knowledge", "knowledge", "knowledge"]),
        ("requirement", ["mentioned", "required", "preferred"]),
    ],
)
def test_the_label_may_be_another_part_of_a_tag(
    plain: Store, tmp_path: Path, by: str, labels: list[str]
) -> None:
    first, _ = lines(write(plain, tmp_path / "out", "spacy", by=LabelOf(by)) / "postings.jsonl")
    assert [span["label"] for span in first["spans"]] == labels


def test_every_span_of_a_document_is_in_the_file_or_is_listed(
    hostile: Store, tmp_path: Path, spacy: ModuleType
) -> None:
    key = keys(hostile)[0]
    hostile.tag(ANN, key, "hon", span=(3, 6))
    folder = write(hostile, tmp_path / "out", "docbin")
    docs = list(spacy.tokens.DocBin().from_disk(folder / "postings.spacy").get_docs(spacy.blank("xx").vocab))
    assert [doc.text for doc in docs] == [hostile.posting(ANN, key).body for key in keys(hostile)]
    found = set()
    for doc in docs:
        said = doc.user_data["postil"]
        for span, tag in zip(doc.spans["sc"], said["tags"], strict=True):
            assert (span.start_char, span.end_char, span.label_) == (tag["start"], tag["end"], tag["skill"])
            found.add((said["key"], span.start_char, span.end_char))
    assert found | lost_places(folder) == placed(hostile)
    assert not found & lost_places(folder)
    assert (key, 3, 6) in lost_places(folder)
    assert len(found) > len(HOSTILE)


def test_overlapping_spans_survive_in_a_document(plain: Store, tmp_path: Path, spacy: ModuleType) -> None:
    folder = write(plain, tmp_path / "out", "docbin", lossy=False)
    first, second = (
        spacy.tokens.DocBin().from_disk(folder / "postings.spacy").get_docs(spacy.blank("xx").vocab)
    )
    assert [(span.text, span.label_) for span in first.spans["sc"]] == [
        ("bake with Python", "bake"),
        ("Python", "Python"),
        ("SQL", "SQL"),
    ]
    assert [tag["requirement"] for tag in first.user_data["postil"]["tags"]] == [
        "mentioned",
        "required",
        "preferred",
    ]
    assert list(second.spans["sc"]) == []


def test_a_full_file_is_followed_by_another(
    hostile: Store, tmp_path: Path, spacy: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(docbin, "FULL", 4)
    folder = write(hostile, tmp_path / "out", "docbin")
    sizes = [
        len(spacy.tokens.DocBin().from_disk(folder / name))
        for name in ("postings.spacy", "postings-2.spacy", "postings-3.spacy")
    ]
    assert sizes == [4, 4, 3]


def test_without_spacy_a_sentence_says_what_to_install(
    plain: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"not installed: pip install 'postil\[spacy\]'"):
        write(plain, tmp_path / "out", "docbin")
    assert not (tmp_path / "out").exists()


def test_a_split_has_a_file_of_its_own(hostile: Store, tmp_path: Path) -> None:
    plan = Plan(splits={"train": 50, "test": 50})
    folder = write(hostile, tmp_path / "out", "spacy", plan=plan)
    found = {name: lines(folder / f"{name}.jsonl") for name in ("train", "test")}
    assert sum(map(len, found.values())) == len(HOSTILE)
    for name, tasks in found.items():
        assert {task["meta"]["split"] for task in tasks} == {name}
