"""Backfill of 200,000 deals from one DealerVault SL file, at all its 376 columns and at the 60 that hold something in most stores.

Asked are 100,000 rows a second as Arrow: the file to checked Arrow tables, and through the front door into raw (copied, checked, loaded,
counted). Both rates are printed; the limit is a multiple of DuckDB's own `create table as select * from read_csv(…)` of the same file as
text, in the same run, so that a busy or slow machine does not decide. Most of the time goes into DuckDB's compression of so much text.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import duckdb

from ingestion import contents
from ingestion.home import Home
from ingestion.run import ingest
from ingestion.sandbox.emitters.dealervault_headers import FIRST, SL
from ingestion.sources import registry

ROWS = 200_000
RATE = 100_000
LIMITS = {60: 3.0, 376: 3.0}
# What a cell holds, where it holds anything; numbers are money with thousands commas, as DealerVault writes them.
_DAY = "strftime(date '2024-01-01' + cast(i % 700 as integer), '%-m/%-d/%Y')"
_MONEY = "format('{{:,.2f}}', cast({} + (i * 7919) % {} as double) + 0.5)"
_CELLS = {
    "File Type": "'SL'", "DV Dealer ID": "'DVD2400' || i % 5", "Vendor Dealer ID": "'DVD2400' || i % 5", "DMS Type": "'PBS'",
    "Deal Number": "lpad(cast(i as varchar), 8, '0')", "Customer Number": "'C' || i % 90000", "Full Name": "'Sample, Test ' || i",
    "First Name": "'Test ' || i", "Last Name": "'Sample'", "Address Line 1": "i || ' Main St'", "City": "'Troy'", "State": "'MI'",
    "Zip": "'48083'", "Cell Phone": "'24855501' || lpad(cast(i % 100 as varchar), 2, '0')", "Email 1": "'t' || i || '@example.com'",
    "Birth Date": "''", "Opt Out": "'N'", "Block Email": "'N'", "Block Phone": "'N'", "Block Mail": "'N'", "Customer Create Date": _DAY,
    "VIN": "'1FTFW1E50NFA' || lpad(cast(i % 99999 as varchar), 5, '0')", "Year": "cast(2018 + i % 8 as varchar)", "Make": "'FORD'",
    "Model": "'F-150'", "Mileage": "cast((i * 31) % 90000 as varchar)", "Description": "'Truck 15\" wheels'", "Exterior Color": "'BLK'",
    "New/Used": "case when i % 2 = 0 then 'N' else 'U' end", "Stock Number": "'P' || i", "Trim": "'XLT'", "Delivery Date": _DAY,
    "Inventory Date": _DAY, "Trade 1 VIN": "case when i % 3 = 0 then '2T1BURHE5JC' || lpad(cast(i % 999999 as varchar), 6, '0') end",
    "Trade 1 Actual Cash Value": f"case when i % 3 = 0 then {_MONEY.format(3000, 20000)} end",
    "Salesman 1 Number": "cast(i % 60 as varchar)", "Salesman 1 Name": "'Seller ' || i % 60", "MSRP": _MONEY.format(30000, 40000),
    "List Price": _MONEY.format(25000, 40000), "Sales Price": _MONEY.format(24000, 40000), "Cost": _MONEY.format(22000, 38000),
    "Adjustments": _MONEY.format(100, 2000), "Pack Amount": "'500.00'", "Sale Net": _MONEY.format(24000, 40000),
    "Front Gross": _MONEY.format(-500, 4000), "Back Gross": _MONEY.format(0, 3000), "Total Profit": _MONEY.format(0, 7000),
    "Deal Status": "'F'", "Entry Date": _DAY, "Booked Date": _DAY, "Finalized Date": _DAY, "Contract Date": _DAY, "Accounting Date": _DAY,
    "Status Change Date": _DAY, "Deal Type": "'Finance'", "Sale Type": "'Retail'", "Term": "'72'", "APR": "'5.9'",
    "Holdback Amount": _MONEY.format(0, 900), "Total Tax": _MONEY.format(0, 3000),
}  # fmt: skip


def write(path: Path, columns: int, rows: int = ROWS) -> None:
    """A sales file of so many columns and rows: tabs, no quotes."""
    names = list(_CELLS) if columns < len(FIRST) + len(SL) else [*FIRST, *SL]
    cells = ", ".join(f'{_CELLS.get(name, "null")} as "{name}"' for name in names)
    select = f"select {cells} from range({rows}) as numbers(i)"
    duckdb.execute(f"copy ({select}) to '{path}' (header, delimiter '\t', quote '', escape '', nullstr '')")


def measure(columns: int, rows: int = ROWS) -> tuple[float, float, float]:
    """Seconds, for the same file: of DuckDB's CTAS, of reading it to checked Arrow tables, of the whole ingest."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        home = Home.at(Path(folder) / "home")
        ingest(home)  # libraries are imported, folders are there
        path = home.landing / "dealervault" / "DVD24000_20260331_0530_SL.txt"
        path.parent.mkdir(parents=True)
        write(path, columns, rows)
        import dlt  # noqa: F401

        began = time.perf_counter()
        with duckdb.connect(str(Path(folder) / "own.duckdb")) as connection:
            reading = f"read_csv('{path}', delim='\t', quote='', escape='', header=true, all_varchar=true)"
            connection.execute(f"create table sales as select * from {reading}")
        own = time.perf_counter() - began
        source = registry.source("dealervault")
        file = next(iter(source.discover(home)))
        began = time.perf_counter()
        content, _ = contents.read_landing(file, home)
        if sum(piece.rows.num_rows for piece in source.read(file, content).pieces) != rows:
            raise AssertionError("rows are missing")
        arrow = time.perf_counter() - began
        del content
        began = time.perf_counter()
        report = ingest(home)
        ours = time.perf_counter() - began
        if (report.rows_loaded, report.rows_set_aside) != (rows, 0):
            raise AssertionError(f"{report.rows_loaded} of {rows} rows loaded")
        return own, arrow, ours


def main() -> int:
    """Print both files' rates and ratios; 0 if all are within their limits."""
    over = 0
    for columns, limit in LIMITS.items():
        own, arrow, ours = measure(columns)
        over |= int(ours / own > limit)
        print(
            f"backfill of {ROWS:,} deals at {columns} columns: to Arrow {ROWS / arrow:,.0f} rows/s, into raw {ROWS / ours:,.0f} rows/s "
            f"(asked {RATE:,}); {ours:.1f} s, DuckDB's own {own:.1f} s, ratio {ours / own:.2f} (limit {limit:g})"
        )
    return over


if __name__ == "__main__":
    sys.exit(main())
