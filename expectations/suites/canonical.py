"""The canonical records: one per key, none from the future, references that lead somewhere, values that mean something."""

from __future__ import annotations

from expectations import thresholds
from expectations.checks import CRITICAL, WARNING, Check, at_most, no_rows, unique
from expectations.warehouse import Warehouse
from ingestion.contract import Entity, entities

# Child, its column, parent, the parent's column, and what is missing in the marts when the parent is. Events of a lead nobody sent
# are the usual sign of a feed that stopped.
REFERENCES = [
    ("leads", "owner_agent_id", "agents", "agent_id", "Leads stand under an owner without a name or team."),
    ("lead_assignments", "lead_id", "leads", "lead_id", "Assignments that belong to no lead: speed to assignment is not told for them."),
    (
        "lead_interactions",
        "lead_id",
        "leads",
        "lead_id",
        "Calls and messages that belong to no lead: response times are told without them.",
    ),
    ("lead_stage_changes", "lead_id", "leads", "lead_id", "Stage changes that belong to no lead."),
    ("appointments", "lead_id", "leads", "lead_id", "Appointments that are in no funnel row."),
    ("showroom_visits", "lead_id", "leads", "lead_id", "Visits that are in no funnel row."),
    ("quotes", "lead_id", "leads", "lead_id", "Quotes that are in no funnel row."),
    ("deals", "lead_id", "leads", "lead_id", "Sales that name a lead nobody sent: they are matched by shopper, or unattributed."),
    ("calls", "lead_id", "leads", "lead_id", "Answered calls that cannot stop a lead's clock."),
    ("ad_performance", "campaign_id", "campaigns", "campaign_id", "Spend under campaigns without a name or channel."),
]


def checks(house: Warehouse) -> list[Check]:
    return [*_keys(house), *_clock(house), *_references(house), *_vocabularies(house), *_vehicles()]


def _keys(house: Warehouse) -> list[Check]:
    made = []
    for entity in entities().values():
        table = f"canonical.can_{entity.name}"
        columns = house.columns(table)
        if not columns:
            continue
        made.append(
            unique(
                f"can_{entity.name}.one_row_per_key",
                f"One record per {' and '.join(entity.key)} in {entity.name}",
                "A record that is there twice is counted twice in every mart.",
                CRITICAL,
                table,
                _key_columns(entity, columns),
            )
        )
    return made


def _key_columns(entity: Entity, columns: dict[str, str]) -> list[str]:
    """Stores nobody knows share the id `unknown`; they differ in the id as sent."""
    key = [f"{c}_raw" if c == "store_id" and "store_id_raw" in columns else c for c in entity.key]
    return [*key, f"coalesce({', '.join(entity.any_of)})"] if entity.any_of else key


def _clock(house: Warehouse) -> list[Check]:
    return [
        no_rows(
            f"can_{name}.known_by_now",
            f"No version of {name} is later than the run's clock",
            "A run with an old clock would tell what nobody could know then.",
            CRITICAL,
            f"canonical.can_{name}",
            "updated_at > ?",
            parameters=[house.as_of_utc],
        )
        for name in entities()
        if house.has(f"canonical.can_{name}.updated_at")
    ]


def _references(house: Warehouse) -> list[Check]:
    return [
        at_most(
            f"can_{child}.{column}_leads_somewhere",
            f"Nearly every {column} in {child} is known in {parent}",
            consequence,
            WARNING,
            f"select count(case when parent.key is null then 1 end) / nullif(count(*), 0) as share, "
            f"count(case when parent.key is null then 1 end) as without_parent, count(*) as rows "
            f"from canonical.can_{child} as child left join (select distinct {parent_column} as key from canonical.can_{parent}) as parent "
            f"on child.{column} = parent.key where child.{column} is not null",
            thresholds.ORPHAN_SHARE.value,
            thresholds.ORPHAN_SHARE.because,
            [f"canonical.can_{child}.{column}", f"canonical.can_{parent}.{parent_column}"],
        )
        for child, column, parent, parent_column, consequence in REFERENCES
    ]


def _vocabularies(house: Warehouse) -> list[Check]:
    """Every mapped column: those that keep the text as sent beside them in `<column>_raw`."""
    made = []
    for name in entities():
        table = f"canonical.can_{name}"
        columns = house.columns(table)
        for raw in (c for c in columns if c.endswith("_raw") and c != "store_id_raw"):
            mapped = "source_code" if raw == "source_raw" else raw.removesuffix("_raw")
            if mapped in columns:
                made.append(
                    at_most(
                        f"can_{name}.{mapped}_is_mapped",
                        f"Nearly every {mapped.replace('_', ' ')} of {name} is one that we know",
                        "Much of each breakdown by it is `unmapped`. mart_data_hygiene lists the values, to map in the home's config.",
                        WARNING,
                        f"select count(case when {mapped} = 'unmapped' then 1 end) / nullif(count({raw}), 0) as share, "
                        f"count(case when {mapped} = 'unmapped' then 1 end) as unmapped, count({raw}) as rows from {table}",
                        thresholds.UNMAPPED_SHARE.value,
                        thresholds.UNMAPPED_SHARE.because,
                        [table],
                    )
                )
    return made


def _vehicles() -> list[Check]:
    units = "canonical.can_inventory_units"
    return [
        at_most(
            "can_inventory_units.prices_are_plausible",
            "Few asking prices are far from the car's MSRP",
            "Those prices are left out of every price figure (is_price_suspect); somebody should correct them at the source.",
            WARNING,
            f"select count(case when asking_price not between 0.5 * msrp and 2 * msrp then 1 end) / nullif(count(*), 0) as share, "
            f"count(case when asking_price not between 0.5 * msrp and 2 * msrp then 1 end) as implausible, count(*) as units "
            f"from {units} where asking_price is not null and msrp > 0",
            thresholds.SUSPECT_PRICE_SHARE.value,
            thresholds.SUSPECT_PRICE_SHARE.because,
            [f"{units}.asking_price", f"{units}.msrp"],
        ),
        at_most(
            "can_inventory_units.vins_are_whole",
            "Few vehicle identification numbers have the wrong length or letters",
            "Cars without a usable VIN cannot be matched to leads, listings and market comps.",
            WARNING,
            f"select count(case when not regexp_full_match(vin, '[A-HJ-NPR-Z0-9]{{17}}') then 1 end) / nullif(count(*), 0) as share, "
            f"count(case when not regexp_full_match(vin, '[A-HJ-NPR-Z0-9]{{17}}') then 1 end) as broken, count(*) as units "
            f"from {units} where vin is not null",
            thresholds.INVALID_VIN_SHARE.value,
            thresholds.INVALID_VIN_SHARE.because,
            [f"{units}.vin"],
        ),
        no_rows(
            "can_stores.time_zone_is_known",
            "Every store has a time zone that exists",
            "Its days would begin at the wrong hour: leads and sales on the wrong date.",
            CRITICAL,
            "canonical.can_stores",
            "timezone is null or timezone not in (select name from pg_timezone_names())",
        ),
    ]
