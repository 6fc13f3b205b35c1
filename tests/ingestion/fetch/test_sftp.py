"""SFTP, against a real server: what is new comes once, whole, and never from a stranger."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.ingestion.conftest import lead, leads
from tests.ingestion.fetch.conftest import OLD, FetchDesk, SftpPlace, put


def recipe(place: SftpPlace, folder: Path, **keys: Any) -> dict[str, Any]:
    return {
        "kind": "sftp",
        "host": "127.0.0.1",
        "port": place.port,
        "user": "rooftop",
        "host_key": place.host_key,
        "secret_env": "VENDOR_SFTP_PASSWORD",
        "path": f"/{folder.name}",
        "target": "canonical/leads",
        "pattern": "*.csv",
        **keys,
    }


@pytest.fixture
def folder(sftp_place: SftpPlace, tmp_path: Path) -> Path:
    made = sftp_place.folder / tmp_path.name
    made.mkdir()
    return made


def test_new_files_land_once_and_a_changed_one_is_a_new_batch(fetch_desk: FetchDesk, sftp_place: SftpPlace, folder: Path) -> None:
    put(folder / "a.csv", leads(lead("L1")))
    put(folder / "notes.txt", "not meant")
    put(folder / "b.csv.part", "not whole")
    put(folder / "archive" / "old.csv", leads(lead("L0")))
    fetch_desk.recipe("vendor", **recipe(sftp_place, folder))
    assert fetch_desk.fetch()["vendor"].fetched == 1
    assert list(fetch_desk.landed()) == ["canonical/leads/a.csv"]
    assert (fetch_desk.home.landing / "canonical/leads/a.csv").stat().st_mtime == OLD
    again = fetch_desk.fetch()["vendor"]
    assert (again.fetched, again.known) == (0, 1)
    assert fetch_desk.ingest().rows_loaded == 1
    put(folder / "a.csv", leads(lead("L1"), lead("L2")), OLD + 60)
    assert fetch_desk.fetch()["vendor"].fetched == 1
    assert fetch_desk.ingest().rows_loaded == 2
    assert fetch_desk.visible("canonical__leads", "lead_id") == ["L1", "L1", "L2"]


def test_a_version_that_was_not_taken_in_is_not_overwritten(fetch_desk: FetchDesk, sftp_place: SftpPlace, folder: Path) -> None:
    put(folder / "a.csv", leads(lead("L1")))
    fetch_desk.recipe("vendor", **recipe(sftp_place, folder))
    fetch_desk.fetch()
    put(folder / "a.csv", leads(lead("L2"), lead("L3")), OLD + 60)
    waiting = fetch_desk.fetch()["vendor"]
    assert waiting.fetched == 0 and "changed before its last version was taken in" in waiting.notes[0]
    fetch_desk.ingest()
    fetch_desk.fetch()
    fetch_desk.ingest()
    assert fetch_desk.visible("canonical__leads", "lead_id") == ["L1", "L2", "L3"]


def test_folders_below_are_taken_when_asked_and_stores_by_file_name(fetch_desk: FetchDesk, sftp_place: SftpPlace, folder: Path) -> None:
    put(folder / "in" / "MP1_x.csv", "a")
    put(folder / "in" / "MP1:empty?.csv", "")
    put(folder / "..odd.csv", "b")
    keys = recipe(sftp_place, folder, recursive=True, target="feeds/generic", store_folders={"MP1_*": "S1"})
    fetch_desk.recipe("vendor", **keys)
    fetch_desk.fetch()
    assert sorted(fetch_desk.landed()) == ["feeds/generic/S1/in/MP1_x.csv", "feeds/generic/in/MP1_empty_.csv"]


def test_a_file_that_may_still_be_written_waits_even_if_the_vendors_clock_is_ahead(
    fetch_desk: FetchDesk, sftp_place: SftpPlace, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import UTC, datetime, timedelta

    from ingestion import settings

    now = datetime.fromtimestamp(OLD, UTC)
    monkeypatch.setattr(settings, "now", lambda: now)
    put(folder / "a.csv", leads(lead("L1")), OLD + 3_600)
    fetch_desk.recipe("vendor", **recipe(sftp_place, folder))
    assert "may still be being written" in fetch_desk.fetch()["vendor"].notes[0]
    now += timedelta(seconds=11)
    assert fetch_desk.fetch()["vendor"].fetched == 1


def test_a_private_key_opens_too(fetch_desk: FetchDesk, sftp_place: SftpPlace, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(folder / "a.csv", leads(lead("L1")))
    monkeypatch.setenv("VENDOR_SFTP_KEY", sftp_place.user_key)
    keys = recipe(sftp_place, folder, key_env="VENDOR_SFTP_KEY")
    del keys["secret_env"]
    fetch_desk.recipe("vendor", **keys)
    assert fetch_desk.fetch()["vendor"].fetched == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"host_key": "SHA256:somebodyelse"}, "shows the host key SHA256:"),
        ({"user": "stranger"}, "the login is refused"),
        ({"path": "/nowhere"}, "the folder is not there"),
        ({"secret_env": "NOT_SET"}, "the environment variable NOT_SET is not set"),
    ],
)
def test_a_refusal_is_said_without_a_second_try(
    change: dict[str, Any], said: str, fetch_desk: FetchDesk, sftp_place: SftpPlace, folder: Path
) -> None:
    fetch_desk.recipe("vendor", **recipe(sftp_place, folder, **change))
    outcome = fetch_desk.fetch()["vendor"]
    assert said in outcome.failure and "correct horse" not in outcome.failure
    assert fetch_desk.slept == []


def test_an_outage_is_tried_again_said_and_leaves_the_others_running(
    fetch_desk: FetchDesk, sftp_place: SftpPlace, folder: Path, tmp_path: Path
) -> None:
    put(folder / "a.csv", leads(lead("L1")))
    fetch_desk.recipe("down", **recipe(sftp_place, folder, port=1, attempts=3))
    fetch_desk.recipe("wrong", kind="sftp", hots="x")
    fetch_desk.recipe("up", **recipe(sftp_place, folder))
    found = fetch_desk.fetch()
    assert "nobody answers" in found["down"].failure
    assert len(fetch_desk.slept) == 2 and max(fetch_desk.slept) < 3
    assert "hots" in found["wrong"].failure and "host" in found["wrong"].failure
    assert (found["up"].fetched, found["up"].failure) == (1, "")
