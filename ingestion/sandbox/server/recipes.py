"""Recipes (config/fetch/<system>.yml) that ask this server: what a home needs to be fed by it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from ingestion.sandbox.server.book import Book

# Secret of the connector -> environment variable. The values are app.USER and app.SECRET.
USER_VARIABLE, SECRET_VARIABLE = "SANDBOX_USER", "SANDBOX_SECRET"
_USERS = ("client_id", "user", "app_id")


def recipe(system: str, accounts: list[str], address: str, secrets: tuple[str, ...], since: date) -> dict[str, Any]:
    """The lines of a recipe for these accounts. address: of the server."""
    base = f"{address}/{system}"
    lines: dict[str, Any] = {
        "kind": "api", "connector": system, "account": accounts, "base_url": base, "since": since, "per_minute": 10_000,
        "env": {s: USER_VARIABLE if s in _USERS else SECRET_VARIABLE for s in secrets},
    }  # fmt: skip
    if system == "elead":
        lines["token_url"] = f"{base}/oauth2/sandbox/v1/token"
    if system in ("google_ads", "microsoft_ads", "ga4"):
        lines["token_url"] = f"{base}/token"
    if system == "callrail":
        lines["settings"] = {"account_id": "ACC1"}
    if system == "microsoft_ads":
        lines["settings"] = {"customer_id": "1"}
    return lines


def write_recipes(folder: Path, book: Book, address: str, since: date) -> None:
    """One file for each system of the book; for VinSolutions, whose address is an account's own, one for each account."""
    from ingestion.fetch.api_spec import api_of

    folder.mkdir(parents=True, exist_ok=True)
    for system in book.systems():
        accounts = book.accounts(system)
        for name, some in [(f"{system}_{a}", [a]) for a in accounts] if system == "vinsolutions" else [(system, accounts)]:
            lines = recipe(system, some, address, api_of(system).secrets, since)
            if system == "vinsolutions":
                lines["base_url"] += f"/{some[0]}"
            (folder / f"{name}.yml").write_text(yaml.safe_dump(lines, sort_keys=False), encoding="utf-8")
