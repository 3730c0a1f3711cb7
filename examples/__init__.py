"""The shipped sample: invented postings in the shapes of real files, and a starter vocabulary."""

from importlib.resources import files
from importlib.resources.abc import Traversable


def sample_files() -> list[Traversable]:
    """Return the sample's files of postings, in the order of their names; each can be read as bytes."""
    texts = (entry for entry in files(__name__).iterdir() if entry.name.endswith(".txt"))
    return sorted(texts, key=lambda entry: entry.name)


def skills_file() -> Traversable:
    """Return the starter vocabulary: CSV with the columns of an ESCO skills file that Postil reads."""
    return files(__name__) / "skills.csv"
