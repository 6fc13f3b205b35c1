"""One feed file through its source, without an engine around it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from ingestion.home import Home
from ingestion.sources.feeds.source import FeedSource

MODIFIED_AT = datetime(2026, 3, 31, 10, 30, tzinfo=UTC)


@dataclass
class Content:
    """Bytes as the engine hands them over."""

    data: bytes
    scratch: Path


class Feeds:
    """A home with profiles, and what its files become."""

    def __init__(self, root: Path) -> None:
        self.home = Home.at(root)

    def profile(self, name: str, text: str | dict[str, Any]) -> None:
        path = self.home.config / "feeds" / f"{name}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text if isinstance(text, str) else yaml.safe_dump(text))

    def read(self, relative: str, content: str | bytes) -> list[dict[str, str | None]]:
        """Rows of landing/feeds/<relative>, without the empty cells. Raises what the source raises."""
        found, _ = self.read_all(relative, content)
        return found

    def read_all(self, relative: str, content: str | bytes) -> tuple[list[dict[str, Any]], Any]:
        path = self.home.landing / "feeds" / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content if isinstance(content, bytes) else content.encode()
        path.write_bytes(data)
        os.utime(path, (MODIFIED_AT.timestamp(), MODIFIED_AT.timestamp()))
        source = FeedSource()
        file = next(f for f in source.discover(self.home) if f.relative == f"feeds/{relative}")
        read = source.read(file, Content(data, self.home.root))
        rows = [row for piece in read.pieces for row in piece.rows.to_pylist()]
        assert read.rows_read == len(rows) + read.rows_set_aside
        return [{k: v for k, v in row.items() if v is not None} for row in rows], read
