"""What comes from another database or a bundle: read beside ours, looked over, and put into the journal."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from store.errors import Damaged, NewerDatabase, NotADatabase, UsageError
from store.merge_report import Joined

from . import journal, standing
from .connection import Connection, Record
from .migrations import APPLICATION_ID, STEPS

BUNDLE_ID = 0x506F7342  # "PosB": a bundle, which is no database to work in
BATCH = 2_000
LISTED = 10  # postings that an error names


@contextmanager
def beside(db: Connection, path: Path) -> Iterator[bool]:
    """Let another file be read as `other` beside the database; yield whether it is a bundle.

    One of an older version is brought up to date in a copy. Raises NotADatabase, NewerDatabase or Damaged.
    """
    if path.exists() and db.path.exists() and path.samefile(db.path):
        raise UsageError(f"{path} is the database itself. Give another one.")
    with TemporaryDirectory(dir=db.path.absolute().parent, prefix=".postil-merge-") as folder:
        with db.attached(path):
            kind = db.value("PRAGMA other.application_id")
            if kind not in (APPLICATION_ID, BUNDLE_ID):
                raise NotADatabase(
                    f"{path} is a SQLite file, but neither a database nor a bundle of Postil's."
                )
            pending = _pending(db, path)
            if not pending:
                _refuse_damaged(db, path)
                yield kind == BUNDLE_ID
                return
            if kind == BUNDLE_ID:
                raise UsageError(
                    f"{path} was made by an older version of Postil. Let {path} be bundled anew."
                )
            copy = Path(folder) / "other.db"
            db.copy_other(copy)
        Connection(copy, create=False, readonly=False).close()
        with db.attached(copy):
            _refuse_damaged(db, path)
            yield False


def _pending(db: Connection, path: Path) -> list[str]:
    applied = [
        name
        for (name,) in db.tuples("SELECT name FROM other._sqlite_migrations WHERE migration_set = 'postil'")
    ]
    strange = [name for name in applied if name not in STEPS]
    if strange:
        raise NewerDatabase(
            f"{path} was made by a newer version of Postil (it has {strange[0]!r}, which this version does not "
            "know). Install that version to merge it; nothing was changed."
        )
    return [name for name in STEPS if name not in applied]


def _refuse_damaged(db: Connection, path: Path) -> None:
    found = db.value("PRAGMA other.quick_check(1)")
    if found != "ok":
        raise Damaged(
            f"{path} is damaged ({found}). Ask for it once more, or for a bundle; nothing was changed."
        )


def stage(db: Connection, names: Mapping[str, str]) -> None:
    """List the events that are not here, with `names` for some annotators' there, and look each of them over.

    Raises UsageError for one that says what it may not, or is of a kind that is not known here.
    """
    strange = [name for name in names if not db.value("SELECT 1 FROM other.annotator WHERE name = ?", [name])]
    if strange:
        raise UsageError(f"Nobody is called {strange[0]!r} there, so nothing was renamed or merged.")
    db.change("DROP TABLE IF EXISTS temp.called")
    db.change("DROP TABLE IF EXISTS temp.came")
    db.change("CREATE TEMP TABLE called (id INTEGER PRIMARY KEY, there TEXT, name TEXT)")
    db.change("INSERT INTO temp.called SELECT id, name, name FROM other.annotator")
    db.change_many(
        "UPDATE temp.called SET name = ? WHERE there = ?", [(new, old) for old, new in names.items()]
    )
    db.change(
        "CREATE TEMP TABLE came (uid TEXT PRIMARY KEY, at TEXT, who TEXT, action TEXT, posting TEXT, summary TEXT, "
        "changes TEXT, refers_to TEXT)"
    )
    db.change(
        "INSERT INTO temp.came SELECT e.uid, e.at, c.name, e.action, p.key, e.summary, e.changes, d.uid "
        "FROM other.event e JOIN temp.called c ON c.id = e.annotator_id "
        "LEFT JOIN other.posting p ON p.id = e.posting_id LEFT JOIN other.event d ON d.seq = e.refers_to "
        "WHERE NOT EXISTS (SELECT 1 FROM main.event m WHERE m.uid = e.uid)"
    )
    other = db.row(
        "SELECT c.there, a.name FROM other.event e JOIN main.event m ON m.uid = e.uid "
        "JOIN temp.called c ON c.id = e.annotator_id JOIN main.annotator a ON a.id = m.annotator_id "
        "WHERE a.name <> c.name LIMIT 1"
    )
    if other is not None:
        raise UsageError(
            f"What {other['there']} decided there is {other['name']}'s here. Add --rename "
            f"'{other['there']}={other['name']}'; nothing was merged."
        )
    if names:
        _rename(db, names)


def _rename(db: Connection, names: Mapping[str, str]) -> None:
    """Let changes name the annotators as they are called here."""
    last = ""
    while rows := db.tuples(
        "SELECT uid, changes FROM temp.came WHERE uid > ? ORDER BY uid LIMIT ?", [last, BATCH]
    ):
        renamed = []
        for uid, changes in rows:
            told = json.loads(changes)
            for change in told:
                for part in ("key", "before", "after"):
                    _rename_in(change[part], names)
            renamed.append((json.dumps(told, ensure_ascii=True), uid))
        db.change_many("UPDATE temp.came SET changes = ? WHERE uid = ?", renamed)
        last = rows[-1][0]


def _rename_in(record: Record | None, names: Mapping[str, str]) -> None:
    if record is None:
        return
    if "annotator" in record:
        record["annotator"] = names.get(record["annotator"], record["annotator"])
    for which in ("given", "taken"):
        if isinstance(record.get(which), dict):
            record[which] = {names.get(name, name): keys for name, keys in record[which].items()}
    if isinstance(record.get("annotators"), list):
        record["annotators"] = [names.get(name, name) for name in record["annotators"]]


def versions(db: Connection) -> tuple[int, int]:
    """Return two numbers, one of which is another as soon as somebody else wrote to one of the files."""
    return db.value("PRAGMA main.data_version"), db.value("PRAGMA other.data_version")


def refuse_missing(db: Connection) -> None:
    """Refuse the file where its decisions are on postings that are not here, with what to import first."""
    missing = db.tuples(
        "SELECT w.key, s.name FROM temp.wanted w LEFT JOIN other.posting o ON o.key = w.key "
        "LEFT JOIN other.source s ON s.id = o.source_id "
        "WHERE NOT EXISTS (SELECT 1 FROM main.posting p WHERE p.key = w.key) ORDER BY s.name, w.key"
    )
    if not missing:
        return
    sources: dict[str, int] = {}
    for _, source in missing:
        sources[source or "(unknown)"] = sources.get(source or "(unknown)", 0) + 1
    told = ", ".join(f"{count:,} of {source!r}" for source, count in sources.items())
    some = ", ".join(key for key, _ in missing[:LISTED])
    raise UsageError(
        f"{len(missing):,} postings that were decided on there are not here: {told}. Import these sources first, "
        f"then merge again; nothing was changed. The first keys: {some}."
    )


def joined(db: Connection) -> tuple[Joined, ...]:
    """Return everybody of whom there are events, by name, with how many came, and how many are here already."""
    there = {
        name: (old, came, total)
        for name, old, came, total in db.tuples(
            "SELECT c.name, group_concat(DISTINCT c.there), (SELECT count(*) FROM temp.came x WHERE x.who = c.name), "
            "(SELECT count(*) FROM other.event e WHERE e.annotator_id IN "
            "(SELECT id FROM temp.called d WHERE d.name = c.name)) FROM temp.called c GROUP BY c.name"
        )
    }
    here = dict(
        db.tuples(
            "SELECT a.name, count(*) FROM event e JOIN annotator a ON a.id = e.annotator_id GROUP BY a.id"
        )
    )
    return tuple(
        Joined(name, came, here.get(name, 0) - (total - came), total - came, old if old != name else None)
        for name, (old, came, total) in sorted(there.items())
        if total
    )


def put_people(db: Connection, people: tuple[Joined, ...]) -> None:
    """Make the annotators that are not here, and note who decided here and there at once.

    Of two pseudonyms that a person was given the first in the order of letters stays; both are known from then on.
    """
    for name, told, forked in db.tuples(
        "SELECT c.name, a.pseudonym, a.forked FROM temp.called c JOIN other.annotator a ON a.id = c.id"
    ):
        number = journal.known_annotator(db, name)
        if not number:
            taken = db.value("SELECT 1 FROM annotator WHERE pseudonym = ?", [told])
            if taken:
                number = journal.annotator_id(db, name)
            else:
                number = db.insert("annotator", {"name": name, "pseudonym": told})
        here: str = db.value("SELECT pseudonym FROM annotator WHERE id = ?", [number])
        if told != here:
            db.change("INSERT OR IGNORE INTO former_pseudonym VALUES (?, ?)", [max(told, here), number])
            if told < here:
                db.change("UPDATE OR IGNORE annotator SET pseudonym = ? WHERE id = ?", [told, number])
        if forked:
            db.change("UPDATE annotator SET forked = 1 WHERE id = ? AND forked = 0", [number])
    db.change(
        "INSERT OR IGNORE INTO former_pseudonym SELECT f.pseudonym, a.id FROM other.former_pseudonym f "
        "JOIN temp.called c ON c.id = f.annotator_id JOIN annotator a ON a.name = c.name"
    )
    for one in people:
        if one.came and one.only_here:
            db.change("UPDATE annotator SET forked = 1 WHERE name = ?", [one.name])
    db.change(
        "UPDATE annotator SET forked = 1 WHERE name IN (SELECT name FROM temp.called c WHERE EXISTS "
        "(SELECT 1 FROM temp.came WHERE who = c.name) GROUP BY name HAVING count(*) > 1)"
    )
    if db.value("SELECT 1 FROM temp.came WHERE action = 'assign' LIMIT 1"):
        db.change(
            "UPDATE annotator SET forked = 1 WHERE id IN (SELECT annotator_id FROM event WHERE action = 'assign') "
            "OR name IN (SELECT who FROM temp.came WHERE action = 'assign')"
        )


def put_events(db: Connection) -> int:
    """Put the events into the journal in their order, and let what is undone be what the last word on it says."""
    count = db.change(
        "INSERT INTO event (uid, at, annotator_id, action, posting_id, summary, changes) "
        "SELECT c.uid, c.at, a.id, c.action, p.id, c.summary, c.changes FROM temp.came c "
        "JOIN annotator a ON a.name = c.who LEFT JOIN main.posting p ON p.key = c.posting ORDER BY c.at, c.uid"
    )
    db.change(
        "UPDATE event SET refers_to = (SELECT d.seq FROM temp.came c JOIN event d ON d.uid = c.refers_to "
        "WHERE c.uid = event.uid) WHERE uid IN (SELECT uid FROM temp.came WHERE refers_to IS NOT NULL)"
    )
    db.change(
        "UPDATE event SET undone = (SELECT u.action = 'undo' FROM event u WHERE u.refers_to = event.seq "
        "ORDER BY u.at DESC, u.uid DESC LIMIT 1) "
        "WHERE uid IN (SELECT refers_to FROM temp.came WHERE refers_to IS NOT NULL)"
    )
    return count


def is_here(db: Connection) -> bool:
    """Whether what is to come is here by now."""
    return bool(
        db.value(
            "SELECT EXISTS (SELECT 1 FROM temp.came c JOIN main.event e ON e.uid = c.uid) OR EXISTS "
            "(SELECT 1 FROM temp.place x JOIN main.posting p ON p.id = x.here WHERE x.new)"
        )
    )


def touch_came(db: Connection) -> None:
    """Note which units the events that came are about."""
    units: set[str] = set()
    for event in db.rows("SELECT who, posting, changes FROM temp.came"):
        units |= {
            step.unit for step in standing.steps(event["who"], event["posting"], json.loads(event["changes"]))
        }
        if len(units) > BATCH:
            standing.touch(db, units)
            units.clear()
    standing.touch(db, units)


def touch_revised(db: Connection) -> None:
    """Note what was said of words in postings that had several texts: where these stand is then told anew."""
    for table in ("tag", "note"):
        rows = db.tuples(
            f'SELECT DISTINCT a.name, p.key FROM old_body o CROSS JOIN "{table}" t ON t.posting_id = o.posting_id '
            "JOIN annotator a ON a.id = t.annotator_id JOIN posting p ON p.id = o.posting_id "
            "WHERE t.quote IS NOT NULL"
        )
        standing.touch(db, (f"{name}\n{key}" for name, key in rows))


def put_rows(db: Connection, progress: standing.Progress) -> None:
    """Make the rows of all units that were touched what the journal says now."""
    whose = (
        "a.name IN (SELECT substr(name, 1, instr(name, char(10)) - 1) FROM temp.unit) "
        "OR (e.action IN ('assign', 'undo', 'redo') AND EXISTS (SELECT 1 FROM temp.unit WHERE name < ' '))"
    )
    standing.read(db, whose, [])
    standing.settle(db, progress)


def disagreements(db: Connection) -> dict[str, int]:
    """Count what annotators say differently: states and tags of postings, verdicts on pairs."""
    counted = {
        "states": "SELECT 1 FROM state GROUP BY posting_id HAVING count(DISTINCT state) > 1",
        "tags": "SELECT 1 FROM (SELECT t.posting_id, count(DISTINCT t.annotator_id) AS said FROM tag t "
        "JOIN skill k ON k.id = t.skill_id GROUP BY t.posting_id, coalesce(k.meant_id, k.id)) s JOIN "
        "(SELECT posting_id, count(DISTINCT annotator_id) AS all_of_them FROM tag GROUP BY posting_id "
        "HAVING all_of_them > 1) n ON n.posting_id = s.posting_id "
        "GROUP BY s.posting_id HAVING min(s.said) < max(n.all_of_them)",
        "verdicts": "SELECT 1 FROM verdict GROUP BY a_id, b_id HAVING count(DISTINCT verdict) > 1",
    }
    return {name: db.value(f"SELECT count(*) FROM ({sql})") for name, sql in counted.items()}
