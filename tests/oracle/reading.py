"""Landing files to rows and quarantine findings. One reader a format, nothing clever.

input_contract, Canonical drop: "`<home>/landing/canonical/<entity>/*.{csv,jsonl,parquet}`, one entity a folder, any number of files,
each a batch of upserts."
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow.parquet as pq
import yaml

CONTRACT = yaml.safe_load((Path(__file__).parents[2] / "ingestion" / "contract.yml").read_text())["entities"]
Row = dict[str, Any]


@dataclass(frozen=True)
class Finding:
    """One entry of meta.quarantine, without its run."""

    entity: str
    file: str
    line_number: int | None
    column_name: str | None
    reason_code: str
    is_row_loaded: bool = False


class Unreadable(Exception):
    """The file as a whole cannot be trusted."""


def parse(kind: str, value: Any) -> Any:
    """One cell as its type; ValueError if it does not parse. Timestamps stay naive where they have no offset."""
    if isinstance(value, str):
        value = value.strip()
    if kind == "text":
        return str(value)
    if kind == "timezone":
        ZoneInfo(str(value))
        return str(value)
    if kind == "bool":
        known = {"true": True, "1": True, "false": False, "0": False}
        text = str(value).lower()
        if text not in known:
            raise ValueError(value)
        return known[text]
    if kind in ("int", "number"):
        try:
            number = Decimal(str(value))
        except InvalidOperation as error:
            raise ValueError(value) from error
        if not number.is_finite() or (kind == "int" and number != int(number)):
            raise ValueError(value)
        return int(number) if kind == "int" else number
    if kind == "date":
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if len(str(value)) != 10:
            raise ValueError(value)
        return date.fromisoformat(str(value))
    if kind == "time":
        return time.fromisoformat(str(value))
    if kind == "timestamp":
        return value if isinstance(value, datetime) else datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    raise AssertionError(kind)


def _csv_records(content: bytes) -> tuple[list[str], list[tuple[int, list[str]]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable("encoding") from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records, start = [], 1
    try:
        for cells in reader:
            if cells:
                records.append((start, cells))
            start = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable("quotes") from error
    if not records:
        raise Unreadable("no header")
    header = [name.strip() for name in records[0][1]]
    if len(set(header)) != len(header):
        raise Unreadable("doubled header names")
    return header, records[1:]


def _rows(name: str, content: bytes) -> tuple[list[str], list[tuple[int, Row | None]]]:
    """Header, and (line, row) for each record; a row that is malformed is None."""
    if not content:
        raise Unreadable("zero bytes")
    if name.endswith(".csv"):
        header, records = _csv_records(content)
        # "malformed_row (more cells than the header …)"
        return header, [(line, None if len(cells) > len(header) else dict(zip(header, cells, strict=False))) for line, cells in records]
    if name.endswith(".jsonl"):
        try:
            lines = content.decode("utf-8-sig").splitlines()
        except UnicodeDecodeError as error:
            raise Unreadable("encoding") from error
        rows: list[tuple[int, Row | None]] = []
        for number, line in enumerate(lines, start=1):
            if line.strip():
                try:
                    value = json.loads(line, parse_float=Decimal)
                    rows.append((number, value if isinstance(value, dict) else None))
                except json.JSONDecodeError:
                    rows.append((number, None))
        return sorted({key for _, row in rows if row for key in row}), rows
    try:
        table = pq.read_table(io.BytesIO(content))
    except Exception as error:
        raise Unreadable("parquet") from error
    return table.column_names, [(number, row) for number, row in enumerate(table.to_pylist(), start=2)]


def read_file(entity: str, file: str, content: bytes) -> tuple[list[Row], list[Finding]]:
    """Typed rows of one file (with `_line`), and what had to be set aside."""
    if entity not in CONTRACT:
        return [], [Finding(entity, file, None, None, "unknown_entity")]
    spec = CONTRACT[entity]
    required = [*spec["key"], *spec["required"]]
    try:
        header, records = _rows(file, content)
    except Unreadable:
        return [], [Finding(entity, file, None, None, "unreadable_file")]
    missing = [column for column in required if column not in header] if records or file.endswith(".csv") else []
    if missing:
        return [], [Finding(entity, file, None, column, "missing_required_column") for column in missing]
    rows, findings = [], []
    for line, raw in records:
        if raw is None:
            findings.append(Finding(entity, file, line, None, "malformed_row"))
            continue
        row: Row = {"_line": line}
        found: list[Finding] = []
        for column, kind in spec["columns"].items():
            value = raw.get(column)
            if value is None or (isinstance(value, str) and not value.strip()):
                row[column] = None
                if column in required:
                    found.append(Finding(entity, file, line, column, "missing_required_value"))
                continue
            try:
                row[column] = parse(kind, value)
            except (ValueError, KeyError):
                row[column] = None
                found.append(Finding(entity, file, line, column, "unparseable_value", is_row_loaded=column not in required))
        # "An event file may carry updated_at too; then it is an upsert like the others."
        if "updated_at" not in spec["columns"] and raw.get("updated_at"):
            row["updated_at"] = parse("timestamp", raw["updated_at"])
        aside = any(not finding.is_row_loaded for finding in found)
        findings += [Finding(f.entity, f.file, f.line_number, f.column_name, f.reason_code, not aside) for f in found]
        if not aside:
            rows.append(row)
    return rows, findings


def read_batches(trees: list[Path]) -> tuple[dict[str, list[Row]], list[Finding], list[tuple[str, bytes]]]:
    """Rows of every entity in order of arrival (`_arrival` = file, then row), the findings, and the ADF documents.

    "A file is loaded once: the ledger knows it by path and content hash. A changed file under the same name is a new batch."
    "Order, where it matters (ties, first arrivals): by run, then by path."
    """
    entities: dict[str, list[Row]] = {entity: [] for entity in CONTRACT}
    findings: list[Finding] = []
    documents: list[tuple[str, bytes]] = []
    seen: set[tuple[str, str]] = set()
    landing: dict[str, Path] = {}
    arrival = 0
    for tree in trees:
        landing |= {str(path.relative_to(tree)): path for path in tree.rglob("*") if path.is_file()}
        for file in sorted(landing):
            content = landing[file].read_bytes()
            mark = (file, hashlib.sha256(content).hexdigest())
            if mark in seen:
                continue
            seen.add(mark)
            arrival += 1
            parts = Path(file).parts
            if parts[0] == "adf":
                documents.append((file, content))
            elif parts[0] == "canonical" and len(parts) == 3:
                rows, found = read_file(parts[1], file, content)
                findings += found
                for number, row in enumerate(rows, start=1):
                    entities[parts[1]].append(row | {"_arrival": (arrival, number), "_file": file})
    return entities, findings, documents
