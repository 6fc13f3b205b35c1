"""The dbt project as dbt sees it: its manifest, parsed once per test session, without a database."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).parents[2] / "dbt_project"


@pytest.fixture(scope="session")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    target = tmp_path_factory.mktemp("dbt")
    subprocess.run(
        [
            *(Path(sys.executable).parent / "dbt", "parse", "--quiet"),
            *("--project-dir", PROJECT, "--profiles-dir", PROJECT),
            *("--target-path", target, "--log-path", target),
        ],
        check=True,
        env={**os.environ, "ROOFTOP_HOME": str(target), "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"},
    )
    parsed: dict[str, Any] = json.loads((target / "manifest.json").read_text())
    return parsed
