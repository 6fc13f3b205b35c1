"""The canonical drop: `landing/canonical/<entity>/*.{csv,jsonl,parquet}` in the shape of the input contract, and .csv.gz, .jsonl.gz."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from ingestion.contract import Entity, entities
from ingestion.home import Home
from ingestion.settings import near_match
from ingestion.sources.base import UNKNOWN_ENTITY, Content, FileRead, FileSetAsideError, Finding, LandingFile, RawTable

_FORMATS = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet"}
_NO_FOLDER = "-"


def table_of(entity: str) -> str:
    """The raw table of an entity of the canonical drop."""
    return f"canonical__{entity}"


class CanonicalSource:
    """Files that are already in the contract's shape."""

    name = "canonical"

    def tables(self, home: Home) -> list[RawTable]:
        return [RawTable(table_of(e.name), tuple(e.columns), e) for e in entities().values()]

    def discover(self, home: Home) -> Iterator[LandingFile]:
        for relative, entry in home.files_under(home.landing / "canonical"):
            parts = relative.split("/")
            entity = parts[1] if len(parts) > 2 else _NO_FOLDER
            rules = entities()[entity].fingerprint if entity in entities() else "unknown"
            modified = datetime.fromtimestamp(entry.stat().st_mtime, UTC)
            yield LandingFile(self.name, entity, relative, Path(entry.path), rules, modified)

    def read(self, file: LandingFile, content: Content) -> FileRead:
        entity = entities().get(file.entity)
        if entity is None:
            raise FileSetAsideError([Finding(UNKNOWN_ENTITY, _unknown_entity(file.entity))])
        name = file.relative.lower().removesuffix(".gz")
        form = _FORMATS.get("." + name.rsplit(".", 1)[-1])
        if form is None:
            raise FileSetAsideError.unreadable("is not named .csv, .jsonl or .parquet (.csv.gz and .jsonl.gz are fine)")
        return read_as(form, content, table_of(entity.name), entity)


def read_as(form: str, content: Content, table: str, entity: Entity) -> FileRead:
    """One content, in format `csv`, `jsonl` or `parquet`, as rows of `table`. Raises FileSetAsideError."""
    data = content.data
    if not data:
        raise FileSetAsideError.unreadable("is empty (zero bytes)")
    if form == "parquet":
        from ingestion.sources.files.parquet import read_parquet

        spool, rows_read = read_parquet(data, table, entity, content.scratch)
        return FileRead(rows_read, spool.pieces())
    _refuse_other_encodings(data)
    if form == "jsonl":
        return _jsonl(data, table, entity, content.scratch)
    return _csv(data, table, entity, content.scratch)


def _csv(data: bytes, table: str, entity: Entity, scratch: Path) -> FileRead:
    from ingestion.sources.files.csv_exact import read_exact
    from ingestion.sources.files.csv_fast import read_fast
    from ingestion.sources.files.headers import require_columns
    from ingestion.sources.spool import Spool

    rows = read_fast(data)
    if rows is not None:
        require_columns(entity, rows.column_names, rows.num_rows)
        spool = Spool(table, scratch)
        spool.add(rows)
        return FileRead(spool.rows, spool.pieces())
    spool, rows_read, findings, names = read_exact(data, table, scratch)
    require_columns(entity, names, rows_read)
    return FileRead(rows_read, spool.pieces(), findings, rows_set_aside=len(findings))


def _jsonl(data: bytes, table: str, entity: Entity, scratch: Path) -> FileRead:
    from ingestion.sources.files.headers import require_columns
    from ingestion.sources.files.jsonl import read_jsonl

    spool, rows_read, findings = read_jsonl(data, table, scratch)
    if spool.rows:  # a file without one good object names no columns; its lines have been reported
        require_columns(entity, spool.columns, rows_read)
    return FileRead(rows_read, spool.pieces(), findings, rows_set_aside=len(findings), has_header=False)


def _refuse_other_encodings(data: bytes) -> None:
    """UTF-16 and UTF-32 are told apart from a stray NUL, for whoever has to fix the export."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        raise FileSetAsideError.unreadable("is UTF-16 or UTF-32; UTF-8 is needed")
    at = data.find(b"\0")
    if at >= 0:
        line = data.count(b"\n", 0, at) + 1
        raise FileSetAsideError.unreadable(f"holds a NUL byte in line {line}: it is damaged, or not UTF-8")


def _unknown_entity(entity: str) -> str:
    if entity == _NO_FOLDER:
        return "lies directly in canonical/; it belongs into the folder of its entity, like canonical/leads/"
    return f"the folder {entity} is no entity of the input contract.{near_match(entity, tuple(entities()))}"


SOURCE = CanonicalSource()
