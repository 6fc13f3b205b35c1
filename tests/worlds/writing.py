"""Rows to files as a careless vendor would send them: three formats, any spelling of a timestamp, files late and sent twice."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from .base import STORES, Row, World

CONTRACT = yaml.safe_load((Path(__file__).parents[2] / "ingestion" / "contract.yml").read_text())["entities"]


@dataclass(frozen=True)
class File:
    """One file of the landing folder."""

    path: str
    content: bytes
    sent_at: datetime


def _store_of(world: World, row: Row) -> str | None:
    """The store in whose local time a timestamp without offset will be read, without its group's number."""
    store = row.get("store_id") or next((lead["store_id"] for lead in world.leads if lead["lead_id"] == row.get("lead_id")), None)
    return str(store).lstrip("0123456789") if store else None


def _stamp(world: World, entity: str, row: Row, value: datetime) -> str:
    """An instant with an offset, in UTC, or as the store's local time."""
    store = _store_of(world, row)
    zone = next((ZoneInfo(s[1]) for s in STORES if s[0] == store), None)
    style = world.rng.choice(["utc", "offset", "local"] if zone and entity not in ("market_comps", "stores") else ["utc"])
    if style == "utc":
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    local = value.astimezone(zone)
    return local.isoformat() if style == "offset" else local.replace(tzinfo=None).isoformat(sep=world.rng.choice("T "))


def _cell(world: World, entity: str, row: Row, value: Any) -> Any:
    """A value as text for CSV, except numbers and booleans, which Parquet and JSON keep."""
    if isinstance(value, datetime):
        return _stamp(world, entity, row, value)
    return value.isoformat() if isinstance(value, date) else value


def _content(world: World, entity: str, rows: list[Row], kind: str) -> bytes:
    plain = [{k: _cell(world, entity, row, v) for k, v in row.items() if not k.startswith("_")} for row in rows]
    columns = list(dict.fromkeys(c for row in plain for c in row))
    # An optional column that says nothing may be missing altogether; a column that nobody knows may be there.
    required = {*CONTRACT[entity]["key"], *CONTRACT[entity]["required"], *CONTRACT[entity].get("any_of", [])}
    empty = [c for c in columns if c not in required and all(row.get(c) is None for row in plain)]
    columns = [c for c in columns if c not in empty or world.chance(0.5)]
    world.rng.shuffle(columns)
    if world.chance(0.2):
        columns.append("comments")
        plain = [row | {"comments": world.rng.choice([None, "fine", 'she said "later",\nand left'])} for row in plain]
    if kind == "jsonl":
        return "".join(json.dumps({c: _json(row.get(c)) for c in columns}) + "\n" for row in plain).encode()
    if kind == "parquet":
        table = pa.table({c: pa.array([row.get(c) for row in plain]) for c in columns})
        table = table.select([c for c in table.column_names if table[c].type != pa.null() or c in required])
        buffer = io.BytesIO()
        pq.write_table(table, buffer)
        return buffer.getvalue()
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator=world.rng.choice(["\n", "\r\n"]))
    writer.writerow(columns)
    for row in plain:
        writer.writerow([_csv(world, row.get(c)) for c in columns])
    return world.rng.choice([b"", b"\xef\xbb\xbf"]) + out.getvalue().encode()


def _csv(world: World, value: Any) -> str:
    if isinstance(value, bool):
        return world.rng.choice(["1", "true"] if value else ["0", "false"])
    return "" if value is None else str(value)


def _json(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value


def _bad_rows(world: World, entity: str, content: bytes) -> bytes:
    """Spoil a CSV: a required cell that does not parse, an optional one, a row with too many cells."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    header = rows[0]
    numbers = [c for c, kind in CONTRACT[entity]["columns"].items() if kind in ("int", "number") and c in header]
    optional = [c for c in numbers if c not in CONTRACT[entity]["required"]]
    victim = list(rows[-1])
    if optional:
        victim[header.index(optional[0])] = "12,5x"
        rows[-1] = victim
    ghost = [f"GHOST{i}" if c == CONTRACT[entity]["key"][-1] else cell for i, (c, cell) in enumerate(zip(header, rows[1], strict=True))]
    rows.append([*ghost, "one", "too many"])
    if "updated_at" in header:
        late = list(ghost)
        late[header.index("updated_at")] = "31/31/2026 25:00"
        rows.append(late)
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def files(world: World) -> list[File]:
    """All files in the order in which they are sent; the number in front of a name keeps that order among the paths of a folder."""
    by_entity: dict[str, list[tuple[Row, datetime]]] = {}
    for entity, row, moment in sorted(world.sent, key=lambda item: item[2]):
        by_entity.setdefault(entity, []).append((row, moment))
    drafts: list[tuple[datetime, str, list[Row]]] = []
    for entity, rows in by_entity.items():
        size = max(1, len(rows) // world.rng.choice([1, 2, 4]))
        cuts = range(0, len(rows), size)
        drafts += [(rows[min(i + size, len(rows)) - 1][1], entity, [row for row, _ in rows[i : i + size]]) for i in cuts]
    found: list[File] = []
    first = ("stores", "agents", "campaigns")
    for number, (moment, entity, rows) in enumerate(sorted(drafts, key=lambda d: (d[1] not in first, d[0]))):
        kind = world.rng.choice(["csv", "csv", "jsonl", "parquet"])
        content = _content(world, entity, rows, kind)
        if kind == "csv" and entity in ("deals", "ad_performance", "quotes") and world.chance(0.3):
            content = _bad_rows(world, entity, content)
        found.append(File(f"canonical/{entity}/{number:04d}_{entity}.{kind}", content, moment))
        if world.chance(0.08):
            found.append(File(f"canonical/{entity}/{number:04d}_{entity}_again.{kind}", content, moment))
    return found


def write(found: list[File], folder: Path, parts: int, world: World) -> list[tuple[Path, str]]:
    """The files as `parts` landing trees, cut at random, each with the clock of its run; the last clock is the world's."""
    cuts = sorted(world.rng.sample(range(3, len(found)), parts - 1)) if parts > 1 else []
    trees = []
    for part, (start, end) in enumerate(zip([0, *cuts], [*cuts, len(found)], strict=True)):
        tree = folder / f"batch{part + 1}"
        for file in found[start:end]:
            path = tree / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.content)
        clock = world.as_of - timedelta(days=(parts - 1 - part) * 4)
        trees.append((tree, clock.isoformat()))
    return trees
