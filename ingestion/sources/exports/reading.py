"""One file of a vendor to pieces of raw tables: form, columns that must be there, keys, cells that cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from ingestion.quarantine import shape_of
from ingestion.sources.base import (
    MISSING_REQUIRED_COLUMN,
    MISSING_REQUIRED_VALUE,
    UNPARSEABLE_VALUE,
    Content,
    FileRead,
    FileSetAsideError,
    Finding,
    Piece,
)
from ingestion.sources.exports.bulk import is_for_bulk, read_lines, read_parquet
from ingestion.sources.exports.spec import ACCOUNT, Spec, Table, account_of, fold
from ingestion.sources.feeds.cells import boolean, number
from ingestion.sources.moments import parse_moment

_OURS = ("_line_number", "_row_number")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")
# What most numbers look like, so that Arrow passes them by the million: digits, with or without thousands commas and decimals.
_PLAIN = r"^[+-]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)([.][0-9]*)?$"
_EPOCH = re.compile(r"\d{10}(?:\d{3}){0,3}(?:\.\d+)?")  # seconds, milliseconds, microseconds, nanoseconds


def read_export(spec: Spec, table: Table, relative: str, content: Content) -> FileRead:
    """A file as pieces. Raises FileSetAsideError where nothing of it can be used: each column that it lacks is named."""
    data = content.data
    if not data.strip():
        raise FileSetAsideError.unreadable("is empty (zero bytes)")
    form = table.format if table.format != "auto" else form_of(data, relative)
    account = account_of(relative, table)
    if form == "parquet" or (form == "jsonl" and is_for_bulk(data, table)):
        return _in_bulk(spec, table, data, form, content, account)
    if form in ("json", "jsonl", "xml"):
        return _documents(spec, table, data, form, account)
    return _delimited(spec, table, data, relative, content, account)


def form_of(data: bytes, relative: str) -> str:
    """parquet, json, jsonl or xml where the file begins like it, else delimited."""
    if data.startswith(b"PAR1"):
        return "parquet"
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start == b"<":
        return "xml"
    if start not in (b"{", b"["):
        return "delimited"
    is_lines = relative.lower().removesuffix(".gz").endswith((".jsonl", ".ndjson"))
    return "jsonl" if is_lines or (start == b"{" and re.search(rb"\}\s*\n\s*\{", data[:65_536])) else "json"


def _in_bulk(spec: Spec, table: Table, data: bytes, form: str, content: Content, account: str | None) -> FileRead:
    read = read_parquet if form == "parquet" else read_lines
    found = read(data, table, spec.raw_name(table.name), account, content.scratch)
    if found.names and (form == "parquet" or found.records > len(found.findings)):  # lines have no header: as line by line
        _require(table, found.names, found.records)
    set_aside = len(found.findings)
    facts = {"records": found.records}
    return FileRead(found.records, found.spool.pieces(), found.findings + found.bad_cells, set_aside, facts, has_header=form == "parquet")


def _documents(spec: Spec, table: Table, data: bytes, form: str, account: str | None) -> FileRead:
    from ingestion.sources.exports.documents import read_documents
    from ingestion.sources.spool import text_table

    children = {name: spec.tables[name] for name in table.children.values()}
    found = read_documents(data, form, table, children, account)
    if found.records > len(found.findings):
        _require(table, found.names, found.records)
    findings, set_aside, read, pieces = list(found.findings), len(found.findings), found.records, []
    for name, rows in found.rows.items():
        if name != table.name:
            read += len(rows.lines)
        if rows.lines:
            made = text_table(list(rows.columns), list(rows.columns.values()), rows.lines, rows.numbers)  # type: ignore[arg-type]
            findings += bad_cells(rows.table, made)
            pieces.append(Piece(spec.raw_name(name), made))
    return FileRead(read, pieces, findings, rows_set_aside=set_aside, facts={"records": found.records}, has_header=False)


def _delimited(spec: Spec, table: Table, data: bytes, relative: str, content: Content, account: str | None) -> FileRead:
    from ingestion.sources.feeds.tables import read_table

    around: dict[str, str] = {}
    if table.find_header:
        from ingestion.sources.exports.framing import unframed

        data, table, around = unframed(data, table)
    feed = read_table(data, table, relative.removesuffix(".gz"), content.scratch)
    findings, rows = list(feed.findings), feed.rows
    rows = rows.rename_columns([n if n in _OURS else table.aliases.get(fold(n), n) for n in rows.column_names])
    doubled = sorted({n for n in rows.column_names if rows.column_names.count(n) > 1})
    if doubled:
        raise FileSetAsideError.unreadable(f"has more than one column for {', '.join(table.headers.get(n, n) for n in doubled)}")
    _require(table, rows.column_names, feed.rows_read, (*table.required, *table.keys))
    set_aside = len(feed.findings)
    if table.keys and rows.num_rows:
        rows, lacking = with_keys(table, rows)
        findings += lacking
        set_aside += len(lacking)
    findings += bad_cells(table, rows)
    for name, value in around.items():
        if name not in rows.column_names:
            rows = rows.append_column(name, pa.array([value] * rows.num_rows, pa.string()))
    columns = {n: n in table.columns for n in rows.column_names if n not in _OURS and n not in around}
    # Of a sales file's 376 columns most are empty; one that says nothing in the whole file, and that nobody reads, is seen and not carried.
    rows = rows.select([n for n in rows.column_names if n in _OURS or n in table.columns or rows[n].null_count < rows.num_rows])
    if ACCOUNT not in rows.column_names:
        rows = rows.append_column(ACCOUNT, pa.array([account] * rows.num_rows, pa.string()))
    pieces = [Piece(spec.raw_name(table.name), rows)] if rows.num_rows else []
    return FileRead(feed.rows_read, pieces, findings, rows_set_aside=set_aside, facts={"records": feed.rows_read}, columns=columns)


def _require(table: Table, names: Iterable[str], rows_read: int, needed: tuple[str, ...] | None = None) -> None:
    """needed: of a file with a header, its keys too: without the column no row has one."""
    have = set(names)
    missing = [c for c in dict.fromkeys(table.required if needed is None else needed) if c not in have]
    if missing:
        findings = [Finding(MISSING_REQUIRED_COLUMN, f"the file has no column {table.headers[c]}", column_name=c) for c in missing]
        raise FileSetAsideError(findings, rows_read)


def with_keys(table: Table, rows: pa.Table) -> tuple[pa.Table, list[Finding]]:
    """The rows that have all their keys, and one finding for each that has not."""
    findings: list[Finding] = []
    whole = pa.array([True] * rows.num_rows)
    for key in table.keys:
        empty = pc.fill_null(pc.equal(pc.utf8_trim_whitespace(rows[key]), ""), True)
        lines = rows.filter(pc.and_(whole, empty))["_line_number"].to_pylist()
        message = f"the row has no {table.headers[key]}"
        findings += [Finding(MISSING_REQUIRED_VALUE, message, line, key) for line in lines]
        whole = pc.and_(whole, pc.invert(empty))
    return (rows.filter(whole) if findings else rows), findings


def bad_cells(table: Table, rows: pa.Table) -> list[Finding]:
    """One finding for each cell that is not of its column's type. Each distinct value is looked at once; the row loads."""
    findings = []
    for column, kind in table.types.items():
        if column not in rows.column_names:
            continue
        distinct = pc.unique(rows[column])
        if kind in ("int", "number"):
            distinct = distinct.filter(pc.invert(pc.fill_null(pc.match_substring_regex(distinct, _PLAIN), True)))
        bad = [v for v in distinct.to_pylist() if v is not None and v.strip() and not is_readable(v, kind)]
        if not bad:
            continue
        hits = rows.filter(pc.is_in(rows[column], pa.array(bad)))
        message = f"{table.headers[column]} is no {'number' if kind == 'int' else kind}"
        for line, value in zip(hits["_line_number"].to_pylist(), hits[column].to_pylist(), strict=True):
            findings.append(Finding(UNPARSEABLE_VALUE, message, line, column, is_row_loaded=True, value_shape=shape_of(value)))
    return findings


def is_readable(text: str, kind: str) -> bool:
    """Whether staging's macros can read a cell as the kind: the same rules in words (see macros/dialect/vendor_cells.sql)."""
    text = text.strip()
    if kind in ("int", "number"):
        return bool(_NUMBER.fullmatch(number(text)))
    if kind == "bool":
        return boolean(text) in ("true", "false")
    return parse_moment(text) is not None or bool(_EPOCH.fullmatch(text))
