"""The schema, step by step, in the order of the steps' names."""

APPLICATION_ID = 0x506F7374  # "Post": tells our files from other SQLite databases; the first step writes it

STEPS = {  # the module of `steps` that has the script: few databases need any
    "0001-first-light": "first_light",
    "0002-imports": "imports",
    "0003-sketches": "sketches",
    "0004-datasets": "datasets",
    "0005-models": "models",
    "0006-families": "families",
    "0007-desk": "desk",
    "0008-phrases": "phrases",
    "0009-splits": "splits",
    "0011-merging": "merging",
    "0010-adjudication": "adjudication",
    "0012-assignment": "assignment",
    "0013-place": "place",
}
