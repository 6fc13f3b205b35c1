"""dbt's own tests (keys, members, the singular claims, the unit tests) hold on a published home, as `dbt build` by hand would run them."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb

from tests.dbt_project.conftest import PROJECT


def dbt_test(home: Path, *select: str) -> dict[str, str]:
    """Run `dbt test` on a home; the status of each test by its name."""
    command = [Path(sys.executable).parent / "dbt", "test", "--quiet", "--project-dir", PROJECT, "--profiles-dir", PROJECT]
    command += ["--target-path", home / "target", "--log-path", home / "target", *select]
    subprocess.run(command, env={**os.environ, "ROOFTOP_HOME": str(home)}, capture_output=True, check=False)
    results = json.loads((home / "target" / "run_results.json").read_text())["results"]
    return {result["unique_id"].split(".")[2]: result["status"] for result in results}


def test_dbt_tests_hold_and_a_doubled_row_trips_them(published_home: Path, tmp_path: Path) -> None:
    (tmp_path / "warehouse").mkdir()
    shutil.copy(published_home / "warehouse" / "warehouse.duckdb", tmp_path / "warehouse")
    statuses = dbt_test(tmp_path)
    assert len(statuses) > 200
    assert {name: status for name, status in statuses.items() if status != "pass"} == {}

    with duckdb.connect(str(tmp_path / "warehouse" / "warehouse.duckdb")) as con:
        con.execute("insert into facts.fct_opportunities select * from facts.fct_opportunities limit 1")
    tripped = dbt_test(tmp_path, "--select", "fct_opportunities")
    assert "fail" in {status for name, status in tripped.items() if name.startswith("unique_fct_opportunities")}
