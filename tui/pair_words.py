"""What the pair screen says above the texts: why a pair is asked about, and what a verdict would bring about."""

from textual.content import Content

from duplicates.chains import Contradiction, Link
from tui.commands import key_of
from tui.pair_view import Beside, Standing
from tui.text import shown

LONGEST_CHAIN = 5  # links told one by one; of a longer chain the middle is left out

EMPTY = "No open pairs."


def nothing_open() -> Content:
    """Say how to begin."""
    find, leave = key_of("app", "find-duplicates"), key_of("pair", "leave-pairs")
    hint = f"{find} finds pairs among what is new and all there is; {leave} goes back."
    return Content.assemble((EMPTY, "bold"), f"  {hint}")


def reasons(view: Beside, standing: Standing | None) -> Content:
    """Say what is proposed and why, what differs, and what a verdict would do."""
    pair = standing.pair if standing else view.pair
    verdict = f"  → {pair.verdict}" if pair.verdict else ""
    score = f" {pair.score:.2f}" if pair.score is not None and pair.kind == "near" else ""
    why = "; ".join(shown(reason) for reason in pair.reasons) or "named by a person"
    others = standing.outlook.others if standing else ()
    theirs = "".join(f"  {shown(one.annotator)}: {one.verdict}" for one in others)
    differing = ", ".join(field.name for field in view.fields if not field.same)
    return Content.assemble(
        (f"{pair.kind or 'no proposal'}{score}", "bold"),
        f": {why}",
        (verdict, "bold reverse"),
        (theirs, "bold"),
        f"\nfields that differ: {differing or 'none'}",
        *(part for line in _consequences(standing) for part in ("\n", line)),
    )


def _consequences(standing: Standing | None) -> list[Content]:
    if standing is None:
        return []
    ahead, lines = standing.outlook, []
    if ahead.standing is not None:
        return [Content.assemble(("! ", "bold"), _contradiction(ahead.standing, standing.at))]
    if ahead.against_joining is not None:
        lines.append(_warning("y v would contradict", ahead.against_joining, standing))
    elif ahead.joined and not (standing.pair.verdict and standing.pair.verdict.joins):
        lines.append(Content(f"y v would join: {ahead.joined:,} postings"))
    elif ahead.joined:
        lines.append(Content(f"in a cluster of {ahead.joined:,} postings"))
    if ahead.against_parting is not None:
        lines.append(_warning("r n would contradict", ahead.against_parting, standing))
    return lines


def _warning(what: str, against: Contradiction, standing: Standing) -> Content:
    pair = {standing.pair.a, standing.pair.b}
    if {against.parted.a, against.parted.b} == pair:  # the word to be given parts what a chain joins
        said = chain([link for link in against.chain if {link.a, link.b} != pair], standing.at)
    elif any({link.a, link.b} == pair for link in against.chain):
        said = chain([against.parted], standing.at)
    else:
        said = f"{chain(against.chain, standing.at)}, but {chain([against.parted], standing.at)}"
    return Content.assemble((f"{what}: ", "bold"), shown(said))


def _contradiction(one: Contradiction, at: dict[str, str]) -> Content:
    more = one.unfollowed_in_all - 1
    there, back = key_of("pair", "contradiction"), key_of("pair", "take-back")
    also = f" ({more:,} more {'is' if more == 1 else 'are'} not followed)" if more else ""
    return Content.assemble(
        ("verdicts contradict: ", "bold"),
        shown(f"{chain(one.chain, at)}, but {chain([one.parted], at)}{also}. "),
        ("Take back ", "bold"),
        shown(f"{chain([one.take_back], at)}: {there} goes there, and {back} takes one's own verdict back."),
    )


def chain(links: tuple[Link, ...] | list[Link], at: dict[str, str]) -> str:
    """Return postings with the verdicts between them: feed:line 1 –duplicate (ann)– feed:line 3."""
    told = [*links]
    if len(told) > LONGEST_CHAIN:
        told = [*told[:2], *told[-2:]]
    parts = [at.get(told[0].a, told[0].a)] if told else []
    for number, link in enumerate(told):
        if len(links) > len(told) and number == 2:
            parts.append(f"– … {len(links) - len(told)} more … –")
            parts.append(at.get(link.a, link.a))
        by = ", ".join(f"{said.verdict} ({said.annotator})" for said in link.said)
        parts.append(f"–{by}–")
        parts.append(at.get(link.b, link.b))
    return " ".join(parts)
