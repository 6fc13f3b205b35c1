"""When a canary was published first, and that one which is late is an exit code."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from ingestion import canary, settings
from ingestion.home import Home
from orchestration.cli import main
from orchestration.commands import Commands
from tests.orchestration.standin import StandIns

NOW = datetime(2026, 3, 31, 22, tzinfo=UTC)


def publish(path: Path, published_at: datetime, *names: str) -> None:
    """A published file that holds these canaries."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as con:
        con.execute("create schema dims; create schema facts; create schema meta")
        con.execute("create table dims.dim_stores as select 'S1' as store_id, 'Example Motors' as store_name, true as is_current")
        con.execute(f"create table meta.publish as select timestamp '{published_at:%Y-%m-%d %H:%M:%S}' as published_at")
        con.execute("create table facts.fct_leads (utm_campaign varchar, is_test boolean)")
        con.executemany("insert into facts.fct_leads values (?, true)", [[name] for name in ("spring", *names)])


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setattr(settings, "now", lambda: NOW)
    made = Home.at(tmp_path / "home")
    made.prepare()
    publish(made.published, NOW - timedelta(hours=1))
    return made


def test_a_canary_is_timed_by_the_first_publication_that_holds_it(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    wiring = StandIns(NOW)

    def rooftop(*arguments: str) -> tuple[int, dict[str, object]]:
        code = main([*arguments, "--home", str(home.root), "--json"], Commands(wiring))
        return code, json.loads(capsys.readouterr().out)

    code, told = rooftop("canary")
    assert (code, told["outcome"]) == (0, "injected")
    name = canary.known(home)[0].name
    document = next((home.landing / "adf" / "canary").iterdir()).read_text(encoding="utf-8")
    assert "Example Motors" in document and name in document
    assert rooftop("canary", "--check")[1]["outcome"] == "waiting"
    wiring.time = NOW + timedelta(minutes=31)
    assert rooftop("canary", "--check")[0] == 1
    publish(home.published.parent / "versions" / "rooftop-1.duckdb", NOW + timedelta(seconds=95), name)
    publish(home.published, NOW + timedelta(minutes=31), name)
    code, told = rooftop("canary", "--check")
    assert (code, told["outcome"]) == (0, "seen")
    assert canary.known(home)[0].seconds == 95


def test_without_a_publication_there_is_nobody_to_send_it_to(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["canary", "--store", "S9", "--home", str(home.root)], Commands(StandIns(NOW))) == 1
    assert "no store 'S9'" in capsys.readouterr().err
    home.published.unlink()
    assert main(["canary", "--home", str(home.root)], Commands(StandIns(NOW))) == 1
    assert canary.known(home) == []
