"""The sandbox server on loopback with a few records, and a home whose recipes ask it. Time stands still until a test moves it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ingestion import settings
from ingestion.fetch.files import Outcome
from ingestion.sandbox.server.app import SECRET, USER, Sandbox
from ingestion.sandbox.server.book import Book
from ingestion.sandbox.server.running import running
from tests.ingestion.fetch.conftest import FetchDesk

NOON = datetime(2026, 3, 31, 12, 0, tzinfo=UTC)
STORE = "00000000-0000-4000-8000-000000000001"
# What a recipe says beside kind, connector and base_url.
RECIPES: dict[str, dict[str, Any]] = {
    "elead": {"account": STORE, "env": {"client_id": "SB_USER", "client_secret": "SB_SECRET"}, "since": "2026-03-25"},
    "vinsolutions": {"account": "9001", "secret_env": "SB_SECRET", "since": "2026-03-28"},
    "callrail": {"account": "COM1", "secret_env": "SB_SECRET", "settings": {"account_id": "ACC1"}, "since": "2026-03-01"},
    "marchex": {"account": "CA1", "env": {"user": "SB_USER", "password": "SB_SECRET"}, "since": "2026-03-20"},
    "google_ads": {"account": "555", "since": "2026-03-01"},
    "meta_ads": {"account": "act_77", "secret_env": "SB_SECRET", "since": "2026-03-01"},
    "microsoft_ads": {"account": "141", "settings": {"customer_id": "9"}, "since": "2026-03-01"},
    "ga4": {"account": "310", "since": "2026-03-20"},
    "drivecentric": {"account": "S1", "env": {"client_id": "SB_USER", "client_secret": "SB_SECRET"}, "since": "2026-03-01"},
    "tekion": {"account": "techmotors_1", "env": {"app_id": "SB_USER", "secret_key": "SB_SECRET"}, "since": "2026-03-01"},
    "marketcheck": {"account": "rooftop", "secret_env": "SB_SECRET", "settings": {"zip": "48083"}},
    "vpic": {"account": "all"},
}
_REFRESHED = ("google_ads", "microsoft_ads", "ga4")


class ApiDesk(FetchDesk):
    """A home, the vendors' server, and a clock for both."""

    def __init__(self, root: Path, sandbox: Sandbox, address: str) -> None:
        super().__init__(root)
        self.sandbox, self.address, self.now = sandbox, address, NOON

    def ask(self, connector: str, /, **keys: Any) -> None:
        """A recipe of the connector's name, for this server."""
        base = f"{self.address}/{connector}" + ("/9001" if connector == "vinsolutions" else "")
        lines: dict[str, Any] = {"kind": "api", "connector": connector, "base_url": base, **RECIPES[connector]}
        if connector == "elead":
            lines["token_url"] = f"{base}/oauth2/aus/v1/token"
        if connector in _REFRESHED:
            secrets = ["client_id", "client_secret", "refresh_token"] + (["developer_token"] if connector != "ga4" else [])
            lines |= {"token_url": f"{base}/token", "env": {s: "SB_USER" if s == "client_id" else "SB_SECRET" for s in secrets}}
        self.recipe(connector, **{**lines, **keys})

    def pull(self, connector: str = "") -> Outcome:
        """Ask; what came of it."""
        connector = connector or next(iter(p.stem for p in (self.home.config / "fetch").glob("*.yml")))
        outcome: Outcome = self.fetch(connector)[connector]
        return outcome

    def pass_by(self, **span: float) -> None:
        self.now += timedelta(**span)

    def records(self, system: str, table: str) -> list[Any]:
        """What lies in landing for a table, in the order in which it is read."""
        files = sorted((self.home.landing / system / table).rglob("*.jsonl"))
        return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]

    def state(self, connector: str, account: str, resource: str) -> dict[str, Any]:
        path = self.home.state / "fetch" / connector / account / f"{resource}.json"
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return found

    def put(self, system: str, account: str, table: str, record: dict[str, Any], key: str = "", **ago: float) -> None:
        """A record that the vendor has since so long ago."""
        self.sandbox.book.put(system, account, table, record, self.now - timedelta(**ago), key)

    def opportunity(self, name: str, status: str = "Active", created: datetime | None = None, **ago: float) -> None:
        self.put("elead", STORE, "opportunities", opportunity(name, status, created or self.now - timedelta(**ago)), **ago)


def opportunity(name: str, status: str, created: datetime) -> dict[str, Any]:
    made = f"{created:%Y-%m-%dT%H:%M:%SZ}"
    return {"id": name, "customer": {"id": f"c-{name}"}, "dateIn": made, "source": "Website", "status": status, "subStatus": "New"}


@pytest.fixture(scope="session")
def server() -> Iterator[tuple[Sandbox, str]]:
    """One server for all tests; each gets it with nothing in it."""
    sandbox = Sandbox(Book())
    with running(sandbox) as address:
        yield sandbox, address


@pytest.fixture
def desk(tmp_path: Path, server: tuple[Sandbox, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[ApiDesk]:
    sandbox, address = server
    vars(sandbox).update(vars(Sandbox(Book())))
    monkeypatch.setenv("SB_USER", USER)
    monkeypatch.setenv("SB_SECRET", SECRET)
    desk = ApiDesk(tmp_path / "home", sandbox, address)
    monkeypatch.setattr(settings, "now", lambda: desk.now)
    sandbox.now = lambda: desk.now
    yield desk


def ids(records: list[Any], name: str = "id") -> list[Any]:
    return [record[name] for record in records]
