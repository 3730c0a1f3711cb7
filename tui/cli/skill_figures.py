"""postil skills related, find-mentions: what is counted of the vocabulary"""

import click

from .progress import progress_bar
from .session import print_json, put, say, session, session_options

_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
BATCH = 500  # bodies read at once


@click.command("related")
@click.argument("skill")
@click.option("--limit", type=click.IntRange(min=1), default=10, show_default=True, help="At most so many.")
@_json
@session_options
def related_command(skill: str, limit: int, as_json: bool) -> None:
    """List the skills that go with SKILL, by the tags of one posting of each cluster.

    N of the postings with SKILL have the other one too; E would if tags fell as they may; the score is how far N is
    above that, in standard deviations.
    """
    from duplicates.clusters import clustering
    from skills.tag_sets import TagSets
    from store import NotFound

    with session().store(readonly=True) as store:
        found = store.find_skill(skill)
        if found is None:
            raise NotFound(f"There is no skill {skill!r}. `postil skills list` shows all there are.")
        with store.snapshot():
            clusters = [
                [one.canonical, *(member.key for member in one.members if member.key != one.canonical)]
                for one in clustering(store).clusters
            ]
            relations = TagSets(store.tag_sets(), clusters).relations
            known = {each.uri: each for each, _ in store.vocabulary(retired=True)}
    related = relations.related(found.uri, limit)
    if as_json:
        print_json(
            [
                {
                    "skill": known[one.skill].label,
                    "uri": one.skill,
                    "together": one.together,
                    "postings": one.postings,
                    "expected": one.expected,
                    "score": one.score,
                }
                for one in related
            ]
        )
        return
    for one in related:
        put(
            f"{one.score:>8.2f}  {known[one.skill].label}  N {one.together} of {one.postings}, E {one.expected:.2f}"
        )
    say(f"{len(related):,} skills go with {found.label}")


@click.command("find-mentions")
@_json
@session_options
def find_mentions_command(as_json: bool) -> None:
    """Count the places in all texts where a label of the vocabulary stands; `status` tells the last count."""
    from skills.mentions import Finder

    with session().store() as store:
        vocabulary = [skill for skill, _ in store.vocabulary()]
        finder = Finder(vocabulary)
        total, done, mentions, last = store.count(session().annotator), 0, 0, 0
        with progress_bar("looking for mentions", "postings") as tell:
            while bodies := store.bodies(last, BATCH):
                mentions += sum(len(finder.mentions(body)) for _, body in bodies)
                done, last = done + len(bodies), bodies[-1][0]
                tell(done, total, "")
        counted = store.keep_mention_count(mentions, done, len(vocabulary))
    if as_json:
        print_json(
            {
                "mentions": counted.mentions,
                "postings": counted.postings,
                "skills": counted.skills,
                "at": counted.at,
            }
        )
    else:
        put(f"{mentions:,} mentions of {len(vocabulary):,} skills in {done:,} postings")


SKILL_FIGURES = (related_command, find_mentions_command)
