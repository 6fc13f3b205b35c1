"""Answers gone wrong, for each kind of paging: nothing crashes, what lands is whole, and nothing is lost once the vendor is well."""

from __future__ import annotations

import shutil

import pytest

from ingestion.sandbox.server.faults import Fault
from tests.ingestion.api.conftest import STORE, ApiDesk
from tests.ingestion.api.test_vendors import call, google_day, meta_day

SEEDS = 34  # of six answers each: 204 for each connector


def fill(desk: ApiDesk, connector: str) -> str:
    """Five records of a vendor; gives its table."""
    for number in range(1, 6):
        if connector == "elead":
            desk.put("elead", STORE, "opportunities", {"id": f"O{number}", "dateIn": "2026-03-30T10:00:00Z", "status": "Active"}, days=1)
        elif connector == "callrail":
            call(desk, number, days=1)
        elif connector == "meta_ads":
            meta_day(desk, number)
        elif connector == "google_ads":
            google_day(desk, f"2026-03-0{number}")
        else:
            lead = {"LeadID": number, "OriginationUTCDate": "2026-03-30T10:00:00", "LastUpdatedUTCDate": "2026-03-30T10:00:00"}
            desk.put("vinsolutions", "9001", "leads", lead, key=str(number), days=1)
    return {"elead": "opportunities", "callrail": "calls", "meta_ads": "insights", "google_ads": "performance"}.get(connector, "leads")


@pytest.mark.parametrize("connector", ["elead", "callrail", "meta_ads", "google_ads", "vinsolutions"])
def test_answers_gone_wrong(connector: str, desk: ApiDesk) -> None:
    table = fill(desk, connector)
    resources = {"elead": ["opportunities"], "google_ads": ["campaign_days"], "vinsolutions": ["leads"]}.get(connector)
    desk.ask(
        connector,
        attempts=2,
        since="2026-03-29" if connector == "vinsolutions" else "2026-03-01",
        **({"resources": resources} if resources else {}),
    )
    desk.sandbox.page = 2
    system, account = connector, desk.sandbox.book.accounts(connector)[0]
    there = [r for _, r in desk.sandbox.book.rows(system, account, "campaign" if system == "google_ads" else table, desk.now)]
    for seed in range(SEEDS):
        for folder in (desk.home.state, desk.home.landing):
            shutil.rmtree(folder, ignore_errors=True)
        desk.sandbox.asked.clear()
        parts = ("/opportunities/", "/calls", "/insights", "googleAds", "/Lead/")  # the login is another test's
        desk.sandbox.faults = [Fault("garbled", part, after=seed % 4, times=6, code=seed) for part in parts]
        desk.pull()
        desk.sandbox.faults = []
        outcome = desk.pull()
        assert not outcome.failure, f"{seed}: {outcome.failure}"
        came = desk.records(connector, table)
        for record in there:
            assert any(isinstance(c, dict) and {k: c.get(k) for k in record} == record for c in came), f"{seed}: {record}"
