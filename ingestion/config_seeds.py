"""The home's own rows for the seeds: `<home>/config/<seed>.csv` becomes `raw.config__<seed>`, all text; dbt lays them over the defaults.

Which seeds there are, and their columns, is read from the project's seed files; their keys from the models that lay the rows over.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ingestion.cells import quoted
from ingestion.errors import SettingsError
from ingestion.home import SEEDS_DIR, Home, is_partial
from ingestion.settings import near_match

if TYPE_CHECKING:
    import duckdb

_MODELS_DIR = SEEDS_DIR.parent / "models"


@dataclass(frozen=True)
class Seed:
    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]


def seeds(folder: Path = SEEDS_DIR) -> Mapping[str, Seed]:
    """Every seed of the project by name."""
    found = {}
    for path in sorted(folder.rglob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as f:
            columns = tuple(c.strip().lower() for c in next(csv.reader(f)))
        found[path.stem] = Seed(path.stem, columns, _key(path.stem, columns))
    return found


def _key(seed: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    """The key by which `{{ overlay('<seed>', [key], …) }}` lays a home's rows over the defaults; the first column if nothing does."""
    for model in _MODELS_DIR.rglob(f"ref_{seed}.sql"):
        call = re.search(rf"overlay\(\s*'{re.escape(seed)}'\s*,\s*\[([^\]]*)\]", model.read_text(encoding="utf-8"))
        if call:
            return tuple(re.findall(r"'([^']+)'", call.group(1)))
    return columns[:1]


def load(connection: duckdb.DuckDBPyConnection, home: Home, known: Mapping[str, Seed] | None = None) -> dict[str, int]:
    """Replace every raw.config__<seed> by what the home says now; gives the number of rows of each seed that it overrides.

    Raises SettingsError, naming file, line and column, for what cannot be meant: then nothing is replaced.
    """
    known = seeds() if known is None else known
    overrides = {}
    for path in sorted(home.config.glob("*.csv")):
        if is_partial(path.name):
            continue
        if path.stem not in known:
            raise SettingsError(f"config/{path.name}: there is no seed {path.stem!r}.{near_match(path.stem, tuple(known))}")
        overrides[path.stem] = _read(path, known[path.stem])
    connection.execute("begin")
    try:
        for seed in known.values():
            table = f"raw.{quoted('config__' + seed.name)}"
            connection.execute(f"create or replace table {table} ({', '.join(f'{quoted(c)} VARCHAR' for c in seed.columns)})")
            rows = overrides.get(seed.name)
            if rows:
                connection.executemany(f"insert into {table} values ({', '.join('?' for _ in seed.columns)})", rows)
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise
    return {name: len(rows) for name, rows in overrides.items()}


def _read(path: Path, seed: Seed) -> list[list[str | None]]:
    """Rows of an override in the seed's column order; a column that it leaves out is null."""
    where = f"config/{path.name}"
    try:
        with path.open(encoding="utf-8-sig", newline="") as f:
            reader = csv.reader(f, strict=True)
            header = [c.strip().lower() for c in next(reader, [])]
            _check_header(where, header, seed)
            rows: list[list[str | None]] = []
            while True:
                line = reader.line_num + 1
                row = next(reader, None)
                if row is None:
                    return rows
                if not any(cell.strip() for cell in row):
                    continue
                if len(row) > len(header):
                    raise SettingsError(f"{where}, line {line}: {len(row)} cells, but the header has {len(header)}.")
                cells = dict(zip(header, row, strict=False))
                rows.append([cells.get(c, "").strip() or None for c in seed.columns])
    except UnicodeDecodeError:
        raise SettingsError(f"{where}: is not UTF-8.") from None
    except (csv.Error, OSError) as e:
        raise SettingsError(f"{where}: cannot be read as CSV ({e}).") from None


def _check_header(where: str, header: list[str], seed: Seed) -> None:
    for column in header:
        if column not in seed.columns:
            raise SettingsError(f"{where}: the seed {seed.name} has no column {column!r}.{near_match(column, seed.columns)}")
        if header.count(column) > 1:
            raise SettingsError(f"{where}: the column {column} is there twice.")
    for column in seed.key:
        if column not in header:
            raise SettingsError(f"{where}: the column {column} is missing; it is part of the key ({', '.join(seed.key)}).")
