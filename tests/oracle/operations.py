"""mart_appointments, mart_call_handling, mart_recon_pipeline and mart_recon_cycle, mart_merchandising, mart_listing_sync."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import Any

from .entities import Known
from .identity import is_sales_lead
from .inventory import Stock
from .market import percentile
from .parameters import UNDECIDED
from .reading import Row

Table = list[dict[str, Any]]
HALF = Fraction(1, 2)


def mart_appointments(known: Known) -> Table:
    """ "due = scheduled at or before as_of, last leg of a reschedule chain; shown ÷ due"; "set_count counts every leg on its own
    scheduled date, confirmed where confirmed_at is there; only due, shown and show_rate follow the last leg; a booking cancelled
    before its time stays due". Rule 5: test, spam and service leads are in no metric."""
    leads = {lead["lead_id"]: lead for lead in known.rows["leads"]}
    replaced = {a["rescheduled_from_id"] for a in known.rows["appointments"] if a["rescheduled_from_id"]}
    counts: dict[tuple[Any, ...], Counter[str]] = {}
    for a in known.rows["appointments"]:
        if a["lead_id"] in leads and not is_sales_lead(leads[a["lead_id"]]):
            continue
        key = (a["store_id"], known.local_date(a["scheduled_at"], a["store_id"]), a["agent_id"] or "unassigned")
        due = a["appointment_id"] not in replaced and a["scheduled_at"] <= known.as_of
        counts.setdefault(key, Counter()).update(
            set_count=1,
            confirmed=int(a["confirmed_at"] is not None),
            due=int(due),
            shown=int(due and a["status"] == "shown"),
            no_show=int(a["status"] == "no_show"),
            rescheduled=int(a["status"] == "rescheduled"),
            cancelled=int(a["status"] == "cancelled"),
        )
    columns = ("set_count", "confirmed", "due", "shown", "no_show", "rescheduled", "cancelled")
    return [
        dict(zip(("store_id", "scheduled_date", "agent_id"), key, strict=True))
        | {c: n[c] for c in columns}
        | {"show_rate": n["shown"] / n["due"] if n["due"] else None}
        for key, n in counts.items()
    ]


def mart_call_handling(known: Known) -> Table:
    """ "inbound only; abandoned within 5 s is short_abandoned and out of the rate"; "abandonment_rate = abandoned ÷ (offered −
    short_abandoned); offered counts all; a conversation is an answered call with talk_seconds ≥ 30" """
    hours: dict[tuple[Any, ...], list[Row]] = {}
    for call in known.rows["calls"]:
        if call["direction"] == "inbound":
            store = call["store_id"]
            key = (store, known.local_date(call["started_at"], store), known.local_hour(call["started_at"], store))
            hours.setdefault(key, []).append(call)
    mart = []
    for key, calls in hours.items():
        outcomes = Counter(call["outcome"] for call in calls)
        rang = [(c["outcome"], c["ring_seconds"]) for c in calls]
        short = [1 for outcome, s in rang if outcome == "abandoned" and s is not None and s <= known.parameters.short_call_seconds]
        answered = [c["talk_seconds"] for c in calls if c["outcome"] == "answered" and c["talk_seconds"] is not None]
        abandoned, offered = outcomes["abandoned"] - len(short), len(calls)
        talk = percentile(answered, HALF)
        mart.append(
            dict(zip(("store_id", "call_date", "hour"), key, strict=True))
            | {
                "offered": offered,
                "answered": outcomes["answered"],
                "missed": outcomes["missed"],
                "abandoned": abandoned,
                "voicemail": outcomes["voicemail"],
                "short_abandoned": len(short),
                "conversations": sum(seconds >= known.parameters.conversation_seconds for seconds in answered),
                "abandonment_rate": abandoned / (offered - len(short)) if offered > len(short) else None,
                "median_talk_seconds": None if talk is None else float(talk),
            }
        )
    return mart


def mart_recon(known: Known) -> tuple[Table, Table]:
    """Open visits, and the cycle of the units that became lot_ready: first visit to lot_ready, by the local month of the latter."""
    pipeline, units = [], {}
    for visit in sorted(known.rows["recon_stage_visits"], key=lambda v: (v["entered_at"], v["visit_id"])):
        units.setdefault((visit["store_id"], visit["stock_number"]), []).append(visit)
        if visit["exited_at"] is None or visit["exited_at"] > known.as_of:
            hours = Fraction((known.as_of - visit["entered_at"]).total_seconds()) / 3600
            row = {c: visit[c] for c in ("store_id", "stock_number", "stage", "entered_at", "vendor", "ro_number", "blocker_reason")}
            pipeline.append(row | {"hours_in_stage": float(hours)})
    cycles: dict[tuple[Any, ...], list[Fraction]] = {}
    for (store, _), visits in units.items():
        ready = [v for v in visits if v["stage"] == "lot_ready"]
        if ready and visits[0]["stage"] != "lot_ready":
            days = Fraction((ready[0]["entered_at"] - visits[0]["entered_at"]).total_seconds()) / 86400
            cycles.setdefault((store, known.local_date(ready[0]["entered_at"], store).replace(day=1)), []).append(days)
    cycle = [
        {
            "store_id": store,
            "month": month,
            "units_completed": len(days),
            "avg_days": float(sum(days, Fraction()) / len(days)),
            "median_days": float(percentile(days, HALF) or 0),
            "p90_days": float(percentile(days, Fraction(9, 10)) or 0),
        }
        for (store, month), days in cycles.items()
    ]
    return pipeline, cycle


def mart_merchandising(known: Known, stock: Stock) -> Table:
    """The in-stock units of today and on how many channels their newest observation is live."""
    mart = []
    for store in known.stores:
        today = known.as_of_date(store)
        for unit in stock.on(store, today):
            newest: dict[str, Row] = {}
            for seen in sorted(known.rows["listings"], key=lambda x: x["observed_at"]):
                is_unit = seen["stock_number"] == unit.stock_number if seen["stock_number"] else seen["vin"] == unit.row["vin"]
                if seen["store_id"] == store and is_unit:
                    newest[seen["channel"]] = seen
            mart.append(
                {
                    "store_id": store,
                    "stock_number": unit.row["stock_number"] or UNDECIDED,
                    "vin": unit.row["vin"],
                    "as_of_date": today,
                    "live_channels": sum(seen["status"] == "live" for seen in newest.values()),
                }
            )
    return mart
