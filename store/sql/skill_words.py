"""What people say of skills, and what it makes of them: names, other labels, retired or not, merged into which.

Each word is a row. A skill's own row is computed from the words that stand, in the order in which they were said, so
that whichever of them is taken back, the others hold as if it had never been said.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence

from store.errors import UsageError
from store.text import folded

from .connection import Connection, Record

MEANT = "JOIN skill raw ON raw.id = t.skill_id JOIN skill k ON k.id = coalesce(raw.meant_id, raw.id)"
"""Joins a tag `t` to the skill `raw` it was made with, and to `k`, which stands for that after merges."""

PLACE = "t.annotator_id || '/' || coalesce(t.start || '-' || t.\"end\", iif(t.quote IS NULL, '', t.uid))"
"""Who says what a tag says, and of which words: tags of one skill that share it count as one."""


def bearer(db: Connection, name: str, *, but: int = 0) -> int | None:
    """Return the skill whose name this folded one is or was, other than `but`; names given up stay theirs."""
    found: int | None = db.value(
        "SELECT id FROM (SELECT id FROM skill WHERE folded = :name UNION ALL "
        "SELECT id FROM skill WHERE given_folded = :name UNION ALL "
        "SELECT skill_id FROM skill_word WHERE said = 'name' AND folded = :name) WHERE id <> :but LIMIT 1",
        {"name": name, "but": but},
    )
    return found


def settle(db: Connection, word: Record, *, came: bool) -> None:
    """Make skills what the standing words say, after a word (its columns) came or went.

    Raises UsageError where a name came that is another skill's by now; a word that goes can always go.
    """
    skill: int = word["skill_id"]
    if came and word["said"] == "name" and bearer(db, word["folded"], but=skill):
        raise UsageError(
            f"Another skill has come to be called {word['value']!r}. Rename that one, or merge the two."
        )
    followed = _followed(db)
    touched = {skill}
    if word["said"] == "merge":
        touched |= {word["into_id"], *_settle_merges(db, followed)}
        touched |= _targets(db, touched)
    _settle_some(db, touched, followed)


def settle_all(db: Connection) -> None:
    """Make all skills what is said of them, after words and skills came from elsewhere."""
    # One that shares its name with another that came has what it was given noted, too.
    db.change(
        "UPDATE skill SET given = json_array(label, json(labels)), given_folded = folded WHERE given IS NULL AND "
        "(folded IN (SELECT given_folded FROM skill WHERE given_folded IS NOT NULL) OR id IN "
        "(SELECT skill_id FROM skill_word UNION SELECT into_id FROM skill_word WHERE into_id IS NOT NULL))"
    )
    followed = _followed(db)
    _settle_merges(db, followed)
    touched = {number for (number,) in db.tuples("SELECT id FROM skill WHERE given IS NOT NULL")}
    # Names may change places: none is in the way of another meanwhile.
    db.change("UPDATE skill SET folded = char(31) || uri WHERE given IS NOT NULL")
    _settle_some(db, touched | followed.keys() | set(followed.values()), followed)


def _settle_some(db: Connection, touched: Iterable[int], followed: Mapping[int, int]) -> None:
    reached: dict[int, int] = {}
    for number in touched:
        while number not in reached:
            reached[number] = _depth(followed, number)
            number = followed.get(number, number)
    gone: dict[int, list[int]] = {}
    for number, into in followed.items():
        gone.setdefault(into, []).append(number)
    twins = namesakes(db)
    # What is merged comes before what it is merged into.
    for number in sorted(reached, key=reached.__getitem__, reverse=True):
        _settle_one(db, number, gone.get(number, []), twin=number in twins)


def namesakes(db: Connection) -> dict[int, int]:
    """Return the skills that came with the name of another, each with the one that is taken for all of that name.

    They were made in databases apart. One with a URI of a vocabulary goes before one that was made by hand, then the
    first URI.
    """
    first: dict[str, int] = {}
    found: dict[int, int] = {}
    for number, name in db.tuples(
        "SELECT id, given_folded FROM skill WHERE given_folded IN (SELECT given_folded FROM skill "
        "WHERE given_folded IS NOT NULL GROUP BY given_folded HAVING count(*) > 1) ORDER BY uri LIKE 'local:%', uri"
    ):
        if name in first:
            found[number] = first[name]
        else:
            first[name] = number
    return found


def _targets(db: Connection, skills: Collection[int]) -> set[int]:
    """Return what these skills are or were merged into by a word that stands."""
    rows = db.tuples(
        "SELECT into_id FROM skill_word WHERE said = 'merge' AND skill_id IN (SELECT value FROM json_each(?))",
        [json.dumps(list(skills))],
    )
    return {into for (into,) in rows}


def _followed(db: Connection) -> dict[int, int]:
    """Return what each skill is merged into, in the order in which that was said.

    Of several words on one skill the latest holds. One that would lead back to its skill is not followed: it can come
    to stand beside the others when they are taken back and done again.
    """
    said = namesakes(db)
    for skill, into in db.tuples(
        "SELECT skill_id, into_id FROM skill_word WHERE said = 'merge' ORDER BY at, uid"
    ):
        said.pop(skill, None)
        said[skill] = into
    followed: dict[int, int] = {}
    for skill, into in said.items():
        if _end(followed, into) != skill:
            followed[skill] = into
    return followed


def _end(followed: Mapping[int, int], skill: int) -> int:
    while skill in followed:
        skill = followed[skill]
    return skill


def _depth(followed: Mapping[int, int], skill: int) -> int:
    depth = 0
    while skill in followed:
        skill, depth = followed[skill], depth + 1
    return depth


def _settle_merges(db: Connection, followed: Mapping[int, int]) -> set[int]:
    """Note what stands for each skill; return the skills that is new for, and those that stood and stand for them."""
    before: dict[int, int] = dict(db.tuples("SELECT id, meant_id FROM skill WHERE meant_id IS NOT NULL"))
    touched = set()
    for skill in followed.keys() | before.keys():
        now = _end(followed, skill) if skill in followed else None
        if now != before.get(skill):
            db.change("UPDATE skill SET meant_id = ? WHERE id = ?", [now, skill])
            touched |= {skill} | {one for one in (now, before.get(skill)) if one is not None}
    return touched


# What is said of a skill, without names that are another's: the one that was given or said first has it.
_WORDS = """
SELECT * FROM skill_word w WHERE skill_id = ? AND NOT (said = 'name' AND (
    EXISTS (SELECT 1 FROM skill k WHERE k.given_folded = w.folded AND k.id <> w.skill_id)
    OR EXISTS (SELECT 1 FROM skill k WHERE k.folded = w.folded AND k.given_folded IS NULL AND k.id <> w.skill_id)
    OR EXISTS (SELECT 1 FROM skill_word o WHERE o.said = 'name' AND o.folded = w.folded
        AND o.skill_id <> w.skill_id AND (o.at, o.uid) < (w.at, w.uid))
)) ORDER BY at, uid
"""


def _settle_one(db: Connection, number: int, merged: Sequence[int], *, twin: bool) -> None:
    row = db.row("SELECT * FROM skill WHERE id = ?", [number])
    if row is None:
        raise RuntimeError(f"skill {number} is gone")
    words = list(db.rows(_WORDS, [number]))
    gone = [db.row("SELECT label, labels FROM skill WHERE id = ?", [one]) or {} for one in merged]
    given = json.loads(row["given"] or json.dumps([row["label"], json.loads(row["labels"])]))
    now = _as_said(given, words, gone)
    if twin:
        now["folded"] = f"\x1f{row['uri']}"  # the name itself is the other's
    if words or merged or twin:
        now |= {"given": json.dumps(given), "given_folded": folded(given[0])}
    if any(row[name] != value for name, value in now.items()):
        setters = ", ".join(f"{name} = ?" for name in now)
        db.change(f"UPDATE skill SET {setters} WHERE id = ?", [*now.values(), number])


def _as_said(given: tuple[str, list[str]], words: Iterable[Record], merged: Iterable[Record]) -> Record:
    """Return a skill's columns: as given, where no word says otherwise."""
    label, labels = given
    others = [*labels]
    hidden: set[str] = set()
    retired = 0
    for word in words:
        match word["said"]:
            case "name":
                others.append(label)
                label = word["value"]
            case "label":
                others.append(word["value"])
                hidden.discard(word["folded"])
            case "unlabel":
                hidden.add(word["folded"])
            case "retire":
                retired = 1
            case "revive":
                retired = 0
    for gone in merged:
        others += [gone["label"], *json.loads(gone["labels"])]
    hidden.add(folded(label))
    kept: dict[str, str] = {}
    for other in others:
        if folded(other) not in hidden:
            kept.setdefault(folded(other), other)
    # Labels that nobody spoke of stay as they came, also two that differ in case alone.
    unchanged = others == labels and hidden == {folded(label)} and label == given[0]
    return {
        "label": label,
        "folded": folded(label),
        "labels": json.dumps(labels if unchanged else list(kept.values())),
        "retired": retired,
        "given": None,
        "given_folded": None,
    }


