"""Fetching as part of `python -m ingestion` and of `rooftop run`."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from ingestion import settings
from ingestion.__main__ import main
from ingestion.fetch.memory import Memory
from ingestion.fetch.run import due
from tests.ingestion.conftest import lead, leads
from tests.ingestion.fetch.conftest import FetchDesk, put


@pytest.fixture
def share(tmp_path: Path, fetch_desk: FetchDesk) -> Path:
    folder = tmp_path / "share"
    put(folder / "a.csv", leads(lead("L1")))
    fetch_desk.recipe("share", kind="local", path=str(folder), target="canonical/leads")
    return folder


def test_an_ingest_asks_first_and_says_who_did_not_answer(share: Path, fetch_desk: FetchDesk, capsys: pytest.CaptureFixture[str]) -> None:
    fetch_desk.recipe("gone", kind="local", path=f"{share}/nowhere", target="canonical/leads")
    home = ["--home", str(fetch_desk.home.root)]
    assert main(["ingest", "--json", *home]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["rows_loaded"] == 1
    assert any("gone could not be fetched: the place is not there" in note for note in told["notes"])
    assert main(["pending", "--json", *home]) == 0
    assert json.loads(capsys.readouterr().out)["to_ask"] == ["gone", "share"]


def test_only_other_sources_leave_a_place_alone(share: Path, fetch_desk: FetchDesk) -> None:
    home = ["--home", str(fetch_desk.home.root)]
    assert main(["ingest", "adf", *home]) == 0
    assert fetch_desk.landed() == {}
    assert main(["fetch", *home]) == 0
    assert list(fetch_desk.landed()) == ["canonical/leads/a.csv"]
    assert main(["fetch", "shar", *home]) == 2


def test_a_rebuild_needs_no_vendor(share: Path, fetch_desk: FetchDesk) -> None:
    home = ["--home", str(fetch_desk.home.root)]
    main(["ingest", *home])
    (share / "a.csv").unlink()
    fetch_desk.home.warehouse.unlink()
    assert main(["rebuild", *home]) == 0
    assert fetch_desk.visible("canonical__leads", "lead_id") == ["L1"]


@pytest.mark.parametrize(
    ("target", "every_minutes", "asked_ago", "is_due"),
    [
        ("canonical/leads", 240, 30, False),  # a store's own pace
        ("canonical/leads", 240, 241, True),
        ("dealervault/sales/store_2", 240, 30, True),  # but what is sold is asked for every quarter of an hour
        ("dealervault/sales/store_2", 240, 14, False),
        ("dealervault/sales/store_2", 5, 6, True),
    ],
)
def test_each_place_has_its_own_pace_and_a_dms_none_slower_than_a_quarter_of_an_hour(
    target: str, every_minutes: int, asked_ago: int, is_due: bool, fetch_desk: FetchDesk, tmp_path: Path
) -> None:
    fetch_desk.recipe("place", kind="local", path=str(tmp_path), target=target, every_minutes=every_minutes)
    memory = Memory.load(fetch_desk.home, "place")
    memory.asked_at = memory.answered_at = (settings.now() - timedelta(minutes=asked_ago)).isoformat()
    memory.save()
    assert due(fetch_desk.home) == (["place"] if is_due else [])
