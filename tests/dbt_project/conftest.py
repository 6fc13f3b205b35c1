"""The dbt project as dbt sees it: its manifest, without a database."""

from typing import Any

import pytest

from tests.conftest import DBT_PROJECT, DbtProject

PROJECT = DBT_PROJECT


@pytest.fixture(scope="session")
def manifest(dbt_project: DbtProject) -> dict[str, Any]:
    return dbt_project.manifest
