"""Small JSON notes under `<home>/state`: what the last run, build and publication were. Written whole or not at all."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from ingestion.home import Home

LAST_RUN = "last_run.json"
LAST_BUILD = "last_build.json"
LAST_PUBLISH = "last_publish.json"


def read_note(home: Home, name: str) -> dict[str, Any]:
    """The note, or an empty one if it is missing or damaged: then the work it would have saved is done again."""
    try:
        note = json.loads((home.state / name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return note if isinstance(note, dict) else {}


def write_note(home: Home, name: str, note: dict[str, Any]) -> None:
    """Atomic; a crash leaves the old note or the new one."""
    home.state.mkdir(parents=True, exist_ok=True)
    write_json(home.state / name, note)


def forget_note(home: Home, name: str) -> None:
    (home.state / name).unlink(missing_ok=True)


def write_json(path: Path, content: dict[str, Any]) -> None:
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    partial.write_text(json.dumps(content, indent=2, sort_keys=True, default=str) + "\n", encoding="utf-8")
    partial.replace(path)
