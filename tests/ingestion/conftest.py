"""A home in a temporary folder, and short ways to lay files into it, run an ingest and look at raw."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingestion.home import Home
from ingestion.report import IngestReport
from ingestion.run import ingest

AS_OF = datetime(2026, 3, 31, 22, 0, tzinfo=UTC)
LEADS_HEADER = "lead_id,store_id,inquiry_at,email,updated_at"


def lead(lead_id: str, **cells: str) -> str:
    """One CSV line under LEADS_HEADER."""
    row = {
        "lead_id": lead_id,
        "store_id": "S1",
        "inquiry_at": "2026-03-30T10:00:00-04:00",
        "email": f"{lead_id.lower()}@example.com",
        "updated_at": "2026-03-30T11:00:00-04:00",
        **cells,
    }
    return ",".join(row[c] for c in LEADS_HEADER.split(","))


def leads(*lines: str) -> str:
    """A whole leads file."""
    return "\n".join([LEADS_HEADER, *lines]) + "\n"


class Desk:
    """What a test does with a home."""

    def __init__(self, root: Path) -> None:
        self.home = Home.at(root)

    def drop(self, relative: str, content: str | bytes) -> Path:
        """Lay a file below landing/canonical."""
        path = self.home.landing / "canonical" / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def ingest(self, **options: Any) -> IngestReport:
        return ingest(self.home, as_of=AS_OF, **options)

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.home.warehouse), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def column(self, sql: str) -> list[Any]:
        return [row[0] for row in self.query(sql)]

    def visible(self, table: str, column: str) -> list[Any]:
        """One column of the rows that staging sees, in the order of arrival."""
        return self.column(
            f"select r.{column} from raw.{table} as r inner join raw.load_ledger as l"
            " on r._batch_id = l.batch_id and r._dlt_load_id = l.dlt_load_id order by l.arrival, r._row_number"
        )

    def findings(self) -> list[tuple[Any, ...]]:
        """(file name, line, column, reason, is_row_loaded), sorted by text."""
        sql = "select file, line_number, column_name, reason_code, is_row_loaded from raw.quarantine_findings"
        return sorted(((row[0].rsplit("/", 1)[-1], *row[1:]) for row in self.query(sql)), key=str)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    yield Desk(tmp_path / "home")


@pytest.fixture
def read_csv(tmp_path: Path) -> Callable[[bytes], tuple[list[str], list[tuple[Any, ...]]]]:
    """The exact reader's (names, rows with line numbers) of some bytes."""
    from ingestion.sources.files.csv_exact import read_exact

    def read(data: bytes) -> tuple[list[str], list[tuple[Any, ...]]]:
        spool, _, _, names = read_exact(data, "t", tmp_path)
        return names, [tuple(row.values()) for piece in spool.pieces() for row in piece.rows.to_pylist()]

    return read
