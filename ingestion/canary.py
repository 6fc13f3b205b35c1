"""Canary leads: test leads of our own, put in where real ones come in, to time the way to what is published.

A canary is an ADF lead of the provider `Rooftop Canary`, which staging marks as a test (is_test): no opportunity and no business metric
holds it. It names no shopper, and its utm_campaign is its own name, by which it is found in facts.fct_leads.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from ingestion import settings
from ingestion.durable import write_whole
from ingestion.errors import RooftopError, UsageError
from ingestion.home import Home

PROVIDER = "Rooftop Canary"
WAYS = ("file", "webhook")
_LETTERS = "abcdefghijkmnpqrstuvwxyz"  # no digits: a name in which a reader could see a phone number would be masked
_ADF = """<?xml version="1.0"?><?adf version="1.0"?>
<adf><prospect status="new"><id source="canary">{name}</id><requestdate>{moment}</requestdate>
<customer><comments>A test of the way from lead to report. Please ignore.</comments></customer>
<vendor><vendorname>{store}</vendorname></vendor>
<provider><name part="full">{provider}</name><service>{way}</service></provider>
<utm_source>canary</utm_source><utm_campaign>{name}</utm_campaign></prospect></adf>
"""


@dataclass(frozen=True)
class Canary:
    """One that was put in. seen_at: when the first publication that holds it came out; "" as long as none does. Times: ISO 8601, UTC."""

    name: str
    way: str
    injected_at: str
    seen_at: str = ""
    seconds: float | None = None


def book(home: Home) -> Path:
    """One line for each that was put in, and one more when it was seen."""
    return home.state / "canaries.jsonl"


def known(home: Home) -> list[Canary]:
    """All canaries of the book, oldest first, as far as they are known to have come."""
    found: dict[str, Canary] = {}
    try:
        lines = book(home).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    for line in lines:
        try:
            canary = Canary(**json.loads(line))
        except (ValueError, TypeError):
            continue  # the torn last line of a killed run
        found[canary.name] = canary
    return list(found.values())


def is_waiting(home: Home) -> bool:
    """Whether one that was put in was seen in no publication yet."""
    return any(not canary.seen_at for canary in known(home))


def note(home: Home, canary: Canary) -> None:
    """Add a line to the book."""
    with book(home).open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(canary)) + "\n")


def inject(home: Home, store_name: str, way: str = "file", url: str = "", hook: str = "adf") -> Canary:
    """Put one in: as a file in landing, or posted to a running `rooftop serve` at `url`. Raises RooftopError where it is not taken."""
    now = settings.now()
    canary = Canary("canary-" + "".join(secrets.choice(_LETTERS) for _ in range(12)), way, now.isoformat(timespec="milliseconds"))
    document = _ADF.format(name=canary.name, moment=canary.injected_at, store=escape(store_name), provider=PROVIDER, way=way).encode()
    if way == "webhook":
        _post(home, url, hook, document)
    else:
        write_whole(home.landing / "adf" / "canary" / f"{canary.name}.xml", [document], owner="canary")
    note(home, canary)
    return canary


def _post(home: Home, url: str, hook_name: str, document: bytes) -> None:
    """As a provider of leads would, with a secret of the hook."""
    import httpx

    from ingestion.webhooks.hooks import SHARED_SECRET, SIGNATURES, load_hooks

    hooks = load_hooks(home)
    hook = hooks.get(hook_name)
    if hook is None or hook.kind != "adf":
        raise UsageError(f"config/webhooks.yml has no hook {hook_name!r} of kind adf.")
    secret = hook.secrets[0]
    shown = secret.decode() if hook.signature == SHARED_SECRET else SIGNATURES[hook.signature](secret, document)
    headers = {hook.header: hook.prefix + shown, "Content-Type": "application/x-adf+xml"}
    try:
        answer = httpx.post(f"{url.rstrip('/')}/hooks/{hook_name}", content=document, headers=headers, timeout=30)
    except (httpx.HTTPError, httpx.InvalidURL) as e:
        raise RooftopError(f"The webhook inbox at {url} does not answer ({type(e).__name__}).") from None
    if answer.status_code != 202:
        raise RooftopError(f"The webhook inbox refused the canary with status {answer.status_code}.")
