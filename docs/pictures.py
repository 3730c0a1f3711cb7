"""Takes the README's pictures from the real application on the shipped sample."""

import asyncio
import re
import tempfile
from collections.abc import Sequence
from importlib.resources import as_file
from pathlib import Path

from duplicates.find import find
from examples import sample_files, skills_file
from importers.job import Choices, import_paths
from skills.vocabulary import read_file
from store import Place, Requirement, Skill, State, Store
from tui.app import PostilApp
from tui.screens.pairs import PairScreen

DOCS = Path(__file__).resolve().parent
SIZE = (120, 34)
ANNOTATOR = "you"
SHOWN = "page_hospital_roster:line 29"
TAGS = (
    ("Python", Requirement.REQUIRED),
    ("Apache Kafka", Requirement.REQUIRED),
    ("PostgreSQL", Requirement.PREFERRED),
)


def main() -> None:
    """Make a database, open it, press keys, take pictures."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.db"
        _fill(path)
        (DOCS / "review.svg").write_text(asyncio.run(_picture(path, duplicates=False)), encoding="utf-8")
        (DOCS / "pair.svg").write_text(asyncio.run(_picture(path, duplicates=True)), encoding="utf-8")


def _fill(path: Path) -> None:
    with Store.open(path, create=True) as store:
        for sample in sample_files():
            with as_file(sample) as file:
                import_paths(store, [str(file)], Choices())
        with as_file(skills_file()) as file:
            store.put_skills([item for item in read_file(file) if isinstance(item, Skill)])
        find(store)
        rows = list(store.listing(ANNOTATOR))
        for row in rows[:4]:
            store.set_state(ANNOTATOR, row.key, State.DONE)
        store.set_state(ANNOTATOR, rows[5].key, State.FLAGGED)
        key = store.key_of(SHOWN)
        for skill, requirement in TAGS:
            store.tag(ANNOTATOR, key, skill, requirement, quote=skill)
        store.remember(ANNOTATOR, Place(key, ""))


async def _picture(path: Path, *, duplicates: bool) -> str:
    app = PostilApp(path, ANNOTATOR, duplicates=duplicates)
    async with app.run_test(size=SIZE) as pilot:

        async def settle() -> None:
            await pilot.pause()
            await app.review.turns.settled()
            if isinstance(app.screen, PairScreen):
                await app.screen.turns.settled()
            await pilot.pause()

        await settle()
        for keys in PAIR_KEYS if duplicates else REVIEW_KEYS:
            await pilot.press(*keys)
            await settle()
        return _plain(app.export_screenshot(title="postil"))


def _typed(text: str) -> Sequence[str]:
    return ["space" if letter == " " else letter for letter in text]


REVIEW_KEYS: Sequence[Sequence[str]] = (["n"], _typed("ask which streams they mean"), ["enter"], ["tab"])
PAIR_KEYS: Sequence[Sequence[str]] = (["y"],)


def _plain(svg: str) -> str:
    """Drop the fonts that a browser would fetch from elsewhere, and what differs from run to run."""
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    return re.sub(r"terminal-\d+", "terminal", svg)


if __name__ == "__main__":
    main()
