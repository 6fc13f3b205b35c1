"""One world told by a choice of systems: what a vendor tells comes in the vendor's format, the rest as the canonical drop.

A store has one CRM. When a vendor is it, the ids of leads, customers and agents are the vendor's everywhere: who else names a lead
(website, desking, messages) has it from the CRM.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ingestion.sandbox.emitters import VENDORS, canonical, dealervault, vinsolutions
from ingestion.sandbox.emitters.ledger import Diary
from ingestion.sandbox.log import Row
from ingestion.sandbox.world import World

_LINKS = (
    "lead_id",
    "customer_id",
    "agent_id",
    "owner_agent_id",
    "salesperson_agent_id",
    "manager_agent_id",
    "backup_agent_id",
    "reserved_lead_id",
)
_CRM = ("leads", "lead_interactions", "lead_assignments", "lead_stage_changes", "appointments", "tasks", "customers", "agents")


@dataclass(frozen=True)
class Told:
    """What a system tells instead of the canonical drop: whole entities, or of `ad_performance` and `campaigns` a platform.

    link: how its ids of leads, customers and agents look in the canonical layer, where it is the CRM.
    """

    entities: tuple[str, ...] = ()
    platform: str = ""
    link: Callable[[str], str] | None = None


TOLD: Mapping[str, Told] = {
    "dealervault": Told(("deals",)),
    "tekion": Told(("deals",)),
    "elead": Told(_CRM, link=lambda key: f"elead:{key}"),
    "vinsolutions": Told((*_CRM, "showroom_visits"), link=lambda key: f"vinsolutions:{vinsolutions.number(key)}"),
    "google_ads": Told(platform="google_ads"),
    "meta_ads": Told(platform="meta"),
    "microsoft_ads": Told(platform="microsoft_ads"),
    "callrail": Told(("calls",)),
    "marchex": Told(("calls",)),
    "ga4": Told(("web_events",)),
}

# The groups of systems that a demo may be told by; each covers DMS, CRM, advertising, call tracking and website.
SYSTEMS: Mapping[str, tuple[str, ...]] = {
    "canonical": (),
    "dealervault-elead": ("dealervault", "elead", "google_ads", "meta_ads", "callrail", "ga4"),
    "tekion-vinsolutions": ("tekion", "vinsolutions", "microsoft_ads", "marchex", "ga4"),
}


def write_told(world: World, landing: Path, systems: tuple[str, ...]) -> tuple[int, int]:
    """Write a world that has run below `landing`. Returns the number of files, and of rows of the canonical drop.

    Raises ValueError for a system that has no emitter, and where two of them would tell the same.
    """
    for system in systems:
        if system not in TOLD:
            raise ValueError(f"{system!r} tells nothing of the sandbox's world; choose of {', '.join(TOLD)}")
    told = [TOLD[system] for system in systems]
    entities = [entity for t in told for entity in t.entities]
    if len(set(entities)) < len(entities):
        raise ValueError(f"two of {', '.join(systems)} tell the same; a store has one CRM, one DMS and one call tracking")
    platforms = {t.platform for t in told if t.platform}
    link = next((t.link for t in told if t.link), None)

    def kept(entity: str, row: Row) -> Row | None:
        if entity in entities or (entity in ("campaigns", "ad_performance") and row["platform"] in platforms):
            return None
        return row if link is None else row | {name: link(row[name]) for name in _LINKS if row.get(name)}

    diary = Diary(world)
    files, rows = canonical.write(world, landing, kept)
    for system in systems:
        # The stock is told by the canonical drop already: a DMS's own lists would be a second witness.
        has_stock_lists = {"has_stock_lists": False} if VENDORS[system] is dealervault.write else {}
        files += VENDORS[system](diary, landing / system, **has_stock_lists)
    return files, rows
