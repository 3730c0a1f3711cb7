"""postil skills import, list; the other commands of the group are in modules of their own"""

from collections.abc import Sequence
from pathlib import Path

import click

from skills.vocabulary import read_file
from store import Problem, Skill, Store

from .session import print_json, put, say, session, session_options
from .shapes import of_problem
from .skill_decisions import SKILL_DECISIONS
from .skill_figures import SKILL_FIGURES

BATCH = 1_000
SHOWN_PROBLEMS = 20


@click.group("skills")
@session_options
def skills_command() -> None:
    """The vocabulary: the skills that tags name."""


for _command in (*SKILL_DECISIONS, *SKILL_FIGURES):
    skills_command.add_command(_command)


@skills_command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@session_options
def import_command(file: Path, as_json: bool) -> int:
    """Read skills from a FILE: ESCO's or O*NET's as it comes, or a CSV with a column preferredLabel.

    Columns conceptUri, altLabels and skillType are read too, where there are any.
    """
    items = list(read_file(file))  # before the database is made
    with session().store(create=True) as store:
        read, added, problems = put_vocabulary(store, items)
    if as_json:
        shapes = [of_problem(problem) for problem in problems]
        print_json({"read": read, "added": added, "problems": shapes})
    else:
        put(f"{read:,} skills read, {added:,} added")
        for problem in problems[:SHOWN_PROBLEMS]:
            say(f"  {problem.locator}: {problem.reason}")
        if len(problems) > SHOWN_PROBLEMS:
            say(f"  … and {len(problems) - SHOWN_PROBLEMS:,} more problems (--json lists them all)")
    return 1 if problems else 0


def put_vocabulary(store: Store, items: Sequence[Skill | Problem]) -> tuple[int, int, list[Problem]]:
    """Store the skills of a file; return how many were read, how many were new, and what was wrong."""
    skills = [item for item in items if isinstance(item, Skill)]
    problems = [item for item in items if isinstance(item, Problem)]
    added = sum(store.put_skills(skills[at : at + BATCH]) for at in range(0, len(skills), BATCH))
    return len(skills), added, problems


@skills_command.command("list")
@click.option("--all", "with_retired", is_flag=True, help="Retired ones too.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@session_options
def list_command(with_retired: bool, as_json: bool) -> None:
    """List the skills with the number of postings tagged with each."""
    with session().store(readonly=True) as store:
        vocabulary = store.vocabulary(retired=with_retired)
    if as_json:
        print_json(
            [
                {
                    "uri": s.uri,
                    "label": s.label,
                    "kind": s.kind,
                    "labels": list(s.labels),
                    "retired": s.retired,
                    "postings": used,
                }
                for s, used in vocabulary
            ]
        )
        return
    for skill, used in vocabulary:
        others = f"  ({', '.join(skill.labels)})" if skill.labels else ""
        put(f"{used:>6,}  {skill.label}{others}{'  retired' if skill.retired else ''}")
    say(f"{len(vocabulary):,} skills")
