"""The canonical layer has the input contract's columns: the YAML that ingestion reads and the models cannot drift apart."""

import re
from typing import Any

import pytest
import yaml

from tests.dbt_project.conftest import PROJECT

ENTITIES = yaml.safe_load((PROJECT.parent / "ingestion/contract.yml").read_text())["entities"]
SQL_TYPES = {
    "text": "varchar",
    "timezone": "varchar",
    "time": "varchar",
    "int": "bigint",
    "number": "decimal(18, 4)",
    "bool": "boolean",
    "date": "date",
    "timestamp": "timestamp",
}


@pytest.mark.parametrize("entity", sorted(ENTITIES))
def test_canonical_model_has_the_contract_columns(manifest: dict[str, Any], entity: str) -> None:
    columns = manifest["nodes"][f"model.rooftop.can_{entity}"]["columns"]
    types = {name: column["data_type"] for name, column in columns.items()}
    expected = {name: SQL_TYPES[kind] for name, kind in ENTITIES[entity]["columns"].items()}
    assert {name: types.get(name) for name in expected} == expected


@pytest.mark.parametrize("entity", sorted(ENTITIES))
def test_staging_model_selects_exactly_the_contract_columns(entity: str) -> None:
    sql = (PROJECT / f"models/staging/canonical/stg_canonical__{entity}.sql").read_text()
    columns = re.findall(r"\{\{ (?:clean|free)_text\('files\.(\w+)'\) \}\}", sql)
    assert columns == list(ENTITIES[entity]["columns"])
