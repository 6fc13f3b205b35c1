"""A home with three hooks, and senders that know their secrets."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.ingestion.conftest import Desk

HOOKS = """
callrail: {kind: callrail, secret_env: [CALLRAIL_KEY_NEW, CALLRAIL_KEY]}
adf: {kind: adf, secret_env: ADF_SECRET}
chat: {kind: json, secret_env: CHAT_SECRET, header: X-Chat-Token, max_kilobytes: 4}
shop: {kind: json, secret_env: CHAT_SECRET, header: X-Signature-256, signature: hmac_sha256_hex, prefix: "sha256="}
"""
SECRETS = {"CALLRAIL_KEY": "old-key", "CALLRAIL_KEY_NEW": "new-key", "ADF_SECRET": "adf-secret", "CHAT_SECRET": "chat-secret"}
CALL = {
    "resource_id": "CAL0001", "answered": True, "direction": "inbound", "duration": 184, "start_time": "2026-03-30T10:15:00.000-04:00",
    "customer_phone_number": "+15555550100", "tracking_phone_number": "+15555550199", "voicemail": False, "tags": ["vla"],
}  # fmt: skip
ADF = (
    "<?adf version='1.0'?><adf><prospect><id source='Web'>{0}</id><requestdate>2026-03-30T10:00:00-04:00</requestdate>"
    "<customer><contact><name part='first'>Dana</name><email>dana{0}@example.com</email></contact></customer>"
    "<vendor><vendorname>Example Motors</vendorname></vendor><provider><name>Web</name></provider></prospect></adf>"
)


def signed(body: bytes, key: str = "old-key") -> dict[str, str]:
    """Headers of a CallRail webhook."""
    signature = base64.b64encode(hmac.new(key.encode(), body, hashlib.sha1).digest()).decode()
    return {"Signature": signature, "Content-Type": "application/json"}


def chat(number: int) -> dict[str, Any]:
    return {
        "content": json.dumps({"event_id": f"E{number}"}),
        "headers": {"X-Chat-Token": "chat-secret", "Content-Type": "application/json"},
    }


@pytest.fixture
def hooked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A home whose config names the hooks, with the secrets in the environment."""
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    desk = Desk(tmp_path / "home")
    desk.home.config.mkdir(parents=True)
    (desk.home.config / "webhooks.yml").write_text(HOOKS, encoding="utf-8")
    return desk


@pytest.fixture
def client(hooked: Desk) -> Iterator[TestClient]:
    from ingestion.webhooks.app import make_app
    from ingestion.webhooks.hooks import load_hooks

    hooked.home.prepare()
    with TestClient(make_app(hooked.home, load_hooks(hooked.home))) as client:
        yield client
