"""`python -m ingestion`: the sources alone, without dbt, audit or schedule."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from ingestion import arrivals, seen, settings
from ingestion.errors import RooftopError, UsageError
from ingestion.home import Home
from ingestion.locking import writer_lock
from ingestion.sources.registry import PACKAGES


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit code: 0 done, 1 error, 2 usage, 75 another run holds the home."""
    options = _parser().parse_args(arguments)
    home = Home.at(options.home) if options.home else settings.home_from_environment()
    try:
        if options.command == "pending":
            return _pending(home, options.json)
        if options.command == "rebuild":
            from ingestion.rebuild import rebuild

            print(f"{rebuild(home, _say):,} batches replayed.")
            return 0
        if options.command == "fetch":
            return _fetch(home, options.name, options.json)
        from ingestion.run import ingest

        with writer_lock(home, settings.load(home).lock_wait_seconds, _say):
            notes = arrivals.gather(home, options.source, _say)
            report = ingest(home, options.run_id, _moment(options.as_of), options.source, _say)
        report.notes[:0] = notes
        print(json.dumps(report.as_dict()) if options.json else report.summary())
        return 0
    except RooftopError as e:
        print(e, file=sys.stderr)
        return e.exit_code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ingestion", description="Bring what is new in a home's landing folder into its warehouse."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    ingest = commands.add_parser("ingest", help="take in new files of all sources, or of those named")
    ingest.add_argument("source", nargs="*", help=f"sources: {', '.join(PACKAGES)}")
    ingest.add_argument("--as-of", help="the run's clock, ISO 8601 (default: now)")
    ingest.add_argument("--run-id", help="the run's name (default: the time)")
    pending = commands.add_parser("pending", help="say what an ingest would look at")
    fetch = commands.add_parser("fetch", help="copy new files of config/fetch into landing, of all places or of those named")
    fetch.add_argument("name", nargs="*", help="names of config/fetch/<name>.yml (default: all that are due)")
    rebuild = commands.add_parser("rebuild", help="make the warehouse again from kept contents")
    for command in (ingest, pending, fetch, rebuild):
        command.add_argument("--home", help="the home (default: ROOFTOP_HOME, else ./home)")
    for command in (ingest, pending, fetch):
        command.add_argument("--json", action="store_true", help="one JSON object on stdout")
    return parser


def _pending(home: Home, as_json: bool) -> int:
    new, to_ask = seen.pending(home), arrivals.to_ask(home)
    if as_json:
        print(json.dumps({"files": new.files, "is_config_changed": new.is_config_changed, "to_ask": to_ask}))
    elif new or to_ask:
        print(
            "\n".join([*new.files, *(["config/ changed"] if new.is_config_changed else []), *(f"{name}: to be asked" for name in to_ask)])
        )
    else:
        print("Nothing new.")
    return 0


def _fetch(home: Home, names: Sequence[str], as_json: bool) -> int:
    """An outage is said and is no error: what else there is came in."""
    from ingestion.fetch.run import fetch, sentences

    with writer_lock(home, settings.load(home).lock_wait_seconds, _say):
        outcomes = fetch(home, names, progress=_say)
    if as_json:
        print(json.dumps([vars(outcome) for outcome in outcomes]))
    else:
        lines = [f"{o.name}: {o.fetched:,} new, {o.known:,} known already." for o in outcomes if not o.failure]
        print("\n".join([*lines, *sentences(outcomes)]) or "No place of config/fetch is due.")
    return 0


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(f"--as-of {text!r} is not an ISO 8601 time; write it like 2026-03-31T22:00:00Z.") from None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
