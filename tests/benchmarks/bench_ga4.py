"""Backfill of 1,000,000 GA4 events, exported to Parquet as BigQuery does, through the front door into raw: at least 100,000 rows/s.

The same events as JSON lines are measured beside it, without a limit: their parsing alone is most of the time.
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
FILES = 10
JSON_ROWS = 200_000
ROWS_PER_SECOND = 100_000
_PARAM = (
    "struct_pack(key := '{key}', value := struct_pack(string_value := {text}, int_value := {whole}, float_value := null::double,"
    " double_value := null::double))"
)
_VIN = "'1FTFW1E50NFA' || lpad((i % 99999)::varchar, 5, '0')"
_TEXTS = {
    "event_owner": "'site_' || i % 3", "page_type": "['item', 'itemlist', 'home'][i % 3 + 1]", "item_id": _VIN, "item_model": "'f-150'",
    "page_location": "'https://dealer.example.com/inventory/' || (i % 7777)", "item_number": "'P' || i % 99999", "item_make": "'ford'",
    "item_condition": "['new', 'used'][i % 2 + 1]", "department": "'sales'",
}  # fmt: skip
_WHOLES = {"ga_session_id": "i // 5", "ga_session_number": "1"}


def events(first: int, count: int) -> str:
    """SQL of `count` events from number `first` on, in the export's columns; eleven parameters each."""
    params = [_PARAM.format(key=key, text=text, whole="null::bigint") for key, text in _TEXTS.items()]
    params += [_PARAM.format(key=key, text="null::varchar", whole=whole) for key, whole in _WHOLES.items()]
    return f"""
    select
        '20260301' as event_date, 1772323200000000 + i * 7000 as event_timestamp,
        ['asc_item_pageview', 'asc_itemlist_pageview', 'session_start', 'asc_form_submission'][i % 4 + 1] as event_name,
        [{", ".join(params)}] as event_params, i as event_bundle_sequence_id, null::varchar as user_id,
        md5((i // 9)::varchar) as user_pseudo_id, []::struct(key varchar, value varchar)[] as user_properties,
        struct_pack(category := ['mobile', 'desktop'][i % 2 + 1], mobile_brand_name := 'Apple', operating_system := 'iOS',
            web_info := struct_pack(browser := 'Safari', browser_version := '17', hostname := 'dealer.example.com')) as device,
        struct_pack(city := 'Boston', region := 'Massachusetts', country := 'United States', metro := 'Boston') as geo,
        struct_pack(name := '(direct)', medium := '(none)', source := '(direct)') as traffic_source,
        struct_pack(manual_source := case when i % 3 = 0 then 'google' end, manual_medium := case when i % 3 = 0 then 'cpc' end,
            manual_campaign_name := case when i % 3 = 0 then 'spring, sale' end, gclid := null::varchar) as collected_traffic_source,
        '1' as stream_id, 'WEB' as platform, null::bigint as batch_page_id, 1 as batch_event_index, true as is_active_user,
        case when i % 4 = 0 then [struct_pack(item_id := {_VIN}, price := 24995.5)] else [] end as items
    from range({first}, {first + count}) as numbers(i)"""


def measure(form: str, rows: int = ROWS, files: int = FILES) -> float:
    """Seconds in which a home takes in `rows` events laid down in `files` day files of this form (parquet, json)."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        home = Home.at(Path(folder) / "home")
        ingest(home)  # libraries are imported, folders are there
        root = home.landing / "ga4" / "events" / "310000001"
        root.mkdir(parents=True)
        for number in range(files):
            name = f"events_202603{number + 1:02d}.{'jsonl' if form == 'json' else form}"
            duckdb.execute(f"copy ({events(number * (rows // files), rows // files)}) to '{root / name}' (format {form})")
        import dlt  # noqa: F401

        began = time.perf_counter()
        report = ingest(home)
        seconds = time.perf_counter() - began
        if (report.rows_loaded, report.rows_set_aside) != (rows, 0):
            raise AssertionError(f"{report.rows_loaded} of {rows} rows loaded")
        return seconds


def main() -> int:
    """Print rows per second of both forms; 0 if Parquet is fast enough."""
    rate = ROWS / measure("parquet")
    print(f"{ROWS:,} GA4 events as Parquet: {rate:,.0f} rows/s (limit {ROWS_PER_SECOND:,})")
    lines = JSON_ROWS / measure("json", JSON_ROWS, 2)
    print(f"{JSON_ROWS:,} GA4 events as JSON lines of 2 KB, nulls spelled out: {lines:,.0f} rows/s")
    return int(rate < ROWS_PER_SECOND)


if __name__ == "__main__":
    sys.exit(main())
