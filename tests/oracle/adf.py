"""ADF documents to lead rows (input_contract, Identity and normalisation, ADF)."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from xml.etree import ElementTree

Row = dict[str, Any]


def _text(node: ElementTree.Element | None) -> str | None:
    return (node.text or "").strip() or None if node is not None else None


def _name(contact: ElementTree.Element | None, part: str) -> str | None:
    for name in contact.findall("name") if contact is not None else []:
        if name.get("part", "full") == part:
            return _text(name)
    return None


def leads(documents: list[tuple[str, bytes]], stores: list[Row]) -> list[Row]:
    """One row per prospect; a resend of the same provider and id is no new lead."""
    found: dict[tuple[Any, ...], Row] = {}
    for arrival, (file, content) in enumerate(documents):
        body = re.sub(r"<\?.*?\?>", "", content.decode("utf-8"))
        for number, prospect in enumerate(ElementTree.fromstring(body).iter("prospect")):
            row = _lead(prospect, stores)
            key = (row["source_code"], row.pop("_id")) if row["_id"] else (file, number)
            found.setdefault(key, row | {"lead_id": f"adf:{key[0]}:{key[1]}", "_arrival": (10**6 + arrival, number)})
    return list(found.values())


def _lead(prospect: ElementTree.Element, stores: list[Row]) -> Row:
    vehicles = prospect.findall("vehicle")
    trades = [v for v in vehicles if v.get("interest", "buy") == "trade-in"]
    interests = [v for v in vehicles if v.get("interest", "buy") != "trade-in"]
    wanted = interests[0] if interests else None
    contact = prospect.find("customer/contact")
    phone = contact.find("phone") if contact is not None else None
    email = contact.find("email") if contact is not None else None
    vendor = prospect.find("vendor")
    # "any vendor id may match whatever its @source, else the vendor's name equals store_name; no match: … store `unknown`"
    ids = [_text(node) for node in vendor.findall("id")] if vendor is not None else []
    store = next((s for s in stores if any(f"adf:{i}" in (s["dealer_codes"] or "").split("|") for i in ids)), None)
    name = _text(vendor.find("vendorname")) if vendor is not None else None
    store = store or next((s for s in stores if s["store_name"] == name), None)
    requested = datetime.fromisoformat((_text(prospect.find("requestdate")) or "").replace("Z", "+00:00"))
    return {
        "_id": _text(prospect.find("id")),
        "store_id": store["store_id"] if store else "unknown",
        "inquiry_at": requested,
        "updated_at": requested,
        "lead_origin": "form",
        "department": "sales",
        # "lead_type vehicle_specific where a vehicle of interest is given, trade_in where only a trade-in is, else general"
        "lead_type": "vehicle_specific" if wanted is not None else "trade_in" if trades else "general",
        "source_code": _text(prospect.find("provider/name")),
        "first_name": _name(contact, "first"),
        "last_name": _name(contact, "last") or _name(contact, "full"),
        "email": _text(email),
        "phone": _text(phone),
        "vin": _text(wanted.find("vin")) if wanted is not None else None,
        "make": _text(wanted.find("make")) if wanted is not None else None,
        "model": _text(wanted.find("model")) if wanted is not None else None,
        "has_trade_in": bool(trades),
        "trade_in_vin": _text(trades[0].find("vin")) if trades else None,
    }
