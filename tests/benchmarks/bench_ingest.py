"""Bulk ingest of a 1,000,000-row canonical CSV, against DuckDB's own `create table as select * from read_csv(…)` of the same file.

The limit is 3 times DuckDB's time, in the same run, in one process (the CTAS does not import dlt either).
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import duckdb

from ingestion.home import Home
from ingestion.run import ingest

ROWS = 1_000_000
LIMIT = 3.0
_WEB_EVENTS = """
copy (
    select
        'E' || i as event_id,
        strftime(timestamp '2026-01-01' + to_seconds(i * 7), '%Y-%m-%dT%H:%M:%S-05:00') as occurred_at,
        'S' || (i % 11) as store_id, md5(cast(i // 5 as varchar)) as session_id, md5(cast(i // 9 as varchar)) as client_id,
        ['srp_view', 'vdp_view', 'form_submit'][i % 3 + 1] as event_name,
        '1FTFW1E50NFA' || lpad(cast(i % 99999 as varchar), 5, '0') as vin,
        'https://dealer.example.com/used/' || (i % 7777) as page_url, 'vdp' as page_type, ['mobile', 'desktop'][i % 2 + 1] as device,
        case when i % 3 = 0 then 'google' end as utm_source, case when i % 3 = 0 then 'cpc' end as utm_medium,
        case when i % 3 = 0 then 'spring, sale' end as utm_campaign, null as utm_content, null as utm_term,
        case when i % 40 = 0 then 'L' || i end as lead_id, 'false' as is_bot
    from range({rows}) as numbers(i)
) to '{path}' (header)
"""


def measure(rows: int = ROWS) -> tuple[float, float]:
    """(seconds of DuckDB's CTAS, seconds of the ingest) for the same file of `rows` web events."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        home = Home.at(Path(folder) / "home")
        ingest(home)  # libraries are imported, folders are there
        path = home.landing / "canonical" / "web_events" / "events.csv"
        path.parent.mkdir(parents=True)
        duckdb.execute(_WEB_EVENTS.format(rows=rows, path=path))
        import dlt  # noqa: F401

        began = time.perf_counter()
        with duckdb.connect(str(Path(folder) / "own.duckdb")) as connection:
            connection.execute(f"create table web_events as select * from read_csv('{path}')")
        own = time.perf_counter() - began
        began = time.perf_counter()
        report = ingest(home)
        ours = time.perf_counter() - began
        if (report.rows_loaded, report.rows_set_aside) != (rows, 0):
            raise AssertionError(f"{report.rows_loaded} of {rows} rows loaded")
        return own, ours


def main() -> int:
    """Print the ratio; 0 if it is within the limit."""
    own, ours = measure()
    ratio = ours / own
    print(f"ingest of {ROWS:,} rows: {ours:.1f} s, DuckDB's own {own:.1f} s, ratio {ratio:.2f} (limit {LIMIT:g})")
    return int(ratio > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
