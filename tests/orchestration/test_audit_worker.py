"""The audit in a process of its own: results, errors and deaths come back."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ingestion.errors import RooftopError
from orchestration.audit_worker import AuditWorker


def obedient() -> Callable[..., Any]:
    return lambda warehouse, *, run_id, as_of: (warehouse, run_id, as_of, os.getpid())


def failing() -> Callable[..., Any]:
    def audit(**_: Any) -> None:
        raise RooftopError("The warehouse holds no marts.")

    return audit


def dying() -> Callable[..., Any]:
    return lambda **_: os._exit(9)


def test_the_result_comes_from_another_process() -> None:
    as_of = datetime(2026, 3, 31, tzinfo=UTC)
    with AuditWorker(obedient) as worker:
        worker.start()
        warehouse, run_id, moment, pid = worker.run(Path("w.duckdb"), run_id="r", as_of=as_of)
    assert (warehouse, run_id, moment) == (Path("w.duckdb"), "r", as_of)
    assert pid != os.getpid()


def test_what_the_audit_raises_is_raised_here() -> None:
    with AuditWorker(failing) as worker, pytest.raises(RooftopError, match="holds no marts"):
        worker.run(run_id="r")


def test_a_death_is_one_sentence_and_not_a_wait_for_ever() -> None:
    with AuditWorker(dying) as worker, pytest.raises(RooftopError, match="exit code 9"):
        worker.run(run_id="r")


def test_a_run_that_ends_early_leaves_no_process() -> None:
    with AuditWorker(obedient) as worker:
        worker.start()
        process = worker._process
    assert process is not None and not process.is_alive()
