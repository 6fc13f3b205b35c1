"""API recipes through `python -m ingestion`, and what is said of a recipe that cannot be followed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ingestion import arrivals
from ingestion.__main__ import main
from ingestion.errors import SettingsError
from ingestion.fetch.recipe import read_recipe
from tests.ingestion.api.conftest import ApiDesk

OPPORTUNITY = "elead__opportunities"


def test_an_ingest_asks_first_and_takes_in_what_came(desk: ApiDesk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.opportunity("O1", hours=2)
    desk.ask("elead", every_minutes=5)
    home = ["--home", str(desk.home.root)]
    assert arrivals.to_ask(desk.home) == ("elead",)
    assert main(["ingest", "--json", *home]) == 0
    assert json.loads(capsys.readouterr().out)["rows_loaded"] == 1
    assert arrivals.to_ask(desk.home) == ()
    assert main(["fetch", "elead", *home]) == 0
    assert "elead: 0 new" in capsys.readouterr().out


def test_an_ingest_of_other_sources_leaves_the_vendor_alone(desk: ApiDesk) -> None:
    desk.ask("elead")
    assert main(["ingest", "adf", "--home", str(desk.home.root)]) == 0
    assert not desk.sandbox.asked
    assert main(["ingest", "elead", "--home", str(desk.home.root)]) == 0
    assert desk.sandbox.asked


def test_a_rebuild_asks_nobody(desk: ApiDesk) -> None:
    desk.opportunity("O1", hours=2)
    desk.ask("elead", resources=["opportunities"])
    home = ["--home", str(desk.home.root)]
    main(["ingest", *home])
    desk.sandbox.asked.clear()
    desk.home.warehouse.unlink()
    assert main(["rebuild", *home]) == 0
    assert desk.visible(OPPORTUNITY, "id") == ["O1"]
    assert not desk.sandbox.asked


def test_a_vendor_that_is_down_costs_its_own_files_only(desk: ApiDesk) -> None:
    desk.opportunity("O1", hours=2)
    desk.ask("elead", resources=["opportunities"])
    desk.ask("vinsolutions", base_url="http://127.0.0.1:9/vinsolutions")
    report = {name: outcome.failure for name, outcome in desk.fetch("elead", "vinsolutions").items()}
    assert report == {"elead": "", "vinsolutions": "9001, leads: nobody answers at this address"}
    (place,) = [p for p in arrivals.places(desk.home) if p["name"] == "vinsolutions"]
    assert place["failure"] and not place["answered_at"]


def test_several_accounts_have_cursors_and_folders_of_their_own(desk: ApiDesk) -> None:
    for account, lead in (("9001", 1), ("9002", 2)):
        desk.put("vinsolutions", "9001", "leads", {"LeadID": lead, "OriginationUTCDate": "2026-03-30T10:00:00"}, key=account, days=1)
    desk.ask("vinsolutions", account=["9001", "9002"], resources=["leads"])
    assert not desk.pull().failure
    assert {p.parts[-2] for p in (desk.home.landing / "vinsolutions").rglob("*.jsonl")} == {"9001", "9002"}
    assert desk.state("vinsolutions", "9002", "leads")["cursor"]


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"connector": "eleads"}, "Did you mean 'elead'?"),
        ({"target": "elead"}, "unknown key 'target' for kind api"),
        ({"password": "x"}, "unknown key 'password'"),
        ({"env": {"client_id": "SB_USER"}}, "env.client_secret is missing"),
        ({"env": {"client_id": "SB_USER", "client_secret": "s3cr3t-value"}}, "must be the name of an environment variable"),
        ({"account": []}, "account must be"),
        ({"account": "../x"}, "account must be"),
        ({"resources": ["opportunity"]}, "Did you mean 'opportunities'?"),
        ({"base_url": "http://vendor.example"}, "must begin with https://"),
        ({"base_url": "https://me:pw@vendor.example"}, "no user, password or query"),
        ({"since": "lately"}, "since must be a day"),
        ({"calls_a_month": -1}, "calls_a_month must be a whole number"),
        ({"settings": {"subscription": "x"}}, "Did you mean 'subscription_id'?"),
    ],
)
def test_a_recipe_that_cannot_be_followed_is_said_with_file_and_key(keys: dict[str, Any], said: str, desk: ApiDesk) -> None:
    desk.ask("elead", **keys)
    with pytest.raises(SettingsError, match=said.replace("?", r"\?")) as raised:
        read_recipe(desk.home.config / "fetch" / "elead.yml")
    assert "config/fetch/elead.yml" in str(raised.value)
    assert "s3cr3t" not in str(raised.value)


def test_a_secret_that_is_not_set_is_named_by_its_variable(desk: ApiDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SB_SECRET")
    desk.ask("elead")
    assert desk.pull().failure == "config/fetch/elead.yml: the environment variable SB_SECRET is not set"


def test_a_setting_without_default_must_be_given(desk: ApiDesk) -> None:
    desk.ask("callrail", settings={})
    assert "settings.account_id is missing for account COM1" in desk.pull().failure
