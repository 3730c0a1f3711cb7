"""What several annotators answered, and what is made of it, as people read it."""

from collections.abc import Mapping

from agreement.consensus import TagConsensus, Tagging
from store import Answer, Disagreements, Posting, Unit, UnitKind

from .commands import key_of

ABSENT = "not asked for"
LONGEST_QUOTE = 60
NAMED = 3  # of those who keep others waiting


def answer_words(answer: Answer, body: str = "") -> str:
    """Return an answer in words, a tag with the words that it stands on."""
    if answer is None:
        return ABSENT
    if not isinstance(answer, Tagging):
        return answer
    quotes = [f"“{_short(body[start:end])}” at {start:,}" for start, end in sorted(answer.spans)]
    return (
        f"{answer.requirement}, {'; '.join(quotes)}" if quotes else f"{answer.requirement}, no words marked"
    )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_QUOTE else f"{line[: LONGEST_QUOTE - 1]}…"


def about(unit: Unit, titles: Mapping[str, str], labels: Mapping[str, str]) -> str:
    """Return what a unit is about: `titles` name postings by key, `labels` skills by URI."""
    here = titles.get(unit.name.posting, unit.name.posting[:8])
    if unit.name.kind is UnitKind.TAG:
        return f"Skill {labels.get(unit.name.about, unit.name.about)} · {here}"
    if unit.name.kind is UnitKind.STATE:
        return f"State · {here}"
    return f"Pair · {here} · {titles.get(unit.name.about, unit.name.about[:8])}"


def comes_to(unit: Unit, body: str = "") -> str:
    """Return what the answers come to."""
    found = unit.consensus
    votes = f"{found.most} of {found.of}"
    if found.how == "open":
        asked = sum(answer is not None for answer in unit.answers.values())
        if isinstance(found, TagConsensus) and 2 * asked > found.of:
            return f"{asked} of {found.of} say that it is asked for; no majority on how"
        return f"no majority: the most frequent answer has {votes}"
    told = f"{votes}: {answer_words(found.answer, body)}"
    if isinstance(found, TagConsensus) and found.spans_how == "open":
        return f"{told}; no majority on the words"
    return told


def title_of(posting: Posting) -> str:
    """Return how a posting is called in a line."""
    return posting.shown_title or posting.key[:8]


def nothing_to_settle(found: Disagreements, *, anyway: bool) -> str:
    """Return what the screen says where there is nothing to settle, and how to begin.

    `anyway` is whether postings are shown too on which somebody is at work.
    """
    lines = []
    if found.unanimous:
        lines.append(
            f"No disagreement is open. {key_of('adjudication', 'accept-all')} accepts what all agree on."
        )
    elif found.settled:
        lines.append("All that was answered by two or more is settled.")
    elif not found.waiting:
        lines.append("Nothing was answered by two people yet.")
        lines.append(
            "Let a second annotator finish some of the same postings: "
            "postil assign --annotators ann,bob --overlap 20% shares them out."
        )
    if found.waiting:
        shows = "shown anyway" if anyway else f"{key_of('adjudication', 'anyway')} shows what waits anyway"
        lines.append(f"{waiting(found)}; {shows}.")
    return "\n".join(lines)


def waiting(found: Disagreements) -> str:
    """Return how many postings wait, and for whom."""
    postings = "1 posting waits" if found.waiting == 1 else f"{found.waiting:,} postings wait"
    named, more = found.awaited[:NAMED], len(found.awaited) - NAMED
    whom = ", ".join((*named, *([f"{more} more"] if more > 0 else ())))
    return f"{postings} for {whom}" if whom else postings
