"""Elead through Fortellis: backfill, delta, children, empty windows, a token that runs out."""

from __future__ import annotations

from datetime import timedelta

from tests.ingestion.api.conftest import STORE, ApiDesk, ids


def test_the_past_first_then_what_changed_since_the_vendors_own_moment(desk: ApiDesk) -> None:
    for number in range(1, 8):
        desk.opportunity(f"O{number}", days=number - 0.5)
    desk.ask("elead")
    desk.sandbox.page = 2
    outcome = desk.pull()
    assert not outcome.failure, outcome.failure
    assert sorted(ids(desk.records("elead", "opportunities"))) == [f"O{n}" for n in range(1, 8)]
    assert desk.state("elead", STORE, "opportunities")["cursor"].startswith("2026-03-31T12:00:00")

    asked_at = desk.now
    desk.pass_by(minutes=30)
    desk.opportunity("O3", status="Inactive", created=asked_at - timedelta(days=2), minutes=20)
    desk.sandbox.asked.clear()
    outcome = desk.pull()
    assert outcome.fetched == 1 and not outcome.failure
    (question,) = desk.sandbox.questions("/search")
    assert question.path.endswith("/searchDelta")
    assert question.query["dateFrom"] == "2026-03-31T11:50:00Z"  # the stored moment and ten minutes before it
    assert desk.records("elead", "opportunities")[-1]["status"] == "Inactive"


def test_an_empty_window_is_no_error_and_moves_on(desk: ApiDesk) -> None:
    desk.ask("elead", resources=["opportunities"])
    assert not desk.pull().failure
    desk.pass_by(hours=1)
    assert not desk.pull().failure
    assert desk.state("elead", STORE, "opportunities")["cursor"].startswith("2026-03-31T13:00:00")
    assert desk.landed() == {}
