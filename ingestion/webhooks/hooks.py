"""`<home>/config/webhooks.yml`: which hooks there are, and how their senders prove who they are."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ingestion import settings
from ingestion.errors import SettingsError
from ingestion.home import Home

HOOKS_FILE = "webhooks.yml"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_JSON = ("application/json", "text/json", "application/x-www-form-urlencoded")
_ADF = ("application/x-adf+xml", "application/adf+xml", "application/xml", "text/xml", "text/plain", "message/rfc822")


def _sha1_base64(secret: bytes, body: bytes) -> str:
    return base64.b64encode(hmac.new(secret, body, hashlib.sha1).digest()).decode()


def _sha256_base64(secret: bytes, body: bytes) -> str:
    return base64.b64encode(hmac.new(secret, body, hashlib.sha256).digest()).decode()


def _sha256_hex(secret: bytes, body: bytes) -> str:
    return hmac.new(secret, body, hashlib.sha256).hexdigest()


SHARED_SECRET = "shared_secret"
SIGNATURES: dict[str, Callable[[bytes, bytes], str]] = {
    "hmac_sha1_base64": _sha1_base64,
    "hmac_sha256_base64": _sha256_base64,
    "hmac_sha256_hex": _sha256_hex,
}


@dataclass(frozen=True)
class Kind:
    """What is usual for a kind of hook; its `header` and `signature` may be set otherwise."""

    content_types: tuple[str, ...]
    header: str
    signature: str
    max_kilobytes: int


KINDS = {
    # CallRail: base64 of the HMAC-SHA1 of the raw body with the company's signing key (vendors.md, 7.1).
    "callrail": Kind(_JSON, "Signature", "hmac_sha1_base64", 1_024),
    "adf": Kind(_ADF, "X-Webhook-Secret", SHARED_SECRET, 10_240),
    "json": Kind(_JSON, "X-Webhook-Secret", SHARED_SECRET, 1_024),
}


@dataclass(frozen=True)
class Hook:
    """One way in. secrets: each is good, so that one can be changed without an outage, and each company of an account has its own."""

    name: str
    kind: str
    content_types: tuple[str, ...]
    header: str
    signature: str
    prefix: str
    max_bytes: int
    secrets: tuple[bytes, ...]

    def takes(self, content_type: str) -> bool:
        """Whether this is a type that the hook understands. A sender of leads that names none is taken at its body."""
        if self.kind == "adf":
            return not content_type or content_type in self.content_types
        return content_type in self.content_types or content_type.endswith("+json")

    def is_signed(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether the sender knows a secret. Compared in constant time."""
        shown = headers.get(self.header, "")
        if self.signature != SHARED_SECRET:
            sign = SIGNATURES[self.signature]
            given = [shown.removeprefix(self.prefix)]
            return any(_is_same(g, sign(secret, body)) for g in given for secret in self.secrets)
        given = [shown.removeprefix(self.prefix), *_authorization(headers.get("authorization", ""))]
        return any(_is_same(g, secret.decode()) for g in given if g for secret in self.secrets)


def load_hooks(home: Home) -> dict[str, Hook]:
    """The hooks by name. Raises SettingsError, with the key, for what is not understood or a secret that is not in the environment."""
    data = settings.read_yaml(home.config / HOOKS_FILE)
    if not isinstance(data, Mapping) or not data:
        raise SettingsError(f"config/{HOOKS_FILE} names no hooks; see docs/connectors/webhooks.md.")
    return {str(name): _hook(str(name), keys) for name, keys in data.items()}


def _hook(name: str, keys: Any) -> Hook:
    where = f"config/{HOOKS_FILE}: {name}"
    if not _NAME.fullmatch(name):
        raise SettingsError(f"{where}: a hook's name is lower-case letters, digits, - and _.")
    known = ("kind", "secret_env", "header", "signature", "prefix", "max_kilobytes")
    if not isinstance(keys, Mapping):
        raise SettingsError(f"{where}: must have keys like kind and secret_env.")
    for key in keys:
        if key not in known:
            raise SettingsError(f"{where}: unknown key {key!r}.{settings.near_match(str(key), known)}")
    kind_name = str(keys.get("kind", name if name in KINDS else "json"))
    if kind_name not in KINDS:
        raise SettingsError(f"{where}: kind must be one of {', '.join(KINDS)}.")
    kind = KINDS[kind_name]
    signature = str(keys.get("signature", kind.signature))
    if signature != SHARED_SECRET and signature not in SIGNATURES:
        raise SettingsError(f"{where}: signature must be one of {', '.join([SHARED_SECRET, *SIGNATURES])}.")
    limit = keys.get("max_kilobytes", kind.max_kilobytes)
    if isinstance(limit, bool) or not isinstance(limit, int) or not 1 <= limit <= 51_200:
        raise SettingsError(f"{where}: max_kilobytes must be a whole number from 1 to 51200.")
    header = str(keys.get("header", kind.header))
    return Hook(name, kind_name, kind.content_types, header, signature, str(keys.get("prefix", "")), limit * 1_024, _secrets(where, keys))


def _secrets(where: str, keys: Mapping[str, Any]) -> tuple[bytes, ...]:
    named = keys.get("secret_env") or []
    variables = [named] if isinstance(named, str) else named
    if not variables or not isinstance(variables, list):
        raise SettingsError(
            f"{where}: secret_env is missing: the name of the environment variable that holds the secret, or a list of them."
        )
    found = []
    for variable in variables:
        value = settings.environment(str(variable))
        if not value:
            raise SettingsError(f"{where}: the environment variable {variable} is not set.")
        found.append(value.encode())
    return tuple(found)


def _authorization(header: str) -> list[str]:
    """The secret as a bearer token or as the password of a basic login: what tools can send that cannot set a header of their own."""
    scheme, _, rest = header.partition(" ")
    if scheme.lower() == "bearer":
        return [rest.strip()]
    if scheme.lower() == "basic":
        try:
            return [base64.b64decode(rest, validate=True).decode().partition(":")[2]]
        except (binascii.Error, UnicodeDecodeError):
            return []
    return []


def _is_same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), wanted.encode())
