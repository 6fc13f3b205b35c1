"""One more file of changes for a demo home: what a store sends between two runs."""

import csv
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ingestion.sandbox.demo import read_demo


def write_changes(home_dir: Path | str, n: int = 500, *, as_of: datetime | None = None) -> Path:
    """Write `n` price changes of units the home already knows into one new file of `landing/canonical/inventory_units`.

    Each row is a unit's newest version with its price a little lower (a sold unit's too: a DMS does not mind). They are known from `as_of`
    on, back by a second for each further round over the units; default: the moment the demo's world ends. Each call makes another file.
    Raises ValueError for a home without a demo group.
    """
    demo = read_demo(home_dir)
    if demo is None:
        raise ValueError(f"no demo group in {Path(home_dir).name}: run write_demo first")
    folder = Path(home_dir) / "landing" / "canonical" / "inventory_units"
    newest: dict[tuple[str, str], dict[str, str]] = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                key = (row["store_id"], row["stock_number"])
                if row["asking_price"] and (key not in newest or row["updated_at"] >= newest[key]["updated_at"]):
                    newest[key] = row
    at = as_of or datetime.fromisoformat(demo["as_of"])
    units = [newest[key] for key in sorted(newest)]
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(units[0]), lineterminator="\n")
    writer.writeheader()
    for i in range(n):
        unit = units[i % len(units)]
        unit["asking_price"] = str(round(float(unit["asking_price"]) - 25))
        moment = at - timedelta(seconds=n // len(units) - i // len(units))
        writer.writerow(unit | {"updated_at": f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"})
    number = len(list(folder.glob("changes_*.csv"))) + 1
    path = folder / f"changes_{number:04d}.csv"
    path.write_bytes(out.getvalue().encode())
    return path
