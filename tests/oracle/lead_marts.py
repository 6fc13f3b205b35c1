"""mart_funnel, mart_speed_to_lead, mart_lead_queue, mart_source_performance, mart_ad_efficiency."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from .entities import Known
from .identity import Opportunity
from .market import percentile
from .milestones import LATER, Journey
from .parameters import CHANNEL_GROUP, UNDECIDED
from .reading import Row
from .stock_marts import label

Table = list[dict[str, Any]]
Journeys = list[tuple[Opportunity, Journey]]


def _gross(opportunity: Opportunity, column: str) -> Decimal:
    return sum((sale[column] or Decimal() for sale in opportunity.sales), Decimal())


def mart_funnel(known: Known, journeys: Journeys) -> Table:
    """ "one row per store × inquiry_date × lead_source × channel_group × campaign_id × make × model × lead_type × agent_id × daypart" """
    keys = ("store_id", "inquiry_date", "lead_source", "channel_group", "campaign_id", "make", "model", "lead_type", "agent_id", "daypart")
    counts: dict[tuple[Any, ...], Counter[str]] = {}
    for o, j in journeys:
        lead = o.first
        key = (
            o.store_id, o.inquiry_date, j.source, j.channel_group, lead["campaign_id"] or "none",
            label(lead["make"]), label(lead["model"]), lead["lead_type"] or "unknown", j.owner, j.daypart,
        )  # fmt: skip
        count = counts.setdefault(key, Counter())
        count.update(leads=1, lead_records=len(o.leads), **dict.fromkeys(j.milestones, 1))
        count["contacted_with_appointment"] += int({"contacted", "appointment_set"} <= j.milestones)
        count["sold_with_appointment"] += int({"sold", "appointment_set"} <= j.milestones)
        count["sold_front_gross"] += _gross(o, "front_gross")  # type: ignore[assignment]
        count["sold_back_gross"] += _gross(o, "back_gross")  # type: ignore[assignment]
    both = ("contacted_with_appointment", "sold_with_appointment")
    columns = ("lead_records", "leads", "contacted", *LATER, *both, "sold_front_gross", "sold_back_gross")
    return [
        dict(zip(keys, key, strict=True))
        | {c: n[c] for c in columns}
        # "is_mature: inquiry_date is at least 90 days before as_of"
        | {"is_mature": (known.as_of_date(key[0]) - key[1]).days >= known.parameters.mature_days}
        for key, n in counts.items()
    ]


def mart_speed_to_lead(known: Known, journeys: Journeys) -> Table:
    """ "cohort = opportunities with inquiry local date in the window_days up to and including as_of_date" """
    cohorts: dict[tuple[Any, ...], list[Journey]] = {}
    for o, j in journeys:
        today = known.as_of_date(o.store_id)
        # "segment_value of `all` is `all`; channel is the first lead's lead_origin"; "agent segments by owner"
        segments = {"all": "all", "lead_source": j.source, "agent": j.owner, "channel": o.first["lead_origin"] or "unknown",
                    "lead_type": o.first["lead_type"] or "unknown", "daypart": j.daypart}  # fmt: skip
        for window in (1, 7, 30):
            if today - timedelta(days=window - 1) <= o.inquiry_date <= today:
                for kind, value in segments.items():
                    cohorts.setdefault((o.store_id, today, window, kind, value), []).append(j)
    keys = ("store_id", "as_of_date", "window_days", "segment_type", "segment_value")
    mart = []
    for key, cohort in cohorts.items():
        waiting = [j.age_seconds for j in cohort if j.response_seconds is None]
        row = dict(zip(keys, key, strict=True)) | {
            "leads": len(cohort),
            "responded": len(cohort) - len(waiting),
            "unresponded": len(waiting),
            "oldest_unresponded_seconds": max(waiting, default=None),
            # "within_5_min includes 300 s"
            "within_5_min": sum(j.response_seconds is not None and j.response_seconds <= 300 for j in cohort),
            # "sla_elapsed = responded, or older than the SLA; within_sla = responded within it"
            "within_sla": sum(j.response_seconds is not None and j.response_seconds <= j.sla_seconds for j in cohort),
            "sla_elapsed": sum(j.response_seconds is not None or j.age_seconds > j.sla_seconds for j in cohort),
        }
        for name in ("assignment", "response", "conversation"):
            values = [s for j in cohort if (s := getattr(j, f"{name}_seconds")) is not None]
            for share, column in ((Fraction(1, 2), "median"), (Fraction(9, 10), "p90")):
                found = percentile(values, share)
                row[f"{name}_{column}_seconds"] = None if found is None else float(found)
        mart.append(row)
    return mart


def mart_lead_queue(known: Known, journeys: Journeys) -> Table:
    """ "open opportunities (not sold, lost or a duplicate by stage) without a human_personalised response"; "levels at 5, 10 and 15
    minutes unless the store's policy says otherwise" """
    backup = {agent["agent_id"]: agent["backup_agent_id"] for agent in known.rows["agents"]}
    mart = []
    for o, j in journeys:
        closed = {"sold", "delivered", "lost", "duplicate"} & {lead["stage"] for lead in o.leads}
        if closed or "sold" in j.milestones or j.response_seconds is not None:
            continue
        level = "none"
        for seconds, name in ((300, "notify_agent"), (600, "escalate_manager"), (900, "route_backup")):
            level = name if j.age_seconds >= seconds else level
        mart.append(
            {
                "store_id": o.store_id,
                "inquiry_at": o.inquiry_at,
                "age_seconds": j.age_seconds,
                "sla_seconds": j.sla_seconds,
                "seconds_to_sla": j.sla_seconds - j.age_seconds,
                "is_breached": j.age_seconds > j.sla_seconds,
                "escalation_level": level,
                "owner_agent_id": j.owner,
                "backup_agent_id": backup.get(j.owner),
                "lead_source": j.source,
            }
        )
    return mart


