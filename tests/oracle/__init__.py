"""An independent reading of the two contracts: landing files in, published tables out. Plain Python, slow and obvious.

It shares nothing with the warehouse but the input contract's list of columns. Each rule stands under the sentence it comes from;
where the sentences leave a choice, AMBIGUITIES.md says what was chosen.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from . import lead_marts, operations, stock_marts
from .entities import Known, known
from .identity import Shoppers, opportunities
from .inventory import Stock
from .market import mart_price_to_market
from .milestones import Happenings
from .parameters import Parameters
from .reading import Row
from .sales import attach, retail_deals

__all__ = ["Parameters", "publish"]

Table = list[dict[str, Any]]


def publish(trees: list[Path], as_of: list[datetime], parameters: Parameters | None = None) -> dict[str, Table]:
    """The tables after the last batch. `trees`: one landing tree a run, laid one over the other; `as_of`: the clock of each run."""
    world = known(trees, as_of[-1], parameters or Parameters())
    stock = Stock(world)
    deals = retail_deals(world, stock)
    shoppers = Shoppers(world)
    found = opportunities(world, shoppers)
    alone = attach(world, shoppers, found, deals)
    happenings = Happenings(world)
    journeys = [(opportunity, happenings.journey(opportunity)) for opportunity in found]
    supply, rollup = stock_marts.mart_days_supply(world, stock, deals)
    pipeline, cycle = operations.mart_recon(world)
    return {
        "marts.mart_funnel": lead_marts.mart_funnel(world, journeys),
        "marts.mart_speed_to_lead": lead_marts.mart_speed_to_lead(world, journeys),
        "marts.mart_lead_queue": lead_marts.mart_lead_queue(world, journeys),
        "marts.mart_source_performance": lead_marts.mart_source_performance(world, journeys, alone),
        "marts.mart_ad_efficiency": lead_marts.mart_ad_efficiency(world, journeys),
        "marts.mart_days_supply": supply,
        "marts.mart_days_supply_rollup": rollup,
        "marts.mart_inventory_aging": stock_marts.mart_inventory_aging(world, stock),
        "marts.mart_turn": stock_marts.mart_turn(world, stock, deals),
        "marts.mart_price_to_market": mart_price_to_market(world, stock),
        "marts.mart_appointments": operations.mart_appointments(world),
        "marts.mart_call_handling": operations.mart_call_handling(world),
        "marts.mart_recon_pipeline": pipeline,
        "marts.mart_recon_cycle": cycle,
        "marts.mart_merchandising": operations.mart_merchandising(world, stock),
        "facts.fct_inventory_daily": stock_marts.fct_inventory_daily(stock),
        "facts.fct_leads": [_lead(row) for row in world.rows["leads"]],
        "dims.dim_inventory_units": stock.episodes(),
        "meta.quarantine": _quarantine(world, stock),
    }


def _lead(row: Row) -> dict[str, Any]:
    columns = ("store_id", "inquiry_at", "make", "model", "vin", "trade_in_vin", "lead_id")
    return {c: row[c] for c in columns} | {"source_raw": row["source_code"], "has_trade_in": row["has_trade_in"]}


def _quarantine(world: Known, stock: Stock) -> Table:
    """meta.quarantine without its run_id. Held lists are findings too; the file of a list is that of its first row."""
    found = [vars(finding) for finding in world.findings]
    for store, snapshot_at in stock.held:
        rows = [r for r in world.rows["inventory_snapshots"] if (r["store_id"], r["snapshot_at"]) == (store, snapshot_at)]
        found.append(
            {
                "entity": "inventory_snapshots",
                "file": rows[0]["_file"],
                "line_number": None,
                "column_name": None,
                "reason_code": "held_back_snapshot",
                "is_row_loaded": True,
            }
        )
    return found
