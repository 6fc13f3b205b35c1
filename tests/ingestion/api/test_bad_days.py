"""What vendors do on a bad day: said in words, tried again, never half a window, never a secret."""

from __future__ import annotations

import contextlib
import json
import logging
from dataclasses import replace
from datetime import timedelta

import pytest

from ingestion.fetch import api as pulling
from ingestion.fetch import api_landing, api_line, api_state
from ingestion.fetch.api_spec import api_of
from ingestion.sandbox.server.app import SECRET
from ingestion.sandbox.server.faults import Fault
from tests.ingestion.api.conftest import NOON, STORE, ApiDesk, ids
from tests.ingestion.api.test_vendors import call


@pytest.fixture
def elead(desk: ApiDesk) -> ApiDesk:
    """Six opportunities on three pages of the delta; the past was asked yesterday."""
    desk.ask("elead", resources=["opportunities"])
    desk.pass_by(days=-1)
    desk.pull()
    desk.pass_by(days=1)
    for number in range(6):
        desk.opportunity(f"O{number}", hours=number + 1)
    desk.sandbox.page = 2
    desk.sandbox.asked.clear()
    return desk


def landed(desk: ApiDesk) -> list[str]:
    return sorted(set(ids(desk.records("elead", "opportunities"))))


ALL = [f"O{n}" for n in range(6)]


@pytest.mark.parametrize("kind", ["status", "truncated", "broken", "expired"])
def test_what_may_pass_is_tried_again(kind: str, elead: ApiDesk) -> None:
    elead.sandbox.faults = [Fault(kind, "/searchDelta", after=1, times=1 if kind == "expired" else 3)]
    assert not elead.pull().failure
    assert landed(elead) == ALL
    pages = [a.query.get("page") for a in elead.sandbox.questions("/searchDelta")]
    assert pages == ["1", *["2"] * (2 if kind == "expired" else 4), "3"]
    assert kind == "expired" or (len(elead.slept) == 3 and all(w > 0 for w in elead.slept) and elead.slept == sorted(elead.slept))


@pytest.mark.parametrize("kind", ["status", "truncated", "broken"])
def test_what_does_not_pass_moves_no_cursor_and_goes_on_at_its_page(kind: str, elead: ApiDesk) -> None:
    before = elead.state("elead", STORE, "opportunities")["cursor"]
    elead.sandbox.faults = [Fault(kind, "/searchDelta", after=2, times=4)]
    outcome = elead.pull()
    assert outcome.failure
    assert landed(elead) == []
    assert elead.state("elead", STORE, "opportunities")["cursor"] == before
    elead.sandbox.asked.clear()
    elead.pass_by(minutes=5)
    assert not elead.pull().failure
    assert landed(elead) == ALL
    assert elead.sandbox.questions("/searchDelta")[0].query["page"] == "3"


def test_pages_of_long_ago_are_asked_anew(elead: ApiDesk) -> None:
    elead.sandbox.faults = [Fault("status", "/searchDelta", after=2, times=4)]
    elead.pull()
    elead.sandbox.asked.clear()
    elead.pass_by(hours=3)
    assert not elead.pull().failure
    assert [a.query.get("page") for a in elead.sandbox.questions("/searchDelta")] == ["1", "2", "3"]
    assert landed(elead) == ALL


def test_what_changed_between_two_halves_is_asked_anew(elead: ApiDesk) -> None:
    elead.sandbox.faults = [Fault("status", "/searchDelta", after=2, times=4)]
    elead.pull()
    elead.opportunity("O9", minutes=30)
    assert not elead.pull().failure
    assert landed(elead) == [*ALL, "O9"]


@pytest.mark.parametrize(("retry_after", "waits"), [("7", 7.0), ("Tue, 31 Mar 2026 12:00:20 GMT", 20.0), ("", 0.5)])
def test_too_many_requests_with_and_without_a_word_when(retry_after: str, waits: float, elead: ApiDesk) -> None:
    headers = {"Retry-After": retry_after} if retry_after else {}
    elead.sandbox.faults = [Fault("status", "/searchDelta", after=1, times=1, code=429, headers=headers)]
    assert not elead.pull().failure
    assert landed(elead) == ALL
    assert len(elead.slept) == 1 and waits <= elead.slept[0] <= max(waits, 1.5)


