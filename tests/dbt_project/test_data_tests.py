"""dbt's own tests (keys, members, the singular claims, the unit tests) hold on a published home, as `dbt build` by hand would run them;
and each data test is tripped by a defect of its own."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.conftest import DbtProject
from tests.dbt_project import defects


@dataclass(frozen=True)
class AfterDbtTest:
    """A copy of a published home after `dbt test`: the status and the query of each test by its unique id."""

    warehouse: Path
    manifest: dict[str, Any]
    status: dict[str, str]
    sql: dict[str, str]


@pytest.fixture(scope="module")
def tested(published_home: Path, dbt_project: DbtProject, tmp_path_factory: pytest.TempPathFactory) -> AfterDbtTest:
    target = tmp_path_factory.mktemp("tested") / "target"
    shutil.copytree(dbt_project.target, target)
    warehouse = dbt_project.home / "warehouse" / "warehouse.duckdb"
    warehouse.parent.mkdir(exist_ok=True)
    shutil.copy(published_home / "warehouse" / "warehouse.duckdb", warehouse)
    subprocess.run(dbt_project.command("test", "--quiet", target=target), env=dbt_project.environment, capture_output=True, check=False)
    results = json.loads((target / "run_results.json").read_text())["results"]
    return AfterDbtTest(
        warehouse,
        json.loads((target / "manifest.json").read_text()),
        {r["unique_id"]: r["status"] for r in results},
        {r["unique_id"]: r["compiled_code"] for r in results},
    )


def test_dbt_tests_hold(tested: AfterDbtTest) -> None:
    assert len(tested.status) > 240
    assert {name: status for name, status in tested.status.items() if status != "pass"} == {}


def test_every_data_test_is_tripped_by_its_defect(tested: AfterDbtTest) -> None:
    """One loop over hundreds: each defect is made, seen and rolled back in milliseconds."""
    tests = defects.data_tests(tested.manifest)
    with duckdb.connect(str(tested.warehouse)) as con:
        con.execute("set timezone = 'UTC'")
        found, made = defects.untripped(tests, tested.sql, tested.manifest, con)
    assert found == []
    assert made >= len(tests) > 240


def test_no_defect_is_left_of_a_test_that_is_gone(tested: AfterDbtTest) -> None:
    names = {test["name"] for test in defects.data_tests(tested.manifest)}
    assert {file.stem for file in defects.BY_HAND.glob("*.sql")} <= names


def test_a_data_test_without_a_defect_or_that_sees_nothing_is_named() -> None:
    """The proof itself: three tests, of which one has no defect, one is blind, and one fails on a sound table."""
    node = {"resource_type": "test", "attached_node": "m", "column_name": "a"}
    tests = [
        {**node, "name": "odd", "unique_id": "1", "test_metadata": {"name": "odd_kind"}},
        {**node, "name": "blind", "unique_id": "2", "test_metadata": {"name": "not_null"}},
        {**node, "name": "sick", "unique_id": "3", "test_metadata": {"name": "not_null"}},
        {**node, "name": "good", "unique_id": "4", "test_metadata": {"name": "unique"}},
    ]
    sql = {
        "1": "select 1 where false",
        "2": "select a from t where a = 7",
        "3": "select a from t",
        "4": "select a from t group by a having count(*) > 1",
    }
    with duckdb.connect() as con:
        con.execute("create table t as select 1 as a")
        found, made = defects.untripped(tests, sql, {"nodes": {"m": {"relation_name": "t"}}}, con)
        assert con.execute("select a from t").fetchall() == [(1,)]
    assert [problem.split(": ")[:2] for problem in found] == [
        ["odd", "has no defect; write tests/dbt_project/defects/odd.sql"],
        ["blind", "did not see"],
        ["sick", "fails without a defect"],
    ]
    assert made == 2
