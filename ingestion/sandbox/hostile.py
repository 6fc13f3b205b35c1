"""The little that goes wrong in any real drop, planted on purpose: what quarantine must find, no more and no less."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ingestion.sandbox.world import World


@dataclass(frozen=True)
class Planted:
    """A finding to expect in `<home>/reports/<run>/quarantine.csv`: the file relative to landing, the physical line, the reason."""

    entity: str
    file: str
    line_number: int | None
    column_name: str | None
    reason_code: str
    is_row_loaded: bool


_HEADER = "lead_id,store_id,inquiry_at,lead_type,lead_origin,source_code,email,first_name,last_name,updated_at"


def plant(world: World, landing: Path) -> list[dict[str, Any]]:
    """Write the bad files and cells under `<landing>/canonical/`; returns the findings they must cause."""
    month = datetime.fromtimestamp(world.as_of, UTC).strftime("%Y-%m")
    at = f"{datetime.fromtimestamp(world.as_of - 2 * 86_400, UTC):%Y-%m-%dT%H:%M:%SZ}"
    found: list[Planted] = []

    def put(entity: str, name: str, text: str) -> str:
        path = landing / "canonical" / entity / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        return f"canonical/{entity}/{name}"

    # Leads typed into a spreadsheet: an impossible time, no store, and a store code that nobody knows (that one is kept, without a store).
    file = put("leads", f"leads_{month}_by_hand.csv", "\n".join((
        _HEADER,
        f"L-HAND-1,S01,31/31 25:00,general,form,website,hand.one@example.com,Hand,One,{at}",
        f"L-HAND-2,,{at},general,form,website,hand.two@example.com,Hand,Two,{at}",
        f"L-HAND-3,S99,{at},general,form,website,hand.three@example.com,Hand,Three,{at}",
    )) + "\n")  # fmt: skip
    found.append(Planted("leads", file, 2, "inquiry_at", "unparseable_value", False))
    found.append(Planted("leads", file, 3, "store_id", "missing_required_value", False))
    found.append(Planted("leads", file, 4, "store_id", "unknown_store", True))
    # A task whose optional due time is a word: the task is kept, the cell is not.
    file = put("tasks", f"tasks_{month}_by_hand.csv", "\n".join((
        "task_id,lead_id,agent_id,task_type,created_at,due_at,completed_at,status,updated_at",
        f"T-HAND-1,L-000001,S01-A05,call,{at},asap,{at},completed,{at}",
    )) + "\n")  # fmt: skip
    found.append(Planted("tasks", file, 2, "due_at", "unparseable_value", True))
    # An ad export that broke off inside a quote. Its rows are in the good file as well: the platform was asked again.
    file = put("ad_performance", f"ad_performance_{month}_broken.csv", "\n".join((
        "platform,account_id,campaign_id,ad_group_id,performance_date,store_id,impressions,clicks,cost,conversions,is_complete,updated_at",
        f'google_ads,"5550100001,1,1,{at[:10]},S01,400,20,39.10,1,true,{at}',
        f"google_ads,5550100001,1,1,{at[:10]},S01,400,20,39.",
    )))  # fmt: skip
    found.append(Planted("ad_performance", file, None, None, "unreadable_file", False))
    return [asdict(p) for p in found]
