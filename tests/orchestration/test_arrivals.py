"""A run asks the places of config/fetch before it decides whether there is anything new."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from orchestration.cli import main
from orchestration.commands import Commands
from tests.orchestration.standin import StandIns


def test_a_run_fetches_first_and_an_outage_is_a_note_not_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home, share = tmp_path / "home", tmp_path / "share"
    share.mkdir()
    recipes = home / "config" / "fetch"
    recipes.mkdir(parents=True)
    (recipes / "share.yml").write_text(f"kind: local\npath: {share}\ntarget: canonical/leads\nsettle_seconds: 0\n")
    (recipes / "gone.yml").write_text(f"kind: local\npath: {share}/gone\ntarget: canonical/leads\n")
    wiring = StandIns(datetime(2026, 3, 31, 22, tzinfo=UTC))

    def run() -> dict[str, object]:
        assert main(["run", "--home", str(home), "--json"], Commands(wiring)) == 0
        return json.loads(capsys.readouterr().out)

    (share / "a.csv").write_text("lead_id\n1\n")
    first = run()
    assert first["outcome"] == "published"
    assert any("gone could not be fetched" in note for note in first["notes"])
    assert main(["status", "--home", str(home)], Commands(wiring)) == 0
    told = capsys.readouterr().out
    assert "does not answer: the place is not there" in told and "answered 20" in told
    wiring.time += timedelta(minutes=1)
    second = run()
    assert second["outcome"] == "nothing_new", "to be asked is not to be new"
    assert any("gone could not be fetched" in note for note in second["notes"])
