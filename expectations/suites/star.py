"""Facts and dimensions: each row once, each key pointing at a member, no time that runs backwards."""

from __future__ import annotations

from expectations.checks import CRITICAL, WARNING, Check, no_rows, none_found, unique
from expectations.warehouse import Warehouse

# What one row of a fact is, in the words of its sources; besides, each fact has a key of its own as its first column.
GRAINS: dict[str, tuple[str, ...]] = {
    "fct_leads": ("lead_id",),
    "fct_opportunities": ("opportunity_key",),
    "fct_inventory_daily": ("inventory_unit_key", "stock_date"),
    "fct_sales": ("store_id", "deal_number"),
    "fct_appointments": ("appointment_id",),
    "fct_calls": ("provider", "call_id"),
    "fct_ad_performance_daily": ("platform", "account_id", "campaign_id", "ad_group_id", "performance_date"),
}

# Columns that count, measure or time something: never below zero. Gross and profit may be.
_NOT_BELOW_ZERO = ("_seconds", "_count", "_hours", "_minutes", "_days")
_MAY_BE_NEGATIVE = ("days_to_", "seconds_to_", "lag_", "gap_", "delta_", "change_")


def checks(house: Warehouse) -> list[Check]:
    return [*_grains(house), *_primary_keys(house), *_foreign_keys(house), *_signs(house), *_meaning(house)]


def _grains(house: Warehouse) -> list[Check]:
    return [
        unique(
            f"{fact}.one_row_each",
            f"One row per {', '.join(columns)} in {fact}",
            "Something is counted twice in every mart that reads this fact.",
            CRITICAL,
            f"facts.{fact}",
            columns,
        )
        for fact, columns in GRAINS.items()
        if house.has(f"facts.{fact}")
    ]


def member_keys(house: Warehouse) -> dict[str, str]:
    """Key column → the dimension whose members it names: `store_key` → `dims.dim_stores`, also where each has several versions."""
    found: dict[str, str] = {}
    for table, columns in house.tables.items():
        for column in columns:
            if table.startswith("dims.dim_") and column.endswith("_key") and table.startswith("dims.dim_" + column.removesuffix("_key")):
                found.setdefault(column, table)
    return found


def _primary_keys(house: Warehouse) -> list[Check]:
    """A table's first column is its key; in a dimension with history it is the key of the member's version."""
    return [
        unique(
            f"{table.split('.')[1]}.one_row_per_key",
            f"Each {next(iter(columns)).replace('_', ' ')} of {table.split('.')[1]} is there once",
            "Joining it doubles rows, and what it counts is counted twice.",
            CRITICAL,
            table,
            [next(iter(columns))],
        )
        for table, columns in house.tables.items()
        if table.startswith("dims.dim_") or (table.startswith("facts.fct_") and next(iter(columns)).endswith("_key"))
    ]


def _foreign_keys(house: Warehouse) -> list[Check]:
    dimensions = member_keys(house)
    made = []
    for table, columns in house.tables.items():
        if not table.startswith("facts."):
            continue
        for column in (c for c in columns if c.endswith("_key")):
            # The longest name that fits: an inventory_unit_key is no unit_key, an owner_agent_key is an agent_key.
            key = max((k for k in dimensions if column == k or column.endswith("_" + k)), key=len, default=None)
            if key is None:
                continue
            dimension = dimensions[key]
            made.append(
                none_found(
                    f"{table.split('.')[1]}.{column}_is_a_member",
                    f"Every {column} in {table.split('.')[1]} is a member of {dimension.split('.')[1]}",
                    "Rows fall out of reports that join this dimension, and totals by it are too low.",
                    # Marts carry the ids themselves and stay right; without its store a row is in no store's report at all.
                    CRITICAL if dimension == "dims.dim_stores" else WARNING,
                    f"select count(case when d.{key} is null then 1 end) as found, count(*) as of_rows "
                    f"from {table} as f left join (select distinct {key} from {dimension}) as d on f.{column} = d.{key}",
                    [f"{table}.{column}", f"{dimension}.{key}"],
                )
            )
    return made


def _signs(house: Warehouse) -> list[Check]:
    made = []
    for table, columns in house.tables.items():
        if not table.startswith("facts."):
            continue
        numbers = [
            c
            for c, kind in columns.items()
            if c.endswith(_NOT_BELOW_ZERO)
            and not c.startswith(_MAY_BE_NEGATIVE)
            and kind.split("(")[0] in ("BIGINT", "INTEGER", "DOUBLE", "DECIMAL")
        ]
        if numbers:
            made.append(
                no_rows(
                    f"{table.split('.')[1]}.nothing_below_zero",
                    f"No count or duration in {table.split('.')[1]} is below zero",
                    "A time that runs backwards pulls every median down. Vendors do send such times: told, and published.",
                    WARNING,
                    table,
                    " or ".join(f"{c} < 0" for c in numbers),
                )
            )
    return made


def _meaning(house: Warehouse) -> list[Check]:
    return [
        no_rows(
            "fct_opportunities.begin_before_they_end",
            "No opportunity is answered before its inquiry",
            "A clock of the CRM is wrong, or a call came before the lead that it created (that counts as 0 seconds).",
            WARNING,
            "facts.fct_opportunities",
            "first_response_at < inquiry_at or first_assigned_at < inquiry_at",
            needs=["facts.fct_opportunities.first_response_at", "facts.fct_opportunities.first_assigned_at"],
        ),
        no_rows(
            "fct_inventory_daily.cars_have_a_class",
            "Every car in stock is new or used",
            "Stock without a class is in no days' supply.",
            WARNING,
            "facts.fct_inventory_daily",
            "vehicle_class is null or vehicle_class not in ('new', 'used')",
            needs=["facts.fct_inventory_daily.vehicle_class"],
        ),
    ]
