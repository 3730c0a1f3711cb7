"""Writes the README's table of keys from the table of commands; `--check` only says whether it is fresh."""

import sys
from pathlib import Path

from tui.commands import SCOPES, Scope, in_scope, key_name

README = Path(__file__).resolve().parent.parent / "README.md"
BEGIN, END = "<!-- keys: written by `make tables` -->\n", "<!-- end of keys -->\n"
PASSING: frozenset[Scope] = frozenset(
    {"search", "picker", "note", "files", "choice", "answer", "record", "go", "help"}
)
"""Where one types or chooses something, or reads a page, and is back."""


def keys_table() -> str:
    """Return the table of keys as Markdown."""
    lines = []
    for scope, title in SCOPES.items():
        if scope in PASSING:
            continue
        lines += [f"\n**{title}**\n", "| key | does |", "|---|---|"]
        for command in in_scope(scope):
            names = " ".join(f"`{key_name(key)}`" for key in command.keys)
            lines.append(f"| {names} | {command.help} |")
    return "\n".join(lines) + "\n\n"


def fresh(text: str) -> str:
    """Return the README with its table written anew; raises ValueError where the marks are missing."""
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}{keys_table()}{END}{after}"


def main() -> int:
    """Write, or check."""
    text = README.read_text(encoding="utf-8")
    if "--check" in sys.argv[1:]:
        if fresh(text) != text:
            print("README.md: the table of keys is stale; `make tables` writes it anew")
            return 1
        return 0
    README.write_text(fresh(text), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
