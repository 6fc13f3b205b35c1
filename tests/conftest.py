"""What several rooms' tests share: one small group that went the whole way, once per session."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from filelock import FileLock

AS_OF = datetime(2026, 3, 31, 22, tzinfo=UTC)


@pytest.fixture(scope="session")
def published_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up group of three stores and 48 days, run through the front door and published. Read it, do not change it.

    With several workers the first one makes it, the others wait.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    home = shared / "published_home"
    with FileLock(str(home) + ".lock"):
        if not (home / "publish" / "rooftop.duckdb").exists():
            from ingestion.sandbox import write_demo

            write_demo(home, size="tiny", as_of=AS_OF)
            command = [str(Path(sys.executable).parent / "rooftop"), "--home", str(home), "run", "--as-of", AS_OF.isoformat()]
            run = subprocess.run(command, capture_output=True, text=True)
            assert run.returncode == 0, run.stdout + run.stderr
    return home
