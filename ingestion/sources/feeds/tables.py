"""The content of a feed file as a table of text, whatever its form: CSV, TSV, pipes, JSON, JSON lines; UTF-8 or not; zipped or not.

Separated text goes through the readers of the canonical drop (ingestion/sources/files), so that a bad row is the same everywhere.
"""

from __future__ import annotations

import codecs
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa

from ingestion.sources.base import MALFORMED_ROW, FileSetAsideError, Finding
from ingestion.sources.files.csv_exact import read_exact
from ingestion.sources.files.csv_fast import read_fast
from ingestion.sources.files.headers import normalise
from ingestion.sources.spool import text_table

MAX_UNZIPPED_BYTES = 1 << 30
_SEPARATORS = {"csv": ",", "tsv": "\t", "pipe": "|", "semicolon": ";"}


class Form(Protocol):
    """What must be known of a file to read it: a feed's profile says it, or the table of a vendor's specification."""

    @property
    def format(self) -> str: ...
    @property
    def quotes(self) -> str: ...
    @property
    def encoding(self) -> str | None: ...
    @property
    def skip_lines(self) -> int: ...
    @property
    def records(self) -> str | None: ...


@dataclass
class Feed:
    """Rows as text under normalised names, with `_line_number` and `_row_number`; what was set aside; and what is around the rows."""

    rows: pa.Table
    rows_read: int
    findings: list[Finding] = field(default_factory=list)
    first_lines: list[str] = field(default_factory=list)  # the lines that skip_lines passed over
    document: Any = None  # of a JSON file
    has_header: bool = True


def read_table(data: bytes, profile: Form, file_name: str, scratch: Path) -> Feed:
    """Raises FileSetAsideError where nothing of the file can be used."""
    data = unzipped(data)
    if not data.strip():
        raise FileSetAsideError.unreadable("is empty (zero bytes)")
    text = decoded(data, profile.encoding)
    form = profile.format if profile.format != "auto" else _form(text, file_name)
    if form == "json":
        return _json(text, profile)
    if form == "jsonl":
        return _json_lines(text)
    lines = text.split("\n", profile.skip_lines)
    if len(lines) <= profile.skip_lines:
        raise FileSetAsideError.unreadable("has no header row")
    passed_over, body = lines[:-1], lines[-1]
    separator = _SEPARATORS.get(form) or _separator(body)
    feed = _delimited(body, separator, profile.quotes, scratch)
    feed.first_lines = passed_over
    if passed_over:
        moved = pa.compute.add(feed.rows["_line_number"], len(passed_over))
        feed.rows = feed.rows.set_column(feed.rows.schema.get_field_index("_line_number"), "_line_number", moved)
        feed.findings = [_moved(f, len(passed_over)) for f in feed.findings]
    return feed


def decoded(data: bytes, encoding: str | None = None) -> str:
    """Text of a vendor's file: as its profile says, else by its mark, else UTF-8, else Windows-1252. Line ends are as sent."""
    for mark, name in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark):
            data, encoding = data[len(mark) :], name
            break
    try:
        text = data.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        if encoding:
            raise FileSetAsideError.unreadable(f"is not {encoding}") from None
        text = data.decode("cp1252", errors="replace")
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise FileSetAsideError.unreadable(f"holds a NUL byte in line {line}: it is damaged")
    return text


def unzipped(data: bytes) -> bytes:
    """The one file of a zip; what is no zip comes back as it is. Raises FileSetAsideError for any other zip."""
    if not data.startswith(b"PK\x03\x04"):
        return data
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [m for m in archive.infolist() if not m.is_dir() and not m.filename.startswith(("__MACOSX", "."))]
            if len(members) != 1:
                raise FileSetAsideError.unreadable(f"is a zip of {len(members)} files; one is needed")
            if members[0].file_size > MAX_UNZIPPED_BYTES:
                raise FileSetAsideError.unreadable("is a zip of more than 1 GB")
            with archive.open(members[0]) as member:
                content = member.read(MAX_UNZIPPED_BYTES + 1)
            if len(content) > MAX_UNZIPPED_BYTES:
                raise FileSetAsideError.unreadable("is a zip of more than 1 GB")
            return content
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError) as e:
        raise FileSetAsideError.unreadable(f"is a damaged or locked zip ({type(e).__name__})") from None


def _form(text: str, file_name: str) -> str:
    """json or jsonl where the text begins like it; else the separator is looked for in the header."""
    start = text.lstrip()[:1]
    if start == "[":
        return "json"
    if start != "{":
        return "delimited"
    first, _, rest = text.strip().partition("\n")
    is_lines = file_name.lower().endswith((".jsonl", ".ndjson")) or (rest.lstrip().startswith("{") and first.rstrip().endswith("}"))
    return "jsonl" if is_lines else "json"


