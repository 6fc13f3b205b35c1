"""A home for reports in a temporary folder."""

from pathlib import Path

import pytest

from tests.ingestion.reports.reading import Reports


@pytest.fixture
def reports(tmp_path: Path) -> Reports:
    return Reports(tmp_path / "home")
