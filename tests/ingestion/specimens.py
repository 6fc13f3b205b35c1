"""An undamaged file of any table of any vendor, in any form it may come in, made from the vendor's specification alone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

import pyarrow as pa
import pyarrow.parquet as pq

from ingestion.sources.exports import spec as specs
from ingestion.sources.exports.spec import Spec, Table

ROWS = 12
FORMS = ("csv", "tsv", "pipe", "semicolon", "json", "jsonl", "xml", "parquet")
_SEPARATORS = {"csv": ",", "tsv": "\t", "pipe": "|", "semicolon": ";"}
_ENDINGS = {"tsv": "txt", "pipe": "txt", "semicolon": "csv"}
_CELLS = {"int": "7", "number": "12.50", "date": "2026-03-30", "timestamp": "2026-03-30T10:00:00Z", "bool": "true"}
_TEXTS = ("plain", "é 日本", "two words", "O'Neil & Co <x>", "")


def tables(form: str) -> list[tuple[Spec, Table]]:
    """The tables that may come in a form."""
    found = []
    for system in specs.paths():
        spec = specs.built_in(system)
        for table in spec.tables.values():
            is_flat = not (table.children or table.context or table.key_values)
            may_be = table.format == form or (table.format == "auto" and (is_flat or form in ("json", "jsonl", "xml")))
            if may_be and not table.child_of:
                found.append((spec, table))
    return found


def file_name(spec: Spec, table: Table, form: str) -> str:
    return f"{spec.system}/{table.name}/4711/specimen.{_ENDINGS.get(form, form)}"


def specimen(spec: Spec, table: Table, form: str) -> bytes:
    """The file, of ROWS records."""
    rows = [{header: cell(table, name, number) for name, header in table.headers.items()} for number in range(ROWS)]
    if form in _SEPARATORS:
        lines = [
            _SEPARATORS[form].join(_quoted(c, form) for c in row) for row in (list(table.headers.values()), *(r.values() for r in rows))
        ]
        return ("\r\n" if form == "csv" else "\n").join([*lines, ""]).encode()
    if form == "parquet":
        sink = pa.BufferOutputStream()
        pq.write_table(pa.table({h.replace(".", "_"): [r[h] for r in rows] for h in table.headers.values()}), sink)
        return bytes(sink.getvalue())
    records = [_nested(spec, table, row) for row in rows]
    if form == "jsonl":
        return "\n".join(json.dumps(r, ensure_ascii=False) for r in records).encode()
    if form == "json":
        document: Any = records
        for part in reversed(table.records.split(".") if table.records else []):
            document = {part: document}
        return json.dumps(document, ensure_ascii=False, indent=1).encode()
    element = (table.records or "row").split("|")[0]
    return f"<?xml version='1.0' encoding='UTF-8'?>\n<answer>{''.join(_xml(element, r) for r in records)}\n</answer>".encode()


def cell(table: Table, name: str, number: int) -> str:
    """A value of the column's type; a key that no other row has."""
    if name in table.types:
        return _CELLS[table.types[name]]
    return f"K{number}" if name in table.keys else f"{_TEXTS[(number + len(name)) % len(_TEXTS)]}"


def _quoted(text: str, form: str) -> str:
    return '"' + text.replace('"', '""') + '"' if form == "csv" else text


def _nested(spec: Spec, table: Table, row: dict[str, str]) -> dict[str, Any]:
    record: dict[str, Any] = {}
    for header, value in row.items():
        _put(record, header, value)
    for path, name in table.children.items():
        child = spec.tables[name]
        _put(record, path, [_nested(spec, child, {h: cell(child, n, i) for n, h in child.headers.items()}) for i in range(2)])
    for path, (key, content) in table.key_values.items():
        _put(record, path, [{key: "one", content: "1"}, {key: "two", content: "2"}])
    return record


def _put(record: dict[str, Any], path: str, value: Any) -> None:
    *way, last = path.split(".")
    for part in way:
        below = record.setdefault(part, {})
        if not isinstance(below, dict):
            return
        record = below
    record.setdefault(last, value)


def _xml(name: str, value: Any) -> str:
    return "".join(_elements(re.sub(r"\W", "", name), value))


def _elements(name: str, value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _elements(name, one)
    elif isinstance(value, dict):
        yield f"\n<{name}>{''.join(_xml(k, v) for k, v in value.items())}</{name}>"
    else:
        yield f"<{name}>{escape(value)}</{name}>"
