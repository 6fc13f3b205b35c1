"""The world as a canonical drop: one folder per entity, one file per month, in the formats and spellings the input contract allows."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ingestion.sandbox.log import Entry, Row, contract_columns
from ingestion.sandbox.world import World

# Where a timestamp is written in the store's local time: without an offset (the DMS), or with one (the CRM's calendar). All others are UTC.
_LOCAL = frozenset({"inventory_units", "inventory_snapshots", "deals", "recon_stage_visits", "agent_shifts"})
_WITH_OFFSET = frozenset({"appointments", "showroom_visits", "quotes", "appraisals", "listings"})
_JSONL = frozenset({"lead_interactions", "consent_events", "digital_retailing_flows"})
_PARQUET = frozenset({"web_events", "market_comps"})
# Calls of this store's middle month came late, in a file of their own (see `_file_of`).
_LATE_CALLS_STORE = "S02"


def write(world: World, landing: Path, kept: Callable[[str, Row], Row | None] | None = None) -> tuple[int, int]:
    """Write the world under `<landing>/canonical/`. Returns the number of files and of rows.

    kept: of each row (entity, row) what is to be written of it, or None where another system tells it.
    """
    files = rows = 0
    for entity, columns in contract_columns().items():
        for name, batch in _batches(world, entity):
            if kept is not None:
                batch = _kept(entity, tuple(columns), batch, kept)
                if not batch:
                    continue
            folder = landing / "canonical" / entity
            folder.mkdir(parents=True, exist_ok=True)
            _write_file(world, entity, columns, folder / name, batch)
            files, rows = files + 1, rows + len(batch)
    return files, rows


def _batches(world: World, entity: str) -> Iterator[tuple[str, list[Entry]]]:
    """The entity's rows by file: month by month in the order of their instants, and what came late or twice."""
    by_file: dict[str, list[Entry]] = {}
    extension = "jsonl" if entity in _JSONL else "parquet" if entity in _PARQUET else "csv"
    for at, store_id, row in sorted(world.log.entries[entity], key=lambda line: line[0]):
        month = datetime.fromtimestamp(at, UTC).strftime("%Y-%m")
        by_file.setdefault(f"{entity}_{month}.{extension}", []).append((at, store_id, row))
    names = sorted(by_file)
    if entity == "calls" and len(names) > 2:
        name = names[len(names) // 2]
        late = [line for line in by_file[name] if line[1] == _LATE_CALLS_STORE]
        by_file[name] = [line for line in by_file[name] if line[1] != _LATE_CALLS_STORE]
        by_file[name.replace("calls_", "calls_late_")] = late
    if entity == "deals" and len(names) > 2:
        # The DMS sends a month of old versions again: older rows that arrive late and must not overwrite newer ones.
        name, status = names[-2], world.log.columns["deals"].index("status")
        by_file[name.replace("deals_", "deals_resent_")] = [line for line in by_file[name] if line[2][status] in ("pending", "sold")]
    yield from sorted(by_file.items())


def _kept(entity: str, columns: tuple[str, ...], batch: list[Entry], kept: Callable[[str, Row], Row | None]) -> list[Entry]:
    found = ((at, store_id, kept(entity, dict(zip(columns, values, strict=True)))) for at, store_id, values in batch)
    return [(at, store_id, tuple(row[c] for c in columns)) for at, store_id, row in found if row is not None]


def _formatters(world: World, entity: str, columns: dict[str, str]) -> Callable[[str | None, tuple[Any, ...]], list[Any]]:
    """A function that turns a row into the cells of a line, in the order of the columns."""
    clocks = {store.store_id: store.clock for store in world.stores}

    def cells(store_id: str | None, values: tuple[Any, ...]) -> list[Any]:
        line: list[Any] = []
        for kind, value in zip(columns.values(), values, strict=True):
            if value is None:
                line.append(None)
            elif kind == "timestamp":
                if store_id is None or (entity not in _LOCAL and entity not in _WITH_OFFSET):
                    line.append(f"{datetime.fromtimestamp(value, UTC):%Y-%m-%dT%H:%M:%SZ}")
                else:
                    local = clocks[store_id].local(value)
                    line.append((local.replace(tzinfo=None) if entity in _LOCAL else local).isoformat())
            elif isinstance(value, date):
                line.append(value.isoformat())
            elif isinstance(value, float) and value.is_integer() and entity not in _PARQUET:
                line.append(int(value))
            else:
                line.append(value)
        return line

    return cells


def _write_file(world: World, entity: str, columns: dict[str, str], path: Path, batch: list[Entry]) -> None:
    cells = _formatters(world, entity, columns)
    lines = [cells(store_id, row) for _, store_id, row in batch]
    if path.suffix == ".parquet":
        types = {"int": pa.int64(), "number": pa.float64(), "bool": pa.bool_()}
        schema = pa.schema([(column, types.get(kind, pa.string())) for column, kind in columns.items()])
        arrays = [pa.array(values, type=field.type) for values, field in zip(zip(*lines, strict=True), schema, strict=True)]
        pq.write_table(pa.Table.from_arrays(arrays, schema=schema), path, compression="zstd")
    elif path.suffix == ".jsonl":
        names = list(columns)
        text = "".join(
            json.dumps({n: v for n, v in zip(names, line, strict=True) if v is not None}, ensure_ascii=False) + "\n" for line in lines
        )
        path.write_bytes(text.encode())
    else:
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_flag(v) for v in line] for line in lines)
        path.write_bytes(out.getvalue().encode())


def _flag(value: Any) -> Any:
    return ("true" if value else "false") if isinstance(value, bool) else value
