"""Cells as vendors write them: what ingestion says it can read is what staging reads, and the other way round.

The macros of dbt_project/macros/dialect are rendered as dbt would (without dbt) and asked of DuckDB, cell by cell.
"""

from __future__ import annotations

from typing import Any

import duckdb
import jinja2
import pytest

from ingestion.home import PROJECT_DIR
from ingestion.sources.exports.reading import is_readable

DATES = {
    "3/4/2026": "2026-03-04", "03/04/2026": "2026-03-04", "3-4-2026": "2026-03-04", "3.4.2026": "2026-03-04", "2026-03-04": "2026-03-04",
    "20260304": "2026-03-04", "2026/03/04": "2026-03-04", "2026-3-4": "2026-03-04", "3/4/26": "2026-03-04", "4-Mar-2026": "2026-03-04",
    "March 4, 2026": "2026-03-04", "Mar 4 2026": "2026-03-04", "Wed Mar 04 2026": "2026-03-04", "04 Mar 2026": "2026-03-04",
    "25/12/2026": "2026-12-25", "3/4/2026 10:15:00 AM": "2026-03-04", "2026-03-04T10:00:00": "2026-03-04", "1772618400000": "2026-03-04",
    "202603041015": "2026-03-04", "20260304T1000": "2026-03-04",
    "13/13/2026": None, "2026-02-30": None, "2/30/2026": None, "03042026": None, "0": None, "00/00/0000": None, "n/a": None, "March": None,
}  # fmt: skip
MOMENTS = {
    "3/4/2026": "2026-03-04 00:00:00", "3/4/26": "2026-03-04 00:00:00", "03/04/26 10:00": "2026-03-04 10:00:00",
    "3/4/2026 14:05": "2026-03-04 14:05:00", "3/4/2026 1:05 PM": "2026-03-04 13:05:00", "3/4/2026 12:05:09 a.m.": "2026-03-04 00:05:09",
    "2026-03-04": "2026-03-04 00:00:00", "2026-03-04 10:00:00.5": "2026-03-04 10:00:00.5",
    "2026-03-04T10:00:00-05:00": "2026-03-04 15:00:00",
    "2026-03-04T10:00Z": "2026-03-04 10:00:00", "1772618400000": "2026-03-04 10:00:00", "1772618400": "2026-03-04 10:00:00",
    "20260304T101500": "2026-03-04 10:15:00", "202603041015": "2026-03-04 10:15:00", "March 4, 2026 9:30 AM": "2026-03-04 09:30:00",
    "Wed, 04 Mar 2026 10:00:00 GMT": "2026-03-04 10:00:00", "Wed, 04 Mar 2026 10:00:00 -0500": "2026-03-04 15:00:00",
    "3/4/2026 10:00 EST": "2026-03-04 15:00:00", "25/12/2026 8:00": "2026-12-25 08:00:00",
    "2026-02-30": None, "13/13/2026": None, "0": None, "n/a": None, "soon": None,
}  # fmt: skip
NUMBERS = {
    "1,250.00": 1250, "$1,250": 1250, "(500.00)": -500, "($1,500)": -1500, "-$5": -5, "$-5": -5, "24995 USD": 24995, "US$ 5": 5,
    "1.2e3": 1200,
    ".5": 0.5, "5.": 5, "+5": 5, "€5": 5, "64,000 miles": 64000,
    "12,34": None, "1,2,3": None, "500-": None, "1 250": None, "--5": None, "abc": None,
}  # fmt: skip


class _Adapter:
    """dispatch, with DuckDB as the only engine."""

    def __init__(self) -> None:
        self.macros: Any = None

    def dispatch(self, name: str) -> Any:
        return getattr(self.macros, f"default__{name}")


@pytest.fixture(scope="module")
def macros() -> Any:
    folder = PROJECT_DIR / "dbt_project" / "macros" / "dialect"
    text = "".join((folder / name).read_text() for name in ("parse.sql", "vendor_cells.sql"))
    adapter = _Adapter()
    environment = jinja2.Environment(autoescape=False)
    environment.globals.update({"adapter": adapter, "return": lambda value: value})
    adapter.macros = environment.from_string(text).make_module()
    return adapter.macros


def asked(expression: str, cells: list[str]) -> list[Any]:
    with duckdb.connect() as con:
        con.execute("set timezone = 'UTC'")
        return [con.execute(f"select {expression} from (select cast(? as varchar) as c)", [cell]).fetchone()[0] for cell in cells]  # type: ignore[index]


def test_dates(macros: Any) -> None:
    read = asked(f"cast({macros.vendor_date('c')} as varchar)", list(DATES))
    assert dict(zip(DATES, read, strict=True)) == DATES
    assert {cell: is_readable(cell, "date") for cell in DATES} == {cell: day is not None for cell, day in DATES.items()}


def test_moments(macros: Any) -> None:
    moment = macros.vendor_moment("c")
    read = asked(f"cast({macros.to_utc(f'({moment})', chr(39) + 'UTC' + chr(39))} as varchar)", list(MOMENTS))
    assert dict(zip(MOMENTS, read, strict=True)) == MOMENTS
    assert {cell: is_readable(cell, "timestamp") for cell in MOMENTS} == {cell: at is not None for cell, at in MOMENTS.items()}


def test_a_moment_without_a_zone_takes_the_vendors(macros: Any) -> None:
    cells = ["3/4/2026 14:05", "2026-03-04 10:00", "3/4/2026 10:00 EST", "1772618400", "20260304T1015"]
    local, utc = (asked(macros.vendor_moment("c", zone), cells) for zone in ("", "Z"))
    assert [text[10:] for text in local] == ["T14:05:00", " 10:00", "T10:00:00-05:00", "T10:00:00.000000Z", "T10:15:00"]
    assert [text[10:] for text in utc] == ["T14:05:00Z", " 10:00Z", "T10:00:00-05:00", "T10:00:00.000000Z", "T10:15:00Z"]


def test_numbers(macros: Any) -> None:
    read = asked(f"cast({macros.vendor_number('c')} as double)", list(NUMBERS))
    assert dict(zip(NUMBERS, read, strict=True)) == NUMBERS
    assert {cell: is_readable(cell, "number") for cell in NUMBERS} == {cell: n is not None for cell, n in NUMBERS.items()}
