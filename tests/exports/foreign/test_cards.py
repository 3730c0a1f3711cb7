import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from importers import File, Record, Wishes, importer_named, recognise
from store import Location, Requirement, State, Store
from store.drafts import Draft
from tests.build import draft, keys, place, take
from tests.importers.datasets import imported

from .conftest import ANN, HOSTILE, lost, write


def cards(folder: Path) -> list[Path]:
    return sorted(folder.glob("card-*.md"))


def read(path: Path) -> Draft:
    """A card as Postil reads it."""
    reading = importer_named("card").reading(File.of(path.name, path.read_bytes()), Wishes())
    (record,) = reading.records()
    assert isinstance(record, Record)
    made = reading.draft(record)
    assert isinstance(made, Draft)
    return made


def test_a_card_comes_back_with_its_head_and_lists(plain: Store, tmp_path: Path) -> None:
    plain.tag(ANN, keys(plain)[0], "SQL", Requirement.MENTIONED)
    folder = write(plain, tmp_path / "out", "cards")
    path, other = cards(folder)
    made = read(path)
    assert (made.title, made.company, made.work_mode) == ("Baker", "Kruste", "remote")
    assert [where.text for where in made.locations] == ["DE, Berlin"]
    assert list(made.employment_type) == ["Full-time"]
    assert made.body.startswith("We bake with Python and SQL.\n")
    assert [(claim.text, claim.requirement.value) for claim in made.source_skills] == [
        ("Python", "required"),
        ("SQL", "preferred"),
        ("bake", "mentioned"),
    ]
    assert read(other).title == "(no title)"


def test_a_folder_of_cards_is_imported_without_what_tells_of_it(plain: Store, tmp_path: Path) -> None:
    folder = write(plain, tmp_path / "out", "cards")
    with Store.open(tmp_path / "new.db", create=True) as new:
        done = imported(new, folder, format="card")
        assert [outcome.report.source for outcome in done.outcomes] == ["card-000001", "card-000002"]
        (folder / "README.md").write_text("# A posting of one's own\n")
        more = imported(new, folder, format="card")
    assert "README" in [outcome.report.source for outcome in more.outcomes]


def test_a_card_with_a_company_or_a_place_is_recognised_by_itself(plain: Store, tmp_path: Path) -> None:
    path, bare = cards(write(plain, tmp_path / "out", "cards"))
    importer = recognise(File.of(path.name, path.read_bytes()))
    assert importer is not None
    assert importer.name == "card"
    assert recognise(File.of(bare.name, bare.read_bytes())) is None


def test_nothing_in_a_card_is_obeyed(hostile: Store, tmp_path: Path) -> None:
    folder = write(hostile, tmp_path / "out", "cards")
    assert [path.name for path in cards(folder)] == [f"card-{n:06}.md" for n in range(1, len(HOSTILE) + 1)]
    for path, body in zip(cards(folder), HOSTILE.values(), strict=True):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"(?<!\\)(?:\\\\)*[<\[]", text)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)
        shown = re.sub(r"\\([\\<\[])", r"\1", text)
        assert re.sub("[\x1b\x07\x9b\u202e]", "\ufffd", body).strip() in shown


def test_a_reader_of_markdown_finds_nothing_live_in_a_card(hostile: Store, tmp_path: Path) -> None:
    reader = MarkdownIt("commonmark")
    for path in cards(write(hostile, tmp_path / "out", "cards")):
        blocks = reader.parse(path.read_text(encoding="utf-8"))
        kinds = {token.type for block in blocks for token in (block, *(block.children or []))}
        assert kinds.isdisjoint({"html_block", "html_inline", "image", "link_open"})
    live = reader.parse(HOSTILE["markup"])
    assert "html_block" in {block.type for block in live}


def test_what_was_replaced_is_listed(store: Store, tmp_path: Path) -> None:
    take(
        store, draft("plain \x1b[2J text", title="a \u202eb", company="A · B", locations=(place("DE, Bonn"),))
    )
    folder = write(store, tmp_path / "out", "cards")
    assert [(row["what"], row["quote"]) for row in lost(folder)] == [
        ("text", ""),
        ("title", "a \u202eb"),
        ("company", "A · B"),
    ]
    (path,) = cards(folder)
    assert read(path).company == "A - B"


@pytest.mark.parametrize(
    ("company", "places"),
    [
        ("Kruste", []),
        (None, ["DE, Bonn"]),
        (None, ["DE, Bonn", "DE, Berlin"]),
        ("Kruste", ["DE, Bonn"]),
        (None, []),
    ],
    ids=["company", "place", "places", "both", "neither"],
)
def test_whatever_is_known_of_the_head_comes_back(
    store: Store, tmp_path: Path, company: str | None, places: list[str]
) -> None:
    take(
        store,
        draft(
            "We bake.",
            title="Baker",
            company=company,
            locations=tuple(map(place, places)),
            work_mode="remote",
        ),
    )
    folder = write(store, tmp_path / "out", "cards")
    (path,) = cards(folder)
    made = read(path)
    assert (made.title, made.company, [where.text for where in made.locations]) == ("Baker", company, places)
    assert made.body.startswith("We bake.")
    known = bool(company or places)
    assert made.work_mode == ("remote" if known else None)
    assert [row["what"] for row in lost(folder)] == ([] if known else ["facts"])


@pytest.mark.parametrize("text", ["US", "US, ,", "DE, BE,", "Remote", "US, IA, Iowa city"])
def test_a_place_that_would_read_as_a_company_is_listed(store: Store, tmp_path: Path, text: str) -> None:
    take(store, draft("We bake.", title="Baker", locations=(Location(text),)))
    folder = write(store, tmp_path / "out", "cards")
    (path,) = cards(folder)
    assert read(path).company is None
    assert [(row["what"], row["quote"]) for row in lost(folder)] == [("place", text)]


def test_the_places_of_tags_are_listed(plain: Store, tmp_path: Path) -> None:
    plain.set_state(ANN, keys(plain)[0], State.DONE)
    rows = lost(write(plain, tmp_path / "out", "cards"))
    assert [(row["what"], row["quote"]) for row in rows] == [
        ("tag", "bake with Python"),
        ("tag", "Python"),
        ("tag", "SQL"),
        ("state", "done"),
    ]
