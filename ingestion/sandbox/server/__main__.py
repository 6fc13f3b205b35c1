"""`python -m ingestion.sandbox.server --world tiny --port 8900`: the vendors of a simulated group, until told to stop.

Recipes then say `base_url: http://127.0.0.1:8900/<system>` (vinsolutions: and `/<dealer id>`); every login is `sandbox-user` with
`sandbox-secret`. `--home` writes such recipes into a home. `GET /_sandbox` tells what was asked; `POST /_sandbox {"kind": "status", …}`
makes a bad day (faults.py).
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ingestion import settings
from ingestion.sandbox.places import SIZES
from ingestion.sandbox.server.app import SECRET, Sandbox
from ingestion.sandbox.server.hooks import send
from ingestion.sandbox.server.recipes import write_recipes
from ingestion.sandbox.server.running import run
from ingestion.sandbox.server.worlds import book_of, run_world


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m ingestion.sandbox.server", description="Vendors' APIs on this machine.")
    parser.add_argument("--world", choices=SIZES, default="tiny")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--as-of", type=datetime.fromisoformat, help="when the world ends and the server's day begins (default: now)")
    parser.add_argument("--port", type=int, default=8900)
    parser.add_argument("--home", type=Path, help="write recipes for this server into its config/fetch")
    parser.add_argument("--hook", help="send a day's CallRail webhooks to this address first (signed with app.SECRET)")
    options = parser.parse_args()
    started_at = settings.now()
    as_of = options.as_of.replace(tzinfo=options.as_of.tzinfo or UTC) if options.as_of else started_at

    def now() -> datetime:
        elapsed: timedelta = settings.now() - started_at
        return as_of + elapsed

    world = run_world(options.world, options.seed, as_of)
    sandbox = Sandbox(book_of(world), now)
    if options.home:
        write_recipes(options.home / "config" / "fetch", sandbox.book, f"http://127.0.0.1:{options.port}", world.first_day)
    if options.hook:
        print(
            f"CallRail webhooks: {send(options.hook, sandbox.book, as_of - timedelta(days=1), as_of, SECRET)} (status: how many).",
            flush=True,
        )
    run(sandbox, options.port)
    return 0


if __name__ == "__main__":
    sys.exit(main())
