"""What could not be used, and why: findings, their table in raw, and the report of a run."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

    from ingestion.sources.base import Finding

# raw.quarantine_findings, in order (types as in walls.md).
COLUMNS = {
    "run_id": "VARCHAR",
    "batch_id": "VARCHAR",
    "system": "VARCHAR",
    "entity": "VARCHAR",
    "file": "VARCHAR",
    "line_number": "BIGINT",
    "column_name": "VARCHAR",
    "reason_code": "VARCHAR",
    "is_row_loaded": "BOOLEAN",
    "value_shape": "VARCHAR",
    "message": "VARCHAR",
}
REPORT_COLUMNS = (
    "run_id",
    "entity",
    "file",
    "line_number",
    "column_name",
    "reason_code",
    "is_row_loaded",
    "value_shape",
    "message",
)
SHAPE_LENGTH = 40


def shape_of(value: str) -> str:
    """What a value looks like, never what it is: letters as `a`, digits as `9`, white space and control characters as blanks, cut at 40.

    The same as cells.shape, for values that are in Python.
    """
    shapes = {"L": "a", "M": "a", "N": "9", "C": " ", "Z": " "}
    return "".join(shapes.get(unicodedata.category(c)[0], c) for c in value.strip()[:SHAPE_LENGTH])


def findings_table(batch_id: str, findings: Iterable[Finding]) -> pa.Table:
    """Findings as cells.check gives them: `_batch_id, line_number, column_name, reason_code, is_row_loaded, value_shape, message`."""
    import pyarrow as pa

    rows = [
        {
            "_batch_id": batch_id,
            "line_number": f.line_number,
            "column_name": f.column_name,
            "reason_code": f.reason_code,
            "is_row_loaded": f.is_row_loaded,
            "value_shape": f.value_shape,
            "message": f.message,
        }
        for f in findings
    ]
    return pa.Table.from_pylist(rows, schema=findings_schema())


def findings_schema() -> pa.Schema:
    """The Arrow shape of findings on their way to raw."""
    import pyarrow as pa

    text, number, flag = pa.string(), pa.int64(), pa.bool_()
    types = {"_batch_id": text, "line_number": number, "column_name": text, "reason_code": text, "is_row_loaded": flag}
    return pa.schema({**types, "value_shape": text, "message": text})


def write_csv(path: Path, rows: Iterable[Mapping[str, Any]]) -> int:
    """Write `<home>/reports/<run>/quarantine.csv` whole or not at all; gives the number of entries.

    rows: mappings with REPORT_COLUMNS (others are ignored; a missing or None one is empty). Booleans are written true/false.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".part")
    count = 0
    with partial.open("w", encoding="utf-8", newline="") as f:
        writer = csv.writer(f)
        writer.writerow(REPORT_COLUMNS)
        for row in rows:
            writer.writerow([_cell(row.get(c)) for c in REPORT_COLUMNS])
            count += 1
    partial.replace(path)
    return count


def _cell(value: Any) -> str:
    if value is None or value != value:  # NaN: how a data frame says empty
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
