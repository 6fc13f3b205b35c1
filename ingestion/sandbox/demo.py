"""A demo home: the simulated group's files in its landing, and the ledger of truth beside them."""

import csv
import io
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ingestion.sandbox import hostile, truth
from ingestion.sandbox.clock import instant
from ingestion.sandbox.demand import OWN_NAMES, SOURCES
from ingestion.sandbox.emitters.telling import SYSTEMS, write_told
from ingestion.sandbox.places import SIZES
from ingestion.sandbox.world import World

# The end of the world where nobody says otherwise: a fixed moment, for who wants the same bytes on every day (the CLI passes now).
DEFAULT_AS_OF = datetime(2026, 11, 2, 16, 20, tzinfo=UTC)
TRUTH_FILE = Path("state") / "demo_truth.json"


@dataclass(frozen=True)
class DemoReport:
    """What was written: the moment the world ends at, how many files and rows under landing/canonical, and the ledger of truth."""

    home: Path
    size: str
    seed: int
    as_of: datetime
    files: int
    rows: int
    truth: dict[str, Any]


def write_demo(
    home_dir: Path | str, *, size: str = "small", seed: int = 7, as_of: datetime | None = None, systems: str = "canonical"
) -> DemoReport:
    """Write a simulated dealer group into a home: `landing/…`, `config/lead_source_map.csv`, `state/demo_truth.json`.

    systems: in whose formats (emitters/telling.SYSTEMS). `canonical`: the canonical drop alone, with a few planted defects. Else vendors'
    files for what they tell; what a vendor's format cannot carry is then missing from the marts, not from the ledger of truth.

    The same size, seed and as_of (to the second) give the same bytes. The world ends at `as_of`: nothing in it is known later. Sizes: small
    (3 stores, 120 days), medium (5 stores, two years), large (10 stores, three years), and tiny for tests (3 stores, 48 days).
    Raises ValueError for another size, other systems or a naive as_of.
    """
    if systems not in SYSTEMS:
        raise ValueError(f"systems must be one of {', '.join(SYSTEMS)}, not {systems!r}")
    if size not in SIZES:
        raise ValueError(f"size must be one of {', '.join(SIZES)}, not {size!r}")
    end = as_of or DEFAULT_AS_OF
    if end.tzinfo is None:
        raise ValueError("as_of needs an offset, such as 2026-11-02T16:20:00Z")
    home = Path(home_dir)
    world = World(size, seed, instant(end))
    world.run()
    files, rows = write_told(world, home / "landing", SYSTEMS[systems])
    planted = [] if SYSTEMS[systems] else hostile.plant(world, home / "landing")
    _write_source_names(home / "config" / "lead_source_map.csv")
    ledger = {"size": size, "rows": rows, "systems": systems} | truth.tell(world, planted)
    if not planted:
        ledger["unknown_store"] = {"lead_records": 0, "leads": 0}  # it is a planted lead's
    path = home / TRUTH_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(ledger, indent=1) + "\n", encoding="utf-8")
    return DemoReport(home, size, seed, end.replace(microsecond=0), files + len({p["file"] for p in planted}), rows, ledger)


def read_demo(home_dir: Path | str) -> dict[str, Any] | None:
    """The ledger of truth of a home that holds a demo group, or None."""
    path = Path(home_dir) / TRUTH_FILE
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def _write_source_names(path: Path) -> None:
    """What one store's CRM calls its lead sources, as the seed override that a group would write."""
    groups = {"cars_com": "third_party_marketplace", "autotrader": "third_party_marketplace",
    "facebook_marketplace": "third_party_marketplace",
              "google_ads": "paid_search", "website": "direct", "phone": "direct", "walk_in": "direct"}  # fmt: skip
    known = {s.code for s in SOURCES}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("store_id", "raw_value", "source_code", "channel_group"))
    for store_id, names in sorted(OWN_NAMES.items()):
        writer.writerows((store_id, raw, code, groups[code]) for code, raw in names.items() if code in known)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(out.getvalue().encode())
