"""Elead through Fortellis: the past, what changed, children of what changed, empty windows, a token that runs out."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

import pytest

from ingestion.fetch import api as pulling
from ingestion.sandbox.server.faults import Fault
from tests.ingestion.api.conftest import STORE, ApiDesk, ids

ACTIVITY = {"activityType": 3, "category": "Completed", "completedDate": "2026-03-31T10:00:00Z", "outcome": "sent"}


def activity(desk: ApiDesk, name: str, of: str, **ago: float) -> None:
    desk.put("elead", STORE, "activities", {"id": name, "opportunityId": of, **ACTIVITY}, **ago)


def queries(desk: ApiDesk, part: str) -> list[Any]:
    return [asked.query for asked in desk.sandbox.questions(part)]


def test_the_past_first_then_what_changed_since_the_vendors_own_moment(desk: ApiDesk) -> None:
    for number in range(1, 8):
        desk.opportunity(f"O{number}", days=number - 0.5)
    desk.ask("elead")
    desk.sandbox.page = 2
    assert not desk.pull().failure
    assert sorted(ids(desk.records("elead", "opportunities"))) == [f"O{n}" for n in range(1, 8)]
    assert desk.state("elead", STORE, "opportunities")["cursor"].startswith("2026-03-31T12:00:00")

    desk.pass_by(minutes=30)
    desk.opportunity("O3", status="Inactive", created=desk.now - timedelta(days=2), minutes=20)
    desk.sandbox.asked.clear()
    outcome = desk.pull()
    assert outcome.fetched == 1 and not outcome.failure
    assert [asked.path.rsplit("/", 1)[1] for asked in desk.sandbox.questions("/opportunities/search")] == ["searchDelta"]
    (query,) = queries(desk, "/searchDelta")
    assert query["dateFrom"] == "2026-03-31T11:50:00Z"  # the stored moment and ten minutes before it
    changed = desk.records("elead", "opportunities")[-1]
    assert (changed["status"], changed["searchDate"]) == ("Inactive", "2026-03-31T12:30:00Z")


def test_what_an_overlap_brings_again_does_not_land_again(desk: ApiDesk) -> None:
    desk.ask("elead", resources=["opportunities"])
    desk.pull()
    desk.opportunity("O1", minutes=1)
    assert desk.pull().fetched == 1
    desk.pass_by(minutes=5)
    outcome = desk.pull()
    assert (outcome.fetched, outcome.known) == (0, 1)
    desk.opportunity("O1", status="Inactive")
    desk.pull()
    desk.pass_by(minutes=1)
    desk.opportunity("O1", status="Active", created=desk.now - timedelta(minutes=7))
    desk.pull()
    assert [r["status"] for r in desk.records("elead", "opportunities")] == ["Active", "Inactive", "Active"]


def test_an_empty_window_is_no_error_and_moves_on(desk: ApiDesk) -> None:
    desk.ask("elead", resources=["opportunities"])
    assert not desk.pull().failure
    desk.pass_by(hours=1)
    assert not desk.pull().failure
    assert desk.state("elead", STORE, "opportunities")["cursor"].startswith("2026-03-31T13:00:00")
    assert desk.landed() == {}


def test_histories_of_changed_opportunities_only(desk: ApiDesk) -> None:
    for name in ("O1", "O2"):
        desk.opportunity(name, "Inactive", hours=5)
        activity(desk, f"A-{name}", name, hours=4)
    desk.put("elead", STORE, "customers", {"id": "c-O1", "firstName": "Dana"}, hours=5)
    desk.ask("elead")
    desk.pull()
    assert {(a["id"], a["opportunityId"]) for a in desk.records("elead", "activities")} == {("A-O1", "O1"), ("A-O2", "O2")}
    assert ids(desk.records("elead", "customers")) == ["c-O1"]  # 404 for the other: there is nothing
    desk.pass_by(minutes=20)
    desk.sandbox.asked.clear()
    desk.opportunity("O2", "Inactive", created=desk.now, minutes=1)
    activity(desk, "B-O2", "O2")
    desk.pull()
    assert [a.path.rsplit("/", 1)[1] for a in desk.sandbox.questions("/byOpportunityId/")] == ["O2"]
    assert not desk.sandbox.questions("/customers/")  # asked less than a day ago
    assert ids(desk.records("elead", "activities"))[-2:] == ["A-O2", "B-O2"]


def test_an_opportunity_is_looked_at_again_for_a_month_though_nothing_says_that_it_changed(desk: ApiDesk) -> None:
    desk.opportunity("O1", hours=5)
    desk.ask("elead", resources=["opportunities", "activities"])
    desk.pull()
    desk.sandbox.asked.clear()
    desk.pass_by(hours=5)
    desk.pull()
    assert not desk.sandbox.questions("/byOpportunityId/")
    desk.pass_by(hours=2)
    activity(desk, "A1", "O1", hours=1)
    desk.pull()
    assert [a.path.rsplit("/", 1)[1] for a in desk.sandbox.questions("/byOpportunityId/")] == ["O1"]
    assert ids(desk.records("elead", "activities")) == ["A1"]
    desk.pass_by(hours=7)
    assert (desk.pull().fetched, len(desk.sandbox.questions("/byOpportunityId/"))) == (0, 2)
    desk.sandbox.asked.clear()
    desk.pass_by(days=31)
    desk.pull()
    assert not desk.sandbox.questions("/byOpportunityId/")


def test_a_token_that_runs_out_between_two_pages_is_renewed_once(desk: ApiDesk) -> None:
    for number in range(6):
        desk.opportunity(f"O{number}", hours=number + 1)
    desk.ask("elead", resources=["opportunities"])
    desk.sandbox.page, desk.sandbox.token_calls = 2, 2
    assert not desk.pull().failure
    assert len(desk.sandbox.questions("/token")) == 2
    assert len(desk.records("elead", "opportunities")) == 6


def test_a_token_past_its_time_is_not_even_tried(desk: ApiDesk) -> None:
    for number in range(4):
        desk.opportunity(f"O{number}", hours=number + 1)
    desk.ask("elead", resources=["opportunities"])
    desk.sandbox.page, desk.sandbox.token_seconds = 2, 60
    real_rows = desk.sandbox.rows

    def slowly(*names: str) -> Any:
        desk.pass_by(seconds=40)
        return real_rows(*names)

    desk.sandbox.rows = slowly  # type: ignore[method-assign,assignment]
    try:
        assert not desk.pull().failure
    finally:
        del desk.sandbox.rows
    asked = [asked.path.rsplit("/", 1)[1] for asked in desk.sandbox.asked]
    assert asked[:4] == ["token", "search", "token", "search"]


def test_a_login_that_is_refused_is_said_without_the_secret_and_stops_at_once(desk: ApiDesk) -> None:
    desk.ask("elead", env={"client_id": "SB_SECRET", "client_secret": "SB_USER"})
    outcome = desk.pull()
    assert outcome.failure == f"{STORE}, opportunities: the login is refused"
    assert len(desk.sandbox.asked) == 1
    desk.ask("elead")
    desk.sandbox.faults = [Fault("expired", "/searchDelta", times=9)]
    desk.pass_by(minutes=1)
    assert desk.pull().failure.endswith("the login is refused")
    assert len(desk.sandbox.questions("/searchDelta")) == 2


def test_a_child_that_is_refused_costs_only_itself_and_not_for_ever(desk: ApiDesk) -> None:
    for name in ("O1", "O2"):
        desk.opportunity(name, "Inactive", hours=5)
        activity(desk, f"A-{name}", name, hours=4)
    desk.ask("elead", resources=["opportunities", "activities"])
    desk.sandbox.faults = [Fault("status", "/byOpportunityId/O1", code=403, times=99)]
    assert "the vendor answers 403 (1 of 2)" in desk.pull().failure
    assert ids(desk.records("elead", "activities")) == ["A-O2"]
    for _ in range(5):
        outcome = desk.pull()
    assert not outcome.failure
    assert len(desk.sandbox.questions("/byOpportunityId/O1")) == 5


def test_a_long_first_pull_goes_on_in_the_next_run(desk: ApiDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1, 7):
        desk.opportunity(f"O{number}", "Inactive", days=number - 0.5)
    desk.sandbox.page = 2
    desk.ask("elead", resources=["opportunities"], minutes_a_run=1)
    clock = itertools.count(0, 20)  # each look at the clock is twenty seconds later
    monkeypatch.setattr(pulling, "monotonic", lambda: float(next(clock)))
    outcomes = [desk.pull() for _ in range(4)]
    assert not any(outcome.failure for outcome in outcomes)
    assert "its minutes of this run are used up; what is left waits" in outcomes[0].notes[0]
    assert sorted(set(ids(desk.records("elead", "opportunities")))) == [f"O{n}" for n in range(1, 7)]
    pages = [(a.query.get("dateTo"), a.query.get("page")) for a in desk.sandbox.questions("/opportunities/search") if "dateTo" in a.query]
    assert len(pages) == len(set(pages))  # no page was asked twice
