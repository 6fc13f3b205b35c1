"""Runs checks: DuckDB answers their questions, Great Expectations judges the answers, one small frame and one validation per suite.

Batches are pandas frames: the way from Great Expectations to DuckDB through SQLAlchemy loses every result (great_expectations#10738).
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import duckdb

from expectations.checks import Check
from expectations.outcome import Outcome, Status
from expectations.warehouse import Warehouse

_SHOWN_VALUES = 5


def preload() -> None:
    """Import Great Expectations now (seven seconds), for instance in a thread while the models are built."""
    _great_expectations()


@cache
def _great_expectations() -> Any:
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")  # read by the package when it is imported
    import great_expectations

    return great_expectations


@cache
def _context() -> Any:
    context = _great_expectations().get_context(mode="ephemeral")
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    return context


def run_suite(warehouse: Warehouse, suite: str, checks: Sequence[Check]) -> list[Outcome]:
    """The outcome of every check, in their order.

    A question that cannot be answered is a failure; one about a table that is not there is not asked.
    """
    done: dict[str, Outcome] = {}
    answers: dict[str, tuple[list[str], list[tuple[Any, ...]]]] = {}
    for check in checks:
        if check.name in done or check.name in answers:
            raise ValueError(f"two checks are called {check.name}")
        absent = [n for n in check.needs if not warehouse.has(n)]
        if absent:
            done[check.name] = Outcome(suite, check, "not_checked", "there is no " + " and no ".join(absent))
            continue
        try:
            answers[check.name] = warehouse.answer(check.sql, check.parameters)
        except duckdb.Error as error:
            # The first words of DuckDB's message name columns and functions; what it quotes after them may be data.
            reason = re.sub(r"'[^']*'", "'…'", str(error).splitlines()[0])
            done[check.name] = Outcome(suite, check, _bad(check), f"the question could not be answered: {reason}")
    asked = [c for c in checks if c.name in answers]
    verdicts = _judge(suite, asked, {name: [row[0] for row in rows] for name, (_, rows) in answers.items()}) if asked else {}
    for check in asked:
        names, rows = answers[check.name]
        done[check.name] = _outcome(suite, check, verdicts[check.name], names, rows)
    return [done[check.name] for check in checks]


def _judge(suite: str, checks: Sequence[Check], values: Mapping[str, list[Any]]) -> dict[str, dict[str, Any]]:
    """Great Expectations' results by check name."""
    import pandas as pd

    gx = _great_expectations()
    context = _context()
    longest = max(1, *(len(v) for v in values.values()))
    frame = pd.DataFrame({name: pd.Series(v + [None] * (longest - len(v)), dtype=_dtype(v)) for name, v in values.items()})
    source = context.data_sources.add_or_update_pandas(suite)
    batch = source.add_dataframe_asset(suite).add_batch_definition_whole_dataframe(suite).get_batch({"dataframe": frame})
    expectations = [
        getattr(gx.expectations, c.expectation)(column=c.name, severity=c.severity, meta={"title": c.title}, **c.arguments) for c in checks
    ]
    result = batch.validate(gx.ExpectationSuite(name=suite, expectations=expectations))
    return {r.expectation_config.kwargs["column"]: r.to_json_dict() for r in result.results}


def _dtype(values: list[Any]) -> str:
    """Numbers as floats, so that a null among them stays a number's null; text as it is."""
    return "object" if any(isinstance(v, str) for v in values) else "float64"


def _outcome(suite: str, check: Check, verdict: Mapping[str, Any], names: list[str], rows: list[tuple[Any, ...]]) -> Outcome:
    raised = verdict.get("exception_info") or {}
    if not verdict["success"] and raised.get("raised_exception"):
        return Outcome(suite, check, _bad(check), f"the check could not be run: {raised.get('exception_message')}")
    status: Status = "passed" if verdict["success"] else _bad(check)
    if check.expectation == "ExpectColumnDistinctValuesToContainSet":
        there = {row[0] for row in rows}
        missing = [v for v in check.arguments["value_set"] if v not in there]
        return Outcome(suite, check, status, "missing: " + ", ".join(missing) if missing else "all there", float(len(missing)))
    if check.expectation == "ExpectColumnValuesToBeInSet":
        allowed = set(check.arguments["value_set"])
        outside = [row[0] for row in rows if row[0] not in allowed]
        shown = ", ".join(_shape(v) for v in outside[:_SHOWN_VALUES])
        text = f"{len(outside)} other values, of the shape {shown}" if outside else f"{len(rows)} values, all known"
        return Outcome(suite, check, status, text, float(len(outside)))
    row = rows[0] if rows else (None,)
    found = None if row[0] is None else float(row[0])
    if names[1:2] == ["of_rows"]:
        return Outcome(suite, check, status, f"{_number(row[0])} of {_number(row[1])}", found, int(row[1] or 0))
    explained = ", ".join(f"{n.replace('_', ' ')} {_number(v)}" for n, v in zip(names[1:], row[1:], strict=True))
    text = "nothing to measure" if row[0] is None else f"{names[0].replace('_', ' ')} {_number(row[0])}"
    return Outcome(suite, check, status, f"{text} ({explained})" if explained else text, found)


def _bad(check: Check) -> Status:
    return "failed" if check.severity == "critical" else "warned"


def _shape(value: Any) -> str:
    """A value without what it says: letters as a, digits as 9."""
    return re.sub(r"[0-9]", "9", re.sub(r"[^\W\d_]", "a", str(value)))[:40]


def _number(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, int):
        return f"{value:,}"
    try:
        return f"{float(value):,.4f}".rstrip("0").rstrip(".")
    except (TypeError, ValueError):
        return str(value)
