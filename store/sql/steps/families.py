"""The orders in which pairs are asked about, and their families."""

# The orders in which open pairs are asked about. `kin` says which family a posting is of, as proposals tie them
# (`related` ones not), and a family is named by its first posting. Both are as proposals were when they were last
# sorted into families; `unsorted` has the first posting of each pair that came or changed since. `place` is the size
# below zero, so that the largest come first. Expressions, no generated columns: SQLite 3.40 cannot copy such a table.
SCRIPT = """
CREATE INDEX pair_by_doubt ON pair (abs(score - 0.5) + (kind <> 'near'), a_id, b_id) WHERE kind IS NOT NULL;
CREATE INDEX pair_by_distance ON pair (1 - score, a_id, b_id) WHERE kind IS NOT NULL;
CREATE INDEX pair_by_kind ON pair (kind, a_id, b_id);
CREATE TABLE family (
    id INTEGER PRIMARY KEY REFERENCES posting (id),
    place INTEGER NOT NULL
) STRICT;
CREATE INDEX family_by_size ON family (place, id);
CREATE TABLE kin (
    posting_id INTEGER PRIMARY KEY REFERENCES posting (id),
    family INTEGER NOT NULL
) STRICT;
CREATE INDEX kin_by_family ON kin (family, posting_id);
CREATE TABLE unsorted (
    posting_id INTEGER PRIMARY KEY REFERENCES posting (id)
) STRICT;
INSERT INTO unsorted SELECT DISTINCT a_id FROM pair WHERE kind IS NOT NULL;
CREATE TRIGGER pair_proposed AFTER INSERT ON pair WHEN new.kind IS NOT NULL BEGIN
    INSERT INTO unsorted SELECT new.a_id WHERE NOT EXISTS (SELECT 1 FROM unsorted WHERE posting_id = new.a_id); END;
CREATE TRIGGER pair_changed AFTER UPDATE OF kind ON pair WHEN new.kind IS NOT old.kind BEGIN
    INSERT INTO unsorted SELECT new.a_id WHERE NOT EXISTS (SELECT 1 FROM unsorted WHERE posting_id = new.a_id); END;
"""
