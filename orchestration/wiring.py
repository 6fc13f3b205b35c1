"""Which functions of the other packages the commands call. Imported late, each only where it is used; a test replaces the whole object."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime
from typing import Any

from ingestion.home import Home
from orchestration.clock import utc_now
from orchestration.progress import Progress
from orchestration.stages import Checks, Engine


class Wiring:
    """The real thing. Each method is one seam."""

    def home(self, given: str | None) -> Home:
        """The home named on the command line, else by the environment, else ./home."""
        from ingestion import settings

        return Home.at(given) if given else settings.home_from_environment()

    def settings(self, home: Home) -> Any:
        from ingestion import settings

        return settings.load(home)

    def lock(self, home: Home, wait_seconds: float | None, progress: Progress) -> AbstractContextManager[Any]:
        """The writer lock; without a wait on the command line, the home's setting rules."""
        from ingestion import locking

        return locking.writer_lock(home, self.settings(home).lock_wait_seconds if wait_seconds is None else wait_seconds, progress)

    def gather(self, home: Home, only: Sequence[str], progress: Callable[[str], None]) -> list[str]:
        """Webhook inbox and config/fetch into landing; sentences for a person. The lock is held."""
        from ingestion import arrivals

        return arrivals.gather(home, only, progress)

    def has_to_ask(self, home: Home, only: Sequence[str] = ()) -> bool:
        """True if something of these sources (empty: of any) may be new that is not in landing yet. Asks nobody."""
        from ingestion import arrivals

        return bool(arrivals.to_ask(home, only))

    def has_pending(self, home: Home, only: Sequence[str]) -> bool:
        """True if a file of these sources (empty: of any) or the configuration changed since the last ingest."""
        from ingestion.seen import pending

        found = pending(home)
        files = [name for name in found.files if not only or name.split("/")[0] in only]
        return bool(files) or found.is_config_changed

    def code(self) -> str:
        """Which code this is; another code has other results."""
        from orchestration.fingerprint import code_fingerprint

        return code_fingerprint()

    def dbt_code(self) -> str:
        """Which models and seeds these are."""
        from orchestration.fingerprint import build_fingerprint

        return build_fingerprint()

    def now(self) -> datetime:
        return utc_now()

    def write_demo(self, home: Home, size: str, seed: int, as_of: datetime, systems: str) -> None:
        from ingestion.sandbox import write_demo

        write_demo(home.root, size=size, seed=seed, as_of=as_of, systems=systems)

    @contextmanager
    def engine(self, audits: bool = True) -> Iterator[Engine]:
        """The stages. The audit's process starts with the ingest, so that it is warm when the build is done."""
        from orchestration.audit_worker import AuditWorker
        from orchestration.dbt_runner import BuildResult, build_models

        with AuditWorker() as worker:

            def ingest(home: Home, **arguments: Any) -> Any:
                if audits:
                    worker.start()
                from ingestion.run import ingest as run_ingest

                return run_ingest(home, **arguments)

            def build(home: Home, *arguments: Any) -> BuildResult:
                import expectations

                if expectations.make_room(home.warehouse):  # a new working file: what earlier audits found lies in their reports
                    for results in sorted(home.reports.glob("*/audit.json")):
                        with suppress(ValueError, KeyError):  # a report that someone cut short
                            expectations.remember(home.warehouse, results)
                return build_models(home, *arguments)

            def audit(home: Home, run_id: str, as_of: datetime) -> Checks:
                published = home.published if home.published.exists() else None
                arguments = {"run_id": run_id, "as_of": as_of, "previous": published}
                return as_checks(home, worker.run(home.warehouse, home.reports / run_id, **arguments))

            yield Engine(ingest, build, audit, remember)


def remember(home: Home, checks: Checks) -> None:
    """The audit's results into the working file, for the next build."""
    import expectations

    expectations.remember(home.warehouse, home.root / checks.results)


def as_checks(home: Home, result: Any) -> Checks:
    """What the audit returned, as the stages keep it."""
    report, results = (path.relative_to(home.root).as_posix() for path in (result.html_path, result.json_path))
    return Checks(int(result.checks_passed), int(result.checks_warned), list(result.critical_failures), report, results)
