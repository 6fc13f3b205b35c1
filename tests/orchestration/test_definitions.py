"""Dagster: definitions load with nothing around them, and the job does what `rooftop run` does."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
import pytest

from ingestion.home import Home
from ingestion.locking import writer_lock
from orchestration.checks import judge
from orchestration.clock import utc_now
from orchestration.dagster_instance import write_instance
from orchestration.definitions import build_defs
from orchestration.lineage import systems
from orchestration.schedules import JOB_NAME
from orchestration.sensors import forget_old_runs
from tests.orchestration.standin import StandIns

PROJECT = Path(__file__).parents[2]
NOW = datetime(2026, 3, 31, 22, 0, tzinfo=UTC)
NODE = {
    "tags": [], "config": {"meta": {}, "tags": [], "materialized": "table", "enabled": True}, "meta": {}, "description": "", "columns": {},
    "raw_code": "", "original_file_path": "", "package_name": "rooftop", "checksum": {"checksum": ""}, "group": None,
}  # fmt: skip


def manifest() -> dict[str, Any]:
    """A project of three nodes: a source, a staging model on it, a mart on that."""

    def model(name: str, schema: str, parents: list[str]) -> dict[str, Any]:
        fqn = ["rooftop", schema, name]
        unique_id = f"model.rooftop.{name}"
        return {
            **NODE, "resource_type": "model", "name": name, "alias": name, "schema": schema, "database": "warehouse", "fqn": fqn,
            "unique_id": unique_id, "path": f"{schema}/{name}.sql", "config": {**NODE["config"], "schema": schema},
            "depends_on": {"nodes": parents, "macros": []}, "refs": [], "sources": [], "relation_name": name,
        }  # fmt: skip

    source = {
        **NODE, "resource_type": "source", "name": "canonical__leads", "source_name": "raw", "schema": "raw", "database": "warehouse",
        "unique_id": "source.rooftop.raw.canonical__leads", "fqn": ["rooftop", "staging", "raw", "canonical__leads"], "identifier": "leads",
        "path": "s.yml", "source_description": "", "source_meta": {}, "loader": "", "relation_name": "raw.canonical__leads",
    }  # fmt: skip
    stage = model("stg_canonical__leads", "staging", [source["unique_id"]])
    mart = model("mart_funnel", "marts", [stage["unique_id"]])
    parents = {source["unique_id"]: [], stage["unique_id"]: [source["unique_id"]], mart["unique_id"]: [stage["unique_id"]]}
    children = {source["unique_id"]: [stage["unique_id"]], stage["unique_id"]: [mart["unique_id"]], mart["unique_id"]: []}
    return {
        "metadata": {"adapter_type": "duckdb", "project_name": "rooftop"},
        "nodes": {node["unique_id"]: node for node in (mart, stage)},
        "sources": {source["unique_id"]: source},
        "parent_map": parents, "child_map": children,
        **{name: {} for name in ("exposures", "metrics", "semantic_models", "saved_queries", "unit_tests", "macros", "selectors", "groups",
                                 "docs", "disabled", "group_map", "functions")},
    }  # fmt: skip


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home.at(tmp_path / "home")
    home.prepare()
    return home


def run_job(home: Home, world: StandIns, instance: dg.DagsterInstance, as_of: str = "", **build: Any) -> dg.ExecuteInProcessResult:
    defs = build_defs(wiring=world, home=home, manifest=build.pop("manifest", None))
    config = {"ops": {"ingest": {"config": {"as_of": as_of}}}}
    return defs.resolve_job_def(JOB_NAME).execute_in_process(run_config=config, instance=instance, raise_on_error=False)


def materialized(result: dg.ExecuteInProcessResult) -> set[str]:
    return {event.asset_key.to_user_string() for event in result.get_asset_materialization_events() if event.asset_key}


def test_definitions_load_with_no_environment_and_no_home(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(PROJECT), "HOME": str(tmp_path), "DAGSTER_DISABLE_TELEMETRY": "yes"}
    command = [sys.executable, "-m", "dagster", "definitions", "validate", "-m", "orchestration.definitions"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not (tmp_path / "home").exists()


def test_the_job_goes_the_whole_way(home: Home) -> None:
    (home.landing / "leads.csv").write_text("lead_id\n1\n", encoding="utf-8")
    world = StandIns(NOW)
    with dg.DagsterInstance.ephemeral() as instance:
        result = run_job(home, world, instance, "2026-03-31T22:00:00Z")
    assert result.success
    assert world.calls == ["ingest", "build", "audit", "remember"]
    assert materialized(result) == {*(f"raw/{system}" for system in systems()), "raw/ledger", "dbt_build", "audit", "publish"}
    checks = {check.check_name: (check.passed, check.severity) for check in result.get_asset_check_evaluations()}
    assert checks["no_critical_failures"][0]
    assert checks["canonical_is_fresh"] == (False, dg.AssetCheckSeverity.WARN)  # the stand-in's leads are late
    assert checks["adf_is_fresh"][0]
    with duckdb.connect(str(home.published), read_only=True) as con:
        assert con.execute("select as_of from meta.publish").fetchone() == (datetime(2026, 3, 31, 22, 0),)


def test_with_nothing_new_every_step_is_skipped_and_nothing_is_published(home: Home) -> None:
    (home.landing / "leads.csv").write_text("lead_id\n1\n", encoding="utf-8")
    with dg.DagsterInstance.ephemeral() as instance:
        run_job(home, StandIns(NOW), instance, "2026-03-31T22:00:00Z")
        before = home.published.stat()
        result = run_job(home, StandIns(NOW), instance, "2026-03-31T22:00:00Z")
    assert result.success
    assert materialized(result) == set()
    assert home.published.stat() == before


def test_models_are_assets_with_their_lineage(home: Home) -> None:
    (home.landing / "leads.csv").write_text("lead_id\n1\n", encoding="utf-8")
    defs = build_defs(wiring=StandIns(NOW), home=home, manifest=manifest())
    graph = defs.resolve_asset_graph()
    mart, stage = dg.AssetKey(["marts", "mart_funnel"]), dg.AssetKey(["staging", "stg_canonical__leads"])
    assert graph.get(mart).parent_keys == {stage}
    assert graph.get(stage).parent_keys == {dg.AssetKey(["raw", "canonical"])}
    assert graph.get(dg.AssetKey("audit")).parent_keys == {mart}
    with dg.DagsterInstance.ephemeral() as instance:
        result = run_job(home, StandIns(NOW), instance, manifest=manifest())
    assert result.success
    assert {"staging/stg_canonical__leads", "marts/mart_funnel", "audit", "publish"} <= materialized(result)


def test_a_refusal_of_the_audit_stops_the_job_before_the_publication(home: Home) -> None:
    (home.landing / "leads.csv").write_text("lead_id\n1\n", encoding="utf-8")
    (home.config / "refuse").touch()
    with dg.DagsterInstance.ephemeral() as instance:
        result = run_job(home, StandIns(NOW), instance)
    assert not result.success
    assert "publish" not in materialized(result)
    assert not home.published.exists()


def test_the_job_holds_the_writer_lock_from_the_first_step_to_the_last(home: Home) -> None:
    held = "import sys; from ingestion.home import Home; from ingestion.locking import writer_lock\n"
    held += "with writer_lock(Home.at(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    (home.landing / "leads.csv").write_text("lead_id\n1\n", encoding="utf-8")
    other = subprocess.Popen([sys.executable, "-c", held, str(home.root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None and other.stdout.readline() == "held\n"
    world = StandIns(NOW)
    with dg.DagsterInstance.local_temp(str(home.state)) as instance:
        result = run_job(home, world, instance)
        assert not result.success and world.calls == []
        tick = schedule_tick(home, world, instance)
        assert tick.skip_message is not None and str(other.pid) in tick.skip_message
        other.communicate("")
        assert schedule_tick(home, world, instance).skip_message is None
    with writer_lock(home):
        pass


def schedule_tick(home: Home, world: StandIns, instance: dg.DagsterInstance) -> Any:
    defs = build_defs(wiring=world, home=home)
    context = dg.build_schedule_context(instance=instance, scheduled_execution_time=NOW)
    return defs.resolve_schedule_def("files_sources").evaluate_tick(context)


def test_a_tick_is_skipped_while_a_run_is_in_progress_or_when_nothing_is_new(home: Home) -> None:
    (home.landing / "leads.csv").write_text("lead_id\n1\n", encoding="utf-8")
    world = StandIns(NOW)
    with dg.DagsterInstance.local_temp(str(home.state)) as instance:
        assert len(schedule_tick(home, world, instance).run_requests) == 1
        job = build_defs(wiring=world, home=home).resolve_job_def(JOB_NAME)
        run = instance.create_run_for_job(job, status=dg.DagsterRunStatus.STARTED)
        assert "in progress" in schedule_tick(home, world, instance).skip_message
        instance.delete_run(run.run_id)
        run_job(home, world, instance)
        assert "Nothing new" in schedule_tick(home, world, instance).skip_message


@pytest.mark.parametrize(
    ("statuses", "passed", "severity"),
    [
        (["fresh", "no_data"], True, dg.AssetCheckSeverity.WARN),
        (["fresh", "warn"], False, dg.AssetCheckSeverity.WARN),
        (["warn", "stale"], False, dg.AssetCheckSeverity.ERROR),
        ([], True, dg.AssetCheckSeverity.WARN),
    ],
)
def test_the_worst_entity_decides_how_fresh_a_source_is(statuses: list[str], passed: bool, severity: dg.AssetCheckSeverity) -> None:
    rows = [{"entity": f"e{n}", "status": status} for n, status in enumerate(statuses)]
    found = judge("canonical_is_fresh", rows)
    assert (found.passed, found.severity) == (passed, severity)


def test_the_instance_of_the_ui_has_one_writer_and_forgets(home: Home) -> None:
    folder = write_instance(home)
    with dg.DagsterInstance.from_config(str(folder)) as instance:
        assert instance.global_op_concurrency_default_limit == 1
        assert not instance.telemetry_enabled
    (folder / "dagster.yaml").write_text("telemetry: {enabled: false}\n", encoding="utf-8")
    write_instance(home)
    assert (folder / "dagster.yaml").read_text(encoding="utf-8") == "telemetry: {enabled: false}\n"


def test_old_runs_are_forgotten_and_young_ones_kept(home: Home) -> None:
    defs = build_defs(wiring=StandIns(NOW), home=home)
    job = defs.resolve_job_def(JOB_NAME)
    with dg.DagsterInstance.local_temp(str(home.state)) as instance:
        run = instance.create_run_for_job(job, status=dg.DagsterRunStatus.SUCCESS)
        context = dg.build_sensor_context(instance=instance)
        assert "0 runs" in forget_old_runs(utc_now).evaluate_tick(context).skip_message
        assert instance.has_run(run.run_id)
        assert "1 runs" in forget_old_runs(lambda: utc_now() + timedelta(days=15)).evaluate_tick(context).skip_message
        assert not instance.has_run(run.run_id)
