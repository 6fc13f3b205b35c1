"""How old the data is, told by the published group: as of its run, and ten days later with a source gone."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

FRESHNESS = """
    select source_system || ' ' || entity as source, event_age_seconds, load_age_seconds, warn_after_seconds, error_after_seconds, status
    from marts.mart_data_freshness
"""
Row = tuple[str, int | None, int | None, int | None, int | None, str]


def expected_status(row: Row) -> str:
    """The rule of the contract, written down a second time."""
    _, event_age, load_age, warn_after, error_after, _ = row
    if load_age is None:
        return "no_data"
    age = max(event_age or 0, load_age)
    if error_after is not None and age > error_after:
        return "stale"
    return "warn" if warn_after is not None and age > warn_after else "fresh"


@pytest.fixture(scope="module")
def today(published_home: Path) -> dict[str, Row]:
    with duckdb.connect(str(published_home / "publish" / "rooftop.duckdb"), read_only=True) as con:
        return {row[0]: row for row in con.execute(FRESHNESS).fetchall()}


def test_each_status_follows_from_the_ages_and_the_limits(today: dict[str, Row]) -> None:
    assert {name: row[-1] for name, row in today.items()} == {name: expected_status(row) for name, row in today.items()}


def test_every_source_that_loaded_is_told(today: dict[str, Row], published_home: Path) -> None:
    with duckdb.connect(str(published_home / "warehouse" / "warehouse.duckdb"), read_only=True) as con:
        loaded = con.execute("select distinct system || ' ' || entity from raw.load_ledger where status = 'loaded'").fetchall()
    assert {name for (name,) in loaded} <= set(today)


def test_what_may_be_quiet_never_warns(today: dict[str, Row]) -> None:
    quiet = ("stores", "store_hours", "agents", "offers", "targets", "campaigns")
    told = {name: row for name, row in today.items() if name.split()[1] in quiet}
    assert len(told) >= 4
    assert {row[-1] for row in told.values()} == {"fresh"}


def test_ten_days_without_news_are_stale(ten_days_later: duckdb.DuckDBPyConnection, today: dict[str, Row]) -> None:
    later = {row[0]: row for row in ten_days_later.execute(FRESHNESS).fetchall()}
    leads = later["canonical leads"]
    assert leads[1] == (today["canonical leads"][1] or 0) + 10 * 86400
    assert leads[-1] == "stale"
    assert later["canonical stores"][-1] == "fresh"
    assert {name: row[-1] for name, row in later.items()} == {name: expected_status(row) for name, row in later.items()}


def test_a_system_that_is_expected_and_never_came_has_no_data(ten_days_later: duckdb.DuckDBPyConnection) -> None:
    row = ten_days_later.execute(f"select * from ({FRESHNESS}) as f where source = 'elead leads'").fetchall()
    assert row == [("elead leads", None, None, 3600, None, "no_data")]


def test_a_source_that_never_loaded_and_is_not_expected_is_not_told(ten_days_later: duckdb.DuckDBPyConnection) -> None:
    assert ten_days_later.execute(f"select count(*) from ({FRESHNESS}) as f where source = 'canonical calls'").fetchall() == [(0,)]


def test_the_history_ends_as_the_mart_says(ten_days_later: duckdb.DuckDBPyConnection) -> None:
    differs = ten_days_later.execute("""
        select m.source_system, m.entity
        from marts.mart_data_freshness as m
        inner join facts.fct_source_freshness as h on m.source_system = h.source_system and m.entity = h.entity
        where h.checked_date = (select cast(as_of_at as date) from raw.run_clock)
            and (m.event_age_seconds <> h.event_age_seconds or m.last_event_at <> h.last_event_at)
    """).fetchall()
    assert differs == []


def test_pipeline_health_adds_up_to_the_ledger(ten_days_later: duckdb.DuckDBPyConnection) -> None:
    health = "select sum(files), sum(failed_files), sum(rows_read), sum(rows_loaded) from marts.mart_pipeline_health"
    ledger = "select count(*), count(case when status = 'set_aside' then 1 end), sum(rows_read), sum(rows_loaded) from raw.load_ledger"
    assert ten_days_later.execute(health).fetchall() == ten_days_later.execute(ledger).fetchall()


def test_a_silent_source_shows_although_its_data_is_there(ten_days_later: duckdb.DuckDBPyConnection) -> None:
    told = ten_days_later.execute("select place, cadence_group, status from marts.mart_source_connections order by place").fetchall()
    assert told == [("down", "crm", "stale"), ("failed_once", "ads", "warn"), ("quiet", "crm", "fresh"), ("slow", "crm", "warn")]
    alerts = ten_days_later.execute("select entity_id from marts.mart_alerts where rule_id = 'source_silent'").fetchall()
    assert alerts == [("down",)]


def test_a_canary_is_told_as_far_as_it_came_and_a_late_one_is_an_alert(ten_days_later: duckdb.DuckDBPyConnection) -> None:
    told = ten_days_later.execute("select canary, way, status, seconds_to_publication from meta.canaries order by canary").fetchall()
    assert told == [
        ("canary-lost", "webhook", "late", None),
        ("canary-seen", "file", "published", 300),
        ("canary-young", "webhook", "waiting", None),
    ]
    alerts = ten_days_later.execute("select entity_id, measured_value from marts.mart_alerts where rule_id = 'canary_late'").fetchall()
    assert alerts == [("canary-lost", 31 * 60)]
