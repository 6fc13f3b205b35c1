"""The assets: ingest (one per source), dbt's models, the audit, the publication. Each is a thin call of a stage."""

from collections.abc import Iterator, Sequence
from typing import Any

import dagster as dg

from ingestion.home import Home
from orchestration import lineage, stages
from orchestration.clock import parse_as_of
from orchestration.resources import LogProgress
from orchestration.unchanged import why_nothing_new
from orchestration.wiring import Wiring

POOL = "warehouse"  # one step at a time writes; dagster.yaml limits every pool to one
AUDIT = dg.AssetKey("audit")
PUBLISH = dg.AssetKey("publish")
NO_CRITICAL_FAILURES = "no_critical_failures"


class IngestConfig(dg.Config):
    """What one may set for a run by hand. as_of: ISO 8601, empty = now. only: sources, empty = all."""

    as_of: str = ""
    only: list[str] = []  # noqa: RUF012  (pydantic copies the default)


class BuildConfig(dg.Config):
    """full_refresh: build every table anew."""

    full_refresh: bool = False


def ingest(home: Home, wiring: Wiring) -> dg.AssetsDefinition:
    """Raw, one asset per source. Yields nothing when there is nothing new: then the steps after it are skipped."""
    keys = {system: dg.AssetKey([lineage.SCHEMA_RAW, system]) for system in lineage.systems()}
    specs = [
        dg.AssetSpec(
            key, skippable=True, group_name="ingestion", kinds={"dlt", "duckdb"}, description=f"Raw tables of the source {system}."
        )
        for system, key in keys.items()
    ]
    specs.append(dg.AssetSpec(lineage.LEDGER, skippable=True, group_name="ingestion", description="Ledger, clock, findings, settings."))

    @dg.multi_asset(name="ingest", specs=specs, required_resource_keys={"engine"}, pool=POOL)
    def run_ingest(context: dg.AssetExecutionContext, config: IngestConfig) -> Iterator[dg.MaterializeResult]:
        as_of = parse_as_of(config.as_of) if config.as_of else None
        minutes = wiring.settings(home).clock_refresh_minutes
        notes = wiring.gather(home, config.only, context.log.info)
        for note in notes:
            context.log.warning(note)
        message = why_nothing_new(home, as_of, wiring.now(), wiring.code(), wiring.has_pending(home, config.only), minutes)
        if message:
            context.log.info(message)
            return
        run = stages.start_run(home, as_of, wiring.now(), wiring.code())
        stages.ingest(run, context.resources.engine, config.only, LogProgress(context.log.info))
        for system, key in keys.items():
            loaded = [one for one in run.loaded if one.system == system]
            metadata: dict[str, Any] = {
                "dagster/row_count": sum(one.rows_loaded for one in loaded),
                "rows_set_aside": sum(one.rows_set_aside for one in loaded),
                "files": sum(one.batches for one in loaded),
            }
            yield dg.MaterializeResult(key, metadata=metadata)
        yield dg.MaterializeResult(lineage.LEDGER, metadata={"run_id": run.run_id, "findings": sum(run.quarantined.values())})

    return run_ingest


def dbt_build(home: Home, wiring: Wiring, specs: Sequence[dg.AssetSpec]) -> dg.AssetsDefinition:
    """All models in one dbt call; each is an asset with its lineage."""

    @dg.multi_asset(name="dbt_build", specs=specs, required_resource_keys={"engine"}, pool=POOL)
    def run_build(context: dg.AssetExecutionContext, config: BuildConfig) -> Iterator[dg.MaterializeResult]:
        run = stages.resume_run(home)
        stages.build(run, context.resources.engine, wiring.dbt_code(), config.full_refresh, LogProgress(context.log.info))
        assert run.build is not None
        built = set(run.build.names)
        for spec in specs:
            if spec.key == lineage.DBT_BUILD or spec.key.path[-1] in built:
                yield dg.MaterializeResult(spec.key)

    return run_build


def audit(home: Home, after: Sequence[dg.AssetKey]) -> dg.AssetsDefinition:
    """The audit. Its check blocks the publication."""
    check = dg.AssetCheckSpec(NO_CRITICAL_FAILURES, asset=AUDIT, blocking=True, description="Nothing that must not be published was found.")
    spec = dg.AssetSpec(
        AUDIT,
        deps=after,
        skippable=True,
        group_name="publication",
        kinds={"greatexpectations"},
        description="Checks of the new batch and the marts.",
    )

    @dg.multi_asset(name="audit", specs=[spec], check_specs=[check], required_resource_keys={"engine"}, pool=POOL)
    def run_audit(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult]:
        run = stages.resume_run(home)
        stages.audit(run, context.resources.engine, LogProgress(context.log.info))
        found = run.checks
        assert found is not None
        metadata: dict[str, Any] = {"passed": found.passed, "warned": found.warned, "failed": found.failed, "report": found.report}
        result = dg.AssetCheckResult(passed=not found.failed, check_name=NO_CRITICAL_FAILURES, metadata=metadata)
        yield dg.MaterializeResult(AUDIT, metadata=metadata, check_results=[result])

    return run_audit


def publish(home: Home, wiring: Wiring) -> dg.AssetsDefinition:
    """The published file."""
    spec = dg.AssetSpec(
        PUBLISH, deps=[AUDIT], skippable=True, group_name="publication", kinds={"duckdb"}, description="What BI tools read."
    )

    @dg.multi_asset(name="publish", specs=[spec], required_resource_keys={"engine"}, pool=POOL)
    def run_publish(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult]:
        run = stages.resume_run(home)
        settings = wiring.settings(home)
        publication = stages.start_publication(run, settings.keep_versions)
        stages.publish(run, publication, settings.keep_reports, LogProgress(context.log.info))
        metadata: dict[str, Any] = {
            "run_id": run.run_id,
            "as_of": run.as_of.isoformat(),
            "tables": len(run.row_counts),
            "rows": sum(run.row_counts.values()),
        }
        yield dg.MaterializeResult(PUBLISH, metadata=metadata)

    return run_publish
