"""Each metric has one definition, and MetricFlow and the mart give the same number for it."""

from __future__ import annotations

import os
import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from expectations.suites.contract import contract
from ingestion.home import PROJECT_DIR
from tests.conftest import DBT_PROJECT, DbtProject
from tests.semantic.metricflow import MetricFlow

# What must be told of each metric (issue "The whole star", part 3).
TOLD = ("id", "formula", "grain", "unit", "owner", "leading_or_lagging", "filters", "edge_cases", "source_marts", "sql")
# The metrics without which there is no house (requirements, GOV-01).
HEADLINES = {"speed_to_lead_median", "contact_rate", "show_rate", "lead_to_sold", "days_supply", "price_to_market"}


@pytest.fixture(scope="module")
def warehouse(published_home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(published_home / "warehouse" / "warehouse.duckdb"), read_only=True) as con:
        con.execute("set timezone = 'UTC'")
        yield con


@pytest.fixture(scope="module")
def mf(dbt_project: DbtProject) -> MetricFlow:
    return MetricFlow(dbt_project.target)


def numbers(con: duckdb.DuckDBPyConnection, sql: str) -> dict[Any, float | None]:
    """The answer by store, where the question has a store in it; else one number under None. No row is no number."""
    rows = [row if len(row) == 2 else (None, *row) for row in con.execute(sql).fetchall()]
    return {store: None if value is None else float(value) for store, value in rows if value is not None}


def differences(con: duckdb.DuckDBPyConnection, mf: MetricFlow) -> list[str]:
    """The metrics for which MetricFlow and the mart do not agree, with both numbers."""
    today = con.execute("select max(as_of_date) from marts.mart_speed_to_lead").fetchall()[0][0]
    found = []
    for name, metric in mf.metrics.items():
        meta = metric["config"]["meta"]
        where = f"{{{{ TimeDimension('metric_time', 'day') }}}} > date '{today}' - {meta['window_days']}" if "window_days" in meta else None
        by_store = meta["sql"].startswith("select store_id,")
        from_metricflow = numbers(con, mf.sql(name, ["store"] if by_store else [], where))
        from_mart = numbers(con, meta["sql"])
        if from_metricflow != pytest.approx(from_mart, rel=1e-9):
            found.append(f"{name}: MetricFlow {from_metricflow}, mart {from_mart}")
    return found


def test_metricflow_and_the_mart_give_the_same_number(mf: MetricFlow, warehouse: duckdb.DuckDBPyConnection) -> None:
    assert len(mf.metrics) > 100
    assert differences(warehouse, mf) == []


def test_a_mart_that_tells_another_number_is_found(mf: MetricFlow, published_home: Path, tmp_path: Path) -> None:
    copy = tmp_path / "warehouse.duckdb"
    copy.write_bytes((published_home / "warehouse" / "warehouse.duckdb").read_bytes())
    with duckdb.connect(str(copy)) as con:
        con.execute("update marts.mart_speed_to_lead set response_median_seconds = response_median_seconds + 1")
        assert [d.split(":")[0] for d in differences(con, mf)] == ["speed_to_lead_median"]


def test_the_numbers_are_not_all_empty(mf: MetricFlow, warehouse: duckdb.DuckDBPyConnection) -> None:
    """The comparison would hold for a warehouse without rows, too."""
    empty = [name for name, metric in mf.metrics.items() if not numbers(warehouse, metric["config"]["meta"]["sql"])]
    assert len(empty) < len(mf.metrics) / 10, empty


def test_every_metric_is_told_in_full(mf: MetricFlow) -> None:
    for name, metric in mf.metrics.items():
        meta = metric["config"]["meta"]
        assert metric["label"] and metric["description"].endswith("."), name
        assert [key for key in TOLD if not meta.get(key)] == [], name
        assert meta["leading_or_lagging"] in ("leading", "lagging"), name
    assert set(mf.metrics) >= HEADLINES


def test_the_dictionary_holds_every_metric_and_only_those(mf: MetricFlow, published_home: Path) -> None:
    with duckdb.connect(str(published_home / "publish" / "rooftop.duckdb"), read_only=True) as con:
        rows = con.execute("select metric, source_marts, sql_example from meta.metric_dictionary").fetchall()
        assert {metric for metric, _, _ in rows} == set(mf.metrics)
        tables = {name for (name,) in con.execute("select table_name from information_schema.tables").fetchall()}
        for metric, source_marts, sql in rows:
            assert set(source_marts.split(", ")) <= tables, metric
            con.execute(sql)  # an analyst who pastes it gets an answer from the published file


def test_the_page_of_metrics_is_current() -> None:
    made = runpy.run_path(str(PROJECT_DIR / "docs" / "generate_metrics.py"))
    assert (PROJECT_DIR / "docs" / "metrics.md").read_text(encoding="utf-8") == made["page"](), "run: python docs/generate_metrics.py"


# Numbers in marts that are no metric: what a car, a call or a limit is like, the order of rows, and percentiles of rows shown there alone.
ATTRIBUTES = {
    *("model_year", "mileage", "days_in_stock", "asking_price", "market_avg_price", "comp_count", "peer_median_vdp", "drift_streak_days"),
    *("hour", "event_seq", "days_observed", "window_days", "sla_hours", "sla_seconds", "seconds_to_sla"),
    *("warn_after_seconds", "error_after_seconds", "median_talk_seconds", "median_days", "p90_days"),
}
# The column in which a mart shows a metric that goes by another name.
SHOWN_AS = {"turn": "turn_rate", "abandonment_rate": "call_abandonment_rate"}


def test_every_number_of_the_contract_is_a_metric(mf: MetricFlow) -> None:
    asked = set(re.findall(r"[a-z_0-9]+", " ".join(m["config"]["meta"]["sql"] for m in mf.metrics.values())))
    undefined = []
    for table, columns in contract().items():
        numbers_of_table = {c for c, kind in columns.items() if kind in ("int", "number") and table.startswith("marts.")} - ATTRIBUTES
        undefined += [f"{table}.{c}" for c in numbers_of_table if c not in asked and SHOWN_AS.get(c, c) not in mf.metrics]
    assert undefined == []


def test_no_mart_names_a_metric_otherwise(mf: MetricFlow) -> None:
    """Rules of thumb for names: the page and the tables say `lead_to_sold`, not close_rate here and closing_rate there."""
    aliases = {"close_rate", "closing_rate", "sales_conversion", "lead_to_contact", "cpl", "cps", "roas"}
    models = DBT_PROJECT / "models" / "marts"
    for path in models.glob("marts/*.yml"):
        columns = set(re.findall(r"\{name: ([a-z_0-9]+)", path.read_text(encoding="utf-8")))
        assert columns & aliases == set(), path.name
    assert set(mf.metrics) & aliases == set()


def test_mf_query_works_on_a_home(mf: MetricFlow, published_home: Path, tmp_path: Path) -> None:
    """The command itself, after `dbt parse`; in a copy of the project, for it writes beside it."""
    project = tmp_path / "dbt_project"
    shutil.copytree(DBT_PROJECT, project, ignore=shutil.ignore_patterns("target", "logs"))
    shutil.copytree(mf.target, project / "target")
    environment = {**os.environ, "ROOFTOP_HOME": str(published_home)}
    tools = Path(sys.executable).parent
    answer = subprocess.run(
        [tools / "mf", "query", "--metrics", "unique_leads,contact_rate", "--group-by", "metric_time__month,store"],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "contact_rate" in answer.stdout and "S01" in answer.stdout