def mart_source_performance(known: Known, journeys: Journeys, alone: list[Row]) -> Table:
    """ "everything by the month of the inquiry (cohort), sold and gross too; a sale without an opportunity is on a row with
    lead_source `unattributed` in its contract month; ad spend stands under its platform's lead_source with its campaign_id in the
    month of performance_date; without spend cost_per_lead, cost_per_sold and roas are null" """
    keys = ("store_id", "month", "channel_group", "lead_source", "campaign_id")
    counts: dict[tuple[Any, ...], dict[str, Any]] = {}

    def add(key: tuple[Any, ...], **numbers: Any) -> None:
        count = counts.setdefault(key, Counter())
        for column, number in numbers.items():
            count[column] += number

    for o, j in journeys:
        key = (o.store_id, o.inquiry_date.replace(day=1), j.channel_group, j.source, o.first["campaign_id"] or "none")
        reached = {m: int(m in j.milestones) for m in ("contacted", "appointment_set", "shown", "sold")}
        add(key, leads=1, lead_records=len(o.leads), front_gross=_gross(o, "front_gross"), back_gross=_gross(o, "back_gross"), **reached)
    for sale in alone:
        key = (sale["store_id"], sale["_date"].replace(day=1), "unknown", "unattributed", "none")
        add(key, sold=1, front_gross=sale["front_gross"] or 0, back_gross=sale["back_gross"] or 0)
    for ad in known.rows["ad_performance"]:
        source = ad["platform"]
        key = (ad["store_id"], ad["performance_date"].replace(day=1), CHANNEL_GROUP.get(source, "unknown"), source, ad["campaign_id"])
        add(key, spend=ad["cost"], clicks=ad["clicks"], impressions=ad["impressions"])
    people = ("lead_records", "leads", "contacted", "appointment_set", "shown", "sold")
    columns = (*people, "front_gross", "back_gross", "spend", "clicks", "impressions")
    mart = []
    for key, n in counts.items():
        spend = Fraction(n["spend"])
        rates = {
            "cost_per_lead": spend / n["leads"] if spend and n["leads"] else None,
            "cost_per_sold": spend / n["sold"] if spend and n["sold"] else None,
            "roas_gross": Fraction(n["front_gross"] + n["back_gross"]) / spend if spend else None,
        }
        row = dict(zip(keys, key, strict=True)) | {c: n[c] for c in columns}
        mart.append(row | {name: None if rate is None else float(rate) for name, rate in rates.items()})
    return mart


def mart_ad_efficiency(known: Known, journeys: Journeys) -> Table:
    """ "leads and sold are opportunities whose first lead has the campaign_id, by local inquiry date, on the row with ad_group_id `-`
    (made where the platform has ad groups)" """
    mart: dict[tuple[Any, ...], dict[str, Any]] = {}
    for ad in known.rows["ad_performance"]:
        key = (ad["platform"], ad["account_id"], ad["campaign_id"], ad["ad_group_id"], ad["store_id"], ad["performance_date"])
        row = {"spend": ad["cost"], "impressions": ad["impressions"], "clicks": ad["clicks"], "leads": 0, "sold": 0}
        mart[key] = row | {"is_complete": ad["is_complete"]}
    owner = {ad["campaign_id"]: (ad["platform"], ad["account_id"]) for ad in known.rows["ad_performance"]}
    owner |= {c["campaign_id"]: (c["platform"], c["account_id"]) for c in known.rows["campaigns"] if c["account_id"]}
    for o, j in journeys:
        campaign = o.first["campaign_id"]
        if campaign in owner:
            key = (*owner[campaign], campaign, "-", o.store_id, o.inquiry_date)
            row = mart.setdefault(key, {"spend": 0, "impressions": 0, "clicks": 0, "leads": 0, "sold": 0, "is_complete": UNDECIDED})
            row["leads"] += 1
            row["sold"] += int("sold" in j.milestones)
    keys = ("platform", "account_id", "campaign_id", "ad_group_id", "store_id", "performance_date")
    return [dict(zip(keys, key, strict=True)) | row for key, row in mart.items()]
