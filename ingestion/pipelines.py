"""The dlt pipeline that brings Arrow tables into schema raw.

It keeps nothing between runs: what was loaded stands in our ledger (ledger.py), by content. So each run starts from an empty working
folder, and a package that a killed run left behind is thrown away: its files are read again.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ingestion import settings
from ingestion.errors import HomeError, RooftopError
from ingestion.home import Home

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

PIPELINE = "rooftop_files"
DATASET = "raw"
# Row groups of this many rows let DuckDB insert on all cores; one large group would hold it to a single one.
_ROW_GROUP = 122_880


class Loader:
    """One load. `extract` writes the tables to dlt's package on disk, `load` brings it into the warehouse; both run once."""

    def __init__(self, home: Home, connection: duckdb.DuckDBPyConnection) -> None:
        settings.quiet_libraries(home)
        self._folder = home.dlt / PIPELINE
        shutil.rmtree(self._folder, ignore_errors=True)
        import dlt

        dlt.config["runtime.dlthub_telemetry"] = False
        dlt.config["runtime.log_level"] = "CRITICAL"  # what goes wrong is raised, and said once
        dlt.config["restore_from_destination"] = False
        dlt.config["normalize.parquet_normalizer.add_dlt_load_id"] = True
        dlt.config["data_writer.row_group_size"] = _ROW_GROUP
        self._dlt = dlt
        # `direct`: names of columns are ours already (files/headers.py), dlt changes none.
        destination = dlt.destinations.duckdb(connection, naming_convention="direct")
        self._pipeline = dlt.pipeline(PIPELINE, pipelines_dir=str(home.dlt), destination=destination, dataset_name=DATASET)

    def extract(self, tables: Iterator[tuple[str, pa.Table]]) -> str:
        """Take (table name, rows) one after another; gives the load id that `_dlt_load_id` will hold, "" if nothing came."""

        def rows() -> Iterator[Any]:
            for name, table in _in_whole_groups(tables):
                yield self._dlt.mark.with_table_name(table, name)

        resource = self._dlt.resource(rows, name="landing", write_disposition="append", max_table_nesting=0)
        schema = self._dlt.Schema(PIPELINE)
        try:
            info = self._pipeline.extract(resource, schema=schema)
        except Exception as e:
            raise _cause(e) from None
        return str(info.loads_ids[0]) if info.loads_ids else ""

    def load(self) -> None:
        """Bring the package into the warehouse. Nothing of it is visible until the ledger names the load."""
        try:
            self._pipeline.normalize()
            self._pipeline.load(raise_on_failed_jobs=True)
        except Exception as e:
            raise RooftopError(f"The load into the warehouse failed: {_first_line(e)}") from e
        finally:
            self._pipeline.deactivate()
        shutil.rmtree(self._folder, ignore_errors=True)  # a second copy of people's data is one too many


def _in_whole_groups(tables: Iterator[tuple[str, pa.Table]]) -> Iterator[tuple[str, pa.Table]]:
    """The same rows in the same order, in multiples of a row group: groups of any other size DuckDB copies once more as it inserts them
    (measured with 41 columns: 6.4 s of CPU for 500,000 rows in groups of 100,000, 2.9 s in groups of 122,880)."""
    import pyarrow as pa

    waiting: dict[str, list[pa.Table]] = {}
    for name, table in tables:
        parts = waiting.setdefault(name, [])
        parts.append(table)
        count = sum(part.num_rows for part in parts)
        whole = count - count % _ROW_GROUP
        if whole:
            joined = pa.concat_tables(parts, promote_options="default")
            yield name, joined.slice(0, whole)
            waiting[name] = [joined.slice(whole)] if count > whole else []
    for name, parts in waiting.items():
        if parts:
            yield name, pa.concat_tables(parts, promote_options="default")


def _cause(error: Exception) -> BaseException:
    """What our own generator raised, out of dlt's wrapping; else the wrapping itself."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, RooftopError | MemoryError | KeyboardInterrupt):
            return cause
        if isinstance(cause, OSError):
            return HomeError(f"The home cannot be written: {cause.strerror or type(cause).__name__}. Nothing of this run is visible.")
        cause = cause.__cause__ or cause.__context__
    return error


def _first_line(error: Exception) -> str:
    lines = [line for line in str(error).splitlines() if line.strip()]
    return (lines[-1] if lines else type(error).__name__)[:300]
