"""Paid advertising (campaigns and their daily figures, restated as platforms do), offers and the group's targets."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from ingestion.sandbox.chance import Chance
from ingestion.sandbox.places import dealer_codes

if TYPE_CHECKING:
    from ingestion.sandbox.journey import Journey
    from ingestion.sandbox.store import Store
    from ingestion.sandbox.world import World


@dataclass(frozen=True)
class Campaign:
    """A campaign of a store. `cost_a_day` in dollars; `share` is its part of the platform's leads."""

    platform: str
    campaign_id: str
    account_id: str
    name: str
    channel_group: str
    share: float
    cost_a_day: float
    cost_per_click: float
    click_rate: float
    ad_groups: tuple[str, ...]
    model: str | None = None


# platform, name, channel group, share of the platform's leads, dollars a day per daily lead of the store, per click, click rate, ad groups
_PLANS = (
    ("google_ads", "Search - Brand", "paid_search", 0.40, 1.55, 1.4, 0.082, 2),
    ("google_ads", "Search - Used", "paid_search", 0.35, 1.95, 2.3, 0.047, 2),
    ("google_ads", "Search - Model", "paid_search", 0.25, 1.60, 2.6, 0.041, 1),
    ("meta", "Inventory", "paid_social", 0.60, 1.15, 1.1, 0.013, 2),
    ("meta", "Retargeting", "retargeting", 0.40, 0.80, 0.9, 0.016, 1),
    ("microsoft_ads", "Search - All", "paid_search", 1.0, 1.20, 1.7, 0.034, 0),
)
_TARGETS = (("unique_leads", 1.0), ("retail_sold_units", 1.0), ("lead_to_sold", 0.12), ("appointment_rate", 0.32), ("show_rate", 0.62))


def plan(store: "Store") -> tuple[Campaign, ...]:
    """The store's campaigns."""
    codes, place = dealer_codes(store.place), store.place
    result = []
    for n, (platform, name, group, share, dollars, per_click, rate, groups) in enumerate(_PLANS, start=1):
        number = int(store.store_id[1:]) * 100 + n
        campaign_id = {"google_ads": f"2{number:010d}", "meta": f"23850{number:012d}", "microsoft_ads": f"{410000000 + number}"}[platform]
        names = tuple(f"{campaign_id}{g:02d}" for g in range(1, groups + 1)) or ("-",)
        brand = place.brands[0] if place.brands else None
        model = (
            {"Toyota": "RAV4", "Ford": "F-150", "Honda": "CR-V", "Chevrolet": "Equinox"}.get(brand or "")
            if name.endswith("Model")
            else None
        )
        result.append(
            Campaign(
                platform,
                campaign_id,
                codes[platform],
                f"{place.name} | {name}",
                group,
                share,
                dollars * place.leads_a_day,
                per_click,
                rate,
                names,
                model,
            )
        )
    return tuple(result)


def campaign_for(store: "Store", source: str | None, chance: Chance) -> str | None:
    """The campaign behind an inquiry that a platform brought, or none."""
    options = [k for k in store.campaigns if k.platform == source]
    return chance.pick(options, [k.share for k in options]).campaign_id if options else None


def utm_of(journey: "Journey") -> dict[str, object]:
    """The utm parameters and landing page of a lead that came over the website."""
    if journey.session_id is None:
        return {}
    name = {
        "google_ads": ("google", "cpc"),
        "microsoft_ads": ("bing", "cpc"),
        "meta": ("facebook", "paid_social"),
        "google_vla": ("google", "vla"),
    }
    source, medium = name.get(journey.source or "", (None, None))
    page = f"/inventory/{journey.unit.vin}" if journey.unit else "/contact"
    campaign = next((k.name for k in journey.store.campaigns if k.campaign_id == journey.campaign_id), None)
    return {"utm_source": source, "utm_medium": medium, "utm_campaign": campaign, "landing_page": page}


