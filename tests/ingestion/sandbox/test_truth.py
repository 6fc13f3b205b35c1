"""The published marts of the demo say what really happened in it."""

from __future__ import annotations

import copy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ingestion.sandbox import DemoReport
from ingestion.sandbox.truth import percentile
from tests.ingestion.sandbox.ledger import differences

_ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def published(demo: DemoReport, tmp_path_factory: pytest.TempPathFactory) -> DemoReport:
    """A copy of the demo home, run through the front door."""
    root = tmp_path_factory.mktemp("published") / "home"
    shutil.copytree(demo.home, root)
    command = [sys.executable, "-m", "orchestration.cli", "run", "--home", str(root), "--as-of", demo.truth["as_of"]]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return DemoReport(root, demo.size, demo.seed, demo.as_of, demo.files, demo.rows, demo.truth)


def test_marts_tell_the_truth(published: DemoReport) -> None:
    assert differences(published.home / "publish" / "rooftop.duckdb", published.truth) == []


def test_a_mart_that_is_off_by_one_is_found(published: DemoReport) -> None:
    wrong = copy.deepcopy(published.truth)
    wrong["stores"]["S01"]["funnel"]["sold"] += 1
    wrong["stores"]["S02"]["stock"]["used"]["units_in_stock"] -= 1
    found = "\n".join(differences(published.home / "publish" / "rooftop.duckdb", wrong))
    assert "S01 funnel.sold" in found and "S02 days_supply.units_in_stock used" in found


def test_percentile_is_linear() -> None:
    assert percentile([1, 2, 3, 10], 0.5) == 2.5
    assert percentile([], 0.5) is None
