"""Run an ingest up to a step and kill the process, as a power cut would. usage: die_after_step.py HOME:STEP …

Forks once per argument, from a process that has imported everything and started no thread.
"""

import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import dlt  # noqa: F401
import duckdb  # noqa: F401

from ingestion.home import Home
from ingestion.locking import writer_lock
from ingestion.run import IngestRun


def run_and_die(home: Home, last: str) -> None:
    with writer_lock(home):
        run = IngestRun(home, "killed", datetime(2026, 3, 31, 22, tzinfo=UTC))
        for step in run.steps:
            step()
            if step.__name__ == last:
                os.kill(os.getpid(), signal.SIGKILL)


for argument in sys.argv[1:]:
    root, _, step_name = argument.rpartition(":")
    child = os.fork()
    if child == 0:
        run_and_die(Home.at(root), step_name)
        os._exit(3)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        sys.exit(f"{step_name}: was not killed ({status})")
