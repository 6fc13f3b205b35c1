"""One prospect to one row of raw.adf__leads.

The row says what the document says, as text; which store it is, and what the values mean, is decided in dbt. The rules of which element
counts (first vehicle of interest, trade-in, names, which phone) are the input contract's ADF paragraph and vendors.md, section 1.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable

from ingestion.sources.adf.markup import Node, read_tree

COLUMNS = (
    "lead_key",  # identity of the lead: provider, prospect ids and contact; without an id the content
    "resend_key",  # provider and prospect ids alone: what a resend of the same lead repeats; null without an id
    "prospect_status",  # new | resend, as sent; null where absent (new)
    "provider_name", "provider_service", "prospect_ids",
    "requestdate",  # as sent
    "inquiry_at", "inquiry_at_basis",  # ISO text; requestdate | requestdate_day | mail_date | file_time
    "vendor_ids", "vendor_name",  # ids separated by |
    "first_name", "last_name", "email", "phone", "postal_code", "preferred_contact",
    "has_vehicle_of_interest", "interest", "vehicle_status", "model_year", "make", "model", "trim", "vin", "stock_number",
    "odometer", "price", "budget", "timeline",
    "has_trade_in", "trade_in_vin", "trade_in_model_year", "trade_in_make", "trade_in_model",
    "further_vehicles",  # JSON: the vehicles of interest after the first, and those the shopper sells
    "utm_source", "utm_medium", "utm_campaign",
    "raw_xml",  # the prospect as sent: personal data, stays in raw
)  # fmt: skip

SIBLINGS = frozenset({"vehicle", "customer", "vendor", "provider"})
_OTHERS = SIBLINGS | {"option"}
_TRADE_IN = frozenset({"tradein", "trade"})
_SELL = frozenset({"sell", "selling"})
_VEHICLE = ("year", "make", "model", "trim", "vin", "stock", "odometer", "price")
_NAMED = ("make", "model", "vin", "stock", "year", "trim")
_FAX = frozenset({"fax", "pager"})
_MOBILE = frozenset({"cellphone", "cell", "mobile", "sms"})
_NOT_WORD = re.compile(r"[^a-z0-9]")
_DIGITS = re.compile(r"\D")


def read_prospect(raw_xml: str) -> tuple[dict[str, str | None] | None, bool]:
    """The row of a prospect (without its times) and whether it was read whole; None where the prospect says nothing at all."""
    root, is_whole = read_tree(raw_xml, SIBLINGS)
    prospect = root.find("prospect") or root
    if not prospect.full_text():
        return None, is_whole
    row: dict[str, str | None] = dict.fromkeys(COLUMNS)
    row.update(_origin(prospect))
    row.update(_vendor(prospect.find("vendor")))
    row.update(_contact(prospect))
    row.update(_vehicles(prospect))
    for name in ("utm_source", "utm_medium", "utm_campaign"):
        row[name] = prospect.text_of(name)
    timeframe = prospect.find("timeframe")
    row["timeline"] = (timeframe.text_of("description") or timeframe.own_text() or None) if timeframe else None
    row["lead_key"], row["resend_key"] = _keys(prospect, row)
    row["raw_xml"] = raw_xml
    return row, is_whole


def _origin(prospect: Node) -> dict[str, str | None]:
    provider = prospect.find("provider")
    ids = [(n.attributes.get("source", ""), n.own_text()) for n in prospect.children if n.name == "id" and n.own_text()]
    return {
        "prospect_status": prospect.attributes.get("status", "").lower() or None,
        "provider_name": _provider_name(provider) if provider else None,
        "provider_service": provider.text_of("service", _OTHERS) if provider else None,
        "prospect_ids": json.dumps([{"source": s, "id": i} for s, i in ids], ensure_ascii=False) if ids else None,
        "requestdate": prospect.text_of("requestdate"),
    }


def _provider_name(provider: Node) -> str | None:
    own = [n for n in provider.children if n.name == "name"]
    names = own or provider.find_all("name")  # some put it inside a contact
    by_part = _by_part(names)
    return by_part.get("full") or " ".join(v for p in ("first", "middle", "last") if (v := by_part.get(p))) or None


def _vendor(vendor: Node | None) -> dict[str, str | None]:
    """Any id of the vendor, whatever its source; the separator cannot be part of one, for dealer_codes uses it too."""
    if vendor is None:
        return {}
    ids = dict.fromkeys(text for n in vendor.find_all("id") if (text := n.own_text().replace("|", " ").strip()))
    contact = vendor.find("contact")
    name = vendor.text_of("vendorname") or (_by_part(contact.find_all("name")).get("full") if contact else None)
    name = name or next((n.own_text() for n in vendor.children if n.name == "name" and n.own_text()), None)
    return {"vendor_ids": "|".join(ids) or None, "vendor_name": name}


def _by_part(names: Iterable[Node]) -> dict[str, str]:
    """Names by part: full (also without a part), first, middle, last (also surname). The first of a part counts."""
    found: dict[str, str] = {}
    for node in names:
        part = node.attributes.get("part", "").lower() or "full"
        part = {"surname": "last", "lastname": "last", "firstname": "first", "fullname": "full"}.get(part, part)
        if text := node.own_text():
            found.setdefault(part, text)
            if node.attributes.get("type", "").lower() == "business":
                found.setdefault("business", text)
    return found


def _contact(prospect: Node) -> dict[str, str | None]:
    """The shopper: from customer, else from a contact that is neither the vendor's nor the provider's."""
    contact = prospect.find("customer", skip=frozenset({"vendor", "provider"}))
    if contact is None or not contact.full_text():
        contact = prospect.find("contact", skip=frozenset({"vendor", "provider", "vehicle"}))
    if contact is None:
        return {}
    names = _by_part(contact.find_all("name", skip=_OTHERS))
    first, last = names.get("first"), names.get("last")
    if not first and not last and (full := names.get("full")):
        first, last = (None, full) if "business" in names else _split(full)
    emails = [n for n in contact.find_all("email", _OTHERS) if n.own_text()]
    phones = [n for n in contact.find_all("phone", _OTHERS) if n.own_text()]
    email = min(emails, key=lambda n: (not _is_preferred(n), "@" not in n.own_text()), default=None)
    phone = min((n for n in phones if n.attributes.get("type", "").lower() not in _FAX), key=_rank_of_phone, default=None)
    preferred = next((n for n in (*emails, *phones) if _is_preferred(n)), None)
    return {
        "first_name": first,
        "last_name": last,
        "email": email.own_text() if email else None,
        "phone": phone.own_text() if phone else None,
        "postal_code": contact.text_of("postalcode", _OTHERS) or contact.text_of("zip", _OTHERS),
        "preferred_contact": preferred.name if preferred else None,
    }


def _split(full: str) -> tuple[str | None, str | None]:
    """`Dana Q. Sample` and `Sample, Dana Q.` to first and last name; a single word is a first name."""
    if "," in full:
        last, first = (part.strip() for part in full.split(",", 1))
        return next(iter(first.split()), None), last or None
    words = full.split()
    return words[0], words[-1] if len(words) > 1 else None


def _is_preferred(node: Node) -> bool:
    return node.attributes.get("preferredcontact", "").lower() in ("1", "true", "yes")


def _rank_of_phone(node: Node) -> tuple[bool, bool, bool]:
    """Preferred before usable before mobile before any; on a tie the first in the document. A fax or pager is no phone of a shopper."""
    is_mobile = node.attributes.get("type", "").lower() in _MOBILE
    return not _is_preferred(node), len(_DIGITS.sub("", node.own_text())) < 10, not is_mobile


def _vehicles(prospect: Node) -> dict[str, str | None]:
    wanted: list[Node] = []
    traded: list[Node] = []
    sold: list[Node] = []
    for vehicle in prospect.find_all("vehicle"):
        interest = _NOT_WORD.sub("", vehicle.attributes.get("interest", "").lower())
        if interest in _TRADE_IN:
            if vehicle.full_text():  # an empty trade-in block of a template is no trade-in
                traded.append(vehicle)
        elif any(vehicle.text_of(name, _OTHERS) for name in _NAMED):
            (sold if interest in _SELL else wanted).append(vehicle)
    row: dict[str, str | None] = {"has_vehicle_of_interest": "true" if wanted else "false", "has_trade_in": "true" if traded else "false"}
    if wanted:
        texts = _texts(wanted[0])
        row["interest"] = wanted[0].attributes.get("interest", "").lower() or None
        row["vehicle_status"] = wanted[0].attributes.get("status", "").lower() or None
        row["model_year"], row["stock_number"] = texts.pop("year"), texts.pop("stock")
        row.update(texts)
        row["budget"] = _budget(wanted[0])
    if traded:
        row["trade_in_vin"] = next((t for v in traded if (t := v.text_of("vin", _OTHERS))), None)
        for name, column in (("year", "trade_in_model_year"), ("make", "trade_in_make"), ("model", "trade_in_model")):
            row[column] = traded[0].text_of(name, _OTHERS)
    if further := [_further(v) for v in (*wanted[1:], *sold)]:
        row["further_vehicles"] = json.dumps(further, ensure_ascii=False)
    return row


def _texts(vehicle: Node) -> dict[str, str | None]:
    return {name: vehicle.text_of(name, _OTHERS) for name in _VEHICLE}


def _further(vehicle: Node) -> dict[str, str]:
    texts = {
        "interest": vehicle.attributes.get("interest", "").lower(),
        "status": vehicle.attributes.get("status", "").lower(),
        **_texts(vehicle),
    }
    return {name: text for name, text in texts.items() if text}


def _budget(vehicle: Node) -> str | None:
    """The most the shopper wants to pay in all: a finance amount of type total (the default) that is a maximum (the default)."""
    finance = vehicle.find("finance", _OTHERS)
    for amount in finance.find_all("amount") if finance else []:
        kind, limit = amount.attributes.get("type", "total").lower(), amount.attributes.get("limit", "maximum").lower()
        if kind == "total" and limit in ("maximum", "exact") and (text := amount.own_text()):
            return text
    return None


def _keys(prospect: Node, row: dict[str, str | None]) -> tuple[str, str | None]:
    """The lead's identity, as text without personal data in it.

    With a prospect id: provider, all ids with their sources, and who asks (e-mail, else phone, else name), for there are providers whose
    only id is a campaign's or a dealer's and is the same on every lead. Without one: the content, so that the same document under
    another file name is the same lead. The status is not part of it. The store is not either: it is known in dbt, which adds it.
    """
    provider = _plain(row["provider_name"])
    ids = sorted({f"{_plain(n.attributes.get('source'))}={n.own_text()}" for n in prospect.children if n.name == "id" and n.own_text()})
    if not ids:
        return "c" + _digest(_content(prospect)), None
    digits = _DIGITS.sub("", row["phone"] or "")[-10:]
    who = _plain(row["email"]) or digits or _plain(f"{row['first_name'] or ''} {row['last_name'] or ''}")
    return "p" + _digest([provider, *ids, "who", who]), "p" + _digest([provider, *ids])


def _content(prospect: Node) -> list[str]:
    parts: list[str] = []
    for node in prospect.walk():
        attributes = [] if node is prospect else [f"{k}={v}" for k, v in sorted(node.attributes.items())]
        parts.append(" ".join([node.name, *attributes, ">", " ".join("".join(node.pieces).split())]))
    return parts


def _plain(text: str | None) -> str:
    return " ".join((text or "").lower().split())


def _digest(parts: list[str]) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:24]
