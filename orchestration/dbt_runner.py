"""Runs dbt inside this process, on a home. Everything dbt writes lies under `<home>/state/dbt`; no handle on the warehouse stays open."""

from __future__ import annotations

import gc
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from ingestion.home import Home
from orchestration import replay
from orchestration.errors import BuildError, LockedError
from orchestration.fingerprint import DBT_PROJECT_DIR
from orchestration.published_copy import PUBLISHED_SCHEMAS, Table
from orchestration.state import forget_note, read_note, write_note

# The values a message of DuckDB quotes are data, and may be personal.
_QUOTES_DATA = re.compile(r"(Conversion|Constraint|Invalid Input|Out of Range|Invalid type|Serialization) Error")
_QUOTED = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"")
_HEADING = re.compile(r"^\s*(Runtime|Compilation|Database) Error in (model|seed) \S+ \(.*\)\s*$", re.MULTILINE)
_MESSAGE_LENGTH = 500
DESCRIPTIONS = "descriptions.json"  # a note under <home>/state
_PARSED = "parsed.json"
_PROGRESS_EVERY_SECONDS = 5.0


@dataclass(frozen=True)
class BuildResult:
    """What dbt did. `seconds` is wall clock; `slowest` are (model, seconds), slowest first."""

    models: int
    seconds: float
    full_refresh_reason: str | None = None
    slowest: list[tuple[str, float]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    is_replayed: bool = False  # dbt's statements of an earlier run were sent again


def dbt_folder(home: Home) -> Path:
    return home.state / "dbt"


def dbt_arguments(home: Home, command: list[str], project: Path = DBT_PROJECT_DIR) -> list[str]:
    """The command line of a dbt call on a home. No --vars: a change of them parses the whole project again."""
    folder = dbt_folder(home)
    return [
        *["--no-use-colors", "--no-send-anonymous-usage-stats", "--no-version-check", "--no-print"],
        *["--log-level", "none", "--log-level-file", "none"],  # stdout is the summary's; messages may quote the data
        *command,
        *["--project-dir", str(project), "--profiles-dir", str(project)],
        *["--target-path", str(folder / "target"), "--log-path", str(folder / "logs")],
    ]


def build_command(full_refresh: bool) -> list[str]:
    """Seeds are loaded on a full refresh only: they are code, and a change of code is one."""
    if full_refresh:
        return ["build", "--resource-type", "seed", "--resource-type", "model", "--full-refresh"]
    return ["run", "--no-write-json"]  # the manifest of the last full refresh still holds; writing it takes a second


def build_models(
    home: Home, full_refresh_reason: str | None, valid_for: str, say: Callable[[str], None], project: Path = DBT_PROJECT_DIR
) -> BuildResult:
    """Build every model: by dbt, or by the plan of its last run if that holds for `valid_for` (code and configuration).

    Raises BuildError with the models that failed; LockedError if someone else has the warehouse open.
    """
    nodes = replay.plan_for(home, valid_for) if full_refresh_reason is None else None
    if nodes is None:
        return run_dbt(home, full_refresh_reason, valid_for, say, project)
    began = time.monotonic()
    try:
        times = replay.execute(home, nodes, say)
    except duckdb.Error as error:
        forget_note(home, replay.PLAN)
        model = ", ".join(getattr(error, "__notes__", []))
        raise BuildError(f"The model {model} could not be built: {mask_values(str(error))} What is published stays as it was.") from error
    checkpoint(home)
    names = sorted(node.name.split(".")[-1] for node in nodes if node.name.startswith("model."))
    slowest = sorted(((name, round(seconds, 2)) for name, seconds in times), key=lambda m: (-m[1], m[0]))[:5]
    return BuildResult(len(names), round(time.monotonic() - began, 1), None, slowest, names, is_replayed=True)


def run_dbt(
    home: Home, full_refresh_reason: str | None, valid_for: str, say: Callable[[str], None], project: Path = DBT_PROJECT_DIR
) -> BuildResult:
    """Build every model by dbt, and keep the plan of it."""
    began = time.monotonic()
    recorder = replay.Recorder()
    forget_note(home, replay.PLAN)
    _forget_parse_of_other_code(home, valid_for)
    result = _invoke(home, dbt_arguments(home, build_command(full_refresh_reason is not None), project), [_Announcer(say), recorder])
    nodes = list(getattr(result.result, "results", None) or [])
    if not result.success:
        raise _explain(home, result.exception, nodes)
    models = [r for r in nodes if r.node.resource_type == "model"]
    if full_refresh_reason is not None:
        _drop_unknown_tables(home, {Table(r.node.schema, r.node.alias) for r in models})
    checkpoint(home)
    write_note(home, DESCRIPTIONS, _descriptions(models))
    replay.keep_plan(home, recorder.plan(nodes), valid_for)
    slowest = sorted(((r.node.name, round(float(r.execution_time), 2)) for r in models), key=lambda m: (-m[1], m[0]))
    return BuildResult(
        len(models), round(time.monotonic() - began, 1), full_refresh_reason, slowest[:5], sorted(r.node.name for r in models)
    )


def write_manifest(home: Home) -> Path:
    """Parse the project for its lineage (the UI shows it) without touching the warehouse. Returns the manifest's path."""
    result = _invoke(home, dbt_arguments(home, ["parse", "--no-partial-parse"]), [])
    if not result.success:
        raise _explain(home, result.exception, [])
    return manifest_path(home)


def manifest_path(home: Home) -> Path:
    return dbt_folder(home) / "target" / "manifest.json"


def checkpoint(home: Home) -> None:
    """Fold the write-ahead log into the file: after a kill, nothing is left to replay."""
    if home.warehouse.exists():
        with duckdb.connect(str(home.warehouse)) as con:
            con.execute("checkpoint")


def has_been_built(home: Home) -> bool:
    """True if the warehouse holds marts: a fresh one needs seeds first."""
    if not home.warehouse.exists():
        return False
    with duckdb.connect(str(home.warehouse), read_only=True) as con:
        found = con.execute(
            "select count(distinct table_schema) from information_schema.tables where table_schema in ('seeds', 'marts')"
        ).fetchone()
    return bool(found and found[0] == 2)


def _invoke(home: Home, arguments: list[str], listeners: list[Callable[[Any], None]]) -> Any:
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    with _home_in_environment(home):
        # dbt holds a hundred thousand small objects that stay; looking through them again and again is a tenth of the run.
        gc.disable()
        try:
            return dbtRunner(callbacks=listeners).invoke(arguments)
        finally:
            gc.enable()
            # Whatever the profile says about keeping the file open: the next stage opens it itself.
            if DuckDBConnectionManager._ENV is not None:
                DuckDBConnectionManager.env().close()
            DuckDBConnectionManager.close_all_connections()


@contextmanager
def _home_in_environment(home: Home) -> Iterator[None]:
    """dbt's profile finds the home by ROOFTOP_HOME."""
    before = os.environ.get("ROOFTOP_HOME")
    os.environ["ROOFTOP_HOME"] = str(home.root)
    try:
        yield
    finally:
        if before is None:
            del os.environ["ROOFTOP_HOME"]
        else:
            os.environ["ROOFTOP_HOME"] = before


class _Announcer:
    """Says every few seconds how far dbt is."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._last = time.monotonic()
        self._done = 0

    def __call__(self, event: Any) -> None:
        if event.info.name not in ("LogModelResult", "LogSeedResult"):
            return
        self._done += 1
        if time.monotonic() - self._last >= _PROGRESS_EVERY_SECONDS:
            self._last = time.monotonic()
            self._say(f"{self._done} of {event.data.total} models")


def _explain(home: Home, exception: BaseException | None, nodes: list[Any]) -> Exception:
    failed = [r for r in nodes if str(r.status) in ("error", "fail", "runtime error")]
    text = "\n".join([str(exception or ""), *(str(r.message) for r in failed)])
    if "Could not set lock on file" in text or "Conflicting lock is held" in text:
        return LockedError(
            "The working file is open in another process (a dbt or duckdb session on warehouse/warehouse.duckdb?); close it and run again."
        )
    if isinstance(exception, KeyboardInterrupt):
        return exception  # type: ignore[return-value]
    if not failed:
        return BuildError(f"dbt could not start: {mask_values(str(exception) or 'no reason was given')}")
    parts = [f"{r.node.name}: {mask_values(_HEADING.sub('', str(r.message)))} (SQL: {_compiled(home, r.node)})" for r in failed]
    skipped = sum(str(r.status) == "skipped" for r in nodes)
    return BuildError(
        f"dbt could not build {len(failed)} of {len(nodes)} models, {skipped} more were skipped; what is published stays as it was.\n"
        + "\n".join(f"  {p}" for p in parts[:10])
    )


def _compiled(home: Home, node: Any) -> str:
    target = dbt_folder(home) / "target"
    for kind in ("run", "compiled"):
        path = target / kind / node.package_name / node.original_file_path
        if path.exists():
            return str(path)
    return node.original_file_path


def mask_values(message: str) -> str:
    """A message on one line, without the values of the data that DuckDB quotes in it, and without dbt's trail of macros."""
    lines = [line.strip() for line in message.splitlines()]
    lines = [line for line in lines if line and not line.startswith(("> in macro", "> called by"))]
    text = " ".join(lines)
    if _QUOTES_DATA.search(text):
        text = _QUOTED.sub("'…'", text)
    return text if len(text) <= _MESSAGE_LENGTH else f"{text[:_MESSAGE_LENGTH]} …"


def _forget_parse_of_other_code(home: Home, valid_for: str) -> None:
    """dbt's kept parse stumbles over a metric that moved from one file to another: other code is parsed from scratch."""
    if read_note(home, _PARSED).get("valid_for") != valid_for:
        (dbt_folder(home) / "target" / "partial_parse.msgpack").unlink(missing_ok=True)
        write_note(home, _PARSED, {"valid_for": valid_for})


def _descriptions(models: list[Any]) -> dict[str, dict[str, str]]:
    """What the models' YAML says: schema.table -> column -> text, "" for the table."""
    return {
        f"{r.node.schema}.{r.node.alias}": {"": r.node.description, **{name: c.description for name, c in r.node.columns.items()}}
        for r in models
    }


def _drop_unknown_tables(home: Home, known: set[Table]) -> None:
    """A model that was renamed or removed leaves its table behind; without this it would be published for ever."""
    with duckdb.connect(str(home.warehouse)) as con:
        rows = con.execute("select table_schema, table_name, table_type from information_schema.tables").fetchall()
        for schema, name, kind in rows:
            if schema in PUBLISHED_SCHEMAS and Table(schema, name) not in known:
                con.execute(f"drop {'view' if kind == 'VIEW' else 'table'} {Table(schema, name).in_catalog('warehouse')}")
