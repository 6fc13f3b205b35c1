"""ADF leads as a source of files: everything under <home>/landing/adf, in any folder, whatever it is called."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ingestion.quarantine import shape_of
from ingestion.sources.adf.documents import MAX_BYTES, Document, read_document
from ingestion.sources.adf.leads import COLUMNS
from ingestion.sources.base import Content, FileRead, FileSetAsideError, Finding, LandingFile, Piece, RawTable

if TYPE_CHECKING:
    from ingestion.home import Home

TABLE = "adf__leads"


class AdfSource:
    """See ingestion/sources/base.py. max_bytes: a larger file is set aside unread (the content is unauthenticated e-mail)."""

    name = "adf"

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self.max_bytes = max_bytes

    def tables(self, home: Home) -> list[RawTable]:
        return [RawTable(TABLE, COLUMNS)]

    def discover(self, home: Home) -> Iterator[LandingFile]:
        for relative, entry in home.files_under(home.landing / "adf"):
            modified_at = datetime.fromtimestamp(int(entry.stat().st_mtime), UTC)
            yield LandingFile(self.name, "leads", relative, Path(entry.path), modified_at=modified_at)

    def read(self, file: LandingFile, content: Content) -> FileRead:
        received_at = file.modified_at.isoformat() if file.modified_at else None
        document = read_document(content.data, file.relative.removesuffix(".gz"), received_at, self.max_bytes)
        findings = [
            Finding(f.reason_code, f.message, f.line_number, f.column_name, f.is_row_loaded, shape_of(f.value) if f.value else None)
            for f in document.findings
        ]
        if not document.rows and not document.rows_set_aside:
            raise FileSetAsideError(findings)
        return FileRead(
            rows_read=len(document.rows) + document.rows_set_aside,
            pieces=[_piece(document)] if document.rows else [],
            findings=findings,
            rows_set_aside=document.rows_set_aside,
            facts={"prospects": len(document.rows)},
        )


def _piece(document: Document) -> Piece:
    import pyarrow as pa

    columns = {name: pa.array([row[name] for row in document.rows], pa.string()) for name in COLUMNS}
    columns["_line_number"] = pa.array(document.line_numbers, pa.int64())
    columns["_row_number"] = pa.array(range(1, len(document.rows) + 1), pa.int64())
    return Piece(TABLE, pa.table(columns))
