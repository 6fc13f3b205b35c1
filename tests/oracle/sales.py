"""Sales, their units and their opportunities (marts_contract rules 4 and 9)."""

from __future__ import annotations

from datetime import date, timedelta

from .entities import Known
from .identity import Opportunity, Shoppers
from .inventory import Stock
from .parameters import RETAIL
from .reading import Row


def marts_class(vehicle_class: str | None) -> str | None:
    """ "Vehicle class in marts is `new` or `used` (certified and demo count as used)." """
    return None if vehicle_class is None else "new" if vehicle_class == "new" else "used"


def sale_date(deal: Row) -> date | None:
    """ "a contract_date (else booked_date, else accounting_date)" """
    return deal["contract_date"] or deal["booked_date"] or deal["accounting_date"]  # type: ignore[no-any-return]


def is_sale_on(deal: Row, day: date) -> bool:
    """ "Sale = a retail deal with status sold or delivered and a contract_date …, not unwound by as_of. Effect dates are the
    deal's own (unwound_on, not arrival)." A deal that says unwound was a sale until its unwound_on."""
    if deal["sale_type"] not in RETAIL or deal["status"] not in ("sold", "delivered", "unwound"):
        return False
    if deal["status"] == "unwound" and not deal["unwound_on"]:
        return False
    made = sale_date(deal)
    return made is not None and made <= day and not (deal["unwound_on"] and deal["unwound_on"] <= day)


def retail_deals(known: Known, stock: Stock) -> list[Row]:
    """Deals that are or were sales, with `_date, _class, _make, _model, _trim` for the marts.

    "Make, model and trim of a sale come from its unit by stock number, else by VIN, else `unknown`." "class of a sale = the
    deal's, else its unit's."
    """
    found = []
    for deal in known.rows["deals"]:
        made = sale_date(deal)
        if deal["sale_type"] not in RETAIL or made is None:
            continue
        unit = stock.unit_of(deal["store_id"], deal["stock_number"], deal["vin"], made) or {}
        found.append(
            deal
            | {
                "_date": made,
                "_class": marts_class(deal["vehicle_class"] or unit.get("vehicle_class")) or "unknown",
                "_make": unit.get("make") or "unknown",
                "_model": unit.get("model") or "unknown",
                "_trim": unit.get("trim") or "unknown",
            }
        )
    return found


def attach(known: Known, shoppers: Shoppers, opportunities: list[Opportunity], deals: list[Row]) -> list[Row]:
    """Give each sale of today to its opportunity; the sales that find none are returned.

    "A sale's opportunity: deal.lead_id's (where that lead has one); else the same shopper at the same store with the inquiry's
    local date in [contract_date − 90, contract_date]: same VIN first, then the latest inquiry."
    """
    shopper = shoppers.of_leads()
    alone = []
    for deal in deals:
        if not is_sale_on(deal, known.as_of_date(deal["store_id"])):
            continue
        own = [o for o in opportunities if deal["lead_id"] in o.lead_ids]
        if not own:
            who = shoppers.of(deal)
            if who is None:
                customer = next((c for c in known.rows["customers"] if c["customer_id"] == deal["customer_id"]), None)
                who = shoppers.of(customer) if customer else None
            earliest = deal["_date"] - timedelta(days=known.parameters.sale_window_days)
            own = [
                o
                for o in opportunities
                if who is not None
                and o.store_id == deal["store_id"]
                and shopper[o.first["lead_id"]] == who
                and earliest <= o.inquiry_date <= deal["_date"]
            ]
            same_vin = [o for o in own if deal["vin"] and deal["vin"] in {lead["vin"] for lead in o.leads}]
            own = sorted(same_vin or own, key=lambda o: (o.inquiry_at, o.first["lead_id"]), reverse=True)
        if own:
            own[0].sales.append(deal)
        else:
            alone.append(deal)
    return alone
