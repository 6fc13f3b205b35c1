"""What each command does, over the wiring. Each returns (summary as data, summary as text)."""

from __future__ import annotations

import argparse
import time
from datetime import datetime
from typing import Any

from ingestion.home import Home
from orchestration import stages, status, summary
from orchestration.clock import parse_as_of
from orchestration.dagster_instance import write_instance
from orchestration.errors import UsageError
from orchestration.progress import Progress
from orchestration.state import LAST_BUILD, forget_note, read_note, write_json, write_note
from orchestration.unchanged import why_nothing_new
from orchestration.wiring import Wiring

Summary = tuple[dict[str, Any], str]
DEMO = "demo.json"


class Commands:
    """The commands of the command line; the names of the methods are the names of the commands."""

    def __init__(self, wiring: Wiring) -> None:
        self._wiring = wiring

    def run(self, options: argparse.Namespace, began: float) -> Summary:
        """Ingest, build, audit, publish; or a sentence that there is nothing new."""
        progress = Progress()
        home = self._home(options)
        as_of = parse_as_of(options.as_of) if options.as_of else None
        home.prepare()
        with self._wiring.lock(home, options.wait, progress):
            return self._run(home, as_of, options.only, options.full_refresh, progress, began)

    def _run(self, home: Home, as_of: datetime | None, only: list[str], full: bool, progress: Progress, began: float) -> Summary:
        """The whole way; the lock is held."""
        settings = self._wiring.settings(home)
        notes = self._wiring.gather(home, only, progress)
        if not full:
            pending = self._wiring.has_pending(home, only)
            message = why_nothing_new(home, as_of, self._wiring.now(), self._wiring.code(), pending, settings.clock_refresh_minutes)
            if message:
                return summary.nothing_new(home.root, message, time.monotonic() - began, notes), "\n".join([message, *notes])
        with self._wiring.engine() as engine:
            run = stages.start_run(home, as_of, self._wiring.now(), self._wiring.code())
            stages.ingest(run, engine, only, progress)
            run.notes[:0] = notes
            stages.build(run, engine, self._wiring.dbt_code(), full, progress)
            publication = stages.start_publication(run, settings.keep_versions)
            stages.audit(run, engine, progress, publication)
            if run.outcome != "refused":
                stages.publish(run, publication, settings.keep_reports, progress)
        return self._told(run, began)

    def demo(self, options: argparse.Namespace, began: float) -> Summary:
        """A made-up group in the home, then `run`. The same call again finds it there and has nothing new."""
        progress = Progress()
        home = self._home(options)
        as_of = parse_as_of(options.as_of) if options.as_of else None
        home.prepare()
        with self._wiring.lock(home, options.wait, progress):
            note = read_note(home, DEMO)
            wanted = {"size": options.size, "seed": options.seed, "systems": options.systems}
            if not note:
                if any(home.files_under(home.landing)):
                    raise UsageError(f"{home.root} holds a dealer group's files already; choose another home for the demo (--home DIR).")
                moment = as_of or self._wiring.now().replace(minute=0, second=0, microsecond=0)
                note = {**wanted, "as_of": moment.isoformat(), "is_written": False}
                write_note(home, DEMO, note)
            note.setdefault("systems", "canonical")
            if {name: note[name] for name in wanted} != wanted:
                held = f"size {note['size']}, seed {note['seed']}, systems {note['systems']}"
                raise UsageError(f"{home.root} holds the demo of {held}; choose another home (--home DIR).")
            if not note["is_written"]:
                with progress.stage(f"demo group ({options.size}, seed {options.seed})"):
                    moment = datetime.fromisoformat(note["as_of"])
                    self._wiring.write_demo(home, options.size, options.seed, moment, options.systems)
                write_note(home, DEMO, {**note, "is_written": True})
            return self._run(home, as_of or datetime.fromisoformat(note["as_of"]), [], False, progress, began)

    def ingest(self, options: argparse.Namespace, began: float) -> Summary:
        """Load what is new; models and publication stay as they are."""
        progress = Progress()
        home = self._home(options)
        as_of = parse_as_of(options.as_of) if options.as_of else None
        home.prepare()
        with self._wiring.lock(home, options.wait, progress), self._wiring.engine(audits=False) as engine:
            notes = self._wiring.gather(home, options.only, progress)
            run = stages.start_run(home, as_of, self._wiring.now(), self._wiring.code())
            stages.ingest(run, engine, options.only, progress)
            run.notes[:0] = notes
            return self._told(run, began)

    def build(self, options: argparse.Namespace, began: float) -> Summary:
        """Build the models for the last run's clock."""
        progress = Progress()
        home = self._existing_home(options)
        with self._wiring.lock(home, options.wait, progress), self._wiring.engine(audits=False) as engine:
            run = stages.resume_run(home)
            stages.build(run, engine, self._wiring.dbt_code(), options.full_refresh, progress)
            return self._told(run, began)

    def audit(self, options: argparse.Namespace, began: float) -> Summary:
        """Check the last build."""
        progress = Progress()
        home = self._existing_home(options)
        with self._wiring.lock(home, options.wait, progress):
            run = stages.resume_run(home)
            stages.require(run, "built", "audited", "refused", "published")
            with self._wiring.engine() as engine:
                stages.audit(run, engine, progress)
            return self._told(run, began)

    def publish(self, options: argparse.Namespace, began: float) -> Summary:
        """Publish the last audited build."""
        progress = Progress()
        home = self._existing_home(options)
        with self._wiring.lock(home, options.wait, progress):
            settings = self._wiring.settings(home)
            run = stages.resume_run(home)
            stages.publish(run, stages.start_publication(run, settings.keep_versions), settings.keep_reports, progress)
            return self._told(run, began)

    def rebuild(self, options: argparse.Namespace, began: float) -> Summary:
        """The working file anew from the ledger and the contents it kept; then as `run`."""
        progress = Progress()
        home = self._existing_home(options)
        as_of = parse_as_of(options.as_of) if options.as_of else None
        with self._wiring.lock(home, options.wait, progress):
            for path in (home.warehouse, home.warehouse.with_name(home.warehouse.name + ".wal")):
                path.unlink(missing_ok=True)
            forget_note(home, LAST_BUILD)
            return self._run(home, as_of, [], True, progress, began)

    def serve(self, options: argparse.Namespace, began: float) -> Summary:
        """The webhook inbox, until it is told to stop; takes no lock."""
        from ingestion.webhooks.serve import serve

        home = self._home(options)
        serve(home, options.host, options.port, Progress())
        return {"outcome": "stopped", "home": str(home.root)}, "Stopped."

    def canary(self, options: argparse.Namespace, began: float) -> Summary:
        """Test leads in at the front, or what became of them; takes no lock."""
        from orchestration import canary

        home = self._existing_home(options)
        if not options.check:
            canary.inject(home, options.store, options.url, options.hook)
        found = canary.check(home, self._wiring.now(), options.late_minutes)
        return (found if options.check else {**found, "outcome": "injected"}), canary.as_text(found)

    def status(self, options: argparse.Namespace, began: float) -> Summary:
        """Reads what is published, and notes; takes no lock."""
        home = self._home(options)
        found = status.collect(home)
        return found, status.as_text(found)

    def prepare_ui(self, options: argparse.Namespace, began: float) -> Summary:
        """dbt's manifest and Dagster's instance settings under the home's state, so that the UI shows the models with their lineage."""
        from orchestration.dbt_runner import write_manifest

        home = self._home(options)
        home.prepare()
        instance = write_instance(home)
        manifest = write_manifest(home)
        found = {"outcome": "written", "manifest": str(manifest), "dagster_home": str(instance)}
        return found, f"Ready: {summary.shown(manifest)}, {summary.shown(instance)}"

    def _home(self, options: argparse.Namespace) -> Home:
        return self._wiring.home(options.home)

    def _existing_home(self, options: argparse.Namespace) -> Home:
        home = self._home(options)
        if not home.state.is_dir():
            raise UsageError(f"There is no home at {home.root} yet; `rooftop run --home {home.root}` makes one.")
        home.prepare()
        return home

    def _told(self, run: stages.Run, began: float) -> Summary:
        """The summary, which is also left in the run's reports folder."""
        seconds = time.monotonic() - began
        told = summary.as_dict(run, seconds)
        folder = run.home.reports / run.run_id
        folder.mkdir(parents=True, exist_ok=True)
        write_json(folder / "summary.json", told)
        return told, summary.as_text(run, seconds)
