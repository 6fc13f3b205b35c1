"""What a run leaves for people under `<home>/reports/<run_id>`, and what the summary knows of it. Reads the working file only."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from ingestion.home import Home
from orchestration.sql_text import literal

# meta.quarantine is the whole list, once the build knows it; raw says in words what was found, and what the value looked like.
_WHOLE = """
with details as (
    select run_id, entity, file, line_number, column_name, reason_code, min(value_shape) as value_shape, min(message) as message
    from raw.quarantine_findings
    group by run_id, entity, file, line_number, column_name, reason_code
)
select q.run_id, q.entity, q.file, q.line_number, q.column_name, q.reason_code, q.is_row_loaded, d.value_shape, d.message
from meta.quarantine as q
left join details as d
    on q.run_id = d.run_id
    and q.entity is not distinct from d.entity
    and q.file is not distinct from d.file
    and q.line_number is not distinct from d.line_number
    and q.column_name is not distinct from d.column_name
    and q.reason_code = d.reason_code
where q.run_id = {run_id}
order by q.file, q.line_number, q.column_name, q.reason_code
"""
_OF_INGEST = "select * from raw.quarantine_findings where run_id = {run_id} order by file, line_number, column_name, reason_code"


@dataclass(frozen=True)
class Loaded:
    """What one source brought for one entity in a run. Rows are counted as the ledger has them."""

    system: str
    entity: str
    batches: int
    rows_loaded: int
    rows_set_aside: int


def loaded_in_run(home: Home, run_id: str) -> list[Loaded]:
    """From the ledger: per source and entity."""
    rows = _read(
        home,
        "select system, entity, count(*), coalesce(sum(rows_loaded), 0), coalesce(sum(rows_set_aside), 0) "
        f"from raw.load_ledger where run_id = {literal(run_id)} group by system, entity order by system, entity",
    )
    return [Loaded(str(system), str(entity), int(n), int(rows_in), int(aside)) for system, entity, n, rows_in, aside in rows]


def quarantine_reasons(home: Home, run_id: str, table: str = "meta.quarantine") -> dict[str, int]:
    """Findings of a run by reason, most frequent first. Before the build, `raw.quarantine_findings` has what ingestion found."""
    rows = _read(
        home, f"select reason_code, count(*) from {table} where run_id = {literal(run_id)} group by reason_code order by 2 desc, 1"
    )
    return {str(reason): int(n) for reason, n in rows}


def write_quarantine_csv(home: Home, run_id: str, is_built: bool) -> Path:
    """`quarantine.csv` of a run: what ingestion found, and once it is built all of it. Holds the shape of a value, never the value."""
    from ingestion.quarantine import write_csv

    with duckdb.connect(str(home.warehouse), read_only=True) as con:
        cursor = con.execute((_WHOLE if is_built else _OF_INGEST).format(run_id=literal(run_id)))
        names = [column[0] for column in cursor.description or []]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    path = home.reports / run_id / "quarantine.csv"
    write_csv(path, rows)
    return path


def store_timezones(home: Home) -> list[str]:
    """The time zones whose midnight moves a date in the marts."""
    return [str(row[0]) for row in _read(home, "select distinct timezone from intermediate.int_stores__clock order by 1")]


def prune_reports(home: Home, keep: int, current_run_id: str) -> None:
    """Keep the newest `keep` runs' folders (names sort by time) and the current one's."""
    folders = sorted(p for p in home.reports.iterdir() if p.is_dir() and p.name != current_run_id)
    for folder in folders[: -keep or None]:
        shutil.rmtree(folder, ignore_errors=True)


def _read(home: Home, sql: str) -> list[tuple[Any, ...]]:
    """Rows, or none where the tables are not there yet."""
    if not home.warehouse.exists():
        return []
    with duckdb.connect(str(home.warehouse), read_only=True) as con:
        try:
            return con.execute(sql).fetchall()
        except duckdb.CatalogException:
            return []
