"""The second build of an unchanged project, without dbt's own time: its statements are kept, and sent again in its order.

dbt takes about ten seconds per run to import, to render 250 models and to check their contracts. The statements that come out are the
same every time as long as code, configuration and the columns of schema raw are: as_of and parameters are data. So each run of dbt leaves
a plan: the statements by model, and what each waits for. A build with nothing else changed executes it; anything in doubt goes to dbt.
Views and seeds stand as dbt left them.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

import duckdb

from ingestion.home import Home
from orchestration.state import forget_note, read_note, write_note

PLAN = "build_plan.json"
_THREADS = 2
_ASKS = ("select", "describe", "begin", "commit")  # contracts are compared by describing both sides
_LEFT_ALONE = ("view", "seed", "ephemeral")


@dataclass
class Node:
    """A model: the statements that make its table (none for what stands already), and the models it reads."""

    name: str
    statements: list[str] = field(default_factory=list)
    waits_for: list[str] = field(default_factory=list)


class Recorder:
    """Listens to dbt for the statements of each model."""

    def __init__(self) -> None:
        self._statements: dict[str, list[str]] = {}
        self._lock = threading.Lock()

    def __call__(self, event: Any) -> None:
        if event.info.name == "SQLQuery":
            statement = _without_comment(event.data.sql)
            if not statement.lower().startswith(_ASKS):
                with self._lock:
                    self._statements.setdefault(event.data.node_info.unique_id, []).append(statement)

    def plan(self, results: Iterable[Any]) -> list[Node] | None:
        """The plan of a run that went through; None if it did more than make tables and fill columns of theirs."""
        models = [result.node for result in results]
        known = {model.unique_id for model in models}
        nodes = []
        for model in models:
            reads = sorted(model.depends_on.nodes) if model.resource_type == "model" else []
            if model.resource_type not in ("model", "seed") or any(name.startswith("model.") and name not in known for name in reads):
                return None
            node = Node(model.unique_id, waits_for=reads)
            if model.resource_type == "model" and model.config.materialized not in _LEFT_ALONE:
                node.statements = self._statements.get(model.unique_id, [])
                first, *more = node.statements or [""]
                if not first.lower().startswith("create or replace table") or not all(_fills_columns(text) for text in more):
                    return None
            nodes.append(node)
        return nodes


def _without_comment(sql: str) -> str:
    """dbt puts a comment with its version before each statement."""
    text = sql.strip()
    while text.startswith("/*") and "*/" in text:
        text = text[text.index("*/") + 2 :].strip()
    return text


def _fills_columns(statement: str) -> bool:
    """What the hooks of a model send: columns filled, or the table written anew with columns that a file brought beyond the contract."""
    return statement.lower().startswith(("alter table", "update", "create or replace table"))


def keep_plan(home: Home, nodes: list[Node] | None, valid_for: str) -> None:
    """Leave the plan of a dbt run for the next build; without one, forget the old."""
    if nodes is None:
        forget_note(home, PLAN)
        return
    note = {"valid_for": _all_it_depends_on(home, valid_for), "nodes": [vars(node) for node in nodes]}
    write_note(home, PLAN, note)


def plan_for(home: Home, valid_for: str) -> list[Node] | None:
    """The plan, if it holds. `valid_for` stands for code and configuration; the columns of raw and the versions of the tools are added."""
    note = read_note(home, PLAN)
    if not note or note.get("valid_for") != _all_it_depends_on(home, valid_for):
        return None
    return [Node(**node) for node in note["nodes"]]


def _all_it_depends_on(home: Home, valid_for: str) -> str:
    with duckdb.connect(str(home.warehouse), read_only=True) as con:
        raw = con.execute(
            "select table_name, column_name, data_type from duckdb_columns() "
            "where schema_name = 'raw' and database_name = current_database() order by table_name, column_index"
        ).fetchall()
    versions = [version(name) for name in ("dbt-core", "dbt-duckdb", "duckdb")]
    return hashlib.sha256(json.dumps([valid_for, versions, raw]).encode()).hexdigest()[:16]


def execute(home: Home, nodes: list[Node], say: Callable[[str], None]) -> list[tuple[str, float]]:
    """Send the statements, each model's in one transaction, each after those it reads. Returns (model, seconds).

    Raises duckdb.Error of the first model that fails, with the model's name in a note; nothing is started after it.
    """
    waiting = {node.name: set(node.waits_for) & {other.name for other in nodes} for node in nodes}
    by_name = {node.name: node for node in nodes}
    seconds: list[tuple[str, float]] = []
    with _connect(home) as con, ThreadPoolExecutor(_THREADS) as pool:
        running: dict[Future[float], str] = {}
        said = time.monotonic()
        while waiting or running:
            for name in sorted(name for name, before in waiting.items() if not before):
                del waiting[name]
                running[pool.submit(_make, con, by_name[name])] = name
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                name = running.pop(future)
                try:
                    seconds.append((name.split(".")[-1], future.result()))
                except duckdb.Error as error:
                    for other in running:
                        other.cancel()
                    error.add_note(name.split(".")[-1])
                    raise
                for before in waiting.values():
                    before.discard(name)
            if time.monotonic() - said >= 5:
                said = time.monotonic()
                say(f"{len(seconds)} of {len(nodes)} models")
    return seconds


def _connect(home: Home) -> duckdb.DuckDBPyConnection:
    """As dbt's profile does."""
    con = duckdb.connect(str(home.warehouse), config={"preserve_insertion_order": False, "checkpoint_threshold": "1GB"})
    con.execute("set timezone = 'UTC'")
    return con


def _make(con: duckdb.DuckDBPyConnection, node: Node) -> float:
    began = time.monotonic()
    if node.statements:
        with con.cursor() as cursor:
            cursor.execute("set timezone = 'UTC'")
            cursor.execute("begin")
            for statement in node.statements:
                cursor.execute(statement)
            cursor.execute("commit")
    return time.monotonic() - began