def start(world: "World", store: "Store") -> None:
    """Set the campaigns up and let the platforms report each day."""
    chance = world.chance(f"marketing:{store.store_id}")
    store.campaigns = plan(store)
    opened = store.clock.at(world.first_day, 5)
    for k in store.campaigns:
        _note_campaign(world, store, k, opened, k.name)
    renamed_at = opened + (world.as_of - opened) // 2
    last = store.campaigns[0]
    world.at(renamed_at, partial(_note_campaign, world, store, last, renamed_at, f"{last.name} (new)"))
    world.each_day(store, 20, 30, lambda day: _report(world, store, chance, day, is_complete=False))
    world.each_day(store, 5, 30, lambda day: _report(world, store, chance, day - timedelta(days=1), is_complete=True))
    world.each_day(store, 5, 45, lambda day: _month(world, store, day) if day.day == 1 or day == world.first_day else None)


def _note_campaign(world: "World", store: "Store", k: Campaign, at: int, name: str) -> None:
    row = {
        "platform": k.platform, "campaign_id": k.campaign_id, "account_id": k.account_id, "campaign_name": name,
        "channel_group": k.channel_group, "is_model_specific": k.model is not None,
        "make": store.place.brands[0] if k.model and store.place.brands else None, "model": k.model, "dma": store.place.dma,
        "is_coop": k.name.endswith("Model") and store.place.is_franchise, "updated_at": at,
    }  # fmt: skip
    world.log.add("campaigns", at, store.store_id, row)


def _report(world: "World", store: "Store", chance: Chance, day: date, is_complete: bool) -> None:
    """A day's figures: so far (in the evening, about four fifths of it), and whole (the next morning)."""
    if day < world.first_day:
        return
    for k in store.campaigns:
        for group in k.ad_groups:
            key = (k.campaign_id, group, day)
            if key not in store.ad_days:
                season = 1.0 + 0.12 * (day.weekday() in (4, 5)) - 0.1 * (day.weekday() == 6)
                cost = k.cost_a_day / len(k.ad_groups) * season * chance.around(1.0, 0.16)
                clicks = chance.count(max(cost / k.cost_per_click, 0.3))
                store.ad_days[key] = (
                    round(cost, 2) if clicks else 0.0,
                    clicks,
                    max(int(clicks / k.click_rate * chance.around(1, 0.12)), 40),
                )
            cost, clicks, impressions = store.ad_days[key]
            part = 1.0 if is_complete else 0.8
            row = {
                "platform": k.platform, "account_id": k.account_id, "campaign_id": k.campaign_id, "ad_group_id": group,
                "performance_date": day,
                "store_id": store.store_id, "impressions": int(impressions * part), "clicks": int(clicks * part),
                "cost": round(cost * part, 2),
                "conversions": round(clicks * part * 0.052, 2), "is_complete": is_complete, "updated_at": world.now,
            }  # fmt: skip
            world.log.add("ad_performance", world.now, store.store_id, row)


def _month(world: "World", store: "Store", day: date) -> None:
    """The month's targets and its offer."""
    place, days = store.place, monthrange(day.year, day.month)[1]
    first, last = day.replace(day=1), day.replace(day=days)
    for metric, value in _TARGETS:
        scale = {"unique_leads": place.leads_a_day * days, "retail_sold_units": (place.new_sales_a_day + place.used_sales_a_day) * days}
        row = {"store_id": place.store_id, "metric": metric, "period_start": first, "period_end": last,
               "value": float(round(value * scale.get(metric, 1.0), 3)), "source_code": None, "make": None, "model": None}  # fmt: skip
        world.log.add("targets", world.now, store.store_id, row)
    kind, terms = ("incentive", "0.9 % for 36 months") if place.is_franchise else ("special", "First payment in 45 days")
    offer = {
        "offer_id": f"OF-{store.store_id}-{first:%Y%m}", "kind": kind, "name": f"{first:%B} event", "stores": store.store_id,
        "makes": "|".join(place.brands) or None, "models": None, "terms": terms, "valid_from": first, "valid_to": last,
        "approver": "General manager", "updated_at": world.now,
    }  # fmt: skip
    world.log.add("offers", world.now, store.store_id, offer)
