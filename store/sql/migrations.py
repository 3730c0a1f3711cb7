"""The schema, step by step, in the order of the steps' names."""

from .steps import (
    adjudication,
    assignment,
    datasets,
    desk,
    families,
    first_light,
    imports,
    merging,
    models,
    phrases,
    place,
    sketches,
    splits,
)

APPLICATION_ID = 0x506F7374  # "Post": tells our files from other SQLite databases; the first step writes it

STEPS = {
    "0001-first-light": first_light.SCRIPT,
    "0002-imports": imports.SCRIPT,
    "0003-sketches": sketches.SCRIPT,
    "0004-datasets": datasets.SCRIPT,
    "0005-models": models.SCRIPT,
    "0006-families": families.SCRIPT,
    "0007-desk": desk.SCRIPT,
    "0008-phrases": phrases.SCRIPT,
    "0009-splits": splits.SCRIPT,
    "0011-merging": merging.SCRIPT,
    "0010-adjudication": adjudication.SCRIPT,
    "0012-assignment": assignment.SCRIPT,
    "0013-place": place.SCRIPT,
}
