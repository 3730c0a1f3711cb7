"""A family as lines: what each member is taken for, where it is from, and what sets it apart."""

from collections.abc import Mapping, Sequence

from duplicates.families import Family, Relative, what_differs
from store import PairKind, Verdict
from tui.widgets.line_list import ListLine, Part, line

SIGNS = {
    None: "·",
    Verdict.DUPLICATE: "=",
    Verdict.VARIANT: "≈",
    Verdict.RELATED: "~",
    Verdict.DISTINCT: "≠",
    Verdict.UNSURE: "?",
}
PLACE = 22  # cells of `source:locator`

Rows = list[tuple[ListLine, Relative | None]]


def rows_of(family: Family, wordings: Mapping[str, str]) -> Rows:
    """Return the lines with the posting of each; `wordings` has how texts differ, by key, of those looked at."""
    canonical = family.canonical
    rows: Rows = [(_canonical(canonical), canonical)]
    if family.members:
        rows.append((line(f"{len(family.members):,} with it, {family.open:,} open", "heading"), None))
        rows += [(_member(one, canonical, wordings), one) for one in family.members]
    if family.out:
        rows.append((line(f"{len(family.out):,} taken out", "heading"), None))
        rows += [(_member(one, canonical, wordings), one) for one in family.out]
    return rows


def _canonical(one: Relative) -> ListLine:
    posting = one.posting
    places = "; ".join(place.name for place in posting.locations)
    told = (posting.shown_title, posting.company, places, posting.date_posted)
    text = ", ".join(part for part in told if part) or "(no title stated)"
    return ListLine((("★ canonical ", "strong"), (f"{one.at:{PLACE}} ", "dim"), (text, None)))


def _member(one: Relative, canonical: Relative, wordings: Mapping[str, str]) -> ListLine:
    word = f"{SIGNS[one.mine]} {one.mine or 'open':9} "
    parts: list[Part] = [(word, "strong"), (f"{one.at:{PLACE}} ", "dim")]
    if one.kind is PairKind.RELATED:
        parts.append(("proposed as related  ", "warning"))
    if one.theirs:
        said = ", ".join(f"{said.annotator}: {said.verdict}" for said in one.theirs)
        parts.append((f"{said}  ", "warning"))
    parts.append((", ".join(_differing(one, canonical, wordings)) or "nothing differs", None))
    return ListLine(tuple(parts))


def _differing(one: Relative, canonical: Relative, wordings: Mapping[str, str]) -> Sequence[str]:
    found = [*what_differs(canonical.posting, one.posting)]
    if one.posting.words != canonical.posting.words:
        found.append(wordings.get(one.posting.key, "text differs"))
    return found
