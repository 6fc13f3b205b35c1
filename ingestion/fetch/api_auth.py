"""Who we are, for a vendor: dlt's authenticators, and one for tokens that vendors give out each in their own way."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import requests
from dlt.sources.helpers.rest_client.auth import APIKeyAuth, BearerTokenAuth, HttpBasicAuth, OAuth2ClientCredentials
from requests.auth import AuthBase

from ingestion import settings
from ingestion.fetch.api_spec import Auth
from ingestion.fetch.api_text import at_path, filled


class TokenAuth(OAuth2ClientCredentials):
    """A bearer token that is fetched when needed, and again when it has run out or is refused (obtain_token)."""

    def __init__(self, auth: Auth, values: Mapping[str, Any], url: str, session: requests.Session) -> None:
        super().__init__(
            access_token_url=url, client_id=values.get("client_id", ""), client_secret=values.get("client_secret", ""), session=session
        )
        self._spec, self._values = auth, values
        self._until = settings.now()

    def is_token_expired(self) -> bool:
        return settings.now() >= self._until

    def has_signed(self, request: requests.PreparedRequest) -> bool:
        return "Bearer " in str(request.headers.get("Authorization", ""))

    def obtain_token(self) -> None:
        options = self.build_access_token_request()
        self.session.post(self.access_token_url, hooks={"response": [self._take]}, **options)

    def build_access_token_request(self) -> dict[str, Any]:
        body = filled(self._spec.body, self._values)
        headers = {"Accept": "application/json"}
        if self._spec.client == "basic":
            pair = f"{self.client_id}:{self.client_secret}".encode()
            headers["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"
        return {"headers": headers, ("json" if self._spec.form == "json" else "data"): body}

    def _take(self, response: requests.Response, *_: Any, **__: Any) -> None:
        from ingestion.fetch.api_line import BusyError, LoginError

        if response.status_code == 429 or response.status_code >= 500:
            raise BusyError(f"the vendor's login server fails ({response.status_code})")
        try:
            document = requests.Response.json(response) if response.status_code < 300 else None
        except ValueError:
            document = None
        token = at_path(document, self._spec.token)
        if not isinstance(token, str) or not token:
            raise LoginError("the login is refused")
        try:
            seconds = float(str(at_path(document, self._spec.expires) or 3_600))
        except ValueError:
            seconds = 3_600
        self.access_token = token
        self._until = settings.now() + timedelta(seconds=max(seconds - 30, 0))  # half a minute early: calls take time


def auth_of(auth: Auth, values: Mapping[str, Any], base_url: str, token_url: str, session: requests.Session) -> AuthBase | None:
    """The authenticator for a specification's `auth`."""
    if auth.kind == "token":
        url = filled(auth.url, values)
        return TokenAuth(auth, values, token_url or (base_url + url if url.startswith("/") else url), session)
    if auth.kind == "bearer":
        return BearerTokenAuth(filled(auth.value, values))
    if auth.kind == "basic":
        return HttpBasicAuth(filled(auth.user, values), filled(auth.value, values))
    if auth.kind in ("header", "query"):
        return APIKeyAuth(auth.name, filled(auth.value, values), "header" if auth.kind == "header" else "query")
    return None
