"""The one place that reads the environment, <home>/config/rooftop.yml and the machine's clock."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ingestion.errors import SettingsError
from ingestion.home import Home

SETTINGS_FILE = "rooftop.yml"
ENV_PREFIX = "ROOFTOP_"


@dataclass(frozen=True)
class Settings:
    """What a group may set, in `config/rooftop.yml`, or in the environment as ROOFTOP_<KEY>, which wins.

    lock_wait_seconds: how long a command waits for another one's writer lock. keep_versions: how many older published files stay.
    keep_reports: how many runs' folders stay under reports/. clock_refresh_minutes: how old a publication may be before a run without new
    files publishes again, for its ages' sake.
    sources: which sources a run takes in (names of sources/registry.py); empty: all.
    """

    lock_wait_seconds: float = 0.0
    keep_versions: int = 5
    keep_reports: int = 50
    clock_refresh_minutes: float = 60.0
    sources: tuple[str, ...] = ()


def now() -> datetime:
    """The machine's time, in UTC with zone. Everything that needs it calls this, so a test can stand still."""
    return datetime.now(UTC)


def environment(name: str, default: str | None = None) -> str | None:
    """A variable of the environment: the way for other modules to one that they own (a secret's name, for instance)."""
    return os.environ.get(name, default)


def home_from_environment() -> Home:
    """The home that ROOFTOP_HOME names, else ./home."""
    return Home.at(environment("ROOFTOP_HOME") or "home")


def quiet_libraries(home: Home) -> None:
    """Libraries that would call home, or write into the user's own folder, do neither. Before dlt is imported."""
    os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
    os.environ["DLT_DATA_DIR"] = str(home.dlt)
    os.environ["DLT_PROJECT_DIR"] = str(home.dlt)


def load(home: Home) -> Settings:
    """The home's settings. Raises SettingsError, naming file and key, for what is not understood."""
    values = _from_file(home.config / SETTINGS_FILE)
    known = [f.name for f in fields(Settings)]
    for key in known:
        text = environment(ENV_PREFIX + key.upper())
        if text is not None and text.strip():
            values[key] = (ENV_PREFIX + key.upper(), text.strip())
    settings = {}
    for key, (where, value) in values.items():
        if key not in known:
            raise SettingsError(f"{where}: unknown key {key!r}.{near_match(key, known)}")
        settings[key] = _PARSERS[key](where, key, value)
    return Settings(**settings)


def near_match(name: str, known: list[str] | tuple[str, ...]) -> str:
    """A hint for a misspelt name: ` Did you mean x?`, else the list of what there is."""
    near = difflib.get_close_matches(name, known, n=1)
    if near:
        return f" Did you mean {near[0]!r}?"
    return f" Known: {', '.join(known)}." if len(known) <= 12 else ""


def read_yaml(path: Path) -> Any:
    """A YAML file of a home's config folder; None if there is none. Raises SettingsError with file and line."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeDecodeError) as e:
        raise SettingsError(f"config/{path.name}: cannot be read ({type(e).__name__}).") from None
    import yaml

    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as e:
        mark = getattr(e, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise SettingsError(f"config/{path.name}{line}: not valid YAML ({getattr(e, 'problem', None) or 'syntax'}).") from None


def _from_file(path: Path) -> dict[str, tuple[str, Any]]:
    data = read_yaml(path)
    if data is None:
        return {}
    if not isinstance(data, Mapping):
        raise SettingsError(f"config/{path.name}: must be a list of `key: value` lines.")
    return {str(key): (f"config/{path.name}", value) for key, value in data.items()}


def _seconds(where: str, key: str, value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = -1.0
    if isinstance(value, bool) or not 0 <= number <= 86_400:
        raise SettingsError(f"{where}: {key} must be a number of seconds from 0 to 86400.")
    return number


def _minutes(where: str, key: str, value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = -1.0
    if isinstance(value, bool) or not 0 <= number <= 1_440:
        raise SettingsError(f"{where}: {key} must be a number of minutes from 0 to 1440.")
    return number


def _count(where: str, key: str, value: Any) -> int:
    try:
        number = int(str(value))
    except ValueError:
        number = -1
    if not 0 <= number <= 10_000:
        raise SettingsError(f"{where}: {key} must be a whole number from 0 to 10000.")
    return number


def _source_names(where: str, key: str, value: Any) -> tuple[str, ...]:
    from ingestion.sources.registry import PACKAGES

    names = [v.strip() for v in value.split(",")] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(n, str) for n in names):
        raise SettingsError(f"{where}: {key} must be a list of source names.")
    for name in names:
        if name not in PACKAGES:
            raise SettingsError(f"{where}: {key} names no source {name!r}.{near_match(name, tuple(PACKAGES))}")
    return tuple(dict.fromkeys(names))


_PARSERS: dict[str, Callable[[str, str, Any], Any]] = {
    "lock_wait_seconds": _seconds,
    "keep_versions": _count,
    "keep_reports": _count,
    "clock_refresh_minutes": _minutes,
    "sources": _source_names,
}
