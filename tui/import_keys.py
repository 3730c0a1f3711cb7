"""What the importers' sentences say of the command line, said of the keys before an import."""

import re

from .commands import COMMANDS, key_name


def on_screen(sentence: str) -> str:
    """Say a sentence for the screens: the key where it names an option."""
    for pattern, words in _WORDS:
        sentence = pattern.sub(words, sentence)
    return sentence


def _key(id_: str) -> str:
    found = next(command for command in COMMANDS if (command.scope, command.id) == ("preview", id_))
    return key_name(found.keys[0])


_CHANGE, _FORMAT, _SOURCE, _ENCODING = map(_key, ("change", "format", "source", "encoding"))
_NAME = r"[a-z0-9](?:[\w-]*\w)?"
# In order: an option with a value, then the option alone.
_WORDS = [
    (re.compile(pattern), words)
    for pattern, words in (
        (r"with --map body=COLUMN", f"with {_CHANGE} on its line, before the import"),
        (
            r"leave out --map for",
            f"choose its format again with {_FORMAT}, which forgets the columns said for",
        ),
        (rf"with --as ({_NAME}) or --as ({_NAME})", rf"as \1 or as \2 ({_FORMAT}, before the import)"),
        (rf"with --as ({_NAME})", rf"as \1 ({_FORMAT}, before the import)"),
        (rf"`?--as ({_NAME})`? takes", rf"\1 ({_FORMAT}, before the import) takes"),
        (rf"--encoding, for example --encoding ({_NAME})", rf"{_ENCODING} before the import, for example \1"),
        (rf"--encoding ({_NAME})", rf"{_ENCODING} before the import: \1"),
        (r"--encoding", f"{_ENCODING} before the import"),
        (r"--source is blank", f"The source's name is blank ({_SOURCE}, before the import)"),
    )
]
