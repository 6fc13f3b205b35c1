"""A warehouse of one store, lead, car and sale, in which every check of the audit holds; and, for each check, what breaks it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from expectations.suites import privacy
from expectations.suites.contract import contract
from ingestion.contract import entities

RUN_ID = "20260331T220000Z-0001"
AS_OF = datetime(2026, 3, 31, 22, tzinfo=UTC)
TODAY = "2026-03-31"
VIN = "1FTFW1E50NFA00017"

TYPES = {"text": "varchar", "int": "bigint", "number": "double", "bool": "boolean", "date": "date", "timestamp": "timestamp"}
ENTITY_TYPES = TYPES | {"number": "decimal(18, 4)", "time": "varchar", "timezone": "varchar"}
MAPPED = {"leads": ("stage",), "inventory_units": ("status", "vehicle_class"), "deals": ("sale_type",), "calls": ("outcome",)}

# Values by column; a column that is not here gets a harmless value of its type. First by table, then for all.
VALUES: Mapping[str, Mapping[str, object]] = {
    "canonical.can_stores": {"timezone": "America/Detroit"},
    "canonical.can_inventory_units": {"vin": VIN, "asking_price": 20000, "msrp": 25000},
    "marts.mart_days_supply": {
        "units_in_stock": 1,
        "units_available": 1,
        "retail_sold": 1,
        "window_days": 30,
        "days_supply": 30.0,
        "status": "balanced",
    },
    "marts.mart_days_supply_rollup": {
        "level": "store_class",
        "units_in_stock": 1,
        "units_available": 1,
        "retail_sold": 1,
        "status": "balanced",
    },
    "marts.mart_funnel": {
        "lead_records": 2,
        "leads": 1,
        "contacted": 1,
        "appointment_set": 1,
        "appointment_confirmed": 0,
        "shown": 1,
        "test_drive": 0,
        "quoted": 0,
        "finance_applied": 0,
        "sold": 1,
        "delivered": 0,
        "contacted_with_appointment": 1,
        "sold_with_appointment": 1,
        "daypart": "morning",
    },
    "marts.mart_price_to_market": {
        "price_to_market": 1.01,
        "comp_count": 4,
        "percentile_rank": 0.5,
        "has_low_comps": False,
        "status": "at_market",
    },
    "marts.mart_speed_to_lead": {
        "segment_type": "all",
        "leads": 1,
        "responded": 1,
        "unresponded": 0,
        "within_5_min": 1,
        "within_sla": 1,
        "sla_elapsed": 1,
        "response_median_seconds": 60.0,
        "response_p90_seconds": 60.0,
    },
    "marts.mart_inventory_aging": {"bucket": "0-15", "units": 1, "aged_units": 0, "total_days_in_stock": 3},
    "marts.mart_turn": {"retail_sold": 1, "average_stock": 2.0, "turn": 0.5},
    "marts.mart_source_performance": {"leads": 1, "lead_records": 2, "sold": 1, "spend": 10.0, "lead_source": "google_ads"},
    "marts.mart_appointments": {"due": 1, "shown": 1, "show_rate": 1.0},
    "marts.mart_call_handling": {"offered": 1, "answered": 1, "conversations": 1, "abandonment_rate": 0.0},
    "marts.mart_ad_efficiency": {"spend": 10.0},
    "marts.mart_lead_queue": {"age_seconds": 10, "sla_seconds": 300, "escalation_level": "none", "masked_name": "A. S."},
    "marts.mart_listing_sync": {"change_type": "price"},
    "marts.mart_merchandising": {"completeness": 0.6},
    "marts.mart_data_freshness": {"status": "fresh"},
    "meta.quarantine": {
        "run_id": RUN_ID,
        "entity": "leads",
        "file": "canonical/leads/a.csv",
        "line_number": 4,
        "reason_code": "unparseable_value",
    },
}
FOR_ALL: Mapping[str, object] = {
    "store_id": "S1",
    "store_id_raw": "S1",
    "lead_id": "L1",
    "agent_id": "A1",
    "owner_agent_id": "A1",
    "campaign_id": "C1",
    "vehicle_class": "used",
    "stock_number": "N1",
    "opportunity_key": "o1",
    "vin": VIN,
    "as_of_date": TODAY,
    "stock_date": TODAY,
    "updated_at": "2026-03-30 12:00:00",
    "inquiry_at": "2026-03-30 12:00:00",
    "first_response_at": "2026-03-30 12:01:00",
    "first_assigned_at": "2026-03-30 12:01:00",
    "status": "in_stock",
}
BY_TYPE = {
    "varchar": "x",
    "bigint": 0,
    "double": 0.0,
    "boolean": False,
    "date": TODAY,
    "timestamp": "2026-03-30 12:00:00",
    "decimal(18, 4)": 0,
}

# Tables that are not in the contract of the marts: their columns.
OTHER_TABLES: Mapping[str, Mapping[str, str]] = {
    "intermediate.int_stores__clock": {"store_id": "text", "as_of_date": "date"},
    "raw.load_ledger": {
        **dict.fromkeys(("batch_id", "run_id", "system", "entity", "file", "dlt_load_id", "status"), "text"),
        **dict.fromkeys(("arrival", "rows_read", "rows_loaded", "rows_set_aside"), "int"),
    },
    "raw.quarantine_findings": {"run_id": "text", "reason_code": "text"},
    "raw.canonical__leads": {"lead_id": "text", "_batch_id": "text", "_dlt_load_id": "text"},
    "dims.dim_stores": {"store_version_key": "text", "store_key": "text", "store_id": "text"},
    "dims.dim_agents": {"agent_key": "text", "agent_id": "text"},
    "facts.fct_opportunities": {
        "opportunity_key": "text",
        "store_key": "text",
        "owner_agent_key": "text",
        "inquiry_at": "timestamp",
        "first_response_at": "timestamp",
        "first_assigned_at": "timestamp",
        "response_seconds": "int",
    },
    "facts.fct_sales": {
        **{"store_id": "text", "deal_number": "text", "is_retail_sale": "bool"},
        **{"front_gross": "number", "back_gross": "number"},
    },
    "facts.fct_ad_performance_daily": {
        **dict.fromkeys(("platform", "account_id", "campaign_id", "ad_group_id"), "text"),
        "performance_date": "date",
        "cost": "number",
    },
    "facts.fct_lead_interactions": {"interaction_key": "text"},
    "facts.fct_appointments": {"appointment_id": "text"},
    "facts.fct_calls": {"provider": "text", "call_id": "text"},
    "facts.fct_quotes": {"quote_key": "text"},
}
OTHER_VALUES: Mapping[str, Mapping[str, object]] = {
    "raw.load_ledger": {
        "batch_id": "b1",
        "run_id": RUN_ID,
        "system": "canonical",
        "entity": "leads",
        "file": "canonical/leads/a.csv",
        "dlt_load_id": "d1",
        "status": "loaded",
        "arrival": 1,
        "rows_read": 30,
        "rows_loaded": 30,
        "rows_set_aside": 0,
    },
    "raw.canonical__leads": {"_batch_id": "b1", "_dlt_load_id": "d1"},
    "facts.fct_opportunities": {"response_seconds": 60},
    "facts.fct_sales": {"is_retail_sale": True},
    "facts.fct_ad_performance_daily": {"cost": 10},
}
EXTRA_COLUMNS = {
    "facts.fct_leads": {"lead_id": "text"},
    "facts.fct_inventory_daily": {"inventory_unit_key": "text", "vehicle_class": "text"},
}


def build(path: Path) -> None:
    """Write the warehouse in which nothing is wrong."""
    with duckdb.connect(str(path)) as con:
        for schema in ("raw", "canonical", "intermediate", "dims", "facts", "marts", "meta"):
            con.execute(f"create schema {schema}")
        for table, columns in {**contract(), **OTHER_TABLES}.items():
            types = {c: TYPES[k] for c, k in {**columns, **EXTRA_COLUMNS.get(table, {})}.items()}
            _table(con, table, types, {**VALUES.get(table, {}), **OTHER_VALUES.get(table, {})})
        for entity in entities().values():
            types = {c: ENTITY_TYPES[k] for c, k in entity.columns.items()}
            types |= {f"{c}_raw": "varchar" for c in (*MAPPED.get(entity.name, ()), "store_id") if c in types}
            _table(con, f"canonical.can_{entity.name}", types, VALUES.get(f"canonical.can_{entity.name}", {}))
        con.execute(
            "insert into marts.mart_days_supply_rollup select * replace ('store_make_model' as level) from marts.mart_days_supply_rollup"
        )
        # Conservation: the one row of raw.canonical__leads stands for the thirty that the ledger counts.
        con.execute("insert into raw.canonical__leads select 'L' || i, 'b1', 'd1' from range(29) as t (i)")


def _table(con: duckdb.DuckDBPyConnection, table: str, types: Mapping[str, str], values: Mapping[str, object]) -> None:
    con.execute(f"create table {table} ({', '.join(f'{c} {t}' for c, t in types.items())})")
    row = [values.get(c, FOR_ALL.get(c, BY_TYPE[t])) for c, t in types.items()]
    con.execute(f"insert into {table} values ({', '.join('?' for _ in row)})", row)


def defects(check_name: str, table: str) -> list[str]:
    """SQL that makes the warehouse wrong in the way that the check of this name is there to see."""
    claim = check_name.split(".", 1)[1]
    if check_name in OWN_DEFECTS:
        return [OWN_DEFECTS[check_name]]
    if claim in ("one_row_each", "one_row_per_key", "one_row_per_batch", "one_arrival_per_batch", "one_definition_per_metric"):
        return [f"insert into {table} select * from {table}"]
    if claim == "keeps_its_contract":
        return [f"alter table {table} drop column {next(iter(contract()[table]))}"]
    if claim == "known_by_now":
        return [f"update {table} set updated_at = timestamp '2026-04-01 12:00:00'"]
    if claim.endswith("_is_known"):
        return [f"update {table} set {claim.removesuffix('_is_known')} = 'nonsense'"]
    if claim.endswith("_leads_somewhere"):
        return [f"update {table} set {claim.removesuffix('_leads_somewhere')} = 'nobody'"]
    if claim.endswith("_is_mapped"):
        return [f"update {table} set {claim.removesuffix('_is_mapped')} = 'unmapped'"]
    if claim.endswith("_is_a_member"):
        return [f"update {table} set {claim.removesuffix('_is_a_member')} = 'nobody'"]
    if claim == "nothing_after_as_of":
        column = next(c for c in ("as_of_date", "inquiry_date", "call_date", "stock_date") if c in contract()[table])
        return [f"update {table} set {column} = date '2026-04-01'"]
    if claim == "ids_are_no_addresses":
        columns = contract().get(table) or OTHER_TABLES[table]
        column = next(c for c, kind in columns.items() if kind == "text" and c.endswith(("_id", "_number", "segment_value", "file")))
        return [f"update {table} set {column} = 'ada.sample@example.com'"]
    if claim == "no_contacts":
        column = _text_column(table)
        return [f"update {table} set {column} = 'write to ada.sample@example.com'", f"update {table} set {column} = 'call (312) 555-0142'"]
    raise KeyError(f"no defect is known for {check_name}: write one in {Path(__file__).name}")


def _text_column(table: str) -> str:
    columns = contract().get(table) or OTHER_TABLES[table]
    return next(c for c, kind in columns.items() if kind == "text" and not c.endswith(("_key", "_id", "_number", "segment_value", "file")))


OWN_DEFECTS = {
    "load_ledger.rows_are_conserved": "update raw.load_ledger set rows_read = 31",
    "load_ledger.raw_holds_what_it_says": "delete from raw.canonical__leads where lead_id = 'L7'",
    "load_ledger.few_rows_set_aside": "update raw.load_ledger set rows_read = 40, rows_set_aside = 10",
    "load_ledger.no_file_set_aside": "update raw.load_ledger set status = 'set_aside'",
    "quarantine.few_rows_of_unknown_stores": "update meta.quarantine set reason_code = 'unknown_store'",
    "quarantine.no_list_held_back": "insert into meta.quarantine (run_id, reason_code) values ('" + RUN_ID + "', 'held_back_snapshot')",
    "quarantine.every_finding_is_published": "delete from meta.quarantine",
    "can_inventory_units.prices_are_plausible": "update canonical.can_inventory_units set asking_price = 200000",
    "can_inventory_units.vins_are_whole": "update canonical.can_inventory_units set vin = 'TBD'",
    "can_stores.time_zone_is_known": "update canonical.can_stores set timezone = 'Detroit'",
    "fct_opportunities.nothing_below_zero": "update facts.fct_opportunities set response_seconds = -1",
    "fct_opportunities.begin_before_they_end": "update facts.fct_opportunities set first_response_at = timestamp '2026-03-30 11:59:00'",
    "fct_inventory_daily.cars_have_a_class": "update facts.fct_inventory_daily set vehicle_class = null",
    "mart_days_supply.possible_counts": "update marts.mart_days_supply set units_available = 2",
    "mart_days_supply.division": "update marts.mart_days_supply set days_supply = 31",
    "mart_funnel.steps_within_leads": "update marts.mart_funnel set shown = 2",
    "mart_funnel.milestones_imply_contact": "update marts.mart_funnel set contacted = 0",
    "mart_price_to_market.plausible_ratio": "update marts.mart_price_to_market set price_to_market = 50",
    "mart_price_to_market.rank_in_range": "update marts.mart_price_to_market set percentile_rank = 1.5",
    "mart_price_to_market.not_below_zero": "update marts.mart_price_to_market set days_in_stock = -1",
    "mart_speed_to_lead.counts_add_up": "update marts.mart_speed_to_lead set unresponded = 1",
    "mart_speed_to_lead.times_run_forward": "update marts.mart_speed_to_lead set response_p90_seconds = 30",
    "mart_inventory_aging.possible_counts": "update marts.mart_inventory_aging set aged_units = 2",
    "mart_turn.division": "update marts.mart_turn set turn = 2",
    "mart_source_performance.costs": "update marts.mart_source_performance set spend = null, cost_per_lead = 10",
    "mart_appointments.show_rate": "update marts.mart_appointments set shown = 2",
    "mart_call_handling.outcomes_add_up": "update marts.mart_call_handling set missed = 1",
    "mart_ad_efficiency.not_below_zero": "update marts.mart_ad_efficiency set clicks = -1",
    "mart_lead_queue.breach_is_age": "update marts.mart_lead_queue set is_breached = true",
    "mart_merchandising.completeness": "update marts.mart_merchandising set completeness = 1.2",
    "mart_data_freshness.sources_are_fresh": "update marts.mart_data_freshness set status = 'stale'",
    "mart_data_freshness.expected_sources_are_there": "update marts.mart_data_freshness set status = 'no_data'",
    "mart_funnel.leads_are_opportunities": "delete from facts.fct_opportunities",
    "mart_funnel.agrees_with_sources_on_leads": "update marts.mart_source_performance set leads = 2",
    "mart_funnel.agrees_with_sources_on_records": "update marts.mart_source_performance set lead_records = 3",
    "mart_inventory_aging.counts_the_stock": "update marts.mart_inventory_aging set units = 2",
    "mart_days_supply.counts_the_stock": "update marts.mart_days_supply set units_in_stock = 2",
    "mart_days_supply_rollup.store_class_adds_up": "update marts.mart_days_supply_rollup set units_in_stock = 2",
    "mart_days_supply_rollup.store_make_model_adds_up": "update marts.mart_days_supply_rollup set units_in_stock = 2",
    "mart_days_supply.counts_every_day": "insert into facts.fct_inventory_daily (store_id, stock_date) values ('S1', date '2026-03-30')",
    "mart_source_performance.counts_every_sale": "update marts.mart_source_performance set front_gross = 99",
    "mart_funnel.sold_plus_unattributed": "update marts.mart_funnel set sold_front_gross = 99",
    "mart_ad_efficiency.agrees_with_sources_on_spend": "update marts.mart_source_performance set spend = 9",
    "mart_ad_efficiency.shows_all_spend": "update facts.fct_ad_performance_daily set cost = 11",
    "mart_speed_to_lead.segments_add_up": "insert into marts.mart_speed_to_lead "
    "(store_id, as_of_date, window_days, segment_type, segment_value, leads) "
    "values ('S1', date '2026-03-31', 0, 'agent', 'A1', 2)",
    "mart_lead_queue.lists_unanswered_leads": "update marts.mart_lead_queue set opportunity_key = 'nobody'",
    "published.no_personal_columns": f"alter table marts.mart_lead_queue add column {privacy.PERSONAL_COLUMNS[0]} varchar",
}