def test_a_vendor_that_wants_hours_is_left_alone_for_hours(elead: ApiDesk) -> None:
    elead.sandbox.faults = [Fault("status", "/searchDelta", code=429, headers={"Retry-After": "7200"})]
    assert "left alone until 2026-03-31 14:00 UTC" in elead.pull().failure
    assert elead.slept == []
    elead.sandbox.asked.clear()
    elead.pass_by(hours=1)
    assert "left alone until" in elead.pull().failure
    assert not elead.sandbox.asked
    elead.pass_by(hours=2)
    assert not elead.pull().failure
    assert landed(elead) == ALL


def test_no_faster_than_the_recipe_allows(elead: ApiDesk) -> None:
    elead.ask("elead", resources=["opportunities"], per_minute=3)
    assert not elead.pull().failure
    assert len(elead.sandbox.asked) == 4  # a token and three pages
    assert len(elead.slept) == 1 and 55 < elead.slept[0] <= 60


def test_a_page_that_repeats_is_said_and_commits_nothing(elead: ApiDesk) -> None:
    elead.sandbox.faults = [Fault("repeat_page", "/searchDelta", after=1, times=99)]
    outcome = elead.pull()
    assert "the vendor sends the same page again for 2026-03-30 11:50 to 2026-03-31 12:00 UTC" in outcome.failure
    assert landed(elead) == []
    elead.sandbox.faults = []
    assert not elead.pull().failure
    assert landed(elead) == ALL


def test_a_page_that_repeats_once_is_made_good_by_asking_again(elead: ApiDesk) -> None:
    elead.sandbox.faults = [Fault("repeat_page", "/searchDelta", after=1, times=1)]
    assert not elead.pull().failure
    assert landed(elead) == ALL


def test_a_page_that_is_lost_commits_nothing(elead: ApiDesk) -> None:
    before = elead.state("elead", STORE, "opportunities")["cursor"]
    elead.sandbox.faults = [Fault("lost_page", "/searchDelta", after=1, times=1), Fault("lost_page", "/searchDelta", after=1, times=99)]
    outcome = elead.pull()
    assert "of 6 came" in outcome.failure
    assert landed(elead) == [] and elead.state("elead", STORE, "opportunities")["cursor"] == before
    elead.sandbox.faults = []
    assert not elead.pull().failure
    assert landed(elead) == ALL


def test_a_cursor_of_next_century_is_taken_as_now(elead: ApiDesk) -> None:
    elead.sandbox.faults = [Fault("future_cursor", "/searchDelta", times=9)]
    outcome = elead.pull()
    assert any("the vendor's cursor is in the future; taken as now" in note for note in outcome.notes)
    assert elead.state("elead", STORE, "opportunities")["cursor"] == NOON.isoformat()


def test_a_stored_cursor_in_the_future_is_clamped_and_said(elead: ApiDesk) -> None:
    path = elead.home.state / "fetch" / "elead" / STORE / "opportunities.json"
    path.write_text(json.dumps({"cursor": "2027-01-01T00:00:00+00:00"}), encoding="utf-8")
    outcome = elead.pull()
    assert any("the stored cursor was in the future" in note for note in outcome.notes)
    assert elead.sandbox.questions("/searchDelta")[0].query["dateFrom"] == "2026-03-31T11:50:00Z"
    assert elead.state("elead", STORE, "opportunities")["cursor"] == NOON.isoformat()


def test_the_earlier_of_two_clocks_counts(desk: ApiDesk) -> None:
    """The vendor's clock is an hour behind ours: what it notes within that hour is not behind our cursor."""
    desk.sandbox.now = lambda: desk.now - timedelta(hours=1)
    desk.ask("vinsolutions", resources=["leads"])
    outcome = desk.pull()
    assert any("the vendor's clock is behind ours by 60 minutes" in note for note in outcome.notes)
    assert desk.state("vinsolutions", "9001", "leads")["cursor"] == (NOON - timedelta(hours=1)).isoformat()


