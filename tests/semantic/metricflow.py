"""MetricFlow in one process, on the dbt project and a home's working file: the SQL that `mf query` would run."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from ingestion.home import PROJECT_DIR

DBT_PROJECT = PROJECT_DIR / "dbt_project"


class MetricFlow:
    """The engine that `mf` itself sets up. `target` is where dbt leaves its manifest."""

    def __init__(self, home: Path, target: Path) -> None:
        from dbt.cli.main import dbtRunner
        from metricflow.engine.metricflow_engine import MetricFlowEngine
        from metricflow_semantics.model.dbt_manifest_parser import parse_manifest_from_dbt_generated_manifest
        from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup

        folders = ["--project-dir", DBT_PROJECT, "--profiles-dir", DBT_PROJECT, "--target-path", target, "--log-path", target]
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("ROOFTOP_HOME", str(home))
            parsed = dbtRunner().invoke(["--quiet", "parse", *map(str, folders)])
        assert parsed.success, parsed.exception
        self.target = target
        manifest = json.loads((target / "manifest.json").read_text())
        self.metrics: Mapping[str, Mapping[str, Any]] = {m["name"]: m for m in manifest["metrics"].values()}
        semantic = parse_manifest_from_dbt_generated_manifest((target / "semantic_manifest.json").read_text())
        self._engine = MetricFlowEngine(SemanticManifestLookup(semantic), _DuckDB())

    def sql(self, metric: str, group_by: Sequence[str] = (), where: str | None = None) -> str:
        """What `mf query --metrics METRIC [--group-by …] [--where …] --explain` prints."""
        from metricflow.engine.metricflow_engine import MetricFlowQueryRequest

        request = MetricFlowQueryRequest.create(
            metric_names=[metric], group_by_names=list(group_by) or None, where_constraints=[where] if where else None
        )
        return self._engine.explain(request).sql_statement.sql


class _DuckDB:
    """What MetricFlow asks of a client when it only explains: the engine's dialect. Nothing is run through it."""

    def __init__(self) -> None:
        from metricflow.protocols.sql_client import SqlEngine
        from metricflow.sql.render.duckdb_renderer import DuckDbSqlPlanRenderer

        self.sql_engine_type = SqlEngine.DUCKDB
        self.sql_plan_renderer = DuckDbSqlPlanRenderer()
