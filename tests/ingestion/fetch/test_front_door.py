"""Fetching as part of `python -m ingestion` and of `rooftop run`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingestion.__main__ import main
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
