"""The working file, opened to be read: what tables it has, and answers to small questions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb

PUBLISHED_SCHEMAS = ("dims", "facts", "marts", "meta")


class Warehouse:
    """A read-only connection and the catalogue as it was when it was opened. `as_of` and `run_id` are the run's."""

    def __init__(self, path: Path, run_id: str, as_of: datetime, previous: Path | None = None) -> None:
        self.run_id = run_id
        self.as_of = as_of.replace(tzinfo=UTC) if as_of.tzinfo is None else as_of.astimezone(UTC)
        self._connection = duckdb.connect(str(path), read_only=True)
        self._connection.execute("set timezone = 'UTC'")
        self.tables = self._catalogue()
        self.previous_counts = _row_counts(previous) if previous is not None and previous.exists() else {}

    @property
    def as_of_utc(self) -> datetime:
        """The run's clock as the warehouse keeps moments: UTC, without zone."""
        return self.as_of.replace(tzinfo=None)

    def has(self, name: str) -> bool:
        """True for a table `schema.table` or a column `schema.table.column` that is there."""
        table, _, column = name.rpartition(".")
        return name in self.tables or column in self.tables.get(table, {})

    def columns(self, table: str) -> dict[str, str]:
        """Names and types of a table's columns, in order; empty if there is no such table."""
        return self.tables.get(table, {})

    def published(self) -> list[str]:
        """The tables that a publication would hold, as `schema.table`."""
        return sorted(t for t in self.tables if t.split(".")[0] in PUBLISHED_SCHEMAS)

    def answer(self, sql: str, parameters: Sequence[Any] = ()) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Column names and rows. Raises duckdb.Error."""
        result = self._connection.execute(sql, list(parameters))
        return [d[0] for d in result.description or []], result.fetchall()

    def __enter__(self) -> Warehouse:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._connection.close()

    def _catalogue(self) -> dict[str, dict[str, str]]:
        rows = self._connection.execute(
            "select table_schema || '.' || table_name, column_name, data_type from information_schema.columns order by 1, ordinal_position"
        ).fetchall()
        tables: dict[str, dict[str, str]] = {}
        for table, column, kind in rows:
            tables.setdefault(table, {})[column] = kind
        return tables


def _row_counts(published: Path) -> dict[str, int]:
    """Rows per table of a published file. One that cannot be read says nothing, and must not stop a new one."""
    try:
        with duckdb.connect(str(published), read_only=True) as con:
            rows = con.execute("select schema_name || '.' || table_name, estimated_size from duckdb_tables()").fetchall()
    except duckdb.Error:
        return {}
    return {name: int(size) for name, size in rows}
