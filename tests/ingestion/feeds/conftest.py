"""A home for feeds in a temporary folder."""

from pathlib import Path

import pytest

from tests.ingestion.feeds.reading import Feeds


@pytest.fixture
def feeds(tmp_path: Path) -> Feeds:
    return Feeds(tmp_path / "home")
