"""Who may post what; and that yes means stored."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from ingestion.arrivals import gather, to_ask
from ingestion.errors import SettingsError
from ingestion.rebuild import rebuild
from ingestion.webhooks import inbox
from ingestion.webhooks.hooks import load_hooks
from tests.ingestion.conftest import Desk
from tests.ingestion.webhooks.conftest import ADF, CALL, chat, signed

CALL_BODY = json.dumps(CALL).encode()
_JSON = {"Content-Type": "application/json"}
_XML = {"Content-Type": "application/x-adf+xml"}


def test_calls_leads_and_other_events_reach_raw(client: TestClient, hooked: Desk) -> None:
    assert client.post("/hooks/callrail", content=CALL_BODY, headers=signed(CALL_BODY)).status_code == 202
    other = json.dumps({"id": "MSG1", "content": "Hi"}).encode()
    assert client.post("/hooks/callrail", content=other, headers=signed(other, "new-key")).status_code == 202
    lead = ADF.format(1).encode()
    assert client.post("/hooks/adf", content=lead, headers={**_XML, "X-Webhook-Secret": "adf-secret"}).status_code == 202
    assert client.post("/hooks/chat", **chat(1)).status_code == 202
    assert to_ask(hooked.home) == ("webhooks",)
    assert gather(hooked.home) == []
    assert to_ask(hooked.home) == ()
    report = hooked.ingest()
    assert (report.rows_loaded, report.rows_set_aside) == (4, 0)
    assert hooked.visible("callrail__calls", "event_id || ' ' || duration || ' ' || answered || ' ' || tags") == [
        'CAL0001 184 true ["vla"]'
    ]
    assert sorted(hooked.visible("webhooks__events", "event_id")) == ["E1", "MSG1"]
    assert hooked.visible("adf__leads", "email") == ["dana1@example.com"]
    hooked.home.warehouse.unlink()
    rebuild(hooked.home)
    assert sorted(hooked.visible("webhooks__events", "event_id")) == ["E1", "MSG1"]
    assert hooked.visible("callrail__calls", "event_id") == ["CAL0001"]


def basic(secret: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"anyone:{secret}".encode()).decode()}


@pytest.mark.parametrize(
    ("path", "headers", "body", "status"),
    [
        ("/hooks/callrail", signed(CALL_BODY), CALL_BODY, 202),
        ("/hooks/callrail", signed(CALL_BODY, "another-key"), CALL_BODY, 401),
        ("/hooks/callrail", signed(CALL_BODY + b" "), CALL_BODY, 401),
        ("/hooks/callrail", _JSON, CALL_BODY, 401),
        ("/hooks/callrail", {"Signature": "é".encode("latin-1"), **_JSON}, CALL_BODY, 401),
        ("/hooks/chat", {"X-Chat-Token": "", **_JSON}, b"{}", 401),
        ("/hooks/chat", {"Authorization": "Bearer chat-secret", **_JSON}, b"{}", 202),
        ("/hooks/chat", {"X-Chat-Token": "chat-secret", "Content-Type": "text/html"}, b"{}", 415),
        ("/hooks/chat", {"X-Chat-Token": "chat-secret"}, b"{}", 415),
        ("/hooks/chat", {"X-Chat-Token": "chat-secret", **_JSON}, b" " * 5_000, 413),
        ("/hooks/chat", {"X-Chat-Token": "chat-secret", **_JSON}, b" ", 400),
        ("/hooks/shop", {"X-Signature-256": "sha256=" + hmac.new(b"chat-secret", b"{}", hashlib.sha256).hexdigest(), **_JSON}, b"{}", 202),
        ("/hooks/shop", {"X-Signature-256": "chat-secret", **_JSON}, b"{}", 401),
        ("/hooks/adf", {**basic("adf-secret"), **_XML}, b"<adf/>", 202),
        ("/hooks/adf", {**basic("wrong"), **_XML}, b"<adf/>", 401),
        ("/hooks/adf", {"Authorization": "Basic !!!", **_XML}, b"<adf/>", 401),
        ("/hooks/nobody", _JSON, b"{}", 404),
    ],
)
def test_only_what_is_signed_small_and_of_the_right_type_is_stored(
    path: str, headers: dict[str, Any], body: bytes, status: int, client: TestClient, hooked: Desk
) -> None:
    assert client.post(path, content=body, headers=headers).status_code == status
    assert inbox.is_waiting(hooked.home) == (status == 202)


def test_a_body_without_a_length_is_cut_off_at_the_limit(client: TestClient, hooked: Desk) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(8):
            yield b"x" * 1_000

    answer = client.post("/hooks/chat", content=endless(), headers={"X-Chat-Token": "chat-secret", **_JSON})
    assert answer.status_code == 413
    assert not inbox.is_waiting(hooked.home)


def test_a_get_is_no_delivery_and_health_says_what_there_is(client: TestClient) -> None:
    assert client.get("/hooks/chat").status_code == 405
    assert client.get("/health").json() == {"status": "ok", "hooks": ["adf", "callrail", "chat", "shop"], "stored": 0, "error": ""}


def test_a_disk_that_refuses_is_not_a_yes(client: TestClient, hooked: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(file: int) -> None:
        raise OSError(28, "No space left on device")

    assert client.post("/hooks/chat", **chat(1)).status_code == 202
    with monkeypatch.context() as patch:
        patch.setattr(inbox.os, "fsync", full)
        refused = client.post("/hooks/chat", **chat(2))
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
        assert client.get("/health").status_code == 503
    assert client.post("/hooks/chat", **chat(3)).status_code == 202
    assert client.get("/health").status_code == 200
    gather(hooked.home)
    hooked.ingest()
    assert hooked.visible("webhooks__events", "event_id") == ["E1", "E3"]


def test_too_much_waiting_is_turned_away(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "MAX_WAITING_BYTES", 10)
    assert client.post("/hooks/chat", **chat(1)).status_code == 503


def test_the_log_holds_nothing_personal(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "rooftop.webhooks")
    client.post("/hooks/callrail?caller=5555550100", content=CALL_BODY, headers=signed(CALL_BODY))
    client.post("/hooks/dana@example.com", content=CALL_BODY)
    mine = [record.getMessage() for record in caplog.records if record.name == "rooftop.webhooks"]
    assert len(mine) == 2
    assert not any(word in text for text in mine for word in ("5555550100", "dana", "127.0.0.1", "testclient", "Signature"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("chat: {kind: jsn, secret_env: CHAT_SECRET}", "kind must be one of"),
        ("chat: {secret_env: NOT_SET}", "NOT_SET is not set"),
        ("chat: {kind: json}", "secret_env is missing"),
        ("chat: {secret: abc}", "unknown key 'secret'"),
        ("Chat Room: {secret_env: CHAT_SECRET}", "a hook's name is"),
        ("chat: {secret_env: CHAT_SECRET, signature: md5}", "signature must be one of"),
        ("", "names no hooks"),
    ],
)
def test_a_wrong_configuration_is_said_before_anyone_is_answered(text: str, said: str, hooked: Desk) -> None:
    (hooked.home.config / "webhooks.yml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=said):
        load_hooks(hooked.home)