def tell_again(db: Connection, number: int, labels: list[str]) -> None:
    """Give a skill of which something is said other labels to begin with."""
    row = db.row("SELECT given FROM skill WHERE id = ?", [number])
    if row is not None:
        label, _ = json.loads(row["given"])
        db.change("UPDATE skill SET given = ? WHERE id = ?", [json.dumps([label, labels]), number])
        settle(db, {"skill_id": number, "said": "label"}, came=False)


def folded_tags(db: Connection) -> dict[int, int]:
    """Return by annotator how many tags are one with another since the skills of both were merged."""
    rows = db.tuples(
        f"""
        SELECT who, count(*) - count(DISTINCT one) FROM (
            SELECT t.annotator_id AS who,
                coalesce(raw.meant_id, raw.id) || '/' || t.posting_id || '/' || {PLACE} AS one
            FROM skill raw CROSS JOIN tag t ON t.skill_id = raw.id WHERE coalesce(raw.meant_id, raw.id) IN
            (SELECT meant_id FROM skill WHERE meant_id IS NOT NULL)
        ) GROUP BY who
        """
    )
    return dict(rows)


def one_with(db: Connection, uid: str) -> list[Record]:
    """Return the rows that one tag is made of, each with the skill it was made with: more than one after a merge."""
    return list(
        db.rows(
            f"""
            SELECT t.uid, raw.uri AS skill, t.requirement, t.start, t."end", t.quote FROM tag t {MEANT}
            JOIN tag o ON o.posting_id = t.posting_id AND o.annotator_id = t.annotator_id
                AND o.start IS t.start AND o."end" IS t."end" AND o.quote IS t.quote
            JOIN skill other ON other.id = o.skill_id AND coalesce(other.meant_id, other.id) = k.id
            WHERE o.uid = ? AND (t.uid = o.uid OR o.start IS NOT NULL OR o.quote IS NULL) ORDER BY t.uid
            """,
            [uid],
        )
    )
