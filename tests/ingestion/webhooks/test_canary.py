"""Canaries go in where real leads do, name no shopper, and are known by their own name."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.testclient import TestClient

from ingestion import canary
from ingestion.arrivals import gather
from ingestion.errors import RooftopError, UsageError
from tests.ingestion.conftest import Desk


@pytest.fixture
def inbox(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a running inbox."""

    def post(url: str, **keys: Any) -> Any:
        if urlsplit(url).netloc != "inbox:8470":
            raise httpx.ConnectError("nobody")
        del keys["timeout"]
        return client.post(urlsplit(url).path, **keys)

    monkeypatch.setattr(httpx, "post", post)
    return "http://inbox:8470/"


def test_a_canary_comes_by_file_and_by_webhook(inbox: str, hooked: Desk) -> None:
    by_file = canary.inject(hooked.home, "Miller & Sons <Ford>")
    by_hook = canary.inject(hooked.home, "Miller & Sons <Ford>", "webhook", inbox)
    gather(hooked.home)
    hooked.ingest()
    assert sorted(hooked.visible("adf__leads", "utm_campaign")) == sorted([by_file.name, by_hook.name])
    assert set(hooked.visible("adf__leads", "provider_name")) == {canary.PROVIDER}
    assert set(hooked.visible("adf__leads", "vendor_name")) == {"Miller & Sons <Ford>"}
    for personal in ("email", "phone", "first_name", "last_name"):
        assert hooked.visible("adf__leads", personal) == [None, None]
    assert [c.way for c in canary.known(hooked.home)] == ["file", "webhook"]


def test_a_canary_that_is_not_taken_is_an_error_and_in_no_book(inbox: str, hooked: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RooftopError, match="does not answer"):
        canary.inject(hooked.home, "A", "webhook", "http://elsewhere:1")
    with pytest.raises(UsageError, match="no hook 'chat'"):
        canary.inject(hooked.home, "A", "webhook", inbox, "chat")
    monkeypatch.setenv("ADF_SECRET", "another")
    with pytest.raises(RooftopError, match="status 401"):
        canary.inject(hooked.home, "A", "webhook", inbox)
    assert canary.known(hooked.home) == []
