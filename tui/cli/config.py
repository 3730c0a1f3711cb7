"""postil config"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from pydantic import BaseModel

from store import NotFound
from tui.commands import COMMANDS, SCOPES, key_name
from tui.config import Defaults, Fault, Panes, Settings, checked

from .session import print_json, put, say, session_options, settings_file

PARTS: tuple[tuple[str, type[BaseModel]], ...] = (("panes", Panes), ("defaults", Defaults))


@click.command("config")
@click.option("--check", "only_check", is_flag=True, help="Only say what is wrong in the file, and where.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@session_options
def config_command(only_check: bool, as_json: bool) -> int:
    """Print your own settings: where the file is, all there are, and what holds now.

    What is printed is such a file: `postil config > FILE` begins one. A `#` stands before what is as it comes.
    The file is --config, else $POSTIL_CONFIG, else postil/config.toml in your folder of settings. Exit 2 where
    something in it is wrong.
    """
    file = settings_file()
    exists = file.exists
    if file.named and not exists and only_check:
        raise NotFound(f"There is no file {file.path}. `postil config` prints one to begin with.")
    settings, faults = _read(file.path) if exists else (Settings(), [])
    if only_check:
        _print_faults(file.path, faults, as_json=as_json, exists=exists)
    elif as_json:
        print_json(_shape(file.path, exists, settings if not faults else None, faults))
    elif settings is None or faults:
        _tell(file.path, faults)
    else:
        put(f"# {file.path}" + ("" if exists else " (not there yet: all is as it comes)"))
        for line in _document(settings):
            put(line)
    return 2 if faults else 0


def _read(path: Path) -> tuple[Settings | None, list[Fault]]:
    from tui.themes import theme_names  # Textual knows them

    return checked(path.read_bytes(), theme_names())


def _print_faults(path: Path, faults: list[Fault], *, as_json: bool, exists: bool) -> None:
    if as_json:
        print_json({"path": str(path), "exists": exists, "faults": [_of_fault(fault) for fault in faults]})
        return
    for fault in faults:
        put(_line(path, fault))
    if not faults:
        say(f"{path} is well." if exists else f"There is no file {path}: all is as it comes.")


def _tell(path: Path, faults: list[Fault]) -> None:
    for fault in faults:
        say(_line(path, fault))


def _line(path: Path, fault: Fault) -> str:
    return f"{path}:{fault.line}:{fault.column}: {fault.sentence}"


def _of_fault(fault: Fault) -> dict[str, object]:
    return {
        "line": fault.line,
        "column": fault.column,
        "setting": fault.setting,
        "sentence": fault.sentence,
    }


def _shape(path: Path, exists: bool, settings: Settings | None, faults: list[Fault]) -> dict[str, Any]:
    own = settings.own_keys if settings else {}
    return {
        "path": str(path),
        "exists": exists,
        "faults": [_of_fault(fault) for fault in faults],
        "settings": settings.model_dump(mode="json") if settings else None,
        "commands": [
            {
                "scope": command.scope,
                "id": command.id,
                "keys": list(own.get(f"{command.scope}.{command.id}", command.keys)),
                "usual": list(command.keys),
                "help": command.help,
            }
            for command in COMMANDS
        ],
        "schema": Settings.model_json_schema(),
    }


def _document(settings: Settings) -> Iterator[str]:
    """Yield the settings as a TOML file that says the same, with what each one means."""
    yield from _setting(Settings, settings, "theme")
    for name, part in PARTS:
        yield ""
        yield f"[{name}]  # {Settings.model_fields[name].description}"
        for field in part.model_fields:
            yield from _setting(part, getattr(settings, name), field)
    for scope, title in SCOPES.items():
        yield ""
        yield f"[keys.{scope}]  # {title}"
        for command in COMMANDS:
            if command.scope == scope:
                own = settings.keys.get(scope, {}).get(command.id)
                mark = "" if own else "# "
                keys = json.dumps(own or [key_name(key) for key in command.keys], ensure_ascii=False)
                yield f"{mark}{command.id} = {keys}  # {command.help}"


def _setting(model: type[BaseModel], holds: BaseModel, name: str) -> Iterator[str]:
    value = getattr(holds, name)
    field = model.model_fields[name]
    limits = {type(limit).__name__: limit for limit in field.metadata}
    span = f", {limits['Ge'].ge} to {limits['Le'].le}" if {"Ge", "Le"} <= limits.keys() else ""
    mark = "" if name in holds.model_fields_set else "# "
    shown = json.dumps("" if value is None else value, ensure_ascii=False)
    yield f"{mark}{name} = {shown}  # {field.description}{span}"
