"""Compares published marts with what really happened in its simulated group."""

from pathlib import Path
from typing import Any

import duckdb

_FUNNEL = (
    "leads", "contacted", "appointment_set", "appointment_confirmed", "shown", "test_drive", "quoted", "finance_applied", "sold",
    "delivered", "sold_front_gross", "sold_back_gross",
)  # fmt: skip
_SPEED = (
    "leads", "responded", "response_median_seconds", "response_p90_seconds", "assignment_median_seconds",
    "conversation_median_seconds", "within_5_min",
)  # fmt: skip


def differences(database: Path, truth: dict[str, Any]) -> list[str]:
    """What a published file says otherwise than the ledger of truth, one line for each headline number ("where: truth …, mart …")."""
    found: list[str] = []
    con = duckdb.connect(str(database), read_only=True)
    con.execute("set timezone = 'UTC'")
    tables = {
        f"{schema}.{table}" for schema, table in con.execute("select table_schema, table_name from information_schema.tables").fetchall()
    }

    def compare(where: str, expected: Any, sql: str, *values: object) -> None:
        row = con.execute(sql, values).fetchone()
        actual = row[0] if row else None
        same = expected is None and actual is None
        if not same and (expected is None or actual is None or abs(float(actual) - float(expected)) > 0.011):
            found.append(f"{where}: truth {expected}, mart {actual}")

    for store_id, told in truth["stores"].items():
        compare(
            f"{store_id} lead_records", told["lead_records"], "select sum(lead_records) from marts.mart_funnel where store_id = ?", store_id
        )
        for column in _FUNNEL:
            compare(
                f"{store_id} funnel.{column}",
                told["funnel"][column],
                f"select sum({column}) from marts.mart_funnel where store_id = ?",
                store_id,
            )
        for source, leads in told["leads_by_source"].items():
            sql = "select sum(leads) from marts.mart_funnel where store_id = ? and lead_source = ?"
            compare(f"{store_id} funnel.leads of {source}", leads, sql, store_id, source)
        for column in _SPEED:
            sql = f"select {column} from marts.mart_speed_to_lead where store_id = ? and window_days = 30 and segment_type = 'all'"
            compare(f"{store_id} speed.{column}", told["speed_30_days"][column], sql, store_id)
        compare(f"{store_id} lead_queue", told["lead_queue"], "select count(*) from marts.mart_lead_queue where store_id = ?", store_id)
        for vehicle_class, units in told["stock"].items():
            where = "where store_id = ? and vehicle_class = ? and as_of_date = ?"
            keys = (store_id, vehicle_class, told["as_of_date"])
            for column in ("units_in_stock", "units_available"):
                sql = f"select coalesce(sum({column}), 0) from marts.mart_days_supply {where}"
                compare(f"{store_id} days_supply.{column} {vehicle_class}", units[column], sql, *keys)
            sql = f"select coalesce(sum(retail_sold), 0) from marts.mart_days_supply {where}"
            compare(f"{store_id} days_supply.retail_sold {vehicle_class}", told["sales"]["retail_sold_30_days"][vehicle_class], sql, *keys)
            sql = f"select coalesce(sum(units), 0) from marts.mart_inventory_aging {where}"
            compare(f"{store_id} aging.units {vehicle_class}", units["units_in_stock"], sql, *keys)
            sql = f"select count(*) from marts.mart_price_to_market {where}"
            compare(f"{store_id} price_to_market units {vehicle_class}", units["units_in_stock"], sql, *keys)
        for platform, spend in told["ad_spend"].items():
            sql = "select sum(spend) from marts.mart_ad_efficiency where store_id = ? and platform = ?"
            compare(f"{store_id} ad_efficiency.spend {platform}", spend, sql, store_id, platform)
        if "marts.mart_source_performance" in tables:
            sql = "select sum(leads) from marts.mart_source_performance where store_id = ?"
            compare(f"{store_id} source_performance.leads", told["funnel"]["leads"], sql, store_id)
            sql = "select sum(sold) from marts.mart_source_performance where store_id = ? and lead_source = 'unattributed'"
            compare(f"{store_id} source_performance.sold unattributed", told["sales"]["without_opportunity"], sql, store_id)
        if "marts.mart_appointments" in tables:
            for column, count in told["appointments"].items():
                compare(
                    f"{store_id} appointments.{column}",
                    count,
                    f"select sum({column}) from marts.mart_appointments where store_id = ?",
                    store_id,
                )
        if "marts.mart_call_handling" in tables:
            for column, count in told["calls"].items():
                compare(
                    f"{store_id} calls.{column}", count, f"select sum({column}) from marts.mart_call_handling where store_id = ?", store_id
                )
        if "marts.mart_gross" in tables:
            compare(
                f"{store_id} gross.sold",
                told["sales"]["retail_sold"],
                "select sum(retail_sold) from marts.mart_gross where store_id = ?",
                store_id,
            )
    con.close()
    return found