def _separator(body: str) -> str:
    header = body.lstrip("\r\n").split("\n", 1)[0]
    return max((",", "\t", "|", ";"), key=lambda s: (header.count(s), s == ","))


def _delimited(body: str, separator: str, quotes: str, scratch: Path) -> Feed:
    has_quotes = '"' in body and (quotes == "standard" or (quotes == "auto" and _quotes_mean_something(body, separator)))
    data = body.encode()
    rows = read_fast(data, separator, has_quotes)
    if rows is not None:
        return Feed(rows, rows.num_rows)
    spool, rows_read, findings, names = read_exact(data, "feed", scratch, separator, has_quotes)
    pieces = [piece.rows for piece in spool.pieces()]
    rows = pa.concat_tables(pieces) if pieces else text_table(names, [[] for _ in names], [], [])
    return Feed(rows, rows_read, findings)


def _quotes_mean_something(body: str, separator: str) -> bool:
    """Commas are always RFC 4180. Text with tabs or pipes mostly has no quotes: `15" wheels` is then just an inch sign."""
    return separator == "," or body.startswith('"') or f'{separator}"' in body


def _moved(finding: Finding, lines: int) -> Finding:
    return replace(finding, line_number=finding.line_number + lines) if finding.line_number else finding


def _json(text: str, profile: Form) -> Feed:
    try:
        document = json.loads(text, parse_int=str, parse_float=str)
    except RecursionError:
        raise FileSetAsideError.unreadable("is JSON that is nested too deeply") from None
    except ValueError:
        raise FileSetAsideError.unreadable("is no whole JSON document") from None
    records = at_path(document, profile.records) if profile.records else document
    if isinstance(records, dict) and not profile.records:
        lists = [v for v in records.values() if isinstance(v, list) and all(isinstance(r, dict) for r in v)]
        records = lists[0] if len(lists) == 1 else None
    if not isinstance(records, list):
        raise FileSetAsideError.unreadable(f"has no list of units{f' at {profile.records}' if profile.records else ''}")
    feed = _objects((None, r) for r in records)
    feed.document = document
    return feed


def _json_lines(text: str) -> Feed:
    def parsed() -> Iterator[tuple[int | None, Any]]:
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                try:
                    yield number, json.loads(line, parse_int=str, parse_float=str)
                except (ValueError, RecursionError):
                    yield number, None

    return _objects(parsed())


def _objects(records: Iterator[tuple[int | None, Any]]) -> Feed:
    """Objects as rows. What is nested comes up under joined names (`pricing.listPrice` is pricing_listprice)."""
    names: dict[str, list[str | None]] = {}
    lines: list[int | None] = []
    numbers: list[int] = []
    findings: list[Finding] = []
    count = 0
    for line, record in records:
        count += 1
        if not isinstance(record, dict):
            findings.append(Finding(MALFORMED_ROW, f"record {count} is no object", line_number=line))
            continue
        row = dict(_flat(record))
        for name in row:
            if name not in names:
                names[name] = [None] * len(lines)
        for name, cells in names.items():
            cells.append(row.get(name))
        lines.append(line)
        numbers.append(count)
    rows = text_table(list(names), list(names.values()), lines, numbers)  # type: ignore[arg-type]
    return Feed(rows, count, findings, has_header=False)


def _flat(record: dict[str, Any], prefix: str = "", depth: int = 0) -> Iterator[tuple[str, str | None]]:
    for key, value in record.items():
        name = normalise(f"{prefix}{key}")
        if isinstance(value, dict) and depth < 8:
            yield from _flat(value, f"{name}_", depth + 1)
        elif isinstance(value, list) and all(isinstance(v, str) for v in value):
            yield name, "|".join(value) or None
        elif isinstance(value, (dict, list)):
            yield name, json.dumps(value, ensure_ascii=False)
        elif isinstance(value, bool):
            yield name, "true" if value else "false"
        else:
            yield name, None if value is None else value.encode("utf-8", "replace").decode() or None


def at_path(document: Any, path: str) -> Any:
    """The value at `a.b.0.c` of a JSON document; None where there is none."""
    for part in path.split("."):
        if isinstance(document, dict):
            document = document.get(part)
        elif isinstance(document, list) and part.isdigit() and int(part) < len(document):
            document = document[int(part)]
        else:
            return None
    return document
