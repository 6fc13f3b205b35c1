"""The numbers and vocabularies that the contracts name, as the oracle uses them."""

from __future__ import annotations

from dataclasses import dataclass, field

# marts_contract, rule 2: "In stock at a moment = unit status in (in_stock, recon, hold, pending_sale)."
IN_STOCK = ("in_stock", "recon", "hold", "pending_sale")
# A value on which the contracts leave a choice; a comparison passes over it.
UNDECIDED = "(undecided)"
# input_contract, Episode: "a new acquired_on after a final status". Which statuses are final is not written; see AMBIGUITIES.md.
FINAL = ("delivered", "wholesaled", "traded_out")
# marts_contract, rule 4: "Retail = sale_type retail or lease."
RETAIL = ("retail", "lease")

# input_contract, Drop guard paragraph: the channel group of each canonical source.
CHANNEL_GROUP = {
    "cars_com": "third_party_marketplace",
    "autotrader": "third_party_marketplace",
    "facebook_marketplace": "third_party_marketplace",
    "google_vla": "paid_vla",
    "google_ads": "paid_search",
    "microsoft_ads": "paid_search",
    "meta": "paid_social",
    "website": "direct",
    "phone": "direct",
    "walk_in": "direct",
    "oem": "oem_coop",
    "other": "unknown",
    "unknown": "unknown",
    "unmapped": "unknown",
}


@dataclass(frozen=True)
class Parameters:
    """Defaults are the contract's own; a test may pass others."""

    window_days: int = 30
    opportunity_gap_hours: int = 30 * 24
    mature_days: int = 90
    sale_window_days: int = 90
    shared_contact_names: int = 10
    flicker_days: int = 14
    guard_percent: int = 40
    guard_minimum_rows: int = 20
    comp_days: int = 7
    comp_minimum: int = 3
    peer_minimum: int = 5
    aged_days: int = 45
    short_call_seconds: int = 5
    conversation_seconds: int = 30
    # input_contract: "values in the seed non_identifying_contacts (none@none.com, 0000000000, the stores' own numbers …)"
    non_identifying: frozenset[str] = field(default_factory=lambda: frozenset({"none@none.com", "+10000000000"}))
    # "lead_source_map (store_id or `*`, raw value → source_code, channel_group)": what a home adds to the canonical codes.
    source_map: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    # marts_contract, Fine print: "new under < 45, over > 75; used under < 30, over > 60"
    supply_limits: dict[str, tuple[int, int]] = field(default_factory=lambda: {"new": (45, 75), "used": (30, 60)})
