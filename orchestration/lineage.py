"""dbt's models as Dagster assets, from a manifest: the same names and arrows, run by our own stage instead of a subprocess per asset."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from graphlib import TopologicalSorter
from typing import Any

import dagster as dg

SCHEMA_RAW = "raw"
DBT_BUILD = dg.AssetKey("dbt_build")
# Tables of raw that belong to the run rather than to a source.
LEDGER = dg.AssetKey([SCHEMA_RAW, "ledger"])


def raw_key(table: str, systems: Sequence[str]) -> dg.AssetKey:
    """The asset that loads a raw table: `raw.adf__leads` comes from raw/adf, `raw.load_ledger` from raw/ledger."""
    system = table.split("__")[0]
    return dg.AssetKey([SCHEMA_RAW, system]) if system in systems else LEDGER


def systems() -> list[str]:
    """The sources that ingestion knows, in its order."""
    from ingestion.sources.registry import PACKAGES

    return list(PACKAGES)


def model_specs(manifest: Mapping[str, Any] | None) -> list[dg.AssetSpec]:
    """One spec per model and seed; without a manifest one for all of dbt.

    All are skippable: a run with nothing new yields none of them, and seeds are loaded only when everything is built anew.
    """
    if manifest is None:
        description = "All of dbt: staging to marts. `rooftop prepare-ui` (make ui) shows each model with its lineage instead."
        deps = [dg.AssetKey([SCHEMA_RAW, system]) for system in systems()] + [LEDGER]
        return [dg.AssetSpec(DBT_BUILD, deps=deps, skippable=True, group_name="dbt", kinds={"dbt", "duckdb"}, description=description)]
    from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, build_dbt_asset_specs

    known = systems()

    class Translator(DagsterDbtTranslator):
        """Sources point to the asset that loads them; a model is <schema>/<name>, grouped by layer."""

        def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
            if dbt_resource_props["resource_type"] == "source":
                return raw_key(dbt_resource_props["name"], known)
            return super().get_asset_key(dbt_resource_props)

        def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
            return str(dbt_resource_props.get("schema") or "dbt")

    settings = DagsterDbtTranslatorSettings(enable_duplicate_source_asset_keys=True, enable_asset_checks=False)
    specs = build_dbt_asset_specs(
        manifest=manifest, dagster_dbt_translator=Translator(settings), select="resource_type:model resource_type:seed"
    )
    return [spec.replace_attributes(skippable=True) for spec in parents_first(specs)]


def parents_first(specs: Sequence[dg.AssetSpec]) -> list[dg.AssetSpec]:
    """In the order in which Dagster wants the results of one step: a model after those it reads, else by name."""
    by_key = {spec.key: spec for spec in sorted(specs, key=lambda spec: spec.key.to_user_string())}
    sorter = TopologicalSorter({key: [dep.asset_key for dep in spec.deps if dep.asset_key in by_key] for key, spec in by_key.items()})
    return [by_key[key] for key in sorter.static_order()]


def last_models(specs: Sequence[dg.AssetSpec]) -> list[dg.AssetKey]:
    """The models that no other model reads, seeds left out: what the audit waits for."""
    read = {dep.asset_key for spec in specs for dep in spec.deps}
    ends = [spec.key for spec in specs if spec.key not in read and "seeds" not in spec.key.path]
    return sorted(ends, key=lambda key: key.to_user_string())