@pytest.fixture
def linked(desk: ApiDesk, monkeypatch: pytest.MonkeyPatch) -> ApiDesk:
    """CallRail by relative pagination: each page names the address of the next."""
    api = api_of("callrail")
    calls = api.resources["calls"]
    params = {**calls.params, "relative_pagination": "true"}
    other = replace(calls, params=params, total="", paging=replace(calls.paging, kind="link", path="next_page"))
    monkeypatch.setattr(pulling, "api_of", lambda _: replace(api, resources={"calls": other}))
    for number in (20, 21, 22, 23, 24):
        call(desk, number, days=1)
    desk.ask("callrail", since="2026-03-20")
    desk.sandbox.page = 2
    return desk


def test_pages_that_name_the_next_ones_address(linked: ApiDesk) -> None:
    linked.sandbox.faults = [Fault("status", "/calls", after=2, times=4)]
    assert linked.pull().failure
    assert not linked.pull().failure
    assert [a.query.get("offset") for a in linked.sandbox.asked] == [None, "2", *["4"] * 5]
    assert ids(linked.records("callrail", "calls")) == [f"CAL{n}" for n in (20, 21, 22, 23, 24)]


def test_a_next_page_on_another_host_gets_no_password(linked: ApiDesk) -> None:
    linked.sandbox.faults = [Fault("other_host", "/calls")]
    assert "the vendor points to another host, which gets no password of ours" in linked.pull().failure
    assert len(linked.sandbox.asked) == 1
    assert linked.landed() == {}


def test_a_redirect_is_not_followed(desk: ApiDesk) -> None:
    desk.ask("vinsolutions", resources=["leads"])
    desk.sandbox.faults = [Fault("status", "/Lead/", code=302, headers={"Location": f"{desk.address}/elsewhere"})]
    assert desk.pull().failure == "9001, leads: the vendor answers 302"
    assert not desk.sandbox.questions("/elsewhere")


def test_no_answer_and_no_secret_is_repeated_anywhere(
    elead: ApiDesk, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    elead.ask("vinsolutions", resources=["leads"])
    elead.sandbox.faults = [Fault("status", "", times=200)]
    said = [elead.pull(name).failure for name in ("elead", "vinsolutions")]
    elead.sandbox.faults = [Fault("truncated", "", times=200)]
    said += [elead.pull(name).failure for name in ("elead", "vinsolutions")]
    kept = "".join(p.read_text(errors="replace") for p in (elead.home.state / "fetch").rglob("*") if p.is_file())
    told = " ".join(record.getMessage() for record in caplog.records if not record.name.startswith("urllib3"))
    assert all(said)
    for text in (*said, kept, told, *capfd.readouterr()):
        assert not any(word in text for word in (SECRET, "api_key", elead.address, "Unauthorized"))


def test_an_answer_without_end_is_not_taken_into_memory(elead: ApiDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_line, "LARGEST_BYTES", 300)
    assert "an answer is larger than" in elead.pull().failure
    assert landed(elead) == []


class Killed(BaseException):
    """Stands for the end of the process."""


@pytest.mark.parametrize("step", ["append", "save:1", "save:2", "write_whole", "remember", "drop", "put"])
def test_a_kill_between_any_two_steps_loses_nothing(step: str, elead: ApiDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    name, _, nth = step.partition(":")
    where = {
        "append": (api_state.Pages, "append"), "save": (api_state.State, "save"), "write_whole": (api_landing, "write_whole"),
        "remember": (api_state.State, "remember"), "drop": (api_state.Pages, "drop"), "put": (api_landing, "put"),
    }[name]  # fmt: skip
    original, calls = getattr(*where), []

    def dying(*arguments: object, **options: object) -> object:
        calls.append(1)
        if len(calls) > int(nth or 1):
            raise Killed
        return original(*arguments, **options)

    def dying_after(*arguments: object, **options: object) -> object:
        original(*arguments, **options)
        raise Killed

    for death in (dying, dying_after):
        calls.clear()
        with monkeypatch.context() as patch:
            patch.setattr(*where, death)
            with contextlib.suppress(Killed):
                elead.pull()
    assert not elead.pull().failure
    assert landed(elead) == ALL
    elead.pass_by(minutes=1)
    assert elead.pull().fetched == 0
