"""The published marts of the demo say what really happened in it."""

from __future__ import annotations

import copy
from pathlib import Path

from ingestion.sandbox import read_demo
from ingestion.sandbox.truth import percentile
from tests.ingestion.sandbox.ledger import differences


def test_marts_tell_the_truth(published_home: Path) -> None:
    truth = read_demo(published_home)
    assert truth is not None and differences(published_home / "publish" / "rooftop.duckdb", truth) == []


def test_a_mart_that_is_off_by_one_is_found(published_home: Path) -> None:
    wrong = copy.deepcopy(read_demo(published_home)) or {}
    wrong["stores"]["S01"]["funnel"]["sold"] += 1
    wrong["stores"]["S02"]["stock"]["used"]["units_in_stock"] -= 1
    found = "\n".join(differences(published_home / "publish" / "rooftop.duckdb", wrong))
    assert "S01 funnel.sold" in found and "S02 days_supply.units_in_stock used" in found


def test_percentile_is_linear() -> None:
    assert percentile([1, 2, 3, 10], 0.5) == 2.5
    assert percentile([], 0.5) is None
