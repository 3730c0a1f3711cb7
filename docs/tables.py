"""Writes the README's table of keys from the table of commands; `--check` only says whether it is fresh."""

import sys
from pathlib import Path

from tui.commands import SCOPES, Scope, in_scope, key_name

README = Path(__file__).resolve().parent.parent / "README.md"
BEGIN, END = "<!-- keys: written by `make tables` -->\n", "<!-- end of keys -->\n"
SHOWN: tuple[Scope, ...] = ("review", "text", "pair", "preview", "problems", "app")


def keys_table() -> str:
    """Return the table of keys as Markdown."""
    lines = []
    for scope in SHOWN:
        lines += [f"\n**{SCOPES[scope]}**\n", "| key | does |", "|---|---|"]
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
