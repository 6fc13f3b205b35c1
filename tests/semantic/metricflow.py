"""MetricFlow in one process, on the parsed dbt project: the SQL that `mf query` would run on a home's working file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any


class MetricFlow:
    """The engine that `mf` itself sets up, on what `dbt parse` left in `target`."""

    def __init__(self, target: Path) -> None:
        from metricflow.engine.metricflow_engine import MetricFlowEngine
        from metricflow_semantics.model.dbt_manifest_parser import parse_manifest_from_dbt_generated_manifest
        from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup

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
