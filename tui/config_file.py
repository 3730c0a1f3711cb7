"""Which file a person's settings are in, without loading what reads it."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ConfigFile:
    """A path, and whether the person named it: a named file must be there."""

    path: Path
    named: bool

    @property
    def exists(self) -> bool:
        """Whether it is there; one that nobody named is not where its folder may not be entered. Raises OSError."""
        try:
            return self.path.exists()
        except PermissionError:
            if self.named:
                raise
            return False


def config_file(option: str | None) -> ConfigFile:
    """Return the file that an option names, else $POSTIL_CONFIG, else the one of the user's configuration folder."""
    named = option or os.environ.get("POSTIL_CONFIG")
    if named:
        return ConfigFile(Path(named).expanduser(), named=True)
    base = os.environ.get("XDG_CONFIG_HOME")
    folder = Path(base) if base else Path("~/.config").expanduser()
    return ConfigFile(folder / "postil" / "config.toml", named=False)
