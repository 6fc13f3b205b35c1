"""Published tables against the oracle's, and two published files against each other; differences in words a human can follow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from tests.oracle.parameters import UNDECIDED
from tests.scenarios.run import canonical, published, same, text

Row = dict[str, Any]
NAMES = ("make", "model", "trim")
# table → the columns that are one row
KEYS: dict[str, tuple[str, ...]] = {
    "marts.mart_funnel": (
        "store_id", "inquiry_date", "lead_source", "channel_group", "campaign_id", "make", "model", "lead_type", "agent_id", "daypart",
    ),
    "marts.mart_speed_to_lead": ("store_id", "as_of_date", "window_days", "segment_type", "segment_value"),
    "marts.mart_lead_queue": ("store_id", "inquiry_at", "owner_agent_id", "lead_source"),
    "marts.mart_source_performance": ("store_id", "month", "lead_source", "campaign_id"),
    "marts.mart_ad_efficiency": ("platform", "account_id", "campaign_id", "ad_group_id", "store_id", "performance_date"),
    "marts.mart_days_supply": ("store_id", "as_of_date", "vehicle_class", *NAMES),
    "marts.mart_days_supply_rollup": ("level", "group", "store_id", "as_of_date", "vehicle_class", "make", "model"),
    "marts.mart_inventory_aging": ("store_id", "as_of_date", "vehicle_class", "make", "model", "bucket"),
    "marts.mart_turn": ("store_id", "month", "vehicle_class"),
    "marts.mart_price_to_market": ("store_id", "vin", "as_of_date"),
    "marts.mart_appointments": ("store_id", "scheduled_date", "agent_id"),
    "marts.mart_call_handling": ("store_id", "call_date", "hour"),
    "marts.mart_recon_pipeline": ("store_id", "stock_number", "stage", "entered_at"),
    "marts.mart_recon_cycle": ("store_id", "month"),
    "marts.mart_merchandising": ("store_id", "vin", "as_of_date"),
    "facts.fct_inventory_daily": ("store_id", "vin", "stock_date"),
    "facts.fct_leads": ("store_id", "inquiry_at", "lead_id"),
    "dims.dim_inventory_units": ("store_id", "stock_number", "vin"),
}  # fmt: skip
# Nothing spent and nothing known of a spend are the same to a reader.
NOTHING = ("spend", "clicks", "impressions", "leads", "sold", "front_gross", "back_gross")


def _cell(column: str, value: Any) -> str:
    found = text(value)
    if column in NAMES:
        return found.strip().lower() or "unknown"
    if column in NOTHING and found == "":
        return "0"
    return found


def _first_days(expected: list[Row], column: str) -> dict[str, Any]:
    days: dict[str, Any] = {}
    for row in expected:
        days[row["store_id"]] = min(days.get(row["store_id"], row[column]), row[column])
    return days


def _in_scope(table: str, row: Row, expected: list[Row], tables: dict[str, list[Row]]) -> bool:
    """Rows on which the contracts speak clearly (see AMBIGUITIES.md): history before a store's stock is known is left open, and so is
    a group's total on a day that is not every store's."""
    if table in ("marts.mart_days_supply", "marts.mart_days_supply_rollup", "marts.mart_turn"):
        supply = tables["marts.mart_days_supply"]
        first = _first_days(supply, "as_of_date")
        day = row.get("as_of_date") or row["month"]
        if row.get("level") == "group_class":
            if not (row["group_id"] or "").endswith("G1"):
                return False
            stores = [row["group_id"].replace("G1", s) for s in ("S1", "S2")]
            last = [max(r["as_of_date"] for r in supply if r["store_id"] == s) for s in stores]
            return bool(max(first[s] for s in stores) <= day <= min(last))
        start = first.get(row["store_id"])
        return start is not None and day >= (start.replace(day=1) if table == "marts.mart_turn" else start)
    if table == "marts.mart_recon_pipeline":
        return bool(row["stage"] != "lot_ready")
    if table == "marts.mart_inventory_aging":
        today = {r["store_id"]: r["as_of_date"] for r in expected}
        return bool(row["as_of_date"] == today.get(row["store_id"]))
    if table == "marts.mart_merchandising":
        return bool(row["as_of_date"] == max(r["as_of_date"] for r in expected if r["store_id"] == row["store_id"]))
    if table == "marts.mart_speed_to_lead":
        # Only today's cohorts are fixed; earlier dates may be kept as well.
        today = {r["store_id"]: r["as_of_date"] for r in expected}
        return bool(row["as_of_date"] == today.get(row["store_id"], row["as_of_date"]))
    return True


def fetch(con: duckdb.DuckDBPyConnection, table: str, columns: list[str]) -> list[Row]:
    """The columns of a published table as dictionaries."""
    rows = con.execute(f"select {', '.join(columns)} from {table}").fetchall()
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _is_ours(row: Row) -> bool:
    """Whether a row is a world's and not a scenario's that shares its home: names that begin with a number, or the unknown store."""
    name = str(row.get("store_id") or row.get("group_id") or "")
    return name[:1].isdigit() or name == "unknown"


def against_oracle(home: Path, tables: dict[str, list[Row]]) -> list[str]:
    """Every difference between what the home published and what the oracle says, by table, key and column."""
    problems: list[str] = []
    with published(home) as con:
        for table, key in KEYS.items():
            expected = tables[table]
            columns = list(expected[0]) if expected else [c for c in key if c != "group"]
            try:
                found = [row for row in fetch(con, table, columns) if _is_ours(row)]
            except duckdb.Error as error:
                problems.append(f"{table}: {str(error).splitlines()[0]}")
                continue
            if table == "dims.dim_inventory_units":
                names = {(r["store_id"], r["stock_number"]) for r in expected}
                found = [r for r in found if r["is_current"] and (r["store_id"], r["stock_number"]) in names]
                newest = {(r["store_id"], r["stock_number"], r["vin"]): r for r in sorted(found, key=lambda r: r["first_seen_on"])}
                found = list(newest.values())
            if table == "marts.mart_days_supply_rollup":
                # Whose group: a part of the key where the group is the level, a value elsewhere.
                expected, found = (
                    [r | {"group": r["group_id"] if r["level"] == "group_class" else None} for r in t] for t in (expected, found)
                )
            wanted = [r for r in expected if _in_scope(table, r, expected, tables)]
            found = [r for r in found if _in_scope(table, r, expected, tables)]
            problems += _differences(table, key, columns, wanted, found)
        problems += _quarantine(con, tables["meta.quarantine"])
    return problems


def _differences(table: str, key: tuple[str, ...], columns: list[str], expected: list[Row], found: list[Row]) -> list[str]:
    index: dict[tuple[str, ...], list[Row]] = {}
    for row in found:
        index.setdefault(tuple(canonical(_cell(c, row[c])) for c in key), []).append(row)
    problems = []
    for row in expected:
        mark = tuple(canonical(_cell(c, row[c])) for c in key)
        hits = index.get(mark, [])
        if not hits:
            problems.append(f"{table} {_name(key, mark)}: missing; expected {_rest(row, key)}")
            continue
        hit = hits.pop(0)
        wrong = [c for c in columns if row[c] != UNDECIDED and not same(_cell(c, row[c]), _cell(c, hit[c]))]
        problems += [f"{table} {_name(key, mark)} {c}: expected {_cell(c, row[c])}, found {_cell(c, hit[c])}" for c in wrong]
    problems += [f"{table} {_name(key, mark)}: extra; {_rest(hit, key)}" for mark, hits in index.items() for hit in hits]
    return problems


def _name(key: tuple[str, ...], mark: tuple[str, ...]) -> str:
    return " ".join(f"{c}={v}" for c, v in zip(key, mark, strict=True))


def _rest(row: Row, key: tuple[str, ...]) -> str:
    return " ".join(f"{c}={text(v)}" for c, v in row.items() if c not in key)


def _quarantine(con: duckdb.DuckDBPyConnection, expected: list[Row]) -> list[str]:
    columns = ["entity", "file", "line_number", "column_name", "reason_code", "is_row_loaded"]
    found = [row for row in fetch(con, "meta.quarantine", columns) if (row["file"] or "0").rsplit("/", 1)[-1][:1].isdigit()]
    # A held list is one finding, whatever file and line it is shown at, and whether its rows count as loaded.
    whole = ("file", "line_number", "column_name", "is_row_loaded")
    marks = [
        sorted("|".join(text(r[c]) for c in columns if r["reason_code"] != "held_back_snapshot" or c not in whole) for r in rows)
        for rows in (expected, found)
    ]
    return [f"meta.quarantine: missing {m}" for m in marks[0] if m not in marks[1]] + [
        f"meta.quarantine: extra {m}" for m in marks[1] if m not in marks[0]
    ]


# Tables about runs, checks and what was loaded: three runs are not one.
ABOUT_RUNS = (
    *("facts.fct_load_runs", "facts.fct_quality_results", "facts.fct_hygiene_checks", "marts.mart_pipeline_health"),
    *("marts.mart_data_hygiene", "marts.mart_data_hygiene_weekly"),
)
# What names the run rather than the world.
OF_THE_RUN = ("run_id", "publish_id", "loaded_at", "published_at", "last_loaded_at", "load_age_seconds", "row_id", "batch_id")


def between_homes(one: Path, other: Path) -> list[str]:
    """Row for row, every table of dims, facts and marts: what differs between two published files."""
    problems = []
    with duckdb.connect() as con:
        con.execute(f"attach '{one / 'publish' / 'rooftop.duckdb'}' as a (read_only)")
        con.execute(f"attach '{other / 'publish' / 'rooftop.duckdb'}' as b (read_only)")
        query = (
            "select schema_name || '.' || table_name, database_name from duckdb_tables() where schema_name in ('dims', 'facts', 'marts')"
        )
        names: dict[str, set[str]] = {}
        for table, database in con.execute(query).fetchall():
            names.setdefault(database, set()).add(table)
        problems += [f"{table}: only in one of the two" for table in sorted(names.get("a", set()) ^ names.get("b", set()))]
        for table in sorted(names.get("a", set()) & names.get("b", set()) - set(ABOUT_RUNS)):
            kinds = {r[0]: r[1] for r in con.execute(f"describe a.{table}").fetchall() if r[0] not in OF_THE_RUN}
            columns = list(kinds)
            picked = ", ".join(f'round("{c}", 9)' if kind == "DOUBLE" else f'"{c}"' for c, kind in kinds.items())
            for left, right, word in (("a", "b", "only in one shot"), ("b", "a", "only in batches")):
                sql = f"(select {picked} from {left}.{table} except all select {picked} from {right}.{table}) limit 3"
                for row in con.execute(sql).fetchall():
                    problems.append(f"{table}: {word}: {dict(zip(columns, map(text, row), strict=True))}")
    return problems
