"""JSONL: one object a line. Numbers keep the digits they were sent with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NoReturn

from ingestion.sources.base import MALFORMED_ROW, Finding
from ingestion.sources.files.csv_exact import text_lines
from ingestion.sources.files.headers import normalise
from ingestion.sources.spool import Spool, text_table

_ROWS_AT_ONCE = 20_000


def _no_json(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")


def read_jsonl(data: bytes, table: str, scratch: Path) -> tuple[Spool, int, list[Finding]]:
    """(rows that can be used, number of lines that are not blank, findings for those that are no object).

    The columns are all names that any object has. A name that one object has twice (`VIN` and `vin`) spoils that line.
    Raises FileSetAsideError where a byte is not UTF-8.
    """
    spool = Spool(table, scratch)
    findings: list[Finding] = []
    names: dict[str, str] = {}
    rows: list[dict[str, str | None]] = []
    lines: list[int] = []
    numbers: list[int] = []
    count = 0

    def flush() -> None:
        if rows:
            columns = list(dict.fromkeys(names.values()))
            spool.add(text_table(columns, [[row.get(c) for row in rows] for c in columns], lines, numbers))
            for collected in (rows, lines, numbers):
                collected.clear()

    for line, text in enumerate(text_lines(data), 1):
        if not text.strip():
            continue
        count += 1
        row, problem = _object(text, names)
        if row is None:
            findings.append(Finding(MALFORMED_ROW, problem, line_number=line))
            continue
        rows.append(row)
        lines.append(line)
        numbers.append(count)
        if len(rows) >= _ROWS_AT_ONCE:
            flush()
    flush()
    return spool, count, findings


def _object(text: str, names: dict[str, str]) -> tuple[dict[str, str | None] | None, str]:
    """(one line as text by column name, what is wrong with it). `names` remembers how each key is called in raw."""
    try:
        parsed = json.loads(text, parse_int=str, parse_float=str, parse_constant=_no_json)
        if not isinstance(parsed, dict):
            return None, "the line is JSON, but no object"
        row: dict[str, str | None] = {}
        for key, value in parsed.items():
            name = names.get(key)
            if name is None:
                name = names[key] = normalise(key, len(names) + 1)
            if name in row:
                return None, f"the object names {name} more than once"
            row[name] = _text(key, value, text)
        return row, ""
    except RecursionError:
        return None, "the line is nested too deeply"
    except UnicodeEncodeError:
        return None, "the line holds half a character (a lone surrogate)"
    except ValueError:
        return None, "the line is no JSON"


def _text(key: str, value: Any, line: str) -> str | None:
    if value is None:
        return None
    if isinstance(value, str):
        value.encode("utf-8")  # half a character is not text
        return value or None
    if isinstance(value, bool):
        return "true" if value else "false"
    # A list or an object: its JSON, with numbers as numbers again (above, they were kept as their digits).
    return json.dumps(json.loads(line)[key], ensure_ascii=False, separators=(",", ":"))
