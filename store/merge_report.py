"""What bringing two databases together comes to, in numbers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Joined:
    """One annotator of the other file: what they are called here, and how many decisions are only there, here, both.

    Undoing and redoing count as decisions. `there` is None where the name was not mapped to another.
    """

    name: str
    came: int
    only_here: int
    both: int
    there: str | None = None


@dataclass(frozen=True, slots=True)
class MergeReport:
    """What came, or with `trial` would come, from another file.

    `revised` counts postings whose text gave way to a later one, `disagreements` those that arose, by what they are
    about: states, tags (of a posting) and verdicts (of a pair). `uncompared` postings wait to be compared with all
    others. `moved` ones, which have a place among the splits of datasets, come to another split. `anything` is
    whether there was something new. `backup` names the copy that was taken first, None where nothing was written.
    """

    trial: bool
    postings: int
    revised: int
    skills: int
    pairs: int
    events: int
    annotators: tuple[Joined, ...]
    disagreements: dict[str, int]
    uncompared: int
    moved: int
    anything: bool
    backup: str | None


@dataclass(frozen=True, slots=True)
class BundleReport:
    """What a bundle holds: one annotator's events, the skills and the postings that they name."""

    annotator: str
    events: int
    skills: int
    postings: int
