"""postil skills make, rename, label, merge, retire: what people decide about the vocabulary"""

import click

from .events import tell
from .session import session, session_options

_json = click.option("--json", "as_json", is_flag=True, help="Print the event as JSON.")


@click.command("make")
@click.argument("label")
@_json
@session_options
def make_command(label: str, as_json: bool) -> None:
    """Make a skill called LABEL."""
    with session().store() as store:
        event = store.make_skill(session().annotator, label)
    tell(event, "", as_json=as_json)


@click.command("rename")
@click.argument("skill")
@click.argument("label")
@_json
@session_options
def rename_command(skill: str, label: str, as_json: bool) -> None:
    """Call SKILL by another LABEL; its old name still finds it."""
    with session().store() as store:
        event = store.rename_skill(session().annotator, skill, label)
    tell(event, "It is called that already.", as_json=as_json)


@click.command("label")
@click.argument("skill")
@click.argument("label")
@click.option("--remove", is_flag=True, help="Take the label away.")
@_json
@session_options
def label_command(skill: str, label: str, remove: bool, as_json: bool) -> None:
    """Give SKILL another LABEL, by which it is found too."""
    annotator = session().annotator
    with session().store() as store:
        decide = store.unlabel_skill if remove else store.label_skill
        event = decide(annotator, skill, label)
    tell(event, "It has that label already.", as_json=as_json)


@click.command("merge")
@click.argument("skill")
@click.argument("into")
@_json
@session_options
def merge_command(skill: str, into: str, as_json: bool) -> None:
    """Merge SKILL into another one: its tags become INTO's, and its names find INTO."""
    with session().store() as store:
        event = store.merge_skills(session().annotator, skill, into)
    tell(event, "", as_json=as_json)


@click.command("retire")
@click.argument("skill")
@click.option("--back", is_flag=True, help="Offer it again.")
@_json
@session_options
def retire_command(skill: str, back: bool, as_json: bool) -> None:
    """Offer SKILL no more; its tags stay."""
    annotator = session().annotator
    with session().store() as store:
        decide = store.revive_skill if back else store.retire_skill
        event = decide(annotator, skill)
    tell(event, "It is not retired." if back else "It is retired already.", as_json=as_json)


SKILL_DECISIONS = (make_command, rename_command, label_command, merge_command, retire_command)
