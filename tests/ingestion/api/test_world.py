"""A whole simulated group behind the vendors' APIs: what is pulled in steps is what the vendors told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ingestion import settings
from ingestion.fetch.run import fetch
from ingestion.home import Home
from ingestion.sandbox.demo import DEFAULT_AS_OF
from ingestion.sandbox.server.app import SECRET, USER, Sandbox
from ingestion.sandbox.server.book import Book
from ingestion.sandbox.server.recipes import SECRET_VARIABLE, USER_VARIABLE, write_recipes
from ingestion.sandbox.server.running import running
from ingestion.sandbox.server.worlds import book_of, run_world

SYSTEMS = ("elead", "google_ads", "meta_ads", "callrail", "marchex", "microsoft_ads", "tekion")


@pytest.fixture(scope="module")
def book() -> tuple[Book, datetime]:
    """(what the vendors of a tiny world know, its first day)"""
    world = run_world("tiny", 7, DEFAULT_AS_OF)
    world.stores = world.stores[:1]  # one store is told of, and each fourth lead: a call for each is dear
    number = world.log.columns["leads"].index("lead_id")
    world.log.entries["leads"] = [e for e in world.log.entries["leads"] if int(e[2][number][-3:]) % 4 == 0]
    return book_of(world, SYSTEMS), datetime(world.first_day.year, world.first_day.month, world.first_day.day, tzinfo=UTC)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, book: tuple[Book, datetime]) -> Iterator[Home]:
    """A home that asked the vendors twice while their world went on."""
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setenv(USER_VARIABLE, USER)
    monkeypatch.setenv(SECRET_VARIABLE, SECRET)
    home = Home.at(tmp_path_factory.mktemp("world") / "home")
    clock = {"now": book[1]}
    monkeypatch.setattr(settings, "now", lambda: clock["now"])
    sandbox = Sandbox(book[0], lambda: clock["now"], page=200)
    with running(sandbox) as address:
        write_recipes(home.config / "fetch", book[0], address, book[1].date())
        path = home.config / "fetch" / "elead.yml"
        path.write_text(path.read_text(encoding="utf-8") + "resources: [opportunities, activities]\n", encoding="utf-8")
        for moment in (book[1] + timedelta(days=40), DEFAULT_AS_OF):
            clock["now"] = moment
            for outcome in fetch(home, SYSTEMS, sleep=lambda _: None):
                assert not outcome.failure, f"{outcome.name}: {outcome.failure}"
    monkeypatch.undo()
    yield home


def newest(home: Home, system: str, table: str, *key: str) -> dict[str, Any]:
    """The record that arrived last of each key, over all accounts."""
    found = {}
    for path in sorted((home.landing / system / table).rglob("*.jsonl"), key=lambda p: p.name):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            found["|".join(str(_at(record, k)) for k in key)] = record
    return found


def _at(record: Any, path: str) -> Any:
    for part in path.split("."):
        record = record.get(part) if isinstance(record, dict) else None
    return record


def told(book: Book, system: str, table: str, *key: str) -> dict[str, Any]:
    rows = [r for a in book.accounts(system) for _, r in book.rows(system, a, table, DEFAULT_AS_OF)]
    return {"|".join(str(_at(r, k)) for k in key): r for r in rows}


def test_what_was_pulled_in_steps_is_what_the_vendors_told(home: Home, book: tuple[Book, datetime]) -> None:
    for system, table, *key in (
        ("elead", "opportunities", "id"),
        ("meta_ads", "insights", "campaign_id", "adset_id", "ad_id", "date_start"),
        ("callrail", "calls", "id"),
        ("marchex", "calls", "call_id"),
        ("tekion", "deals", "id"),
    ):
        pulled, there = newest(home, system, table, *key), told(book[0], system, table, *key)
        assert pulled.keys() == there.keys(), system
        for name, record in there.items():
            assert {k: pulled[name].get(k) for k in record if k != "searchDate"} == {k: v for k, v in record.items() if k != "searchDate"}
    rows = newest(home, "google_ads", "performance", "campaign.id", "adGroup.id", "segments.date", "segments.device")
    spent = [
        told(book[0], "google_ads", table, "campaign.id", "adGroup.id", "segments.date", "segments.device")
        for table in ("campaign", "ad_group")
    ]
    assert rows == spent[0] | spent[1]


def test_activities_of_every_opportunity_came(home: Home, book: tuple[Book, datetime]) -> None:
    pulled = newest(home, "elead", "activities", "id")
    there = told(book[0], "elead", "activities", "id")
    opportunities = newest(home, "elead", "opportunities", "id")
    wanted = {name for name, record in there.items() if record.get("opportunityId") in opportunities}
    assert wanted == pulled.keys()
