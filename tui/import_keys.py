"""What the importers' sentences say of the command line, said of the keys before an import."""

import re

from .commands import key_of


def on_screen(sentence: str) -> str:
    """Say a sentence for the screens: the key where it names an option."""
    for pattern, words in _WORDS:
        sentence = pattern.sub(words, sentence)
    for name in ("change", "format", "source", "encoding"):
        sentence = sentence.replace(f"<{name}>", key_of("preview", name))
    return sentence


_NAME = r"[a-z0-9](?:[\w-]*\w)?"
# In order: an option with a value, then the option alone. <format> is the key of that command.
_WORDS = [
    (re.compile(pattern), words)
    for pattern, words in (
        (r"with --map body=COLUMN", "with <change> on its line, before the import"),
        (
            r"leave out --map for",
            "choose its format again with <format>, which forgets the columns said for",
        ),
        (rf"with --as ({_NAME}) or --as ({_NAME})", r"as \1 or as \2 (<format>, before the import)"),
        (rf"with --as ({_NAME})", r"as \1 (<format>, before the import)"),
        (rf"`?--as ({_NAME})`? takes", r"\1 (<format>, before the import) takes"),
        (rf"--encoding, for example --encoding ({_NAME})", r"<encoding> before the import, for example \1"),
        (rf"--encoding ({_NAME})", r"<encoding> before the import: \1"),
        (r"--encoding", "<encoding> before the import"),
        (r"--source is blank", "The source's name is blank (<source>, before the import)"),
    )
]
