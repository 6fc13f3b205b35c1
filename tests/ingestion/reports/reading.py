"""One report through its source, without an engine around it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import yaml

from ingestion.home import Home
from ingestion.sources.reports.source import ReportSource
from tests.ingestion.feeds.reading import MODIFIED_AT, Content


class Reports:
    """A home with profiles, and what its reports become."""

    def __init__(self, root: Path) -> None:
        self.home = Home.at(root)

    def profile(self, name: str, text: str | dict[str, Any]) -> None:
        path = self.home.config / "reports" / f"{name}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text if isinstance(text, str) else yaml.safe_dump(text))

    def lay(self, relative: str, content: str) -> Path:
        path = self.home.landing / "reports" / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
        os.utime(path, (MODIFIED_AT.timestamp(), MODIFIED_AT.timestamp()))
        return path

    def read(self, relative: str, content: str) -> list[dict[str, Any]]:
        """Rows of landing/reports/<relative>, without the empty cells and `_` columns. Raises what the source raises."""
        path = self.lay(relative, content)
        source = ReportSource()
        file = next(f for f in source.discover(self.home) if f.relative == f"reports/{relative}")
        read = source.read(file, Content(path.read_bytes(), self.home.root))
        rows = [row for piece in read.pieces for row in piece.rows.to_pylist()]
        assert read.rows_read == len(rows) + read.rows_set_aside
        return [{k: v for k, v in row.items() if v is not None and not k.startswith("_")} for row in rows]
