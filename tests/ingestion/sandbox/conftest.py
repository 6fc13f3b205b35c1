"""One tiny demo group, written once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingestion.sandbox import DemoReport, write_demo


@pytest.fixture(scope="package")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoReport]:
    """A tiny group's home as the sandbox leaves it. Read only: who changes it copies it first."""
    root: Path = tmp_path_factory.mktemp("sandbox") / "home"
    yield write_demo(root, size="tiny")
